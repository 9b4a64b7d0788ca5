//! What is kept of a simulation: sums, counts and histograms, never the samples.
//!
//! Sums are held in whole numbers of a tiny unit ([`Total`]), counts are whole and the worst is a maximum. So merging
//! is exact: any order and any grouping of chunks gives the same bits.

use super::hours::Hours;
use super::process::Measure;

/// An exact sum of numbers that are not negative, in units of 2^-50, up to 2^78.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Total(pub u128);

const UNIT: f64 = 1_125_899_906_842_624.0;

impl Total {
    /// The sum of one number, rounded down to the unit.
    pub fn of(value: f64) -> Self {
        Self((value * UNIT) as u128)
    }

    /// The sum as a number.
    pub fn value(self) -> f64 {
        self.0 as f64 / UNIT
    }

    fn add(&mut self, other: Self) {
        self.0 = self.0.saturating_add(other.0);
    }
}

/// How many windows had how many bad minutes: bins whose edges are 64 to the octave, and one for none at all.
///
/// A bin is at most 1/64 wide relative to its lower edge, so a percentile taken from its middle is off by less than
/// 0.8 % of its value; at the edges the counts are exact. What lies below the first edge, 2^-14 minutes (4 ms), and is
/// not nothing, shares a bin.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Histogram {
    /// Windows without any bad minute.
    pub none: u64,
    /// Windows by bin; trailing empty bins are left out.
    pub bins: Vec<u64>,
}

/// Bits of the fraction that tell bins apart.
const FINE: u32 = 6;
/// The exponent of the first edge, with the bias of a double.
const FIRST_EXPONENT: u64 = 1023 - 14;

impl Histogram {
    /// The most bins: enough for 2^34 minutes.
    pub const BINS: usize = 48 << FINE;

    #[inline]
    fn bin(minutes: f64) -> usize {
        let coarse = (minutes.to_bits() >> (52 - FINE)).saturating_sub(FIRST_EXPONENT << FINE);
        (coarse as usize).min(Self::BINS - 1)
    }

    /// The lower edge of a bin, in minutes; 0 for the first, which holds the smallest.
    pub fn edge(bin: usize) -> f64 {
        if bin == 0 {
            return 0.0;
        }
        f64::from_bits((bin as u64 + (FIRST_EXPONENT << FINE)) << (52 - FINE))
    }

    #[inline]
    fn count(&mut self, minutes: f64) {
        if minutes <= 0.0 {
            self.none += 1;
            return;
        }
        let bin = Self::bin(minutes);
        if bin >= self.bins.len() {
            self.bins.resize(bin + 1, 0);
        }
        self.bins[bin] += 1;
    }

    /// All windows.
    pub fn windows(&self) -> u64 {
        self.none + self.bins.iter().sum::<u64>()
    }

    fn merge(&mut self, other: &Self) {
        self.none += other.none;
        if self.bins.len() < other.bins.len() {
            self.bins.resize(other.bins.len(), 0);
        }
        self.bins.iter_mut().zip(&other.bins).for_each(|(bin, more)| *bin += more);
    }

    /// The bad minutes that a share of windows does not exceed: the middle of the bin that holds it.
    pub fn percentile(&self, share: f64) -> f64 {
        let rank = share * self.windows() as f64;
        let mut seen = self.none as f64;
        if seen >= rank {
            return 0.0;
        }
        for (bin, count) in self.bins.iter().enumerate() {
            seen += *count as f64;
            if *count > 0 && seen >= rank {
                return 0.5 * (Self::edge(bin) + Self::edge(bin + 1));
            }
        }
        0.0
    }

