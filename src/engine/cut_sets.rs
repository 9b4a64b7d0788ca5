//! Minimal cut sets: the smallest combinations of events that make a request fail.
//!
//! The structure must be coherent: no event's activity ever helps. Every plan's structure is.
//!
//! Some events are **draws** ("this request is in the degraded share"). They count neither towards the order of a
//! set nor are they named in it; they only weigh it. With them, exactly: a set S of named events is reported when,
//! for some set A of draws, S together with A is a minimal cut set of the structure. Its weight is the probability
//! that a request fails given that of all named events exactly S is active, over all draws. So {recommendations}
//! with a weight of 0.1 and {web} with 1 are reported, and the pair of them is not.
//!
//! # Method
//! The paths of the diagram are walked depth first: a low branch is free, a high branch takes the event into the
//! set. The most promising path goes first, so that a list cut short keeps the best. A path is left as soon as no completion within the order is probable enough (an upper bound per decision
//! and remaining order, from one pass over the program), or as soon as a member has become needless: for every
//! member the walk keeps the decision where it would stand had that member stayed inactive, and a member is
//! needless once both stand at the same place or the other one at "fails".

use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BinaryHeap};

use super::diagram::Var;
use super::numeric;
use super::program::{Program, Scratch};
use crate::quantity::order;

/// A combination of events that fails requests, none of which could be left out.
#[derive(Clone, Debug, PartialEq)]
pub struct CutSet {
    /// The events, in order of place. Empty when draws alone fail requests.
    pub events: Vec<Var>,
    /// Product of the events' probabilities, times [`weight`](Self::weight).
    pub probability: f64,
    /// Probability that a request fails when exactly these events are active: 1 unless draws are involved.
    pub weight: f64,
}

/// The minimal cut sets that were asked for, most probable first.
#[derive(Clone, Debug, PartialEq)]
pub struct CutSets {
    /// The sets; equally probable ones in order of their events.
    pub sets: Vec<CutSet>,
    /// Whether a limit on sets or steps cut the list short. The order and the cutoff do not count as that.
    pub truncated: bool,
}

/// How far to look.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CutSetLimits {
    /// Most events in a set.
    pub order: usize,
    /// Smallest probability of a set, as a share of the root's.
    pub cutoff: f64,
    /// Most sets to report; the most probable are kept.
    pub sets: usize,
    /// Most decisions to visit.
    pub steps: usize,
}

impl Default for CutSetLimits {
    fn default() -> Self {
        Self { order: 3, cutoff: 1e-6, sets: 1_000, steps: 200_000 }
    }
}

/// The minimal cut sets of the `root`-th root of `program`, given every event's probability.
///
/// `draws` tells for every event whether it is a draw; events beyond its end are not.
///
/// # Panics
/// If `program` has no such root or `p` is shorter than its [`events`](Program::events).
pub fn minimal_cut_sets(
    program: &Program,
    root: usize,
    p: &[f64],
    draws: &[bool],
    limits: CutSetLimits,
) -> CutSets {
    assert!(root < program.root_count(), "root {root} of {}", program.root_count());
    let mut scratch = Scratch::default();
    program.forward(p, &mut scratch);
    CutSetSearch::new(program, p, draws, limits).of_root(root, program.root_probability(root, &scratch))
}

/// What the searches below all roots of a program have in common.
#[derive(Clone, Debug)]
pub struct CutSetSearch<'a> {
    program: &'a Program,
    p: &'a [f64],
    draws: &'a [bool],
    limits: CutSetLimits,
    /// For every decision and remaining order the largest product of named events' probabilities on a way to
    /// "fails". Draws count as 1, so it bounds a set's probability from above whatever its draws.
    bound: Vec<f64>,
}

impl<'a> CutSetSearch<'a> {
    /// Prepares a search with the arguments of [`minimal_cut_sets`].
    ///
    /// # Panics
    /// If `p` is shorter than the program's [`events`](Program::events).
    pub fn new(program: &'a Program, p: &'a [f64], draws: &'a [bool], limits: CutSetLimits) -> Self {
        let mut search = Self { program, p, draws, limits, bound: Vec::new() };
        search.bound_completions();
        search
    }

    /// The minimal cut sets of one root, given the probability that it fails.
    ///
    /// # Panics
    /// If the program has no such root.
    pub fn of_root(&self, root: usize, total: f64) -> CutSets {
        let walk = Walk {
            search: self,
            root: self.program.root(root),
            cutoff: self.limits.cutoff * total,
            found: BTreeMap::new(),
            best: BinaryHeap::new(),
        };
        walk.cut_sets()
    }

