//! Minimal cut sets against the definition: every state, and which of them are minimal.

use proptest::prelude::*;

use super::random_trees::{Shape, tree, values};
use crate::engine::fault_tree::{Arg, CutSets, FaultTree, Gate, Limits, Op, compile};
use crate::quantity::order;

/// The minimal ones among the states that fail the first top, as bits.
fn by_states(tree: &FaultTree) -> Vec<u32> {
    let failing: Vec<u32> = (0..1 << tree.events).filter(|state| values(tree, *state)[0]).collect();
    let is_minimal = |state: &u32| !failing.iter().any(|other| other != state && other & state == *other);
    failing.iter().copied().filter(is_minimal).collect()
}

fn bits(events: &[u32]) -> u32 {
    events.iter().map(|event| 1 << event).sum()
}

fn check(tree: &FaultTree, p: &[f64], most: usize) -> Result<(), TestCaseError> {
    let compiled = compile(tree, Limits::default()).expect("small enough");
    let sets = CutSets::of(&compiled, 0, Limits { order: most, ..Limits::default() }).expect("small enough");
    let mut wanted = by_states(tree);
    wanted.retain(|set| set.count_ones() as usize <= most);
    let (listed, cut_short) = sets.most_probable(p, usize::MAX, 0.0);
    prop_assert!(!cut_short);
    let mut found: Vec<u32> = listed.iter().map(|set| bits(&set.events)).collect();
    prop_assert!(listed.windows(2).all(|pair| pair[0].probability >= pair[1].probability * (1.0 - 1e-12)));
    order::sort(&mut found);
    prop_assert_eq!(&found, &wanted);
    prop_assert_eq!(sets.count(), Some(wanted.len() as u128));
    prop_assert_eq!(sets.count_approximately(), wanted.len() as f64);
    for (size, count) in sets.count_by_order().iter().enumerate() {
        let of_order = wanted.iter().filter(|set| set.count_ones() as usize == size).count();
        prop_assert_eq!(*count, of_order as f64);
    }
    let chance = |set: &u32| -> f64 {
        (0..p.len()).filter(|event| set >> event & 1 == 1).map(|event| p[event]).product()
    };
    let sum: f64 = wanted.iter().map(chance).sum();
    prop_assert!((sets.rare_event(p) - sum).abs() <= 1e-12 * sum.max(1.0));
    let none: f64 = wanted.iter().map(|set| 1.0 - chance(set)).product();
    if let Some(bound) = sets.upper_bound(p) {
        prop_assert!((bound - (1.0 - none)).abs() <= 1e-12, "{} for {}", bound, 1.0 - none);
    }
    let cutoff = listed.get(listed.len() / 2).map_or(0.0, |set| set.probability);
    let above = listed.iter().filter(|set| set.probability >= cutoff * (1.0 + 1e-9)).count();
    let (fewer, _) = sets.most_probable(p, usize::MAX, cutoff * (1.0 + 1e-9));
    prop_assert_eq!(fewer.len(), above);
    Ok(())
}

fn case(shape: Shape) -> impl Strategy<Value = (FaultTree, Vec<f64>, usize)> {
    (
        tree(shape),
        proptest::collection::vec(0.01..0.5f64, shape.events),
        prop_oneof![1..5usize, Just(usize::MAX)],
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn they_are_the_minimal_failing_states(
        (tree, p, order) in case(Shape { events: 8, gates: 14, coherent: false }),
    ) {
        check(&tree, &p, order)?;
    }

    #[test]
    fn so_they_are_for_coherent_trees(
        (tree, p, order) in case(Shape { events: 9, gates: 24, coherent: true }),
    ) {
        check(&tree, &p, order)?;
    }
}

/// Pairs of events of which one must fail each, `pairs` times: 2^pairs sets.
fn pairs(pairs: u32) -> FaultTree {
    let mut gates: Vec<Gate> = (0..pairs)
        .map(|pair| Gate { op: Op::Or, args: vec![Arg::event(2 * pair), Arg::event(2 * pair + 1)] })
        .collect();
    gates.push(Gate { op: Op::And, args: (0..pairs).map(Arg::gate).collect() });
    FaultTree { events: 2 * pairs as usize, gates, tops: vec![Arg::gate(pairs)] }
}

#[test]
fn more_sets_than_can_be_listed_are_counted() {
    let count = |number| {
        let compiled = compile(&pairs(number), Limits::default()).expect("small");
        CutSets::of(&compiled, 0, Limits::default()).expect("small").count()
    };
    assert_eq!(count(100), Some(1 << 100));
    assert_eq!(count(128), None);
    let compiled = compile(&pairs(200), Limits::default()).expect("small");
    let sets = CutSets::of(&compiled, 0, Limits::default()).expect("small");
    assert_eq!(sets.count_approximately(), libm::exp2(200.0));
    // All 2^200 sets have the same probability; the first few are still there at once.
    let (first, cut_short) = sets.most_probable(&[0.5; 400], 5, 0.0);
    assert_eq!((first.len(), cut_short), (5, true));
}

#[test]
fn a_budget_that_is_too_small_is_said_so() {
    let compiled = compile(&pairs(30), Limits::default()).expect("small");
    let few = CutSets::of(&compiled, 0, Limits { nodes: 3, ..Limits::default() });
    assert!(few.is_err());
}
