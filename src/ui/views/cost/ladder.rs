//! The ladder of nines: found when asked, drawn, told, and applied a rung at a time.

use std::sync::Arc;

use leptos::prelude::*;

use super::frontier;
use crate::model::Edit;
use crate::quantity::text::{duration, money, percent_available, ratio};
use crate::report::{Rung, Rungs, against_words};
use crate::ui::browser::element::{Element, Parts, button, el, parts};
use crate::ui::chart::chart;
use crate::ui::chart::table::{amount, names, region};
use crate::ui::ladder::{Found, LadderDesk};
use crate::ui::workspace::Workspace;

/// The panel: a button, the progress, and what was found.
pub fn ladder(ws: Workspace, desk: LadderDesk) -> Element {
    let searching = Memo::new(move |_| desk.progress.with(Option::is_some));
    let stale = Memo::new(move |_| desk.is_stale(ws));
    // A ladder that is found again stays as it stands.
    let found = Memo::new(move |_| desk.found.get());
    let words = move || match found.with(Option::is_some) {
        true => "Find the ladder again",
        false => "Find the ladder",
    };
    let find = button("button primary")
        .attr("disabled", move || searching.get())
        .on_click(move |_| desk.find(ws))
        .child(words);
    let search = el("div").class("row").child(move || searching.get().then(|| progress(desk))).child(find);
    let says = "The cheapest design for each half nine, over regions, zones, replicas and practices.";
    let old = "The plan has changed since this ladder was found. Find it again to apply a rung.";
    let news = el("div")
        .attr("aria-live", "polite")
        .child(move || desk.failed.get().map(|why| el("p").class("note bad").child(why)))
        .child(el("p").class("note warn").attr("hidden", move || !stale.get()).child(old));
    let head = el("div")
        .class("spread")
        .child(el("h2").attr("id", "ladder-title").child("Ladder of nines"))
        .child(search);
    let panel =
        el("div").class("panel stack").child(head).child(el("p").class("muted").child(says)).child(news);
    el("section")
        .class("ladder-panel")
        .attr("aria-labelledby", "ladder-title")
        .child(panel)
        .child(move || searching.get().then(|| frontier::growing(ws, desk)))
        .child(move || found.get().map(|found| shown(ws, &found, stale)))
        .child(move || found.get().map(|found| frontier::found(ws, &found, stale)))
}

fn progress(desk: LadderDesk) -> Parts {
    let share = move || desk.progress.get().unwrap_or_default().to_string();
    let progress =
        el("progress").attr("max", "1").attr("value", share).attr("aria-label", "Search for the ladder");
    let cancel = button("button").on_click(move |_| desk.cancel()).child("Cancel");
    parts([progress, cancel])
}

fn shown(ws: Workspace, found: &Arc<Found>, stale: Memo<bool>) -> Element {
    let rungs = Rungs::of(&found.plan, &found.ladder);
    if rungs.steps.is_empty() {
        return el("p").class("note warn").child("No design within reach gives two nines.");
    }
    let edits: Vec<Vec<Edit>> = found.ladder.designs().into_iter().map(|(_, step)| step.edits).collect();
    let rows: Vec<Element> = rungs
        .in_order()
        .into_iter()
        .map(|(index, rung)| {
            let edits = index.and_then(|index| edits.get(index)).cloned();
            let beyond = index.zip(rungs.last_worth_it).is_some_and(|(index, last)| index > last);
            row(ws, &rungs, rung, edits, beyond, stale)
        })
        .collect();
    let apply = el("th").attr("scope", "col").child(el("span").class("visually-hidden").child("apply"));
    let head = names(&["users get", ">a month", ">step", ">bad a year", "what it takes"]).child(apply);
    let table = el("table")
        .class("data-table ladder-table")
        .child(el("thead").child(head))
        .child(el("tbody").child(rows));
    let words = [rungs.tenfold_words(), rungs.stop_words()];
    let told = el("div")
        .class("panel")
        .child(words.map(|words| words.map(|words| el("p").child(words))))
        .child(region("The ladder, rung by rung", table));
    el("div")
        .class("ladder-found")
        .attr("data-state", move || if stale.get() { "stale" } else { "fresh" })
        .child(el("div").class("panel").child(chart(rungs.figure())))
        .child(told)
}

fn row(
    ws: Workspace,
    rungs: &Rungs,
    rung: &Rung,
    edits: Option<Vec<Edit>>,
    beyond: bool,
    stale: Memo<bool>,
) -> Element {
    let users_get = percent_available(rung.unavailability);
    let state = match (&edits, beyond) {
        (None, _) => "here",
        (Some(_), true) => "beyond",
        (Some(_), false) => "rung",
    };
    let takes = if edits.is_none() { "this plan" } else { rung.takes.as_str() };
    let label = format!("Apply {users_get}: {}", against_words(rungs, rung));
    let apply = edits.filter(|edits| !edits.is_empty()).map(|edits| {
        button("button")
            .attr("aria-label", &label)
            .attr("title", &label)
            .attr("disabled", move || stale.get())
            .on_click(move |_| ws.dispatch_with_undo(Edit::Batch(edits.clone())))
            .child("Apply")
    });
    let small = |class: &str, words: &str| el("small").class(class).child(" ").child(words);
    let takes = el("td")
        .class("takes")
        .child(takes)
        .child(beyond.then(|| small("muted", "beyond the stop line")))
        .child(rung.gate.as_deref().map(|gate| small("warn-text", gate)));
    el("tr")
        .attr("data-state", state)
        .child(el("th").attr("scope", "row").child(users_get))
        .child(amount(money(rung.cost_per_month, rungs.symbol)))
        .child(amount(rung.ratio.map(ratio)))
        .child(amount(duration(rung.unavailability.bad_minutes_per_year())))
        .child(takes)
        .child(el("td").child(apply))
}
