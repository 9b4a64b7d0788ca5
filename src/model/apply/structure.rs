//! Adding, removing, copying and moving.

use super::naming::{next_name, renamed_of};
use super::{EditError, verify};
use crate::model::limits::{self, MAX_ZONES};
use crate::model::{Component, FailureMode, Id, Item, Journey, Place, Plan, Region, Target, Zone};
use crate::quantity::{Estimate, Probability, Quantity};

impl Plan {
    pub(super) fn add(&mut self, item: &Item, position: Option<usize>) -> Result<(), EditError> {
        match item {
            Item::Region(region) => self.add_region(region, position)?,
            Item::Zone(region, zone) => self.add_zone(*region, zone, position)?,
            Item::Component(component, modes) => self.add_component(component, modes, position)?,
            Item::Mode(mode) => {
                verify::free(self, Place::Mode(mode.id))?;
                verify::mode(self, mode)?;
                insert(&mut self.modes, mode.clone(), position, Place::Mode(mode.id))?;
            }
            Item::Journey(journey) => {
                verify::free(self, Place::Journey(journey.id))?;
                verify::journey(self, journey)?;
                insert(&mut self.journeys, journey.clone(), position, Place::Journey(journey.id))?;
            }
        }
        verify::sizes(self)
    }

    fn add_region(&mut self, region: &Region, position: Option<usize>) -> Result<(), EditError> {
        verify::free(self, Place::Region(region.id))?;
        verify::region(region)?;
        for (i, zone) in region.zones.iter().enumerate() {
            verify::free(self, Place::Zone(zone.id))?;
            if region.zones[..i].iter().any(|z| z.id == zone.id) {
                return Err(EditError::Taken(Place::Zone(zone.id)));
            }
        }
        insert(&mut self.regions, region.clone(), position, Place::Region(region.id))
    }

    fn add_zone(&mut self, region: Id, zone: &Zone, position: Option<usize>) -> Result<(), EditError> {
        verify::free(self, Place::Zone(zone.id))?;
        limits::name(Place::Zone(zone.id), &zone.name)?;
        let zones = &mut self.region_mut(region)?.zones;
        limits::count(Place::Region(region), "zones", zones.len() + 1, 1, MAX_ZONES)?;
        insert(zones, zone.clone(), position, Place::Zone(zone.id))
    }

    fn add_component(
        &mut self,
        component: &Component,
        modes: &[FailureMode],
        position: Option<usize>,
    ) -> Result<(), EditError> {
        verify::free(self, Place::Component(component.id))?;
        insert(&mut self.components, component.clone(), position, Place::Component(component.id))?;
        verify::component(self, component)?;
        for mode in modes {
            verify::free(self, Place::Mode(mode.id))?;
            verify::mode(self, mode)?;
            self.modes.push(mode.clone());
        }
        Ok(())
    }

    pub(super) fn remove(&mut self, place: Place) -> Result<(), EditError> {
        match place {
            Place::Region(id) => self.remove_region(id),
            Place::Zone(id) => {
                let (region, at) = self.zone_position(id)?;
                let zones = &mut self.regions[region].zones;
                zones.remove(at);
                let left = zones.len();
                limits::count(Place::Region(self.regions[region].id), "zones", left, 1, MAX_ZONES)
            }
            Place::Component(id) => {
                self.components.remove(position_of(&self.components, |c| c.id == id, place)?);
                self.modes.retain(|m| m.target != Target::Component(id));
                for component in &mut self.components {
                    component.dependencies.retain(|d| d.on != id);
                }
                for journey in &mut self.journeys {
                    journey.needs.retain(|d| d.on != id);
                }
                Ok(())
            }
            Place::Mode(id) => {
                self.modes.remove(position_of(&self.modes, |m| m.id == id, place)?);
                Ok(())
            }
            Place::Journey(id) => {
                self.journeys.remove(position_of(&self.journeys, |j| j.id == id, place)?);
                Ok(())
            }
            Place::Practice(practice) => match self.practices.remove(&practice) {
                Some(_) => Ok(()),
                None => Err(EditError::NotDone(practice)),
            },
            Place::Monitor(id) => {
                self.monitors.remove(position_of(&self.monitors, |monitor| monitor.id == id, place)?);
                Ok(())
            }
            Place::Risk(id) => {
                let entries = &mut self.register.entries;
                entries.remove(position_of(entries, |entry| entry.id == id, place)?);
                Ok(())
            }
            Place::Plan | Place::Routing | Place::Prices => {
                Err(EditError::Unfit { place, action: "removed" })
            }
        }
    }

