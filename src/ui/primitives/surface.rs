//! What lies above the page, and small marks in it: dialog, messages, meter, tag, details.

use leptos::prelude::*;

use super::text::fresh_id;
use crate::ui::browser::dom;
use crate::ui::workspace::{Offer, Toast, Workspace};

/// A dialog with a title, shown while `open`. Escape and "Close" shut it; the focus goes back to where it was.
///
/// What it holds is built when it opens and dropped when it shuts.
pub fn dialog(
    title: impl Fn() -> String + Send + 'static,
    open: RwSignal<bool>,
    content: impl Fn() -> AnyView + Send + 'static,
) -> AnyView {
    let id = fresh_id();
    let labelled_by = id.clone();
    let node = NodeRef::<leptos::html::Dialog>::new();
    // A click that began inside, as when text is selected, is none beside the dialog.
    let began_beside = StoredValue::new(false);
    Effect::new(move |_| {
        let open = open.get();
        if let Some(element) = node.get() {
            dom::show_dialog(&element, open);
        }
    });
    view! {
        <dialog
            class="dialog" node_ref=node aria-labelledby=labelled_by
            on:close=move |_| { open.try_set(false); }
            on:mousedown=move |event| began_beside.set_value(dom::is_backdrop(&event))
            on:click=move |event| if began_beside.get_value() && dom::is_backdrop(&event) { open.set(false) }
        >
            <header class="dialog-head">
                <h2 id=id>{title}</h2>
                <button type="button" class="button quiet" on:click=move |_| open.set(false)>"Close"</button>
            </header>
            <div class="dialog-body">{move || open.get().then(&content)}</div>
        </dialog>
    }
    .into_any()
}

/// The messages at the rim, read out as they come.
pub fn toasts(ws: Workspace) -> AnyView {
    let toast = move |toast: Toast| {
        let Toast { id, text, offer, bad } = toast;
        let button = match offer {
            Offer::Nothing => None,
            Offer::Undo => Some("Undo"),
            Offer::Back => Some("Go back"),
        };
        let take = move |_| {
            ws.dismiss(id);
            match offer {
                Offer::Nothing => {}
                Offer::Undo => ws.undo(),
                Offer::Back => ws.back(),
            }
        };
        view! {
            <div class="toast" class:bad=bad>
                <span>{text}</span>
                {button.map(|words| view! { <button type="button" class="button" on:click=take>{words}</button> })}
                <button
                    type="button" class="button quiet" aria-label="Dismiss"
                    on:click=move |_| ws.dismiss(id)
                >"✕"</button>
            </div>
        }
    };
    view! {
        <div class="toasts" role="status" aria-live="polite">
            <For each=move || ws.toasts.get() key=|toast| toast.id children=toast />
        </div>
    }
    .into_any()
}

/// How much an amount weighs, as a length; say the number beside it, the bar alone is not read out.
pub fn meter(share: f64, tone: Tone) -> AnyView {
    let percent = share.clamp(0.0, 1.0) * 100.0;
    view! {
        <span class="meter" aria-hidden="true">
            <span class=tone.class() style:width=format!("{percent}%")></span>
        </span>
    }
    .into_any()
}

/// A judgement, always beside a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// None.
    Plain,
    /// Well.
    Good,
    /// Doubtful.
    Warn,
    /// Not well.
    Bad,
}

impl Tone {
    /// The class of the style sheet.
    pub fn class(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Good => "good",
            Self::Warn => "warn",
            Self::Bad => "bad",
        }
    }
}

/// A word with a judgement.
pub fn tag(words: impl Into<String>, tone: Tone) -> AnyView {
    let class = format!("tag {}", tone.class());
    view! { <span class=class>{words.into()}</span> }.into_any()
}

/// Something more, one step away.
pub fn details(summary: &'static str, content: AnyView) -> AnyView {
    view! { <details class="details"><summary>{summary}</summary>{content}</details> }.into_any()
}
