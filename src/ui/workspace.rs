//! The open plan: one handle that every view copies, shows and sends edits to.

use core::time::Duration;

use leptos::prelude::*;
use thiserror::Error;

use super::topology::HeatBy;
use super::views::View;
use crate::analysis::Element;
use crate::model::{Edit, EditError, History, Id, Place, Plan};
use crate::wire::Newer;

/// The handle of the open plan; get it with [`use_workspace`].
#[derive(Clone, Copy)]
pub struct Workspace {
    history: RwSignal<History<Plan>>,
    plan: Memo<Plan>,
    /// The editing session whose previews are one step, while its step is the newest.
    session: StoredValue<Option<u32>>,
    counter: StoredValue<u32>,
    previous: StoredValue<Option<(History<Plan>, Document)>>,
    /// What is selected; see [`Workspace::selection`] for reading it.
    pub selected: RwSignal<Option<Place>>,
    /// The journey that the views look at; all of them when none.
    pub journey: RwSignal<Option<Id>>,
    /// What is down, just to see what users then get. It is no part of the plan, of its history or its file.
    pub down: RwSignal<Vec<Element>>,
    /// What the colours of the topology tell.
    pub heat_by: RwSignal<HeatBy>,
    /// The view that is shown.
    pub view: RwSignal<View>,
    /// Where the plan is stored.
    pub document: RwSignal<Document>,
    /// The messages at the rim, oldest first.
    pub toasts: RwSignal<Vec<Toast>>,
}

/// Which document is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Counts the openings.
    pub opening: u32,
    /// Which working copy it is: the same again when one goes back to it.
    pub work: u32,
    /// Its key in the store; none until it is first saved.
    pub key: Option<String>,
    /// Which write of the store it was read from or last written as.
    pub generation: u64,
    /// There when it was written by a newer version: it is shown, and never changed or written.
    pub newer: Option<Newer>,
}

/// Why a change was not made.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum Refusal {
    /// It does not fit the plan.
    #[error(transparent)]
    Edit(#[from] EditError),
    /// The plan is of a newer version.
    #[error("This plan is open to read only, as a newer Tenfold wrote it: edit a copy of it.")]
    ReadOnly,
}

/// A message at the rim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toast {
    /// Tells messages apart.
    pub id: u32,
    /// The sentence.
    pub text: String,
    /// What its button does.
    pub offer: Offer,
    /// Whether something went wrong.
    pub bad: bool,
}

/// What a message offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offer {
    /// Nothing.
    Nothing,
    /// To undo the last step.
    Undo,
    /// To go back to the document that was open before.
    Back,
    /// To put back what was removed from the store, by its ticket.
    PutBack(usize),
}

/// The handle of the open plan, from context.
pub fn use_workspace() -> Workspace {
    expect_context()
}

impl Workspace {
    /// A handle on a plan that is stored nowhere yet.
    pub fn new(plan: Plan) -> Self {
        let history = RwSignal::new(History::new(plan));
        Self {
            history,
            plan: Memo::new(move |_| history.with(|h| h.present().clone())),
            session: StoredValue::new(None),
            counter: StoredValue::new(0),
            previous: StoredValue::new(None),
            selected: RwSignal::new(None),
            journey: RwSignal::new(None),
            down: RwSignal::new(Vec::new()),
            heat_by: RwSignal::new(HeatBy::default()),
            view: RwSignal::new(View::Design),
            document: RwSignal::new(Document { opening: 0, work: 0, key: None, generation: 0, newer: None }),
            toasts: RwSignal::new(Vec::new()),
        }
    }

    /// The plan, as a signal: `ws.plan().with(|plan| ...)`.
    pub fn plan(self) -> Memo<Plan> {
        self.plan
    }

