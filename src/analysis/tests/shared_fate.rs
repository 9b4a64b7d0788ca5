//! Shared fate: the promise of independence, computed a second way.

use proptest::prelude::*;

use super::brute::small_plan;
use super::laws::lively_plan;
use super::sample::{failover, id, plan, q};
use crate::analysis::{SharedFate, Sharing, analyse, promise_only, shared_fate};
use crate::model::templates::templates;
use crate::model::{Placement, Plan, Scope, Target};
use crate::quantity::{MINUTES_PER_YEAR, Quantity};

fn u(plan: &Plan) -> f64 {
    analyse(plan).service.unwrap().unavailability.get()
}

fn minutes(u: f64, rate: f64) -> f64 {
    MINUTES_PER_YEAR * u / (1.0 - u) / rate
}

fn pair() -> Plan {
    plan(&[1])
        .with_component("node", Placement::Regional, 2, 1)
        .with_mode("loss", Target::Component(id("node")), Scope::Instance, 8.0, minutes(0.001, 8.0))
        .with_journey("j", &[("node", None)])
}

fn close(found: f64, expected: f64, relative: f64) {
    assert!((found / expected - 1.0).abs() <= relative, "found {found:e}, expected {expected:e}");
}

#[test]
fn the_pair_of_scenario_c_would_be_promised_six_nines() {
    let p = pair().tune(|p| p.modes[0].beta = q(0.05));
    let found = shared_fate(&p).unwrap();
    let fate = found.service.unwrap();
    // Scenario C, stated to ten digits.
    close(fate.as_it_is.get(), 5.095009025e-5, 5e-10);
    close(fate.independent.get(), 1.000000000e-6, 5e-10);
    assert_eq!(fate.sentence().to_string(), "Independence would promise 6.0 nines; shared fate leaves 4.2");
    let [group] = found.groups.as_slice() else { panic!("one group") };
    assert!(matches!(group.sharing, Sharing::Beta(beta) if beta.get() == 0.05));
    close(group.costs, 5.095009025e-5 - 1e-6, 1e-9);
    assert_eq!(
        group.sentence.to_string(),
        "Loss hits all replicas at once 5 % of the time; that costs 26 min a year"
    );
}

#[test]
fn a_push_to_everything_would_strike_one_by_one() {
    let p = pair()
        .with_mode("push", Target::Domain, Scope::Global, 12.0, 40.0)
        .tune(|p| p.modes[1].share = q(0.2));
    let odds = 12.0 * 40.0 / MINUTES_PER_YEAR;
    let push = 0.2 * odds / (1.0 + odds);
    let found = shared_fate(&p).unwrap();
    let fate = found.service.unwrap();
    close(fate.as_it_is.get(), push + (1.0 - push) * 1e-6, 1e-12);
    let one = 0.001 + push - 0.001 * push;
    close(fate.independent.get(), one * one, 1e-12);
    assert_eq!(found.groups.len(), 1);
    assert_eq!(found.groups[0].sharing, Sharing::Always);
    // A zone outage is a place: it stays.
    let zoned = p.with_mode("outage", Target::Domain, Scope::Region, 0.1, 240.0);
    let odds = 0.1 * 240.0 / MINUTES_PER_YEAR;
    let outage = odds / (1.0 + odds);
    let fate = shared_fate(&zoned).unwrap().service.unwrap();
    close(fate.independent.get(), outage + (1.0 - outage) * one * one, 1e-12);
}

#[test]
fn what_has_no_second_is_promised_what_it_gets() {
    let p = plan(&[1])
        .with_component("web", Placement::Regional, 1, 1)
        .with_component("db", Placement::Regional, 2, 2)
        .with_mode("loss", Target::Component(id("web")), Scope::Instance, 8.0, 60.0)
        .with_mode("crash", Target::Component(id("db")), Scope::Instance, 8.0, 60.0)
        .with_mode("schema", Target::Component(id("db")), Scope::Region, 2.0, 60.0)
        .with_mode("push", Target::Domain, Scope::Global, 12.0, 40.0)
        .with_journey("j", &[("web", None), ("db", None)]);
    let found = shared_fate(&p).unwrap();
    let fate = found.service.unwrap();
    assert!(found.groups.is_empty());
    assert_eq!(fate.as_it_is, fate.independent);
    assert!(fate.sentence().to_string().starts_with("Shared fate costs next to nothing here"));
}

