//! Changing the number of regions and zones as one step.

use super::EditError;
use crate::model::limits::{self, MAX_REGIONS, MAX_ZONES};
use crate::model::{Place, Plan, RoutingKind};
use crate::quantity::{Basis, Estimate, Probability, Provenance, Quantity};

impl Plan {
    /// Makes `n` regions; the same plan and number always give the same identities.
    pub(super) fn scale_regions(&mut self, n: u32) -> Result<(), EditError> {
        limits::count(Place::Plan, "regions", n as usize, 1, MAX_REGIONS)?;
        while self.regions.len() > n as usize {
            let Some(last) = self.regions.last().map(|r| r.id) else { break };
            self.remove_region(last)?;
        }
        while self.regions.len() < n as usize {
            let Some(last) = self.regions.len().checked_sub(1) else {
                return Err(EditError::Limit {
                    place: Place::Plan,
                    what: "regions to copy",
                    min: 1,
                    max: MAX_REGIONS,
                    found: 0,
                });
            };
            self.copy_region(last)?;
        }
        let even = Probability::clamped(1.0 / f64::from(n));
        let spread = Provenance::new(Basis::Default, "users spread evenly over the regions");
        for region in &mut self.regions {
            region.traffic = Estimate::point(even, spread.clone());
        }
        if n >= 2 && self.routing.kind == RoutingKind::Stay {
            self.routing.kind = RoutingKind::Automatic;
        }
        Ok(())
    }

    /// Makes `n` zones in every region; the same plan and number always give the same identities.
    pub(super) fn scale_zones(&mut self, n: u32) -> Result<(), EditError> {
        limits::count(Place::Plan, "zones a region", n as usize, 1, MAX_ZONES)?;
        for region in &mut self.regions {
            region.zones.truncate(n as usize);
        }
        for i in 0..self.regions.len() {
            while self.regions[i].zones.len() < n as usize {
                let Some(last) = self.regions[i].zones.len().checked_sub(1) else {
                    return Err(EditError::Limit {
                        place: Place::Region(self.regions[i].id),
                        what: "zones to copy",
                        min: 1,
                        max: MAX_ZONES,
                        found: 0,
                    });
                };
                self.copy_zone(i, last)?;
            }
        }
        Ok(())
    }
}
