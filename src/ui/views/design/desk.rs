//! What the Design view works on: the plan, its analysis, what is selected and which journey is looked at.

use std::sync::Arc;

use leptos::prelude::*;

use super::grow;
use crate::analysis::{Analysis, Answer, analyse};
use crate::model::{Edit, History, Id, Place, Plan};

/// The handle that every part of the view gets.
#[derive(Clone, Copy)]
pub struct Desk {
    history: RwSignal<History<Plan>>,
    analysis: Memo<Arc<Analysis>>,
    selected: Memo<Place>,
    place: RwSignal<Place>,
    journey: RwSignal<Option<Id>>,
}

impl Desk {
    /// A desk with nothing selected.
    pub fn new(history: RwSignal<History<Plan>>) -> Self {
        let place = RwSignal::new(Place::Plan);
        let analysis = Memo::new(move |_| Arc::new(history.with(|h| analyse(h.present()))));
        let selected = Memo::new(move |_| {
            let place = place.get();
            if history.with(|h| h.present().has(place)) { place } else { Place::Plan }
        });
        Self { history, analysis, selected, place, journey: RwSignal::new(None) }
    }

    /// Looks at the plan; what looks is told of every change.
    pub fn plan<T>(self, look: impl FnOnce(&Plan) -> T) -> T {
        self.history.with(|h| look(h.present()))
    }

    /// Looks at the plan once.
    pub fn plan_now<T>(self, look: impl FnOnce(&Plan) -> T) -> T {
        self.history.with_untracked(|h| look(h.present()))
    }

    /// Looks at the analysis.
    pub fn analysis<T>(self, look: impl FnOnce(&Analysis) -> T) -> T {
        self.analysis.with(|analysis| look(analysis))
    }

    /// Looks at the answer of the chosen journey, or of the service.
    pub fn answer<T>(self, look: impl FnOnce(Option<&Answer>) -> T) -> T {
        let journey = self.journey();
        self.analysis.with(|analysis| {
            look(match journey {
                None => analysis.service.as_ref(),
                Some(id) => analysis.journeys.iter().find(|j| j.id == id).and_then(|j| j.answer.as_ref()),
            })
        })
    }

    /// The chosen journey, when it is still there; nothing stands for all.
    pub fn journey(self) -> Option<Id> {
        self.journey.get().filter(|id| self.plan(|plan| plan.journey(*id).is_some()))
    }

    /// Chooses a journey, or all.
    pub fn look_at(self, journey: Option<Id>) {
        self.journey.set(journey);
    }

    /// What is selected; the plan itself when nothing is.
    pub fn selected(self) -> Place {
        self.selected.get()
    }

    /// What is selected, looked at once.
    pub fn selected_now(self) -> Place {
        self.selected.get_untracked()
    }

    /// Selects a place.
    pub fn select(self, place: Place) {
        self.place.set(place);
    }

    /// Changes the plan, as one step that can be undone.
    pub fn edit(self, edit: Edit) {
        self.history.update(|history| {
            if let Ok(next) = history.present().apply(&edit) {
                history.record(edit.label(), next);
            }
        });
    }

    /// Changes the plan; when it goes `on` with the step before, in that step's place.
    pub fn retry(self, edit: Edit, on: bool) -> Result<(), String> {
        let mut said = Ok(());
        self.history.update(|history| {
            if on {
                history.undo();
            }
            match history.present().apply(&edit) {
                Ok(next) => {
                    history.record(edit.label(), next);
                }
                Err(error) => said = Err(error.to_string()),
            }
        });
        said
    }

    /// Changes the plan and selects what came with the change.
    pub fn add(self, edit: Edit) {
        let before = self.plan_now(Plan::clone);
        self.edit(edit);
        if let Some(place) = self.plan_now(|plan| grow::added(&before, plan)) {
            self.select(place);
        }
    }
}
