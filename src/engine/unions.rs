//! The unions of minimal cut sets that Fussell-Vesely importance asks for, exactly and without listing a set.
//!
//! # Formula
//! Let f be a coherent structure function, G a group of events and f0 the function with every event of G inactive.
//! A minimal cut set that holds an event of G is active exactly when some set T of active events fails f while T
//! without G does not fail f0. (Such a T holds a minimal cut set, which is not one of f0, so it meets G; and a
//! minimal cut set that meets G does not fail without it.) So the union of these sets is the upward closure of
//! `f and not f0`, and the closure of a decision is `(low', high' or low')`: one sweep from the leaves to the root.
//!
//! Draws are events here like all others.
//!
//! # Source
//! For minimal solutions on diagrams: A. Rauzy, "New algorithms for fault trees analysis", Reliability Engineering
//! and System Safety 40, 1993. The closed form above spares them.

use super::diagram::{Diagram, EngineError, Node, Var};
use super::program::{Program, Scratch};
use crate::quantity::order;

/// The most decisions that the answers may need.
const LIMIT: usize = 2_000_000;

/// The most decisions that may be visited for one instance of [`CutSetUnions`]; about a second of work.
const STEPS: usize = 20_000_000;

/// A program unfolded into a diagram that answers which part of its roots a group of events has.
#[derive(Clone, Debug)]
pub struct CutSetUnions<'a> {
    program: &'a Program,
    /// The roots asked about.
    roots: Vec<usize>,
    diagram: Diagram,
    tops: Vec<Node>,
    /// The upward closure of every node where it is known, by node.
    closed: Vec<Option<u32>>,
    /// When a node was last met, by node, and the walk that is under way.
    met: Vec<u32>,
    walk: u32,
    steps: usize,
}

/// How an event's place is divided between a group and the rest: what stands at one place may be several events.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Division {
    /// The probability that some event of the group at this place is active.
    pub inside: f64,
    /// The probability that some other event at this place is active.
    pub outside: f64,
}

impl<'a> CutSetUnions<'a> {
    /// Unfolds what the roots at these indices need.
    ///
    /// # Panics
    /// If `program` has no such root.
    pub fn of(program: &'a Program, roots: &[usize]) -> Result<Self, EngineError> {
        Self::unfolded(program, roots, |_| false)
    }

    /// Every place gets two variables, one for the part in the group and one for the rest, where `split` says so.
    fn unfolded(
        program: &'a Program,
        roots: &[usize],
        split: impl Fn(Var) -> bool,
    ) -> Result<Self, EngineError> {
        let mut diagram = Diagram::new(LIMIT);
        let mut place = vec![Node::WORKS.0; program.len() + 2];
        place[1] = Node::FAILS.0;
        for number in 2..place.len() {
            let Some((var, low, high)) = program.decision(number as u32) else { continue };
            let (low, high) = (place[low as usize], place[high as usize]);
            let inside = 2 * var.index() as u32;
            let rest = if split(var) { diagram.decision(inside + 1, low, high)? } else { low };
            place[number] = diagram.decision(inside, rest, high)?;
        }
        let tops = roots.iter().map(|root| Node(place[program.root(*root) as usize])).collect();
        let roots = roots.to_vec();
        Ok(Self { program, roots, diagram, tops, closed: Vec::new(), met: Vec::new(), walk: 0, steps: 0 })
    }

    /// For each of the events at `vars` and each root asked about, in their order, the probability that a minimal
    /// cut set which holds the event is active.
    ///
    /// # Panics
    /// If `p` is shorter than the program's [`events`](Program::events).
    pub fn of_each(&mut self, vars: &[Var], p: &[f64]) -> Result<Vec<Vec<f64>>, EngineError> {
        let mut unions = Vec::with_capacity(vars.len() * self.tops.len());
        for var in vars {
            for top in self.tops.clone() {
                unions.push(self.union(top, |place| place == 2 * var.index() as u32)?);
            }
        }
        let doubled: Vec<f64> = p.iter().flat_map(|p| [*p, 0.0]).collect();
        let found = self.probabilities(&unions, &doubled);
        Ok(found.chunks(self.tops.len().max(1)).map(<[f64]>::to_vec).collect())
    }

