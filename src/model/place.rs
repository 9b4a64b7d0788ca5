//! Places in words, and what stands at them.

use core::fmt;

use super::{Id, Place, Plan, Zone};

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plan => f.write_str("the plan"),
            Self::Routing => f.write_str("the routing between regions"),
            Self::Prices => f.write_str("the prices"),
            Self::Region(id) => write!(f, "region {id}"),
            Self::Zone(id) => write!(f, "zone {id}"),
            Self::Component(id) => write!(f, "component {id}"),
            Self::Mode(id) => write!(f, "failure mode {id}"),
            Self::Journey(id) => write!(f, "journey {id}"),
            Self::Risk(id) => write!(f, "risk {id}"),
            Self::Monitor(id) => write!(f, "monitor {id}"),
            Self::Practice(practice) => write!(f, "practice {}", practice.info().key),
        }
    }
}

impl Place {
    /// The identity of the thing at this place, when it has one.
    pub fn id(self) -> Option<Id> {
        match self {
            Self::Region(id)
            | Self::Zone(id)
            | Self::Component(id)
            | Self::Mode(id)
            | Self::Journey(id)
            | Self::Risk(id)
            | Self::Monitor(id) => Some(id),
            Self::Plan | Self::Routing | Self::Prices | Self::Practice(_) => None,
        }
    }
}

impl Plan {
    /// The zone with this identity, in whichever region.
    pub fn zone(&self, id: Id) -> Option<&Zone> {
        self.regions.iter().flat_map(|r| &r.zones).find(|z| z.id == id)
    }

    /// Whether this place is in the plan; a practice is when it is done.
    pub fn has(&self, place: Place) -> bool {
        match place {
            Place::Plan | Place::Routing | Place::Prices => true,
            Place::Practice(practice) => self.level(practice) > 0,
            _ => self.name_at(place).is_some(),
        }
    }

    /// The name of what stands at a place; nothing for routing, prices and practices.
    pub fn name_at(&self, place: Place) -> Option<&str> {
        match place {
            Place::Plan => Some(&self.name),
            Place::Region(id) => self.region(id).map(|r| r.name.as_str()),
            Place::Zone(id) => self.zone(id).map(|z| z.name.as_str()),
            Place::Component(id) => self.component(id).map(|c| c.name.as_str()),
            Place::Mode(id) => self.mode(id).map(|m| m.name.as_str()),
            Place::Journey(id) => self.journey(id).map(|j| j.name.as_str()),
            Place::Monitor(id) => self.monitor(id).map(|monitor| monitor.name.as_str()),
            Place::Risk(id) => self.register.entry(id).map(|entry| entry.name.as_str()),
            Place::Routing | Place::Prices | Place::Practice(_) => None,
        }
    }
}
