//! How it is operated: practices, what each is worth, the three gates, and how long each failure lasts.

mod gates;
mod outages;
mod practices;
mod worth;

use leptos::prelude::*;

use crate::ui::results::use_analysis;
use crate::ui::workspace::use_workspace;
pub(super) use gates::told;

/// The view.
pub fn operations() -> AnyView {
    let ws = use_workspace();
    let analysis = use_analysis();
    view! {
        <section class="view operations">
            <h1>"Operations"</h1>
            <div class="operations-columns">
                {practices::practices(ws)}
                {gates::gates_panel(ws, analysis)}
            </div>
            {outages::outages(ws, analysis)}
        </section>
    }
    .into_any()
}
