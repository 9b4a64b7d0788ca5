//! Fields for words, and what all fields share.

use core::sync::atomic::{AtomicU32, Ordering};

use leptos::ev::{Event, KeyboardEvent};
use leptos::prelude::*;

use crate::ui::browser::dom;
use crate::ui::browser::element::{Element, el};

/// An identity for an element, never given twice on a page.
pub fn fresh_id() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("f{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// What stands in the field that an event comes from.
pub fn typed(event: &Event) -> String {
    event_target_value(event)
}

/// A field for words. What was typed is committed by Enter or by leaving; Escape takes it back.
///
/// Words that do not fit (`commit` gives `false`, as a refused
/// [`dispatch`](crate::ui::workspace::Workspace::dispatch) does) give way to the old ones.
pub fn text_field(
    label: &str,
    current: Signal<String>,
    max: usize,
    commit: impl Fn(String) -> bool + 'static,
) -> Element {
    let id = fresh_id();
    el("div")
        .class("field")
        .child(el("label").class("field-label").attr("for", &id).child(label))
        .child(text_input(&id, "field-input boxed", current, max, commit))
}

/// The input of a [`text_field`] alone; label it yourself with `for=id`.
pub fn text_input(
    id: &str,
    class: &str,
    current: Signal<String>,
    max: usize,
    commit: impl Fn(String) -> bool + 'static,
) -> Element {
    let draft = RwSignal::new(None::<String>);
    let change = move |event: Event| {
        let words = typed(&event).trim().to_owned();
        if current.try_get_untracked().is_some_and(|current| current != words) {
            commit(words);
        }
        draft.try_set(None);
    };
    let key = move |event: KeyboardEvent| match event.key().as_str() {
        "Escape" if draft.with_untracked(Option::is_some) => {
            event.prevent_default();
            event.stop_propagation();
            draft.set(None);
        }
        "Enter" => dom::leave(&event),
        _ => {}
    };
    el("input")
        .attr("id", id)
        .class(class)
        .attr("type", "text")
        .attr("autocomplete", "off")
        .attr("maxlength", max.to_string())
        .prop("value", move || draft.get().unwrap_or_else(|| current.get()))
        .on("input", move |event| draft.set(Some(typed(&event))))
        .on("change", change)
        .on_key(key)
}
