//! Laws that hold for every plan.

use proptest::prelude::*;

use super::brute::small_plan;
use super::sample::{failover, id, plan, q};
use crate::analysis::{Analysis, Compiled, analyse};
use crate::engine::failover::normal_cdf;
use crate::model::catalogue::practices::PRACTICES;
use crate::model::{
    Cause, Edit, Owner, Part, Place, Placement, Plan, Redundancy, RoutingKind, Scope, Sharing, Target,
};
use crate::quantity::{MINUTES_PER_YEAR, Quantity};

fn u(plan: &Plan) -> f64 {
    analyse(plan).service.unwrap().unavailability.get()
}

/// Both sides are sums of a few thousand products of doubles.
const ROUNDING: f64 = 1e-11;

/// A small plan whose failovers take time, whose parts are long enough for practices, and with a reserve.
pub(super) fn lively_plan() -> impl Strategy<Value = Plan> {
    (small_plan(), prop::collection::vec(0.0..1.0f64, 8), 0usize..40).prop_map(|(mut p, n, c)| {
        p.reserve = q(n[0]);
        p.routing.failover = failover(30.0 * n[1], n[2], 30.0 + 90.0 * n[1]);
        p.components[0].failover = failover(3.0 * n[3], n[4], 60.0);
        p.components[1].redundancy = [Redundancy::ActiveActive, Redundancy::Standby][c % 2];
        p.components[1].failover = failover(5.0, n[5], 45.0);
        p.routing.kind = [RoutingKind::Stay, RoutingKind::Manual, RoutingKind::Automatic][c % 3];
        for (index, mode) in p.modes.iter_mut().enumerate() {
            let causes = [Cause::Hardware, Cause::SoftwarePush, Cause::ConfigurationPush, Cause::Capacity];
            mode.cause = causes[(index + c) % 4];
            mode.owner = [Owner::Us, Owner::Provider, Owner::ThirdParty][(index + c / 4) % 3];
            *mode.parts.get_mut(Part::Detect) = q(120.0 * n[6]);
            *mode.parts.get_mut(Part::Engage) = q(90.0 * n[7]);
            *mode.parts.get_mut(Part::Diagnose) = q(40.0);
        }
        p
    })
}

