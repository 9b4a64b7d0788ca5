//! Setting one value.

use super::naming::renamed_of;
use super::{EditError, verify};
use crate::model::limits;
use crate::model::{
    Component, Dependency, Drill, Edit, Failover, FailureMode, Id, Journey, Monitor, Place, Plan, Practised,
    Region, RiskEntry, Target,
};

impl Plan {
    /// Every edit that sets a value and adds or removes no item.
    pub(super) fn set(&mut self, edit: &Edit) -> Result<(), EditError> {
        match edit {
            Edit::Rename(place, name) => self.rename(*place, name)?,
            Edit::SetLesson(lesson) => {
                verify::lesson(lesson)?;
                self.lesson.clone_from(lesson);
            }
            Edit::SetProbability(field, value) => field.set(self, value)?,
            Edit::SetDuration(field, value) => field.set(self, value)?,
            Edit::ClearDuration(field) => field.clear(self)?,
            Edit::SetRate(id, value) => self.mode_mut(*id)?.rate = value.clone(),
            Edit::SetSpread(id, value) => self.mode_mut(*id)?.spread = *value,
            Edit::SetMoney(field, value) => field.set(self, value)?,
            Edit::ClearMoney(field) => field.set_optional(self, None)?,
            Edit::SetVolume(field, value) => field.set(self, value),
            Edit::SetObjective(id, objective) => self.journey_mut(*id)?.objective = *objective,
            Edit::SetReplicas(id, n) => {
                verify::replicas(*id, "replicas", *n)?;
                self.component_mut(*id)?.replicas = *n;
            }
            Edit::SetNeeded(id, n) => {
                verify::replicas(*id, "needed replicas", *n)?;
                self.component_mut(*id)?.needed = *n;
            }
            Edit::SetPlacement(id, placement) => self.component_mut(*id)?.placement = *placement,
            Edit::SetComponentRegions(id, regions) => self.set_regions(*id, regions)?,
            Edit::SetKind(id, kind) => {
                limits::name(Place::Component(*id), kind)?;
                self.component_mut(*id)?.kind.clone_from(kind);
            }
            Edit::SetRedundancy(id, redundancy) => self.component_mut(*id)?.redundancy = *redundancy,
            Edit::SetDrill(place, drill) => self.failover_mut(*place)?.drill.clone_from(drill),
            Edit::SetOverload(id, overload) => self.component_mut(*id)?.overload = *overload,
            Edit::SetRoutingKind(kind) => self.routing.kind = *kind,
            Edit::SetRoutingOverload(overload) => self.routing.overload = *overload,
            Edit::SetDependency(place, need) => {
                verify::known(self, Place::Component(need.on))?;
                verify::retries(*place, need.retries)?;
                let needs = self.needs_mut(*place)?;
                match needs.iter_mut().find(|n| n.on == need.on) {
                    Some(old) => old.clone_from(need),
                    None => needs.push(need.clone()),
                }
            }
            Edit::RemoveDependency(place, on) => {
                let needs = self.needs_mut(*place)?;
                let before = needs.len();
                needs.retain(|n| n.on != *on);
                if needs.len() == before {
                    return Err(EditError::NoNeed { place: *place, on: *on });
                }
            }
            Edit::SetRetries(place, on, n) => {
                verify::retries(*place, *n)?;
                self.need_mut(*place, *on)?.retries = *n;
            }
            Edit::SetTarget(id, target) => {
                verify::target(self, *target)?;
                self.mode_mut(*id)?.target = *target;
            }
            Edit::SetScope(id, scope) => self.mode_mut(*id)?.scope = *scope,
            Edit::SetCause(id, cause) => self.mode_mut(*id)?.cause = *cause,
            Edit::SetOwner(id, owner) => self.mode_mut(*id)?.owner = *owner,
            Edit::SetReach(id, reach) => self.mode_mut(*id)?.reach = *reach,
            Edit::SetSharing(id, sharing) => self.mode_mut(*id)?.sharing.clone_from(sharing),
            Edit::SetResponders(n) => {
                verify::responders(*n)?;
                self.responders = *n;
            }
            Edit::SetPractice(practice, level) => {
                verify::level(*practice, *level)?;
                if *level == 0 {
                    self.practices.remove(practice);
                } else if self.level(*practice) != *level {
                    self.practices.insert(*practice, Practised { level: *level, monthly: None });
                }
            }
            Edit::SetEconomy(economy) => {
                economy.check(self)?;
                self.economy.clone_from(economy);
            }
            Edit::SetCurrency(currency) => self.prices.currency = *currency,
            Edit::SetMonitor(monitor) => self.set_monitor(monitor)?,
            Edit::SetRisk(entry) => self.set_risk(entry)?,
            Edit::SetRiskTarget(which, objective) => {
                limits::count(
                    Place::Plan,
                    "objectives for risks",
                    which + 1,
                    1,
                    self.register.targets.len(),
                )?;
                self.register.targets[*which] = *objective;
            }
            Edit::SetTooBig(share) => self.register.too_big = *share,
            Edit::Add(..)
            | Edit::Remove(_)
            | Edit::Duplicate(_)
            | Edit::Move(..)
            | Edit::ScaleRegions(_)
            | Edit::ScaleZones(_)
            | Edit::Batch(_)
            | Edit::Replace(_) => return self.change(edit),
        }
        Ok(())
    }

