//! Objectives, error budgets, burn rates, and the [alerts] that watch them.
//!
//! An objective is a promise about a share of good user minutes over a period; what it leaves is the error
//! budget, and the burn rate says how fast the budget goes.
//! Assumption: a minute of the period weighs the same whenever it comes, as if traffic were even; where
//! traffic is not, read "minute" as "request" throughout ([`Objective::bad_events`]).
//!
//! *Architecture invariant:* this room knows quantities only: no plan, no engine, no clock.

pub mod alerts;
mod budget;
mod burn;
mod calendar;
#[cfg(test)]
mod golden;
mod objective;
mod period;

pub use budget::{ErrorBudget, budget_minutes, budget_spent};
pub use burn::{BurnRate, burn_rate, time_to_exhaust};
pub use calendar::{Calendar, CalendarError, WorkingHours};
pub use objective::{Objective, ObjectiveError};
pub use period::Period;
