//! What is there at all, what refers to what, and what reaches what.

use std::collections::BTreeSet;

use super::{FindingKind as Kind, Findings};
use crate::model::catalogue::Kind as ComponentKind;
use crate::model::limits::{
    MAX_COMPONENTS, MAX_JOURNEYS, MAX_LESSON, MAX_MODES, MAX_NAME, MAX_REGIONS, MAX_ZONES,
};
use crate::model::{Dependency, Id, Place, Plan, Target};

pub(super) fn check(plan: &Plan, findings: &mut Findings) {
    presence(plan, findings);
    sizes(plan, findings);
    identities(plan, findings);
    references(plan, findings);
    names(plan, findings);
    orphans(plan, findings);
}

fn presence(plan: &Plan, findings: &mut Findings) {
    if plan.regions.is_empty() {
        findings.add(Kind::NoRegion, Place::Plan, "The plan has no region.", "Add a region with a zone.");
    }
    for region in plan.regions.iter().filter(|r| r.zones.is_empty()) {
        let what = format!("{} has no zone.", region.name);
        findings.add(Kind::NoZone, Place::Region(region.id), what, "Add a zone, or remove the region.");
    }
    if plan.components.is_empty() {
        findings.add(
            Kind::NoComponent,
            Place::Plan,
            "The plan has no component.",
            "Add what the service is made of, starting with what users meet first.",
        );
    }
    if plan.journeys.is_empty() {
        findings.add(
            Kind::NoJourney,
            Place::Plan,
            "The plan has no journey.",
            "Add something that users do, and the components it needs.",
        );
    }
    for journey in plan.journeys.iter().filter(|j| j.needs.is_empty()) {
        findings.add(
            Kind::NeedsNothing,
            Place::Journey(journey.id),
            format!("{} needs no component, so it would never fail.", journey.name),
            "Choose the components it needs.",
        );
    }
}

fn sizes(plan: &Plan, findings: &mut Findings) {
    let mut limit = |place, what: &str, found: usize, max: usize| {
        if found > max {
            let sentence = format!("There are {found} {what}; at most {max} are possible.");
            findings.add(Kind::TooMany, place, sentence, "Remove some, or merge those that are alike.");
        }
    };
    limit(Place::Plan, "regions", plan.regions.len(), MAX_REGIONS);
    limit(Place::Plan, "components", plan.components.len(), MAX_COMPONENTS);
    limit(Place::Plan, "failure modes", plan.modes.len(), MAX_MODES);
    limit(Place::Plan, "journeys", plan.journeys.len(), MAX_JOURNEYS);
    for region in &plan.regions {
        limit(Place::Region(region.id), "zones in a region", region.zones.len(), MAX_ZONES);
    }
}

fn identities(plan: &Plan, findings: &mut Findings) {
    let mut unique = |ids: &mut dyn Iterator<Item = Id>, place: fn(Id) -> Place| {
        let mut seen = BTreeSet::new();
        for id in ids {
            if !seen.insert(id) {
                let what = format!("There is more than one {}.", place(id));
                findings.add(Kind::Duplicate, place(id), what, "Give each its own id.");
            }
        }
    };
    unique(&mut plan.regions.iter().map(|r| r.id), Place::Region);
    unique(&mut plan.regions.iter().flat_map(|r| &r.zones).map(|z| z.id), Place::Zone);
    unique(&mut plan.components.iter().map(|c| c.id), Place::Component);
    unique(&mut plan.modes.iter().map(|m| m.id), Place::Mode);
    unique(&mut plan.journeys.iter().map(|j| j.id), Place::Journey);
}

