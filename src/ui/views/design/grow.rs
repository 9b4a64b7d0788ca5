//! The edits behind the buttons: what is added, where it stands in its list, what is selected next.

use crate::model::catalogue::{Kind, SHARED_FATE};
use crate::model::{
    Choice, Dependency, Edit, FailureMode, Id, Item, Journey, Place, Plan, Region, Scope, Target, Zone,
};
use crate::quantity::{Estimate, Probability, Quantity, text};
use crate::slo::Objective;

/// Adds a component of a kind, with the failure modes that come with it.
pub fn component(plan: &Plan, kind: &Kind) -> Edit {
    let name = free_name(kind.name, |name| plan.components.iter().any(|c| c.name == name));
    let id = Id::from_name(&name, |id| plan.component(id).is_some());
    let modes = kind.failure_modes(id, &name, |id| plan.mode(id).is_some());
    Edit::Add(Box::new(Item::Component(kind.component(id, &name), modes)), None)
}

/// Adds a region. While users are spread evenly they stay so; otherwise it starts without users.
pub fn region(plan: &Plan) -> Edit {
    let shares: Vec<Probability> = plan.regions.iter().map(|r| r.traffic.likely()).collect();
    if !shares.is_empty() && shares.iter().all(|share| *share == shares[0]) {
        return Edit::ScaleRegions(shares.len() as u32 + 1);
    }
    let name = free_name("Region", |name| plan.regions.iter().any(|r| r.name == name));
    let id = Id::from_name(&name, |id| plan.region(id).is_some());
    let first = plan.regions.is_empty();
    let zones = plan.regions.last().map_or(1, |r| r.zones.len());
    let mut taken: Vec<Id> = plan.regions.iter().flat_map(|r| r.zones.iter().map(|z| z.id)).collect();
    let zones = (0..zones)
        .map(|index| {
            let letter = char::from(b'a' + (index % 26) as u8);
            let mut name = String::from("zone ");
            name.push(letter);
            let id = Id::from_name(&name, |id| taken.contains(&id));
            taken.push(id);
            Zone { id, name }
        })
        .collect();
    let traffic = Estimate::assumed(if first { Probability::ONE } else { Probability::ZERO });
    let capacity = Estimate::assumed(Probability::ONE);
    Edit::Add(Box::new(Item::Region(Region { id, name, traffic, capacity, zones })), None)
}

/// Adds a zone to a region: a copy of its last one, or its first.
pub fn zone(plan: &Plan, region: Id) -> Edit {
    if let Some(last) = plan.region(region).and_then(|r| r.zones.last()) {
        return Edit::Duplicate(Place::Zone(last.id));
    }
    let name = "zone a".to_owned();
    let id = Id::from_name(&name, |id| plan.zone(id).is_some());
    Edit::Add(Box::new(Item::Zone(region, Zone { id, name })), None)
}

/// Adds a journey that needs nothing yet, with three nines as its objective. The first one has all
/// the traffic, a later one none until somebody says so.
pub fn journey(plan: &Plan) -> Option<Edit> {
    let name = free_name("Journey", |name| plan.journeys.iter().any(|j| j.name == name));
    let id = Id::from_name(&name, |id| plan.journey(id).is_some());
    let traffic =
        Estimate::assumed(if plan.journeys.is_empty() { Probability::ONE } else { Probability::ZERO });
    let objective = Objective::new(Probability::clamped(0.999)).ok()?;
    let journey = Journey { id, name, traffic, objective, needs: Vec::new() };
    Some(Edit::Add(Box::new(Item::Journey(journey)), None))
}

