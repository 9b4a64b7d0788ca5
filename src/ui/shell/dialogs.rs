//! Share, stored plans, shortcuts.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::ui::browser::store::{self, Kept};
use crate::ui::browser::{address, files};
use crate::ui::opening;
use crate::ui::primitives::{dialog, fresh_id};
use crate::ui::workspace::{Offer, Workspace};
use crate::wire::{COMFORTABLE_LINK, encode};

/// Which dialogs are open.
#[derive(Clone, Copy)]
pub struct Dialogs {
    /// The link.
    pub share: RwSignal<bool>,
    /// The stored plans.
    pub plans: RwSignal<bool>,
    /// The keys.
    pub shortcuts: RwSignal<bool>,
}

impl Dialogs {
    /// None is open.
    pub fn new() -> Self {
        let shut = || RwSignal::new(false);
        Self { share: shut(), plans: shut(), shortcuts: shut() }
    }
}

/// All of them, shut until asked for.
pub fn all(ws: Workspace, dialogs: Dialogs) -> AnyView {
    view! {
        {dialog(|| "Share this plan".into(), dialogs.share, move || share(ws))}
        {dialog(|| "My plans".into(), dialogs.plans, move || plans(ws, dialogs.plans))}
        {dialog(|| "Shortcuts".into(), dialogs.shortcuts, shortcuts)}
    }
    .into_any()
}

fn share(ws: Workspace) -> AnyView {
    let link = ws.peek(|plan| address::link_to(&encode(plan)));
    let length = link.chars().count();
    let id = fresh_id();
    let copied = link.clone();
    let copy = move |_| {
        files::copy(copied.clone(), move |done| {
            let says =
                if done { "The link is on the clipboard" } else { "Select the link and copy it by hand" };
            ws.say(says, Offer::Nothing, !done);
        });
    };
    let long = (length > COMFORTABLE_LINK).then(|| {
        view! { <p class="note warn">"Links this long may be cut by mail and chat. A file is safer: Menu, Save file."</p> }
    });
    view! {
        <p>
            "The plan is inside the link, after the #: no server sees it. Whoever opens it gets a copy of their own. "
            <strong>"A link cannot be revoked"</strong> "."
        </p>
        <div class="stack">
            <label for=id.clone()>"Link, " {length} " characters"</label>
            <textarea id=id class="field-input boxed" rows="4" readonly prop:value=link></textarea>
        </div>
        {long}
        <p><button type="button" class="button primary" on:click=copy>"Copy link"</button></p>
    }
    .into_any()
}

/// The stored plans, as a list to open, hand over or remove.
fn plans(ws: Workspace, open: RwSignal<bool>) -> AnyView {
    let kept = RwSignal::new(None::<Result<Vec<Kept>, String>>);
    let load = move || {
        spawn_local(async move {
            let list = store::list().await.map_err(|error| error.to_string());
            kept.try_set(Some(list));
        });
    };
    load();
    move_list(ws, open, kept, load)
}

fn move_list(
    ws: Workspace,
    open: RwSignal<bool>,
    kept: RwSignal<Option<Result<Vec<Kept>, String>>>,
    load: impl Fn() + Copy + Send + Sync + 'static,
) -> AnyView {
    let list = move || {
        match kept.get() {
        None => view! { <p class="muted">"Looking…"</p> }.into_any(),
        Some(Err(why)) => view! { <p class="note bad">{why}</p> }.into_any(),
        Some(Ok(list)) if list.is_empty() => {
            view! { <p class="muted">"No plan is stored here yet. A plan is stored with its first change."</p> }.into_any()
        }
        Some(Ok(list)) => {
            let rows = list.into_iter().map(|kept| row(ws, open, kept, load)).collect_view();
            view! { <ul class="stack">{rows}</ul> }.into_any()
        }
    }
    };
    view! { <p class="muted small">"Kept in this browser only, and only as long as it keeps its data."</p> {list} }.into_any()
}

fn row(ws: Workspace, open: RwSignal<bool>, kept: Kept, load: impl Fn() + Copy + 'static) -> AnyView {
    let Kept { key, stored } = kept;
    let (name, beneath, readable) = match &stored {
        Ok(stored) => {
            (stored.plan.name.clone(), stored.saved_at.as_deref().map(when).unwrap_or_default(), true)
        }
        Err(error) => (format!("Unreadable plan {key}"), error.to_string(), false),
    };
    let (to_open, to_save, to_remove) = (key.clone(), key.clone(), key);
    let show = move |_| {
        open.set(false);
        opening::open_stored(ws, to_open.clone());
    };
    let hand_over = move |_| {
        let key = to_save.clone();
        spawn_local(async move {
            if let Ok(text) = store::read_raw(&key).await {
                let plan = text.split_once('\n').map_or(text.as_str(), |(_, plan)| plan);
                files::download(&format!("{key}.tenfold.json"), "application/json", plan);
            }
        });
    };
    let sure = RwSignal::new(false);
    let remove = move |_| {
        if !sure.get_untracked() {
            sure.set(true);
            return;
        }
        let key = to_remove.clone();
        spawn_local(async move {
            if let Err(error) = store::remove(&key).await {
                ws.say(error.to_string(), Offer::Nothing, true);
            }
            load();
        });
    };
    view! {
        <li class="card row">
            <span class="stack grow"><span class="strong">{name.clone()}</span> <small class="muted">{beneath}</small></span>
            {readable.then(|| view! {
                <button type="button" class="button" aria-label=format!("Open {name}") on:click=show>"Open"</button>
            })}
            <button type="button" class="button" aria-label=format!("Download {name}") on:click=hand_over>"Download"</button>
            <button type="button" class="button" on:click=remove>
                {move || if sure.get() { "Remove for good" } else { "Remove" }}
                <span class="visually-hidden">" " {name.clone()}</span>
            </button>
        </li>
    }
    .into_any()
}

/// `2026-11-24 12:04` out of `2026-11-24T12:04:31.123Z`; the time is that of Greenwich.
fn when(iso: &str) -> String {
    match iso.split_once('T') {
        Some((day, time)) => format!("saved {day} {} UTC", time.get(..5).unwrap_or_default()),
        None => iso.to_owned(),
    }
}

fn shortcuts() -> AnyView {
    let rows = [
        ("Ctrl+Z", "undo"),
        ("Ctrl+Shift+Z, Ctrl+Y", "redo"),
        ("Ctrl+S", "save as a file"),
        ("Escape in a field", "take back what was typed"),
        ("Escape", "shut a dialog or the menu"),
        ("?", "this list"),
    ]
    .into_iter()
    .map(|(keys, does)| view! { <tr><th scope="row"><kbd>{keys}</kbd></th><td>{does}</td></tr> })
    .collect_view();
    view! {
        <table class="numbers"><tbody>{rows}</tbody></table>
        <h3>"Numbers are typed as they are said"</h3>
        <p>"15 min, 4h 22m, 20%, 2 /yr, every 90 d, $1.2k, 3.5 nines; a range as 5..10 min or 1..5..30."</p>
    }
    .into_any()
}
