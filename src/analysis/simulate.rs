//! What users live through month by month: a plan simulated.
//!
//! The exact engine says what is lost in the long run; a promise is kept or broken in a window. [`Simulator`] runs the
//! same process ([`engine::simulate`](crate::engine::simulate)) from the same compiled plan, and answers with
//! the chance of keeping each objective, percentiles of bad minutes, loss exceedance and the worst year.
//!
//! # The reserve
//! What nobody listed is one further event on all journeys. It is active for a share of time `u = reserve * L` of the
//! journey that loses most, lasts as long as a mean outage of the service with the spread 1.0, and while active it
//! fails a share `L_j / L` of what the rest leaves of journey j. So each journey's mean is the exact one,
//! `L_j + (1 - L_j) reserve L_j`.
//!
//! # Responders
//! Incidents queue for as many people as the simulation says, or the plan where it says nothing: one by one, in place
//! of the mean wait that the exact engine adds (see the module `responders`).
//!
//! # What is not known
//! With [`Ranges::Mixed`] every chunk of years draws the plan's uncertain numbers anew, chunk i those of draw i of the
//! [bands](crate::analysis::UncertainPlan) with the same seed: the same inputs, the same distributions, and one draw
//! for numbers that stand for one unknown. So the chance of keeping a promise holds what is not known beside luck. The
//! exact engine answers for each of these plans; its mean over them is what the simulation is held against, and the
//! control variate. Windows of one chunk share their draw, so intervals are by the differences between chunks; as
//! draws are spread evenly, they are rather too wide.
//!
//! # Working hours
//! With [`Hours::Working`] only failures of these hours count, against the objective's share of these hours. The
//! share that fails stays the same, as failures come at any hour alike; bad minutes, their percentiles and the worst
//! are of the hours that count, and windows have fewer of them, so the chance of keeping an objective changes.
//! People engage after the same time on average at any hour.
//!
//! # Failovers
//! The exact engine charges each failover as if nothing else were active. The simulation begins one only where the
//! structure still works, asks each region's state whether users move, and lets overlapping outages end it. What that
//! difference of second order comes to, in parts of U with one standard error:
//!
//! | Plan | Years | Simulated over exact, less 1 |
//! |---|---|---|
//! | scenario D (nearly all of U is failovers) | 10,000,000 | -0.06 % +- 0.05 %; by hand -0.046 %, the standby being down |
//! | single-zone monolith | 300,000 | -0.00 % +- 0.07 % |
//! | web over three zones | 300,000 | -0.04 % +- 0.08 % |
//! | two regions, active-passive | 300,000 | +0.13 % +- 0.11 % |
//! | three regions, active-active | 300,000 | -0.01 % +- 0.11 % |
//! | shared identity | 300,000 | -0.12 % +- 0.07 % |
//! | payment dependency | 300,000 | +0.01 % +- 0.06 % |
//!
//! A request fails only once: where one event both sets off failovers and degrades what remains, its failovers concern
//! the requests that it leaves, in both engines alike (`a_request_fails_only_once` among the tests holds the sum by
//! hand).

mod process;
mod request;
mod statistics;

use core::ops::ControlFlow;

use super::analyse::answers_alone;
use super::operations::Operations;
use super::outcome::{Analysis, Answer, JourneyAnswer};
use super::uncertainty::UncertainPlan;
use crate::engine::quasi::MAX_DRAWS;
use crate::engine::simulate as engine;
use crate::engine::simulate::Tally;
use crate::model::{Id, Plan, Severity};
use crate::quantity::{Duration, MINUTES_PER_YEAR, Probability, Unavailability};
use crate::slo::Objective;

pub use crate::engine::simulate::Hours;
pub use request::{Ranges, Simulation, SimulationError};
#[cfg(test)]
pub(super) use statistics::{clustered_95, student_975, wilson_95};

/// How far a job is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SimulationProgress<'a> {
    /// Chunks done, in order.
    pub chunks_done: u64,
    /// Chunks of the job.
    pub chunks: u64,
    /// What they found.
    pub so_far: &'a Tally,
}

/// Everything that a simulation says.
#[derive(Clone, Debug, PartialEq)]
pub struct SimulationAnswer {
    /// Years simulated so far.
    pub years: f64,
    /// What was asked.
    pub simulation: Simulation,
    /// How often an event began.
    pub failures: u64,
    /// All journeys, weighted by traffic; `None` when one of them has no answer.
    pub service: Option<Simulated>,
    /// Each journey that has an answer, in the plan's order.
    pub journeys: Vec<SimulatedJourney>,
}

/// A journey, simulated.
#[derive(Clone, Debug, PartialEq)]
pub struct SimulatedJourney {
    /// Which.
    pub id: Id,
    /// What people call it.
    pub name: String,
    /// What it found.
    pub simulated: Simulated,
}

