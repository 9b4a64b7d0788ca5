//! The field for a number: takes ranges and units, previews while typing, says what it did not understand.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::origin::origin;
use super::text::{fresh_id, typed};
use crate::model::{DurationField, Id, MoneyField, Number, ProbabilityField, VolumeField};
use crate::ui::browser::element::{Element, el};
use crate::ui::workspace::Workspace;

/// A field for any number of the plan, with its label, unit and origin.
///
/// While it has the focus, what is typed is one step to undo; Escape takes it back. A text that is
/// no such number changes nothing: the message beneath says so, and what the results still use. Left
/// with such a text, the field goes back to the number that it had before, and says why.
pub fn number_field(ws: Workspace, number: Number) -> Element {
    labelled_number_field(ws, number, number.label())
}

/// The same with another label, where the place needs more words or fewer.
pub fn labelled_number_field(ws: Workspace, number: Number, label: &str) -> Element {
    let (input_id, note_id) = (fresh_id(), fresh_id());
    let text = ws.derive(move |plan| number.text(plan));
    let draft = RwSignal::new(None::<String>);
    let wrong = RwSignal::new(None::<String>);
    // What the field went back to when it was left with a text that is no number, and why.
    let refused = RwSignal::new(None::<(String, String)>);
    let session = StoredValue::new((0u32, String::new()));

    let preview = move |typed: &str| {
        let Some((session, _)) = session.try_get_value() else { return };
        let edit = ws.before(session, |plan| number.read(plan, typed)).map_err(|e| e.to_string());
        let done = edit.and_then(|edit| ws.preview(session, edit).map_err(|e| e.to_string()));
        wrong.set(done.err());
    };
    let focus = move |_| {
        refused.set(None);
        session.set_value((ws.begin(), text.get_untracked()));
    };
    let input = move |event| {
        let typed = typed(&event);
        preview(&typed);
        draft.set(Some(typed));
    };
    // A field may lose its focus by going away: then its signals are gone as well.
    let settle = move || match wrong.try_get_untracked() {
        None => {}
        Some(None) => draft.set(None),
        Some(Some(why)) => {
            if let Some((_, before)) = session.try_get_value() {
                preview(&before);
                wrong.set(None);
                draft.set(None);
                refused.set(Some((text.get_untracked(), why)));
            }
        }
    };
    let key = move |event: KeyboardEvent| match event.key().as_str() {
        "Enter" => {
            settle();
            session.set_value((ws.begin(), text.get_untracked()));
        }
        "Escape" if draft.with_untracked(Option::is_some) => {
            event.stop_propagation();
            event.prevent_default();
            preview(&session.get_value().1);
            wrong.set(None);
            draft.set(None);
        }
        _ => {}
    };
    let message = move || {
        let text = text.get();
        let left =
            refused.get().filter(|(shown, _)| *shown == text).map(|(_, why)| format!("Not taken. {why}"));
        let still = if text.is_empty() { "no number".to_owned() } else { text };
        let typing = wrong.get().map(|why| format!("Not {} yet; results show {still}. {why}", number.sort()));
        typing.or(left).map(|says| el("p").class("field-wrong").child(says))
    };
    let field = el("input")
        .attr("id", &input_id)
        .class("field-input")
        .attr("data-number", number.field_key())
        .attr("type", "text")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .prop("value", move || draft.get().unwrap_or_else(|| text.get()))
        .attr("aria-invalid", move || if wrong.with(Option::is_some) { "true" } else { "false" })
        .attr("aria-describedby", &note_id)
        .on("focus", focus)
        .on("input", input)
        .on("blur", move |_| settle())
        .on_key(key);
    el("div")
        .class("field")
        .child(el("label").class("field-label").attr("for", &input_id).child(label))
        .child(
            el("div")
                .class("field-box")
                .child(field)
                .child(el("span").class("field-unit").child(number.unit())),
        )
        .child(origin(ws, number))
        .child(el("div").attr("id", &note_id).class("field-note").attr("aria-live", "polite").child(message))
}

/// A field for a share or probability.
pub fn probability_field(ws: Workspace, field: ProbabilityField) -> Element {
    number_field(ws, Number::Probability(field))
}

/// A field for a length of time.
pub fn duration_field(ws: Workspace, field: DurationField) -> Element {
    number_field(ws, Number::Duration(field))
}

/// A field for an amount of money.
pub fn money_field(ws: Workspace, field: MoneyField) -> Element {
    number_field(ws, Number::Money(field))
}

/// A field for an amount of data.
pub fn volume_field(ws: Workspace, field: VolumeField) -> Element {
    number_field(ws, Number::Volume(field))
}

/// A field for how often a mode happens.
pub fn rate_field(ws: Workspace, mode: Id) -> Element {
    number_field(ws, Number::Rate(mode))
}

/// A field for a journey's objective.
pub fn objective_field(ws: Workspace, journey: Id) -> Element {
    number_field(ws, Number::Objective(journey))
}

/// A field for a component's replicas.
pub fn replicas_field(ws: Workspace, component: Id) -> Element {
    number_field(ws, Number::Replicas(component))
}

/// A field for how many replicas a component needs.
pub fn needed_field(ws: Workspace, component: Id) -> Element {
    number_field(ws, Number::Needed(component))
}
