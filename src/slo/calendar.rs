//! Which hours an objective counts.

use thiserror::Error;

use crate::quantity::{Duration, MINUTES_PER_DAY, MINUTES_PER_HOUR, Probability, Quantity};

/// The minutes of a week.
const WEEK: f64 = 7.0 * MINUTES_PER_DAY;

/// Which hours an objective counts.
///
/// Assumptions: every week is alike (no holidays, no clock change), and an outage begins at any minute of the week
/// alike, in working hours no more often than outside them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Calendar {
    /// Every hour.
    #[default]
    Always,
    /// Some hours of some days.
    Working(WorkingHours),
}

/// The same hours on each of the first days of a week, from Monday on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorkingHours {
    days: u8,
    from: u8,
    to: u8,
}

/// Why hours are no working hours.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CalendarError {
    /// No hours at all.
    #[error("{0:?} are no hours; write for example Mon-Fri 8-18, or leave it blank for every hour")]
    Unreadable(String),
    /// Not a number of days.
    #[error("working hours on {0} days; 1 to 7 are needed")]
    Days(u8),
    /// Not hours of a day.
    #[error(
        "working hours from {from} to {to}; whole hours from 0 to 24 are needed, the second after the first"
    )]
    Hours {
        /// The first hour found.
        from: u8,
        /// The last hour found.
        to: u8,
    },
}

impl WorkingHours {
    /// Monday to Friday, 8 to 18.
    pub const USUAL: Self = Self { days: 5, from: 8, to: 18 };

    /// From `from` to `to` o'clock on the first `days` days of the week.
    pub fn new(days: u8, from: u8, to: u8) -> Result<Self, CalendarError> {
        if !(1..=7).contains(&days) {
            return Err(CalendarError::Days(days));
        }
        if from >= to || to > 24 {
            return Err(CalendarError::Hours { from, to });
        }
        Ok(Self { days, from, to })
    }

    /// How many days.
    pub fn days(self) -> u8 {
        self.days
    }

    /// The first hour.
    pub fn from(self) -> u8 {
        self.from
    }

    /// The hour at which they end.
    pub fn to(self) -> u8 {
        self.to
    }

    /// The stretches of a week, in minutes since Monday's midnight.
    fn stretches(self) -> impl Iterator<Item = (f64, f64)> {
        let at = |day: u8, hour: u8| f64::from(day) * MINUTES_PER_DAY + f64::from(hour) * MINUTES_PER_HOUR;
        (0..self.days).map(move |day| (at(day, self.from), at(day, self.to)))
    }
}

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

impl Calendar {
    /// Reads `Mon-Fri 8-18`; nothing, or `every hour`, is every hour. Weeks begin on Monday.
    pub fn read(text: &str) -> Result<Self, CalendarError> {
        let lower = text.trim().to_ascii_lowercase();
        if lower.is_empty() || lower == "every hour" {
            return Ok(Self::Always);
        }
        let hours = || {
            let (days, hours) = lower.split_once(' ')?;
            let last = match days.split_once('-') {
                Some(("mon", last)) => last,
                None if days == "mon" => days,
                _ => return None,
            };
            let days = DAYS.iter().position(|day| day.eq_ignore_ascii_case(last))? as u8 + 1;
            let (from, to) = hours.trim().split_once('-')?;
            Some((days, from.trim().parse().ok()?, to.trim().parse().ok()?))
        };
        let (days, from, to) =
            hours().ok_or_else(|| CalendarError::Unreadable(text.chars().take(40).collect()))?;
        WorkingHours::new(days, from, to).map(Self::Working)
    }

    /// The share of all time that counts.
    ///
    /// # Formula
    /// share = days * hours / 168
    pub fn share(self) -> Probability {
        Probability::clamped(match self {
            Self::Always => 1.0,
            Self::Working(hours) => f64::from(hours.days) * f64::from(hours.to - hours.from) / 168.0,
        })
    }

    /// The counted part of a period.
    pub fn within(self, period: Duration) -> Duration {
        Duration::clamped(self.share().get() * period.minutes())
    }

    /// The chance that an outage of this length, beginning at any minute of the week alike, touches a counted hour.
    ///
    /// # Formula
    /// The share of the week that is taken by the union of the stretches, each begun earlier by the outage's length.
    pub fn touched_by(self, outage: Duration) -> Probability {
        let Self::Working(hours) = self else { return Probability::ONE };
        let length = outage.minutes();
        let mut touched = 0.0;
        // The stretch before Monday's is that of the last day, a week earlier.
        let mut before = hours.stretches().last().map_or(0.0, |(_, end)| end - WEEK);
        for (start, end) in hours.stretches() {
            touched += end - f64::max(start - length, before);
            before = end;
        }
        Probability::clamped(touched / WEEK)
    }

