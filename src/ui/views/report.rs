//! What to hand out.

use leptos::prelude::*;

/// The view.
pub fn report() -> AnyView {
    view! { <section class="view report"><h1>"Report"</h1></section> }.into_any()
}
