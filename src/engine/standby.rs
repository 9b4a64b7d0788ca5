//! Members of a group that wait for their turn: hot, warm and cold standby.
//!
//! Of n members k are needed. They serve in a fixed order: the first k that work serve, the others wait. A waiting
//! member fails at d times its rate ("dormancy": hot 1, warm between, cold 0); everything is repaired separately.
//!
//! # First order
//! Members alike, each with unavailability u if it served all the time. With j down, failures come at
//! `lambda (k + (n - k - j) d)` where all working members serving would give `lambda (n - j)`. Members are alike and
//! so are their outages, whatever their lengths, so given which m of them are down together, every order in which
//! they went down is as probable as any other. So the chance that m = n - k + 1 are down together is the one of
//! independent members times
//!
//! `F = prod over j = 0 .. n-k of (k + (n - k - j) d) / (n - j)`,
//!
//! with an error of relative order u. The birth-death chain [`StandbyGroup`] has it
//! exactly, whatever the lengths of outages (nobody waits for a repair, so the number that is down depends on their
//! mean only).
//!
//! # In a diagram
//! Members share zones, and shared events take several down, so a factor on the group will not do. A member's own
//! outage counts with the chance that the member failed although it may have waited: `d`, and the rest, `1 - d`, only
//! where it served when it began: when at least r = i - k + 1 of the i members before it were down already. That
//! depends on who is down now and on who went down first: a draw for each number q of members before it that are
//! down ([`draws`]). So an own outage on a waiting member is `own and draw(q)`, and F comes out by itself. Where too
//! few work, at least r of those before any waiting member that is down are down, too: smaller q need no draw.
//!
//! Two outages that are met together: which began first follows from their lengths alone ([`began_first`]). Of more
//! than two, chances are those of a race in which each pair has its own odds, exact where lengths are exponential,
//! or alike.
//!
//! # What is left out
//! - Terms of relative order u: `analysis::measure` holds what they come to.
//! - Shared events (zones, common causes that hit several) strike waiting members at their full rate.
//! - Where two or more wait and outages of different lengths mix, the draw is the mean over the ways in which q members
//!   can be down, most probable first; beyond three outages at once all are taken to be alike.

use core::ops::RangeInclusive;

use super::failover::normal_cdf;
use super::markov::MarkovError;
use super::numeric;

/// The factor F on the chance that too few of `units` work, `needed` being needed: see the module.
///
/// `needed` from 1 to `units`, `dormancy` a share.
pub fn first_order_factor(units: usize, needed: usize, dormancy: f64) -> f64 {
    let spare = units - needed;
    (0..=spare).map(|j| (needed as f64 + (spare - j) as f64 * dormancy) / (units - j) as f64).product()
}

/// How long outages last: log-normal, told by mean and log-standard deviation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Length {
    /// The mean, in any unit that is the same for both.
    pub mean: f64,
    /// The standard deviation of the logarithm.
    pub sigma: f64,
}

/// The chance that the first of two independent outages began before the second, given that both are met.
///
/// # Formula
/// With F and S their lengths, the second begins within the first and overlaps it for `min(F - x, S)`, `x` after the
/// first began; so the chance is
///
/// `E[integral over x < F of min(F - x, S)] / (E F E S) = (E[F^2 / 2; F <= S] + E[F S - S^2 / 2; F > S]) / (E F E S)`,
///
/// and for log-normal lengths each of these is a moment times a normal distribution function:
/// `E[F^p S^q; F <= S] = E[F^p] E[S^q] Phi((mu_S + q sigma_S^2 - mu_F - p sigma_F^2) / sqrt(sigma_F^2 + sigma_S^2))`.
/// Outages alike give 1/2. Where one of them lasts no time at all, nothing is met, and 1/2 is told.
pub fn began_first(first: Length, second: Length) -> f64 {
    if first.mean <= 0.0 || second.mean <= 0.0 {
        return 0.5;
    }
    let (a, b) = (first.sigma * first.sigma, second.sigma * second.sigma);
    let ratio = first.mean / second.mean;
    // mu_F - mu_S, and Phi of a difference over the joint deviation; a step where nothing varies.
    let apart = libm::log(ratio) - (a - b) / 2.0;
    let deviation = libm::sqrt(a + b);
    let phi = |x: f64| match deviation {
        0.0 if x > 0.0 => 1.0,
        0.0 if x < 0.0 => 0.0,
        0.0 => 0.5,
        deviation => normal_cdf(x / deviation),
    };
    let shorter = 0.5 * ratio * libm::exp(a) * phi(-apart - 2.0 * a);
    let longer = phi(apart + a - b) - 0.5 / ratio * libm::exp(b) * phi(apart - 2.0 * b);
    (shorter + longer).clamp(0.0, 1.0)
}

