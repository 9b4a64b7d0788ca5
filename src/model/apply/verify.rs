//! What an edit brings in: names, limits and references.

use std::collections::BTreeSet;

use super::EditError;
use crate::model::limits::{
    self, MAX_COMPONENTS, MAX_JOURNEYS, MAX_LESSON, MAX_MODES, MAX_REGIONS, MAX_REPLICAS, MAX_RESPONDERS,
    MAX_RETRIES, MAX_ZONES,
};
use crate::model::{
    Component, Dependency, FailureMode, Id, Journey, Monitor, Place, Plan, Practice, Region, RiskEntry,
    Target,
};

/// Everything that adding piece by piece would have checked.
pub(super) fn plan(plan: &Plan) -> Result<(), EditError> {
    limits::name(Place::Plan, &plan.name)?;
    lesson(&plan.lesson)?;
    responders(plan.responders)?;
    sizes(plan)?;
    unique(plan.regions.iter().map(|r| r.id), Place::Region)?;
    unique(plan.regions.iter().flat_map(|r| &r.zones).map(|z| z.id), Place::Zone)?;
    unique(plan.components.iter().map(|c| c.id), Place::Component)?;
    unique(plan.modes.iter().map(|m| m.id), Place::Mode)?;
    unique(plan.journeys.iter().map(|j| j.id), Place::Journey)?;
    plan.regions.iter().try_for_each(region)?;
    plan.components.iter().try_for_each(|c| component(plan, c))?;
    plan.modes.iter().try_for_each(|m| mode(plan, m))?;
    plan.journeys.iter().try_for_each(|j| journey(plan, j))?;
    unique(plan.monitors.iter().map(|m| m.id), Place::Monitor)?;
    plan.monitors.iter().try_for_each(monitor)?;
    unique(plan.register.entries.iter().map(|entry| entry.id), Place::Risk)?;
    plan.register.entries.iter().try_for_each(risk)?;
    plan.economy.check(plan)?;
    plan.practices.iter().try_for_each(|(practice, done)| level(*practice, done.level))
}

/// A monitor: a name, and each mode once among those that somebody spoke of.
pub(super) fn monitor(monitor: &Monitor) -> Result<(), EditError> {
    let place = Place::Monitor(monitor.id);
    limits::name(place, &monitor.name)?;
    limits::count(place, "failure modes", monitor.sees.len() + monitor.misses.len(), 0, MAX_MODES)?;
    let spoken: Vec<Id> = monitor.sees.iter().chain(&monitor.misses).copied().collect();
    match (1..spoken.len()).any(|at| spoken[..at].contains(&spoken[at])) {
        true => Err(EditError::Unfit { place, action: "told twice of one failure mode" }),
        false => Ok(()),
    }
}

/// An entry of the risk register: names and remarks in their limits, and each found risk once.
pub(super) fn risk(entry: &RiskEntry) -> Result<(), EditError> {
    let place = Place::Risk(entry.id);
    if !entry.name.is_empty() || entry.of.is_empty() {
        limits::name(place, &entry.name)?;
    }
    limits::count(place, "risks merged", entry.of.len(), 0, limits::MAX_MERGED)?;
    if (1..entry.of.len()).any(|at| entry.of[..at].contains(&entry.of[at])) {
        return Err(EditError::Unfit { place, action: "one risk twice" });
    }
    let remarks = [&entry.person, &entry.note, &entry.symptom, &entry.consequence, &entry.impact];
    let fits =
        |text: &&String| text.chars().count() <= limits::MAX_REMARK && !text.chars().any(char::is_control);
    if remarks.iter().all(fits) {
        return Ok(());
    }
    Err(EditError::Remark(place))
}

/// The plan's lists are no longer than they may be.
pub(super) fn sizes(plan: &Plan) -> Result<(), EditError> {
    limits::count(Place::Plan, "regions", plan.regions.len(), 1, MAX_REGIONS)?;
    limits::count(Place::Plan, "components", plan.components.len(), 0, MAX_COMPONENTS)?;
    limits::count(Place::Plan, "failure modes", plan.modes.len(), 0, MAX_MODES)?;
    limits::count(Place::Plan, "journeys", plan.journeys.len(), 0, MAX_JOURNEYS)?;
    limits::count(Place::Plan, "monitors", plan.monitors.len(), 0, limits::MAX_MONITORS)?;
    limits::count(Place::Plan, "risks", plan.register.entries.len(), 0, limits::MAX_RISKS)
}

