//! The origin of a number, one step away: basis, date and note, to read and to change.

use leptos::ev::Event;
use leptos::prelude::*;

use super::select::{Offered, choose};
use super::text::{fresh_id, typed};
use crate::model::limits::MAX_NOTE;
use crate::model::{DurationField, Number};
use crate::quantity::{Basis, Date, Provenance};
use crate::ui::browser::element::{Element, el};
use crate::ui::workspace::Workspace;

/// Where a number comes from, beneath its field; nothing for a number without origin.
pub(super) fn origin(ws: Workspace, number: Number) -> Option<Element> {
    let now = ws.derive(move |plan| number.origin(plan).cloned());
    let may_come = matches!(number, Number::Money(_) | Number::Duration(DurationField::RidesOut(..)));
    if now.with_untracked(Option::is_none) && !may_come {
        return None;
    }
    let open = RwSignal::new(false);
    let basis = move || now.with(|o| o.as_ref().map(|o| o.basis.name()));
    let note = move || now.with(|o| o.as_ref().map(|o| o.note.clone()).unwrap_or_default());
    let summary = el("summary")
        .attr("title", note)
        .attr("aria-label", move || basis().map(|b| format!("Origin of {}: {b}", number.label())))
        .child(basis);
    let details = el("details")
        .class("origin")
        .attr("hidden", move || basis().is_none())
        .on("toggle", move |_| open.update(|open| *open = !*open))
        .child(summary)
        .child(move || open.get().then(|| editor(ws, number, now)));
    Some(details)
}

fn editor(ws: Workspace, number: Number, now: Memo<Option<Provenance>>) -> Element {
    let change = move |change: &dyn Fn(&mut Provenance)| {
        let Some(mut origin) = now.get_untracked() else { return };
        change(&mut origin);
        if let Some(edit) = ws.peek(|plan| number.with_origin(plan, origin)) {
            ws.dispatch(edit);
        }
    };
    let (date_id, note_id) = (fresh_id(), fresh_id());
    let wrong = RwSignal::new(None::<String>);
    let offered = Basis::ALL.iter().map(|basis| Offered::new(basis.name(), basis.name())).collect();
    let current = Signal::derive(move || {
        now.with(|o| o.as_ref().map(|o| o.basis.name().to_owned()).unwrap_or_default())
    });
    let set_basis = move |name: String| {
        if let Some(basis) = Basis::ALL.into_iter().find(|basis| basis.name() == name) {
            change(&|o| o.basis = basis);
        }
    };
    let set_date = move |event: Event| {
        let text = typed(&event);
        let date = match text.trim() {
            "" => Ok(None),
            text => Date::parse(text).map(Some),
        };
        match date {
            Ok(date) => {
                wrong.set(None);
                change(&|o| o.date = date);
            }
            Err(error) => wrong.set(Some(error.to_string())),
        }
    };
    let set_note = move |event: Event| {
        let note: String = typed(&event).chars().filter(|c| !c.is_control()).take(MAX_NOTE).collect();
        change(&|o| o.note.clone_from(&note));
    };
    let shown_date =
        move || now.with(|o| o.as_ref().and_then(|o| o.date).map(|d| d.to_string()).unwrap_or_default());
    let shown_note = move || now.with(|o| o.as_ref().map(|o| o.note.clone()).unwrap_or_default());
    let wrong_words = move || wrong.get().map(|why| el("p").class("field-wrong").child(why));
    let date_input = el("input")
        .attr("id", &date_id)
        .class("field-input boxed")
        .attr("type", "date")
        .prop("value", shown_date)
        .on("change", set_date);
    let note_input = el("textarea")
        .attr("id", &note_id)
        .class("field-input boxed")
        .attr("rows", "3")
        .prop("value", shown_note)
        .on("change", set_note);
    let date = el("div")
        .class("field")
        .child(el("label").class("field-label").attr("for", &date_id).child("Date"))
        .child(date_input)
        .child(el("div").class("field-note").attr("aria-live", "polite").child(wrong_words));
    let note = el("div")
        .class("field")
        .child(el("label").class("field-label").attr("for", &note_id).child("Source or reason"))
        .child(note_input);
    el("div")
        .class("origin-editor")
        .child(choose("Basis", offered, current, set_basis))
        .child(date)
        .child(note)
}
