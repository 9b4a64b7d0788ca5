//! The topology at the width that there is, and its legend.

use leptos::ev;
use leptos::prelude::*;

use super::Desk;
use crate::model::Place;
use crate::ui::browser::element::{Element, el, follow_later};
use crate::ui::topology::{Heat, Layout, Scene, topology};

/// The picture before it was measured.
const FIRST_WIDTH: i32 = 880;

/// The topology with its legend; without components, what to do first.
pub fn canvas(desk: Desk) -> Element {
    let width = RwSignal::new(FIRST_WIDTH);
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
    let on_select = Callback::new(move |place| desk.select(place));
    let picture = topology(layout, lines, desk.selection(), on_select);
    let frame = el("div").class("design-picture").child(picture);
    keep_measured(&frame, width);
    el("section")
        .class("design-canvas")
        .attr("aria-label", "Topology")
        .child(frame)
        .child(move || if empty.get() { nothing_yet() } else { legend() })
}

/// Notes how wide the frame is, when it is drawn and when the window changes.
fn keep_measured(frame: &Element, width: RwSignal<i32>) {
    let frame = frame.clone();
    let measure = move || {
        let measured = frame.node().client_width();
        if measured > 0 {
            width.set(measured);
        }
    };
    follow_later(measure.clone());
    let resize = window_event_listener(ev::resize, move |_| measure());
    on_cleanup(move || resize.remove());
}

fn nothing_yet() -> Element {
    el("p").class("empty-state").child(el("strong").child("No component yet. ")).child(
        "Add what a request passes on its way: a load balancer, the code that answers, the database. \
         Then add a journey and say what it needs.",
    )
}

fn legend() -> Element {
    let step = |heat: Heat| {
        let mark = el("span").class("legend-mark").attr("aria-hidden", "true");
        el("li").attr("data-heat", heat.key()).child(mark).child(heat.name())
    };
    el("div")
        .class("design-legend")
        .child(el("span").attr("id", "legend-title").child("Share of the bad minutes:"))
        .child(el("ul").attr("aria-labelledby", "legend-title").child(Heat::ALL.map(step)))
}
