//! What a table of windows does not say by itself.

use super::{AlertSeverity, AlertWindow, page};
use crate::quantity::{Duration, Probability, Quantity, Unavailability, text};
use crate::slo::{BurnRate, ErrorBudget, Objective};

/// How long people take to answer a page of a user-facing service.
///
/// # Source
/// [SRE book, chapter 11](crate::refs::SreBook11): 5 minutes for user-facing services.
pub const FIRST_ANSWER_MINUTES: f64 = 5.0;

/// How often rules are evaluated at best, as a rule: nothing faster than this can be told apart.
///
/// An assumption, from the defaults of Prometheus (scrape and evaluate every minute).
pub const WATCH_STEP_MINUTES: f64 = 1.0;

/// How many requests an objective counts, when somebody knows.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Traffic(f64);

impl Traffic {
    /// Accepts a finite number of requests an hour above 0.
    pub fn per_hour(requests: f64) -> Option<Self> {
        (requests > 0.0 && requests <= 1e15).then_some(Self(requests))
    }

    /// Requests an hour.
    pub fn get(self) -> f64 {
        self.0
    }
}

/// Something to know about the alerts of an objective.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum AlertLint {
    /// A full outage spends the whole budget before one could even be measured.
    GoneBeforeMeasured {
        /// The objective.
        objective: Objective,
        /// How long a full outage takes to spend the budget.
        budget: Duration,
        /// How long a fault in one of a hundred requests takes.
        canary: Duration,
    },
    /// What is left after the page of a full outage is too short for people.
    TooFastForPeople {
        /// How long after the page the budget is gone.
        left: Duration,
    },
    /// The page of a full outage is due before anything is measured.
    FasterThanMeasured {
        /// When it is due.
        after: Duration,
    },
    /// Not even a full outage reaches a window's burn rate.
    NeverFires {
        /// The objective.
        objective: Objective,
        /// The window.
        window: AlertWindow,
        /// The share of the budget that a full outage spends within the long window.
        spends: f64,
    },
    /// No window pages at all.
    NobodyIsPaged,
    /// Burn rates above 1 that no window ever sees.
    SpentInSilence {
        /// The lowest burn rate that is seen.
        seen_from: BurnRate,
    },
    /// A ticket is opened although the promise is being kept.
    Impatient {
        /// The window.
        window: AlertWindow,
    },
    /// A single failing request is enough for a page.
    OneRequestPages {
        /// Requests an hour.
        traffic: Traffic,
        /// The burn rate of one failing request within the fastest page's long window.
        burn: BurnRate,
        /// The share of the whole budget that it takes.
        spends: f64,
        /// Requests that may fail in the whole period.
        allowed: f64,
    },
}

/// What there is to know about these windows, worst first.
///
/// Each finding's rule stands at its [variant](AlertLint); the figures behind them are [`FIRST_ANSWER_MINUTES`] and
/// [`WATCH_STEP_MINUTES`].
///
/// # Source
/// [SRE Workbook, chapter 5](crate::refs::SreWorkbook5): extreme objectives, low traffic.
pub fn lint(
    objective: Objective,
    period: Duration,
    windows: &[AlertWindow],
    traffic: Option<Traffic>,
) -> Vec<AlertLint> {
    let all = Unavailability::clamped(1.0);
    let mut lints = Vec::new();
    let budget = ErrorBudget::new(objective, period).minutes();
    match page(all, objective, period, windows) {
        _ if budget.minutes() < WATCH_STEP_MINUTES => {
            let canary = Duration::clamped(budget.minutes() * 100.0);
            lints.push(AlertLint::GoneBeforeMeasured { objective, budget, canary });
        }
        Some(page) if page.left.minutes() < FIRST_ANSWER_MINUTES => {
            lints.push(AlertLint::TooFastForPeople { left: page.left });
        }
        Some(page) if page.after.minutes() < WATCH_STEP_MINUTES => {
            lints.push(AlertLint::FasterThanMeasured { after: page.after });
        }
        Some(_) => {}
        None => lints.push(AlertLint::NobodyIsPaged),
    }
    for window in windows.iter().filter(|window| !window.sees(all, objective)) {
        let spends = BurnRate::of(all, objective).spends(window.long, period).unwrap_or_default();
        lints.push(AlertLint::NeverFires { objective, window: *window, spends });
    }
    let working = || windows.iter().filter(|window| window.sees(all, objective));
    let lowest = working().map(|window| window.burn).reduce(|a, b| if b < a { b } else { a });
    if let Some(seen_from) = lowest.filter(|burn| burn.get() > 1.0 + 1e-9) {
        lints.push(AlertLint::SpentInSilence { seen_from });
    }
    // A budget is spent by the end of the period at a burn rate of 1; well below that there is no need to act.
    for window in working().filter(|window| window.burn.get() < 0.9) {
        lints.push(AlertLint::Impatient { window: *window });
    }
    lints.extend(traffic.and_then(|traffic| one_request_pages(objective, period, windows, traffic)));
    lints
}

