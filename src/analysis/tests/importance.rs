//! Importances against plans in which the thing itself is certain or gone, and by brute force.

use proptest::prelude::*;

use super::brute::{patient_plan, small_plan, unavailability};
use super::laws::lively_plan;
use super::sample::{id, plan, q};
use crate::analysis::{Ranked, importances, quick_importances};
use crate::model::{Placement, Plan, Scope, Target};
use crate::quantity::Quantity;

/// The plan with some modes always active: the largest rate and length there are leave 5e-10.
fn certain(p: &Plan, mode: usize) -> Plan {
    p.clone().tune(|p| {
        p.modes[mode].rate = q(1e6);
        p.modes[mode].parts.mitigate = q(1e9);
    })
}

fn never(p: &Plan, mode: usize) -> Plan {
    p.clone().tune(|p| p.modes[mode].rate = q(0.0))
}

fn find<K: PartialEq>(list: &[Ranked<K>], key: K) -> &Ranked<K> {
    list.iter().find(|ranked| ranked.key == key).expect("it is ranked")
}

#[test]
fn two_of_three_by_hand() {
    // Three replicas of u = 0.1, 0.2, 0.3 in a row of components would be told as SCRAM's 2-of-3; here all are
    // u = 0.2: U = 3 u^2 (1 - u) + u^3 = 0.104.
    let minutes = 0.2 / 0.8 * 525_960.0;
    let p = plan(&[1])
        .with_component("node", Placement::Regional, 3, 2)
        .with_mode("loss", Target::Component(id("node")), Scope::Instance, 1.0, minutes)
        .with_journey("j", &[("node", None)]);
    let service = importances(&p).unwrap().service.unwrap();
    assert_eq!(service.events.len(), 3);
    for event in &service.events {
        let close =
            |found: f64, expected: f64| assert!((found - expected).abs() < 1e-14, "{found} {expected}");
        close(event.probability, 0.2);
        // Active: at least one of two, 0.36; inactive: both of two, 0.04.
        close(event.measures.birnbaum, 0.32);
        close(event.measures.criticality, 0.2 * 0.32 / 0.104);
        close(event.measures.achievement_worth, 0.36 / 0.104);
        close(event.measures.reduction_worth, 0.104 / 0.04);
        close(event.measures.diagnostic, 0.2 * 0.36 / 0.104);
        // Sets with it: it and at least one of two others.
        close(event.fussell_vesely.unwrap(), 0.2 * 0.36 / 0.104);
    }
    assert_eq!(service.events[0].name, "loss, Region 0, replica 1");
    // All three together: everything fails, or nothing.
    let node = find(&service.components, id("node"));
    assert_eq!(node.measures.reduction_worth, f64::INFINITY);
    assert!((node.measures.achievement_worth - 1.0 / 0.104).abs() < 1e-12);
    assert!((node.probability - (1.0 - 0.8 * 0.8 * 0.8)).abs() < 1e-14);
    assert!((node.fussell_vesely.unwrap() - 1.0).abs() < 1e-14 && node.measures.criticality == 1.0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(25))]

    #[test]
    fn modes_weigh_what_plans_without_and_with_them_say(p in small_plan()) {
        let found = importances(&p).unwrap().service.unwrap();
        let total = unavailability(&p);
        prop_assert!((found.unavailability / total - 1.0).abs() < 1e-9);
        for mode in 0..p.modes.len() {
            // A mode of beta 1 or of which nothing is left stays told.
            let ranked = find(&found.modes, p.modes[mode].id);
            let active = unavailability(&certain(&p, mode)) / total;
            prop_assert!((ranked.measures.achievement_worth / active - 1.0).abs() < 1e-7, "{}: {ranked:?} {active}", p.modes[mode].name);
            let left = unavailability(&never(&p, mode));
            prop_assert!((total / ranked.measures.reduction_worth - left).abs() <= 1e-9 * total, "{ranked:?} {left}");
        }
    }

    #[test]
    fn modes_that_are_felt_late_weigh_what_plans_without_them_say(p in patient_plan()) {
        let found = importances(&p).unwrap().service.unwrap();
        let total = unavailability(&p);
        prop_assert!((found.unavailability / total - 1.0).abs() < 1e-9);
        for mode in 0..p.modes.len() {
            let ranked = find(&found.modes, p.modes[mode].id);
            let left = unavailability(&never(&p, mode));
            prop_assert!((total / ranked.measures.reduction_worth - left).abs() <= 1e-9 * total, "{ranked:?} {left}");
        }
        // Of an event what is saved without it, and none is saved twice.
        for event in &found.events {
            let (criticality, diagnostic) = (event.measures.criticality, event.measures.diagnostic);
            let fussell_vesely = event.fussell_vesely.unwrap();
            prop_assert!(criticality <= fussell_vesely + 1e-9 && fussell_vesely <= diagnostic + 1e-9, "{event:?}");
        }
    }

    #[test]
    fn measures_keep_their_order(p in lively_plan()) {
        let all = importances(&p).unwrap();
        let service = all.service.unwrap();
        let check = |probability: f64, m: &crate::engine::Importance, fv: f64| {
            let slack = 1e-9;
            m.criticality >= -slack && m.criticality <= fv + slack && fv <= m.diagnostic + slack
                && m.achievement_worth >= 1.0 - slack && m.reduction_worth >= 1.0 - slack
                && m.birnbaum >= -slack && (0.0..=1.0).contains(&probability)
        };
        for r in &service.events {
            prop_assert!(check(r.probability, &r.measures, r.fussell_vesely.unwrap()), "{r:?}");
        }
        for r in service.modes.iter().chain(&service.components) {
            prop_assert!(check(r.probability, &r.measures, r.fussell_vesely.unwrap()), "{r:?}");
        }
        for r in &service.owners {
            prop_assert!(check(r.probability, &r.measures, r.fussell_vesely.unwrap()), "{r:?}");
        }
        prop_assert!(service.events.is_sorted_by(|a, b| a.measures.criticality >= b.measures.criticality));
        // Together all owners are everything: nothing is left without them.
        if let [all] = service.owners.as_slice() {
            prop_assert!(all.measures.reduction_worth == f64::INFINITY);
            prop_assert!((all.fussell_vesely.unwrap() - 1.0).abs() < 1e-9);
        }
    }

    #[test]
    fn a_mode_with_one_event_weighs_what_its_event_does(p in lively_plan()) {
        let service = importances(&p).unwrap().service.unwrap();
        for mode in &service.modes {
            let own: Vec<_> = service.events.iter().filter(|e| e.name.starts_with(&mode.name)).collect();
            let [event] = own.as_slice() else { continue };
            let pairs = [
                (event.measures.birnbaum, mode.measures.birnbaum),
                (event.measures.criticality, mode.measures.criticality),
                (event.measures.achievement_worth, mode.measures.achievement_worth),
                (event.measures.diagnostic, mode.measures.diagnostic),
                (event.fussell_vesely.unwrap(), mode.fussell_vesely.unwrap()),
            ];
            for (a, b) in pairs {
                prop_assert!((a - b).abs() <= 1e-9 * (1.0 + b.abs()), "{event:?} {mode:?}");
            }
        }
    }
}

