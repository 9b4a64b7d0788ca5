//! Closed choices: a list, a row of segments, a switch.

use leptos::prelude::*;

use super::text::{fresh_id, typed};
use crate::model::Choice;

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
    label: String,
    offered: Vec<Offered>,
    current: Signal<String>,
    on: impl Fn(String) + 'static,
) -> AnyView {
    let id = fresh_id();
    let asked = RwSignal::new(());
    let options = offered
        .into_iter()
        .map(|Offered { key, name }| {
            let value = key.clone();
            // The property, not the attribute: an option that was once picked by hand ignores the attribute.
            let selected = move || {
                asked.track();
                current.get() == key
            };
            view! { <option value=value prop:selected=selected>{name}</option> }
        })
        .collect_view();
    let change = move |event| {
        on(typed(&event));
        asked.try_set(()); // a choice that was refused gives way to the one that stays
    };
    view! {
        <div class="field">
            <label class="field-label" for=id.clone()>{label}</label>
            <select id=id class="field-input boxed" on:change=change>{options}</select>
        </div>
    }
    .into_any()
}

/// A list to choose from, of a closed choice of the model.
pub fn select_field<C: Choice + Send + Sync>(
    label: &str,
    current: Signal<C>,
    on: impl Fn(C) + 'static,
) -> AnyView {
    let key = Signal::derive(move || current.get().key().to_owned());
    choose(label.to_owned(), Offered::all::<C>(), key, move |key| {
        if let Some(choice) = C::from_key(&key) {
            on(choice);
        }
    })
}

/// A row of segments, one of them pressed: for two to four short choices.
pub fn segmented(
    label: String,
    offered: Vec<Offered>,
    current: Signal<String>,
    on: impl Fn(String) + Clone + 'static,
) -> AnyView {
    let buttons = offered
        .into_iter()
        .map(|Offered { key, name }| {
            let (on, value) = (on.clone(), key.clone());
            view! {
                <button
                    type="button"
                    aria-pressed=move || if current.get() == key { "true" } else { "false" }
                    on:click=move |_| on(value.clone())
                >{name}</button>
            }
        })
        .collect_view();
    view! { <div class="segmented" role="group" aria-label=label>{buttons}</div> }.into_any()
}

/// A switch.
pub fn toggle(label: String, current: Signal<bool>, on: impl Fn(bool) + 'static) -> AnyView {
    let asked = RwSignal::new(());
    let checked = move || {
        asked.track();
        current.get()
    };
    let change = move |event| {
        on(event_target_checked(&event));
        asked.try_set(());
    };
    view! {
        <label class="toggle">
            <input type="checkbox" prop:checked=checked on:change=change />
            <span>{label}</span>
        </label>
    }
    .into_any()
}
