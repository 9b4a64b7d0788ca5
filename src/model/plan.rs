//! The plan document: plain values, no behaviour beyond looking things up.

use std::collections::BTreeMap;

use super::{Id, Monitor, Place, Practice, Register};
use crate::quantity::{Duration, Estimate, Money, Probability, Rate, Spread, Volume};
use crate::slo::Objective;

/// The document a person edits, saves and shares.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// What people call it.
    pub name: String,
    /// What it is for or what it teaches, in a line.
    pub lesson: String,
    /// Where it runs; at least one.
    pub regions: Vec<Region>,
    /// What happens to the users of a region that is down.
    pub routing: Routing,
    /// What it is made of.
    pub components: Vec<Component>,
    /// The ways it fails.
    pub modes: Vec<FailureMode>,
    /// What users do with it.
    pub journeys: Vec<Journey>,
    /// The investments in operations, each at a chosen level; absent means not done.
    pub practices: BTreeMap<Practice, Practised>,
    /// What things cost that no component owns.
    pub prices: Prices,
    /// What an hour of full outage costs, when somebody knows.
    pub value_per_hour: Option<Estimate<Money>>,
    /// What nobody listed, as a share of the listed bad minutes.
    pub reserve: Estimate<Probability>,
    /// Where good and bad requests are measured.
    pub monitors: Vec<Monitor>,
    /// What people decided about risks.
    pub register: Register,
    /// How many incidents people can work on at once; `None` for any number.
    pub responders: Option<u32>,
    /// On which terms things are paid, and what a search for designs may change.
    pub economy: super::Economy,
}

/// A region: a failure domain with zones and a share of the users.
#[derive(Clone, Debug, PartialEq)]
pub struct Region {
    /// Its identity.
    pub id: Id,
    /// What people call it.
    pub name: String,
    /// The share of all users that are served here when all is well.
    pub traffic: Estimate<Probability>,
    /// The share of all users that this region can carry when others are down.
    pub capacity: Estimate<Probability>,
    /// Its zones, in order; replicas of zonal components are spread over them in turn.
    pub zones: Vec<Zone>,
}

/// A zone: a failure domain inside a region.
#[derive(Clone, Debug, PartialEq)]
pub struct Zone {
    /// Its identity.
    pub id: Id,
    /// What people call it.
    pub name: String,
}

/// What happens to users whose region is down.
#[derive(Clone, Debug, PartialEq)]
pub struct Routing {
    /// Whether and how they are moved.
    pub kind: RoutingKind,
    /// How long a move takes and how often it works.
    pub failover: Failover,
    /// What the survivors do when they get more than they can carry.
    pub overload: Overload,
}

/// Whether and how users are moved to another region.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RoutingKind {
    /// They wait for their region.
    Stay,
    /// Somebody moves them: every move takes the manual time.
    Manual,
    /// They are moved by health checks, with the failover time and coverage.
    Automatic,
}

/// What taking over costs: a time, a chance that it works, and the time when it does not.
#[derive(Clone, Debug, PartialEq)]
pub struct Failover {
    /// How long it takes when it works.
    pub time: Estimate<Duration>,
    /// The chance that it works (coverage).
    pub coverage: Estimate<Probability>,
    /// How long people take when it does not.
    pub manual: Estimate<Duration>,
    /// How the chance decays between drills; `None` when it is `coverage` at all times.
    pub drill: Option<Drill>,
}

/// Taking over is exercised every so often; what nobody exercises stops working unnoticed.
///
/// # Formula
/// The chance that a takeover works, `t` after a drill: `untested + (coverage - untested) 2^(-t / half_life)`.
#[derive(Clone, Debug, PartialEq)]
pub struct Drill {
    /// How long it is from one drill to the next.
    pub every: Estimate<Duration>,
    /// The chance that a takeover works which nobody ever exercised.
    pub untested: Estimate<Probability>,
    /// How long until half of what a drill brought is gone.
    pub half_life: Estimate<Duration>,
}

/// What happens when fewer members work than are needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Overload {
    /// `m` of `k` needed members serve `m/k` of the requests.
    Sheds,
    /// Nothing is served.
    Collapses,
}

/// Where a component's replicas stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Placement {
    /// One group for the whole world.
    Global,
    /// One group in each region, not tied to a zone.
    Regional,
    /// One group in each region, spread over its zones in turn.
    Zonal,
}

