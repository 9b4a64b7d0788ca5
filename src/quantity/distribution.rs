//! What a range says about the number behind it.
//!
//! A range (low, likely, high) is the 5th, 50th and 95th percentile of a two-piece log-normal: below the likely
//! value the logarithm spreads by `ln(likely / low) / 1.6449`, above it by `ln(high / likely) / 1.6449`. Shares and
//! probabilities do the same with their odds `p / (1 - p)` in place of the value (the logit scale), so they never
//! leave `0.0..=1.0`. A point has no spread.
//!
//! # Edges
//! No logarithm reaches zero, and no odds reach a certain one. A side of the range that begins or ends there is
//! straight instead: `likely + (end - likely) |z| / 1.6449`, cut at the edge of the type. So its percentile is the
//! stated one too; of a number with a low of zero, one draw in twenty is zero. Numbers below 1e-150 count as zero
//! in this.

use super::{Estimate, Quantity};

/// The 95th percentile of the standard normal distribution; minus this is the 5th.
pub const Z95: f64 = 1.644_853_626_951_472_2;

/// The distribution of a number that is known as a range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Distribution {
    likely: f64,
    below: Side,
    above: Side,
    most: f64,
    share: bool,
}

/// How one side of the likely value goes on, per standard deviation.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Side {
    /// Not at all.
    Point,
    /// By a factor `exp(spread)`, of the value or of its odds.
    Factor(f64),
    /// By an amount.
    Amount(f64),
}

impl Distribution {
    /// The value at `z` standard deviations: `z` = 0 gives the likely value, [`Z95`] the high and minus that the low.
    ///
    /// # Formula
    /// likely exp(s z), for shares on their odds; s = ln(likely / low) / 1.6449 for z < 0 and
    /// ln(high / likely) / 1.6449 for z > 0
    ///
    /// It never falls with `z` and never leaves the range of its quantity. NaN gives the likely value.
    pub fn quantile(&self, z: f64) -> f64 {
        self.along(z, libm::exp(self.exponent(z)))
    }

    /// What [`along`](Self::along) needs the exponential of; for those who compute many of them at a time.
    pub fn exponent(&self, z: f64) -> f64 {
        match if z > 0.0 { self.above } else { self.below } {
            Side::Factor(spread) => spread * z,
            Side::Point | Side::Amount(_) => 0.0,
        }
    }

    /// The quantile at `z`, given the exponential of [`exponent`](Self::exponent).
    pub fn along(&self, z: f64, factor: f64) -> f64 {
        let value = match if z > 0.0 { self.above } else { self.below } {
            Side::Point => self.likely,
            Side::Amount(amount) => self.likely + amount * z,
            Side::Factor(_) if self.share => {
                let odds = odds(self.likely) * factor;
                if odds.is_finite() { odds / (1.0 + odds) } else { 1.0 }
            }
            Side::Factor(_) => self.likely * factor,
        };
        // A rounding never passes the likely value, and nothing the edges.
        if z > 0.0 {
            value.max(self.likely).min(self.most)
        } else if z < 0.0 {
            value.min(self.likely).max(0.0)
        } else {
            self.likely
        }
    }

    /// Whether every quantile is the likely value.
    pub fn is_point(&self) -> bool {
        (self.below, self.above) == (Side::Point, Side::Point)
    }

    fn side(share: bool, likely: f64, end: f64) -> Side {
        if likely == end {
            return Side::Point;
        }
        let at_edge = |x: f64| x < NOTHING || (share && x >= 1.0);
        if at_edge(likely) || at_edge(end) {
            return Side::Amount((end - likely).abs() / Z95);
        }
        let (from, to) = if share { (odds(likely), odds(end)) } else { (likely, end) };
        Side::Factor(libm::log(to.max(from) / to.min(from)) / Z95)
    }
}

/// What is below this counts as zero: factors between it and any quantity are still doubles.
const NOTHING: f64 = 1e-150;

fn odds(share: f64) -> f64 {
    share / (1.0 - share)
}

impl<Q: Quantity> Estimate<Q> {
    /// The distribution that this range stands for. A quantity that ends at one is a share.
    pub fn distribution(&self) -> Distribution {
        let share = Q::MAX <= 1.0;
        let (low, likely, high) = (self.low().get(), self.likely().get(), self.high().get());
        Distribution {
            likely,
            below: Distribution::side(share, likely, low),
            above: Distribution::side(share, likely, high),
            most: Q::MAX,
            share,
        }
    }