    /// The most minutes of an outage of this length that can count, wherever in the week it begins: it begins with a
    /// stretch, or it ends with one, or it holds whole weeks besides.
    pub fn at_worst(self, outage: Duration) -> Duration {
        let Self::Working(hours) = self else { return outage };
        let weeks = libm::floor(outage.minutes() / WEEK);
        let rest = outage.minutes() - weeks * WEEK;
        let counted = |begin: f64| {
            let both_weeks = [0.0, WEEK]
                .into_iter()
                .flat_map(|week| hours.stretches().map(move |(start, end)| (start + week, end + week)));
            both_weeks
                .map(|(start, end)| f64::max(0.0, f64::min(end, begin + rest) - f64::max(start, begin)))
                .sum::<f64>()
        };
        let begins = hours.stretches().flat_map(|(start, end)| [start, end - rest + WEEK, end - rest]);
        let most = begins.filter(|begin| *begin >= 0.0).map(counted).fold(0.0, f64::max);
        Duration::clamped(weeks * self.share().get() * WEEK + most)
    }

    /// The hours as they are read: `Mon-Fri 8-18`, `every hour`.
    pub fn name(self) -> String {
        match self {
            Self::Always => "every hour".into(),
            Self::Working(WorkingHours { days: 1, from, to }) => format!("Mon {from}-{to}"),
            Self::Working(WorkingHours { days, from, to }) => {
                format!("Mon-{} {from}-{to}", DAYS[usize::from(days - 1)])
            }
        }
    }

    /// What counts, in words: `Mon-Fri 8-18 counts`.
    pub fn words(self) -> String {
        format!("{} counts", self.name())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn minutes(value: f64) -> Duration {
        Duration::new(value).unwrap()
    }

    #[test]
    fn monday_to_friday_from_8_to_18_is_50_of_168_hours() {
        let calendar = Calendar::Working(WorkingHours::USUAL);
        assert!((calendar.share().get() - 50.0 / 168.0).abs() < 1e-15);
        assert_eq!(calendar.words(), "Mon-Fri 8-18 counts");
        assert_eq!(calendar.at_worst(minutes(90.0)), minutes(90.0));
        assert_eq!(calendar.at_worst(minutes(24.0 * 60.0)), minutes(600.0));
        assert_eq!(Calendar::Always.touched_by(Duration::ZERO), Probability::ONE);
    }

    #[test]
    fn hours_are_read_as_they_are_written() {
        for text in ["Mon-Fri 8-18", "Mon-Sun 0-24", "Mon 9-12", "every hour"] {
            assert_eq!(Calendar::read(text).unwrap().name(), text);
        }
        assert_eq!(Calendar::read(" "), Ok(Calendar::Always));
        assert_eq!(Calendar::read("mon-fri 8 - 18"), Ok(Calendar::Working(WorkingHours::USUAL)));
        for text in
            ["Tue-Fri 8-18", "Mon-Fri", "Mon-Fri 8", "8-18", "Mon-Fri 18-8", "Mon-Fri 8-25", "Mon-Fri 8-300"]
        {
            assert!(Calendar::read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn what_is_no_working_time_is_refused() {
        assert_eq!(WorkingHours::new(0, 8, 18), Err(CalendarError::Days(0)));
        assert_eq!(WorkingHours::new(8, 8, 18), Err(CalendarError::Days(8)));
        for (from, to) in [(18, 8), (8, 8), (8, 25)] {
            assert_eq!(WorkingHours::new(5, from, to), Err(CalendarError::Hours { from, to }));
        }
    }

    /// Whether a minute of the week counts, one by one.
    fn counts(hours: WorkingHours, minute: usize) -> bool {
        let (day, hour) = (minute / 1_440 % 7, minute % 1_440 / 60);
        day < usize::from(hours.days) && (usize::from(hours.from)..usize::from(hours.to)).contains(&hour)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        // Whole minutes on both sides: exact but for the division by the week.
        #[test]
        fn counting_every_minute_of_the_week_gives_the_same(days in 1u8..=7, from in 0u8..24, len in 1u8..=24, outage in 1usize..12_000) {
            let hours = WorkingHours::new(days, from, from.saturating_add(len).min(24)).unwrap();
            let calendar = Calendar::Working(hours);
            let minute_counts: Vec<bool> = (0..2 * 10_080).map(|m| counts(hours, m)).collect();
            let mut sums = vec![0usize];
            for counted in &minute_counts {
                sums.push(sums[sums.len() - 1] + usize::from(*counted));
            }
            prop_assume!(outage < 10_080);
            let of = |begin: usize| sums[begin + outage] - sums[begin];
            let touched = (0..10_080).filter(|begin| of(*begin) > 0).count();
            let most = (0..10_080).map(of).max().unwrap();
            // An outage from the middle of a minute on touches what one of a minute less does and begins earlier.
            let exact = calendar.touched_by(Duration::new(outage as f64 - 1.0).unwrap()).get() * 10_080.0;
            prop_assert!((exact - touched as f64).abs() < 1e-6, "touched {exact}, counted {touched}");
            let worst = calendar.at_worst(Duration::new(outage as f64).unwrap()).minutes();
            prop_assert!((worst - most as f64).abs() < 1e-6, "worst {worst}, counted {most}");
            let share = sums[10_080] as f64 / 10_080.0;
            prop_assert!((calendar.share().get() - share).abs() < 1e-12);
        }
    }
}