/// Adds a failure mode to a target, with the numbers of a bad configuration push to start from.
pub fn mode(plan: &Plan, target: Target) -> Option<Edit> {
    let name = match target {
        Target::Component(id) => {
            let mut name = String::from("failure of ");
            name.push_str(plan.name_at(Place::Component(id))?);
            name
        }
        Target::Domain | Target::Region(_) => "shared failure".to_owned(),
    };
    let name = free_name(&name, |name| plan.modes.iter().any(|m| m.name == name));
    let id = Id::from_name(&name, |id| plan.mode(id).is_some());
    let mut mode = SHARED_FATE.first()?.mode(id, &name, target);
    mode.scope = match target {
        Target::Component(_) => Scope::Instance,
        Target::Domain => Scope::Global,
        Target::Region(_) => Scope::Region,
    };
    Some(Edit::Add(Box::new(Item::Mode(mode)), None))
}

/// Puts a component into a region or takes it out; standing in every region is written as no list.
/// Nothing when it would stand nowhere.
pub fn toggle_region(plan: &Plan, component: Id, region: Id) -> Option<Edit> {
    let found = plan.component(component)?;
    let stands = |id: Id| found.stands_in(id) != (id == region);
    let next: Vec<Id> = plan.regions.iter().map(|r| r.id).filter(|id| stands(*id)).collect();
    let all = next.len() == plan.regions.len();
    (!next.is_empty()).then(|| Edit::SetComponentRegions(component, if all { Vec::new() } else { next }))
}

/// The components that a component or a journey could need and does not yet.
pub fn not_needed(plan: &Plan, place: Place) -> Vec<(Id, String)> {
    let needs = plan.needs(place);
    let free = |id: Id| place != Place::Component(id) && needs.iter().all(|need| need.on != id);
    plan.components.iter().filter(|c| free(c.id)).map(|c| (c.id, c.name.clone())).collect()
}

/// What softens an outage of a need, in words: "rides out 5 min, 2 retries".
pub fn softened(plan: &Plan, place: Place, on: Id) -> String {
    let Some(need) = plan.need(place, on) else { return String::new() };
    let rides_out = need.rides_out.as_ref().map(|time| text::duration(time.likely().minutes()));
    let mut words =
        rides_out.map_or_else(|| "felt at once".to_owned(), |time| ["rides out ", &time].concat());
    match need.retries {
        0 => {}
        1 => words.push_str(", 1 retry"),
        n => words.push_str(&[", ", &n.to_string(), " retries"].concat()),
    }
    words
}

/// What needs a component: components first, then journeys.
pub fn needed_by(plan: &Plan, component: Id) -> Vec<Place> {
    let needs = |list: &[Dependency]| list.iter().any(|need| need.on == component);
    let components =
        plan.components.iter().filter(|c| needs(&c.dependencies)).map(|c| Place::Component(c.id));
    let journeys = plan.journeys.iter().filter(|j| needs(&j.needs)).map(|j| Place::Journey(j.id));
    components.chain(journeys).collect()
}

/// Makes a need required, or optional with a tenth of the requests degraded to start from; the rest of it stays.
pub fn need(plan: &Plan, place: Place, on: Id, optional: bool) -> Edit {
    let degraded = optional.then(|| Estimate::assumed(Probability::clamped(0.1)));
    let before = plan.need(place, on).cloned().unwrap_or_else(|| Dependency::required(on));
    Edit::SetDependency(place, Dependency { degraded, ..before })
}

/// What the next plan has and this one had not: the first such place, regions and components first.
pub fn added(before: &Plan, after: &Plan) -> Option<Place> {
    places(after).into_iter().find(|place| !before.has(*place))
}

/// Everything in a plan that has an identity.
pub fn places(plan: &Plan) -> Vec<Place> {
    let zones = plan.regions.iter().flat_map(|r| &r.zones).map(|z| Place::Zone(z.id));
    let mut places: Vec<Place> = plan.regions.iter().map(|r| Place::Region(r.id)).collect();
    places.extend(plan.components.iter().map(|c| Place::Component(c.id)));
    places.extend(plan.journeys.iter().map(|j| Place::Journey(j.id)));
    places.extend(plan.modes.iter().map(|m| Place::Mode(m.id)));
    places.extend(zones);
    places
}

