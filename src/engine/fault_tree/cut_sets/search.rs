//! Cut sets one by one, the most probable first.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::family::{CutSets, EMPTY, Family, Member, NEVER, NONE};
use crate::quantity::order;

/// A set of events that fails the top, none of which could be left out.
#[derive(Clone, Debug, PartialEq)]
pub struct CutSet {
    /// The events in rising order.
    pub events: Vec<u32>,
    /// Product of the events' probabilities.
    pub probability: f64,
}

/// A set that is made: what is in it, what it still has to choose from, and the best that it can become.
#[derive(Clone, Copy, Debug)]
struct Draft {
    bound: f64,
    /// The fewest events that it can end up with.
    fewest: u32,
    /// Earlier drafts go first among equals.
    born: u32,
    chosen: Chain,
    pending: Chain,
}

/// A place in a list that shares its tail with others; `END` for the empty one.
type Chain = u32;
const END: Chain = u32::MAX;

impl PartialEq for Draft {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Draft {}

impl PartialOrd for Draft {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Draft {
    fn cmp(&self, other: &Self) -> Ordering {
        self.bound.total_cmp(&other.bound).then(other.born.cmp(&self.born))
    }
}

/// The most list items and drafts that a search may make, per set asked for and beside that.
const ROOM_PER_SET: usize = 4_096;
const ROOM: usize = 1 << 22;

impl CutSets {
    /// The most probable sets, at most so many and none below `cutoff`, given every event's probability; equally probable
    /// ones in a fixed order. The second value says whether `most` or the room for the search cut the list short.
    pub fn most_probable(&self, p: &[f64], most: usize, cutoff: f64) -> (Vec<CutSet>, bool) {
        let best = self.best(p);
        let mut search = Search { sets: self, p, best, chains: Vec::new(), heap: BinaryHeap::new(), born: 0 };
        let root = self.root;
        let mut found = Vec::new();
        if root == NONE {
            return (found, false);
        }
        let pending = search.link(root, END);
        let bound = search.best[root as usize];
        search.push(Draft { bound, fewest: self.fewest[root as usize], born: 0, chosen: END, pending });
        let room = ROOM.saturating_add(most.saturating_mul(ROOM_PER_SET)).min(NEVER as usize - 1);
        while let Some(draft) = search.heap.pop() {
            if draft.bound < cutoff {
                return (found, false);
            }
            if found.len() == most || search.chains.len() > room {
                return (found, true);
            }
            if let Some(set) = search.finish(draft) {
                found.push(set);
            }
        }
        (found, false)
    }
}

struct Search<'a> {
    sets: &'a CutSets,
    p: &'a [f64],
    best: Vec<f64>,
    /// Items of the lists: an event or a family, and what comes after.
    chains: Vec<(u32, Chain)>,
    heap: BinaryHeap<Draft>,
    born: u32,
}

impl Search<'_> {
    fn link(&mut self, item: u32, next: Chain) -> Chain {
        self.chains.push((item, next));
        self.chains.len() as u32 - 1
    }

    fn push(&mut self, draft: Draft) {
        if draft.fewest as usize <= self.sets.order {
            self.born += 1;
            self.heap.push(Draft { born: self.born, ..draft });
        }
    }

    /// Follows the best choices to the end and leaves the others for later. `None` where every choice is too large.
    fn finish(&mut self, mut draft: Draft) -> Option<CutSet> {
        while draft.pending != END {
            let (family, rest) = self.chains[draft.pending as usize];
            if family == EMPTY {
                draft.pending = rest;
                continue;
            }
            let (with, without) = self.choose(draft, family, rest);
            let without = (self.sets.nodes[family as usize].low != NONE).then_some(without);
            let (next, other) = match without {
                Some(without) if without.bound > with.bound || with.fewest as usize > self.sets.order => {
                    (without, Some(with))
                }
                other => (with, other),
            };
            if let Some(other) = other {
                self.push(other);
            }
            if next.fewest as usize > self.sets.order {
                return None;
            }
            draft = next;
        }
        Some(self.read(draft))
    }

    /// The draft with and without the member at the top of `family`.
    fn choose(&mut self, draft: Draft, family: Family, rest: Chain) -> (Draft, Draft) {
        let node = self.sets.nodes[family as usize];
        let (own, own_fewest) = (self.best[family as usize], self.sets.fewest[family as usize]);
        // What else is pending keeps its share of the bound.
        let others = if own > 0.0 { draft.bound / own } else { 0.0 };
        let fewest = draft.fewest - own_fewest;
        let low = Draft {
            bound: others * self.best[node.low as usize],
            fewest: fewest.saturating_add(self.sets.fewest[node.low as usize]),
            pending: self.link(node.low, rest),
            ..draft
        };
        let mut high = Draft {
            bound: others
                * self.sets.member_value(node.level, self.p, &self.best)
                * self.best[node.high as usize],
            pending: self.link(node.high, rest),
            ..draft
        };
        let weight = match self.sets.members[node.level as usize] {
            Member::Event(event) => {
                high.chosen = self.link(event, draft.chosen);
                1
            }
            Member::Module(inner) => {
                high.pending = self.link(inner, high.pending);
                self.sets.fewest[inner as usize]
            }
        };
        high.fewest = fewest.saturating_add(weight).saturating_add(self.sets.fewest[node.high as usize]);
        (high, low)
    }

    fn read(&self, draft: Draft) -> CutSet {
        let mut events = Vec::new();
        let mut at = draft.chosen;
        while let Some(&(event, next)) = self.chains.get(at as usize) {
            events.push(event);
            at = next;
        }
        order::sort(&mut events);
        let probability =
            events.iter().map(|event| self.p.get(*event as usize).copied().unwrap_or(0.0)).product();
        CutSet { events, probability }
    }
}
