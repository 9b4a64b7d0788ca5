//! The catalogue: choosing a kind for a new component.

use leptos::html;
use leptos::prelude::*;

use super::Desk;
use super::{grow, shelf};
use crate::model::catalogue::{Family, Kind, Vendor};

/// The catalogue as a dialog, opened through its element.
pub fn catalogue(desk: Desk, dialog: NodeRef<html::Dialog>) -> AnyView {
    let search = RwSignal::new(String::new());
    let family = RwSignal::new(None::<Family>);
    let vendor = RwSignal::new(None::<Vendor>);
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let add = Callback::new(move |kind: &'static Kind| {
        desk.add(desk.plan_now(|plan| grow::component(plan, kind)));
        close();
    });
    let found = Memo::new(move |_| {
        let found = search.with(|search| shelf::found(search, family.get(), vendor.get()));
        found.iter().map(|kind| kind.key).collect::<Vec<_>>()
    });
    let rows = move || {
        let kinds = found.get().into_iter().filter_map(Kind::by_key);
        kinds.map(|kind| row(kind, add)).collect::<Vec<_>>()
    };
    let families = Family::ALL.iter().map(|f| view! { <option value=f.name()>{f.name()}</option> });
    let vendors = Vendor::ALL.iter().map(|v| view! { <option value=v.name()>{v.name()}</option> });
    let choose_family = move |event| {
        let name = event_target_value(&event);
        family.set(Family::ALL.into_iter().find(|f| f.name() == name));
    };
    let choose_vendor = move |event| {
        let name = event_target_value(&event);
        vendor.set(Vendor::ALL.into_iter().find(|v| v.name() == name));
    };
    view! {
        <dialog class="dialog catalogue" node_ref=dialog aria-labelledby="catalogue-title">
            <header class="catalogue-head">
                <h2 id="catalogue-title">"Add a component"</h2>
                <button type="button" class="button" on:click=move |_| close()>
                    "Close"
                </button>
                <label class="field">
                    <span class="field-label">"Search"</span>
                    <input
                        type="search"
                        placeholder="postgres, queue, identity"
                        prop:value=move || search.get()
                        on:input=move |event| search.set(event_target_value(&event))
                    />
                </label>
                <label class="field">
                    <span class="field-label">"What it does"</span>
                    <select on:change=choose_family>
                        <option value="">"anything"</option>
                        {families.collect::<Vec<_>>()}
                    </select>
                </label>
                <label class="field">
                    <span class="field-label">"From"</span>
                    <select on:change=choose_vendor>
                        <option value="">"anybody"</option>
                        {vendors.collect::<Vec<_>>()}
                    </select>
                </label>
                <p class="hint" role="status">
                    {move || [&found.with(Vec::len).to_string(), " kinds"].concat()}
                    ". An SLA is a contract that pays credits, not a prediction."
                </p>
            </header>
            <ul class="kinds">{rows}</ul>
        </dialog>
    }
    .into_any()
}

fn row(kind: &'static Kind, add: Callback<&'static Kind>) -> AnyView {
    let (sla, source) = (shelf::sla(kind), kind.sla.map_or("", |sla| sla.source));
    view! {
        <li>
            <button type="button" class="kind" on:click=move |_| add.run(kind)>
                <strong>{kind.name}</strong>
                <span>{[kind.vendor.name(), " · ", kind.family.name()].concat()}</span>
                <span class="kind-sla">{sla}</span>
                <small>{shelf::modes(kind)}</small>
                <small>{source}</small>
            </button>
        </li>
    }
    .into_any()
}
