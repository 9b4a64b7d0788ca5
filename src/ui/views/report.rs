//! What to hand out: the decision pack on the page, made to print, to copy and to download as Markdown.

mod blocks;

use leptos::prelude::*;

use crate::model::Plan;
use crate::report::{Block, PackExtras, forecast_blocks, markdown, money_blocks, money_facts, pack};
use crate::ui::browser::element::{Element, button, el};
use crate::ui::browser::{self, address, files};
use crate::ui::forecast::{ForecastDesk, State, use_forecast};
use crate::ui::ladder::use_ladder;
use crate::ui::results::use_analysis;
use crate::ui::workspace::{Offer, Workspace, use_workspace};
use blocks::block;

/// The view.
pub fn report() -> Element {
    let ws = use_workspace();
    let (analysis, desk) = (use_analysis(), use_ladder());
    let forecast = use_forecast();
    let sure = Memo::new(move |_| fresh_forecast(ws, forecast));
    let blocks = Memo::new(move |_| {
        analysis.with(|analysis| {
            let ladder = desk.fresh(ws);
            let forecast = sure.get();
            ws.plan().with(|plan| {
                pack(plan, analysis, &PackExtras { forecast, ..extras(plan, ladder.as_deref()) })
            })
        })
    });
    let text = move || blocks.with(|blocks| markdown(blocks));
    let copy = move |_| {
        let done = move |copied: bool| match copied {
            true => ws.say("The report is on the clipboard as Markdown", Offer::Nothing, false),
            false => ws.say("The browser did not allow copying; download it instead", Offer::Nothing, true),
        };
        files::copy(text(), done);
    };
    let download = move |_| {
        if !files::download(&file_name(ws), "text/markdown;charset=utf-8", &text()) {
            ws.say("The browser did not allow the download", Offer::Nothing, true);
        }
    };
    let actions = el("div")
        .class("row")
        .attr("role", "group")
        .attr("aria-label", "Report")
        .child(button("button primary").on_click(move |_| browser::print()).child("Print"))
        .child(button("button").on_click(copy).child("Copy as Markdown"))
        .child(button("button").on_click(download).child("Download Markdown"));
    let head = el("div").class("spread report-actions").child(el("h1").child("Report")).child(actions);
    // A block is its own key: what stays as it is stays open and scrolled.
    let pack = el("article").class("panel report-pack").each(move || blocks.get(), block);
    el("section").class("view report").child(head).child(pack)
}

/// How sure the answers are, when that is known of the plan as it is; nothing otherwise.
fn fresh_forecast(ws: Workspace, desk: ForecastDesk) -> Vec<Block> {
    let fresh = Some(State::Fresh);
    let states = (desk.bands_state(ws), desk.simulation_state(ws));
    let (Some(bands), Some(answer)) = (desk.bands.get(), desk.simulation.get()) else { return Vec::new() };
    if states != (fresh, fresh) {
        return Vec::new();
    }
    let drivers = desk
        .drivers
        .get()
        .filter(|drivers| desk.drivers_state(ws) == fresh && drivers.found.journey.is_none());
    let drivers = drivers.as_ref().map(|drivers| &drivers.found.sensitivity);
    forecast_blocks(&bands.plan, &bands.found, &answer.found, drivers)
}

fn extras(plan: &Plan, found: Option<&crate::ui::ladder::Found>) -> PackExtras {
    let ladder = found.map(|found| &found.ladder);
    PackExtras {
        date: browser::today(),
        link: Some(address::link_to(&crate::wire::encode(plan))),
        money: money_blocks(plan, ladder),
        money_facts: money_facts(plan, ladder),
        ..PackExtras::default()
    }
}

/// A file name out of the plan's name.
fn file_name(ws: Workspace) -> String {
    ws.peek(|plan| files::file_name(&plan.name, "report.md"))
}
