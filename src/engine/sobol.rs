//! Variance-based sensitivity: which inputs of a function drive its spread.
//!
//! The first-order index of a group of inputs is the share of the variance that goes when the group becomes known;
//! its total index is the share that stays when everything else becomes known. For independent inputs the first-order
//! indices add up to at most one, and a total index is never below the first-order one.
//!
//! # Formula
//! With two independent samples A and B, and AB the sample A with the group's inputs from B, f centred:
//! first order: mean of f(B) (f(AB) - f(A)) over V; total: mean of (f(A) - f(AB))^2 over 2 V.
//!
//! # Source
//! A. Saltelli et al., "Variance based sensitivity analysis of model output", Computer Physics Communications 181,
//! 2010, table 2 (b) and (f); the latter is from M. J. W. Jansen, Computer Physics Communications 117, 1999.

use core::ops::ControlFlow;

use super::lanes::{LANES, Lanes};
use super::numeric::sum;
use super::quasi::Stream;

/// The sensitivity indices of a group of inputs. Estimates: a first-order index near zero may come out below it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Indices {
    /// The share of the variance that the group explains alone.
    pub first_order: f64,
    /// The share in which it takes part.
    pub total: f64,
}

/// The indices of each group of inputs, and the variance that they divide; no indices when nothing varies.
///
/// `samples` are the streams of each input for A and B, `values(input, z)` makes an input's values of standard
/// normal numbers, `f` evaluates a batch. It takes `draws (groups + 2)` evaluations; `draws` is rounded up to whole
/// batches. `None` when `progress`, which is told the share that is done, says stop.
pub fn indices(
    samples: &[[Stream; 2]],
    groups: &[Vec<usize>],
    draws: u32,
    values: impl Fn(usize, &Lanes) -> Lanes,
    mut f: impl FnMut(&[Lanes]) -> Lanes,
    progress: &mut dyn FnMut(f64) -> ControlFlow<()>,
) -> Option<(Vec<Option<Indices>>, f64)> {
    let batches = draws.div_ceil(LANES as u32).max(1);
    let mut of_a: Vec<f64> = Vec::new();
    let mut of_b: Vec<f64> = Vec::new();
    let mut of_groups: Vec<Vec<f64>> = vec![Vec::new(); groups.len()];
    for batch in 0..batches {
        let first = batch * LANES as u32;
        let draw = |side: usize| -> Vec<Lanes> {
            let lanes =
                |(input, streams): (usize, &[Stream; 2])| values(input, &streams[side].normals(first));
            samples.iter().enumerate().map(lanes).collect()
        };
        let (a, b) = (draw(0), draw(1));
        of_a.extend(f(&a));
        of_b.extend(f(&b));
        let mut mixed = a.clone();
        for (group, found) in groups.iter().zip(&mut of_groups) {
            group.iter().for_each(|input| mixed[*input] = b[*input]);
            found.extend(f(&mixed));
            group.iter().for_each(|input| mixed[*input] = a[*input]);
        }
        if progress(f64::from(batch + 1) / f64::from(batches)).is_break() {
            return None;
        }
    }
    let count = of_a.len() as f64;
    let both = || of_a.iter().chain(&of_b);
    let mean = sum(both().copied()) / (2.0 * count);
    let variance = sum(both().map(|y| (y - mean) * (y - mean))) / (2.0 * count);
    // Rounding alone gives about 1e-16 of the values.
    let noise = 1e-13 * mean.abs().max(f64::MIN_POSITIVE);
    if variance.is_nan() || variance <= noise * noise {
        return Some((vec![None; groups.len()], 0.0));
    }
    let of = |mixed: &Vec<f64>| {
        let alone = of_a.iter().zip(&of_b).zip(mixed).map(|((a, b), ab)| (b - mean) * (ab - a));
        let takes_part = of_a.iter().zip(mixed).map(|(a, ab)| (a - ab) * (a - ab));
        Some(Indices {
            first_order: sum(alone) / count / variance,
            total: sum(takes_part) / count / (2.0 * variance),
        })
    };
    Some((of_groups.iter().map(of).collect(), variance))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::failover::normal_cdf;

    fn run(
        inputs: usize,
        groups: &[Vec<usize>],
        f: impl Fn(&[f64]) -> f64,
        uniform: bool,
    ) -> (Vec<Option<Indices>>, f64) {
        let streams: Vec<[Stream; 2]> = (0..inputs).map(|i| Stream::pair(3, &format!("input {i}"))).collect();
        let value = |_: usize, z: &Lanes| if uniform { z.map(normal_cdf) } else { *z };
        let lanes =
            |x: &[Lanes]| core::array::from_fn(|i| f(&x.iter().map(|lanes| lanes[i]).collect::<Vec<f64>>()));
        indices(&streams, groups, 1 << 14, value, lanes, &mut |_| ControlFlow::Continue(())).unwrap()
    }

    #[test]
    fn the_ishigami_function_has_its_known_indices() {
        // sin x1 + 7 sin^2 x2 + 0.1 x3^4 sin x1 on (-pi, pi)^3: T. Ishigami, T. Homma, ISUMA 1990; the indices follow
        // from its variances V1 = (1 + b pi^4 / 5)^2 / 2, V2 = a^2 / 8, V13 = b^2 pi^8 (1/18 - 1/50).
        let pi = core::f64::consts::PI;
        let f = |u: &[f64]| {
            let x: Vec<f64> = u.iter().map(|u| pi * (2.0 * u - 1.0)).collect();
            let (sine, other) = (libm::sin(x[0]), libm::sin(x[1]));
            sine + 7.0 * other * other + 0.1 * libm::pow(x[2], 4.0) * sine
        };
        let (a, b) = (7.0, 0.1);
        let one = {
            let whole = 1.0 + b * libm::pow(pi, 4.0) / 5.0;
            whole * whole / 2.0
        };
        let two = a * a / 8.0;
        let both = b * b * libm::pow(pi, 8.0) * (1.0 / 18.0 - 1.0 / 50.0);
        let all: f64 = one + two + both;
        let (found, variance) = run(3, &[vec![0], vec![1], vec![2], vec![0, 1]], f, true);
        // 16,384 draws: plain Monte Carlo has a standard error of about 0.01.
        assert!((variance / all - 1.0).abs() < 0.02, "{variance} for {all}");
        for (index, (first, total)) in
            [(one, one + both), (two, two), (0.0, both), (one + two, all)].into_iter().enumerate()
        {
            let indices = found[index].unwrap();
            assert!((indices.first_order - first / all).abs() < 0.02, "{index}: {indices:?}");
            assert!((indices.total - total / all).abs() < 0.02, "{index}: {indices:?}");
        }
    }

    #[test]
    fn a_linear_function_splits_its_variance_by_squares() {
        let weights = [3.0, 2.0, 1.0, 0.0];
        let f = |z: &[f64]| z.iter().zip(weights).map(|(z, w)| z * w).sum();
        let (found, variance) = run(4, &[vec![0], vec![1], vec![2], vec![3]], f, false);
        assert!((variance / 14.0 - 1.0).abs() < 0.02, "{variance}");
        for (index, share) in [9.0, 4.0, 1.0, 0.0].into_iter().enumerate() {
            let indices = found[index].unwrap();
            assert!((indices.first_order - share / 14.0).abs() < 0.02, "{index}: {indices:?}");
            assert!((indices.total - share / 14.0).abs() < 0.02, "{index}: {indices:?}");
        }
        assert_eq!(found[3].unwrap().total, 0.0);
    }

    #[test]
    fn what_does_not_vary_has_no_indices() {
        assert_eq!(run(2, &[vec![0]], |_| -3.0, false), (vec![None], 0.0));
    }

    #[test]
    fn it_stops_when_told() {
        let streams = [Stream::pair(1, "a")];
        let stopped =
            indices(&streams, &[vec![0]], 4096, |_, z| *z, |x| x[0], &mut |_| ControlFlow::Break(()));
        assert!(stopped.is_none());
    }
}
