use super::*;
use crate::model::templates::worked_example;
use crate::model::{Dependency, Drill, Edit, Id, Journey, Redundancy, RoutingKind, Scope, Sharing, Target};
use crate::quantity::{Duration, Estimate, Probability, Quantity, Rate};
use crate::slo::Objective;

fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

fn share(value: f64) -> Estimate<Probability> {
    Estimate::assumed(Probability::clamped(value))
}

/// What the worked example is found to have after a change.
fn found(change: impl FnOnce(&mut Plan)) -> Vec<(FindingKind, Place)> {
    let mut plan = worked_example();
    change(&mut plan);
    check(&plan).iter().map(|f| (f.code, f.place)).collect()
}

#[test]
fn what_must_be_there_is_asked_for() {
    use FindingKind as Kind;
    let codes = |found: Vec<(Kind, Place)>| found.into_iter().map(|(kind, _)| kind).collect::<Vec<_>>();
    assert_eq!(codes(found(|p| p.regions.clear())), [Kind::NoRegion]);
    assert_eq!(found(|p| p.regions[0].zones.clear()), [(Kind::NoZone, Place::Region(id("europe-west")))]);
    assert_eq!(codes(found(|p| p.journeys.clear())), [Kind::NoJourney]);
    assert!(codes(found(|p| p.components.clear())).contains(&Kind::NoComponent));
    let empty = found(|p| p.journeys[0].needs.clear());
    assert_eq!(empty, [(Kind::NeedsNothing, Place::Journey(id("browse")))]);
}

#[test]
fn a_circle_is_named_even_when_a_need_in_it_is_optional() {
    let mut plan = worked_example();
    plan.components[4].dependencies.push(Dependency::optional(id("web"), share(0.5)));
    let findings = check(&plan);
    assert_eq!(findings.len(), 1);
    assert_eq!((findings[0].code, findings[0].severity), (FindingKind::Cycle, Severity::Error));
    assert_eq!(findings[0].what, "Components need each other in a circle: Web → Orders database → Web.");
}

#[test]
fn a_component_that_needs_itself_is_a_circle() {
    let found = found(|p| p.components[2].dependencies.push(Dependency::required(id("web"))));
    assert_eq!(found, [(FindingKind::Cycle, Place::Component(id("web")))]);
}

#[test]
fn a_diamond_is_no_circle() {
    let edits = [("load-balancer", "cache"), ("load-balancer", "orders"), ("cache", "orders")];
    let plan = edits.iter().fold(worked_example(), |plan, (from, on)| {
        let need = Dependency::required(id(on));
        plan.apply(&Edit::SetDependency(Place::Component(id(from)), need)).unwrap()
    });
    assert_eq!(check(&plan), []);
}

#[test]
fn references_to_nothing_are_found_where_they_are() {
    let need = || Dependency::required(id("nose"));
    let dangling = |place| vec![(FindingKind::Dangling, place)];
    assert_eq!(found(|p| p.components[2].dependencies.push(need())), dangling(Place::Component(id("web"))));
    assert_eq!(found(|p| p.journeys[0].needs.push(need())), dangling(Place::Journey(id("browse"))));
    assert_eq!(found(|p| p.components[2].regions.push(id("nose"))), dangling(Place::Component(id("web"))));
    let mode = worked_example().modes[0].id;
    for target in [Target::Component(id("nose")), Target::Region(id("nose"))] {
        let found = found(|p| p.modes[0].target = target);
        assert_eq!(found[..1], dangling(Place::Mode(mode)));
    }
}

#[test]
fn the_same_identity_twice_is_found_for_every_sort_of_thing() {
    let all = found(|p| {
        p.regions.push(p.regions[0].clone());
        p.components.push(p.components[0].clone());
        p.modes.push(p.modes[0].clone());
        p.journeys.push(p.journeys[0].clone());
    });
    let places: Vec<Place> =
        all.iter().filter(|(kind, _)| *kind == FindingKind::Duplicate).map(|(_, place)| *place).collect();
    assert_eq!(places.len(), 1 + 3 + 1 + 1 + 1);
}

#[test]
fn replicas_must_suffice() {
    let web = Place::Component(id("web"));
    for (replicas, needed) in [(2, 3), (3, 0), (0, 0), (65, 1)] {
        let found = found(|p| (p.components[2].replicas, p.components[2].needed) = (replicas, needed));
        assert_eq!(found, [(FindingKind::Replicas, web)], "{needed} of {replicas}");
    }
    let alone = found(|p| (p.components[2].needed, p.components[2].redundancy) = (3, Redundancy::Standby));
    assert_eq!(alone, [(FindingKind::NoSpare, web)]);
}

#[test]
fn every_sort_of_standby_needs_somebody_who_stands_by() {
    for (redundancy, words) in [
        (Redundancy::Standby, "hot standby"),
        (Redundancy::WarmStandby, "warm standby"),
        (Redundancy::ColdStandby, "cold standby"),
    ] {
        let mut plan = worked_example();
        (plan.components[2].needed, plan.components[2].redundancy) = (3, redundancy);
        let [finding] = &check(&plan)[..] else { panic!("{redundancy:?}") };
        assert_eq!((finding.code, finding.place), (FindingKind::NoSpare, Place::Component(id("web"))));
        assert!(finding.what.contains(words), "{}", finding.what);
    }
}

