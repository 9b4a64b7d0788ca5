//! What the page and its worker tell each other.
//!
//! Both sides are the same build, so these shapes may change with it: nothing of them is ever stored.
//! How a design stands to the gates follows from its plan and is worked out again by the reader.

use super::cursor::{Cursor, Fields};
use super::error::{At, Fault, quoted};
use super::json::{Value, parse};
use super::writer::Writer;
use super::{EditV1, WireError, forecast, v2};
use crate::analysis::{Importances, Part, Sensitivity, Share, Simulation, gates, quick_importances};
use crate::economics::{Design, Ladder, NextStep, Point, Progress, Setting, Step};
use crate::model::{Edit, Id, Plan};
use crate::quantity::Unavailability;

/// What is asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum RequestMessage {
    /// A plan's ladder.
    Ladder(Plan),
    /// How sure a plan's answers are: the part of one of several workers.
    Forecast(Plan, Simulation, Share),
    /// What drives the range of the service, or of a journey.
    Drivers(Plan, Option<Id>),
    /// What takes part in how much of what fails.
    TakesPart(Plan),
}

/// What comes back: news while the work lasts, then its end.
#[derive(Clone, Debug, PartialEq)]
pub enum ReplyMessage {
    /// How far the search is.
    Progress(Progress),
    /// How far a forecast, or what drives the range, is.
    Share(f64),
    /// The ladder of nines.
    Ladder(Box<Ladder>),
    /// What a worker has found of a forecast.
    Part(Box<Part>),
    /// What drives the range.
    Drivers(Box<Sensitivity>),
    /// What takes part in how much of what fails.
    TakesPart(Box<Importances>),
    /// Why there is no answer.
    Failed(String),
}

/// Asks for a plan's ladder.
pub fn ladder_request(plan: &Plan) -> String {
    request("ladder", plan, |_| ())
}

/// Asks how sure a plan's answers are.
pub fn forecast_request(plan: &Plan, simulation: Simulation, share: Share) -> String {
    request("forecast", plan, |w| {
        w.key("simulation");
        forecast::write_settings(w, simulation);
        w.key("share");
        forecast::write_share(w, share);
    })
}

/// Asks what drives the range of the service, or of a journey.
pub fn drivers_request(plan: &Plan, journey: Option<Id>) -> String {
    request("drivers", plan, |w| {
        if let Some(journey) = journey {
            w.text("journey", journey.as_str());
        }
    })
}

/// Asks what takes part in how much of what fails.
pub fn takes_part_request(plan: &Plan) -> String {
    request("takes_part", plan, |_| ())
}

fn request(job: &str, plan: &Plan, more: impl FnOnce(&mut Writer)) -> String {
    let mut w = Writer::compact();
    w.open('{');
    w.text("job", job);
    w.key("plan");
    v2::write(&mut w, None, plan);
    more(&mut w);
    w.close('}');
    w.into_text()
}

/// What a text asks for.
pub fn read_request(text: &str) -> Result<RequestMessage, WireError> {
    let read =
        |value: &Value| Cursor::new(value).object(&["job", "plan", "simulation", "share", "journey"], asked);
    parse(text).and_then(|value| read(&value)).map_err(|fault| fault.refusal(text))
}

const JOBS: [&str; 4] = ["ladder", "forecast", "drivers", "takes_part"];

fn asked(request: Fields) -> Result<RequestMessage, Fault> {
    let job = request.need("job", |found| match found.text()? {
        job if JOBS.contains(&job) => Ok(job),
        other => Err(Fault::not_one_of(other, &JOBS)),
    })?;
    let plan = request.need("plan", v2::read)?;
    Ok(match job {
        "forecast" => {
            let simulation = request.need("simulation", forecast::settings)?;
            RequestMessage::Forecast(plan, simulation, request.need("share", forecast::share)?)
        }
        "drivers" => RequestMessage::Drivers(plan, request.optional("journey", journey)?),
        "takes_part" => RequestMessage::TakesPart(plan),
        _ => RequestMessage::Ladder(plan),
    })
}

fn journey(found: Cursor) -> Result<Id, Fault> {
    Id::new(found.text()?).map_err(Fault::new)
}

