//! The inspector: everything that can be changed about what is selected, and where its numbers come from.

use leptos::prelude::*;

use super::Desk;
use super::fields::{pick_field, value_field};
use super::numbers::{self, Group, Value};
use super::{findings, grow, needs, picks};
use crate::analysis::{Changed, ModeAnswer};
use crate::model::{Choice, Edit, Id, Part, Place, Placement, Target};
use crate::quantity::{Probability, Quantity, text};

/// The column on the right; on a phone a sheet at the bottom.
pub fn inspector(desk: Desk) -> AnyView {
    let open = RwSignal::new(false);
    let place = Memo::new(move |_| desk.selected());
    view! {
        <aside class="inspector" aria-label="Inspector" data-open=move || if open.get() { "true" } else { "false" }>
            <button
                type="button"
                class="inspector-handle"
                aria-expanded=move || if open.get() { "true" } else { "false" }
                on:click=move |_| open.update(|open| *open = !*open)
            >
                {move || desk.plan(|plan| plan.name_at(place.get()).unwrap_or("Routing").to_owned())}
            </button>
            <div class="inspector-body">{move || pane(desk, place.get())}</div>
        </aside>
    }
    .into_any()
}

/// Everything about one place. Built anew for another place, not for another number.
fn pane(desk: Desk, place: Place) -> AnyView {
    view! {
        {head(desk, place)}
        {move || findings::here(desk, place)}
        {move || timeline(desk, place)}
        {groups(desk, place)}
        {(place == Place::Plan).then(|| routing(desk))}
        {regions(desk, place)}
        {matches!(place, Place::Component(_) | Place::Journey(_)).then(|| needs::needs(desk, place))}
        {modes(desk, place)}
        {origins(desk, place)}
        {actions(desk, place)}
    }
    .into_any()
}

fn head(desk: Desk, place: Place) -> AnyView {
    let name = move || desk.plan(|plan| plan.name_at(place).unwrap_or_default().to_owned());
    view! {
        <header class="inspector-head">
            <h2>{name}</h2>
            <p>{move || desk.plan(|plan| grow::described(plan, place))}</p>
            {(place != Place::Plan)
                .then(|| {
                    view! {
                        <button type="button" class="link-button" on:click=move |_| desk.select(Place::Plan)>
                            "Back to the plan"
                        </button>
                    }
                })}
            {value_field(desk, Value::Name(place))}
        </header>
    }
    .into_any()
}

/// The values and choices of a place. Which ones there are is looked at anew, their inputs stay.
fn groups(desk: Desk, place: Place) -> AnyView {
    let groups =
        Memo::new(move |_| desk.plan(|plan| (numbers::groups(plan, place), picks::picks(plan, place))));
    let shown = move || {
        let (groups, picks) = groups.get();
        let group = |Group { title, values }: Group| {
            view! {
                <section class="inspector-group">
                    <h3>{title}</h3>
                    {values.into_iter().map(|value| value_field(desk, value)).collect::<Vec<_>>()}
                </section>
            }
            .into_any()
        };
        let picks = picks.into_iter().map(|pick| pick_field(desk, pick)).collect::<Vec<_>>();
        let mut shown: Vec<AnyView> = Vec::new();
        if !picks.is_empty() {
            shown.push(view! { <section class="inspector-group">{picks}</section> }.into_any());
        }
        shown.extend(groups.into_iter().map(group));
        shown
    };
    shown.into_any()
}

fn routing(desk: Desk) -> AnyView {
    view! {
        <section class="inspector-group">
            <h3>"Routing between regions"</h3>
            {groups(desk, Place::Routing)}
        </section>
    }
    .into_any()
}

/// The regions that a component stands in.
fn regions(desk: Desk, place: Place) -> AnyView {
    let Place::Component(id) = place else { return ().into_any() };
    let regions = Memo::new(move |_| {
        desk.plan(|plan| {
            let Some(component) = plan.component(id) else { return Vec::new() };
            if component.placement == Placement::Global || plan.regions.len() < 2 {
                return Vec::new();
            }
            let regions = plan.regions.iter();
            regions.map(|r| (r.id, r.name.clone(), component.stands_in(r.id))).collect::<Vec<_>>()
        })
    });
    let boxes = move || {
        let region = |(region, name, stands): (Id, String, bool)| {
            let toggled = move |_| {
                if let Some(edit) = desk.plan_now(|plan| grow::toggle_region(plan, id, region)) {
                    desk.edit(edit);
                }
            };
            view! {
                <label class="check">
                    <input type="checkbox" prop:checked=stands on:change=toggled />
                    {name}
                </label>
            }
        };
        regions.get().into_iter().map(region).collect::<Vec<_>>()
    };
    view! {
        <Show when=move || regions.with(|r| !r.is_empty())>
            <fieldset class="inspector-group">
                <legend>"Stands in"</legend>
                {boxes}
            </fieldset>
        </Show>
    }
    .into_any()
}

