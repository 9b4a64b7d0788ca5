//! What matters most: the importance measures of components, causes, owners and events.

use std::sync::Arc;

use leptos::prelude::*;

use super::Desk;
use crate::analysis::{Importances, Ranking, importances, quick_importances};
use crate::jobs::{Reply, Request, run_text};
use crate::model::Plan;
use crate::report::{MEASURES, Measure, Ranks, Weight, weights};
use crate::ui::browser::element::{Element, Parts, button, el, parts};
use crate::ui::primitives::{Offered, segmented};
use crate::ui::rest::at_rest;
use crate::ui::runner::{News, Runner};

/// Up to this many events, cut sets are counted without being asked: it takes no time that anybody notices.
const FEW: usize = 100;

/// The importances with Fussell-Vesely, and the plan that they are about.
type Full = Option<(Plan, Arc<Importances>)>;

/// What the table works on.
#[derive(Clone, Copy)]
struct Board {
    desk: Desk,
    quick: RwSignal<Option<Arc<Importances>>>,
    full: RwSignal<Full>,
    /// The share of the counting that is done; none while nobody counts.
    progress: RwSignal<Option<f64>>,
    failed: RwSignal<Option<String>>,
    counter: StoredValue<Runner, LocalStorage>,
    ranks: RwSignal<Ranks>,
}

/// The table, worked out when it is opened.
pub fn matters(desk: Desk) -> Element {
    let open = RwSignal::new(false);
    let few = Memo::new(move |_| desk.analysis(|a| a.size.events <= FEW));
    let asked = move || open.get().then(|| few.get());
    let quick =
        at_rest(desk.ws, asked, |plan, few| if *few { importances(plan) } else { quick_importances(plan) });
    let board = Board {
        desk,
        quick,
        full: RwSignal::new(None),
        progress: RwSignal::new(None),
        failed: RwSignal::new(None),
        counter: StoredValue::new_local(Runner::new(run_text)),
        ranks: RwSignal::new(Ranks::Components),
    };
    on_cleanup(move || {
        board.counter.try_with_value(Runner::cancel);
    });
    el("details")
        .class("design-matters")
        .on("toggle", move |_| open.update(|open| *open = !*open))
        .child(el("summary").child("What matters most: importance measures"))
        .child(move || open.get().then(|| untrack(|| content(board))))
}

impl Board {
    /// The importances of the plan as it is, as many as are known.
    fn importances(self) -> Option<Arc<Importances>> {
        let full = self.full.with(|full| {
            let (of, found) = full.as_ref()?;
            self.desk.plan(|plan| plan == of).then(|| found.clone())
        });
        full.or_else(|| self.quick.get())
    }

    /// The ranking of the journey that is looked at, or of the service.
    fn ranking<T>(self, look: impl FnOnce(&Ranking) -> T) -> Option<T> {
        let all = self.importances()?;
        match self.desk.journey() {
            Some(id) => all.journeys.iter().find(|(of, _)| *of == id).map(|(_, ranking)| look(ranking)),
            None => all.service.as_ref().map(look),
        }
    }

    /// Counts cut sets, too, in a worker.
    fn work_out(self) {
        self.failed.set(None);
        self.progress.set(Some(0.0));
        let plan = self.desk.ws.peek(Plan::clone);
        let request = Request::TakesPart(Box::new(plan.clone())).to_text();
        let hear = move |news| {
            let reply = match news {
                News::Progress(text) | News::Reply(text) => Reply::from_text(&text, &plan),
                News::Failed(why) => Ok(Reply::Failed(why)),
            };
            match reply {
                Ok(Reply::Share(share)) => {
                    self.progress.try_set(Some(share));
                    return;
                }
                Ok(Reply::TakesPart(found)) => {
                    self.full.try_set(Some((plan.clone(), Arc::new(*found))));
                }
                Ok(Reply::Failed(why)) => {
                    self.failed.try_set(Some(why));
                }
                Ok(_) => {}
                Err(error) => {
                    self.failed.try_set(Some(error.to_string()));
                }
            }
            self.progress.try_set(None);
        };
        self.counter.with_value(|runner| runner.start(request, hear));
    }

