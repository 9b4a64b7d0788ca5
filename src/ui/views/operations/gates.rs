//! The three gates: what each asks for, what is open, which one binds.

use std::sync::Arc;

use leptos::prelude::*;

use crate::analysis::{Analysis, GateAnswer, Sentence, Words};
use crate::model::{Choice, Edit, Practice};
use crate::quantity::text::percent_available;
use crate::report::{ask_words, gate_words};
use crate::ui::workspace::Workspace;

/// The gates as the plan stands to them.
pub fn gates_panel(ws: Workspace, analysis: Memo<Arc<Analysis>>) -> AnyView {
    let says = move || {
        analysis.with(|analysis| {
            let result = analysis.service.as_ref().map(|service| service.unavailability);
            let flagged = analysis.gates.claims_too_much;
            let sentences = gate_words(&analysis.gates, result).into_iter().enumerate();
            let lines = sentences.map(|(i, sentence)| {
                let state = if flagged && i == 1 { "flagged" } else { "plain" };
                view! { <p class="gate-says" data-state=state>{told(sentence)}</p> }.into_any()
            });
            lines.collect_view()
        })
    };
    let gates = move || {
        analysis.with(|analysis| {
            let binding = analysis.gates.binding;
            analysis
                .gates
                .gates
                .iter()
                .map(|answer| gate(answer, binding == Some(answer.gate), ws))
                .collect_view()
        })
    };
    view! {
        <section class="panel gates-panel" aria-labelledby="gates-title">
            <h2 id="gates-title">"Three gates"</h2>
            <div aria-live="polite">{says}</div>
            <ol class="gates">{gates}</ol>
        </section>
    }
    .into_any()
}

/// A sentence with the words that matter set off.
pub fn told(sentence: Sentence) -> AnyView {
    let words = |words: Words| match words {
        Words::Plain(text) => text.into_any(),
        Words::Strong(text) => view! { <strong>{text}</strong> }.into_any(),
    };
    sentence.0.into_iter().map(words).collect_view().into_any()
}

fn gate(answer: &GateAnswer, binds: bool, ws: Workspace) -> AnyView {
    let state = if answer.met { "met" } else { "open" };
    let words = match (answer.met, binds) {
        (true, _) => "\u{2713} met",
        (false, true) => "\u{25c6} binds",
        (false, false) => "\u{25cb} open",
    };
    let asks = answer.asks.iter().map(|(practice, level, done)| ask(*practice, *level, *done, ws));
    view! {
        <li class="gate" data-state=state>
            <h3>
                <span>{answer.gate.name()}</span>
                <span class="gate-state">{words}</span>
            </h3>
            <p class="muted small">"earns up to "{percent_available(answer.ceiling)}</p>
            <ul class="asks">{asks.collect_view()}</ul>
            <details class="details">
                <summary>"Where the ceiling comes from"</summary>
                <p>{answer.source}</p>
            </details>
        </li>
    }
    .into_any()
}

fn ask(practice: Practice, level: u8, done: bool, ws: Workspace) -> AnyView {
    let words = ask_words(practice, level);
    if done {
        return view! { <li data-state="met"><span aria-hidden="true">"\u{2713}"</span>{words}<span class="visually-hidden">" (done)"</span></li> }.into_any();
    }
    let label = format!("Do it: {words}");
    view! {
        <li data-state="open">
            <span aria-hidden="true">"\u{25cb}"</span>
            {words}
            <button
                type="button"
                class="link"
                aria-label=label
                on:click=move |_| { ws.dispatch(Edit::SetPractice(practice, level)); }
            >
                "do it"
            </button>
        </li>
    }
    .into_any()
}
