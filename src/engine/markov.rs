//! Markov chains in continuous time: long-run probabilities, without a subtraction.
//!
//! What independent events cannot say (a crew that repairs one unit at a time, an order of repairs) is said by
//! states and rates between them. A [`Chain`] holds them; [`Chain::eliminate`] solves it exactly, for small or
//! banded chains, and [`Chain::iterate`] solves large sparse ones. Every step of both only adds, multiplies and divides
//! non-negative numbers, so small probabilities keep their digits.
//!
//! # Assumptions
//! All times are exponential. The chain is irreducible: every state leads to every other.
//!
//! # Source
//! W. K. Grassmann, M. I. Taksar, D. P. Heyman, "Regenerative analysis and steady state distributions for Markov
//! chains", Operations Research 33, 1985 (elimination, GTH); W. J. Stewart, "Introduction to the Numerical Solution
//! of Markov Chains", Princeton 1994, chapter 3 (Gauss-Seidel).

use super::numeric;
use crate::quantity::order;

/// The most rates that elimination keeps, states times the width of the band: about a second of work.
pub const MOST_ELIMINATED: usize = 1 << 22;

/// The most sweeps of the iteration.
const MOST_SWEEPS: usize = 100_000;
/// How many sweeps back the slowest shrinking is looked for.
const RECENT: usize = 8;
/// Changes that shrink by this factor a sweep, or faster, leave no more behind than a few times the last of them.
const QUICK: f64 = 0.9;

/// What is wrong with a chain.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum MarkovError {
    /// A rate is no rate.
    #[error("the rate from state {from} to state {to} is {found}; a finite number from 0 on is needed")]
    Rate {
        /// Where it leads from.
        from: usize,
        /// Where it leads to.
        to: usize,
        /// The rate found.
        found: f64,
    },
    /// A transition names a state that is not there.
    #[error("state {found} does not exist; there are {states}")]
    State {
        /// The state named.
        found: usize,
        /// How many there are.
        states: usize,
    },
    /// There are no states.
    #[error("a chain has no states; one or more are needed")]
    Empty,
    /// The states do not all lead to each other.
    #[error("states {from} and {to} are not connected both ways; every state must lead to every other")]
    Reducible {
        /// A state.
        from: usize,
        /// A state that it does not reach, or that does not reach it.
        to: usize,
    },
    /// The chain is too large to eliminate.
    #[error(
        "a chain of {states} states that lead up to {band} states away is too large to eliminate: iterate it"
    )]
    TooLarge {
        /// States found.
        states: usize,
        /// The largest distance between states that lead to each other.
        band: usize,
    },
    /// The iteration did not settle.
    #[error("the iteration did not settle to a relative {precision:e} of U within {sweeps} sweeps")]
    Unsettled {
        /// The precision asked for.
        precision: f64,
        /// The sweeps made.
        sweeps: usize,
    },
    /// A count or a precision makes no sense.
    #[error("{what} is {found}; {needed} is needed")]
    Number {
        /// What it is.
        what: &'static str,
        /// What was found.
        found: f64,
        /// What would be right.
        needed: &'static str,
    },
}

/// States, and the rates at which one leads to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Chain {
    /// For every state what leads into it: from where, at which rate. Sorted, each pair once.
    into: Vec<Vec<(u32, f64)>>,
    /// The rate at which every state is left.
    leave: Vec<f64>,
}

/// A chain in the long run, as an iteration found it.
#[derive(Clone, Debug, PartialEq)]
pub struct Settled {
    /// The long-run probability of every state.
    pub probabilities: Vec<f64>,
    /// The sum over the states that count as failed.
    pub unavailability: f64,
    /// The sweeps that it took.
    pub sweeps: usize,
}

