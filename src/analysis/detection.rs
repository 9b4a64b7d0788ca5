//! How soon an outage is noticed, and what monitors would tell of a year.
//!
//! Without monitors a mode is noticed after the time that was typed: until users complain, or until the platform's own
//! health checks see it. A monitor that sees the mode and calls somebody can only be sooner: a threshold after the time
//! that it waits, burn-rate alerts after [`time_to_page`](crate::slo::alerts::time_to_page) for the share of requests that the
//! mode fails. The tightest objective of all journeys and a period of 30 days are what the alerts are for.
//!
//! # Assumptions
//! The share is the likely one under the chosen practices, in every draw of the uncertain numbers too. A mode that takes
//! one region down fails that region's share of requests.
//!
//! # The blind spot
//! What a monitor would report a year is what users lose to the modes that it sees; what users live through beyond that is
//! out of its sight. The reserve for what nobody listed is in no monitor's sight.

use super::outcome::Analysis;
use crate::model::{Alerting, FailureMode, Id, Monitor, Plan, Scope, Target};
use crate::quantity::{Duration, MINUTES_PER_YEAR, Quantity, Unavailability};
use crate::slo::alerts::{alert_windows, time_to_page};
use crate::slo::{Objective, Period};

/// The monitor that notices a mode first, and when.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Noticed {
    /// The monitor.
    pub monitor: Id,
    /// Minutes from the beginning of the outage until somebody is called.
    pub minutes: f64,
}

/// What monitors would report against what users live through.
#[derive(Clone, Debug, PartialEq)]
pub struct BlindSpot {
    /// What users live through, bad minutes a year.
    pub lived_minutes: f64,
    /// Every monitor, in the plan's order.
    pub monitors: Vec<MonitorReport>,
    /// Bad minutes a year of modes that no monitor sees; the reserve is among them.
    pub unseen_minutes: f64,
    /// Each mode that users feel, the one with the most bad minutes first.
    pub modes: Vec<ModeSight>,
}

/// What a monitor would report.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MonitorReport {
    /// The monitor.
    pub monitor: Id,
    /// Bad minutes a year of the modes that it sees.
    pub minutes: f64,
    /// How many modes that users feel it does not see.
    pub missed: usize,
}

/// Who sees a mode.
#[derive(Clone, Debug, PartialEq)]
pub struct ModeSight {
    /// The mode.
    pub mode: Id,
    /// Its bad minutes a year.
    pub minutes: f64,
    /// Whether each monitor sees it, in the plan's order.
    pub seen_by: Vec<bool>,
}

/// The first monitor to notice a mode that touches a share of users; `None` when none that calls somebody sees it.
pub(crate) fn noticed(plan: &Plan, mode: &FailureMode, share: f64) -> Option<Noticed> {
    let objective = tightest(plan)?;
    let error = Unavailability::clamped(share * reached(plan, mode));
    let mut first: Option<Noticed> = None;
    for monitor in plan.monitors.iter().filter(|monitor| monitor.sight(mode).sees) {
        let minutes = match monitor.alerting {
            Alerting::Dashboard => None,
            Alerting::Threshold => Some(monitor.after.likely().minutes()),
            Alerting::BurnRate => paged(error, objective).map(Duration::minutes),
        };
        let Some(minutes) = minutes else { continue };
        if first.is_none_or(|first| minutes < first.minutes) {
            first = Some(Noticed { monitor: monitor.id, minutes });
        }
    }
    first
}

/// How long until burn-rate alerts page for an objective over 30 days.
fn paged(error: Unavailability, objective: Objective) -> Option<Duration> {
    let period = Period::Days30.length();
    time_to_page(error, objective, period, &alert_windows(period))
}

fn tightest(plan: &Plan) -> Option<Objective> {
    let all = plan.journeys.iter().map(|journey| journey.objective);
    all.reduce(|tightest, next| if next > tightest { next } else { tightest })
}

/// The share of all requests that reach what a mode takes down.
fn reached(plan: &Plan, mode: &FailureMode) -> f64 {
    let total: f64 = plan.regions.iter().map(|region| region.traffic.likely().get()).sum();
    if mode.scope == Scope::Global || total <= 0.0 {
        return 1.0;
    }
    match mode.target {
        Target::Region(id) => plan.region(id).map_or(1.0, |region| region.traffic.likely().get() / total),
        Target::Component(_) | Target::Domain => 1.0 / plan.regions.len() as f64,
    }
}

/// What the plan's monitors would report of a year; `None` when the service has no answer.
pub fn blind_spot(plan: &Plan, analysis: &Analysis) -> Option<BlindSpot> {
    let service = analysis.service.as_ref()?;
    let mut modes = Vec::new();
    for part in &service.by_mode {
        let Some(mode) = part.key.and_then(|id| plan.mode(id)) else { continue };
        let seen_by = plan.monitors.iter().map(|monitor| monitor.sight(mode).sees).collect();
        modes.push(ModeSight { mode: mode.id, minutes: part.unavailability * MINUTES_PER_YEAR, seen_by });
    }
    let lived_minutes = service.unavailability.bad_minutes_per_year();
    let sum = |minutes: &mut dyn Iterator<Item = f64>| crate::engine::numeric::sum(minutes);
    let report = |(at, monitor): (usize, &Monitor)| {
        let seen = modes.iter().filter(|mode| mode.seen_by[at]);
        MonitorReport {
            monitor: monitor.id,
            minutes: sum(&mut seen.map(|mode| mode.minutes)),
            missed: modes.iter().filter(|mode| !mode.seen_by[at]).count(),
        }
    };
    let monitors = plan.monitors.iter().enumerate().map(report).collect();
    let seen = modes.iter().filter(|mode| mode.seen_by.contains(&true));
    let unseen_minutes = (lived_minutes - sum(&mut seen.map(|mode| mode.minutes))).max(0.0);
    Some(BlindSpot { lived_minutes, monitors, unseen_minutes, modes })
}
