//! What is wrong or doubtful, where, and what would be right.

use leptos::prelude::*;

use super::Desk;
use super::inspector::group;
use crate::model::{Finding, Place, Severity};
use crate::ui::browser::element::{Element, Parts, button, el, parts};

/// The findings that prevent an answer, above everything else, and the way to the others.
pub fn banner(desk: Desk) -> [Parts; 2] {
    let errors = move || found(desk, |finding| finding.severity == Severity::Error);
    let some = Memo::new(move |_| !errors().is_empty());
    let section = move || {
        el("section")
            .class("findings-banner")
            .attr("role", "status")
            .attr("aria-label", "What prevents an answer")
            .child(el("h2").child("There is no full answer yet"))
            .child(list(desk, errors, true))
    };
    let doubts = Memo::new(move |_| match found(desk, is_doubt).len() {
        0 => String::new(),
        1 => "1 thing to look at".to_owned(),
        many => [&many.to_string(), " things to look at"].concat(),
    });
    // The inspector of the plan lists them: from elsewhere, they are one step away.
    let elsewhere = move || doubts.with(|doubts| !doubts.is_empty()) && desk.selected() != Place::Plan;
    let show = button("link").on_click(move |_| desk.select(Place::Plan)).child(move || doubts.get());
    let way = el("p").attr("role", "status").attr("hidden", move || !elsewhere()).child(show);
    [parts(move || some.get().then(section)), parts(way)]
}

/// The findings of a place; for the plan itself, all that do not stand in the banner.
pub fn here(desk: Desk, place: Place) -> Parts {
    let whole = place == Place::Plan;
    let here = move || found(desk, move |f| if whole { is_doubt(f) } else { f.place == place });
    let some = Memo::new(move |_| !here().is_empty());
    parts(move || some.get().then(|| group("To look at").child(list(desk, here, whole))))
}

fn is_doubt(finding: &Finding) -> bool {
    finding.severity == Severity::Warning
}

fn found(desk: Desk, wanted: impl Fn(&Finding) -> bool) -> Vec<Finding> {
    desk.analysis(|a| a.findings.iter().filter(|f| wanted(f)).cloned().collect())
}

fn list(desk: Desk, findings: impl Fn() -> Vec<Finding> + 'static, linked: bool) -> Element {
    el("ul").class("findings").each(findings, move |finding| item(desk, &finding, linked))
}

fn item(desk: Desk, finding: &Finding, linked: bool) -> Element {
    let place = finding.place;
    let kind = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let item = el("li")
        .class("finding")
        .attr("data-severity", kind)
        .child(el("strong").child(finding.what.as_str()))
        .child(" ")
        .child(finding.advice.as_str());
    if !linked || place == Place::Plan {
        return item;
    }
    item.child(" ").child(button("link").on_click(move |_| desk.select(place)).child("Show it"))
}
