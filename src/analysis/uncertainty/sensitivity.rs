//! Which inputs drive the band.
//!
//! Two views, both over the same evaluations:
//! - the **tornado**: U with one input at its 5th and at its 95th percentile, all others at likely. Exact for what it
//!   says, and it says it in bad minutes, but it sees one input at a time;
//! - **Sobol indices** of `log10 U` ([`engine::sobol`](crate::engine::sobol)): the share of the band's variance that
//!   an input explains alone, and with all others. Of the logarithm, because U spreads over orders of magnitude and
//!   its own variance would be that of its worst draws; and because nines are what people compare.
//!
//! Indices cost two evaluations per draw and one more per input. So only the inputs with the widest tornado get
//! their own; all others together are one more group, whose indices say how much the list leaves out.

use core::ops::ControlFlow;

use super::inputs::Input;
use super::{DEFAULT_SEED, UncertainPlan, Work};
use crate::engine::lanes::{LANES, Lanes};
use crate::engine::quasi::{MAX_DRAWS, Stream};
use crate::engine::sobol::{self, Indices};
use crate::model::Id;
use crate::quantity::order;
use crate::quantity::{Unavailability, Z95};

/// What a sensitivity analysis may cost, and what it is about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SensitivitySettings {
    /// The journey whose U is looked at; `None` for the service.
    pub journey: Option<Id>,
    /// Draws for the indices; 0 leaves them out.
    pub draws: u32,
    /// The most inputs with indices of their own.
    pub drivers: usize,
    /// The seed of the draws.
    pub seed: u64,
}

impl Default for SensitivitySettings {
    fn default() -> Self {
        Self { journey: None, draws: 4096, drivers: 12, seed: DEFAULT_SEED }
    }
}

/// Which inputs drive the band.
#[derive(Clone, Debug, PartialEq)]
pub struct Sensitivity {
    /// U with every input at likely.
    pub likely: Unavailability,
    /// Every input that changes U, the widest tornado first.
    pub drivers: Vec<Driver>,
    /// The indices of all inputs without their own, taken together; `None` when there are none.
    pub rest: Option<Indices>,
    /// The standard deviation of `log10 U`, in nines; 0 without draws.
    pub deviation: f64,
    /// Draws behind the indices.
    pub draws: u32,
    /// Evaluations of the plan in all.
    pub evaluations: u64,
    /// The seed of the draws.
    pub seed: u64,
}

/// An input that changes U.
#[derive(Clone, Debug, PartialEq)]
pub struct Driver {
    /// The input.
    pub input: Input,
    /// U with it at its 5th percentile and all others at likely.
    pub at_low: Unavailability,
    /// U with it at its 95th percentile and all others at likely.
    pub at_high: Unavailability,
    /// Its indices, when it is among the first.
    pub indices: Option<Indices>,
}

impl Driver {
    /// How far U moves between its two ends.
    pub fn swing(&self) -> f64 {
        (self.at_high.get() - self.at_low.get()).abs()
    }
}

/// The smallest U whose logarithm is looked at: a draw that never fails counts as eighteen nines.
const LEAST: f64 = 1e-18;

impl UncertainPlan {
    /// Which inputs drive the band of the service or of a journey.
    ///
    /// `None` when that has no answer, or when `progress`, which is told the share that is done, says stop.
    pub fn sensitivity(
        &self,
        settings: SensitivitySettings,
        progress: &mut dyn FnMut(f64) -> ControlFlow<()>,
    ) -> Option<Sensitivity> {
        let target = match settings.journey {
            None => {
                self.service?;
                None
            }
            Some(id) => {
                let index = self.journeys.iter().position(|(journey, _)| *journey == id)?;
                Some(self.evaluator.journeys.iter().position(|journey| *journey == index)?)
            }
        };
        let mut work = Work::default();
        let mut evaluations = 0;
        let mut u = |x: &[Lanes]| {
            evaluations += LANES as u64;
            self.evaluator.evaluate(x, &mut work);
            target.map_or(work.service, |journey| work.journeys[journey])
        };
        let inputs = self.inputs();
        let likely: Vec<Lanes> = inputs.iter().map(|i| [i.distribution.quantile(0.0); LANES]).collect();
        let base = u(&likely)[0];
        let mut drivers: Vec<(usize, Driver)> = Vec::new();
        let mut x = likely.clone();
        // Four inputs a batch, each at both of its ends.
        for (chunk, four) in inputs.chunks(LANES / 2).enumerate() {
            let first = chunk * (LANES / 2);
            for (at, input) in four.iter().enumerate() {
                x[first + at][2 * at] = input.distribution.quantile(-Z95);
                x[first + at][2 * at + 1] = input.distribution.quantile(Z95);
            }
            let found = u(&x);
            for (at, input) in four.iter().enumerate() {
                x[first + at] = likely[first + at];
                let [at_low, at_high] = [found[2 * at], found[2 * at + 1]].map(Unavailability::clamped);
                let driver = Driver { input: input.clone(), at_low, at_high, indices: None };
                // Rounding alone is no effect.
                if driver.swing() > 1e-12 * base {
                    drivers.push((first + at, driver));
                }
            }
            if progress(0.0).is_break() {
                return None;
            }
        }
        order::sort_by(&mut drivers, |a, b| b.1.swing().total_cmp(&a.1.swing()));
        let mut sensitivity = Sensitivity {
            likely: Unavailability::clamped(base),
            drivers: Vec::new(),
            rest: None,
            deviation: 0.0,
            draws: 0,
            evaluations: 0,
            seed: settings.seed,
        };
        if settings.draws > 0 && !drivers.is_empty() {
            let own = settings.drivers.min(drivers.len());
            let mut groups: Vec<Vec<usize>> = drivers[..own].iter().map(|(input, _)| vec![*input]).collect();
            let rest: Vec<usize> =
                (0..inputs.len()).filter(|i| !groups.iter().any(|g| g.contains(i))).collect();
            if !rest.is_empty() {
                groups.push(rest);
            }
            let samples: Vec<[Stream; 2]> =
                inputs.iter().map(|input| Stream::pair(settings.seed, &input.key())).collect();
            let (found, variance) = sobol::indices(
                &samples,
                &groups,
                settings.draws.min(MAX_DRAWS),
                |input, z| inputs[input].values(z),
                |x| u(x).map(|u| libm::log10(u.max(LEAST))),
                progress,
            )?;
            for ((_, driver), indices) in drivers.iter_mut().zip(&found[..own]) {
                driver.indices = *indices;
            }
            sensitivity.rest = found.get(own).copied().flatten();
            sensitivity.deviation = libm::sqrt(variance);
            sensitivity.draws = settings.draws.min(MAX_DRAWS).div_ceil(LANES as u32) * LANES as u32;
        }
        sensitivity.drivers = drivers.into_iter().map(|(_, driver)| driver).collect();
        sensitivity.evaluations = evaluations;
        Some(sensitivity)
    }
}
