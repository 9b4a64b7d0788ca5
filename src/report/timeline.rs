//! How long each failure mode lasts, part by part, with and without the chosen practices.

use super::change_words;
use crate::analysis::{Analysis, ModeAnswer, People};
use crate::model::{Id, Owner, Parts, Plan};
use crate::quantity::text::{duration, share};
use crate::quantity::{MINUTES_PER_YEAR, Probability, Quantity, order};

/// One failure mode's outage from start to end.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// The failure mode.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// Who owns it.
    pub owner: Owner,
    /// The five parts under the chosen practices, minutes.
    pub parts: Parts<f64>,
    /// Their sum, minutes.
    pub minutes: f64,
    /// The sum without any practice, minutes.
    pub minutes_before: f64,
    /// Occurrences a year for each instance of its scope.
    pub rate_per_year: f64,
    /// The bad minutes a year that users of the service owe to it; `None` while a finding prevents an answer.
    pub bad_minutes_per_year: Option<f64>,
    /// What practices changed about it, in words.
    pub reasons: Vec<String>,
}

/// Every failure mode of a plan, the one with the most bad minutes first.
pub fn timeline(plan: &Plan, analysis: &Analysis) -> Vec<Bar> {
    let spent = |id: Id| {
        let service = analysis.service.as_ref()?;
        let part = service.by_mode.iter().find(|part| part.key == Some(id));
        Some(part.map_or(0.0, |part| part.unavailability * MINUTES_PER_YEAR))
    };
    let bar = |(mode, answer): (&crate::model::FailureMode, &crate::analysis::ModeAnswer)| {
        let before = mode.parts.map(|_, estimate| estimate.likely().get());
        Bar {
            id: mode.id,
            name: mode.name.clone(),
            owner: mode.owner,
            parts: answer.parts.clone(),
            minutes: answer.minutes,
            minutes_before: before.detect + before.engage + before.diagnose + before.mitigate + before.verify,
            rate_per_year: answer.rate_per_year,
            bad_minutes_per_year: spent(mode.id),
            reasons: answer.changes.iter().map(change_words).chain(wait_words(answer)).collect(),
        }
    };
    let mut bars: Vec<Bar> = plan.modes.iter().zip(&analysis.modes).map(bar).collect();
    let key = |bar: &Bar| bar.bad_minutes_per_year.unwrap_or(0.0);
    order::sort_by(&mut bars, |a, b| key(b).total_cmp(&key(a)));
    bars
}

/// The wait for somebody who is free, when there is one.
fn wait_words(answer: &ModeAnswer) -> Option<String> {
    let waits = answer.waits_minutes;
    (waits > 0.0)
        .then(|| format!("Overlapping incidents: {} of engage is a wait for people.", duration(waits)))
}

/// How many people respond, how much of their time incidents take, and how long one waits.
pub fn people_words(people: &People) -> String {
    let at_once = match people.responders {
        1 => "one incident at a time".to_owned(),
        n => format!("{n} incidents at once"),
    };
    let load = share(Probability::clamped(people.load));
    let wait = duration(people.wait_minutes);
    format!("{at_once}, which takes {load} of their time; one waits {wait} for them on average")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::analyse;
    use crate::model::templates::templates;

    #[test]
    fn a_wait_for_people_is_a_reason_like_others() {
        let mut plan = crate::model::templates::worked_example();
        plan.responders = Some(1);
        let analysis = analyse(&plan);
        let bars = timeline(&plan, &analysis);
        assert!(bars.iter().any(|bar| bar.reasons.iter().any(|reason| reason.contains("a wait for people"))));
        let words = people_words(&analysis.people.unwrap());
        assert!(words.starts_with("one incident at a time, which takes 0."), "{words}");
    }

    #[test]
    fn every_mode_has_a_bar_no_longer_than_without_practices() {
        for template in templates() {
            let plan = (template.build)();
            let bars = timeline(&plan, &analyse(&plan));
            assert_eq!(bars.len(), plan.modes.len());
            for bar in &bars {
                assert!(bar.minutes <= bar.minutes_before + 1e-9, "{}", bar.name);
                assert_eq!(bar.reasons.is_empty(), bar.reasons.iter().all(String::is_empty));
            }
            assert!(bars.is_sorted_by(|a, b| a.bad_minutes_per_year >= b.bad_minutes_per_year));
        }
    }
}
