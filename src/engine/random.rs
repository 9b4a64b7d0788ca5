//! Random streams: the same numbers on every machine.
//!
//! A [`Stream`] is told by a seed and a number, so that each part of a job draws from its own and the parts can be
//! done in any order by any number of workers. Only whole-number arithmetic, basic floating-point arithmetic and
//! `libm` are used: native and Wasm agree to the bit.

/// A stream of random numbers: xoshiro256++, seeded by SplitMix64.
///
/// # Source
/// D. Blackman, S. Vigna, "Scrambled Linear Pseudorandom Number Generators", ACM Transactions on Mathematical
/// Software 47(4), 2021; G. L. Steele, D. Lea, C. H. Flood, "Fast Splittable Pseudorandom Number Generators",
/// OOPSLA 2014.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stream {
    state: [u64; 4],
}

/// SplitMix64: spreads a seed over many words; two seeds never give the same first word.
#[derive(Clone, Debug)]
struct SplitMix(u64);

impl SplitMix {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        word ^ (word >> 31)
    }
}

impl Stream {
    /// The stream with this number out of the 2^64 that belong to a seed. No two of them begin alike.
    pub fn new(seed: u64, number: u64) -> Self {
        let key = SplitMix(seed).next();
        // An odd factor maps different numbers to different words, which SplitMix keeps different.
        let mut words = SplitMix(key ^ number.wrapping_mul(0xD134_2543_DE82_EF95));
        Self { state: [words.next(), words.next(), words.next(), words.next()] }
    }

    /// The next 64 random bits.
    #[inline]
    pub fn bits(&mut self) -> u64 {
        let [a, b, c, d] = self.state;
        let result = a.wrapping_add(d).rotate_left(23).wrapping_add(a);
        let (c, d) = (c ^ a, d ^ b);
        self.state = [a ^ d, b ^ c, c ^ (b << 17), d.rotate_left(45)];
        result
    }

    /// A number above 0 and below 1, from 52 bits.
    #[inline]
    pub fn uniform(&mut self) -> f64 {
        unit(self.bits())
    }
}

/// The upper 52 bits as a number above 0 and below 1.
#[inline]
fn unit(bits: u64) -> f64 {
    ((bits >> 12) as f64 + 0.5) * (1.0 / 4_503_599_627_370_496.0)
}

const LAYERS: usize = 256;

/// The exponential and the normal distribution by the ziggurat: layers of equal area, where nearly every draw costs
/// one random word, one table entry and one product.
///
/// # Source
/// G. Marsaglia, W. W. Tsang, "The Ziggurat Method for Generating Random Variables", Journal of Statistical Software
/// 5(8), 2000; J. A. Doornik, "An Improved Ziggurat Method to Generate Normal Random Samples", 2005.
#[derive(Clone, Debug)]
pub struct Ziggurat {
    exponential: Layers,
    normal: Layers,
}

/// The right edge of every layer, and the density there.
#[derive(Clone, Debug)]
struct Layers {
    edge: [f64; LAYERS + 1],
    density: [f64; LAYERS + 1],
}

impl Layers {
    /// Layers for a falling density; the lowest holds the tail beyond `tail`.
    fn new(tail: f64, area: f64, density: impl Fn(f64) -> f64, inverse: impl Fn(f64) -> f64) -> Self {
        let mut edge = [0.0; LAYERS + 1];
        edge[0] = area / density(tail);
        edge[1] = tail;
        for layer in 2..LAYERS {
            edge[layer] = inverse(area / edge[layer - 1] + density(edge[layer - 1]));
        }
        Self { density: edge.map(density), edge }
    }

    /// Whether a draw in the part of a layer that the density cuts lies below it; `height` is in 0 to 1.
    fn below(&self, layer: usize, height: f64, density: f64) -> bool {
        self.density[layer + 1] + (self.density[layer] - self.density[layer + 1]) * height < density
    }
}

/// Where the lowest layer of 256 ends, for the exponential density.
const EXPONENTIAL_TAIL: f64 = 7.697_117_470_131_05;
/// The same for the normal density.
const NORMAL_TAIL: f64 = 3.654_152_885_361_009;

fn exponential_density(x: f64) -> f64 {
    libm::exp(-x)
}

fn normal_density(x: f64) -> f64 {
    libm::exp(-0.5 * x * x)
}

impl Default for Ziggurat {
    fn default() -> Self {
        let exponential_area = (EXPONENTIAL_TAIL + 1.0) * exponential_density(EXPONENTIAL_TAIL);
        let beyond = libm::sqrt(core::f64::consts::FRAC_PI_2)
            * libm::erfc(NORMAL_TAIL * core::f64::consts::FRAC_1_SQRT_2);
        let normal_area = NORMAL_TAIL * normal_density(NORMAL_TAIL) + beyond;
        Self {
            exponential: Layers::new(EXPONENTIAL_TAIL, exponential_area, exponential_density, |y| {
                -libm::log(y)
            }),
            normal: Layers::new(NORMAL_TAIL, normal_area, normal_density, |y| {
                libm::sqrt(-2.0 * libm::log(y))
            }),
        }
    }
}

