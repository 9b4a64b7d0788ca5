//! Numeric care: compensated sums, products of complements, binomial tails.

/// A running sum whose rounding error does not grow with the number of terms.
///
/// # Source
/// A. Neumaier, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen", ZAMM 54, 1974.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sum {
    total: f64,
    lost: f64,
}

impl Sum {
    /// Adds one term.
    pub fn add(&mut self, term: f64) {
        let total = self.total + term;
        self.lost += if self.total.abs() >= term.abs() {
            (self.total - total) + term
        } else {
            (term - total) + self.total
        };
        self.total = total;
    }

    /// The sum so far.
    pub fn value(self) -> f64 {
        // An infinite total has no lost part worth adding: infinity minus infinity is not a number.
        if self.total.is_finite() { self.total + self.lost } else { self.total }
    }
}

/// The compensated sum of `terms`; 0 when there are none.
pub fn sum(terms: impl IntoIterator<Item = f64>) -> f64 {
    let mut sum = Sum::default();
    terms.into_iter().for_each(|term| sum.add(term));
    sum.value()
}

/// The probability that at least one of several independent events is active.
///
/// # Formula
/// 1 - prod(1 - p) = -expm1(sum ln(1 - p))
///
/// Exact to a few units in the last place for the smallest probabilities too.
pub fn any(probabilities: impl IntoIterator<Item = f64>) -> f64 {
    -libm::expm1(sum(probabilities.into_iter().map(|p| libm::log1p(-p))))
}

/// The probability that every one of several independent events is active: their product.
pub fn all(probabilities: impl IntoIterator<Item = f64>) -> f64 {
    probabilities.into_iter().product()
}

/// The probability that at least `k` of `n` independent, equally likely events are active.
///
/// # Formula
/// sum over j from k to n of C(n, j) p^j (1 - p)^(n - j), term by term without factorials; every term is
/// non-negative.
///
/// # Range
/// `p` in `0.0..=1.0`. Meant for groups of replicas: from about a thousand members on, terms may underflow to 0.
pub fn binomial_tail(k: usize, n: usize, p: f64) -> f64 {
    let term = |j: usize| {
        let ways_times_active: f64 = (1..=j).map(|i| (n - j + i) as f64 / i as f64 * p).product();
        let inactive = (n - j) as f64;
        // 0 members inactive has probability 1 even for p = 1, where the logarithm is infinite.
        ways_times_active * if inactive > 0.0 { libm::exp(inactive * libm::log1p(-p)) } else { 1.0 }
    };
    sum((k..=n).map(term)).min(1.0)
}
