//! The risk catalogue: everything that spends the budget as a row that a person can rank, decide on and change.
//!
//! The model writes it: what [`analyse`](super::analyse()) found is gathered by the failure modes that take part, so
//! that each kind of failure, alone or together with others, is one risk, and the bad minutes of all of them add up to
//! those of the service. What people [say](crate::model::Register) of a risk stands over that.
//!
//! # Formula
//! bad minutes a year = (detect + mitigate) * share of users * minutes of a year / time between failures
//!
//! For one mode, the times are those of the mode under the chosen practices, it happens as often as all of its
//! instances together, and the share is what makes the formula give the mode's part of U: whom one occurrence touches,
//! redundancy and failovers counted. For several modes at once, the time that all of them are down together is
//! `1 / sum(1 / D_i)` (exponential rests), the share is the product of theirs, and the time between failures follows.
//!
//! # Source
//! The columns are those of the risk analysis of Google's customer reliability engineers: time to detect (ETTD), time to
//! repair (ETTR), share of users, time between failures (ETTF).

use super::outcome::{Analysis, ModeAnswer, TopCause};
use crate::model::{Cause, Decision, Id, Owner, Plan, RiskEntry, RiskKey};
use crate::quantity::{Duration, Estimate, MINUTES_PER_YEAR, Quantity, order};
use crate::slo::Objective;

/// The risks of a plan, the one with the most bad minutes first, and how three budgets stand to them.
#[derive(Clone, Debug, PartialEq)]
pub struct RiskCatalogue {
    /// The risks.
    pub risks: Vec<Risk>,
    /// The budgets of the three objectives.
    pub budgets: [RiskBudget; 3],
    /// The bad minutes a year of all risks together.
    pub bad_minutes: f64,
    /// What the model finds, without what people typed: the bad minutes of the service.
    pub found_bad_minutes: f64,
}

/// A risk.
#[derive(Clone, Debug, PartialEq)]
pub struct Risk {
    /// The entry of the register that speaks of it, if there is one.
    pub entry: Option<Id>,
    /// The found risks that it stands for; none for one written by hand.
    pub of: Vec<RiskKey>,
    /// What it is called.
    pub name: String,
    /// How it was found, as a sentence; empty for one written by hand.
    pub sentence: String,
    /// The figures.
    pub figures: RiskFigures,
    /// What the model says, where there is something.
    pub found: Option<RiskFigures>,
    /// Bad minutes a year.
    pub bad_minutes: f64,
    /// What causes it, when that is one cause.
    pub cause: Option<Cause>,
    /// Who owns it, when that is one owner.
    pub owner: Option<Owner>,
    /// What was decided.
    pub decision: Decision,
    /// Whether nothing in the plan stands behind it any more: what it spoke of is gone.
    pub gone: bool,
}

/// The four figures of a risk. An unknown one is not a number of the plan: only a risk written by hand can lack one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RiskFigures {
    /// Until somebody notices, minutes.
    pub detect_minutes: f64,
    /// From then until users are served again, minutes.
    pub mitigate_minutes: f64,
    /// The share of users that it touches.
    pub share: f64,
    /// From one failure to the next, minutes; infinite when it never happens.
    pub between_minutes: f64,
}

/// How an objective's budget stands to the risks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RiskBudget {
    /// The objective.
    pub objective: Objective,
    /// Its budget, bad minutes a year.
    pub budget_minutes: f64,
    /// What the accepted risks take of it.
    pub accepted_minutes: f64,
    /// What is left for others; below zero when too much was accepted.
    pub unallocated_minutes: f64,
    /// The bad minutes above which one risk is too big.
    pub too_big_minutes: f64,
}

impl RiskFigures {
    /// Bad minutes a year.
    pub fn bad_minutes(&self) -> f64 {
        let a_year = MINUTES_PER_YEAR / self.between_minutes;
        (self.detect_minutes + self.mitigate_minutes) * self.share * a_year
    }

    /// Occurrences a year.
    pub fn per_year(&self) -> f64 {
        MINUTES_PER_YEAR / self.between_minutes
    }
}

impl RiskBudget {
    /// The share of the budget that so many bad minutes take.
    pub fn share(&self, bad_minutes: f64) -> f64 {
        bad_minutes / self.budget_minutes
    }

    /// Whether a risk with so many bad minutes is too big.
    pub fn is_too_big(&self, bad_minutes: f64) -> bool {
        bad_minutes > self.too_big_minutes
    }
}

