//! The decisions of all modules as one straight-line program.

use core::array::from_fn;

use super::super::importance::Importance;
use super::super::lanes::{LANES, Lanes};
use super::compile::{Asked, Solved};
use super::diagram::{Edge, TRUE};

/// A solved fault tree: one straight-line program for all modules, evaluated for as many probability vectors as one likes.
///
/// Every step is subtraction-free: negated functions are written out, so that a result keeps its relative precision
/// however small it is.
#[derive(Clone, Debug)]
pub struct Compiled {
    events: usize,
    pub(super) steps: Vec<Step>,
    /// The level in the diagram of every step, and what is asked there.
    pub(super) levels: Vec<u32>,
    pub(super) asked: Vec<u32>,
    /// Places of the tops.
    pub(super) tops: Vec<u32>,
}

/// One decision. Places 0 and 1 hold the constants, then come the events, then the steps.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    pub(super) asked: u32,
    pub(super) low: u32,
    pub(super) high: u32,
}

/// Work space of a [`Compiled`], reusable between calls and programs.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    value: Vec<f64>,
    adjoint: Vec<f64>,
}

/// Work space of a [`Compiled`] for evaluations side by side.
#[derive(Clone, Debug, Default)]
pub struct LaneScratch {
    value: Vec<Lanes>,
}

const UNUSED: u32 = u32::MAX;

impl Compiled {
    /// A program without tops.
    pub(super) fn empty(events: usize) -> Self {
        Self { events, steps: Vec::new(), levels: Vec::new(), asked: Vec::new(), tops: Vec::new() }
    }

    /// Puts another program over the same events behind this one.
    pub(super) fn append(&mut self, other: &Self) {
        let first = 2 + self.events as u32;
        let (steps, levels) = (self.steps.len() as u32, self.asked.len() as u32);
        let shifted = |place: u32| if place >= first && place != UNUSED { place + steps } else { place };
        self.steps.extend(other.steps.iter().map(|step| Step {
            asked: shifted(step.asked),
            low: shifted(step.low),
            high: shifted(step.high),
        }));
        self.levels.extend(other.levels.iter().map(|level| level + levels));
        self.asked.extend(other.asked.iter().copied().map(shifted));
        self.tops.extend(other.tops.iter().copied().map(shifted));
    }

    /// A further top that is one of those before.
    pub(super) fn repeat_top(&mut self, before: usize) {
        self.tops.push(self.tops[before]);
    }

    pub(super) fn of(solved: &Solved, events: usize) -> Self {
        let Solved { diagram, asked, tops } = solved;
        let newest = tops.iter().copied().max().unwrap_or(0) | 1;
        // For every edge whether it is used, then its place.
        let mut place = vec![UNUSED; newest as usize + 1];
        let mut used = vec![false; newest as usize + 1];
        tops.iter().for_each(|top| used[*top as usize] = true);
        for edge in (TRUE + 1..=newest).rev() {
            if !used[edge as usize] {
                continue;
            }
            let node = diagram.node(edge);
            used[(node.low ^ edge & 1) as usize] = true;
            used[(node.high ^ edge & 1) as usize] = true;
            if let Asked::Module(function) = asked[node.level as usize] {
                used[function as usize] = true;
            }
        }
        place[0] = 0;
        place[1] = 1;
        let mut steps = Vec::new();
        let mut levels = Vec::new();
        let mut places = vec![UNUSED; asked.len()];
        for edge in TRUE + 1..=newest {
            if !used[edge as usize] {
                continue;
            }
            let node = diagram.node(edge);
            let asked = match asked[node.level as usize] {
                Asked::Event(event) => 2 + event,
                Asked::Module(function) => place[function as usize],
            };
            places[node.level as usize] = asked;
            let low = place[(node.low ^ edge & 1) as usize];
            let high = place[(node.high ^ edge & 1) as usize];
            place[edge as usize] = (2 + events + steps.len()) as u32;
            steps.push(Step { asked, low, high });
            levels.push(node.level);
        }
        let of_top = |top: &Edge| place[*top as usize];
        let tops = tops.iter().map(of_top).collect();
        Self { events, steps, levels, asked: places, tops }
    }

    /// Number of decisions.
    pub fn nodes(&self) -> usize {
        self.steps.len()
    }

    /// Number of decisions that one top needs, those of its modules among them; 0 for a top that is not there.
    pub fn nodes_of_top(&self, top: usize) -> usize {
        let top = self.tops.get(top).map_or(0, |top| *top as usize);
        self.needed(top).into_iter().filter(|needed| *needed).count()
    }