    /// The value at `z` standard deviations; see [`Distribution::quantile`].
    pub fn quantile(&self, z: f64) -> Q {
        Q::clamped(self.distribution().quantile(z))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::quantity::{Duration, Probability, Provenance, Rate};

    fn range<Q: Quantity>(low: f64, likely: f64, high: f64) -> Estimate<Q> {
        let q = |x| Q::new(x).unwrap();
        Estimate::range(q(low), q(likely), q(high), Provenance::default()).unwrap()
    }

    fn three<Q: Quantity>(values: [f64; 3]) -> Estimate<Q> {
        let mut values = values.map(|x| Q::clamped(x).get());
        crate::quantity::order::sort_by(&mut values, f64::total_cmp);
        range(values[0], values[1], values[2])
    }

    /// The percentiles are the stated ones to 1e-9 (design), the quantiles rise, and none leaves the type.
    fn holds<Q: Quantity>(estimate: &Estimate<Q>) {
        let at = |z| estimate.quantile(z).get();
        // A straight side meets its end to a rounding of where it begins.
        let close = |found: f64, wanted: f64, side: Side| {
            let rounding = estimate.likely().get().max(wanted) * f64::EPSILON;
            (found - wanted).abs()
                <= 1e-9 * wanted + if matches!(side, Side::Amount(_)) { rounding } else { 0.0 }
        };
        let Distribution { below, above, .. } = estimate.distribution();
        assert!(close(at(-Z95), estimate.low().get(), below), "{estimate:?}: low {}", at(-Z95));
        assert_eq!(at(0.0), estimate.likely().get());
        assert!(close(at(Z95), estimate.high().get(), above), "{estimate:?}: high {}", at(Z95));
        let mut last = Q::MIN;
        for step in -80..=80 {
            let now = estimate.distribution().quantile(f64::from(step) / 10.0);
            assert!(now >= last && now <= Q::MAX, "{estimate:?}: {now} after {last} at {step}");
            last = now;
        }
        assert!((Q::MIN..=Q::MAX).contains(&at(f64::INFINITY)), "{estimate:?}");
        assert!((Q::MIN..=Q::MAX).contains(&at(f64::NEG_INFINITY)), "{estimate:?}");
    }

    fn any_value() -> impl Strategy<Value = f64> {
        prop_oneof![
            1 => prop::sample::select(vec![0.0, 1.0, 5e-324, 1e-310, 1.0 - f64::EPSILON, 1e9]),
            2 => 0.0..1.0f64,
            2 => (-300.0..9.0f64).prop_map(|x| libm::pow(10.0, x)),
        ]
    }

    proptest! {
        #[test]
        fn percentiles_are_the_stated_ones(values in [any_value(), any_value(), any_value()]) {
            holds(&three::<Rate>(values));
            holds(&three::<Duration>(values));
            holds(&three::<Probability>(values));
        }

        #[test]
        fn a_point_has_no_spread(value in any_value(), z in -9.0..9.0f64) {
            let point = Estimate::<Probability>::assumed(Probability::clamped(value));
            prop_assert!(point.distribution().is_point());
            prop_assert_eq!(point.quantile(z), point.likely());
        }
    }

    #[test]
    fn edges_are_reached_where_they_are_stated() {
        let low = range::<Rate>(0.0, 2.0, 8.0);
        assert_eq!(low.quantile(-Z95).get(), 0.0);
        assert_eq!(low.quantile(-3.0).get(), 0.0);
        assert_eq!(low.quantile(-Z95 / 2.0).get(), 1.0);
        let certain = range::<Probability>(0.02, 0.2, 1.0);
        assert_eq!(certain.quantile(Z95).get(), 1.0);
        assert!((certain.quantile(Z95 / 2.0).get() - 0.6).abs() < 1e-15);
        let never = range::<Probability>(0.0, 0.0, 0.3);
        assert_eq!((never.quantile(-1.0).get(), never.quantile(Z95).get()), (0.0, 0.3));
    }

    #[test]
    fn a_rate_spreads_by_factors_and_a_share_by_odds() {
        let rate = range::<Rate>(1.0, 4.0, 64.0);
        // exp(ln 4) below, exp(ln 16) above, each at half the distance: factors 2 and 4. To one rounding of exp.
        assert!((rate.quantile(-Z95 / 2.0).get() - 2.0).abs() < 1e-15);
        assert!((rate.quantile(Z95 / 2.0).get() - 16.0).abs() < 1e-14);
        let share = range::<Probability>(0.2, 0.5, 0.8);
        // Odds 1/4, 1, 4; half way 2: a share of 2/3.
        assert!((share.quantile(Z95 / 2.0).get() - 2.0 / 3.0).abs() < 1e-15);
    }
}
