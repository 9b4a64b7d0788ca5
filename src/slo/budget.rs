//! What an objective leaves.

use super::Objective;
use crate::quantity::{Duration, Unavailability};

/// The error budget of an objective over a period: the bad minutes users may live through and the promise
/// is still kept.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ErrorBudget {
    objective: Objective,
    period: Duration,
}

impl ErrorBudget {
    /// The budget of an objective over a period; see [`Period::length`](super::Period::length).
    pub fn new(objective: Objective, period: Duration) -> Self {
        Self { objective, period }
    }

    /// The objective.
    pub fn objective(self) -> Objective {
        self.objective
    }

    /// The period's length.
    pub fn period(self) -> Duration {
        self.period
    }

    /// The budget as a length of full outage; see [`budget_minutes`].
    pub fn minutes(self) -> Duration {
        budget_minutes(self.objective, self.period)
    }

    /// The share of the budget that some bad time takes; above 1 when the promise is broken.
    ///
    /// # Formula
    /// spent = bad / ((1 - objective) * period)
    ///
    /// `bad` and the period are durations, `bad` full-outage-equivalent; the result has no unit.
    /// A period of zero gives `None`: it has no budget to spend.
    ///
    /// # Source
    /// [SRE Workbook, chapter 5](crate::refs::SreWorkbook5).
    pub fn spent_by(self, bad: Duration) -> Option<f64> {
        let budget = self.objective.unavailability().get() * self.period.minutes();
        (budget > 0.0).then(|| bad.minutes() / budget)
    }
}

/// The error budget as a length of full outage.
///
/// # Formula
/// budget = (1 - objective) * period
///
/// The period and the result are durations, in minutes.
///
/// # Source
/// [SRE book, appendix A](crate::refs::SreBookA).
pub fn budget_minutes(objective: Objective, period: Duration) -> Duration {
    objective.unavailability().within(period)
}

/// The share of the error budget that an unavailability takes; above 1 when the promise is broken.
///
/// # Formula
/// spent = U / (1 - objective)
///
/// No units. Over a whole period this is also the mean burn rate ([`BurnRate::of`](super::BurnRate::of)).
///
/// # Source
/// [SRE book, chapter 3](crate::refs::SreBook3): an objective of 99.999 % and a problem that fails
/// 0.0002 % of requests spend 20 % of the quarter's budget.
pub fn budget_spent(unavailability: Unavailability, objective: Objective) -> f64 {
    unavailability.get() / objective.unavailability().get()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::quantity::{Probability, Quantity};
    use crate::slo::Period;

    #[test]
    fn a_period_of_no_length_has_no_budget_to_spend() {
        let budget = ErrorBudget::new(Objective::read("99.9%").unwrap(), Duration::ZERO);
        assert_eq!(budget.minutes(), Duration::ZERO);
        assert_eq!(budget.spent_by(Duration::new(1.0).unwrap()), None);
    }

    proptest! {
        // Two ways to the same number; each rounds a few times, so a few units in the last place.
        #[test]
        fn spending_minutes_and_spending_a_share_agree(u in 0.0..=1.0, share in 1e-9..(1.0 - 1e-9)) {
            let unavailability = Unavailability::new(u).unwrap();
            let objective = Objective::new(Probability::new(share).unwrap()).unwrap();
            for period in Period::ALL.map(Period::length) {
                let by_time = ErrorBudget::new(objective, period).spent_by(unavailability.within(period)).unwrap();
                let by_share = budget_spent(unavailability, objective);
                prop_assert!((by_time - by_share).abs() <= 8.0 * f64::EPSILON * by_share);
            }
        }
    }
}
