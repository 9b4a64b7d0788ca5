//! The catalogue of kinds as a person searches it.

use leptos::prelude::*;

use super::{Desk, grow};
use crate::model::catalogue::{Family, KINDS, Kind, Vendor};
use crate::quantity::{Unavailability, text};
use crate::ui::primitives::{Offered, choose, dialog, fresh_id, typed};

/// The catalogue as a dialog: choosing a kind adds a component of it.
pub fn catalogue(desk: Desk, open: RwSignal<bool>) -> AnyView {
    dialog(|| "Add a component".into(), open, move || shelves(desk, open))
}

fn shelves(desk: Desk, open: RwSignal<bool>) -> AnyView {
    let search = RwSignal::new(String::new());
    let family = RwSignal::new(String::new());
    let vendor = RwSignal::new(String::new());
    let add = Callback::new(move |kind: &'static Kind| {
        open.set(false);
        desk.add(desk.ws.peek(|plan| grow::component(plan, kind)));
    });
    let found = Memo::new(move |_| {
        let family = Family::ALL.into_iter().find(|f| family.with(|name| f.name() == name));
        let vendor = Vendor::ALL.into_iter().find(|v| vendor.with(|name| v.name() == name));
        let found = search.with(|search| found(search, family, vendor));
        found.iter().map(|kind| kind.key).collect::<Vec<_>>()
    });
    let rows = move || {
        let kinds = found.get().into_iter().filter_map(Kind::by_key);
        kinds.map(|kind| row(kind, add)).collect::<Vec<_>>()
    };
    let offer = |any: &str, names: &[&str]| {
        let any = Offered::new("", any);
        core::iter::once(any).chain(names.iter().map(|name| Offered::new(*name, *name))).collect::<Vec<_>>()
    };
    let families = offer("anything", &Family::ALL.map(Family::name));
    let vendors = offer("anybody", &Vendor::ALL.map(Vendor::name));
    let id = fresh_id();
    view! {
        <div class="catalogue-search">
            <div class="field">
                <label class="field-label" for=id.clone()>
                    "Search"
                </label>
                <input
                    id=id
                    class="field-input boxed"
                    type="search"
                    placeholder="database, queue, AWS"
                    autofocus
                    on:input=move |event| search.set(typed(&event))
                />
            </div>
            {choose("What it does".into(), families, family.into(), move |name| family.set(name))}
            {choose("From".into(), vendors, vendor.into(), move |name| vendor.set(name))}
        </div>
        <p class="hint" role="status">
            {move || match found.with(Vec::len) {
                0 => "No kind fits: search for less, or take another family or vendor".to_owned(),
                1 => "1 kind".to_owned(),
                n => format!("{n} kinds"),
            }}
            ". An SLA is a contract that pays credits, not a prediction."
        </p>
        <ul class="kinds">{rows}</ul>
    }
    .into_any()
}

fn row(kind: &'static Kind, add: Callback<&'static Kind>) -> AnyView {
    view! {
        <li>
            <button type="button" class="kind" on:click=move |_| add.run(kind)>
                <strong>{kind.name}</strong>
                <span class="kind-sla">{sla(kind)}</span>
                <span>{[kind.vendor.name(), " · ", kind.family.name(), " · ", &modes(kind)].concat()}</span>
                <small>{kind.sla.map_or("", |sla| sla.source)}</small>
            </button>
        </li>
    }
    .into_any()
}

/// The kinds of a family and a vendor (both when given) whose words hold every searched word.
pub fn found(search: &str, family: Option<Family>, vendor: Option<Vendor>) -> Vec<&'static Kind> {
    let search = search.to_lowercase();
    let fits = |kind: &&Kind| {
        let words = [kind.name, " ", kind.key, " ", kind.family.name(), " ", kind.vendor.name()].concat();
        let words = words.to_lowercase();
        family.is_none_or(|f| f == kind.family)
            && vendor.is_none_or(|v| v == kind.vendor)
            && search.split_whitespace().all(|word| words.contains(word))
    };
    KINDS.iter().filter(fits).collect()
}

/// "SLA 99.95 %", where there is a contract.
pub fn sla(kind: &Kind) -> String {
    kind.sla.map_or_else(String::new, |sla| {
        // A contract may promise what no system keeps.
        match sla.unavailability > 0.0 {
            true => ["SLA ", &text::percent_available(Unavailability::clamped(sla.unavailability))].concat(),
            false => "SLA allows no downtime".into(),
        }
    })
}

/// The names of the failure modes that come with a kind: "fails by instance loss, bad release".
pub fn modes(kind: &Kind) -> String {
    let names: Vec<&str> = kind.modes.iter().map(|mode| mode.name).collect();
    if names.is_empty() {
        "comes without failure modes".into()
    } else {
        ["fails by ", &names.join(", ")].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_searched_word_counts() {
        assert_eq!(found("", None, None).len(), KINDS.len());
        assert!(found("azure database", None, None).iter().all(|k| k.vendor == Vendor::Azure));
        assert!(!found("azure database", None, None).is_empty());
        assert!(found("no such thing", None, None).is_empty());
        let aws = found("", Some(Family::Compute), Some(Vendor::Aws));
        assert!(
            !aws.is_empty() && aws.iter().all(|k| k.family == Family::Compute && k.vendor == Vendor::Aws)
        );
    }

    #[test]
    fn every_kind_says_how_it_fails() {
        assert!(KINDS.iter().all(|kind| modes(kind).starts_with("fails by ")));
    }
}
