<<<<<<< HEAD
//! The report: the decision pack on the page, made to print, to copy and to download as Markdown.

mod blocks;

use leptos::prelude::*;

use crate::report::Block;
pub use blocks::Blocks;

/// The report view: the pack's blocks under three buttons.
#[component]
pub fn ReportView(
    /// The decision pack.
    blocks: Signal<Vec<Block>>,
    /// Prints the page.
    print: Callback<()>,
    /// Puts a text on the clipboard.
    copy: Callback<String>,
    /// Saves a text as a file.
    download: Callback<String>,
) -> impl IntoView {
    let text = move || blocks.with(|blocks| crate::report::markdown(blocks));
    view! {
        <div class="report-view">
            <div class="report-actions" role="group" aria-label="Report">
                <button type="button" class="button primary" on:click=move |_| print.run(())>"Print"</button>
                <button type="button" class="button" on:click=move |_| copy.run(text())>"Copy as Markdown"</button>
                <button type="button" class="button" on:click=move |_| download.run(text())>
                    "Download Markdown"
                </button>
            </div>
            <article class="report-pack">{move || view! { <Blocks blocks=blocks.get()/> }}</article>
        </div>
    }
    .into_any()
=======
//! What to hand out.

use leptos::prelude::*;

/// The view.
pub fn report() -> AnyView {
    view! { <section class="view report"><h1>"Report"</h1></section> }.into_any()
>>>>>>> shell2
}
