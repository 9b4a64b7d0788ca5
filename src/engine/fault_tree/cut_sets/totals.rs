//! Sums over all cut sets, without listing one.

use super::family::{CutSets, EMPTY, Member, NONE};

/// What can be summed and multiplied.
trait Amount: Copy {
    const ZERO: Self;
    const ONE: Self;
    fn plus(self, other: Self) -> Self;
    fn times(self, other: Self) -> Self;
}

impl Amount for f64 {
    const ZERO: Self = 0.0;
    const ONE: Self = 1.0;
    fn plus(self, other: Self) -> Self {
        self + other
    }
    fn times(self, other: Self) -> Self {
        self * other
    }
}

/// A whole number as long as it can be written.
impl Amount for Option<u128> {
    const ZERO: Self = Some(0);
    const ONE: Self = Some(1);
    fn plus(self, other: Self) -> Self {
        self?.checked_add(other?)
    }
    fn times(self, other: Self) -> Self {
        match (self, other) {
            (Some(0), _) | (_, Some(0)) => Some(0),
            (a, b) => a?.checked_mul(b?),
        }
    }
}

/// The most powers of the cut sets' probabilities that are summed for the bound.
const POWERS: u32 = 2_000;

impl CutSets {
    /// How many sets there are; `None` beyond 2^128 - 1.
    pub fn count(&self) -> Option<u128> {
        self.sum(|_| Some(1))
    }

    /// How many sets there are, exactly up to 2^53 and to about that relative precision beyond.
    pub fn count_approximately(&self) -> f64 {
        self.sum(|_| 1.0)
    }

    /// How many sets there are of each number of events, from none on.
    pub fn count_by_order(&self) -> Vec<f64> {
        let mut counts = self.by_order(|_| 1.0);
        while counts.last() == Some(&0.0) {
            counts.pop();
        }
        counts
    }

    /// The rare-event sum: the expected number of active cut sets, given every event's probability. It bounds P(top)
    /// from above where nothing negates, and may exceed 1.
    ///
    /// # Formula
    /// sum over cut sets C of the product of p over C
    pub fn rare_event(&self, p: &[f64]) -> f64 {
        self.sum(|event| p.get(event as usize).copied().unwrap_or(0.0))
    }

    /// The min-cut upper bound: P(top) as if cut sets were independent of each other. It lies between P(top) and the
    /// rare-event sum where nothing negates. `None` where a set is so probable that the sum over powers does not
    /// converge.
    ///
    /// # Formula
    /// 1 - product over cut sets C of (1 - P(C)) = 1 - exp(- sum over k of S_k / k), where S_k, the sum of all P(C)^k, is
    /// the rare-event sum for the probabilities p^k
    ///
    /// # Source
    /// J. D. Esary, F. Proschan, "A Reliability Bound for Systems of Maintained, Interdependent Components", Journal of
    /// the American Statistical Association 65, 1970, for coherent trees.
    pub fn upper_bound(&self, p: &[f64]) -> Option<f64> {
        let mut powers = p.to_vec();
        let mut exponent = 0.0;
        for k in 1..=POWERS {
            let term = self.rare_event(&powers) / f64::from(k);
            exponent += term;
            if term <= 1e-17 * exponent {
                return Some(-libm::expm1(-exponent));
            }
            // e^-40 is beyond what is left of 1.
            if exponent > 40.0 {
                return Some(1.0);
            }
            powers.iter_mut().zip(p).for_each(|(power, p)| *power *= p);
        }
        None
    }

    /// The sum over all sets of the product of their events' values.
    fn sum<A: Amount>(&self, value: impl Fn(u32) -> A) -> A {
        if self.order < self.members.len() {
            // Modules may make sets that are too large.
            return self.by_order(value).into_iter().fold(A::ZERO, A::plus);
        }
        let mut sums = vec![A::ONE; self.nodes.len()];
        sums[NONE as usize] = A::ZERO;
        for (number, node) in self.nodes.iter().enumerate().skip(2) {
            let member = match self.members[node.level as usize] {
                Member::Event(event) => value(event),
                Member::Module(family) => sums[family as usize],
            };
            sums[number] = sums[node.low as usize].plus(member.times(sums[node.high as usize]));
        }
        sums[self.root as usize]
    }

    /// The same by number of events in the set, up to the order allowed.
    fn by_order<A: Amount>(&self, value: impl Fn(u32) -> A) -> Vec<A> {
        let mut sums: Vec<Vec<A>> = vec![Vec::new(); self.nodes.len()];
        sums[EMPTY as usize] = vec![A::ONE];
        for (number, node) in self.nodes.iter().enumerate().skip(2) {
            let high = &sums[node.high as usize];
            let with = match self.members[node.level as usize] {
                Member::Event(event) => multiply(&[A::ZERO, value(event)], high, self.order),
                Member::Module(family) => multiply(&sums[family as usize], high, self.order),
            };
            sums[number] = add(with, &sums[node.low as usize]);
        }
        sums.swap_remove(self.root as usize)
    }

    /// By family: the largest product of a set, and 0 where there is no set.
    pub(super) fn best(&self, p: &[f64]) -> Vec<f64> {
        let mut best = vec![1.0; self.nodes.len()];
        best[NONE as usize] = 0.0;
        for (number, node) in self.nodes.iter().enumerate().skip(2) {
            let high = self.member_value(node.level, p, &best) * best[node.high as usize];
            best[number] = f64::max(best[node.low as usize], high);
        }
        best
    }

    pub(super) fn member_value(&self, level: u32, p: &[f64], of_family: &[f64]) -> f64 {
        match self.members[level as usize] {
            Member::Event(event) => p.get(event as usize).copied().unwrap_or(0.0),
            Member::Module(family) => of_family[family as usize],
        }
    }
}

fn multiply<A: Amount>(a: &[A], b: &[A], order: usize) -> Vec<A> {
    if a.is_empty() || b.is_empty() {
        return Vec::new();
    }
    let length = (a.len() + b.len() - 1).min(order.saturating_add(1));
    let mut product = vec![A::ZERO; length];
    for (i, a) in a.iter().enumerate() {
        for (j, b) in b.iter().enumerate().take(length.saturating_sub(i)) {
            product[i + j] = product[i + j].plus(a.times(*b));
        }
    }
    product
}

fn add<A: Amount>(mut a: Vec<A>, b: &[A]) -> Vec<A> {
    if a.len() < b.len() {
        a.resize(b.len(), A::ZERO);
    }
    a.iter_mut().zip(b).for_each(|(a, b)| *a = a.plus(*b));
    a
}
