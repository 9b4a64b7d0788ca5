//! Bounds where an exact answer does not fit.
//!
//! # Method
//! The tree is split on its most shared event, and what remains of it on either side is simplified and solved, or split
//! again: the likelier first. What is still unsolved when the work is done counts with bounds that gates give each other:
//! - arguments that share nothing multiply;
//! - where all arguments grow with every event, or all fall, they are associated, and P(all) is at least the product;
//! - else P(all) is at least 1 - sum of P(not argument); and always at most the least of them (Frechet).
//!
//! Chances and their complements are carried side by side, so that small ones keep their precision.
//!
//! # Source
//! J. D. Esary, F. Proschan, D. W. Walkup, "Association of Random Variables, with Applications", Annals of Mathematical
//! Statistics 38, 1967; M. Frechet, "Generalisation du theoreme des probabilites totales", Fundamenta Mathematicae 25, 1935.

use std::collections::BinaryHeap;

use super::compile::{Limits, solve};
use super::graph::{Graph, Kind, Lit};
use super::modules::modules;
use super::order::WAYS;
use super::program::{Compiled, Scratch};
use super::simplify::simplify;
use super::tree::{FaultTree, FaultTreeError};
use crate::quantity::order;

/// How often a part may be tried or split, for each top.
const ATTEMPTS: usize = 64;

/// What part of the decisions allowed one attempt may take.
const SHARE: usize = 16;

/// The rounding of a long sum of products, relative to it.
const ROUNDING: f64 = 1e-12;

/// The least and the most that P(top) can be, for every top, given every event's probability; equal but for rounding where
/// the tree fits the limits. A probability that is missing counts as 0.
pub fn bounds(tree: &FaultTree, p: &[f64], limits: Limits) -> Result<Vec<(f64, f64)>, FaultTreeError> {
    let whole = Graph::of(tree)?;
    Ok(whole.tops.iter().map(|top| narrowed(simplify(whole.of_top(*top)), p, limits)).collect())
}

/// A case that is still open: what remains of the tree there, and the chance of the case.
struct Case {
    chance: f64,
    born: usize,
    graph: Graph,
}

impl PartialEq for Case {
    fn eq(&self, other: &Self) -> bool {
        self.born == other.born
    }
}

impl Eq for Case {}

impl PartialOrd for Case {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Case {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.chance.total_cmp(&other.chance).then(other.born.cmp(&self.born))
    }
}

fn narrowed(graph: Graph, p: &[f64], limits: Limits) -> (f64, f64) {
    let budget = (limits.nodes / SHARE).max(1);
    let (mut low, mut high) = (0.0, 0.0);
    let mut open = BinaryHeap::from([Case { chance: 1.0, born: 0, graph }]);
    let mut born = 0;
    for _ in 0..ATTEMPTS {
        let Some(Case { chance, graph, .. }) = open.pop() else { break };
        if let Ok(solved) = solve(&graph, budget, &WAYS[..1]) {
            let compiled = Compiled::of(&solved, graph.events);
            let exact: f64 = compiled.probabilities(p, &mut Scratch::default()).iter().sum();
            low += chance * exact;
            high += chance * exact;
            continue;
        }
        let Some(event) = most_shared(&graph) else {
            high += chance;
            continue;
        };
        let active = p.get(event - 1).copied().unwrap_or(0.0);
        for (value, share) in [(false, 1.0 - active), (true, active)] {
            if share > 0.0 {
                born += 1;
                let graph = simplify(graph.given(event, value));
                open.push(Case { chance: chance * share, born, graph });
            }
        }
    }
    for Case { chance, graph, .. } in open {
        let (least, most) = enclosed(&graph, p);
        low += chance * least;
        high += chance * most;
    }
    (low * (1.0 - ROUNDING), (high * (1.0 + ROUNDING)).min(1.0))
}

/// The event that the most paths reach, by number.
fn most_shared(graph: &Graph) -> Option<usize> {
    let mut paths = vec![0.0; graph.numbers()];
    graph.tops.iter().for_each(|top| paths[top.number()] += 1.0);
    for (gate, node) in graph.gates.iter().enumerate().rev() {
        let own = paths[graph.lit(gate).number()];
        node.args.iter().for_each(|arg| paths[arg.number()] += own);
    }
    (1..=graph.events)
        .filter(|event| paths[*event] > 0.0)
        .reduce(|best, event| if paths[event] > paths[best] { event } else { best })
}

/// What is known of a chance and of its complement.
#[derive(Clone, Copy, Debug)]
struct Range {
    low: f64,
    high: f64,
    /// The least and the most of the complement.
    not_low: f64,
    not_high: f64,
}

impl Range {
    fn exactly(p: f64) -> Self {
        Self { low: p, high: p, not_low: 1.0 - p, not_high: 1.0 - p }
    }