impl Risk {
    /// What the register says of it, or an entry that says nothing yet under an identity of its own.
    pub fn spoken(&self, plan: &Plan) -> RiskEntry {
        let known = self.entry.and_then(|id| plan.register.entry(id)).cloned();
        known.unwrap_or_else(|| {
            let left = self.of.first().map_or(1.0, |key| plan.register.unspoken(key));
            let mut entry = RiskEntry::new(plan.new_risk_id(&self.name, &[]), self.of.clone());
            entry.portion = crate::quantity::Probability::clamped(left);
            entry
        })
    }
}

impl RiskCatalogue {
    /// The edits that take a read entry in: a figure that was told by the model and still is what the model says stays
    /// told by it; one that somebody changed is typed now. An entry without an identity gets one; an unchanged one gives
    /// no edit.
    pub fn taking_in(
        &self,
        plan: &Plan,
        entry: &RiskEntry,
        has_id: bool,
        told: [bool; 4],
        taken: &[Id],
    ) -> Option<RiskEntry> {
        let mut entry = entry.clone();
        let of_it = (has_id && plan.register.entry(entry.id).is_some()).then_some(entry.id);
        let of = |risk: &&Risk| risk.of == entry.of && risk.entry == of_it;
        let known = self.risks.iter().filter(|_| !entry.of.is_empty()).find(of);
        if let Some(risk) = known {
            let shown = &risk.figures;
            let near = |found: f64, shown: f64| (found - shown).abs() <= 1e-9 * shown.abs();
            let minutes = |time: &Estimate<Duration>, shown: f64| near(time.likely().minutes(), shown);
            entry.detect = entry.detect.filter(|t| !(told[0] && minutes(t, shown.detect_minutes)));
            entry.mitigate = entry.mitigate.filter(|t| !(told[1] && minutes(t, shown.mitigate_minutes)));
            entry.share = entry.share.filter(|s| !(told[2] && near(s.likely().get(), shown.share)));
            entry.between = entry.between.filter(|t| !(told[3] && minutes(t, shown.between_minutes)));
            let spoken = risk.spoken(plan);
            entry.cause = if entry.cause == risk.cause { spoken.cause } else { entry.cause };
            entry.owner = if entry.owner == risk.owner { spoken.owner } else { entry.owner };
            if entry.name == risk.name {
                entry.name = spoken.name;
            }
        }
        let says_nothing =
            RiskEntry { id: entry.id, portion: entry.portion, ..RiskEntry::new(entry.id, entry.of.clone()) };
        if known.is_some_and(|risk| risk.entry.is_none()) && entry == says_nothing {
            return None;
        }
        if !has_id {
            let name = if entry.name.is_empty() { "risk" } else { &entry.name };
            entry.id = plan.new_risk_id(name, taken);
        }
        (plan.register.entry(entry.id) != Some(&entry)).then_some(entry)
    }
}

/// The risks of a plan; `None` when the service has no answer.
pub fn risk_catalogue(plan: &Plan, analysis: &Analysis) -> Option<RiskCatalogue> {
    let service = analysis.service.as_ref()?;
    let found = found(analysis, &service.causes, service.mean_outage.map(|mean| mean.minutes()));
    let mut risks: Vec<Risk> =
        plan.register.entries.iter().map(|entry| spoken(plan, entry, &found)).collect();
    for found in &found {
        let left = plan.register.unspoken(&found.key);
        if left > 0.0 {
            risks.push(unspoken(plan, found, left));
        }
    }
    order::sort_by(&mut risks, |a, b| {
        b.bad_minutes.total_cmp(&a.bad_minutes).then_with(|| a.name.cmp(&b.name))
    });
    let sum = |risks: &mut dyn Iterator<Item = f64>| crate::engine::numeric::sum(risks);
    let accepted = risks.iter().filter(|risk| risk.decision == Decision::Accepted);
    let accepted_minutes = sum(&mut accepted.map(|risk| risk.bad_minutes));
    let budgets = plan.register.targets.map(|objective| {
        let budget_minutes = objective.unavailability().bad_minutes_per_year();
        RiskBudget {
            objective,
            budget_minutes,
            accepted_minutes,
            unallocated_minutes: budget_minutes - accepted_minutes,
            too_big_minutes: plan.register.too_big.get() * budget_minutes,
        }
    });
    let bad_minutes = sum(&mut risks.iter().map(|risk| risk.bad_minutes));
    let found_bad_minutes = service.unavailability.bad_minutes_per_year();
    Some(RiskCatalogue { risks, budgets, bad_minutes, found_bad_minutes })
}