impl Chain {
    /// A chain of `states` with these transitions `(from, to, rate)`; those between the same two states add up, and
    /// those of a state to itself or of rate 0 mean nothing.
    pub fn new(
        states: usize,
        transitions: impl IntoIterator<Item = (usize, usize, f64)>,
    ) -> Result<Self, MarkovError> {
        if states == 0 {
            return Err(MarkovError::Empty);
        }
        let mut into: Vec<Vec<(u32, f64)>> = vec![Vec::new(); states];
        for (from, to, rate) in transitions {
            if let Some(found) = [from, to].into_iter().find(|state| *state >= states) {
                return Err(MarkovError::State { found, states });
            }
            if !(rate.is_finite() && rate >= 0.0) {
                return Err(MarkovError::Rate { from, to, found: rate });
            }
            if from != to && rate > 0.0 {
                into[to].push((from as u32, rate));
            }
        }
        let mut leave = vec![0.0; states];
        for list in &mut into {
            order::sort_by(list, |a, b| a.0.cmp(&b.0));
            list.dedup_by(|next, kept| {
                let same = next.0 == kept.0;
                if same {
                    kept.1 += next.1;
                }
                same
            });
            list.iter().for_each(|(from, rate)| leave[*from as usize] += rate);
        }
        let chain = Self { into, leave };
        chain.connected()?;
        Ok(chain)
    }

    /// How many states there are.
    pub fn len(&self) -> usize {
        self.into.len()
    }

    /// Whether there are none; never so.
    pub fn is_empty(&self) -> bool {
        self.into.is_empty()
    }

    /// Every state leads to every other when the first reaches all, forwards and backwards.
    fn connected(&self) -> Result<(), MarkovError> {
        let mut out: Vec<Vec<u32>> = vec![Vec::new(); self.len()];
        for (to, list) in self.into.iter().enumerate() {
            list.iter().for_each(|(from, _)| out[*from as usize].push(to as u32));
        }
        let reached = |next: &dyn Fn(usize) -> Vec<u32>| {
            let mut seen = vec![false; self.len()];
            let mut open = vec![0usize];
            seen[0] = true;
            while let Some(state) = open.pop() {
                for other in next(state) {
                    if !seen[other as usize] {
                        seen[other as usize] = true;
                        open.push(other as usize);
                    }
                }
            }
            seen.iter().position(|seen| !seen)
        };
        let forwards = reached(&|state| out[state].clone());
        let backwards = reached(&|state| self.into[state].iter().map(|(from, _)| *from).collect());
        match forwards.or(backwards) {
            Some(to) => Err(MarkovError::Reducible { from: 0, to }),
            None => Ok(()),
        }
    }

    /// The long-run probability of every state, by elimination of one state after the other.
    ///
    /// # Formula
    /// GTH: from the last state n down, with `s` the sum of the rates from n to the states before it, every way
    /// through n is replaced by direct rates `q_ij += q_in q_nj / s`; then, from the first state up, each gets
    /// `pi_n = sum of pi_i q_in / s`. The relative error of every probability is of the order of the number of
    /// states times the rounding unit, however small the probability.
    ///
    /// Rates are kept within the chain's band (the largest distance between states that lead to each other), which
    /// elimination does not leave: number states so that neighbours are close.
    pub fn eliminate(&self) -> Result<Vec<f64>, MarkovError> {
        let states = self.len();
        let distance = |(to, list): (usize, &Vec<(u32, f64)>)| {
            list.iter().map(|(from, _)| to.abs_diff(*from as usize)).max().unwrap_or(0)
        };
        let band = self.into.iter().enumerate().map(distance).max().unwrap_or(0);
        // Row by row, the places from `state - band` to `state + band`.
        let width = 2 * band + 1;
        if states.saturating_mul(width) > MOST_ELIMINATED {
            return Err(MarkovError::TooLarge { states, band });
        }
        let mut rates = vec![0.0; states * width];
        let place = |from: usize, to: usize| from * width + (to + band - from);
        for (to, list) in self.into.iter().enumerate() {
            list.iter().for_each(|(from, rate)| rates[place(*from as usize, to)] = *rate);
        }
        let mut sums = vec![0.0; states];
        for last in (1..states).rev() {
            let before = last.saturating_sub(band)..last;
            let sum = numeric::sum(before.clone().map(|to| rates[place(last, to)]));
            sums[last] = sum;
            for from in before.clone() {
                let through = rates[place(from, last)] / sum;
                if through == 0.0 {
                    continue;
                }
                for to in before.clone().filter(|to| *to != from) {
                    rates[place(from, to)] += through * rates[place(last, to)];
                }
            }
        }
        let mut probabilities = vec![0.0; states];
        probabilities[0] = 1.0;
        for state in 1..states {
            let before = state.saturating_sub(band)..state;
            let inflow = numeric::sum(before.map(|from| probabilities[from] * rates[place(from, state)]));
            probabilities[state] = inflow / sums[state];
        }
        normalise(&mut probabilities);
        Ok(probabilities)
    }

