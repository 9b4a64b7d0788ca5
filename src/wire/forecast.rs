//! How sure the answers are, between a page and its worker: bands, a simulation, what drives the range.
//!
//! Both sides have the plan, so names, inputs and what stands in its order are not sent; samples never are.

use super::cursor::{Cursor, Fields};
use super::error::{At, Fault};
use super::message::{count, list, unavailability};
use super::writer::Writer;
use crate::analysis::{
    Band, Driver, Forecast, Hours, Ranges, Sensitivity, Simulated, SimulatedJourney, SimulatedWindow,
    Simulation, SimulationAnswer, UncertainPlan, Uncertainty, analyse,
};
use crate::engine::sobol::Indices;
use crate::model::{Id, Plan};
use crate::quantity::{Duration, Probability, Quantity, Unavailability};
use crate::slo::Objective;

/// Writes what a forecast has found.
pub(super) fn write(w: &mut Writer, found: &Forecast) {
    w.open('{');
    w.number("share_done", found.share_done);
    w.key("bands");
    write_bands(w, &found.bands);
    if let Some(answer) = &found.simulation {
        w.key("simulation");
        write_answer(w, answer);
    }
    w.close('}');
}

/// What a forecast of `plan` has found.
pub(super) fn read(found: Cursor, plan: &Plan) -> Result<Forecast, Fault> {
    found.object(&["share_done", "bands", "simulation"], |forecast| {
        let simulation = forecast.given("simulation").map(|found| answer(found, plan).at("simulation"));
        Ok(Forecast {
            share_done: forecast.need("share_done", Cursor::number)?,
            bands: bands(forecast.needed("bands")?, plan).at("bands")?,
            simulation: simulation.transpose()?,
        })
    })
}

/// Writes what to simulate.
pub(super) fn write_settings(w: &mut Writer, simulation: Simulation) {
    w.open('{');
    w.whole("years", simulation.years());
    w.whole("seed", simulation.seed());
    w.number("window_minutes", simulation.window().minutes());
    if let Some(responders) = simulation.responders() {
        w.whole("responders", u64::from(responders));
    }
    w.text("ranges", simulation.ranges().key());
    w.text("hours", simulation.hours().key());
    w.close('}');
}

/// What to simulate.
pub(super) fn settings(found: Cursor) -> Result<Simulation, Fault> {
    found.object(&["years", "seed", "window_minutes", "responders", "ranges", "hours"], |settings| {
        let (years, seed) = (settings.need("years", count)?, settings.need("seed", count)?);
        let responders = settings.optional("responders", |found| found.whole(u64::from(u32::MAX)))?;
        let window = settings.need("window_minutes", minutes)?;
        let responders = responders.map(|responders| responders as u32);
        let ranges = settings.need("ranges", |found| one_of(found, Ranges::ALL, Ranges::key))?;
        let hours = settings.need("hours", |found| one_of(found, Hours::ALL, Hours::key))?;
        let simulation = Simulation::new(years, seed, window, responders).map_err(Fault::new)?;
        simulation.with_ranges(ranges).with_hours(hours).map_err(Fault::new)
    })
}

/// The one of two choices that is called so.
fn one_of<T: Copy>(found: Cursor, all: [T; 2], key: fn(T) -> &'static str) -> Result<T, Fault> {
    let name = found.text()?;
    let keys = all.map(key);
    all.into_iter().find(|one| key(*one) == name).ok_or_else(|| Fault::not_one_of(name, &keys))
}

fn minutes(found: Cursor) -> Result<Duration, Fault> {
    Ok(Duration::new(found.number()?)?)
}

fn probability(found: Cursor) -> Result<Probability, Fault> {
    Ok(Probability::new(found.number()?)?)
}

fn write_bands(w: &mut Writer, bands: &Uncertainty) {
    let write_band = |w: &mut Writer, band: Option<Band>| {
        w.open('[');
        for u in band.into_iter().flat_map(|band| [band.p5, band.p50, band.p95]) {
            w.item();
            w.number_value(u.get());
        }
        w.close(']');
    };
    w.open('{');
    w.key("service");
    write_band(w, bands.service);
    if let Some(worst) = bands.worst {
        w.whole("worst", worst as u64);
    }
    w.key("journeys");
    w.open('[');
    for (_, band) in &bands.journeys {
        w.item();
        write_band(w, *band);
    }
    w.close(']');
    w.whole("inputs", bands.inputs as u64);
    w.whole("draws", u64::from(bands.draws));
    w.whole("seed", bands.seed);
    w.close('}');
}

fn bands(found: Cursor, plan: &Plan) -> Result<Uncertainty, Fault> {
    found.object(&["service", "worst", "journeys", "inputs", "draws", "seed"], |bands| {
        let journeys = list(bands.needed("journeys")?, &mut band).at("journeys")?;
        same_number(journeys.len(), plan.journeys.len()).at("journeys")?;
        Ok(Uncertainty {
            service: bands.need("service", band)?,
            worst: bands.optional("worst", count)?.map(|worst| worst as usize),
            journeys: plan.journeys.iter().map(|journey| journey.id).zip(journeys).collect(),
            inputs: bands.need("inputs", count)? as usize,
            draws: bands.need("draws", |found| found.whole(u64::from(u32::MAX)))? as u32,
            seed: bands.need("seed", count)?,
        })
    })
}

