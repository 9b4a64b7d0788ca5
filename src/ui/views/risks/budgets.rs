//! The three budgets side by side.

use leptos::prelude::*;

use super::Desk;
use crate::analysis::RiskBudget;
use crate::model::Edit;
use crate::quantity::Probability;
use crate::quantity::text::{self, Readable};
use crate::report::left_words;
use crate::slo::Objective;
use crate::ui::browser::element::{Element, el};
use crate::ui::chart::table::region;
use crate::ui::primitives::{fresh_id, text_field, text_input};
use crate::ui::workspace::Offer;

/// What is told of a budget.
type Told = fn(&RiskBudget) -> String;

/// The three budgets, what is accepted, and what one risk may take.
pub fn budgets(desk: Desk) -> Element {
    let rows: [(&str, Told); 4] = [
        ("Budget a year", |budget| text::duration(budget.budget_minutes)),
        ("Accepted", |budget| text::duration(budget.accepted_minutes)),
        ("Left to accept", left_words),
        ("Too big for one risk", |budget| format!("over {}", text::duration(budget.too_big_minutes))),
    ];
    let row = |(name, told): (&'static str, Told)| {
        let cell = move |which: usize| {
            let budget = move || desk.listed.with(|l| l.as_deref().map(|l| l.catalogue.budgets[which]));
            let state =
                move || budget().is_some_and(|b| name == "Left to accept" && b.unallocated_minutes < 0.0);
            el("td").class("n").class_if("bad", state).child(move || budget().map(|budget| told(&budget)))
        };
        el("tr").child(el("th").attr("scope", "row").child(name)).child([0, 1, 2].map(cell))
    };
    let head = el("tr")
        .child(el("th").attr("scope", "col").child("Held against"))
        .child([0, 1, 2].map(|which| target(desk, which)));
    let table = el("table")
        .class("numbers risk-budgets")
        .child(el("thead").child(head))
        .child(el("tbody").child(rows.map(row)));
    let share = desk.ws.derive(|plan| text::field_text(plan.register.too_big));
    let set = move |typed: String| match Probability::read(&typed) {
        Ok(share) => desk.ws.dispatch(Edit::SetTooBig(share)),
        Err(error) => {
            desk.ws.say(error.to_string(), Offer::Nothing, true);
            false
        }
    };
    let sums = move || {
        desk.listed.with(|listed| {
            let catalogue = &listed.as_deref()?.catalogue;
            let all = text::duration(catalogue.bad_minutes);
            let found = text::duration(catalogue.found_bad_minutes);
            Some(match all == found {
                true => format!("All risks together: {all} a year, which is what the model finds."),
                false => format!("All risks together: {all} a year; the model alone finds {found}."),
            })
        })
    };
    el("section")
        .class("panel")
        .attr("aria-label", "Budgets")
        .child(region("Three budgets side by side", table))
        .child(el("div").class("spread").child(el("p").class("muted").child(sums)).child(text_field(
            "One risk may take of a budget",
            share.into(),
            20,
            set,
        )))
}

/// An objective, to change.
fn target(desk: Desk, which: usize) -> Element {
    let id = fresh_id();
    let shown = desk.ws.derive(move |plan| text::field_text(plan.register.targets[which].share()));
    let set = move |typed: String| match Objective::read(&typed) {
        Ok(objective) => desk.ws.dispatch(Edit::SetRiskTarget(which, objective)),
        Err(error) => {
            desk.ws.say(error.to_string(), Offer::Nothing, true);
            false
        }
    };
    let label = format!("Objective {} that risks are held against", which + 1);
    el("th")
        .class("n")
        .attr("scope", "col")
        .child(el("label").class("visually-hidden").attr("for", &id).child(label))
        .child(text_input(&id, "field-input boxed risk-target", shown.into(), 20, set))
}