fn bits(analysis: &Analysis) -> Vec<u64> {
    let service = analysis.service.as_ref().unwrap();
    let mut all = vec![service.unavailability.get(), service.outages_per_year, service.budget_spent];
    all.extend(service.by_mode.iter().map(|c| c.unavailability));
    all.extend(service.cut_sets.iter().map(|c| c.probability));
    all.extend(analysis.regions.iter().map(|(_, u)| u.get()));
    all.into_iter().map(f64::to_bits).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn one_more_replica_never_helps_the_failures(p in small_plan(), which in 0usize..2) {
        // Of the models of common cause only beta says the same of groups of every size: with Greek letters and alpha
        // factors a further member may share what so far nobody shared.
        let p = p.tune(|p| p.modes[0].sharing = Sharing::Beta);
        let more = p.apply(&Edit::SetReplicas(p.components[which].id, p.components[which].replicas + 1)).unwrap();
        prop_assert!(u(&more) <= u(&p) * (1.0 + ROUNDING), "{} after {}", u(&more), u(&p));
    }

    #[test]
    fn renaming_changes_no_bit(p in lively_plan()) {
        let before = bits(&analyse(&p));
        let mut renamed = p.clone();
        let places = p.components.iter().map(|c| Place::Component(c.id))
            .chain(p.regions.iter().map(|r| Place::Region(r.id)))
            .chain(p.modes.iter().map(|m| Place::Mode(m.id)))
            .chain(p.journeys.iter().map(|j| Place::Journey(j.id)))
            .chain([Place::Plan]);
        for (index, place) in places.enumerate() {
            renamed = renamed.apply(&Edit::Rename(place, format!("Another name {index}"))).unwrap();
        }
        prop_assert_eq!(bits(&analyse(&renamed)), before);
    }

    #[test]
    fn the_order_of_parts_does_not_matter(p in lively_plan()) {
        let mut turned = p.clone();
        turned.components.reverse();
        turned.modes.reverse();
        let (a, b) = (u(&p), u(&turned));
        prop_assert!((a - b).abs() <= ROUNDING * a.max(1e-12), "{a:e} and {b:e}");
    }

    #[test]
    fn a_practice_without_a_trade_off_never_raises_bad_minutes(p in lively_plan()) {
        // A rate is per year of up-time: an event that is down for less time is up, and fails, more often, by
        // at most (1 + lambda D before) / (1 + lambda D after). Failovers are paid by frequency, so that is the bound.
        for info in PRACTICES.iter().filter(|info| info.trade_off.is_none()) {
            let mut before = analyse(&p);
            for level in 1..=info.levels.len() as u8 {
                let after = analyse(&p.apply(&Edit::SetPractice(info.practice, level)).unwrap());
                let odds = |m: &crate::analysis::ModeAnswer| 1.0 + m.rate_per_year * m.minutes / MINUTES_PER_YEAR;
                let more_up_time = before.modes.iter().zip(&after.modes).map(|(b, a)| odds(b) / odds(a));
                let bound = more_up_time.fold(1.0, f64::max) * (1.0 + ROUNDING);
                let u = |analysis: &Analysis| analysis.service.as_ref().unwrap().unavailability.get();
                prop_assert!(u(&after) <= u(&before) * bound, "{:?} {level}: {:e} after {:e}", info.practice, u(&after), u(&before));
                before = after;
            }
        }
    }

    #[test]
    fn every_split_adds_up_to_the_total(p in lively_plan()) {
        let analysis = analyse(&p);
        let answers = analysis.journeys.iter().filter_map(|j| j.answer.as_ref()).chain(&analysis.service);
        for answer in answers {
            let total = answer.unavailability.get();
            let sums = [
                answer.by_cause.iter().map(|c| c.unavailability).sum::<f64>(),
                answer.by_owner.iter().map(|c| c.unavailability).sum(),
                answer.by_component.iter().map(|c| c.unavailability).sum(),
                answer.by_mode.iter().map(|c| c.unavailability).sum(),
                answer.causes.iter().map(|c| c.unavailability).sum(),
                answer.anatomy.structure + answer.anatomy.failover + answer.anatomy.reserve,
            ];
            for sum in sums {
                prop_assert!((sum - total).abs() <= 1e-9 * total, "{sum:e} of {total:e}");
            }
            if let Some(length) = answer.mean_outage {
                let product = length.minutes() * answer.outages_per_year / MINUTES_PER_YEAR;
                prop_assert!((product - total).abs() <= 1e-9 * total);
            }
        }
    }

    #[test]
    fn a_compiled_plan_gives_the_same_bits(p in lively_plan()) {
        let compiled = Compiled::of(&p).unwrap();
        for practice in [None, Some(PRACTICES[0].practice), Some(PRACTICES[4].practice)] {
            let setting = practice.map_or(p.clone(), |practice| p.apply(&Edit::SetPractice(practice, 1)).unwrap());
            let quick = compiled.service_unavailability(&setting).unwrap().get();
            prop_assert_eq!(quick.to_bits(), u(&setting).to_bits());
        }
    }

    #[test]
    fn the_service_lies_between_its_journeys(p in lively_plan()) {
        let two = p.clone().with_journey("k", &[("db", None)]);
        let analysis = analyse(&two);
        let each: Vec<f64> = analysis.journeys.iter().map(|j| j.answer.as_ref().unwrap().unavailability.get()).collect();
        let service = analysis.service.unwrap().unavailability.get();
        let (low, high) = (each[0].min(each[1]), each[0].max(each[1]));
        prop_assert!(low * (1.0 - ROUNDING) <= service && service <= high * (1.0 + ROUNDING));
    }

    #[test]
    fn users_of_all_regions_together_are_the_service(p in lively_plan()) {
        // The reserve is not linear in what is listed; without it the law is exact.
        let p = p.tune(|p| p.reserve = q(0.0));
        let analysis = analyse(&p);
        let total: f64 = p.regions.iter().map(|r| r.traffic.likely().get()).sum();
        let share = |id| p.region(id).unwrap().traffic.likely().get() / total;
        let sum: f64 = analysis.regions.iter().map(|(id, u)| share(*id) * u.get()).sum();
        let service = analysis.service.unwrap().unavailability.get();
        // Equal unless failovers pass one on the whole but not in each region.
        prop_assert!((sum - service).abs() <= 1e-9 * service, "{sum:e} {service:e}");
    }
}

/// `P(D > t)` for a log-normal D of given mean, log-sd 1.
fn survives(mean: f64, t: f64) -> f64 {
    1.0 - normal_cdf((libm::log(t) - (libm::log(mean) - 0.5)) / 1.0)
}

