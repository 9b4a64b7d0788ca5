//! Closed choices and what can be chosen, as data: keys for the page, words for people, edits for the plan.

use crate::model::{Choice, Component, Edit, FailureMode, Id, Place, Plan, Target};

/// Something that is chosen from a list.
#[derive(Clone, Copy, Debug, PartialEq)]
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
    /// How far a mode's common cause reaches.
    Reach(Id),
    /// What causes a mode.
    Cause(Id),
    /// Who owns it.
    Owner(Id),
}

/// One of the things that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The key in the page.
    pub key: String,
    /// The words.
    pub name: String,
    /// Whether it is the one that is chosen now.
    pub chosen: bool,
}

/// What can be chosen at a place, in order.
pub fn picks(plan: &Plan, place: Place) -> Vec<Pick> {
    match place {
        Place::Component(id) => vec![Pick::Placement(id), Pick::Redundancy(id), Pick::Overload(id)],
        Place::Mode(id) => {
            let mut picks = vec![Pick::Target(id), Pick::Scope(id), Pick::Cause(id), Pick::Owner(id)];
            if plan.mode(id).is_some_and(|m| matches!(m.target, Target::Component(_))) {
                picks.push(Pick::Reach(id));
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
            Self::Reach(_) => "Common cause reaches",
            Self::Cause(_) => "Cause",
            Self::Owner(_) => "Owner",
        }
    }

    /// Everything that can be chosen; empty when the place is not there.
    pub fn items(self, plan: &Plan) -> Vec<Item> {
        let component = |id, f: fn(&Component) -> Vec<Item>| plan.component(id).map(f).unwrap_or_default();
        let mode = |id, f: fn(&FailureMode) -> Vec<Item>| plan.mode(id).map(f).unwrap_or_default();
        match self {
            Self::Placement(id) => component(id, |c| all(c.placement)),
            Self::Redundancy(id) => component(id, |c| all(c.redundancy)),
            Self::Overload(id) => component(id, |c| all(c.overload)),
            Self::RoutingKind => all(plan.routing.kind),
            Self::RoutingOverload => all(plan.routing.overload),
            Self::Target(id) => plan.mode(id).map(|m| targets(plan, m.target)).unwrap_or_default(),
            Self::Scope(id) => mode(id, |m| all(m.scope)),
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
            Self::Reach(id) => Edit::SetReach(id, Choice::from_key(key)?),
            Self::Cause(id) => Edit::SetCause(id, Choice::from_key(key)?),
            Self::Owner(id) => Edit::SetOwner(id, Choice::from_key(key)?),
        })
    }
}

fn all<C: Choice>(chosen: C) -> Vec<Item> {
    let item = |c: &C| Item { key: c.key().into(), name: c.name().into(), chosen: *c == chosen };
    C::ALL.iter().map(item).collect()
}

/// The whole service, then regions, then components.
fn targets(plan: &Plan, chosen: Target) -> Vec<Item> {
    let item = |prefix: &str, id: &str, name: &str, target: Target| {
        let mut key = prefix.to_owned();
        key.push_str(id);
        Item { key, name: name.to_owned(), chosen: target == chosen }
    };
    let mut items = vec![item("domain", "", "whole domains", Target::Domain)];
    items.extend(plan.regions.iter().map(|r| item("region/", r.id.as_str(), &r.name, Target::Region(r.id))));
    let components = plan.components.iter();
    items.extend(components.map(|c| item("component/", c.id.as_str(), &c.name, Target::Component(c.id))));
    items
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
    use super::super::sample;
    use super::*;

    #[test]
    fn choosing_an_item_makes_it_the_chosen_one() {
        let plan = sample::plan();
        for place in sample::places(&plan) {
            for pick in picks(&plan, place) {
                let items = pick.items(&plan);
                assert_eq!(items.iter().filter(|i| i.chosen).count(), 1, "{pick:?}");
                for item in items {
                    let next = plan.apply(&pick.edit(&item.key).unwrap()).unwrap();
                    let chosen = pick.items(&next).into_iter().find(|i| i.chosen);
                    assert_eq!(chosen.map(|i| i.key), Some(item.key), "{pick:?}");
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
