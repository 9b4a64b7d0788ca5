//! A plan compiled and measured once, for questions about it: what if some events were certain, or impossible?
//!
//! # Failovers under a condition
//! The structure is evaluated anew for every condition, exactly. What failovers cost (rule 6, first order in U) is
//! carried over from the plan as it is:
//! - Where events can never happen, their own failovers drop out and the others stay.
//! - Where something is down for good, the rest goes on failing over: the members that are left take larger
//!   shares, so that the group's failovers cost as much in all as before. They concern only requests that are
//!   served at all: on each path they count `(1 - P(path fails | condition)) / (1 - P(path fails))` times.
//!
//! So nothing gets better by breaking more, and the error is at most what failovers cost in the plan as it is.

use std::borrow::Cow;

use super::analyse::{blockers, traffic};
use super::measure::{JourneyMeasure, Numbers, measure};
use super::operations::Operations;
use super::responders::let_wait;
use super::structure::{Structure, compile};
use crate::engine::Scratch;
use crate::engine::numeric::Sum;
use crate::model::{Plan, check};

/// A plan, its structure and its numbers.
#[derive(Clone, Debug)]
pub(crate) struct Study<'a> {
    pub plan: Cow<'a, Plan>,
    pub structure: Structure,
    pub operations: Operations,
    pub numbers: Numbers,
    /// The journeys that have an answer.
    pub measures: Vec<JourneyMeasure>,
    /// What each path has, in the structure's order.
    paths: Vec<PathMeasure>,
}

#[derive(Clone, Copy, Debug)]
struct PathMeasure {
    /// P(path fails).
    root: f64,
    /// What its failovers cost.
    failover: f64,
}

/// The journeys that no finding prevents from being answered.
pub(crate) fn answerable(plan: &Plan) -> Vec<usize> {
    let findings = check(plan);
    let open = |j: &usize| blockers(plan, &findings, plan.journeys[*j].id).is_empty();
    (0..plan.journeys.len()).filter(open).collect()
}

impl<'a> Study<'a> {
    /// A plan's journeys that have an answer; `None` when none has, or the plan is too large.
    pub(crate) fn of(plan: Cow<'a, Plan>) -> Option<Self> {
        let journeys = answerable(&plan);
        Self::of_journeys(plan, &journeys)
    }

    /// The journeys at these indices; `None` when there are none, or the plan is too large.
    pub(crate) fn of_journeys(plan: Cow<'a, Plan>, answerable: &[usize]) -> Option<Self> {
        if answerable.is_empty() {
            return None;
        }
        let mut operations = Operations::of(&plan);
        let structure = compile(&plan, operations.sheds, answerable).ok()?;
        let_wait(&plan, &structure, &mut operations).ok()?;
        let numbers = Numbers::of(&structure, &operations);
        let mut scratch = Scratch::default();
        let measures = measure(&structure, &plan, &operations, &numbers, &mut scratch);
        let listed = measures.iter().flat_map(|measure| &measure.by_path);
        let measured = |(path, (_, listed)): (&super::structure::Path, &(usize, f64))| {
            let root = structure.program.root_probability(path.root, &scratch);
            PathMeasure { root, failover: (listed - root).max(0.0) }
        };
        let paths = structure.paths.iter().zip(listed).map(measured).collect();
        Some(Self { plan, structure, operations, numbers, measures, paths })
    }

    /// Whether every journey has an answer, so that the service has one.
    pub(crate) fn is_complete(&self) -> bool {
        self.measures.len() == self.plan.journeys.len()
    }

    /// The journeys' shares of traffic, in the order of the measures.
    pub(crate) fn weights(&self) -> Vec<f64> {
        let traffic = traffic(&self.plan);
        self.measures.iter().map(|measure| traffic[measure.journey]).collect()
    }

    /// The probability that a place fails a request when its events have these probabilities.
    pub(crate) fn place_probability(&self, place: usize, event: impl Fn(usize) -> f64) -> f64 {
        let events = self.structure.atom(place);
        if events.is_empty() {
            return self.numbers.probability[place];
        }
        events.fold(0.0, |any, index| any + event(index) * (1.0 - any))
    }

    /// The listed U of every measured journey while something is down, as `probability` says by place.
    pub(crate) fn while_down(&self, probability: &[f64], scratch: &mut Scratch) -> Vec<f64> {
        self.structure.program.forward(probability, scratch);
        self.while_failing(|path| {
            self.structure.program.root_probability(self.structure.paths[path].root, scratch)
        })
    }

    /// The same from each path's probability of failing.
    pub(crate) fn while_failing(&self, root: impl Fn(usize) -> f64) -> Vec<f64> {
        self.by_journey(|path| {
            let now = root(path).min(1.0);
            let PathMeasure { root, failover } = self.paths[path];
            if root >= 1.0 { now } else { now + failover * (1.0 - now) / (1.0 - root) }
        })
    }

    /// P(path fails) in the plan as it is.
    pub(crate) fn root(&self, path: usize) -> f64 {
        self.paths[path].root
    }

    /// U from the structure of every measured journey when the places have these probabilities.
    pub(crate) fn structure_given(&self, probability: &[f64], scratch: &mut Scratch) -> Vec<f64> {
        self.structure.program.forward(probability, scratch);
        self.by_journey(|path| {
            self.structure.program.root_probability(self.structure.paths[path].root, scratch)
        })
    }

    /// Sums over the paths of each journey, by users, at most one.
    pub(crate) fn by_journey(&self, path: impl Fn(usize) -> f64) -> Vec<f64> {
        let mut first = 0;
        let mut journeys = Vec::with_capacity(self.measures.len());
        for paths in self.structure.paths.chunk_by(|a, b| a.journey == b.journey) {
            let mut total = Sum::default();
            for (index, own) in paths.iter().enumerate() {
                total.add(own.users * path(first + index));
            }
            first += paths.len();
            journeys.push(total.value().min(1.0));
        }
        journeys
    }
}