    /// Counts no more.
    fn stop(self) {
        self.counter.with_value(Runner::cancel);
        self.progress.set(None);
    }
}

fn content(board: Board) -> Vec<Element> {
    let offered = Ranks::ALL.map(|ranks| Offered::new(ranks.key(), ranks.name()));
    let current = Signal::derive(move || board.ranks.get().key().to_owned());
    let choose = move |key: String| {
        if let Some(ranks) = Ranks::ALL.into_iter().find(|ranks| ranks.key() == key) {
            board.ranks.set(ranks);
        }
    };
    let rows = Memo::new(move |_| {
        let ranks = board.ranks.get();
        board.ranking(|ranking| weights(ranking, ranks)).unwrap_or_default()
    });
    let none = Memo::new(move |_| rows.with(Vec::is_empty));
    let incomplete = Memo::new(move |_| rows.with(|rows| rows.iter().any(|row| row.cells[1].is_none())));
    let body = el("tbody").each(
        move || (0..rows.with(Vec::len)).collect(),
        move |at: usize| el("tr").child(move || rows.with(|rows| rows.get(at).map(|w| row(board, w)))),
    );
    let heads: Vec<Element> = MEASURES.iter().map(heading).collect();
    let head = el("tr").child(el("th").attr("scope", "col").child("What")).child(heads);
    let table = el("table").class("numbers").child(el("thead").child(head)).child(body);
    let scrolling = el("div")
        .class("scroll-x")
        .attr("tabindex", "0")
        .attr("role", "region")
        .attr("aria-label", "What matters most")
        .attr("hidden", move || none.get())
        .child(table);
    let busy = Memo::new(move |_| board.progress.with(Option::is_some));
    let ask = button("button")
        .attr("disabled", move || busy.get())
        .on_click(move |_| board.work_out())
        .child(move || if busy.get() { "Counting…" } else { "Count what takes part (Fussell-Vesely)" });
    let more = el("div")
        .class("row")
        .attr("hidden", move || !incomplete.get())
        .child(ask)
        .child(move || busy.get().then(|| counting(board)))
        .child(el("span").class("hint").child("It counts every cut set; a large plan takes some seconds."));
    let failed = el("div")
        .attr("aria-live", "polite")
        .child(move || board.failed.get().map(|why| el("p").class("note bad").child(why)));
    let hint = "About what is listed, the most critical first. Bad minutes are those of the journey that is \
                looked at, or of all of them.";
    vec![
        el("p").class("hint").child(hint),
        segmented("What is ranked", offered.into(), current, choose),
        el("p")
            .class("empty-state")
            .attr("hidden", move || !none.get())
            .child("There is no answer to rank yet."),
        scrolling,
        more,
        failed,
    ]
}

fn counting(board: Board) -> Parts {
    let share = move || board.progress.get().unwrap_or_default().to_string();
    let bar =
        el("progress").attr("max", "1").attr("value", share).attr("aria-label", "Counting what takes part");
    parts([bar, button("button").on_click(move |_| board.stop()).child("Cancel")])
}

fn heading(measure: &Measure) -> Element {
    let about = [measure.term, ": ", measure.means].concat();
    let term = el("abbr").attr("title", about).child(measure.term);
    el("th").attr("scope", "col").child(measure.words).child(el("br")).child(el("small").child(term))
}

fn row(board: Board, weight: &Weight) -> Vec<Element> {
    let name = weight.name.as_str();
    let named = el("th").attr("scope", "row");
    let named = match weight.place {
        Some(place) => {
            let select = move |_| board.desk.select(place);
            named.child(button("text-button").on_click(select).child(name))
        }
        None => named.child(name),
    };
    let cell = |cell: &Option<String>| {
        let words = cell.as_deref().unwrap_or("not counted");
        el("td").class(if cell.is_some() { "n" } else { "n muted" }).child(words)
    };
    core::iter::once(named).chain(weight.cells.iter().map(cell)).collect()
}
