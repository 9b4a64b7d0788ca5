//! Where to begin: what Tenfold answers, templates, plans of this browser, a file.

use core::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::View;
use crate::analysis::analyse;
use crate::model::templates::{Template, templates};
use crate::quantity::text;
use crate::ui::browser::element::{Element, button, el, follow_later};
use crate::ui::browser::store::{self, Kept};
use crate::ui::opening;
use crate::ui::saving::use_saver;
use crate::ui::shell::open_file;
use crate::ui::workspace::{Workspace, use_workspace};

/// How many stored plans are offered here.
const RECENT: usize = 5;

/// The view.
pub fn start() -> Element {
    let ws = use_workspace();
    let cards: Vec<Element> = templates().iter().map(|template| card(ws, template)).collect();
    let name = ws.derive(|plan| plan.name.clone());
    let answers = [
        "How many nines users get, and which few things spend the error budget.",
        "What operations, practices and failover change, with the reason for every number.",
        "What the next nine costs, and where buying more stops being worth it.",
    ]
    .map(|answer| el("li").child(answer));
    let open = button("button").on_click(move |_| open_file(ws)).child("Open file");
    let go_on = button("button")
        .on_click(move |_| ws.view.set(View::Design))
        .child("Go on with ")
        .child(move || name.get());
    let says = "It opens as a new plan. What you have changed stays stored under My plans.";
    el("section")
        .class("start stack")
        .child(el("h1").child("Plan how many nines your users get"))
        .child(el("ul").class("answers-list").child(answers))
        .child(el("h2").child("Start from a template"))
        .child(el("p").class("muted").child(says))
        .child(el("ul").class("grid").child(cards))
        .child(el("h2").child("Go on with a plan"))
        .child(el("p").class("row").child(open).child(go_on))
        .child(recent(ws))
}

fn card(ws: Workspace, template: &'static Template) -> Element {
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
    let use_this = button("button")
        .on_click(take)
        .child("Use this")
        .child(el("span").class("visually-hidden").child(": ").child(template.name));
    el("li")
        .class("card stack")
        .child(el("h3").child(template.name))
        .child(el("p").child(template.lesson))
        .child(el("p").class("muted small").child(move || result.get()))
        .child(el("p").class("push-down").child(use_this))
}

/// The plans that were saved last.
fn recent(ws: Workspace) -> Element {
    let (saver, kept) = (use_saver(), RwSignal::new(Vec::<Kept>::new()));
    follow_later(move || {
        saver.shelf.track();
        spawn_local(async move {
            if let Ok(list) = store::list().await {
                kept.try_set(list);
            }
        });
    });
    let row = move |(key, name): (String, String)| {
        let open = move |_| opening::open_stored(ws, key.clone());
        el("li").child(button("link").on_click(open).child(name))
    };
    let rows = move || {
        let readable =
            kept.get().into_iter().filter_map(|kept| Some((kept.key, kept.stored.ok()?.plan.name)));
        readable.take(RECENT).map(row).collect::<Vec<_>>()
    };
    el("ul").class("stack recent").attr("aria-label", "Stored plans").child(rows)
}
