//! Risks: everything that spends the budget, ranked against three objectives, and what was decided about it.

mod budgets;
mod details;
mod row;
mod sheet;

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;

use crate::analysis::{Risk, RiskCatalogue, risk_catalogue};
use crate::model::{Choice, Decision, Edit, Id, Plan, RiskEntry};
use crate::quantity::{Duration, Estimate, MINUTES_PER_YEAR, Probability, Provenance, Quantity};
use crate::report::{RiskOrder, RiskRow, risk_row, shown};
use crate::ui::browser::dom;
use crate::ui::browser::element::{Element, button, el};
use crate::ui::primitives::{Offered, choose, fresh_id, typed};
use crate::ui::results::use_analysis;
use crate::ui::workspace::{Workspace, use_workspace};

/// How many rows are made at a time: as many as take one frame.
const AT_ONCE: usize = 40;

/// The catalogue of the open plan, and where each row of it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    /// The catalogue.
    pub catalogue: RiskCatalogue,
    places: BTreeMap<RiskRow, usize>,
}

/// What the parts of the view share.
#[derive(Clone, Copy)]
pub struct Desk {
    /// The document.
    pub ws: Workspace,
    /// The catalogue; `None` while the service has no answer.
    pub listed: Memo<Option<Arc<Listed>>>,
    /// The row that is open.
    pub open: RwSignal<Option<RiskRow>>,
}

impl Listed {
    fn of(plan: &Plan, analysis: &crate::analysis::Analysis) -> Option<Self> {
        let catalogue = risk_catalogue(plan, analysis)?;
        let places =
            catalogue.risks.iter().enumerate().map(|(at, risk)| (risk_row(plan, risk), at)).collect();
        Some(Self { catalogue, places })
    }

    /// The risk of a row, and its place when the one with the most bad minutes is the first.
    pub fn risk(&self, row: &RiskRow) -> Option<(usize, &Risk)> {
        let at = *self.places.get(row)?;
        Some((at, self.catalogue.risks.get(at)?))
    }

    /// The rows at some places.
    fn rows(&self, places: &[usize]) -> Vec<RiskRow> {
        let mut rows: Vec<Option<RiskRow>> = vec![None; self.catalogue.risks.len()];
        for (row, at) in &self.places {
            rows[*at] = Some(row.clone());
        }
        places.iter().filter_map(|at| rows.get_mut(*at)?.take()).collect()
    }
}

impl Desk {
    /// Something about the risk of a row; nothing when it is gone.
    pub fn of<T>(self, row: &RiskRow, f: impl FnOnce(&Risk, &RiskEntry) -> T) -> Option<T> {
        self.listed.with(|listed| {
            let (_, risk) = listed.as_deref()?.risk(row)?;
            Some(self.ws.plan().with(|plan| f(risk, &risk.spoken(plan))))
        })
    }

    /// The same without following it.
    pub fn now<T>(self, row: &RiskRow, f: impl FnOnce(&Risk, &RiskEntry) -> T) -> Option<T> {
        untrack(|| self.of(row, f))
    }

    /// Changes what is said of a risk, as one step.
    pub fn say(self, row: &RiskRow, change: impl FnOnce(&mut RiskEntry)) -> bool {
        let entry = self.now(row, |_, entry| entry.clone());
        let Some(mut entry) = entry else { return false };
        change(&mut entry);
        self.ws.dispatch(Edit::SetRisk(Box::new(entry)))
    }
}

/// The view.
pub fn risks() -> Element {
    let ws = use_workspace();
    let analysis = use_analysis();
    let listed = Memo::new(move |_| {
        analysis.with(|analysis| ws.plan().with(|plan| Listed::of(plan, analysis).map(Arc::new)))
    });
    let desk = Desk { ws, listed, open: RwSignal::new(None) };
    let words = "The model writes this catalogue: each kind of failure that spends the budget is a row. Change what you \
                 know better, decide what is accepted and what gets fixed, add what the model cannot know.";
    let head = el("div")
        .class("spread")
        .child(el("h1").child("Risks"))
        .child(el("div").class("row").child(sheet::buttons(desk)));
    let there = Memo::new(move |_| listed.with(Option::is_some));
    let body = move || match there.get() {
        true => el("div").class("risks-body").child(budgets::budgets(desk)).child(list(desk)),
        false => el("p").class("note").child(
            "There is no catalogue yet: the plan has findings that prevent an answer. Design shows them.",
        ),
    };
    el("section").class("view risks").child(head).child(el("p").class("muted").child(words)).child(body)
}

