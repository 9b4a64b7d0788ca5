//! Files with known answers, and what each element means.

use super::*;
use crate::analysis::fault_tree::Draws;

/// Columns: file; top event; its probability; the tolerance; its number of minimal cut sets; where it is from.
const TABLE: &str = include_str!("../../../../../tests/golden/fault_trees.csv");

const FILES: [(&str, &str); 9] = [
    ("alpha-factor", include_str!("../../../../../tests/wire/mef/alpha-factor.xml")),
    ("beta-factor", include_str!("../../../../../tests/wire/mef/beta-factor.xml")),
    ("greek-letters", include_str!("../../../../../tests/wire/mef/greek-letters.xml")),
    ("not-coherent", include_str!("../../../../../tests/wire/mef/not-coherent.xml")),
    ("one-greek-letter", include_str!("../../../../../tests/wire/mef/one-greek-letter.xml")),
    ("phi-factor", include_str!("../../../../../tests/wire/mef/phi-factor.xml")),
    ("pumping", PUMPING),
    ("two-of-three", include_str!("../../../../../tests/wire/mef/two-of-three.xml")),
    ("two-trains", include_str!("../../../../../tests/wire/mef/two-trains.xml")),
];

const PUMPING: &str = include_str!("../../../../../tests/wire/mef/pumping.xml");

#[test]
fn samples_have_their_known_answers() {
    let mut checked = 0;
    for row in TABLE.lines().skip(1) {
        let [file, top, expected, tolerance, sets, _source] = row.split(';').collect::<Vec<_>>()[..] else {
            panic!("six columns: {row}")
        };
        let text = FILES.iter().find(|(name, _)| *name == file).unwrap().1;
        let mef = read(text).unwrap();
        let number = mef.model.tops.iter().position(|known| known.name == top).unwrap();
        let answer = answer(&mef, number);
        let (expected, tolerance): (f64, f64) = (expected.parse().unwrap(), tolerance.parse().unwrap());
        let found = answer.probability;
        assert!((found - expected).abs() <= tolerance, "{file}: found {found}, expected {expected}");
        assert_eq!(answer.cut_sets.unwrap().count, Some(sets.parse().unwrap()), "{file}");
        checked += 1;
    }
    assert_eq!(checked, 12);
}

#[test]
fn importance_has_the_digits_of_scram() {
    // SCRAM 0.16.2 on pumping.xml: --bdd --probability 1 --importance 1. Probability, MIF, CIF, DIF, RAW, RRW.
    let expected = [
        ("grid", [0.0695446, 0.168253, 0.899478, 0.906469, 13.0343, 9.94808]),
        ("pumping.north.pump", [0.160711, 0.0705926, 0.872104, 0.892658, 5.55444, 7.81885]),
        ("flood", [0.001, 0.987979, 0.0759472, 0.0768713, 76.8713, 1.08219]),
        ("pumping.north.power.diesel", [0.00955407, 0.0583097, 0.0428246, 0.0519695, 5.43951, 1.04474]),
        ("pumping.south.pump", [0.00191632, 0.149385, 0.0220059, 0.02388, 12.4614, 1.0225]),
    ];
    let mef = read(PUMPING).unwrap();
    let asked = Asked { importance: true, ..Asked::default() };
    let answer = solve(&mef.model, 0, &asked).unwrap();
    assert_eq!(answer.importance.len(), expected.len());
    for (found, (name, expected)) in answer.importance.iter().zip(expected) {
        let event = &mef.model.events[found.event];
        assert_eq!(event.name, name);
        let m = found.measures;
        let p = mef.model.expressions.point(event.term);
        let six = [p, m.birnbaum, m.criticality, m.diagnostic, m.achievement_worth, m.reduction_worth];
        for (found, expected) in six.into_iter().zip(expected) {
            assert!((found / expected - 1.0).abs() < 5e-6, "{name}: found {found}, expected {expected}");
        }
    }
}