#[test]
fn drills_that_take_no_time_or_harm_are_found_where_they_are() {
    let minutes = |value| Estimate::assumed(Duration::clamped(value));
    let drill = |every, untested, half_life| {
        Some(Drill { every: minutes(every), untested: share(untested), half_life: minutes(half_life) })
    };
    for (drill, expected) in [
        (drill(1e5, 0.5, 1e5), vec![]),
        (drill(0.0, 0.5, 1e5), vec![FindingKind::NoTime]),
        (drill(1e5, 0.5, 0.0), vec![FindingKind::NoTime]),
        (drill(0.0, 0.5, 0.0), vec![FindingKind::NoTime, FindingKind::NoTime]),
        (drill(1e5, 0.999, 1e5), vec![FindingKind::DrillHarms]),
    ] {
        let all = |place| expected.iter().map(|kind| (*kind, place)).collect::<Vec<_>>();
        let of_component = found(|p| p.components[2].failover.drill = drill.clone());
        assert_eq!(of_component, all(Place::Component(id("web"))), "{drill:?}");
        let of_routing = found(|p| p.routing.failover.drill = drill.clone());
        assert_eq!(of_routing, all(Place::Routing), "{drill:?}");
    }
    let mut plan = worked_example();
    plan.components[2].failover.drill = drill(1e5, 0.5, 0.0);
    assert_eq!(check(&plan)[0].what, "The takeover of Web is half forgotten after 0 minutes.");
    assert_eq!(check(&plan)[0].severity, Severity::Error);
}

#[test]
fn alpha_factors_add_to_at_most_one() {
    let alpha = |two, three, four| Sharing::Alpha { two: share(two), three: share(three), four: share(four) };
    assert_eq!(found(|p| p.modes[0].sharing = alpha(0.7, 0.2, 0.1)), []);
    let mode = worked_example().modes[0].id;
    let over = found(|p| p.modes[0].sharing = alpha(0.7, 0.2, 0.2));
    assert_eq!(over, [(FindingKind::FactorsOff, Place::Mode(mode))]);
    // Each letter is a share of a share: they cannot add up to too much.
    assert_eq!(found(|p| p.modes[0].sharing = Sharing::Greek { gamma: share(1.0), delta: share(1.0) }), []);
}

#[test]
fn beyond_one_no_share_of_common_cause_can_be() {
    assert!(Probability::new(1.000_001).is_err());
}

#[test]
fn retries_are_few_and_nothing_is_ridden_out_for_ever() {
    let web = Place::Component(id("web"));
    let on = worked_example().components[2].dependencies[0].on;
    let need = |p: &mut Plan, retries, days: f64| {
        let rides_out = Some(Estimate::assumed(Duration::clamped(days * 1440.0)));
        p.components[2].dependencies[0] = Dependency { rides_out, retries, ..Dependency::required(on) };
    };
    assert_eq!(found(|p| need(p, 5, 30.0)), []);
    assert_eq!(found(|p| need(p, 6, 30.0)), [(FindingKind::TooManyRetries, web)]);
    assert_eq!(found(|p| need(p, 5, 31.0)), [(FindingKind::RidesOutTooLong, web)]);
    let plan = worked_example();
    let error = plan.apply(&Edit::SetRetries(web, on, 6)).unwrap_err();
    assert_eq!(error.to_string(), "component web would have 6 retries; 0 to 5 are possible");
}

#[test]
fn somebody_works_on_incidents() {
    for n in [0, 1001, u32::MAX] {
        assert_eq!(found(|p| p.responders = Some(n)), [(FindingKind::Responders, Place::Plan)], "{n}");
        assert!(worked_example().apply(&Edit::SetResponders(Some(n))).is_err());
    }
    for n in [None, Some(1), Some(1000)] {
        assert_eq!(found(|p| p.responders = n), []);
    }
}

#[test]
fn a_circle_of_optional_needs_alone_is_named() {
    let mut plan = worked_example();
    for component in &mut plan.components {
        component.dependencies.iter_mut().for_each(|need| need.degraded = Some(share(0.2)));
    }
    assert_eq!(check(&plan), []);
    plan.components[4].dependencies.push(Dependency::optional(id("web"), share(0.5)));
    let findings = check(&plan);
    assert_eq!(findings.len(), 1);
    assert_eq!((findings[0].code, findings[0].severity), (FindingKind::Cycle, Severity::Error));
}

#[test]
fn shares_add_to_one_within_half_a_per_cent() {
    for (browse, expected) in [
        (0.8, None),
        (0.796, None),
        (0.79, Some(FindingKind::SharesOff)),
        (0.81, Some(FindingKind::SharesOff)),
    ] {
        let found = found(|p| p.journeys[0].traffic = share(browse));
        assert_eq!(found.first().map(|(kind, _)| *kind), expected, "{browse}");
    }
    let nobody = found(|p| p.regions[0].traffic = share(0.0));
    assert_eq!(nobody, [(FindingKind::NoUsers, Place::Plan)]);
}

