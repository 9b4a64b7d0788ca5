//! Markov chains against published vectors, exact fractions and elimination in twice the digits.

use proptest::prelude::*;

use super::super::markov::{Chain, MachineRepair, MarkovError};
use super::super::queue::Responders;
use super::*;

/// Columns: model; its numbers; U or a probability; a second result; source.
/// repair: units, responders, failure rate, repair rate, needed units; U; mean time down.
/// crew: tiers; U. erlang: responders, offered work; the probability of a wait.
const TABLE: &str = include_str!("../../../tests/golden/markov.csv");

fn number(told: &str) -> f64 {
    match told.split_once('/') {
        Some((a, b)) => a.parse::<f64>().unwrap() / b.parse::<f64>().unwrap(),
        None => told.parse().unwrap(),
    }
}

/// One crew over tiers of three units each; it works for the lowest tier that has a failed unit.
fn crew(tiers: usize) -> (Chain, impl Fn(usize) -> bool) {
    let down = |state: usize, tier: usize| state >> (2 * tier) & 3;
    let mut transitions = Vec::new();
    for state in 0..1usize << (2 * tiers) {
        for tier in (0..tiers).filter(|tier| down(state, *tier) < 3) {
            let rate = (3 - down(state, tier)) as f64 * 0.001 * (1.0 + 0.1 * tier as f64);
            transitions.push((state, state + (1 << (2 * tier)), rate));
        }
        if let Some(tier) = (0..tiers).find(|tier| down(state, *tier) > 0) {
            transitions.push((state, state - (1 << (2 * tier)), 0.5));
        }
    }
    let chain = Chain::new(1 << (2 * tiers), transitions).unwrap();
    (chain, move |state| (0..tiers).any(|tier| down(state, tier) > 1))
}

fn failed(probabilities: &[f64], fails: impl Fn(usize) -> bool) -> f64 {
    super::super::numeric::sum(probabilities.iter().enumerate().filter(|(i, _)| fails(*i)).map(|(_, p)| *p))
}

#[test]
fn golden_rows() {
    let mut rows = 0;
    for row in TABLE.lines().skip(1) {
        let c: Vec<&str> = row.split(';').collect();
        let expected = number(c[6]);
        match c[0] {
            "repair" => {
                let model = MachineRepair {
                    units: c[1].parse().unwrap(),
                    responders: c[2].parse().unwrap(),
                    failure_rate: number(c[3]),
                    repair_rate: number(c[4]),
                };
                let needed: usize = c[5].parse().unwrap();
                // The rows are rounded to doubles, and so are rates such as 1/8766.
                assert_close(model.unavailability(needed).unwrap(), expected, 4e-15);
                assert_close(model.mean_down().unwrap(), number(c[7]), 4e-15);
                let chain = model.chain().unwrap().eliminate().unwrap();
                assert_close(failed(&chain, |down| model.units - down < needed), expected, 1e-14);
            }
            "crew" => {
                let (chain, fails) = crew(c[1].parse().unwrap());
                assert_close(failed(&chain.eliminate().unwrap(), &fails), expected, 1e-14);
                assert_close(chain.iterate(&fails, 1e-12).unwrap().unavailability, expected, 1e-11);
            }
            _ => {
                let queue = Responders {
                    responders: c[1].parse().unwrap(),
                    arrivals: number(c[2]) / 7.0,
                    mean: 7.0,
                    variation: 1.0,
                };
                assert_close(queue.waits().unwrap(), expected, 1e-14);
            }
        }
        rows += 1;
    }
    assert_eq!(rows, 18);
}

#[test]
fn one_crew_over_four_and_six_tiers() {
    // The vectors are stated to twelve digits of the availability.
    for (tiers, availability) in [(4, 0.999865245262), (6, 0.999747552980)] {
        let (chain, fails) = crew(tiers);
        let settled = chain.iterate(&fails, 1e-9).unwrap();
        assert!((1.0 - settled.unavailability - availability).abs() <= 6e-13, "{tiers}: {settled:?}");
        if tiers == 4 {
            let exact = failed(&chain.eliminate().unwrap(), &fails);
            assert_close(settled.unavailability, exact, 1e-9);
            // Independent program, plain doubles.
            assert_close(exact, 0.00013475473829675753, 1e-13);
        }
    }
}

/// A number of about 32 digits as a sum of two doubles.
///
/// T. J. Dekker, "A floating-point technique for extending the available precision", 1971.
#[derive(Clone, Copy)]
struct Double(f64, f64);

