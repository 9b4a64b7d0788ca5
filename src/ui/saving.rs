//! Saving what is open, all by itself: within a moment of every change, when the page is left, never over newer work.
//!
//! # When the store refuses
//! What was refused waits, each working copy with its last state, and is tried again: after 1 s, 2, 4 and so on
//! up to a minute, at the next edit, and when the page is shown again. Until then the top bar says that it is
//! not saved and offers the download, and leaving the page asks first. A download does not end that: whether
//! the file was kept is not known here.
//!
//! # When another tab has saved the plan
//! Then the store holds a newer state than this tab read. Nothing is written over it: a change made here goes
//! under a key of its own, at once and before anybody is asked. The banner comes as soon as this tab hears of it,
//! by its own write, by what the other tab notes in local storage, or when a person comes back to it. Until a
//! change is made here nothing is copied: all that this tab had saved is part of what the other one went on from.

mod queue;

use core::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::browser::element::follow_later;
use super::browser::store::{self, StoreError};
use super::browser::{self, preferences};
use super::workspace::{Document, Offer, Workspace};
use crate::model::limits::MAX_NAME;
use crate::model::{Edit, Place, Plan};
use crate::wire;
use queue::Queue;

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

/// Another tab has saved the open plan meanwhile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// Where theirs is stored.
    pub key: String,
    /// What the plan is called here.
    pub name: String,
    /// Whether what is open is stored as a copy already.
    pub copied: bool,
}

/// The handle of saving; get it with [`use_saver`].
#[derive(Clone, Copy)]
pub struct Saver {
    ws: Workspace,
    queue: StoredValue<Queue>,
    /// How far the open plan is saved.
    pub state: RwSignal<Saving>,
    /// The time of day of the next try, while the store refuses.
    pub next_try: RwSignal<Option<String>>,
    /// Whether the store was out of reach from the start, and is still.
    pub blocked: RwSignal<bool>,
    /// What another tab did to the open plan.
    pub clash: RwSignal<Option<Clash>>,
    /// Counts what came and went in the store otherwise than by saving: lists of it look again.
    pub shelf: RwSignal<u32>,
}

/// The handle of saving, from context.
pub fn use_saver() -> Saver {
    expect_context()
}

