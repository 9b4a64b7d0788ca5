//! Results as JSON for scripts: the shapes of `evaluate --json` and `ladder --json`.
//!
//! What no finite number can say (the nines of a service that never fails) is `null`.

use serde::{Deserialize, Serialize};

use super::EditV1;

/// What `tenfold evaluate --json` prints.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EvaluateOutput {
    /// The traffic-weighted service.
    pub service: MeasureOutput,
    /// Every journey, in the plan's order.
    pub journeys: Vec<MeasureOutput>,
    /// The minimal cut sets, the largest share first.
    pub cut_sets: Vec<CutSetOutput>,
    /// The three gates, in order.
    pub gates: Vec<GateOutput>,
    /// What the plan costs a month, in its currency.
    pub cost_per_month: f64,
}

/// What users of the service or a journey get.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MeasureOutput {
    /// The plan's or the journey's name.
    pub name: String,
    /// The long-run fraction of user requests that fail.
    pub unavailability: f64,
    /// `-log10(unavailability)`; `null` when nothing ever fails.
    pub nines: Option<f64>,
    /// Full-outage-equivalent user minutes a year.
    pub bad_minutes_per_year: f64,
    /// Outages a year.
    pub outages_per_year: f64,
    /// The mean length of an outage in minutes; `null` when there is none.
    pub mean_outage_minutes: Option<f64>,
    /// The target share of good user minutes; `null` for a service without one.
    pub objective: Option<f64>,
    /// The share of the error budget that is spent: 1 is all of it; `null` without objective.
    pub budget_spent: Option<f64>,
}

/// A smallest set of failures that together stop users.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CutSetOutput {
    /// The names of its events.
    pub events: Vec<String>,
    /// Its share of the bad minutes.
    pub share: f64,
    /// The set as a sentence.
    pub sentence: String,
}

/// One of the three gates.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GateOutput {
    /// `software`, `operations` or `business`.
    pub gate: String,
    /// The nines it earns.
    pub ceiling: f64,
    /// Whether everything it asks for is done.
    pub met: bool,
    /// Whether it is the one that limits the claim.
    pub binds: bool,
    /// The practices that are missing.
    pub missing: Vec<String>,
}

/// What `tenfold ladder --json` prints.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LadderOutput {
    /// The cheapest design found for each half nine, lowest first.
    pub steps: Vec<StepOutput>,
}

/// A step of the ladder of nines.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StepOutput {
    /// The nines that the design reaches; `null` when nothing ever fails.
    pub nines: Option<f64>,
    /// Its unavailability.
    pub unavailability: f64,
    /// What it costs a month, in the plan's currency.
    pub cost_per_month: f64,
    /// Its cost over that of the step below; `null` for the first.
    pub ratio: Option<f64>,
    /// The edits that lead from the plan to it.
    pub edits: Vec<EditV1>,
}

/// A result as JSON for people and scripts.
pub fn to_json<T: Serialize>(result: &T) -> String {
    // Fails only for maps whose keys are no strings, which no result holds.
    serde_json::to_string_pretty(result).unwrap_or_default()
}