/// Something that takes members down which come before a waiting one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Before {
    /// The chance that it is met.
    pub weight: f64,
    /// The odds against its having begun before the waiting member's own outage: `(1 - h) / h`.
    pub odds: f64,
    /// The members that it takes down, a bit each.
    pub members: u64,
}

/// The most outages whose order is told one by one.
const MOST_TOGETHER: usize = 3;
/// The most outages of which so many are chosen; of more, only pairs are.
const MOST_IN_THREES: usize = 16;

/// For every number in `counts` of members before a waiting one that are down: the chance that at least `least` of
/// them were down when its own outage began, given that it is met.
///
/// The ways in which so many can be down weigh by their probability. For outages alike it is `1 - least / (q + 1)`.
pub fn overtaken(before: &[Before], least: usize, counts: RangeInclusive<usize>) -> Vec<f64> {
    let most = if before.len() <= MOST_IN_THREES { MOST_TOGETHER } else { MOST_TOGETHER - 1 };
    // By number of members: the weight of all ways, and of those in which the waiting member served.
    let mut ways = vec![(0.0, 0.0); most + 1];
    let mut chosen = Vec::with_capacity(most);
    choose(before, least, most, 1.0, &mut chosen, &mut ways);
    let chance = |q: usize| match ways.get(q) {
        Some((all, served)) if *all > 0.0 => served / all,
        _ => 1.0 - least.min(q + 1) as f64 / (q + 1) as f64,
    };
    counts.map(chance).collect()
}

/// Adds up all ways to choose some of `before`, after those that are `chosen` already with this joint weight.
fn choose(
    before: &[Before],
    least: usize,
    most: usize,
    weight: f64,
    chosen: &mut Vec<Before>,
    ways: &mut [(f64, f64)],
) {
    for (index, next) in before.iter().enumerate() {
        let weight = weight * next.weight;
        if weight <= 0.0 {
            continue;
        }
        chosen.push(*next);
        let down = chosen.iter().fold(0, |all, one| all | one.members).count_ones() as usize;
        if let Some((all, served)) = ways.get_mut(down) {
            *all += weight;
            *served += weight * last_of(chosen, least);
        }
        if chosen.len() < most {
            choose(&before[index + 1..], least, most, weight, chosen, ways);
        }
        chosen.pop();
    }
}

/// The chance that an outage begins when at least `least` members are down by outages that began before: a race from
/// the youngest to the oldest.
fn last_of(outages: &[Before], least: usize) -> f64 {
    let down = outages.iter().fold(0, |all, one| all | one.members).count_ones() as usize;
    if down < least {
        return 0.0;
    }
    let total = 1.0 + outages.iter().map(|outage| outage.odds).sum::<f64>();
    if total.is_infinite() {
        // Somebody surely began later: look at the others.
        let (index, _) = outages.iter().enumerate().find(|(_, outage)| outage.odds.is_infinite()).unzip();
        return index.map_or(0.0, |index| last_of(&without(outages, index), least));
    }
    let younger = outages.iter().enumerate().filter(|(_, outage)| outage.odds > 0.0);
    let later = younger.map(|(index, outage)| outage.odds * last_of(&without(outages, index), least));
    (1.0 + later.sum::<f64>()) / total
}

fn without(outages: &[Before], index: usize) -> Vec<Before> {
    let others = outages.iter().enumerate().filter(|(other, _)| *other != index);
    others.map(|(_, outage)| *outage).collect()
}