    /// The probability that a root fails when of all named events exactly these are active and the draws have these
    /// probabilities.
    ///
    /// # Panics
    /// If the program has no such root or `p` is shorter than its [`events`](Program::events).
    pub fn weight(&self, root: usize, events: &[Var], p: &[f64]) -> f64 {
        self.mass(self.program.root(root), events, p)
    }

    fn is_draw(&self, var: Var) -> bool {
        self.draws.get(var.index()).copied().unwrap_or(false)
    }

    /// The probability of failure when of all named events exactly these are active: probability mass flows down
    /// from the root, highest decision first.
    fn mass(&self, root: u32, events: &[Var], p: &[f64]) -> f64 {
        // Where there is mass, in rising order: the highest decision is the last.
        let mut mass = vec![(root, 1.0)];
        let mut failed = numeric::Sum::default();
        while let Some((at, here)) = mass.pop() {
            let Some((var, low, high)) = self.program.decision(at) else {
                failed.add(if at == 1 { here } else { 0.0 });
                continue;
            };
            let active = match (self.is_draw(var), events.contains(&var)) {
                (true, _) => p[var.index()],
                (false, active) => f64::from(active),
            };
            for (next, share) in
                [(high, active), (low, 1.0 - active)].into_iter().filter(|(_, share)| *share > 0.0)
            {
                match mass.binary_search_by_key(&next, |(at, _)| *at) {
                    Ok(known) => mass[known].1 += here * share,
                    Err(place) => mass.insert(place, (next, here * share)),
                }
            }
        }
        failed.value()
    }

    /// Children come before parents, so one sweep is enough.
    fn bound_completions(&mut self) {
        let width = self.limits.order + 1;
        let mut bound = vec![0.0_f64; (self.program.len() + 2) * width];
        bound[width..2 * width].fill(1.0);
        for number in 2..self.program.len() + 2 {
            let Some((var, low, high)) = self.program.decision(number as u32) else { continue };
            let (below, here) = bound.split_at_mut(number * width);
            let (low, high) =
                (&below[low as usize * width..][..width], &below[high as usize * width..][..width]);
            let here = &mut here[..width];
            here.copy_from_slice(low);
            let (factor, taken) = if self.is_draw(var) { (1.0, 0) } else { (self.p[var.index()], 1) };
            for (here, high) in here.iter_mut().skip(taken).zip(high) {
                *here = here.max(factor * high);
            }
        }
        self.bound = bound;
    }
}

/// The search below one root.
struct Walk<'a> {
    search: &'a CutSetSearch<'a>,
    root: u32,
    /// Smallest probability of a set.
    cutoff: f64,
    found: BTreeMap<Vec<Var>, CutSet>,
    /// The probabilities of the best sets found, as many as were asked for, the smallest on top.
    best: BinaryHeap<Reverse<Ranked>>,
}

/// A probability that can be ordered.
#[derive(Clone, Copy, PartialEq)]
struct Ranked(f64);

impl Eq for Ranked {}

impl Ord for Ranked {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A place in the walk and how it was reached.
#[derive(Clone)]
struct Path {
    at: u32,
    /// Product of the probabilities of the named events taken.
    probability: f64,
    events: Vec<Var>,
    /// For every event or draw taken, where the walk would stand without it.
    without: Vec<u32>,
}

impl Walk<'_> {
    fn cut_sets(mut self) -> CutSets {
        let limits = self.search.limits;
        let truncated = self.walk();
        let cutoff = self.cutoff;
        let mut sets: Vec<CutSet> =
            self.found.into_values().filter(|set| set.probability >= cutoff).collect();
        let by_worth = |a: &CutSet, b: &CutSet| {
            b.probability.total_cmp(&a.probability).then_with(|| a.events.cmp(&b.events))
        };
        order::sort_by(&mut sets, by_worth);
        let truncated = truncated || sets.len() > limits.sets;
        sets.truncate(limits.sets);
        CutSets { sets, truncated }
    }

    /// The most that going on from `at` can be worth, after `taken` named events of this joint probability.
    fn promise(&self, at: u32, taken: usize, probability: f64) -> f64 {
        let order = self.search.limits.order;
        probability * self.search.bound[at as usize * (order + 1) + order - taken]
    }

    /// The worth from which on further sets are of no use, once as many as asked for are found.
    fn enough(&self) -> f64 {
        match self.best.peek() {
            Some(Reverse(Ranked(worst))) if self.best.len() >= self.search.limits.sets => *worst,
            _ => 0.0,
        }
    }

