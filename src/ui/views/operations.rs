//! How it is operated: practices, what each is worth, the three gates, and how long each failure lasts.

mod gates;
mod monitors;
mod outages;
mod practices;
mod worth;

use crate::ui::browser::element::{Element, el};
use crate::ui::results::use_analysis;
use crate::ui::workspace::use_workspace;
pub(super) use gates::told;

/// The view.
pub fn operations() -> Element {
    let ws = use_workspace();
    let analysis = use_analysis();
    let columns = el("div")
        .class("operations-columns")
        .child(practices::practices(ws))
        .child(gates::gates_panel(ws, analysis));
    el("section")
        .class("view operations")
        .child(el("h1").child("Operations"))
        .child(columns)
        .child(monitors::monitors(ws))
        .child(outages::outages(ws, analysis))
}
