//! Several evaluations side by side: vectors of eight doubles, written so that the compiler uses vector instructions.
//!
//! Only basic arithmetic, so that native and Wasm agree to the bit.

use core::array::from_fn;

/// How many evaluations run side by side.
pub const LANES: usize = 8;

/// One number of each evaluation.
pub type Lanes = [f64; LANES];

/// The mean of `min(D, cap)` for log-normal D in each lane: what [`mean_capped`](super::failover::mean_capped) gives,
/// but for a relative error of at most 1e-13.
///
/// # Formula
/// With phi the normal density and R(x) = Phi(-x) / phi(x): mean Phi(z - sigma) + cap Phi(-z), where
/// mean phi(z - sigma) = cap phi(z), so that one exponential serves both terms.
///
/// `ln_mean` and `ln_cap` are the logarithms of the two; where mean or cap is zero they do not matter.
pub fn mean_capped(mean: &Lanes, ln_mean: &Lanes, sigma: f64, cap: &Lanes, ln_cap: &Lanes) -> Lanes {
    if sigma <= 0.0 {
        return from_fn(|i| mean[i].min(cap[i]).max(0.0));
    }
    let z: Lanes = from_fn(|i| (ln_cap[i] - ln_mean[i]) / sigma + sigma / 2.0);
    let density = exp(&from_fn(|i| -0.5 * z[i] * z[i]));
    let upper = upper_over_density(&from_fn(|i| z[i].abs()));
    let shifted = upper_over_density(&from_fn(|i| (z[i] - sigma).abs()));
    from_fn(|i| {
        let scaled = cap[i] * density[i] * ONE_OVER_SQRT_TWO_PI;
        let (over, under) = (scaled * upper[i], scaled * shifted[i]);
        let of_cap = if z[i] >= 0.0 { over } else { cap[i] - over };
        let of_mean = if z[i] <= sigma { under } else { mean[i] - under };
        let most = mean[i].min(cap[i]);
        let found = (of_cap + of_mean).min(most);
        if most > 0.0 { found } else { 0.0 }
    })
}

const ONE_OVER_SQRT_TWO_PI: f64 = 0.398_942_280_401_432_7;

/// `exp(x)` to about two units in the last place; 0 below -708, `exp(709)` above that.
///
/// # Formula
/// exp(x) = 2^n exp(r) with n the integer nearest x / ln 2 and |r| <= ln 2 / 2, exp(r) by its Taylor series to r^13
pub fn exp(x: &Lanes) -> Lanes {
    /// Adding this rounds to an integer, which then stands in the lowest bits.
    const ROUND: f64 = 6_755_399_441_055_744.0;
    from_fn(|i| {
        let x = x[i].clamp(-709.0, 709.0);
        let shifted = x * core::f64::consts::LOG2_E + ROUND;
        let n = shifted - ROUND;
        let r = (x - n * LN2_HIGH) - n * LN2_LOW;
        let series = TAYLOR.iter().fold(0.0, |sum, c| sum * r + c);
        let power = f64::from_bits((shifted.to_bits() << 52).wrapping_add(1023 << 52));
        if x > -708.0 { series * power } else { 0.0 }
    })
}

/// ln 2 in two parts; the first has so few bits that its product with an exponent is exact.
const LN2_HIGH: f64 = 6.931_471_803_691_238e-1;
const LN2_LOW: f64 = 1.908_214_929_270_587_7e-10;

/// `ln x` to about two units in the last place, for positive x with full precision; finite for zero and below.
///
/// # Formula
/// x = 2^n m with m within a factor sqrt 2 of 1; ln m = 2 artanh s with s = (m - 1) / (m + 1), by its series to s^23
pub fn ln(x: &Lanes) -> Lanes {
    /// 2^52: what stands in the lowest bits beside this is an integer.
    const INTEGER: f64 = 4_503_599_627_370_496.0;
    from_fn(|i| {
        let bits = x[i].to_bits();
        let exponent = f64::from_bits(((bits >> 52) & 0x7FF) | INTEGER.to_bits()) - INTEGER - 1023.0;
        let mantissa = f64::from_bits((bits & ((1 << 52) - 1)) | 1.0f64.to_bits());
        let above = mantissa > core::f64::consts::SQRT_2;
        let (n, m) = if above { (exponent + 1.0, mantissa * 0.5) } else { (exponent, mantissa) };
        let s = (m - 1.0) / (m + 1.0);
        let square = s * s;
        let series = ARTANH.iter().fold(0.0, |sum, c| sum * square + c) * square;
        n * LN2_HIGH + (2.0 * s + (2.0 * s * series + n * LN2_LOW))
    })
}

/// 1/23, 1/21, ..., 1/3
const ARTANH: [f64; 11] = [
    1.0 / 23.0,
    1.0 / 21.0,
    1.0 / 19.0,
    1.0 / 17.0,
    1.0 / 15.0,
    1.0 / 13.0,
    1.0 / 11.0,
    1.0 / 9.0,
    1.0 / 7.0,
    1.0 / 5.0,
    1.0 / 3.0,
];

