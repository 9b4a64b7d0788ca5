//! What an outage of some size does to the alerts and to the budget.

use super::{AlertSeverity, AlertWindow};
use crate::quantity::{Duration, Quantity, Unavailability};
use crate::slo::{BurnRate, Objective};

/// An alert that comes on, and what is left then.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Alert {
    /// The window that alerts first.
    pub window: AlertWindow,
    /// How long after the outage begins.
    pub after: Duration,
    /// The share of the whole budget that is spent by then.
    pub spent: f64,
    /// How long after the alert the budget is gone, if it was full before and the outage goes on.
    pub left: Duration,
    /// How long after the end of the outage the alert goes off by itself.
    pub reset: Duration,
}

/// The first of the windows to alert in an outage that fails the share `error` of requests.
///
/// # Formulas
/// With the outage's burn rate B = error / (1 - objective) and the window's burn rate b, length w and share s:
///
/// * A window of length w has burned at the mean rate B min(t, w) / w after time t, so it reaches b after
///   t = b w / B if B >= b, else never. The short window is shorter, so it is there before: the long one decides.
/// * after = b w / B = s period / B
/// * spent = B after / period = s
/// * left = period / B - after
/// * reset = (w / 12) (1 - b / B): when the outage is over, the share of it in the short window shrinks to b / B.
///
/// Which window is first does not depend on the outage's size among those that see it: after is s period / B.
/// `None` where no window ever sees it.
///
/// # Source
/// [SRE Workbook, chapter 5](crate::refs::SreWorkbook5): detection time and reset time of its alerts.
pub fn alert<'a>(
    error: Unavailability,
    objective: Objective,
    period: Duration,
    windows: impl IntoIterator<Item = &'a AlertWindow>,
) -> Option<Alert> {
    let burning = BurnRate::of(error, objective);
    let mut first: Option<Alert> = None;
    for window in windows.into_iter().filter(|window| window.sees(error, objective)) {
        let needed = window.burn.get() / burning.get();
        let reaches = |length: Duration| Duration::clamped(needed * length.minutes());
        let (long, short) = (reaches(window.long), reaches(window.short));
        let after = if long >= short { long } else { short };
        if first.is_some_and(|first| first.after <= after) {
            continue;
        }
        first = Some(Alert {
            window: *window,
            after,
            spent: burning.spends(after, period)?,
            left: Duration::clamped(period.minutes() / burning.get() - after.minutes()),
            reset: Duration::clamped(window.short.minutes() * (1.0 - needed)),
        });
    }
    first
}

/// The first page in an outage that fails the share `error` of requests; see [`alert`]. Tickets wake nobody.
pub fn page(
    error: Unavailability,
    objective: Objective,
    period: Duration,
    windows: &[AlertWindow],
) -> Option<Alert> {
    let pages = windows.iter().filter(|window| window.severity == AlertSeverity::Page);
    alert(error, objective, period, pages)
}

/// How long an outage that fails the share `error` of requests goes on before somebody is paged; `None` when nobody
/// ever is. See [`alert`] for formula, assumptions and source.
pub fn time_to_page(
    error: Unavailability,
    objective: Objective,
    period: Duration,
    windows: &[AlertWindow],
) -> Option<Duration> {
    page(error, objective, period, windows).map(|page| page.after)
}

/// The smallest share of failing requests that ever pages; above 1 when nothing does, `None` without pages.
///
/// # Formula
/// error = (1 - objective) * the least burn rate among the pages
pub fn weakest_outage(objective: Objective, windows: &[AlertWindow]) -> Option<f64> {
    let pages = windows.iter().filter(|window| window.severity == AlertSeverity::Page);
    pages.map(|window| window.threshold(objective)).reduce(f64::min)
}

/// Sizes of outages to make a table of, largest first: all requests, then 50, 20, 10 %, ... down to the smallest that
/// spends the budget faster than allowed.
pub fn outage_sizes(objective: Objective) -> Vec<Unavailability> {
    let least = objective.unavailability().get();
    let mut sizes = vec![Unavailability::clamped(1.0)];
    let mut tens = 10.0;
    while tens <= 1e9 {
        for part in [5.0, 2.0, 1.0] {
            let size = part / tens;
            if size < least * (1.0 + 1e-9) {
                return sizes;
            }
            sizes.push(Unavailability::clamped(size));
        }
        tens *= 10.0;
    }
    sizes
}
