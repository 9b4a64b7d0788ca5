//! What lies above the page, and small marks in it: dialog, messages, meter, tag, details.

use leptos::prelude::*;

use super::text::fresh_id;
use crate::ui::browser::dom;
use crate::ui::browser::element::{Element, Part, Parts, button, el, follow_later, parts};
use crate::ui::removing;
use crate::ui::saving::use_saver;
use crate::ui::workspace::{Offer, Toast, Workspace};

/// A dialog with a title, shown while `open`. Escape and "Close" shut it; the focus goes back to where it was.
///
/// What it holds is built when it opens and dropped when it shuts.
pub fn dialog<P: Part>(
    title: impl Fn() -> String + 'static,
    open: RwSignal<bool>,
    content: impl Fn() -> P + 'static,
) -> Element {
    boxed_dialog(Box::new(title), open, Box::new(move || parts(content())))
}

fn boxed_dialog(
    title: Box<dyn Fn() -> String>,
    open: RwSignal<bool>,
    content: Box<dyn Fn() -> Parts>,
) -> Element {
    let id = fresh_id();
    // A click that began inside, as when text is selected, is none beside the dialog.
    let began_beside = StoredValue::new(false);
    let close = button("button quiet").on_click(move |_| open.set(false)).child("Close");
    let dialog = el("dialog")
        .class("dialog")
        .attr("aria-labelledby", &id)
        .on("close", move |_| {
            open.try_set(false);
        })
        .on_mouse("mousedown", move |event| began_beside.set_value(dom::is_backdrop(&event)))
        .on_click(move |event| {
            if began_beside.get_value() && dom::is_backdrop(&event) {
                open.set(false);
            }
        })
        .child(el("header").class("dialog-head").child(el("h2").attr("id", &id).child(title)).child(close))
        .child(el("div").class("dialog-body").child(move || open.get().then(&content)));
    let shown = dialog.clone();
    follow_later(move || dom::show_dialog(&shown, open.get()));
    dialog
}

/// The messages at the rim, read out as they come.
///
/// While a dialog is open they stand in it: all else is out of reach then.
pub fn toasts(ws: Workspace) -> Element {
    let saver = use_saver();
    let toast = move |toast: Toast| {
        let Toast { id, text, offer, bad } = toast;
        let offered = match offer {
            Offer::Nothing => None,
            Offer::Undo => Some("Undo"),
            // Not the "Undo" of the top bar.
            Offer::PutBack(_) => Some("Undo removal"),
            Offer::Back => Some("Go back"),
        };
        let take = move |_| {
            ws.dismiss(id);
            match offer {
                Offer::Nothing => {}
                Offer::Undo => ws.undo(),
                Offer::Back => ws.back(),
                Offer::PutBack(ticket) => removing::put_back(ws, saver, ticket),
            }
        };
        let dismiss = button("button quiet").attr("aria-label", "Dismiss").on_click(move |_| ws.dismiss(id));
        el("div")
            .class(if bad { "toast bad" } else { "toast" })
            .child(el("span").child(text))
            .child(offered.map(|words| button("button").on_click(take).child(words)))
            .child(dismiss.child("✕"))
    };
    let all = el("div")
        .class("toasts")
        .attr("role", "status")
        .attr("aria-live", "polite")
        .each(move || ws.toasts.get(), toast);
    let shown = all.clone();
    follow_later(move || {
        ws.toasts.track();
        dom::bring_up(&shown);
    });
    all
}

/// How much an amount weighs, as a length; say the number beside it, the bar alone is not read out.
pub fn meter(share: f64, tone: Tone) -> Element {
    let percent = share.clamp(0.0, 1.0) * 100.0;
    let bar = el("span").class(tone.class()).style("width", &format!("{percent}%"));
    el("span").class("meter").attr("aria-hidden", "true").child(bar)
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
pub fn tag(words: &str, tone: Tone) -> Element {
    el("span").class(&format!("tag {}", tone.class())).child(words)
}

/// Something more, one step away.
pub fn details(summary: &str, content: impl Part) -> Element {
    el("details").class("details").child(el("summary").child(summary)).child(content)
}