#[test]
fn draws_have_the_mean_of_an_integral() {
    let mef = read(PUMPING).unwrap();
    let asked = Asked { draws: Some(Draws { count: 100_000, seed: 7 }), ..Asked::default() };
    let drawn = solve(&mef.model, 0, &asked).unwrap().drawn.unwrap();
    // P(top) is linear in the one event that is uncertain: its mean by the trapezoidal rule over the normal law.
    let sigma = libm::log(3.0) / 1.644_853_626_951_472_7;
    let mu = libm::log(2e-5) - sigma * sigma / 2.0;
    let step = 1e-3;
    let pump = |z: f64| -libm::expm1(-libm::exp(mu + sigma * z) * DEFAULT_MISSION_HOURS);
    let density = |z: f64| libm::exp(-z * z / 2.0) / 2.506_628_274_631_000_7;
    let mean_pump: f64 =
        (-8_000..=8_000).map(f64::from).map(|k| pump(k * step) * density(k * step) * step).sum();
    let (point, at) = (answer(&mef, 0).probability, pump_probability(&mef));
    let expected = point + (mean_pump - at) * 0.0705926;
    let standard_error = drawn.standard_deviation / libm::sqrt(100_000.0);
    assert!((drawn.mean - expected).abs() < 4.0 * standard_error, "{} {expected}", drawn.mean);
    // The same quantiles as SCRAM's 200,000 draws, within what so many draws can tell: 0.00488195, 0.0109153, 0.0259226.
    for (place, expected) in [(1, 0.004_881_95), (3, 0.010_915_3), (5, 0.025_922_6)] {
        assert!((drawn.quantiles[place] / expected - 1.0).abs() < 0.02, "{:?}", drawn.quantiles);
    }
    assert!(drawn.quantiles.is_sorted() && drawn.clamped == 0);
    assert_eq!(solve(&mef.model, 0, &asked).unwrap().drawn.unwrap(), drawn);
    let other = Asked { draws: Some(Draws { count: 100_000, seed: 8 }), ..asked };
    assert_ne!(solve(&mef.model, 0, &other).unwrap().drawn.unwrap(), drawn);
}

fn pump_probability(mef: &Mef) -> f64 {
    let event = mef.model.events.iter().find(|event| event.name == "pumping.north.pump").unwrap();
    mef.model.expressions.point(event.term)
}

#[test]
fn every_formula_means_what_it_says() {
    let [a, b, c] = [0.1, 0.2, 0.3];
    let args = "<basic-event name=\"a\"/><basic-event name=\"b\"/><basic-event name=\"c\"/>";
    let two = "<basic-event name=\"a\"/><basic-event name=\"b\"/>";
    let exactly_one = a * (1.0 - b) * (1.0 - c) + (1.0 - a) * b * (1.0 - c) + (1.0 - a) * (1.0 - b) * c;
    let all = a * b * c;
    let none = (1.0 - a) * (1.0 - b) * (1.0 - c);
    for (formula, expected) in [
        (format!("<and>{args}</and>"), all),
        (format!("<or>{args}</or>"), 1.0 - none),
        (format!("<nand>{args}</nand>"), 1.0 - all),
        (format!("<nor>{args}</nor>"), none),
        (format!("<xor>{args}</xor>"), exactly_one + all),
        (format!("<atleast min=\"2\">{args}</atleast>"), 1.0 - none - exactly_one),
        (format!("<cardinality min=\"1\" max=\"2\">{args}</cardinality>"), 1.0 - none - all),
        (format!("<cardinality min=\"0\" max=\"0\">{args}</cardinality>"), none),
        (format!("<imply>{two}</imply>"), 1.0 - a * (1.0 - b)),
        (format!("<iff>{two}</iff>"), a * b + (1.0 - a) * (1.0 - b)),
        ("<not><basic-event name=\"a\"/></not>".into(), 1.0 - a),
        ("<not><not><event name=\"a\"/></not></not>".into(), a),
        (format!("<not><and>{two}</and></not>"), 1.0 - a * b),
        ("<basic-event name=\"c\"/>".into(), c),
        ("<constant value=\"true\"/>".into(), 1.0),
        (format!("<and>{two}<constant value=\"0\"/></and>"), 0.0),
        (format!("<or><and>{two}</and><not><nor>{two}</nor></not></or>"), a + b - a * b),
    ] {
        close(probability(&of_formula(&formula)), expected);
    }
}

#[test]
fn every_expression_is_read() {
    for (expression, expected) in [
        ("<int value=\"1\"/>", 1.0),
        ("<bool value=\"false\"/>", 0.0),
        ("<div><pi/><float value=\"4\"/></div>", core::f64::consts::FRAC_PI_4),
        ("<sub><float value=\"0.9\"/><float value=\"0.2\"/><float value=\"0.3\"/></sub>", 0.4),
        (
            "<switch><case><lt><system-mission-time/><float value=\"1\"/></lt><float value=\"0.1\"/></case>\
             <case><bool value=\"true\"/><float value=\"0.2\"/></case><float value=\"0.3\"/></switch>",
            0.2,
        ),
        (
            "<histogram><float value=\"0\"/><bin><float value=\"0.2\"/><float value=\"3\"/></bin></histogram>",
            0.1,
        ),
        ("<min><float value=\"0.5\"/><neg><neg><float value=\"0.4\"/></neg></neg></min>", 0.4),
    ] {
        close(probability(&of_expression(expression)), expected);
    }
    let half = of_expression("<div><system-mission-time/><float value=\"200\"/></div>");
    close(answer(&super::super::read(&half, 100.0).unwrap(), 0).probability, 0.5);
}

