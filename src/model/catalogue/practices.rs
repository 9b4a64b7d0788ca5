//! Practices: investments in operations, with what they change, cost and earn.

use super::{Figure, Gate, Mark};
use crate::model::{Cause, Owner, Part, Scope};

/// An investment in operations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Practice {
    /// Who answers a page, and when: business hours, around the clock, follow the sun.
    OnCall,
    /// Written, current answers to the likely incidents.
    Playbooks,
    /// Pages on the error budget's burn rate instead of on causes.
    BurnRateAlerting,
    /// A bad release takes itself back.
    AutomatedRollback,
    /// A release meets a few users first.
    Canary,
    /// A release reaches one zone or region at a time.
    StagedRollout,
    /// Failover without a human decision.
    FailoverAutomation,
    /// Failover is exercised, so that it works when needed.
    Drills,
    /// Room for a lost zone, kept free.
    CapacityHeadroom,
    /// Excess load is turned away instead of taking everyone down.
    LoadShedding,
    /// Failure domains share nothing that can fail together.
    FailureDomainIsolation,
    /// Configuration is checked before it is pushed.
    ConfigurationValidation,
    /// Repairs that an incident review asks for are done.
    PostmortemFollowUp,
    /// Backups are restored on schedule, so that a restore is known to work.
    RestoreDrills,
    /// A spent error budget stops releases, and everybody agreed beforehand.
    ErrorBudgetPolicy,
    /// A second way for what a third party does.
    DependencyFallback,
}

/// Incident response, or work before the incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Style {
    /// Shortens incidents.
    Reactive,
    /// Makes incidents rarer or smaller.
    Proactive,
}

/// Which failure modes an effect applies to: an empty list means all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Select {
    /// Causes.
    pub causes: &'static [Cause],
    /// Scopes.
    pub scopes: &'static [Scope],
    /// Owners.
    pub owners: &'static [Owner],
}

/// The number that an effect changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Affects {
    /// How often a mode happens.
    Rate,
    /// One of the parts of its length, minutes.
    Part(Part),
    /// The share of users it touches.
    Share,
    /// Its common-cause share.
    Beta,
    /// The time that a failover takes when it works, minutes (components and routing).
    FailoverTime,
    /// The time that a failover takes by hand, minutes (components and routing).
    ManualTime,
    /// The chance that a failover does not work: `1 - coverage` (components and routing).
    Uncovered,
    /// What a group or region does with too few members: a factor of 0 makes it shed.
    Overload,
}

/// How an effect changes a number: products first, then the tightest cap.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum How {
    /// Multiplies it; at most 1 unless the practice declares a trade-off.
    Times(f64),
    /// Limits it from above.
    AtMost(f64),
}

/// One thing that a level of a practice changes.
#[derive(Clone, Copy, Debug)]
pub struct Effect {
    /// Which modes; ignored for failover and overload.
    pub select: Select,
    /// The number it changes.
    pub affects: Affects,
    /// How it changes it.
    pub how: How,
    /// How well this is known.
    pub mark: Mark,
    /// The source, or the reason.
    pub source: &'static str,
}

/// A level of a practice: what it changes and what it costs.
#[derive(Clone, Copy, Debug)]
pub struct LevelInfo {
    /// What people call it: "24/7, one site".
    pub name: &'static str,
    /// What it changes.
    pub effects: &'static [Effect],
    /// Seats in an on-call rota, each costing the plan's on-call share of an engineer.
    pub rota: u32,
    /// Engineers who keep it going (full-time equivalents).
    pub engineers: Figure,
    /// Engineer months to set it up, once.
    pub engineer_months_once: Figure,
    /// Tools a month, US dollars.
    pub tools: Figure,
}

/// A practice with its levels.
#[derive(Clone, Copy, Debug)]
pub struct PracticeInfo {
    /// The practice.
    pub practice: Practice,
    /// The key in files; it never changes.
    pub key: &'static str,
    /// What people call it.
    pub name: &'static str,
    /// What it is, in a sentence or two.
    pub summary: &'static str,
    /// Incident response, or work before the incident.
    pub style: Style,
    /// The gate it belongs to.
    pub gate: Gate,
    /// Its levels, level 1 first; each includes what the ones before it do.
    pub levels: &'static [LevelInfo],
}