    /// For each root asked about the probability that a minimal cut set which holds an event of a group is active.
    ///
    /// # Panics
    /// If `division` is shorter than the program's [`events`](Program::events).
    pub fn of_group(&self, division: &[Division]) -> Result<Vec<f64>, EngineError> {
        let split = |var: Var| {
            let Division { inside, outside } = division[var.index()];
            inside > 0.0 && outside > 0.0
        };
        let mut own = Self::unfolded(self.program, &self.roots, split)?;
        let inside = |place: u32| place.is_multiple_of(2) && division[place as usize / 2].inside > 0.0;
        let mut unions = Vec::with_capacity(own.tops.len());
        for top in own.tops.clone() {
            unions.push(own.union(top, inside)?);
        }
        // A place that is not split stands at its first variable, whomever it belongs to.
        let doubled = division.iter().flat_map(|place| match *place {
            Division { inside: 0.0, outside } => [outside, 0.0],
            Division { inside, outside } => [inside, outside],
        });
        Ok(own.probabilities(&unions, &doubled.collect::<Vec<f64>>()))
    }

    fn probabilities(&self, roots: &[Node], p: &[f64]) -> Vec<f64> {
        Program::compile(&self.diagram, roots).probabilities(p, &mut Scratch::default())
    }

    /// The union of the minimal cut sets of `top` that meet the group.
    fn union(&mut self, top: Node, inside: impl Fn(u32) -> bool) -> Result<Node, EngineError> {
        if self.steps > STEPS {
            return Err(EngineError::TooLarge { limit: STEPS });
        }
        let without = self.without(top, inside)?;
        if without == top {
            return Ok(Node::WORKS);
        }
        let added = self.diagram.ite(without, Node::WORKS, top)?;
        self.closure(added)
    }

    /// The function with the group inactive.
    fn without(&mut self, top: Node, inside: impl Fn(u32) -> bool) -> Result<Node, EngineError> {
        let needed = self.needed(top, |_| false);
        let mut known: Vec<(u32, u32)> = Vec::with_capacity(needed.len() + 2);
        known.extend([(0, 0), (1, 1)]);
        let find = |known: &[(u32, u32)], number: u32| {
            known.binary_search_by_key(&number, |pair| pair.0).map_or(number, |at| known[at].1)
        };
        for number in needed {
            let decision = self.diagram.node(number);
            let low = find(&known, decision.low);
            let result = if inside(decision.var) {
                low
            } else {
                let high = find(&known, decision.high);
                self.diagram.decision(decision.var, low, high)?
            };
            known.push((number, result));
        }
        Ok(Node(find(&known, top.0)))
    }

    /// The smallest coherent function that is nowhere below `top`.
    fn closure(&mut self, top: Node) -> Result<Node, EngineError> {
        self.closed.resize(self.diagram.decisions() + 2, None);
        self.closed[0] = Some(0);
        self.closed[1] = Some(1);
        let closed = std::mem::take(&mut self.closed);
        let needed = self.needed(top, |number| closed[number as usize].is_some());
        self.closed = closed;
        for number in needed {
            let decision = self.diagram.node(number);
            let low = self.closed[decision.low as usize].unwrap_or_default();
            let high = self.closed[decision.high as usize].unwrap_or_default();
            let high = self.diagram.or(Node(high), Node(low))?;
            self.closed[number as usize] = Some(self.diagram.decision(decision.var, low, high.0)?);
        }
        Ok(Node(self.closed[top.0 as usize].unwrap_or_default()))
    }

    /// The decisions that `top` needs, children before parents, without those that are `known` and what only
    /// they need.
    fn needed(&mut self, top: Node, known: impl Fn(u32) -> bool) -> Vec<u32> {
        self.met.resize(self.diagram.decisions() + 2, 0);
        self.walk += 1;
        let mut found = Vec::new();
        let mut open = vec![top.0];
        while let Some(number) = open.pop() {
            if number <= Node::FAILS.0 || self.met[number as usize] == self.walk || known(number) {
                continue;
            }
            self.met[number as usize] = self.walk;
            found.push(number);
            let decision = self.diagram.node(number);
            open.extend([decision.low, decision.high]);
        }
        self.steps += found.len();
        order::sort_by(&mut found, Ord::cmp);
        found
    }
}