#[test]
fn a_zone_outage_ejects_members_of_several_groups_at_once() {
    // Two groups of two in two zones, out of rotation after 2 and 8 minutes; a zone outage hits half of both.
    // Second way: integrate the share of failing requests over the time after the event, step by step.
    let p = plan(&[2])
        .with_component("web", Placement::Zonal, 2, 1)
        .with_component("db", Placement::Zonal, 2, 1)
        .tune(|p| p.components[0].failover = failover(2.0, 1.0, 2.0))
        .tune(|p| p.components[1].failover = failover(8.0, 0.7, 40.0))
        .with_mode("zone", Target::Domain, Scope::Zone, 1.0, 60.0)
        .with_journey("j", &[("web", None), ("db", None)]);
    let mut minutes = 0.0;
    let step = 0.001;
    for index in 0..60_000 {
        let t = (f64::from(index) + 0.5) * step;
        let web = if t < 2.0 { 0.5 } else { 0.0 };
        let db = 0.5 * (if t < 8.0 { 0.7 } else { 0.0 } + if t < 40.0 { 0.3 } else { 0.0 });
        minutes += step * survives(60.0, t) * (1.0 - (1.0 - web) * (1.0 - db));
    }
    let zone = 60.0 / MINUTES_PER_YEAR / (1.0 + 60.0 / MINUTES_PER_YEAR);
    let expected = zone * zone + 2.0 * (zone / 60.0) * minutes;
    // The midpoint rule with steps of 0.06 s is good to about 1e-7 here.
    assert!((u(&p) / expected - 1.0).abs() < 1e-6, "{:e} {expected:e}", u(&p));
}

#[test]
fn two_stacks_over_one_database_never_beat_it() {
    let build = |stacks: u32| {
        plan(&[3])
            .with_component("db", Placement::Regional, 1, 1)
            .with_component("stack", Placement::Zonal, stacks, 1)
            .tune(|p| {
                let on = crate::model::Dependency::required(id("db"));
                p.components[1].dependencies.push(on);
            })
            .with_mode("db-loss", Target::Component(id("db")), Scope::Instance, 8.0, 65.81081081)
            .with_mode("loss", Target::Component(id("stack")), Scope::Instance, 2.0, 60.0)
            .with_journey("j", &[("stack", None)])
    };
    for stacks in 1..=9 {
        assert!(u(&build(stacks)) >= 0.001 * (1.0 - 1e-9), "{stacks} stacks");
    }
}

#[test]
fn a_blocked_journey_does_not_block_the_others() {
    let p = plan(&[1])
        .with_component("web", Placement::Regional, 1, 1)
        .with_component("broken", Placement::Regional, 1, 1)
        .tune(|p| p.components[1].needed = 2)
        .with_mode("loss", Target::Component(id("web")), Scope::Instance, 2.0, 60.0)
        .with_mode("broken-loss", Target::Component(id("broken")), Scope::Instance, 2.0, 60.0)
        .with_journey("fine", &[("web", None)])
        .with_journey("blocked", &[("web", None), ("broken", None)]);
    let analysis = analyse(&p);
    assert!(analysis.journeys[0].answer.is_some());
    assert!(analysis.journeys[1].answer.is_none() && !analysis.journeys[1].blocked_by.is_empty());
    assert!(analysis.service.is_none());
}

#[test]
fn a_plan_with_too_many_events_is_refused_with_a_finding() {
    let mut p =
        plan(&[1]).with_component("web", Placement::Regional, 64, 1).with_journey("j", &[("web", None)]);
    for mode in 0..800 {
        p = p.with_mode(&format!("m{mode}"), Target::Component(id("web")), Scope::Instance, 1.0, 60.0);
    }
    let analysis = analyse(&p);
    assert!(analysis.service.is_none());
    assert_eq!(analysis.findings[0].code, crate::model::FindingKind::TooLarge);
    assert_eq!(analysis.journeys[0].blocked_by, [0]);
}

#[test]
fn many_modes_on_few_replicas_are_told_in_part() {
    // 300 modes on each of three replicas are 27 million cut sets: the most probable are told.
    let mut p =
        plan(&[1]).with_component("web", Placement::Regional, 3, 1).with_journey("j", &[("web", None)]);
    for mode in 0..300 {
        p = p.with_mode(&format!("m{mode}"), Target::Component(id("web")), Scope::Instance, 1.0, 60.0);
    }
    let service = analyse(&p).service.unwrap();
    assert!(service.cut_sets_truncated && !service.cut_sets.is_empty());
}
