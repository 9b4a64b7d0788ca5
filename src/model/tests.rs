//! Laws of edits, history and findings over random edits of a sample plan.

use proptest::prelude::*;
use proptest::sample::select;

use super::catalogue::KINDS;
use super::templates::{templates, worked_example};
use super::*;
use crate::quantity::{Estimate, Probability, Quantity, Spread};
use crate::slo::Objective;

/// Identities of the worked example, some that copies get, and some that nothing has.
fn id() -> impl Strategy<Value = Id> {
    let mut ids: Vec<Id> = ["web-2", "europe-west-2", "zone-d", "browse-2", "nothing", "x"]
        .iter()
        .map(|text| Id::new(text).unwrap())
        .collect();
    let plan = worked_example();
    ids.extend(plan.regions.iter().flat_map(|r| r.zones.iter().map(|z| z.id).chain([r.id])));
    ids.extend(plan.components.iter().map(|c| c.id));
    ids.extend(plan.journeys.iter().map(|j| j.id));
    ids.extend(plan.modes.iter().take(8).map(|m| m.id));
    select(ids)
}

fn choice<C: Choice + core::fmt::Debug>() -> impl Strategy<Value = C> {
    select(C::ALL)
}

fn place() -> impl Strategy<Value = Place> {
    prop_oneof![
        1 => Just(Place::Plan),
        1 => Just(Place::Routing),
        1 => Just(Place::Prices),
        4 => id().prop_map(Place::Region),
        4 => id().prop_map(Place::Zone),
        4 => id().prop_map(Place::Component),
        4 => id().prop_map(Place::Mode),
        4 => id().prop_map(Place::Journey),
        1 => choice().prop_map(Place::Practice),
    ]
}

fn estimate<Q: Quantity>(max: f64) -> impl Strategy<Value = Estimate<Q>> {
    (0.0..=max).prop_map(|value| Estimate::assumed(Q::clamped(value)))
}

fn need() -> impl Strategy<Value = Dependency> {
    let soft = (proptest::option::of(estimate(1.0)), proptest::option::of(estimate(60.0)), 0..7u32);
    (id(), soft).prop_map(|(on, (degraded, rides_out, retries))| Dependency {
        on,
        degraded,
        rides_out,
        retries,
    })
}

fn drill() -> impl Strategy<Value = Drill> {
    (estimate(1e6), estimate(1.0), estimate(1e6)).prop_map(|(every, untested, half_life)| Drill {
        every,
        untested,
        half_life,
    })
}

fn sharing() -> impl Strategy<Value = Sharing> {
    prop_oneof![
        Just(Sharing::Beta),
        (estimate(1.0), estimate(1.0)).prop_map(|(gamma, delta)| Sharing::Greek { gamma, delta }),
        (estimate(1.0), estimate(1.0), estimate(1.0)).prop_map(|(two, three, four)| Sharing::Alpha {
            two,
            three,
            four
        }),
    ]
}

fn target() -> impl Strategy<Value = Target> {
    prop_oneof![id().prop_map(Target::Component), id().prop_map(Target::Region), Just(Target::Domain)]
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![4 => "[A-Za-zäß]{1,10}( [0-9])?", 1 => Just(String::new()), 1 => Just("a\nb".into()), 1 => Just("x".repeat(81))]
}

fn item() -> impl Strategy<Value = Item> {
    let region = (id(), name(), 0..8usize, id()).prop_map(|(id, name, zones, zone)| {
        let mut region = worked_example().regions.remove(0);
        let zones =
            (0..zones).map(|i| Zone { id: if i == 0 { zone } else { new_id(i) }, name: format!("Zone {i}") });
        region.zones = zones.collect();
        Item::Region(Region { id, name, ..region })
    });
    let zone = (id(), id(), name()).prop_map(|(region, id, name)| Item::Zone(region, Zone { id, name }));
    let component =
        (id(), name(), select(KINDS), 0..70u32, prop::collection::vec(need(), 0..3), any::<bool>()).prop_map(
            |(id, name, kind, replicas, dependencies, with_modes)| {
                let modes = if with_modes { kind.failure_modes(id, &name, |_| false) } else { Vec::new() };
                Item::Component(Component { replicas, dependencies, ..kind.component(id, &name) }, modes)
            },
        );
    let mode = (id(), name(), target()).prop_map(|(id, name, target)| {
        Item::Mode(FailureMode { id, name, target, ..worked_example().modes.remove(0) })
    });
    let journey = (id(), name(), prop::collection::vec(need(), 0..3)).prop_map(|(id, name, needs)| {
        Item::Journey(Journey { id, name, needs, ..worked_example().journeys.remove(0) })
    });
    prop_oneof![region, zone, component, mode, journey]
}

fn new_id(n: usize) -> Id {
    Id::new(&format!("new-{n}")).unwrap()
}

