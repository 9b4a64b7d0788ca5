//! In which order a module's events are asked about: what decides how many decisions it takes.
//!
//! The walk goes from the roots down, depth first, and asks about events where it meets them. What it meets first at a
//! gate is what varies. Arguments that many gates share come early: an event that settles much below it then stands above
//! all of that, which keeps a plan's diagram linear in its components.

use std::cmp::Ordering;

use super::graph::{Graph, Lit};
use crate::quantity::order;

/// What a module consists of, in the order of one walk.
#[derive(Clone, Debug, Default)]
pub(super) struct Walk {
    /// Events and smaller modules, the first to ask about first, by number.
    pub(super) leaves: Vec<usize>,
    /// Gates by index, each after those that it names.
    pub(super) gates: Vec<usize>,
}

/// A way to order the events of a module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// Gates before events, those with many parents first.
    ManyParents,
    /// Gates before events, those that many paths reach first.
    ManyPaths,
    /// Those with many parents first, be they gates or events.
    SharedFirst,
    /// As the tree has them, events first.
    AsGiven,
    /// As the tree has them, the last first.
    Reversed,
    /// Events that very many gates name, whatever their place, then as [`ManyParents`](Self::ManyParents).
    DomainsFirst,
    /// Not by gate: the events that most paths reach first.
    PathsOnly,
}

/// All ways, the most promising first.
pub(super) const WAYS: [Way; 7] = [
    Way::ManyParents,
    Way::DomainsFirst,
    Way::SharedFirst,
    Way::Reversed,
    Way::AsGiven,
    Way::ManyPaths,
    Way::PathsOnly,
];

/// Work space of orders over one graph.
pub(super) struct Orders<'a> {
    graph: &'a Graph,
    /// By number: whether it is a module's gate.
    is_module: &'a [bool],
    /// By number: the last walk that met it.
    met: Vec<u32>,
    walk: u32,
    /// By number, of what the last walk met: on how many paths it is reached, and how often it is an argument.
    paths: Vec<f64>,
    parents: Vec<u32>,
}

impl<'a> Orders<'a> {
    pub(super) fn new(graph: &'a Graph, is_module: &'a [bool]) -> Self {
        let numbers = graph.numbers();
        Self {
            graph,
            is_module,
            met: vec![0; numbers],
            walk: 0,
            paths: vec![0.0; numbers],
            parents: vec![0; numbers],
        }
    }

    /// What stands below `roots` down to events and smaller modules.
    pub(super) fn walk(&mut self, roots: &[Lit], whole: bool, way: Way) -> Walk {
        let plain = self.visit(roots, whole, |_, _, _| Ordering::Equal);
        if way == Way::AsGiven {
            return plain;
        }
        self.weigh(roots, &plain);
        match way {
            Way::AsGiven => plain,
            Way::Reversed => self.visit(roots, whole, |_, a, b| b.cmp(&a)),
            Way::SharedFirst => self.visit(roots, whole, Self::by_parents),
            Way::ManyParents => self
                .visit(roots, whole, |orders, a, b| orders.gates_first(a, b).then(orders.by_parents(a, b))),
            Way::ManyPaths => {
                self.visit(roots, whole, |orders, a, b| orders.gates_first(a, b).then(orders.by_paths(a, b)))
            }
            Way::DomainsFirst => {
                let mut walk = self.visit(roots, whole, |orders, a, b| {
                    orders.gates_first(a, b).then(orders.by_parents(a, b))
                });
                let most = walk.leaves.iter().map(|leaf| self.parents[*leaf]).max().unwrap_or(0);
                let parents = |leaf: usize| {
                    let own = self.parents[leaf];
                    if own >= 4 && own * 4 >= most { own } else { 0 }
                };
                order::sort_by(&mut walk.leaves, |a, b| parents(*b).cmp(&parents(*a)));
                walk
            }
            Way::PathsOnly => {
                let mut walk = plain;
                order::sort_by(&mut walk.leaves, |a, b| self.by_paths(Lit::new(*a), Lit::new(*b)));
                walk
            }
        }
    }

    fn by_parents(&self, a: Lit, b: Lit) -> Ordering {
        self.parents[b.number()].cmp(&self.parents[a.number()])
    }

    fn by_paths(&self, a: Lit, b: Lit) -> Ordering {
        self.paths[b.number()].total_cmp(&self.paths[a.number()])
    }

    fn gates_first(&self, a: Lit, b: Lit) -> Ordering {
        self.is_inner(b).cmp(&self.is_inner(a))
    }

    fn is_inner(&self, lit: Lit) -> bool {
        lit.number() > self.graph.events && !self.is_module[lit.number()]
    }

    fn visit(&mut self, roots: &[Lit], whole: bool, before: impl Fn(&Self, Lit, Lit) -> Ordering) -> Walk {
        self.walk += 1;
        let mut walk = Walk::default();
        // The arguments still to be met, the next one last, and after them the gate that they belong to.
        let mut open: Vec<Open> = Vec::new();
        for root in roots {
            self.enter(*root, whole, &mut walk, &mut open, &before);
            while let Some(next) = open.pop() {
                match next {
                    Open::Leave(gate) => walk.gates.push(gate),
                    Open::Meet(lit) => self.enter(lit, false, &mut walk, &mut open, &before),
                }
            }
        }
        walk
    }

    fn enter(
        &mut self,
        lit: Lit,
        whole: bool,
        walk: &mut Walk,
        open: &mut Vec<Open>,
        before: &impl Fn(&Self, Lit, Lit) -> Ordering,
    ) {
        let number = lit.number();
        if lit.is_constant() || self.met[number] == self.walk {
            return;
        }
        self.met[number] = self.walk;
        let graph = self.graph;
        let Some(gate) = graph.gate_of(lit).filter(|_| whole || !self.is_module[number]) else {
            walk.leaves.push(number);
            return;
        };
        open.push(Open::Leave(gate));
        let mut args = graph.gates[gate].args.clone();
        order::sort_by(&mut args, |a, b| before(self, *a, *b));
        open.extend(args.into_iter().rev().map(Open::Meet));
    }

    fn weigh(&mut self, roots: &[Lit], walk: &Walk) {
        let gates = walk.gates.iter().map(|gate| self.graph.lit(*gate).number());
        for number in gates.chain(walk.leaves.iter().copied()) {
            self.paths[number] = 0.0;
            self.parents[number] = 0;
        }
        for root in roots {
            self.paths[root.number()] += 1.0;
        }
        for &gate in walk.gates.iter().rev() {
            let own = self.paths[self.graph.lit(gate).number()];
            for arg in &self.graph.gates[gate].args {
                self.paths[arg.number()] += own;
                self.parents[arg.number()] += 1;
            }
        }
    }
}

enum Open {
    Meet(Lit),
    Leave(usize),
}
