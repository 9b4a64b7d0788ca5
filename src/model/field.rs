//! The editable numbers of a plan: where each stands, what it is called and in which unit it is typed.

use super::{
    Drill, DurationField, Id, MoneyField, Part, Place, Plan, ProbabilityField, Sharing, VolumeField,
};
use crate::quantity::{Duration, Estimate, Money, Probability, Rate, Volume};

impl ProbabilityField {
    /// The number in a plan; nothing when its place is not there, or the need is required.
    pub fn get(self, plan: &Plan) -> Option<&Estimate<Probability>> {
        match self {
            Self::RegionTraffic(id) => plan.region(id).map(|r| &r.traffic),
            Self::RegionCapacity(id) => plan.region(id).map(|r| &r.capacity),
            Self::RoutingCoverage => Some(&plan.routing.failover.coverage),
            Self::ComponentCoverage(id) => plan.component(id).map(|c| &c.failover.coverage),
            Self::ComponentDormancy(id) => plan.component(id).map(|c| &c.dormancy),
            Self::DrillUntested(place) => drill(plan, place).map(|d| &d.untested),
            Self::ModeShare(id) => plan.mode(id).map(|m| &m.share),
            Self::ModeBeta(id) => plan.mode(id).map(|m| &m.beta),
            Self::ModeGamma(id)
            | Self::ModeDelta(id)
            | Self::ModeAlphaTwo(id)
            | Self::ModeAlphaThree(id)
            | Self::ModeAlphaFour(id) => self.factor(&plan.mode(id)?.sharing),
            Self::JourneyTraffic(id) => plan.journey(id).map(|j| &j.traffic),
            Self::Degraded(place, on) => plan.need(place, on)?.degraded.as_ref(),
            Self::Reserve => Some(&plan.reserve),
            Self::OnCallShare => Some(&plan.prices.on_call_share),
        }
    }

    /// The factor of a mode's sharing, when its model has it.
    fn factor(self, sharing: &Sharing) -> Option<&Estimate<Probability>> {
        match (self, sharing) {
            (Self::ModeGamma(_), Sharing::Greek { gamma, .. }) => Some(gamma),
            (Self::ModeDelta(_), Sharing::Greek { delta, .. }) => Some(delta),
            (Self::ModeAlphaTwo(_), Sharing::Alpha { two, .. }) => Some(two),
            (Self::ModeAlphaThree(_), Sharing::Alpha { three, .. }) => Some(three),
            (Self::ModeAlphaFour(_), Sharing::Alpha { four, .. }) => Some(four),
            _ => None,
        }
    }

    /// The words beside the input.
    pub fn label(self) -> &'static str {
        match self {
            Self::RegionTraffic(_) => "Share of users",
            Self::RegionCapacity(_) => "Can carry",
            Self::RoutingCoverage => "Move works",
            Self::ComponentCoverage(_) => "Takeover works",
            Self::ComponentDormancy(_) => "Fails while waiting",
            Self::DrillUntested(_) => "Works when never drilled",
            Self::ModeShare(_) => "Users touched",
            Self::ModeBeta(_) => "Common cause",
            Self::ModeGamma(_) => "Of those, three share",
            Self::ModeDelta(_) => "Of those, four share",
            Self::ModeAlphaTwo(_) => "Hits two",
            Self::ModeAlphaThree(_) => "Hits three",
            Self::ModeAlphaFour(_) => "Hits four or all",
            Self::JourneyTraffic(_) => "Share of traffic",
            Self::Degraded(..) => "Requests degraded",
            Self::Reserve => "Reserve for what nobody listed",
            Self::OnCallShare => "Engineer's time a rota seat costs",
        }
    }

    /// What the share is a share of.
    pub fn unit(self) -> &'static str {
        match self {
            Self::RegionTraffic(_) | Self::RegionCapacity(_) | Self::ModeShare(_) => "of all users",
            Self::RoutingCoverage | Self::DrillUntested(Place::Routing) => "of moves",
            Self::ComponentCoverage(_) | Self::DrillUntested(_) => "of takeovers",
            Self::ComponentDormancy(_) => "of its failure rate",
            Self::ModeBeta(_) | Self::ModeAlphaTwo(_) | Self::ModeAlphaThree(_) | Self::ModeAlphaFour(_) => {
                "of occurrences"
            }
            Self::ModeGamma(_) => "of what two share",
            Self::ModeDelta(_) => "of what three share",
            Self::JourneyTraffic(_) => "of traffic",
            Self::Degraded(..) => "of requests",
            Self::Reserve => "of listed bad minutes",
            Self::OnCallShare => "of an engineer",
        }
    }

    /// Where the number stands.
    pub fn place(self) -> Place {
        match self {
            Self::RegionTraffic(id) | Self::RegionCapacity(id) => Place::Region(id),
            Self::RoutingCoverage => Place::Routing,
            Self::ComponentCoverage(id) | Self::ComponentDormancy(id) => Place::Component(id),
            Self::ModeShare(id)
            | Self::ModeBeta(id)
            | Self::ModeGamma(id)
            | Self::ModeDelta(id)
            | Self::ModeAlphaTwo(id)
            | Self::ModeAlphaThree(id)
            | Self::ModeAlphaFour(id) => Place::Mode(id),
            Self::JourneyTraffic(id) => Place::Journey(id),
            Self::Degraded(place, _) | Self::DrillUntested(place) => place,
            Self::Reserve => Place::Plan,
            Self::OnCallShare => Place::Prices,
        }
    }
}