/// The rows, with what is shown of them and in which order.
fn list(desk: Desk) -> Element {
    let words = RwSignal::new(String::new());
    let decision = RwSignal::new(None::<Decision>);
    let by = RwSignal::new(RiskOrder::BadMinutes);
    let limit = RwSignal::new(AT_ONCE);
    let places = Memo::new(move |_| {
        desk.listed.with(|listed| {
            let catalogue = &listed.as_deref()?.catalogue;
            Some(words.with(|words| shown(catalogue, words, decision.get(), by.get())))
        })
    });
    let count = move || places.with(|places| places.as_ref().map_or(0, Vec::len));
    let rows = move || {
        let limit = limit.get();
        let shown = places.with(|places| places.iter().flatten().copied().take(limit).collect::<Vec<_>>());
        desk.listed.with(|listed| listed.as_deref().map(|listed| listed.rows(&shown)).unwrap_or_default())
    };
    let more = move || count().saturating_sub(limit.get());
    let some_more = Memo::new(move |_| more() > 0);
    let more_button = move || {
        let words = move || format!("Show {} more of {}", more().min(AT_ONCE), count());
        button("button").on_click(move |_| limit.update(|limit| *limit += AT_ONCE)).child(words)
    };
    // What is scrolled to the end goes on by itself.
    let scrolled = move |event: leptos::ev::Event| {
        if dom::is_scrolled_to_end(&event) && untrack(more) > 0 {
            limit.update(|limit| *limit += AT_ONCE);
        }
    };
    let status = move || {
        let all = desk.listed.with(|listed| listed.as_deref().map_or(0, |l| l.catalogue.risks.len()));
        match count() {
            shown if shown == all => format!("{all} risks"),
            shown => format!("{shown} of {all} risks"),
        }
    };
    let reset = move || limit.set(AT_ONCE);
    let head = el("div")
        .class("risks-tools")
        .child(search(words, reset))
        .child(choose(
            "Decision",
            core::iter::once(Offered::new("", "any")).chain(Offered::all::<Decision>()).collect(),
            Signal::derive(move || decision.get().map_or_else(String::new, |d| d.key().to_owned())),
            move |key| {
                decision.set(Decision::from_key(&key));
                reset();
            },
        ))
        .child(choose(
            "Order by",
            RiskOrder::ALL.iter().map(|(_, key, name)| Offered::new(*key, *name)).collect(),
            Signal::derive(move || by.get().key().to_owned()),
            move |key| {
                by.set(RiskOrder::from_key(&key).unwrap_or(RiskOrder::BadMinutes));
                reset();
            },
        ))
        .child(el("p").class("muted small").attr("role", "status").child(status))
        .child(button("button primary").on_click(move |_| add(desk, words)).child("Add a risk"));
    let table = el("table")
        .class("risks-table")
        .child(el("thead").child(row::head(desk)))
        .each(rows, move |key| row::row(desk, key));
    let scroll = el("div")
        .class("risks-scroll")
        .attr("tabindex", "0")
        .attr("role", "region")
        .attr("aria-label", "Risks, ranked")
        .on("scroll", scrolled)
        .child(table)
        .child(move || some_more.get().then(more_button));
    let empty = Memo::new(move |_| count() == 0);
    let nothing = move || {
        empty.get().then(|| el("p").class("note").child("No risk has these words and this decision."))
    };
    el("section")
        .class("panel risks-list")
        .attr("aria-label", "Catalogue of risks")
        .child(head)
        .child(scroll)
        .child(nothing)
}

fn search(words: RwSignal<String>, changed: impl Fn() + 'static) -> Element {
    let id = fresh_id();
    let input = el("input")
        .attr("id", &id)
        .class("field-input boxed")
        .attr("type", "search")
        .attr("autocomplete", "off")
        .attr("placeholder", "words of a name, cause or owner")
        .prop("value", move || words.get())
        .on("input", move |event| {
            words.set(typed(&event));
            changed();
        });
    el("div")
        .class("field")
        .child(el("label").class("field-label").attr("for", &id).child("Find"))
        .child(input)
}

/// Adds a risk by hand: an hour for everybody once in ten years, until somebody says better.
fn add(desk: Desk, words: RwSignal<String>) {
    let assumed = || Provenance::new(crate::quantity::Basis::Default, "assumption: replace it");
    let time = |minutes: f64| Some(Estimate::point(Duration::clamped(minutes), assumed()));
    let name = "New risk";
    let id: Id = desk.ws.peek(|plan| plan.new_risk_id(name, &[]));
    let entry = RiskEntry {
        name: name.to_owned(),
        detect: time(10.0),
        mitigate: time(50.0),
        share: Some(Estimate::point(Probability::ONE, assumed())),
        between: time(10.0 * MINUTES_PER_YEAR),
        ..RiskEntry::new(id, Vec::new())
    };
    words.set(String::new());
    if desk.ws.dispatch(Edit::SetRisk(Box::new(entry))) {
        desk.open.set(Some(RiskRow::Entry(id)));
    }
}
