//! What the chosen practices make of a plan's typed numbers.
//!
//! A mode's typed parts are the state without any practice. The effects of all chosen practices
//! multiply first, in the practices' order; then the tightest cap applies. So the order in which
//! a person switches practices never matters, and an effect below 1 can never raise a number.
//!
//! # Drills
//! A takeover with drills of its own works as often as [`drilled_coverage`] says: the long-run mean, which is the
//! chance that a failure at any moment finds. The simulator draws every takeover with the same mean; that leaves
//! out that two failures soon after each other find the same moment between drills. Practices act on the mean. Of
//! the practice of failover drills only the effect on moves by hand counts there: the plan says itself what its
//! drills do to the chance.

use super::detection::noticed;
use super::events::Sharers;
use super::measure::event_state;
use super::outcome::{Change, Changed, ModeAnswer, People};
use super::structure::Structure;
use crate::engine::failover::drilled_coverage;
use crate::model::catalogue::{Affects, Effect, How};
use crate::model::{Failover, FailureMode, Part, Plan, Practice, RoutingKind};
use crate::quantity::{MINUTES_PER_YEAR, Quantity};

/// A plan's numbers after its practices have acted on them.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Operations {
    /// Every failure mode, in the plan's order.
    pub modes: Vec<ModeAnswer>,
    /// Every component's takeover, in the plan's order.
    pub takeovers: Vec<Takeover>,
    /// The move between regions; `None` when users stay.
    pub routing: Option<Takeover>,
    /// For every component the share of its failure rate that a member has while it stands by, in the plan's order.
    pub dormancy: Vec<f64>,
    /// The people who respond; `None` until incidents [wait](super::responders::let_wait) for them.
    pub people: Option<People>,
    /// Whether excess load is turned away even where the plan says that it topples the group.
    pub sheds: bool,
}

/// What taking over costs after practices.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Takeover {
    /// How long it takes when it works, minutes.
    pub minutes: f64,
    /// The chance that it works.
    pub coverage: f64,
    /// How long it takes by hand, minutes.
    pub manual_minutes: f64,
}

/// The effects of every chosen practice, in the practices' order.
fn chosen_effects(plan: &Plan) -> Vec<(Practice, &'static Effect)> {
    let effects = |(practice, practised): (&Practice, &crate::model::Practised)| {
        let practice = *practice;
        practice.effects(practised.level).iter().map(move |effect| (practice, effect))
    };
    plan.practices.iter().flat_map(effects).collect()
}

/// Applies effects to one number: products first, then the tightest cap.
fn act<'a>(
    number: f64,
    effects: impl Iterator<Item = &'a (Practice, &'static Effect)> + Clone,
    mut changed: impl FnMut(Practice, f64, f64),
) -> f64 {
    let mut now = number;
    for (practice, effect) in effects.clone() {
        if let How::Times(factor) = effect.how {
            let next = now * factor;
            if next != now {
                changed(*practice, now, next);
            }
            now = next;
        }
    }
    let cap = |(practice, effect): &(Practice, &'static Effect)| match effect.how {
        How::AtMost(limit) => Some((*practice, limit)),
        How::Times(_) => None,
    };
    let tightest = effects.filter_map(cap).min_by(|a, b| a.1.total_cmp(&b.1));
    match tightest {
        Some((practice, limit)) if limit < now => {
            changed(practice, now, limit);
            limit
        }
        _ => now,
    }
}

impl Operations {
    /// The plan's likely values, changed by its practices; nobody waits for people yet.
    pub(crate) fn of(plan: &Plan) -> Self {
        let effects = chosen_effects(plan);
        Self {
            modes: plan.modes.iter().map(|mode| mode_answer(plan, mode, &effects)).collect(),
            takeovers: plan.components.iter().map(|c| takeover(&c.failover, &effects)).collect(),
            routing: routing(plan, &effects),
            dormancy: plan.components.iter().map(|c| c.waiting_share().get()).collect(),
            people: None,
            sheds: act(1.0, affecting(&effects, Affects::Overload), |_, _, _| ()) < 0.5,
        }
    }
}

impl Operations {
    /// Counts how often each mode happens, all the events of a structure together.
    pub(crate) fn count_occurrences(&mut self, structure: &Structure) {
        for event in &structure.events {
            let frequency = event_state(event, self).frequency_per_minute;
            self.modes[event.mode].occurrences_per_year += frequency * MINUTES_PER_YEAR;
        }
    }
}

/// What the practices do to one number: every factor in order, then the cap.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Acting {
    /// The factors.
    pub factors: Vec<f64>,
    /// The tightest cap; infinite when there is none.
    pub cap: f64,
}

impl Acting {
    /// What a plan's practices do to the chance that a takeover does not work.
    pub(crate) fn on_uncovered(plan: &Plan, failover: &Failover) -> Self {
        Self::of(plan, |practice, effect| {
            effect.affects == Affects::Uncovered && counts_for(practice, failover)
        })
    }

