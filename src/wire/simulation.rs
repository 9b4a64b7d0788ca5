//! A simulation as JSON, for scripts: `simulate --json`, and the chances in `evaluate --json`.

use serde::{Deserialize, Serialize};

use crate::analysis::{Simulated, SimulatedWindow, SimulationAnswer};
use crate::quantity::Quantity;
use crate::slo::Period;

/// What `tenfold simulate --json` prints.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SimulationOutput {
    /// Years simulated.
    pub years: f64,
    /// The seed.
    pub seed: u64,
    /// The window asked about, in minutes.
    pub window_minutes: f64,
    /// How many incidents can be worked on at once; `null` without limit.
    pub responders: Option<u32>,
    /// `likely` where every number was held at likely, `mixed` where each part of the years drew the ranges anew.
    pub ranges: String,
    /// `all` where every failure counts, `working` where only those of Monday to Friday, 8 to 18 o'clock, do.
    pub hours: String,
    /// How often an event began.
    pub failures: u64,
    /// The traffic-weighted service; `null` when a journey has no answer.
    pub service: Option<SimulatedOutput>,
    /// Every journey that has an answer, in the plan's order.
    pub journeys: Vec<SimulatedOutput>,
}

/// What users of the service or a journey live through.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SimulatedOutput {
    /// The plan's or the journey's name.
    pub name: String,
    /// The target share of good user minutes.
    pub objective: f64,
    /// The share of user minutes that failed.
    pub unavailability: f64,
    /// Its standard error; `null` with a single chunk.
    pub standard_error: Option<f64>,
    /// Its 95 % interval, low and high.
    pub interval: Option<[f64; 2]>,
    /// The same share by the exact engine: at likely, or where ranges are mixed in its mean over the draws.
    pub exact_unavailability: f64,
    /// How many standard errors lie between the two; `null` where they answer different questions.
    pub z: Option<f64>,
    /// The chance of meeting the objective in the window asked about.
    pub chance_of_meeting: f64,
    /// Windows by length; the last or an earlier one is asked about.
    pub windows: Vec<SimulatedWindowOutput>,
    /// Loss exceedance: bad minutes, and the chance that a year is worse.
    pub exceedance: Vec<ExceedanceOutput>,
    /// The most bad minutes of a year.
    pub worst_year_minutes: f64,
}

/// Windows of one length.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SimulatedWindowOutput {
    /// The length in minutes.
    pub window_minutes: f64,
    /// How many were counted.
    pub windows: u64,
    /// How many of them kept the objective.
    pub kept: u64,
    /// Their share.
    pub chance_of_meeting: f64,
    /// Its 95 % interval, low and high.
    pub chance_interval: [f64; 2],
    /// The same chance with the exact mean as control variate.
    pub chance_controlled: f64,
    /// Mean bad minutes.
    pub mean_minutes: f64,
    /// Their standard deviation.
    pub deviation_minutes: f64,
    /// Percentiles of bad minutes.
    pub percentiles: PercentilesOutput,
    /// The most bad minutes.
    pub worst_minutes: f64,
}

/// Bad minutes that a share of windows does not exceed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PercentilesOutput {
    /// 5 %.
    pub p5: f64,
    /// Half.
    pub p50: f64,
    /// 90 %.
    pub p90: f64,
    /// 95 %.
    pub p95: f64,
    /// 99 %.
    pub p99: f64,
}

/// A point of a loss exceedance curve.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExceedanceOutput {
    /// Bad minutes in a year.
    pub bad_minutes: f64,
    /// The chance that a year has more.
    pub chance: f64,
}

/// The chance of meeting an objective in windows of one length.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChanceOutput {
    /// `28 days`, `30 days`, `quarter` or `year`; other lengths have no name.
    pub window: Option<String>,
    /// The length in minutes.
    pub window_minutes: f64,
    /// The share of windows that meet the objective.
    pub chance: f64,
    /// Its 95 % interval, low and high: what the simulation leaves open.
    pub interval: [f64; 2],
}

