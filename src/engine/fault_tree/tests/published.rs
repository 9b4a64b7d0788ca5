//! The published fault trees in the folder that `TENFOLD_FAULT_TREES` names: probabilities to six digits and, where given,
//! counts of minimal cut sets. Says so when there is no such folder; the trees are no part of this repository.

use std::collections::BTreeMap;
use std::path::Path;

use crate::engine::fault_tree::{Arg, CutSets, FaultTree, Gate, Limits, Op, Scratch, Source, compile};

/// Tags of an XML text with their attributes, in order; `/` before the name of a closing one. Only for well-formed files.
fn tags(text: &str) -> Vec<(String, BTreeMap<String, String>)> {
    let inside = text.split('<').skip(1).filter_map(|part| part.split('>').next());
    let tag = |inside: &str| {
        let inside = inside.trim_end_matches('/');
        let (name, rest) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
        let mut quoted = rest.split('"');
        let mut attributes = BTreeMap::new();
        while let (Some(key), Some(value)) = (quoted.next(), quoted.next()) {
            attributes.insert(key.trim().trim_end_matches('=').to_owned(), value.to_owned());
        }
        (name.to_owned(), attributes)
    };
    inside.map(tag).collect()
}

/// Reads the part of Open-PSA MEF that these files use: one formula per gate, one number per event.
fn read(text: &str) -> (FaultTree, Vec<f64>) {
    let tags = tags(text);
    let names = |wanted: &str| -> BTreeMap<&str, u32> {
        let of_kind = tags.iter().filter(|(name, ..)| name == wanted);
        of_kind.zip(0..).map(|((_, attributes), number)| (attributes["name"].as_str(), number)).collect()
    };
    let (gate_names, event_names) = (names("define-gate"), names("define-basic-event"));
    let mut gates = vec![Gate { op: Op::Or, args: Vec::new() }; gate_names.len()];
    let mut p = vec![0.0; event_names.len()];
    let (mut gate, mut event) = (None, None::<usize>);
    for (tag, attributes) in &tags {
        let name = attributes.get("name").map_or("", String::as_str);
        let here = gate.and_then(|gate: usize| gates.get_mut(gate));
        let op = match tag.as_str() {
            "and" => Some(Op::And),
            "or" => Some(Op::Or),
            "xor" => Some(Op::Xor),
            "not" => Some(Op::Not),
            "atleast" => Some(Op::Atleast(attributes["min"].parse().expect("a number"))),
            _ => None,
        };
        match (tag.as_str(), op, here) {
            (_, Some(op), Some(here)) => here.op = op,
            ("gate", _, Some(here)) => here.args.push(Arg::gate(gate_names[name])),
            ("basic-event", _, Some(here)) => here.args.push(Arg::event(event_names[name])),
            ("define-gate", ..) => gate = Some(gate_names[name] as usize),
            ("/define-gate", ..) => gate = None,
            ("define-basic-event", ..) => event = Some(event_names[name] as usize),
            ("float", ..) => {
                p[event.expect("inside an event")] = attributes["value"].parse().expect("a number");
            }
            _ => {}
        }
    }
    let named =
        |number: u32| gates.iter().flat_map(|gate| &gate.args).any(|arg| arg.of == Source::Gate(number));
    let tops = (0..gates.len() as u32).filter(|number| !named(*number)).map(Arg::gate).collect();
    (FaultTree { events: p.len(), gates, tops }, p)
}

fn check(folder: &Path, name: &str, probability: f64, tolerance: f64, count: Option<u64>) {
    let text = std::fs::read_to_string(folder.join(name).with_extension("xml")).expect("readable");
    let (tree, p) = read(&text);
    let compiled = compile(&tree, Limits::default()).expect("fits");
    let found = compiled.probabilities(&p, &mut Scratch::default())[0];
    assert!((found / probability - 1.0).abs() <= tolerance, "{name}: {found} for {probability}");
    if let Some(count) = count {
        let sets = CutSets::of(&compiled, 0, Limits::default()).expect("fits");
        assert_eq!(sets.count(), Some(u128::from(count)), "{name}");
    }
}

#[test]
fn the_published_trees_have_their_published_answers() {
    let Ok(folder) = std::env::var("TENFOLD_FAULT_TREES") else {
        println!("not checked: TENFOLD_FAULT_TREES names no folder with the published fault trees");
        return;
    };
    let folder = Path::new(&folder);
    let expected = std::fs::read_to_string(folder.join("aralia/expected.json")).expect("readable");
    let expected: BTreeMap<String, serde_json::Value> = serde_json::from_str(&expected).expect("JSON");
    assert_eq!(expected.len(), 21);
    for (name, row) in &expected {
        let number = |key: &str| row[key].as_f64().expect("a number");
        let count = row["minimal_cut_sets"].as_u64();
        check(&folder.join("aralia"), name, number("probability"), number("relative_tolerance"), count);
    }
    check(&folder.join("cloud"), "all10", 5.299_039e-4, 1e-6, None);
    check(&folder.join("cloud"), "syn30", 4.299_436e-4, 1e-6, None);
}
