//! Laws that hold for every structure.

use proptest::prelude::*;

use super::super::failover::{mean_capped, normal_cdf};
use super::super::renewal::steady_state;
use super::super::{EngineError, Importance, numeric};
use super::brute_force::{EVENTS, in_order, probabilities, structure};
use super::*;

proptest! {
    #[test]
    fn pivotal_decomposition_holds(s in structure(), p in probabilities(), event in 0..EVENTS) {
        let mut d = diagram();
        let root = s.build(&mut d, &in_order());
        let given = |certainty: f64| {
            let mut p = p.clone();
            p[event] = certainty;
            probability(&d, root, &p)
        };
        let pivoted = p[event] * given(1.0) + (1.0 - p[event]) * given(0.0);
        assert_close(pivoted, probability(&d, root, &p), 1e-13);
    }

    #[test]
    fn the_dual_fails_where_the_mirror_image_works(s in structure()) {
        let mut d = diagram();
        let root = s.build(&mut d, &in_order());
        let works = d.not(root).unwrap();
        prop_assert_eq!(d.not(works).unwrap(), root);
        for state in [0, 1, 0xFFF, 0xA5A, 0x3C7] {
            prop_assert_eq!(d.value(works, |v| state >> v.index() & 1 == 1), !s.fails(state));
        }
        let half = [0.5; EVENTS];
        assert_close(probability(&d, works, &half) + probability(&d, root, &half), 1.0, 1e-15);
    }

    #[test]
    fn the_order_of_events_does_not_change_a_result(
        s in structure(),
        p in probabilities(),
        place in Just(in_order()).prop_shuffle(),
    ) {
        let mut d = diagram();
        let straight = s.build(&mut d, &in_order());
        let mut other = diagram();
        let shuffled = s.build(&mut other, &place);
        let mut moved = vec![0.0; EVENTS];
        for (event, &place) in place.iter().enumerate() {
            moved[place as usize] = p[event];
        }
        assert_close(probability(&other, shuffled, &moved), probability(&d, straight, &p), 1e-13);
    }

    #[test]
    fn a_symmetric_group_gives_one_function_however_its_members_are_listed(
        members in prop::collection::vec(structure(), 1..6),
        k in 0usize..6,
        seed in any::<prop::sample::Index>(),
    ) {
        let mut d = diagram();
        let mut nodes: Vec<Node> = members.iter().map(|s| s.build(&mut d, &in_order())).collect();
        let (any, all) = (d.any_of(&nodes).unwrap(), d.all_of(&nodes).unwrap());
        let group = d.at_least(k, &nodes).unwrap();
        let by = seed.index(nodes.len());
        nodes.rotate_left(by);
        nodes.reverse();
        prop_assert_eq!(d.any_of(&nodes).unwrap(), any);
        prop_assert_eq!(d.all_of(&nodes).unwrap(), all);
        prop_assert_eq!(d.at_least(k, &nodes).unwrap(), group);
        // Failing at least one and failing all of them are thresholds too.
        prop_assert_eq!(d.at_least(1, &nodes).unwrap(), any);
        prop_assert_eq!(d.at_least(nodes.len(), &nodes).unwrap(), all);
    }

    #[test]
    fn tolerating_one_more_failure_never_hurts(n in 1u32..12, p in probabilities()) {
        let mut d = diagram();
        let e = events(&mut d, n);
        let chance: Vec<f64> = (0..=n as usize + 1)
            .map(|k| { let group = d.at_least(k, &e).unwrap(); probability(&d, group, &p) })
            .collect();
        prop_assert_eq!(chance[0], 1.0);
        prop_assert_eq!(chance[n as usize + 1], 0.0);
        prop_assert!(chance.is_sorted_by(|a, b| a >= b));
    }

    #[test]
    fn a_group_of_equals_has_the_binomial_tail(n in 1usize..40, k in 0usize..41, exponent in -8.0f64..0.0) {
        let p = libm::pow(10.0, exponent);
        let mut d = diagram();
        let e = events(&mut d, n as u32);
        let group = d.at_least(k, &e).unwrap();
        prop_assert!(d.size(&[group]) <= k * n);
        assert_close(probability(&d, group, &vec![p; n]), numeric::binomial_tail(k, n, p), 1e-12);
    }

    #[test]
    fn any_and_all_have_closed_forms(n in 1u32..12, p in probabilities()) {
        let mut d = diagram();
        let e = events(&mut d, n);
        let (any, all) = (d.any_of(&e).unwrap(), d.all_of(&e).unwrap());
        let p_used = || p[..n as usize].iter().copied();
        assert_close(probability(&d, any, &p), numeric::any(p_used()), 1e-13);
        assert_close(probability(&d, all, &p), numeric::all(p_used()), 1e-13);
    }

    #[test]
    fn a_weighted_sum_of_roots_is_the_sum_of_its_parts(
        parts in prop::collection::vec((structure(), 0.0f64..1.0), 1..4),
        p in probabilities(),
    ) {
        let mut d = diagram();
        let roots: Vec<Node> = parts.iter().map(|(s, _)| s.build(&mut d, &in_order())).collect();
        let weights: Vec<f64> = parts.iter().map(|(_, weight)| *weight).collect();
        let mut scratch = Scratch::default();
        let found = Program::compile(&d, &roots).evaluate(&p, &weights, &mut scratch);
        let mut total = 0.0;
        let mut derivatives = [0.0; EVENTS];
        for ((&root, &weight), &of_root) in roots.iter().zip(&weights).zip(&found.roots) {
            let alone = Program::compile(&d, &[root]).evaluate(&p, &[weight], &mut scratch);
            assert_close(of_root, alone.roots[0], 0.0);
            total += alone.total;
            derivatives.iter_mut().zip(&alone.derivatives).for_each(|(sum, part)| *sum += part);
        }
        assert_close(found.total, total, 1e-14);
        for (sum, found) in derivatives.iter().zip(&found.derivatives) {
            prop_assert!((sum - found).abs() <= 1e-14);
        }
    }

    #[test]
    fn importance_measures_are_ratios_of_conditional_totals(s in structure(), p in probabilities()) {
        let mut d = diagram();
        let root = s.build(&mut d, &in_order());
        let found = Program::compile(&d, &[root]).evaluate(&p, &[1.0], &mut Scratch::default());
        for event in 0..EVENTS {
            let Some(measures) = Importance::new(p[event], found.derivatives[event], found.total) else {
                prop_assert_eq!(found.total, 0.0);
                continue;
            };
            let given = |certainty: f64| {
                let mut p = p.clone();
                p[event] = certainty;
                probability(&d, root, &p)
            };
            assert_close(measures.achievement_worth, given(1.0) / found.total, 1e-12);
            assert_close(measures.diagnostic, p[event] * given(1.0) / found.total, 1e-12);
            prop_assert!((measures.criticality - (1.0 - given(0.0) / found.total)).abs() <= 1e-12);
            if given(0.0) == 0.0 {
                prop_assert_eq!(measures.reduction_worth, f64::INFINITY);
            } else if given(0.0) > 1e-3 * found.total {
                // Its relative error grows as the rest shrinks beside the whole.
                assert_close(measures.reduction_worth, found.total / given(0.0), 1e-11);
            }
        }
    }

    #[test]
    fn a_capped_mean_is_the_integral_of_the_survival_function(
        mean in 0.5f64..500.0, sigma in 0.05f64..2.5, cap in 0.05f64..2000.0,
    ) {
        // E[min(D, cap)] = integral of P(D > t) over t from 0 to cap; with t = e^x the integrand is smooth.
        let mu = libm::log(mean) - sigma * sigma / 2.0;
        let (from, to, steps) = (mu - 12.0 * sigma, libm::log(cap), 40_000);
        // Below `from`, P(D > t) is 1 to 32 digits.
        let mut integral = libm::exp(from).min(cap);
        if to > from {
            let width = (to - from) / f64::from(steps);
            let f = |x: f64| (1.0 - normal_cdf((x - mu) / sigma)) * libm::exp(x);
            // Simpson's rule.
            let inner: f64 = (1..steps)
                .map(|i| f(from + f64::from(i) * width) * if i % 2 == 1 { 4.0 } else { 2.0 })
                .sum();
            integral += (f(from) + inner + f(to)) * width / 3.0;
        }
        // Simpson's rule with these steps and the direct `1 - Phi` are good for about ten digits.
        assert_close(mean_capped(mean, sigma, cap), integral, 1e-9);
    }

    #[test]
    fn a_capped_mean_is_monotone_and_below_both(mean in 0.01f64..1e4, sigma in 0.0f64..3.0, cap in 0.0f64..1e4) {
        let found = mean_capped(mean, sigma, cap);
        prop_assert!((0.0..=mean.min(cap)).contains(&found));
        // Where one of them no longer matters, the results differ by rounding alone.
        let rounding = found * 1e-14;
        prop_assert!(mean_capped(mean, sigma, cap * 1.01) >= found - rounding);
        prop_assert!(mean_capped(mean * 1.01, sigma, cap) >= found - rounding);
    }

    #[test]
    fn an_event_is_active_for_its_frequency_times_its_mean(rate in 1e-9f64..10.0, mean in 0.0f64..1e5) {
        let state = steady_state(rate, mean);
        assert_close(state.frequency_per_minute * mean, state.unavailability, 1e-14);
        assert_close(state.frequency_per_minute + rate * state.unavailability, rate, 1e-14);
    }
}

