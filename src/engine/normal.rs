//! The standard normal quantile.
//!
//! Written here because the crates that offer it call the standard library's logarithm, which differs between
//! native and Wasm.

use super::lanes::Lanes;

/// The value below which a standard normal number falls with probability `p`: minus infinity at 0, infinity at 1,
/// NaN outside of `0.0..=1.0`.
///
/// # Formula
/// Three rational approximations of degree seven, with a relative error of about 1e-16.
///
/// # Source
/// M. J. Wichura, "Algorithm AS 241: The Percentage Points of the Normal Distribution", Applied Statistics 37, 1988,
/// routine PPND16.
pub fn normal_quantile(p: f64) -> f64 {
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180_625 - q * q;
        return q * polynomial(&A, r) / polynomial(&B, r);
    }
    let tail = if q < 0.0 { p } else { 1.0 - p };
    if tail <= 0.0 {
        return if tail == 0.0 { f64::INFINITY.copysign(q) } else { f64::NAN };
    }
    let r = libm::sqrt(-libm::log(tail));
    let far = if r <= 5.0 {
        polynomial(&C, r - 1.6) / polynomial(&D, r - 1.6)
    } else {
        polynomial(&E, r - 5.0) / polynomial(&F, r - 5.0)
    };
    far.copysign(q)
}

/// [`normal_quantile`] of several probabilities, the same bits.
pub fn normal_quantiles(p: &Lanes) -> Lanes {
    // The middle formula for all, which the compiler does side by side; then the tails one by one.
    let mut found = p.map(|p| {
        let q = p - 0.5;
        let r = 0.180_625 - q * q;
        q * polynomial(&A, r) / polynomial(&B, r)
    });
    for (found, p) in found.iter_mut().zip(p).filter(|(_, p)| (**p - 0.5).abs() > 0.425) {
        *found = normal_quantile(*p);
    }
    found
}

/// By Horner's rule, highest power first.
fn polynomial(coefficients: &[f64; 8], x: f64) -> f64 {
    coefficients.iter().fold(0.0, |sum, c| sum * x + c)
}

const A: [f64; 8] = [
    2_509.080_928_730_122_7,
    33_430.575_583_588_13,
    67_265.770_927_008_7,
    45_921.953_931_549_87,
    13_731.693_765_509_46,
    1_971.590_950_306_551_3,
    133.141_667_891_784_38,
    3.387_132_872_796_366_5,
];
const B: [f64; 8] = [
    5_226.495_278_852_854,
    28_729.085_735_721_943,
    39_307.895_800_092_71,
    21_213.794_301_586_597,
    5_394.196_021_424_751,
    687.187_007_492_057_9,
    42.313_330_701_600_91,
    1.0,
];
const C: [f64; 8] = [
    7.745_450_142_783_414e-4,
    2.272_384_498_926_918_4e-2,
    0.241_780_725_177_450_6,
    1.270_458_252_452_368_4,
    3.647_848_324_763_204_5,
    5.769_497_221_460_691,
    4.630_337_846_156_546,
    1.423_437_110_749_683_5,
];
const D: [f64; 8] = [
    1.050_750_071_644_416_9e-9,
    5.475_938_084_995_345e-4,
    1.519_866_656_361_645_7e-2,
    0.148_103_976_427_480_08,
    0.689_767_334_985_1,
    1.676_384_830_183_803_8,
    2.053_191_626_637_759,
    1.0,
];
const E: [f64; 8] = [
    2.010_334_399_292_288_1e-7,
    2.711_555_568_743_487_6e-5,
    1.242_660_947_388_078_4e-3,
    2.653_218_952_657_612_4e-2,
    0.296_560_571_828_504_87,
    1.784_826_539_917_291_3,
    5.463_784_911_164_114,
    6.657_904_643_501_103,
];
const F: [f64; 8] = [
    2.044_263_103_389_939_8e-15,
    1.421_511_758_316_446e-7,
    1.846_318_317_510_054_8e-5,
    7.868_691_311_456_133e-4,
    1.487_536_129_085_061_5e-2,
    0.136_929_880_922_735_8,
    0.599_832_206_555_888,
    1.0,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::failover::normal_cdf;

    #[test]
    fn golden_rows() {
        // The first three are the paper's own check values; the others are roots of ln Phi(x) = ln p, found with
        // mpmath 1.3 at 40 digits.
        for (p, expected) in [
            (0.25, -0.674_489_750_196_081_7),
            (0.001, -3.090_232_306_167_813_5),
            (1e-20, -9.262_340_089_798_408),
            (0.05, -1.644_853_626_951_472_7),
            (0.075, -1.439_531_470_938_456),
            (0.425, -0.189_118_426_272_792_5),
            (0.975, 1.959_963_984_540_054),
            (1e-300, -37.047_096_299_361_2),
        ] {
            let found = normal_quantile(p);
            // 1e-16 is what the paper states, beside a few roundings of the polynomials.
            assert!((found / expected - 1.0f64).abs() < 1e-15, "{p}: {found} for {expected}");
        }
        assert_eq!(normal_quantile(0.5), 0.0);
        assert_eq!((normal_quantile(0.0), normal_quantile(1.0)), (f64::NEG_INFINITY, f64::INFINITY));
        assert!(normal_quantile(-0.1).is_nan() && normal_quantile(1.1).is_nan());
    }

    #[test]
    fn it_turns_the_distribution_function_around() {
        for step in 1..2000 {
            let p = f64::from(step) / 2000.0;
            let back = normal_cdf(normal_quantile(p));
            // The derivative of Phi is at most 0.4, that of its logarithm about |x|: a few roundings of p.
            assert!((back / p - 1.0).abs() < 2e-15, "{p}: {back}");
        }
    }
}
