//! What tallies say: chances with their intervals, moments, percentiles.

use super::{Asked, Known, Ranges, Simulated, SimulatedWindow};
use crate::engine::simulate::{Tally, WindowTally};
use crate::quantity::{Duration, Probability, Quantity, Unavailability};

/// What a tally says about one measure.
pub(super) fn simulated(tally: &Tally, measure: usize, known: Known, asked: &Asked) -> Simulated {
    let (simulation, ranges) = (asked.simulation, asked.ranges);
    let none = tally.measures.is_empty();
    let (mean, standard_error) = if none { (0.0, None) } else { tally.mean(measure) };
    let (expected, apart, own_error) = if none { (0.0, 0.0, None) } else { tally.apart(measure) };
    let exact = match ranges {
        Ranges::Mixed if !none => Unavailability::clamped(expected),
        _ => known.exact,
    };
    let same_question = !known.queued;
    let error = own_error.filter(|error| *error > 0.0 && same_question);
    let interval = |error: f64| {
        let half = student_975(tally.chunks as f64 - 1.0) * error;
        (Unavailability::clamped(mean - half), Unavailability::clamped(mean + half))
    };
    let (lengths, asked) = simulation.windows();
    let none = WindowTally::default();
    let of = |index: usize| tally.measures.get(measure).map_or(&none, |m| &m.windows[index]);
    let windows = lengths.iter().enumerate().map(|(index, length)| {
        let counts = Duration::clamped(length.minutes() * simulation.hours.share());
        let expected = same_question.then(|| exact.within(counts).minutes());
        let found = window(*length, of(index), expected, tally.chunks, ranges);
        SimulatedWindow { counts, ..found }
    });
    let year = of(YEAR);
    Simulated {
        objective: known.objective,
        exact,
        unavailability: Unavailability::clamped(mean),
        standard_error,
        interval: standard_error.map(interval),
        z: error.map(|error| apart / error),
        windows: windows.collect(),
        asked,
        exceedance: year.histogram.exceedance(),
        worst_year_minutes: year.worst_minutes,
    }
}

/// The place of the year among the windows that are always counted.
const YEAR: usize = 3;

fn window(
    length: Duration,
    tally: &WindowTally,
    expected: Option<f64>,
    chunks: u64,
    ranges: Ranges,
) -> SimulatedWindow {
    let count = tally.histogram.windows();
    let n = count as f64;
    let share = |x: f64| if count > 0 { x / n } else { 0.0 };
    let (mean, chance) = (share(tally.bad.value()), share(tally.kept as f64));
    let variance = (share(tally.squares.value()) - mean * mean).max(0.0);
    // Control variate: chance - beta (mean - expected), beta = cov(kept, bad) / var(bad).
    let covariance = share(tally.bad_kept.value()) - chance * mean;
    let beta = if variance > 0.0 { covariance / variance } else { 0.0 };
    let controlled = expected.map_or(chance, |expected| chance - beta * (mean - expected));
    SimulatedWindow {
        length,
        counts: length,
        count,
        kept: tally.kept,
        chance_of_meeting: Probability::clamped(chance),
        interval: match ranges {
            Ranges::Likely => wilson_95(tally.kept, count),
            Ranges::Mixed => clustered_95(tally, chunks),
        },
        controlled: Probability::clamped(controlled),
        mean_minutes: mean,
        deviation_minutes: libm::sqrt(if count > 1 { variance * n / (n - 1.0) } else { 0.0 }),
        percentiles_minutes: SimulatedWindow::SHARES.map(|share| tally.histogram.percentile(share)),
        worst_minutes: tally.worst_minutes,
    }
}

/// The 95 % interval of a probability that came true `kept` times out of `count`.
///
/// # Source
/// E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", Journal of the American
/// Statistical Association 22, 1927.
pub(in crate::analysis) fn wilson_95(kept: u64, count: u64) -> (Probability, Probability) {
    let share = if count > 0 { kept as f64 / count as f64 } else { 0.0 };
    wilson(share, count as f64, NORMAL_975)
}

/// Wilson's interval of a share of `n`, for `z` standard deviations.
fn wilson(p: f64, n: f64, z: f64) -> (Probability, Probability) {
    if n <= 0.0 {
        return (Probability::ZERO, Probability::ONE);
    }
    let middle = p + z * z / (2.0 * n);
    let half = z * libm::sqrt(p * (1.0 - p) / n + z * z / (4.0 * n * n));
    let scale = 1.0 + z * z / n;
    // At the ends the formula gives the ends, but for rounding.
    let low = if p <= 0.0 { 0.0 } else { (middle - half) / scale };
    let high = if p >= 1.0 { 1.0 } else { (middle + half) / scale };
    (Probability::clamped(low), Probability::clamped(high))
}

/// The 95 % interval of the share of windows that keep the objective, where those of a chunk have something in common:
/// as many windows as would leave as much open if they had nothing, and Student's point for the chunks.
///
/// # Formula
/// n = windows / max(1, v / v0), v = chunks / (chunks - 1) sum (kept - p windows)^2 / (all windows)^2,
/// v0 = p (1 - p) / all windows
///
/// # Source
/// L. Kish, "Survey Sampling", 1965, 8.2: the design effect; the variance as a ratio estimate, as for the mean.
pub(in crate::analysis) fn clustered_95(tally: &WindowTally, chunks: u64) -> (Probability, Probability) {
    let (kept, count, clusters) = (tally.kept as f64, tally.histogram.windows() as f64, chunks as f64);
    if count <= 0.0 || chunks < 2 {
        return wilson(kept / count.max(1.0), count.min(clusters), student_975(0.0));
    }
    let p = kept / count;
    let spread = tally.kept_squares as f64 - 2.0 * p * tally.kept_times_windows as f64
        + p * p * tally.windows_squares as f64;
    let variance = clusters / (clusters - 1.0) * spread.max(0.0) / (count * count);
    let alone = p * (1.0 - p) / count;
    let effect = if alone > 0.0 { (variance / alone).max(1.0) } else { 1.0 };
    wilson(p, count / effect, student_975(clusters - 1.0))
}

/// The 97.5 % point of the normal distribution.
const NORMAL_975: f64 = 1.959_963_984_540_054;

/// The 97.5 % point of Student's distribution.
///
/// # Formula
/// Expansion in 1 / degrees to the fourth power: off by less than 0.1 % from 5 degrees on. Fewer are answered with
/// the point for one degree, which is never too narrow.
///
/// # Source
/// M. Abramowitz, I. A. Stegun, "Handbook of Mathematical Functions", 1964, 26.7.5.
pub(in crate::analysis) fn student_975(degrees: f64) -> f64 {
    if degrees < 5.0 {
        return 12.706;
    }
    let z = NORMAL_975;
    let (z2, d) = (z * z, degrees);
    let terms = [
        (z2 + 1.0) * z / 4.0,
        ((5.0 * z2 + 16.0) * z2 + 3.0) * z / 96.0,
        (((3.0 * z2 + 19.0) * z2 + 17.0) * z2 - 15.0) * z / 384.0,
        ((((79.0 * z2 + 776.0) * z2 + 1482.0) * z2 - 1920.0) * z2 - 945.0) * z / 92_160.0,
    ];
    z + (terms[0] + (terms[1] + (terms[2] + terms[3] / d) / d) / d) / d
}
