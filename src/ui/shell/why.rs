//! Why a headline is what it is: the formula with this plan's values, its inputs, and who contributes.

use leptos::prelude::*;

use crate::analysis::{Analysis, Answer};
use crate::model::{Choice, Id, Place, Plan, Severity};
use crate::quantity::{MINUTES_PER_YEAR, Probability, Quantity, Unavailability, text};
use crate::ui::primitives::{Tone, dialog, meter};
use crate::ui::results::use_analysis;
use crate::ui::views::View;
use crate::ui::workspace::{Workspace, use_workspace};

/// What is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// What users get.
    Users,
    /// Bad minutes and outages.
    Minutes,
    /// The budget of the worst journey.
    Budget,
}

/// The open question.
#[derive(Clone, Copy)]
pub struct Why {
    topic: RwSignal<Topic>,
    open: RwSignal<bool>,
}

impl Why {
    /// Nothing is asked.
    pub fn new() -> Self {
        Self { topic: RwSignal::new(Topic::Users), open: RwSignal::new(false) }
    }

    /// Asks why.
    pub fn ask(self, topic: Topic) {
        self.topic.set(topic);
        self.open.set(true);
    }
}

impl Default for Why {
    fn default() -> Self {
        Self::new()
    }
}

/// A line of a formula: the words, and the same with this plan's values.
type Line = (&'static str, String);

/// The dialog that answers.
pub fn why_dialog(why: Why) -> AnyView {
    let ws = use_workspace();
    let analysis = use_analysis();
    let title = move || match why.topic.get() {
        Topic::Users => "Why users get this".to_owned(),
        Topic::Minutes => "Why so many bad minutes".to_owned(),
        Topic::Budget => "Why this much of the budget".to_owned(),
    };
    dialog(title, why.open, move || {
        analysis.with(|analysis| ws.plan().with(|plan| reasons(ws, why, plan, analysis)))
    })
}

fn reasons(ws: Workspace, why: Why, plan: &Plan, analysis: &Analysis) -> AnyView {
    let worst =
        analysis.worst_journey().and_then(|journey| Some((journey.name.clone(), journey.answer.as_ref()?)));
    let (of, answer) = match why.topic.get() {
        Topic::Budget => match worst {
            Some((name, answer)) => (name, Some(answer)),
            None => (String::new(), None),
        },
        _ => ("all journeys, weighted by traffic".to_owned(), analysis.service.as_ref()),
    };
    let Some(answer) = answer else { return missing(analysis) };
    let lines = formula(why.topic.get(), answer)
        .into_iter()
        .map(|(words, values)| view! { <div><dt>{words}</dt><dd>{values}</dd></div> })
        .collect_view();
    let component = |id: &Option<Id>| match id {
        Some(id) => plan.component(*id).map(|c| c.name.clone()).unwrap_or_default(),
        None => "failure domains and the reserve".to_owned(),
    };
    let reserve = "reserve for what nobody listed";
    let causes = answer
        .by_cause
        .iter()
        .map(|c| (c.key.map_or(reserve, Choice::name).to_owned(), c.unavailability, c.share));
    let owners = answer
        .by_owner
        .iter()
        .map(|c| (c.key.map_or(reserve, Choice::name).to_owned(), c.unavailability, c.share));
    let components = answer.by_component.iter().map(|c| (component(&c.key), c.unavailability, c.share));
    view! {
        <p class="muted">"For " {of} ". A year has 525,960 minutes."</p>
        <dl class="formula">{lines}</dl>
        {inputs(ws, why, plan, analysis, answer)}
        {shares("By cause", causes.collect())}
        {shares("By owner", owners.collect())}
        {shares("By component", components.collect())}
    }
    .into_any()
}

fn missing(analysis: &Analysis) -> AnyView {
    let errors = analysis.findings.iter().filter(|finding| finding.severity == Severity::Error);
    let findings = errors.map(|finding| {
        view! { <li><span class="strong">{finding.what.clone()}</span> " " {finding.advice.clone()}</li> }
    });
    view! { <p>"There is no answer until this is put right:"</p> <ul class="stack">{findings.collect_view()}</ul> }
        .into_any()
}

/// The formula of a headline, line by line.
fn formula(topic: Topic, answer: &Answer) -> Vec<Line> {
    let part = |u: f64| text::percent_unavailable(Unavailability::clamped(u));
    let minutes = |u: f64| text::duration(u * MINUTES_PER_YEAR);
    let u = answer.unavailability;
    let anatomy = answer.anatomy;
    let mut lines = vec![
        (
            "unavailability = structure + failover + reserve",
            format!(
                "{} = {} + {} + {}",
                part(u.get()),
                part(anatomy.structure),
                part(anatomy.failover),
                part(anatomy.reserve)
            ),
        ),
        ("users get = 100 % - unavailability", text::percent_available(u)),
    ];
    if topic == Topic::Users {
        lines.push(("nines = -log10(unavailability)", text::nines(u)));
    }
    lines.push((
        "bad minutes a year = unavailability x 525,960",
        format!(
            "{} = {} structure + {} failover + {} reserve",
            minutes(u.get()),
            minutes(anatomy.structure),
            minutes(anatomy.failover),
            minutes(anatomy.reserve)
        ),
    ));
    if topic == Topic::Minutes {
        lines.push(("outages, as one user meets them", text::rate(answer.outages_per_year)));
        if let Some(mean) = answer.mean_outage {
            lines.push(("mean outage = bad minutes / outages", text::duration(mean.minutes())));
        }
    }
    if topic == Topic::Budget {
        let allowed = answer.objective.unavailability();
        lines.push((
            "error budget = 100 % - objective",
            format!("{} = {} a year", part(allowed.get()), minutes(allowed.get())),
        ));
        lines.push((
            "budget spent = unavailability / (100 % - objective)",
            format!(
                "{} / {} = {}",
                part(u.get()),
                part(allowed.get()),
                text::budget_spent(answer.budget_spent)
            ),
        ));
    }
    lines
}

/// The failure modes that contribute most, with their numbers and where these come from.
fn inputs(ws: Workspace, why: Why, plan: &Plan, analysis: &Analysis, answer: &Answer) -> AnyView {
    let rows = answer
        .by_mode
        .iter()
        .filter_map(|part| Some((part, plan.mode(part.key?)?)))
        .take(8)
        .filter_map(|(part, mode)| {
            let id = mode.id;
            let acts = analysis.modes.iter().find(|m| m.id == id)?;
            let go = move |_| {
                why.open.set(false);
                ws.selected.set(Some(Place::Mode(id)));
                ws.view.set(View::Design);
            };
            let longest = acts.changes.len();
            let practised = (longest > 0).then(|| view! { <small class="muted">" after practices"</small> });
            Some(view! {
                <tr>
                    <th scope="row"><button type="button" class="link" on:click=go>{mode.name.clone()}</button></th>
                    <td>{text::rate(acts.rate_per_year)} <br /><small class="muted">{mode.rate.provenance.basis.name()}</small></td>
                    <td>
                        {text::duration(acts.minutes)} {practised} <br />
                        <small class="muted">{mode.parts.mitigate.provenance.basis.name()}</small>
                    </td>
                    <td>
                        {text::share(Probability::clamped(acts.share))} <br />
                        <small class="muted">{mode.share.provenance.basis.name()}</small>
                    </td>
                    <td>{text::duration(part.unavailability * MINUTES_PER_YEAR)} <br />
                        <small class="muted">{text::share(Probability::clamped(part.share))}</small></td>
                </tr>
            })
        })
        .collect_view();
    view! {
        <section class="scroll-x">
            <h3>"The inputs that matter most"</h3>
            <table class="numbers">
                <thead><tr>
                    <th scope="col">"Failure mode"</th><th scope="col">"happens"</th><th scope="col">"lasts"</th>
                    <th scope="col">"touches"</th><th scope="col">"bad time a year"</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
    .into_any()
}

fn shares(title: &'static str, rows: Vec<(String, f64, f64)>) -> AnyView {
    let rows = rows
        .into_iter()
        .filter(|(_, unavailability, _)| *unavailability > 0.0)
        .take(8)
        .map(|(name, unavailability, share)| {
            view! {
                <tr>
                    <th scope="row">{name}</th>
                    <td>{meter(share, Tone::Plain)}</td>
                    <td>{text::duration(unavailability * MINUTES_PER_YEAR)}</td>
                    <td>{text::share(Probability::clamped(share))}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section>
            <h3>{title}</h3>
            <table class="numbers shares">
                <thead class="visually-hidden"><tr>
                    <th scope="col">{title}</th><th scope="col">"length"</th>
                    <th scope="col">"bad time a year"</th><th scope="col">"share"</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
    .into_any()
}
