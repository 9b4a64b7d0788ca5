//! The top bar: whose plan, how far it is saved, and everything that is done with the plan as a whole.

use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::prelude::*;

use super::dialogs::Dialogs;
use crate::model::limits::MAX_NAME;
use crate::model::{Edit, Place};
use crate::ui::browser::element::{Element, button, el};
use crate::ui::browser::preferences::Theme;
use crate::ui::browser::{self, dom, files};
use crate::ui::primitives::text_input;
use crate::ui::saving::{Saving, use_saver};
use crate::ui::views::View;
use crate::ui::workspace::{Offer, Workspace, use_workspace};
use crate::wire;

/// What an item of the menu does.
type Act = fn(Workspace, Dialogs);

/// The top bar.
pub fn topbar(dialogs: Dialogs) -> Element {
    let ws = use_workspace();
    let name = ws.derive(|plan| plan.name.clone());
    let rename = move |name: String| ws.dispatch(Edit::Rename(Place::Plan, name));
    let label = el("label").class("visually-hidden").attr("for", "plan-name").child("Name of the plan");
    let share = button("button primary").on_click(move |_| dialogs.share.set(true)).child("Share");
    el("header")
        .class("topbar")
        .child(el("p").class("logo").child("Ten").child(el("span").child("fold")))
        .child(label)
        .child(text_input("plan-name", "plan-name", name.into(), MAX_NAME, rename))
        .child(saved(ws))
        .child(step(ws, "Undo", Workspace::undo_label, Workspace::undo))
        .child(step(ws, "Redo", Workspace::redo_label, Workspace::redo))
        .child(share)
        .child(menu(ws, dialogs))
}

/// A button for a step of the history, named after the step.
fn step(
    ws: Workspace,
    words: &'static str,
    label: fn(Workspace) -> Option<String>,
    take: fn(Workspace),
) -> Element {
    button("button")
        .attr("title", move || label(ws).map(|label| format!("{words}: {label}")))
        .attr("disabled", move || label(ws).is_none())
        .on_click(move |_| take(ws))
        .child(words)
}

/// How far the plan is saved, in words; when it is not, the way out.
fn saved(ws: Workspace) -> Element {
    let saver = use_saver();
    // The button stays the same for as long as the reason is.
    let saving = Memo::new(move |_| saver.state.get());
    let muted = |words: String| el("span").class("muted").child(words);
    let state = move || match saving.get() {
        Saving::Untouched => muted("Not changed yet".into()),
        Saving::Saving => muted("Saving…".into()),
        Saving::Saved(at) => muted(format!("Saved {at}")),
        Saving::Removed => muted("Removed, stored nowhere".into())
            .attr("title", "The next change stores it in this browser again."),
        Saving::Failed(why) => button("button failed")
            .attr("title", why)
            .on_click(move |_| save_file(ws))
            .child("Not saved: download"),
    };
    let next_try =
        move || saver.next_try.get().map(|at| muted(format!(" Next try {at}")).class("muted small"));
    // Only the state is read out: the next try changes with every try.
    el("span").class("saved").child(el("span").attr("role", "status").child(state)).child(next_try)
}

fn menu(ws: Workspace, dialogs: Dialogs) -> Element {
    let theme = RwSignal::new(Theme::remembered());
    theme.get_untracked().wear();
    let item = |(words, act): (&'static str, Act)| {
        let pick = move |event: MouseEvent| {
            dom::close_menu(&event);
            act(ws, dialogs);
        };
        button("button quiet").on_click(pick).child(words)
    };
    let items: [(&'static str, Act); 7] = [
        ("New from a template", |ws, _| ws.view.set(View::Start)),
        ("My plans", |_, dialogs| dialogs.plans.set(true)),
        ("Open file", |ws, _| open_file(ws)),
        ("Save file", |ws, _| save_file(ws)),
        ("Report", |ws, _| ws.view.set(View::Report)),
        ("Print", |_, _| browser::print()),
        ("Shortcuts", |_, dialogs| dialogs.shortcuts.set(true)),
    ];
    let next_theme = move |_| {
        theme.update(|theme| *theme = theme.next());
        theme.get_untracked().wear();
    };
    let key = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            dom::close_menu(&event);
        }
    };
    let colours = button("button quiet").on_click(next_theme).child("Colours: ");
    let colours = colours.child(move || theme.get().name());
    el("details")
        .class("menu")
        .on_key(key)
        .child(el("summary").class("button").child("Menu"))
        .child(el("div").class("menu-list").child(items.map(item)).child(colours))
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
            Ok(wire::Opened { plan, newer }) => {
                ws.open_stored(plan, None, 0, newer);
                if ws.view.get_untracked() == View::Start {
                    ws.view.set(View::Design);
                }
            }
            Err(why) => ws.say(format!("This file was not opened. {why}"), Offer::Nothing, true),
        }
    });
}
