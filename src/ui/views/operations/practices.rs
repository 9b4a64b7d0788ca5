//! The practices: what each is, its level, what it does, costs and is worth.

use leptos::prelude::*;

use super::worth::WorthBoard;
use crate::model::catalogue::{Effect as PracticeEffect, LevelInfo, Style};
use crate::model::{Choice, Edit, Practice};
use crate::quantity::text::duration;
use crate::report::{effect_words, practice_cost_words, select_words};
use crate::ui::primitives::{Offered, Tone, segmented, tag};
use crate::ui::workspace::Workspace;

/// A difference this small, minutes a year, is none.
const NOTICEABLE: f64 = 0.05;

/// All practices, incident response first.
pub fn practices(ws: Workspace) -> AnyView {
    let board = WorthBoard::follow(ws);
    let groups = [
        (Style::Reactive, "Incident response", "Reactive: shortens an outage once it has begun."),
        (Style::Proactive, "Before the incident", "Proactive: fewer outages, and smaller ones."),
    ];
    let section = |(style, title, says): (Style, &'static str, &'static str)| {
        let chosen = Practice::ALL.iter().filter(|practice| practice.info().style == style);
        let rows = chosen.map(|practice| row(*practice, ws, board)).collect_view();
        view! {
            <section class="practice-group">
                <h2>{title}</h2>
                <p class="muted small">{says}</p>
                <div class="practice-list">{rows}</div>
            </section>
        }
        .into_any()
    };
    view! { <div class="practices">{groups.map(section).into_iter().collect_view()}</div> }.into_any()
}

fn row(practice: Practice, ws: Workspace, board: WorthBoard) -> AnyView {
    let info = practice.info();
    let level = ws.derive(move |plan| plan.level(practice));
    let cost = ws.derive(move |plan| practice_cost_words(plan, practice));
    let state = move || if level.get() > 0 { "on" } else { "off" };
    let title = format!("practice-{}", info.key);
    let labelled_by = title.clone();
    view! {
        <article class="practice" data-state=state aria-labelledby=labelled_by>
            <div class="practice-words">
                <header class="row">
                    <h3 id=title>{info.name}</h3>
                    {tag(format!("{} gate", info.gate.key()), Tone::Plain)}
                </header>
                <p class="muted">{info.summary}</p>
                {levels(practice, level, ws)}
            </div>
            <div class="practice-numbers">
                <p class="practice-worth" data-state=move || if board.is_fresh(practice) { "fresh" } else { "stale" }>
                    {move || worth_words(practice, level.get(), board)}
                </p>
                <p class="muted">{cost}</p>
            </div>
            <details class="details practice-effects">
                <summary>
                    "What it does, and how we know"<span class="visually-hidden">": "{info.name}</span>
                </summary>
                {info.levels.iter().map(level_effects).collect_view()}
            </details>
        </article>
    }
    .into_any()
}

/// Off and every level, as one choice.
fn levels(practice: Practice, level: Memo<u8>, ws: Workspace) -> AnyView {
    let info = practice.info();
    let names = info.levels.iter().map(|l| if info.levels.len() == 1 { "on" } else { l.name });
    let offered =
        core::iter::once("off").chain(names).enumerate().map(|(i, name)| Offered::new(i.to_string(), name));
    let current = Signal::derive(move || level.get().to_string());
    segmented(info.name.into(), offered.collect(), current, move |key| {
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

fn level_effects(level: &'static LevelInfo) -> AnyView {
    view! {
        <h4>{level.name}</h4>
        <ul class="effects">{level.effects.iter().map(effect).collect_view()}</ul>
    }
    .into_any()
}

fn effect(effect: &'static PracticeEffect) -> AnyView {
    let about = select_words(&effect.select).map(|about| format!(" ({about})"));
    view! {
        <li>
            <span>{effect_words(effect)}{about}</span>
            <small class="origin"><b>{effect.mark.name()}</b>": "{without_mark(effect.source)}</small>
        </li>
    }
    .into_any()
}

/// A source without the mark that it opens with, as the mark is shown beside it.
fn without_mark(source: &'static str) -> &'static str {
    source.strip_prefix("assumption: ").unwrap_or(source)
}