impl Double {
    fn of(a: f64, b: f64) -> Self {
        let sum = a + b;
        let part = sum - a;
        Self(sum, (a - (sum - part)) + (b - part))
    }
    fn plus(self, other: Self) -> Self {
        let high = Self::of(self.0, other.0);
        let low = Self::of(self.1, other.1);
        let first = Self::of(high.0, high.1 + low.0);
        Self::of(first.0, first.1 + low.1)
    }
    fn minus(self, other: Self) -> Self {
        self.plus(Self(-other.0, -other.1))
    }
    fn times(self, other: Self) -> Self {
        let product = self.0 * other.0;
        let lost = libm::fma(self.0, other.0, -product);
        Self::of(product, lost + (self.0 * other.1 + self.1 * other.0))
    }
    fn over(self, other: Self) -> Self {
        let mut quotient = Self(self.0 / other.0, 0.0);
        for _ in 0..2 {
            let rest = self.minus(quotient.times(other));
            quotient = quotient.plus(Self(rest.0 / other.0, 0.0));
        }
        quotient
    }
}

/// The second way: the balance equations and the sum, by Gaussian elimination with pivots in double-doubles.
fn dense(states: usize, transitions: &[(usize, usize, f64)]) -> Vec<f64> {
    let zero = Double(0.0, 0.0);
    let mut rows = vec![vec![zero; states + 1]; states];
    for (from, to, rate) in transitions {
        let rate = Double(*rate, 0.0);
        rows[*to][*from] = rows[*to][*from].plus(rate);
        rows[*from][*from] = rows[*from][*from].minus(rate);
    }
    rows[states - 1] = vec![Double(1.0, 0.0); states + 1];
    for column in 0..states {
        let pivot = (column..states)
            .max_by(|a, b| rows[*a][column].0.abs().total_cmp(&rows[*b][column].0.abs()))
            .unwrap();
        rows.swap(column, pivot);
        let top = rows[column].clone();
        for (index, row) in rows.iter_mut().enumerate().filter(|(index, _)| *index != column) {
            assert!(index < states);
            let factor = row[column].over(top[column]);
            for (place, above) in row.iter_mut().zip(&top) {
                *place = place.minus(factor.times(*above));
            }
        }
    }
    (0..states).map(|i| rows[i][states].over(rows[i][i]).0).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn both_solutions_agree_with_dense_elimination_in_twice_the_digits(
        states in 2usize..12,
        exponents in prop::collection::vec(-6.0f64..1.0, 40),
        ends in prop::collection::vec((0usize..12, 0usize..12), 40),
    ) {
        // A ring makes it irreducible; rates span seven decades, so probabilities are as small as 1e-12 and less.
        let rate = |at: usize| libm::pow(10.0, exponents[at]);
        let ring = (0..states).map(|i| (i, (i + 1) % states, rate(i)));
        let more = ends.iter().enumerate().skip(20).map(|(at, (a, b))| (a % states, b % states, rate(at)));
        let transitions: Vec<_> = ring.chain(more).filter(|(a, b, _)| a != b).collect();
        let expected = dense(states, &transitions);
        let chain = Chain::new(states, transitions).unwrap();
        for (found, expected) in chain.eliminate().unwrap().iter().zip(&expected) {
            assert_close(*found, *expected, 1e-13);
        }
        // Parts that hardly meet may not settle: then there is no number rather than a wrong one.
        match chain.iterate(|state| state == states - 1, 1e-10) {
            Ok(settled) => assert_close(settled.unavailability, expected[states - 1], 1e-8),
            Err(error) => prop_assert!(matches!(error, MarkovError::Unsettled { .. }), "{error}"),
        }
    }

    #[test]
    fn enough_responders_make_units_independent(
        units in 1usize..30, lambda in 1e-6f64..1.0, mu in 0.01f64..10.0, spare in 0usize..3, needed in 0usize..30,
    ) {
        let needed = needed.min(units);
        let model = MachineRepair { units, responders: units + spare, failure_rate: lambda, repair_rate: mu };
        let u = steady_state_of(lambda, mu);
        let expected = super::super::numeric::binomial_tail(units + 1 - needed, units, u);
        assert_close(model.unavailability(needed).unwrap(), expected, 1e-11);
        assert_close(model.mean_down().unwrap(), 1.0 / mu, 1e-13);
    }

    #[test]
    fn one_more_responder_never_hurts(units in 1usize..20, lambda in 1e-4f64..10.0, needed in 1usize..20) {
        let needed = needed.min(units);
        let u = |responders| {
            MachineRepair { units, responders, failure_rate: lambda, repair_rate: 1.0 }.unavailability(needed).unwrap()
        };
        for responders in 1..=units {
            prop_assert!(u(responders + 1) <= u(responders) * (1.0 + 1e-13));
        }
        let wait = |responders| Responders { responders, arrivals: lambda, mean: 0.09, variation: 1.7 }.mean_wait().unwrap();
        prop_assert!(wait(units + 1) <= wait(units) * (1.0 + 1e-13));
    }

    #[test]
    fn one_responder_waits_as_pollaczek_and_khinchine_say(load in 0.0f64..0.99, mean in 0.1f64..100.0, cv2 in 0.0f64..5.0) {
        let arrivals = load / mean;
        let found = Responders { responders: 1, arrivals, mean, variation: cv2 }.mean_wait().unwrap();
        // lambda E[S^2] / (2 (1 - load)).
        let second_moment = mean * mean * (1.0 + cv2);
        let expected = arrivals * second_moment / (2.0 * (1.0 - load));
        assert_close(found, expected, 1e-12);
    }
}