/// What a simulation says about the service or a journey.
#[derive(Clone, Debug, PartialEq)]
pub struct Simulated {
    /// The target.
    pub objective: Objective,
    /// U by the exact engine, where incidents wait for the plan's responders for the mean time: at likely, or where
    /// ranges are mixed in its mean over the draws that were simulated.
    pub exact: Unavailability,
    /// The share of user minutes that failed.
    pub unavailability: Unavailability,
    /// The standard error of that, by batch means; `None` with a single chunk.
    pub standard_error: Option<f64>,
    /// The 95 % interval of U that the simulation gives by itself.
    pub interval: Option<(Unavailability, Unavailability)>,
    /// How many standard errors lie between the two engines; `None` where the exact one only comes near (limited
    /// responders) or there is no standard error.
    pub z: Option<f64>,
    /// By length of window: 28 days, 30 days, a quarter, a year, and the one asked about when it is none of these.
    pub windows: Vec<SimulatedWindow>,
    /// Which window was asked about (index into `windows`).
    pub asked: usize,
    /// Loss exceedance: bad minutes and the chance that a year is worse, falling.
    pub exceedance: Vec<(f64, f64)>,
    /// The most bad minutes of a year.
    pub worst_year_minutes: f64,
}

/// Windows of one length.
#[derive(Clone, Debug, PartialEq)]
pub struct SimulatedWindow {
    /// The length.
    pub length: Duration,
    /// How much of it counts, on average: all of it, or its working hours.
    pub counts: Duration,
    /// How many were counted.
    pub count: u64,
    /// How many of them kept the objective.
    pub kept: u64,
    /// The chance of meeting the objective in such a window.
    pub chance_of_meeting: Probability,
    /// Its 95 % interval (Wilson).
    pub interval: (Probability, Probability),
    /// The same chance with the exact mean of bad minutes as control variate: where noise gave the simulation more or
    /// fewer bad minutes than the exact engine knows of, the chance is put right by as much. The plain one where
    /// responders are limited.
    pub controlled: Probability,
    /// Bad minutes: mean.
    pub mean_minutes: f64,
    /// Bad minutes: standard deviation.
    pub deviation_minutes: f64,
    /// Bad minutes that a share of windows does not exceed: 5, 50, 90, 95 and 99 %, good to 0.8 %.
    pub percentiles_minutes: [f64; 5],
    /// The most bad minutes.
    pub worst_minutes: f64,
}

impl SimulatedWindow {
    /// The shares of [`percentiles_minutes`](Self::percentiles_minutes).
    pub const SHARES: [f64; 5] = [0.05, 0.5, 0.9, 0.95, 0.99];
}

/// A plan made ready for a simulation. Chunks can be run in any order, by any number of clones.
#[derive(Clone, Debug)]
pub struct Simulator {
    asked: Asked,
    engine: engine::Simulator,
    /// The plan whose uncertain numbers each chunk draws; nothing where they are held at likely, or there are none.
    drawn: Option<Box<UncertainPlan>>,
}

/// Whose windows are counted: what is needed to tell an answer from a [`Tally`].
#[derive(Clone, Debug)]
pub struct Asked {
    simulation: Simulation,
    /// What is made of ranges; held at likely where there are none.
    ranges: Ranges,
    /// Measures in order: the journeys that have an answer, then the service.
    journeys: Vec<(Id, String, Known)>,
    service: Option<Known>,
}

/// What the exact engine knows of a measure.
#[derive(Clone, Copy, Debug)]
struct Known {
    exact: Unavailability,
    objective: Objective,
    /// Whether incidents queue for people, which the exact engine knows by their mean wait only.
    queued: bool,
}

impl From<&Answer> for Known {
    fn from(answer: &Answer) -> Self {
        Self { exact: answer.unavailability, objective: answer.objective, queued: false }
    }
}

/// Simulates a plan on this thread. `progress` is told after each chunk and stops the job by breaking.
pub fn simulate(
    plan: &Plan,
    simulation: Simulation,
    progress: &mut dyn FnMut(SimulationProgress) -> ControlFlow<()>,
) -> Result<SimulationAnswer, SimulationError> {
    let mut simulator = Simulator::of(plan, simulation)?;
    let mut so_far = Tally::default();
    let chunks = simulation.chunks();
    for chunk in 0..chunks {
        so_far.merge(&simulator.run_chunk(chunk));
        let news = SimulationProgress { chunks_done: chunk + 1, chunks, so_far: &so_far };
        if progress(news).is_break() {
            return Err(SimulationError::Stopped);
        }
    }
    Ok(simulator.answer(&so_far))
}

impl Asked {
    /// What is asked of a plan with the analysis that it has: nothing when no journey has an answer.
    pub fn of(plan: &Plan, simulation: Simulation, analysis: &Analysis) -> Result<Self, SimulationError> {
        let queued = simulation.responders.or(plan.responders).is_some();
        let known = |answer: &Answer| Known { queued, ..Known::from(answer) };
        let answered = |(index, journey): (usize, &JourneyAnswer)| {
            let name = plan.journeys.get(index)?.name.clone();
            Some((journey.id, name, known(journey.answer.as_ref()?)))
        };
        let journeys: Vec<_> = analysis.journeys.iter().enumerate().filter_map(answered).collect();
        if journeys.is_empty() {
            return Err(no_answer(analysis));
        }
        let ranges = drawn(plan, simulation, analysis).map_or(Ranges::Likely, |_| Ranges::Mixed);
        Ok(Self { simulation, ranges, journeys, service: analysis.service.as_ref().map(known) })
    }

