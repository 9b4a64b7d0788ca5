//! What it takes to get from one plan to another, in words.

use crate::model::{Choice, Component, Dependency, Place, Plan, Practice};

/// The differences that levers make, in words: regions, zones, replicas, practices.
pub(super) fn differences(from: &Plan, to: &Plan) -> Vec<String> {
    let mut words = Vec::new();
    if from.regions.len() != to.regions.len() {
        words.push(counted(to.regions.len(), "region"));
    }
    let zones = |plan: &Plan| plan.regions.iter().map(|region| region.zones.len()).max().unwrap_or(0);
    if zones(from) != zones(to) || !same_zones(from, to) {
        words.push(format!("{} a region", counted(zones(to), "zone")));
    }
    words.extend(replicas(from, to));
    words.extend(ways(from, to));
    for practice in Practice::ALL {
        let (before, after) = (from.level(*practice), to.level(*practice));
        if before != after {
            words.push(practised(*practice, after));
        }
    }
    words
}

/// Redundancy, routing and needs that are no longer there.
fn ways(from: &Plan, to: &Plan) -> Vec<String> {
    let mut words = Vec::new();
    let changed: Vec<&Component> = to
        .components
        .iter()
        .filter(|c| from.component(c.id).is_some_and(|own| own.redundancy != c.redundancy))
        .collect();
    if let Some(first) = changed.first() {
        let whose = match changed.as_slice() {
            [one] => one.name.clone(),
            many => counted(many.len(), "component"),
        };
        words.push(format!("{} for {whose}", first.redundancy.name()));
    }
    // Going from one region to several brings a way of its own.
    if from.routing.kind != to.routing.kind && from.regions.len() == to.regions.len() {
        words.push(to.routing.kind.name().to_owned());
    }
    let placed =
        to.components.iter().filter(|c| from.component(c.id).is_some_and(|o| o.placement != c.placement));
    words.extend(placed.map(|c| format!("{}: {}", c.name, c.placement.name())));
    let gone = |before: &[Dependency], after: &[Dependency], whose: &str| -> Vec<String> {
        let gone = before.iter().filter(|need| !after.iter().any(|other| other.on == need.on));
        let name = |need: &Dependency| from.name_at(Place::Component(need.on)).unwrap_or_default().to_owned();
        gone.map(|need| format!("{whose} without {}", name(need))).collect()
    };
    for component in &to.components {
        if let Some(own) = from.component(component.id) {
            words.extend(gone(&own.dependencies, &component.dependencies, &component.name));
        }
    }
    for journey in &to.journeys {
        if let Some(own) = from.journey(journey.id) {
            words.extend(gone(&own.needs, &journey.needs, &journey.name));
        }
    }
    words
}

fn same_zones(from: &Plan, to: &Plan) -> bool {
    to.regions
        .iter()
        .all(|region| from.region(region.id).is_none_or(|own| own.zones.len() == region.zones.len()))
}

fn counted(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}

/// "3 replicas of Web", or for many components "more replicas of 5 components".
fn replicas(from: &Plan, to: &Plan) -> Vec<String> {
    let before = |c: &Component| from.component(c.id).map_or(c.replicas, |own| own.replicas);
    let changed: Vec<&Component> = to.components.iter().filter(|c| before(c) != c.replicas).collect();
    if changed.len() <= 2 {
        return changed
            .iter()
            .map(|c| format!("{} of {}", counted(c.replicas as usize, "replica"), c.name))
            .collect();
    }
    let (more, fewer): (Vec<&Component>, Vec<_>) = changed.into_iter().partition(|c| c.replicas > before(c));
    let told = |list: &[&Component], word: &str| {
        (!list.is_empty()).then(|| format!("{word} replicas of {}", counted(list.len(), "component")))
    };
    told(&more, "more").into_iter().chain(told(&fewer, "fewer")).collect()
}

/// "canary: 5 % of users", "no canary".
pub(super) fn practised(practice: Practice, level: u8) -> String {
    let mut letters = practice.name().chars();
    let name: String = letters.next().iter().flat_map(|first| first.to_lowercase()).chain(letters).collect();
    practice.info().level(level).map_or(format!("no {name}"), |info| match practice.highest() {
        1 => name.clone(),
        _ => format!("{name}: {}", info.name),
    })
}