    /// What a plan's practices do to one number of a mode, or of every failover; and what monitors do to the time until
    /// a mode is noticed, which is a cap.
    pub(crate) fn on(plan: &Plan, mode: Option<&FailureMode>, number: Affects) -> Self {
        let mut acting = Self::of(plan, |_, effect| {
            let selects = mode.is_none_or(|m| effect.select.matches(m.cause, m.scope, m.owner));
            effect.affects == number && selects
        });
        if let (Some(mode), Affects::Part(Part::Detect)) = (mode, number) {
            let share = Self::on(plan, Some(mode), Affects::Share).act(mode.share.likely().get());
            let noticed = noticed(plan, mode, share).map_or(f64::INFINITY, |noticed| noticed.minutes);
            acting.cap = acting.cap.min(noticed);
        }
        acting
    }

    fn of(plan: &Plan, applies: impl Fn(Practice, &Effect) -> bool) -> Self {
        let mut acting = Self { factors: Vec::new(), cap: f64::INFINITY };
        for (practice, effect) in chosen_effects(plan) {
            match effect.how {
                _ if !applies(practice, effect) => {}
                How::Times(factor) => acting.factors.push(factor),
                How::AtMost(limit) => acting.cap = acting.cap.min(limit),
            }
        }
        acting
    }

    /// The number after the practices: the same bits as in [`Operations::of`].
    pub(crate) fn act(&self, number: f64) -> f64 {
        let product = self.factors.iter().fold(number, |now, factor| now * factor);
        if self.cap < product { self.cap } else { product }
    }
}

fn affecting<'a>(
    effects: &'a [(Practice, &'static Effect)],
    number: Affects,
) -> impl Iterator<Item = &'a (Practice, &'static Effect)> + Clone {
    effects.iter().filter(move |(_, effect)| effect.affects == number)
}

fn mode_answer(plan: &Plan, mode: &FailureMode, effects: &[(Practice, &'static Effect)]) -> ModeAnswer {
    let mut changes = Vec::new();
    let mut after = |before: f64, number: Affects, name: Changed| {
        let applies = |(_, effect): &&(Practice, &'static Effect)| {
            effect.affects == number && effect.select.matches(mode.cause, mode.scope, mode.owner)
        };
        act(before, effects.iter().filter(applies), |practice, before, after| {
            changes.push(Change { practice, number: name, before, after });
        })
    };
    let rate_per_year = after(mode.rate.likely().per_year(), Affects::Rate, Changed::Rate);
    let mut parts = mode
        .parts
        .map(|part, estimate| after(estimate.likely().minutes(), Affects::Part(part), Changed::Part(part)));
    let share = after(mode.share.likely().get(), Affects::Share, Changed::Share);
    let sharers = Sharers::of(&mode.sharing);
    let beta = after(sharers.shared(mode.beta.likely().get()), Affects::Beta, Changed::Beta);
    let noticed = noticed(plan, mode, share).filter(|noticed| noticed.minutes < parts.detect);
    if let Some(noticed) = noticed {
        parts.detect = noticed.minutes;
    }
    let minutes = parts.detect + parts.engage + parts.diagnose + parts.mitigate + parts.verify;
    let occurrences_per_year = 0.0;
    let (id, waits_minutes) = (mode.id, 0.0);
    ModeAnswer {
        id,
        rate_per_year,
        occurrences_per_year,
        parts,
        minutes,
        noticed,
        waits_minutes,
        share,
        beta,
        sharers,
        changes,
    }
}

/// Whether a practice acts on the chance that a takeover works: that of drills only where the plan has none itself.
fn counts_for(practice: Practice, failover: &Failover) -> bool {
    practice != Practice::Drills || failover.drill.is_none()
}

fn takeover(failover: &Failover, effects: &[(Practice, &'static Effect)]) -> Takeover {
    let quiet = |_, _, _| ();
    let uncovered = match &failover.drill {
        None => failover.coverage.likely().complement().get(),
        Some(drill) => {
            let (covered, untested) = (failover.coverage.likely().get(), drill.untested.likely().get());
            let (every, half_life) = (drill.every.likely().minutes(), drill.half_life.likely().minutes());
            1.0 - drilled_coverage(covered, untested, every, half_life)
        }
    };
    let on_uncovered = effects
        .iter()
        .filter(|(practice, effect)| effect.affects == Affects::Uncovered && counts_for(*practice, failover));
    Takeover {
        minutes: act(failover.time.likely().minutes(), affecting(effects, Affects::FailoverTime), quiet),
        coverage: 1.0 - act(uncovered, on_uncovered, quiet),
        manual_minutes: act(
            failover.manual.likely().minutes(),
            affecting(effects, Affects::ManualTime),
            quiet,
        ),
    }
}

/// A manual move never works by itself, so its coverage is 0, unless failover is automated.
fn routing(plan: &Plan, effects: &[(Practice, &'static Effect)]) -> Option<Takeover> {
    let automated = plan.level(Practice::FailoverAutomation) > 0;
    let takeover = takeover(&plan.routing.failover, effects);
    match plan.routing.kind {
        RoutingKind::Stay => None,
        RoutingKind::Manual if !automated => Some(Takeover { coverage: 0.0, ..takeover }),
        RoutingKind::Manual | RoutingKind::Automatic => Some(takeover),
    }
}
