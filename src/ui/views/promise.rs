//! Promise: how sure it is that what was promised is kept, window by window, how bad years get, and what to learn
//! more about; then what is promised: budgets, alerts, the policy, and files for other tools.

mod alerts;
mod desk;
mod drivers;
mod handover;
mod imported;
mod objectives;
mod settings;

use std::sync::Arc;

use leptos::prelude::*;

use crate::analysis::SimulationAnswer;
use crate::model::{Id, Plan};
use crate::report::{
    ALL_TOGETHER, chance_table, engines_words, exceedance_figure, minutes_figure, minutes_table,
    promise_interval_words, promise_words, simulated_of, simulated_words, worst_words, years_words,
};
use crate::ui::browser::element::{Element, Parts, el, parts};
use crate::ui::chart::{chart, data_table};
use crate::ui::forecast::{About, ForecastDesk, State, use_forecast};
use crate::ui::primitives::{Offered, choose};
use crate::ui::workspace::{Workspace, use_workspace};

pub use desk::PromiseDesk;

type Found = Option<Arc<About<SimulationAnswer>>>;

type Tell = fn(&About<SimulationAnswer>, Option<Id>) -> Option<Parts>;

/// The view.
pub fn promise() -> Element {
    let (ws, desk) = (use_workspace(), use_forecast());
    let state = Memo::new(move |_| desk.simulation_state(ws));
    let found = Memo::new(move |_| desk.simulation.get());
    let subject = subject(ws);
    let head = el("div").class("spread").child(el("h1").child("Promise")).child(journey_choice(ws));
    // What can have the focus is not made anew for every part of a simulation: the last whole one stays until the
    // next is done, or stopped.
    let settled = Memo::new(move |before: Option<&Found>| {
        let (now, running) = (found.get(), desk.progress.with(Option::is_some));
        match before.cloned().flatten() {
            Some(before) if running => Some(before),
            _ => now,
        }
    });
    let behind = Memo::new(move |_| match settled.get() == found.get() {
        true => state.get(),
        false => Some(State::Stale),
    });
    let found_part = |found: Memo<Found>, state: Memo<Option<State>>, tell: Tell| {
        el("div")
            .class("promise-found")
            .attr("data-state", move || state.get().map_or("none", State::key))
            .child(move || found.get().and_then(|found| tell(&found, subject.get())))
    };
    el("section")
        .class("view promise")
        .child(head)
        .child(found_part(found, state, answered))
        .child(run_panel(ws, desk, state))
        .child(found_part(settled, behind, told))
        .child(drivers::drivers(ws, desk, subject))
        .child(objectives::objectives(ws))
        .child(alerts::alerts(ws, subject))
        .child(handover::policy_text(ws))
        .child(handover::files_for_others(ws))
}

/// The journey that is looked at, when it is still there.
fn subject(ws: Workspace) -> Memo<Option<Id>> {
    Memo::new(move |_| ws.journey.get().filter(|id| ws.plan().with(|plan| plan.journey(*id).is_some())))
}

/// What a journey, or all of them, are called.
fn name_of(plan: &Plan, journey: Option<Id>) -> String {
    let name = journey.and_then(|id| plan.journey(id)).map(|journey| journey.name.clone());
    name.unwrap_or_else(|| ALL_TOGETHER.to_owned())
}

fn journey_choice(ws: Workspace) -> Element {
    let journeys = ws.derive(|plan| plan.journeys.iter().map(|j| (j.id, j.name.clone())).collect::<Vec<_>>());
    let current = Signal::derive(move || {
        ws.journey.get().map_or_else(String::new, |journey| journey.as_str().to_owned())
    });
    el("div").class("promise-journey").child(move || {
        let mut offered = vec![Offered::new("", ALL_TOGETHER)];
        offered.extend(journeys.get().into_iter().map(|(id, name)| Offered::new(id.as_str(), name)));
        choose("Look at", offered, current, move |key| ws.journey.set(Id::new(&key).ok()))
    })
}

/// How the work stands, and what is simulated.
fn run_panel(ws: Workspace, desk: ForecastDesk, state: Memo<Option<State>>) -> Element {
    let running = Memo::new(move |_| desk.progress.with(Option::is_some));
    let news = move || match state.get() {
        Some(State::Stale) => "Of the plan before the last change, or of other settings.".to_owned(),
        Some(State::Growing | State::Fresh) => desk.simulation.with(|found| {
            found.as_ref().map_or_else(String::new, |found| {
                let (years, all) = (found.found.years, found.found.simulation.years() as f64);
                match years < all - 0.5 {
                    true => format!("{} of {} so far.", years_words(years), years_words(all)),
                    false => simulated_words(years, found.found.simulation),
                }
            })
        }),
        None if running.get() => "Working it out…".to_owned(),
        None => "Nothing is simulated yet.".to_owned(),
    };
    let failed = move || desk.failed.get().map(|why| el("p").class("note bad").child(why));
    let status = el("div")
        .class("row")
        .child(el("p").class("muted").attr("role", "status").child(news))
        .child(move || running.get().then(|| progress(desk)));
    el("div")
        .class("panel stack")
        .child(status)
        .child(el("div").attr("aria-live", "polite").child(failed))
        .child(settings::settings(ws, desk, running))
}

fn progress(desk: ForecastDesk) -> Element {
    let share = move || desk.progress.get().unwrap_or_default().to_string();
    el("progress").attr("max", "1").attr("value", share).attr("aria-label", "Forecast")
}

/// The answer in a sentence.
fn answered(found: &About<SimulationAnswer>, journey: Option<Id>) -> Option<Parts> {
    let simulated = simulated_of(&found.found, journey)?;
    let who = if journey.is_some() { name_of(&found.plan, journey) } else { "This plan".to_owned() };
    let sentence = el("div")
        .class("panel promise-answer")
        .child(el("p").class("promise-sentence").child(promise_words(&who, simulated)))
        .child(el("p").class("muted").child(promise_interval_words(simulated)));
    Some(parts(sentence))
}

/// Everything that stands behind it.
fn told(found: &About<SimulationAnswer>, journey: Option<Id>) -> Option<Parts> {
    let answer = &found.found;
    let simulated = simulated_of(answer, journey)?;
    let name = name_of(&found.plan, journey);
    let chances = el("section")
        .class("panel stack")
        .child(el("h2").child("Chance of keeping the promise"))
        .child(data_table(chance_table(answer)));
    let minutes = el("section")
        .class("panel stack")
        .child(el("h2").child("Bad minutes, window by window"))
        .child(chart(minutes_figure(&name, simulated)));
    let percentiles = el("div").class("panel").child(data_table(minutes_table(simulated)));
    let years = el("section")
        .class("panel stack")
        .child(el("h2").child("Bad years"))
        .child(el("p").child(worst_words(answer, simulated)))
        .child(chart(exceedance_figure(&name, simulated)));
    let engines = el("section")
        .class("panel stack")
        .child(el("h2").child("Against the exact engine"))
        .child(engines_words(simulated).into_iter().map(|words| el("p").child(words)).collect::<Vec<_>>());
    let charts = el("div").class("promise-charts").child([minutes, years]);
    Some(parts([chances, charts, percentiles, engines]))
}
