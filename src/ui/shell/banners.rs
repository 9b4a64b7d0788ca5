//! What stays until it is settled: another tab saved the plan, nothing can be stored, the plan is of a newer
//! version. Read out as it comes.

use leptos::prelude::*;

use super::topbar::save_file;
use crate::ui::browser::dom;
use crate::ui::browser::element::{Element, button, el};
use crate::ui::opening;
use crate::ui::saving::{Clash, Saver, use_saver};
use crate::ui::workspace::Workspace;
use crate::wire::Newer;

/// The place of the banners, empty for most people at most times.
pub fn banners(ws: Workspace) -> Element {
    let saver = use_saver();
    let is_blocked = Memo::new(move |_| saver.blocked.get());
    let theirs = move || saver.clash.get().map(|clash| saved_elsewhere(ws, saver, clash));
    let blocked = move || is_blocked.get().then(|| nothing_is_stored(ws));
    let newer =
        Memo::new(move |_| ws.document.with(|document| document.newer.as_ref().map(Newer::to_string)));
    let read_only = move || newer.get().map(|newer| read_only(ws, &newer));
    el("div").class("banners").attr("role", "status").child(theirs).child(blocked).child(read_only)
}

fn banner(tone: &str, title: &str, says: &str) -> Element {
    let words = el("p").child(el("strong").child(title)).child(" ").child(says);
    el("div").class(&format!("banner {tone}")).child(words)
}

/// A plan of a newer version is looked at, not changed: what is not known here would be lost.
fn read_only(ws: Workspace, newer: &str) -> Element {
    let edit = move |_| {
        ws.edit_a_copy();
        dom::focus("main");
    };
    banner("warn", "This plan is open to read only.", &format!("Its {newer}."))
        .child(button("button").on_click(edit).child("Edit a copy without it"))
}

fn saved_elsewhere(ws: Workspace, saver: Saver, clash: Clash) -> Element {
    let title =
        format!("{} was saved meanwhile in another tab, or from a newer state in this one.", clash.name);
    let says = match clash.copied {
        true => "Nothing is lost: what you see here is stored as a copy.",
        false => {
            "What you see here is as it was before. If you change it, it becomes a copy; nothing is overwritten."
        }
    };
    let key = clash.key.clone();
    let keep = move |_| {
        saver.keep_mine(&clash);
        dom::focus("main");
    };
    let open = move |_| {
        opening::open_stored(ws, key.clone());
        dom::focus("main");
    };
    banner("warn", &title, says)
        .child(button("button").on_click(keep).child("Keep mine as a copy"))
        .child(button("button").on_click(open).child("Open theirs"))
}

fn nothing_is_stored(ws: Workspace) -> Element {
    let says = "Your plan is in this tab only: download it before you leave.";
    banner("bad", "This browser stores nothing for this page.", says)
        .child(button("button").on_click(move |_| save_file(ws)).child("Download the plan"))
}
