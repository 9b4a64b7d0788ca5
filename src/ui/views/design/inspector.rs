//! The inspector: everything that can be changed about what is selected, and where its numbers come from.

use leptos::prelude::*;

use super::Desk;
use super::numbers::{self, Group, Optional, Origin};
use super::offers::choose_among;
use super::picks::{self, Pick};
use super::{breaking, findings, grow, needs};
use crate::analysis::{Change, Changed, ModeAnswer};
use crate::model::limits::{MAX_LESSON, MAX_NAME};
use crate::model::{Choice, Edit, Id, Part, Place, Placement, Target};
use crate::quantity::{Probability, Quantity, text};
use crate::ui::browser::element::{Element, Parts, button, el, parts};
use crate::ui::primitives::{number_field, text_field, toggle};
use crate::ui::workspace::Offer;

/// The column on the right; on a phone a sheet at the bottom.
pub fn inspector(desk: Desk) -> Element {
    let open = RwSignal::new(false);
    let opened = move || if open.get() { "true" } else { "false" };
    let handle = button("inspector-handle")
        .attr("aria-expanded", opened)
        .on_click(move |_| open.update(|open| *open = !*open))
        .child(move || desk.name(desk.selected()));
    let pane = move || {
        let place = desk.selected();
        untrack(|| pane(desk, place))
    };
    let something = Memo::new(move |_| desk.selected() != Place::Plan);
    let body =
        el("div").class("inspector-body").child(pane).child(move || something.get().then(|| actions(desk)));
    el("aside")
        .class("inspector")
        .attr("aria-label", "Inspector")
        .attr("data-open", opened)
        .child(handle)
        .child(body)
}

/// Everything about one place but what can be done with it as a whole. Built anew for another place,
/// not for another number.
fn pane(desk: Desk, place: Place) -> Vec<Parts> {
    let mut pane =
        vec![parts(head(desk, place)), findings::here(desk, place), breaking::section(desk, place)];
    if let Place::Mode(id) = place {
        pane.push(parts(move || timeline(desk, id)));
    }
    pane.push(parts(groups(desk, place)));
    if place == Place::Plan {
        let routing = groups(desk, Place::Routing);
        pane.push(parts(group("Routing between regions").child(routing)));
    }
    if let Place::Component(id) = place {
        pane.push(regions(desk, id));
    }
    if matches!(place, Place::Component(_) | Place::Journey(_)) {
        pane.push(parts(needs::needs(desk, place)));
    }
    pane.push(parts([modes(desk, place), origins(desk, place)]));
    pane
}

/// A stretch of the inspector, with its title if it has one.
pub fn group(title: &str) -> Element {
    let title = (!title.is_empty()).then(|| el("h3").child(title));
    el("section").class("inspector-group").child(title)
}

fn head(desk: Desk, place: Place) -> [Element; 2] {
    let back = || button("link").on_click(move |_| desk.select(Place::Plan)).child("Back to the plan");
    let renamed = move |name| desk.ws.dispatch(Edit::Rename(place, name));
    let name = || text_field("Name", Signal::derive(move || desk.name(place)), MAX_NAME, renamed);
    let head = el("header")
        .class("inspector-head")
        .child(el("h2").child(move || desk.name(place)))
        .child(el("p").child(move || desk.plan(|plan| grow::described(plan, place))))
        .child((place != Place::Plan).then(back));
    let words = group("")
        .child((place != Place::Routing).then(name))
        .child((place == Place::Plan).then(|| lesson(desk)));
    [head, words]
}

fn lesson(desk: Desk) -> Element {
    let lesson = desk.ws.derive(|plan| plan.lesson.clone());
    text_field("Lesson", lesson.into(), MAX_LESSON, move |l| desk.ws.dispatch(Edit::SetLesson(l)))
}

/// The choices and numbers of a place. Which ones there are is looked at anew, those that stay keep their fields.
fn groups(desk: Desk, place: Place) -> Vec<Element> {
    let picks = move || desk.plan(|plan| picks::picks(plan, place));
    let choices = group("").each(picks, move |pick| pick_field(desk, pick));
    // How many groups there are, and which have a title, is the same for all places of a sort.
    let groups = desk.ws.peek(|plan| numbers::groups(plan, place));
    let groups = groups.iter().enumerate().map(|(at, group)| number_group(desk, place, at, group));
    core::iter::once(choices).chain(groups).collect()
}

