//! How well the answers are known: ranges of inputs become bands of results.
//!
//! Every range of a plan is a distribution ([`Estimate::distribution`](crate::quantity::Estimate::distribution)); an
//! [`UncertainPlan`] draws all of them many times along quasi-random [`Stream`]s, evaluates the plan for every
//! draw, and tells percentiles ([`UncertainPlan::bands`]) and which inputs drive them
//! ([`UncertainPlan::sensitivity`]).
//!
//! Practices act on drawn numbers as they act on the likely ones. Inputs are independent of each other; numbers that
//! stand for one and the same unknown are one [`Input`], whose documentation says when that is. Which practices are
//! done, the structure, the spread of single outages and objectives are no inputs.
//!
//! The band is about the long-run U: how much one month differs from another is the simulator's answer.

mod evaluator;
mod inputs;
mod running;
mod sensitivity;
#[cfg(test)]
mod tests;

use core::ops::ControlFlow;

pub use inputs::Input;
pub use sensitivity::{Driver, Sensitivity, SensitivitySettings};

use super::outcome::Analysis;
use crate::engine::lanes::{LANES, Lanes};
use crate::engine::quasi::{MAX_DRAWS, Stream};
use crate::model::{Id, Plan};
use crate::quantity::Unavailability;
use crate::quantity::order;
use evaluator::{Evaluator, Work};

/// Draws of a band, unless told otherwise.
pub const DEFAULT_DRAWS: u32 = 4096;

/// The seed, unless told otherwise.
pub const DEFAULT_SEED: u64 = 1;

/// Draws between two reports of progress: a band has enough of them for a browser to compile the loop well.
const DRAWS_PER_REPORT: u32 = 64;

/// The 5th, 50th and 95th percentile of an unavailability.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    /// One draw in twenty is below.
    pub p5: Unavailability,
    /// The median.
    pub p50: Unavailability,
    /// One draw in twenty is above.
    pub p95: Unavailability,
}

/// The bands of a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Uncertainty {
    /// The service; `None` when one of its journeys has no answer.
    pub service: Option<Band>,
    /// The journey that fares worst at likely values (index into `journeys`).
    pub worst: Option<usize>,
    /// Each journey in the plan's order; `None` when it has no answer.
    pub journeys: Vec<(Id, Option<Band>)>,
    /// How many inputs were drawn.
    pub inputs: usize,
    /// How many draws were taken.
    pub draws: u32,
    /// The seed of the draws.
    pub seed: u64,
}

/// A plan compiled for draws of its uncertain numbers.
#[derive(Clone, Debug)]
pub struct UncertainPlan {
    plan: Plan,
    evaluator: Evaluator,
    worst: Option<usize>,
    /// U at likely values, as the analysis gives it: of the service, of each journey.
    service: Option<Unavailability>,
    journeys: Vec<(Id, Option<Unavailability>)>,
}

impl Band {
    /// A band of no width.
    pub fn point(u: Unavailability) -> Self {
        Self { p5: u, p50: u, p95: u }
    }

    /// Bad minutes a year at the 5th, 50th and 95th percentile.
    pub fn bad_minutes_per_year(self) -> [f64; 3] {
        [self.p5, self.p50, self.p95].map(Unavailability::bad_minutes_per_year)
    }

    /// The band of some draws, which are sorted for it.
    ///
    /// # Formula
    /// The quantile of probability q lies at rank `q n - 1/2`, between neighbours linearly (Hazen's rule).
    fn of(draws: &mut [f64]) -> Option<Self> {
        order::sort_by(draws, f64::total_cmp);
        let last = draws.len().checked_sub(1)?;
        let at = |q: f64| {
            let rank = (q * draws.len() as f64 - 0.5).clamp(0.0, last as f64);
            let (below, part) = (rank as usize, rank - libm::floor(rank));
            let (low, high) = (draws[below], draws[(below + 1).min(last)]);
            Unavailability::clamped(low + (high - low) * part)
        };
        Some(Self { p5: at(0.05), p50: at(0.5), p95: at(0.95) })
    }
}