    /// What is simulated.
    pub fn simulation(&self) -> Simulation {
        self.simulation
    }

    /// What some chunks together say.
    pub fn answer(&self, tally: &Tally) -> SimulationAnswer {
        let journey = |(index, (id, name, known)): (usize, &(Id, String, Known))| SimulatedJourney {
            id: *id,
            name: name.clone(),
            simulated: statistics::simulated(tally, index, *known, self),
        };
        SimulationAnswer {
            years: tally.minutes.value() / MINUTES_PER_YEAR,
            simulation: self.simulation,
            failures: tally.failures,
            service: self.service.map(|known| statistics::simulated(tally, self.journeys.len(), known, self)),
            journeys: self.journeys.iter().enumerate().map(journey).collect(),
        }
    }
}

fn no_answer(analysis: &Analysis) -> SimulationError {
    let errors = analysis.findings.iter().filter(|finding| finding.severity == Severity::Error);
    SimulationError::NoAnswer(errors.cloned().collect())
}

/// The plan whose numbers are drawn for every chunk, when they are to be and there are any.
fn drawn(plan: &Plan, simulation: Simulation, analysis: &Analysis) -> Option<UncertainPlan> {
    match simulation.ranges {
        Ranges::Likely => None,
        Ranges::Mixed => UncertainPlan::of(plan, analysis).filter(|plan| !plan.inputs().is_empty()),
    }
}

/// The process of a plan as its numbers stand, and what the exact engine says of it.
fn ready(plan: &Plan, simulation: Simulation) -> Result<(engine::Simulator, Analysis), SimulationError> {
    let (analysis, structure, operations) = answers_alone(plan);
    let answers: Vec<(usize, &Answer)> = analysis
        .journeys
        .iter()
        .enumerate()
        .filter_map(|(index, journey)| journey.answer.as_ref().map(|answer| (index, answer)))
        .collect();
    let (Some(structure), false) = (structure, answers.is_empty()) else {
        return Err(no_answer(&analysis));
    };
    let service = analysis.service.as_ref();
    // In the simulation incidents queue one by one, so lengths are those without the mean wait.
    let operations = if plan.responders.is_some() { Operations::of(plan) } else { operations };
    let process = process::process(plan, simulation, &structure, &operations, &answers, service);
    Ok((engine::Simulator::new(process), analysis))
}

impl Simulator {
    /// Compiles a plan; every journey that has an answer is simulated.
    pub fn of(plan: &Plan, simulation: Simulation) -> Result<Self, SimulationError> {
        let (engine, analysis) = ready(plan, simulation)?;
        let failures_per_year = engine.process().draws_per_minute() * MINUTES_PER_YEAR;
        if failures_per_year * simulation.years as f64 > Simulation::MOST_FAILURES {
            let most = (Simulation::MOST_FAILURES / failures_per_year) as u64;
            return Err(SimulationError::TooManyFailures {
                years: simulation.years,
                failures_per_year,
                most,
            });
        }
        let asked = Asked::of(plan, simulation, &analysis)?;
        Ok(Self { asked, engine, drawn: drawn(plan, simulation, &analysis).map(Box::new) })
    }

    /// How often events would begin in a year if none lasted, at likely.
    pub fn failures_per_year(&self) -> f64 {
        self.engine.process().draws_per_minute() * MINUTES_PER_YEAR
    }

    /// What is simulated.
    pub fn simulation(&self) -> Simulation {
        self.asked.simulation
    }

    /// Simulates one chunk: it depends on the plan, the simulation and the chunk's number alone.
    pub fn run_chunk(&mut self, chunk: u64) -> Tally {
        let years = self.asked.simulation.chunk_years();
        let left = self.asked.simulation.years.saturating_sub(chunk * years).min(years);
        self.run_minutes(chunk, left as f64 * MINUTES_PER_YEAR)
    }

    /// The same for a chunk of any length, in minutes.
    pub(super) fn run_minutes(&mut self, chunk: u64, minutes: f64) -> Tally {
        let seed = self.asked.simulation.seed;
        let of_draw = self.drawn.as_ref().and_then(|plan| {
            let plan = plan.drawn((chunk % u64::from(MAX_DRAWS)) as u32, seed);
            ready(&plan, self.asked.simulation).ok()
        });
        match of_draw {
            Some((mut engine, _)) => engine.run(seed, chunk, minutes),
            // A drawn plan has every answer that the plan has: its structure is a part of the one compiled for draws.
            None => self.engine.run(seed, chunk, minutes),
        }
    }

    /// What some chunks together say.
    pub fn answer(&self, tally: &Tally) -> SimulationAnswer {
        self.asked.answer(tally)
    }
}
