//! The span an objective is kept over.

use crate::quantity::{Duration, MINUTES_PER_DAY, MINUTES_PER_MONTH, MINUTES_PER_YEAR, Quantity};

/// The span an objective is kept over.
///
/// A year is 365.25 days; a quarter and a month are its fourth and twelfth part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Period {
    /// 28 days: every period holds the same weekdays.
    Days28,
    /// 30 days.
    Days30,
    /// An average month, 30.4375 days.
    Month,
    /// A quarter, 91.3125 days.
    Quarter,
    /// A year, 365.25 days.
    Year,
}

impl Period {
    /// Every period, shortest first.
    pub const ALL: [Self; 5] = [Self::Days28, Self::Days30, Self::Month, Self::Quarter, Self::Year];

    /// The length.
    pub fn length(self) -> Duration {
        Duration::clamped(match self {
            Self::Days28 => 28.0 * MINUTES_PER_DAY,
            Self::Days30 => 30.0 * MINUTES_PER_DAY,
            Self::Month => MINUTES_PER_MONTH,
            Self::Quarter => MINUTES_PER_YEAR / 4.0,
            Self::Year => MINUTES_PER_YEAR,
        })
    }

    /// The words people read, as in "this month".
    pub fn name(self) -> &'static str {
        match self {
            Self::Days28 => "28 days",
            Self::Days30 => "30 days",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_periods_have_the_lengths_shown_beside_the_numbers() {
        let days = Period::ALL.map(|period| period.length().minutes() / MINUTES_PER_DAY);
        assert_eq!(days, [28.0, 30.0, 30.4375, 91.3125, 365.25]);
    }
}
