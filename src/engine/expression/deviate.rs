//! Deviates: numbers that are known as a distribution. Their means, and drawing them.

use super::super::normal::normal_quantile;
use super::super::numeric;
use super::super::random::{Stream, Ziggurat};
use super::{Expressions, Operation, Term};

/// The first argument for which the distribution does not exist: which, its value, what would be right.
pub(super) fn wrong(operation: Operation, values: &[f64]) -> Option<(&'static str, f64, &'static str)> {
    let above_0 =
        |what: &'static str, value: f64| (value <= 0.0).then_some((what, value, "a number above 0"));
    match (operation, values) {
        (Operation::UniformDeviate, &[low, high]) if low >= high => {
            Some(("upper bound", high, "a number above the lower bound"))
        }
        (Operation::NormalDeviate, &[_, deviation]) => above_0("standard deviation", deviation),
        (Operation::LognormalDeviate, &[_, deviation]) => above_0("standard deviation", deviation),
        (Operation::LognormalDeviate, &[mean, factor, level]) => match () {
            () if mean <= 0.0 => Some(("mean", mean, "a number above 0")),
            () if factor <= 1.0 => Some(("error factor", factor, "a number above 1")),
            // At the median the error factor says nothing, and below it would have to be under 1.
            () if level <= 0.5 || level >= 1.0 => {
                Some(("level of the error factor", level, "a number above 0.5 and below 1"))
            }
            () => None,
        },
        (Operation::GammaDeviate, &[shape, scale]) => above_0("shape", shape).or(above_0("scale", scale)),
        (Operation::BetaDeviate, &[alpha, beta]) => above_0("alpha", alpha).or(above_0("beta", beta)),
        (Operation::Histogram, &[low, ref bins @ ..]) => wrong_bin(low, bins),
        _ => None,
    }
}

fn wrong_bin(low: f64, bins: &[f64]) -> Option<(&'static str, f64, &'static str)> {
    let mut below = low;
    let mut total = 0.0;
    for [bound, weight] in bins.as_chunks::<2>().0 {
        if *bound <= below {
            return Some(("bound of a bin", *bound, "a number above the bound before it"));
        }
        if *weight < 0.0 {
            return Some(("weight of a bin", *weight, "a number from 0 on"));
        }
        below = *bound;
        total += weight;
    }
    (total <= 0.0).then_some(("sum of the weights", total, "a number above 0"))
}

/// The mean of a deviate.
///
/// # Formula
/// uniform (a + b) / 2; normal its mean; log-normal its mean, or exp(mu + sigma^2 / 2); gamma shape x scale; beta
/// alpha / (alpha + beta); histogram sum of w (a + b) / 2 over the sum of w
pub(super) fn mean(operation: Operation, values: &[f64]) -> f64 {
    match (operation, values) {
        (Operation::UniformDeviate, &[low, high]) => low / 2.0 + high / 2.0,
        (Operation::NormalDeviate, &[mean, _]) | (Operation::LognormalDeviate, &[mean, _, _]) => mean,
        (Operation::LognormalDeviate, &[mu, sigma]) => libm::exp(mu + sigma * sigma / 2.0),
        (Operation::GammaDeviate, &[shape, scale]) => shape * scale,
        (Operation::BetaDeviate, &[alpha, beta]) => alpha / (alpha + beta),
        (Operation::Histogram, &[low, ref bins @ ..]) => {
            let bins = bins.as_chunks::<2>().0;
            let lows = core::iter::once(low).chain(bins.iter().map(|[bound, _]| *bound));
            let centre = |(low, [high, weight]): (f64, &[f64; 2])| weight * (low / 2.0 + high / 2.0);
            numeric::sum(lows.zip(bins).map(centre)) / numeric::sum(bins.iter().map(|[_, weight]| *weight))
        }
        _ => f64::NAN,
    }
}

/// A distribution, ready to be drawn from.
#[derive(Clone, Debug)]
enum Draw {
    /// What is no deviate.
    Worked,
    Uniform {
        low: f64,
        width: f64,
    },
    Normal {
        mean: f64,
        deviation: f64,
    },
    Lognormal {
        mu: f64,
        sigma: f64,
    },
    Gamma {
        shape: f64,
        scale: f64,
    },
    Beta {
        alpha: f64,
        beta: f64,
    },
    /// Of each bin the lower bound, the width, and the share of draws up to its end.
    Histogram(Vec<[f64; 3]>),
}

impl Draw {
    fn of(operation: Operation, values: &[f64]) -> Self {
        match (operation, values) {
            (Operation::UniformDeviate, &[low, high]) => Self::Uniform { low, width: high - low },
            (Operation::NormalDeviate, &[mean, deviation]) => Self::Normal { mean, deviation },
            (Operation::LognormalDeviate, &[mu, sigma]) => Self::Lognormal { mu, sigma },
            // The error factor is the quantile of the level over the median.
            (Operation::LognormalDeviate, &[mean, factor, level]) => {
                let sigma = libm::log(factor) / normal_quantile(level);
                Self::Lognormal { mu: libm::log(mean) - sigma * sigma / 2.0, sigma }
            }
            (Operation::GammaDeviate, &[shape, scale]) => Self::Gamma { shape, scale },
            (Operation::BetaDeviate, &[alpha, beta]) => Self::Beta { alpha, beta },
            (Operation::Histogram, &[low, ref bins @ ..]) => {
                let bins = bins.as_chunks::<2>().0;
                let total = numeric::sum(bins.iter().map(|[_, weight]| *weight));
                let mut below = low;
                let mut so_far = 0.0;
                let bin = |[bound, weight]: &[f64; 2]| {
                    so_far += weight / total;
                    let bin = [below, bound - below, so_far];
                    below = *bound;
                    bin
                };
                Self::Histogram(bins.iter().map(bin).collect())
            }
            _ => Self::Worked,
        }
    }

