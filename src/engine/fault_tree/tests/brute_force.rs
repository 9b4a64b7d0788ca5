//! Every state of small trees, by the definition.

use proptest::prelude::*;

use super::random_trees::{Shape, tree, values};
use crate::engine::fault_tree::{FaultTree, Limits, Scratch, compile};

/// P(top) and the derivatives of the first top by summing over all states.
fn by_states(tree: &FaultTree, p: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let mut tops = vec![0.0; tree.tops.len()];
    let mut derivatives = vec![0.0; p.len()];
    for state in 0..1u32 << p.len() {
        let values = values(tree, state);
        let chance = |but: usize| -> f64 {
            let one = |(event, p): (usize, &f64)| if state >> event & 1 == 1 { *p } else { 1.0 - p };
            p.iter().enumerate().filter(|(event, _)| *event != but).map(one).product()
        };
        let all = chance(usize::MAX);
        for (top, _) in tops.iter_mut().zip(&values).filter(|(_, value)| **value) {
            *top += all;
        }
        for event in (0..p.len()).filter(|_| values[0]) {
            derivatives[event] += if state >> event & 1 == 1 { chance(event) } else { -chance(event) };
        }
    }
    (tops, derivatives)
}

/// Rounding of a sum of up to 2^20 terms that add up to at most one.
const ROUNDING: f64 = 1e-12;

fn check(tree: &FaultTree, p: &[f64]) -> Result<(), TestCaseError> {
    let compiled = compile(tree, Limits::default()).expect("small enough");
    let mut scratch = Scratch::default();
    let (tops, derivatives) = by_states(tree, p);
    for (found, wanted) in compiled.probabilities(p, &mut scratch).iter().zip(&tops) {
        prop_assert!((found - wanted).abs() < ROUNDING, "{found} for {wanted}");
    }
    for (found, wanted) in compiled.derivatives(p, 0, &mut scratch).iter().zip(&derivatives) {
        prop_assert!((found - wanted).abs() < ROUNDING, "{found} for {wanted}");
    }
    Ok(())
}

fn case(shape: Shape) -> impl Strategy<Value = (FaultTree, Vec<f64>)> {
    (tree(shape), proptest::collection::vec(0.0..1.0f64, shape.events))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn every_formula_has_the_probability_of_its_states(
        (tree, p) in case(Shape { events: 7, gates: 14, coherent: false }),
    ) {
        check(&tree, &p)?;
    }

    #[test]
    fn so_has_every_coherent_one(
        (tree, p) in case(Shape { events: 8, gates: 24, coherent: true }),
    ) {
        check(&tree, &p)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1))]
    #[test]
    fn trees_of_twenty_events_too((tree, p) in case(Shape { events: 20, gates: 12, coherent: false })) {
        let compiled = compile(&tree, Limits::default()).expect("small enough");
        let found = compiled.probabilities(&p, &mut Scratch::default());
        let mut wanted = vec![0.0; found.len()];
        for state in 0..1u32 << p.len() {
            let one = |(event, p): (usize, &f64)| if state >> event & 1 == 1 { *p } else { 1.0 - p };
            let chance: f64 = p.iter().enumerate().map(one).product();
            let values = values(&tree, state);
            wanted.iter_mut().zip(values).filter(|(_, value)| *value).for_each(|(sum, _)| *sum += chance);
        }
        for (found, wanted) in found.iter().zip(&wanted) {
            prop_assert!((found - wanted).abs() < ROUNDING, "{found} for {wanted}");
        }
    }
}
