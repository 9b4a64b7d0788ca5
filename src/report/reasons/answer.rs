//! Why users get what they get, how the bad minutes come about, and what spends the budget.

use super::{Cell, Input, Inputs, Line, MOST, Reasons, Topic, contributions};
use crate::analysis::{Analysis, Answer, Contribution, ModeAnswer, Sentence};
use crate::model::{Choice, Id, Place, Plan, Severity};
use crate::quantity::{MINUTES_PER_YEAR, Probability, Quantity, Unavailability, text};

const RESERVE: &str = "reserve for what nobody listed";

pub(super) fn reasons(topic: Topic, plan: &Plan, analysis: &Analysis) -> Reasons {
    let worst =
        analysis.worst_journey().and_then(|journey| Some((journey.name.as_str(), journey.answer.as_ref()?)));
    let asked = match topic {
        Topic::Budget => worst,
        _ => analysis.service.as_ref().map(|answer| ("all journeys, weighted by traffic", answer)),
    };
    let Some((of, answer)) = asked else { return missing(analysis) };
    let component = |id: Option<Id>| match id {
        Some(id) => plan.component(id).map(|c| c.name.clone()).unwrap_or_default(),
        None => "failure domains and the reserve".to_owned(),
    };
    Reasons {
        about: format!("For {of}. A year has 525,960 minutes."),
        formula: formula(topic, answer),
        inputs: Some(inputs(plan, analysis, answer)),
        contributions: vec![
            by("By cause", &answer.by_cause, |cause| cause.map_or(RESERVE, Choice::name).to_owned()),
            by("By owner", &answer.by_owner, |owner| owner.map_or(RESERVE, Choice::name).to_owned()),
            by("By component", &answer.by_component, component),
        ],
        ..Reasons::default()
    }
}

fn missing(analysis: &Analysis) -> Reasons {
    let errors = analysis.findings.iter().filter(|finding| finding.severity == Severity::Error);
    let told = errors.map(|finding| Sentence::of("", finding.what.as_str(), format!(" {}", finding.advice)));
    Reasons {
        about: "There is no answer until this is put right:".into(),
        list: told.collect(),
        ..Reasons::default()
    }
}

fn by<K: Copy>(
    title: &'static str,
    parts: &[Contribution<K>],
    name: impl Fn(K) -> String,
) -> super::Contributions {
    let rows = parts.iter().map(|part| (name(part.key), part.unavailability, part.share));
    contributions(title, "bad time a year", rows, minutes)
}

fn minutes(u: f64) -> String {
    text::duration(u * MINUTES_PER_YEAR)
}

/// The formula of a headline, line by line.
fn formula(topic: Topic, answer: &Answer) -> Vec<Line> {
    let part = |u: f64| text::percent_unavailable(Unavailability::clamped(u));
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
fn inputs(plan: &Plan, analysis: &Analysis, answer: &Answer) -> Inputs {
    let modes = answer.by_mode.iter().filter_map(|part| Some((part, part.key?)));
    let rows = modes.take(MOST).filter_map(|(part, id)| {
        let acts = analysis.modes.iter().find(|mode| mode.id == id)?;
        input(plan, acts, part)
    });
    Inputs {
        columns: vec!["Failure mode", "happens", "lasts", "touches", "bad time a year"],
        rows: rows.collect(),
    }
}

fn input(plan: &Plan, acts: &ModeAnswer, part: &Contribution<Option<Id>>) -> Option<Input> {
    let mode = plan.mode(acts.id)?;
    let aside = if acts.changes.is_empty() { "" } else { "after practices" };
    let lasts = Cell {
        aside,
        ..Cell::new(text::duration(acts.minutes), mode.parts.mitigate.provenance.basis.name())
    };
    Some(Input {
        place: Place::Mode(mode.id),
        name: mode.name.clone(),
        origin: String::new(),
        cells: vec![
            Cell::new(text::rate(acts.rate_per_year), mode.rate.provenance.basis.name()),
            lasts,
            Cell::new(text::share(Probability::clamped(acts.share)), mode.share.provenance.basis.name()),
            Cell::new(minutes(part.unavailability), text::share(Probability::clamped(part.share))),
        ],
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::analyse;
    use crate::model::Edit;
    use crate::model::templates::worked_example;

    #[test]
    fn without_an_answer_the_errors_are_listed() {
        let plan = worked_example();
        let journeys: Vec<_> = plan.journeys.iter().map(|j| Edit::Remove(Place::Journey(j.id))).collect();
        let plan = plan.apply(&Edit::Batch(journeys)).unwrap();
        let told = reasons(Topic::Users, &plan, &analyse(&plan));
        assert!(told.about.starts_with("There is no answer") && !told.list.is_empty(), "{told:?}");
        assert!(told.formula.is_empty() && told.inputs.is_none());
    }

    #[test]
    fn the_budget_is_that_of_the_worst_journey() {
        let plan = worked_example();
        let analysis = analyse(&plan);
        let told = reasons(Topic::Budget, &plan, &analysis);
        let worst = analysis.worst_journey().unwrap();
        assert!(told.about.contains(&worst.name), "{}", told.about);
        let spent = text::budget_spent(worst.answer.as_ref().unwrap().budget_spent);
        assert!(told.formula.last().unwrap().1.ends_with(&spent));
    }
}
