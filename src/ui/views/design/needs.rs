//! What a component or a journey needs, and what needs it.

use leptos::prelude::*;

use super::Desk;
use super::grow;
use crate::model::{Edit, Id, Number, Place, ProbabilityField};
use crate::ui::primitives::{Offered, choose, labelled_number_field};

/// The needs of a component or a journey, to change.
pub fn needs(desk: Desk, place: Place) -> AnyView {
    let list = Memo::new(move |_| {
        desk.plan(|plan| {
            let named = |on| plan.name_at(Place::Component(on)).unwrap_or_default().to_owned();
            let needs = grow::needs(plan, place).iter();
            needs.map(|need| (need.on, named(need.on), need.degraded.is_some())).collect::<Vec<_>>()
        })
    });
    let rows = move || list.get().into_iter().map(|need| row(desk, place, need)).collect::<Vec<_>>();
    let free = desk.ws.derive(move |plan| {
        let free = grow::not_needed(plan, place).into_iter();
        let first = Offered::new("", "choose a component");
        core::iter::once(first)
            .chain(free.map(|(id, name)| Offered::new(id.as_str(), name)))
            .collect::<Vec<_>>()
    });
    let added = move |key: String| {
        if let Ok(on) = Id::new(&key) {
            desk.edit(grow::need(place, on, false));
        }
    };
    let none = Signal::stored(String::new());
    view! {
        <section class="inspector-group">
            <h3>"Needs"</h3>
            <ul class="needs">{rows}</ul>
            {move || choose("Add a need".into(), free.get(), none, added)}
            {needed_by(desk, place)}
        </section>
    }
    .into_any()
}

fn row(desk: Desk, place: Place, (on, name, optional): (Id, String, bool)) -> AnyView {
    let kind = [&name, ": required or optional"].concat();
    let remove = ["Remove the need of ", &name].concat();
    let without = ["Requests degraded without ", &name].concat();
    let degraded = Number::Probability(ProbabilityField::Degraded(place, on));
    let changed = move |event| desk.edit(grow::need(place, on, event_target_value(&event) == "optional"));
    view! {
        <li class="need">
            {desk.link(Place::Component(on), name)}
            <select class="field-input boxed" aria-label=kind on:change=changed>
                <option value="required" selected=!optional>
                    "required"
                </option>
                <option value="optional" selected=optional>
                    "optional"
                </option>
            </select>
            <button
                type="button"
                class="button quiet icon"
                aria-label=remove
                on:click=move |_| desk.edit(Edit::RemoveDependency(place, on))
            >
                "×"
            </button>
            {optional.then(|| labelled_number_field(desk.ws, degraded, without))}
        </li>
    }
    .into_any()
}

fn needed_by(desk: Desk, place: Place) -> AnyView {
    let Place::Component(id) = place else { return ().into_any() };
    let users = move || {
        let users = desk.plan(|plan| {
            let users = grow::needed_by(plan, id).into_iter();
            users.map(|p| (p, plan.name_at(p).unwrap_or_default().to_owned())).collect::<Vec<_>>()
        });
        if users.is_empty() {
            return view! { "nothing: no journey reaches it" }.into_any();
        }
        let link = |(place, name): (Place, String)| {
            view! {
                <button type="button" class="link" on:click=move |_| desk.select(place)>
                    {name}
                </button>
                " "
            }
        };
        users.into_iter().map(link).collect::<Vec<_>>().into_any()
    };
    view! { <p class="hint">"Needed by " {users}</p> }.into_any()
}