fn probability_field() -> impl Strategy<Value = ProbabilityField> {
    use ProbabilityField as F;
    (id(), place(), 0..17usize).prop_map(|(id, place, which)| {
        [
            F::RegionTraffic(id),
            F::RegionCapacity(id),
            F::RoutingCoverage,
            F::ComponentCoverage(id),
            F::ModeShare(id),
            F::ModeBeta(id),
            F::JourneyTraffic(id),
            F::Degraded(place, id),
            F::Reserve,
            F::OnCallShare,
            F::ComponentDormancy(id),
            F::DrillUntested(place),
            F::ModeGamma(id),
            F::ModeDelta(id),
            F::ModeAlphaTwo(id),
            F::ModeAlphaThree(id),
            F::ModeAlphaFour(id),
        ][which]
    })
}

fn duration_field() -> impl Strategy<Value = DurationField> {
    use DurationField as F;
    (id(), choice(), place(), 0..8usize).prop_map(|(id, part, place, which)| {
        [
            F::DrillEvery(place),
            F::DrillHalfLife(place),
            F::RidesOut(place, id),
            F::RoutingTime,
            F::RoutingManual,
            F::ComponentTime(id),
            F::ComponentManual(id),
            F::ModePart(id, part),
        ][which]
    })
}

fn money_field() -> impl Strategy<Value = MoneyField> {
    use MoneyField as F;
    (id(), choice(), 0..6usize).prop_map(|(id, practice, which)| {
        let all = [
            F::UnitPrice(id),
            F::Engineer,
            F::ZoneTraffic,
            F::RegionTraffic,
            F::ValuePerHour,
            F::Practice(practice),
        ];
        all[which]
    })
}

fn number() -> impl Strategy<Value = Edit> {
    prop_oneof![
        (probability_field(), estimate(1.0)).prop_map(|(f, v)| Edit::SetProbability(f, v)),
        (duration_field(), estimate(1e4)).prop_map(|(f, v)| Edit::SetDuration(f, v)),
        duration_field().prop_map(Edit::ClearDuration),
        (place(), id(), 0..7u32).prop_map(|(place, on, n)| Edit::SetRetries(place, on, n)),
        proptest::option::of(0..1100u32).prop_map(Edit::SetResponders),
        (id(), estimate(1e3)).prop_map(|(id, v)| Edit::SetRate(id, v)),
        (id(), 0.0..3.0).prop_map(|(id, v)| Edit::SetSpread(id, Spread::clamped(v))),
        (money_field(), estimate(1e6)).prop_map(|(f, v)| Edit::SetMoney(f, v)),
        money_field().prop_map(Edit::ClearMoney),
        (any::<bool>(), estimate(1e6)).prop_map(|(zone, v)| {
            Edit::SetVolume(if zone { VolumeField::ZoneTraffic } else { VolumeField::RegionTraffic }, v)
        }),
        (id(), 0.5..0.999_999)
            .prop_map(|(id, v)| { Edit::SetObjective(id, Objective::new(Probability::clamped(v)).unwrap()) }),
        (id(), 0..70u32).prop_map(|(id, n)| Edit::SetReplicas(id, n)),
        (id(), 0..70u32).prop_map(|(id, n)| Edit::SetNeeded(id, n)),
        (choice(), 0..5u8).prop_map(|(practice, level)| Edit::SetPractice(practice, level)),
    ]
}

fn setting() -> impl Strategy<Value = Edit> {
    prop_oneof![
        (place(), name()).prop_map(|(place, name)| Edit::Rename(place, name)),
        name().prop_map(Edit::SetLesson),
        (id(), choice()).prop_map(|(id, v)| Edit::SetPlacement(id, v)),
        (id(), prop::collection::vec(id(), 0..3)).prop_map(|(id, v)| Edit::SetComponentRegions(id, v)),
        (id(), name()).prop_map(|(id, v)| Edit::SetKind(id, v)),
        (id(), choice()).prop_map(|(id, v)| Edit::SetRedundancy(id, v)),
        (id(), choice()).prop_map(|(id, v)| Edit::SetOverload(id, v)),
        (place(), proptest::option::of(drill())).prop_map(|(place, v)| Edit::SetDrill(place, v)),
        (id(), sharing()).prop_map(|(id, v)| Edit::SetSharing(id, v)),
        choice().prop_map(Edit::SetRoutingKind),
        choice().prop_map(Edit::SetRoutingOverload),
        (id(), target()).prop_map(|(id, v)| Edit::SetTarget(id, v)),
        (id(), choice()).prop_map(|(id, v)| Edit::SetScope(id, v)),
        (id(), choice()).prop_map(|(id, v)| Edit::SetCause(id, v)),
        (id(), choice()).prop_map(|(id, v)| Edit::SetOwner(id, v)),
        (id(), choice()).prop_map(|(id, v)| Edit::SetReach(id, v)),
        choice().prop_map(Edit::SetCurrency),
    ]
}

