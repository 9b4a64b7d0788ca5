//! Relations between answers that hold whatever the plan: one test each, under the number it has in the list of 24 that
//! planners are commonly held to. Those of structures alone stand in `engine/tests/metamorphic.rs`.
//!
//! | Relation | Shown by |
//! |---|---|
//! | 1 a parallel branch never lowers availability | `laws::one_more_replica_never_helps_the_failures` |
//! | 2 a block in series never raises it | here |
//! | 14 rarer and longer by the same factor | here |
//! | 16 the limits of repair and failure times | here |
//! | 17 the chance of going on falls with time, from one | here |
//! | 18 common cause lies between independence and a single block | here |
//! | 19 renaming changes no bit | `laws::renaming_changes_no_bit`; moving changes the order of sums only: `laws::the_order_of_parts_does_not_matter` |
//! | 20 saving, loading and sharing change no bit | of the plan, and so of all that follows from it: `wire::tests::every_way_out_and_back_keeps_every_bit`, `wire::tests::laws::a_plan_reads_back_to_the_bit` |
//! | 21 a part told as two | here |
//! | 22 merged runs are one run; more years, smaller interval | `simulate::the_same_seed_gives_the_same_answer_and_another_another`, and here |
//! | 23 another seed, within the interval | `simulate::intervals_cover_what_they_say`, and here |
//! | 24 contributions add up to the total | `laws::every_split_adds_up_to_the_total`; conversions of units: the tests of `quantity::text` |

use proptest::prelude::*;

use super::brute::small_plan;
use super::sample::{id, plan, q};
use super::simulate::run;
use crate::analysis::analyse;
use crate::engine::failover::mean_capped;
use crate::engine::numeric::binomial_tail;
use crate::engine::renewal::steady_state;
use crate::model::templates::templates;
use crate::model::{Dependency, Part, Placement, Plan, Scope, Target};
use crate::quantity::{MINUTES_PER_YEAR, Quantity};
use crate::slo::Objective;

fn u(plan: &Plan) -> f64 {
    analyse(plan).service.unwrap().unavailability.get()
}

/// Every rate and every length times a factor.
fn scaled(plan: &Plan, rate: f64, length: f64) -> Plan {
    let mut plan = plan.clone();
    for mode in &mut plan.modes {
        mode.rate = q(rate * mode.rate.likely().get());
        let minutes = mode.parts.mitigate.likely().minutes();
        *mode.parts.get_mut(Part::Mitigate) = q(length * minutes);
    }
    plan
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn relation_2_a_block_in_series_never_raises_availability(p in small_plan(), rate in 0.0..100.0f64, deep in any::<bool>()) {
        let more = p.clone()
            .with_component("more", Placement::Regional, 1, 1)
            .with_mode("more-loss", Target::Component(id("more")), Scope::Instance, rate, 60.0)
            .tune(|p| {
                let needs = if deep { &mut p.components[0].dependencies } else { &mut p.journeys[0].needs };
                needs.push(Dependency::required(id("more")));
            });
        prop_assert!(u(&more) >= u(&p) * (1.0 - 1e-12), "{} {}", u(&more), u(&p));
    }

    #[test]
    fn relation_14_rarer_and_longer_by_the_same_factor_is_the_same(p in small_plan(), factor in 0.01..10.0f64) {
        // Without failovers that take time: there, rarer is less.
        let other = scaled(&p, 1.0 / factor, factor);
        prop_assert!((u(&other) / u(&p) - 1.0).abs() < 1e-11, "{} {}", u(&other), u(&p));
    }

    #[test]
    fn relation_16_what_is_repaired_at_once_is_perfect(p in small_plan()) {
        prop_assert!(u(&scaled(&p, 1.0, 1e-9)) < 1e-8);
    }

    #[test]
    fn relation_18_common_cause_lies_between_independence_and_a_single_block(
        replicas in 2u32..6, rate in 1.0..500.0f64, betas in prop::collection::vec(0.0..1.0f64, 4),
    ) {
        let of = |beta: f64| {
            let p = plan(&[1])
                .with_component("web", Placement::Regional, replicas, 1)
                .with_mode("loss", Target::Component(id("web")), Scope::Instance, rate, 60.0)
                .tune(|p| p.modes[0].beta = q(beta))
                .with_journey("j", &[("web", None)]);
            u(&p)
        };
        let one = steady_state(rate / MINUTES_PER_YEAR, 60.0).unavailability;
        let independent = binomial_tail(replicas as usize, replicas as usize, one);
        prop_assert!((of(0.0) / independent - 1.0).abs() < 1e-12);
        prop_assert!((of(1.0) / one - 1.0).abs() < 1e-12);
        let mut betas = betas;
        crate::quantity::order::sort_by(&mut betas, f64::total_cmp);
        let between: Vec<f64> = betas.into_iter().map(of).collect();
        prop_assert!(between.is_sorted_by(|a, b| *a <= b * (1.0 + 1e-12)));
        prop_assert!(between.iter().all(|u| (independent * (1.0 - 1e-12)..=one * (1.0 + 1e-12)).contains(u)));
    }

    #[test]
    fn relation_21_a_part_told_as_two_is_the_same(p in small_plan(), rate in 1.0..500.0f64, minutes in 1.0..100.0f64) {
        // One component that fails in two ways, and two in a row that fail in one way each.
        let one = p.clone()
            .with_component("a", Placement::Global, 1, 1)
            .with_mode("first", Target::Component(id("a")), Scope::Instance, rate, 60.0)
            .with_mode("second", Target::Component(id("a")), Scope::Instance, 7.0, minutes)
            .tune(|p| p.journeys[0].needs.push(Dependency::required(id("a"))));
        let two = p
            .with_component("a", Placement::Global, 1, 1)
            .with_component("b", Placement::Global, 1, 1)
            .with_mode("first", Target::Component(id("a")), Scope::Instance, rate, 60.0)
            .with_mode("second", Target::Component(id("b")), Scope::Instance, 7.0, minutes)
            .tune(|p| p.components[3].dependencies.push(Dependency::required(id("b"))))
            .tune(|p| p.journeys[0].needs.push(Dependency::required(id("a"))));
        prop_assert!((u(&one) / u(&two) - 1.0).abs() < 1e-12, "{} {}", u(&one), u(&two));
    }
}

