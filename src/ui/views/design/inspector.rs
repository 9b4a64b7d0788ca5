//! The inspector: everything that can be changed about what is selected, and where its numbers come from.

use leptos::prelude::*;

use super::Desk;
use super::numbers::{self, Group};
use super::picks::{self, Pick};
use super::{findings, grow, needs};
use crate::analysis::{Changed, ModeAnswer};
use crate::model::limits::{MAX_LESSON, MAX_NAME};
use crate::model::{Choice, Edit, Id, Part, Place, Placement, Target};
use crate::quantity::{Probability, Quantity, text};
use crate::ui::primitives::{choose, number_field, text_field, toggle};
use crate::ui::workspace::Offer;

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
                {move || desk.name(place.get())}
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
    let back = move || {
        view! {
            <button type="button" class="link" on:click=move |_| desk.select(Place::Plan)>
                "Back to the plan"
            </button>
        }
    };
    let renamed = move |name| desk.ws.dispatch(Edit::Rename(place, name));
    let named = place != Place::Routing;
    view! {
        <header class="inspector-head">
            <h2>{move || desk.name(place)}</h2>
            <p>{move || desk.plan(|plan| grow::described(plan, place))}</p>
            {(place != Place::Plan).then(back)}
        </header>
        <section class="inspector-group">
            {named
                .then(|| text_field("Name".into(), Signal::derive(move || desk.name(place)), MAX_NAME, renamed))}
            {(place == Place::Plan).then(|| lesson(desk))}
        </section>
    }
    .into_any()
}

fn lesson(desk: Desk) -> AnyView {
    let lesson = desk.ws.derive(|plan| plan.lesson.clone());
    text_field("Lesson".into(), lesson.into(), MAX_LESSON, move |l| desk.ws.dispatch(Edit::SetLesson(l)))
}

/// The choices and numbers of a place. Which ones there are is looked at anew, those that stay keep their fields.
fn groups(desk: Desk, place: Place) -> AnyView {
    let picks = desk.ws.derive(move |plan| picks::picks(plan, place));
    let groups = desk.ws.derive(move |plan| numbers::groups(plan, place));
    let group = move |Group { title, numbers }: Group| {
        view! {
            <section class="inspector-group">
                {(!title.is_empty()).then(|| view! { <h3>{title}</h3> })}
                {numbers.into_iter().map(|number| number_field(desk.ws, number)).collect::<Vec<_>>()}
            </section>
        }
        .into_any()
    };
    view! {
        <section class="inspector-group">
            <For each=move || picks.get() key=|pick| *pick children=move |pick| pick_field(desk, pick) />
        </section>
        {move || groups.get().into_iter().map(group).collect::<Vec<_>>()}
    }
    .into_any()
}

fn pick_field(desk: Desk, pick: Pick) -> AnyView {
    let offered = desk.ws.derive(move |plan| pick.offered(plan).0);
    let chosen = desk.ws.derive(move |plan| pick.offered(plan).1);
    let on = move |key: String| {
        if let Some(edit) = pick.edit(&key) {
            desk.edit(edit);
        }
    };
    let field = move || choose(pick.label().into(), offered.get(), chosen.into(), on);
    field.into_any()
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
            let toggled = move |_| match desk.ws.peek(|plan| grow::toggle_region(plan, id, region)) {
                Some(edit) => desk.edit(edit),
                None => desk.ws.say("A component stands in at least one region", Offer::Nothing, true),
            };
            toggle(name, Signal::stored(stands), toggled)
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
        let answer = desk.answer();
        let row = |(id, name, rate): (Id, String, String)| {
            let share = answer.as_ref().and_then(|a| a.by_mode.iter().find(|part| part.key == Some(id)));
            let share = share.map(|part| part.share);
            let share = share.map_or_else(String::new, |share| {
                [" · ", &text::share(Probability::clamped(share)), " of the bad minutes"].concat()
            });
            view! {
                <li>
                    {desk.link(Place::Mode(id), name)}
                    <small>{[rate, share].concat()}</small>
                </li>
            }
        };
        modes.into_iter().map(row).collect::<Vec<_>>()
    };
    let add = move |_| {
        if let Some(edit) = desk.ws.peek(|plan| grow::mode(plan, target)) {
            desk.add(edit);
        }
    };
    view! {
        <section class="inspector-group">
            <h3>{if place == Place::Plan { "Shared fate" } else { "Ways it fails" }}</h3>
            <ul class="modes">{rows}</ul>
            <button type="button" class="link" on:click=add>
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
            <span class="timeline-part" data-step=part.key() style:flex-grow=grow.to_string()></span>
        }
    };
    let word = |part: &Part| {
        view! {
            <li data-step=part.key()>
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
    if desk.ws.peek(|plan| numbers::origins(plan, place).is_empty()) {
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
            <button type="button" class="button danger" on:click=move |_| desk.ws.dispatch_with_undo(Edit::Remove(place))>
                "Delete"
            </button>
        </footer>
    }
    .into_any()
}
