//! The frontier, the next best steps, and the cheapest way to an objective.

use std::sync::Arc;

use leptos::prelude::*;

use crate::economics::{NextStep, Space, Step};
use crate::model::{Edit, Plan};
use crate::quantity::text::{duration, percent_available, read_objective};
use crate::quantity::{Quantity, Unavailability};
use crate::report::{
    cash, distance_words, frontier_figure, frontier_points, grouped, next_step_words, next_table, proof_words,
};
use crate::ui::browser::element::{Element, button, el};
use crate::ui::chart::chart;
use crate::ui::chart::table::{amount, names, region};
use crate::ui::ladder::{Found, LadderDesk};
use crate::ui::primitives::text_field;
use crate::ui::workspace::Workspace;

/// The most steps that are listed.
const STEPS: usize = 12;

/// How far a search is, with the frontier so far.
pub fn growing(ws: Workspace, desk: LadderDesk) -> Element {
    let words = move || {
        desk.counts.get().map(|(covered, designs, evaluated)| {
            format!(
                "{} of {} designs covered, {} evaluated; {} left.",
                grouped(covered),
                grouped(designs),
                grouped(evaluated),
                grouped(designs.saturating_sub(covered))
            )
        })
    };
    let so_far = move || {
        let points = desk.so_far.get();
        (!points.is_empty()).then(|| chart(ws.peek(|plan| frontier_figure(plan, &points, None))))
    };
    el("div").class("panel stack search-news").child(el("p").class("muted small").child(words)).child(so_far)
}

/// What a search has found beside its ladder.
pub fn found(ws: Workspace, found: &Arc<Found>, stale: Memo<bool>) -> Element {
    let Found { plan, ladder } = &**found;
    let here = (ladder.here.cost_per_month, ladder.here.unavailability.get());
    let figure = frontier_figure(plan, &frontier_points(ladder), Some(here));
    let frontier = el("section")
        .class("panel stack")
        .attr("aria-labelledby", "frontier-title")
        .child(el("h2").attr("id", "frontier-title").child("Frontier"))
        .child(el("p").child(distance_words(plan, ladder)))
        .child(el("p").class("muted small").child(proof_words(ladder)))
        .child(chart(figure));
    el("div")
        .class("frontier-found")
        .attr("data-state", move || if stale.get() { "stale" } else { "fresh" })
        .child(frontier)
        .child(el("div").class("stack").child(cheapest(ws, found, stale)).child(next(ws, found, stale)))
}

/// The next best steps, each with a button that takes it.
fn next(ws: Workspace, found: &Arc<Found>, stale: Memo<bool>) -> Element {
    let Found { plan, ladder } = &**found;
    let steps: Vec<&NextStep> = ladder.next_steps.iter().take(STEPS).collect();
    let head = next_table(plan, &[]).columns.iter().map(|column| column.name).collect::<Vec<_>>();
    let apply = el("th").attr("scope", "col").child(el("span").class("visually-hidden").child("apply"));
    let ends: Vec<String> = head
        .iter()
        .enumerate()
        .map(|(i, name)| if i > 0 { format!(">{name}") } else { (*name).to_owned() })
        .collect();
    let ends: Vec<&str> = ends.iter().map(String::as_str).collect();
    let rows: Vec<Element> = steps.iter().map(|step| row(ws, plan, step, stale)).collect();
    let table = el("table")
        .class("data-table next-table")
        .child(el("thead").child(names(&ends).child(apply)))
        .child(el("tbody").child(rows));
    let says = "One lever each, from the plan as it is: the largest saving of bad time for the money first.";
    let none =
        ladder.next_steps.is_empty().then(|| el("p").class("note").child("No single lever makes it better."));
    el("section")
        .class("panel stack")
        .attr("aria-labelledby", "next-title")
        .child(el("h2").attr("id", "next-title").child("Next best step"))
        .child(el("p").class("muted small").child(says))
        .child(none)
        .child((!steps.is_empty()).then(|| region("Next best steps", table)))
}

fn row(ws: Workspace, plan: &Plan, step: &NextStep, stale: Memo<bool>) -> Element {
    let [saved, more, ratio] = next_step_words(plan, step);
    let takes = step.takes.join(", ");
    el("tr")
        .child(el("th").attr("scope", "row").child(takes.as_str()))
        .child(amount(saved))
        .child(amount(more))
        .child(amount(ratio))
        .child(el("td").child(apply(ws, &format!("Apply step: {takes}"), step.edits.clone(), stale)))
}

fn apply(ws: Workspace, label: &str, edits: Vec<Edit>, stale: Memo<bool>) -> Element {
    button("button")
        .attr("aria-label", label)
        .attr("title", label)
        .attr("disabled", move || stale.get())
        .on_click(move |_| ws.dispatch_with_undo(Edit::Batch(edits.clone())))
        .child("Apply")
}

/// The objective of the journey that asks for most, as it stands in its field.
fn strictest(plan: &Plan) -> String {
    let most = plan.journeys.iter().map(|j| j.objective.share().get()).fold(0.0, f64::max);
    let text = format!("{:.6}", 100.0 * most);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The cheapest way to an objective: a field, and the list of what it takes.
fn cheapest(ws: Workspace, found: &Arc<Found>, stale: Memo<bool>) -> Element {
    let asked = RwSignal::new(strictest(&found.plan));
    let wrong = RwSignal::new(None::<String>);
    let commit = move |text: String| match read_objective(&text) {
        Ok(_) => {
            wrong.set(None);
            asked.set(text);
            true
        }
        Err(error) => {
            wrong.set(Some(error.to_string()));
            false
        }
    };
    let field = text_field("Objective, percent", asked.into(), 20, commit);
    let found = Arc::clone(found);
    let answer = move || {
        let objective = read_objective(&asked.get()).ok()?;
        Some(way(ws, &found, Unavailability::of_objective(objective), stale))
    };
    el("section")
        .class("panel stack")
        .attr("aria-labelledby", "cheapest-title")
        .child(el("h2").attr("id", "cheapest-title").child("Cheapest way to an objective"))
        .child(field)
        .child(
            el("p")
                .class("note bad")
                .attr("hidden", move || wrong.get().is_none())
                .child(move || wrong.get()),
        )
        .child(el("div").class("stack cheapest-way").attr("aria-live", "polite").child(answer))
}

fn way(ws: Workspace, found: &Found, limit: Unavailability, stale: Memo<bool>) -> Element {
    let Found { plan, ladder } = found;
    let step = Space::of(plan).ok().and_then(|space| ladder.cheapest_at(plan, &space, limit));
    let asked = percent_available(limit);
    let Some(Step { design, takes, edits, .. }) = step else {
        let most = percent_available(ladder.reach);
        let words = format!(
            "{asked} is out of reach: within the levers and constraints users get {most} at most. Allow more levers, or ask for less."
        );
        return el("p").class("note warn").child(words);
    };
    let says = format!(
        "{asked}: {} for {} a month, {} of bad time a year.",
        percent_available(design.unavailability),
        cash(plan, design.cost_per_month),
        duration(design.unavailability.bad_minutes_per_year())
    );
    let items: Vec<Element> = takes.iter().map(|words| el("li").child(words.as_str())).collect();
    let list = match items.is_empty() {
        true => el("p").child("The plan as it is: nothing is to change."),
        false => el("ul").child(items),
    };
    let apply =
        (!edits.is_empty()).then(|| apply(ws, &format!("Apply the cheapest way to {asked}"), edits, stale));
    el("div").class("stack").child(el("p").child(says)).child(list).child(apply)
}
