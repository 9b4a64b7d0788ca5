//! A diagram flattened into one straight-line program, evaluated for many probability vectors.

use super::diagram::{Diagram, Node, Var};
use super::numeric;

/// The decisions that some roots need, children before parents.
///
/// Compiled once per structure; every new setting of rates, durations or practices is a new probability vector for
/// the same program.
#[derive(Clone, Debug)]
pub struct Program {
    /// Parallel vectors; places 0 and 1 are the constants WORKS and FAILS.
    vars: Vec<u32>,
    low: Vec<u32>,
    high: Vec<u32>,
    roots: Vec<u32>,
    events: usize,
}

/// Work space of a [`Program`], reusable between calls and programs.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    value: Vec<f64>,
    adjoint: Vec<f64>,
}

/// Everything that one forward and one backward pass give.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluation {
    /// P(root) for every root, in the order they were compiled in.
    pub roots: Vec<f64>,
    /// U = sum of weight times P(root).
    pub total: f64,
    /// Birnbaum importance dU/dp of every event.
    pub derivatives: Vec<f64>,
}

impl Program {
    /// Flattens what `roots` need of `diagram`.
    pub fn compile(diagram: &Diagram, roots: &[Node]) -> Self {
        let used = diagram.reachable(roots);
        let mut place = vec![0u32; used.len()];
        place[1] = 1;
        let count = 2 + used.iter().skip(2).filter(|&&used| used).count();
        let room = || Vec::with_capacity(count);
        let mut program = Self { vars: room(), low: room(), high: room(), roots: Vec::new(), events: 0 };
        for constant in 0..2 {
            program.vars.push(0);
            program.low.push(constant);
            program.high.push(constant);
        }
        // A diagram makes children before parents, so its own order is a topological one.
        for number in (2..used.len()).filter(|&number| used[number]) {
            let decision = diagram.node(number as u32);
            place[number] = program.vars.len() as u32;
            program.vars.push(decision.var);
            program.low.push(place[decision.low as usize]);
            program.high.push(place[decision.high as usize]);
            program.events = program.events.max(decision.var as usize + 1);
        }
        program.roots = roots.iter().map(|root| place[root.0 as usize]).collect();
        program
    }

    /// Number of decisions.
    pub fn len(&self) -> usize {
        self.vars.len() - 2
    }

    /// Whether every root is constant.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The shortest probability vector that covers every event in use.
    pub fn events(&self) -> usize {
        self.events
    }

    /// The probability that each root fails, given for every event the probability that it is active.
    ///
    /// # Formula
    /// P(decision) = p P(high) + (1 - p) P(low)
    ///
    /// All terms are non-negative, so no step cancels: the relative error of a result is at most about three units
    /// in the last place per decision on a path, however small the result. No result leaves `0.0..=1.0`.
    ///
    /// # Panics
    /// If `p` is shorter than [`events`](Self::events).
    pub fn probabilities(&self, p: &[f64], scratch: &mut Scratch) -> Vec<f64> {
        self.forward(p, scratch);
        self.roots.iter().map(|&root| scratch.value[root as usize]).collect()
    }

    /// Birnbaum importance of every event: dU/dp for U = sum of `weights` times P(root), by one reverse pass.
    /// It is as long as `p`; events that no root needs have 0.
    ///
    /// # Formula
    /// dU/dp_i = U(p_i = 1) - U(p_i = 0), here the sum over the decisions on i of
    /// reach(decision) (P(high) - P(low)), reach being the weighted probability of passing there.
    ///
    /// # Panics
    /// If `p` is shorter than [`events`](Self::events) or there is not one weight per root.
    pub fn derivatives(&self, p: &[f64], weights: &[f64], scratch: &mut Scratch) -> Vec<f64> {
        self.forward(p, scratch);
        self.backward_all(p, weights, scratch)
    }

    /// The forward pass alone: fills `scratch` for [`root_probability`](Self::root_probability) and any number of
    /// [`backward`](Self::backward) passes.
    ///
    /// # Panics
    /// If `p` is shorter than [`events`](Self::events).
    pub fn forward(&self, p: &[f64], scratch: &mut Scratch) {
        self.fill(p, scratch);
    }

    /// P(root) after a [`forward`](Self::forward) pass.
    ///
    /// # Panics
    /// If there is no such root, or `scratch` is not of this program.
    pub fn root_probability(&self, root: usize, scratch: &Scratch) -> f64 {
        scratch.value[self.roots[root] as usize]
    }

    /// One reverse pass for some roots with their weights, after a [`forward`](Self::forward) pass with the same
    /// `p`: what [`derivatives`](Self::derivatives) gives. Decisions that these roots do not need cost next to nothing.
    ///
    /// # Panics
    /// If there is no such root, or `scratch` is not of this program.
    pub fn backward(&self, p: &[f64], weights: &[(usize, f64)], scratch: &mut Scratch) -> Vec<f64> {
        let Scratch { value, adjoint } = scratch;
        adjoint.clear();
        adjoint.resize(self.vars.len(), 0.0);
        let mut top = 1;
        for &(root, weight) in weights {
            let root = self.roots[root] as usize;
            adjoint[root] += weight;
            top = top.max(root);
        }
        let mut derivatives = vec![0.0; p.len()];
        for number in (2..=top).rev() {
            let reach = adjoint[number];
            if reach == 0.0 {
                continue;
            }
            let var = self.vars[number] as usize;
            let (low, high) = (self.low[number] as usize, self.high[number] as usize);
            derivatives[var] += reach * (value[high] - value[low]);
            adjoint[high] += reach * p[var];
            adjoint[low] += reach * (1.0 - p[var]);
        }
        derivatives
    }

    /// [`probabilities`](Self::probabilities), their weighted sum and its
    /// [`derivatives`](Self::derivatives), with a single forward pass.
    ///
    /// # Panics
    /// If `p` is shorter than [`events`](Self::events) or there is not one weight per root.
    pub fn evaluate(&self, p: &[f64], weights: &[f64], scratch: &mut Scratch) -> Evaluation {
        let roots = self.probabilities(p, scratch);
        let total = numeric::sum(roots.iter().zip(weights).map(|(root, weight)| root * weight));
        Evaluation { total, derivatives: self.backward_all(p, weights, scratch), roots }
    }

    fn fill(&self, p: &[f64], scratch: &mut Scratch) {
        assert!(p.len() >= self.events, "{} probabilities for {} events", p.len(), self.events);
        let value = &mut scratch.value;
        value.clear();
        value.reserve(self.vars.len());
        value.extend([0.0, 1.0]);
        for ((&var, &low), &high) in self.vars.iter().zip(&self.low).zip(&self.high).skip(2) {
            let p = p[var as usize];
            value.push(p * value[high as usize] + (1.0 - p) * value[low as usize]);
        }
    }

    fn backward_all(&self, p: &[f64], weights: &[f64], scratch: &mut Scratch) -> Vec<f64> {
        assert!(
            weights.len() == self.roots.len(),
            "{} weights for {} roots",
            weights.len(),
            self.roots.len()
        );
        let weights: Vec<(usize, f64)> = weights.iter().copied().enumerate().collect();
        self.backward(p, &weights, scratch)
    }

    pub(super) fn root(&self, index: usize) -> u32 {
        self.roots[index]
    }

    pub(super) fn root_count(&self) -> usize {
        self.roots.len()
    }

    /// Event, low and high branch of a decision; `None` for a constant.
    pub(super) fn decision(&self, number: u32) -> Option<(Var, u32, u32)> {
        let at = number as usize;
        (at > 1).then(|| (Var::new(self.vars[at]), self.low[at], self.high[at]))
    }
}