/// Where a place stands in its list, and how many there are.
pub fn position(plan: &Plan, place: Place) -> Option<(usize, usize)> {
    let at = |ids: Vec<Id>, id: Id| ids.iter().position(|i| *i == id).map(|index| (index, ids.len()));
    match place {
        Place::Region(id) => at(plan.regions.iter().map(|r| r.id).collect(), id),
        Place::Component(id) => at(plan.components.iter().map(|c| c.id).collect(), id),
        Place::Mode(id) => at(plan.modes.iter().map(|m| m.id).collect(), id),
        Place::Journey(id) => at(plan.journeys.iter().map(|j| j.id).collect(), id),
        Place::Zone(id) => {
            let region = plan.regions.iter().find(|r| r.zones.iter().any(|z| z.id == id))?;
            at(region.zones.iter().map(|z| z.id).collect(), id)
        }
        Place::Plan
        | Place::Routing
        | Place::Prices
        | Place::Practice(_)
        | Place::Risk(_)
        | Place::Monitor(_) => None,
    }
}

/// What sort of thing a place is, with where it stands: the line under its name.
pub fn described(plan: &Plan, place: Place) -> String {
    let words = |parts: &[&str]| parts.concat();
    match place {
        Place::Component(id) => plan.component(id).map_or_else(String::new, |c| {
            let kind = Kind::by_key(&c.kind).map_or(c.kind.as_str(), |k| k.name);
            words(&[kind, " · ", c.placement.key()])
        }),
        Place::Mode(id) => plan.mode(id).map_or_else(String::new, |m| {
            let target = match m.target {
                Target::Domain => "whole domains",
                Target::Component(id) => plan.name_at(Place::Component(id)).unwrap_or_default(),
                Target::Region(id) => plan.name_at(Place::Region(id)).unwrap_or_default(),
            };
            words(&["Failure mode · ", target])
        }),
        Place::Zone(id) => {
            let region = plan.regions.iter().find(|r| r.zones.iter().any(|z| z.id == id));
            words(&["Zone · ", region.map_or("", |r| r.name.as_str())])
        }
        Place::Region(id) => plan.region(id).map_or_else(String::new, |r| {
            words(&["Region · ", &text::share(r.traffic.likely()), " of users"])
        }),
        Place::Journey(_) => "Journey".into(),
        Place::Plan => "Plan".into(),
        Place::Routing => "Routing between regions".into(),
        Place::Prices => "Prices".into(),
        Place::Practice(_) | Place::Risk(_) | Place::Monitor(_) => "Practice".into(),
    }
}

/// The failure modes of a place: a component's own, or a region's.
pub fn modes_at(plan: &Plan, place: Place) -> Vec<&FailureMode> {
    let target = match place {
        Place::Component(id) => Target::Component(id),
        Place::Region(id) => Target::Region(id),
        Place::Plan => Target::Domain,
        _ => return Vec::new(),
    };
    plan.modes.iter().filter(|m| m.target == target).collect()
}

