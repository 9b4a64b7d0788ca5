//! Taking a stored plan out, and the way back.
//!
//! # The open plan
//! Its stored copy goes like any other; its work stays in the tab, and the top bar says that it is stored
//! nowhere. It keeps its key: the next change stores it there again, as it does when another tab removed it.
//! What waited to be saved goes in before the removal, so that "Undo" brings back all of it.

use core::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::browser::store;
use super::saving::Saver;
use super::workspace::{Offer, Workspace};

/// How long a write under way is waited for before it is looked at again.
const MOMENT: Duration = Duration::from_millis(50);

/// Takes a plan out of the store and says so, with "Undo removal".
pub fn remove(ws: Workspace, saver: Saver, key: String, name: String) {
    saver.write();
    after_writing(ws, saver, key, name);
}

fn after_writing(ws: Workspace, saver: Saver, key: String, name: String) {
    if saver.is_writing() {
        set_timeout(move || after_writing(ws, saver, key, name), MOMENT);
        return;
    }
    let open = ws.document.with_untracked(|document| document.key.as_ref() == Some(&key));
    spawn_local(async move {
        match store::remove(&key).await {
            Ok(ticket) => {
                let stays = " It stays open here, and is stored again with its next change.";
                let says = format!("{name} is removed from this browser.{}", if open { stays } else { "" });
                if open {
                    saver.removed();
                }
                ws.say(says, Offer::PutBack(ticket), false);
            }
            Err(error) => ws.say(error.to_string(), Offer::Nothing, true),
        }
        saver.shelf.update(|n| *n += 1);
    });
}

/// Puts it back as it was.
pub fn put_back(ws: Workspace, saver: Saver, ticket: usize) {
    spawn_local(async move {
        match store::put_back(ticket).await {
            Ok(key) => saver.came_back(&key),
            Err(error) => ws.say(error.to_string(), Offer::PutBack(ticket), true),
        }
        saver.shelf.update(|n| *n += 1);
    });
}
