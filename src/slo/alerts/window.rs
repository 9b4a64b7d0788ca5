//! The windows an alert looks back over.

use crate::quantity::{Duration, MINUTES_PER_DAY, MINUTES_PER_HOUR, Probability, Quantity, Unavailability};
use crate::slo::{BurnRate, Objective, burn_rate};

/// Whom an alert calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AlertSeverity {
    /// Somebody is called at once, at any hour.
    Page,
    /// Somebody looks within the next working day.
    Ticket,
}

/// A pair of windows with the burn rate at which they alert.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AlertWindow {
    /// Whom it calls.
    pub severity: AlertSeverity,
    /// How far the long window looks back.
    pub long: Duration,
    /// How far the short window looks back: a twelfth of the long one.
    pub short: Duration,
    /// The share of the budget that goes within the long window at the burn rate.
    pub share: Probability,
    /// The burn rate that both windows have to reach.
    pub burn: BurnRate,
}

impl AlertSeverity {
    /// The word for it, as in rule files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Ticket => "ticket",
        }
    }
}

impl AlertWindow {
    /// A pair that alerts when `share` of the budget of `period` goes within `long`.
    ///
    /// # Formula
    /// burn rate = share * period / long, short = long / 12
    ///
    /// `None` where no finite burn rate does that; see [`burn_rate`].
    ///
    /// # Source
    /// [SRE Workbook, chapter 5](crate::refs::SreWorkbook5), tables 5-6 and 5-8: the short window is a twelfth of
    /// the long one.
    pub fn new(
        severity: AlertSeverity,
        long: Duration,
        share: Probability,
        period: Duration,
    ) -> Option<Self> {
        let burn = burn_rate(share, long, period)?;
        Some(Self { severity, long, short: Duration::clamped(long.minutes() / 12.0), share, burn })
    }

    /// The share of failing requests in a window from which on it alerts; above 1 when not even a full outage does.
    ///
    /// # Formula
    /// threshold = burn rate * (1 - objective)
    pub fn threshold(self, objective: Objective) -> f64 {
        self.burn.get() * objective.unavailability().get()
    }

    /// Whether an outage of this size, lasting long enough, makes it alert.
    ///
    /// # Formula
    /// error / (1 - objective) >= burn rate
    pub fn sees(self, error: Unavailability, objective: Objective) -> bool {
        BurnRate::of(error, objective) >= self.burn
    }
}

const HOUR: f64 = MINUTES_PER_HOUR;
const DAY: f64 = MINUTES_PER_DAY;

/// Severity, long window in minutes, share of the budget.
type Row = (AlertSeverity, f64, f64);

/// For periods of 28 and 30 days; the shares serve other periods too.
const MONTHLY: [Row; 4] = [
    (AlertSeverity::Page, HOUR, 0.02),
    (AlertSeverity::Page, 6.0 * HOUR, 0.05),
    (AlertSeverity::Ticket, DAY, 0.10),
    (AlertSeverity::Ticket, 3.0 * DAY, 0.10),
];

/// For a period of 7 days.
const WEEKLY: [Row; 4] = [
    (AlertSeverity::Page, HOUR, 0.08),
    (AlertSeverity::Page, 6.0 * HOUR, 0.125),
    (AlertSeverity::Ticket, DAY, 0.20),
    (AlertSeverity::Ticket, 3.0 * DAY, 0.42),
];

/// The windows for a period, fastest first.
///
/// * 30 days: 2 % of the budget in 1 h and 5 % in 6 h page, 10 % in 1 day and in 3 days open a ticket (burn rates
///   14.4, 6, 3 and 1).
/// * 28 days: the same shares (13.44, 5.6, 2.8 and 0.93).
/// * 7 days: 8, 12.5, 20 and 42 % (13.44, 3.5, 1.4 and 0.98).
/// * Any other period: the shares of 30 days. Windows longer than half the period are left out. Where the slowest
///   burn rate would leave a gap above 1, in which a budget could go without a word, one more ticket looks back over
///   a tenth of the period, in whole days.
///
/// A period of no length has no windows.
///
/// # Source
/// [SRE Workbook, chapter 5](crate::refs::SreWorkbook5), table 5-8; the window of a day, and 28 and 7 days, as
/// [Sloth](crate::refs::Sloth) ships them. The last window of long periods is this program's own.
pub fn alert_windows(period: Duration) -> Vec<AlertWindow> {
    let days = period.minutes() / DAY;
    let rows = if days == 7.0 { WEEKLY } else { MONTHLY };
    let of = |(severity, long, share): Row| {
        AlertWindow::new(severity, Duration::clamped(long), Probability::clamped(share), period)
    };
    let fits = |row: &Row| row.1 <= period.minutes() / 2.0;
    let mut windows: Vec<AlertWindow> = rows.into_iter().filter(fits).filter_map(of).collect();
    let gap = windows.last().is_some_and(|slowest| slowest.burn.get() > 1.0);
    if gap && days > 30.0 {
        windows.extend(of((AlertSeverity::Ticket, libm::ceil(days / 10.0) * DAY, 0.10)));
    }
    windows
}
