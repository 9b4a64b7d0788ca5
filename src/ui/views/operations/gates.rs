//! The three gates: what each asks for, what is open, which one binds.

use std::sync::Arc;

use leptos::prelude::*;

use crate::analysis::{Analysis, GateAnswer, Gates, Sentence, Words};
use crate::model::{Choice, Edit, Practice};
use crate::quantity::text::percent_available;
use crate::report::{ask_words, gate_words};
use crate::ui::browser::element::{Element, button, el};
use crate::ui::primitives::details;
use crate::ui::workspace::Workspace;

/// The gates as the plan stands to them.
pub fn gates_panel(ws: Workspace, analysis: Memo<Arc<Analysis>>) -> Element {
    // Each sentence follows by itself, so that only the one that has become another is read out again.
    let says = [("plain", 0), ("flagged", 1)].map(|(state, at)| {
        let sentence = Memo::new(move |_| {
            let mut sentences = analysis.with(|analysis| {
                let result = analysis.service.as_ref().map(|service| service.unavailability);
                gate_words(&analysis.gates, result).into_iter()
            });
            sentences.nth(at)
        });
        let line = move |sentence| told(el("p").class("gate-says").attr("data-state", state), sentence);
        move || sentence.get().map(line)
    });
    // What the gates are and ask for is the catalogue's; only how the plan stands to them changes.
    let gates = analysis.with_untracked(|analysis| analysis.gates.gates.clone());
    let gates: Vec<Element> = gates.iter().map(|answer| gate(ws, analysis, answer)).collect();
    el("section")
        .class("panel gates-panel")
        .attr("aria-labelledby", "gates-title")
        .child(el("h2").attr("id", "gates-title").child("Three gates"))
        .child(el("div").attr("aria-live", "polite").child(says))
        .child(el("ol").class("gates").child(gates))
}

/// Puts a sentence into an element, with the words that matter set off.
pub fn told(place: Element, sentence: Sentence) -> Element {
    sentence.0.into_iter().fold(place, |place, words| match words {
        Words::Plain(text) => place.child(text),
        Words::Strong(text) => place.child(el("strong").child(text)),
    })
}

fn gate(ws: Workspace, analysis: Memo<Arc<Analysis>>, answer: &GateAnswer) -> Element {
    let gate = answer.gate;
    let met = move |gates: &Gates| gates.gates.iter().any(|answer| answer.gate == gate && answer.met);
    let state = move || if analysis.with(|analysis| met(&analysis.gates)) { "met" } else { "open" };
    let words = move || {
        let (met, binds) =
            analysis.with(|analysis| (met(&analysis.gates), analysis.gates.binding == Some(gate)));
        match (met, binds) {
            (true, _) => "\u{2713} met",
            (false, true) => "\u{25c6} binds",
            (false, false) => "\u{25cb} open",
        }
    };
    let asks: Vec<Element> =
        answer.asks.iter().map(|(practice, level, _)| ask(ws, analysis, *practice, *level)).collect();
    let head =
        el("h3").child(el("span").child(gate.name())).child(el("span").class("gate-state").child(words));
    let ceiling = el("p").class("muted small").child("earns up to ").child(percent_available(answer.ceiling));
    let source = el("p").child(answer.source);
    el("li")
        .class("gate")
        .attr("data-state", state)
        .child(head)
        .child(ceiling)
        .child(el("ul").class("asks").child(asks))
        .child(details("Where the ceiling comes from", source))
}

fn ask(ws: Workspace, analysis: Memo<Arc<Analysis>>, practice: Practice, level: u8) -> Element {
    let words = ask_words(practice, level);
    let done = Memo::new(move |_| {
        let asks = |gates: &Gates| gates.gates.iter().any(|g| g.asks.contains(&(practice, level, true)));
        analysis.with(|analysis| asks(&analysis.gates))
    });
    let mark = move || if done.get() { "\u{2713}" } else { "\u{25cb}" };
    let label = format!("Do it: {words}");
    let offer = move || {
        if done.get() {
            return el("span").class("visually-hidden").child(" (done)");
        }
        let go = move |_| {
            ws.dispatch(Edit::SetPractice(practice, level));
        };
        button("link").attr("aria-label", &label).on_click(go).child("do it")
    };
    el("li")
        .attr("data-state", move || if done.get() { "met" } else { "open" })
        .child(el("span").attr("aria-hidden", "true").child(mark))
        .child(words)
        .child(offer)
}