/// A risk as the model finds it.
struct Found {
    key: RiskKey,
    sentence: String,
    figures: RiskFigures,
    bad_minutes: f64,
    cause: Option<Cause>,
    owner: Option<Owner>,
}

/// What the model finds, in the order of keys.
fn found(analysis: &Analysis, causes: &[TopCause], mean_outage: Option<f64>) -> Vec<Found> {
    let mut gathered: std::collections::BTreeMap<RiskKey, Vec<&TopCause>> = Default::default();
    for cause in causes {
        gathered.entry(key_of(cause)).or_default().push(cause);
    }
    let mode = |id: &Id| analysis.modes.iter().find(|mode| mode.id == *id);
    let of = |(key, causes): (RiskKey, Vec<&TopCause>)| {
        let bad_minutes =
            MINUTES_PER_YEAR * crate::engine::numeric::sum(causes.iter().map(|cause| cause.unavailability));
        let modes: Vec<&ModeAnswer> = match &key {
            RiskKey::Modes(ids) => ids.iter().filter_map(mode).collect(),
            RiskKey::Many | RiskKey::Reserve => Vec::new(),
        };
        let figures = figures(&modes, bad_minutes, mean_outage.unwrap_or(0.0));
        // The causes stand in falling order.
        let first = causes.first()?;
        let sentence = first.sentence.to_string();
        Some(Found { key, sentence, figures, bad_minutes, cause: first.cause, owner: first.owner })
    };
    gathered.into_iter().filter_map(of).collect()
}

fn key_of(cause: &TopCause) -> RiskKey {
    if cause.modes.is_empty() {
        // What has an owner or a cause has modes; the reserve is the only other kind besides "more than three".
        return if cause.is_reserve { RiskKey::Reserve } else { RiskKey::Many };
    }
    let mut modes = Vec::new();
    for id in &cause.modes {
        if let Err(at) = modes.binary_search(id) {
            modes.insert(at, *id);
        }
    }
    RiskKey::Modes(modes)
}

/// Figures that give so many bad minutes.
fn figures(modes: &[&ModeAnswer], bad_minutes: f64, mean_outage: f64) -> RiskFigures {
    let without = |minutes: f64, detect: f64, share: f64| {
        let lost = minutes * share;
        RiskFigures {
            detect_minutes: detect,
            mitigate_minutes: minutes - detect,
            share,
            between_minutes: if bad_minutes > 0.0 {
                lost * MINUTES_PER_YEAR / bad_minutes
            } else {
                f64::INFINITY
            },
        }
    };
    match modes {
        [] => without(mean_outage, 0.0, 1.0),
        [mode] => {
            let a_year = mode.occurrences_per_year * mode.minutes;
            let share = if a_year > 0.0 { bad_minutes / a_year } else { 0.0 };
            if share > 1.0 || share <= 0.0 {
                return without(mode.minutes, mode.parts.detect, 1.0);
            }
            let between_minutes = MINUTES_PER_YEAR / mode.occurrences_per_year;
            RiskFigures { between_minutes, ..without(mode.minutes, mode.parts.detect, share) }
        }
        _ => {
            // All of them are down together until the first is mended.
            let ends: f64 = modes.iter().filter(|m| m.minutes > 0.0).map(|m| 1.0 / m.minutes).sum();
            let together = if ends > 0.0 { 1.0 / ends } else { 0.0 };
            let lengths: f64 = modes.iter().map(|m| m.minutes).sum();
            let detects: f64 = modes.iter().map(|m| m.parts.detect).sum();
            let detect = if lengths > 0.0 { together * detects / lengths } else { 0.0 };
            let share = modes.iter().fold(1.0, |share, mode| share * mode.share);
            without(together, detect, share)
        }
    }
}

/// What nobody spoke of, or what is left of it.
fn unspoken(plan: &Plan, found: &Found, left: f64) -> Risk {
    let figures = less_often(found.figures, left);
    let name = name_of(plan, &found.key);
    let rest = if left < 1.0 { format!("{name} (the rest)") } else { name };
    Risk {
        entry: None,
        of: vec![found.key.clone()],
        name: rest,
        sentence: found.sentence.clone(),
        figures,
        found: Some(figures),
        bad_minutes: found.bad_minutes * left,
        cause: found.cause,
        owner: found.owner,
        decision: Decision::Open,
        gone: false,
    }
}