    /// A number from the distribution; none where the term has to be worked out from its arguments.
    fn draw(&self, stream: &mut Stream, ziggurat: &Ziggurat) -> Option<f64> {
        Some(match self {
            Self::Worked => return None,
            Self::Uniform { low, width } => low + width * stream.uniform(),
            Self::Normal { mean, deviation } => mean + deviation * ziggurat.normal(stream),
            Self::Lognormal { mu, sigma } => libm::exp(mu + sigma * ziggurat.normal(stream)),
            Self::Gamma { shape, scale } => scale * libm::exp(log_gamma_draw(*shape, stream, ziggurat)),
            // The share of one gamma number in the sum of two, from their logarithms: both may be too small to hold.
            Self::Beta { alpha, beta } => {
                let one = log_gamma_draw(*alpha, stream, ziggurat);
                let other = log_gamma_draw(*beta, stream, ziggurat);
                1.0 / (1.0 + libm::exp(other - one))
            }
            Self::Histogram(bins) => in_bins(bins, stream.uniform()),
        })
    }
}

/// The number below which a share of the draws from a histogram lies.
fn in_bins(bins: &[[f64; 3]], share: f64) -> f64 {
    // Rounding may leave the last bin a little short of one.
    let place = bins.partition_point(|[_, _, end]| *end <= share).min(bins.len() - 1);
    let from = place.checked_sub(1).map_or(0.0, |before| bins[before][2]);
    let [low, width, end] = bins[place];
    low + width * ((share - from) / (end - from)).min(1.0)
}

/// The logarithm of a gamma number of scale 1.
///
/// # Source
/// G. Marsaglia, W. W. Tsang, "A Simple Method for Generating Gamma Variables", ACM Transactions on Mathematical
/// Software 26(3), 2000. Below shape 1 a number of shape + 1 times a power of a uniform number.
fn log_gamma_draw(shape: f64, stream: &mut Stream, ziggurat: &Ziggurat) -> f64 {
    if shape < 1.0 {
        let larger = log_gamma_draw(shape + 1.0, stream, ziggurat);
        return larger + libm::log(stream.uniform()) / shape;
    }
    let d = shape - 1.0 / 3.0;
    let c = 1.0 / libm::sqrt(9.0 * d);
    loop {
        let x = ziggurat.normal(stream);
        let base = 1.0 + c * x;
        if base <= 0.0 {
            continue;
        }
        let cube = base * base * base;
        let log_cube = libm::log(cube);
        if libm::log(stream.uniform()) < 0.5 * x * x + d * (1.0 - cube + log_cube) {
            return libm::log(d) + log_cube;
        }
    }
}

/// Draws what depends on deviates, again and again.
#[derive(Clone, Debug)]
pub struct Sampler<'a> {
    expressions: &'a Expressions,
    /// The uncertain terms that are needed, each after those that it is made of.
    needed: Vec<(Term, Draw)>,
    values: Vec<f64>,
    arguments: Vec<f64>,
    ziggurat: Ziggurat,
}

impl<'a> Sampler<'a> {
    /// For the values of these terms.
    pub fn new(expressions: &'a Expressions, terms: &[Term]) -> Self {
        let mut is_needed = vec![false; expressions.len()];
        for term in terms {
            is_needed[term.index()] = expressions.is_uncertain(*term);
        }
        for place in (0..is_needed.len()).rev().filter(|place| expressions.uncertain[*place]) {
            let term = Term(place as u32);
            // The arguments of a deviate stay at their point values.
            if is_needed[place] && !expressions.operation(term).is_deviate() {
                for argument in expressions.arguments(term) {
                    is_needed[argument.index()] |= expressions.is_uncertain(*argument);
                }
            }
        }
        let prepared = |place: usize| {
            let term = Term(place as u32);
            let values: Vec<f64> =
                expressions.arguments(term).iter().map(|a| expressions.point(*a)).collect();
            (term, Draw::of(expressions.operation(term), &values))
        };
        let needed = (0..is_needed.len()).filter(|place| is_needed[*place]).map(prepared).collect();
        Self {
            expressions,
            needed,
            values: expressions.points.clone(),
            arguments: Vec::new(),
            ziggurat: Ziggurat::default(),
        }
    }

    /// Draws every term anew. What divides by 0 on the way gives no number, as plain arithmetic does.
    pub fn draw(&mut self, stream: &mut Stream) {
        for (term, draw) in &self.needed {
            let value = draw.draw(stream, &self.ziggurat).unwrap_or_else(|| {
                self.arguments.clear();
                let arguments = self.expressions.arguments(*term);
                self.arguments.extend(arguments.iter().map(|argument| self.values[argument.index()]));
                self.expressions.operation(*term).point(&self.arguments)
            });
            self.values[term.index()] = value;
        }
    }

    /// The value of a term in the last draw; its point value before the first, and where nothing in it is uncertain.
    pub fn value(&self, term: Term) -> f64 {
        self.values[term.index()]
    }
}