/// The failure modes of a place.
fn modes(desk: Desk, place: Place) -> AnyView {
    let target = match place {
        Place::Component(id) => Target::Component(id),
        Place::Region(id) => Target::Region(id),
        Place::Plan => Target::Domain,
        _ => return ().into_any(),
    };
    let rows = move || {
        let modes = desk.plan(|plan| {
            let modes = grow::modes_at(plan, place).into_iter();
            modes.map(|m| (m.id, m.name.clone(), text::rate(m.rate.likely().get()))).collect::<Vec<_>>()
        });
        let row = |(id, name, rate): (Id, String, String)| {
            let share = desk.answer(|a| {
                let mut parts = a.into_iter().flat_map(|a| &a.by_mode);
                parts.find(|part| part.key == Some(id)).map(|part| part.share)
            });
            let share = share.map_or_else(String::new, |share| {
                [" · ", &text::share(Probability::clamped(share)), " of the bad minutes"].concat()
            });
            view! {
                <li>
                    <button type="button" class="text-button" on:click=move |_| desk.select(Place::Mode(id))>
                        {name}
                    </button>
                    <small>{[rate, share].concat()}</small>
                </li>
            }
        };
        modes.into_iter().map(row).collect::<Vec<_>>()
    };
    let add = move |_| {
        if let Some(edit) = desk.plan_now(|plan| grow::mode(plan, target)) {
            desk.add(edit);
        }
    };
    view! {
        <section class="inspector-group">
            <h3>{if place == Place::Plan { "Shared fate" } else { "Ways it fails" }}</h3>
            <ul class="modes">{rows}</ul>
            <button type="button" class="link-button" on:click=add>
                "Add a failure mode"
            </button>
        </section>
    }
    .into_any()
}

/// The five parts of an outage as a bar, after practices, and what practices changed.
fn timeline(desk: Desk, place: Place) -> AnyView {
    let Place::Mode(id) = place else { return ().into_any() };
    let Some(mode) = desk.analysis(|a| a.modes.iter().find(|m| m.id == id).cloned()) else {
        return ().into_any();
    };
    let segment = |part: &Part| {
        let minutes = *mode.parts.get(*part);
        let grow = libm::ceil(minutes * 60.0).clamp(0.0, 1e9) as i64;
        view! {
            <span class="timeline-part" data-part=part.key() style:flex-grow=grow.to_string()></span>
        }
    };
    let word = |part: &Part| {
        view! {
            <li data-part=part.key()>
                <span class="legend-mark" aria-hidden="true"></span>
                {[part.name(), " ", &text::duration(*mode.parts.get(*part))].concat()}
            </li>
        }
    };
    view! {
        <section class="inspector-group">
            <h3>{["Lasts about ", &text::duration(mode.minutes)].concat()}</h3>
            <div class="timeline" aria-hidden="true">{Part::ALL.iter().map(segment).collect::<Vec<_>>()}</div>
            <ul class="timeline-words">{Part::ALL.iter().map(word).collect::<Vec<_>>()}</ul>
            {changes(&mode)}
        </section>
    }
    .into_any()
}

fn changes(mode: &ModeAnswer) -> AnyView {
    let change = |change: &crate::analysis::Change| {
        let of = |x: f64| match change.number {
            Changed::Rate => text::rate(x),
            Changed::Part(_) => text::duration(x),
            Changed::Share | Changed::Beta => text::share(Probability::clamped(x)),
        };
        let what = match change.number {
            Changed::Rate => "how often",
            Changed::Part(part) => part.name(),
            Changed::Share => "users touched",
            Changed::Beta => "common cause",
        };
        let name = change.practice.info().name;
        view! { <li>{[name, ": ", what, " ", &of(change.before), " → ", &of(change.after)].concat()}</li> }
    };
    if mode.changes.is_empty() {
        return view! { <p class="hint">"No practice changes it."</p> }.into_any();
    }
    view! { <ul class="hint">{mode.changes.iter().map(change).collect::<Vec<_>>()}</ul> }.into_any()
}

/// Where the numbers come from, one step away.
fn origins(desk: Desk, place: Place) -> AnyView {
    let rows = move || {
        let row = |origin: numbers::Origin| {
            view! {
                <dt>{origin.label}</dt>
                <dd>
                    {origin.basis}
                    {(!origin.note.is_empty()).then(|| view! { <small>{origin.note}</small> })}
                </dd>
            }
        };
        desk.plan(|plan| numbers::origins(plan, place)).into_iter().map(row).collect::<Vec<_>>()
    };
    if desk.plan_now(|plan| numbers::origins(plan, place).is_empty()) {
        return ().into_any();
    }
    view! {
        <details class="inspector-group">
            <summary>"Where these numbers come from"</summary>
            <dl class="origins">{rows}</dl>
        </details>
    }
    .into_any()
}

/// Moving, copying and removing.
fn actions(desk: Desk, place: Place) -> AnyView {
    if place == Place::Plan {
        return ().into_any();
    }
    let position = Memo::new(move |_| desk.plan(|plan| grow::position(plan, place)));
    let first = move || position.get().is_none_or(|(at, _)| at == 0);
    let last = move || position.get().is_none_or(|(at, count)| at + 1 >= count);
    let step = move |by: isize| {
        if let Some((at, _)) = position.get_untracked() {
            desk.edit(Edit::Move(place, at.saturating_add_signed(by)));
        }
    };
    view! {
        <footer class="inspector-actions">
            <button type="button" class="button" disabled=first on:click=move |_| step(-1)>
                "Move up"
            </button>
            <button type="button" class="button" disabled=last on:click=move |_| step(1)>
                "Move down"
            </button>
            <button type="button" class="button" on:click=move |_| desk.add(Edit::Duplicate(place))>
                "Duplicate"
            </button>
            <button type="button" class="button danger" on:click=move |_| desk.edit(Edit::Remove(place))>
                "Delete"
            </button>
        </footer>
    }
    .into_any()
}
