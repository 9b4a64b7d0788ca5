//! A plan in the making, in few words.

use std::collections::BTreeMap;

use crate::model::catalogue::{Figure, Kind, ModeInfo, SHARED_FATE, defaults};
use crate::model::{
    Cause, Component, Dependency, Id, Journey, Overload, Owner, Plan, Practice, Practised, Reach, Region,
    Register, Routing, RoutingKind, Scope, Target, Zone,
};
use crate::quantity::{Basis, Estimate, Money, Probability, Provenance, Quantity};
use crate::slo::Objective;

/// What a template chooses by itself.
const CHOSEN: &str = "assumption: replace it";

const NOTHING: Figure = Figure::judged(0.0, 0.0, 0.0, "nothing to wait for, nothing in common");

/// The control plane fails: what runs goes on, what needs a change or more room does not.
static CONTROL_PLANE: ModeInfo = ModeInfo {
    name: "control plane outage",
    scope: Scope::Region,
    cause: Cause::Dependency,
    owner: Owner::Provider,
    rate: Figure::judged(
        0.1,
        0.3,
        2.0,
        "assumption: as often as a regional network incident; no rate is published",
    ),
    parts: [
        NOTHING,
        NOTHING,
        NOTHING,
        Figure::judged(
            30.0,
            120.0,
            600.0,
            "assumption: named events lasted hours (AWS us-east-1, 2021-12-07)",
        ),
        NOTHING,
    ],
    share: Figure::judged(
        0.01,
        0.05,
        0.3,
        "assumption: whoever needs a new instance, address or credential meanwhile",
    ),
    beta: NOTHING,
    reach: Reach::Group,
};

/// A plan in the making. Ids are made from keys, kinds are looked up; the tests hold that every
/// template finds what it names.
pub(super) struct Draft(Plan);

impl Draft {
    /// A plan without regions, parts and journeys, with the shared-fate modes and the default prices.
    pub(super) fn new(name: &str, lesson: &str) -> Self {
        let mut draft = Self(Plan {
            name: name.to_owned(),
            lesson: lesson.to_owned(),
            regions: Vec::new(),
            routing: Routing {
                kind: RoutingKind::Stay,
                failover: defaults::routing_failover(),
                overload: Overload::Collapses,
            },
            components: Vec::new(),
            modes: Vec::new(),
            journeys: Vec::new(),
            practices: BTreeMap::new(),
            prices: defaults::prices(),
            value_per_hour: None,
            economy: crate::model::Economy::default(),
            reserve: defaults::reserve(),
            monitors: Vec::new(),
            register: Register::default(),
            responders: None,
        });
        for info in SHARED_FATE.iter().chain([&CONTROL_PLANE]) {
            let id = Id::from_name(info.name, |id| draft.0.mode(id).is_some());
            draft.0.modes.push(info.mode(id, info.name, Target::Domain));
        }
        draft
    }

    /// A region with a share of the users and zones A, B, C...
    pub(super) fn region(mut self, name: &str, traffic: f64, capacity: f64, zones: u8) -> Self {
        let id = Id::from_name(name, |id| self.0.region(id).is_some());
        let zones = (0..zones).map(|i| {
            let letter = char::from(b'a' + i);
            Zone { id: key(&format!("{id}-{letter}")), name: format!("Zone {}", letter.to_ascii_uppercase()) }
        });
        let zones = zones.collect();
        let (traffic, capacity) = (share(traffic), share(capacity));
        self.0.regions.push(Region { id, name: name.to_owned(), traffic, capacity, zones });
        self
    }

    /// How users move between regions, and what survivors do with too many.
    pub(super) fn routing(mut self, kind: RoutingKind, overload: Overload) -> Self {
        self.0.routing.kind = kind;
        self.0.routing.overload = overload;
        self
    }

    /// A component of a kind with its failure modes, which needs others.
    pub(super) fn part(self, kind: &str, id: &str, name: &str, needs: &[Dependency]) -> Self {
        self.tuned(kind, id, name, needs, |_| {})
    }

    /// A component whose numbers differ from its kind's.
    pub(super) fn tuned(
        mut self,
        kind: &str,
        id: &str,
        name: &str,
        needs: &[Dependency],
        tune: impl Fn(&mut Component),
    ) -> Self {
        let Some(kind) = Kind::by_key(kind) else { return self };
        let id = key(id);
        let mut component = kind.component(id, name);
        component.dependencies = needs.to_vec();
        tune(&mut component);
        let modes = kind.failure_modes(id, name, |id| self.0.mode(id).is_some());
        self.0.components.push(component);
        self.0.modes.extend(modes);
        self
    }

    /// A journey with its share of traffic, its objective and what it needs.
    pub(super) fn journey(mut self, name: &str, traffic: f64, objective: f64, needs: &[Dependency]) -> Self {
        let Ok(objective) = Objective::new(Probability::clamped(objective)) else { return self };
        let id = Id::from_name(name, |id| self.0.journey(id).is_some());
        let (name, traffic, needs) = (name.to_owned(), share(traffic), needs.to_vec());
        self.0.journeys.push(Journey { id, name, traffic, objective, needs });
        self
    }

    /// Practices that are done, each at a level.
    pub(super) fn practices(mut self, done: &[(Practice, u8)]) -> Self {
        for (practice, level) in done {
            self.0.practices.insert(*practice, Practised { level: *level, monthly: None });
        }
        self
    }

    /// What an hour of full outage costs, from a third to three times of this.
    pub(super) fn value_per_hour(mut self, likely: f64) -> Self {
        let money = Money::clamped;
        let provenance = Provenance::new(Basis::Default, CHOSEN);
        self.0.value_per_hour =
            Estimate::range(money(likely * 3.0 / 10.0), money(likely), money(likely * 3.0), provenance).ok();
        self
    }

    /// The finished plan.
    pub(super) fn plan(self) -> Plan {
        self.0
    }
}

fn key(text: &str) -> Id {
    Id::from_name(text, |_| false)
}

fn share(value: f64) -> Estimate<Probability> {
    Estimate::point(Probability::clamped(value), Provenance::new(Basis::Default, CHOSEN))
}

/// A required need.
pub(super) fn needs(on: &str) -> Dependency {
    Dependency::required(key(on))
}

/// An optional need: while it is down, this share of requests is degraded.
pub(super) fn likes(on: &str, degraded: f64) -> Dependency {
    Dependency::optional(key(on), share(degraded))
}