/// How replicas share the work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Redundancy {
    /// All serve; a failed one is taken out of rotation.
    ActiveActive,
    /// The needed ones serve, the others run beside them and take over (hot standby).
    Standby,
    /// The needed ones serve, the others run without load: they fail less often while they wait.
    WarmStandby,
    /// The needed ones serve, the others are switched off: they cannot fail while they wait.
    ColdStandby,
}

/// A part on a journey's path.
#[derive(Clone, Debug, PartialEq)]
pub struct Component {
    /// Its identity.
    pub id: Id,
    /// What people call it.
    pub name: String,
    /// The key of its kind in the catalogue of component kinds.
    pub kind: String,
    /// Where its replicas stand.
    pub placement: Placement,
    /// The regions it stands in; empty means all of them.
    pub regions: Vec<Id>,
    /// How many there are in each group.
    pub replicas: u32,
    /// How many of them are needed to carry the load.
    pub needed: u32,
    /// How they share the work.
    pub redundancy: Redundancy,
    /// The share of its failure rate that a warm standby has while it waits.
    pub dormancy: Estimate<Probability>,
    /// What taking over, or taking a member out of rotation, costs.
    pub failover: Failover,
    /// What happens when too few are left.
    pub overload: Overload,
    /// The components it needs.
    pub dependencies: Vec<Dependency>,
    /// What one replica costs a month.
    pub unit_price: Estimate<Money>,
}

/// A need of a component or a journey.
#[derive(Clone, Debug, PartialEq)]
pub struct Dependency {
    /// The component that is needed.
    pub on: Id,
    /// `None` when required; otherwise the share of requests that is degraded while it is down.
    pub degraded: Option<Estimate<Probability>>,
    /// How long an outage of it goes unnoticed: a cache, a queue or a grace period; `None` when it is felt at once.
    pub rides_out: Option<Estimate<Duration>>,
    /// How often a failed request is tried again, at most [`MAX_RETRIES`](super::limits::MAX_RETRIES) times.
    pub retries: u32,
}

/// A way something fails: how often, how it is found, how long it lasts, whom it touches.
#[derive(Clone, Debug, PartialEq)]
pub struct FailureMode {
    /// Its identity.
    pub id: Id,
    /// What people call it, as a noun: "bad configuration push".
    pub name: String,
    /// What it fails.
    pub target: Target,
    /// How much of the target one occurrence takes down.
    pub scope: Scope,
    /// What causes it.
    pub cause: Cause,
    /// Who owns it.
    pub owner: Owner,
    /// How often it happens to each instance of its scope, per year of up-time.
    pub rate: Estimate<Rate>,
    /// The parts of an outage's length before practices act on them.
    pub parts: Parts<Estimate<Duration>>,
    /// How much one outage differs from the next: the log-standard deviation of its length.
    pub spread: Spread,
    /// The share of users it touches while active.
    pub share: Estimate<Probability>,
    /// The share of occurrences that hit several replicas of a group at once (common cause, beta).
    pub beta: Estimate<Probability>,
    /// How many replicas such an occurrence hits.
    pub sharing: Sharing,
    /// How far a common cause reaches.
    pub reach: Reach,
}

/// The five parts of an outage's length, in order.
#[derive(Clone, Debug, PartialEq)]
pub struct Parts<T> {
    /// Until somebody or something notices.
    pub detect: T,
    /// Until somebody who can act is at work.
    pub engage: T,
    /// Until it is clear what to do.
    pub diagnose: T,
    /// Until users are served again.
    pub mitigate: T,
    /// Until it is certain.
    pub verify: T,
}

/// The name of one of the five parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Until noticed.
    Detect,
    /// Until somebody acts.
    Engage,
    /// Until understood.
    Diagnose,
    /// Until served again.
    Mitigate,
    /// Until certain.
    Verify,
}

/// What a failure mode fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// One component: its replicas within the scope.
    Component(Id),
    /// A failure domain with everything in it: each zone, each region, or the whole service.
    Domain,
    /// The zones of one region, or that region.
    Region(Id),
}

/// A failure domain: a failure takes its whole domain down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// One replica.
    Instance,
    /// One zone.
    Zone,
    /// One region.
    Region,
    /// Everything.
    Global,
}

/// How far a common cause reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// The replicas of one group.
    Group,
    /// The replicas of every group: the same binary or configuration everywhere.
    Everywhere,
}

