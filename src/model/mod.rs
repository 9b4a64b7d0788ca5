//! The plan document and what the planner knows about its parts.
//!
//! A plan is plain values ([`Plan`]); whatever changes it is an [`Edit`], applied by a pure
//! function. What a half-finished plan lacks is not an error but a finding.
//!
//! *Architecture invariants:* no I/O, no clock, no serialisation, no results: a plan knows
//! nothing of what is computed from it. `model` does not import the engine.

pub mod catalogue;
mod choice;
mod edit;
mod id;
pub mod limits;
mod plan;

#[cfg(test)]
pub(crate) mod arbitrary;

pub use catalogue::Practice;
pub use choice::Choice;
pub use edit::{DurationField, Edit, Item, MoneyField, Place, ProbabilityField, VolumeField};
pub use id::{Id, IdError};
pub use plan::{
    Cause, Component, Currency, Dependency, Failover, FailureMode, Journey, Overload, Owner, Part, Parts,
    Placement, Plan, Practised, Prices, Reach, Redundancy, Region, Routing, RoutingKind, Scope, Target, Zone,
};
