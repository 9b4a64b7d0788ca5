//! What a set of active effects does to requests, asked of the compiled structure once and remembered.
//!
//! A structure is linear in the probability of each place by itself. So one evaluation with its derivatives gives the
//! answers for nothing active and for each effect alone; one more for each effect gives all pairs with it. Larger sets
//! are evaluated one by one and remembered in a map of bounded size.

use std::collections::BTreeMap;

use super::process::{Effect, Process};
use crate::engine::{Program, Scratch};

/// The most remembered numbers: 32 MiB of them.
const MOST: usize = 4 << 20;

/// The values of all roots for sets of effects.
#[derive(Clone, Debug)]
pub(super) struct Losses {
    program: Program,
    quiet: Vec<f64>,
    /// The place and the share of each effect; `None` for those apart from the structure.
    effects: Vec<Option<(usize, f64)>>,
    /// By effect the places that fail for certain beside its own. Sets with such effects are evaluated one by one.
    also: Vec<Vec<usize>>,
    stride: usize,
    /// Stride after stride: nothing active, each effect alone, then whatever has been asked for.
    values: Vec<f64>,
    /// Where the values of all pairs with an effect begin.
    pairs: Vec<Option<usize>>,
    larger: BTreeMap<Vec<u32>, usize>,
    probability: Vec<f64>,
    scratch: Scratch,
}

/// Where the values of a set stand.
pub(super) type Place = usize;

impl Losses {
    pub(super) fn new(process: &Process) -> Self {
        let effects: Vec<Option<(usize, f64)>> = process
            .effects
            .iter()
            .map(|effect| match effect {
                Effect::OnRequests { var, share, .. } => Some((var.index(), *share)),
                Effect::Apart { .. } => None,
            })
            .collect();
        let also = process.effects.iter().map(|effect| match effect {
            Effect::OnRequests { also, .. } => also.iter().map(|var| var.index()).collect(),
            Effect::Apart { .. } => Vec::new(),
        });
        let mut losses = Self {
            also: also.collect(),
            program: process.program.clone(),
            quiet: process.quiet.clone(),
            stride: process.roots(),
            values: Vec::new(),
            pairs: vec![None; effects.len()],
            larger: BTreeMap::new(),
            probability: process.quiet.clone(),
            scratch: Scratch::default(),
            effects,
        };
        losses.program.forward(&losses.probability, &mut losses.scratch);
        let quiet = losses.roots();
        losses.values.extend(quiet);
        losses.row();
        for effect in 0..losses.also.len() {
            if !losses.also[effect].is_empty() {
                losses.set(&[effect as u32]);
                losses.program.forward(&losses.probability, &mut losses.scratch);
                let (place, values) = (losses.alone(effect), losses.roots());
                losses.values[place..place + values.len()].copy_from_slice(&values);
            }
        }
        losses
    }

    /// The values of all roots at a place.
    #[inline]
    pub(super) fn at(&self, place: Place) -> &[f64] {
        &self.values[place..place + self.stride]
    }

    /// The place of one effect alone; it never moves.
    pub(super) fn alone(&self, effect: usize) -> Place {
        self.stride * (1 + effect)
    }

    /// The place of a set of effects, sorted. Asking for a set of two or more may move other such sets.
    #[inline]
    pub(super) fn place(&mut self, set: &[u32]) -> Place {
        match *set {
            [] => 0,
            [only] => self.stride * (1 + only as usize),
            [first, second]
                if self.is_simple(second) && self.effects.len().pow(2) * self.stride <= MOST / 2 =>
            {
                let row = match self.pairs[first as usize] {
                    Some(row) => row,
                    None => self.pairs_with(first as usize),
                };
                row + self.stride * second as usize
            }
            _ => match self.larger.get(set) {
                Some(place) => *place,
                None => self.evaluate(set),
            },
        }
    }

    /// Whether an effect changes one place at most.
    #[inline]
    fn is_simple(&self, effect: u32) -> bool {
        self.also[effect as usize].is_empty()
    }

    fn roots(&self) -> Vec<f64> {
        (0..self.stride).map(|root| self.program.root_probability(root, &self.scratch)).collect()
    }

    /// Appends, for each effect, the values when it becomes active too; a forward pass is in `scratch`.
    ///
    /// # Formula
    /// value + dp dU/dp, with dp = share (1 - p): two effects at one place count as independent, rule 2.
    fn row(&mut self) -> Place {
        let start = self.values.len();
        let now = self.roots();
        self.values.resize(start + self.stride * self.effects.len(), 0.0);
        for (root, value) in now.into_iter().enumerate() {
            let derivatives = self.program.backward(&self.probability, &[(root, 1.0)], &mut self.scratch);
            for (index, effect) in self.effects.iter().enumerate() {
                let rise = effect.map_or(0.0, |(place, share)| {
                    share * (1.0 - self.probability[place]) * derivatives[place]
                });
                self.values[start + self.stride * index + root] = (value + rise).min(1.0);
            }
        }
        start
    }

    #[cold]
    fn pairs_with(&mut self, first: usize) -> Place {
        self.make_room(self.stride * self.effects.len());
        self.set(&[first as u32]);
        self.program.forward(&self.probability, &mut self.scratch);
        let row = self.row();
        self.pairs[first] = Some(row);
        row
    }

    #[cold]
    fn evaluate(&mut self, set: &[u32]) -> Place {
        self.make_room(self.stride);
        self.set(set);
        self.program.forward(&self.probability, &mut self.scratch);
        let place = self.values.len();
        let values = self.roots();
        self.values.extend(values);
        self.larger.insert(set.to_vec(), place);
        place
    }

    /// Sets the probability of every place: nothing but these effects active.
    fn set(&mut self, set: &[u32]) {
        self.probability.copy_from_slice(&self.quiet);
        for &effect in set {
            if let Some((place, share)) = self.effects[effect as usize] {
                self.probability[place] += share * (1.0 - self.probability[place]);
            }
            for &place in &self.also[effect as usize] {
                self.probability[place] = 1.0;
            }
        }
    }

    /// Forgets sets of two and more when the next ones would not fit.
    fn make_room(&mut self, more: usize) {
        if self.values.len() + more > MOST.max(2 * self.stride * (1 + self.effects.len()) + more) {
            self.values.truncate(self.stride * (1 + self.effects.len()));
            self.pairs.fill(None);
            self.larger.clear();
        }
    }
}
