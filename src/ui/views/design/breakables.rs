//! What can be taken down at a place, as data.

use crate::analysis::{Breaking, Broken, Element};
use crate::model::{Component, Id, Place, Placement, Plan, Region, Scope, Target};

/// What users get while things are down.
#[derive(Clone, Debug, PartialEq)]
pub struct Downs {
    /// Each of those that were asked about, alone, when anything stands in it.
    pub alone: Vec<(Element, Broken)>,
    /// All that are down at once.
    pub together: Option<Broken>,
    /// The names of what is down.
    pub names: Vec<(Element, String)>,
}

impl Downs {
    /// What users get without each of `alone`, and without all of `together`; `None` when the plan has no answer.
    pub fn of(plan: &Plan, alone: &[Element], together: &[Element]) -> Option<Self> {
        let breaking = Breaking::of(plan)?;
        let one = |element: &Element| Some((*element, breaking.without(&[*element]).ok()?));
        // In what is empty nothing can be down.
        let standing: Vec<Element> =
            breaking.elements().filter(|element| together.contains(element)).collect();
        Some(Self {
            alone: alone.iter().filter_map(one).collect(),
            together: breaking.without(&standing).ok(),
            names: together.iter().map(|element| (*element, breaking.name(*element))).collect(),
        })
    }
}

/// What can be taken down at a place: all of it first, then its parts. At a failure mode it is what the mode takes
/// down, in one place after the other.
pub fn breakables(plan: &Plan, place: Place) -> Vec<Element> {
    match place {
        Place::Region(id) => vec![Element::Region(id)],
        Place::Zone(zone) => {
            let region = plan.regions.iter().find(|r| r.zones.iter().any(|z| z.id == zone));
            region.map(|region| Element::Zone { region: region.id, zone }).into_iter().collect()
        }
        Place::Component(id) => {
            let parts = |c| groups(plan, c).into_iter().chain(replicas(plan, c));
            core::iter::once(Element::Component(id))
                .chain(plan.component(id).into_iter().flat_map(parts))
                .collect()
        }
        Place::Mode(id) => plan.mode(id).map(|mode| hit(plan, mode.target, mode.scope)).unwrap_or_default(),
        _ => Vec::new(),
    }
}

/// What a failure mode takes down: one of these at a time.
fn hit(plan: &Plan, target: Target, scope: Scope) -> Vec<Element> {
    let all = || plan.regions.iter();
    match (target, scope) {
        (Target::Component(id), scope) => {
            let Some(c) = plan.component(id) else { return Vec::new() };
            let parts = match scope {
                Scope::Instance => replicas(plan, c),
                Scope::Region => groups(plan, c),
                // The part of a component in one zone cannot be taken down alone.
                Scope::Zone | Scope::Global => Vec::new(),
            };
            // Where a part is all there is, it is the component.
            let whole = parts.is_empty() && scope != Scope::Zone;
            parts.into_iter().chain(whole.then_some(Element::Component(id))).collect()
        }
        (Target::Region(id), Scope::Zone) => all().filter(|r| r.id == id).flat_map(zones).collect(),
        (Target::Region(id), _) => vec![Element::Region(id)],
        (Target::Domain, Scope::Zone) => all().flat_map(zones).collect(),
        (Target::Domain, Scope::Region) => all().map(|region| Element::Region(region.id)).collect(),
        // A mode of everything takes down everything: nothing is learnt from that.
        (Target::Domain, Scope::Instance | Scope::Global) => Vec::new(),
    }
}

fn zones(region: &Region) -> impl Iterator<Item = Element> + use<'_> {
    region.zones.iter().map(|zone| Element::Zone { region: region.id, zone: zone.id })
}

/// One replica of each of a component's groups: those of a group are alike.
fn replicas(plan: &Plan, c: &Component) -> Vec<Element> {
    if c.replicas < 2 {
        return Vec::new();
    }
    let one = |region| Element::Instance { component: c.id, region, replica: 0 };
    if c.placement == Placement::Global {
        return vec![one(None)];
    }
    let here = plan.regions.iter().filter(|region| c.stands_in(region.id));
    here.map(|region| one(Some(region.id))).collect()
}

/// A component's groups, where it has several.
fn groups(plan: &Plan, c: &Component) -> Vec<Element> {
    let here: Vec<Id> = plan.regions.iter().map(|r| r.id).filter(|region| c.stands_in(*region)).collect();
    if c.placement == Placement::Global || here.len() < 2 {
        return Vec::new();
    }
    here.into_iter().map(|region| Element::Group { component: c.id, region }).collect()
}