#[test]
fn a_capped_mean_has_its_limits() {
    assert_eq!(mean_capped(60.0, 1.0, 0.0), 0.0);
    assert_eq!(mean_capped(0.0, 1.0, 5.0), 0.0);
    assert_eq!(mean_capped(60.0, 1.0, f64::INFINITY), 60.0);
    assert_eq!(mean_capped(60.0, 0.0, 45.0), 45.0);
    assert_eq!(mean_capped(30.0, 0.0, 45.0), 30.0);
    assert_close(mean_capped(30.0, 1e-9, 45.0), 30.0, 1e-14);
    assert_close(mean_capped(60.0, 1.0, 1e9), 60.0, 1e-14);
}

#[test]
fn the_normal_distribution_keeps_its_digits_in_the_tail() {
    // Abramowitz and Stegun, table 26.1 and 26.2: Phi(1), and Phi(-10) = 7.6198530241605e-24.
    assert_close(normal_cdf(1.0), 0.841_344_746_068_543, 1e-15);
    assert_close(normal_cdf(-10.0), 7.619_853_024_160_5e-24, 1e-13);
    assert_eq!(normal_cdf(0.0), 0.5);
}

#[test]
fn a_compensated_sum_keeps_what_a_plain_one_loses() {
    // Neumaier's example.
    assert_eq!(numeric::sum([1.0, 1e100, 1.0, -1e100]), 2.0);
    assert_eq!(numeric::sum([]), 0.0);
    assert_eq!(numeric::sum([f64::INFINITY, 1.0]), f64::INFINITY);
}