fn number_group(desk: Desk, place: Place, at: usize, group_now: &Group) -> Element {
    let (title, optional) = (group_now.title, group_now.optional);
    let now = move || desk.plan(|plan| numbers::groups(plan, place).into_iter().nth(at));
    let words = move || now().map(|group| group.title);
    let title = (!title.is_empty()).then(|| el("h3").child(words));
    let hint = Memo::new(move |_| now().map(|group| group.hint).unwrap_or_default());
    let hint = el("p").class("hint").attr("hidden", move || hint.get().is_empty()).child(move || hint.get());
    let numbers = move || now().map(|group| group.numbers).unwrap_or_default();
    group("")
        .child(title)
        .child(hint)
        .each(numbers, move |number| number_field(desk.ws, number))
        .child(optional.map(|optional| optional_button(desk, optional)))
}

/// The button that adds numbers to a group or takes them away; it stays, and so does the focus.
fn optional_button(desk: Desk, optional: Optional) -> Element {
    let change = move |_| {
        if let Some(edit) = desk.ws.peek(|plan| optional.edit(plan)) {
            desk.edit(edit);
        }
    };
    button("link").on_click(change).child(move || desk.plan(|plan| optional.label(plan)))
}

fn pick_field(desk: Desk, pick: Pick) -> Element {
    let offered = move || desk.plan(|plan| pick.offered(plan).0);
    let chosen = desk.ws.derive(move |plan| pick.offered(plan).1);
    let on = move |key: String| {
        if let Some(edit) = pick.edit(&key) {
            desk.edit(edit);
        }
    };
    choose_among(pick.label(), offered, chosen.into(), on)
}

/// The regions that a component stands in.
fn regions(desk: Desk, id: Id) -> Parts {
    let there = move || {
        desk.plan(|plan| match plan.component(id) {
            Some(component) if component.placement != Placement::Global && plan.regions.len() > 1 => {
                plan.regions.iter().map(|r| (r.id, r.name.clone())).collect::<Vec<_>>()
            }
            _ => Vec::new(),
        })
    };
    let region = move |(region, name): (Id, String)| {
        let stands = move || desk.plan(|plan| plan.component(id).is_some_and(|c| c.stands_in(region)));
        let toggled = move |_| match desk.ws.peek(|plan| grow::toggle_region(plan, id, region)) {
            Some(edit) => desk.edit(edit),
            None => desk.ws.say("A component stands in at least one region", Offer::Nothing, true),
        };
        toggle(&name, Signal::derive(stands), toggled)
    };
    let some = Memo::new(move |_| !there().is_empty());
    let boxes = move || {
        el("fieldset").class("inspector-group").child(el("legend").child("Stands in")).each(there, region)
    };
    parts(move || some.get().then(boxes))
}

/// The failure modes of a place.
fn modes(desk: Desk, place: Place) -> Option<Element> {
    let (title, target) = match place {
        Place::Component(id) => ("Ways it fails", Target::Component(id)),
        Place::Region(id) => ("Ways it fails", Target::Region(id)),
        Place::Plan => ("Shared fate", Target::Domain),
        _ => return None,
    };
    let modes = move || desk.plan(|plan| grow::modes_at(plan, place).iter().map(|m| m.id).collect());
    let row = move |id: Id| {
        el("li")
            .child(desk.link(Place::Mode(id), "text-button"))
            .child(el("small").child(move || weight(desk, id)))
    };
    let add = move |_| {
        if let Some(edit) = desk.ws.peek(|plan| grow::mode(plan, target)) {
            desk.add(edit);
        }
    };
    let list = el("ul").class("modes").each(modes, row);
    Some(group(title).child(list).child(button("link").on_click(add).child("Add a failure mode")))
}

/// How often a mode happens, and its share of the bad minutes when it has one.
fn weight(desk: Desk, id: Id) -> String {
    let rate = desk.plan(|plan| plan.mode(id).map(|m| text::rate(m.rate.likely().get()))).unwrap_or_default();
    let part = desk.answer().and_then(|a| a.by_mode.iter().find(|part| part.key == Some(id)).copied());
    match part {
        Some(part) => {
            [&rate, " · ", &text::share(Probability::clamped(part.share)), " of the bad minutes"].concat()
        }
        None => rate,
    }
}

