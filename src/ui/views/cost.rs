//! What it costs: the ladder of nines, the cost a month line by line, and every price behind it.

mod frontier;
mod ladder;
mod levers;
mod lines;
mod prices;

use crate::ui::browser::element::{Element, el};
use crate::ui::ladder::use_ladder;
use crate::ui::workspace::use_workspace;

/// The view.
pub fn cost() -> Element {
    let ws = use_workspace();
    let columns = el("div").class("cost-columns").child(lines::lines(ws)).child(prices::prices(ws));
    el("section")
        .class("view cost")
        .child(el("h1").child("Cost"))
        .child(ladder::ladder(ws, use_ladder()))
        .child(levers::levers(ws))
        .child(columns)
}
