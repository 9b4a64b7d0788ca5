//! What reliability costs, what it saves, and the cheapest way to the next nine.
//!
//! [`running_cost`] prices a plan line by line; [`levers()`] are the changes a search may make;
//! [`ladder()`] looks for the cheapest design of each half nine; [`loss_per_month`] says what bad minutes
//! cost and so where the ladder stops paying.
//!
//! *Assumptions*: point answers from likely values; prices add up (no discounts for quantity); what a
//! practice costs does not depend on the other practices; setting up is spread over
//! [`AMORTISATION_MONTHS`]. *Architecture invariant:* no clock and no randomness, so the same plan always
//! gives the same ladder to the bit.

mod cost;
mod ladder;

pub use cost::{AMORTISATION_MONTHS, CostGroup, CostLine, RunningCost, running_cost};
pub use ladder::{Ladder, LadderError, Progress, Rung, Step};
#[cfg(test)]
mod tests;