#[test]
fn a_group_mode_strikes_its_replicas_one_by_one() {
    let p = pair().with_mode("release", Target::Component(id("node")), Scope::Region, 6.0, 30.0);
    let odds = 6.0 * 30.0 / MINUTES_PER_YEAR;
    let release = odds / (1.0 + odds);
    let one = 0.001 + release - 0.001 * release;
    close(shared_fate(&p).unwrap().service.unwrap().independent.get(), one * one, 1e-12);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(80))]

    #[test]
    fn the_plan_as_it_is_is_what_the_analysis_says(p in lively_plan()) {
        let fate = shared_fate(&p).unwrap().service.unwrap();
        prop_assert!((fate.as_it_is.get() / u(&p) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn where_only_betas_are_shared_the_promise_is_the_plan_without_them(p in lively_plan()) {
        // Modes of a whole group become modes of one replica in each.
        let mut p = p.tune(|p| {
            p.components[2].replicas = 1;
            p.modes[3].scope = Scope::Zone;
            p.modes[1].beta = q(0.3);
        });
        p.components[2].placement = Placement::Regional;
        if p.regions.len() > 1 {
            // One group everywhere would be shared by all regions.
            p.modes[2].scope = Scope::Instance;
        }
        let fate = shared_fate(&p).unwrap().service.unwrap();
        let alone = p.clone().tune(|p| {
            p.modes.iter_mut().for_each(|mode| (mode.beta, mode.sharing) = (q(0.0), crate::model::Sharing::Beta));
        });
        prop_assert!((fate.independent.get() / u(&alone) - 1.0).abs() < 1e-11, "{:?} {}", fate, u(&alone));
    }

    #[test]
    fn one_mode_made_independent_is_told_with_what_its_sharing_costs(p in small_plan(), beta in 0.01f64..0.2) {
        let mut p = p;
        p.modes[0].beta = q(beta);
        p.modes[0].rate = q(5.0);
        let found = shared_fate(&p).unwrap();
        for group in &found.groups {
            prop_assert!(group.independent.get() > 0.0);
            prop_assert!((group.independent.get() + group.costs - u(&p)).abs() <= 1e-12);
        }
        prop_assert!(found.groups.is_sorted_by(|a, b| a.costs >= b.costs));
    }
}

#[test]
fn every_template_is_promised_more_than_it_gets() {
    for template in templates() {
        let p = (template.build)();
        let found = shared_fate(&p).unwrap();
        let fate = found.service.unwrap();
        assert!(fate.independent <= fate.as_it_is, "{}: {fate:?}", template.key);
        assert!((fate.as_it_is.get() / u(&p) - 1.0).abs() < 1e-12);
        for group in &found.groups {
            assert!(group.costs >= -1e-12, "{}: {group:?}", template.key);
        }
        println!("{}: {}", template.key, fate.sentence());
        for group in found.groups.iter().take(4) {
            println!("    {}", group.sentence);
        }
    }
}

#[test]
fn failovers_stay_in_the_promise() {
    let p = pair()
        .tune(|p| p.components[0].failover = failover(5.0, 0.9, 60.0))
        .tune(|p| p.modes[0].beta = q(0.1));
    let alone = p.clone().tune(|p| p.modes[0].beta = q(0.0));
    close(shared_fate(&p).unwrap().service.unwrap().independent.get(), u(&alone), 1e-12);
}

#[test]
fn the_promise_alone_is_the_promise_without_its_groups() {
    for template in templates() {
        let plan = (template.build)();
        let whole = shared_fate(&plan).unwrap();
        assert_eq!(promise_only(&plan).unwrap(), SharedFate { groups: Vec::new(), ..whole });
    }
}
