//! Laws of failure: the probability that a basic event is present at a time.
//!
//! Rates are per unit of the times they stand with (MEF models use hours). Every formula is written without
//! subtraction of nearly equal numbers where one is known.
//!
//! # Source
//! Open-PSA Model Exchange Format 2.0d, section 5.3.5 ("Built-ins").

use super::Operation;

/// The probability that a failure of constant rate has come by `time`.
///
/// # Formula
/// 1 - exp(-rate time)
pub fn exponential(rate: f64, time: f64) -> f64 {
    -libm::expm1(-rate * time)
}

/// The probability that a unit which fails on demand with `gamma` and then fails and is repaired at constant rates is
/// down at `time` (gamma, lambda, mu).
///
/// # Formula
/// lambda / (lambda + mu) - (lambda / (lambda + mu) - gamma) exp(-(lambda + mu) time)
pub fn glm(gamma: f64, failure_rate: f64, repair_rate: f64, time: f64) -> f64 {
    let rate = failure_rate + repair_rate;
    if rate == 0.0 {
        return gamma;
    }
    gamma * libm::exp(-rate * time) + failure_rate / rate * exponential(rate, time)
}

/// The probability that a unit of Weibull life has failed by `time`.
///
/// # Formula
/// 1 - exp(-((time - shift) / scale)^shape); 0 up to `shift`
pub fn weibull(scale: f64, shape: f64, shift: f64, time: f64) -> f64 {
    if time <= shift {
        return 0.0;
    }
    -libm::expm1(-libm::pow((time - shift) / scale, shape))
}

/// A unit whose failures are seen only by tests that come at regular intervals.
///
/// Between tests it fails at `failure_rate`. A test that finds a failure begins a repair at `repair_rate`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PeriodicTest {
    /// Failures per unit of time between tests.
    pub failure_rate: f64,
    /// Repairs per unit of time; infinite where repair takes no time.
    pub repair_rate: f64,
    /// The time between the beginnings of two tests.
    pub interval: f64,
    /// The time up to the first test.
    pub first: f64,
    /// What a test does, where it is not perfect and immediate.
    pub test: Option<Test>,
}

/// A test that takes time and can fail.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Test {
    /// Failures per unit of time while under test.
    pub failure_rate: f64,
    /// The probability that the test itself makes the unit fail, at its start.
    pub fails_at_start: f64,
    /// How long it takes.
    pub duration: f64,
    /// Whether the unit is available while under test.
    pub available: bool,
    /// The probability that the test finds a failure.
    pub finds: f64,
    /// The probability that the unit fails when it is restarted after a repair.
    pub fails_at_restart: f64,
}

/// The states of a unit under periodic tests, by probability: failed and not yet found, in repair, working.
#[derive(Clone, Copy, Debug)]
struct State {
    failed: f64,
    in_repair: f64,
    working: f64,
}

/// How the states go over into each other: what comes of each state alone.
type Step = [State; 3];

impl State {
    const ALONE: Step = [Self::alone(1.0, 0.0, 0.0), Self::alone(0.0, 1.0, 0.0), Self::alone(0.0, 0.0, 1.0)];

    const fn alone(failed: f64, in_repair: f64, working: f64) -> Self {
        Self { failed, in_repair, working }
    }

    /// The same, adding up to one.
    fn whole(self) -> Self {
        let sum = self.failed + self.in_repair + self.working;
        Self::alone(self.failed / sum, self.in_repair / sum, self.working / sum)
    }

    fn after(self, step: &Step) -> Self {
        let mixed = |part: fn(&Self) -> f64| {
            self.failed * part(&step[0]) + self.in_repair * part(&step[1]) + self.working * part(&step[2])
        };
        Self { failed: mixed(|s| s.failed), in_repair: mixed(|s| s.in_repair), working: mixed(|s| s.working) }
    }
}

impl Test {
    /// The probability that a working unit still works after a time under test.
    fn stays(&self, time: f64) -> f64 {
        (1.0 - self.fails_at_start) * libm::exp(-self.failure_rate * time)
    }
}

