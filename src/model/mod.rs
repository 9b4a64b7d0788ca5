//! The plan document and what the planner knows about its parts.
//!
//! A plan is plain values ([`Plan`]); whatever changes it is an [`Edit`], applied by a pure
//! function. What a half-finished plan lacks is not an error but a finding.
//!
//! *Architecture invariants:* no I/O, no clock, no serialisation, no results: a plan knows
//! nothing of what is computed from it. `model` does not import the engine.

mod apply;
#[cfg(test)]
pub(crate) mod arbitrary;
pub mod catalogue;
mod check;
mod choice;
mod economy;
mod edit;
mod field;
mod history;
mod id;
mod label;
pub mod limits;
mod monitor;
mod number;
mod place;
mod plan;
mod register;
pub mod templates;
#[cfg(test)]
mod tests;

pub use apply::EditError;
pub use catalogue::Practice;
pub use check::{Finding, FindingKind, Severity, check};
pub use choice::Choice;
pub use economy::{Economy, Levers, MAX_LEVER_EDITS, MAX_OWN_LEVERS, MAX_TERM_MONTHS, OwnLever, Terms};
pub use edit::{DurationField, Edit, Item, MoneyField, Place, ProbabilityField, VolumeField};
pub use field::get_rate;
pub use history::History;
pub use id::{Id, IdError};
pub use monitor::{Alerting, Monitor, MonitorPoint, Sight};
pub use number::{Number, NumberError};
pub use plan::{
    Cause, Component, Currency, Dependency, Drill, Failover, FailureMode, Journey, Overload, Owner, Part,
    Parts, Placement, Plan, Practised, Prices, Reach, Redundancy, Region, Routing, RoutingKind, Scope,
    Sharing, SharingKind, Target, Zone,
};
pub use register::{Decision, Register, RiskEntry, RiskKey};