/// How many replicas of a group a common cause hits.
#[derive(Clone, Debug, PartialEq)]
pub enum Sharing {
    /// All of them (beta factor).
    Beta,
    /// Some of them (multiple Greek letters): `beta` is the share of a replica's failures that at least one other
    /// shares. What four share, all share.
    Greek {
        /// Of the failures that two share, the share that at least three share.
        gamma: Estimate<Probability>,
        /// Of the failures that three share, the share that at least four share.
        delta: Estimate<Probability>,
    },
    /// Some of them (alpha factors): how often an occurrence hits exactly so many; the rest hits one. In a smaller
    /// group what would hit more hits all. `beta` does not count.
    Alpha {
        /// The share of occurrences that hit two.
        two: Estimate<Probability>,
        /// The share of occurrences that hit three.
        three: Estimate<Probability>,
        /// The share of occurrences that hit four, or all of a larger group.
        four: Estimate<Probability>,
    },
}

/// The name of a model of common cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SharingKind {
    /// Beta factor.
    Beta,
    /// Multiple Greek letters.
    Greek,
    /// Alpha factors.
    Alpha,
}

/// What causes a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// A machine, disk or power supply.
    Hardware,
    /// A link, switch or route.
    Network,
    /// A release.
    SoftwarePush,
    /// A configuration change.
    ConfigurationPush,
    /// More load than room.
    Capacity,
    /// Something it depends on.
    Dependency,
    /// Wrong or lost data.
    Data,
    /// A mistake at the controls.
    Human,
    /// An attack.
    Security,
    /// Nobody knows.
    Unknown,
}

/// Who owns a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner {
    /// The team that owns the service.
    Us,
    /// The platform provider.
    Provider,
    /// Somebody else.
    ThirdParty,
}

/// Something a user does.
#[derive(Clone, Debug, PartialEq)]
pub struct Journey {
    /// Its identity.
    pub id: Id,
    /// What people call it.
    pub name: String,
    /// Its share of the traffic.
    pub traffic: Estimate<Probability>,
    /// The target share of good user minutes.
    pub objective: Objective,
    /// The components it needs, required or optional.
    pub needs: Vec<Dependency>,
}

/// A practice as this plan does it.
#[derive(Clone, Debug, PartialEq)]
pub struct Practised {
    /// The level, from 1 to the practice's highest.
    pub level: u8,
    /// What it costs a month here, when it differs from the catalogue.
    pub monthly: Option<Estimate<Money>>,
}

/// What things cost that no component owns.
#[derive(Clone, Debug, PartialEq)]
pub struct Prices {
    /// The sign of the currency.
    pub currency: Currency,
    /// A loaded engineer a month.
    pub engineer: Estimate<Money>,
    /// The share of an engineer's time that a place in an on-call rota costs.
    pub on_call_share: Estimate<Probability>,
    /// Traffic between zones, a month.
    pub zone_traffic: Estimate<Volume>,
    /// The price of a gigabyte between zones, both directions together.
    pub zone_traffic_price: Estimate<Money>,
    /// Traffic between regions, a month.
    pub region_traffic: Estimate<Volume>,
    /// The price of a gigabyte between regions.
    pub region_traffic_price: Estimate<Money>,
}

/// The sign of the currency; amounts are never converted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Currency {
    /// US dollar.
    Usd,
    /// Euro.
    Eur,
    /// Pound sterling.
    Gbp,
    /// Swiss franc.
    Chf,
    /// Yen.
    Jpy,
}

impl<T> Parts<T> {
    /// One of the parts.
    pub fn get(&self, part: Part) -> &T {
        match part {
            Part::Detect => &self.detect,
            Part::Engage => &self.engage,
            Part::Diagnose => &self.diagnose,
            Part::Mitigate => &self.mitigate,
            Part::Verify => &self.verify,
        }
    }

    /// One of the parts, to change.
    pub fn get_mut(&mut self, part: Part) -> &mut T {
        match part {
            Part::Detect => &mut self.detect,
            Part::Engage => &mut self.engage,
            Part::Diagnose => &mut self.diagnose,
            Part::Mitigate => &mut self.mitigate,
            Part::Verify => &mut self.verify,
        }
    }

