//! Bringing a plan in: a link, the plan of the last visit, a stored plan. Nothing here overwrites work.

use core::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::browser::store::StoreError;
use super::browser::{address, preferences, store};
use super::views::View;
use super::workspace::{Offer, Workspace};
use crate::model::{Edit, Plan};
use crate::wire::{self, decode};

/// At the start: the plan in the address, or that of the last visit.
pub fn at_start(ws: Workspace) {
    let came = take_link(ws);
    address::on_change(move || {
        take_link(ws);
    });
    if came {
        return;
    }
    // Whoever is faster than the store keeps what they typed.
    let untouched =
        move || ws.document.with_untracked(|document| document.opening) == 0 && !ws.can_undo_now();
    spawn_local(async move {
        let lost = lost_write().await;
        let Some(key) = lost.as_ref().map(|(key, _)| key.clone()).or_else(preferences::last_plan) else {
            return;
        };
        let stored = store::read(&key).await;
        if !untouched() {
            return;
        }
        if let Ok(stored) = stored {
            ws.resume(stored.plan, Some(key), stored.generation, stored.newer);
        }
        if let Some((_, plan)) = lost {
            // A step of its own, after the opening was noted: it is saved like any other change.
            set_timeout(
                move || {
                    ws.dispatch(Edit::Replace(Box::new(plan)));
                },
                Duration::ZERO,
            );
        }
    });
}

/// The last change, with the key of its plan, when the page was left before the store had committed it.
async fn lost_write() -> Option<(String, Plan)> {
    let (text, key, generation) = preferences::mirrored()?;
    // What is mirrored was written here: a newer text is somebody else's, and stays where it is.
    let plan = wire::read(&text).ok().filter(|opened| opened.newer.is_none())?.plan;
    let lost = match store::read(&key).await {
        Ok(stored) => stored.generation == generation && stored.plan != plan,
        Err(StoreError::Missing) => generation == 0,
        // Then the mirror is all there is.
        Err(StoreError::Refused(_)) => true,
        Err(_) => false,
    };
    lost.then_some((key, plan))
}

/// Opens the plan that came in the address as a copy, and takes it out of the address.
fn take_link(ws: Workspace) -> bool {
    let Some(payload) = address::get("p") else { return false };
    let view = address::get("view").and_then(|key| View::from_key(&key)).unwrap_or(View::Design);
    address::set_view(view.key(), false);
    ws.view.set(view);
    match decode(&payload) {
        Ok(wire::Opened { plan, newer }) => {
            let says = match newer {
                None => format!(
                    "{} came with a link. It is a copy, stored here with its first change.",
                    plan.name
                ),
                Some(_) => format!("{} came with a link", plan.name),
            };
            if newer.is_none() {
                // Unsaved it is, but a reload does not lose it.
                preferences::mirror(&wire::write_compact(&plan), &store::new_key(), 0);
            }
            ws.resume(plan, None, 0, newer);
            ws.say(says, Offer::Back, false);
            true
        }
        Err(why) => {
            ws.say(format!("The plan in this link was not opened. {why}"), Offer::Nothing, true);
            false
        }
    }
}

/// Opens a stored plan.
pub fn open_stored(ws: Workspace, key: String) {
    spawn_local(async move {
        match store::read(&key).await {
            Ok(stored) => {
                ws.open_stored(stored.plan, Some(key.clone()), stored.generation, stored.newer);
                preferences::set_last_plan(&key);
                if ws.view.get_untracked() == View::Start {
                    ws.view.set(View::Design);
                }
            }
            Err(error) => ws.say(error.to_string(), Offer::Nothing, true),
        }
    });
}