/// How chances were found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChancesFromOutput {
    /// Years simulated.
    pub years: f64,
    /// The seed: the same one gives the same bits, here and in `simulate`.
    pub seed: u64,
    /// The same in words.
    pub sentence: String,
}

impl ChanceOutput {
    /// The chances of a service or a journey.
    pub(super) fn all_of(simulated: &Simulated) -> Vec<Self> {
        let of = |window: &SimulatedWindow| Self {
            window: Period::ALL
                .into_iter()
                .find(|p| p.length() == window.length)
                .map(|p| p.name().to_owned()),
            window_minutes: window.length.minutes(),
            chance: window.chance_of_meeting.get(),
            interval: [window.interval.0.get(), window.interval.1.get()],
        };
        simulated.windows.iter().map(of).collect()
    }
}

impl ChancesFromOutput {
    /// How the chances of an answer were found.
    pub fn of(answer: &SimulationAnswer) -> Self {
        let (years, seed) = (answer.years, answer.simulation.seed());
        let sentence = format!(
            "Counted in {years:.0} simulated years (seed {seed}) with every number at likely; the intervals hold what \
             that leaves open, 19 times of 20."
        );
        Self { years, seed, sentence }
    }
}

impl SimulationOutput {
    /// The numbers of an answer; the service has the plan's name.
    pub fn of(name: &str, answer: &SimulationAnswer) -> Self {
        Self {
            years: answer.years,
            seed: answer.simulation.seed(),
            window_minutes: answer.simulation.window().minutes(),
            responders: answer.simulation.responders(),
            ranges: answer.simulation.ranges().key().to_owned(),
            hours: answer.simulation.hours().key().to_owned(),
            failures: answer.failures,
            service: answer.service.as_ref().map(|service| SimulatedOutput::of(name, service)),
            journeys: answer.journeys.iter().map(|j| SimulatedOutput::of(&j.name, &j.simulated)).collect(),
        }
    }
}

impl SimulatedOutput {
    fn of(name: &str, simulated: &Simulated) -> Self {
        let point = |(bad_minutes, chance): &(f64, f64)| ExceedanceOutput {
            bad_minutes: *bad_minutes,
            chance: *chance,
        };
        Self {
            name: name.to_owned(),
            objective: simulated.objective.share().get(),
            unavailability: simulated.unavailability.get(),
            standard_error: simulated.standard_error,
            interval: simulated.interval.map(|(low, high)| [low.get(), high.get()]),
            exact_unavailability: simulated.exact.get(),
            z: simulated.z,
            chance_of_meeting: simulated.windows[simulated.asked].chance_of_meeting.get(),
            windows: simulated.windows.iter().map(SimulatedWindowOutput::of).collect(),
            exceedance: simulated.exceedance.iter().map(point).collect(),
            worst_year_minutes: simulated.worst_year_minutes,
        }
    }
}

impl SimulatedWindowOutput {
    fn of(window: &SimulatedWindow) -> Self {
        let [p5, p50, p90, p95, p99] = window.percentiles_minutes;
        Self {
            window_minutes: window.length.minutes(),
            windows: window.count,
            kept: window.kept,
            chance_of_meeting: window.chance_of_meeting.get(),
            chance_interval: [window.interval.0.get(), window.interval.1.get()],
            chance_controlled: window.controlled.get(),
            mean_minutes: window.mean_minutes,
            deviation_minutes: window.deviation_minutes,
            percentiles: PercentilesOutput { p5, p50, p90, p95, p99 },
            worst_minutes: window.worst_minutes,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Simulation, Simulator};
    use crate::model::templates::worked_example;
    use crate::slo::Period;

    #[test]
    fn the_output_reads_back_to_the_bit() {
        let simulation = Simulation::new(80, 5, Period::Days30.length(), None).unwrap();
        let mut simulator = Simulator::of(&worked_example(), simulation).unwrap();
        let mut tally = simulator.run_chunk(0);
        tally.merge(&simulator.run_chunk(1));
        let output = SimulationOutput::of("x", &simulator.answer(&tally));
        let text = serde_json::to_string(&output).unwrap();
        assert_eq!(serde_json::from_str::<SimulationOutput>(&text).unwrap(), output);
    }
}