    /// The long-run probabilities by Gauss-Seidel sweeps, until U, the probability of the states that `fails` names,
    /// is known to a relative `precision`.
    ///
    /// # Formula
    /// `pi_i = (sum of pi_j q_ji) / (rate of leaving i)`, state by state, the newest values at once; every sweep goes
    /// up and then down. The change of U from one sweep to the next shrinks by a factor r; the error left is about
    /// change r / (1 - r), and that is what is held against `precision` times U, with the slowest r of the last
    /// sweeps. It asks for U and not for availability: beside 1, the digits of a small U would never be looked at.
    ///
    /// A chain whose parts hardly meet shrinks so slowly that its changes drown in rounding before the error is
    /// small: that is [`MarkovError::Unsettled`], never a number.
    ///
    /// Where no state fails, the largest change of any probability counts instead.
    pub fn iterate(&self, fails: impl Fn(usize) -> bool, precision: f64) -> Result<Settled, MarkovError> {
        if !(precision.is_finite() && precision > 0.0) {
            let needed = "a number above 0";
            return Err(MarkovError::Number {
                what: "the relative precision of U",
                found: precision,
                needed,
            });
        }
        let states = self.len();
        let failed: Vec<usize> = (0..states).filter(|state| fails(*state)).collect();
        let mut probabilities = vec![1.0 / states as f64; states];
        if states == 1 {
            let unavailability = failed.len() as f64;
            return Ok(Settled { probabilities, unavailability, sweeps: 0 });
        }
        let measured = |p: &[f64]| numeric::sum(failed.iter().map(|state| p[*state]));
        let (mut last, mut change, mut was_settled) = (measured(&probabilities), f64::INFINITY, false);
        // How fast the changes shrank, the slowest of the last sweeps, and while they were more than rounding.
        let (mut recent, mut settling) = ([f64::INFINITY; RECENT], 0.0);
        for sweeps in 1..=MOST_SWEEPS {
            let before = failed.is_empty().then(|| probabilities.clone());
            for state in (0..states).chain((0..states).rev()) {
                let inflow: f64 =
                    self.into[state].iter().map(|(from, rate)| probabilities[*from as usize] * rate).sum();
                probabilities[state] = inflow / self.leave[state];
            }
            normalise(&mut probabilities);
            let (now, changed) = match before {
                None => {
                    let now = measured(&probabilities);
                    (now, (now - last).abs())
                }
                Some(before) => {
                    let apart = before.iter().zip(&probabilities).map(|(a, b)| (a - b).abs() / b);
                    (1.0, apart.fold(0.0, f64::max))
                }
            };
            recent[sweeps % RECENT] = if change > 0.0 { changed / change } else { 0.0 };
            let shrinks = recent.iter().copied().fold(0.0, f64::max);
            let left = if shrinks < 1.0 { changed * shrinks / (1.0 - shrinks) } else { f64::INFINITY };
            // A change of the size of rounding shrinks no more; had it come down slowly, it would hide an error.
            let at_rest = changed <= 4.0 * f64::EPSILON * now && settling < QUICK;
            if changed > 4.0 * f64::EPSILON * now {
                settling = shrinks;
            }
            let settled = left <= precision * now || at_rest;
            // Twice in a row, as a change may be small by chance.
            if settled && was_settled {
                return Ok(Settled { unavailability: measured(&probabilities), probabilities, sweeps });
            }
            was_settled = settled;
            (last, change) = (now, changed);
        }
        Err(MarkovError::Unsettled { precision, sweeps: MOST_SWEEPS })
    }
}