#[test]
fn what_no_journey_reaches_is_an_orphan() {
    let found = found(|p| p.journeys.truncate(1));
    assert!(found.contains(&(FindingKind::Orphan, Place::Component(id("payment")))));
    assert_eq!(found.iter().filter(|(kind, _)| *kind == FindingKind::Orphan).count(), 1);
}

#[test]
fn a_scope_must_be_one_that_its_target_has() {
    for (target, scope, fits) in [
        (Target::Component(id("dns")), Scope::Zone, false),
        (Target::Component(id("dns")), Scope::Region, false),
        (Target::Component(id("dns")), Scope::Instance, true),
        (Target::Component(id("web")), Scope::Zone, true),
        (Target::Domain, Scope::Instance, false),
        (Target::Domain, Scope::Global, true),
        (Target::Region(id("europe-west")), Scope::Global, false),
        (Target::Region(id("europe-west")), Scope::Zone, true),
    ] {
        let found = found(|p| (p.modes[0].target, p.modes[0].scope) = (target, scope));
        assert_eq!(found.is_empty(), fits, "{target:?} {scope:?}");
        assert!(found.iter().all(|(kind, _)| *kind == FindingKind::ScopeCannotApply));
    }
}

#[test]
fn modes_that_never_or_nearly_always_count_are_found() {
    let rate = |value| Estimate::assumed(Rate::clamped(value));
    let code = |found: Vec<(FindingKind, Place)>| found.first().map(|(kind, _)| *kind);
    assert_eq!(code(found(|p| p.modes[0].rate = rate(0.0))), Some(FindingKind::NeverCounts));
    assert_eq!(code(found(|p| p.modes[0].share = share(0.0))), Some(FindingKind::NeverCounts));
    let no_time = |p: &mut Plan| {
        p.modes[0].parts = p.modes[0].parts.map(|_, _| Estimate::assumed(Duration::ZERO));
    };
    assert_eq!(code(found(no_time)), Some(FindingKind::NeverCounts));
    assert_eq!(code(found(|p| p.modes[0].rate = rate(1e5))), Some(FindingKind::MostlyDown));
}

#[test]
fn routing_needs_somewhere_to_go_and_room_there() {
    let alone = found(|p| p.routing.kind = RoutingKind::Automatic);
    assert_eq!(alone, [(FindingKind::NothingToRoute, Place::Routing)]);
    let small = worked_example().apply(&Edit::ScaleRegions(2)).unwrap();
    let first = small.regions[0].id;
    let small = small
        .apply(&Edit::SetProbability(crate::model::ProbabilityField::RegionCapacity(first), share(0.6)))
        .unwrap();
    let findings = check(&small);
    assert_eq!(findings.len(), 1);
    assert_eq!(
        (findings[0].code, findings[0].place),
        (FindingKind::TooLittleCapacity, Place::Region(small.regions[1].id))
    );
    assert_eq!(
        findings[0].what,
        "When Europe West 2 is down, the other regions can carry 60 % of all users."
    );
}

#[test]
fn a_promise_above_the_third_gate_is_questioned() {
    let objective = Objective::new(Probability::clamped(0.999_999)).unwrap();
    let found = found(|p| p.journeys[0].objective = objective);
    assert_eq!(found, [(FindingKind::ObjectiveAboveGates, Place::Journey(id("browse")))]);
}

#[test]
fn kinds_levels_names_and_twofold_needs_are_looked_at() {
    assert_eq!(
        found(|p| p.components[2].kind = "nose".into()),
        [(FindingKind::UnknownKind, Place::Component(id("web")))]
    );
    assert_eq!(found(|p| p.name.clear()), [(FindingKind::BadName, Place::Plan)]);
    let twice = found(|p| p.journeys[0].needs.extend_from_within(..1));
    assert_eq!(twice, [(FindingKind::NeededTwice, Place::Journey(id("browse")))]);
    let practice = *worked_example().practices.keys().next().unwrap();
    let level = found(|p| p.practices.get_mut(&practice).unwrap().level = 9);
    assert_eq!(level, [(FindingKind::UnknownLevel, Place::Practice(practice))]);
}

#[test]
fn errors_come_before_warnings() {
    let mut plan = worked_example();
    plan.name.clear();
    plan.journeys.push(Journey { id: id("new"), needs: Vec::new(), ..plan.journeys[0].clone() });
    let severities: Vec<Severity> = check(&plan).iter().map(|f| f.severity).collect();
    assert!(severities.is_sorted() && severities.len() >= 3);
}

#[test]
fn a_chain_of_five_thousand_components_is_checked_without_trouble() {
    let mut plan = worked_example();
    let template = plan.components[0].clone();
    let ids: Vec<Id> = (0..5000).map(|i| id(&format!("c{i}"))).collect();
    plan.components.extend(ids.windows(2).map(|pair| crate::model::Component {
        id: pair[0],
        dependencies: vec![Dependency::required(pair[1])],
        ..template.clone()
    }));
    assert!(check(&plan).iter().any(|f| f.code == FindingKind::TooMany));
}
