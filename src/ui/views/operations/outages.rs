//! How long each failure lasts, from detect to verify, with and without the chosen practices.

use std::sync::Arc;

use leptos::prelude::*;

use crate::analysis::Analysis;
use crate::model::{Choice, Id, Part};
use crate::quantity::text::{duration, rate};
use crate::report::{Bar, timeline};
use crate::ui::workspace::Workspace;

/// One bar for each failure mode, the one with the most bad minutes first.
pub fn outages(ws: Workspace, analysis: Memo<Arc<Analysis>>) -> AnyView {
    let bars = Memo::new(move |_| analysis.with(|analysis| ws.peek(|plan| timeline(plan, analysis))));
    let ids = move || bars.with(|bars| bars.iter().map(|bar| bar.id).collect::<Vec<_>>());
    let legend = Part::ALL.iter().map(|part| {
        view! { <li><span class="part-swatch" data-part=part.key()></span>{part.name()}</li> }
    });
    view! {
        <section class="panel outages" aria-labelledby="outages-title">
            <h2 id="outages-title">"How long each failure lasts"</h2>
            <p class="muted small">
                "From the first failed request to all clear; the outline is the same failure without any practice. The failure that costs users most comes first."
            </p>
            <ul class="parts-legend">
                {legend.collect_view()}
                <li><span class="part-swatch" data-part="before"></span>"saved by practices"</li>
            </ul>
            <ol class="outage-list">
                <For each=ids key=|id| *id children=move |id| outage(id, bars)/>
            </ol>
        </section>
    }
    .into_any()
}

fn outage(id: Id, bars: Memo<Vec<Bar>>) -> AnyView {
    let bar = Memo::new(move |_| bars.with(|bars| bars.iter().find(|bar| bar.id == id).cloned()));
    let with = move |f: fn(&Bar) -> String| bar.with(|bar| bar.as_ref().map(f).unwrap_or_default());
    let parts = Part::ALL.iter().map(|part| {
        let width = move || {
            let share = bar.with(|bar| bar.as_ref().map_or(0.0, |bar| bar.parts.get(*part) / longest(bar)));
            format!("{:.2}%", share * 100.0)
        };
        view! { <span data-part=part.key() style:width=width></span> }
    });
    let reasons = move || {
        let reasons = bar.with(|bar| bar.as_ref().map(|bar| bar.reasons.clone()).unwrap_or_default());
        match reasons.is_empty() {
            true => view! { <p>"No practice of this plan changes it."</p> }.into_any(),
            false => {
                view! { <ul>{reasons.into_iter().map(|reason| view! { <li>{reason}</li> }).collect_view()}</ul> }
                    .into_any()
            }
        }
    };
    view! {
        <li class="outage">
            <p class="outage-name">
                <span>{move || with(|bar| bar.name.clone())}</span>
                <span class="muted small">{move || with(|bar| format!("{}, {}", rate(bar.rate_per_year), bar.owner.name()))}</span>
            </p>
            <div class="outage-bar" role="img" aria-label=move || with(parts_words)>{parts.collect_view()}</div>
            <p class="outage-length">
                <b>{move || with(|bar| duration(bar.minutes))}</b>
                <span class="muted small">{move || with(without_words)}</span>
            </p>
            <p class="outage-bad">{move || with(bad_words)}</p>
            <details class="outage-why">
                <summary>"why"<span class="visually-hidden">{move || with(|bar| format!(" {} lasts as long as it does", bar.name))}</span></summary>
                <p>{move || with(parts_words)}"."</p>
                {reasons}
            </details>
        </li>
    }
    .into_any()
}

fn longest(bar: &Bar) -> f64 {
    bar.minutes_before.max(bar.minutes).max(f64::MIN_POSITIVE)
}

fn parts_words(bar: &Bar) -> String {
    let parts: Vec<String> =
        Part::ALL.iter().map(|part| format!("{} {}", part.name(), duration(*bar.parts.get(*part)))).collect();
    parts.join(", ")
}

fn without_words(bar: &Bar) -> String {
    if bar.minutes_before > bar.minutes {
        format!("not {}", duration(bar.minutes_before))
    } else {
        String::new()
    }
}

fn bad_words(bar: &Bar) -> String {
    match bar.bad_minutes_per_year {
        Some(minutes) => format!("{} bad a year", duration(minutes)),
        None => "no answer".into(),
    }
}
