//! Closed choices: a list, a row of segments, a switch.

use leptos::prelude::*;

use super::text::{fresh_id, typed};
use crate::model::Choice;
use crate::ui::browser::element::{Element, el};

/// One of the values that are offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offered {
    /// What is handed back when it is chosen.
    pub key: String,
    /// The words people read.
    pub name: String,
}

impl Offered {
    /// A value with its words.
    pub fn new(key: impl Into<String>, name: impl Into<String>) -> Self {
        Self { key: key.into(), name: name.into() }
    }

    /// Every value of a closed choice.
    pub fn all<C: Choice>() -> Vec<Self> {
        C::ALL.iter().map(|choice| Self::new(choice.key(), choice.name())).collect()
    }
}

/// A list to choose from, by key.
pub fn choose(
    label: &str,
    offered: Vec<Offered>,
    current: Signal<String>,
    on: impl Fn(String) + 'static,
) -> Element {
    let id = fresh_id();
    let asked = RwSignal::new(());
    let option = move |Offered { key, name }| {
        let option = el("option").attr("value", &key).child(name);
        // The property, not the attribute: an option that was once picked by hand ignores the attribute.
        option.prop("selected", move || {
            asked.track();
            current.get() == key
        })
    };
    let options: Vec<Element> = offered.into_iter().map(option).collect();
    let change = move |event| {
        on(typed(&event));
        asked.try_set(()); // a choice that was refused gives way to the one that stays
    };
    el("div")
        .class("field")
        .child(el("label").class("field-label").attr("for", &id).child(label))
        .child(el("select").attr("id", id).class("field-input boxed").on("change", change).child(options))
}

/// A list to choose from, of a closed choice of the model.
pub fn select_field<C: Choice + Send + Sync>(
    label: &str,
    current: Signal<C>,
    on: impl Fn(C) + 'static,
) -> Element {
    let key = Signal::derive(move || current.get().key().to_owned());
    choose(label, Offered::all::<C>(), key, move |key| {
        if let Some(choice) = C::from_key(&key) {
            on(choice);
        }
    })
}

/// A row of segments, one of them pressed: for two to four short choices.
pub fn segmented(
    label: &str,
    offered: Vec<Offered>,
    current: Signal<String>,
    on: impl Fn(String) + Clone + 'static,
) -> Element {
    let segment = |Offered { key, name }| {
        let (on, value) = (on.clone(), key.clone());
        el("button")
            .attr("type", "button")
            .attr("aria-pressed", move || if current.get() == key { "true" } else { "false" })
            .on_click(move |_| on(value.clone()))
            .child(name)
    };
    let segments: Vec<Element> = offered.into_iter().map(segment).collect();
    el("div").class("segmented").attr("role", "group").attr("aria-label", label).child(segments)
}

/// A switch.
pub fn toggle(label: &str, current: Signal<bool>, on: impl Fn(bool) + 'static) -> Element {
    let asked = RwSignal::new(());
    let checked = move || {
        asked.track();
        current.get()
    };
    let change = move |event| {
        on(event_target_checked(&event));
        asked.try_set(());
    };
    let input = el("input").attr("type", "checkbox").prop("checked", checked).on("change", change);
    el("label").class("toggle").child(input).child(el("span").child(label))
}
