//! The steady state of an event, and of a system of them.
//!
//! An event alternates between up-times, exponential with the given rate, and down-times of the given mean; the
//! down-time's distribution does not matter for long-run averages.

use super::numeric;

/// What an event does in the long run.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SteadyState {
    /// Long-run fraction of time in which the event is active.
    pub unavailability: f64,
    /// How often it becomes active, per minute of calendar time.
    pub frequency_per_minute: f64,
}

/// The long-run fraction of time active and frequency of an event that occurs at `rate_per_minute` of up-time and
/// lasts `mean_minutes` on average.
///
/// # Formula
/// u = lambda D / (1 + lambda D), nu = u / D = lambda / (1 + lambda D)
///
/// # Range
/// Both finite and not negative; then u is in `0.0..1.0`, up to rounding.
///
/// # Source
/// The renewal-reward theorem: R. E. Barlow, F. Proschan, "Mathematical Theory of Reliability", 1965, chapter 3.
pub fn steady_state(rate_per_minute: f64, mean_minutes: f64) -> SteadyState {
    let odds = rate_per_minute * mean_minutes;
    SteadyState {
        unavailability: if odds.is_finite() { odds / (1.0 + odds) } else { 1.0 },
        frequency_per_minute: rate_per_minute / (1.0 + odds),
    }
}

/// How often a system fails, per minute, given for every event its Birnbaum importance and its frequency.
///
/// # Formula
/// nu = sum of B_i nu_i; the mean outage lasts U / nu.
///
/// With degraded shares in the structure it counts full-outage equivalents: an outage that touches a tenth of the
/// requests counts a tenth.
///
/// # Source
/// W. E. Vesely, "A time-dependent methodology for fault tree evaluation", Nuclear Engineering and Design 13, 1970.
pub fn system_frequency(birnbaum: &[f64], frequencies_per_minute: &[f64]) -> f64 {
    numeric::sum(birnbaum.iter().zip(frequencies_per_minute).map(|(b, nu)| b * nu))
}
