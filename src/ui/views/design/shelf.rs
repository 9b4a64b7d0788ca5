//! The catalogue of kinds as a person searches it.

use leptos::prelude::*;

use super::{Desk, grow};
use crate::model::catalogue::{Family, KINDS, Kind, Vendor};
use crate::quantity::{Unavailability, text};
use crate::ui::browser::element::{Element, button, el};
use crate::ui::primitives::{Offered, choose, dialog, fresh_id, typed};

/// The catalogue as a dialog: choosing a kind adds a component of it.
pub fn catalogue(desk: Desk, open: RwSignal<bool>) -> Element {
    dialog(|| "Add a component".into(), open, move || shelves(desk, open))
}

fn shelves(desk: Desk, open: RwSignal<bool>) -> Element {
    let search = RwSignal::new(String::new());
    let family = RwSignal::new(String::new());
    let vendor = RwSignal::new(String::new());
    let add = move |kind: &Kind| {
        open.set(false);
        desk.add(desk.ws.peek(|plan| grow::component(plan, kind)));
    };
    let found = move || {
        let family = Family::ALL.into_iter().find(|f| family.with(|name| f.name() == name));
        let vendor = Vendor::ALL.into_iter().find(|v| vendor.with(|name| v.name() == name));
        search.with(|search| found(search, family, vendor))
    };
    // It is read out: only when it has become another.
    let count = Memo::new(move |_| match found().len() {
        0 => "No kind fits: search for less, or take another family or vendor".to_owned(),
        1 => "1 kind".to_owned(),
        n => [&n.to_string(), " kinds"].concat(),
    });
    let rows = move || {
        let row = |kind: &'static Kind| el("li").child(shown(kind).on_click(move |_| add(kind)));
        found().into_iter().map(row).collect::<Vec<Element>>()
    };
    let hint = el("p")
        .class("hint")
        .attr("role", "status")
        .child(move || count.get())
        .child(". An SLA is a contract that pays credits, not a prediction.");
    // Its parts stand in the dialog's own grid.
    el("div")
        .style("display", "contents")
        .child(searching(search, family, vendor))
        .child(hint)
        .child(el("ul").class("kinds").child(rows))
}

fn searching(search: RwSignal<String>, family: RwSignal<String>, vendor: RwSignal<String>) -> Element {
    let offer = |any: &str, names: &[&str]| {
        let any = Offered::new("", any);
        core::iter::once(any).chain(names.iter().map(|name| Offered::new(*name, *name))).collect::<Vec<_>>()
    };
    let families = offer("anything", &Family::ALL.map(Family::name));
    let vendors = offer("anybody", &Vendor::ALL.map(Vendor::name));
    let id = fresh_id();
    let input = el("input")
        .attr("id", &id)
        .class("field-input boxed")
        .attr("type", "search")
        .attr("placeholder", "database, queue, AWS")
        .attr("autofocus", true)
        .on("input", move |event| search.set(typed(&event)));
    let words = el("div")
        .class("field")
        .child(el("label").class("field-label").attr("for", &id).child("Search"))
        .child(input);
    el("div")
        .class("catalogue-search")
        .child(words)
        .child(choose("What it does", families, family.into(), move |name| family.set(name)))
        .child(choose("From", vendors, vendor.into(), move |name| vendor.set(name)))
}

fn shown(kind: &Kind) -> Element {
    let words = [kind.vendor.name(), " · ", kind.family.name(), " · ", &modes(kind)].concat();
    button("kind")
        .child(el("strong").child(kind.name))
        .child(el("span").class("kind-sla").child(sla(kind)))
        .child(el("span").child(words))
        .child(el("small").child(kind.sla.map_or("", |sla| sla.source)))
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
