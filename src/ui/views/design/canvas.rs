//! The topology at the width that there is, and its legend.

use leptos::ev;
use leptos::prelude::*;

use super::Desk;
use super::breaking::TOPOLOGY;
use crate::model::Place;
use crate::ui::browser::element::{Element, el, follow_later};
use crate::ui::primitives::{Offered, segmented};
use crate::ui::topology::{Heat, HeatBy, Layout, Scene, Seen, topology};

/// The picture before it was measured.
const FIRST_WIDTH: i32 = 880;

/// The topology with its legend; without components, what to do first.
pub fn canvas(desk: Desk) -> Element {
    let width = RwSignal::new(FIRST_WIDTH);
    let layout = Memo::new(move |_| {
        let regions = desk.analysis(|a| a.regions.clone());
        let answer = desk.answer();
        let (down, radii) = (desk.down(), desk.radii());
        let seen =
            Seen { answer: answer.as_deref(), regions: &regions, down: &down, radii: radii.as_deref() };
        let scene = desk.plan(|plan| Scene::of(plan, seen));
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
        .attr("id", TOPOLOGY)
        .attr("tabindex", "-1")
        .attr("aria-label", "Topology")
        .child(frame)
        .child(move || if empty.get() { nothing_yet() } else { legend(desk) })
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

/// What the colours tell, to choose, and their steps.
fn legend(desk: Desk) -> Element {
    let by = desk.ws.heat_by;
    let offered = HeatBy::ALL.map(|by| Offered::new(by.key(), by.name()));
    let current = Signal::derive(move || by.get().key().to_owned());
    let choose = move |key: String| {
        if let Some(chosen) = HeatBy::ALL.into_iter().find(|by| by.key() == key) {
            by.set(chosen);
        }
    };
    let step = move |heat: Heat| {
        let mark = el("span").class("legend-mark").attr("aria-hidden", "true");
        el("li").attr("data-heat", heat.key()).child(mark).child(move || heat.name(by.get()))
    };
    el("div")
        .class("design-legend")
        .child(segmented("The colours tell", offered.into(), current, choose))
        .child(el("span").attr("id", "legend-title").child(move || by.get().means()))
        .child(el("ul").attr("aria-labelledby", "legend-title").child(Heat::ALL.map(step)))
}
