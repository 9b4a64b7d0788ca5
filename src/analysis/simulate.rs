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
//! # Failovers
//! The exact engine charges each failover as if nothing else were active. The simulation begins one only where the
//! structure still works, asks each region's state whether users move, and lets overlapping outages end it.

use core::ops::ControlFlow;
use std::collections::BTreeMap;

use thiserror::Error;

use super::analyse::{analyse, traffic};
use super::events::Slot;
use super::operations::Operations;
use super::outcome::Answer;
use super::structure::{Path, Source, Structure, compile};
use crate::engine::simulate as engine;
use crate::engine::simulate::Tally;
use crate::engine::{Scratch, Var};
use crate::model::{Finding, Id, Parts, Plan, Severity};
use crate::quantity::{Duration, MINUTES_PER_YEAR, Probability, Quantity, Unavailability};
use crate::slo::{Objective, Period};

/// What to simulate: checked once, here.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Simulation {
    years: u64,
    seed: u64,
    window: Duration,
    responders: Option<u32>,
}

/// Why nothing is simulated.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum SimulationError {
    /// No time, or more than anybody waits for.
    #[error("years: found {found}; a whole number from 1 to {} is needed", Simulation::MOST_YEARS)]
    Years {
        /// What was found.
        found: u64,
    },
    /// A window that no promise is kept over, or that does not fit.
    #[error(
        "window: found {found} minutes; a length from 60 (an hour) to {most} minutes (ten years, and no more than \
         is simulated) is needed"
    )]
    Window {
        /// What was found, in minutes.
        found: f64,
        /// The longest that fits, in minutes.
        most: f64,
    },
    /// Nobody at all.
    #[error("responders: found 0; at least 1 is needed, or no limit")]
    Responders,
    /// It fails too often to be simulated that long.
    #[error(
        "years: found {years}; this plan fails about {failures_per_year:.0} times a year, so at most {most} years are \
         simulated"
    )]
    TooManyFailures {
        /// The years asked for.
        years: u64,
        /// How often its events begin.
        failures_per_year: f64,
        /// The years that can be simulated.
        most: u64,
    },
    /// The plan has findings that prevent an answer.
    #[error("the plan has findings that prevent an answer")]
    NoAnswer(Vec<Finding>),
    /// Somebody stopped it.
    #[error("stopped")]
    Stopped,
}

impl Simulation {
    /// The most years that are simulated.
    pub const MOST_YEARS: u64 = 10_000_000;
    /// The shortest window, in minutes.
    pub const SHORTEST_WINDOW: f64 = 60.0;
    /// The longest window, in minutes.
    pub const LONGEST_WINDOW: f64 = 10.0 * MINUTES_PER_YEAR;
    /// The most beginnings of events that are drawn: a quarter of an hour of work.
    const MOST_FAILURES: f64 = 2e10;
    /// The years of a full chunk, and the chunks into which a short job is cut.
    const CHUNK_YEARS: u64 = 250;
    const CHUNKS: u64 = 40;

    /// Accepts 1 to 10,000,000 years, a window from an hour to ten years that fits into them, and at least one
    /// responder or no limit (`None`).
    pub fn new(
        years: u64,
        seed: u64,
        window: Duration,
        responders: Option<u32>,
    ) -> Result<Self, SimulationError> {
        if !(1..=Self::MOST_YEARS).contains(&years) {
            return Err(SimulationError::Years { found: years });
        }
        let most = Self::LONGEST_WINDOW.min(years as f64 * MINUTES_PER_YEAR);
        if !(Self::SHORTEST_WINDOW..=most).contains(&window.minutes()) {
            return Err(SimulationError::Window { found: window.minutes(), most });
        }
        if responders == Some(0) {
            return Err(SimulationError::Responders);
        }
        Ok(Self { years, seed, window, responders })
    }

    /// Years.
    pub fn years(self) -> u64 {
        self.years
    }

    /// The seed: the same one gives the same bits.
    pub fn seed(self) -> u64 {
        self.seed
    }

    /// The window asked about, beside those of every answer.
    pub fn window(self) -> Duration {
        self.window
    }

    /// How many incidents can be worked on at once.
    pub fn responders(self) -> Option<u32> {
        self.responders
    }

    /// The years of a chunk (the last may be shorter): enough for ten windows, few enough for chunks to compare.
    fn chunk_years(self) -> u64 {
        let windows = libm::ceil(10.0 * self.window.minutes() / MINUTES_PER_YEAR) as u64;
        (self.years / Self::CHUNKS).clamp(1, Self::CHUNK_YEARS).max(windows).min(self.years)
    }

