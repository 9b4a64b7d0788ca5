//! The two hash tables of a diagram: exact for its nodes, forgetful for its operations.
//!
//! Both are open arrays of a power of two in length with a fixed hash, so that speed does not depend on a seed and
//! results never depend on either.

/// The slot of a triple in an array of `length` entries, a power of two: the highest bits of a product, which
/// every bit of the key reaches.
fn slot([a, b, c]: [u32; 3], length: usize) -> usize {
    let last = u64::from(c).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let word = (u64::from(a) << 32 | u64::from(b)) ^ last;
    let word = (word ^ word >> 32).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (word >> ((length as u64).leading_zeros() + 1)) as usize
}

/// One decision: the event it asks about and where to go when the event is inactive or active.
#[derive(Clone, Copy, Debug)]
pub(super) struct Decision {
    pub(super) var: u32,
    pub(super) low: u32,
    pub(super) high: u32,
    /// The last event in the order on which the function depends.
    pub(super) deepest: u32,
}

impl Decision {
    fn key(&self) -> [u32; 3] {
        [self.var, self.low, self.high]
    }
}

const EMPTY: u32 = 0;

/// Finds a decision's number among the decisions made so far: open addressing, linear probing, at most two
/// thirds full.
#[derive(Clone, Debug)]
pub(super) struct UniqueTable {
    slots: Vec<u32>,
}

impl UniqueTable {
    pub(super) fn new() -> Self {
        Self { slots: vec![EMPTY; 1 << 12] }
    }

    /// The number of the decision with this key, or the free slot where it belongs.
    pub(super) fn find(&self, nodes: &[Decision], key: [u32; 3]) -> Result<u32, usize> {
        let mut at = slot(key, self.slots.len());
        loop {
            match self.slots[at] {
                EMPTY => return Err(at),
                number if nodes[number as usize].key() == key => return Ok(number),
                _ => at = (at + 1) & (self.slots.len() - 1),
            }
        }
    }

    /// Enters the newest decision, the last of `nodes`, at the slot that `find` gave.
    pub(super) fn insert(&mut self, at: usize, number: u32, nodes: &[Decision]) {
        self.slots[at] = number;
        if nodes.len() * 3 < self.slots.len() * 2 {
            return;
        }
        let mut wider = Self { slots: vec![EMPTY; self.slots.len() * 2] };
        for number in (2u32..).take(nodes.len() - 2) {
            if let Err(free) = wider.find(nodes, nodes[number as usize].key()) {
                wider.slots[free] = number;
            }
        }
        *self = wider;
    }
}

/// Remembers results of if-then-else. A newer entry overwrites an older one in the same slot: that costs time,
/// never truth.
#[derive(Clone, Debug)]
pub(super) struct OperationCache {
    entries: Vec<([u32; 3], u32)>,
}

impl OperationCache {
    const LARGEST: usize = 1 << 20;
    /// No operation has this key: a call whose condition is constant is answered without asking the cache.
    const VACANT: ([u32; 3], u32) = ([0; 3], 0);

    pub(super) fn new() -> Self {
        Self { entries: vec![Self::VACANT; 1 << 12] }
    }

    pub(super) fn find(&self, key: [u32; 3]) -> Option<u32> {
        let (found, result) = self.entries[slot(key, self.entries.len())];
        (found == key).then_some(result)
    }

    pub(super) fn insert(&mut self, key: [u32; 3], result: u32) {
        let at = slot(key, self.entries.len());
        self.entries[at] = (key, result);
    }

    /// Grows with the diagram.
    pub(super) fn fit(&mut self, nodes: usize) {
        if nodes <= 4 * self.entries.len() || self.entries.len() >= Self::LARGEST {
            return;
        }
        let wider = vec![Self::VACANT; self.entries.len() * 2];
        let old = std::mem::replace(&mut self.entries, wider);
        for (key, result) in old.into_iter().filter(|entry| *entry != Self::VACANT) {
            self.insert(key, result);
        }
    }
}
