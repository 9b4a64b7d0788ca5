//! Quasi-random numbers: the draws of one uncertain input, spread as evenly as their number allows.
//!
//! Every input has a stream of its own: the first dimension of a Sobol sequence, shuffled and Owen-scrambled with a
//! seed that follows from the run's seed and the input's key. This is the padding that B. Burley describes, with
//! padded sets of one dimension. So
//! - there is no limit to the number of inputs (the sequence itself has 256 dimensions),
//! - of 2^k draws exactly one falls into each of the 2^k equal parts of an input's range,
//! - an input keeps its draws whatever else a plan has, so that two versions of a plan meet the same luck.
//!
//! What is given up against one sequence of many dimensions is evenness over pairs of inputs. The logarithm of an
//! unavailability is nearly a sum over its inputs, where that matters little.
//!
//! # Limit
//! A stream has [`MAX_DRAWS`] draws, each with 23 bits.
//!
//! # Source
//! B. Burley, "Practical Hash-based Owen Scrambling", Journal of Computer Graphics Techniques 9(4), 2020; the crate
//! `sobol_burley`.

use super::normal::normal_quantile;

/// The most draws of a stream.
pub const MAX_DRAWS: u32 = 1 << 16;

/// The draws of one input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stream(u32);

impl Stream {
    /// The stream of the input with this key, in the run with this seed.
    pub fn new(seed: u64, key: &str) -> Self {
        // FNV-1a over the key, then the finisher of SplitMix64 over both.
        let hash = key.bytes().fold(0xCBF2_9CE4_8422_2325, |hash: u64, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
        });
        let mut mixed = hash ^ seed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        Self((mixed ^ (mixed >> 31)) as u32)
    }

    /// A number strictly between 0 and 1: the `index`-th draw, from 0 to [`MAX_DRAWS`] - 1.
    pub fn uniform(self, index: u32) -> f64 {
        // The middle of the cell that the 23 bits name: never 0, never 1.
        f64::from(sobol_burley::sample(index % MAX_DRAWS, 0, self.0)) + HALF_CELL
    }

    /// A standard normal number: the `index`-th draw.
    pub fn normal(self, index: u32) -> f64 {
        normal_quantile(self.uniform(index))
    }
}

const HALF_CELL: f64 = 1.0 / 16_777_216.0;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::numeric::sum;

    #[test]
    fn every_part_of_the_range_gets_one_draw() {
        for key in ["a", "b", "rate of m1"] {
            let stream = Stream::new(7, key);
            let mut parts: Vec<u32> = (0..4096).map(|i| (stream.uniform(i) * 4096.0) as u32).collect();
            parts.sort_unstable();
            assert_eq!(parts, (0..4096).collect::<Vec<u32>>(), "{key}");
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
        assert_eq!(found, FIRST, "a change here changes every band");
    }

    const FIRST: [f64; 4] = [0.859_460_294_246_673_6, 0.128_181_278_705_596_92, 0.489_290_773_868_560_8, 0.698_206_007_480_621_3];
}
