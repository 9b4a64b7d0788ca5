//! The ladder of nines: the cheapest design found for each half nine.

use thiserror::Error;

use crate::model::Edit;
use crate::quantity::{Nines, Unavailability};

/// A design's result and price.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rung {
    /// What users get.
    pub unavailability: Unavailability,
    /// What it costs a month, in the plan's currency.
    pub cost_per_month: f64,
}

/// The cheapest design found that reaches a number of nines.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The half nine that it had to reach: `U <= 10^-target`.
    pub target: Nines,
    /// What its users get.
    pub unavailability: Unavailability,
    /// What it costs a month, in the plan's currency.
    pub cost_per_month: f64,
    /// Its cost over that of the step below; `None` for the first step, or over a step that costs nothing.
    pub ratio: Option<f64>,
    /// The edits that lead from the plan to it, in order.
    pub edits: Vec<Edit>,
    /// What it takes, in plain words: "2 regions", "canary".
    pub takes: Vec<String>,
    /// The unavailability that its practices earn by the gates.
    pub earned: Unavailability,
    /// Whether the gates support its result: what it claims is not below what its practices earn.
    pub supported: bool,
}

/// The ladder of nines of a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Ladder {
    /// The plan as it is.
    pub here: Rung,
    /// A step for each half nine that a design reaches, lowest first. A design that reaches several half nines
    /// stands at each of them.
    pub steps: Vec<Step>,
    /// How many designs were evaluated.
    pub tried: u64,
    /// The lowest unavailability of any design that was evaluated.
    pub best: Unavailability,
    /// The last step that pays (index into `steps`), when the plan says what an hour is worth: the next step
    /// adds more cost than it saves. `None` without a value, or when even the first step does not exist.
    pub stop: Option<usize>,
}

/// How far a search has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Designs evaluated so far.
    pub tried: u64,
    /// About how many there will be; grows when more turn out to be worth it.
    pub of: u64,
}

/// Why there is no ladder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum LadderError {
    /// The plan itself has no answer.
    #[error("the plan has findings that prevent an answer; put them right first")]
    NoAnswer,
    /// Somebody stopped the search.
    #[error("the search was stopped before it was done")]
    Cancelled,
}