#[test]
fn impossible_and_certain_events_are_no_special_case() {
    assert_eq!(numeric::any([0.0, 1.0]), 1.0);
    assert_eq!(numeric::any([0.0, 0.0]), 0.0);
    assert_eq!(numeric::binomial_tail(2, 3, 1.0), 1.0);
    assert_eq!(numeric::binomial_tail(1, 3, 0.0), 0.0);
    assert_eq!(numeric::binomial_tail(0, 3, 0.0), 1.0);
    assert_eq!(numeric::binomial_tail(4, 3, 0.5), 0.0);
    assert_eq!(Importance::new(0.1, 0.0, 0.0), None);
    let mut d = diagram();
    assert_eq!(d.any_of(&[]), Ok(Node::WORKS));
    assert_eq!(d.all_of(&[]), Ok(Node::FAILS));
}

#[test]
fn a_diagram_refuses_to_outgrow_its_limit() {
    let mut d = Diagram::new(3);
    let e = events(&mut d, 3);
    assert_eq!(d.any_of(&e), Err(EngineError::TooLarge { limit: 3 }));
    // What it holds stays usable.
    assert!(d.value(e[1], |_| true));
}

#[test]
fn a_choice_by_count_needs_one_case_more_than_members() {
    let mut d = diagram();
    let e = events(&mut d, 2);
    assert_eq!(d.select_by_count(&e, &e), Err(EngineError::CasesPerCount { members: 2, found: 2 }));
}

#[test]
fn the_same_structure_gives_the_same_bits_whatever_was_built_before() {
    let mut d = diagram();
    let e = events(&mut d, 6);
    let group = d.at_least(3, &e).unwrap();
    let p = [0.1, 0.02, 0.003, 0.4, 0.05, 0.006];
    let alone = probability(&d, group, &p);
    let mut other = diagram();
    let e = events(&mut other, 6);
    let _noise = other.at_least(2, &e[1..5]).unwrap();
    let group = other.at_least(3, &e).unwrap();
    assert_eq!(probability(&other, group, &p).to_bits(), alone.to_bits());
}
