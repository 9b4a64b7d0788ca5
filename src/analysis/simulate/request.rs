//! What to simulate.

use thiserror::Error;

use crate::engine::simulate::Hours;
use crate::model::Finding;
use crate::quantity::{Duration, MINUTES_PER_DAY, MINUTES_PER_YEAR};
use crate::slo::Period;

/// What to simulate: checked once, here.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Simulation {
    pub(super) years: u64,
    pub(super) seed: u64,
    pub(super) window: Duration,
    pub(super) responders: Option<u32>,
    pub(super) ranges: Ranges,
    pub(super) hours: Hours,
}

/// What is made of numbers that are known as ranges.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ranges {
    /// Every number is held at likely: what is simulated is luck alone.
    #[default]
    Likely,
    /// Every chunk of years draws them anew: what is simulated is luck and what is not known.
    Mixed,
}

impl Ranges {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Likely, Self::Mixed];

    /// The word for scripts.
    pub fn key(self) -> &'static str {
        match self {
            Self::Likely => "likely",
            Self::Mixed => "mixed",
        }
    }
}

/// Why nothing is simulated.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum SimulationError {
    /// No time, or more than anybody waits for.
    #[error("years: found {found}; a whole number from 1 to {} is needed", Simulation::MOST_YEARS)]
    Years {
        /// What was found.
        found: u64,
    },
    /// A window that no promise is kept over, or that does not fit.
    #[error(
        "window: found {found} minutes; a length from 60 (an hour) to {most} minutes (ten years, and no more than \
         is simulated) is needed"
    )]
    Window {
        /// What was found, in minutes.
        found: f64,
        /// The longest that fits, in minutes.
        most: f64,
    },
    /// A window in which perhaps no minute counts.
    #[error(
        "window: found {found} minutes; with working hours alone at least a week, 10,080 minutes, is needed"
    )]
    HoursNeedWeeks {
        /// What was found, in minutes.
        found: f64,
    },
    /// Nobody at all.
    #[error("responders: found 0; at least 1 is needed, or none for as many as the plan has")]
    Responders,
    /// It fails too often to be simulated that long.
    #[error(
        "years: found {years}; this plan fails about {failures_per_year:.0} times a year, so at most {most} years are \
         simulated"
    )]
    TooManyFailures {
        /// The years asked for.
        years: u64,
        /// How often its events begin.
        failures_per_year: f64,
        /// The years that can be simulated.
        most: u64,
    },
    /// The plan has findings that prevent an answer.
    #[error("the plan has findings that prevent an answer")]
    NoAnswer(Vec<Finding>),
    /// Somebody stopped it.
    #[error("stopped")]
    Stopped,
}

impl Simulation {
    /// The most years that are simulated.
    pub const MOST_YEARS: u64 = 10_000_000;
    /// The shortest window, in minutes.
    pub const SHORTEST_WINDOW: f64 = 60.0;
    /// The longest window, in minutes.
    pub const LONGEST_WINDOW: f64 = 10.0 * MINUTES_PER_YEAR;
    /// The most beginnings of events that are drawn: a quarter of an hour of work.
    pub(super) const MOST_FAILURES: f64 = 2e10;
    /// The years of a full chunk, and the chunks into which a short job is cut.
    const CHUNK_YEARS: u64 = 100;
    const CHUNKS: u64 = 100;

    /// Accepts 1 to 10,000,000 years, a window from an hour to ten years that fits into them, and at least one
    /// responder or as many as the plan has (`None`).
    pub fn new(
        years: u64,
        seed: u64,
        window: Duration,
        responders: Option<u32>,
    ) -> Result<Self, SimulationError> {
        if !(1..=Self::MOST_YEARS).contains(&years) {
            return Err(SimulationError::Years { found: years });
        }
        let most = Self::LONGEST_WINDOW.min(years as f64 * MINUTES_PER_YEAR);
        if !(Self::SHORTEST_WINDOW..=most).contains(&window.minutes()) {
            return Err(SimulationError::Window { found: window.minutes(), most });
        }
        if responders == Some(0) {
            return Err(SimulationError::Responders);
        }
        Ok(Self { years, seed, window, responders, ranges: Ranges::Likely, hours: Hours::All })
    }

    /// The same with another treatment of ranges.
    pub fn with_ranges(self, ranges: Ranges) -> Self {
        Self { ranges, ..self }
    }

    /// The same where only some minutes count. Refuses a window of less than a week that may have no minute of
    /// working hours.
    pub fn with_hours(self, hours: Hours) -> Result<Self, SimulationError> {
        let found = self.window.minutes();
        if hours == Hours::Working && found < 7.0 * MINUTES_PER_DAY {
            return Err(SimulationError::HoursNeedWeeks { found });
        }
        Ok(Self { hours, ..self })
    }

    /// Years.
    pub fn years(self) -> u64 {
        self.years
    }

    /// The seed: the same one gives the same bits.
    pub fn seed(self) -> u64 {
        self.seed
    }

    /// The window asked about, beside those of every answer.
    pub fn window(self) -> Duration {
        self.window
    }

    /// How many incidents can be worked on at once; `None` for as many as the plan says.
    pub fn responders(self) -> Option<u32> {
        self.responders
    }

    /// What is made of ranges.
    pub fn ranges(self) -> Ranges {
        self.ranges
    }

    /// The minutes that count.
    pub fn hours(self) -> Hours {
        self.hours
    }

    /// The years of a chunk (the last may be shorter): enough for ten windows, few enough for chunks to compare.
    pub(in crate::analysis) fn chunk_years(self) -> u64 {
        let windows = libm::ceil(10.0 * self.window.minutes() / MINUTES_PER_YEAR) as u64;
        (self.years / Self::CHUNKS).clamp(1, Self::CHUNK_YEARS).max(windows).min(self.years)
    }

    /// The number of chunks of the job.
    pub fn chunks(self) -> u64 {
        self.years.div_ceil(self.chunk_years())
    }

    /// The lengths of windows that are counted, and which of them is asked about.
    pub(super) fn windows(self) -> (Vec<Duration>, usize) {
        let periods = [Period::Days28, Period::Days30, Period::Quarter, Period::Year];
        let mut lengths: Vec<Duration> = periods.map(Period::length).to_vec();
        let known = lengths.iter().position(|length| *length == self.window);
        let asked = known.unwrap_or_else(|| {
            lengths.push(self.window);
            lengths.len() - 1
        });
        (lengths, asked)
    }
}
