//! Inputs over values and choices: one for each, driven by data.

use leptos::prelude::*;

use super::Desk;
use super::numbers::Value;
use super::picks::Pick;

/// An input for a value. Every keystroke that makes a valid value is an edit; all of them while the
/// input has the focus are one step to undo. What cannot be read is said beside it and changes nothing.
/// It shows the likely value with its range beside it; with the focus, the exact text of all of it.
pub fn value_field(desk: Desk, value: Value) -> AnyView {
    let shown = Memo::new(move |_| desk.plan(|plan| value.shown(plan)).unwrap_or_default());
    let draft = RwSignal::new(None::<String>);
    let wrong = RwSignal::new(None::<String>);
    let begun = StoredValue::new(false);
    let typed = move |event| {
        let typed = event_target_value(&event);
        match desk.plan_now(|plan| value.read(plan, &typed)) {
            Ok(edit) => wrong.set(desk.retry(edit, begun.get_value()).err()),
            Err(reason) => wrong.set(Some(reason)),
        }
        if wrong.with_untracked(Option::is_none) {
            begun.set_value(true);
        }
        draft.set(Some(typed));
    };
    let begin = move |_| draft.set(desk.plan_now(|plan| value.text(plan)));
    let done = move |_| {
        draft.set(None);
        wrong.set(None);
        begun.set_value(false);
    };
    view! {
        <label class="field">
            <span class="field-label">{value.label()}</span>
            <input
                type="text"
                autocomplete="off"
                spellcheck="false"
                prop:value=move || draft.get().unwrap_or_else(|| shown.get().0)
                aria-invalid=move || if wrong.with(Option::is_some) { "true" } else { "false" }
                on:input=typed
                on:focus=begin
                on:blur=done
            />
            <small class="field-unit">{move || beside(shown.get().1, value.unit())}</small>
            <small class="field-wrong" role="status">{move || wrong.get()}</small>
        </label>
    }
    .into_any()
}

fn beside(range: String, unit: &'static str) -> String {
    let gap = if range.is_empty() || unit.is_empty() { "" } else { " " };
    [&range, gap, unit].concat()
}

/// A list to choose from.
pub fn pick_field(desk: Desk, pick: Pick) -> AnyView {
    let items = Memo::new(move |_| desk.plan(|plan| pick.items(plan)));
    let options = move || {
        let items = items.get().into_iter();
        let option = items.map(|item| {
            view! {
                <option value=item.key selected=item.chosen>
                    {item.name}
                </option>
            }
        });
        option.collect::<Vec<_>>()
    };
    let chosen = move |event| {
        if let Some(edit) = pick.edit(&event_target_value(&event)) {
            desk.edit(edit);
        }
    };
    view! {
        <label class="field">
            <span class="field-label">{pick.label()}</span>
            <select on:change=chosen>{options}</select>
        </label>
    }
    .into_any()
}