    /// The number of chunks of the job.
    pub fn chunks(self) -> u64 {
        self.years.div_ceil(self.chunk_years())
    }

    /// The lengths of windows that are counted, and which of them is asked about.
    fn windows(self) -> (Vec<Duration>, usize) {
        let periods = [Period::Days28, Period::Days30, Period::Quarter, Period::Year];
        let mut lengths: Vec<Duration> = periods.map(Period::length).to_vec();
        let known = lengths.iter().position(|length| *length == self.window);
        let asked = known.unwrap_or_else(|| {
            lengths.push(self.window);
            lengths.len() - 1
        });
        (lengths, asked)
    }
}

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
    /// U by the exact engine, without any limit of responders.
    pub exact: Unavailability,
    /// The share of user minutes that failed.
    pub unavailability: Unavailability,
    /// The standard error of that, by batch means; `None` with a single chunk.
    pub standard_error: Option<f64>,
    /// The 95 % interval of U that the simulation gives by itself.
    pub interval: Option<(Unavailability, Unavailability)>,
    /// How many standard errors lie between the two engines; `None` where they answer different questions (limited
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
    /// How many were counted.
    pub count: u64,
    /// How many of them kept the objective.
    pub kept: u64,
    /// The chance of meeting the objective in such a window.
    pub chance_of_meeting: Probability,
    /// Its 95 % interval (Wilson).
    pub interval: (Probability, Probability),
    /// The same chance with the exact mean of bad minutes as control variate: where noise gave the simulation more or
    /// fewer bad minutes than the exact engine knows of, the chance is put right by as much. The plain one where the
    /// two engines answer different questions.
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
    simulation: Simulation,
    engine: engine::Simulator,
    /// Measures in order: the journeys that have an answer, then the service.
    journeys: Vec<(Id, String, Known)>,
    service: Option<Known>,
}

/// What the exact engine knows of a measure.
#[derive(Clone, Copy, Debug)]
struct Known {
    exact: Unavailability,
    objective: Objective,
}

