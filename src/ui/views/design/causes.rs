//! What spends the budget, the journeys and their promises, and the minimal cut sets.

use leptos::prelude::*;

use super::Desk;
use crate::analysis::{Answer, CutSetAnswer, JourneyAnswer, Sentence, TopCause, Words};
use crate::model::{Choice, Id, Place};
use crate::quantity::{Probability, Quantity, Unavailability, text};
use crate::ui::primitives::{Tone, meter};
use crate::ui::topology::Heat;

/// How many causes are shown at first.
const FIRST: usize = 6;
/// How many cut sets are shown.
const LISTED: usize = 40;

/// The top causes, as sentences.
pub fn causes(desk: Desk) -> AnyView {
    let all = RwSignal::new(false);
    let rows = move || {
        let Some(answer) = desk.answer() else {
            return vec![view! { <li class="empty-state">{no_answer(desk)}</li> }.into_any()];
        };
        let shown = if all.get() { usize::MAX } else { FIRST };
        answer.causes.iter().take(shown).map(|cause| row(desk, cause)).collect()
    };
    let more = move || desk.answer().map_or(0, |a| a.causes.len().saturating_sub(FIRST));
    view! {
        <section class="design-causes" aria-labelledby="causes-title">
            <h2 id="causes-title">"What spends the budget"</h2>
            <ol class="causes">{rows}</ol>
            <Show when=move || more() != 0>
                <button
                    type="button"
                    class="link"
                    aria-expanded=move || if all.get() { "true" } else { "false" }
                    on:click=move |_| all.update(|all| *all = !*all)
                >
                    {move || {
                        if all.get() {
                            "Show fewer".to_owned()
                        } else {
                            ["Show all, ", &more().to_string(), " more"].concat()
                        }
                    }}
                </button>
            </Show>
        </section>
    }
    .into_any()
}

fn no_answer(desk: Desk) -> &'static str {
    if desk.plan(|plan| plan.journeys.is_empty()) {
        "Nothing yet: add a journey, so that there are users whose minutes can be counted."
    } else {
        "No answer yet: put right what is named above."
    }
}

fn row(desk: Desk, cause: &TopCause) -> AnyView {
    let minutes = Unavailability::clamped(cause.unavailability).bad_minutes_per_year();
    let owner = match (cause.owner, cause.modes.is_empty()) {
        (Some(owner), _) => owner.name(),
        (None, true) => "assumption",
        (None, false) => "several",
    };
    let sentence = match cause.modes.first().copied() {
        None => view! { <span class="cause-sentence">{sentence(&cause.sentence)}</span> }.into_any(),
        Some(mode) => view! {
            <button
                type="button"
                class="cause-sentence text-button"
                on:click=move |_| desk.select(Place::Mode(mode))
            >
                {sentence(&cause.sentence)}
            </button>
        }
        .into_any(),
    };
    view! {
        <li class="cause">
            {sentence}
            {meter(cause.share, tone(cause))}
            <span class="cause-number">
                {[&text::duration(minutes), "/yr · ", &share(cause.share)].concat()}
            </span>
            <span class="cause-owner">{owner}</span>
        </li>
    }
    .into_any()
}

fn tone(cause: &TopCause) -> Tone {
    match Heat::of(Some(cause.share)) {
        _ if cause.modes.is_empty() => Tone::Plain,
        Heat::Most => Tone::Bad,
        Heat::Some => Tone::Warn,
        Heat::Low => Tone::Good,
        Heat::None => Tone::Plain,
    }
}

fn share(share: f64) -> String {
    text::share(Probability::clamped(share))
}

/// A sentence with its strong words.
pub fn sentence(sentence: &Sentence) -> AnyView {
    let words = sentence.0.iter().map(|words| match words {
        Words::Plain(text) => text.clone().into_any(),
        Words::Strong(text) => view! { <strong>{text.clone()}</strong> }.into_any(),
    });
    words.collect::<Vec<_>>().into_any()
}

