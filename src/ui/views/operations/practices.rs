//! The practices: what each is, its level, what it does, costs and is worth.

use leptos::prelude::*;

use super::worth::WorthBoard;
use crate::model::catalogue::{Effect as PracticeEffect, Style};
use crate::model::{Choice, Edit, Practice};
use crate::quantity::text::duration;
use crate::report::{effect_words, practice_cost_words, select_words};
use crate::ui::browser::element::{Element, el};
use crate::ui::primitives::{Offered, Tone, segmented, tag};
use crate::ui::workspace::Workspace;

/// A difference this small, minutes a year, is none.
const NOTICEABLE: f64 = 0.05;

/// All practices, incident response first.
pub fn practices(ws: Workspace) -> Element {
    let board = WorthBoard::follow(ws);
    let groups = [
        (Style::Reactive, "Incident response", "Reactive: shortens an outage once it has begun."),
        (Style::Proactive, "Before the incident", "Proactive: fewer outages, and smaller ones."),
    ];
    let section = |(style, title, says): (Style, &str, &str)| {
        let chosen = Practice::ALL.iter().filter(|practice| practice.info().style == style);
        let rows: Vec<Element> = chosen.map(|practice| row(*practice, ws, board)).collect();
        el("section")
            .class("practice-group")
            .child(el("h2").child(title))
            .child(el("p").class("muted small").child(says))
            .child(el("div").class("practice-list").child(rows))
    };
    el("div").class("practices").child(groups.map(section))
}

fn row(practice: Practice, ws: Workspace, board: WorthBoard) -> Element {
    let info = practice.info();
    let level = ws.derive(move |plan| plan.level(practice));
    let cost = ws.derive(move |plan| practice_cost_words(plan, practice));
    let worth = Memo::new(move |_| worth_words(practice, level.get(), board));
    let fresh = Memo::new(move |_| board.is_fresh(practice));
    let title = format!("practice-{}", info.key);
    let head = el("header")
        .class("row")
        .child(el("h3").attr("id", &title).child(info.name))
        .child(tag(&format!("{} gate", info.gate.key()), Tone::Plain));
    let words = el("div")
        .class("practice-words")
        .child(head)
        .child(el("p").class("muted").child(info.summary))
        .child(levels(practice, level, ws));
    let worth = el("p")
        .class("practice-worth")
        .attr("data-state", move || if fresh.get() { "fresh" } else { "stale" })
        .child(move || worth.get());
    let numbers = el("div")
        .class("practice-numbers")
        .child(worth)
        .child(el("p").class("muted").child(move || cost.get()));
    el("article")
        .class("practice")
        .attr("data-state", move || if level.get() > 0 { "on" } else { "off" })
        .attr("aria-labelledby", &title)
        .child(words)
        .child(numbers)
        .child(effects(practice))
}

/// Off and every level, as one choice.
fn levels(practice: Practice, level: Memo<u8>, ws: Workspace) -> Element {
    let info = practice.info();
    let names = info.levels.iter().map(|l| if info.levels.len() == 1 { "on" } else { l.name });
    let offered =
        core::iter::once("off").chain(names).enumerate().map(|(i, name)| Offered::new(i.to_string(), name));
    let current = Signal::derive(move || level.get().to_string());
    segmented(info.name, offered.collect(), current, move |key| {
        if let Ok(level) = key.parse() {
            ws.dispatch(Edit::SetPractice(practice, level));
        }
    })
}

/// What doing it, or more of it, is worth against now.
fn worth_words(practice: Practice, level: u8, board: WorthBoard) -> String {
    let Some(worth) = board.of(practice) else { return "\u{2026}".into() };
    let less = |minutes: f64| match minutes {
        m if m > NOTICEABLE => format!("saves {} a year", duration(m)),
        m if m < -NOTICEABLE => format!("adds {} a year", duration(-m)),
        _ => "changes nothing by itself here".into(),
    };
    let mut words = Vec::new();
    if let Some(saves) = worth.saves(0).filter(|_| level > 0) {
        words.push(format!("{}.", less(-saves)));
    }
    if let (Some(saves), Some(info)) = (worth.saves(level + 1), practice.info().level(level + 1)) {
        words.push(if level == 0 && practice.highest() == 1 {
            format!("Would {}.", would(&less(saves)))
        } else {
            let more = would(&less(saves)).replacen(
                " a year",
                if level > 0 { " more a year" } else { " a year" },
                1,
            );
            format!("At \u{201c}{}\u{201d} it would {more}.", info.name)
        });
    }
    let text = words.join(" ");
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// "saves" as it reads after "would".
fn would(words: &str) -> String {
    ["saves", "adds", "changes"]
        .iter()
        .fold(words.to_owned(), |words, verb| words.replacen(verb, verb.trim_end_matches('s'), 1))
}

/// What each level does, and how we know.
fn effects(practice: Practice) -> Element {
    let info = practice.info();
    let summary = el("summary")
        .child("What it does, and how we know")
        .child(el("span").class("visually-hidden").child(": ").child(info.name));
    let details = el("details").class("details practice-effects").child(summary);
    info.levels.iter().fold(details, |details, level| {
        let list: Vec<Element> = level.effects.iter().map(effect).collect();
        details.child(el("h4").child(level.name)).child(el("ul").class("effects").child(list))
    })
}

fn effect(effect: &PracticeEffect) -> Element {
    let about = select_words(&effect.select).map(|about| format!(" ({about})"));
    let origin = el("small")
        .class("origin")
        .child(el("b").child(effect.mark.name()))
        .child(": ")
        .child(without_mark(effect.source));
    el("li").child(el("span").child(effect_words(effect)).child(about)).child(origin)
}

/// A source without the mark that it opens with, as the mark is shown beside it.
fn without_mark(source: &'static str) -> &'static str {
    source.strip_prefix("assumption: ").unwrap_or(source)
}