    /// The same five parts, each changed by `f`.
    pub fn map<U>(&self, mut f: impl FnMut(Part, &T) -> U) -> Parts<U> {
        Parts {
            detect: f(Part::Detect, &self.detect),
            engage: f(Part::Engage, &self.engage),
            diagnose: f(Part::Diagnose, &self.diagnose),
            mitigate: f(Part::Mitigate, &self.mitigate),
            verify: f(Part::Verify, &self.verify),
        }
    }
}

impl Plan {
    /// The region with this identity.
    pub fn region(&self, id: Id) -> Option<&Region> {
        self.regions.iter().find(|r| r.id == id)
    }

    /// The component with this identity.
    pub fn component(&self, id: Id) -> Option<&Component> {
        self.components.iter().find(|c| c.id == id)
    }

    /// The failure mode with this identity.
    pub fn mode(&self, id: Id) -> Option<&FailureMode> {
        self.modes.iter().find(|m| m.id == id)
    }

    /// The needs of a component or journey; none for any other place.
    pub fn needs(&self, place: Place) -> &[Dependency] {
        let needs = match place {
            Place::Component(id) => self.component(id).map(|c| &c.dependencies),
            Place::Journey(id) => self.journey(id).map(|j| &j.needs),
            _ => None,
        };
        needs.map_or(&[], Vec::as_slice)
    }

    /// The need of a component or journey on a component.
    pub fn need(&self, place: Place, on: Id) -> Option<&Dependency> {
        self.needs(place).iter().find(|need| need.on == on)
    }

    /// What taking over costs: between regions, or within a component.
    pub fn failover(&self, place: Place) -> Option<&Failover> {
        match place {
            Place::Routing => Some(&self.routing.failover),
            Place::Component(id) => self.component(id).map(|c| &c.failover),
            _ => None,
        }
    }

    /// The monitor with this identity.
    pub fn monitor(&self, id: Id) -> Option<&Monitor> {
        self.monitors.iter().find(|m| m.id == id)
    }

    /// The journey with this identity.
    pub fn journey(&self, id: Id) -> Option<&Journey> {
        self.journeys.iter().find(|j| j.id == id)
    }

    /// The level at which a practice is done; 0 when it is not.
    pub fn level(&self, practice: Practice) -> u8 {
        self.practices.get(&practice).map_or(0, |p| p.level)
    }
}

impl Component {
    /// Whether it stands in a region.
    pub fn stands_in(&self, region: Id) -> bool {
        self.regions.is_empty() || self.regions.contains(&region)
    }

    /// How many members serve at a time: all of them, or the needed ones with the rest standing by.
    pub fn serving(&self) -> u32 {
        match self.redundancy {
            Redundancy::ActiveActive => self.replicas,
            Redundancy::Standby | Redundancy::WarmStandby | Redundancy::ColdStandby => self.needed,
        }
    }

    /// The share of its failure rate that a member has while it stands by: all of it when it is hot or serves, none
    /// when it is cold.
    pub fn waiting_share(&self) -> Probability {
        match self.redundancy {
            Redundancy::ActiveActive | Redundancy::Standby => Probability::ONE,
            Redundancy::WarmStandby => self.dormancy.likely(),
            Redundancy::ColdStandby => Probability::ZERO,
        }
    }
}

impl FailureMode {
    /// Whether there can be several instances that one occurrence hits: replicas, zones of a region, or regions.
    pub fn can_be_shared(&self) -> bool {
        match (self.target, self.scope) {
            (_, Scope::Global) => false,
            (Target::Component(_), _) => true,
            (Target::Domain, scope) => scope >= Scope::Zone,
            (Target::Region(_), scope) => scope == Scope::Zone,
        }
    }
}

impl Redundancy {
    /// Whether members that are not needed stand by.
    pub fn stands_by(self) -> bool {
        self != Self::ActiveActive
    }
}

impl Dependency {
    /// A required need that is felt at once.
    pub fn required(on: Id) -> Self {
        Self { on, degraded: None, rides_out: None, retries: 0 }
    }

    /// An optional need that is felt at once: while it is down, this share of requests is degraded.
    pub fn optional(on: Id, degraded: Estimate<Probability>) -> Self {
        Self { degraded: Some(degraded), ..Self::required(on) }
    }
}

impl Sharing {
    /// The name of this model.
    pub fn kind(&self) -> SharingKind {
        match self {
            Self::Beta => SharingKind::Beta,
            Self::Greek { .. } => SharingKind::Greek,
            Self::Alpha { .. } => SharingKind::Alpha,
        }
    }
}
