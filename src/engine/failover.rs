//! The cost of moving away from a failed member: for `min(D, T)` its share of requests fails, then the survivors
//! serve it.
//!
//! Durations D are log-normal, told by their **mean** and the standard deviation `sigma` of their logarithm; so
//! `mu = ln(mean) - sigma^2 / 2`.
//! What these terms leave out (no healthy survivor, overlapping outages) is of second order in the unavailability.

/// How a group leaves a failed member.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Failover {
    /// Share of the requests that the failed member served, in `0.0..=1.0`: 1 for a primary, 1/n in a balanced
    /// group, the region's traffic for a region.
    pub share: f64,
    /// Probability that the automatic way works, in `0.0..=1.0`.
    pub coverage: f64,
    /// Minutes that the automatic way takes.
    pub automatic_minutes: f64,
    /// Minutes that people take when it does not work.
    pub manual_minutes: f64,
}

impl Failover {
    /// Unavailability added by the failovers that one event of the member causes.
    ///
    /// # Formula
    /// share nu (c E[min(D, T_automatic)] + (1 - c) E[min(D, T_manual)])
    ///
    /// `frequency_per_minute` is the event's nu, `mean_minutes` and `sigma` tell its duration.
    pub fn unavailability(&self, frequency_per_minute: f64, mean_minutes: f64, sigma: f64) -> f64 {
        let automatic = mean_capped(mean_minutes, sigma, self.automatic_minutes);
        let manual = mean_capped(mean_minutes, sigma, self.manual_minutes);
        self.share * frequency_per_minute * (self.coverage * automatic + (1.0 - self.coverage) * manual)
    }
}

/// The mean of `min(D, cap)` for log-normal D of this mean and log-standard-deviation, in the unit of both.
///
/// # Formula
/// mean Phi(z - sigma) + cap Phi(-z), with z = (ln cap - mu) / sigma and mu = ln mean - sigma^2 / 2
///
/// For `sigma` = 0 every outage lasts exactly the mean and the result is `min(mean, cap)`, the formula's limit.
///
/// # Range
/// `mean`, `sigma` and `cap` not negative; `cap` may be infinite. The result is at most `min(mean, cap)`.
pub fn mean_capped(mean: f64, sigma: f64, cap: f64) -> f64 {
    if mean <= 0.0 || cap <= 0.0 {
        return 0.0;
    }
    let most = mean.min(cap);
    if sigma <= 0.0 || cap.is_infinite() {
        return most;
    }
    let z = libm::log(cap / mean) / sigma + sigma / 2.0;
    (mean * normal_cdf(z - sigma) + cap * normal_cdf(-z)).min(most)
}

/// The chance that a takeover works, in the long run, when it is exercised every so often and forgotten in between.
///
/// `covered` is the chance right after a drill, `untested` the one that nobody ever exercised. A failure finds the
/// takeover at any time `t` since the last drill alike, and every takeover of a stream of failures at random
/// (Poisson) does so: the mean is all that the long run knows of the chance.
///
/// # Formula
/// The mean over `0 <= t < every` of `untested + (covered - untested) 2^(-t / half_life)`:
/// `untested + (covered - untested) (1 - 2^(-x)) / (x ln 2)`, with `x = every / half_life`
///
/// Drilled all the time (`every` = 0) it is `covered`; forgotten at once (`half_life` = 0) it is `untested`.
///
/// # Range
/// Probabilities and times not negative, in one unit; the result lies between `covered` and `untested`.
pub fn drilled_coverage(covered: f64, untested: f64, every: f64, half_life: f64) -> f64 {
    let decayed = every / half_life * std::f64::consts::LN_2;
    let kept = if every <= 0.0 || decayed <= 0.0 {
        1.0
    } else if half_life <= 0.0 || decayed.is_infinite() {
        0.0
    } else {
        -libm::expm1(-decayed) / decayed
    };
    untested + (covered - untested) * kept
}

/// The share of an outage's time that lies beyond an age: `E[(D - age)+] / E[D]` for log-normal D of this mean and
/// log-standard-deviation.
///
/// # Formula
/// Phi(sigma - z) - age / mean Phi(-z), with z = (ln age - mu) / sigma and mu = ln mean - sigma^2 / 2
///
/// # Range
/// None negative; the result is in `0.0..=1.0`. An event that never lasts has no time beyond any age.
pub fn beyond(mean: f64, sigma: f64, age: f64) -> f64 {
    if mean <= 0.0 || age.is_infinite() {
        return 0.0;
    }
    if age <= 0.0 {
        return 1.0;
    }
    if sigma <= 0.0 {
        return ((mean - age) / mean).max(0.0);
    }
    let z = libm::log(age / mean) / sigma + sigma / 2.0;
    (normal_cdf(sigma - z) - age / mean * normal_cdf(-z)).clamp(0.0, 1.0)
}

/// The chance that an outage lasts longer than an age, for log-normal D of this mean and log-standard-deviation.
///
/// # Formula
/// Phi(-z), with z = (ln age - mu) / sigma and mu = ln mean - sigma^2 / 2
///
/// # Range
/// None negative; the result is in `0.0..=1.0`.
pub fn outlasts(mean: f64, sigma: f64, age: f64) -> f64 {
    if mean <= 0.0 || age.is_infinite() {
        return 0.0;
    }
    if age <= 0.0 {
        return 1.0;
    }
    if sigma <= 0.0 {
        return f64::from(u8::from(mean > age));
    }
    normal_cdf(-(libm::log(age / mean) / sigma + sigma / 2.0))
}

/// Phi, the standard normal distribution function, relatively accurate in the lower tail too.
///
/// # Formula
/// erfc(-x / sqrt 2) / 2
pub fn normal_cdf(x: f64) -> f64 {
    0.5 * libm::erfc(-x * std::f64::consts::FRAC_1_SQRT_2)
}
