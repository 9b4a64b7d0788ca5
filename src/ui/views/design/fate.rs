//! Shared fate: what independence would promise, what is left of it, and what each shared failure takes.

use std::sync::Arc;

use leptos::prelude::*;

use super::Desk;
use super::causes::sentence;
use crate::analysis::{Fate, FateGroup, SharedFate, Sharing, promise_only, shared_fate};
use crate::model::{Id, Number, Place, ProbabilityField};
use crate::quantity::text;
use crate::ui::browser::element::{Element, Parts, button, el, parts};
use crate::ui::primitives::{dialog, labelled_number_field};
use crate::ui::rest::at_rest;

/// What is known of shared fate.
type Known = RwSignal<Option<Arc<SharedFate>>>;

/// The sentence, and the way to its reasons.
pub fn line(desk: Desk) -> [Parts; 2] {
    let open = RwSignal::new(false);
    let known = at_rest(desk.ws, || Some(()), |plan, ()| promise_only(plan));
    let told = move || fate(desk, known).map(|fate| sentence(&fate.sentence()));
    let some = move || fate(desk, known).is_some();
    let why = button("link")
        .attr("aria-label", "Why shared fate leaves this")
        .on_click(move |_| open.set(true))
        .child("why");
    let line = el("p").class("fate-line").attr("hidden", move || !some()).child(told).child(". ").child(why);
    let reasons = move || untrack(|| reasons(desk, open));
    [parts(line), parts(dialog(|| "Why shared fate leaves this".to_owned(), open, reasons))]
}

/// That of the journey that is looked at, or of the service.
fn fate(desk: Desk, known: Known) -> Option<Fate> {
    let journey = desk.journey();
    known.with(|known| {
        let known = known.as_ref()?;
        match journey {
            Some(id) => known.journeys.iter().find(|(of, _)| *of == id).map(|(_, fate)| *fate),
            None => known.service,
        }
    })
}

fn reasons(desk: Desk, open: RwSignal<bool>) -> Vec<Element> {
    let known = at_rest(desk.ws, || Some(()), |plan, ()| shared_fate(plan));
    // Rows stay where they are while their numbers are typed.
    let rows = Memo::new(move |before: Option<&Vec<Row>>| {
        let all = known.with(|known| {
            known.as_ref().map_or_else(Vec::new, |known| known.groups.iter().map(Row::of).collect())
        });
        let kept = before.into_iter().flatten().filter(|row| all.contains(row)).copied();
        let mut rows: Vec<Row> = kept.collect();
        rows.extend(all.into_iter().filter(|row| !before.is_some_and(|before| before.contains(row))));
        rows
    });
    let minutes = move |of: fn(Fate) -> String| fate(desk, known).map(of).unwrap_or_default();
    let line = |words: &str, value: fn(Fate) -> String| {
        let value = el("dd").child(move || minutes(value));
        el("div").child(el("dt").child(words)).child(value)
    };
    let formula = el("dl").class("formula").child([
        line("independence would promise", |fate| {
            let u = fate.independent;
            [text::nines(u), ", ".into(), text::bad_time_per_year(u.bad_minutes_per_year())].concat()
        }),
        line("shared fate leaves", |fate| {
            let u = fate.as_it_is;
            [text::nines(u), ", ".into(), text::bad_time_per_year(u.bad_minutes_per_year())].concat()
        }),
    ]);
    let none = Memo::new(move |_| rows.with(Vec::is_empty));
    let nothing =
        "Nothing here is shared between redundant replicas, so independence promises no more than there is.";
    vec![
        el("p").class("muted").child(
            "The same failures, as often and as long, but none of them shared between redundant replicas: that is \
             what multiplying availabilities promises. What is shared hits them at once, and redundancy does not help.",
        ),
        formula,
        el("p").attr("hidden", move || !none.get()).child(nothing),
        el("h3").attr("hidden", move || none.get()).child("What each shared failure takes, of all requests"),
        el("ul")
            .class("fate-groups")
            .each(move || rows.get(), move |row| group(desk, open, known, row)),
    ]
}

/// A mode in the list; one whose sharing is of another sort is another row.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Row {
    mode: Id,
    has_beta: bool,
}

impl Row {
    fn of(group: &FateGroup) -> Self {
        Self { mode: group.mode, has_beta: matches!(group.sharing, Sharing::Beta(_) | Sharing::Greek(_)) }
    }
}

fn group(desk: Desk, open: RwSignal<bool>, known: Known, row: Row) -> Element {
    let told = move || {
        known.with(|known| {
            let group = known.as_ref()?.groups.iter().find(|group| group.mode == row.mode)?;
            Some(sentence(&group.sentence))
        })
    };
    let show = move |_| {
        open.set(false);
        desk.select(Place::Mode(row.mode));
    };
    let name = desk.ws.peek(|plan| plan.mode(row.mode).map(|mode| mode.name.clone())).unwrap_or_default();
    let beta = || {
        let number = Number::Probability(ProbabilityField::ModeBeta(row.mode));
        labelled_number_field(desk.ws, number, &["Common cause of ", &name].concat())
    };
    let show =
        button("link").attr("aria-label", ["Show it: ", &name].concat()).on_click(show).child("show it");
    el("li").child(el("p").child(told).child(". ").child(show)).child(row.has_beta.then(beta))
}
