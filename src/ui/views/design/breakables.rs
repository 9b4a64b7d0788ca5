//! What can be taken down at a place, as data.

use crate::analysis::{Breaking, Broken, Element};
use crate::model::{Component, Id, Place, Placement, Plan};

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

/// What can be taken down at a place: all of it first, then its parts.
pub fn breakables(plan: &Plan, place: Place) -> Vec<Element> {
    match place {
        Place::Region(id) => vec![Element::Region(id)],
        Place::Zone(zone) => {
            let region = plan.regions.iter().find(|r| r.zones.iter().any(|z| z.id == zone));
            region.map(|region| Element::Zone { region: region.id, zone }).into_iter().collect()
        }
        Place::Component(id) => {
            let groups = plan.component(id).map(|c| groups(plan, c)).unwrap_or_default();
            core::iter::once(Element::Component(id)).chain(groups).collect()
        }
        _ => Vec::new(),
    }
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

/// The words of the switch that takes it down.
pub fn words(plan: &Plan, element: Element) -> String {
    let group = match element {
        Element::Group { region, .. } => plan.region(region),
        _ => None,
    };
    group.map_or_else(|| "Break this".to_owned(), |region| ["Break this in ", &region.name].concat())
}

#[cfg(test)]
mod tests {
    use super::super::grow;
    use super::*;
    use crate::model::Edit;
    use crate::model::templates::templates;

    #[test]
    fn all_that_is_offered_can_be_broken_and_named() {
        for template in templates() {
            let plan = (template.build)();
            let all: Vec<Element> =
                grow::places(&plan).into_iter().flat_map(|place| breakables(&plan, place)).collect();
            assert!(all.iter().all(|element| is_there(&plan, *element)), "{}", template.key);
            let downs = Downs::of(&plan, &all, &all).unwrap();
            assert_eq!(downs.alone.len(), all.len(), "{}", template.key);
            assert_eq!(downs.names.len(), all.len());
            let together = downs.together.unwrap();
            assert!(together.journeys.iter().all(|journey| journey.stops), "{}", template.key);
            for (element, broken) in &downs.alone {
                assert!(together.fails >= broken.fails, "{element:?}");
                assert!(words(&plan, *element).starts_with("Break this"));
            }
        }
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
