//! What can be added, and which journey is looked at.

use leptos::prelude::*;

use super::Desk;
use super::{grow, shelf};
use crate::model::{Id, Place, Plan, Target};
use crate::ui::primitives::{self, Offered};

/// The row of buttons above the topology.
pub fn toolbar(desk: Desk) -> AnyView {
    let open = RwSignal::new(false);
    let add = move |edit: Option<crate::model::Edit>| {
        if let Some(edit) = edit {
            desk.add(edit);
        }
    };
    let zone = move |_| {
        add(desk.ws.peek(|plan| region_of(plan, desk.selected_now()).map(|region| grow::zone(plan, region))));
    };
    let mode = move |_| add(desk.ws.peek(|plan| grow::mode(plan, target_of(desk.selected_now()))));
    view! {
        <div class="toolbar" role="toolbar" aria-label="Design">
            <button type="button" class="button primary" on:click=move |_| open.set(true)>
                "Add component"
            </button>
            <button type="button" class="button" on:click=move |_| add(Some(desk.ws.peek(grow::region)))>
                "Add region"
            </button>
            <button type="button" class="button" on:click=zone>
                "Add zone"
            </button>
            <button type="button" class="button" on:click=move |_| add(desk.ws.peek(grow::journey))>
                "Add journey"
            </button>
            <button type="button" class="button" on:click=mode>
                "Add failure mode"
            </button>
            {journey_filter(desk)}
        </div>
        {shelf::catalogue(desk, open)}
    }
    .into_any()
}

fn journey_filter(desk: Desk) -> AnyView {
    let journeys = desk.ws.derive(|plan| {
        let all = Offered::new("", "all");
        let journeys = plan.journeys.iter().map(|j| Offered::new(j.id.as_str(), j.name.as_str()));
        core::iter::once(all).chain(journeys).collect::<Vec<_>>()
    });
    let chosen = Signal::derive(move || desk.journey().map(|id| id.to_string()).unwrap_or_default());
    let choose = move |key: String| desk.ws.journey.set(Id::new(&key).ok());
    view! {
        <div class="journey-filter">
            {move || primitives::choose("Journey".into(), journeys.get(), chosen, choose)}
        </div>
    }
    .into_any()
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
