//! Why a headline is what it is: the formula with this plan's values, its inputs, and who contributes.

use leptos::prelude::*;

use crate::analysis::{Sentence, Words};
use crate::model::Place;
use crate::quantity::{Probability, Quantity, text};
use crate::report::{Cell, Contributions, Input, Inputs, Line, Reasons, Topic, range_note};
use crate::ui::browser::element::{Element, button, el};
use crate::ui::forecast::{State, use_forecast};
use crate::ui::ladder::use_ladder;
use crate::ui::primitives::{Tone, dialog, meter};
use crate::ui::results::{use_analysis, use_cost};
use crate::ui::views::View;
use crate::ui::workspace::{Workspace, use_workspace};

/// The open question.
#[derive(Clone, Copy)]
pub struct Why {
    topic: RwSignal<Topic>,
    open: RwSignal<bool>,
}

impl Why {
    /// Nothing is asked.
    pub fn new() -> Self {
        Self { topic: RwSignal::new(Topic::Users), open: RwSignal::new(false) }
    }

    /// Asks why.
    pub fn ask(self, topic: Topic) {
        self.topic.set(topic);
        self.open.set(true);
    }
}

impl Default for Why {
    fn default() -> Self {
        Self::new()
    }
}

/// The dialog that answers.
pub fn why_dialog(why: Why) -> Element {
    let ws = use_workspace();
    let (analysis, cost, desk) = (use_analysis(), use_cost(), use_ladder());
    let forecast = use_forecast();
    dialog(
        move || why.topic.get().title().to_owned(),
        why.open,
        move || {
            let (topic, plan, found) = (why.topic.get(), ws.plan().get(), desk.fresh(ws));
            let ladder = found.as_ref().map(|found| &found.ladder);
            let mut told =
                analysis.with(|analysis| cost.with(|cost| Reasons::of(topic, &plan, analysis, cost, ladder)));
            // Not followed: what is read here shall not be made anew when the worker has its answer.
            let fresh = untrack(|| forecast.bands_state(ws) == Some(State::Fresh));
            let band = forecast.bands.with_untracked(|bands| bands.as_ref()?.found.service);
            told.notes.extend(band.filter(|_| fresh).and_then(|band| range_note(topic, band)));
            shown(ws, why, topic, told)
        },
    )
}

fn shown(ws: Workspace, why: Why, topic: Topic, told: Reasons) -> Vec<Element> {
    // Without a formula, what is told is that there is none.
    let tone = (!told.formula.is_empty()).then_some("muted");
    let about = el("p").attr("class", tone).child(told.about);
    let mut all = vec![about];
    if !told.formula.is_empty() {
        all.push(el("dl").class("formula").child(told.formula.into_iter().map(line).collect::<Vec<_>>()));
    }
    all.extend(told.notes.into_iter().map(|note| el("p").child(note)));
    all.extend(listed(told.list_title, told.list));
    all.extend(more(ws, why, topic));
    all.extend(told.inputs.map(|told| inputs(ws, why, told)));
    all.extend(told.contributions.into_iter().map(contributions));
    all
}

fn line((words, values): Line) -> Element {
    el("div").child(el("dt").child(words)).child(el("dd").child(values))
}

fn listed(title: Option<&'static str>, sentences: Vec<Sentence>) -> Option<Element> {
    let words = |words: Words| match words {
        Words::Plain(text) => el("span").child(text),
        Words::Strong(text) => el("span").class("strong").child(text),
    };
    let item = |sentence: Sentence| el("li").child(sentence.0.into_iter().map(words).collect::<Vec<_>>());
    let items: Vec<Element> = sentences.into_iter().map(item).collect();
    let list = (!items.is_empty()).then(|| el("ul").class("stack").child(items))?;
    Some(match title {
        Some(title) => el("section").child(el("h3").child(title)).child(list),
        None => list,
    })
}

/// The way to where a topic is told line by line.
fn more(ws: Workspace, why: Why, topic: Topic) -> Option<Element> {
    let words = match topic {
        Topic::Users | Topic::Minutes | Topic::Budget => return None,
        Topic::Cost => "The lines of the cost",
        Topic::Next => "The ladder of nines",
    };
    let go = move |_| {
        why.open.set(false);
        ws.view.set(View::Cost);
    };
    Some(el("p").child(button("link").on_click(go).child(words)))
}

fn heading(words: &'static str) -> Element {
    el("th").attr("scope", "col").child(words)
}

/// The inputs that matter most, with where they come from.
fn inputs(ws: Workspace, why: Why, told: Inputs) -> Element {
    let head = el("tr").child(told.columns.into_iter().map(heading).collect::<Vec<_>>());
    let rows: Vec<Element> = told.rows.into_iter().map(|row| input(ws, why, row)).collect();
    let table = el("table").class("numbers").child(el("thead").child(head)).child(el("tbody").child(rows));
    el("section").class("scroll-x").child(el("h3").child("The inputs that matter most")).child(table)
}

fn input(ws: Workspace, why: Why, row: Input) -> Element {
    let Input { place, name, origin, cells } = row;
    let go = move |_| {
        why.open.set(false);
        match place {
            Place::Component(_) | Place::Mode(_) => {
                ws.selected.set(Some(place));
                ws.view.set(View::Design);
            }
            _ => ws.view.set(View::Cost),
        }
    };
    let mut name = el("th").attr("scope", "row").child(button("link").on_click(go).child(name));
    if !origin.is_empty() {
        name = name.child(el("br")).child(small(&origin));
    }
    el("tr").child(name).child(cells.into_iter().map(cell).collect::<Vec<_>>())
}

fn cell(cell: Cell) -> Element {
    let mut shown = el("td").child(cell.value);
    if !cell.aside.is_empty() {
        shown = shown.child(small(&format!(" {}", cell.aside)));
    }
    shown.child(el("br")).child(small(&cell.beneath))
}

fn small(words: &str) -> Element {
    el("small").class("muted").child(words)
}

fn contributions(told: Contributions) -> Element {
    let Contributions { title, of, rows } = told;
    let row = |(name, amount, share): (String, String, f64)| {
        el("tr")
            .child(el("th").attr("scope", "row").child(name))
            .child(el("td").child(meter(share, Tone::Plain)))
            .child(el("td").child(amount))
            .child(el("td").child(text::share(Probability::clamped(share))))
    };
    let rows: Vec<Element> = rows.into_iter().map(row).collect();
    let head = el("tr").child([title, "length", of, "share"].map(heading));
    let table = el("table")
        .class("numbers shares")
        .child(el("thead").class("visually-hidden").child(head))
        .child(el("tbody").child(rows));
    el("section").child(el("h3").child(title)).child(table)
}