/// # Formulas
/// With n requests an hour, one failing in the long window of w hours:
/// burn = (1 / (n w)) / (1 - objective); spends = 1 / (n period (1 - objective))
fn one_request_pages(
    objective: Objective,
    period: Duration,
    windows: &[AlertWindow],
    traffic: Traffic,
) -> Option<AlertLint> {
    let requests = |time: Duration| traffic.get() * time.minutes() / 60.0;
    let fastest = windows.iter().find(|window| window.severity == AlertSeverity::Page)?;
    let error = Unavailability::clamped(1.0 / requests(fastest.long));
    let allowed = objective.bad_events(requests(period));
    fastest.sees(error, objective).then(|| AlertLint::OneRequestPages {
        traffic,
        burn: BurnRate::of(error, objective),
        spends: 1.0 / allowed,
        allowed,
    })
}

impl AlertLint {
    /// A short name for scripts.
    pub fn key(&self) -> &'static str {
        match self {
            Self::GoneBeforeMeasured { .. } => "gone-before-measured",
            Self::TooFastForPeople { .. } => "too-fast-for-people",
            Self::FasterThanMeasured { .. } => "faster-than-measured",
            Self::NeverFires { .. } => "never-fires",
            Self::NobodyIsPaged => "nobody-is-paged",
            Self::SpentInSilence { .. } => "spent-in-silence",
            Self::Impatient { .. } => "impatient",
            Self::OneRequestPages { .. } => "one-request-pages",
        }
    }

    /// What it means and what would help.
    pub fn sentence(&self) -> String {
        let time = |duration: Duration| text::duration(duration.minutes());
        match self {
            Self::GoneBeforeMeasured { objective, budget, canary } => format!(
                "A full outage spends the whole budget of {} in {}: this is a design problem, not a paging problem. \
                 Keep faults small: one that touches 1 % of requests leaves {}.",
                text::percent_available(objective.unavailability()),
                time(*budget),
                time(*canary),
            ),
            Self::TooFastForPeople { left } => format!(
                "After the page of a full outage {} are left: no human can react, automate it.",
                time(*left)
            ),
            Self::FasterThanMeasured { after } => format!(
                "A full outage pages after {} on paper; with rules that are evaluated once a minute count on a \
                 minute or two.",
                time(*after)
            ),
            Self::NeverFires { objective, window, spends } => format!(
                "An objective of {} can never fire the {} window: a full outage spends only {} of the budget \
                 in that time, the window waits for {}. Leave it out, or choose a stricter objective.",
                text::percent_available(objective.unavailability()),
                window_name(window.long),
                text::share(Probability::clamped(*spends)),
                text::share(window.share),
            ),
            Self::NobodyIsPaged => {
                "No outage ever pages anybody: users will be the first to tell. Choose a stricter objective or a \
                 longer period."
                    .into()
            }
            Self::SpentInSilence { seen_from } => format!(
                "Nothing alerts below a burn rate of {}: a slow leak between 1 and that spends the budget in \
                 silence. Look at the budget itself once a week.",
                text::ratio(seen_from.get()).trim_end_matches('x'),
            ),
            Self::Impatient { window } => format!(
                "The {} window opens tickets at a burn rate of {}, at which the promise is kept: expect tickets \
                 that need no work.",
                window_name(window.long),
                text::ratio(window.burn.get()).trim_end_matches('x'),
            ),
            Self::OneRequestPages { traffic, burn, spends, allowed } => format!(
                "At {} requests an hour a single failing one burns at {} and pages at once; the whole period may \
                 have {}. Each takes {}. Make artificial requests, count several services \
                 together, or let clients try again.",
                text::ratio(traffic.get()).trim_end_matches('x'),
                text::ratio(burn.get()).trim_end_matches('x'),
                match libm::floor(*allowed) {
                    1.0 => "one".to_owned(),
                    0.0 => "none".to_owned(),
                    n => format!("{n}"),
                },
                text::budget_spent(*spends),
            ),
        }
    }
}

/// A window's length as a word before it: `1-hour`, `3-day`, `30-minute`.
fn window_name(long: Duration) -> String {
    let minutes = long.minutes();
    match minutes {
        _ if minutes % 1_440.0 == 0.0 => format!("{}-day", minutes / 1_440.0),
        _ if minutes % 60.0 == 0.0 => format!("{}-hour", minutes / 60.0),
        _ => format!("{minutes}-minute"),
    }
}