fn structure() -> impl Strategy<Value = Edit> {
    prop_oneof![
        (item(), proptest::option::of(0..10usize)).prop_map(|(item, at)| Edit::Add(Box::new(item), at)),
        place().prop_map(Edit::Remove),
        place().prop_map(Edit::Duplicate),
        (place(), 0..10usize).prop_map(|(place, at)| Edit::Move(place, at)),
        (place(), need()).prop_map(|(place, need)| Edit::SetDependency(place, need)),
        (place(), id()).prop_map(|(place, on)| Edit::RemoveDependency(place, on)),
        (0..10u32).prop_map(Edit::ScaleRegions),
        (0..8u32).prop_map(Edit::ScaleZones),
        (0..6usize).prop_map(|i| Edit::Replace(Box::new((templates()[i].build)()))),
    ]
}

fn edit() -> impl Strategy<Value = Edit> {
    let one = || prop_oneof![2 => number(), 1 => setting(), 3 => structure()];
    prop_oneof![8 => one(), 1 => prop::collection::vec(one(), 0..3).prop_map(Edit::Batch)]
}

/// The plan after those edits that fit.
fn after(edits: &[Edit]) -> Plan {
    edits.iter().fold(worked_example(), |plan, edit| plan.apply(edit).unwrap_or(plan))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn undoing_everything_gives_the_start_and_redoing_everything_the_end(
        edits in prop::collection::vec(edit(), 0..30),
    ) {
        let start = worked_example();
        let mut history = History::new(start.clone());
        for edit in &edits {
            if let Ok(next) = history.present().apply(edit) {
                let label = edit.label(history.present());
                history.record(label, next);
            }
        }
        let end = history.present().clone();
        prop_assert_eq!(&end, &after(&edits));
        while history.undo() {}
        prop_assert_eq!(history.present(), &start);
        while history.redo() {}
        prop_assert_eq!(history.present(), &end);
        prop_assert!(history.redo_label().is_none());
    }

    #[test]
    fn no_edit_brings_in_an_unknown_or_taken_identity_or_breaks_a_limit(
        edits in prop::collection::vec(edit(), 0..30),
    ) {
        use FindingKind as Kind;
        let never = [
            Kind::Dangling, Kind::Duplicate, Kind::TooMany, Kind::NoRegion, Kind::NoZone, Kind::BadName,
            Kind::NeededTwice, Kind::UnknownLevel,
        ];
        let findings = check(&after(&edits));
        prop_assert!(findings.iter().all(|f| !never.contains(&f.code)), "{:?}", findings);
    }

    #[test]
    fn a_plan_made_by_edits_can_replace_another(edits in prop::collection::vec(edit(), 0..30)) {
        let plan = after(&edits);
        prop_assert_eq!(worked_example().apply(&Edit::Replace(Box::new(plan.clone()))), Ok(plan));
    }

    #[test]
    fn every_finding_points_at_something_that_is_there(edits in prop::collection::vec(edit(), 0..30)) {
        let plan = after(&edits);
        for finding in check(&plan) {
            prop_assert!(plan.has(finding.place), "{:?}", finding);
            prop_assert!(finding.what.ends_with('.') && finding.advice.ends_with('.'), "{:?}", finding);
        }
    }

    #[test]
    fn an_edit_that_fits_reads_back_through_its_field(edits in prop::collection::vec(edit(), 0..5), edit in number()) {
        let Ok(plan) = after(&edits).apply(&edit) else { return Ok(()) };
        match edit {
            Edit::SetProbability(field, value) => prop_assert_eq!(field.get(&plan), Some(&value)),
            Edit::SetDuration(field, value) => prop_assert_eq!(field.get(&plan), Some(&value)),
            Edit::ClearDuration(field) => prop_assert_eq!(field.get(&plan), None),
            Edit::SetMoney(field, value) => prop_assert_eq!(field.get(&plan), Some(&value)),
            Edit::ClearMoney(field) => prop_assert_eq!(field.get(&plan), None),
            Edit::SetVolume(field, value) => prop_assert_eq!(field.get(&plan), &value),
            Edit::SetRate(id, value) => prop_assert_eq!(get_rate(&plan, id), Some(&value)),
            _ => {}
        }
    }

    #[test]
    fn scaling_twice_is_scaling_once(edits in prop::collection::vec(edit(), 0..10), n in 1..=6u32) {
        for edit in [Edit::ScaleRegions(n), Edit::ScaleZones(n)] {
            let Ok(once) = after(&edits).apply(&edit) else { continue };
            prop_assert_eq!(once.apply(&edit), Ok(once));
        }
    }
}

#[test]
fn the_random_edits_are_not_all_refused() {
    // Guards the laws above against a generator that only makes edits that do not fit.
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let fits = (0..500).filter(|_| {
        let edit = edit().new_tree(&mut runner).unwrap().current();
        worked_example().apply(&edit).is_ok()
    });
    let fits = fits.count();
    assert!((100..400).contains(&fits), "{fits} of 500");
}
