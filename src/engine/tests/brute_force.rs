//! Random coherent structures against the simplest thing that is correct: every state of every event.

use proptest::prelude::*;

use super::*;

pub(super) const EVENTS: usize = 12;

/// A structure as a tree whose leaves are events, the same event at as many leaves as it likes.
#[derive(Clone, Debug)]
pub(super) enum Structure {
    Event(usize),
    Any(Vec<Structure>),
    All(Vec<Structure>),
    AtLeast(usize, Vec<Structure>),
}

impl Structure {
    pub(super) fn fails(&self, state: u32) -> bool {
        match self {
            Self::Event(event) => state >> event & 1 == 1,
            Self::Any(parts) => parts.iter().any(|part| part.fails(state)),
            Self::All(parts) => parts.iter().all(|part| part.fails(state)),
            Self::AtLeast(k, parts) => parts.iter().filter(|part| part.fails(state)).count() >= *k,
        }
    }

    /// The structure in a diagram where event `e` stands at `place[e]`.
    pub(super) fn build(&self, d: &mut Diagram, place: &[u32]) -> Node {
        let mut nodes = |parts: &[Self]| -> Vec<Node> { parts.iter().map(|p| p.build(d, place)).collect() };
        match self {
            Self::Event(event) => d.event(Var::new(place[*event])).unwrap(),
            Self::Any(parts) => {
                let parts = nodes(parts);
                d.any_of(&parts).unwrap()
            }
            Self::All(parts) => {
                let parts = nodes(parts);
                d.all_of(&parts).unwrap()
            }
            Self::AtLeast(k, parts) => {
                let parts = nodes(parts);
                d.at_least(*k, &parts).unwrap()
            }
        }
    }

    /// Sum over all states of the state's probability, where the structure fails.
    pub(super) fn unavailability(&self, p: &[f64]) -> f64 {
        (0..1u32 << EVENTS).filter(|&state| self.fails(state)).map(|state| state_probability(state, p)).sum()
    }
}

fn state_probability(state: u32, p: &[f64]) -> f64 {
    p.iter().enumerate().map(|(e, p)| if state >> e & 1 == 1 { *p } else { 1.0 - p }).product()
}

pub(super) fn structure() -> impl Strategy<Value = Structure> {
    (0..EVENTS).prop_map(Structure::Event).prop_recursive(4, 40, 4, |part| {
        let parts = || prop::collection::vec(part.clone(), 1..5);
        prop_oneof![
            parts().prop_map(Structure::Any),
            parts().prop_map(Structure::All),
            (0usize..6, parts()).prop_map(|(k, parts)| Structure::AtLeast(k, parts)),
        ]
    })
}

/// Probabilities over six orders of magnitude.
pub(super) fn probabilities() -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec((-6.0f64..-0.05).prop_map(|exponent| libm::pow(10.0, exponent)), EVENTS)
}

pub(super) fn in_order() -> Vec<u32> {
    (0..EVENTS as u32).collect()
}

// Brute force adds up to 4096 products of 12 factors: its own error is some hundred units in the last place.
const SUMMED: f64 = 1e-12;

proptest! {
    // Each case visits every state many times.
    #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 64 } else { 256 }))]

    #[test]
    fn a_diagram_fails_in_exactly_the_states_the_structure_does(s in structure()) {
        let mut d = diagram();
        let root = s.build(&mut d, &in_order());
        for state in 0..1u32 << EVENTS {
            prop_assert_eq!(d.value(root, |var| state >> var.index() & 1 == 1), s.fails(state));
        }
    }

    #[test]
    fn probability_is_the_sum_over_all_states(s in structure(), p in probabilities()) {
        let mut d = diagram();
        let root = s.build(&mut d, &in_order());
        assert_close(probability(&d, root, &p), s.unavailability(&p), SUMMED);
    }

    #[test]
    fn a_derivative_is_the_difference_between_active_and_inactive(s in structure(), p in probabilities()) {
        let mut d = diagram();
        let root = s.build(&mut d, &in_order());
        let program = Program::compile(&d, &[root]);
        let found = program.derivatives(&p, &[1.0], &mut Scratch::default());
        for event in 0..EVENTS {
            let given = |certainty: f64| {
                let mut p = p.clone();
                p[event] = certainty;
                s.unavailability(&p)
            };
            // Both sides subtract numbers of up to 1: the error is absolute.
            prop_assert!((found[event] - (given(1.0) - given(0.0))).abs() <= SUMMED);
            // A total is linear in each probability, so a difference quotient has no truncation error.
            let step = 0.25;
            let quotient = (given(p[event].min(0.5) + step) - given(p[event].min(0.5))) / step;
            prop_assert!((found[event] - quotient).abs() <= 10.0 * SUMMED);
        }
    }

    #[test]
    fn a_choice_by_count_is_the_case_of_that_count(
        members in prop::collection::vec(structure(), 0..6),
        cases in prop::collection::vec(structure(), 7),
    ) {
        let mut d = diagram();
        let nodes: Vec<Node> = members.iter().map(|s| s.build(&mut d, &in_order())).collect();
        let leaves: Vec<Node> = cases[..=members.len()].iter().map(|s| s.build(&mut d, &in_order())).collect();
        let root = d.select_by_count(&nodes, &leaves).unwrap();
        for state in 0..1u32 << EVENTS {
            let failed = members.iter().filter(|s| s.fails(state)).count();
            prop_assert_eq!(d.value(root, |var| state >> var.index() & 1 == 1), cases[failed].fails(state));
        }
    }
}
