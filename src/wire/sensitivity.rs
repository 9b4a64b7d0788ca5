//! Which inputs drive the band, as JSON for scripts: the shape of `sensitivity --json`.

use serde::{Deserialize, Serialize};

use super::results::BandOutput;
use crate::analysis::{Driver, Sensitivity, Uncertainty};
use crate::engine::sobol::Indices;
use crate::model::{Number, Plan};

/// What `tenfold sensitivity --json` prints.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SensitivityOutput {
    /// The service's unavailability with every input at likely.
    pub unavailability: f64,
    /// The same in full-outage-equivalent user minutes a year.
    pub bad_minutes_per_year: f64,
    /// Its band.
    pub band: Option<BandOutput>,
    /// The standard deviation of its nines.
    pub deviation_in_nines: f64,
    /// The inputs that change it, the widest tornado first.
    pub inputs: Vec<DriverOutput>,
    /// The indices of every input without its own, taken together; `null` when there is none.
    pub rest: Option<IndicesOutput>,
    /// Draws behind the indices.
    pub draws: u32,
    /// Evaluations of the plan in all.
    pub evaluations: u64,
    /// The seed of the draws.
    pub seed: u64,
}

/// An uncertain input.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DriverOutput {
    /// What it is, and of what.
    pub name: String,
    /// Where it stands.
    pub place: String,
    /// The other places with the same unknown: one figure of the catalogue that nobody replaced.
    pub also: Vec<String>,
    /// Its 5th, 50th and 95th percentile, in its own unit: minutes, a year, or a share.
    pub values: [f64; 3],
    /// Bad minutes a year with it at its 5th percentile, all others at likely.
    pub low: f64,
    /// Bad minutes a year with it at its 95th percentile, all others at likely.
    pub high: f64,
    /// The share of the variance of the nines that it explains alone; `null` when not computed.
    pub first_order: Option<f64>,
    /// The share in which it takes part; `null` when not computed.
    pub total: Option<f64>,
}

/// Sensitivity indices.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct IndicesOutput {
    /// The share of the variance explained alone.
    pub first_order: f64,
    /// The share taken part in.
    pub total: f64,
}

impl SensitivityOutput {
    /// A sensitivity analysis as numbers.
    pub fn of(plan: &Plan, sensitivity: &Sensitivity, uncertainty: Option<&Uncertainty>) -> Self {
        Self {
            unavailability: sensitivity.likely.get(),
            bad_minutes_per_year: sensitivity.likely.bad_minutes_per_year(),
            band: uncertainty.and_then(|u| u.service).map(BandOutput::of),
            deviation_in_nines: sensitivity.deviation,
            inputs: sensitivity.drivers.iter().map(|driver| DriverOutput::of(plan, driver)).collect(),
            rest: sensitivity.rest.map(IndicesOutput::of),
            draws: sensitivity.draws,
            evaluations: sensitivity.evaluations,
            seed: sensitivity.seed,
        }
    }
}

impl DriverOutput {
    fn of(plan: &Plan, driver: &Driver) -> Self {
        let number = driver.input.number();
        let z = crate::quantity::Z95;
        Self {
            name: name(plan, number),
            place: number.place().to_string(),
            also: driver.input.numbers[1..].iter().map(|other| other.place().to_string()).collect(),
            values: [-z, 0.0, z].map(|z| driver.input.distribution.quantile(z)),
            low: driver.at_low.bad_minutes_per_year(),
            high: driver.at_high.bad_minutes_per_year(),
            first_order: driver.indices.map(|indices| share(indices.first_order)),
            total: driver.indices.map(|indices| share(indices.total)),
        }
    }
}

impl IndicesOutput {
    fn of(indices: Indices) -> Self {
        Self { first_order: share(indices.first_order), total: share(indices.total) }
    }
}

/// An estimate may leave the range of a share by its own error.
fn share(index: f64) -> f64 {
    index.clamp(0.0, 1.0)
}

/// A number as people call it: "Happens, bad release of Web".
pub fn name(plan: &Plan, number: Number) -> String {
    match plan.name_at(number.place()) {
        Some(name) => format!("{}, {name}", number.label()),
        None => format!("{}, {}", number.label(), number.place()),
    }
}