/// Tells how far the search is.
pub fn progress_reply(progress: &Progress) -> String {
    reply("progress", |w| {
        w.open('{');
        w.whole("designs_tried", progress.designs_tried);
        w.whole("designs_covered", progress.designs_covered);
        w.whole("designs", progress.designs);
        w.list("frontier", &progress.frontier, |w, (cost, u)| {
            w.open('[');
            w.item();
            w.number_value(*cost);
            w.item();
            w.number_value(*u);
            w.close(']');
        });
        w.number("share_done", progress.share_done);
        w.close('}');
    })
}

/// Tells the ladder. An edit that no lever makes has no wire form, so it fails; the search makes no such edit.
pub fn ladder_reply(ladder: &Ladder) -> String {
    let steps = ladder.steps.iter().chain([&ladder.no_worse]);
    if steps.into_iter().any(|step| EditV1::from_edits(&step.edits).is_none()) {
        return failed_reply("the ladder holds an edit that cannot be sent");
    }
    reply("ladder", |w| write_ladder(w, ladder))
}

/// Tells how far a forecast, or what drives the range, is.
pub fn share_reply(share_done: f64) -> String {
    reply("share", |w| w.number_value(share_done))
}

/// Tells what a worker has found of a forecast.
pub fn part_reply(found: &Part) -> String {
    reply("part", |w| forecast::write(w, found))
}

/// Tells what drives the range; `plan` is the plan that was asked about.
pub fn drivers_reply(found: &Sensitivity, plan: &Plan) -> String {
    reply("drivers", |w| forecast::write_drivers(w, found, plan))
}

/// Tells what takes part in how much of what fails: the numbers alone, as both sides know of what; -1 where one is not
/// known.
pub fn takes_part_reply(found: &Importances) -> String {
    reply("takes_part", |w| {
        w.open('[');
        for share in found.fussell_vesely() {
            w.item();
            w.number_value(share.unwrap_or(-1.0));
        }
        w.close(']');
    })
}

/// Tells why there is no answer.
pub fn failed_reply(why: &str) -> String {
    reply("failed", |w| w.quote(why))
}

fn reply(kind: &str, write: impl FnOnce(&mut Writer)) -> String {
    let mut w = Writer::compact();
    w.open('{');
    w.key(kind);
    write(&mut w);
    w.close('}');
    w.into_text()
}

/// The reply in a text; `plan` is the plan that was asked about.
pub fn read_reply(text: &str, plan: &Plan) -> Result<ReplyMessage, WireError> {
    let read = |value: &Value| {
        let (kind, found) = Cursor::new(value).tagged()?;
        let reply = match kind {
            "progress" => progress(found).map(ReplyMessage::Progress),
            "share" => found.number().map(ReplyMessage::Share),
            "ladder" => ladder(found, plan).map(|ladder| ReplyMessage::Ladder(Box::new(ladder))),
            "part" => forecast::read(found, plan).map(|found| ReplyMessage::Part(Box::new(found))),
            "drivers" => forecast::drivers(found, plan).map(|found| ReplyMessage::Drivers(Box::new(found))),
            "takes_part" => takes_part(found, plan).map(|found| ReplyMessage::TakesPart(Box::new(found))),
            "failed" => found.text().map(|why| ReplyMessage::Failed(why.to_owned())),
            other => Err(Fault::new(format_args!("found {}; a reply is needed", quoted(other)))),
        };
        reply.at(kind)
    };
    parse(text).and_then(|value| read(&value)).map_err(|fault| fault.refusal(text))
}

fn takes_part(found: Cursor, plan: &Plan) -> Result<Importances, Fault> {
    let shares = list(found, &mut |found| Ok(Some(found.number()?).filter(|share| *share >= 0.0)))?;
    let number = shares.len();
    let all = quick_importances(plan).and_then(|quick| quick.with_fussell_vesely(&shares));
    all.ok_or_else(|| {
        Fault::new(format_args!("found {number} shares; one for each that is ranked is needed"))
    })
}

