//! Which minutes count.

/// The minutes in which failures count against an objective.
///
/// A chunk of time begins on a Monday at midnight.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Hours {
    /// All of them.
    #[default]
    All,
    /// Monday to Friday, 8 to 18 o'clock: 50 of the 168 hours of a week.
    Working,
}

const WEEK: f64 = 7.0 * DAY;
const DAY: f64 = 1_440.0;
const WORKING_DAYS: f64 = 5.0;
/// When a working day begins, and how long it is.
const FROM: f64 = 480.0;
const LENGTH: f64 = 600.0;

impl Hours {
    /// Both.
    pub const ALL: [Self; 2] = [Self::All, Self::Working];

    /// The word for scripts.
    pub fn key(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Working => "working",
        }
    }

    /// The share of all minutes that count.
    pub fn share(self) -> f64 {
        match self {
            Self::All => 1.0,
            Self::Working => WORKING_DAYS * LENGTH / WEEK,
        }
    }

    /// How many minutes count of those from the beginning to a time, which is not negative.
    pub(super) fn until(self, time: f64) -> f64 {
        match self {
            Self::All => time,
            Self::Working => {
                let weeks = libm::floor(time / WEEK);
                let within = time - weeks * WEEK;
                let days = libm::floor(within / DAY);
                let today = if days < WORKING_DAYS { within - days * DAY - FROM } else { 0.0 };
                LENGTH * (weeks * WORKING_DAYS + days.min(WORKING_DAYS)) + today.clamp(0.0, LENGTH)
            }
        }
    }

    /// How many minutes count of those between two times.
    #[inline]
    pub(super) fn between(self, from: f64, to: f64) -> f64 {
        match self {
            Self::All => to - from,
            Self::Working => self.until(to) - self.until(from),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_minutes_that_count_are_those_of_a_walk_through_the_weeks() {
        let counts = |minute: u32| {
            let (day, hour) = (minute / 1_440 % 7, minute / 60 % 24);
            day < 5 && (8..18).contains(&hour)
        };
        let mut walked = 0.0;
        for minute in 0..4 * 10_080 {
            assert_eq!(Hours::Working.until(f64::from(minute)), walked, "{minute}");
            walked += f64::from(u8::from(counts(minute)));
        }
        assert_eq!(walked, 12_000.0);
        assert_eq!(Hours::Working.share(), 50.0 / 168.0);
        assert_eq!(Hours::Working.between(479.5, 481.25), 1.25);
        assert_eq!(Hours::All.between(479.5, 481.25), 1.75);
    }
}
