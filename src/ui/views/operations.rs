//! How it is operated.

use leptos::prelude::*;

/// The view.
pub fn operations() -> AnyView {
    view! { <section class="view operations"><h1>"Operations"</h1></section> }.into_any()
}
