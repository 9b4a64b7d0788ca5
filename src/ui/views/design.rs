//! The Design view: what the service is made of, where it stands, how it fails, and what that costs its users.
//!
//! In the middle the topology, what spends the budget, and the journeys; on the right the inspector
//! of what is selected. Which numbers a place has ([`numbers`]), what can be chosen ([`picks`]) and what
//! the buttons add ([`grow`]) are data with native tests; the components are loops over them.

mod canvas;
mod causes;
mod desk;
mod findings;
mod grow;
mod inspector;
mod needs;
mod numbers;
mod picks;
#[cfg(test)]
mod sample;
mod shelf;
mod toolbar;

use leptos::prelude::*;

use desk::Desk;

/// The view.
pub fn design() -> AnyView {
    let desk = Desk::here();
    view! {
        <section class="view design">
            <h1 class="visually-hidden">"Design"</h1>
            <div class="design-main">
                {toolbar::toolbar(desk)}
                {findings::banner(desk)}
                {canvas::canvas(desk)}
                {causes::causes(desk)}
                {causes::journeys(desk)}
                {causes::cut_sets(desk)}
            </div>
            {inspector::inspector(desk)}
        </section>
    }
    .into_any()
}