impl PeriodicTest {
    /// The probability that the unit is not available at `time`.
    ///
    /// # Formula
    /// Before the first test: 1 - exp(-lambda time). After it the three states go over into each other linearly, in a
    /// step for the test and a step for the time after it; all whole periods together are a power of these steps.
    pub fn unavailability(&self, time: f64) -> f64 {
        if time <= self.first {
            return exponential(self.failure_rate, time);
        }
        let since = time - self.first;
        let periods = libm::floor(since / self.interval);
        let rest = (since - periods * self.interval).max(0.0);
        if self.repair_rate == f64::INFINITY {
            // At a test the unit is seen as it was before.
            return exponential(self.failure_rate, if rest > 0.0 { rest } else { self.interval });
        }
        let failed = exponential(self.failure_rate, self.first);
        let start = State { failed, in_repair: 0.0, working: libm::exp(-self.failure_rate * self.first) };
        let whole = self.step(self.interval);
        let before = start.after(&power(whole, periods));
        let state = before.after(&self.step(rest));
        // What comes back from repair during a test is not under test.
        let out_for_test = match self.test {
            Some(test) if !test.available && rest <= test.duration => before.working * test.stays(rest),
            _ => 0.0,
        };
        (state.failed + state.in_repair + out_for_test).min(1.0)
    }

    /// From the beginning of a test to a time after it, the next test excluded.
    fn step(&self, time: f64) -> Step {
        let Some(test) = self.test else {
            return State::ALONE.map(|state| self.wait(self.found(state), time));
        };
        let tested = State::ALONE.map(|state| self.under(&test, state, time.min(test.duration)));
        if time <= test.duration {
            return tested;
        }
        tested.map(|state| self.wait(state, time - test.duration))
    }

    /// A perfect test that takes no time: every failure goes into repair.
    fn found(&self, state: State) -> State {
        State { failed: 0.0, in_repair: state.in_repair + state.failed, working: state.working }
    }

    /// A time under test.
    fn under(&self, test: &Test, state: State, time: f64) -> State {
        let (repaired, failed_again) = self.repair(time);
        let stays = test.stays(time);
        let fails = test.fails_at_start + (1.0 - test.fails_at_start) * exponential(test.failure_rate, time);
        let to_find = state.failed + state.working * fails;
        State {
            failed: state.in_repair * failed_again + (1.0 - test.finds) * to_find,
            in_repair: state.in_repair * (1.0 - repaired) + test.finds * to_find,
            working: state.working * stays + state.in_repair * (repaired - failed_again),
        }
    }

    /// A time between tests.
    fn wait(&self, state: State, time: f64) -> State {
        let (repaired, failed_again) = self.repair(time);
        State {
            failed: state.failed
                + state.working * exponential(self.failure_rate, time)
                + state.in_repair * failed_again,
            in_repair: state.in_repair * (1.0 - repaired),
            working: state.working * libm::exp(-self.failure_rate * time)
                + state.in_repair * (repaired - failed_again),
        }
    }

    /// The probability that a repair ends within a time, and that the unit has failed again by then.
    fn repair(&self, time: f64) -> (f64, f64) {
        let repaired = exponential(self.repair_rate, time);
        let at_restart = self.test.map_or(0.0, |test| test.fails_at_restart);
        let again =
            at_restart * repaired + (1.0 - at_restart) * both(self.repair_rate, self.failure_rate, time);
        (repaired, again.clamp(0.0, repaired))
    }
}

/// The probability that two waits of constant rates, one after the other, are over by `time`.
///
/// # Formula
/// 1 - exp(-a t) - a exp(-a t) (1 - exp(-(b - a) t)) / (b - a); the last fraction is t where the rates are equal
fn both(a: f64, b: f64, time: f64) -> f64 {
    // It does not matter which comes first; the difference of the rates must not be negative.
    let (a, b) = (a.min(b), a.max(b));
    let between = if a == b { time } else { exponential(b - a, time) / (b - a) };
    (exponential(a, time) - a * libm::exp(-a * time) * between).max(0.0)
}

/// A step taken a whole number of times, by squaring. The states of a step add up to one, and are held to it: an error
/// of rounding would grow as fast as the number of steps.
fn power(mut step: Step, mut times: f64) -> Step {
    let mut all = State::ALONE;
    while times >= 1.0 {
        if times % 2.0 == 1.0 {
            all = all.map(|state| state.after(&step).whole());
        }
        step = step.map(|state| state.after(&step).whole());
        times = libm::floor(times / 2.0);
    }
    all
}