fn normalise(probabilities: &mut [f64]) {
    let total = numeric::sum(probabilities.iter().copied());
    probabilities.iter_mut().for_each(|p| *p /= total);
}

/// Units that fail and the people who repair them: the machine-repair model.
///
/// Each working unit fails at `failure_rate`; each of at most `responders` repairs goes on at `repair_rate`; failed
/// units beyond that wait.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MachineRepair {
    /// How many units there are.
    pub units: usize,
    /// How many of them can be repaired at a time.
    pub responders: usize,
    /// Failures of one working unit per unit of time.
    pub failure_rate: f64,
    /// Repairs of one responder per unit of time.
    pub repair_rate: f64,
}

impl MachineRepair {
    /// The long-run probabilities that 0, 1, ..., n units are down.
    ///
    /// # Formula
    /// A birth-death chain: `pi_(j+1) / pi_j = (n - j) lambda / (min(j + 1, c) mu)`, then scaled to one. Only
    /// products, quotients and one sum; the largest term is scaled to 1 first, so nothing overflows.
    ///
    /// # Range
    /// At least one unit and one responder; `failure_rate` finite and not negative, `repair_rate` finite and above 0.
    ///
    /// # Source
    /// The birth-death balance: W. Feller, "An Introduction to Probability Theory and Its Applications" I, 1968,
    /// chapter XVII, section 7, "the servicing of machines".
    pub fn down(&self) -> Result<Vec<f64>, MarkovError> {
        self.check()?;
        let ratio = |j: usize| {
            let failing = (self.units - j) as f64 * self.failure_rate;
            failing / ((j + 1).min(self.responders) as f64 * self.repair_rate)
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
        normalise(&mut probabilities);
        Ok(probabilities)
    }

    /// The long-run probability that fewer than `needed` units work.
    pub fn unavailability(&self, needed: usize) -> Result<f64, MarkovError> {
        let down = self.down()?;
        let allowed = self.units.checked_sub(needed).ok_or(MarkovError::Number {
            what: "the number of needed units",
            found: needed as f64,
            needed: "at most the number of units",
        })?;
        Ok(numeric::sum(down.into_iter().skip(allowed + 1)).min(1.0))
    }

    /// The mean time that a failed unit is down, waiting and repair together.
    ///
    /// # Formula
    /// Little's law: mean number down / failures per unit of time. With a responder for everybody it is `1 / mu`.
    /// Where nothing ever fails it is that, too.
    pub fn mean_down(&self) -> Result<f64, MarkovError> {
        let down = self.down()?;
        let number =
            |weight: &dyn Fn(usize) -> f64| numeric::sum(down.iter().enumerate().map(|(j, p)| weight(j) * p));
        // The rate of repairs equals the rate of failures, and does not vanish with the units that work.
        let repaired = number(&|j| j.min(self.responders) as f64) * self.repair_rate;
        if repaired <= 0.0 {
            return Ok(1.0 / self.repair_rate);
        }
        Ok(number(&|j| j as f64) / repaired)
    }

    /// The same as a chain, for what the closed form does not say.
    pub fn chain(&self) -> Result<Chain, MarkovError> {
        self.check()?;
        let fails = (0..self.units).map(|j| (j, j + 1, (self.units - j) as f64 * self.failure_rate));
        let repairs = (1..=self.units).map(|j| (j, j - 1, j.min(self.responders) as f64 * self.repair_rate));
        Chain::new(self.units + 1, fails.chain(repairs))
    }

    fn check(&self) -> Result<(), MarkovError> {
        let number = |what, found, needed| Err(MarkovError::Number { what, found, needed });
        if self.units == 0 {
            return number("the number of units", 0.0, "at least one");
        }
        if self.responders == 0 {
            return number("the number of responders", 0.0, "at least one");
        }
        if !(self.failure_rate.is_finite() && self.failure_rate >= 0.0) {
            return number("the failure rate", self.failure_rate, "a finite number from 0 on");
        }
        if !(self.repair_rate.is_finite() && self.repair_rate > 0.0) {
            return number("the repair rate", self.repair_rate, "a finite number above 0");
        }
        Ok(())
    }
}