#[test]
fn quick_importances_lack_only_what_cut_sets_say() {
    let p = (crate::model::templates::templates()[1].build)();
    let mut all = importances(&p).unwrap().service.unwrap();
    let quick = quick_importances(&p).unwrap().service.unwrap();
    all.components.iter_mut().for_each(|ranked| ranked.fussell_vesely = None);
    all.events.iter_mut().for_each(|ranked| ranked.fussell_vesely = None);
    assert!(all.components == quick.components && all.events == quick.events);
}

#[test]
fn a_plan_that_never_fails_ranks_nothing() {
    let p = plan(&[1]).with_component("web", Placement::Regional, 1, 1).with_journey("j", &[("web", None)]);
    let service = importances(&p).unwrap().service.unwrap();
    assert!(service.unavailability == 0.0 && service.events.is_empty() && service.components.is_empty());
}

#[test]
fn a_blocked_journey_leaves_the_others_ranked() {
    let p = plan(&[1])
        .with_component("web", Placement::Regional, 1, 1)
        .with_component("broken", Placement::Regional, 1, 1)
        .tune(|p| p.components[1].needed = 2)
        .with_mode("loss", Target::Component(id("web")), Scope::Instance, 2.0, 60.0)
        .with_journey("fine", &[("web", None)])
        .with_journey("blocked", &[("broken", None)]);
    let all = importances(&p).unwrap();
    assert!(all.service.is_none() && all.journeys.len() == 1);
    let web = find(&all.journeys[0].1.components, id("web"));
    assert!(
        (web.measures.criticality - 1.0).abs() < 1e-12
            && web.probability < Quantity::get(p.modes[0].rate.likely())
    );
}
