//! Where to begin: what Tenfold answers, templates, plans of this browser, a file.

use core::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::View;
use crate::analysis::analyse;
use crate::model::templates::{Template, templates};
use crate::quantity::text;
use crate::ui::browser::store::{self, Kept};
use crate::ui::opening;
use crate::ui::shell::open_file;
use crate::ui::workspace::{Workspace, use_workspace};

/// How many stored plans are offered here.
const RECENT: usize = 5;

/// The view.
pub fn start() -> AnyView {
    let ws = use_workspace();
    let cards = templates().iter().map(|template| card(ws, template)).collect_view();
    view! {
        <section class="start stack">
            <h1>"Plan how many nines your users get"</h1>
            <ul class="answers-list">
                <li>"How many nines users get, and which few things spend the error budget."</li>
                <li>"What operations, practices and failover change, with the reason for every number."</li>
                <li>"What the next nine costs, and where buying more stops being worth it."</li>
            </ul>
            <h2>"Start from a template"</h2>
            <p class="muted">"It opens as a new plan. What you have changed stays stored under My plans."</p>
            <ul class="grid">{cards}</ul>
            <h2>"Go on with a plan"</h2>
            <p class="row">
                <button type="button" class="button" on:click=move |_| open_file(ws)>"Open file"</button>
                <button type="button" class="button" on:click=move |_| ws.view.set(View::Design)>
                    "Go on with " {ws.derive(|plan| plan.name.clone())}
                </button>
            </p>
            {recent(ws)}
        </section>
    }
    .into_any()
}

fn card(ws: Workspace, template: &'static Template) -> AnyView {
    // What it gives is worked out after the first paint.
    let result = RwSignal::new(String::new());
    let work_out = move || {
        if result.try_get_untracked().is_none() {
            return;
        }
        if let Some(service) = analyse(&(template.build)()).service {
            let (users, bad) = (service.unavailability, service.unavailability.bad_minutes_per_year());
            let says =
                format!("Users get {}, {} bad a year.", text::percent_available(users), text::duration(bad));
            result.try_set(says);
        }
    };
    set_timeout(work_out, Duration::from_millis(50));
    let take = move |_| {
        ws.open((template.build)());
        ws.view.set(View::Design);
    };
    view! {
        <li class="card stack">
            <h3>{template.name}</h3>
            <p>{template.lesson}</p>
            <p class="muted small">{result}</p>
            <p class="push-down">
                <button type="button" class="button" on:click=take>
                    "Use this" <span class="visually-hidden">": " {template.name}</span>
                </button>
            </p>
        </li>
    }
    .into_any()
}

/// The plans that were saved last.
fn recent(ws: Workspace) -> AnyView {
    let kept = RwSignal::new(Vec::<Kept>::new());
    spawn_local(async move {
        if let Ok(list) = store::list().await {
            kept.try_set(list);
        }
    });
    let rows = move || {
        let readable = kept.get().into_iter().filter_map(|kept| Some((kept.key, kept.stored.ok()?)));
        readable
            .take(RECENT)
            .map(|(key, stored)| {
                let open = move |_| opening::open_stored(ws, key.clone());
                view! { <li><button type="button" class="link" on:click=open>{stored.plan.name}</button></li> }
            })
            .collect_view()
    };
    view! { <ul class="stack recent" aria-label="Stored plans">{rows}</ul> }.into_any()
}