/// The journeys: promise, result, budget.
pub fn journeys(desk: Desk) -> AnyView {
    let rows = move || desk.analysis(|a| a.journeys.iter().map(|j| journey(desk, j)).collect::<Vec<_>>());
    let none = Memo::new(move |_| desk.plan(|plan| plan.journeys.is_empty()));
    view! {
        <section class="design-journeys" aria-labelledby="journeys-title">
            <h2 id="journeys-title">"Journeys"</h2>
            <Show
                when=move || !none.get()
                fallback=|| view! { <p class="empty-state">"No journey yet. A journey is something users do: search, check out."</p> }
            >
                <div class="scroll-x" tabindex="0" role="region" aria-label="Journeys, promise by promise">
                    <table class="numbers">
                        <thead>
                            <tr>
                                <th scope="col">"Journey"</th>
                                <th scope="col" class="n">"Traffic"</th>
                                <th scope="col" class="n">"Objective"</th>
                                <th scope="col" class="n">"Users get"</th>
                                <th scope="col" class="n">"Nines"</th>
                                <th scope="col">"Budget spent"</th>
                                <th scope="col">"Promise"</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </Show>
        </section>
    }
    .into_any()
}

fn journey(desk: Desk, journey: &JourneyAnswer) -> AnyView {
    let id = journey.id;
    let (traffic, objective) = desk.plan(|plan| {
        plan.journey(id).map_or_else(Default::default, |j| {
            (text::share(j.traffic.likely()), text::percent_available(j.objective.unavailability()))
        })
    });
    let cells = match &journey.answer {
        Some(answer) => answered(answer),
        None => view! { <td colspan="4">"no answer yet: see what is named above"</td> }.into_any(),
    };
    let selected = move || if desk.selected() == Place::Journey(id) { "true" } else { "false" };
    view! {
        <tr data-selected=selected>
            <th scope="row">
                <button type="button" class="text-button" on:click=move |_| desk.select(Place::Journey(id))>
                    {journey.name.clone()}
                </button>
            </th>
            <td class="n">{traffic}</td>
            <td class="n">{objective}</td>
            {cells}
        </tr>
    }
    .into_any()
}

fn answered(answer: &Answer) -> AnyView {
    let kept = answer.budget_spent <= 1.0;
    let (verdict, mark) = if kept { ("kept", "✓ ") } else { ("broken", "✗ ") };
    view! {
        <td class="n">{text::percent_available(answer.unavailability)}</td>
        <td class="n">{text::nines(answer.unavailability)}</td>
        <td>{text::budget_spent(answer.budget_spent)}</td>
        <td class="verdict" data-verdict=verdict>
            <span aria-hidden="true">{mark}</span>
            {verdict}
        </td>
    }
    .into_any()
}

/// The minimal cut sets up to order three.
pub fn cut_sets(desk: Desk) -> AnyView {
    let open = RwSignal::new(false);
    let rows = move || {
        desk.answer().map(|a| a.cut_sets.iter().take(LISTED).map(|c| cut_set(desk, c)).collect::<Vec<_>>())
    };
    let truncated = move || desk.answer().is_some_and(|a| a.cut_sets_truncated || a.cut_sets.len() > LISTED);
    let count = move || desk.answer().map_or(0, |a| a.cut_sets.len().min(LISTED));
    view! {
        <details class="design-cut-sets" on:toggle=move |_| open.update(|open| *open = !*open)>
            <summary>"Minimal cut sets: what must fail at once"</summary>
            <Show when=move || open.get()>
                <p class="hint">
                    {move || {
                        let count = count().to_string();
                        if truncated() {
                            ["The ", &count, " most probable of up to three events; there are more."].concat()
                        } else {
                            ["All ", &count, " of up to three events."].concat()
                        }
                    }}
                </p>
                <div class="scroll-x" tabindex="0" role="region" aria-label="Minimal cut sets">
                    <table class="numbers">
                        <thead>
                            <tr>
                                <th scope="col">"Events"</th>
                                <th scope="col" class="n">"Bad minutes"</th>
                                <th scope="col" class="n">"Share"</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </Show>
        </details>
    }
    .into_any()
}

fn cut_set(desk: Desk, set: &CutSetAnswer) -> AnyView {
    let minutes = Unavailability::clamped(set.probability).bad_minutes_per_year();
    let first: Option<Id> = set.modes.first().copied();
    let names = set.events.join(" + ");
    view! {
        <tr>
            <th scope="row">
                <button
                    type="button"
                    class="text-button"
                    on:click=move |_| {
                        if let Some(mode) = first {
                            desk.select(Place::Mode(mode));
                        }
                    }
                >
                    {names}
                </button>
            </th>
            <td class="n">{[&text::duration(minutes), "/yr"].concat()}</td>
            <td class="n">{share(set.share)}</td>
        </tr>
    }
    .into_any()
}
