//! The command line as a script meets it: answers, exit codes, messages.
#![cfg(feature = "cli")]

use std::io::Write;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

pub fn tenfold(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_tenfold"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command runs");
    // A command that does not read its input may close it first.
    let _ = child.stdin.take().expect("a pipe").write_all(input.as_bytes());
    child.wait_with_output().expect("it ends")
}

pub fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

pub fn message(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

pub fn template(name: &str) -> String {
    let output = tenfold(&["template", name], "");
    assert_eq!(output.status.code(), Some(0));
    text(&output)
}

pub const TEMPLATES: [&str; 6] = [
    "monolith",
    "web-three-zones",
    "active-passive",
    "active-active",
    "shared-identity",
    "payment-dependency",
];

#[test]
fn every_listed_template_is_evaluated() {
    let listed = text(&tenfold(&["template", "--list"], ""));
    for name in TEMPLATES {
        assert!(listed.lines().any(|line| line.starts_with(name)), "{name} in {listed}");
        let output = tenfold(&["evaluate", "-", "--json"], &template(name));
        assert_eq!(output.status.code(), Some(0), "{}", message(&output));
        let answers: Value = serde_json::from_str(&text(&output)).expect("one JSON object");
        for measure in answers["journeys"].as_array().expect("journeys").iter().chain([&answers["service"]]) {
            for key in [
                "unavailability",
                "nines",
                "bad_minutes_per_year",
                "outages_per_year",
                "mean_outage_minutes",
                "objective",
                "budget_spent",
            ] {
                assert!(measure[key].is_f64(), "{name}: {key} is {}", measure[key]);
            }
            let (u, nines) =
                (measure["unavailability"].as_f64().unwrap(), measure["nines"].as_f64().unwrap());
            assert!((u - libm::pow(10.0, -nines)).abs() < 1e-12 && u > 0.0 && u < 0.1, "{name}: {u}");
            assert!((measure["bad_minutes_per_year"].as_f64().unwrap() - u * 525_960.0).abs() < 1e-6);
        }
        for measure in answers["journeys"].as_array().unwrap().iter().chain([&answers["service"]]) {
            let [p5, p50, p95] = ["p5", "p50", "p95"].map(|p| measure["band"][p].as_f64().expect("a band"));
            let u = measure["unavailability"].as_f64().unwrap();
            assert!(p5 < p50 && p50 < p95 && p5 < u && u < p95, "{name}: {p5} {p50} {p95} around {u}");
        }
        assert!(answers["chances_from"]["years"].as_f64().unwrap() >= 1_000.0);
        for measure in answers["journeys"].as_array().unwrap().iter().chain([&answers["service"]]) {
            let chances = measure["chances"].as_array().expect("chances");
            let windows = ["28 days", "30 days", "quarter", "year"];
            assert!(chances.iter().map(|chance| chance["window"].as_str().unwrap()).eq(windows), "{name}");
            assert_eq!(measure["chance_of_meeting"], chances[1]["chance"]);
            for chance in chances {
                let [low, high] = [0, 1].map(|end| chance["interval"][end].as_f64().unwrap());
                let chance = chance["chance"].as_f64().unwrap();
                assert!(0.0 <= low && low <= chance && chance <= high && high <= 1.0, "{name}: {chance}");
            }
        }
        assert!(answers["cost_per_month"].as_f64().unwrap() > 0.0);
        assert_eq!(answers["gates"].as_array().unwrap().len(), 3);
        let shares: f64 =
            answers["cut_sets"].as_array().unwrap().iter().map(|set| set["share"].as_f64().unwrap()).sum();
        assert!(shares > 0.5 && shares < 1.0 + 1e-9, "{name}: {shares}");
        for list in ["events", "modes", "components", "causes", "owners"] {
            let ranked = answers["importance"][list].as_array().expect("a list");
            assert!(!ranked.is_empty(), "{name}: {list}");
            for one in ranked {
                let measure =
                    |key: &str| one[key].as_f64().unwrap_or_else(|| panic!("{name}: {key} in {one}"));
                let (least, most) = (measure("criticality"), measure("diagnostic"));
                let cut_sets = measure("fussell_vesely");
                assert!(least <= cut_sets + 1e-9 && cut_sets <= most + 1e-9, "{name}: {one}");
                assert!(measure("raw") >= 1.0 - 1e-9 && measure("birnbaum") >= -1e-9, "{name}: {one}");
            }
        }
        let fate = &answers["shared_fate"];
        assert!(
            (fate["unavailability"].as_f64().unwrap()
                / answers["service"]["unavailability"].as_f64().unwrap()
                - 1.0)
                .abs()
                < 1e-9
        );
        assert!(fate["independent_nines"].as_f64().unwrap() >= fate["nines"].as_f64().unwrap());
        assert!(fate["groups"].is_array() && fate["sentence"].as_str().unwrap().contains("ndependence"));
    }
}

#[test]
fn people_read_the_same_answer() {
    let output = tenfold(&["evaluate", "-"], &template("web-three-zones"));
    let said = text(&output);
    for words in [
        "Users get",
        "Bad minutes",
        "Checkout",
        "What spends the budget",
        "Shared fate",
        "Gates",
        "365.25 days",
        "Chance of keeping the promise",
        "simulated years (seed 1)",
    ] {
        assert!(said.contains(words), "{words} in {said}");
    }
    assert!(!said.contains("100 %") && !said.contains("NaN"));
}

#[test]
fn a_plan_with_findings_that_prevent_an_answer_exits_with_1() {
    let broken = template("web-three-zones").replacen("\"needed\": 2", "\"needed\": 60", 1);
    for command in ["check", "evaluate", "ladder", "sensitivity"] {
        let output = tenfold(&[command, "-"], &broken);
        assert_eq!(output.status.code(), Some(1), "{command}");
        let said = if command == "check" { text(&output) } else { message(&output) };
        assert!(said.contains("60") && said.contains("component"), "{command}: {said}");
    }
}

#[test]
fn unreadable_input_exits_with_2_and_a_reason() {
    for (arguments, input, words) in [
        (&["evaluate", "-"][..], "", "nothing"),
        (&["evaluate", "-"], "{\"tenfold\": 9, \"plan\": {}}", "version 9"),
        (&["check", "-"], "{\"tenfold\": 1, \"plan\": {\"name\": 3}}", "plan.name"),
        (&["check", "no/such/file.json"], "", "no/such/file.json"),
        (&["template", "nothing"], "", "web-three-zones"),
    ] {
        let output = tenfold(arguments, input);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(message(&output).contains(words), "{arguments:?}: {}", message(&output));
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn a_plan_of_a_newer_version_is_answered_from_what_is_understood() {
    let known = template("monolith");
    let newer = known.replacen("\"tenfold\": 2", "\"tenfold\": 3, \"made_by\": \"x\"", 1);
    let newer = newer.replacen("\"replicas\": ", "\"colour\": \"red\", \"replicas\": ", 1);
    for arguments in [&["check", "-"][..], &["evaluate", "-"], &["evaluate", "-", "--json"], &["ladder", "-"]]
    {
        let (old, new) = (tenfold(arguments, &known), tenfold(arguments, &newer));
        assert_eq!((new.status.code(), text(&new)), (old.status.code(), text(&old)), "{arguments:?}");
        let more = message(&new);
        let said = more.strip_suffix(&message(&old)).expect("one line before the others");
        assert_eq!(said.lines().count(), 1, "{said}");
        for words in ["-: version 3", "reads versions 1 to 2", "left out: made_by, components.", ".colour"] {
            assert!(said.contains(words), "{words} in {said}");
        }
    }
}

#[test]
fn a_plan_of_a_newer_version_keeps_the_exit_codes() {
    let newer = template("web-three-zones").replacen("\"tenfold\": 2", "\"tenfold\": 3", 1);
    let without_answer = newer.replacen("\"needed\": 2", "\"needed\": 60", 1);
    let not_understood = newer.replacen("\"zonal\"", "\"lunar\"", 1);
    for command in ["check", "evaluate", "ladder"] {
        let output = tenfold(&[command, "-"], &without_answer);
        assert_eq!(output.status.code(), Some(1), "{command}");
        assert!(message(&output).contains("version 3"), "{command}: {}", message(&output));
        let output = tenfold(&[command, "-"], &not_understood);
        assert_eq!(output.status.code(), Some(2), "{command}");
        assert!(output.stdout.is_empty());
        for words in ["found version 3", "reads versions 1 to 2", "components.", "placement", "lunar"] {
            assert!(message(&output).contains(words), "{words} in {}", message(&output));
        }
    }
}

#[test]
fn the_schema_is_json_and_names_what_a_plan_has() {
    let schema: Value = serde_json::from_str(&text(&tenfold(&["schema"], ""))).expect("JSON");
    assert!(schema["properties"]["plan"].is_object() && schema["$defs"]["Component"].is_object());
}

#[test]
fn a_ladder_has_steps_with_edits() {
    let output = tenfold(&["ladder", "-", "--json"], &template("monolith"));
    assert_eq!(output.status.code(), Some(0), "{}", message(&output));
    let ladder: Value = serde_json::from_str(&text(&output)).expect("JSON");
    let steps = ladder["steps"].as_array().expect("steps");
    assert!(!steps.is_empty());
    let mut last = (f64::INFINITY, 0.0);
    for step in steps {
        let (u, cost) = (step["unavailability"].as_f64().unwrap(), step["cost_per_month"].as_f64().unwrap());
        assert!(u <= last.0 && cost >= last.1, "{step}");
        last = (u, cost);
        assert!(step["edits"].is_array());
    }
}

#[test]
fn sensitivity_names_what_drives_the_band() {
    let plan = template("web-three-zones");
    let output = tenfold(&["sensitivity", "-", "--json"], &plan);
    assert_eq!(output.status.code(), Some(0), "{}", message(&output));
    let found: Value = serde_json::from_str(&text(&output)).expect("JSON");
    let inputs = found["inputs"].as_array().expect("inputs");
    let likely = found["bad_minutes_per_year"].as_f64().unwrap();
    let mut last = f64::INFINITY;
    for input in inputs {
        let (low, high) = (input["low"].as_f64().unwrap(), input["high"].as_f64().unwrap());
        assert!((high - low).abs() <= last && low.min(high) <= likely && likely <= low.max(high), "{input}");
        last = (high - low).abs();
        assert!(!input["name"].as_str().unwrap().is_empty() && !input["place"].as_str().unwrap().is_empty());
    }
    assert!(
        inputs[0]["first_order"].is_f64() && inputs[0]["total"].is_f64() && found["rest"]["total"].is_f64()
    );
    let again = tenfold(&["sensitivity", "-", "--json"], &plan);
    assert_eq!(text(&output), text(&again));
    let said = text(&tenfold(&["sensitivity", "-"], &plan));
    for words in ["Nine draws in ten", "all others together"] {
        assert!(said.contains(words), "{words} in {said}");
    }
}

#[test]
fn the_published_schema_is_the_one_the_command_prints() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("public/tenfold.v2.schema.json");
    let published =
        std::fs::read_to_string(path).expect("run `tenfold schema > public/tenfold.v2.schema.json`");
    // What it says, not how its members are ordered: that depends on what else a build has.
    let json = |text: &str| serde_json::from_str::<Value>(text).expect("JSON");
    assert_eq!(json(&published), json(&text(&tenfold(&["schema"], ""))));
}

#[test]
fn a_simulation_gives_the_same_bits_each_time_and_agrees_with_the_exact_engine() {
    let plan = template("web-three-zones");
    let arguments = ["simulate", "-", "--years", "400", "--seed", "7", "--window", "2 d", "--json"];
    let output = tenfold(&arguments, &plan);
    assert_eq!(output.status.code(), Some(0), "{}", message(&output));
    assert_eq!(text(&output), text(&tenfold(&arguments, &plan)));
    let answer: Value = serde_json::from_str(&text(&output)).expect("one JSON object");
    let evaluated: Value =
        serde_json::from_str(&text(&tenfold(&["evaluate", "-", "--json"], &plan))).unwrap();
    let service = &answer["service"];
    assert_eq!(service["exact_unavailability"], evaluated["service"]["unavailability"]);
    assert!(service["z"].as_f64().unwrap().abs() < 4.0, "{service}");
    assert_eq!(service["windows"].as_array().unwrap().len(), 5);
    assert_eq!(service["windows"][4]["window_minutes"], 2_880.0);
    assert_eq!(service["chance_of_meeting"], service["windows"][4]["chance_of_meeting"]);
    assert_eq!(answer["journeys"].as_array().unwrap().len(), evaluated["journeys"].as_array().unwrap().len());
}

#[test]
fn an_evaluation_has_the_chances_of_the_simulation() {
    let plan = template("monolith");
    let json = |arguments: &[&str]| -> Value {
        serde_json::from_str(&text(&tenfold(arguments, &plan))).expect("one JSON object")
    };
    let evaluated = json(&["evaluate", "-", "--years", "300", "--json"]);
    let simulated = json(&["simulate", "-", "--years", "300", "--json"]);
    assert_eq!(evaluated["chances_from"]["years"], 300.0);
    for (one, other) in
        evaluated["journeys"].as_array().unwrap().iter().zip(simulated["journeys"].as_array().unwrap())
    {
        assert_eq!(one["chance_of_meeting"], other["chance_of_meeting"]);
        assert_eq!(one["chances"][3]["interval"], other["windows"][3]["chance_interval"]);
    }
    let without = json(&["evaluate", "-", "--years", "0", "--json"]);
    assert!(without["chances_from"].is_null() && without["service"]["chance_of_meeting"].is_null());
    let much = tenfold(&["evaluate", "-", "--years", "1000000000000"], &plan);
    assert_eq!(much.status.code(), Some(2));
    assert!(message(&much).contains("years: found 1000000000000"), "{}", message(&much));
}

#[test]
fn ranges_are_mixed_in_and_working_hours_counted_when_asked_for() {
    let plan = template("monolith");
    let run = |more: &[&str]| -> Value {
        let output = tenfold(&[&["simulate", "-", "--years", "300", "--json"], more].concat(), &plan);
        assert_eq!(output.status.code(), Some(0), "{}", message(&output));
        serde_json::from_str(&text(&output)).expect("one JSON object")
    };
    let (plain, mixed, working) =
        (run(&[]), run(&["--ranges", "mixed"]), run(&["--hours", "working", "--window", "28 d"]));
    for (answer, ranges, hours) in
        [(&plain, "likely", "all"), (&mixed, "mixed", "all"), (&working, "likely", "working")]
    {
        assert_eq!((&answer["ranges"], &answer["hours"]), (&ranges.into(), &hours.into()));
        assert!(answer["service"]["z"].as_f64().unwrap().abs() < 4.0, "{answer}");
    }
    let exact = |answer: &Value| answer["service"]["exact_unavailability"].as_f64().unwrap();
    assert!(exact(&mixed) > exact(&plain) && exact(&working) == exact(&plain));
    let said = text(&tenfold(
        &["simulate", "-", "--years", "200", "--ranges", "mixed", "--hours", "working"],
        &plan,
    ));
    assert!(said.contains("drawn anew for each part") && said.contains("Monday to Friday"), "{said}");
    let short = tenfold(&["simulate", "-", "--hours", "working", "--window", "2 d"], &plan);
    assert_eq!(short.status.code(), Some(2));
    assert!(message(&short).contains("at least a week"), "{}", message(&short));
}

#[test]
fn people_read_the_same_simulation() {
    let output = tenfold(&["simulate", "-", "--years", "200"], &template("web-three-zones"));
    assert_eq!(output.status.code(), Some(0), "{}", message(&output));
    let said = text(&output);
    for words in ["Chance of keeping the promise", "Checkout", "30 d", "the worst", "standard errors"] {
        assert!(said.contains(words), "{words} in {said}");
    }
    assert!(!said.contains("100 %") && !said.contains("NaN"));
}

#[test]
fn a_simulation_that_makes_no_sense_exits_with_2_and_a_reason() {
    let plan = template("monolith");
    for (option, value, words) in [
        ("--years", "0", "years: found 0"),
        ("--years", "1000000000000", "years: found 1000000000000"),
        ("--years", "many", "--years"),
        ("--window", "0 min", "window: found 0"),
        ("--window", "soon", "window: \"soon\""),
        ("--window", "NaN", "window:"),
        ("--responders", "0", "responders: found 0"),
        ("--ranges", "some", "likely, mixed"),
        ("--hours", "most", "all, working"),
    ] {
        let output = tenfold(&["simulate", "-", option, value], &plan);
        assert_eq!(output.status.code(), Some(2), "{option} {value}");
        assert!(message(&output).contains(words), "{option} {value}: {}", message(&output));
    }
    let broken = template("web-three-zones").replacen("\"needed\": 2", "\"needed\": 60", 1);
    let output = tenfold(&["simulate", "-"], &broken);
    assert_eq!(output.status.code(), Some(1));
    assert!(message(&output).contains("60"), "{}", message(&output));
}

#[test]
fn a_cost_adds_up_and_what_has_no_price_is_named() {
    let plan = template("web-three-zones");
    let cost: Value = serde_json::from_str(&text(&tenfold(&["cost", "-", "--json"], &plan))).expect("JSON");
    let total = cost["per_month"].as_f64().expect("a number");
    for split in ["lines", "by_group", "by_component", "by_region", "by_owner", "by_gate"] {
        let parts = cost[split].as_array().expect(split).iter().map(|part| part["per_month"].as_f64());
        let sum: f64 = parts.map(|part| part.expect("a number")).sum();
        assert!((sum - total).abs() < 1e-6 * total, "{split}: {sum} of {total}");
    }
    assert_eq!(cost["unpriced"], serde_json::json!(["Payment provider"]));
    let mut free: Value = serde_json::from_str(&plan).expect("JSON");
    let components = free["plan"]["components"].as_array_mut().expect("components");
    let priced = components.iter_mut().find(|c| c.get("monthly_price").is_some()).expect("a price");
    priced.as_object_mut().expect("an object").remove("monthly_price");
    let name = priced["name"].as_str().expect("a name").to_owned();
    let told = text(&tenfold(&["cost", "-"], &free.to_string()));
    let line = told.lines().find(|line| line.starts_with("Without a price, so counted as nothing:"));
    assert!(line.is_some_and(|line| line.contains(&name)), "{told}");
}

#[test]
fn an_objective_is_met_or_the_constraint_in_its_way_is_named() {
    let plan = template("monolith");
    let optimum = |more: &[&str]| -> Value {
        let arguments = [&["optimise", "-", "--objective", "99.9", "--json"], more].concat();
        let output = tenfold(&arguments, &plan);
        assert_eq!(output.status.code(), Some(0), "{}", message(&output));
        serde_json::from_str(&text(&output)).expect("JSON")
    };
    let met = optimum(&[]);
    assert_eq!((&met["met"], &met["proven"]), (&true.into(), &true.into()));
    assert!(met["design"]["unavailability"].as_f64().expect("a number") <= 0.001 * (1.0 + 1e-12));
    let cost = met["design"]["cost_per_month"].as_f64().expect("a number");
    let poor = optimum(&["--budget", &(cost - 1.0).to_string()]);
    assert_eq!(poor["met"], false);
    assert_eq!(poor["obstacles"][0]["constraint"], "the budget");
    assert_eq!(poor["obstacles"][0]["design"]["cost_per_month"].as_f64(), Some(cost));
    assert!(poor["design"]["cost_per_month"].as_f64().expect("nearest") <= cost - 1.0);
    let refused = tenfold(&["optimise", "-", "--objective", "many"], &plan);
    assert_eq!(refused.status.code(), Some(2));
    assert!(message(&refused).contains("99.95 is needed"), "{}", message(&refused));
}

#[test]
fn two_plans_are_compared_with_their_differences() {
    let folder = std::env::temp_dir().join(format!("tenfold-compare-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let [a, b] = ["a.json", "b.json"].map(|name| folder.join(name));
    let plan = template("web-three-zones");
    std::fs::write(&a, &plan).expect("written");
    std::fs::write(&b, plan.replacen("\"replicas\": 2", "\"replicas\": 3", 1)).expect("written");
    let paths = [&a, &b].map(|path| path.to_str().expect("a path").to_owned());
    let output = tenfold(&["compare", &paths[0], &paths[1], "--json"], "");
    assert_eq!(output.status.code(), Some(0), "{}", message(&output));
    let compared: Value = serde_json::from_str(&text(&output)).expect("JSON");
    let lines = compared["differences"].as_array().expect("lines");
    assert!(
        lines.iter().any(|line| line.as_str().is_some_and(|line| line.contains("replicas: 2 → 3"))),
        "{lines:?}"
    );
    let number = |side: &str, key: &str| compared[side][key].as_f64().expect("a number");
    assert_eq!(
        number("delta", "cost_per_month"),
        number("b", "cost_per_month") - number("a", "cost_per_month")
    );
    assert!(number("delta", "cost_per_month") > 0.0);
    let same = text(&tenfold(&["compare", &paths[0], &paths[0]], ""));
    assert!(same.contains("The plans do not differ."), "{same}");
    std::fs::remove_dir_all(&folder).expect("removed");
}