/// One component that fails six times a year for half an hour and may not fail at all.
fn spotless() -> Plan {
    plan(&[1])
        .with_component("web", Placement::Regional, 1, 1)
        .with_mode("loss", Target::Component(id("web")), Scope::Instance, 6.0, 30.0)
        .tune(|p| p.modes[0].spread = Quantity::clamped(0.5))
        .with_journey("j", &[("web", None)])
        .tune(|p| p.journeys[0].objective = Objective::read("99.9999999%").unwrap())
}

#[test]
fn relation_16_what_fails_always_is_nothing() {
    let p = plan(&[1])
        .with_component("web", Placement::Regional, 3, 1)
        .with_mode("loss", Target::Component(id("web")), Scope::Instance, 1e6, 1e6)
        .with_journey("j", &[("web", None)]);
    assert!(u(&p) > 1.0 - 1e-5);
}

#[test]
fn relation_17_the_chance_of_going_on_falls_with_time_from_one() {
    // That nothing fails for a window of length t: (1 - u) exp(-lambda t).
    let service = run(&spotless(), 2_000, 5).service.unwrap();
    let exact = service.exact.get();
    for window in &service.windows {
        let chance = (1.0 - exact) * libm::exp(-6.0 / MINUTES_PER_YEAR * window.length.minutes());
        let (low, high) = window.interval;
        // A 95 % interval, twice as wide.
        let slack = high.get() - low.get();
        assert!((window.chance_of_meeting.get() - chance).abs() < slack, "{window:?} {chance}");
    }
    let by_length: Vec<f64> = service.windows.iter().map(|w| w.chance_of_meeting.get()).collect();
    assert!(by_length.is_sorted_by(|a, b| a > b), "{by_length:?}");
    // That an outage goes on for t: the slope of the capped mean.
    let slope = |t: f64| (mean_capped(60.0, 1.0, t + 0.01) - mean_capped(60.0, 1.0, t)) / 0.01;
    let goes_on: Vec<f64> = [0.0, 1.0, 10.0, 60.0, 200.0, 1e4].map(slope).to_vec();
    assert!((goes_on[0] - 1.0).abs() < 1e-9 && goes_on.is_sorted_by(|a, b| *a >= b - 1e-9), "{goes_on:?}");
}

#[test]
fn relation_22_four_times_the_years_halve_the_interval() {
    // The estimate of an error from 40 chunks is itself good to 1 / sqrt(80), about a ninth: four of these.
    let width = |years| {
        let (low, high) = run(&spotless(), years, 1).service.unwrap().interval.unwrap();
        high.get() - low.get()
    };
    for years in [400, 1_600] {
        let ratio = width(years) / width(4 * years);
        assert!((ratio / 2.0 - 1.0).abs() < 0.45 * 2f64.sqrt(), "{years}: {ratio}");
    }
}

#[test]
fn relation_23_another_seed_is_within_the_interval() {
    for template in templates() {
        let plan = (template.build)();
        let of = |seed| {
            let service = run(&plan, 400, seed).service.unwrap();
            (service.unavailability.get(), service.standard_error.unwrap())
        };
        let first = of(1);
        for seed in 2..5 {
            let other = of(seed);
            let error = libm::sqrt(first.1 * first.1 + other.1 * other.1);
            assert!((first.0 - other.0).abs() < 4.0 * error, "{}: {first:?} {other:?}", template.key);
        }
    }
}
