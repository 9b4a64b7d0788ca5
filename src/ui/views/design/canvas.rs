//! The topology at the width that there is, and its legend.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;

use super::Desk;
use crate::model::Place;
use crate::ui::browser::dom;
use crate::ui::topology::{Heat, Layout, Scene, Topology};

/// The picture before it was measured.
const FIRST_WIDTH: i32 = 880;

/// The topology with its legend; without components, what to do first.
pub fn canvas(desk: Desk) -> AnyView {
    let frame = NodeRef::<html::Div>::new();
    let width = RwSignal::new(FIRST_WIDTH);
    let measure = move || {
        if let Some(frame) = frame.get_untracked() {
            let measured = frame.client_width();
            if measured > 0 {
                width.set(measured);
            }
        }
    };
    Effect::new(move |_| {
        frame.track();
        measure();
    });
    let resize = window_event_listener(ev::resize, move |_| measure());
    on_cleanup(move || resize.remove());
    let layout = Memo::new(move |_| {
        let regions = desk.analysis(|a| a.regions.clone());
        let answer = desk.answer();
        let scene = desk.plan(|plan| Scene::of(plan, answer.as_deref(), &regions));
        Layout::of(&scene, width.get())
    });
    let lines = Memo::new(move |_| match desk.selected() {
        Place::Component(id) => layout.with(|l| desk.plan(|plan| l.lines(plan, id))),
        _ => Vec::new(),
    });
    let empty = Memo::new(move |_| desk.plan(|plan| plan.components.is_empty()));
    view! {
        <section class="design-canvas" aria-label="Topology">
            <div class="design-picture" node_ref=frame>
                <Topology
                    layout
                    lines
                    selected=Signal::derive(move || desk.selected())
                    on_select=Callback::new(move |place| desk.select(place))
                    focus=Callback::new(|id: String| dom::focus(&id))
                />
            </div>
            {move || if empty.get() { nothing_yet() } else { legend() }}
        </section>
    }
    .into_any()
}

fn nothing_yet() -> AnyView {
    view! {
        <p class="empty-state">
            <strong>"No component yet. "</strong>
            "Add what a request passes on its way: a load balancer, the code that answers, the database. "
            "Then add a journey and say what it needs."
        </p>
    }
    .into_any()
}

fn legend() -> AnyView {
    let step = |heat: &Heat| {
        view! {
            <li data-heat=heat.key()>
                <span class="legend-mark" aria-hidden="true"></span>
                {heat.name()}
            </li>
        }
    };
    view! {
        <div class="design-legend">
            <span id="legend-title">"Share of the bad minutes:"</span>
            <ul aria-labelledby="legend-title">{Heat::ALL.iter().map(step).collect::<Vec<_>>()}</ul>
        </div>
    }
    .into_any()
}
