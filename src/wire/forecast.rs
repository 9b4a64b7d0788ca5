//! How sure the answers are, between a page and its workers: bands, parts of a simulation, what drives the range.
//!
//! Both sides have the plan, so names, inputs and what stands in its order are not sent; samples never are.

use super::cursor::{Cursor, Fields};
use super::error::{At, Fault};
use super::message::{count, list, unavailability};
use super::tally;
use super::writer::Writer;
use crate::analysis::{
    Band, Driver, Hours, Part, Ranges, Sensitivity, Share, Simulation, UncertainPlan, Uncertainty, analyse,
};
use crate::engine::sobol::Indices;
use crate::model::Plan;
use crate::quantity::{Duration, Quantity, Unavailability};

/// Writes what a worker has found of a forecast.
pub(super) fn write(w: &mut Writer, found: &Part) {
    w.open('{');
    w.number("share_done", found.share_done);
    if let Some(bands) = &found.bands {
        w.key("bands");
        write_bands(w, bands);
    }
    w.key("tally");
    tally::write(w, &found.tally);
    w.close('}');
}

/// What a worker has found of a forecast of `plan`.
pub(super) fn read(found: Cursor, plan: &Plan) -> Result<Part, Fault> {
    found.object(&["share_done", "bands", "tally"], |part| {
        let bands = part.given("bands").map(|found| bands(found, plan).at("bands"));
        Ok(Part {
            share_done: part.need("share_done", Cursor::number)?,
            bands: bands.transpose()?,
            tally: part.need("tally", tally::read)?,
        })
    })
}

/// Writes which part of a forecast is asked for.
pub(super) fn write_share(w: &mut Writer, share: Share) {
    w.open('[');
    for number in [share.index(), share.of()] {
        w.item();
        w.whole_value(number.into());
    }
    w.close(']');
}

/// Which part of a forecast is asked for.
pub(super) fn share(found: Cursor) -> Result<Share, Fault> {
    let mut number = |found: Cursor| found.whole(u32::MAX.into()).map(|number| number as u32);
    let numbers = list(found, &mut number)?;
    let share = match numbers[..] {
        [index, of] => Share::new(index, of),
        _ => None,
    };
    let needed = "a worker and how many there are, at most 8, are needed";
    share.ok_or_else(|| Fault::new(format_args!("found {numbers:?}; {needed}")))
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
