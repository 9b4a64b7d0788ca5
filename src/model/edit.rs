//! Every change a person can make to a plan, as a value.

use super::{
    Cause, Component, Currency, Dependency, Drill, FailureMode, Id, Journey, Monitor, Overload, Owner, Part,
    Placement, Plan, Practice, Reach, Redundancy, Region, RiskEntry, RoutingKind, Scope, Sharing, Target,
    Zone,
};
use crate::quantity::{Duration, Estimate, Money, Probability, Rate, Spread, Volume};
use crate::slo::Objective;

/// A place in a plan: what an edit changes, a finding points at, a click selects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// The plan as a whole.
    Plan,
    /// The routing between regions.
    Routing,
    /// The prices.
    Prices,
    /// A region.
    Region(Id),
    /// A zone.
    Zone(Id),
    /// A component.
    Component(Id),
    /// A failure mode.
    Mode(Id),
    /// A journey.
    Journey(Id),
    /// A practice.
    Practice(Practice),
    /// An entry of the risk register.
    Risk(Id),
    /// A monitor.
    Monitor(Id),
}

/// Something that can be added to a plan.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// A region with its zones.
    Region(Region),
    /// A zone of a region.
    Zone(Id, Zone),
    /// A component, with the failure modes that come with it.
    Component(Component, Vec<FailureMode>),
    /// A failure mode.
    Mode(FailureMode),
    /// A journey.
    Journey(Journey),
}

/// A number in a plan that is a share or a probability.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProbabilityField {
    /// A region's share of users.
    RegionTraffic(Id),
    /// A region's capacity.
    RegionCapacity(Id),
    /// The chance that a move between regions works.
    RoutingCoverage,
    /// The chance that a component's takeover works.
    ComponentCoverage(Id),
    /// The share of its failure rate that a component's warm standby has while it waits.
    ComponentDormancy(Id),
    /// The chance that a takeover works which nobody ever exercised: between regions, or of a component with drills.
    DrillUntested(Place),
    /// The share of users a mode touches.
    ModeShare(Id),
    /// A mode's common-cause share.
    ModeBeta(Id),
    /// Of the failures of a mode that two share, the share that three share.
    ModeGamma(Id),
    /// Of the failures of a mode that three share, the share that four share.
    ModeDelta(Id),
    /// The share of a mode's occurrences that hit two.
    ModeAlphaTwo(Id),
    /// The share of a mode's occurrences that hit three.
    ModeAlphaThree(Id),
    /// The share of a mode's occurrences that hit four, or all of a larger group.
    ModeAlphaFour(Id),
    /// A journey's share of traffic.
    JourneyTraffic(Id),
    /// The degraded share of an optional need: of a component or journey, on a component.
    Degraded(Place, Id),
    /// The reserve for what nobody listed.
    Reserve,
    /// The share of an engineer that a place in a rota costs.
    OnCallShare,
}

/// A number in a plan that is a length of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DurationField {
    /// A move between regions that works.
    RoutingTime,
    /// A move between regions by hand.
    RoutingManual,
    /// A component's takeover that works.
    ComponentTime(Id),
    /// A component's takeover by hand.
    ComponentManual(Id),
    /// From one drill to the next: between regions, or of a component.
    DrillEvery(Place),
    /// Until half of what a drill brought is gone: between regions, or of a component.
    DrillHalfLife(Place),
    /// A part of a mode's length.
    ModePart(Id, Part),
    /// How long an outage goes unnoticed by a need of a component or journey, on a component; setting it adds it.
    RidesOut(Place, Id),
}

/// A number in a plan that is an amount of money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MoneyField {
    /// A replica of a component a month.
    UnitPrice(Id),
    /// An engineer a month.
    Engineer,
    /// A gigabyte between zones.
    ZoneTraffic,
    /// A gigabyte between regions.
    RegionTraffic,
    /// An hour of full outage; setting it adds it.
    ValuePerHour,
    /// A practice's own price a month; setting it adds it.
    Practice(Practice),
}

/// A number in a plan that is an amount of data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum VolumeField {
    /// Traffic between zones a month.
    ZoneTraffic,
    /// Traffic between regions a month.
    RegionTraffic,
}