    fn rename(&mut self, place: Place, name: &str) -> Result<(), EditError> {
        limits::name(place, name)?;
        let slot = match place {
            Place::Plan => &mut self.name,
            Place::Region(id) => &mut self.region_mut(id)?.name,
            Place::Zone(id) => {
                let mut zones = self.regions.iter_mut().flat_map(|r| &mut r.zones);
                &mut zones.find(|z| z.id == id).ok_or(EditError::Unknown(place))?.name
            }
            Place::Component(id) => {
                let old = core::mem::replace(&mut self.component_mut(id)?.name, name.to_owned());
                for mode in self.modes.iter_mut().filter(|m| m.target == Target::Component(id)) {
                    mode.name = renamed_of(&mode.name, &old, name);
                }
                return Ok(());
            }
            Place::Mode(id) => &mut self.mode_mut(id)?.name,
            Place::Journey(id) => &mut self.journey_mut(id)?.name,
            Place::Routing | Place::Prices | Place::Practice(_) | Place::Risk(_) | Place::Monitor(_) => {
                return Err(EditError::Unfit { place, action: "renamed" });
            }
        };
        name.clone_into(slot);
        Ok(())
    }

    fn set_monitor(&mut self, monitor: &Monitor) -> Result<(), EditError> {
        verify::monitor(monitor)?;
        match self.monitors.iter_mut().find(|old| old.id == monitor.id) {
            Some(old) => old.clone_from(monitor),
            None => {
                limits::count(Place::Plan, "monitors", self.monitors.len() + 1, 0, limits::MAX_MONITORS)?;
                self.monitors.push(monitor.clone());
            }
        }
        Ok(())
    }

    fn set_risk(&mut self, entry: &RiskEntry) -> Result<(), EditError> {
        verify::risk(entry)?;
        let entries = &mut self.register.entries;
        match entries.iter_mut().find(|old| old.id == entry.id) {
            Some(old) => old.clone_from(entry),
            None => {
                limits::count(Place::Plan, "risks", entries.len() + 1, 0, limits::MAX_RISKS)?;
                entries.push(entry.clone());
            }
        }
        Ok(())
    }

    fn set_regions(&mut self, id: Id, regions: &[Id]) -> Result<(), EditError> {
        let mut list = Vec::new();
        for region in regions {
            verify::known(self, Place::Region(*region))?;
            if !list.contains(region) {
                list.push(*region);
            }
        }
        self.component_mut(id)?.regions = list;
        Ok(())
    }

    pub(super) fn region_mut(&mut self, id: Id) -> Result<&mut Region, EditError> {
        self.regions.iter_mut().find(|r| r.id == id).ok_or(EditError::Unknown(Place::Region(id)))
    }

    pub(super) fn component_mut(&mut self, id: Id) -> Result<&mut Component, EditError> {
        self.components.iter_mut().find(|c| c.id == id).ok_or(EditError::Unknown(Place::Component(id)))
    }

    pub(super) fn mode_mut(&mut self, id: Id) -> Result<&mut FailureMode, EditError> {
        self.modes.iter_mut().find(|m| m.id == id).ok_or(EditError::Unknown(Place::Mode(id)))
    }

    pub(super) fn journey_mut(&mut self, id: Id) -> Result<&mut Journey, EditError> {
        self.journeys.iter_mut().find(|j| j.id == id).ok_or(EditError::Unknown(Place::Journey(id)))
    }

    pub(super) fn needs_mut(&mut self, place: Place) -> Result<&mut Vec<Dependency>, EditError> {
        match place {
            Place::Component(id) => Ok(&mut self.component_mut(id)?.dependencies),
            Place::Journey(id) => Ok(&mut self.journey_mut(id)?.needs),
            _ => Err(EditError::Unfit { place, action: "given needs" }),
        }
    }

    pub(super) fn need_mut(&mut self, place: Place, on: Id) -> Result<&mut Dependency, EditError> {
        let mut needs = self.needs_mut(place)?.iter_mut();
        needs.find(|n| n.on == on).ok_or(EditError::NoNeed { place, on })
    }

    pub(super) fn failover_mut(&mut self, place: Place) -> Result<&mut Failover, EditError> {
        match place {
            Place::Routing => Ok(&mut self.routing.failover),
            Place::Component(id) => Ok(&mut self.component_mut(id)?.failover),
            _ => Err(EditError::Unfit { place, action: "given drills" }),
        }
    }

    pub(super) fn drill_mut(&mut self, place: Place) -> Result<&mut Drill, EditError> {
        self.failover_mut(place)?.drill.as_mut().ok_or(EditError::NoDrill(place))
    }
}
