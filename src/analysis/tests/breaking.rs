//! "Break this" against plans in which the thing is certain to be down, or is not there.

use proptest::prelude::*;

use super::brute::{patient_plan, small_plan, states_of, unavailability};
use super::laws::lively_plan;
use super::sample::{failover, id, plan, q};
use crate::analysis::{Breaking, BreakingError, Element, analyse};
use crate::model::templates::templates;
use crate::model::{Placement, Plan, RoutingKind, Scope, Target};

/// The plan with a mode that is always active: the largest rate and length there are leave 5e-10.
fn with_certain(p: &Plan, target: Target, scope: Scope) -> Plan {
    p.clone().with_mode("certain", target, scope, 1e6, 1e9)
}

fn fails(p: &Plan, down: &[Element]) -> f64 {
    Breaking::of(p).unwrap().without(down).unwrap().fails.get()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(25))]

    #[test]
    fn what_is_down_fails_as_if_a_certain_event_held_it_down(p in small_plan()) {
        for component in &p.components {
            let held = with_certain(&p, Target::Component(component.id), Scope::Region);
            let expected = unavailability(&held);
            let found = fails(&p, &[Element::Component(component.id)]);
            prop_assert!((found - expected).abs() < 1e-7, "{}: {found} {expected}", component.name);
        }
        let breaking = Breaking::of(&p).unwrap();
        for region in &p.regions {
            let held = with_certain(&p, Target::Region(region.id), Scope::Region);
            let element = Element::Region(region.id);
            if breaking.elements().any(|known| known == element) {
                let (found, expected) = (fails(&p, &[element]), unavailability(&held));
                prop_assert!((found - expected).abs() < 1e-7, "{}: {found} {expected}", region.name);
            }
        }
    }

    #[test]
    fn what_is_down_for_good_is_felt_through_every_cache(p in patient_plan()) {
        for component in &p.components {
            // It lasts so long that any cache runs out.
            let held = with_certain(&p, Target::Component(component.id), Scope::Region);
            if states_of(&held) > 1 << 12 {
                continue;
            }
            let expected = unavailability(&held);
            let found = fails(&p, &[Element::Component(component.id)]);
            prop_assert!((found - expected).abs() < 1e-6, "{}: {found} {expected}", component.name);
        }
    }

    #[test]
    fn nothing_gets_better_by_breaking_more(p in lively_plan(), picks in prop::collection::vec(any::<prop::sample::Index>(), 1..4)) {
        let breaking = Breaking::of(&p).unwrap();
        let before = analyse(&p).service.unwrap().unavailability.get();
        let elements: Vec<Element> = breaking.elements().collect();
        let mut down = Vec::new();
        let mut last = before;
        for pick in picks {
            down.push(elements[pick.index(elements.len())]);
            let broken = breaking.without(&down).unwrap();
            prop_assert!(broken.fails.get() >= last * (1.0 - 1e-9), "{} {last} {}", broken.name, broken.fails.get());
            prop_assert!((broken.fails.get() - before - broken.adds).abs() < 1e-12);
            last = broken.fails.get();
        }
    }

    #[test]
    fn blast_radii_are_what_breaking_one_by_one_gives(p in lively_plan()) {
        let breaking = Breaking::of(&p).unwrap();
        let blasts = breaking.blast_radii();
        prop_assert_eq!(blasts.len(), breaking.elements().count());
        prop_assert!(blasts.is_sorted_by(|a, b| a.fails >= b.fails));
        for blast in &blasts {
            let alone = breaking.without(&[blast.element]).unwrap();
            // Replicas that are alike share one result, evaluated in the order of another.
            prop_assert!((alone.fails.get() - blast.fails.get()).abs() <= 1e-12, "{} {:?} {:?}", blast.name, alone.fails, blast.fails);
            prop_assert_eq!(&alone.name, &blast.name);
            prop_assert_eq!(alone.happens, blast.happens);
        }
    }
}