/// Three percentiles, or an empty list where there is no band.
fn band(found: Cursor) -> Result<Option<Band>, Fault> {
    match list(found, &mut unavailability)?[..] {
        [] => Ok(None),
        [p5, p50, p95] => Ok(Some(Band { p5, p50, p95 })),
        ref other => Err(wrong_number(other.len(), 3)),
    }
}

fn same_number(found: usize, needed: usize) -> Result<(), Fault> {
    if found == needed { Ok(()) } else { Err(wrong_number(found, needed)) }
}

fn wrong_number(found: usize, needed: usize) -> Fault {
    Fault::new(format_args!("found {found} items; {needed} are needed"))
}

fn write_answer(w: &mut Writer, answer: &SimulationAnswer) {
    w.open('{');
    w.number("years", answer.years);
    w.key("settings");
    write_settings(w, answer.simulation);
    w.whole("failures", answer.failures);
    if let Some(service) = &answer.service {
        w.key("service");
        write_simulated(w, service);
    }
    w.list("journeys", &answer.journeys, |w, journey| {
        w.open('{');
        w.text("id", journey.id.as_str());
        w.key("simulated");
        write_simulated(w, &journey.simulated);
        w.close('}');
    });
    w.close('}');
}

fn answer(found: Cursor, plan: &Plan) -> Result<SimulationAnswer, Fault> {
    found.object(&["years", "settings", "failures", "service", "journeys"], |answer| {
        let mut journey = |found: Cursor| {
            found.object(&["id", "simulated"], |journey| {
                let id = journey.need("id", |found| Id::new(found.text()?).map_err(Fault::new))?;
                let Some(known) = plan.journey(id) else {
                    return Err(Fault::new("found no journey of the plan; one is needed")).at("id");
                };
                let simulated = journey.need("simulated", simulated)?;
                Ok(SimulatedJourney { id, name: known.name.clone(), simulated })
            })
        };
        Ok(SimulationAnswer {
            years: answer.need("years", Cursor::number)?,
            simulation: answer.need("settings", settings)?,
            failures: answer.need("failures", count)?,
            service: answer.optional("service", simulated)?,
            journeys: list(answer.needed("journeys")?, &mut journey).at("journeys")?,
        })
    })
}

fn write_simulated(w: &mut Writer, simulated: &Simulated) {
    w.open('{');
    w.number("objective", simulated.objective.share().get());
    w.number("exact", simulated.exact.get());
    w.number("unavailability", simulated.unavailability.get());
    w.optional_number("standard_error", simulated.standard_error);
    w.optional_number("low", simulated.interval.map(|interval| interval.0.get()));
    w.optional_number("high", simulated.interval.map(|interval| interval.1.get()));
    w.optional_number("z", simulated.z);
    w.list("windows", &simulated.windows, write_window);
    w.whole("asked", simulated.asked as u64);
    w.key("exceedance");
    write_numbers(w, simulated.exceedance.iter().flat_map(|(minutes, chance)| [*minutes, *chance]));
    w.number("worst_year_minutes", simulated.worst_year_minutes);
    w.close('}');
}

const SIMULATED: [&str; 11] = [
    "objective",
    "exact",
    "unavailability",
    "standard_error",
    "low",
    "high",
    "z",
    "windows",
    "asked",
    "exceedance",
    "worst_year_minutes",
];

fn simulated(found: Cursor) -> Result<Simulated, Fault> {
    found.object(&SIMULATED, |simulated| {
        let windows = list(simulated.needed("windows")?, &mut window).at("windows")?;
        let asked = simulated.need("asked", count)? as usize;
        if asked >= windows.len() {
            return Err(wrong_number(windows.len(), asked + 1)).at("windows");
        }
        let ends = (simulated.optional("low", unavailability)?, simulated.optional("high", unavailability)?);
        let points = list(simulated.needed("exceedance")?, &mut Cursor::number).at("exceedance")?;
        Ok(Simulated {
            objective: simulated
                .need("objective", |found| Objective::new(probability(found)?).map_err(Fault::new))?,
            exact: simulated.need("exact", unavailability)?,
            unavailability: simulated.need("unavailability", unavailability)?,
            standard_error: simulated.optional("standard_error", Cursor::number)?,
            interval: ends.0.zip(ends.1),
            z: simulated.optional("z", Cursor::number)?,
            windows,
            asked,
            exceedance: points.chunks_exact(2).map(|point| (point[0], point[1])).collect(),
            worst_year_minutes: simulated.need("worst_year_minutes", Cursor::number)?,
        })
    })
}