fn references(plan: &Plan, findings: &mut Findings) {
    let regions: BTreeSet<Id> = plan.regions.iter().map(|r| r.id).collect();
    let components: BTreeSet<Id> = plan.components.iter().map(|c| c.id).collect();
    let dangling = |findings: &mut Findings, place, name: &str, to: Place| {
        let what = format!("{name} refers to {to}, which is not in the plan.");
        findings.add(Kind::Dangling, place, what, "Add it, or choose another one.");
    };
    let needs = |findings: &mut Findings, place, name: &str, list: &[Dependency]| {
        let mut seen = BTreeSet::new();
        for need in list {
            if !components.contains(&need.on) {
                dangling(findings, place, name, Place::Component(need.on));
            }
            if !seen.insert(need.on) {
                let what = format!("{name} needs component {} twice.", need.on);
                findings.add(Kind::NeededTwice, place, what, "Keep one of the two needs.");
            }
        }
    };
    for component in &plan.components {
        let place = Place::Component(component.id);
        for region in component.regions.iter().filter(|r| !regions.contains(r)) {
            dangling(findings, place, &component.name, Place::Region(*region));
        }
        needs(findings, place, &component.name, &component.dependencies);
        if ComponentKind::by_key(&component.kind).is_none() {
            let what = format!(
                "{} is of the kind {:?}, which the catalogue does not have.",
                component.name, component.kind
            );
            let advice = "Choose a kind from the catalogue; the component's own numbers stay.";
            findings.add(Kind::UnknownKind, place, what, advice);
        }
    }
    for mode in &plan.modes {
        let to = match mode.target {
            Target::Component(id) if !components.contains(&id) => Place::Component(id),
            Target::Region(id) if !regions.contains(&id) => Place::Region(id),
            _ => continue,
        };
        dangling(findings, Place::Mode(mode.id), &mode.name, to);
    }
    for journey in &plan.journeys {
        needs(findings, Place::Journey(journey.id), &journey.name, &journey.needs);
    }
    for (practice, practised) in &plan.practices {
        let highest = practice.highest();
        if practised.level == 0 || practised.level > highest {
            let what = format!("{} is done at level {}.", practice.info().name, practised.level);
            let advice = format!("Choose a level from 1 to {highest}, or stop the practice.");
            findings.add(Kind::UnknownLevel, Place::Practice(*practice), what, advice);
        }
    }
}

fn names(plan: &Plan, findings: &mut Findings) {
    let mut name = |place: Place, text: &str| {
        let length = text.chars().count();
        if text.trim().is_empty() || length > MAX_NAME || text.chars().any(char::is_control) {
            let what = format!("The name of {place} is empty, too long or not one line.");
            let advice = format!("Write 1 to {MAX_NAME} characters in one line.");
            findings.add(Kind::BadName, place, what, advice);
        }
    };
    name(Place::Plan, &plan.name);
    for region in &plan.regions {
        name(Place::Region(region.id), &region.name);
        region.zones.iter().for_each(|z| name(Place::Zone(z.id), &z.name));
    }
    plan.components.iter().for_each(|c| name(Place::Component(c.id), &c.name));
    plan.modes.iter().for_each(|m| name(Place::Mode(m.id), &m.name));
    plan.journeys.iter().for_each(|j| name(Place::Journey(j.id), &j.name));
    if plan.lesson.chars().count() > MAX_LESSON || plan.lesson.chars().any(char::is_control) {
        let advice = format!("Write at most {MAX_LESSON} characters in one line.");
        findings.add(Kind::BadName, Place::Plan, "The lesson is too long or not one line.", advice);
    }
}

fn orphans(plan: &Plan, findings: &mut Findings) {
    if plan.journeys.is_empty() {
        return;
    }
    let mut reached = BTreeSet::new();
    let mut open: Vec<Id> = plan.journeys.iter().flat_map(|j| &j.needs).map(|d| d.on).collect();
    while let Some(id) = open.pop() {
        if reached.insert(id) {
            let needs = plan.component(id).into_iter().flat_map(|c| &c.dependencies);
            open.extend(needs.map(|d| d.on));
        }
    }
    for component in plan.components.iter().filter(|c| !reached.contains(&c.id)) {
        findings.add(
            Kind::Orphan,
            Place::Component(component.id),
            format!("No journey reaches {}, so its failures touch nobody.", component.name),
            "Let a journey or a reached component need it, or remove it.",
        );
    }
}
