//! How fast the budget goes.

use super::{Objective, budget_spent};
use crate::quantity::{Duration, Probability, Quantity, QuantityError, Unavailability};

/// How many times faster than allowed the budget goes; at 1 it lasts the period exactly.
///
/// A finite number of at least 0, without unit.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct BurnRate(f64);

impl BurnRate {
    /// Largest burn rate: above what a full outage does to the tightest objective a double can hold.
    pub const MAX: f64 = 1e16;

    /// Accepts a finite number in `0.0..=1e16`.
    pub fn new(value: f64) -> Result<Self, QuantityError> {
        if (0.0..=Self::MAX).contains(&value) {
            return Ok(Self(value + 0.0));
        }
        Err(QuantityError::OutOfRange { what: "burn rate", unit: "", min: 0.0, max: Self::MAX, found: value })
    }

    /// The burn rate while a share `error` of requests fails.
    ///
    /// # Formula
    /// burn rate = error / (1 - objective)
    ///
    /// # Source
    /// [SRE Workbook, chapter 5](crate::refs::SreWorkbook5), table 5-4.
    pub fn of(error: Unavailability, objective: Objective) -> Self {
        Self(budget_spent(error, objective))
    }

    /// The number.
    pub fn get(self) -> f64 {
        self.0
    }

    /// The share of failing requests that burns at this rate; all of them where the rate cannot be reached.
    ///
    /// # Formula
    /// error = min(1, burn rate * (1 - objective))
    pub fn error(self, objective: Objective) -> Unavailability {
        Unavailability::clamped(self.0 * objective.unavailability().get())
    }

    /// The share of the budget that goes within `window`; above 1 when it is more than all.
    ///
    /// # Formula
    /// spent = burn rate * window / period
    ///
    /// `window` and `period` are durations; the result has no unit.
    /// A period of zero gives `None`: it has no budget to spend.
    pub fn spends(self, window: Duration, period: Duration) -> Option<f64> {
        (period > Duration::ZERO).then(|| self.0 * (window.minutes() / period.minutes()))
    }
}

/// The burn rate that spends `share` of the budget within `window`.
///
/// # Formula
/// burn rate = share * period / window
///
/// `period` and `window` are durations; the result has no unit.
/// A `window` of zero gives `None`: no finite rate spends budget in no time. So does a window so short
/// that the rate exceeds [`BurnRate::MAX`].
///
/// # Source
/// [SRE Workbook, chapter 5](crate::refs::SreWorkbook5), tables 5-6 and 5-8.
pub fn burn_rate(share: Probability, window: Duration, period: Duration) -> Option<BurnRate> {
    BurnRate::new(share.get() * period.minutes() / window.minutes()).ok()
}

/// How long a full budget lasts.
///
/// # Formula
/// time = period / burn rate
///
/// `period` and the result are durations. A burn rate of zero gives `None`: the budget is never spent. So
/// does one so low that the time exceeds the longest [`Duration`].
///
/// # Source
/// [SRE Workbook, chapter 5](crate::refs::SreWorkbook5), table 5-4.
pub fn time_to_exhaust(burn_rate: BurnRate, period: Duration) -> Option<Duration> {
    Duration::new(period.minutes() / burn_rate.get()).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn minutes(value: f64) -> Duration {
        Duration::new(value).unwrap()
    }

    #[test]
    fn where_no_rate_or_time_exists_there_is_none() {
        let tenth = Probability::new(0.1).unwrap();
        assert_eq!(burn_rate(tenth, Duration::ZERO, minutes(10.0)), None);
        assert_eq!(burn_rate(Probability::ZERO, Duration::ZERO, Duration::ZERO), None);
        assert_eq!(time_to_exhaust(BurnRate::new(0.0).unwrap(), minutes(10.0)), None);
        assert_eq!(time_to_exhaust(BurnRate::new(0.0).unwrap(), Duration::ZERO), None);
        assert_eq!(BurnRate::new(1.0).unwrap().spends(minutes(1.0), Duration::ZERO), None);
        for value in [f64::NAN, f64::INFINITY, -1.0, 1e17] {
            assert!(BurnRate::new(value).is_err(), "{value}");
        }
    }

    #[test]
    fn even_the_tightest_objective_has_a_burn_rate_in_range() {
        let tightest = Objective::new(Probability::new(1.0 - f64::EPSILON / 2.0).unwrap()).unwrap();
        let worst = BurnRate::of(Unavailability::new(1.0).unwrap(), tightest);
        assert!(BurnRate::new(worst.get()).is_ok());
    }

    proptest! {
        // One division undoes the other: a few units in the last place.
        #[test]
        fn the_burn_rate_of_a_share_spends_that_share(share in 1e-6..=1.0f64, window in 1.0..1e5f64, period in 1.0..1e6f64) {
            let rate = burn_rate(Probability::new(share).unwrap(), minutes(window), minutes(period)).unwrap();
            let spent = rate.spends(minutes(window), minutes(period)).unwrap();
            prop_assert!((spent / share - 1.0).abs() <= 4.0 * f64::EPSILON);
        }

        #[test]
        fn what_is_spent_when_the_time_is_up_is_the_whole_budget(rate in 1e-2..1e6f64, period in 1.0..1e6f64) {
            let rate = BurnRate::new(rate).unwrap();
            let time = time_to_exhaust(rate, minutes(period)).unwrap();
            prop_assert!((rate.spends(time, minutes(period)).unwrap() - 1.0).abs() <= 4.0 * f64::EPSILON);
        }

        #[test]
        fn the_error_of_a_burn_rate_burns_at_that_rate(error in 1e-9..=1.0f64, share in 0.1..0.999_999f64) {
            let objective = Objective::new(Probability::new(share).unwrap()).unwrap();
            let back = BurnRate::of(Unavailability::new(error).unwrap(), objective).error(objective).get();
            prop_assert!((back / error - 1.0).abs() <= 4.0 * f64::EPSILON);
        }
    }
}
