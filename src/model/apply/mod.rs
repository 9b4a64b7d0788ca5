//! Applying an edit: a pure function from a plan and an edit to the next plan.
//!
//! What an edit brings in is checked here, what a plan still lacks is a finding
//! ([`check`](crate::model::check())): an edit never brings in an unknown or a taken identity,
//! but it may leave a journey that needs nothing, shares that do not add to 1 or a cycle.
//!
//! Identities are unique among things of one sort; zones among all zones of the plan.

mod error;
mod naming;
mod scale;
mod set;
mod slot;
mod structure;
mod verify;

pub use error::EditError;

use super::{Edit, Plan};

impl Plan {
    /// The plan after an edit; this plan stays as it is.
    ///
    /// What the [`Edit`]s leave open is decided so:
    ///
    /// * A component that stood only in a removed region moves to the first region that is left.
    /// * A copy of a region or journey and its original each get half of the original's share, so
    ///   that shares still add to 1. Components that stand in the original region also stand in the copy.
    /// * A copy of a component needs what the original needs, and nothing needs the copy yet.
    /// * A component's modes that carry its name at their end ("overload of Web") follow its name.
    /// * Another level of a practice drops the price that the plan gave the old level.
    /// * Setting the degraded share of a required need makes it optional.
    /// * `Replace` accepts what could have been built by adding: known and unique identities, within limits.
    pub fn apply(&self, edit: &Edit) -> Result<Self, EditError> {
        let mut plan = self.clone();
        plan.change(edit)?;
        Ok(plan)
    }

    /// Changes this plan; after an error it is half-changed and must be dropped.
    fn change(&mut self, edit: &Edit) -> Result<(), EditError> {
        match edit {
            Edit::Add(item, position) => self.add(item, *position),
            Edit::Remove(place) => self.remove(*place),
            Edit::Duplicate(place) => self.duplicate(*place),
            Edit::Move(place, position) => self.move_to(*place, *position),
            Edit::ScaleRegions(n) => self.scale_regions(*n),
            Edit::ScaleZones(n) => self.scale_zones(*n),
            Edit::Batch(edits) => edits.iter().try_for_each(|edit| self.change(edit)),
            Edit::Replace(plan) => {
                verify::plan(plan)?;
                self.clone_from(plan);
                Ok(())
            }
            other => self.set(other),
        }
    }
}

#[cfg(test)]
mod tests;
