//! What the Design view works on: the plan, its analysis, what is selected and which journey is looked at.

use std::sync::Arc;

use leptos::prelude::*;

use super::breakables::{Downs, breakables, is_there};
use super::grow;
use crate::analysis::{self, Analysis, Answer, Breaking};
use crate::model::{Edit, Id, Place, Plan};
use crate::ui::browser::element::{Element, button};
use crate::ui::rest::at_rest;
use crate::ui::results::{Results, use_results};
use crate::ui::topology::{HeatBy, Radii};
use crate::ui::workspace::{Workspace, use_workspace};

/// The handle that every part of the view gets: the workspace, its results, and the plan itself as
/// what is selected when nothing is.
#[derive(Clone, Copy)]
pub struct Desk {
    /// The open plan.
    pub ws: Workspace,
    results: Results,
    selected: Memo<Place>,
    down: Memo<Vec<analysis::Element>>,
    downs: RwSignal<Option<Arc<Downs>>>,
    radii: RwSignal<Option<Arc<Radii>>>,
}

impl Desk {
    /// The desk of the open plan, from context.
    pub fn here() -> Self {
        let (ws, results) = (use_workspace(), use_results());
        let selection = ws.selection();
        let selected = Memo::new(move |_| match selection.get() {
            Some(Place::Prices | Place::Practice(_)) | None => Place::Plan,
            Some(place) => place,
        });
        type Elements = Vec<analysis::Element>;
        let there = move |down: &Elements| -> Elements {
            ws.plan().with(|plan| down.iter().copied().filter(|element| is_there(plan, *element)).collect())
        };
        let down: Memo<Elements> = Memo::new(move |_| ws.down.with(there));
        let alone: Memo<Elements> =
            Memo::new(move |_| ws.plan().with(|plan| breakables(plan, selected.get())));
        let asked = move || Some((alone.get(), down.get())).filter(|(a, d)| !(a.is_empty() && d.is_empty()));
        let downs =
            at_rest(ws, asked, |plan, (alone, down): &(Elements, Elements)| Downs::of(plan, alone, down));
        let wanted = move || (ws.heat_by.get() == HeatBy::BlastRadius).then_some(());
        let radii = at_rest(ws, wanted, |plan, ()| {
            let breaking = Breaking::of(plan)?;
            Some(Radii { elements: breaking.blast_radii(), modes: breaking.mode_radii() })
        });
        Self { ws, results, selected, down, downs, radii }
    }

    /// What is down, just to see what then happens, and still there.
    pub fn down(self) -> Vec<analysis::Element> {
        self.down.get()
    }

    /// Whether this is.
    pub fn is_down(self, element: analysis::Element) -> bool {
        self.down.with(|down| down.contains(&element))
    }

    /// Looks at what users get without what is selected, and without all that is down.
    pub fn downs<T>(self, look: impl FnOnce(&Downs) -> Option<T>) -> Option<T> {
        self.downs.with(|downs| look(downs.as_ref()?))
    }

    /// The blast radii, when the colours tell them.
    pub fn radii(self) -> Option<Arc<Radii>> {
        self.radii.get()
    }

    /// Looks at the plan; what looks is told of every change.
    pub fn plan<T>(self, look: impl FnOnce(&Plan) -> T) -> T {
        self.ws.plan().with(look)
    }

    /// Looks at the analysis.
    pub fn analysis<T>(self, look: impl FnOnce(&Analysis) -> T) -> T {
        self.results.analysis.with(|analysis| look(analysis))
    }

    /// The answer of the journey that is looked at, or of the service.
    pub fn answer(self) -> Option<Arc<Answer>> {
        self.results.answer.get()
    }

    /// What is selected; the plan itself when nothing is.
    pub fn selected(self) -> Place {
        self.selected.get()
    }

    /// The same as a signal of its own.
    pub fn selection(self) -> Memo<Place> {
        self.selected
    }

    /// What is selected, looked at once.
    pub fn selected_now(self) -> Place {
        self.selected.get_untracked()
    }

    /// Selects a place.
    pub fn select(self, place: Place) {
        self.ws.selected.set(Some(place));
    }

    /// Changes the plan, as one step that can be undone.
    pub fn edit(self, edit: Edit) {
        self.ws.dispatch(edit);
    }

    /// Changes the plan and selects what came with the change.
    pub fn add(self, edit: Edit) {
        let before = self.ws.peek(Plan::clone);
        if self.ws.dispatch(edit)
            && let Some(place) = self.ws.peek(|plan| grow::added(&before, plan))
        {
            self.select(place);
        }
    }

    /// The name of a place, followed.
    pub fn name(self, place: Place) -> String {
        self.plan(|plan| plan.name_at(place).unwrap_or("Routing").to_owned())
    }

    /// A button with the name of a place that selects it.
    pub fn link(self, place: Place, class: &str) -> Element {
        button(class).on_click(move |_| self.select(place)).child(move || self.name(place))
    }

    /// The journey that is looked at, when it is still there; nothing stands for all.
    pub fn journey(self) -> Option<Id> {
        self.ws.journey.get().filter(|id| self.plan(|plan| plan.journey(*id).is_some()))
    }
}
