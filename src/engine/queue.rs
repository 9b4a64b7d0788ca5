//! Waiting for a responder: incidents of many kinds that compete for few people.
//!
//! # Assumptions
//! Incidents come at random (Poisson), wait in order of arrival, and each occupies one responder for a time of given
//! mean and coefficient of variation. A log-normal time of log-standard deviation sigma has
//! `cv^2 = exp(sigma^2) - 1`.
//!
//! # Source
//! - Erlang C: A. K. Erlang, "Solution of some problems in the theory of probabilities of significance in automatic
//!   telephone exchanges", 1917; computed through Erlang B's recurrence, which does not overflow.
//! - One responder: the Pollaczek-Khinchine formula (exact); F. Pollaczek 1930, A. Khinchine 1932.
//! - Several: A. M. Lee, P. A. Longton, "Queueing processes associated with airline passenger check-in",
//!   Operational Research Quarterly 10, 1959: the wait for exponential times, scaled by (1 + cv^2) / 2. An
//!   approximation: exact for exponential times and for one responder, good to a few per cent in between.

use super::markov::MarkovError;

/// Responders and the incidents that come to them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Responders {
    /// How many can work at a time.
    pub responders: usize,
    /// Incidents per unit of time.
    pub arrivals: f64,
    /// How long an incident occupies a responder, on average.
    pub mean: f64,
    /// The squared coefficient of variation of that time: 0 when all take the same, 1 when exponential.
    pub variation: f64,
}

impl Responders {
    /// The share of the responders' time that is taken; at 1 or more, the wait has no bound.
    pub fn load(&self) -> Result<f64, MarkovError> {
        self.check()?;
        Ok(self.arrivals * self.mean / self.responders as f64)
    }

    /// The probability that an incident finds every responder taken; 1 when there is more work than time.
    ///
    /// # Formula
    /// With offered work `a = arrivals * mean`: Erlang B by `B_0 = 1, B_c = a B_(c-1) / (c + a B_(c-1))`; Erlang C
    /// `= B / (1 - load (1 - B))`. It is exact for exponential times.
    pub fn waits(&self) -> Result<f64, MarkovError> {
        let load = self.load()?;
        if load >= 1.0 {
            return Ok(1.0);
        }
        let work = self.arrivals * self.mean;
        let blocked = (1..=self.responders).fold(1.0, |b, c| work * b / (c as f64 + work * b));
        Ok(blocked / ((1.0 - load) + load * blocked))
    }

    /// The mean wait for a responder, over all incidents, in the unit of `mean`; infinite when there is more work
    /// than time.
    ///
    /// # Formula
    /// (1 + cv^2) / 2 * C mean / (c (1 - load)), C being the probability of a wait.
    pub fn mean_wait(&self) -> Result<f64, MarkovError> {
        let load = self.load()?;
        if load >= 1.0 {
            return Ok(f64::INFINITY);
        }
        let exponential = self.waits()? * self.mean / (self.responders as f64 * (1.0 - load));
        Ok((1.0 + self.variation) / 2.0 * exponential)
    }

    fn check(&self) -> Result<(), MarkovError> {
        let number = |what, found, needed| Err(MarkovError::Number { what, found, needed });
        let not_negative = |value: f64| value.is_finite() && value >= 0.0;
        if self.responders == 0 {
            return number("the number of responders", 0.0, "at least one");
        }
        if !not_negative(self.arrivals) {
            return number("the rate of incidents", self.arrivals, "a finite number from 0 on");
        }
        if !not_negative(self.mean) {
            return number("the mean time of a response", self.mean, "a finite number from 0 on");
        }
        if !not_negative(self.variation) {
            return number(
                "the squared coefficient of variation",
                self.variation,
                "a finite number from 0 on",
            );
        }
        Ok(())
    }
}
