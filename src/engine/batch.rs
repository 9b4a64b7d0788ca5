//! A compiled [`Program`] evaluated for several probability vectors side by side.
//!
//! Events that share a *class* have the same probability in every evaluation, as the zones of a region do whose
//! numbers are one estimate. So decisions on the same class with the same branches have the same value, and are
//! evaluated once: a plan of like regions costs little more than a plan of one. Each lane has the same bits as the
//! scalar program.

use std::collections::HashMap;

use super::Var;
use super::lanes::{LANES, Lanes};
use super::program::Program;

/// A program for lanes: decisions by class, children before parents.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Batch {
    steps: Vec<Step>,
    /// The place of each decision of the program among the values.
    place: Vec<u32>,
    roots: Vec<u32>,
}

/// A decision: the class of its event and the places of its branches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Step {
    class: u32,
    low: u32,
    high: u32,
}

/// The derivatives of one root with respect to groups of events.
#[derive(Clone, Debug, PartialEq)]
pub struct Reverse {
    /// Parents before children.
    steps: Vec<ReverseStep>,
    root: u32,
    groups: usize,
    places: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct ReverseStep {
    class: u32,
    group: Option<u32>,
    own: u32,
    low: Branch,
    high: Branch,
}

/// Where the value of a branch stands, and where what reaches it is gathered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Branch {
    value: u32,
    /// Nothing when no group is decided below.
    reach: Option<u32>,
}

/// Work space, reusable between calls and programs.
#[derive(Clone, Debug, Default)]
pub struct BatchScratch {
    value: Vec<Lanes>,
    reach: Vec<Lanes>,
}

impl Batch {
    /// The program with `classes[var]` as the class of each event: its index in the probability vectors.
    pub fn compile(program: &Program, classes: &[u32]) -> Self {
        let count = program.len() + 2;
        let mut steps = Vec::new();
        let mut place: Vec<u32> = vec![0, 1];
        let mut known: HashMap<Step, u32> = HashMap::new();
        for number in 2..count {
            let Some((var, low, high)) = program.decision(number as u32) else { continue };
            let step =
                Step { class: classes[var.index()], low: place[low as usize], high: place[high as usize] };
            place.push(*known.entry(step).or_insert_with(|| {
                steps.push(step);
                steps.len() as u32 + 1
            }));
        }
        let roots = (0..program.root_count()).map(|root| place[program.root(root) as usize]).collect();
        Self { steps, place, roots }
    }

    /// Number of decisions that are evaluated.
    pub fn len(&self) -> usize {
        self.steps.len()
    }

    /// Whether every root is constant.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// Fills `scratch` for [`root`](Self::root) and [`derivatives`](Self::derivatives), given for every class the
    /// probability in each lane.
    ///
    /// # Panics
    /// If a class in use is not in `p`.
    pub fn forward(&self, p: &[Lanes], scratch: &mut BatchScratch) {
        let value = &mut scratch.value;
        value.clear();
        value.reserve(self.steps.len() + 2);
        value.extend([[0.0; LANES], [1.0; LANES]]);
        for step in &self.steps {
            let (p, low, high) =
                (&p[step.class as usize], &value[step.low as usize], &value[step.high as usize]);
            let mut own = [0.0; LANES];
            for i in 0..LANES {
                own[i] = p[i] * high[i] + (1.0 - p[i]) * low[i];
            }
            value.push(own);
        }
    }

