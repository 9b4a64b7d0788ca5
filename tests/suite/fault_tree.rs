//! Fault trees through the command line: our own files, SCRAM where it is installed, and a folder of trees where one is
//! named.
#![cfg(feature = "cli")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

use crate::cli::{TEMPLATES, message, template, tenfold, text};

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/wire/mef")
}

fn sample(name: &str) -> String {
    samples().join(name).to_str().expect("a path in UTF-8").to_owned()
}

fn answered(output: &Output) -> Value {
    assert_eq!(output.status.code(), Some(0), "{}", message(output));
    serde_json::from_str(&text(output)).expect("one JSON object")
}

#[test]
fn a_fault_tree_is_answered_as_one_object() {
    let file = sample("pumping.xml");
    let arguments =
        ["fault-tree", &file, "--json", "--cut-sets", "--importance", "--uncertainty", "2000", "--seed", "3"];
    let output = tenfold(&arguments, "");
    let answer = answered(&output);
    assert_eq!(text(&output), text(&tenfold(&arguments, "")));
    let tops = answer["top_events"].as_array().expect("a list");
    assert_eq!(
        tops.iter().map(|top| top["name"].as_str().unwrap()).collect::<Vec<_>>(),
        ["no-water", "dark"]
    );
    let top = &tops[0];
    assert!((top["probability"].as_f64().unwrap() - 0.0130088).abs() < 5e-8);
    assert_eq!(top["minimal_cut_sets"], 4);
    assert_eq!(top["cut_sets"].as_array().unwrap().len(), 4);
    assert!(top["cut_sets"][0]["events"].as_array().unwrap().iter().any(|event| event == "grid"));
    assert!(top["nodes"].as_u64().unwrap() > 0 && top["mean"].is_f64());
    assert_eq!(top["quantiles"].as_array().unwrap().len(), 7);
    for event in top["importance"].as_array().unwrap() {
        for key in ["probability", "birnbaum", "criticality", "diagnostic", "fussell_vesely", "raw", "rrw"] {
            assert!(event[key].is_f64(), "{key} in {event}");
        }
    }
    let plain = answered(&tenfold(&["fault-tree", "-", "--json"], &std::fs::read_to_string(&file).unwrap()));
    for key in ["cut_sets", "importance", "mean", "quantiles"] {
        assert!(plain["top_events"][0].get(key).is_none(), "{key}");
    }
    let shorter = answered(&tenfold(&["fault-tree", &file, "--json", "--mission-time", "100"], ""));
    assert!(shorter["top_events"][0]["probability"].as_f64() < top["probability"].as_f64());
}

#[test]
fn people_read_the_same_fault_tree() {
    let said = text(&tenfold(&["fault-tree", &sample("two-of-three.xml"), "--cut-sets", "--importance"], ""));
    for words in ["top (vote)", "0.0980000", "Minimal cut sets  3", "b, c", "Birnbaum"] {
        assert!(said.contains(words), "{words} in {said}");
    }
}

