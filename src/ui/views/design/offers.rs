//! A list to choose from whose offers change while somebody uses it.

use leptos::prelude::*;

use crate::ui::browser::element::{Element, el};
use crate::ui::primitives::{Offered, fresh_id, typed};

/// The same as [`choose`](crate::ui::primitives::choose), but what is offered is followed: the list keeps
/// the focus, and what stays offered stays.
pub fn choose_among(
    label: &str,
    offered: impl Fn() -> Vec<Offered> + 'static,
    current: Signal<String>,
    on: impl Fn(String) + 'static,
) -> Element {
    let id = fresh_id();
    let asked = RwSignal::new(());
    let option = move |Offered { key, name }: Offered| {
        let option = el("option").attr("value", &key).child(name);
        // The property, not the attribute: an option that was once picked by hand ignores the attribute.
        option.prop("selected", move || {
            asked.track();
            current.get() == key
        })
    };
    let change = move |event| {
        on(typed(&event));
        asked.try_set(()); // a choice that was refused gives way to the one that stays
    };
    let list = el("select").attr("id", &id).class("field-input boxed").on("change", change);
    el("div")
        .class("field")
        .child(el("label").class("field-label").attr("for", &id).child(label))
        .child(list.each(offered, option))
}