#[test]
fn a_group_without_a_replica_is_a_smaller_group() {
    for (replicas, needed) in [(2, 1), (3, 2), (4, 2), (3, 3)] {
        let build = |replicas| {
            plan(&[1])
                .with_component("node", Placement::Regional, replicas, needed)
                .with_mode("loss", Target::Component(id("node")), Scope::Instance, 6.0, 30.0)
                .with_journey("j", &[("node", None)])
        };
        let replica = Element::Instance { component: id("node"), region: Some(id("r0")), replica: 1 };
        let found = fails(&build(replicas), &[replica]);
        let expected = if replicas - 1 < needed {
            1.0
        } else {
            analyse(&build(replicas - 1)).service.unwrap().unavailability.get()
        };
        assert!((found / expected - 1.0).abs() < 1e-12, "{replicas} {needed}: {found} {expected}");
    }
}

/// Two zones with a replica each, both needed for all of the load, and a zone outage every five years of 3 h.
fn two_zones() -> Plan {
    plan(&[2])
        .with_component("web", Placement::Zonal, 2, 2)
        .tune(|p| p.components[0].overload = crate::model::Overload::Sheds)
        .with_component("mail", Placement::Regional, 1, 1)
        .with_mode("loss", Target::Component(id("mail")), Scope::Instance, 4.0, 60.0)
        .with_mode("zone-outage", Target::Domain, Scope::Zone, 0.2, 180.0)
        .with_mode("region-outage", Target::Domain, Scope::Region, 0.1, 240.0)
        .with_journey("checkout", &[("web", None)])
        .with_journey("letters", &[("web", None), ("mail", None)])
}

#[test]
fn a_zone_is_told_with_how_often_and_how_long() {
    let p = two_zones();
    let breaking = Breaking::of(&p).unwrap();
    let zone = |index: usize| Element::Zone { region: id("r0"), zone: id(&format!("r0z{index}")) };
    let broken = breaking.without(&[zone(1)]).unwrap();
    assert_eq!(
        broken.sentence.to_string(),
        "With zone 1 of Region 0 down, checkout fails 50 % of requests and letters fails 50 % of requests; that \
         happens every 5 years, for 3 h at a time"
    );
    let happens = broken.happens.unwrap();
    // 0.2 a year of up-time of 3 h each.
    assert!((happens.per_year - 0.2 / (1.0 + 0.2 * 180.0 / 525_960.0)).abs() < 1e-12);
    assert!((happens.mean.minutes() - 180.0).abs() < 1e-9);
    // Both zones by chance: u^2 of the time, half as long each.
    let both = breaking.without(&[zone(0), zone(1)]).unwrap();
    assert!(
        both.journeys.iter().all(|journey| journey.stops)
            && both.name == "zone 0 of Region 0 and zone 1 of Region 0"
    );
    let happens = both.happens.unwrap();
    let u = 0.2 * 180.0 / 525_960.0 / (1.0 + 0.2 * 180.0 / 525_960.0);
    assert!((happens.mean.minutes() - 90.0).abs() < 1e-6, "{happens:?}");
    assert!((happens.per_year * 90.0 / 525_960.0 / (u * u) - 1.0).abs() < 1e-9);
    assert!(
        both.sentence
            .to_string()
            .starts_with("With zone 0 of Region 0 and zone 1 of Region 0 down, everything stops; ")
    );
    // The region has its own outages; a zone of it is no further condition.
    let region = breaking.without(&[Element::Region(id("r0")), zone(0)]).unwrap();
    assert_eq!(region.name, "Region 0");
    assert!((region.happens.unwrap().per_year - 0.1).abs() < 1e-4);
}

#[test]
fn one_journey_stops_and_the_other_does_not_notice() {
    let broken = Breaking::of(&two_zones()).unwrap().without(&[Element::Component(id("mail"))]).unwrap();
    assert_eq!(
        broken.sentence.to_string(),
        "With mail down, letters stops; that happens 4 times a year, for 1 h at a time"
    );
    assert!(broken.journeys[1].stops && !broken.journeys[0].stops && broken.journeys[0].adds.abs() < 1e-15);
    assert!((broken.fails.get() - 0.5).abs() < 1e-3);
}