impl Ziggurat {
    /// An exponential number of mean 1.
    #[inline]
    pub fn exponential(&self, stream: &mut Stream) -> f64 {
        loop {
            let bits = stream.bits();
            // The layer and the place in it come from different bits.
            let layer = (bits & 0xFF) as usize;
            let x = unit(bits) * self.exponential.edge[layer];
            if x < self.exponential.edge[layer + 1] {
                return x;
            }
            if layer == 0 {
                // Beyond any point an exponential begins anew.
                return EXPONENTIAL_TAIL - libm::log(stream.uniform());
            }
            if self.exponential.below(layer, stream.uniform(), exponential_density(x)) {
                return x;
            }
        }
    }

    /// A normal number of mean 0 and standard deviation 1.
    #[inline]
    pub fn normal(&self, stream: &mut Stream) -> f64 {
        loop {
            let bits = stream.bits();
            let layer = (bits & 0xFF) as usize;
            let x = (2.0 * unit(bits) - 1.0) * self.normal.edge[layer];
            if x.abs() < self.normal.edge[layer + 1] {
                return x;
            }
            if layer == 0 {
                return normal_tail(stream, x < 0.0);
            }
            if self.normal.below(layer, stream.uniform(), normal_density(x)) {
                return x;
            }
        }
    }
}

/// A normal number beyond the lowest layer.
#[cold]
fn normal_tail(stream: &mut Stream, negative: bool) -> f64 {
    loop {
        let beyond = -libm::log(stream.uniform()) / NORMAL_TAIL;
        if -2.0 * libm::log(stream.uniform()) > beyond * beyond {
            let x = NORMAL_TAIL + beyond;
            return if negative { -x } else { x };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::failover::normal_cdf;

    #[test]
    fn published_vectors_come_out() {
        // The first outputs of SplitMix64 from 1234567, as its reference program prints them.
        let mut words = SplitMix(1_234_567);
        let expected = [
            6_457_827_717_110_365_317,
            3_203_168_211_198_807_973,
            9_817_491_932_198_370_423,
            4_593_380_528_125_082_431,
            16_408_922_859_458_223_821,
        ];
        assert_eq!(expected, [(); 5].map(|()| words.next()));
        // The first outputs of xoshiro256++ from the state 1, 2, 3, 4, as the reference program prints them.
        let mut stream = Stream { state: [1, 2, 3, 4] };
        let expected: [u64; 10] = [
            41_943_041,
            58_720_359,
            3_588_806_011_781_223,
            3_591_011_842_654_386,
            9_228_616_714_210_784_205,
            9_973_669_472_204_895_162,
            14_011_001_112_246_962_877,
            12_406_186_145_184_390_807,
            15_849_039_046_786_891_736,
            10_450_023_813_501_588_000,
        ];
        assert_eq!(expected, [(); 10].map(|()| stream.bits()));
    }

    #[test]
    fn streams_differ_by_seed_and_by_number() {
        let first = |seed, number| Stream::new(seed, number).bits();
        assert_eq!(first(1, 7), first(1, 7));
        let mut all: Vec<u64> = (0..100).flat_map(|seed| (0..100).map(move |n| first(seed, n))).collect();
        crate::quantity::order::sort_by(&mut all, Ord::cmp);
        all.dedup();
        assert_eq!(all.len(), 10_000);
    }

    #[test]
    fn uniform_numbers_never_reach_an_end() {
        assert!(unit(0) > 0.0 && unit(u64::MAX) < 1.0);
    }

    /// The largest distance between the share of draws up to a point and its probability.
    fn distance(mut draws: Vec<f64>, cdf: impl Fn(f64) -> f64) -> f64 {
        crate::quantity::order::sort_by(&mut draws, f64::total_cmp);
        let count = draws.len() as f64;
        let gap = |(i, x): (usize, &f64)| (cdf(*x) - (i as f64 + 0.5) / count).abs();
        draws.iter().enumerate().map(gap).fold(0.0, f64::max)
    }

    #[test]
    fn both_distributions_pass_kolmogorov_and_smirnov() {
        let (ziggurat, mut stream) = (Ziggurat::default(), Stream::new(1, 1));
        let count = 200_000;
        // The critical value for one wrong alarm in a thousand: 1.95 / sqrt(n).
        let most = 1.95 / libm::sqrt(f64::from(count));
        let draws = (0..count).map(|_| ziggurat.exponential(&mut stream)).collect();
        assert!(distance(draws, |x| -libm::expm1(-x)) < most);
        let draws = (0..count).map(|_| ziggurat.normal(&mut stream)).collect();
        assert!(distance(draws, normal_cdf) < most);
    }

    #[test]
    fn the_tails_have_their_weight() {
        let (ziggurat, mut stream) = (Ziggurat::default(), Stream::new(2, 2));
        let count = 4_000_000;
        let (mut beyond_exponential, mut beyond_normal) = (0u32, 0u32);
        for _ in 0..count {
            beyond_exponential += u32::from(ziggurat.exponential(&mut stream) > 8.0);
            beyond_normal += u32::from(ziggurat.normal(&mut stream).abs() > 3.7);
        }
        // Poisson counts: within four standard deviations.
        let close = |found: u32, p: f64| {
            let expected = p * f64::from(count);
            (f64::from(found) - expected).abs() < 4.0 * libm::sqrt(expected)
        };
        assert!(close(beyond_exponential, libm::exp(-8.0)), "{beyond_exponential}");
        assert!(close(beyond_normal, 2.0 * normal_cdf(-3.7)), "{beyond_normal}");
    }
}
