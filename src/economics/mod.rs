//! What nines cost, and which ones are worth it.
//!
//! [`running_cost`] adds up what a plan costs a month, [`cost_split`] says whose it is, [`unpriced`] what was
//! counted as nothing. [`ladder`] finds every design within the [levers](Space) that no other one beats in both
//! money and bad minutes, and proves it: the cheapest design for each half nine, where buying more stops being worth
//! it, how far the plan is from that frontier, and the [next best steps](next_steps) from where it is.
//! [`optimise`] answers for one objective, and names the constraint that stands in its way. [`Standing`] and
//! [`waterfall`] compare plans.
//!
//! *Money is compared in ten-thousandths* of the currency's unit, so that the order in which a cost is added up never
//! decides which design is on the frontier.
//!
//! *Assumptions:* amounts are likely values in the plan's currency, and a month is a twelfth of the year; the
//! price of a practice does not depend on the other practices. *Architecture invariant:* no clock, no
//! randomness, no serialisation: the same plan gives the same ladder to the bit, and whoever runs the
//! search decides through its progress whether it goes on.

mod compare;
mod cost;
mod cost_split;
#[cfg(test)]
mod exact;
mod front;
mod ladder;
#[cfg(test)]
mod laws;
mod levers;
mod next;
mod optimise;
mod price;
mod search;
mod stop;
mod takes;
#[cfg(test)]
mod tests;
mod value;
mod waterfall;

pub use compare::Standing;
pub use cost::{CostGroup, CostLine, RunningCost, Term, TermKind, running_cost};
pub use cost_split::{CostSplit, Unpriced, cost_split, once, unpriced};
pub use ladder::{Design, Flow, Ladder, LadderError, Point, Progress, Step, TARGETS, ladder, ladder_within};
pub use levers::{Contradiction, Space, Structural, Topology};
pub use next::{NextStep, next_steps};
pub use optimise::{Constraint, Obstacle, Optimum, optimise};
pub use search::{Effort, Setting};
pub use stop::{loss_per_month, stop_line};
pub use value::{headroom_for_a_lost_zone, value_per_hour_of, worth_per_year};
pub use waterfall::{Fall, waterfall};