fn write_window(w: &mut Writer, window: &SimulatedWindow) {
    w.open('{');
    w.number("length", window.length.minutes());
    w.whole("count", window.count);
    w.whole("kept", window.kept);
    w.number("chance", window.chance_of_meeting.get());
    w.number("low", window.interval.0.get());
    w.number("high", window.interval.1.get());
    w.number("controlled", window.controlled.get());
    w.number("mean", window.mean_minutes);
    w.number("deviation", window.deviation_minutes);
    w.key("percentiles");
    write_numbers(w, window.percentiles_minutes.into_iter());
    w.number("worst", window.worst_minutes);
    w.close('}');
}

const WINDOW: [&str; 11] = [
    "length",
    "count",
    "kept",
    "chance",
    "low",
    "high",
    "controlled",
    "mean",
    "deviation",
    "percentiles",
    "worst",
];

fn window(found: Cursor) -> Result<SimulatedWindow, Fault> {
    found.object(&WINDOW, |window| {
        let percentiles = list(window.needed("percentiles")?, &mut Cursor::number).at("percentiles")?;
        let number = percentiles.len();
        Ok(SimulatedWindow {
            length: window.need("length", minutes)?,
            count: window.need("count", count)?,
            kept: window.need("kept", count)?,
            chance_of_meeting: window.need("chance", probability)?,
            interval: (window.need("low", probability)?, window.need("high", probability)?),
            controlled: window.need("controlled", probability)?,
            mean_minutes: window.need("mean", Cursor::number)?,
            deviation_minutes: window.need("deviation", Cursor::number)?,
            percentiles_minutes: percentiles.try_into().map_err(|_| wrong_number(number, 5))?,
            worst_minutes: window.need("worst", Cursor::number)?,
        })
    })
}

fn write_numbers(w: &mut Writer, numbers: impl Iterator<Item = f64>) {
    w.open('[');
    for number in numbers {
        w.item();
        w.number_value(number);
    }
    w.close(']');
}

/// Writes what drives the range of `plan`: an input is its place among those of the plan.
pub(super) fn write_drivers(w: &mut Writer, found: &Sensitivity, plan: &Plan) {
    let uncertain = UncertainPlan::of(plan, &analyse(plan));
    let inputs = uncertain.as_ref().map_or(&[][..], |uncertain| uncertain.inputs());
    w.open('{');
    w.number("likely", found.likely.get());
    w.key("drivers");
    w.open('[');
    for driver in &found.drivers {
        let Some(input) = inputs.iter().position(|input| *input == driver.input) else { continue };
        w.item();
        w.open('{');
        w.whole("input", input as u64);
        w.number("at_low", driver.at_low.get());
        w.number("at_high", driver.at_high.get());
        write_indices(w, driver.indices);
        w.close('}');
    }
    w.close(']');
    write_indices(w, found.rest);
    w.number("deviation", found.deviation);
    w.whole("draws", u64::from(found.draws));
    w.whole("evaluations", found.evaluations);
    w.whole("seed", found.seed);
    w.close('}');
}

/// What drives the range of `plan`.
pub(super) fn drivers(found: Cursor, plan: &Plan) -> Result<Sensitivity, Fault> {
    let uncertain = UncertainPlan::of(plan, &analyse(plan));
    let inputs = uncertain.as_ref().map_or(&[][..], |uncertain| uncertain.inputs());
    let mut driver = |found: Cursor| {
        found.object(&["input", "at_low", "at_high", "first_order", "total"], |driver| {
            let input = driver.need("input", count)? as usize;
            let Some(input) = inputs.get(input).cloned() else {
                let what =
                    format_args!("found {input}; the index of one of {} inputs is needed", inputs.len());
                return Err(Fault::new(what)).at("input");
            };
            let (at_low, at_high): (Unavailability, Unavailability) =
                (driver.need("at_low", unavailability)?, driver.need("at_high", unavailability)?);
            Ok(Driver { input, at_low, at_high, indices: indices(driver)? })
        })
    };
    let known = &["likely", "drivers", "first_order", "total", "deviation", "draws", "evaluations", "seed"];
    found.object(known, |found| {
        Ok(Sensitivity {
            likely: found.need("likely", unavailability)?,
            drivers: list(found.needed("drivers")?, &mut driver).at("drivers")?,
            rest: indices(found)?,
            deviation: found.need("deviation", Cursor::number)?,
            draws: found.need("draws", |found| found.whole(u64::from(u32::MAX)))? as u32,
            evaluations: found.need("evaluations", count)?,
            seed: found.need("seed", count)?,
        })
    })
}

fn write_indices(w: &mut Writer, indices: Option<Indices>) {
    w.optional_number("first_order", indices.map(|indices| indices.first_order));
    w.optional_number("total", indices.map(|indices| indices.total));
}

fn indices(of: Fields) -> Result<Option<Indices>, Fault> {
    let first_order = of.optional("first_order", Cursor::number)?;
    let total = of.optional("total", Cursor::number)?;
    Ok(first_order.zip(total).map(|(first_order, total)| Indices { first_order, total }))
}
