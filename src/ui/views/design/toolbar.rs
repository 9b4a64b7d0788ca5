//! What can be added, and which journey is looked at.

use leptos::html;
use leptos::prelude::*;

use super::Desk;
use super::dialog::catalogue;
use super::grow;
use crate::model::{Id, Place, Plan, Target};

/// The row of buttons above the topology.
pub fn toolbar(desk: Desk) -> AnyView {
    let dialog = NodeRef::<html::Dialog>::new();
    let open = move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            let _ = dialog.show_modal();
        }
    };
    let add = move |edit: Option<crate::model::Edit>| {
        if let Some(edit) = edit {
            desk.add(edit);
        }
    };
    let zone = move |_| {
        add(desk.plan_now(|plan| region_of(plan, desk.selected_now()).map(|region| grow::zone(plan, region))));
    };
    let mode = move |_| add(desk.plan_now(|plan| grow::mode(plan, target_of(desk.selected_now()))));
    view! {
        <div class="toolbar" role="toolbar" aria-label="Design">
            <button type="button" class="button primary" on:click=open>
                "Add component"
            </button>
            <button type="button" class="button" on:click=move |_| add(Some(desk.plan_now(grow::region)))>
                "Add region"
            </button>
            <button type="button" class="button" on:click=zone>
                "Add zone"
            </button>
            <button type="button" class="button" on:click=move |_| add(desk.plan_now(grow::journey))>
                "Add journey"
            </button>
            <button type="button" class="button" on:click=mode>
                "Add failure mode"
            </button>
            {journey_filter(desk)}
        </div>
        {catalogue(desk, dialog)}
    }
    .into_any()
}

fn journey_filter(desk: Desk) -> AnyView {
    let journeys = Memo::new(move |_| {
        desk.plan(|plan| plan.journeys.iter().map(|j| (j.id, j.name.clone())).collect::<Vec<_>>())
    });
    let options = move || {
        let chosen = desk.journey();
        let option = |(id, name): (Id, String)| {
            view! {
                <option value=id.to_string() selected=chosen == Some(id)>
                    {name}
                </option>
            }
        };
        journeys.get().into_iter().map(option).collect::<Vec<_>>()
    };
    view! {
        <label class="journey-filter">
            "Journey: "
            <select on:change=move |event| desk.look_at(Id::new(&event_target_value(&event)).ok())>
                <option value="" selected=move || desk.journey().is_none()>
                    "all"
                </option>
                {options}
            </select>
        </label>
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
