//! Where buying more stops being worth it.

use crate::model::Plan;
use crate::quantity::{MINUTES_PER_HOUR, Quantity, Unavailability};

/// What bad minutes cost a month, given what an hour of full outage costs.
///
/// # Formula
/// loss = U x minutes of an average month x value per hour / 60
pub fn loss_per_month(unavailability: Unavailability, value_per_hour: f64) -> f64 {
    unavailability.bad_minutes_per_month() * value_per_hour / MINUTES_PER_HOUR
}

/// The step with the least sum of cost and loss: every step beyond it costs more than the bad minutes it
/// saves, and every step before it saves less than it could. `None` without steps.
///
/// Of several with the same sum it is the highest. A later step can save more than it costs only
/// together with ones before it; so the sum decides, not the next step alone.
pub fn stop_line(
    steps: impl IntoIterator<Item = (Unavailability, f64)>,
    value_per_hour: f64,
) -> Option<usize> {
    let sums =
        steps.into_iter().map(|(u, cost_per_month)| cost_per_month + loss_per_month(u, value_per_hour));
    let least = sums.enumerate().reduce(|best, next| if next.1 <= best.1 { next } else { best });
    least.map(|(index, _)| index)
}

/// What an hour of full outage costs, when the plan says so.
pub(super) fn value_per_hour(plan: &Plan) -> Option<f64> {
    plan.value_per_hour.as_ref().map(|value| value.likely().get())
}
