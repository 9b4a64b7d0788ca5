//! Needs that ride out short outages or try again: by hand, and as laws.

use proptest::prelude::*;

use super::brute::patient_plan;
use super::sample::{failover, id, plan, q};
use crate::analysis::{Answer, Breaking, Element, analyse, shared_fate};
use crate::engine::failover::normal_cdf;
use crate::model::{Dependency, Placement, Plan, Redundancy, RoutingKind, Scope, Target};
use crate::quantity::MINUTES_PER_YEAR;

const RATE: f64 = 4.0;
const MINUTES: f64 = 60.0;

fn answer(plan: &Plan) -> Answer {
    analyse(plan).service.unwrap()
}

fn u(plan: &Plan) -> f64 {
    answer(plan).unavailability.get()
}

fn close(found: f64, expected: f64, relative: f64) {
    assert!((found / expected - 1.0).abs() <= relative, "found {found:e}, expected {expected:e}");
}

/// How often one outage begins, per minute.
fn nu() -> f64 {
    let per_minute = RATE / MINUTES_PER_YEAR;
    per_minute / (1.0 + per_minute * MINUTES)
}

/// P(D > t) for a log-normal D of mean 60 minutes and a spread of one.
fn survives(t: f64) -> f64 {
    if t <= 0.0 { 1.0 } else { normal_cdf(-(libm::log(t / MINUTES) + 0.5)) }
}

/// The mean time that an outage spends between two ages: the integral of what survives, by the midpoint rule on a
/// logarithmic scale.
fn between(from: f64, to: f64) -> f64 {
    let (steps, low) = (200_000, libm::log(from.max(1e-9)));
    let step = (libm::log(to) - low) / f64::from(steps);
    let at = |index: u32| libm::exp(low + (f64::from(index) + 0.5) * step);
    (0..steps).map(|index| at(index) * step * survives(at(index))).sum()
}

const FOREVER: f64 = 1e9;

fn waits(on: &str, minutes: f64) -> Dependency {
    Dependency { rides_out: Some(q(minutes)), ..Dependency::required(id(on)) }
}

fn tries_again(on: &str, retries: u32) -> Dependency {
    Dependency { retries, ..Dependency::required(id(on)) }
}

/// A web server in front of a database that fails.
fn over_a_database(replicas: u32, need: Dependency) -> Plan {
    plan(&[1])
        .with_component("db", Placement::Regional, replicas, 1)
        .with_component("web", Placement::Regional, 1, 1)
        .with_mode("loss", Target::Component(id("db")), Scope::Instance, RATE, MINUTES)
        .with_journey("j", &[("web", None)])
        .tune(|p| p.components[1].dependencies.push(need))
}

#[test]
fn an_outage_is_felt_from_an_age_on() {
    let found = answer(&over_a_database(1, waits("db", 20.0)));
    let beyond = between(20.0, FOREVER);
    close(found.unavailability.get(), nu() * beyond, 1e-7);
    close(found.outages_per_year, nu() * MINUTES_PER_YEAR * survives(20.0), 1e-9);
    close(found.mean_outage.unwrap().minutes(), beyond / survives(20.0), 1e-7);
    assert_eq!(
        found.causes[0].sentence.to_string(),
        "A loss that lasts longer than 20 min alone fails users"
    );
    assert_eq!(found.cut_sets[0].events, ["loss, Region 0, replica 1, longer than 20 min"]);
    assert_eq!(found.cut_sets[0].whom, "users");
}

#[test]
fn what_is_felt_elsewhere_is_felt_at_once() {
    let plain = over_a_database(1, Dependency::required(id("db")));
    let both = over_a_database(1, waits("db", 20.0))
        .tune(|p| p.journeys[0].needs.push(Dependency::required(id("db"))));
    close(u(&both), u(&plain), 1e-12);
    close(answer(&both).outages_per_year, answer(&plain).outages_per_year, 1e-12);
    assert_eq!(answer(&both).cut_sets[0].events, ["loss, Region 0, replica 1"]);
    // Of two caches side by side the shorter one is felt, of two in a row the longer one.
    let beside = over_a_database(1, waits("db", 20.0)).tune(|p| p.journeys[0].needs.push(waits("db", 45.0)));
    close(u(&beside), nu() * between(20.0, FOREVER), 1e-7);
    let in_a_row =
        over_a_database(1, waits("db", 20.0)).tune(|p| p.journeys[0].needs[0] = waits("web", 45.0));
    close(u(&in_a_row), nu() * between(45.0, FOREVER), 1e-7);
}

#[test]
fn tries_help_against_what_touches_some_requests_of_one_replica() {
    let partial = |scope, share: f64, retries| {
        over_a_database(1, tries_again("db", retries)).tune(|p| {
            p.modes[0].scope = scope;
            p.modes[0].share = q(share);
        })
    };
    close(u(&partial(Scope::Instance, 0.2, 2)), nu() * MINUTES * 0.008, 1e-12);
    close(u(&partial(Scope::Instance, 1.0, 5)), nu() * MINUTES, 1e-12);
    close(u(&partial(Scope::Region, 0.2, 2)), nu() * MINUTES * 0.2, 1e-12);
    // The tries of needs in a row multiply.
    let nested = partial(Scope::Instance, 0.2, 1).tune(|p| p.journeys[0].needs[0].retries = 2);
    close(u(&nested), nu() * MINUTES * libm::pow(0.2, 6.0), 1e-12);
    close(answer(&nested).outages_per_year, nu() * MINUTES_PER_YEAR * libm::pow(0.2, 6.0), 1e-12);
    // What hits both replicas at once meets every try.
    let common = over_a_database(2, tries_again("db", 3)).tune(|p| {
        p.modes[0].beta = q(0.1);
        p.modes[0].share = q(0.5);
    });
    let odds = 0.1 * RATE / MINUTES_PER_YEAR * MINUTES;
    let both = odds / (1.0 + odds) * 0.5;
    assert!(u(&common) > both && u(&common) < both * 1.01, "{} {both}", u(&common));
}