/// The draws of a waiting member, number by number of members down before it, from the fewest with which it serves:
/// that its own outage counts, and then, that it counts where the draws before do not let it.
///
/// With q down the outage counts with chance `d + (1 - d) overtaken(q)`; as that rises with q, the draws for all
/// numbers up to q together give it, and one more failure never helps. With fewer down than let it serve, the group
/// works whether or not it does, so the first draw stands for these, too.
pub fn draws(dormancy: f64, overtaken: &[f64]) -> Vec<f64> {
    let mut counts = 0.0;
    let draw = |overtaken: &f64| {
        let wanted = dormancy + (1.0 - dormancy) * overtaken;
        let more = if counts < 1.0 { ((wanted - counts) / (1.0 - counts)).max(0.0) } else { 0.0 };
        counts = wanted.max(counts);
        more
    };
    overtaken.iter().map(draw).collect()
}

/// A group in which the needed units serve and the others wait, each repaired by itself, as a Markov chain.
///
/// Serving units fail at `failure_rate`, waiting ones at `dormancy` times that.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StandbyGroup {
    /// How many units there are.
    pub units: usize,
    /// How many of them serve, as long as so many work.
    pub needed: usize,
    /// The share of its failure rate that a waiting unit has: 1 hot, 0 cold.
    pub dormancy: f64,
    /// Failures of a serving unit per unit of time.
    pub failure_rate: f64,
    /// Repairs of a failed unit per unit of time.
    pub repair_rate: f64,
}

impl StandbyGroup {
    /// The long-run probabilities that 0, 1, ..., n units are down.
    ///
    /// # Formula
    /// A birth-death chain: `pi_(j+1) / pi_j = lambda (min(k, n - j) + d max(0, n - j - k)) / ((j + 1) mu)`, scaled to
    /// one; the largest term is scaled to 1 first, so nothing overflows. As nobody waits for a repair it holds for any
    /// distribution of the repair times with mean `1 / mu`.
    ///
    /// # Range
    /// `needed` from 1 to `units`, `dormancy` a share, `failure_rate` finite and not negative, `repair_rate` finite and
    /// above 0.
    ///
    /// # Source
    /// The birth-death balance: W. Feller, "An Introduction to Probability Theory and Its Applications" I, 1968,
    /// chapter XVII.
    pub fn down(&self) -> Result<Vec<f64>, MarkovError> {
        let number = |what, found, needed| Err(MarkovError::Number { what, found, needed });
        if !(1..=self.units).contains(&self.needed) {
            return number("the number of needed units", self.needed as f64, "one to the number of units");
        }
        if !(0.0..=1.0).contains(&self.dormancy) {
            return number("the dormancy", self.dormancy, "a share from 0 to 1");
        }
        if !(self.failure_rate.is_finite() && self.failure_rate >= 0.0) {
            return number("the failure rate", self.failure_rate, "a finite number from 0 on");
        }
        if !(self.repair_rate.is_finite() && self.repair_rate > 0.0) {
            return number("the repair rate", self.repair_rate, "a finite number above 0");
        }
        let ratio = |j: usize| {
            let working = self.units - j;
            let waiting = working.saturating_sub(self.needed) as f64;
            let failing = working.min(self.needed) as f64 + waiting * self.dormancy;
            self.failure_rate * failing / ((j + 1) as f64 * self.repair_rate)
        };
        // The ratios fall with j: terms rise to the mode and fall from there.
        let mode = (0..self.units).find(|j| ratio(*j) <= 1.0).unwrap_or(self.units);
        let mut probabilities = vec![0.0; self.units + 1];
        probabilities[mode] = 1.0;
        for j in mode..self.units {
            probabilities[j + 1] = probabilities[j] * ratio(j);
        }
        for j in (0..mode).rev() {
            probabilities[j] = probabilities[j + 1] / ratio(j);
        }
        let total = numeric::sum(probabilities.iter().copied());
        probabilities.iter_mut().for_each(|p| *p /= total);
        Ok(probabilities)
    }

    /// The long-run probability that fewer units work than are needed.
    pub fn unavailability(&self) -> Result<f64, MarkovError> {
        let down = self.down()?;
        Ok(numeric::sum(down.into_iter().skip(self.units - self.needed + 1)).min(1.0))
    }
}