    pub(super) fn remove_region(&mut self, id: Id) -> Result<(), EditError> {
        self.regions.remove(position_of(&self.regions, |r| r.id == id, Place::Region(id))?);
        verify::sizes(self)?;
        self.modes.retain(|m| m.target != Target::Region(id));
        self.economy.levers.stay_in.retain(|region| *region != id);
        let first = self.regions.first().map(|r| r.id);
        for component in &mut self.components {
            if component.regions.contains(&id) {
                component.regions.retain(|r| *r != id);
                if component.regions.is_empty() {
                    component.regions.extend(first);
                }
            }
        }
        Ok(())
    }

    pub(super) fn duplicate(&mut self, place: Place) -> Result<(), EditError> {
        match place {
            Place::Region(id) => {
                let at = position_of(&self.regions, |r| r.id == id, place)?;
                let half = part(&self.regions[at].traffic, 0.5);
                self.copy_region(at)?;
                self.regions[at].traffic = half.clone();
                self.regions[at + 1].traffic = half;
            }
            Place::Zone(id) => {
                let (region, at) = self.zone_position(id)?;
                self.copy_zone(region, at)?;
            }
            Place::Component(id) => self.copy_component(id)?,
            Place::Mode(id) => {
                let at = position_of(&self.modes, |m| m.id == id, place)?;
                let name = next_name(&self.modes[at].name, |n| self.modes.iter().any(|m| m.name == n));
                let copy = FailureMode { id: self.free_mode(&name), name, ..self.modes[at].clone() };
                self.modes.insert(at + 1, copy);
            }
            Place::Journey(id) => {
                let at = position_of(&self.journeys, |j| j.id == id, place)?;
                let name = next_name(&self.journeys[at].name, |n| self.journeys.iter().any(|j| j.name == n));
                let half = part(&self.journeys[at].traffic, 0.5);
                self.journeys[at].traffic = half;
                let copy = Journey { id: self.free_journey(&name), name, ..self.journeys[at].clone() };
                self.journeys.insert(at + 1, copy);
            }
            Place::Plan
            | Place::Routing
            | Place::Prices
            | Place::Practice(_)
            | Place::Risk(_)
            | Place::Monitor(_) => {
                return Err(EditError::Unfit { place, action: "copied" });
            }
        }
        verify::sizes(self)
    }

    /// Inserts a copy of a region right after it, with its zones, its own modes and its components.
    pub(super) fn copy_region(&mut self, at: usize) -> Result<(), EditError> {
        let original = self.regions[at].clone();
        let name = next_name(&original.name, |n| self.regions.iter().any(|r| r.name == n));
        let id = self.free_region(&name);
        self.regions.insert(at + 1, Region { id, name, zones: Vec::new(), ..original.clone() });
        for zone in &original.zones {
            let zone = Zone { id: self.free_zone(&zone.name), name: zone.name.clone() };
            self.regions[at + 1].zones.push(zone);
        }
        for component in &mut self.components {
            if let Some(i) = component.regions.iter().position(|r| *r == original.id) {
                component.regions.insert(i + 1, id);
            }
        }
        self.copy_modes(Target::Region(original.id), Target::Region(id), |name, _| name.to_owned());
        verify::sizes(self)
    }

    /// Inserts a copy of a zone right after it.
    pub(super) fn copy_zone(&mut self, region: usize, at: usize) -> Result<(), EditError> {
        let zones = &self.regions[region].zones;
        let name = next_name(&zones[at].name, |n| zones.iter().any(|z| z.name == n));
        let copy = Zone { id: self.free_zone(&name), name };
        let region = &mut self.regions[region];
        region.zones.insert(at + 1, copy);
        limits::count(Place::Region(region.id), "zones", region.zones.len(), 1, MAX_ZONES)
    }

