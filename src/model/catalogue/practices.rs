//! Practices: investments in operations, with what they change, cost and earn.
//!
//! A failure mode's typed parts describe the state without any practice: nobody on call, no
//! alerts, every release to everybody at once. A level's effects are complete in themselves and
//! never worse than those of the level before it; all of them are factors of at most 1 or caps.

mod proactive;
mod reactive;

use super::{Figure, Gate, Mark};
use crate::model::{Cause, Choice, Owner, Part, Scope};

/// Every practice, in the order of [`Practice`].
pub static PRACTICES: &[PracticeInfo] = &[
    reactive::ON_CALL,
    reactive::PLAYBOOKS,
    reactive::BURN_RATE_ALERTING,
    reactive::AUTOMATED_ROLLBACK,
    proactive::CANARY,
    proactive::STAGED_ROLLOUT,
    proactive::FAILOVER_AUTOMATION,
    proactive::DRILLS,
    proactive::CAPACITY_HEADROOM,
    proactive::LOAD_SHEDDING,
    proactive::FAILURE_DOMAIN_ISOLATION,
    proactive::CONFIGURATION_VALIDATION,
    proactive::POSTMORTEM_FOLLOW_UP,
    proactive::RESTORE_DRILLS,
    proactive::ERROR_BUDGET_POLICY,
    proactive::DEPENDENCY_FALLBACK,
];

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
    /// When it can also make things worse; `None` when it never does.
    pub trade_off: Option<&'static str>,
    /// Its levels, level 1 first; each includes what the ones before it do.
    pub levels: &'static [LevelInfo],
}

impl Practice {
    /// What the catalogue knows about it.
    pub fn info(self) -> &'static PracticeInfo {
        &PRACTICES[self as usize]
    }

    /// What it changes at a level; nothing at level 0 and above its highest.
    pub fn effects(self, level: u8) -> &'static [Effect] {
        self.info().level(level).map_or(&[], |l| l.effects)
    }

    /// The highest level.
    pub fn highest(self) -> u8 {
        self.info().levels.len() as u8
    }
}

impl Choice for Practice {
    const ALL: &'static [Self] = &[
        Self::OnCall,
        Self::Playbooks,
        Self::BurnRateAlerting,
        Self::AutomatedRollback,
        Self::Canary,
        Self::StagedRollout,
        Self::FailoverAutomation,
        Self::Drills,
        Self::CapacityHeadroom,
        Self::LoadShedding,
        Self::FailureDomainIsolation,
        Self::ConfigurationValidation,
        Self::PostmortemFollowUp,
        Self::RestoreDrills,
        Self::ErrorBudgetPolicy,
        Self::DependencyFallback,
    ];

    fn key(self) -> &'static str {
        self.info().key
    }

    fn name(self) -> &'static str {
        self.info().name
    }
}

impl PracticeInfo {
    /// The level with this number, 1 being the first; `None` for 0 and above the highest.
    pub fn level(&self, level: u8) -> Option<&'static LevelInfo> {
        self.levels.get(usize::from(level).checked_sub(1)?)
    }
}

impl Style {
    /// The words people read.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reactive => "incident response",
            Self::Proactive => "before the incident",
        }
    }
}

impl Select {
    /// Every failure mode.
    pub const ALL: Self = Self { causes: &[], scopes: &[], owners: &[] };

    /// Whether a mode with this cause, scope and owner is meant.
    pub fn matches(&self, cause: Cause, scope: Scope, owner: Owner) -> bool {
        (self.causes.is_empty() || self.causes.contains(&cause))
            && (self.scopes.is_empty() || self.scopes.contains(&scope))
            && (self.owners.is_empty() || self.owners.contains(&owner))
    }
}

/// The modes that the team itself ends.
const OURS: Select = Select { owners: &[Owner::Us], ..Select::ALL };

/// Releases and configuration changes of ours.
const PUSHES: Select = Select { causes: &[Cause::SoftwarePush, Cause::ConfigurationPush], ..OURS };

const fn times(select: Select, affects: Affects, factor: f64, mark: Mark, source: &'static str) -> Effect {
    Effect { select, affects, how: How::Times(factor), mark, source }
}

const fn at_most(select: Select, affects: Affects, cap: f64, mark: Mark, source: &'static str) -> Effect {
    Effect { select, affects, how: How::AtMost(cap), mark, source }
}

/// What our costs of people and tools rest on.
const EFFORT: &str = "assumption: order of magnitude, replace with your own";

/// Nothing to pay.
const NOTHING: Figure = Figure::judged(0.0, 0.0, 0.0, EFFORT);

const fn effort(low: f64, likely: f64, high: f64) -> Figure {
    Figure::judged(low, likely, high, EFFORT)
}

#[cfg(test)]
mod tests;