    /// P(root) after a [`forward`](Self::forward) pass.
    ///
    /// # Panics
    /// If there is no such root, or `scratch` is not of this program.
    pub fn root<'a>(&self, root: usize, scratch: &'a BatchScratch) -> &'a Lanes {
        &scratch.value[self.roots[root] as usize]
    }

    /// What [`derivatives`](Self::derivatives) does for one root of `program`, from which this was compiled:
    /// `group(var)` tells the group of each event, or that its derivative is not asked for.
    pub fn reverse(
        &self,
        program: &Program,
        classes: &[u32],
        root: usize,
        group: impl Fn(Var) -> Option<u32>,
    ) -> Reverse {
        // Below which decisions a group is decided, and which of these the root needs.
        let top = program.root(root) as usize;
        let mut asked = vec![false; top + 1];
        for number in 2..=top {
            let Some((var, low, high)) = program.decision(number as u32) else { continue };
            asked[number] = group(var).is_some() || asked[low as usize] || asked[high as usize];
        }
        let mut needed = vec![false; top + 1];
        needed[top] = asked[top];
        for number in (2..=top).rev().filter(|n| asked[*n]) {
            let Some((_, low, high)) = program.decision(number as u32) else { continue };
            for branch in [low as usize, high as usize] {
                needed[branch] |= needed[number] && asked[branch];
            }
        }
        // Decisions alike in everything are reached together.
        let mut steps: Vec<ReverseStep> = Vec::new();
        let mut places: Vec<Option<u32>> = vec![None; top + 1];
        let mut known: HashMap<ReverseStep, u32> = HashMap::new();
        let mut groups = 0;
        for number in (2..=top).filter(|number| needed[*number]) {
            let Some((var, low, high)) = program.decision(number as u32) else { continue };
            let branch =
                |branch: u32| Branch { value: self.place[branch as usize], reach: places[branch as usize] };
            let (class, own_group) = (classes[var.index()], group(var));
            let (low, high) = (branch(low), branch(high));
            let alike = ReverseStep { class, group: own_group, own: 0, low, high };
            let place = *known.entry(alike).or_insert_with(|| {
                let own = steps.len() as u32;
                steps.push(ReverseStep { own, ..alike });
                own
            });
            groups = groups.max(own_group.map_or(0, |g| g as usize + 1));
            places[number] = Some(place);
        }
        let root = places.get(top).copied().flatten().unwrap_or_default();
        let places = steps.len();
        steps.reverse();
        Reverse { steps, root, groups, places }
    }

    /// The sum of the derivatives of a root with respect to the events of each group, after a
    /// [`forward`](Self::forward) pass with the same `p`. `found` is as long as the highest group asks for.
    pub fn derivatives(
        &self,
        reverse: &Reverse,
        p: &[Lanes],
        scratch: &mut BatchScratch,
        found: &mut Vec<Lanes>,
    ) {
        let BatchScratch { value, reach } = scratch;
        found.clear();
        found.resize(reverse.groups, [0.0; LANES]);
        reach.clear();
        reach.resize(reverse.places, [0.0; LANES]);
        if let Some(top) = reach.get_mut(reverse.root as usize) {
            *top = [1.0; LANES];
        }
        for step in &reverse.steps {
            let here = reach[step.own as usize];
            let p = &p[step.class as usize];
            if let Some(group) = step.group {
                let (low, high) = (&value[step.low.value as usize], &value[step.high.value as usize]);
                let sum = &mut found[group as usize];
                for i in 0..LANES {
                    sum[i] += here[i] * (high[i] - low[i]);
                }
            }
            if let Some(place) = step.high.reach {
                let branch = &mut reach[place as usize];
                for i in 0..LANES {
                    branch[i] += here[i] * p[i];
                }
            }
            if let Some(place) = step.low.reach {
                let branch = &mut reach[place as usize];
                for i in 0..LANES {
                    branch[i] += here[i] * (1.0 - p[i]);
                }
            }
        }
    }
}

impl Reverse {
    /// Number of decisions that are passed.
    pub fn len(&self) -> usize {
        self.steps.len()
    }

    /// Whether nothing is asked for.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }
}

impl Program {
    /// Whether a root depends on an event of which `asked` is true.
    ///
    /// # Panics
    /// If there is no such root.
    pub fn depends(&self, root: usize, asked: impl Fn(Var) -> bool) -> bool {
        let mut met = vec![false; self.root(root) as usize + 1];
        let mut open = vec![self.root(root)];
        while let Some(number) = open.pop() {
            let Some((var, low, high)) = self.decision(number) else { continue };
            if asked(var) {
                return true;
            }
            if !core::mem::replace(&mut met[number as usize], true) {
                open.extend([low, high]);
            }
        }
        false
    }

