//! The editable numbers of a plan: where each stands, what it is called and in which unit it is typed.

use super::{DurationField, Id, MoneyField, Part, Place, Plan, ProbabilityField, VolumeField};
use crate::quantity::{Duration, Estimate, Money, Probability, Rate, Volume};

impl ProbabilityField {
    /// The number in a plan; nothing when its place is not there, or the need is required.
    pub fn get(self, plan: &Plan) -> Option<&Estimate<Probability>> {
        match self {
            Self::RegionTraffic(id) => plan.region(id).map(|r| &r.traffic),
            Self::RegionCapacity(id) => plan.region(id).map(|r| &r.capacity),
            Self::RoutingCoverage => Some(&plan.routing.failover.coverage),
            Self::ComponentCoverage(id) => plan.component(id).map(|c| &c.failover.coverage),
            Self::ModeShare(id) => plan.mode(id).map(|m| &m.share),
            Self::ModeBeta(id) => plan.mode(id).map(|m| &m.beta),
            Self::JourneyTraffic(id) => plan.journey(id).map(|j| &j.traffic),
            Self::Degraded(place, on) => {
                let needs = match place {
                    Place::Component(id) => &plan.component(id)?.dependencies,
                    Place::Journey(id) => &plan.journey(id)?.needs,
                    _ => return None,
                };
                needs.iter().find(|need| need.on == on)?.degraded.as_ref()
            }
            Self::Reserve => Some(&plan.reserve),
            Self::OnCallShare => Some(&plan.prices.on_call_share),
        }
    }

    /// The words beside the input.
    pub fn label(self) -> &'static str {
        match self {
            Self::RegionTraffic(_) => "Share of users",
            Self::RegionCapacity(_) => "Can carry",
            Self::RoutingCoverage => "Move works",
            Self::ComponentCoverage(_) => "Takeover works",
            Self::ModeShare(_) => "Users touched",
            Self::ModeBeta(_) => "Common cause",
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
            Self::RoutingCoverage => "of moves",
            Self::ComponentCoverage(_) => "of takeovers",
            Self::ModeBeta(_) => "of occurrences",
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
            Self::ComponentCoverage(id) => Place::Component(id),
            Self::ModeShare(id) | Self::ModeBeta(id) => Place::Mode(id),
            Self::JourneyTraffic(id) => Place::Journey(id),
            Self::Degraded(place, _) => place,
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
            Self::ModePart(id, part) => plan.mode(id).map(|m| m.parts.get(part)),
        }
    }

    /// The words beside the input.
    pub fn label(self) -> &'static str {
        match self {
            Self::RoutingTime => "Move takes",
            Self::RoutingManual => "Move by hand takes",
            Self::ComponentTime(_) => "Takeover takes",
            Self::ComponentManual(_) => "Takeover by hand takes",
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

/// The rate of a failure mode, occurrences a year; nothing when the mode is not there.
pub fn get_rate(plan: &Plan, mode: Id) -> Option<&Estimate<Rate>> {
    plan.mode(mode).map(|m| &m.rate)
}
