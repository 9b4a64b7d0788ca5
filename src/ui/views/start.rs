//! Where to begin.

use leptos::prelude::*;

/// The view.
pub fn start() -> AnyView {
    view! { <section class="view start"><h1>"Start"</h1></section> }.into_any()
}
