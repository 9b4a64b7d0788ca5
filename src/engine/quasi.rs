//! Quasi-random numbers: the draws of one uncertain input, spread as evenly as their number allows.
//!
//! Every input has a stream of its own: the first dimension of a Sobol sequence, shuffled and Owen-scrambled with a
//! seed that follows from the run's seed and the input's key. This is the padding that B. Burley describes, with
//! padded sets of one dimension, or of two where an input is drawn twice. So
//! - there is no limit to the number of inputs (the sequence itself has 256 dimensions),
//! - of 2^k draws exactly one falls into each of the 2^k equal parts of an input's range,
//! - an input keeps its draws whatever else a plan has, so that two versions of a plan meet the same luck.
//!
//! What is given up against one sequence of many dimensions is evenness over pairs of inputs. The logarithm of an
//! unavailability is nearly a sum over its inputs, where that matters little.
//!
//! # Limit
//! A stream has [`MAX_DRAWS`] draws.
//!
//! # Source
//! B. Burley, "Practical Hash-based Owen Scrambling", Journal of Computer Graphics Techniques 9(4), 2020; the crate
//! `sobol_burley`.

use core::array::from_fn;

use sobol_burley::parts::{hash, owen_scramble_rev};

use super::lanes::{LANES, Lanes};
use super::normal::{normal_quantile, normal_quantiles};

/// The most draws of a stream.
pub const MAX_DRAWS: u32 = 1 << 16;

/// The draws of one input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stream {
    shuffle: u32,
    scramble: u32,
    dimension: Dimension,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Dimension {
    First,
    Second,
}

impl Stream {
    /// The stream of the input with this key, in the run with this seed.
    pub fn new(seed: u64, key: &str) -> Self {
        Self::seeded(Self::seed(seed, key), Dimension::First)
    }

    fn seed(seed: u64, key: &str) -> u32 {
        // FNV-1a over the key, then the finisher of SplitMix64 over both.
        let name = key.bytes().fold(0xCBF2_9CE4_8422_2325, |name: u64, byte| {
            (name ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
        });
        let mut mixed = name ^ seed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) as u32
    }

    /// [`new`](Self::new), and another stream of the same input so that the pairs are spread evenly over the square:
    /// the first two dimensions of the sequence.
    pub fn pair(seed: u64, key: &str) -> [Self; 2] {
        [Dimension::First, Dimension::Second].map(|dimension| Self::seeded(Self::seed(seed, key), dimension))
    }

    /// The crate's own seeding, as `sobol_burley::sample(_, dimension, seed)` has it.
    fn seeded(seed: u32, dimension: Dimension) -> Self {
        let own = match dimension {
            Dimension::First => 0x912F_69BA,
            Dimension::Second => 0x174F_18AB,
        };
        Self {
            shuffle: hash(seed ^ 0x79C6_8E4A),
            scramble: hash(seed.wrapping_mul(0x9C8F_2D3B) ^ own),
            dimension,
        }
    }

    /// The draws with these indices, each strictly between 0 and 1.
    ///
    /// In its first dimension a Sobol sequence is the index with its bits turned around, in its second the rows of
    /// Pascal's triangle are its direction numbers; so no table of them is needed. Otherwise this is what the
    /// crate's `sample` does, with 32 bits in place of 23.
    fn uniforms(self, indices: [u32; LANES]) -> Lanes {
        let shuffled = indices.map(|index| owen_scramble_rev(index.reverse_bits(), self.shuffle));
        let turned = shuffled.map(|index| index.reverse_bits() & 0xFFFF);
        let sequence = match self.dimension {
            Dimension::First => turned,
            Dimension::Second => turned.map(|index| {
                let row = |(sum, row): (u32, u32), bit: u32| {
                    (sum ^ (row & (index >> bit & 1).wrapping_neg()), row ^ (row << 1))
                };
                (0..16).fold((0, 1), row).0
            }),
        };
        let scrambled = sequence.map(|index| owen_scramble_rev(index, self.scramble).reverse_bits());
        // The middle of the cell that the bits name: never 0, never 1.
        scrambled.map(|bits| (f64::from(bits) + 0.5) * ONE_CELL)
    }

    /// A number strictly between 0 and 1: the `index`-th draw, from 0 to [`MAX_DRAWS`] - 1.
    pub fn uniform(self, index: u32) -> f64 {
        self.uniforms([index % MAX_DRAWS; LANES])[0]
    }

    /// A standard normal number: the `index`-th draw.
    pub fn normal(self, index: u32) -> f64 {
        normal_quantile(self.uniform(index))
    }

    /// The draws from `first` on, as standard normal numbers: the same bits as [`normal`](Self::normal).
    pub fn normals(self, first: u32) -> Lanes {
        normal_quantiles(&self.uniforms(from_fn(|lane| (first + lane as u32) % MAX_DRAWS)))
    }
}

const ONE_CELL: f64 = 1.0 / 4_294_967_296.0;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::numeric::sum;

    #[test]
    fn every_part_of_the_range_gets_one_draw() {
        for key in ["a", "b", "rate of m1"] {
            let stream = Stream::new(7, key);
            let mut parts: Vec<u32> = (0..4096).map(|i| (stream.uniform(i) * 4096.0) as u32).collect();
            crate::quantity::order::sort_by(&mut parts, Ord::cmp);
            assert_eq!(parts, (0..4096).collect::<Vec<u32>>(), "{key}");
        }
    }

    #[test]
    fn it_is_the_sequence_of_the_crate() {
        for seed in [0, 1, 77, u32::MAX] {
            for index in (0..4096).chain([65_535]) {
                for (number, dimension) in [Dimension::First, Dimension::Second].into_iter().enumerate() {
                    let found = Stream::seeded(seed, dimension).uniform(index);
                    let wanted = f64::from(sobol_burley::sample(index, number as u32, seed));
                    assert_eq!(libm::floor(found * 8_388_608.0), wanted * 8_388_608.0, "{index}");
                }
            }
        }
    }

    #[test]
    fn streams_of_different_keys_and_seeds_have_nothing_in_common() {
        let names = ["a", "b", "c", "rate of m1", "rate of m2", "detect of m1"];
        let streams: Vec<Stream> =
            names.iter().flat_map(|name| (0..4).map(move |seed| Stream::new(seed, name))).collect();
        let normals: Vec<Vec<f64>> =
            streams.iter().map(|s| (0..4096).map(|i| s.normal(i)).collect()).collect();
        for (a, one) in normals.iter().enumerate() {
            for other in &normals[..a] {
                let correlation = sum(one.iter().zip(other).map(|(x, y)| x * y)) / 4096.0;
                // Five standard errors of 1 / sqrt(4096).
                assert!(correlation.abs() < 5.0 / 64.0, "{correlation}");
            }
        }
    }

    #[test]
    fn the_first_draws_are_what_they_were() {
        let stream = Stream::new(1, "rate");
        let found: Vec<f64> = (0..4).map(|i| stream.uniform(i)).collect();
        let normals = stream.normals(0);
        assert!((0..LANES).all(|i| normals[i].to_bits() == stream.normal(i as u32).to_bits()));
        assert_eq!(found, FIRST, "a change here changes every band");
    }

    const FIRST: [f64; 4] =
        [0.859_460_285_282_693_8, 0.128_181_282_314_471_9, 0.489_290_820_783_935_5, 0.698_205_976_164_899_8];
}
