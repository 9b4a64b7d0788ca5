//! The two hash tables of a diagram: exact for its decisions, forgetful for its operations.
//!
//! Open arrays of a power of two in length with a fixed hash, as the plans' diagrams have them, but here both can be
//! set back to an earlier state.

use super::diagram::{Decision, Edge, Full};

/// The slot of a triple in an array of `length` entries, a power of two: the highest bits of a product, which every
/// bit of the key reaches.
fn slot([a, b, c]: [u32; 3], length: usize) -> usize {
    let last = u64::from(c).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let word = (u64::from(a) << 32 | u64::from(b)) ^ last;
    let word = (word ^ word >> 32).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (word >> ((length as u64).leading_zeros() + 1)) as usize
}

const EMPTY: u32 = 0;

/// Finds a decision's number: open addressing, linear probing, at most two thirds full. Number 0 is the constant.
#[derive(Clone, Debug)]
pub(super) struct Unique {
    slots: Vec<u32>,
}

impl Unique {
    pub(super) fn new() -> Self {
        Self { slots: vec![EMPTY; 1 << 11] }
    }

    /// The number of a decision, or the free slot where it belongs.
    pub(super) fn find(&self, nodes: &[Decision], wanted: Decision) -> Result<u32, usize> {
        let mut at = slot([wanted.level, wanted.low, wanted.high], self.slots.len());
        loop {
            match self.slots[at] {
                EMPTY => return Err(at),
                number if nodes[number as usize] == wanted => return Ok(number),
                _ => at = (at + 1) & (self.slots.len() - 1),
            }
        }
    }

    /// Enters the newest decision at the slot that `find` gave.
    pub(super) fn insert(&mut self, at: usize, number: u32, nodes: &[Decision]) -> Result<(), Full> {
        self.slots[at] = number;
        if nodes.len() * 3 >= self.slots.len() * 2 {
            let more = self.slots.len();
            self.slots.try_reserve_exact(more).map_err(|_| Full)?;
            self.slots.resize(2 * more, EMPTY);
            self.rebuild(nodes);
        }
        Ok(())
    }

    /// Enters exactly these decisions.
    pub(super) fn rebuild(&mut self, nodes: &[Decision]) {
        self.slots.fill(EMPTY);
        for (number, node) in nodes.iter().enumerate().skip(1) {
            if let Err(free) = self.find(nodes, *node) {
                self.slots[free] = number as u32;
            }
        }
    }
}

/// Remembers results of operations. A newer entry overwrites an older one in the same slot: that costs time, never
/// truth.
#[derive(Clone, Debug)]
pub(super) struct Cache {
    entries: Vec<([Edge; 3], Edge)>,
}

impl Cache {
    const LARGEST: usize = 1 << 20;
    /// No operation has this key: its condition is constant.
    const VACANT: ([Edge; 3], Edge) = ([0; 3], 0);

    pub(super) fn new() -> Self {
        Self { entries: vec![Self::VACANT; 1 << 10] }
    }

    pub(super) fn find(&self, key: [Edge; 3]) -> Option<Edge> {
        let (found, result) = self.entries[slot(key, self.entries.len())];
        (found == key).then_some(result)
    }

    pub(super) fn insert(&mut self, key: [Edge; 3], result: Edge) {
        let at = slot(key, self.entries.len());
        self.entries[at] = (key, result);
    }

    /// Grows with the diagram.
    pub(super) fn fit(&mut self, nodes: usize) {
        if nodes <= self.entries.len() || self.entries.len() >= Self::LARGEST {
            return;
        }
        let mut wider = Vec::new();
        if wider.try_reserve_exact(self.entries.len() * 2).is_err() {
            return;
        }
        wider.resize(self.entries.len() * 2, Self::VACANT);
        let old = std::mem::replace(&mut self.entries, wider);
        for (key, result) in old.into_iter().filter(|entry| *entry != Self::VACANT) {
            self.insert(key, result);
        }
    }

    pub(super) fn clear(&mut self) {
        self.entries.fill(Self::VACANT);
    }
}