/// A change to a plan. The list is closed: whatever changes a plan is one of these.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// Gives the plan, or a region, zone, component, mode or journey another name.
    Rename(Place, String),
    /// Changes the plan's one-line lesson.
    SetLesson(String),
    /// Adds something at a position in its list, or at the end.
    Add(Box<Item>, Option<usize>),
    /// Removes something with what hangs on it (a component's modes, and every need of it). What an entry of the risk
    /// register spoke of is told by the model again.
    Remove(Place),
    /// Adds a copy right after the original, with new identities.
    Duplicate(Place),
    /// Moves something to a position in its list.
    Move(Place, usize),
    /// Sets a share or probability.
    SetProbability(ProbabilityField, Estimate<Probability>),
    /// Sets a length of time.
    SetDuration(DurationField, Estimate<Duration>),
    /// Takes an optional length of time away: how long a need rides an outage out.
    ClearDuration(DurationField),
    /// Sets a mode's rate.
    SetRate(Id, Estimate<Rate>),
    /// Sets a mode's spread.
    SetSpread(Id, Spread),
    /// Sets an amount of money.
    SetMoney(MoneyField, Estimate<Money>),
    /// Takes an optional amount away: the value per hour, or a practice's own price.
    ClearMoney(MoneyField),
    /// Sets an amount of data.
    SetVolume(VolumeField, Estimate<Volume>),
    /// Sets a journey's objective.
    SetObjective(Id, Objective),
    /// Sets a component's number of replicas.
    SetReplicas(Id, u32),
    /// Sets how many replicas a component needs.
    SetNeeded(Id, u32),
    /// Sets where a component's replicas stand.
    SetPlacement(Id, Placement),
    /// Sets the regions a component stands in; empty means all.
    SetComponentRegions(Id, Vec<Id>),
    /// Sets a component's kind, leaving its numbers.
    SetKind(Id, String),
    /// Sets how a component's replicas share the work.
    SetRedundancy(Id, Redundancy),
    /// Sets how taking over is exercised, between regions or within a component; `None` for coverage as typed.
    SetDrill(Place, Option<Drill>),
    /// Sets what a component does with too few replicas.
    SetOverload(Id, Overload),
    /// Sets how users are moved between regions.
    SetRoutingKind(RoutingKind),
    /// Sets what regions do with too many users.
    SetRoutingOverload(Overload),
    /// Adds a need to a component or journey, or replaces the one on the same component.
    SetDependency(Place, Dependency),
    /// Takes a need away from a component or journey.
    RemoveDependency(Place, Id),
    /// Sets how often a need of a component or journey, on a component, is tried again.
    SetRetries(Place, Id, u32),
    /// Sets what a mode fails.
    SetTarget(Id, Target),
    /// Sets how much a mode takes down.
    SetScope(Id, Scope),
    /// Sets a mode's cause.
    SetCause(Id, Cause),
    /// Sets a mode's owner.
    SetOwner(Id, Owner),
    /// Sets how far a mode's common cause reaches.
    SetReach(Id, Reach),
    /// Sets how many replicas a mode's common cause hits.
    SetSharing(Id, Sharing),
    /// Does a practice at a level; 0 stops it.
    SetPractice(Practice, u8),
    /// Sets how many incidents people can work on at once; `None` for any number.
    SetResponders(Option<u32>),
    /// Sets the currency's sign; amounts stay.
    SetCurrency(Currency),
    /// Adds a monitor, or takes the place of the one with its identity.
    SetMonitor(Box<Monitor>),
    /// Adds an entry to the risk register, or takes the place of the one with its identity.
    SetRisk(Box<RiskEntry>),
    /// Sets one of the three objectives that risks are held against.
    SetRiskTarget(usize, Objective),
    /// Sets the share of a budget that one risk may take.
    SetTooBig(Probability),
    /// Makes this many regions: copies of the last one are added, or the last ones go. Users are
    /// spread evenly and move automatically once there are two; what each region can carry stays.
    ScaleRegions(u32),
    /// Makes this many zones in every region.
    ScaleZones(u32),
    /// Sets the terms of payment and the levers.
    SetEconomy(Box<super::Economy>),
    /// Several changes as one step.
    Batch(Vec<Edit>),
    /// Takes another plan's place, as one undoable step.
    Replace(Box<Plan>),
}
