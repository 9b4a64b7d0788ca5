//! Fault trees with names, and what they answer.
//!
//! A [`FaultTreeModel`] comes from a file of others (`wire::exchange`) or from a plan's journey ([`journey_tree`]); the
//! engine knows its gates and events by number.

mod journey;
mod model;
mod solve;
#[cfg(test)]
mod tests;

pub use journey::{JourneyTreeError, journey_tree};
pub use model::{BasicEvent, FaultTreeModel, GateName, Parameter, TopEvent};
pub use solve::{
    Asked, CutSetsAnswer, Drawn, Draws, EventImportance, MAX_DRAWS, NoAnswer, QUANTILES, TopAnswer, solve,
};