fn steady_state_of(lambda: f64, mu: f64) -> f64 {
    super::super::renewal::steady_state(lambda, 1.0 / mu).unavailability
}

#[test]
fn incidents_that_outrun_their_responders_wait_for_ever() {
    let queue = Responders { responders: 2, arrivals: 3.0, mean: 1.0, variation: 1.0 };
    assert_eq!(queue.waits(), Ok(1.0));
    assert_eq!(queue.mean_wait(), Ok(f64::INFINITY));
    let idle = Responders { arrivals: 0.0, ..queue };
    assert_eq!(idle.mean_wait(), Ok(0.0));
}

#[test]
fn tiny_probabilities_keep_their_digits() {
    // Ten units, all down at once, each failing a millionth as fast as it is repaired: (u)^10 = 1e-60.
    let model = MachineRepair { units: 10, responders: 10, failure_rate: 1e-6, repair_rate: 1.0 };
    let u: f64 = 1e-6 / (1.0 + 1e-6);
    assert_close(model.unavailability(1).unwrap(), (0..10).fold(1.0, |all, _| all * u), 1e-13);
    let chain = model.chain().unwrap().eliminate().unwrap();
    assert_close(chain[10], (0..10).fold(1.0, |all, _| all * u), 1e-13);
}

#[test]
fn what_is_wrong_is_named() {
    let no = |units, responders, failure_rate, repair_rate| {
        MachineRepair { units, responders, failure_rate, repair_rate }.down().unwrap_err().to_string()
    };
    assert_eq!(no(0, 1, 1.0, 1.0), "the number of units is 0; at least one is needed");
    assert_eq!(no(1, 0, 1.0, 1.0), "the number of responders is 0; at least one is needed");
    assert!(no(1, 1, -1.0, 1.0).contains("the failure rate is -1"));
    assert!(no(1, 1, 1.0, 0.0).contains("the repair rate is 0"));
    assert!(no(1, 1, f64::NAN, 1.0).contains("the failure rate is NaN"));
    assert_eq!(Chain::new(0, []), Err(MarkovError::Empty));
    assert_eq!(Chain::new(2, [(0, 2, 1.0)]), Err(MarkovError::State { found: 2, states: 2 }));
    assert_eq!(Chain::new(2, [(0, 1, -1.0)]), Err(MarkovError::Rate { from: 0, to: 1, found: -1.0 }));
    assert_eq!(Chain::new(3, [(0, 1, 1.0), (1, 0, 1.0)]), Err(MarkovError::Reducible { from: 0, to: 2 }));
    assert_eq!(Chain::new(2, [(0, 1, 1.0)]), Err(MarkovError::Reducible { from: 0, to: 1 }));
    let (large, fails) = crew(6);
    assert!(matches!(large.eliminate(), Err(MarkovError::TooLarge { states: 4096, .. })));
    assert!(matches!(large.iterate(&fails, 0.0), Err(MarkovError::Number { .. })));
    let queue = Responders { responders: 0, arrivals: 1.0, mean: 1.0, variation: 1.0 };
    assert!(
        queue.mean_wait().is_err() && Responders { mean: f64::NAN, responders: 1, ..queue }.waits().is_err()
    );
    let model = MachineRepair { units: 2, responders: 1, failure_rate: 1.0, repair_rate: 1.0 };
    assert!(model.unavailability(3).unwrap_err().to_string().contains("needed units is 3"));
    assert_eq!(Chain::new(1, []).unwrap().eliminate(), Ok(vec![1.0]));
    assert_eq!(Chain::new(1, []).unwrap().iterate(|_| true, 1e-9).unwrap().unavailability, 1.0);
}
