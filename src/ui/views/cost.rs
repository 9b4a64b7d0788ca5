//! What it costs.

use leptos::prelude::*;

/// The view.
pub fn cost() -> AnyView {
    view! { <section class="view cost"><h1>"Cost"</h1></section> }.into_any()
}
