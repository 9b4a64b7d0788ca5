//! "Break this": what users get while something is down, told beside it and above the topology.
//!
//! What is down is no part of the plan: nothing here is saved, shared or undone.

use leptos::prelude::*;

use super::Desk;
use super::breakables::{breakables, is_there, words};
use super::causes::sentence;
use super::inspector::group;
use crate::analysis::{BrokenJourney, Element as Breakable, is_noticed};
use crate::model::{Id, Place};
use crate::ui::browser::dom;
use crate::ui::browser::element::{Element, Parts, button, el, follow, parts};
use crate::ui::topology::failing;

/// The identity of the topology, where the focus goes when the strip is gone.
pub const TOPOLOGY: &str = "design-topology";
/// The identity of the button that mends everything.
const MEND_ALL: &str = "design-mend-all";

/// What is removed from the plan is down no more, even when it comes back.
pub fn drop_removed(desk: Desk) {
    follow(move || {
        desk.plan(|plan| {
            desk.ws.down.maybe_update(|down| {
                let before = down.len();
                down.retain(|element| is_there(plan, *element));
                down.len() != before
            });
        });
    });
}

/// The inspector's part: what fails without what is selected, how often, how long, and the switch.
pub fn section(desk: Desk, place: Place) -> Parts {
    let all = Memo::new(move |_| desk.plan(|plan| breakables(plan, place)));
    let some = Memo::new(move |_| all.with(|all| !all.is_empty()));
    let groups = Memo::new(move |_| all.with(|all| all.len() > 1));
    let whole = move || all.with(|all| all.first().copied().into_iter().collect());
    let rest = move || all.with(|all| all.iter().skip(1).copied().collect());
    let in_one = move || {
        el("details")
            .child(el("summary").child(if matches!(place, Place::Mode(_)) {
                "Elsewhere"
            } else {
                "A part of it alone"
            }))
            .child(el("div").each(rest, move |element| row(desk, place, element)))
    };
    let section = move || {
        let everywhere = el("div").each(whole, move |element| row(desk, place, element));
        group("If this is down").child(everywhere).child(move || groups.get().then(in_one))
    };
    parts(move || some.get().then(section))
}

fn row(desk: Desk, place: Place, element: Breakable) -> Element {
    let told = move || {
        desk.downs(|downs| {
            let found = downs.alone.iter().find(|(of, _)| *of == element);
            Some(found.map_or_else(
                || vec![parts("Nothing stands here that could be down.")],
                |(_, broken)| sentence(&broken.sentence),
            ))
        })
        .unwrap_or_else(|| vec![parts("No answer yet: put right what is named above.")])
    };
    let pressed = move || desk.is_down(element);
    let label = move || desk.plan(|plan| words(plan, place, element));
    let switch = button("button break-switch")
        .attr("aria-pressed", move || if pressed() { "true" } else { "false" })
        .on_click(move |_| toggle(desk, element))
        .child(el("span").attr("aria-hidden", "true").child(move || if pressed() { "✗ " } else { "" }))
        .child(label);
    el("div").class("if-down").child(el("p").child(told)).child(switch)
}

fn toggle(desk: Desk, element: Breakable) {
    desk.ws.down.update(|down| match down.iter().position(|other| *other == element) {
        Some(at) => {
            down.remove(at);
        }
        None => down.push(element),
    });
}

/// The strip above the topology: what users get while all that is broken is down.
pub fn strip(desk: Desk) -> Parts {
    let some = Memo::new(move |_| !desk.down().is_empty());
    let told = move || {
        let told = desk.downs(|downs| Some(sentence(&downs.together.as_ref()?.sentence)));
        told.unwrap_or_else(|| vec![parts("There is no answer for this yet.")])
    };
    let journeys = move || {
        desk.downs(|downs| Some(downs.together.as_ref()?.journeys.iter().map(|j| j.id).collect()))
            .unwrap_or_default()
    };
    let of_all = move || {
        desk.downs(|downs| {
            let fails = failing(downs.together.as_ref()?.fails);
            Some(["Of all requests, ", &fails, " fail meanwhile. "].concat())
        })
    };
    let mend_all = move |_| {
        desk.ws.down.set(Vec::new());
        dom::focus(TOPOLOGY);
    };
    let section = move || {
        let actions = el("div")
            .class("row")
            .child(button("button primary").attr("id", MEND_ALL).on_click(mend_all).child("Mend all"))
            .each(move || desk.down(), move |element| mend(desk, element));
        el("section")
            .class("broken-strip")
            .attr("aria-labelledby", "broken-title")
            .child(el("h2").attr("id", "broken-title").child("What users get while this is down"))
            .child(el("p").attr("role", "status").child(told))
            .child(el("ul").class("broken-journeys").each(journeys, move |id| journey(desk, id)))
            .child(
                el("p")
                    .class("hint")
                    .child(of_all)
                    .child("Only a look: the plan and its headlines stay as they are."),
            )
            .child(actions)
    };
    parts(move || some.get().then(section))
}

/// What becomes of one journey.
fn journey(desk: Desk, id: Id) -> Element {
    let look = move |look: fn(&BrokenJourney) -> String| {
        desk.downs(|downs| downs.together.as_ref()?.journeys.iter().find(|j| j.id == id).map(look))
            .unwrap_or_default()
    };
    let mark = el("span").class("broken-mark").attr("aria-hidden", "true");
    el("li")
        .attr("data-fate", move || look(|j| fate(j).0.to_owned()))
        .child(mark.child(move || look(|j| fate(j).1.to_owned())))
        .child(el("strong").child(move || look(|j| j.name.clone())))
        .child(move || look(|j| fate(j).2))
}

/// What becomes of a journey: for the page, as a mark, in words.
fn fate(journey: &BrokenJourney) -> (&'static str, &'static str, String) {
    let fails = failing(journey.unavailability);
    if journey.stops {
        ("stops", "✗", " stops: all of its requests fail".to_owned())
    } else if is_noticed(journey.adds) {
        ("fails", "▲", [" fails ", &fails, " of its requests"].concat())
    } else {
        ("carries-on", "✓", [" carries on: ", &fails, " of its requests fail, as ever"].concat())
    }
}

/// A button that mends one thing. The focus goes to what stays.
fn mend(desk: Desk, element: Breakable) -> Element {
    let name = move || {
        desk.downs(|downs| Some(downs.names.iter().find(|(of, _)| *of == element)?.1.clone()))
            .unwrap_or_else(|| "this".to_owned())
    };
    let mend = move |_| {
        toggle(desk, element);
        let none = desk.ws.down.with_untracked(Vec::is_empty);
        dom::focus(if none { TOPOLOGY } else { MEND_ALL });
    };
    button("button").on_click(mend).child("Mend ").child(name)
}
