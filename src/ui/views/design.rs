//! What it is made of.

use leptos::prelude::*;

/// The view.
pub fn design() -> AnyView {
    view! { <section class="view design"><h1>"Design"</h1></section> }.into_any()
}