/// 1/13!, 1/12!, ..., 1/1!, 1/0!
const TAYLOR: [f64; 14] = [
    1.0 / 6_227_020_800.0,
    1.0 / 479_001_600.0,
    1.0 / 39_916_800.0,
    1.0 / 3_628_800.0,
    1.0 / 362_880.0,
    1.0 / 40_320.0,
    1.0 / 5_040.0,
    1.0 / 720.0,
    1.0 / 120.0,
    1.0 / 24.0,
    1.0 / 6.0,
    0.5,
    1.0,
    1.0,
];

/// R(x) = Phi(-x) / phi(x) for x that is not negative, with a relative error below 1e-15.
///
/// # Formula
/// (x + 3) R(x) as a polynomial of degree 24 in t = (x - 6) / (x + 6), from its Chebyshev series there.
///
/// # Source
/// The mapping: M. M. Shepherd, J. G. Laframboise, "Chebyshev approximation of (1 + 2x) exp(x^2) erfc x in 0 <= x <
/// infinity", Mathematics of Computation 36, 1981. The coefficients: computed with mpmath 1.3 at 60 digits.
fn upper_over_density(x: &Lanes) -> Lanes {
    from_fn(|i| {
        let t = (x[i] - 6.0) / (x[i] + 6.0);
        UPPER.iter().fold(0.0, |sum, c| sum * t + c) / (x[i] + 3.0)
    })
}

/// Highest power first.
const UPPER: [f64; 25] = [
    -7.381_396_129_036_84e-11,
    -8.547_241_357_073_463e-10,
    1.409_725_735_794_975_3e-9,
    1.048_141_160_993_052_8e-8,
    -1.820_431_342_541_835_3e-8,
    -7.270_080_241_842_441e-8,
    2.019_595_039_466_241_8e-7,
    3.078_085_373_872_886e-7,
    -1.930_415_911_611_246e-6,
    8.811_088_000_006_646e-7,
    1.344_882_152_977_877_3e-5,
    -3.855_795_283_136_936e-5,
    -8.080_494_003_372_343e-6,
    3.615_514_424_664_346e-4,
    -1.273_990_895_366_263_4e-3,
    2.277_901_419_980_96e-3,
    -5.613_929_688_452_551e-4,
    -1.114_448_862_467_262_7e-2,
    4.564_289_028_697_588_6e-2,
    -0.119_106_484_628_888_94,
    0.244_408_258_355_685_53,
    -0.421_578_445_405_051_9,
    0.630_352_870_120_276_2,
    -0.830_743_808_067_475_4,
    1.461_398_948_071_807_3,
];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::engine::failover::{self, normal_cdf};

    proptest! {
        #[test]
        fn capped_means_are_the_scalar_ones(
            mean in (-12.0..20.0f64).prop_map(libm::exp),
            ratio in -60.0..60.0f64,
            sigma in 0.0..3.0f64,
        ) {
            let cap = mean * libm::exp(ratio);
            let logarithm = |x| [libm::log(x); LANES];
            let found = mean_capped(&[mean; LANES], &logarithm(mean), sigma, &[cap; LANES], &logarithm(cap));
            let wanted = failover::mean_capped(mean, sigma, cap);
            for lane in found {
                prop_assert!((lane - wanted).abs() <= 1e-13 * wanted, "{} for {}", lane, wanted);
            }
        }
    }

    #[test]
    fn nothing_is_lost_in_no_time() {
        let capped = |mean: f64, cap: f64| {
            mean_capped(
                &[mean; LANES],
                &[libm::log(mean); LANES],
                1.0,
                &[cap; LANES],
                &[libm::log(cap); LANES],
            )
        };
        assert_eq!(capped(0.0, 5.0), [0.0; LANES]);
        assert_eq!(capped(5.0, 0.0), [0.0; LANES]);
        assert_eq!(capped(0.0, 0.0), [0.0; LANES]);
    }

    #[test]
    fn exponentials_and_tails_are_right_to_the_last_places() {
        for step in -7000..7000 {
            let x = f64::from(step) / 10.0;
            let found = exp(&[x; LANES])[3];
            assert!((found / libm::exp(x) - 1.0).abs() < 5e-16, "{x}: {found}");
            let back = ln(&[libm::exp(x / 20.0); LANES])[6];
            let wanted = libm::log(libm::exp(x / 20.0));
            assert!((back - wanted).abs() <= 3e-16 * wanted.abs(), "{x}: {back} for {wanted}");
        }
        assert_eq!(exp(&[-800.0; LANES]), [0.0; LANES]);
        assert!(ln(&[0.0; LANES])[0].is_finite());
        for step in 0..370 {
            let x = f64::from(step) / 10.0;
            let density = ONE_OVER_SQRT_TWO_PI * libm::exp(-0.5 * x * x);
            let found = upper_over_density(&[x; LANES])[5];
            // The check itself loses about x^2 roundings in its exponent.
            assert!((found * density / normal_cdf(-x) - 1.0).abs() < 1e-15 + x * x * 3e-16, "{x}: {found}");
        }
    }
}