    /// Where more than so many bad minutes are met, and by which share of windows: at each eighth of an octave in
    /// use, falling. Exact, as these are edges.
    pub fn exceedance(&self) -> Vec<(f64, f64)> {
        let all = self.windows();
        let mut worse = all - self.none;
        let mut points = vec![(0.0, worse)];
        for (group, bins) in self.bins.chunks(8).enumerate() {
            let inside: u64 = bins.iter().sum();
            if inside > 0 && group > 0 && points[points.len() - 1].0 < Self::edge(8 * group) {
                points.push((Self::edge(8 * group), worse));
            }
            worse -= inside;
            if inside > 0 {
                points.push((Self::edge(8 * (group + 1)), worse));
            }
        }
        let share = |count: u64| if all > 0 { count as f64 / all as f64 } else { 0.0 };
        points.into_iter().map(|(minutes, count)| (minutes, share(count))).collect()
    }
}

/// The windows of one length, for one measure.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WindowTally {
    /// Windows that kept the objective.
    pub kept: u64,
    /// Bad minutes of all windows.
    pub bad: Total,
    /// Their squares.
    pub squares: Total,
    /// Bad minutes of the windows that kept the objective.
    pub bad_kept: Total,
    /// The squares of the chunks' numbers of windows that kept it.
    pub kept_squares: u64,
    /// The chunks' numbers of windows that kept it times their numbers of windows.
    pub kept_times_windows: u64,
    /// The squares of the chunks' numbers of windows.
    pub windows_squares: u64,
    /// The most bad minutes of one window.
    pub worst_minutes: f64,
    /// Windows by bad minutes.
    pub histogram: Histogram,
}

impl WindowTally {
    fn merge(&mut self, other: &Self) {
        self.kept += other.kept;
        self.bad.add(other.bad);
        self.squares.add(other.squares);
        self.bad_kept.add(other.bad_kept);
        self.kept_squares += other.kept_squares;
        self.kept_times_windows += other.kept_times_windows;
        self.windows_squares += other.windows_squares;
        self.worst_minutes = self.worst_minutes.max(other.worst_minutes);
        self.histogram.merge(&other.histogram);
    }
}

/// One measure.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MeasureTally {
    /// Bad minutes of all chunks.
    pub bad: Total,
    /// The squares of the chunks' bad minutes.
    pub squares: Total,
    /// The chunks' bad minutes times their length.
    pub bad_times_length: Total,
    /// What the exact engine says of the bad minutes of all chunks.
    pub expected: Total,
    /// The chunks' expected bad minutes times their length.
    pub expected_times_length: Total,
    /// The squares of how far the chunks' bad minutes are from what was expected of them.
    pub apart_squares: Total,
    /// By length of window.
    pub windows: Vec<WindowTally>,
}

/// What a simulation has found so far: of one chunk or of many.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tally {
    /// Chunks in it.
    pub chunks: u64,
    /// Minutes simulated.
    pub minutes: Total,
    /// Minutes that count: the lengths of the chunks, from here on.
    pub counted: Total,
    /// The squares of the chunks' lengths.
    pub counted_squares: Total,
    /// How often events began.
    pub failures: u64,
    /// By measure.
    pub measures: Vec<MeasureTally>,
}

impl Tally {
    /// Adds another part. The order and the grouping of parts do not matter, to the bit.
    pub fn merge(&mut self, other: &Self) {
        self.chunks += other.chunks;
        self.minutes.add(other.minutes);
        self.counted.add(other.counted);
        self.counted_squares.add(other.counted_squares);
        self.failures += other.failures;
        if self.measures.is_empty() {
            self.measures.clone_from(&other.measures);
            return;
        }
        for (own, more) in self.measures.iter_mut().zip(&other.measures) {
            own.bad.add(more.bad);
            own.squares.add(more.squares);
            own.bad_times_length.add(more.bad_times_length);
            own.expected.add(more.expected);
            own.expected_times_length.add(more.expected_times_length);
            own.apart_squares.add(more.apart_squares);
            own.windows.iter_mut().zip(&more.windows).for_each(|(own, more)| own.merge(more));
        }
    }

