//! Closed choices and what can be chosen, as data: keys for the page, words for people, edits for the plan.

use crate::model::catalogue::defaults;
use crate::model::{Choice, Component, Edit, FailureMode, Id, Place, Plan, Target};
use crate::ui::primitives::Offered;

/// Something that is chosen from a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Pick {
    /// Where a component's replicas stand.
    Placement(Id),
    /// How they share the work.
    Redundancy(Id),
    /// What a component does with too few of them.
    Overload(Id),
    /// How users are moved between regions.
    RoutingKind,
    /// What regions do with too many users.
    RoutingOverload,
    /// What a mode fails.
    Target(Id),
    /// How much of it.
    Scope(Id),
    /// How many replicas a mode's common cause hits.
    Sharing(Id),
    /// How far a mode's common cause reaches.
    Reach(Id),
    /// What causes a mode.
    Cause(Id),
    /// Who owns it.
    Owner(Id),
}

/// What can be chosen at a place, in order.
pub fn picks(plan: &Plan, place: Place) -> Vec<Pick> {
    match place {
        Place::Component(id) => vec![Pick::Placement(id), Pick::Redundancy(id), Pick::Overload(id)],
        Place::Mode(id) => {
            let mut picks = vec![Pick::Target(id), Pick::Scope(id), Pick::Cause(id), Pick::Owner(id)];
            if plan.mode(id).is_some_and(FailureMode::can_be_shared) {
                picks.extend([Pick::Sharing(id), Pick::Reach(id)]);
            }
            picks
        }
        Place::Routing => vec![Pick::RoutingKind, Pick::RoutingOverload],
        _ => Vec::new(),
    }
}

impl Pick {
    /// The words beside the list.
    pub fn label(self) -> &'static str {
        match self {
            Self::Placement(_) => "Placement",
            Self::Redundancy(_) => "Redundancy",
            Self::Overload(_) => "With too few",
            Self::RoutingKind => "When a region is down",
            Self::RoutingOverload => "With too many users",
            Self::Target(_) => "Fails",
            Self::Scope(_) => "Takes down",
            Self::Sharing(_) => "Common cause hits",
            Self::Reach(_) => "Common cause reaches",
            Self::Cause(_) => "Cause",
            Self::Owner(_) => "Owner",
        }
    }

    /// Everything that can be chosen, and the key of what is; empty when the place is not there.
    pub fn offered(self, plan: &Plan) -> (Vec<Offered>, String) {
        type Offer = (Vec<Offered>, String);
        let component = |id, f: fn(&Component) -> Offer| plan.component(id).map(f).unwrap_or_default();
        let mode = |id, f: fn(&FailureMode) -> Offer| plan.mode(id).map(f).unwrap_or_default();
        match self {
            Self::Placement(id) => component(id, |c| all(c.placement)),
            Self::Redundancy(id) => component(id, |c| all(c.redundancy)),
            Self::Overload(id) => component(id, |c| all(c.overload)),
            Self::RoutingKind => all(plan.routing.kind),
            Self::RoutingOverload => all(plan.routing.overload),
            Self::Target(id) => plan.mode(id).map(|m| targets(plan, m.target)).unwrap_or_default(),
            Self::Scope(id) => mode(id, |m| all(m.scope)),
            Self::Sharing(id) => mode(id, |m| all(m.sharing.kind())),
            Self::Reach(id) => mode(id, |m| all(m.reach)),
            Self::Cause(id) => mode(id, |m| all(m.cause)),
            Self::Owner(id) => mode(id, |m| all(m.owner)),
        }
    }

    /// The edit that chooses the item with this key.
    pub fn edit(self, key: &str) -> Option<Edit> {
        Some(match self {
            Self::Placement(id) => Edit::SetPlacement(id, Choice::from_key(key)?),
            Self::Redundancy(id) => Edit::SetRedundancy(id, Choice::from_key(key)?),
            Self::Overload(id) => Edit::SetOverload(id, Choice::from_key(key)?),
            Self::RoutingKind => Edit::SetRoutingKind(Choice::from_key(key)?),
            Self::RoutingOverload => Edit::SetRoutingOverload(Choice::from_key(key)?),
            Self::Target(id) => Edit::SetTarget(id, target(key)?),
            Self::Scope(id) => Edit::SetScope(id, Choice::from_key(key)?),
            Self::Sharing(id) => Edit::SetSharing(id, defaults::sharing(Choice::from_key(key)?)),
            Self::Reach(id) => Edit::SetReach(id, Choice::from_key(key)?),
            Self::Cause(id) => Edit::SetCause(id, Choice::from_key(key)?),
            Self::Owner(id) => Edit::SetOwner(id, Choice::from_key(key)?),
        })
    }
}

fn all<C: Choice>(chosen: C) -> (Vec<Offered>, String) {
    (Offered::all::<C>(), chosen.key().to_owned())
}

/// Whole domains, then regions, then components.
fn targets(plan: &Plan, chosen: Target) -> (Vec<Offered>, String) {
    let mut offered = vec![Offered::new(key_of(Target::Domain), "whole domains")];
    offered.extend(plan.regions.iter().map(|r| Offered::new(key_of(Target::Region(r.id)), r.name.as_str())));
    let components = plan.components.iter();
    offered.extend(components.map(|c| Offered::new(key_of(Target::Component(c.id)), c.name.as_str())));
    (offered, key_of(chosen))
}

fn key_of(target: Target) -> String {
    match target {
        Target::Domain => "domain".to_owned(),
        Target::Region(id) => ["region/", id.as_str()].concat(),
        Target::Component(id) => ["component/", id.as_str()].concat(),
    }
}

fn target(key: &str) -> Option<Target> {
    match key.split_once('/') {
        None => (key == "domain").then_some(Target::Domain),
        Some(("region", id)) => Id::new(id).ok().map(Target::Region),
        Some(("component", id)) => Id::new(id).ok().map(Target::Component),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{grow, sample};
    use super::*;

    #[test]
    fn choosing_makes_it_the_chosen_one() {
        let plan = sample::plan();
        for place in grow::places(&plan).into_iter().chain([Place::Routing]) {
            for pick in picks(&plan, place) {
                let (offered, chosen) = pick.offered(&plan);
                assert!(offered.iter().any(|o| o.key == chosen), "{pick:?}");
                for Offered { key, .. } in offered {
                    let next = plan.apply(&pick.edit(&key).unwrap()).unwrap();
                    assert_eq!(pick.offered(&next).1, key, "{pick:?}");
                }
            }
        }
    }

    #[test]
    fn an_unknown_key_chooses_nothing() {
        assert_eq!(Pick::RoutingKind.edit("nonsense"), None);
        assert_eq!(target("zone/a"), None);
    }
}