impl From<&Answer> for Known {
    fn from(answer: &Answer) -> Self {
        Self { exact: answer.unavailability, objective: answer.objective }
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

impl Simulator {
    /// Compiles a plan; every journey that has an answer is simulated.
    pub fn of(plan: &Plan, simulation: Simulation) -> Result<Self, SimulationError> {
        let analysis = analyse(plan);
        let answers: Vec<(usize, &Answer)> = analysis
            .journeys
            .iter()
            .enumerate()
            .filter_map(|(index, journey)| journey.answer.as_ref().map(|answer| (index, answer)))
            .collect();
        let operations = Operations::of(plan);
        let indices: Vec<usize> = answers.iter().map(|(index, _)| *index).collect();
        let compiled = compile(plan, operations.sheds, &indices);
        let (Ok(structure), false) = (compiled, answers.is_empty()) else {
            let errors = analysis.findings.into_iter().filter(|f| f.severity == Severity::Error);
            return Err(SimulationError::NoAnswer(errors.collect()));
        };
        let service = analysis.service.as_ref();
        let process = process(plan, simulation, &structure, &operations, &answers, service);
        let failures_per_year = process.draws_per_minute() * MINUTES_PER_YEAR;
        if failures_per_year * simulation.years as f64 > Simulation::MOST_FAILURES {
            let most = (Simulation::MOST_FAILURES / failures_per_year) as u64;
            return Err(SimulationError::TooManyFailures {
                years: simulation.years,
                failures_per_year,
                most,
            });
        }
        let journeys = answers
            .iter()
            .map(|(index, answer)| {
                (plan.journeys[*index].id, plan.journeys[*index].name.clone(), Known::from(*answer))
            })
            .collect();
        Ok(Self {
            simulation,
            engine: engine::Simulator::new(process),
            journeys,
            service: service.map(Known::from),
        })
    }

    /// How often events would begin in a year if none lasted.
    pub fn failures_per_year(&self) -> f64 {
        self.engine.process().draws_per_minute() * MINUTES_PER_YEAR
    }

    /// What is simulated.
    pub fn simulation(&self) -> Simulation {
        self.simulation
    }

    /// Simulates one chunk: it depends on the plan, the simulation and the chunk's number alone.
    pub fn run_chunk(&mut self, chunk: u64) -> Tally {
        let years = self.simulation.chunk_years();
        let left = self.simulation.years.saturating_sub(chunk * years).min(years);
        self.engine.run(self.simulation.seed, chunk, left as f64 * MINUTES_PER_YEAR)
    }

    /// The same for a chunk of any length, in minutes.
    #[cfg(test)]
    pub(super) fn run_minutes(&mut self, chunk: u64, minutes: f64) -> Tally {
        self.engine.run(self.simulation.seed, chunk, minutes)
    }

    /// What the engine simulates.
    #[cfg(test)]
    pub(super) fn process(&self) -> &engine::Process {
        self.engine.process()
    }

    /// What some chunks together say.
    pub fn answer(&self, tally: &Tally) -> SimulationAnswer {
        let journey = |(index, (id, name, known)): (usize, &(Id, String, Known))| SimulatedJourney {
            id: *id,
            name: name.clone(),
            simulated: self.simulated(tally, index, *known),
        };
        SimulationAnswer {
            years: tally.minutes.value() / MINUTES_PER_YEAR,
            simulation: self.simulation,
            failures: tally.failures,
            service: self.service.map(|known| self.simulated(tally, self.journeys.len(), known)),
            journeys: self.journeys.iter().enumerate().map(journey).collect(),
        }
    }

    fn simulated(&self, tally: &Tally, measure: usize, known: Known) -> Simulated {
        let (mean, standard_error) =
            if tally.measures.is_empty() { (0.0, None) } else { tally.mean(measure) };
        let same_question = self.simulation.responders.is_none();
        let error = standard_error.filter(|error| *error > 0.0 && same_question);
        let interval = |error: f64| {
            let half = student_975(tally.chunks as f64 - 1.0) * error;
            (Unavailability::clamped(mean - half), Unavailability::clamped(mean + half))
        };
        let (lengths, asked) = self.simulation.windows();
        let none = engine::WindowTally::default();
        let of = |index: usize| tally.measures.get(measure).map_or(&none, |m| &m.windows[index]);
        let windows = lengths.iter().enumerate().map(|(index, length)| {
            let expected = same_question.then(|| known.exact.within(*length).minutes());
            window(*length, of(index), expected)
        });
        let year = of(YEAR);
        Simulated {
            objective: known.objective,
            exact: known.exact,
            unavailability: Unavailability::clamped(mean),
            standard_error,
            interval: standard_error.map(interval),
            z: error.map(|error| (mean - known.exact.get()) / error),
            windows: windows.collect(),
            asked,
            exceedance: year.histogram.exceedance(),
            worst_year_minutes: year.worst_minutes,
        }
    }
}

/// The place of the year among the windows that are always counted.
const YEAR: usize = 3;

fn window(length: Duration, tally: &engine::WindowTally, expected: Option<f64>) -> SimulatedWindow {
    let count = tally.histogram.windows();
    let n = count as f64;
    let share = |x: f64| if count > 0 { x / n } else { 0.0 };
    let (mean, chance) = (share(tally.bad.value()), share(tally.kept as f64));
    let variance = (share(tally.squares.value()) - mean * mean).max(0.0);
    // Control variate: chance - beta (mean - expected), beta = cov(kept, bad) / var(bad).
    let covariance = share(tally.bad_kept.value()) - chance * mean;
    let beta = if variance > 0.0 { covariance / variance } else { 0.0 };
    let controlled = expected.map_or(chance, |expected| chance - beta * (mean - expected));
    SimulatedWindow {
        length,
        count,
        kept: tally.kept,
        chance_of_meeting: Probability::clamped(chance),
        interval: wilson_95(tally.kept, count),
        controlled: Probability::clamped(controlled),
        mean_minutes: mean,
        deviation_minutes: libm::sqrt(if count > 1 { variance * n / (n - 1.0) } else { 0.0 }),
        percentiles_minutes: SimulatedWindow::SHARES.map(|share| tally.histogram.percentile(share)),
        worst_minutes: tally.worst_minutes,
    }
}

/// The 95 % interval of a probability that came true `kept` times out of `count`.
///
/// # Source
/// E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", Journal of the American
/// Statistical Association 22, 1927.
pub(super) fn wilson_95(kept: u64, count: u64) -> (Probability, Probability) {
    if count == 0 {
        return (Probability::ZERO, Probability::ONE);
    }
    let (n, p, z) = (count as f64, kept as f64 / count as f64, NORMAL_975);
    let middle = p + z * z / (2.0 * n);
    let half = z * libm::sqrt(p * (1.0 - p) / n + z * z / (4.0 * n * n));
    let scale = 1.0 + z * z / n;
    // At the ends the formula gives the ends, but for rounding.
    let low = if kept == 0 { 0.0 } else { (middle - half) / scale };
    let high = if kept == count { 1.0 } else { (middle + half) / scale };
    (Probability::clamped(low), Probability::clamped(high))
}

/// The 97.5 % point of the normal distribution.
const NORMAL_975: f64 = 1.959_963_984_540_054;

/// The 97.5 % point of Student's distribution.
///
/// # Formula
/// Expansion in 1 / degrees to the fourth power: off by less than 0.1 % from 5 degrees on. Fewer are answered with
/// the point for one degree, which is never too narrow.
///
/// # Source
/// M. Abramowitz, I. A. Stegun, "Handbook of Mathematical Functions", 1964, 26.7.5.
pub(super) fn student_975(degrees: f64) -> f64 {
    if degrees < 5.0 {
        return 12.706;
    }
    let z = NORMAL_975;
    let (z2, d) = (z * z, degrees);
    let terms = [
        (z2 + 1.0) * z / 4.0,
        ((5.0 * z2 + 16.0) * z2 + 3.0) * z / 96.0,
        (((3.0 * z2 + 19.0) * z2 + 17.0) * z2 - 15.0) * z / 384.0,
        ((((79.0 * z2 + 776.0) * z2 + 1482.0) * z2 - 1920.0) * z2 - 945.0) * z / 92_160.0,
    ];
    z + (terms[0] + (terms[1] + (terms[2] + terms[3] / d) / d) / d) / d
}

/// A compiled plan as the engine simulates it.
fn process(
    plan: &Plan,
    simulation: Simulation,
    structure: &Structure,
    operations: &Operations,
    answers: &[(usize, &Answer)],
    service: Option<&Answer>,
) -> engine::Process {
    let failovers = failovers(structure, operations);
    let matters = places_that_matter(structure);
    let mut effects: Vec<engine::Effect> = Vec::new();
    let mut known: BTreeMap<(usize, u64), usize> = BTreeMap::new();
    let mut events = Vec::new();
    for place in 0..structure.slots.len() {
        let failovers = failovers.get(&place);
        if !matters[place] && failovers.is_none() {
            continue;
        }
        for index in structure.atom(place) {
            let event = &structure.events[index];
            let mode = &operations.modes[event.mode];
            let rate_per_minute = mode.rate_per_year * event.part.of_rate(mode.beta) / MINUTES_PER_YEAR;
            if mode.share <= 0.0 || rate_per_minute <= 0.0 || mode.minutes <= 0.0 {
                continue;
            }
            let effect = *known.entry((place, mode.share.to_bits())).or_insert_with(|| {
                effects.push(engine::Effect::OnRequests {
                    var: Var::new(place as u32),
                    share: mode.share,
                    failovers: failovers.cloned().unwrap_or_default(),
                });
                effects.len() - 1
            });
            events.push(engine::Event {
                rate_per_minute,
                mean_minutes: mode.minutes,
                sigma: plan.modes[event.mode].spread.get(),
                unattended: unattended(&mode.parts, mode.minutes),
                effect,
            });
        }
    }
    let paths = structure.paths.iter().map(|path| engine::Path { root: path.root, home: path.region_root });
    if let Some((event, effect)) = reserve(plan, structure, answers, service, effects.len()) {
        effects.push(effect);
        events.push(event);
    }
    let quiet = structure.slots.iter().map(|slot| match slot {
        Slot::Draw(probability) => *probability,
        Slot::Atom { .. } => 0.0,
    });
    let (windows, _) = simulation.windows();
    engine::Process {
        program: structure.program.clone(),
        quiet: quiet.collect(),
        paths: paths.collect(),
        events,
        effects,
        measures: measures(plan, structure, answers, service),
        windows_minutes: windows.into_iter().map(Duration::minutes).collect(),
        responders: simulation.responders,
    }
}

/// The share of an outage's length that passes before somebody is asked to work on it.
fn unattended(parts: &Parts<f64>, minutes: f64) -> f64 {
    (parts.detect / minutes).clamp(0.0, 1.0)
}

/// The places on which some root depends: where its derivative is not 0, which for functions that only rise holds
/// wherever each place is possible and none is certain.
fn places_that_matter(structure: &Structure) -> Vec<bool> {
    let even = vec![0.5; structure.slots.len()];
    let roots = structure.paths.iter().flat_map(|path| [Some(path.root), path.region_root]);
    let weights: Vec<(usize, f64)> = roots.flatten().map(|root| (root, 1.0)).collect();
    let mut scratch = Scratch::default();
    structure.program.forward(&even, &mut scratch);
    let derivatives = structure.program.backward(&even, &weights, &mut scratch);
    derivatives.into_iter().map(|derivative| derivative != 0.0).collect()
}

/// Whose failover it is: one is drawn for all paths it concerns.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Whose {
    Component(usize),
    /// The users of a region.
    Home(usize),
}

/// The failovers that the events at each place set off.
fn failovers(structure: &Structure, operations: &Operations) -> BTreeMap<usize, Vec<engine::Switchover>> {
    let mut by_place: BTreeMap<usize, BTreeMap<Whose, engine::Switchover>> = BTreeMap::new();
    for (index, path) in structure.paths.iter().enumerate() {
        for (place, source) in sources(path) {
            let (whose, takeover) = match (source.component, operations.routing) {
                (Some(component), _) => (Whose::Component(component), operations.takeovers[component]),
                (None, Some(routing)) => (Whose::Home(path.region), routing),
                (None, None) => continue,
            };
            let of_place = by_place.entry(place).or_default();
            let failover = of_place.entry(whose).or_insert_with(|| engine::Switchover {
                coverage: takeover.coverage,
                automatic_minutes: takeover.minutes,
                manual_minutes: takeover.manual_minutes,
                moves: source.component.is_none(),
                shares: Vec::new(),
            });
            failover.shares.push((index, source.share));
        }
    }
    by_place.into_iter().map(|(place, failovers)| (place, failovers.into_values().collect())).collect()
}

fn sources(path: &Path) -> impl Iterator<Item = (usize, Source)> {
    path.failovers
        .iter()
        .flat_map(|failovers| failovers.sources.iter().map(|source| (failovers.atom.index(), *source)))
}

/// The journeys that have an answer, then the service when all have.
fn measures(
    plan: &Plan,
    structure: &Structure,
    answers: &[(usize, &Answer)],
    service: Option<&Answer>,
) -> Vec<engine::Measure> {
    let traffic = traffic(plan);
    let weights = |factor: &dyn Fn(usize) -> f64| -> Vec<(usize, f64)> {
        let weight = |(index, path): (usize, &Path)| (index, path.users * factor(path.journey));
        structure.paths.iter().enumerate().map(weight).filter(|(_, weight)| *weight > 0.0).collect()
    };
    let budget = |answer: &Answer| answer.objective.unavailability().get();
    let journey = |(index, answer): &(usize, &Answer)| engine::Measure {
        weights: weights(&|journey| f64::from(u8::from(journey == *index))),
        budget: budget(answer),
    };
    let all = service.map(|answer| engine::Measure {
        weights: weights(&|journey| traffic[journey]),
        budget: budget(answer),
    });
    answers.iter().map(journey).chain(all).collect()
}

/// The reserve as an event and what it does, its effect having this index; `None` when there is nothing to reserve for.
fn reserve(
    plan: &Plan,
    structure: &Structure,
    answers: &[(usize, &Answer)],
    service: Option<&Answer>,
    index: usize,
) -> Option<(engine::Event, engine::Effect)> {
    let listed = |answer: &Answer| answer.anatomy.structure + answer.anatomy.failover;
    let most = answers.iter().map(|(_, answer)| listed(answer)).fold(0.0, f64::max);
    let active = (plan.reserve.likely().get() * most).min(MOST_ACTIVE);
    if active <= 0.0 {
        return None;
    }
    let lengths = service.into_iter().chain(answers.iter().map(|(_, answer)| *answer));
    let mean_minutes = lengths.filter_map(|answer| answer.mean_outage).map(Duration::minutes).next()?;
    let by_journey: BTreeMap<usize, f64> =
        answers.iter().map(|(journey, answer)| (*journey, listed(answer) / most)).collect();
    let share = |path: &Path| by_journey.get(&path.journey).copied().unwrap_or(0.0);
    let event = engine::Event {
        rate_per_minute: active / (1.0 - active) / mean_minutes,
        mean_minutes,
        sigma: 1.0,
        unattended: 0.0,
        effect: index,
    };
    (mean_minutes > 0.0)
        .then(|| (event, engine::Effect::Apart { shares: structure.paths.iter().map(share).collect() }))
}

/// The most of the time that the reserve is active: what is always down needs no reserve.
const MOST_ACTIVE: f64 = 0.999_999;