    /// Fills `found`, the most promising path first; tells whether sets may be missing.
    fn walk(&mut self) -> bool {
        let CutSetSearch { program, p, limits, .. } = self.search;
        let mut open = Open::default();
        self.consider(
            Path { at: self.root, probability: 1.0, events: Vec::new(), without: Vec::new() },
            &mut open,
        );
        let mut steps = 0;
        while let Some((promise, mut path)) = open.pop() {
            if promise <= self.enough() || steps > limits.steps {
                return true;
            }
            loop {
                let Some((var, _, high)) = program.decision(path.at) else {
                    self.record(path);
                    break;
                };
                steps += 1;
                let draw = self.search.is_draw(var);
                let (named, factor) = if draw { (0, 1.0) } else { (1, p[var.index()]) };
                let (taken, probability) = (path.events.len() + named, path.probability * factor);
                // Most high branches promise too little: that is cheaper to see than to go there.
                if taken <= limits.order && self.worthwhile(self.promise(high, taken, probability)) {
                    let mut active = Path { probability, ..path.clone() };
                    if !draw {
                        active.events.push(var);
                    }
                    if self.advance(&mut active, true) {
                        self.consider(active, &mut open);
                    }
                }
                if !self.advance(&mut path, false) {
                    break;
                }
                if self.promise(path.at, path.events.len(), path.probability) < promise {
                    self.consider(path, &mut open);
                    break;
                }
            }
        }
        false
    }

    fn worthwhile(&self, promise: f64) -> bool {
        promise > 0.0 && promise >= self.cutoff
    }

    /// Keeps a path for later if it can still be worth it.
    fn consider(&self, path: Path, open: &mut Open) {
        let promise = self.promise(path.at, path.events.len(), path.probability);
        if self.worthwhile(promise) {
            open.push(promise, path);
        }
    }

    /// Takes the high or low branch. False when that makes a member needless.
    fn advance(&self, path: &mut Path, active: bool) -> bool {
        let Some((var, low, high)) = self.search.program.decision(path.at) else { return true };
        for at in &mut path.without {
            *at = match self.skip_to(*at, var) {
                (_, Some((low, high))) => {
                    if active {
                        high
                    } else {
                        low
                    }
                }
                (at, None) => at,
            };
        }
        if active {
            path.without.push(low);
        }
        path.at = if active { high } else { low };
        let next = self.search.program.decision(path.at).map_or(Var::new(u32::MAX), |(var, ..)| var);
        path.without.iter_mut().all(|at| {
            *at = self.skip_to(*at, next).0;
            *at != path.at && *at != 1
        })
    }

    /// Follows low branches past the events that a path has skipped, down to `var`: where that ends, and the
    /// branches there if it asks about `var` itself.
    fn skip_to(&self, mut at: u32, var: Var) -> (u32, Option<(u32, u32)>) {
        while let Some((asked, low, high)) = self.search.program.decision(at) {
            if asked == var {
                return (at, Some((low, high)));
            }
            if asked > var {
                break;
            }
            at = low;
        }
        (at, None)
    }

    /// Weighs the set that a path has come to, unless it is known already.
    fn record(&mut self, path: Path) {
        if path.at != 1 || self.found.contains_key(&path.events) {
            return;
        }
        let weight = self.search.mass(self.root, &path.events, self.search.p);
        let probability = path.probability * weight;
        if probability >= self.cutoff {
            self.best.push(Reverse(Ranked(probability)));
            if self.best.len() > self.search.limits.sets {
                self.best.pop();
            }
        }
        let set = CutSet { events: path.events.clone(), probability, weight };
        self.found.insert(path.events, set);
    }
}

/// The paths still to walk, the most promising on top; among equals the oldest.
#[derive(Default)]
struct Open {
    paths: BinaryHeap<Entry>,
    pushed: u64,
}

struct Entry {
    promise: Ranked,
    age: Reverse<u64>,
    path: Path,
}

impl Open {
    fn push(&mut self, promise: f64, path: Path) {
        self.pushed += 1;
        self.paths.push(Entry { promise: Ranked(promise), age: Reverse(self.pushed), path });
    }

    fn pop(&mut self) -> Option<(f64, Path)> {
        self.paths.pop().map(|entry| (entry.promise.0, entry.path))
    }
}

impl Ord for Entry {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.promise, self.age).cmp(&(other.promise, other.age))
    }
}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Entry {}
