//! The practices: what each is, its level, what it does, costs and is worth.

use std::sync::Arc;

use leptos::prelude::*;

use super::worth::WorthBoard;
use crate::model::catalogue::{Effect as PracticeEffect, LevelInfo, Style};
use crate::model::{Choice, Edit, Plan, Practice};
use crate::quantity::text::duration;
use crate::report::{effect_words, select_words};

/// A difference this small, minutes a year, is none.
const NOTICEABLE: f64 = 0.05;

/// All practices, incident response first.
#[component]
pub fn Practices(
    /// The plan as it is.
    plan: Signal<Arc<Plan>>,
    /// Changes the plan.
    edit: Callback<Edit>,
) -> impl IntoView {
    let board = WorthBoard::follow(plan);
    let groups = [
        (Style::Reactive, "Incident response", "Reactive: shortens an outage once it has begun."),
        (Style::Proactive, "Before the incident", "Proactive: fewer outages, and smaller ones."),
    ];
    let section = |(style, title, says): (Style, &'static str, &'static str)| {
        let chosen = Practice::ALL.iter().filter(|practice| practice.info().style == style);
        let rows = chosen.map(|practice| row(*practice, plan, edit, board)).collect_view();
        view! {
            <section class="practice-group">
                <h2>{title}</h2>
                <p class="quiet">{says}</p>
                <div class="practice-list">{rows}</div>
            </section>
        }
        .into_any()
    };
    view! { <div class="practices">{groups.map(section).into_iter().collect_view()}</div> }.into_any()
}

fn row(practice: Practice, plan: Signal<Arc<Plan>>, edit: Callback<Edit>, board: WorthBoard) -> AnyView {
    let info = practice.info();
    let level = Memo::new(move |_| plan.with(|plan| plan.level(practice)));
    let state = move || if level.get() > 0 { "on" } else { "off" };
    let title = format!("practice-{}", info.key);
    let labelled_by = title.clone();
    view! {
        <article class="practice" data-state=state aria-labelledby=labelled_by>
            <header>
                <h3 id=title>{info.name}</h3>
                <span class="tag" data-gate=info.gate.key()>{info.gate.key()}" gate"</span>
            </header>
            <p class="practice-summary">{info.summary}</p>
            {levels(practice, level, edit)}
            <p class="practice-worth" data-state=move || if board.is_fresh(practice) { "fresh" } else { "stale" }>
                {move || worth_words(practice, level.get(), board)}
            </p>
            <details class="practice-effects">
                <summary>"What it does, and how we know"</summary>
                {info.levels.iter().map(level_effects).collect_view()}
            </details>
        </article>
    }
    .into_any()
}

/// Off and every level, as one choice.
fn levels(practice: Practice, level: Memo<u8>, edit: Callback<Edit>) -> AnyView {
    let info = practice.info();
    let single = info.levels.len() == 1;
    let option = |(at, name): (u8, &'static str)| {
        let choose = move |_| edit.run(Edit::SetPractice(practice, at));
        view! {
            <label>
                <input
                    type="radio"
                    name=format!("level-{}", info.key)
                    value=at.to_string()
                    prop:checked=move || level.get() == at
                    on:change=choose
                />
                <span>{name}</span>
            </label>
        }
        .into_any()
    };
    let names = info.levels.iter().map(|l| if single { "on" } else { l.name });
    let options = core::iter::once("off").chain(names).enumerate().map(|(i, name)| option((i as u8, name)));
    view! {
        <fieldset class="segments">
            <legend class="visually-hidden">{info.name}</legend>
            {options.collect_view()}
        </fieldset>
    }
    .into_any()
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
            format!("\u{201c}{}\u{201d} would {}.", info.name, would(&less(saves)))
        });
    }
    let text = words.join(" ");
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// "saves" as it reads after "would".
fn would(words: &str) -> String {
    ["saves", "adds", "changes"].iter().fold(words.to_owned(), |words, verb| {
        words.replacen(verb, verb.trim_end_matches('s'), 1)
    })
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
