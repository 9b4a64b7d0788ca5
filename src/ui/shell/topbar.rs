//! The top bar: whose plan, how far it is saved, and everything that is done with the plan as a whole.

use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::prelude::*;

use super::dialogs::Dialogs;
use crate::model::limits::MAX_NAME;
use crate::model::{Edit, Place};
use crate::ui::browser::preferences::Theme;
use crate::ui::browser::{self, dom, files};
use crate::ui::primitives::text_input;
use crate::ui::saving::{Saving, use_saving};
use crate::ui::views::View;
use crate::ui::workspace::{Offer, Workspace, use_workspace};
use crate::wire;

/// The top bar.
pub fn topbar(dialogs: Dialogs) -> AnyView {
    let ws = use_workspace();
    let name = ws.derive(|plan| plan.name.clone());
    let rename = move |name: String| ws.dispatch(Edit::Rename(Place::Plan, name));
    let undo_title = move || ws.undo_label().map(|label| format!("Undo: {label}"));
    let redo_title = move || ws.redo_label().map(|label| format!("Redo: {label}"));
    view! {
        <header class="topbar">
            <p class="logo">"Ten" <span>"fold"</span></p>
            <label class="visually-hidden" for="plan-name">"Name of the plan"</label>
            {text_input("plan-name".into(), "plan-name", name.into(), MAX_NAME, rename)}
            {saved(ws)}
            <button
                type="button" class="button" title=undo_title
                disabled=move || ws.undo_label().is_none() on:click=move |_| ws.undo()
            >"Undo"</button>
            <button
                type="button" class="button" title=redo_title
                disabled=move || ws.redo_label().is_none() on:click=move |_| ws.redo()
            >"Redo"</button>
            <button type="button" class="button primary" on:click=move |_| dialogs.share.set(true)>"Share"</button>
            {menu(ws, dialogs)}
        </header>
    }
    .into_any()
}

/// How far the plan is saved, in words; when it is not, the way out.
fn saved(ws: Workspace) -> AnyView {
    let saving = use_saving();
    let state = move || match saving.get() {
        Saving::Untouched => view! { <span class="muted">"Not changed yet"</span> }.into_any(),
        Saving::Saving => view! { <span class="muted">"Saving…"</span> }.into_any(),
        Saving::Saved(at) => view! { <span class="muted">"Saved " {at}</span> }.into_any(),
        Saving::Failed(why) => view! {
            <button type="button" class="button failed" title=why on:click=move |_| save_file(ws)>
                "Not saved: download"
            </button>
        }
        .into_any(),
    };
    view! { <span class="saved" role="status">{state}</span> }.into_any()
}

fn menu(ws: Workspace, dialogs: Dialogs) -> AnyView {
    let theme = RwSignal::new(Theme::remembered());
    theme.get_untracked().wear();
    let item = |words: &'static str, act: fn(Workspace, Dialogs)| {
        let pick = move |event: MouseEvent| {
            dom::close_menu(&event);
            act(ws, dialogs);
        };
        view! { <button type="button" class="button quiet" on:click=pick>{words}</button> }.into_any()
    };
    let next_theme = move |_| {
        theme.update(|theme| *theme = theme.next());
        theme.get_untracked().wear();
    };
    let key = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            dom::close_menu(&event);
        }
    };
    view! {
        <details class="menu" on:keydown=key>
            <summary class="button">"Menu"</summary>
            <div class="menu-list">
                {item("New from a template", |ws, _| ws.view.set(View::Start))}
                {item("My plans", |_, dialogs| dialogs.plans.set(true))}
                {item("Open file", |ws, _| open_file(ws))}
                {item("Save file", |ws, _| save_file(ws))}
                {item("Report", |ws, _| ws.view.set(View::Report))}
                {item("Print", |_, _| browser::print())}
                {item("Shortcuts", |_, dialogs| dialogs.shortcuts.set(true))}
                <button type="button" class="button quiet" on:click=next_theme>
                    "Colours: " {move || theme.get().name()}
                </button>
            </div>
        </details>
    }
    .into_any()
}

/// Hands the plan over as a file.
pub fn save_file(ws: Workspace) {
    let (name, text) = ws.peek(|plan| (files::file_name(&plan.name, "tenfold.json"), wire::write(plan)));
    let taken = files::download(&name, "application/json", &text);
    let says = if taken { format!("Downloaded {name}") } else { "The browser refused the download".into() };
    ws.say(says, Offer::Nothing, !taken);
}

/// Asks for a file and opens it as a new plan; the open one stays where it is.
pub fn open_file(ws: Workspace) {
    files::pick(move |bytes| {
        let plan = bytes.and_then(|bytes| wire::read_bytes(&bytes).map_err(|error| error.to_string()));
        match plan {
            Ok(wire::Opened { plan, .. }) => {
                ws.open(plan);
                if ws.view.get_untracked() == View::Start {
                    ws.view.set(View::Design);
                }
            }
            Err(why) => ws.say(format!("This file was not opened. {why}"), Offer::Nothing, true),
        }
    });
}
