//! Saving what is open, all by itself: within a moment of every change, when the page is left, never over newer work.

use core::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::browser::element::follow_later;
use super::browser::store::{self, StoreError};
use super::browser::{self, preferences};
use super::workspace::{Document, Offer, Workspace};
use crate::model::Plan;
use crate::wire;

/// How long changes are gathered before they are written.
const PAUSE: Duration = Duration::from_millis(300);

/// How far the open plan is saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saving {
    /// Nothing was changed yet.
    Untouched,
    /// A change waits for its commit.
    Saving,
    /// Committed, at this time of day.
    Saved(String),
    /// The store refused, with its reason.
    Failed(String),
    /// Its stored copy was removed; the next change stores it again.
    Removed,
}

/// The handle of saving; get it with [`use_saver`].
#[derive(Clone, Copy)]
pub struct Saver {
    ws: Workspace,
    queue: StoredValue<Queue>,
    /// How far the open plan is saved.
    pub state: RwSignal<Saving>,
    /// Counts what came and went in the store otherwise than by saving: lists of it look again.
    pub shelf: RwSignal<u32>,
}

/// The handle of saving, from context.
pub fn use_saver() -> Saver {
    expect_context()
}

/// A plan that waits, the document that it belongs to, and whether a write is under way.
#[derive(Clone, Default)]
struct Queue {
    waiting: Option<(Document, Plan)>,
    /// The generation that the last write of a key gave, newer than what a waiting document knows.
    written: Option<(u32, String, u64)>,
    writing: bool,
}

/// Begins to save.
pub fn keep_saved(ws: Workspace) -> Saver {
    let saver = Saver {
        ws,
        queue: StoredValue::new(Queue::default()),
        state: RwSignal::new(Saving::Untouched),
        shelf: RwSignal::new(0),
    };
    let opening = Memo::new(move |_| ws.document.with(|document| document.opening));
    // The rim: a changed plan goes to the store.
    let mut before = None;
    follow_later(move || {
        let opening = opening.get();
        let plan = ws.plan().get();
        browser::set_title(&format!("{} - Tenfold", plan.name));
        match before.replace(opening) == Some(opening) {
            true => saver.changed(plan),
            false => saver.opened(),
        }
    });
    browser::on_leave(move || saver.write());
    saver
}

impl Saver {
    fn opened(self) {
        self.write();
        self.state.set(match self.ws.document.with_untracked(|document| document.key.is_some()) {
            true => Saving::Saved(String::new()),
            false => Saving::Untouched,
        });
    }

    fn changed(self, plan: Plan) {
        self.state.set(Saving::Saving);
        let document = self.ws.document.get_untracked();
        self.queue.update_value(|queue| queue.waiting = Some((document, plan)));
        set_timeout(move || self.write(), PAUSE);
    }

    /// Whether a write is under way.
    pub fn is_writing(self) -> bool {
        self.queue.with_value(|queue| queue.writing)
    }

    /// Notes that the stored copy of the open plan was removed.
    pub fn removed(self) {
        if self.queue.with_value(|queue| queue.waiting.is_none()) {
            preferences::mirror_committed(); // it is not to come back at the next start
            self.state.set(Saving::Removed);
        }
    }

    /// Notes that a removed copy is stored again under this key.
    pub fn came_back(self, key: &str) {
        let open = self.ws.document.with_untracked(|document| document.key.as_deref() == Some(key));
        if open && self.state.get_untracked() == Saving::Removed {
            self.state.set(Saving::Saved(String::new()));
        }
    }

    /// Writes what waits, unless a write is under way: that one goes on with it.
    pub fn write(self) {
        let Self { ws, queue, state, .. } = self;
        let next = queue
            .try_update_value(|queue| {
                if queue.writing {
                    return None;
                }
                let next = queue.waiting.take();
                queue.writing = next.is_some();
                next
            })
            .flatten();
        let Some((mut document, plan)) = next else { return };
        if let Some((opening, key, generation)) = queue.with_value(|queue| queue.written.clone())
            && opening == document.opening
        {
            (document.key, document.generation) = (Some(key), generation);
        }
        let key = document.key.unwrap_or_else(store::new_key);
        let file = wire::write_compact(&plan);
        preferences::mirror(&file, &key, document.generation);
        spawn_local(async move {
            let opening = document.opening;
            let mut done = store::write(&key, &file, document.generation).await.map(|g| (key, g));
            if done == Err(StoreError::Conflict) {
                let copy = store::new_key();
                done = store::write(&copy, &file, 0).await.map(|generation| (copy, generation));
                if done.is_ok() {
                    let text =
                        "Another tab saved this plan too. Nothing is lost: what you see is kept as a copy.";
                    ws.say(text, Offer::Nothing, true);
                }
            }
            queue.update_value(|queue| queue.writing = false);
            match done {
                Ok((key, generation)) => {
                    preferences::set_last_plan(&key);
                    if queue.with_value(|queue| queue.waiting.is_none()) {
                        preferences::mirror_committed();
                    }
                    ws.stored(opening, &key, generation);
                    queue.update_value(|queue| queue.written = Some((opening, key, generation)));
                    if ws.document.with_untracked(|document| document.opening == opening) {
                        state.set(Saving::Saved(browser::time_of_day()));
                    }
                }
                Err(error) => state.set(Saving::Failed(error.to_string())),
            }
            if queue.with_value(|queue| queue.waiting.is_some()) {
                state.set(Saving::Saving);
                self.write();
            }
        });
    }
}