    /// The share of bad minutes of a measure, and its standard error by the differences between chunks; `None` when
    /// there are too few chunks to tell.
    ///
    /// # Formula
    /// m = sum x / sum t; se = sqrt(n / (n - 1) sum (x - m t)^2) / sum t
    ///
    /// # Source
    /// Batch means, as a ratio estimate: W. G. Cochran, "Sampling Techniques", 1977, chapter 6.
    pub fn mean(&self, measure: usize) -> (f64, Option<f64>) {
        let tally = &self.measures[measure];
        let mean = self.share(tally.bad.value());
        (mean, self.error(mean, tally.squares, tally.bad_times_length.value()))
    }

    /// What the exact engine expects of a measure in these chunks, how far from it the simulation is, and the
    /// standard error of that; `None` when there are too few chunks to tell.
    ///
    /// It is the error of the simulation alone: where chunks are of different processes, what these differ by is in
    /// the expectation.
    ///
    /// # Formula
    /// That of [`mean`](Self::mean), with x less what is expected in place of x.
    pub fn apart(&self, measure: usize) -> (f64, f64, Option<f64>) {
        let tally = &self.measures[measure];
        let expected = self.share(tally.expected.value());
        let apart = self.share(tally.bad.value() - tally.expected.value());
        let times_length = tally.bad_times_length.value() - tally.expected_times_length.value();
        (expected, apart, self.error(apart, tally.apart_squares, times_length))
    }

    fn share(&self, minutes: f64) -> f64 {
        let counted = self.counted.value();
        if counted > 0.0 { minutes / counted } else { 0.0 }
    }

    fn error(&self, mean: f64, squares: Total, times_length: f64) -> Option<f64> {
        let spread = squares.value() - 2.0 * mean * times_length + mean * mean * self.counted_squares.value();
        let chunks = self.chunks as f64;
        let error = self.share(libm::sqrt(chunks / (chunks - 1.0) * spread.max(0.0)));
        (self.chunks > 1).then_some(error)
    }
}

/// The windows of one run: where each stands, and what has come together in it.
#[derive(Clone, Debug)]
pub(super) struct Windows {
    lengths: Vec<f64>,
    /// The window of each length that is open, counted from 0, and its end.
    open: Vec<(u64, f64)>,
    soonest: f64,
    /// Bad minutes by measure since the last end of any window.
    recent: Vec<f64>,
    recent_used: bool,
    /// Bad minutes of the open windows: by length, then by measure.
    sums: Vec<f64>,
    used: Vec<bool>,
    /// Bad minutes of the run, by measure.
    all: Vec<f64>,
    /// Budget and expectation of each measure.
    promises: Vec<(f64, f64)>,
    hours: Hours,
    /// By measure, then by length: what closed windows leave. Sums are of this run alone, so in one fixed order.
    closed: Vec<Closed>,
}

#[derive(Clone, Debug, Default)]
struct Closed {
    kept: u64,
    bad: f64,
    squares: f64,
    bad_kept: f64,
    worst: f64,
    histogram: Histogram,
}

impl Windows {
    pub(super) fn new(lengths: &[f64], measures: &[Measure], hours: Hours) -> Self {
        let promises: Vec<(f64, f64)> = measures.iter().map(|m| (m.budget, m.expected)).collect();
        let measures = measures.len();
        Self {
            open: lengths.iter().map(|length| (0, *length)).collect(),
            soonest: lengths.iter().copied().fold(f64::INFINITY, f64::min),
            lengths: lengths.to_vec(),
            recent: vec![0.0; measures],
            recent_used: false,
            sums: vec![0.0; lengths.len() * measures],
            used: vec![false; lengths.len()],
            all: vec![0.0; measures],
            promises,
            hours,
            closed: vec![Closed::default(); lengths.len() * measures],
        }
    }

    /// Counts a stretch of time that loses a share of each measure, split where windows end.
    #[inline]
    pub(super) fn add(&mut self, mut from: f64, to: f64, losses: &[f64]) {
        if from >= self.soonest {
            self.close(from);
        }
        while to > self.soonest {
            let end = self.soonest;
            self.add_within(from, end, losses);
            self.close(end);
            from = end;
        }
        self.add_within(from, to, losses);
    }

