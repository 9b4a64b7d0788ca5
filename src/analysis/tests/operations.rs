//! What drills do to failovers.

use super::sample::{failover, id, plan, q};
use crate::analysis::{Simulation, analyse, simulate};
use crate::engine::failover::drilled_coverage;
use crate::model::{
    Drill, Failover, Placement, Plan, Practice, Practised, Redundancy, RoutingKind, Scope, Target,
};
use crate::slo::Period;

const DAY: f64 = 24.0 * 60.0;

fn drill(every_days: f64, untested: f64, half_life_days: f64) -> Option<Drill> {
    Some(Drill { every: q(every_days * DAY), untested: q(untested), half_life: q(half_life_days * DAY) })
}

/// A primary with a standby: nearly all of U is failovers.
fn pair(failover: Failover) -> Plan {
    plan(&[1])
        .with_component("db", Placement::Regional, 2, 1)
        .tune(|p| p.components[0].redundancy = Redundancy::Standby)
        .tune(|p| p.components[0].failover = failover)
        .with_mode("loss", Target::Component(id("db")), Scope::Instance, 4.0, 60.0)
        .with_journey("j", &[("db", None)])
}

/// Two regions, all users in the first: failover between regions alone.
fn regions(failover: Failover) -> Plan {
    plan(&[1, 1])
        .with_component("db", Placement::Regional, 1, 1)
        .tune(|p| p.regions[1].traffic = q(0.0))
        .tune(|p| p.routing.kind = RoutingKind::Automatic)
        .tune(|p| p.routing.failover = failover)
        .with_mode("loss", Target::Component(id("db")), Scope::Instance, 4.0, 60.0)
        .with_journey("j", &[("db", None)])
}

fn u(plan: &Plan) -> f64 {
    analyse(plan).service.unwrap().unavailability.get()
}

fn close(found: f64, wanted: f64, tolerance: f64) {
    assert!((found - wanted).abs() <= tolerance * wanted.abs(), "{found:e} for {wanted:e}");
}

/// The mean over the time since the last drill, by the middles of a million stretches.
fn mean_by_hand(covered: f64, untested: f64, every: f64, half_life: f64) -> f64 {
    let n = 1_000_000;
    let at = |i: usize| {
        let t = (i as f64 + 0.5) / n as f64 * every;
        untested + (covered - untested) * libm::exp2(-t / half_life)
    };
    (0..n).map(at).sum::<f64>() / n as f64
}

#[test]
fn coverage_is_the_mean_of_what_decays_between_drills() {
    for (covered, untested, every, half_life) in [
        (0.98, 0.6, 90.0, 180.0),
        (0.98, 0.6, 365.25, 30.0),
        (0.95, 0.0, 1.0, 1e6),
        (1.0, 0.85, 30.0, 30.0),
        (0.5, 0.9, 10.0, 3.0),
    ] {
        // The middle rule is off by (every/half_life ln 2)^2 / 24e12 of the decaying part, and the sum by rounding.
        let found = drilled_coverage(covered, untested, every, half_life);
        close(found, mean_by_hand(covered, untested, every, half_life), 1e-9);
    }
    // A drill every half life: 1 / (2 ln 2) of what a drill brings is kept.
    close(drilled_coverage(1.0, 0.0, 30.0, 30.0), 0.721_347_520_444_481_7, 1e-15);
}

#[test]
fn drilled_all_the_time_it_is_as_covered_and_forgotten_at_once_as_untested() {
    let (zero, never) = (0.0, f64::INFINITY);
    assert_eq!(drilled_coverage(0.98, 0.6, zero, 10.0), 0.98);
    assert_eq!(drilled_coverage(0.98, 0.6, zero, zero), 0.98);
    assert_eq!(drilled_coverage(0.98, 0.6, 10.0, never), 0.98);
    assert_eq!(drilled_coverage(0.98, 0.6, 10.0, zero), 0.6);
    assert_eq!(drilled_coverage(0.98, 0.6, never, 10.0), 0.6);
    assert_eq!(drilled_coverage(0.98, 0.6, 1e308, 1e-308), 0.6);
}

#[test]
fn drilling_more_often_never_harms() {
    let by_interval = [1.0, 7.0, 30.0, 90.0, 180.0, 365.0, 3650.0].map(|days| {
        let drilled = |base: Failover| Failover { drill: drill(days, 0.4, 120.0), ..base };
        [pair(drilled(failover(1.0, 0.95, 45.0))), regions(drilled(failover(1.0, 0.95, 45.0)))].map(|p| u(&p))
    });
    assert!(by_interval.windows(2).all(|pair| pair[0][0] < pair[1][0] && pair[0][1] < pair[1][1]));
}

#[test]
fn a_drilled_takeover_counts_like_one_that_works_as_often_on_average() {
    let mean = drilled_coverage(0.95, 0.4, 90.0, 120.0);
    for of in [pair, regions] {
        let drilled = of(Failover { drill: drill(90.0, 0.4, 120.0), ..failover(1.0, 0.95, 45.0) });
        let typed = of(failover(1.0, mean, 45.0));
        close(u(&drilled), u(&typed), 1e-14);
        assert!(u(&drilled) > 1.5 * u(&of(failover(1.0, 0.95, 45.0))));
    }
}

#[test]
fn the_simulation_agrees_on_drilled_takeovers() {
    for of in [pair, regions] {
        let drilled = of(Failover { drill: drill(90.0, 0.4, 120.0), ..failover(1.0, 0.95, 45.0) });
        let simulation = Simulation::new(20_000, 3, Period::Days30.length(), None).unwrap();
        let answer = simulate(&drilled, simulation, &mut |_| core::ops::ControlFlow::Continue(())).unwrap();
        let z = answer.service.unwrap().z.unwrap();
        assert!(z.abs() < 4.0, "{z}");
    }
}

#[test]
fn the_practice_of_drills_counts_once() {
    let practised = |mut p: Plan| {
        p.practices.insert(Practice::Drills, Practised { level: 3, monthly: None });
        p
    };
    // By hand it takes less time than the practice's cap, so that only the chance could change.
    let base = failover(1.0, 0.95, 20.0);
    for of in [pair, regions] {
        let drilled = of(Failover { drill: drill(90.0, 0.4, 120.0), ..base.clone() });
        assert_eq!(u(&practised(drilled.clone())), u(&drilled), "the plan's own drills say what they do");
        let typed = of(base.clone());
        assert!(u(&practised(typed.clone())) < u(&typed), "without them the practice does");
    }
    // What it does to moves by hand counts with drills too.
    let slow = pair(Failover { drill: drill(90.0, 0.4, 120.0), ..failover(1.0, 0.95, 120.0) });
    assert!(u(&practised(slow.clone())) < u(&slow));
}