    /// By step: whether the one at this place needs it.
    pub(super) fn needed(&self, place: usize) -> Vec<bool> {
        let first = 2 + self.events;
        let mut needed = vec![false; self.steps.len()];
        if let Some(step) = place.checked_sub(first) {
            needed[step] = true;
        }
        for (number, step) in self.steps.iter().enumerate().rev() {
            if needed[number] {
                for place in [step.asked, step.low, step.high] {
                    if let Some(place) = (place as usize).checked_sub(first) {
                        needed[place] = true;
                    }
                }
            }
        }
        needed
    }

    /// Number of tops.
    pub fn tops(&self) -> usize {
        self.tops.len()
    }

    /// Number of basic events; a probability is wanted for each.
    pub fn events(&self) -> usize {
        self.events
    }

    /// P(top) for every top, given for every event the probability that it is active. A probability that is missing
    /// counts as 0.
    ///
    /// # Formula
    /// P(decision) = p P(high) + (1 - p) P(low)
    pub fn probabilities(&self, p: &[f64], scratch: &mut Scratch) -> Vec<f64> {
        self.forward(p, scratch);
        self.tops.iter().map(|top| scratch.value[*top as usize]).collect()
    }

    /// Birnbaum importance of every event for one top, all in one backward pass. Zero throughout for a top that
    /// is not there.
    ///
    /// # Formula
    /// dP(top)/dp_i = P(top given i) - P(top given not i)
    pub fn derivatives(&self, p: &[f64], top: usize, scratch: &mut Scratch) -> Vec<f64> {
        self.forward(p, scratch);
        let Scratch { value, adjoint } = scratch;
        adjoint.clear();
        adjoint.resize(value.len(), 0.0);
        if let Some(top) = self.tops.get(top) {
            adjoint[*top as usize] = 1.0;
        }
        let first = 2 + self.events;
        for (number, step) in self.steps.iter().enumerate().rev() {
            let reach = adjoint[first + number];
            if reach == 0.0 {
                continue;
            }
            let (asked, low, high) = (step.asked as usize, step.low as usize, step.high as usize);
            let p = value[asked];
            adjoint[high] += reach * p;
            adjoint[low] += reach * (1.0 - p);
            adjoint[asked] += reach * (value[high] - value[low]);
        }
        adjoint[2..first].to_vec()
    }

    /// All importance measures of every event for one top, by one forward and one backward pass; `None` where P(top) is 0.
    pub fn importances(&self, p: &[f64], top: usize, scratch: &mut Scratch) -> Vec<Option<Importance>> {
        let derivatives = self.derivatives(p, top, scratch);
        let total = self.tops.get(top).map_or(0.0, |top| scratch.value[*top as usize]);
        let of_event = |(event, birnbaum): (usize, f64)| {
            Importance::new(p.get(event).copied().unwrap_or(0.0), birnbaum, total)
        };
        derivatives.into_iter().enumerate().map(of_event).collect()
    }

    /// [`probabilities`](Self::probabilities) of [`LANES`] evaluations side by side, to the bit what each gives alone.
    pub fn probabilities_in_lanes(&self, p: &[Lanes], scratch: &mut LaneScratch) -> Vec<Lanes> {
        let value = &mut scratch.value;
        value.clear();
        value.reserve(2 + self.events + self.steps.len());
        value.extend([[0.0; LANES], [1.0; LANES]]);
        value.extend(p.iter().take(self.events));
        value.resize(2 + self.events, [0.0; LANES]);
        for step in &self.steps {
            let (p, low, high) =
                (&value[step.asked as usize], &value[step.low as usize], &value[step.high as usize]);
            let next = from_fn(|i| p[i] * high[i] + (1.0 - p[i]) * low[i]);
            value.push(next);
        }
        self.tops.iter().map(|top| value[*top as usize]).collect()
    }

    fn forward(&self, p: &[f64], scratch: &mut Scratch) {
        let value = &mut scratch.value;
        value.clear();
        value.reserve(2 + self.events + self.steps.len());
        value.extend([0.0, 1.0]);
        value.extend(p.iter().take(self.events));
        value.resize(2 + self.events, 0.0);
        for step in &self.steps {
            let p = value[step.asked as usize];
            value.push(p * value[step.high as usize] + (1.0 - p) * value[step.low as usize]);
        }
    }
}
