//! What stays around every view: top bar, answers, navigation, keys, messages.

mod dialogs;
mod headlines;
mod ruler;
mod topbar;
mod why;

pub use topbar::open_file;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::browser::{self, address, dom};
use super::primitives::toasts;
use super::views::{self, View};
use super::workspace::{Workspace, use_workspace};

/// The page.
pub fn shell() -> AnyView {
    let ws = use_workspace();
    let why = why::Why::new();
    let dialogs = dialogs::Dialogs::new();
    provide_context(dialogs);
    browser::on_key(move |event| key(ws, dialogs, &event));
    follow_address(ws);
    view! {
        <div class="shell">
            <a class="skip button" href="#main" on:click=move |event| {
                event.prevent_default();
                dom::focus("main");
            }>"Skip to the view"</a>
            {topbar::topbar(dialogs)}
            {headlines::headlines(why)}
            {navigation(ws)}
            <main id="main" class="main" tabindex="-1">{move || views::current(ws)}</main>
            <footer class="foot">
                "Runs in this tab. Nothing is sent. A year has 525,960 minutes; bad minutes are those of all users together."
            </footer>
        </div>
        {why::why_dialog(why)}
        {dialogs::all(ws, dialogs)}
        {toasts(ws)}
    }
    .into_any()
}

fn navigation(ws: Workspace) -> AnyView {
    let items = View::ALL
        .into_iter()
        .map(|view| {
            let here = move || (ws.view.get() == view).then_some("page");
            view! {
                <li>
                    <button type="button" aria-current=here on:click=move |_| ws.view.set(view)>{view.name()}</button>
                </li>
            }
        })
        .collect_view();
    view! { <nav class="nav" aria-label="Views"><ul>{items}</ul></nav> }.into_any()
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
    Effect::new(move |before: Option<View>| {
        let view = ws.view.get();
        if address::get("view").as_deref() != Some(view.key()) && address::get("p").is_none() {
            address::set_view(view.key(), before.is_some());
        }
        view
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
