//! Tests of the engine: known systems, published figures, brute force, laws.

mod brute_force;
mod common_cause;
mod cut_sets;
mod golden;
mod importance;
mod laws;
mod markov;
mod metamorphic;
mod scenarios;
mod sizes;
mod standby;

use super::{Diagram, Node, Program, Scratch, Var};

/// The minutes in the year of 365.25 days, in which the scenarios tell their rates.
const YEAR_MINUTES: f64 = 525_960.0;

fn diagram() -> Diagram {
    Diagram::new(1_000_000)
}

/// The first `n` events as functions.
fn events(diagram: &mut Diagram, n: u32) -> Vec<Node> {
    (0..n).map(|place| diagram.event(Var::new(place)).unwrap()).collect()
}

fn probability(diagram: &Diagram, root: Node, p: &[f64]) -> f64 {
    Program::compile(diagram, &[root]).probabilities(p, &mut Scratch::default())[0]
}

#[track_caller]
fn assert_close(found: f64, expected: f64, relative: f64) {
    let error = (found - expected).abs() / expected.abs();
    assert!(
        found == expected || error <= relative,
        "found {found:e}, expected {expected:e}, off by {error:.1e} relative, allowed {relative:.1e}"
    );
}
