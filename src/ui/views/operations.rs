//! Operations: what people do before and during incidents, what it is worth, and what the gates say.

mod gates;
mod outages;
mod practices;
mod worth;

use std::sync::Arc;

use leptos::prelude::*;

use crate::analysis::Analysis;
use crate::model::{Edit, Plan};
use gates::GatesPanel;
pub use gates::told;
use outages::Outages;
use practices::Practices;

/// The operations view: practices, gates, and how long each failure lasts.
#[component]
pub fn OperationsView(
    /// The plan as it is.
    plan: Signal<Arc<Plan>>,
    /// Its analysis.
    analysis: Signal<Arc<Analysis>>,
    /// Changes the plan.
    edit: Callback<Edit>,
) -> impl IntoView {
    view! {
        <div class="operations-view">
            <Practices plan=plan edit=edit/>
            <div class="operations-side">
                <GatesPanel analysis=analysis edit=edit/>
            </div>
            <Outages plan=plan analysis=analysis/>
        </div>
    }
    .into_any()
}
