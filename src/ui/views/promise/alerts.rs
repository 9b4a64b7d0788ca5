//! The alerts on an objective: windows, time to page by size of outage, and what there is to know about them.

use leptos::prelude::*;

use super::desk::{asked, use_promise};
use crate::model::Id;
use crate::report::{ALL_TOGETHER, alert_table, page_figure};
use crate::slo::Objective;
use crate::slo::alerts::{AlertLint, alert_windows, lint};
use crate::ui::browser::element::{Element, el};
use crate::ui::chart::{chart, data_table};
use crate::ui::results::use_analysis;
use crate::ui::workspace::Workspace;

/// The section.
pub fn alerts(ws: Workspace, subject: Memo<Option<Id>>) -> Element {
    let (desk, analysis) = (use_promise(), use_analysis());
    // Where all are looked at, the alerts are those of the hardest promise.
    let about: Memo<Option<(String, Objective)>> = Memo::new(move |_| {
        let worst = analysis.with(|analysis| analysis.worst_journey().map(|journey| journey.id));
        ws.plan().with(|plan| {
            let first = plan.journeys.first().map(|journey| journey.id);
            let journey = subject.get().or(worst).or(first).and_then(|id| plan.journey(id))?;
            Some((journey.name.clone(), journey.objective))
        })
    });
    let title = move || match about.get() {
        Some((name, _)) => format!("Alerts of {name}"),
        None => "Alerts".to_owned(),
    };
    let note = move || {
        let all = subject.get().is_none();
        all.then(|| {
            let words = format!("The hardest promise; choose another above in place of \"{ALL_TOGETHER}\".");
            el("p").class("muted").child(words)
        })
    };
    let table = move || {
        let (_, objective) = about.get()?;
        Some(data_table(alert_table(objective, &alert_windows(desk.period.get().length()))))
    };
    let figure = move || {
        let (name, objective) = about.get()?;
        let length = desk.period.get().length();
        Some(chart(page_figure(&name, objective, length, &alert_windows(length))))
    };
    let lints = Memo::new(move |_| {
        let Some((_, objective)) = about.get() else { return Vec::new() };
        let length = desk.period.get().length();
        let traffic = desk.traffic().ok().flatten();
        let found = lint(objective, length, &alert_windows(length), traffic);
        found.iter().map(AlertLint::sentence).collect::<Vec<String>>()
    });
    let told = el("ul")
        .class("promise-lints")
        .attr("aria-label", "What to know about these alerts")
        .attr("hidden", move || lints.with(Vec::is_empty).then_some(""))
        .each(move || lints.get(), |sentence: String| el("li").child(sentence));
    let requests = asked(
        "Requests an hour",
        "blank: not known; few of them make alerts nervous",
        desk.requests,
        move || desk.traffic().err(),
    );
    let left = el("div")
        .class("stack")
        .child(table)
        .child(told)
        .child(el("div").class("promise-terms").child(requests));
    el("section")
        .class("panel stack")
        .attr("aria-labelledby", "promise-alerts")
        .child(el("h2").attr("id", "promise-alerts").child(title))
        .child(note)
        .child(
            el("div").class("promise-charts").child(left).child(el("div").child(figure)),
        )
        .child(el("p").class("muted").child(
            "From the first failing request, a constant share failing, all well before. Scraping and evaluating \
             rules add to it, usually a minute or two.",
        ))
}