/// The value of a law of failure, or of what is none of them no number.
pub(super) fn value(operation: Operation, values: &[f64]) -> f64 {
    match (operation, values) {
        (Operation::Exponential, &[rate, time]) => exponential(rate, time),
        (Operation::Glm, &[gamma, lambda, mu, time]) => glm(gamma, lambda, mu, time),
        (Operation::Weibull, &[scale, shape, shift, time]) => weibull(scale, shape, shift, time),
        (Operation::PeriodicTest, &[.., time]) => {
            periodic(values).map_or(f64::NAN, |test| test.unavailability(time))
        }
        _ => f64::NAN,
    }
}

/// The periodic test of 4, 5 or 11 arguments, of which the last is the time.
fn periodic(values: &[f64]) -> Option<PeriodicTest> {
    Some(match *values {
        [failure_rate, interval, first, _] => {
            PeriodicTest { failure_rate, repair_rate: f64::INFINITY, interval, first, test: None }
        }
        [failure_rate, repair_rate, interval, first, _] => {
            PeriodicTest { failure_rate, repair_rate, interval, first, test: None }
        }
        [
            failure_rate,
            under_test,
            repair_rate,
            interval,
            first,
            fails_at_start,
            duration,
            available,
            finds,
            fails_at_restart,
            _,
        ] => {
            let test = Test {
                failure_rate: under_test,
                fails_at_start,
                duration,
                available: available != 0.0,
                finds,
                fails_at_restart,
            };
            PeriodicTest { failure_rate, repair_rate, interval, first, test: Some(test) }
        }
        _ => return None,
    })
}

/// The first argument that the law is not defined for: which, its value, what would be right.
pub(super) fn wrong(operation: Operation, values: &[f64]) -> Option<(&'static str, f64, &'static str)> {
    use Needed::{Above0, From0, Share};
    let needed: &[(&'static str, Needed)] = match (operation, values.len()) {
        (Operation::Exponential, _) => &[("rate", From0), ("time", From0)],
        (Operation::Glm, _) => {
            &[("gamma", Share), ("failure rate", From0), ("repair rate", From0), ("time", From0)]
        }
        (Operation::Weibull, _) => {
            &[("scale", Above0), ("shape", Above0), ("time shift", From0), ("time", From0)]
        }
        (Operation::PeriodicTest, 4) => &[
            ("failure rate", From0),
            ("time between tests", Above0),
            ("time up to the first test", From0),
            ("time", From0),
        ],
        (Operation::PeriodicTest, 5) => &[
            ("failure rate", From0),
            ("repair rate", From0),
            ("time between tests", Above0),
            ("time up to the first test", From0),
            ("time", From0),
        ],
        (Operation::PeriodicTest, _) => &[
            ("failure rate", From0),
            ("failure rate under test", From0),
            ("repair rate", From0),
            ("time between tests", Above0),
            ("time up to the first test", From0),
            ("probability of failure at the start of a test", Share),
            ("duration of a test", Above0),
            ("availability under test", From0),
            ("probability that a test finds a failure", Share),
            ("probability of failure at restart", Share),
            ("time", From0),
        ],
        _ => &[],
    };
    let bad = needed.iter().zip(values).find(|((_, needed), value)| !needed.holds(**value));
    if let Some(((what, needed), value)) = bad {
        return Some((what, *value, needed.said()));
    }
    match (operation, values) {
        (Operation::PeriodicTest, &[_, _, _, interval, _, _, duration, ..])
            if values.len() == 11 && duration > interval =>
        {
            Some(("duration of a test", duration, "no more than the time between tests"))
        }
        _ => None,
    }
}

/// What an argument of a law has to be.
#[derive(Clone, Copy)]
enum Needed {
    From0,
    Above0,
    Share,
}

impl Needed {
    fn holds(self, value: f64) -> bool {
        match self {
            Self::From0 => value >= 0.0,
            Self::Above0 => value > 0.0,
            Self::Share => (0.0..=1.0).contains(&value),
        }
    }

    fn said(self) -> &'static str {
        match self {
            Self::From0 => "a number from 0 on",
            Self::Above0 => "a number above 0",
            Self::Share => "a number from 0 to 1",
        }
    }
}