fn free_name(base: &str, taken: impl Fn(&str) -> bool) -> String {
    let mut name = base.to_owned();
    let mut count = 2u32;
    while taken(&name) {
        name = base.to_owned();
        name.push(' ');
        name.push_str(&count.to_string());
        count += 1;
    }
    name
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;
    use crate::model::DurationField;
    use crate::model::catalogue::KINDS;
    use crate::quantity::Duration;

    fn adds(plan: &Plan, edit: Edit) -> Place {
        let next = plan.apply(&edit).unwrap();
        added(plan, &next).unwrap()
    }

    #[test]
    fn every_kind_can_be_added_twice() {
        let mut plan = sample::plan();
        for kind in KINDS.iter().chain(KINDS) {
            let edit = component(&plan, kind);
            assert!(matches!(adds(&plan, edit.clone()), Place::Component(_)), "{}", kind.key);
            plan = plan.apply(&edit).unwrap();
        }
    }

    #[test]
    fn a_region_keeps_an_even_spread_even_and_leaves_another_alone() {
        let plan = sample::plan();
        assert_eq!(region(&plan), Edit::ScaleRegions(2));
        let mut uneven = plan.apply(&Edit::ScaleRegions(2)).unwrap();
        uneven.regions[0].traffic = Estimate::assumed(Probability::clamped(0.7));
        let next = uneven.apply(&region(&uneven)).unwrap();
        assert_eq!(next.regions[0].traffic, uneven.regions[0].traffic);
        assert_eq!(next.regions[2].traffic.likely(), Probability::ZERO);
        assert_eq!(next.regions[2].zones.len(), uneven.regions[1].zones.len());
    }

    #[test]
    fn zones_journeys_and_modes_are_added_to_what_is_there() {
        let plan = sample::plan();
        let (first, web) = (plan.regions[0].id, plan.components[0].id);
        assert!(matches!(adds(&plan, zone(&plan, first)), Place::Zone(_)));
        assert!(matches!(adds(&plan, journey(&plan).unwrap()), Place::Journey(_)));
        for target in [Target::Domain, Target::Region(first), Target::Component(web)] {
            assert!(matches!(adds(&plan, mode(&plan, target).unwrap()), Place::Mode(_)));
        }
    }

    #[test]
    fn a_component_stands_somewhere_and_everywhere_is_no_list() {
        let plan = sample::plan();
        let (web, eu) = (plan.components[0].id, plan.regions[0].id);
        assert_eq!(toggle_region(&plan, web, eu), None);
        let two = plan.apply(&Edit::ScaleRegions(2)).unwrap();
        let out = two.apply(&toggle_region(&two, web, eu).unwrap()).unwrap();
        assert!(!out.components[0].stands_in(eu));
        assert_eq!(toggle_region(&out, web, eu), Some(Edit::SetComponentRegions(web, Vec::new())));
    }

    #[test]
    fn needs_are_told_from_both_ends() {
        let plan = sample::plan();
        let (web, other) = (plan.components[0].id, plan.components[1].id);
        assert_eq!(needed_by(&plan, other), [Place::Component(web)]);
        assert!(not_needed(&plan, Place::Component(web)).is_empty());
        let required = plan.apply(&need(&plan, Place::Component(web), other, false)).unwrap();
        assert_eq!(required.components[0].dependencies[0].degraded, None);
    }

    #[test]
    fn a_need_that_becomes_optional_keeps_what_softens_it() {
        let plan = sample::plan();
        let (web, other) = (Place::Component(plan.components[0].id), plan.components[1].id);
        assert_eq!(softened(&plan, web, other), "felt at once");
        let five = Estimate::assumed(Duration::clamped(5.0));
        let edits =
            [Edit::SetDuration(DurationField::RidesOut(web, other), five), Edit::SetRetries(web, other, 2)];
        let soft = plan.apply(&Edit::Batch(edits.to_vec())).unwrap();
        assert_eq!(softened(&soft, web, other), "rides out 5 min, 2 retries");
        for optional in [false, true] {
            let next = soft.apply(&need(&soft, web, other, optional)).unwrap();
            assert_eq!(softened(&next, web, other), "rides out 5 min, 2 retries");
            assert_eq!(next.need(web, other).unwrap().degraded.is_some(), optional);
        }
        let one = soft.apply(&Edit::SetRetries(web, other, 1)).unwrap();
        assert_eq!(softened(&one, web, other), "rides out 5 min, 1 retry");
    }

    #[test]
    fn an_empty_plan_can_grow() {
        let mut plan = sample::plan();
        plan.regions.clear();
        plan.components.clear();
        plan.modes.clear();
        plan.journeys.clear();
        let plan = plan.apply(&region(&plan)).unwrap();
        assert_eq!(plan.regions[0].traffic.likely(), Probability::ONE);
        let plan = plan.apply(&component(&plan, &KINDS[0])).unwrap();
        assert!(plan.apply(&journey(&plan).unwrap()).is_ok());
    }

    #[test]
    fn every_place_knows_its_position_and_what_it_is() {
        let plan = sample::plan();
        for place in places(&plan) {
            let (index, count) = position(&plan, place).unwrap();
            assert!(index < count);
            assert!(!described(&plan, place).is_empty());
        }
    }
}