    fn copy_component(&mut self, id: Id) -> Result<(), EditError> {
        let at = position_of(&self.components, |c| c.id == id, Place::Component(id))?;
        let name = next_name(&self.components[at].name, |n| self.components.iter().any(|c| c.name == n));
        let copy = Component { id: self.free_component(&name), name, ..self.components[at].clone() };
        let new = copy.id;
        self.components.insert(at + 1, copy);
        let renamed = |mode: &str, plan: &Self| {
            let name = |id| plan.component(id).map_or("", |c| c.name.as_str());
            renamed_of(mode, name(id), name(new))
        };
        self.copy_modes(Target::Component(id), Target::Component(new), renamed);
        Ok(())
    }

    /// Copies the modes of one target to another, right after the last of the originals.
    fn copy_modes(&mut self, from: Target, to: Target, renamed: impl Fn(&str, &Self) -> String) {
        let originals: Vec<FailureMode> = self.modes.iter().filter(|m| m.target == from).cloned().collect();
        let Some(last) = self.modes.iter().rposition(|m| m.target == from) else { return };
        for (i, mode) in originals.into_iter().enumerate() {
            let name = renamed(&mode.name, self);
            let copy = FailureMode { id: self.free_mode(&name), name, target: to, ..mode };
            self.modes.insert(last + 1 + i, copy);
        }
    }

    pub(super) fn move_to(&mut self, place: Place, position: usize) -> Result<(), EditError> {
        match place {
            Place::Region(id) => reorder(&mut self.regions, |r| r.id == id, position, place),
            Place::Zone(id) => {
                let (region, _) = self.zone_position(id)?;
                reorder(&mut self.regions[region].zones, |z| z.id == id, position, place)
            }
            Place::Component(id) => reorder(&mut self.components, |c| c.id == id, position, place),
            Place::Mode(id) => reorder(&mut self.modes, |m| m.id == id, position, place),
            Place::Journey(id) => reorder(&mut self.journeys, |j| j.id == id, position, place),
            Place::Monitor(id) => reorder(&mut self.monitors, |m| m.id == id, position, place),
            Place::Plan | Place::Routing | Place::Prices | Place::Practice(_) | Place::Risk(_) => {
                Err(EditError::Unfit { place, action: "moved" })
            }
        }
    }

    /// The positions of a zone's region and of the zone in it.
    fn zone_position(&self, id: Id) -> Result<(usize, usize), EditError> {
        let found = self.regions.iter().enumerate().find_map(|(region, r)| {
            let at = r.zones.iter().position(|z| z.id == id)?;
            Some((region, at))
        });
        found.ok_or(EditError::Unknown(Place::Zone(id)))
    }
}

/// A part of a share, with its origin.
fn part(share: &Estimate<Probability>, factor: f64) -> Estimate<Probability> {
    let of = |p: Probability| Probability::clamped(p.get() * factor);
    let provenance = share.provenance.clone();
    Estimate::range(of(share.low()), of(share.likely()), of(share.high()), provenance)
        .unwrap_or_else(|_| share.clone())
}

fn position_of<T>(list: &[T], is: impl Fn(&T) -> bool, place: Place) -> Result<usize, EditError> {
    list.iter().position(is).ok_or(EditError::Unknown(place))
}

fn insert<T>(list: &mut Vec<T>, item: T, position: Option<usize>, place: Place) -> Result<(), EditError> {
    let last = list.len();
    let position = position.unwrap_or(last);
    if position > last {
        return Err(EditError::Position { place, found: position, last });
    }
    list.insert(position, item);
    Ok(())
}

fn reorder<T>(
    list: &mut Vec<T>,
    is: impl Fn(&T) -> bool,
    position: usize,
    place: Place,
) -> Result<(), EditError> {
    let from = position_of(list, is, place)?;
    let last = list.len() - 1;
    if position > last {
        return Err(EditError::Position { place, found: position, last });
    }
    let item = list.remove(from);
    list.insert(position, item);
    Ok(())
}
