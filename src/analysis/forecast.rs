//! How sure an answer is, in one go: the bands of what is known as ranges, then what users live through.

use core::ops::ControlFlow;

use super::analyse::analyse;
use super::simulate::{Simulation, SimulationAnswer, SimulationError, Simulator};
use super::uncertainty::{DEFAULT_DRAWS, DEFAULT_SEED, UncertainPlan, Uncertainty};
use crate::engine::simulate::Tally;
use crate::model::{Finding, Plan, Severity};

/// What a forecast has found: more and more until [`share_done`](Self::share_done) is 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    /// The share of the work that is done.
    pub share_done: f64,
    /// The bands.
    pub bands: Uncertainty,
    /// The simulation of the years so far; nothing before its first chunk.
    pub simulation: Option<SimulationAnswer>,
}

/// News of a forecast.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ForecastNews<'a> {
    /// The share of the work that is done.
    Share(f64),
    /// What is known so far: the bands, then the simulation after 1, 2, 4, 8 and so on chunks.
    SoFar(&'a Forecast),
}

/// The share of the work that the bands are taken for.
const BANDS: f64 = 0.1;

/// The bands of a plan with the default draws, then its simulation. `news` stops the job by breaking.
pub fn forecast(
    plan: &Plan,
    simulation: Simulation,
    news: &mut dyn FnMut(ForecastNews) -> ControlFlow<()>,
) -> Result<Forecast, SimulationError> {
    if news(ForecastNews::Share(0.0)).is_break() {
        return Err(SimulationError::Stopped);
    }
    let analysis = analyse(plan);
    let Some(uncertain) = UncertainPlan::of(plan, &analysis) else {
        let error = |finding: &Finding| finding.severity == Severity::Error;
        return Err(SimulationError::NoAnswer(analysis.findings.into_iter().filter(error).collect()));
    };
    let mut told = |share: f64| news(ForecastNews::Share(share * BANDS));
    let bands = uncertain.bands(DEFAULT_DRAWS, DEFAULT_SEED, &mut told).ok_or(SimulationError::Stopped)?;
    let mut found = Forecast { share_done: BANDS, bands, simulation: None };
    if news(ForecastNews::SoFar(&found)).is_break() {
        return Err(SimulationError::Stopped);
    }
    let mut simulator = Simulator::of(plan, simulation)?;
    let mut tally = Tally::default();
    let chunks = simulation.chunks();
    for chunk in 0..chunks {
        tally.merge(&simulator.run_chunk(chunk));
        let done = chunk + 1;
        found.share_done = BANDS + (1.0 - BANDS) * (done as f64 / chunks as f64);
        let flow = if done == chunks || done.is_power_of_two() {
            found.simulation = Some(simulator.answer(&tally));
            if done == chunks { ControlFlow::Continue(()) } else { news(ForecastNews::SoFar(&found)) }
        } else {
            news(ForecastNews::Share(found.share_done))
        };
        if flow.is_break() {
            return Err(SimulationError::Stopped);
        }
    }
    found.share_done = 1.0;
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{simulate, uncertainty};
    use crate::model::templates::worked_example;
    use crate::slo::Period;

    #[test]
    fn a_forecast_is_the_bands_and_the_simulation_to_the_bit() {
        let plan = worked_example();
        let simulation = Simulation::new(200, 1, Period::Days30.length(), None).unwrap();
        let (mut shares, mut years) = (Vec::new(), Vec::new());
        let found = forecast(&plan, simulation, &mut |news| {
            match news {
                ForecastNews::Share(share) => shares.push(share),
                ForecastNews::SoFar(found) => years.push(found.simulation.as_ref().map(|s| s.years)),
            }
            ControlFlow::Continue(())
        })
        .unwrap();
        assert_eq!(Some(&found.bands), uncertainty(&plan, &analyse(&plan)).as_ref());
        let alone = simulate(&plan, simulation, &mut |_| ControlFlow::Continue(())).unwrap();
        assert_eq!((found.simulation, found.share_done), (Some(alone), 1.0));
        assert!(shares.is_sorted() && shares.iter().all(|share| *share < 1.0));
        assert_eq!(
            years,
            [None, Some(2.0), Some(4.0), Some(8.0), Some(16.0), Some(32.0), Some(64.0), Some(128.0)]
        );
    }

    #[test]
    fn a_forecast_stops_wherever_it_is_told() {
        let simulation = Simulation::new(40, 1, Period::Days30.length(), None).unwrap();
        for most in [1, 3, 70] {
            let mut told = 0;
            let found = forecast(&worked_example(), simulation, &mut |_| {
                told += 1;
                if told == most { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            });
            assert_eq!((found, told), (Err(SimulationError::Stopped), most));
        }
    }
}