fn progress(found: Cursor) -> Result<Progress, Fault> {
    const KNOWN: &[&str] = &["designs_tried", "designs_covered", "designs", "frontier", "share_done"];
    found.object(KNOWN, |progress| {
        let place = |found: Cursor| {
            let mut numbers = found.items()?;
            let mut next = || numbers.next().map_or(Ok(0.0), Cursor::number);
            Ok((next()?, next()?))
        };
        Ok(Progress {
            designs_tried: progress.need("designs_tried", count)?,
            designs_covered: progress.need("designs_covered", count)?,
            designs: progress.need("designs", count)?,
            frontier: list(progress.needed("frontier")?, &mut |found| place(found)).at("frontier")?,
            share_done: progress.need("share_done", Cursor::number)?,
        })
    })
}

pub(super) fn count(found: Cursor) -> Result<u64, Fault> {
    found.whole(u64::MAX)
}

fn write_ladder(w: &mut Writer, ladder: &Ladder) {
    w.open('{');
    w.key("here");
    write_design(w, &ladder.here);
    w.key("no_worse");
    write_step(w, &ladder.no_worse);
    w.list("steps", &ladder.steps, write_step);
    w.number("reach", ladder.reach.get());
    w.list("frontier", &ladder.frontier, write_point);
    w.list("next_steps", &ladder.next_steps, write_next);
    w.whole("designs_tried", ladder.designs_tried);
    w.whole("designs_covered", ladder.designs_covered);
    w.whole("designs", ladder.designs);
    w.optional_number("value_per_hour", ladder.value_per_hour);
    if let Some(stop) = ladder.stop {
        w.whole("stop", stop as u64);
    }
    w.close('}');
}

fn ladder(found: Cursor, plan: &Plan) -> Result<Ladder, Fault> {
    found.object(
        &[
            "here",
            "no_worse",
            "steps",
            "reach",
            "frontier",
            "next_steps",
            "designs_tried",
            "designs_covered",
            "designs",
            "value_per_hour",
            "stop",
        ],
        |ladder| {
            let steps = list(ladder.needed("steps")?, &mut |found| step(found, plan)).at("steps")?;
            let stop = ladder.optional("stop", count)?.map(|stop| stop as usize);
            if let Some(stop) = stop.filter(|stop| *stop >= steps.len()) {
                let what = format_args!("found {stop}; the index of one of {} steps is needed", steps.len());
                return Err(Fault::new(what)).at("stop");
            }
            Ok(Ladder {
                here: design(ladder.needed("here")?, plan).at("here")?,
                no_worse: step(ladder.needed("no_worse")?, plan).at("no_worse")?,
                steps,
                reach: ladder.need("reach", unavailability)?,
                designs_tried: ladder.need("designs_tried", count)?,
                designs_covered: ladder.need("designs_covered", count)?,
                frontier: list(ladder.needed("frontier")?, &mut point).at("frontier")?,
                next_steps: list(ladder.needed("next_steps")?, &mut next).at("next_steps")?,
                designs: ladder.need("designs", count)?,
                value_per_hour: ladder.optional("value_per_hour", Cursor::number)?,
                stop,
            })
        },
    )
}

pub(super) fn list<'a, T>(
    found: Cursor<'a>,
    read: &mut dyn FnMut(Cursor<'a>) -> Result<T, Fault>,
) -> Result<Vec<T>, Fault> {
    let items = found.items()?.enumerate();
    items.map(|(index, item)| read(item).map_err(|fault| fault.within_item(index))).collect()
}

pub(super) fn unavailability(found: Cursor) -> Result<Unavailability, Fault> {
    Ok(Unavailability::new(found.number()?)?)
}

fn write_point(w: &mut Writer, point: &Point) {
    w.open('{');
    w.number("unavailability", point.unavailability.get());
    w.number("cost_per_month", point.cost_per_month);
    w.whole("structure", point.setting.structure as u64);
    w.list("levels", &point.setting.levels, |w, level| w.whole_value((*level).into()));
    w.close('}');
}

