//! Choosing one of many by weight, in constant time.

use crate::engine::random::Stream;

/// A table for choosing an index with probability in proportion to its weight.
///
/// # Source
/// A. J. Walker, "An Efficient Method for Generating Discrete Random Variables with General Distributions", ACM
/// Transactions on Mathematical Software 3(3), 1977; M. D. Vose, IEEE Transactions on Software Engineering 17(9), 1991
/// (the way to build it).
#[derive(Clone, Debug, Default)]
pub(super) struct Alias {
    /// For each column, up to where it stands for itself, and for whom it stands beyond.
    columns: Vec<(f64, u32)>,
}

impl Alias {
    /// A table for these weights: finite, none negative.
    pub(super) fn new(weights: &[f64]) -> Self {
        let total: f64 = weights.iter().sum();
        let scale = weights.len() as f64 / total;
        let mut left: Vec<f64> = weights.iter().map(|weight| weight * scale).collect();
        let mut columns: Vec<(f64, u32)> = (0..weights.len() as u32).map(|index| (1.0, index)).collect();
        let (mut small, mut large): (Vec<usize>, Vec<usize>) =
            (0..left.len()).partition(|index| left[*index] < 1.0);
        while let (Some(lesser), Some(greater)) = (small.pop(), large.last().copied()) {
            columns[lesser] = (left[lesser], greater as u32);
            left[greater] -= 1.0 - left[lesser];
            if left[greater] < 1.0 {
                large.pop();
                small.push(greater);
            }
        }
        Self { columns }
    }

    /// An index; there has to be one.
    #[inline]
    pub(super) fn draw(&self, stream: &mut Stream) -> usize {
        let count = self.columns.len();
        let place = stream.uniform() * count as f64;
        // Rounding can only reach the end itself, one past the last column.
        let column = (place as usize).min(count - 1);
        let (share, other) = self.columns[column];
        if place - (column as f64) < share { column } else { other as usize }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_come_in_proportion() {
        let weights = [5.0, 0.0, 1e-3, 2.0, 0.5, 100.0];
        let total: f64 = weights.iter().sum();
        let (alias, mut stream) = (Alias::new(&weights), Stream::new(3, 0));
        let draws = 2_000_000;
        let mut found = [0u32; 6];
        for _ in 0..draws {
            found[alias.draw(&mut stream)] += 1;
        }
        for (count, weight) in found.iter().zip(weights) {
            let expected = f64::from(draws) * weight / total;
            // Counts are within four standard deviations.
            assert!((f64::from(*count) - expected).abs() <= 4.0 * libm::sqrt(expected), "{found:?}");
        }
    }
}
