//! A row of the catalogue.

use leptos::prelude::*;

use super::Desk;
use super::details::details;
use crate::model::{Choice, Decision};
use crate::quantity::text;
use crate::report::{RiskFigure, RiskRow, budget_share};
use crate::ui::browser::element::{Element, button, el};
use crate::ui::primitives::{Tone, fresh_id, tag, text_input, typed};
use crate::ui::workspace::Offer;

/// The heads of the columns; those of the budgets are their objectives.
pub fn head(desk: Desk) -> Element {
    let column = |name: &str, numeric: bool| {
        let head = el("th").attr("scope", "col").child(name);
        if numeric { head.class("n") } else { head }
    };
    let target = |which: usize| {
        let words = move || {
            desk.ws.plan().with(|plan| {
                let objective = plan.register.targets[which];
                ["of ", &text::percent_available(objective.unavailability())].concat()
            })
        };
        el("th").attr("scope", "col").class("n").child(words)
    };
    el("tr")
        .child(column("Risk", false))
        .child(RiskFigure::ALL.map(|figure| column(figure.name(), true)))
        .child(column("Bad min a year", true))
        .child([0, 1, 2].map(target))
        .child(column("Decision", false))
}

/// A risk: its figures, what it takes of the budgets, what was decided; what else is said of it one step away.
pub fn row(desk: Desk, row: RiskRow) -> Element {
    let open = {
        let row = row.clone();
        Memo::new(move |_| desk.open.with(|open| open.as_ref() == Some(&row)))
    };
    let more = {
        let row = row.clone();
        move || {
            let row = row.clone();
            open.get().then(move || {
                el("tr").class("risk-more").child(el("td").attr("colspan", "10").child(details(desk, row)))
            })
        }
    };
    let gone = {
        let row = row.clone();
        move || desk.of(&row, |risk, _| risk.gone).unwrap_or(true)
    };
    let line = el("tr")
        .class("risk")
        .child(name_cell(desk, &row, open))
        .child(RiskFigure::ALL.map(|figure| figure_cell(desk, &row, figure)))
        .child(bad_cell(desk, &row))
        .child([0, 1, 2].map(|which| share_cell(desk, &row, which)))
        .child(decision_cell(desk, &row));
    el("tbody").attr("data-state", move || if gone() { "gone" } else { "there" }).child(line).child(more)
}

fn name_cell(desk: Desk, row: &RiskRow, open: Memo<bool>) -> Element {
    let name = {
        let row = row.clone();
        move || {
            desk.listed.with(|listed| {
                let (at, risk) = listed.as_deref()?.risk(&row)?;
                Some(format!("{}. {}", at + 1, risk.name))
            })
        }
    };
    let says = {
        let row = row.clone();
        move || {
            desk.of(&row, |risk, _| {
                let words = |word: &'static str| (!word.is_empty()).then_some(word);
                let cause = risk.cause.and_then(|cause| words(cause.name()));
                let owner = risk.owner.and_then(|owner| words(owner.name()));
                let gone = risk.gone.then_some("its failure modes are gone from the plan");
                let by_hand = risk.of.is_empty().then_some("added by hand");
                [cause, owner, by_hand, gone].into_iter().flatten().collect::<Vec<_>>().join(" · ")
            })
        }
    };
    let row = row.clone();
    let toggle = move |_| {
        let now = open.get_untracked();
        desk.open.set((!now).then(|| row.clone()));
    };
    let expander = button("link risk-name")
        .attr("aria-expanded", move || if open.get() { "true" } else { "false" })
        .on_click(toggle)
        .child(name);
    el("th").attr("scope", "row").child(expander).child(el("small").class("muted").child(says))
}

fn figure_cell(desk: Desk, row: &RiskRow, figure: RiskFigure) -> Element {
    let id = fresh_id();
    let shown = {
        let row = row.clone();
        Memo::new(move |_| desk.of(&row, |risk, entry| figure.field_text(risk, entry)).unwrap_or_default())
    };
    let says = {
        let row = row.clone();
        Memo::new(move |_| desk.of(&row, |risk, entry| figure.model_text(risk, entry)).flatten())
    };
    let label = {
        let row = row.clone();
        move || {
            let name = desk.of(&row, |risk, _| risk.name.clone()).unwrap_or_default();
            [figure.name(), " of ", &name].concat()
        }
    };
    let commit = {
        let row = row.clone();
        move |typed: String| {
            let entry = desk.now(&row, |_, entry| figure.typed(entry, &typed));
            match entry {
                Some(Ok(entry)) => desk.say(&row, |old| *old = entry),
                Some(Err(error)) => {
                    desk.ws.say(error.to_string(), Offer::Nothing, true);
                    false
                }
                None => false,
            }
        }
    };
    el("td")
        .class("n")
        .attr("data-label", figure.name())
        .child(el("label").class("visually-hidden").attr("for", &id).child(label))
        .child(text_input(&id, "field-input boxed risk-figure", shown.into(), 40, commit))
        .child(move || {
            let model = says.get()?;
            Some(el("small").class("muted").child(["yours; the model says ", &model].concat()))
        })
}

fn bad_cell(desk: Desk, row: &RiskRow) -> Element {
    let row = row.clone();
    let minutes = move || desk.of(&row, |risk, _| text::duration(risk.bad_minutes));
    el("td").class("n").attr("data-label", "Bad min a year").child(el("strong").child(minutes))
}

fn share_cell(desk: Desk, row: &RiskRow, which: usize) -> Element {
    let row = row.clone();
    let told = Memo::new(move |_| {
        desk.listed.with(|listed| {
            let listed = listed.as_deref()?;
            let (_, risk) = listed.risk(&row)?;
            let budget = &listed.catalogue.budgets[which];
            let label = ["of ", &text::percent_available(budget.objective.unavailability())].concat();
            Some((budget_share(budget, risk.bad_minutes), budget.is_too_big(risk.bad_minutes), label))
        })
    });
    let share = move || told.get().map(|(share, _, _)| share);
    let big = move || told.get().is_some_and(|(_, big, _)| big).then(|| tag("too big", Tone::Bad));
    el("td")
        .class("n")
        .attr("data-label", move || told.get().map(|(_, _, label)| label))
        .child(el("span").child(share))
        .child(big)
}

fn decision_cell(desk: Desk, row: &RiskRow) -> Element {
    let id = fresh_id();
    let now = {
        let row = row.clone();
        Memo::new(move |_| desk.of(&row, |risk, _| risk.decision).unwrap_or_default())
    };
    let label = {
        let row = row.clone();
        move || {
            let name = desk.of(&row, |risk, _| risk.name.clone()).unwrap_or_default();
            ["Decision on ", &name].concat()
        }
    };
    let option = |decision: &Decision| {
        let decision = *decision;
        el("option")
            .attr("value", decision.key())
            .child(decision.name())
            .prop("selected", move || now.get() == decision)
    };
    let options: Vec<Element> = Decision::ALL.iter().map(option).collect();
    let row = row.clone();
    let changed = move |event| {
        if let Some(decision) = Decision::from_key(&typed(&event)) {
            desk.say(&row, |entry| entry.decision = decision);
        }
    };
    let select = el("select")
        .attr("id", &id)
        .class("field-input boxed")
        .attr("data-decision", move || now.get().key())
        .on("change", changed)
        .child(options);
    el("td")
        .attr("data-label", "Decision")
        .child(el("label").class("visually-hidden").attr("for", &id).child(label))
        .child(select)
}
