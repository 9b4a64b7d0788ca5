//! Where a number is written.

use super::EditError;
use crate::model::{DurationField, MoneyField, Plan, ProbabilityField, VolumeField};
use crate::quantity::{Duration, Estimate, Money, Probability, Volume};

impl ProbabilityField {
    pub(super) fn set(self, plan: &mut Plan, value: &Estimate<Probability>) -> Result<(), EditError> {
        let slot = match self {
            Self::RegionTraffic(id) => &mut plan.region_mut(id)?.traffic,
            Self::RegionCapacity(id) => &mut plan.region_mut(id)?.capacity,
            Self::RoutingCoverage => &mut plan.routing.failover.coverage,
            Self::ComponentCoverage(id) => &mut plan.component_mut(id)?.failover.coverage,
            Self::ModeShare(id) => &mut plan.mode_mut(id)?.share,
            Self::ModeBeta(id) => &mut plan.mode_mut(id)?.beta,
            Self::JourneyTraffic(id) => &mut plan.journey_mut(id)?.traffic,
            Self::Degraded(place, on) => {
                let mut needs = plan.needs_mut(place)?.iter_mut();
                let need = needs.find(|n| n.on == on).ok_or(EditError::NoNeed { place, on })?;
                need.degraded = Some(value.clone());
                return Ok(());
            }
            Self::Reserve => &mut plan.reserve,
            Self::OnCallShare => &mut plan.prices.on_call_share,
        };
        slot.clone_from(value);
        Ok(())
    }
}

impl DurationField {
    pub(super) fn set(self, plan: &mut Plan, value: &Estimate<Duration>) -> Result<(), EditError> {
        let slot = match self {
            Self::RoutingTime => &mut plan.routing.failover.time,
            Self::RoutingManual => &mut plan.routing.failover.manual,
            Self::ComponentTime(id) => &mut plan.component_mut(id)?.failover.time,
            Self::ComponentManual(id) => &mut plan.component_mut(id)?.failover.manual,
            Self::ModePart(id, part) => plan.mode_mut(id)?.parts.get_mut(part),
        };
        slot.clone_from(value);
        Ok(())
    }
}

impl MoneyField {
    pub(super) fn set(self, plan: &mut Plan, value: &Estimate<Money>) -> Result<(), EditError> {
        let slot = match self {
            Self::UnitPrice(id) => &mut plan.component_mut(id)?.unit_price,
            Self::Engineer => &mut plan.prices.engineer,
            Self::ZoneTraffic => &mut plan.prices.zone_traffic_price,
            Self::RegionTraffic => &mut plan.prices.region_traffic_price,
            Self::ValuePerHour | Self::Practice(_) => return self.set_optional(plan, Some(value.clone())),
        };
        slot.clone_from(value);
        Ok(())
    }

    /// Writes an amount that may be absent.
    pub(super) fn set_optional(
        self,
        plan: &mut Plan,
        value: Option<Estimate<Money>>,
    ) -> Result<(), EditError> {
        match self {
            Self::ValuePerHour => plan.value_per_hour = value,
            Self::Practice(practice) => {
                plan.practices.get_mut(&practice).ok_or(EditError::NotDone(practice))?.monthly = value;
            }
            _ => return Err(EditError::Unfit { place: self.place(), action: "left without this price" }),
        }
        Ok(())
    }
}

impl VolumeField {
    pub(super) fn set(self, plan: &mut Plan, value: &Estimate<Volume>) {
        let slot = match self {
            Self::ZoneTraffic => &mut plan.prices.zone_traffic,
            Self::RegionTraffic => &mut plan.prices.region_traffic,
        };
        slot.clone_from(value);
    }
}
