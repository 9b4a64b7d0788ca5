//! What stays around every view: top bar, answers, navigation, keys, messages.

mod banners;
mod dialogs;
mod headlines;
mod ruler;
mod topbar;
mod why;

pub use topbar::open_file;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::browser::element::{Element, el, follow_later};
use super::browser::{self, address, dom};
use super::primitives::toasts;
use super::views::{self, View};
use super::workspace::{Workspace, use_workspace};

/// The page, and what lies above it.
pub fn shell() -> Vec<Element> {
    let ws = use_workspace();
    let why = why::Why::new();
    let dialogs = dialogs::Dialogs::new();
    browser::on_key(move |event| key(ws, dialogs, &event));
    follow_address(ws);
    let skip = el("a").class("skip button").attr("href", "#main").child("Skip to the view");
    let skip = skip.on_click(|event| {
        event.prevent_default();
        dom::focus("main");
    });
    // A view that is asked for again stays as it is.
    let here = Memo::new(move |_| ws.view.get());
    let main = el("main").attr("id", "main").class("main").attr("tabindex", "-1");
    let foot = "Runs in this tab. Nothing is sent. A year has 525,960 minutes; bad minutes are those of all users together.";
    let page = el("div")
        .class("shell")
        .child(skip)
        .child(topbar::topbar(dialogs))
        .child(headlines::headlines(why))
        .child(navigation(ws))
        .child(main.child(move || views::made(here.get())))
        .child(el("footer").class("foot").child(foot));
    let mut all = vec![banners::banners(ws), page, why::why_dialog(why)];
    all.extend(dialogs::all(ws, dialogs));
    all.push(toasts(ws));
    all
}

fn navigation(ws: Workspace) -> Element {
    let item = |view: View| {
        let here = move || (ws.view.get() == view).then_some("page");
        let go = el("button").attr("type", "button").attr("aria-current", here);
        el("li").child(go.on_click(move |_| ws.view.set(view)).child(view.name()))
    };
    el("nav").class("nav").attr("aria-label", "Views").child(el("ul").child(View::ALL.map(item)))
}

/// The view is in the address, and the address brings the view.
fn follow_address(ws: Workspace) {
    let read = move || {
        if let Some(view) = address::get("view").and_then(|key| View::from_key(&key))
            && ws.view.get_untracked() != view
        {
            ws.view.set(view);
        }
    };
    read();
    address::on_change(read);
    let mut first = true;
    follow_later(move || {
        let view = ws.view.get();
        if address::get("view").as_deref() != Some(view.key()) && address::get("p").is_none() {
            address::set_view(view.key(), !first);
        }
        first = false;
    });
}

/// The keys of the whole page; every one of them is also in a menu.
fn key(ws: Workspace, dialogs: dialogs::Dialogs, event: &KeyboardEvent) {
    let command = event.ctrl_key() || event.meta_key();
    let key = event.key().to_lowercase();
    if dom::dialog_is_open() {
        return;
    }
    match (command, key.as_str()) {
        (true, "z") if !dom::has_draft(event) => {
            event.prevent_default();
            if event.shift_key() { ws.redo() } else { ws.undo() }
        }
        (true, "y") if !dom::has_draft(event) => {
            event.prevent_default();
            ws.redo();
        }
        (true, "s") => {
            event.prevent_default();
            topbar::save_file(ws);
        }
        (false, "?") if !dom::is_typing(event) => dialogs.shortcuts.set(true),
        _ => {}
    }
}
