//! What a person chose on this view and typed into it: kept while the page is open, no part of the plan.

use leptos::prelude::*;

use crate::analysis::{Budgets, budgets};
use crate::report::{PolicyTerms, markdown, policy};
use crate::slo::alerts::Traffic;
use crate::slo::{Calendar, Period};
use crate::ui::browser::element::{Element, el};
use crate::ui::primitives::{fresh_id, typed};
use crate::ui::results::use_analysis;
use crate::ui::workspace::Workspace;
use crate::wire::exchange::prometheus::MetricNames;

/// The handle of it; get it with `use_promise`.
#[derive(Clone, Copy)]
pub struct PromiseDesk {
    /// The period that budgets are kept over.
    pub(super) period: RwSignal<Period>,
    /// The hours that count, as they were typed.
    pub(super) hours: RwSignal<String>,
    /// Requests an hour, as they were typed.
    pub(super) requests: RwSignal<String>,
    /// The names of the metric of all requests, of that of failed ones, and of the label, as they were typed.
    pub(super) names: [RwSignal<String>; 3],
    /// The policy as somebody changed it, with the working copy that it belongs to.
    pub(super) policy: RwSignal<Option<(u32, String)>>,
}

/// The handle, from context.
pub(super) fn use_promise() -> PromiseDesk {
    expect_context()
}

impl PromiseDesk {
    /// Nothing chosen yet.
    pub fn new() -> Self {
        let text = |text: &str| RwSignal::new(text.to_owned());
        Self {
            period: RwSignal::new(Period::Days30),
            hours: text(""),
            requests: text(""),
            names: [text("journey_requests_total"), text("journey_requests_failed_total"), text("journey")],
            policy: RwSignal::new(None),
        }
    }

    /// The hours that count; every hour while what was typed is none.
    pub(super) fn calendar(self) -> Calendar {
        self.hours.with(|text| Calendar::read(text)).unwrap_or_default()
    }

    /// What is wrong with the hours.
    pub(super) fn hours_wrong(self) -> Option<String> {
        self.hours.with(|text| Calendar::read(text)).err().map(|error| error.to_string())
    }

    /// Requests an hour, or what is wrong with them.
    pub(super) fn traffic(self) -> Result<Option<Traffic>, String> {
        self.requests.with(|text| {
            let digits: String = text.chars().filter(|c| !matches!(c, ',' | ' ' | '_')).collect();
            if digits.is_empty() {
                return Ok(None);
            }
            let traffic = digits.parse().ok().and_then(Traffic::per_hour);
            traffic.map(Some).ok_or_else(|| format!("found {text:?}; a number above 0 is needed"))
        })
    }

    /// The names of the metrics, or what is wrong with them.
    pub(super) fn metrics(self) -> Result<MetricNames, String> {
        let [total, failed, label] = self.names.map(|name| name.with(|name| name.trim().to_owned()));
        MetricNames::new(&total, &failed, &label).map_err(|error| error.to_string())
    }

    /// The budgets of the open plan.
    pub(super) fn budgets(self) -> Memo<Vec<Budgets>> {
        let analysis = use_analysis();
        Memo::new(move |_| analysis.with(|analysis| budgets(analysis, self.calendar())))
    }

    /// The policy of the open plan as it is written from its numbers.
    pub(super) fn written_policy(self, ws: Workspace) -> Memo<String> {
        let analysis = use_analysis();
        Memo::new(move |_| {
            let terms = PolicyTerms {
                period: self.period.get(),
                calendar: self.calendar(),
                ..PolicyTerms::default()
            };
            analysis.with(|analysis| ws.plan().with(|plan| markdown(&policy(plan, analysis, terms))))
        })
    }
}

impl Default for PromiseDesk {
    fn default() -> Self {
        Self::new()
    }
}

/// A field whose text is read at once, with a hint or what is wrong beneath.
pub(super) fn asked(
    label: &'static str,
    hint: &'static str,
    text: RwSignal<String>,
    wrong: impl Fn() -> Option<String> + Send + Sync + 'static,
) -> Element {
    let id = fresh_id();
    let note = format!("{id}-note");
    let wrong = Memo::new(move |_| wrong());
    let field = el("input")
        .attr("id", &id)
        .class("field-input boxed")
        .attr("type", "text")
        .attr("autocomplete", "off")
        .attr("maxlength", "200")
        .attr("aria-describedby", &note)
        .attr("aria-invalid", move || wrong.with(Option::is_some).then_some("true"))
        .prop("value", move || text.get())
        .on("input", move |event| text.set(typed(&event)));
    let says = el("p")
        .attr("id", &note)
        .class("field-note")
        .class_if("bad", move || wrong.with(Option::is_some))
        .child(move || wrong.get().unwrap_or_else(|| hint.to_owned()));
    el("div")
        .class("field")
        .child(el("label").class("field-label").attr("for", &id).child(label))
        .child(field)
        .child(says)
}
