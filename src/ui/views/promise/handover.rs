//! What leaves the page: the policy to adopt, and objectives and alerts as files for other tools.

use leptos::prelude::*;

use super::desk::{asked, use_promise};
use super::imported::imported;
use crate::report::{markdown, promise_blocks};
use crate::ui::browser::element::{Element, button, el};
use crate::ui::browser::files;
use crate::ui::primitives::{details, typed};
use crate::ui::workspace::{Offer, Workspace};
use crate::wire::exchange::budgets::write_budgets;
use crate::wire::exchange::openslo::write_openslo;
use crate::wire::exchange::prometheus::rules;

/// The policy: written from the plan's numbers, to change, to copy and to download.
pub fn policy_text(ws: Workspace) -> Element {
    let desk = use_promise();
    let written = desk.written_policy(ws);
    let work = move || ws.document.with(|document| document.work);
    let changed =
        Memo::new(move |_| desk.policy.with(|own| own.as_ref().is_some_and(|(of, _)| *of == work())));
    let text = Memo::new(move |_| {
        let own = desk
            .policy
            .with(|own| own.as_ref().filter(|(of, _)| *of == work()).map(|(_, text)| text.clone()));
        own.unwrap_or_else(|| written.get())
    });
    let typing = move |event| {
        let of = ws.document.with_untracked(|document| document.work);
        desk.policy.set(Some((of, typed(&event))));
    };
    let copy = move |_| {
        let done = move |copied: bool| match copied {
            true => ws.say("The policy is on the clipboard", Offer::Nothing, false),
            false => ws.say("The browser did not allow copying; download it instead", Offer::Nothing, true),
        };
        files::copy(text.get_untracked(), done);
    };
    let download = move |_| hand_over(ws, "error-budget-policy.md", "text/markdown", &text.get_untracked());
    let again = move || {
        let anew = button("button").on_click(move |_| desk.policy.set(None));
        changed.get().then(|| anew.child("Write it anew from the plan"))
    };
    let state = move || match changed.get() {
        true => {
            "Your own text: it stays while this page is open, and follows the plan no more. Download it to keep it."
        }
        false => "Written from the plan as it is now, in Markdown. Change what you like.",
    };
    let actions = el("div")
        .class("row")
        .attr("role", "group")
        .attr("aria-label", "Policy")
        .child(button("button").on_click(copy).child("Copy the policy"))
        .child(button("button").on_click(download).child("Download the policy"))
        .child(again);
    let field = el("textarea")
        .class("field-input boxed promise-policy")
        .attr("rows", "18")
        .attr("spellcheck", "false")
        .attr("aria-labelledby", "promise-policy")
        .prop("value", move || text.get())
        .on("input", typing);
    el("section")
        .class("panel stack")
        .child(el("h2").attr("id", "promise-policy").child("Error-budget policy"))
        .child(el("p").class("muted").child(state))
        .child(field)
        .child(actions)
}

/// Hands a text over as a file named after the plan, or says that the browser did not allow it.
fn hand_over(ws: Workspace, ending: &str, kind: &str, text: &str) {
    let name = ws.peek(|plan| files::file_name(&plan.name, ending));
    if !files::download(&name, &format!("{kind};charset=utf-8"), text) {
        ws.say("The browser did not allow the download", Offer::Nothing, true);
    }
}

/// Files for other tools, and objectives from them.
pub fn files_for_others(ws: Workspace) -> Element {
    let desk = use_promise();
    let budgets = desk.budgets();
    let metrics = move || match untrack(|| desk.metrics()) {
        Ok(names) => Some(names),
        Err(error) => {
            ws.say(error, Offer::Nothing, true);
            None
        }
    };
    let period = move || desk.period.get_untracked();
    let openslo = move |_| {
        let Some(names) = metrics() else { return };
        let text = ws.peek(|plan| write_openslo(plan, period(), &names));
        hand_over(ws, "openslo.yaml", "application/yaml", &text);
    };
    let prometheus = move |_| {
        let Some(names) = metrics() else { return };
        let text = ws.peek(|plan| rules(plan, period(), &names));
        hand_over(ws, "rules.yaml", "application/yaml", &text);
    };
    let in_markdown = move |_| {
        let name = ws.peek(|plan| plan.name.clone());
        let blocks = budgets.with_untracked(|budgets| promise_blocks(&name, budgets, period()));
        hand_over(ws, "promises.md", "text/markdown", &markdown(&blocks));
    };
    let in_csv = move |_| {
        let text = budgets.with_untracked(|budgets| write_budgets(budgets));
        hand_over(ws, "promises.csv", "text/csv", &text);
    };
    let actions = el("div")
        .class("row")
        .attr("role", "group")
        .attr("aria-label", "Files for others")
        .child(button("button").on_click(openslo).child("OpenSLO"))
        .child(button("button").on_click(prometheus).child("Prometheus rules"))
        .child(button("button").on_click(in_markdown).child("Markdown"))
        .child(button("button").on_click(in_csv).child("CSV"));
    let [total, failed, label] = desk.names;
    let wrong =
        move |starts: &'static str| move || desk.metrics().err().filter(|error| error.starts_with(starts));
    let fields = el("div")
        .class("promise-terms")
        .child(asked("All requests", "a counter", total, wrong("the metric of all")))
        .child(asked("Failed requests", "a counter", failed, wrong("the metric of failed")))
        .child(asked("Label", "it holds the id of a journey", label, wrong("the label")));
    el("section")
        .class("panel stack")
        .attr("aria-labelledby", "promise-files")
        .child(el("h2").attr("id", "promise-files").child("Files for others"))
        .child(el("p").class("muted").child(
            "Objectives as OpenSLO v1, recording rules and alerts for Prometheus, tables for people. A plan knows no \
             metrics: the files use the names below.",
        ))
        .child(actions)
        .child(details("Names of the metrics", fields))
        .child(imported(ws))
}
