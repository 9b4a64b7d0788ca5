//! How sure an answer is: the bands of what is known as ranges, and what users live through; as one job, or parted
//! among workers.
//!
//! Each worker takes a [`Share`] of the chunks of a simulation, the first one the bands as well; what they find are
//! [`Part`]s, which a [`Gathering`] puts together. Tallies merge exactly, so the forecast has the same bits however
//! many workers there are and in whatever order they tell.

use core::ops::ControlFlow;

use super::analyse::analyse;
use super::outcome::Analysis;
use super::simulate::{Asked, Simulation, SimulationAnswer, SimulationError, Simulator};
use super::uncertainty::{DEFAULT_DRAWS, DEFAULT_SEED, UncertainPlan, Uncertainty};
use crate::engine::simulate::Tally;
use crate::model::{Finding, Plan, Severity};

/// What a forecast has found: more and more until [`share_done`](Self::share_done) is 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    /// The share of the work that is done.
    pub share_done: f64,
    /// The bands, when they are there.
    pub bands: Option<Uncertainty>,
    /// The simulation of the years so far; nothing before the first chunk.
    pub simulation: Option<SimulationAnswer>,
}

/// Which part of a forecast: that of one of several workers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    index: u32,
    of: u32,
}

/// What one worker has found so far.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The share of its work that is done.
    pub share_done: f64,
    /// The bands: of the first worker, when it has them.
    pub bands: Option<Uncertainty>,
    /// What its chunks say.
    pub tally: Tally,
}

/// News of a part.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PartNews<'a> {
    /// The share of its work that is done.
    Share(f64),
    /// What is known so far: after the first chunk, then the bands, then after 2, 4, 8 and so on chunks.
    SoFar(&'a Part),
}

/// The years that take about as long as the bands: what the first worker simulates less than the others.
const BANDS_YEARS: u64 = 4_000;

impl Share {
    /// The most workers that a forecast is parted among.
    pub const MOST: u32 = 8;
    /// All of it.
    pub const WHOLE: Self = Self { index: 0, of: 1 };

    /// The share of a worker, counted from 0; `None` for a worker that is not among them, for none, or for more than
    /// eight.
    pub fn new(index: u32, of: u32) -> Option<Self> {
        (index < of && of <= Self::MOST).then_some(Self { index, of })
    }

    /// Which worker, counted from 0.
    pub fn index(self) -> u32 {
        self.index
    }

    /// Of how many.
    pub fn of(self) -> u32 {
        self.of
    }

    /// How much work each worker has, in chunks, and the chunks of this one. Each chunk in turn goes to whoever has
    /// least, the bands being a part of the first one's work.
    fn deal(self, simulation: Simulation) -> (Vec<u64>, Vec<u64>) {
        let mut work = vec![0; self.of as usize];
        work[0] = (BANDS_YEARS / simulation.chunk_years()).max(1);
        let mut own = Vec::new();
        for chunk in 0..simulation.chunks() {
            let least = (0..work.len()).min_by_key(|worker| work[*worker]).unwrap_or_default();
            work[least] += 1;
            if least == self.index as usize {
                own.push(chunk);
            }
        }
        (work, own)
    }
}

