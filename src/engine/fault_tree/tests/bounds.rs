//! Bounds hold the exact answer, and close in on it where it fits.

use proptest::prelude::*;

use super::random_trees::{Shape, tree};
use crate::engine::fault_tree::{FaultTree, Limits, Scratch, bounds, compile};

fn case(shape: Shape) -> impl Strategy<Value = (FaultTree, Vec<f64>, usize)> {
    let p = prop_oneof![0.0..1.0f64, 0.0..1e-4f64];
    (tree(shape), proptest::collection::vec(p, shape.events), prop_oneof![Just(0), 0..200usize])
}

fn check(tree: &FaultTree, p: &[f64], nodes: usize) -> Result<(), TestCaseError> {
    let exact = compile(tree, Limits::default()).expect("small").probabilities(p, &mut Scratch::default());
    let found = bounds(tree, p, Limits { nodes, ..Limits::default() }).expect("sound");
    for (exact, (low, high)) in exact.iter().zip(found) {
        // A sum of products in another order may differ in the last places.
        let slack = 1e-14;
        prop_assert!(low - slack <= *exact && *exact <= high + slack, "{low} <= {exact} <= {high}");
    }
    let found = bounds(tree, p, Limits::default()).expect("sound");
    for (exact, (low, high)) in exact.iter().zip(found) {
        prop_assert!(
            high - low <= 1e-11 * exact && (low - exact).abs() <= 1e-11,
            "{low} <= {exact} <= {high}"
        );
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]
    #[test]
    fn bounds_hold_the_answer((tree, p, nodes) in case(Shape { events: 16, gates: 24, coherent: false })) {
        check(&tree, &p, nodes)?;
    }

    #[test]
    fn so_they_do_for_coherent_trees((tree, p, nodes) in case(Shape { events: 24, gates: 40, coherent: true })) {
        check(&tree, &p, nodes)?;
    }
}
