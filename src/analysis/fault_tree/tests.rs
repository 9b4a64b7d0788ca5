//! Answers against every state of the events, and against the cut sets by their definition.

use proptest::prelude::*;

use super::*;
use crate::engine::expression::Operation;
use crate::engine::fault_tree::{Arg, FaultTree, Gate, Limits, Op};
use crate::model::templates::templates;
use crate::quantity::order;

fn named(tree: FaultTree, p: &[f64]) -> FaultTreeModel {
    let mut model = FaultTreeModel::default();
    for (event, p) in p.iter().enumerate() {
        let term = model.expressions.constant(*p).unwrap();
        model.events.push(BasicEvent { name: format!("e{event}"), label: None, term });
    }
    model.gates = vec![GateName::default(); tree.gates.len()];
    model.tops = vec![TopEvent { tree: "t".into(), tree_label: None, name: "top".into() }; tree.tops.len()];
    model.tree = tree;
    model
}

/// The probability that a function of the states holds, one state after the other.
fn over_states(p: &[f64], holds: impl Fn(u32) -> bool) -> f64 {
    let of_state = |state: u32| {
        let one = |(event, p): (usize, &f64)| if state >> event & 1 == 1 { *p } else { 1.0 - p };
        p.iter().enumerate().map(one).product::<f64>()
    };
    (0..1_u32 << p.len()).filter(|state| holds(*state)).map(of_state).sum()
}

/// Sums of products: a top over gates that are sets of events.
fn of_sets(sets: &[u32], events: usize) -> FaultTree {
    let members = |set: u32| (0..events as u32).filter(move |event| set >> event & 1 == 1).map(Arg::event);
    let mut gates: Vec<Gate> =
        sets.iter().map(|set| Gate { op: Op::And, args: members(*set).collect() }).collect();
    let all = (0..sets.len() as u32).map(Arg::gate).collect();
    gates.push(Gate { op: Op::Or, args: all });
    FaultTree { events, gates, tops: vec![Arg::gate(sets.len() as u32)] }
}

fn close(found: f64, expected: f64) -> bool {
    (found - expected).abs() <= 1e-12 * expected.abs().max(1.0)
}

proptest! {
    #[test]
    fn everything_agrees_with_all_states(
        sets in prop::collection::vec(1_u32..1 << 6, 1..7),
        p in prop::collection::vec(0.01..0.99, 6),
    ) {
        let model = named(of_sets(&sets, 6), &p);
        let asked = Asked { cut_sets: Some(1_000), importance: true, ..Asked::default() };
        let answer = solve(&model, 0, &asked).unwrap();
        let fails = |state: u32| sets.iter().any(|set| state & set == *set);
        let total = over_states(&p, fails);
        prop_assert!(close(answer.probability, total));
        let mut minimal: Vec<u32> = sets.clone();
        minimal.retain(|set| !sets.iter().any(|other| other != set && other & set == *other));
        order::sort(&mut minimal);
        minimal.dedup();
        let found = answer.cut_sets.unwrap();
        prop_assert_eq!(found.count, Some(minimal.len() as u128));
        prop_assert!(!found.truncated);
        let mut listed: Vec<u32> =
            found.listed.iter().map(|(set, _)| set.iter().fold(0, |bits, event| bits | 1 << event)).collect();
        order::sort(&mut listed);
        prop_assert_eq!(&listed, &minimal);
        for (set, probability) in &found.listed {
            prop_assert!(close(*probability, set.iter().map(|event| p[*event]).product()));
        }
        for of in &answer.importance {
            let bit = 1 << of.event;
            let with = over_states(&p, |state| fails(state | bit));
            let without = over_states(&p, |state| fails(state & !bit));
            prop_assert!(close(of.measures.birnbaum, with - without));
            let holds = |state: u32| minimal.iter().any(|set| set & bit != 0 && state & set == *set);
            prop_assert!(close(of.fussell_vesely.unwrap(), over_states(&p, holds) / total));
        }
    }
}