/// Does one worker's part of a forecast with the default draws. `news` stops the job by breaking.
///
/// Its first chunk comes before the bands: it takes less, and something is shown soon.
pub fn forecast(
    plan: &Plan,
    simulation: Simulation,
    share: Share,
    news: &mut dyn FnMut(PartNews) -> ControlFlow<()>,
) -> Result<Part, SimulationError> {
    let mut tell = |found: PartNews| match news(found) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(SimulationError::Stopped),
    };
    tell(PartNews::Share(0.0))?;
    let (work, chunks) = share.deal(simulation);
    let mut found = Part { share_done: 0.0, bands: None, tally: Tally::default() };
    let mut bands_to_come = share.index == 0;
    let all = work[share.index as usize].max(1) as f64;
    let for_bands = all - chunks.len() as f64;
    let mut simulator = match chunks.is_empty() {
        true => None,
        false => Some(Simulator::of(plan, simulation)?),
    };
    let mut chunks = chunks.into_iter();
    let mut done = 0u64;
    loop {
        if let (Some(simulator), Some(chunk)) = (&mut simulator, chunks.next()) {
            found.tally.merge(&simulator.run_chunk(chunk));
            done += 1;
        }
        let before = done as f64 / all;
        if bands_to_come {
            found.share_done = before;
            if done > 0 {
                tell(PartNews::SoFar(&found))?;
            }
            bands_to_come = false;
            found.bands =
                Some(bands(plan, &mut |part| tell(PartNews::Share(before + part * for_bands / all)))?);
        }
        let behind = if share.index == 0 { for_bands } else { 0.0 };
        found.share_done = (done as f64 + behind) / all;
        match chunks.len() {
            0 => break,
            _ if done.is_power_of_two() => tell(PartNews::SoFar(&found))?,
            _ => tell(PartNews::Share(found.share_done))?,
        }
    }
    found.share_done = 1.0;
    Ok(found)
}

fn bands(
    plan: &Plan,
    tell: &mut dyn FnMut(f64) -> Result<(), SimulationError>,
) -> Result<Uncertainty, SimulationError> {
    let analysis = analyse(plan);
    let Some(uncertain) = UncertainPlan::of(plan, &analysis) else {
        let error = |finding: &Finding| finding.severity == Severity::Error;
        return Err(SimulationError::NoAnswer(analysis.findings.into_iter().filter(error).collect()));
    };
    let mut told = |share| match tell(share) {
        Ok(()) => ControlFlow::Continue(()),
        Err(_) => ControlFlow::Break(()),
    };
    uncertain.bands(DEFAULT_DRAWS, DEFAULT_SEED, &mut told).ok_or(SimulationError::Stopped)
}

/// The parts of a forecast, as they come in.
#[derive(Clone, Debug)]
pub struct Gathering {
    asked: Asked,
    /// How much work each worker has.
    work: Vec<u64>,
    shares: Vec<f64>,
    bands: Option<Uncertainty>,
    tallies: Vec<Tally>,
}

impl Gathering {
    /// A forecast that is parted among workers, 1 to [`Share::MOST`], of a plan with the analysis that it has.
    pub fn of(
        plan: &Plan,
        analysis: &Analysis,
        simulation: Simulation,
        workers: u32,
    ) -> Result<Self, SimulationError> {
        let asked = Asked::of(plan, simulation, analysis)?;
        let workers = workers.clamp(1, Share::MOST);
        let (work, _) = Share { index: 0, of: workers }.deal(simulation);
        let number = work.len();
        Ok(Self {
            asked,
            work,
            shares: vec![0.0; number],
            bands: None,
            tallies: vec![Tally::default(); number],
        })
    }

    /// Each worker's share.
    pub fn shares(&self) -> impl Iterator<Item = Share> + use<> {
        let of = self.work.len() as u32;
        (0..of).map(move |index| Share { index, of })
    }

    /// Hears how far a worker is; how far all are.
    pub fn hear(&mut self, share: Share, done: f64) -> f64 {
        if let Some(known) = self.shares.get_mut(share.index as usize) {
            *known = known.max(done);
        }
        if self.shares.iter().all(|share| *share >= 1.0) {
            return 1.0;
        }
        let all: u64 = self.work.iter().sum();
        let done: f64 = self.shares.iter().zip(&self.work).map(|(share, work)| share * *work as f64).sum();
        done / all.max(1) as f64
    }

