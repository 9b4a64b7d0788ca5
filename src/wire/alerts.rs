//! Alerts of an objective as JSON, for scripts: `alerts --json`.

use serde::{Deserialize, Serialize};

use crate::quantity::{Duration, MINUTES_PER_DAY, Quantity, Unavailability};
use crate::slo::alerts::{
    AlertSeverity, AlertWindow, Traffic, alert, alert_windows, lint, outage_sizes, page,
};
use crate::slo::{BurnRate, ErrorBudget, Objective};

/// What `tenfold alerts --json` prints.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AlertsOutput {
    /// The target share of good user minutes.
    pub objective: f64,
    /// The period in days.
    pub period_days: f64,
    /// The error budget as minutes of full outage.
    pub budget_minutes: f64,
    /// The windows, fastest first.
    pub windows: Vec<AlertWindowOutput>,
    /// What outages of different sizes do, the largest first.
    pub time_to_page: Vec<TimeToPageOutput>,
    /// What there is to know about these alerts.
    pub lints: Vec<AlertLintOutput>,
}

/// A pair of windows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AlertWindowOutput {
    /// `page` or `ticket`.
    pub severity: String,
    /// How far the long window looks back.
    pub long_window_minutes: f64,
    /// How far the short window looks back.
    pub short_window_minutes: f64,
    /// The share of the budget that goes within the long window at the burn rate.
    pub budget_share: f64,
    /// The burn rate that both windows have to reach.
    pub burn_rate: f64,
    /// The share of failing requests that is; above 1 where no outage reaches it.
    pub error_threshold: f64,
    /// Whether a full outage reaches it.
    pub can_fire: bool,
}

/// What an outage of some size does, from its first minute and a full budget.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TimeToPageOutput {
    /// The share of failing requests.
    pub error_share: f64,
    /// When somebody is paged; `null` when nobody is.
    pub minutes: Option<f64>,
    /// The share of the budget that is spent by the page.
    pub budget_spent: Option<f64>,
    /// How long after the page the budget is gone.
    pub minutes_left: Option<f64>,
    /// How long after the end of the outage the page goes off by itself.
    pub reset_minutes: Option<f64>,
    /// When a ticket is opened; `null` when none is.
    pub ticket_minutes: Option<f64>,
    /// When the budget is gone.
    pub budget_gone_minutes: f64,
}

/// Something to know about the alerts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AlertLintOutput {
    /// Which kind it is.
    pub kind: String,
    /// What it means and what would help.
    pub sentence: String,
}

impl AlertsOutput {
    /// The alerts of an objective over a period, with requests an hour where they are known.
    pub fn of(objective: Objective, period: Duration, traffic: Option<Traffic>) -> Self {
        let windows = alert_windows(period);
        let window = |window: &AlertWindow| AlertWindowOutput {
            severity: window.severity.name().to_owned(),
            long_window_minutes: window.long.minutes(),
            short_window_minutes: window.short.minutes(),
            budget_share: window.share.get(),
            burn_rate: window.burn.get(),
            error_threshold: window.threshold(objective),
            can_fire: window.sees(Unavailability::clamped(1.0), objective),
        };
        let size = |size: Unavailability| {
            let page = page(size, objective, period, &windows);
            let tickets = windows.iter().filter(|window| window.severity == AlertSeverity::Ticket);
            TimeToPageOutput {
                error_share: size.get(),
                minutes: page.map(|page| page.after.minutes()),
                budget_spent: page.map(|page| page.spent),
                minutes_left: page.map(|page| page.left.minutes()),
                reset_minutes: page.map(|page| page.reset.minutes()),
                ticket_minutes: alert(size, objective, period, tickets).map(|ticket| ticket.after.minutes()),
                budget_gone_minutes: period.minutes() / BurnRate::of(size, objective).get(),
            }
        };
        Self {
            objective: objective.share().get(),
            period_days: period.minutes() / MINUTES_PER_DAY,
            budget_minutes: ErrorBudget::new(objective, period).minutes().minutes(),
            windows: windows.iter().map(window).collect(),
            time_to_page: outage_sizes(objective).into_iter().map(size).collect(),
            lints: lint(objective, period, &windows, traffic)
                .iter()
                .map(|lint| AlertLintOutput { kind: lint.key().to_owned(), sentence: lint.sentence() })
                .collect(),
        }
    }
}