fn point(found: Cursor) -> Result<Point, Fault> {
    found.object(&["unavailability", "cost_per_month", "structure", "levels"], |point| {
        let level = &mut |found: Cursor| Ok(found.whole(u8::MAX.into())? as u8);
        Ok(Point {
            unavailability: point.need("unavailability", unavailability)?,
            cost_per_month: point.need("cost_per_month", Cursor::number)?,
            setting: Setting {
                structure: point.need("structure", count)? as usize,
                levels: list(point.needed("levels")?, level).at("levels")?,
            },
        })
    })
}

fn write_next(w: &mut Writer, step: &NextStep) {
    w.open('{');
    let edits = EditV1::from_edits(&step.edits).unwrap_or_default();
    w.list("edits", &edits, |w, edit| edit.write(w));
    w.list("takes", &step.takes, |w, words| w.quote(words));
    w.number("unavailability", step.unavailability.get());
    w.number("cost_per_month", step.cost_per_month);
    w.number("saves_per_year", step.saves_per_year);
    w.number("costs_more", step.costs_more);
    w.close('}');
}

fn next(found: Cursor) -> Result<NextStep, Fault> {
    let known = &["edits", "takes", "unavailability", "cost_per_month", "saves_per_year", "costs_more"];
    found.object(known, |step| {
        Ok(NextStep {
            edits: list(step.needed("edits")?, &mut |found| EditV1::read(found)?.checked()).at("edits")?,
            takes: step.need("takes", lines)?,
            unavailability: step.need("unavailability", unavailability)?,
            cost_per_month: step.need("cost_per_month", Cursor::number)?,
            saves_per_year: step.need("saves_per_year", Cursor::number)?,
            costs_more: step.need("costs_more", Cursor::number)?,
        })
    })
}

fn write_design(w: &mut Writer, design: &Design) {
    w.open('{');
    w.number("unavailability", design.unavailability.get());
    w.number("cost_per_month", design.cost_per_month);
    w.close('}');
}

/// A design; `plan` is the plan with its edits applied.
fn design(found: Cursor, plan: &Plan) -> Result<Design, Fault> {
    found.object(&["unavailability", "cost_per_month"], |design| {
        let unavailability = design.need("unavailability", unavailability)?;
        let cost_per_month = design.need("cost_per_month", Cursor::number)?;
        Ok(Design { unavailability, cost_per_month, gates: gates(plan, Some(unavailability)) })
    })
}

fn write_step(w: &mut Writer, step: &Step) {
    w.open('{');
    w.number("target_nines", step.target_nines);
    w.key("design");
    write_design(w, &step.design);
    w.optional_number("ratio", step.ratio);
    w.optional_number("ratio_per_nine", step.ratio_per_nine);
    // Whoever begins a ladder has seen that there is a form of every edit.
    let edits = EditV1::from_edits(&step.edits).unwrap_or_default();
    w.list("edits", &edits, |w, edit| edit.write(w));
    w.number("at_least", step.at_least);
    w.list("takes", &step.takes, |w, words| w.quote(words));
    w.list("beyond_below", &step.beyond_below, |w, words| w.quote(words));
    w.close('}');
}

fn step(found: Cursor, plan: &Plan) -> Result<Step, Fault> {
    found.object(
        &["target_nines", "design", "ratio", "ratio_per_nine", "edits", "at_least", "takes", "beyond_below"],
        |step| {
            let edits: Vec<Edit> =
                list(step.needed("edits")?, &mut |found| EditV1::read(found)?.checked()).at("edits")?;
            let plan = plan.apply(&Edit::Batch(edits.clone())).map_err(Fault::new).at("edits")?;
            Ok(Step {
                target_nines: step.need("target_nines", Cursor::number)?,
                design: design(step.needed("design")?, &plan).at("design")?,
                ratio: step.optional("ratio", Cursor::number)?,
                ratio_per_nine: step.optional("ratio_per_nine", Cursor::number)?,
                edits,
                at_least: step.need("at_least", Cursor::number)?,
                takes: step.need("takes", lines)?,
                beyond_below: step.need("beyond_below", lines)?,
            })
        },
    )
}

fn lines(found: Cursor) -> Result<Vec<String>, Fault> {
    list(found, &mut |found| Ok(found.text()?.to_owned()))
}
