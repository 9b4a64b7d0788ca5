//! What was promised over a period, what that allows, and what the plan takes of it.

use leptos::prelude::*;

use super::desk::{asked, use_promise};
use crate::analysis::BUDGET_PERIODS;
use crate::model::{Id, Number, Plan};
use crate::report::{budget_table, budget_words};
use crate::slo::Period;
use crate::ui::browser::element::{Element, el};
use crate::ui::chart::data_table;
use crate::ui::primitives::{Offered, labelled_number_field, segmented};
use crate::ui::workspace::Workspace;

/// The section.
pub fn objectives(ws: Workspace) -> Element {
    let desk = use_promise();
    let budgets = desk.budgets();
    let offered = BUDGET_PERIODS.map(|period| Offered::new(period.name(), period.name())).to_vec();
    let current = Signal::derive(move || desk.period.get().name().to_owned());
    let choose = move |key: String| {
        if let Some(period) = Period::ALL.into_iter().find(|period| period.name() == key) {
            desk.period.set(period);
        }
    };
    let hours =
        asked("Hours that count", "Mon-Fri 8-18; blank: every hour", desk.hours, move || desk.hours_wrong());
    let settings = el("div")
        .class("promise-terms")
        .child(
            el("div")
                .class("field")
                .child(el("span").class("field-label").child("Promised over"))
                .child(segmented("Promised over", offered, current, choose)),
        )
        .child(hours);
    let words = move || budgets.with(|budgets| budget_words(budgets, desk.period.get()));
    let none = move || {
        budgets.with(Vec::is_empty).then(|| el("p").class("note").child("No journey has an answer yet."))
    };
    let table = move || {
        let period = desk.period.get();
        budgets.with(|budgets| (!budgets.is_empty()).then(|| data_table(budget_table(budgets, Some(period)))))
    };
    // A journey that is renamed is another row: its name is the label of its field.
    let named = |plan: &Plan| plan.journeys.iter().map(|j| (j.id, j.name.clone())).collect::<Vec<_>>();
    let journeys = ws.derive(named);
    let promise = move |(id, name): (Id, String)| labelled_number_field(ws, Number::Objective(id), &name);
    let promises = el("div")
        .class("promise-objectives")
        .attr("role", "group")
        .attr("aria-label", "Objectives")
        .each(move || journeys.get(), promise);
    el("section")
        .class("panel stack")
        .attr("aria-labelledby", "promise-objectives")
        .child(el("h2").attr("id", "promise-objectives").child("Objectives and budgets"))
        .child(settings)
        .child(el("p").child(words))
        .child(none)
        .child(table)
        .child(promises)
        .child(el("p").class("muted").child(
            "Expected is the model's long-run mean; one outage is a full one of mean length, at the worst time. \
             Outages are taken to begin at any hour alike.",
        ))
}
