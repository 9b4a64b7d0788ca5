//! Share, stored plans, shortcuts.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::ui::browser::element::{Element, Parts, button, el, follow_later, parts};
use crate::ui::browser::store::{self, Kept};
use crate::ui::browser::{address, dom, files};
use crate::ui::primitives::{dialog, fresh_id};
use crate::ui::saving::{Saver, use_saver};
use crate::ui::workspace::{Offer, Workspace};
use crate::ui::{opening, removing};
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
pub fn all(ws: Workspace, dialogs: Dialogs) -> [Element; 3] {
    [
        dialog(|| "Share this plan".into(), dialogs.share, move || share(ws)),
        dialog(|| "My plans".into(), dialogs.plans, move || plans(ws, dialogs.plans)),
        dialog(|| "Shortcuts".into(), dialogs.shortcuts, shortcuts),
    ]
}

fn share(ws: Workspace) -> Vec<Element> {
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
    let words = el("p")
        .child("The plan is inside the link, after the #: no server sees it. Whoever opens it gets a copy of their own. ")
        .child(el("strong").child("A link cannot be revoked"))
        .child(".");
    let text =
        el("textarea").attr("id", &id).class("field-input boxed").attr("rows", "4").attr("readonly", true);
    let field = el("div")
        .class("stack")
        .child(el("label").attr("for", id).child(format!("Link, {length} characters")))
        .child(text.prop("value", move || link.clone()));
    let mut all = vec![words, field];
    if length > COMFORTABLE_LINK {
        let long = "Links this long may be cut by mail and chat. A file is safer: Menu, Save file.";
        all.push(el("p").class("note warn").child(long));
    }
    all.push(el("p").child(button("button primary").on_click(copy).child("Copy link")));
    all
}

/// What the store holds, once it has answered.
type Answered = Option<Result<Vec<Kept>, String>>;

/// Where the focus goes when the row that had it is gone.
const LIST: &str = "stored-plans";

/// The stored plans, as a list to open, hand over or remove.
fn plans(ws: Workspace, open: RwSignal<bool>) -> [Parts; 2] {
    let saver = use_saver();
    let kept = RwSignal::new(Answered::None);
    follow_later(move || {
        saver.shelf.track();
        load(kept);
    });
    let list = move || match kept.get() {
        None => el("p").class("muted").child("Looking…"),
        Some(Err(why)) => el("p").class("note bad").child(why),
        Some(Ok(list)) if list.is_empty() => el("p")
            .class("muted")
            .child("No plan is stored here yet. A plan is stored with its first change."),
        Some(Ok(list)) => {
            let rows: Vec<Element> = list.into_iter().map(|plan| row(ws, saver, open, plan)).collect();
            el("ul").class("stack").child(rows)
        }
    };
    let where_kept = "Kept in this browser only, and only as long as it keeps its data.";
    let list = el("div").attr("id", LIST).attr("tabindex", "-1").child(list);
    [parts(el("p").class("muted small").child(where_kept)), parts(list)]
}

fn load(kept: RwSignal<Answered>) {
    spawn_local(async move {
        let list = store::list().await.map_err(|error| error.to_string());
        kept.try_set(Some(list));
    });
}

fn row(ws: Workspace, saver: Saver, open: RwSignal<bool>, plan: Kept) -> Element {
    let Kept { key, stored } = plan;
    let (name, beneath, readable) = match &stored {
        Ok(stored) => {
            (stored.plan.name.clone(), stored.saved_at.as_deref().map(when).unwrap_or_default(), true)
        }
        Err(error) => (format!("Unreadable plan {key}"), error.to_string(), false),
    };
    let (to_open, to_save) = (key.clone(), key.clone());
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
    let (removed, is_open) = (name.clone(), ws.document.with_untracked(|d| d.key.as_ref() == Some(&key)));
    let remove = move |_| {
        dom::focus(LIST);
        removing::remove(ws, saver, key.clone(), removed.clone());
    };
    let told = el("span")
        .class("stack grow")
        .child(el("span").class("strong").child(name.as_str()).child(is_open.then_some(" (open here)")))
        .child(el("small").class("muted").child(beneath));
    let opens = readable
        .then(|| button("button").attr("aria-label", format!("Open {name}")).on_click(show).child("Open"));
    let downloads =
        button("button").attr("aria-label", format!("Download {name}")).on_click(hand_over).child("Download");
    let removes = button("button")
        .on_click(remove)
        .child("Remove")
        .child(el("span").class("visually-hidden").child(format!(" {name}")));
    el("li").class("card row").child(told).child(opens).child(downloads).child(removes)
}

/// `2026-11-24 12:04` out of `2026-11-24T12:04:31.123Z`; the time is that of Greenwich.
fn when(iso: &str) -> String {
    match iso.split_once('T') {
        Some((day, time)) => format!("saved {day} {} UTC", time.get(..5).unwrap_or_default()),
        None => iso.to_owned(),
    }
}

fn shortcuts() -> [Element; 3] {
    let row = |(keys, does): (&str, &str)| {
        let keys = el("th").attr("scope", "row").child(el("kbd").child(keys));
        el("tr").child(keys).child(el("td").child(does))
    };
    let rows = [
        ("Ctrl+Z", "undo"),
        ("Ctrl+Shift+Z, Ctrl+Y", "redo"),
        ("Ctrl+S", "save as a file"),
        ("Escape in a field", "take back what was typed"),
        ("Escape", "shut a dialog or the menu"),
        ("?", "this list"),
    ];
    let numbers =
        "15 min, 4h 22m, 20%, 2 /yr, every 90 d, $1.2k, 3.5 nines; a range as 5..10 min or 1..5..30.";
    [
        el("table").class("numbers").child(el("tbody").child(rows.map(row))),
        el("h3").child("Numbers are typed as they are said"),
        el("p").child(numbers),
    ]
}