    /// Something of the plan that wakes only when it changes.
    pub fn derive<T: PartialEq + Send + Sync + 'static>(
        self,
        f: impl Fn(&Plan) -> T + Send + Sync + 'static,
    ) -> Memo<T> {
        Memo::new(move |_| self.plan.with(&f))
    }

    /// Looks at the plan now, without following it: for event handlers.
    pub fn peek<T>(self, f: impl FnOnce(&Plan) -> T) -> T {
        self.history.with_untracked(|h| f(h.present()))
    }

    /// Makes a change: one step to undo. What does not fit is said in a message; tells whether it fitted.
    pub fn dispatch(self, edit: Edit) -> bool {
        self.session.set_value(None);
        match self.record(None, &edit) {
            Ok(()) => true,
            Err(error) => {
                self.say(error.to_string(), Offer::Nothing, true);
                false
            }
        }
    }

    /// Makes a change and a message with "Undo": for removals and what else is easily done by mistake.
    pub fn dispatch_with_undo(self, edit: Edit) {
        let label = self.peek(|plan| edit.label(plan));
        if self.dispatch(edit) {
            self.say(label, Offer::Undo, false);
        }
    }

    /// Begins an editing session: a focus in a field, a drag.
    pub fn begin(self) -> u32 {
        self.counter.update_value(|n| *n = n.wrapping_add(1));
        self.counter.get_value()
    }

    /// Makes a change that the next preview of the same session replaces: a session is one step.
    ///
    /// The edit is made to the plan [`before`](Self::before) the session, so that a session leaves
    /// nothing of the previews that were replaced.
    pub fn preview(self, session: u32, edit: Edit) -> Result<(), Refusal> {
        self.record(Some(session), &edit)
    }

    /// Looks at the plan as it was before the session's step, without following it.
    pub fn before<T>(self, session: u32, f: impl FnOnce(&Plan) -> T) -> T {
        let again = self.continues(Some(session));
        self.history.with_untracked(|h| f(h.previous().filter(|_| again).unwrap_or(h.present())))
    }

    /// Whether the newest step is that of this session.
    fn continues(self, session: Option<u32>) -> bool {
        session.is_some() && self.session.get_value() == session
    }

    fn record(self, session: Option<u32>, edit: &Edit) -> Result<(), Refusal> {
        if self.document.with_untracked(|document| document.newer.is_some()) {
            return Err(Refusal::ReadOnly);
        }
        let again = self.continues(session);
        let next = match session {
            Some(session) => self.before(session, |plan| plan.apply(edit)),
            None => self.peek(|plan| plan.apply(edit)),
        }?;
        let mut stepped = again;
        self.history.maybe_update(|history| {
            let changed = *history.present() != next;
            let label = edit.label(history.present());
            if again {
                stepped = history.amend(label, next);
            } else {
                stepped = history.record(label, next);
            }
            changed
        });
        self.session.set_value(session.filter(|_| stepped));
        self.withdraw_undo();
        Ok(())
    }

    /// Takes "Undo" away from messages about an older step: it would undo a newer one.
    fn withdraw_undo(self) {
        self.toasts.maybe_update(|toasts| {
            let before = toasts.len();
            toasts.retain(|t| t.offer != Offer::Undo);
            toasts.len() != before
        });
    }

    /// Takes the last step back.
    pub fn undo(self) {
        self.session.set_value(None);
        self.withdraw_undo();
        self.history.maybe_update(History::undo);
    }

    /// Takes the step that was undone again.
    pub fn redo(self) {
        self.session.set_value(None);
        self.withdraw_undo();
        self.history.maybe_update(History::redo);
    }

    /// What undo would take back; none when there is nothing.
    pub fn undo_label(self) -> Option<String> {
        self.history.with(|h| h.undo_label().map(str::to_owned))
    }

    /// Whether there is a step to undo, now.
    pub fn can_undo_now(self) -> bool {
        self.history.with_untracked(History::can_undo)
    }

    /// What redo would repeat; none when there is nothing.
    pub fn redo_label(self) -> Option<String> {
        self.history.with(|h| h.redo_label().map(str::to_owned))
    }

    /// Opens a plan as a new document that is stored nowhere yet.
    pub fn open(self, plan: Plan) {
        self.open_stored(plan, None, 0, None);
    }

    /// Opens a plan that the store holds. The way back to the one before is kept.
    pub fn open_stored(self, plan: Plan, key: Option<String>, generation: u64, newer: Option<Newer>) {
        let name = plan.name.clone();
        self.resume(plan, key, generation, newer);
        self.say(format!("{name} is open"), Offer::Back, false);
    }

    /// The same without a word, at the start.
    pub fn resume(self, plan: Plan, key: Option<String>, generation: u64, newer: Option<Newer>) {
        let opening = self.begin();
        let document = Document { opening, work: opening, key, generation, newer };
        let left = (self.history.get_untracked(), self.document.get_untracked());
        self.previous.set_value(Some(left));
        self.show(History::new(plan), document);
    }

    /// Goes back to the document that was open before.
    pub fn back(self) {
        let previous = self.previous.try_update_value(Option::take).flatten();
        if let Some((history, document)) = previous {
            self.show(history, Document { opening: self.begin(), ..document });
        }
    }

    /// Goes on with a copy of a plan that is open to read only: what was left out of it is not in the copy.
    pub fn edit_a_copy(self) {
        self.resume(self.peek(Plan::clone), None, 0, None);
        self.say("This is a copy, stored here with its first change", Offer::Back, false);
    }

    /// Notes that the open document has no place in the store: its next change gives it one of its own.
    pub fn detach(self) {
        self.document.update(|document| (document.key, document.generation) = (None, 0));
    }

    /// Notes where the store keeps a working copy that is open, or was before.
    pub fn stored(self, work: u32, key: &str, generation: u64) {
        let note = |document: &mut Document| {
            let same = document.work == work;
            if same {
                document.key = Some(key.to_owned());
                document.generation = generation;
            }
            same
        };
        self.document.maybe_update(note);
        self.previous.update_value(|previous| {
            if let Some((_, document)) = previous {
                note(document);
            }
        });
    }

    fn show(self, history: History<Plan>, document: Document) {
        self.session.set_value(None);
        self.withdraw_undo();
        self.selected.set(None);
        self.journey.set(None);
        self.down.set(Vec::new());
        self.document.set(document);
        self.history.set(history);
    }

    /// What is selected and still there.
    pub fn selection(self) -> Memo<Option<Place>> {
        Memo::new(move |_| {
            let place = self.selected.get()?;
            let there = matches!(place, Place::Practice(_)) || self.plan.with(|plan| plan.has(place));
            there.then_some(place)
        })
    }

    /// Shows a message. It goes after a while.
    pub fn say(self, text: impl Into<String>, offer: Offer, bad: bool) {
        let toast = Toast { id: self.begin(), text: text.into(), offer, bad };
        let id = toast.id;
        self.toasts.update(|toasts| {
            toasts.retain(|t| t.text != toast.text);
            toasts.push(toast);
            if toasts.len() > 3 {
                toasts.remove(0);
            }
        });
        let long = bad || matches!(offer, Offer::PutBack(_));
        let seconds = if long { 20 } else { 8 };
        set_timeout(move || self.dismiss(id), Duration::from_secs(seconds));
    }

    /// Takes a message away.
    pub fn dismiss(self, id: u32) {
        self.toasts.maybe_update(|toasts| {
            let before = toasts.len();
            toasts.retain(|t| t.id != id);
            toasts.len() != before
        });
    }
}
