//! Objectives, error budgets and burn rates.
//!
//! An objective is a promise about a share of good user minutes over a period; what it leaves is the error
//! budget, and the burn rate says how fast the budget goes.
//! Assumption: a minute of the period weighs the same whenever it comes, as if traffic were even; where
//! traffic is not, read "minute" as "request" throughout ([`Objective::bad_events`]).
//!
//! *Architecture invariant:* this room knows quantities only: no plan, no engine, no clock.

mod budget;
mod burn;
#[cfg(test)]
mod golden;
mod objective;
mod period;

pub use budget::{ErrorBudget, budget_minutes, budget_spent};
pub use burn::{BurnRate, burn_rate, time_to_exhaust};
pub use objective::{Objective, ObjectiveError};
pub use period::Period;