#[test]
fn a_takeover_is_felt_as_far_as_it_outlasts_the_cache() {
    let with = |need: Dependency, time: f64| {
        over_a_database(2, need).tune(|p| {
            p.components[0].redundancy = Redundancy::Standby;
            p.components[0].failover = failover(time, 1.0, time);
        })
    };
    let pair = |wait: f64| {
        let both = answer(&with(waits("db", wait), 0.0));
        (both.unavailability.get(), both.outages_per_year)
    };
    // Shorter: nothing but both replicas at once.
    let short = answer(&with(waits("db", 10.0), 8.0));
    close(short.unavailability.get(), pair(10.0).0, 1e-12);
    close(short.outages_per_year, pair(10.0).1, 1e-12);
    // Longer: what is left of it.
    let long = answer(&with(waits("db", 10.0), 30.0));
    close(long.unavailability.get() - pair(10.0).0, nu() * between(10.0, 30.0), 1e-6);
    close(long.outages_per_year - pair(10.0).1, nu() * MINUTES_PER_YEAR * survives(10.0), 1e-9);
}

#[test]
fn tries_meet_a_failed_member_by_chance() {
    let with = |retries: u32| {
        let need = tries_again("db", retries);
        over_a_database(4, need).tune(|p| p.components[0].failover = failover(5.0, 1.0, 5.0))
    };
    let costs = |retries| analyse(&with(retries)).service.unwrap().anatomy.failover;
    close(costs(0), 4.0 * nu() * between(0.0, 5.0) / 4.0, 1e-6);
    close(costs(2), 4.0 * nu() * between(0.0, 5.0) / 64.0, 1e-6);
}

#[test]
fn users_are_moved_before_their_cache_runs_out() {
    let with = |need: Dependency, time: f64| {
        plan(&[1, 1])
            .with_component("db", Placement::Regional, 1, 1)
            .with_component("web", Placement::Regional, 1, 1)
            .tune(|p| p.components[1].dependencies.push(need))
            .tune(|p| p.routing.kind = RoutingKind::Automatic)
            .tune(|p| p.routing.failover = failover(time, 1.0, time))
            .with_mode("loss", Target::Component(id("db")), Scope::Instance, RATE, MINUTES)
            .with_journey("j", &[("web", None)])
    };
    let failover = |plan: &Plan| answer(plan).anatomy.failover;
    assert_eq!(failover(&with(waits("db", 20.0), 15.0)), 0.0);
    close(failover(&with(waits("db", 20.0), 30.0)), nu() * between(20.0, 30.0), 1e-3);
    close(failover(&with(Dependency::required(id("db")), 30.0)), nu() * between(0.0, 30.0), 1e-3);
}

#[test]
fn nothing_rides_out_what_is_down_for_good() {
    let plan = over_a_database(1, Dependency { retries: 3, ..waits("db", 600.0) })
        .tune(|p| p.modes[0].share = q(0.5));
    let broken = Breaking::of(&plan).unwrap().without(&[Element::Component(id("db"))]).unwrap();
    assert!(broken.journeys[0].stops && broken.fails.get() == 1.0);
}

#[test]
fn a_shared_failure_struck_one_by_one_is_felt_as_late() {
    // Two replicas, one push to both: independent, it strikes each by itself, and is felt when both are old enough.
    let both = over_a_database(2, waits("db", 20.0)).tune(|p| p.modes[0].scope = Scope::Region);
    let fate = shared_fate(&both).unwrap().service.unwrap();
    let old = nu() * between(20.0, FOREVER);
    close(fate.as_it_is.get(), old, 1e-7);
    close(fate.independent.get(), old * old, 1e-6);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, max_local_rejects: 1_000_000, ..ProptestConfig::default() })]

    #[test]
    fn more_patience_never_helps_the_failures(p in patient_plan(), which in any::<prop::sample::Index>(), longer in 0.0..200.0f64) {
        // Takeovers take no time in these plans, so that nothing is of first order only.
        let before = u(&p);
        let count = p.components.iter().map(|c| c.dependencies.len()).sum::<usize>() + p.journeys[0].needs.len();
        let which = which.index(count);
        let need = |p: &mut Plan, change: &dyn Fn(&mut Dependency)| {
            let of_components = p.components.iter_mut().flat_map(|c| &mut c.dependencies);
            change(of_components.chain(p.journeys.iter_mut().flat_map(|j| &mut j.needs)).nth(which).unwrap());
        };
        let tuned = |change: &dyn Fn(&mut Dependency)| u(&p.clone().tune(|p| need(p, change)));
        let retried = tuned(&|need| need.retries += 1);
        let ridden_out = tuned(&|need| {
            let now = need.rides_out.as_ref().map_or(0.0, |length| length.likely().minutes());
            need.rides_out = Some(q(now + longer));
        });
        for after in [retried, ridden_out] {
            prop_assert!(after <= before * (1.0 + 1e-11) + f64::MIN_POSITIVE, "{after:e} after {before:e}");
        }
    }
}
