//! What a component or a journey needs, and what needs it.

use leptos::prelude::*;

use super::inspector::group;
use super::offers::choose_among;
use super::{Desk, grow};
use crate::model::{DurationField, Edit, Id, Number, Place, ProbabilityField};
use crate::ui::browser::element::{Element, button, el, parts};
use crate::ui::primitives::{Offered, labelled_number_field, typed};

/// The needs of a component or a journey, to change.
pub fn needs(desk: Desk, place: Place) -> Element {
    let list = move || {
        desk.plan(|plan| {
            let named = |on| plan.name_at(Place::Component(on)).unwrap_or_default().to_owned();
            plan.needs(place).iter().map(|need| (need.on, named(need.on))).collect()
        })
    };
    let free = move || {
        let free = desk.plan(|plan| grow::not_needed(plan, place)).into_iter();
        let first = Offered::new("", "choose a component");
        let free = free.map(|(id, name)| Offered::new(id.as_str(), name));
        core::iter::once(first).chain(free).collect()
    };
    let added = move |key: String| {
        if let Ok(on) = Id::new(&key) {
            desk.edit(desk.ws.peek(|plan| grow::need(plan, place, on, false)));
        }
    };
    let none = Signal::stored(String::new());
    group("Needs")
        .child(el("ul").class("needs").each(list, move |(on, name)| row(desk, place, on, &name)))
        .child(choose_among("Add a need", free, none, added))
        .child(needed_by(desk, place))
}

fn row(desk: Desk, place: Place, on: Id, name: &str) -> Element {
    let optional = desk
        .ws
        .derive(move |plan| plan.needs(place).iter().any(|need| need.on == on && need.degraded.is_some()));
    let kind = el("select")
        .class("field-input boxed")
        .attr("aria-label", [name, ": required or optional"].concat())
        .on("change", move |event| {
            let optional = typed(&event) == "optional";
            desk.edit(desk.ws.peek(|plan| grow::need(plan, place, on, optional)));
        })
        .child(["required", "optional"].map(|kind| el("option").attr("value", kind).child(kind)))
        .prop("value", move || if optional.get() { "optional" } else { "required" });
    let remove = button("button quiet icon")
        .attr("aria-label", ["Remove the need of ", name].concat())
        .on_click(move |_| desk.edit(Edit::RemoveDependency(place, on)))
        .child("×");
    let without = ["Requests degraded without ", name].concat();
    let degraded = Number::Probability(ProbabilityField::Degraded(place, on));
    let degraded = move || labelled_number_field(desk.ws, degraded, &without);
    el("li")
        .class("need")
        .child(desk.link(Place::Component(on), "text-button"))
        .child(kind)
        .child(remove)
        .child(move || optional.get().then(&degraded))
        .child(soft(desk, place, on, name))
}

/// What softens an outage of what is needed, one step away: the summary says what there is.
fn soft(desk: Desk, place: Place, on: Id, name: &str) -> Element {
    let open = RwSignal::new(false);
    let words = desk.ws.derive(move |plan| grow::softened(plan, place, on));
    let summary = el("summary")
        .attr("aria-label", {
            let of = ["Outages of ", name, ": "].concat();
            move || [of.as_str(), &words.get()].concat()
        })
        .child(move || words.get());
    let [rides_out, retries] =
        ["Rides out outages of ", "Retries of failed requests to "].map(|of| [of, name].concat());
    let fields = move || {
        let time = Number::Duration(DurationField::RidesOut(place, on));
        let hint = "A cache, a queue or a grace period carries it that long; blank: felt at once. Retries help \
                    where only some replicas fail, not where all do.";
        [
            el("p").class("hint").child(hint),
            labelled_number_field(desk.ws, time, &rides_out),
            labelled_number_field(desk.ws, Number::Retries(place, on), &retries),
        ]
    };
    el("details")
        .class("need-soft")
        .on("toggle", move |_| open.update(|open| *open = !*open))
        .child(summary)
        .child(move || open.get().then(|| untrack(|| parts(fields()))))
}

fn needed_by(desk: Desk, place: Place) -> Option<Element> {
    let Place::Component(id) = place else { return None };
    let users = move || desk.plan(|plan| grow::needed_by(plan, id));
    let nothing = move || users().is_empty().then_some("nothing: no journey reaches it");
    let user = move |user| el("span").child(desk.link(user, "link")).child(" ");
    Some(el("p").class("hint").child("Needed by ").child(nothing).each(users, user))
}