/// Whether it is still in the plan.
pub fn is_there(plan: &Plan, element: Element) -> bool {
    match element {
        Element::Region(id) => plan.region(id).is_some(),
        Element::Zone { region, zone } => {
            plan.region(region).is_some_and(|region| region.zones.iter().any(|own| own.id == zone))
        }
        Element::Component(id) => plan.component(id).is_some(),
        Element::Group { component, region } | Element::Instance { component, region: Some(region), .. } => {
            plan.region(region).is_some() && plan.component(component).is_some_and(|c| c.stands_in(region))
        }
        Element::Instance { component, region: None, .. } => plan.component(component).is_some(),
    }
}

/// The words of the switch that takes it down, at a place.
pub fn words(plan: &Plan, place: Place, element: Element) -> String {
    let name = |region: Option<Id>| region.and_then(|id| plan.region(id)).map(|region| region.name.as_str());
    let zone = |id: Id| plan.regions.iter().flat_map(|region| &region.zones).find(|zone| zone.id == id);
    let (what, where_) = match element {
        Element::Instance { region, .. } => ("Break one replica", name(region)),
        Element::Group { region, .. } => ("Break this", name(Some(region))),
        // At a failure mode several are offered: each says which it is.
        Element::Region(id) if matches!(place, Place::Mode(_)) => ("Break all", name(Some(id))),
        Element::Zone { zone: id, .. } if matches!(place, Place::Mode(_)) => {
            ("Break all", zone(id).map(|zone| zone.name.as_str()))
        }
        _ => ("Break this", None),
    };
    match where_ {
        Some(name) => [what, " in ", name].concat(),
        None => what.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::grow;
    use super::*;
    use crate::model::Edit;
    use crate::model::templates::templates;
    use crate::quantity::order;

    #[test]
    fn all_that_is_offered_can_be_broken_and_named() {
        for template in templates() {
            let plan = (template.build)();
            let places = grow::places(&plan);
            for place in &places {
                let offered = breakables(&plan, *place);
                let mut said: Vec<String> = offered.iter().map(|e| words(&plan, *place, *e)).collect();
                assert!(said.iter().all(|words| words.starts_with("Break ")), "{said:?}");
                order::sort(&mut said);
                said.dedup();
                assert!(said.len() == offered.len() || matches!(place, Place::Mode(_)), "{said:?}");
            }
            let all: Vec<Element> = places.into_iter().flat_map(|place| breakables(&plan, place)).collect();
            assert!(all.iter().all(|element| is_there(&plan, *element)), "{}", template.key);
            let downs = Downs::of(&plan, &all, &all).unwrap();
            assert_eq!(downs.alone.len(), all.len(), "{}", template.key);
            assert_eq!(downs.names.len(), all.len());
            let together = downs.together.unwrap();
            assert!(together.journeys.iter().all(|journey| journey.stops), "{}", template.key);
            for (element, broken) in &downs.alone {
                assert!(together.fails >= broken.fails, "{element:?}");
            }
        }
    }

    #[test]
    fn a_failure_mode_offers_what_it_takes_down() {
        let plan = (templates()[3].build)();
        let mut kinds = [0; 4];
        for mode in &plan.modes {
            for element in breakables(&plan, Place::Mode(mode.id)) {
                let (kind, scope) = match element {
                    Element::Instance { .. } => (0, Scope::Instance),
                    Element::Zone { .. } => (1, Scope::Zone),
                    Element::Region(_) | Element::Group { .. } => (2, Scope::Region),
                    Element::Component(_) => (3, mode.scope),
                };
                kinds[kind] += 1;
                assert_eq!(scope, mode.scope, "{}", mode.name);
            }
        }
        assert!(kinds.iter().all(|count| *count > 0), "{kinds:?}");
    }

    #[test]
    fn what_is_removed_is_there_no_more() {
        let plan = (templates()[3].build)();
        let region = plan.regions[0].id;
        let place = Place::Component(plan.components[0].id);
        let (all, zones) =
            (breakables(&plan, place), breakables(&plan, Place::Zone(plan.regions[0].zones[0].id)));
        assert_eq!(zones.len(), 1);
        let without = plan.apply(&Edit::Remove(Place::Region(region))).unwrap();
        assert!(!is_there(&without, zones[0]) && !is_there(&without, Element::Region(region)));
        for element in all {
            let gone = matches!(element, Element::Group { region: of, .. } if of == region);
            assert_eq!(is_there(&without, element), !gone, "{element:?}");
        }
    }
}