#[test]
fn a_fault_tree_that_cannot_be_read_exits_with_2_and_line_and_name() {
    for (arguments, input, words) in [
        (&["fault-tree", "-"][..], "", "-: line 1: no element was found"),
        (&["fault-tree", "no/such/tree.xml"], "", "no/such/tree.xml"),
        (&["fault-tree", "-", "--uncertainty", "1"], "", "--uncertainty"),
        (&["fault-tree", "-", "--mission-time", "soon"], "", "--mission-time"),
        (&["fault-tree", "-", "--mission-time", "NaN"], "<opsa-mef/>", "mission time is NaN"),
        (
            &["fault-tree", "-"],
            "<opsa-mef>\n<define-fault-tree name=\"f\">\n<define-gate name=\"top\"><gate name=\"x\"/></define-gate>",
            "line 2: element \"define-fault-tree\": the file ends",
        ),
    ] {
        let output = tenfold(arguments, input);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(message(&output).contains(words), "{arguments:?}: {}", message(&output));
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn a_journey_is_exported_and_comes_back_with_the_number_of_its_structure() {
    for name in TEMPLATES {
        let plan = template(name);
        let exported = tenfold(&["export", "mef", "-"], &plan);
        assert_eq!(exported.status.code(), Some(0), "{}", message(&exported));
        let answer = answered(&tenfold(&["fault-tree", "-", "--json"], &text(&exported)));
        let evaluated = answered(&tenfold(&["evaluate", "-", "--json"], &plan));
        let (tops, journeys) =
            (answer["top_events"].as_array().unwrap(), evaluated["journeys"].as_array().unwrap());
        assert_eq!(tops.len(), journeys.len());
        for (top, journey) in tops.iter().zip(journeys) {
            // Failovers and the reserve are added to it.
            let (structure, all) =
                (top["probability"].as_f64().unwrap(), journey["unavailability"].as_f64().unwrap());
            assert!(structure > 0.3 * all && structure <= all, "{name}: {structure} of {all}");
        }
    }
    let plan = template("monolith");
    let one = text(&tenfold(&["export", "mef", "-", "--journey", "Work"], &plan));
    assert_eq!(one.matches("<define-fault-tree").count(), 1);
    let output = tenfold(&["export", "mef", "-", "--journey", "nobody"], &plan);
    assert_eq!(output.status.code(), Some(2));
    assert!(message(&output).contains("nobody"), "{}", message(&output));
    let broken = plan.replacen("\"needed\": 1", "\"needed\": 60", 1);
    assert_eq!(tenfold(&["export", "mef", "-"], &broken).status.code(), Some(1));
}

/// What SCRAM finds in a file: top events by name; none where it is not installed.
fn scram(file: &Path) -> Option<Vec<(String, f64)>> {
    let output = Command::new("scram")
        .args(["--ccf", "1", "--bdd", "--probability", "1", "-l", "1"])
        .arg(file)
        .output()
        .ok()?;
    let report = text(&output);
    assert!(output.status.success(), "{}: {} {report}", file.display(), message(&output));
    let value = |tag: &str, key: &str| {
        let from = tag.find(&format!(" {key}=\"")).expect(key) + key.len() + 3;
        tag[from..].split('"').next().expect("a value").to_owned()
    };
    let tops = report.split("<sum-of-products ").skip(1).map(|tag| format!(" {tag}"));
    Some(
        tops.map(|tag| (value(&tag, "name"), value(&tag, "probability").parse().expect("a number")))
            .collect(),
    )
}

#[test]
fn scram_finds_the_same_six_digits() {
    let folder = std::env::temp_dir().join(format!("tenfold-scram-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(samples()).expect("samples").map(|entry| entry.expect("a file").path()).collect();
    for name in TEMPLATES {
        let file = folder.join(format!("{name}.xml"));
        std::fs::write(&file, text(&tenfold(&["export", "mef", "-"], &template(name)))).expect("written");
        files.push(file);
    }
    for file in &files {
        let Some(theirs) = scram(file) else {
            eprintln!(
                "SCRAM is not installed (on Debian: apt-get install scram): nothing was compared with it"
            );
            break;
        };
        let ours = answered(&tenfold(&["fault-tree", file.to_str().unwrap(), "--json"], ""));
        let tops = ours["top_events"].as_array().unwrap();
        assert_eq!(tops.len(), theirs.len(), "{}", file.display());
        for top in tops {
            let (name, found) = (top["name"].as_str().unwrap(), top["probability"].as_f64().unwrap());
            let (_, expected) = theirs.iter().find(|(known, _)| known == name).expect(name);
            // Six digits are printed.
            assert!((found / expected - 1.0).abs() < 1e-5, "{}: {name}: {found} {expected}", file.display());
        }
    }
    std::fs::remove_dir_all(&folder).expect("removed");
}

/// Every tree of a folder of folders with an `expected.json`: probability and number of minimal cut sets.
#[test]
fn known_trees_have_their_known_answers() {
    let Some(folder) = std::env::var_os("TENFOLD_FAULT_TREES").map(PathBuf::from) else {
        eprintln!("TENFOLD_FAULT_TREES names no folder of fault trees: none was checked");
        return;
    };
    let mut checked = 0;
    for (file, expected) in known(&folder) {
        let path = file.to_str().expect("a path in UTF-8");
        let answer = answered(&tenfold(&["fault-tree", path, "--json"], ""));
        let top = &answer["top_events"][0];
        let (found, probability) =
            (top["probability"].as_f64().unwrap(), expected["probability"].as_f64().unwrap());
        let tolerance = expected["relative_tolerance"].as_f64().unwrap_or(1e-6);
        assert!((found / probability - 1.0).abs() <= tolerance, "{path}: {found} {probability}");
        if let Some(sets) = expected.get("minimal_cut_sets").filter(|sets| sets.is_u64()) {
            assert_eq!(&top["minimal_cut_sets"], sets, "{path}");
        }
        checked += 1;
    }
    eprintln!("{checked} fault trees of {} have their known answers", folder.display());
    assert!(checked > 0);
}

/// The trees of a folder and what is known of them.
fn known(folder: &Path) -> Vec<(PathBuf, Value)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let inside = entry.expect("an entry").path();
        let Ok(list) = std::fs::read_to_string(inside.join("expected.json")) else { continue };
        let list: Value = serde_json::from_str(&list).expect("JSON");
        for (name, expected) in list.as_object().expect("an object by name") {
            let file = inside.join(format!("{name}.xml"));
            if file.exists() {
                found.push((file, expected.clone()));
            }
        }
    }
    // Published beside the folder: trees with the shape of plans.
    for (name, probability) in [("all10", 5.299_039e-4), ("syn30", 4.299_436e-4)] {
        let file = folder.join(format!("cloud/{name}.xml"));
        if file.exists() {
            found.push((file, serde_json::json!({ "probability": probability })));
        }
    }
    found
}