#[test]
fn names_are_looked_up_from_the_inside_out() {
    // Each container has a `p` of its own but `inner`, which finds that of `outer`; the last part is found by its path.
    let text = of_definitions(
        "<define-gate name=\"top\"><or><gate name=\"outer.inner.g\"/><basic-event name=\"p\"/></or></define-gate>
         <define-gate name=\"by-path\"><basic-event name=\"f.outer.p\"/></define-gate>
         <define-basic-event name=\"p\"><float value=\"0.5\"/></define-basic-event>
         <define-component name=\"outer\" role=\"private\">
           <define-basic-event name=\"p\"><parameter name=\"q\"/></define-basic-event>
           <define-parameter name=\"q\"><float value=\"0.25\"/></define-parameter>
           <define-component name=\"inner\">
             <define-gate name=\"g\"><basic-event name=\"p\"/></define-gate>
             <define-gate name=\"seen\" role=\"public\"><gate name=\"g\"/></define-gate>
           </define-component>
         </define-component>",
    );
    let mef = read(&text).unwrap();
    let names: Vec<&str> = mef.model.tops.iter().map(|top| top.name.as_str()).collect();
    assert_eq!(names, ["top", "by-path", "seen"]);
    close(answer(&mef, 0).probability, 0.625);
    close(answer(&mef, 1).probability, 0.25);
    close(answer(&mef, 2).probability, 0.25);
    assert!(mef.model.events.iter().any(|event| event.name == "f.outer.p"));
}

#[test]
fn tops_are_what_no_gate_of_the_tree_refers_to() {
    let text = "<opsa-mef>
        <define-fault-tree name=\"one\"><label>First</label>
          <define-gate name=\"x\"><basic-event name=\"e\"/></define-gate>
        </define-fault-tree>
        <define-fault-tree name=\"two\">
          <define-gate name=\"y\"><or><gate name=\"x\"/><gate name=\"z\"/></or></define-gate>
          <define-gate name=\"z\"><basic-event name=\"e\"/></define-gate>
        </define-fault-tree>
        <define-event-tree name=\"left-out\"><whatever/></define-event-tree>
        <define-event-tree name=\"too\"/>
        <model-data><define-basic-event name=\"e\"><float value=\"0.5\"/></define-basic-event></model-data>
      </opsa-mef>";
    let mef = read(text).unwrap();
    let tops: Vec<(&str, &str)> =
        mef.model.tops.iter().map(|top| (top.tree.as_str(), top.name.as_str())).collect();
    assert_eq!(tops, [("one", "x"), ("two", "y")]);
    assert_eq!(mef.model.tops[0].tree_label.as_deref(), Some("First"));
    assert_eq!(mef.left_out.len(), 1);
    assert!(mef.left_out[0].contains("left-out"), "{:?}", mef.left_out);
}

#[test]
fn a_byte_order_mark_comments_and_the_entities_of_xml_are_read() {
    let text = format!(
        "\u{feff}<?xml version=\"1.0\"?><!-- a -->{}",
        of_definitions(
            "<define-gate name=\"a&amp;&#98;\"><label>x &lt; <![CDATA[y & z]]></label><basic-event name=\"e\"/></define-gate>
             <define-basic-event name=\"e\"><float value=\" 0.5 \"/></define-basic-event>"
        )
    );
    let mef = read(&text).unwrap();
    assert_eq!(mef.model.tops[0].name, "a&b");
    assert_eq!(mef.model.gates[0].label.as_deref(), Some("x < y & z"));
}

#[test]
fn a_member_of_a_group_fails_with_what_hits_it() {
    // The sum over the sets with one member is the member's own probability, except for phi.
    for model in ["beta-factor", "MGL", "alpha-factor"] {
        let levels =
            if model == "beta-factor" { "<factor level=\"2\"><float value=\"0.3\"/></factor>" } else { "" };
        let factors = match model {
            "MGL" => "<factor><float value=\"0.3\"/></factor>",
            "alpha-factor" => {
                "<factor><float value=\"0.7\"/></factor><factor><float value=\"0.3\"/></factor>"
            }
            _ => levels,
        };
        let text = of_definitions(&format!(
            "<define-gate name=\"top\"><basic-event name=\"a\"/></define-gate>
             <define-CCF-group name=\"g\" model=\"{model}\"><members><basic-event name=\"a\"/><basic-event name=\"b\"/>
             </members><distribution><float value=\"0.2\"/></distribution><factors>{factors}</factors></define-CCF-group>"
        ));
        let mef = read(&text).unwrap();
        let shares: f64 = mef
            .model
            .events
            .iter()
            .filter(|e| e.name.contains('a'))
            .map(|e| mef.model.expressions.point(e.term))
            .sum();
        close(shares, 0.2);
        assert_eq!(
            mef.model.events.iter().map(|e| e.name.as_str()).collect::<Vec<_>>(),
            ["[a]", "[b]", "[a b]"]
        );
    }
}