    fn not_if(self, negate: bool) -> Self {
        if !negate {
            return self;
        }
        Self { low: self.not_low, high: self.not_high, not_low: self.low, not_high: self.high }
    }
}

/// An argument as a gate sees it.
#[derive(Clone, Copy, Debug)]
struct Seen {
    range: Range,
    /// Whether it shares nothing with its siblings.
    alone: bool,
    grows: bool,
    falls: bool,
}

/// Bounds of the first top from gate to gate.
fn enclosed(graph: &Graph, p: &[f64]) -> (f64, f64) {
    let mut is_module = vec![false; graph.numbers()];
    (1..=graph.events).for_each(|event| is_module[event] = true);
    for gate in modules(graph).iter().filter_map(|module| module.gate) {
        is_module[graph.lit(gate).number()] = true;
    }
    let mut uses = vec![0u32; graph.numbers()];
    graph.gates.iter().flat_map(|gate| &gate.args).for_each(|arg| uses[arg.number()] += 1);
    // By number: its range, and whether it can grow and whether it can fall with an event.
    let mut known = vec![(Range::exactly(0.0), false, false)];
    known.extend(
        (0..graph.events).map(|event| (Range::exactly(p.get(event).copied().unwrap_or(0.0)), true, false)),
    );
    for node in &graph.gates {
        let seen = |arg: &Lit| {
            let (range, grows, falls) = known[arg.number()];
            let (grows, falls) = if arg.negated() { (falls, grows) } else { (grows, falls) };
            let alone = uses[arg.number()] == 1 && is_module[arg.number()];
            Seen { range: range.not_if(arg.negated()), alone, grows, falls }
        };
        let args: Vec<Seen> = node.args.iter().map(seen).collect();
        let (grows, falls) = (args.iter().any(|arg| arg.grows), args.iter().any(|arg| arg.falls));
        let range = match node.kind {
            Kind::And => all(&args, grows && falls),
            Kind::Xor => odd(&args),
            Kind::Atleast(least) => enough(&args, least as usize, grows && falls),
        };
        let mixed = node.kind == Kind::Xor;
        known.push((range, grows || mixed, falls || mixed));
    }
    graph.tops.first().map_or((0.0, 0.0), |top| {
        let range = known[top.number()].0.not_if(top.negated());
        (range.low, range.high)
    })
}

/// All of the arguments.
fn all(args: &[Seen], mixed: bool) -> Range {
    // The complement of a product of independent chances.
    let either = |a: f64, b: f64| a + (1.0 - a) * b;
    let mut found = Range { low: 1.0, high: 1.0, not_low: 0.0, not_high: 0.0 };
    let (mut least_high, mut most_not_low, mut sum_not) = (1.0f64, 0.0f64, 0.0f64);
    for Seen { range, alone, .. } in args {
        if *alone {
            found.high *= range.high;
            found.not_low = either(found.not_low, range.not_low);
        } else {
            least_high = least_high.min(range.high);
            most_not_low = most_not_low.max(range.not_low);
        }
        if *alone || !mixed {
            found.low *= range.low;
            found.not_high = either(found.not_high, range.not_high);
        } else {
            sum_not += range.not_high;
        }
    }
    let sum_not = sum_not.min(1.0);
    Range {
        low: found.low * (1.0 - sum_not),
        high: found.high * least_high,
        not_low: either(found.not_low, most_not_low),
        not_high: either(found.not_high, sum_not),
    }
}

/// An odd number of the arguments.
fn odd(args: &[Seen]) -> Range {
    let (mut low, mut high) = (0.0f64, 0.0f64);
    for Seen { range, .. } in args {
        let least = (low - range.high).max(range.low - high).max(0.0);
        let most = (high + range.high).min(2.0 - low - range.low).min(1.0);
        (low, high) = (least, most);
    }
    Range { low, high, not_low: 1.0 - high, not_high: 1.0 - low }
}

/// At least so many of the arguments: their expected number lies between `least` times the chance and the number that
/// there is without it.
fn enough(args: &[Seen], least: usize, mixed: bool) -> Range {
    let n = args.len() as f64;
    let k = least as f64;
    let sum = |of: fn(&Range) -> f64| args.iter().map(|arg| of(&arg.range)).sum::<f64>();
    let high = (sum(|range| range.high) / k).min(1.0);
    let not_high = (sum(|range| range.not_high) / (n - k + 1.0)).min(1.0);
    let mut low = 1.0 - not_high;
    if !mixed {
        let mut lows: Vec<f64> = args.iter().map(|arg| arg.range.low).collect();
        order::sort_by(&mut lows, |a, b| b.total_cmp(a));
        low = low.max(lows.iter().take(least).product());
    }
    Range { low, high, not_low: 1.0 - high, not_high: not_high.min(1.0 - low) }
}