fn unique(ids: impl Iterator<Item = Id>, place: impl Fn(Id) -> Place) -> Result<(), EditError> {
    let mut seen = BTreeSet::new();
    for id in ids {
        if !seen.insert(id) {
            return Err(EditError::Taken(place(id)));
        }
    }
    Ok(())
}

pub(super) fn lesson(text: &str) -> Result<(), EditError> {
    if text.chars().any(char::is_control) || text.chars().count() > MAX_LESSON {
        return Err(EditError::Lesson);
    }
    Ok(())
}

pub(super) fn region(region: &Region) -> Result<(), EditError> {
    let place = Place::Region(region.id);
    limits::name(place, &region.name)?;
    limits::count(place, "zones", region.zones.len(), 1, MAX_ZONES)?;
    region.zones.iter().try_for_each(|z| limits::name(Place::Zone(z.id), &z.name))
}

/// A component that is already in the plan.
pub(super) fn component(plan: &Plan, component: &Component) -> Result<(), EditError> {
    let place = Place::Component(component.id);
    limits::name(place, &component.name)?;
    limits::name(place, &component.kind)?;
    replicas(component.id, "replicas", component.replicas)?;
    replicas(component.id, "needed replicas", component.needed)?;
    component.regions.iter().try_for_each(|id| known(plan, Place::Region(*id)))?;
    needs(plan, place, &component.dependencies)
}

pub(super) fn replicas(id: Id, what: &'static str, found: u32) -> Result<(), EditError> {
    limits::count(Place::Component(id), what, found as usize, 1, MAX_REPLICAS as usize)
}

/// Few enough retries of a need.
pub(super) fn retries(place: Place, found: u32) -> Result<(), EditError> {
    limits::count(place, "retries", found as usize, 0, MAX_RETRIES as usize)
}

/// Any number of responders, or at least one.
pub(super) fn responders(found: Option<u32>) -> Result<(), EditError> {
    let Some(found) = found else { return Ok(()) };
    limits::count(Place::Plan, "responders", found as usize, 1, MAX_RESPONDERS as usize)
}

/// A level from 0 to the practice's highest.
pub(super) fn level(practice: Practice, found: u8) -> Result<(), EditError> {
    if found > practice.highest() {
        return Err(EditError::Level { practice, level: found });
    }
    Ok(())
}

/// A mode's name and target.
pub(super) fn mode(plan: &Plan, mode: &FailureMode) -> Result<(), EditError> {
    limits::name(Place::Mode(mode.id), &mode.name)?;
    target(plan, mode.target)
}

pub(super) fn target(plan: &Plan, target: Target) -> Result<(), EditError> {
    match target {
        Target::Component(id) => known(plan, Place::Component(id)),
        Target::Region(id) => known(plan, Place::Region(id)),
        Target::Domain => Ok(()),
    }
}

pub(super) fn journey(plan: &Plan, journey: &Journey) -> Result<(), EditError> {
    let place = Place::Journey(journey.id);
    limits::name(place, &journey.name)?;
    needs(plan, place, &journey.needs)
}

fn needs(plan: &Plan, place: Place, needs: &[Dependency]) -> Result<(), EditError> {
    let mut seen = BTreeSet::new();
    for need in needs {
        known(plan, Place::Component(need.on))?;
        if !seen.insert(need.on) {
            return Err(EditError::NeededTwice { place, on: need.on });
        }
        retries(place, need.retries)?;
    }
    Ok(())
}

pub(super) fn known(plan: &Plan, place: Place) -> Result<(), EditError> {
    if plan.has(place) { Ok(()) } else { Err(EditError::Unknown(place)) }
}

pub(super) fn free(plan: &Plan, place: Place) -> Result<(), EditError> {
    if plan.has(place) { Err(EditError::Taken(place)) } else { Ok(()) }
}