#[test]
fn users_of_a_region_that_is_down_are_served_elsewhere() {
    let p = plan(&[1, 1])
        .with_component("web", Placement::Regional, 2, 1)
        .tune(|p| p.routing.kind = RoutingKind::Automatic)
        .tune(|p| p.routing.failover = failover(5.0, 0.9, 60.0))
        .with_mode("loss", Target::Component(id("web")), Scope::Instance, 6.0, 30.0)
        .with_journey("j", &[("web", None)]);
    let broken = Breaking::of(&p).unwrap().without(&[Element::Region(id("r0"))]).unwrap();
    assert!(broken.fails.get() < 1e-4 && !broken.journeys[0].stops);
    assert_eq!(
        broken.sentence.to_string(),
        "With Region 0 down, the rest carries on and hardly anybody notices; no listed failure takes down exactly this"
    );
    // A replica of a group of two, and the group itself.
    let names: Vec<String> = {
        let breaking = Breaking::of(&p).unwrap();
        breaking.elements().map(|element| breaking.name(element)).collect()
    };
    assert!(
        names.contains(&"replica 2 of web in Region 1".to_owned())
            && names.contains(&"web in Region 1".to_owned())
    );
}

#[test]
fn components_that_never_fail_can_be_broken_and_change_nothing_else() {
    let p = plan(&[2])
        .with_component("web", Placement::Zonal, 4, 2)
        .with_component("store", Placement::Global, 1, 1)
        .with_mode("push", Target::Domain, Scope::Global, 12.0, 40.0)
        .tune(|p| p.modes[0].share = q(0.2))
        .tune(|p| p.reserve = q(0.3))
        .with_journey("j", &[("web", None), ("store", None)]);
    let breaking = Breaking::of(&p).unwrap();
    let whole = analyse(&p).service.unwrap().unavailability.get();
    let one = Element::Instance { component: id("web"), region: Some(id("r0")), replica: 3 };
    assert_eq!(breaking.without(&[one]).unwrap().fails.get(), whole);
    let store = breaking.without(&[Element::Component(id("store"))]).unwrap();
    assert!(store.journeys[0].stops && store.happens.is_none());
}

#[test]
fn what_is_not_there_cannot_be_broken() {
    let p = two_zones();
    let breaking = Breaking::of(&p).unwrap();
    assert_eq!(breaking.without(&[]), Err(BreakingError::Nothing));
    let unknown = Element::Component(id("nothing"));
    assert_eq!(breaking.without(&[unknown]), Err(BreakingError::Unknown(unknown)));
}

#[test]
fn every_element_of_every_template_has_a_blast_radius() {
    for template in templates() {
        let p = (template.build)();
        let breaking = Breaking::of(&p).unwrap();
        let before = analyse(&p).service.unwrap().unavailability.get();
        for blast in breaking.blast_radii() {
            assert!(blast.fails.get() >= before * (1.0 - 1e-9) && blast.adds >= -1e-12, "{}", blast.name);
            let said = breaking.without(&[blast.element]).unwrap().sentence.to_string();
            assert!(said.starts_with("With ") && !said.contains("NaN") && !said.contains("100 %"), "{said}");
        }
    }
}

#[test]
fn a_shared_fate_does_to_the_users_that_it_touches_what_its_instances_down_do() {
    for template in templates() {
        let plan = (template.build)();
        let breaking = Breaking::of(&plan).unwrap();
        let before = analyse(&plan).service.unwrap().unavailability.get();
        let radii = breaking.mode_radii();
        for mode in plan.modes.iter().filter(|m| !matches!(m.target, Target::Component(_))) {
            let found = radii.iter().find(|radius| radius.mode == mode.id).unwrap();
            let fails = found.fails.get();
            assert!((fails - before - found.adds).abs() < 1e-12 && found.adds >= -1e-12, "{found:?}");
            if let (Target::Region(id), Scope::Region) = (mode.target, mode.scope) {
                let share = analyse(&plan).modes.iter().find(|m| m.id == mode.id).unwrap().share;
                let down = self::fails(&plan, &[Element::Region(id)]);
                let expected = share * down + (1.0 - share) * before;
                assert!((fails - expected).abs() < 1e-9, "{}: {fails} {expected}", mode.name);
            }
            if mode.target == Target::Domain && mode.scope == Scope::Global {
                let share = analyse(&plan).modes.iter().find(|m| m.id == mode.id).unwrap().share;
                assert!(fails >= share * (1.0 - 1e-9), "{}: {fails}", mode.name);
            }
        }
    }
}
