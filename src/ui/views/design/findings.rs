//! What is wrong or doubtful, where, and what would be right.

use leptos::prelude::*;

use super::Desk;
use crate::model::{Finding, Place, Severity};

/// The findings that prevent an answer, above everything else, and the way to the others.
pub fn banner(desk: Desk) -> AnyView {
    let errors = Memo::new(move |_| {
        desk.analysis(|a| {
            let errors = a.findings.iter().filter(|f| f.severity == Severity::Error);
            errors.cloned().collect::<Vec<Finding>>()
        })
    });
    let doubts = Memo::new(move |_| {
        desk.analysis(|a| a.findings.iter().filter(|f| f.severity == Severity::Warning).count())
    });
    // The inspector of the plan lists them: from elsewhere, they are one step away.
    let elsewhere = move || doubts.get() > 0 && desk.selected() != Place::Plan;
    let count = move || match doubts.get() {
        1 => "1 thing to look at".to_owned(),
        many => [&many.to_string(), " things to look at"].concat(),
    };
    view! {
        <Show when=move || errors.with(|e| !e.is_empty())>
            <section class="findings-banner" role="status" aria-label="What prevents an answer">
                <h2>"There is no full answer yet"</h2>
                {move || list(desk, errors.get(), true)}
            </section>
        </Show>
        <p role="status" hidden=move || !elsewhere()>
            <button type="button" class="link" on:click=move |_| desk.select(Place::Plan)>{count}</button>
        </p>
    }
    .into_any()
}

/// The findings of a place; for the plan itself, all that do not stand in the banner.
pub fn here(desk: Desk, place: Place) -> AnyView {
    let findings = desk.analysis(|a| {
        let here = a.findings.iter().filter(|f| match place {
            Place::Plan => f.severity == Severity::Warning,
            place => f.place == place,
        });
        here.cloned().collect::<Vec<_>>()
    });
    if findings.is_empty() {
        return ().into_any();
    }
    view! {
        <section class="inspector-group">
            <h3>"To look at"</h3>
            {list(desk, findings, place == Place::Plan)}
        </section>
    }
    .into_any()
}

fn list(desk: Desk, findings: Vec<Finding>, linked: bool) -> AnyView {
    let item = |finding: Finding| {
        let place = finding.place;
        let kind = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        view! {
            <li class="finding" data-severity=kind>
                <strong>{finding.what}</strong>
                " "
                {finding.advice}
                {(linked && place != Place::Plan)
                    .then(|| {
                        view! {
                            " "
                            <button type="button" class="link" on:click=move |_| desk.select(place)>
                                "Show it"
                            </button>
                        }
                    })}
            </li>
        }
        .into_any()
    };
    view! { <ul class="findings">{findings.into_iter().map(item).collect::<Vec<_>>()}</ul> }.into_any()
}
