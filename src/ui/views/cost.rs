//! What it costs: the ladder of nines, the cost a month line by line, and every price behind it.

mod ladder;
mod lines;
mod prices;

use leptos::prelude::*;

use crate::ui::ladder::use_ladder;
use crate::ui::workspace::use_workspace;

/// The view.
pub fn cost() -> AnyView {
    let ws = use_workspace();
    view! {
        <section class="view cost">
            <h1>"Cost"</h1>
            {ladder::ladder(ws, use_ladder())}
            <div class="cost-columns">{lines::lines(ws)} {prices::prices(ws)}</div>
        </section>
    }
    .into_any()
}