    #[inline]
    fn add_within(&mut self, from: f64, to: f64, losses: &[f64]) {
        let minutes = self.hours.between(from, to);
        self.recent_used = true;
        for (sum, loss) in self.recent.iter_mut().zip(losses) {
            *sum += minutes * loss;
        }
    }

    fn flush(&mut self) {
        if !self.recent_used {
            return;
        }
        let measures = self.recent.len();
        for sums in self.sums.chunks_exact_mut(measures) {
            sums.iter_mut().zip(&self.recent).for_each(|(sum, recent)| *sum += recent);
        }
        self.all.iter_mut().zip(&self.recent).for_each(|(sum, recent)| *sum += recent);
        self.used.fill(true);
        self.recent.fill(0.0);
        self.recent_used = false;
    }

    /// Closes every window that ends up to a time; those of which nothing is known had nothing bad.
    fn close(&mut self, time: f64) {
        self.flush();
        let measures = self.recent.len();
        for (kind, length) in self.lengths.iter().enumerate() {
            let (number, end) = self.open[kind];
            if end > time {
                continue;
            }
            // The window that holds the time; rounding in the division is put right by the products.
            let mut next = ((time / length) as u64).max(number + 1);
            while next as f64 * length > time {
                next -= 1;
            }
            while (next + 1) as f64 * length <= time {
                next += 1;
            }
            let next = next.max(number + 1);
            let counted = match self.hours {
                Hours::All => *length,
                Hours::Working => self.hours.between(number as f64 * length, end),
            };
            let sums = &mut self.sums[kind * measures..(kind + 1) * measures];
            for (measure, sum) in sums.iter_mut().enumerate() {
                let closed = &mut self.closed[measure * self.lengths.len() + kind];
                let empty = next - number - u64::from(self.used[kind]);
                closed.kept += empty;
                closed.histogram.none += empty;
                if self.used[kind] {
                    let bad = core::mem::take(sum);
                    closed.bad += bad;
                    closed.squares += bad * bad;
                    closed.worst = closed.worst.max(bad);
                    closed.histogram.count(bad);
                    if bad <= self.promises[measure].0 * counted {
                        closed.kept += 1;
                        closed.bad_kept += bad;
                    }
                }
            }
            self.used[kind] = false;
            self.open[kind] = (next, (next + 1) as f64 * length);
        }
        self.soonest = self.open.iter().map(|(_, end)| *end).fold(f64::INFINITY, f64::min);
    }

    /// Ends the run after so many minutes; windows that are not over by then are left out, their minutes counted.
    pub(super) fn finish(mut self, minutes: f64, failures: u64) -> Tally {
        self.close(minutes);
        let kinds = self.lengths.len();
        let counted = self.hours.until(minutes);
        let window = |closed: Closed| {
            let (kept, windows) = (closed.kept, closed.histogram.windows());
            WindowTally {
                kept,
                bad: Total::of(closed.bad),
                squares: Total::of(closed.squares),
                bad_kept: Total::of(closed.bad_kept),
                kept_squares: kept * kept,
                kept_times_windows: kept * windows,
                windows_squares: windows * windows,
                worst_minutes: closed.worst,
                histogram: closed.histogram,
            }
        };
        let mut closed = self.closed.into_iter();
        let measures = self.all.iter().zip(&self.promises).map(|(bad, (_, expected))| {
            let expected = expected * counted;
            MeasureTally {
                bad: Total::of(*bad),
                squares: Total::of(bad * bad),
                bad_times_length: Total::of(bad * counted),
                expected: Total::of(expected),
                expected_times_length: Total::of(expected * counted),
                apart_squares: Total::of((bad - expected) * (bad - expected)),
                windows: closed.by_ref().take(kinds).map(window).collect(),
            }
        });
        let measures = measures.collect();
        Tally {
            chunks: 1,
            minutes: Total::of(minutes),
            counted: Total::of(counted),
            counted_squares: Total::of(counted * counted),
            failures,
            measures,
        }
    }
}