#[test]
fn each_top_is_answered_from_its_own_part() {
    // Two tops over one tree of ten thousand gates that share nothing.
    let gate = |event: u32| Gate { op: Op::Or, args: vec![Arg::event(event)] };
    let gates: Vec<Gate> = (0..10_000).map(gate).collect();
    let tree = FaultTree {
        events: 10_000,
        gates,
        tops: vec![Arg::gate(7), Arg::gate(9_999).not(), Arg::constant(true)],
    };
    let p: Vec<f64> = (0..10_000).map(|event| f64::from(event) / 20_000.0).collect();
    let model = named(tree, &p);
    let found = [0, 1, 2].map(|top| solve(&model, top, &Asked::default()).unwrap());
    assert_eq!(found[0].events, [7]);
    assert!(close(found[0].probability, 7.0 / 20_000.0));
    assert!(close(found[1].probability, 1.0 - 9_999.0 / 20_000.0));
    assert_eq!((found[2].probability, found[2].nodes), (1.0, 0));
}

#[test]
fn what_does_not_fit_has_bounds() {
    // Sets of events that overlap in a long row.
    let sets: Vec<u32> = (0..22).map(|first| 0b1_0100_1101 << first).collect();
    let p = vec![0.1; 32];
    let model = named(of_sets(&sets, 32), &p);
    let exact = solve(&model, 0, &Asked::default()).unwrap().probability;
    let limits = Limits { nodes: 60, ..Limits::default() };
    let Err(NoAnswer::TooLarge { limit, least, most }) =
        solve(&model, 0, &Asked { limits, ..Asked::default() })
    else {
        panic!("it does not fit")
    };
    assert_eq!(limit, 60);
    assert!(least <= exact && exact <= most && least > 0.0 && most < 1.0, "{least} {exact} {most}");
}

#[test]
fn draws_outside_of_probabilities_are_set_to_the_nearer_end() {
    let mut model = named(of_sets(&[1], 1), &[0.5]);
    let (mean, deviation) =
        (model.expressions.constant(0.5).unwrap(), model.expressions.constant(2.0).unwrap());
    model.events[0].term = model.expressions.enter(Operation::NormalDeviate, &[mean, deviation]).unwrap();
    assert!(model.is_uncertain());
    let draws = Some(Draws { count: 10_001, seed: 1 });
    let drawn = solve(&model, 0, &Asked { draws, ..Asked::default() }).unwrap().drawn.unwrap();
    // Outside of 0 to 1 lies all but P(|z| < 1/4) = 0.19741.
    let expected = 10_001.0 * (1.0 - 0.197_412_65);
    assert!(
        (drawn.clamped as f64 - expected).abs() < 4.0 * libm::sqrt(expected * 0.1974),
        "{}",
        drawn.clamped
    );
    assert_eq!((drawn.count, drawn.quantiles[0], drawn.quantiles[6]), (10_001, 0.0, 1.0));
}

#[test]
fn draws_that_are_no_number_are_named() {
    let mut model = named(of_sets(&[1], 1), &[0.5]);
    let (one, minus) = (model.expressions.constant(1.0).unwrap(), model.expressions.constant(-1.0).unwrap());
    let drawn = model.expressions.enter(Operation::UniformDeviate, &[minus, one]).unwrap();
    model.events[0].term = model.expressions.enter(Operation::Sqrt, &[drawn]).unwrap();
    let draws = Some(Draws { count: 100, seed: 1 });
    let refused = solve(&model, 0, &Asked { draws, ..Asked::default() }).unwrap_err();
    assert!(refused.to_string().contains("basic event \"e0\" is no number in draw"), "{refused}");
}

#[test]
fn journeys_are_named_by_id_or_name_and_unknown_ones_are_refused() {
    let plan = (templates()[0].build)();
    let journey = &plan.journeys[1];
    for name in [journey.id.as_str(), &journey.name] {
        let model = journey_tree(&plan, Some(name)).unwrap();
        assert_eq!(model.tops.len(), 1);
        assert!(model.tops[0].tree_label.as_ref().unwrap().contains("failovers"));
        assert_eq!(model.tree.check().map(|order| order.is_empty()), Ok(false));
    }
    let refused = journey_tree(&plan, Some("nobody")).unwrap_err().to_string();
    assert!(refused.contains("\"nobody\"") && refused.contains(journey.id.as_str()), "{refused}");
}

#[test]
fn a_plan_without_an_answer_has_no_tree() {
    let mut plan = (templates()[0].build)();
    plan.components[0].needed = plan.components[0].replicas + 1;
    assert!(
        matches!(journey_tree(&plan, None), Err(JourneyTreeError::Findings(findings)) if !findings.is_empty())
    );
}
