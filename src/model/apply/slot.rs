//! Where a number is written.

use super::EditError;
use crate::model::{DurationField, MoneyField, Plan, ProbabilityField, Sharing, VolumeField};
use crate::quantity::{Duration, Estimate, Money, Probability, Volume};

impl ProbabilityField {
    pub(super) fn set(self, plan: &mut Plan, value: &Estimate<Probability>) -> Result<(), EditError> {
        let slot = match self {
            Self::RegionTraffic(id) => &mut plan.region_mut(id)?.traffic,
            Self::RegionCapacity(id) => &mut plan.region_mut(id)?.capacity,
            Self::RoutingCoverage => &mut plan.routing.failover.coverage,
            Self::ComponentCoverage(id) => &mut plan.component_mut(id)?.failover.coverage,
            Self::ComponentDormancy(id) => &mut plan.component_mut(id)?.dormancy,
            Self::DrillUntested(place) => &mut plan.drill_mut(place)?.untested,
            Self::ModeShare(id) => &mut plan.mode_mut(id)?.share,
            Self::ModeBeta(id) => &mut plan.mode_mut(id)?.beta,
            Self::ModeGamma(id)
            | Self::ModeDelta(id)
            | Self::ModeAlphaTwo(id)
            | Self::ModeAlphaThree(id)
            | Self::ModeAlphaFour(id) => {
                let unfit = EditError::Unfit { place: self.place(), action: "given this factor" };
                self.factor_mut(&mut plan.mode_mut(id)?.sharing).ok_or(unfit)?
            }
            Self::JourneyTraffic(id) => &mut plan.journey_mut(id)?.traffic,
            Self::Degraded(place, on) => {
                plan.need_mut(place, on)?.degraded = Some(value.clone());
                return Ok(());
            }
            Self::Reserve => &mut plan.reserve,
            Self::OnCallShare => &mut plan.prices.on_call_share,
        };
        slot.clone_from(value);
        Ok(())
    }

    /// The factor of a mode's sharing, when its model has it.
    fn factor_mut(self, sharing: &mut Sharing) -> Option<&mut Estimate<Probability>> {
        match (self, sharing) {
            (Self::ModeGamma(_), Sharing::Greek { gamma, .. }) => Some(gamma),
            (Self::ModeDelta(_), Sharing::Greek { delta, .. }) => Some(delta),
            (Self::ModeAlphaTwo(_), Sharing::Alpha { two, .. }) => Some(two),
            (Self::ModeAlphaThree(_), Sharing::Alpha { three, .. }) => Some(three),
            (Self::ModeAlphaFour(_), Sharing::Alpha { four, .. }) => Some(four),
            _ => None,
        }
    }
}

impl DurationField {
    pub(super) fn set(self, plan: &mut Plan, value: &Estimate<Duration>) -> Result<(), EditError> {
        let slot = match self {
            Self::RoutingTime => &mut plan.routing.failover.time,
            Self::RoutingManual => &mut plan.routing.failover.manual,
            Self::ComponentTime(id) => &mut plan.component_mut(id)?.failover.time,
            Self::ComponentManual(id) => &mut plan.component_mut(id)?.failover.manual,
            Self::DrillEvery(place) => &mut plan.drill_mut(place)?.every,
            Self::DrillHalfLife(place) => &mut plan.drill_mut(place)?.half_life,
            Self::ModePart(id, part) => plan.mode_mut(id)?.parts.get_mut(part),
            Self::RidesOut(place, on) => {
                plan.need_mut(place, on)?.rides_out = Some(value.clone());
                return Ok(());
            }
        };
        slot.clone_from(value);
        Ok(())
    }

    /// Takes a length of time away that may be absent.
    pub(super) fn clear(self, plan: &mut Plan) -> Result<(), EditError> {
        let Self::RidesOut(place, on) = self else {
            return Err(EditError::Unfit { place: self.place(), action: "left without this length of time" });
        };
        plan.need_mut(place, on)?.rides_out = None;
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