/// Begins to save.
pub fn keep_saved(ws: Workspace) -> Saver {
    let saver = Saver {
        ws,
        queue: StoredValue::new(Queue::default()),
        state: RwSignal::new(Saving::Untouched),
        next_try: RwSignal::new(None),
        blocked: RwSignal::new(false),
        clash: RwSignal::new(None),
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
    browser::on_return(move || saver.look_again());
    preferences::on_other_tab_saved(move || saver.look());
    browser::ask_before_leaving(move || saver.is_dirty());
    saver.probe();
    saver
}

impl Saver {
    /// Whether a write is under way.
    pub fn is_writing(self) -> bool {
        self.queue.with_value(Queue::is_writing)
    }

    /// Whether something was changed that is saved nowhere, not just not yet.
    fn is_dirty(self) -> bool {
        let blocked = self.blocked.get_untracked();
        self.queue.with_value(|q| (q.is_stuck() || blocked) && (q.is_writing() || !q.is_empty()))
    }

    fn opened(self) {
        self.clash.set(None);
        self.write();
        self.settle();
        self.look();
    }

    fn changed(self, plan: Plan) {
        // While the store refuses, what says so stays there to be pressed.
        if !self.queue.with_value(Queue::is_stuck) {
            self.state.set(Saving::Saving);
        }
        self.put(plan);
        set_timeout(move || self.write(), PAUSE);
    }

    fn put(self, plan: Plan) {
        let document = self.ws.document.get_untracked();
        self.queue.update_value(|queue| queue.put(document, plan));
    }

    /// Says how far the open plan is saved, when nothing of it waits.
    fn settle(self) {
        if self.queue.with_value(Queue::is_stuck) {
            return;
        }
        self.next_try.set(None);
        self.state.set(match self.ws.document.with_untracked(|document| document.generation) {
            0 => Saving::Untouched,
            _ => Saving::Saved(String::new()),
        });
    }

    /// Writes what waits, unless a write is under way: that one goes on with it.
    pub fn write(self) {
        let Some((document, plan)) = self.queue.try_update_value(Queue::take).flatten() else { return };
        let key = document.key.clone().unwrap_or_else(store::new_key);
        let file = wire::write_compact(&plan);
        preferences::mirror(&file, &key, document.generation);
        spawn_local(async move {
            let mut written = store::write(&key, &file, document.generation).await.map(|g| (key.clone(), g));
            let copied = written == Err(StoreError::Conflict);
            if copied {
                let copy = store::new_key();
                written = store::write(&copy, &file, 0).await.map(|generation| (copy, generation));
            }
            match written {
                Ok((at, generation)) => {
                    self.wrote(document.work, &at, generation);
                    if copied {
                        self.copied(document.work, Clash { key, name: plan.name, copied });
                    }
                }
                Err(error) => {
                    let document = Document { key: Some(key), ..document };
                    let (pause, round) =
                        self.queue.try_update_value(|q| q.refuse(document, plan)).unwrap_or_default();
                    self.next_try.set(Some(browser::time_after(pause)));
                    self.state.set(Saving::Failed(error.to_string()));
                    let again = move || {
                        if self.queue.with_value(|queue| queue.round) == round {
                            self.write();
                        }
                    };
                    set_timeout(again, pause);
                }
            }
        });
    }

    fn wrote(self, work: u32, key: &str, generation: u64) {
        self.queue.update_value(|queue| queue.wrote(work, key, generation));
        self.ws.stored(work, key, generation);
        self.blocked.set(false);
        let is_open = self.is_open(work);
        if is_open {
            preferences::set_last_plan(key);
        }
        if self.queue.with_value(Queue::is_empty) {
            preferences::mirror_committed();
            self.settle();
            if is_open {
                self.state.set(Saving::Saved(browser::time_of_day()));
            }
        } else {
            self.write();
        }
    }

    fn is_open(self, work: u32) -> bool {
        self.ws.document.with_untracked(|document| document.work == work)
    }

    fn copied(self, work: u32, clash: Clash) {
        if self.is_open(work) {
            self.clash.set(Some(clash));
            return;
        }
        let says = format!("Another tab saved {} too. Nothing is lost: yours is kept as a copy.", clash.name);
        self.ws.say(says, Offer::Nothing, true);
    }

    /// Looks whether the store is within reach.
    fn probe(self) {
        spawn_local(async move {
            self.blocked.set(store::probe().await.is_err());
        });
    }

    fn look_again(self) {
        if self.blocked.get_untracked() {
            self.probe();
        }
        self.write();
        self.look();
    }

    /// Looks whether the store holds another state of the open plan than this tab knows.
    fn look(self) {
        let before = self.ws.document.get_untracked();
        let (Some(key), false) = (before.key.clone(), self.is_writing()) else { return };
        if self.clash.with_untracked(Option::is_some) {
            return;
        }
        spawn_local(async move {
            let found = store::generation(&key).await;
            let same = self.ws.document.with_untracked(|now| *now == before);
            if !same || self.is_writing() {
                return;
            }
            match found {
                Ok(found) if found != before.generation => {
                    let name = self.ws.peek(|plan| plan.name.clone());
                    self.clash.set(Some(Clash { key, name, copied: false }));
                }
                Err(StoreError::Missing) => self.removed(),
                Ok(_) | Err(_) => {}
            }
        });
    }

    /// Keeps what is open as a plan of its own, beside that of the other tab, under a name of its own.
    pub fn keep_mine(self, clash: &Clash) {
        const TAIL: &str = ", copy";
        self.clash.set(None);
        if !clash.copied {
            self.ws.detach();
        }
        let room = MAX_NAME - TAIL.len();
        let name: String = self.ws.peek(|plan| plan.name.clone());
        let name = name.chars().take(room).chain(TAIL.chars()).collect();
        self.ws.dispatch(Edit::Rename(Place::Plan, name));
    }

    /// Notes that the stored copy of the open plan was removed, here or by another tab.
    pub fn removed(self) {
        if self.queue.with_value(Queue::is_empty) {
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
}