    /// Which events some root depends on, by index.
    pub fn used(&self) -> Vec<bool> {
        let mut used = vec![false; self.events()];
        for number in 2..self.len() + 2 {
            if let Some((var, _, _)) = self.decision(number as u32) {
                used[var.index()] = true;
            }
        }
        used
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::engine::{Diagram, Node, Scratch};

    /// Two-out-of-three groups that share an event, under two roots.
    fn program(groups: usize) -> Program {
        let mut diagram = Diagram::new(100_000);
        let shared = diagram.event(Var::new(0)).unwrap();
        let group = |diagram: &mut Diagram, group: usize| {
            let members: Vec<Node> =
                (0..3).map(|m| diagram.event(Var::new((1 + 3 * group + m) as u32)).unwrap()).collect();
            diagram.at_least(2, &members).unwrap()
        };
        let all: Vec<Node> = (0..groups).map(|g| group(&mut diagram, g)).collect();
        let any = diagram.any_of(&all).unwrap();
        let first = diagram.or(shared, all[0]).unwrap();
        let second = diagram.or(shared, any).unwrap();
        Program::compile(&diagram, &[first, second])
    }

    proptest! {
        #[test]
        fn every_lane_has_the_bits_of_the_scalar_program(
            p in prop::collection::vec(prop::array::uniform8(0.0..1.0f64), 13),
        ) {
            let program = program(4);
            let classes: Vec<u32> = (0..13).collect();
            let batch = Batch::compile(&program, &classes);
            let mut scratch = BatchScratch::default();
            batch.forward(&p, &mut scratch);
            let reverse = batch.reverse(&program, &classes, 1, |var| Some(var.index() as u32));
            let mut found = Vec::new();
            batch.derivatives(&reverse, &p, &mut scratch, &mut found);
            for lane in 0..LANES {
                let p: Vec<f64> = p.iter().map(|p| p[lane]).collect();
                let mut scalar = Scratch::default();
                let roots = program.probabilities(&p, &mut scalar);
                let derivatives = program.backward(&p, &[(1, 1.0)], &mut scalar);
                for (root, value) in roots.iter().enumerate() {
                    prop_assert_eq!(batch.root(root, &scratch)[lane].to_bits(), value.to_bits());
                }
                for (var, value) in derivatives.iter().enumerate() {
                    prop_assert_eq!(found[var][lane].to_bits(), value.to_bits());
                }
            }
        }

        #[test]
        fn events_of_one_class_are_evaluated_once(p in prop::collection::vec(prop::array::uniform8(0.0..1.0f64), 2)) {
            let program = program(4);
            // The shared event, and all members alike.
            let classes: Vec<u32> = (0..13).map(|var| u32::from(var > 0)).collect();
            let batch = Batch::compile(&program, &classes);
            prop_assert!(batch.len() <= program.len());
            let mut scratch = BatchScratch::default();
            batch.forward(&p, &mut scratch);
            let reverse = batch.reverse(&program, &classes, 1, |var| (var.index() > 0).then_some(0));
            let mut found = Vec::new();
            batch.derivatives(&reverse, &p, &mut scratch, &mut found);
            for lane in 0..LANES {
                let all: Vec<f64> = classes.iter().map(|class| p[*class as usize][lane]).collect();
                let mut scalar = Scratch::default();
                let roots = program.probabilities(&all, &mut scalar);
                prop_assert_eq!(batch.root(1, &scratch)[lane].to_bits(), roots[1].to_bits());
                let derivatives = program.backward(&all, &[(1, 1.0)], &mut scalar);
                let sum: f64 = derivatives[1..].iter().sum();
                // The same terms in another order: a rounding each.
                prop_assert!((found[0][lane] - sum).abs() <= 1e-14 * sum, "{} {}", found[0][lane], sum);
            }
        }
    }
}