/// The five parts of an outage as a bar, after practices, and what practices changed.
fn timeline(desk: Desk, id: Id) -> Option<Element> {
    desk.analysis(|a| a.modes.iter().find(|m| m.id == id).map(lasting))
}

fn lasting(mode: &ModeAnswer) -> Element {
    let segment = |part: Part| {
        let minutes = *mode.parts.get(part);
        let grow = libm::ceil(minutes * 60.0).clamp(0.0, 1e9) as i64;
        el("span").class("timeline-part").attr("data-step", part.key()).style("flex-grow", &grow.to_string())
    };
    let word = |part: Part| {
        let words = [part.name(), " ", &text::duration(*mode.parts.get(part))].concat();
        let mark = el("span").class("legend-mark").attr("aria-hidden", "true");
        el("li").attr("data-step", part.key()).child(mark).child(words)
    };
    let bar: Vec<Element> = Part::ALL.iter().copied().map(segment).collect();
    let words: Vec<Element> = Part::ALL.iter().copied().map(word).collect();
    group(&["Lasts about ", &text::duration(mode.minutes)].concat())
        .child(el("div").class("timeline").attr("aria-hidden", "true").child(bar))
        .child(el("ul").class("timeline-words").child(words))
        .child(waits(mode))
        .child(changes(mode))
}

/// The wait for somebody who is free.
fn waits(mode: &ModeAnswer) -> Option<Element> {
    let words =
        || ["Of it ", &text::duration(mode.waits_minutes), " is a wait for somebody who is free."].concat();
    (mode.waits_minutes > 0.0).then(|| el("p").class("hint").child(words()))
}

fn changes(mode: &ModeAnswer) -> Element {
    if mode.changes.is_empty() {
        return el("p").class("hint").child("No practice changes it.");
    }
    let changes: Vec<Element> = mode.changes.iter().map(|c| el("li").child(told(c))).collect();
    el("ul").class("hint").child(changes)
}

fn told(change: &Change) -> String {
    let of = |x: f64| match change.number {
        Changed::Rate => text::rate(x),
        Changed::Part(_) => text::duration(x),
        Changed::Share | Changed::Beta => text::share(Probability::clamped(x)),
    };
    let what = match change.number {
        Changed::Rate => "how often",
        Changed::Part(part) => part.name(),
        Changed::Share => "users touched",
        Changed::Beta => "common cause",
    };
    let name = change.practice.info().name;
    [name, ": ", what, " ", &of(change.before), " → ", &of(change.after)].concat()
}

/// Where the numbers come from, one step away.
fn origins(desk: Desk, place: Place) -> Option<Element> {
    let origins = desk.ws.derive(move |plan| numbers::origins(plan, place));
    if origins.with_untracked(Vec::is_empty) {
        return None;
    }
    let row = |Origin { label, basis, note }: Origin| {
        let note = (!note.is_empty()).then(|| el("small").child(note));
        [el("dt").child(label), el("dd").child(basis).child(note)]
    };
    let rows = move || origins.get().into_iter().flat_map(row).collect::<Vec<Element>>();
    let details = el("details")
        .class("inspector-group")
        .child(el("summary").child("Where these numbers come from"))
        .child(el("dl").class("origins").child(rows));
    Some(details)
}

/// Moving, copying and removing what is selected. They stay for another place, and so does the focus.
fn actions(desk: Desk) -> Element {
    let position = move || {
        let place = desk.selected();
        desk.plan(|plan| grow::position(plan, place))
    };
    let first = move || position().is_none_or(|(at, _)| at == 0);
    let last = move || position().is_none_or(|(at, count)| at + 1 >= count);
    let step = move |by: isize| {
        if let Some((at, _)) = untrack(position) {
            desk.edit(Edit::Move(desk.selected_now(), at.saturating_add_signed(by)));
        }
    };
    let action = |class, words: &str| button(class).child(words);
    let duplicate = move |_| desk.add(Edit::Duplicate(desk.selected_now()));
    let delete = move |_| desk.ws.dispatch_with_undo(Edit::Remove(desk.selected_now()));
    el("footer")
        .class("inspector-actions")
        .child(action("button", "Move up").attr("disabled", first).on_click(move |_| step(-1)))
        .child(action("button", "Move down").attr("disabled", last).on_click(move |_| step(1)))
        .child(action("button", "Duplicate").on_click(duplicate))
        .child(action("button danger", "Delete").on_click(delete))
}