impl DurationField {
    /// The number in a plan; nothing when its place is not there.
    pub fn get(self, plan: &Plan) -> Option<&Estimate<Duration>> {
        match self {
            Self::RoutingTime => Some(&plan.routing.failover.time),
            Self::RoutingManual => Some(&plan.routing.failover.manual),
            Self::ComponentTime(id) => plan.component(id).map(|c| &c.failover.time),
            Self::ComponentManual(id) => plan.component(id).map(|c| &c.failover.manual),
            Self::DrillEvery(place) => drill(plan, place).map(|d| &d.every),
            Self::DrillHalfLife(place) => drill(plan, place).map(|d| &d.half_life),
            Self::ModePart(id, part) => plan.mode(id).map(|m| m.parts.get(part)),
            Self::RidesOut(place, on) => plan.need(place, on)?.rides_out.as_ref(),
        }
    }

    /// The words beside the input.
    pub fn label(self) -> &'static str {
        match self {
            Self::RoutingTime => "Move takes",
            Self::RoutingManual => "Move by hand takes",
            Self::ComponentTime(_) => "Takeover takes",
            Self::ComponentManual(_) => "Takeover by hand takes",
            Self::DrillEvery(_) => "Drill every",
            Self::DrillHalfLife(_) => "Half forgotten after",
            Self::RidesOut(..) => "Rides out",
            Self::ModePart(_, Part::Detect) => "Detect",
            Self::ModePart(_, Part::Engage) => "Engage",
            Self::ModePart(_, Part::Diagnose) => "Diagnose",
            Self::ModePart(_, Part::Mitigate) => "Mitigate",
            Self::ModePart(_, Part::Verify) => "Verify",
        }
    }

    /// The unit of a number typed without one.
    pub fn unit(self) -> &'static str {
        "minutes"
    }

    /// Where the number stands.
    pub fn place(self) -> Place {
        match self {
            Self::RoutingTime | Self::RoutingManual => Place::Routing,
            Self::ComponentTime(id) | Self::ComponentManual(id) => Place::Component(id),
            Self::ModePart(id, _) => Place::Mode(id),
            Self::DrillEvery(place) | Self::DrillHalfLife(place) | Self::RidesOut(place, _) => place,
        }
    }
}

impl MoneyField {
    /// The number in a plan; nothing when its place is not there, or the amount was never set.
    pub fn get(self, plan: &Plan) -> Option<&Estimate<Money>> {
        match self {
            Self::UnitPrice(id) => plan.component(id).map(|c| &c.unit_price),
            Self::Engineer => Some(&plan.prices.engineer),
            Self::ZoneTraffic => Some(&plan.prices.zone_traffic_price),
            Self::RegionTraffic => Some(&plan.prices.region_traffic_price),
            Self::ValuePerHour => plan.value_per_hour.as_ref(),
            Self::Practice(practice) => plan.practices.get(&practice)?.monthly.as_ref(),
        }
    }

    /// The words beside the input.
    pub fn label(self) -> &'static str {
        match self {
            Self::UnitPrice(_) => "Price of a replica",
            Self::Engineer => "Engineer",
            Self::ZoneTraffic => "Traffic between zones",
            Self::RegionTraffic => "Traffic between regions",
            Self::ValuePerHour => "Hour of full outage",
            Self::Practice(_) => "Practice",
        }
    }

    /// What the amount is for.
    pub fn unit(self) -> &'static str {
        match self {
            Self::UnitPrice(_) | Self::Engineer | Self::Practice(_) => "a month",
            Self::ZoneTraffic | Self::RegionTraffic => "a GB",
            Self::ValuePerHour => "an hour",
        }
    }

    /// Where the number stands.
    pub fn place(self) -> Place {
        match self {
            Self::UnitPrice(id) => Place::Component(id),
            Self::Engineer | Self::ZoneTraffic | Self::RegionTraffic => Place::Prices,
            Self::ValuePerHour => Place::Plan,
            Self::Practice(practice) => Place::Practice(practice),
        }
    }
}

impl VolumeField {
    /// The number in a plan.
    pub fn get(self, plan: &Plan) -> &Estimate<Volume> {
        match self {
            Self::ZoneTraffic => &plan.prices.zone_traffic,
            Self::RegionTraffic => &plan.prices.region_traffic,
        }
    }

    /// The words beside the input.
    pub fn label(self) -> &'static str {
        match self {
            Self::ZoneTraffic => "Traffic between zones",
            Self::RegionTraffic => "Traffic between regions",
        }
    }

    /// The unit of a number typed without one.
    pub fn unit(self) -> &'static str {
        "GB a month"
    }

    /// Where the number stands.
    pub fn place(self) -> Place {
        Place::Prices
    }
}

/// The drills of a takeover, when there are any.
fn drill(plan: &Plan, place: Place) -> Option<&Drill> {
    plan.failover(place)?.drill.as_ref()
}

/// The rate of a failure mode, occurrences a year; nothing when the mode is not there.
pub fn get_rate(plan: &Plan, mode: Id) -> Option<&Estimate<Rate>> {
    plan.mode(mode).map(|m| &m.rate)
}
