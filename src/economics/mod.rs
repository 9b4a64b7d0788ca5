//! What nines cost, and which ones are worth it.
//!
//! [`running_cost`] adds up what a plan costs a month; [`ladder`] looks for the cheapest design for each
//! half nine over the [levers](Space), says what each takes, and where buying more stops being worth it.
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