/// What an entry of the register speaks of, with what it says.
fn spoken(plan: &Plan, entry: &RiskEntry, found: &[Found]) -> Risk {
    let of = |key: &RiskKey| found.binary_search_by(|found| found.key.cmp(key)).ok().map(|at| &found[at]);
    let parts: Vec<&Found> = entry.of.iter().filter_map(of).collect();
    let portion = entry.portion.get();
    let model = (!parts.is_empty()).then(|| less_often(together(&parts), portion));
    let found_minutes: f64 = parts.iter().map(|part| part.bad_minutes * portion).sum();
    let minutes = |estimate: &Option<crate::quantity::Estimate<crate::quantity::Duration>>| {
        estimate.as_ref().map(|estimate| estimate.likely().minutes())
    };
    let untouched = entry.detect.is_none()
        && entry.mitigate.is_none()
        && entry.share.is_none()
        && entry.between.is_none();
    let never = RiskFigures {
        detect_minutes: 0.0,
        mitigate_minutes: 0.0,
        share: 1.0,
        between_minutes: f64::INFINITY,
    };
    let base = model.unwrap_or(never);
    let figures = RiskFigures {
        detect_minutes: minutes(&entry.detect).unwrap_or(base.detect_minutes),
        mitigate_minutes: minutes(&entry.mitigate).unwrap_or(base.mitigate_minutes),
        share: entry.share.as_ref().map_or(base.share, |share| share.likely().get()),
        between_minutes: minutes(&entry.between).unwrap_or(base.between_minutes),
    };
    let same = |value: &dyn Fn(&Found) -> bool| parts.iter().all(|part| value(part));
    let first = parts.first();
    let names = || {
        let named: Vec<String> = entry.of.iter().map(|key| name_of(plan, key)).collect();
        named.join("; ")
    };
    Risk {
        entry: Some(entry.id),
        of: entry.of.clone(),
        name: if entry.name.is_empty() { names() } else { entry.name.clone() },
        sentence: first.map(|part| part.sentence.clone()).unwrap_or_default(),
        figures,
        found: model,
        bad_minutes: if untouched { found_minutes } else { finite(figures.bad_minutes()) },
        cause: entry.cause.or_else(|| first?.cause.filter(|_| same(&|p| p.cause == parts[0].cause))),
        owner: entry.owner.or_else(|| first?.owner.filter(|_| same(&|p| p.owner == parts[0].owner))),
        decision: entry.decision,
        gone: !entry.of.is_empty() && parts.is_empty(),
    }
}

/// Bad minutes that figures typed by hand give: times of zero between failures give none that is a number.
fn finite(bad_minutes: f64) -> f64 {
    if bad_minutes.is_finite() { bad_minutes } else { 0.0 }
}

/// The figures of several risks as one: they happen as often as all of them, and lose as much.
fn together(parts: &[&Found]) -> RiskFigures {
    if let [one] = parts {
        return one.figures;
    }
    let sum = |value: &dyn Fn(&RiskFigures) -> f64| {
        crate::engine::numeric::sum(parts.iter().map(|part| value(&part.figures)))
    };
    let often = sum(&|f| f.per_year());
    let touched = sum(&|f| f.per_year() * f.share);
    let mean = |value: &dyn Fn(&RiskFigures) -> f64| match touched > 0.0 {
        true => sum(&|f| f.per_year() * f.share * value(f)) / touched,
        false => 0.0,
    };
    RiskFigures {
        detect_minutes: mean(&|f| f.detect_minutes),
        mitigate_minutes: mean(&|f| f.mitigate_minutes),
        share: if often > 0.0 { touched / often } else { 1.0 },
        between_minutes: if often > 0.0 { MINUTES_PER_YEAR / often } else { f64::INFINITY },
    }
}

fn less_often(figures: RiskFigures, portion: f64) -> RiskFigures {
    RiskFigures { between_minutes: figures.between_minutes / portion, ..figures }
}

/// What a found risk is called.
fn name_of(plan: &Plan, key: &RiskKey) -> String {
    match key {
        RiskKey::Many => "more than three failures at once".to_owned(),
        RiskKey::Reserve => "what nobody listed".to_owned(),
        RiskKey::Modes(modes) => {
            let name = |id: &Id| plan.mode(*id).map_or(id.as_str().to_owned(), |mode| mode.name.clone());
            let names: Vec<String> = modes.iter().map(name).collect();
            names.join(" with ")
        }
    }
}