impl UncertainPlan {
    /// Compiles a plan with the analysis that it has; `None` when no journey has an answer.
    pub fn of(plan: &Plan, analysis: &Analysis) -> Option<Self> {
        let u = |answer: &super::Answer| answer.unavailability;
        let journeys: Vec<(Id, Option<Unavailability>)> =
            analysis.journeys.iter().map(|j| (j.id, j.answer.as_ref().map(u))).collect();
        let answered: Vec<usize> = (0..journeys.len()).filter(|j| journeys[*j].1.is_some()).collect();
        if answered.is_empty() || journeys.len() != plan.journeys.len() {
            return None;
        }
        let evaluator = Evaluator::compile(plan, &answered).ok()?;
        let service = analysis.service.as_ref().map(u);
        Some(Self { plan: plan.clone(), evaluator, worst: analysis.worst, service, journeys })
    }

    /// The unknowns that the answers depend on.
    pub fn inputs(&self) -> &[Input] {
        &self.evaluator.inputs
    }

    /// Decisions, reverse steps, capped means, failover configurations and kinds of events in one evaluation.
    pub fn size(&self) -> [usize; 5] {
        self.evaluator.size()
    }

    /// The plan of one draw: every uncertain number that matters is the point that was drawn. What the simulator
    /// needs to mix ranges in.
    pub fn drawn(&self, index: u32, seed: u64) -> Plan {
        let mut plan = self.plan.clone();
        for (input, stream) in self.inputs().iter().zip(self.streams(seed)) {
            let [value, ..] = input.values(&stream.normals(index));
            input.numbers.iter().for_each(|number| inputs::set(&mut plan, *number, value));
        }
        plan
    }

    fn streams(&self, seed: u64) -> Vec<Stream> {
        self.inputs().iter().map(|input| Stream::new(seed, &input.key())).collect()
    }

    /// The bands after `draws` draws (rounded up to whole batches of eight, at most 65,536).
    ///
    /// `None` when `progress`, which is told the share that is done, says stop. Without uncertain inputs every band
    /// is the point.
    pub fn bands(
        &self,
        draws: u32,
        seed: u64,
        progress: &mut dyn FnMut(f64) -> ControlFlow<()>,
    ) -> Option<Uncertainty> {
        let batches = draws.clamp(1, MAX_DRAWS).div_ceil(LANES as u32);
        let mut uncertainty = Uncertainty {
            service: self.service.map(Band::point),
            worst: self.worst,
            journeys: self.journeys.iter().map(|(id, u)| (*id, u.map(Band::point))).collect(),
            inputs: self.inputs().len(),
            draws: batches * LANES as u32,
            seed,
        };
        if self.inputs().is_empty() {
            return Some(uncertainty);
        }
        let streams = self.streams(seed);
        let mut x: Vec<Lanes> = vec![[0.0; LANES]; streams.len()];
        let mut work = Work::default();
        let mut service = Vec::with_capacity(uncertainty.draws as usize);
        let mut journeys: Vec<Vec<f64>> = vec![Vec::new(); self.evaluator.journeys.len()];
        for batch in 0..batches {
            let first = batch * LANES as u32;
            if first.is_multiple_of(DRAWS_PER_REPORT)
                && progress(f64::from(batch) / f64::from(batches)).is_break()
            {
                return None;
            }
            for ((x, stream), input) in x.iter_mut().zip(&streams).zip(self.inputs()) {
                *x = input.values(&stream.normals(first));
            }
            self.evaluator.evaluate(&x, &mut work);
            service.extend(work.service);
            for (all, lanes) in journeys.iter_mut().zip(&work.journeys) {
                all.extend(lanes);
            }
        }
        if self.service.is_some() {
            uncertainty.service = Band::of(&mut service);
        }
        for (journey, draws) in self.evaluator.journeys.iter().zip(&mut journeys) {
            uncertainty.journeys[*journey].1 = Band::of(draws);
        }
        Some(uncertainty)
    }
}

/// The bands of a plan with the default number of draws; `None` when no journey has an answer.
pub fn uncertainty(plan: &Plan, analysis: &Analysis) -> Option<Uncertainty> {
    UncertainPlan::of(plan, analysis)?.bands(DEFAULT_DRAWS, DEFAULT_SEED, &mut |_| ControlFlow::Continue(()))
}
