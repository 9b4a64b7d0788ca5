//! What can be added, and which journey is looked at.

use leptos::prelude::*;

use super::offers::choose_among;
use super::{Desk, grow, shelf};
use crate::model::{Edit, Id, Place, Plan, Target};
use crate::ui::browser::element::{Element, button, el};
use crate::ui::primitives::Offered;

/// What a button adds to a plan of which something is selected.
type Adding = fn(&Plan, Place) -> Option<Edit>;

/// The row of buttons above the topology, and the catalogue that one of them opens.
pub fn toolbar(desk: Desk) -> [Element; 2] {
    let open = RwSignal::new(false);
    let adding: [(&str, Adding); 4] = [
        ("Add region", |plan, _| Some(grow::region(plan))),
        ("Add zone", |plan, selected| region_of(plan, selected).map(|region| grow::zone(plan, region))),
        ("Add journey", |plan, _| grow::journey(plan)),
        ("Add failure mode", |plan, selected| grow::mode(plan, target_of(selected))),
    ];
    let adding = adding.map(|(words, edit)| {
        let add = move |_| {
            if let Some(edit) = desk.ws.peek(|plan| edit(plan, desk.selected_now())) {
                desk.add(edit);
            }
        };
        button("button").on_click(add).child(words)
    });
    let bar = el("div")
        .class("toolbar")
        .attr("role", "toolbar")
        .attr("aria-label", "Design")
        .child(button("button primary").on_click(move |_| open.set(true)).child("Add component"))
        .child(adding)
        .child(journey_filter(desk));
    [bar, shelf::catalogue(desk, open)]
}

fn journey_filter(desk: Desk) -> Element {
    let journeys = move || {
        desk.plan(|plan| {
            let all = Offered::new("", "all");
            let journeys = plan.journeys.iter().map(|j| Offered::new(j.id.as_str(), j.name.as_str()));
            core::iter::once(all).chain(journeys).collect()
        })
    };
    let chosen = Signal::derive(move || desk.journey().map(|id| id.to_string()).unwrap_or_default());
    let choose = move |key: String| desk.ws.journey.set(Id::new(&key).ok());
    el("div").class("journey-filter").child(choose_among("Journey", journeys, chosen, choose))
}

/// The region that a new zone goes to: the selected one, that of the selected zone, or the last.
fn region_of(plan: &Plan, selected: Place) -> Option<Id> {
    let chosen = match selected {
        Place::Region(id) => Some(id),
        Place::Zone(id) => plan.regions.iter().find(|r| r.zones.iter().any(|z| z.id == id)).map(|r| r.id),
        _ => None,
    };
    chosen.or_else(|| plan.regions.last().map(|r| r.id))
}

/// What a new failure mode fails: what is selected, or the whole service.
fn target_of(selected: Place) -> Target {
    match selected {
        Place::Component(id) => Target::Component(id),
        Place::Region(id) => Target::Region(id),
        _ => Target::Domain,
    }
}
