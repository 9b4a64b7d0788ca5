//! How long each failure lasts, from detect to verify, with and without the chosen practices.

use std::sync::Arc;

use leptos::prelude::*;

use crate::analysis::{Analysis, People};
use crate::model::{Choice, Id, Part};
use crate::quantity::text::{duration, rate};
use crate::report::{Bar, people_words, timeline};
use crate::ui::browser::element::{Element, el};
use crate::ui::workspace::Workspace;

/// One bar for each failure mode, the one with the most bad minutes first.
pub fn outages(ws: Workspace, analysis: Memo<Arc<Analysis>>) -> Element {
    let bars = Memo::new(move |_| analysis.with(|analysis| ws.peek(|plan| timeline(plan, analysis))));
    let ids = move || bars.with(|bars| bars.iter().map(|bar| bar.id).collect::<Vec<_>>());
    let people = Memo::new(move |_| {
        let words = |people: &People| ["People who respond work on ", &people_words(people), "."].concat();
        analysis.with(|analysis| analysis.people.as_ref().map(words).unwrap_or_default())
    });
    let says = "From the first failed request to all clear; the outline is the same failure without any practice. The failure that costs users most comes first.";
    let swatch = |key: &str, name: &str| {
        let swatch = el("span").class("part-swatch").attr("data-part", key);
        el("li").child(swatch).child(name)
    };
    let legend: Vec<Element> = Part::ALL.iter().map(|part| swatch(part.key(), part.name())).collect();
    let legend = el("ul").class("parts-legend").child(legend).child(swatch("before", "saved by practices"));
    el("section")
        .class("panel outages")
        .attr("aria-labelledby", "outages-title")
        .child(el("h2").attr("id", "outages-title").child("How long each failure lasts"))
        .child(el("p").class("muted small").child(says))
        .child(
            el("p")
                .class("small")
                .attr("hidden", move || people.get().is_empty())
                .child(move || people.get()),
        )
        .child(legend)
        .child(el("ol").class("outage-list").each(ids, move |id| outage(id, bars)))
}

fn outage(id: Id, bars: Memo<Vec<Bar>>) -> Element {
    let bar = Memo::new(move |_| bars.with(|bars| bars.iter().find(|bar| bar.id == id).cloned()));
    let with = move |f: fn(&Bar) -> String| move || bar.with(|bar| bar.as_ref().map(f).unwrap_or_default());
    let muted = |words: fn(&Bar) -> String| el("span").class("muted small").child(with(words));
    let parts = move || bar.with(|bar| bar.as_ref().map(widths).unwrap_or_default());
    let reasons = move || bar.with(|bar| bar.as_ref().map(reasons));
    let name = el("p")
        .class("outage-name")
        .child(el("span").child(with(|bar| bar.name.clone())))
        .child(muted(|bar| format!("{}, {}", rate(bar.rate_per_year), bar.owner.name())));
    let picture =
        el("div").class("outage-bar").attr("role", "img").attr("aria-label", with(parts_words)).child(parts);
    let length = el("p")
        .class("outage-length")
        .child(el("b").child(with(|bar| duration(bar.minutes))))
        .child(muted(without_words));
    let what = el("span")
        .class("visually-hidden")
        .child(with(|bar| format!(" {} lasts as long as it does", bar.name)));
    let why = el("details")
        .class("outage-why")
        .child(el("summary").child("why").child(what))
        .child(el("p").child(with(parts_words)).child("."))
        .child(reasons);
    el("li")
        .class("outage")
        .child(name)
        .child(picture)
        .child(length)
        .child(el("p").class("outage-bad").child(with(bad_words)))
        .child(why)
}

/// The parts of the picture, each as wide as its share.
fn widths(bar: &Bar) -> Vec<Element> {
    let width = |part: &Part| {
        let share = bar.parts.get(*part) / longest(bar);
        let width = format!("{:.2}%", share * 100.0);
        el("span").attr("data-part", part.key()).style("width", &width)
    };
    Part::ALL.iter().map(width).collect()
}

fn reasons(bar: &Bar) -> Element {
    if bar.reasons.is_empty() {
        return el("p").child("No practice of this plan changes it.");
    }
    let reasons = bar.reasons.iter().map(|reason| el("li").child(reason.as_str()));
    el("ul").child(reasons.collect::<Vec<_>>())
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