    /// Takes what a worker has found, in place of what it had found before; what all have found.
    pub fn take(&mut self, share: Share, part: Part) -> Forecast {
        let share_done = self.hear(share, part.share_done);
        if let Some(tally) = self.tallies.get_mut(share.index as usize) {
            *tally = part.tally;
        }
        if part.bands.is_some() {
            self.bands = part.bands;
        }
        let mut tally = Tally::default();
        self.tallies.iter().for_each(|own| tally.merge(own));
        Forecast {
            share_done,
            bands: self.bands.clone(),
            simulation: (tally.chunks > 0).then(|| self.asked.answer(&tally)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Ranges, simulate, uncertainty};
    use crate::model::templates::worked_example;
    use crate::slo::Period;

    fn simulation(years: u64) -> Simulation {
        Simulation::new(years, 1, Period::Days30.length(), None).unwrap()
    }

    #[test]
    fn a_forecast_is_the_bands_and_the_simulation_to_the_bit_for_any_number_of_workers() {
        let plan = worked_example();
        let analysis = analyse(&plan);
        for (ranges, years) in Ranges::ALL.into_iter().zip([200, 30]) {
            let simulation = simulation(years).with_ranges(ranges);
            let alone = simulate(&plan, simulation, &mut |_| ControlFlow::Continue(())).unwrap();
            let bands = uncertainty(&plan, &analysis);
            for workers in 1..=8 {
                let mut gathering = Gathering::of(&plan, &analysis, simulation, workers).unwrap();
                let mut told = 0.0;
                let mut last = None;
                // The last worker ends first.
                for share in gathering.shares().collect::<Vec<_>>().into_iter().rev() {
                    let mut parts = Vec::new();
                    let part = forecast(&plan, simulation, share, &mut |news| {
                        if let PartNews::SoFar(part) = news {
                            parts.push(part.clone());
                        }
                        ControlFlow::Continue(())
                    });
                    for part in parts.into_iter().chain([part.unwrap()]) {
                        assert!(last.is_none_or(|last: Forecast| last.share_done < 1.0));
                        let found = gathering.take(share, part);
                        assert!(found.share_done >= told, "{workers}: {} after {told}", found.share_done);
                        told = found.share_done;
                        last = Some(found);
                    }
                }
                let found = last.unwrap();
                assert_eq!((found.share_done, &found.bands), (1.0, &bands), "{workers}");
                assert_eq!(found.simulation.as_ref(), Some(&alone), "{workers}");
            }
        }
    }

    #[test]
    fn every_chunk_is_dealt_once_and_the_work_evenly() {
        for years in [1, 30, 200, 10_000, 1_000_000] {
            for of in 1..=Share::MOST {
                let shares = (0..of).map(|index| Share::new(index, of).unwrap());
                let mut all: Vec<u64> = Vec::new();
                for share in shares {
                    all.extend(share.deal(simulation(years)).1);
                }
                let chunks = all.len() as u64;
                assert_eq!(chunks, simulation(years).chunks());
                let sum: u64 = all.into_iter().sum();
                assert_eq!(sum, chunks * (chunks - 1) / 2);
            }
        }
        let (work, first) = Share::WHOLE.deal(simulation(10_000));
        assert_eq!((work, first.len()), (vec![140], 100));
        assert_eq!(Share::new(0, 3).unwrap().deal(simulation(10_000)).0, [47, 47, 46]);
        assert_eq!([Share::new(1, 1), Share::new(0, 0), Share::new(0, 9)], [None; 3]);
    }

    #[test]
    fn a_forecast_stops_wherever_it_is_told() {
        for most in [1, 2, 3, 70] {
            let mut told = 0;
            let found = forecast(&worked_example(), simulation(40), Share::WHOLE, &mut |_| {
                told += 1;
                if told == most { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            });
            assert_eq!((found, told), (Err(SimulationError::Stopped), most));
        }
    }

    #[test]
    fn the_first_chunk_is_told_before_the_bands() {
        let mut seen = Vec::new();
        let found = forecast(&worked_example(), simulation(40), Share::WHOLE, &mut |news| {
            if let PartNews::SoFar(part) = news {
                seen.push((part.tally.chunks, part.bands.is_some()));
            }
            ControlFlow::Continue(())
        });
        assert_eq!(found.unwrap().tally.chunks, 40);
        assert_eq!(seen, [(1, false), (1, true), (2, true), (4, true), (8, true), (16, true), (32, true)]);
    }
}
