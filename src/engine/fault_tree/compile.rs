//! From a fault tree to a program: modules one by one, each under the first order that fits.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::diagram::{Diagram, Edge, FALSE, Full, TRUE};
use super::graph::{Graph, Kind, Lit};
use super::modules::{Module, modules};
use super::order::{Orders, WAYS, Walk, Way};
use super::program::Compiled;
use super::simplify::simplify;
use super::tree::{FaultTree, FaultTreeError};
use crate::quantity::order;

/// How much work an answer may cost.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// The most decisions that may be held at once, of the diagram and of the cut sets each.
    pub nodes: usize,
    /// The most events in a cut set; larger ones are left out.
    pub order: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { nodes: 4_000_000, order: usize::MAX }
    }
}

/// What a level of the diagram asks about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// The basic event of this number.
    Event(u32),
    /// Whether the module with this function, which is not negated, fails.
    Module(Edge),
}

/// All modules in one diagram, each in levels of its own.
#[derive(Clone, Debug)]
pub(super) struct Solved {
    pub(super) diagram: Diagram,
    /// By level.
    pub(super) asked: Vec<Asked>,
    pub(super) tops: Vec<Edge>,
}

/// Solves a fault tree exactly.
pub fn compile(tree: &FaultTree, limits: Limits) -> Result<Compiled, FaultTreeError> {
    let graph = simplify(Graph::of(tree)?);
    let solved = solve(&graph, limits.nodes, &WAYS)
        .map_err(|_: Full| FaultTreeError::TooLarge { limit: limits.nodes })?;
    Ok(Compiled::of(&solved, tree.events))
}

/// Solves what the tops need within `limit` decisions, trying these ways to order each module's events.
pub(super) fn solve(graph: &Graph, limit: usize, ways: &[Way]) -> Result<Solved, Full> {
    let modules = modules(graph);
    let mut is_module = vec![false; graph.numbers()];
    for gate in modules.iter().filter_map(|module| module.gate) {
        is_module[graph.lit(gate).number()] = true;
    }
    let mut solver = Solver {
        graph,
        diagram: Diagram::new(limit),
        asked: Vec::new(),
        edges: vec![FALSE; graph.numbers()],
        sizes: vec![0; graph.numbers()],
        orders: Orders::new(graph, &is_module),
    };
    let mut tops = Vec::new();
    for module in &modules {
        tops = solver.solve(module, limit, ways)?;
        if let (Some(gate), [edge]) = (module.gate, tops.as_slice()) {
            solver.edges[graph.lit(gate).number()] = *edge;
        }
    }
    Ok(Solved { diagram: solver.diagram, asked: solver.asked, tops })
}

/// The decisions that a first attempt at a module may take, whatever its size.
const FIRST_BUDGET: usize = 1 << 20;

/// By how much the budget grows when no order fits.
const GROWTH: usize = 4;

struct Solver<'a> {
    graph: &'a Graph,
    diagram: Diagram,
    asked: Vec<Asked>,
    /// By number: its function as the module at work sees it. A module's own is a level there.
    edges: Vec<Edge>,
    /// By number: how many decisions its function takes.
    sizes: Vec<u32>,
    orders: Orders<'a>,
}

impl Solver<'_> {
    /// The functions of a module's roots. Orders are tried one after the other, each within the same budget, and
    /// all again with a larger one.
    fn solve(&mut self, module: &Module, limit: usize, ways: &[Way]) -> Result<Vec<Edge>, Full> {
        let (decisions, levels) = (self.diagram.len(), self.asked.len());
        let mut budget = FIRST_BUDGET;
        loop {
            let most = limit.min(decisions.saturating_add(budget));
            self.diagram.set_budget(most);
            for &way in ways {
                if let Ok(found) = self.attempt(module, way) {
                    return Ok(found);
                }
                self.diagram.truncate(decisions);
                self.asked.truncate(levels);
            }
            if most == limit {
                return Err(Full);
            }
            budget = budget.saturating_mul(GROWTH);
        }
    }

    fn attempt(&mut self, module: &Module, way: Way) -> Result<Vec<Edge>, Full> {
        let Walk { leaves, gates } = self.orders.walk(&module.roots, module.gate.is_some(), way);
        // A module's function is needed again when another order is tried.
        let functions: Vec<Edge> = leaves.iter().map(|leaf| self.edges[*leaf]).collect();
        let found = self.build(module, &leaves, &gates);
        if found.is_err() {
            leaves.iter().zip(functions).for_each(|(leaf, function)| self.edges[*leaf] = function);
        }
        found
    }

    fn build(&mut self, module: &Module, leaves: &[usize], gates: &[usize]) -> Result<Vec<Edge>, Full> {
        for &leaf in leaves {
            self.place(leaf)?;
        }
        for &gate in gates {
            let number = self.graph.lit(gate).number();
            (self.edges[number], self.sizes[number]) = self.combine(gate)?;
        }
        Ok(module.roots.iter().map(|root| self.edge(*root)).collect())
    }

    /// Gives a leaf the next level.
    fn place(&mut self, leaf: usize) -> Result<(), Full> {
        let level = self.asked.len() as u32;
        self.sizes[leaf] = 1;
        let mut negate = 0;
        if leaf <= self.graph.events {
            self.asked.push(Asked::Event(leaf as u32 - 1));
        } else {
            let function = self.edges[leaf];
            if function <= TRUE {
                return Ok(());
            }
            negate = function & 1;
            self.asked.push(Asked::Module(function ^ negate));
        }
        self.edges[leaf] = self.diagram.decision(level, FALSE, TRUE)? ^ negate;
        Ok(())
    }

    fn edge(&self, lit: Lit) -> Edge {
        self.edges[lit.number()] ^ u32::from(lit.negated())
    }

    /// A gate's function and its size.
    fn combine(&mut self, gate: usize) -> Result<(Edge, u32), Full> {
        let node = &self.graph.gates[gate];
        let mut parts: Vec<(u32, Edge)> =
            node.args.iter().map(|arg| (self.sizes[arg.number()], self.edge(*arg))).collect();
        match node.kind {
            Kind::And => self.join(&mut parts, |diagram, a, b| diagram.and(a, b)),
            Kind::Xor => self.join(&mut parts, |diagram, a, b| diagram.xor(a, b)),
            Kind::Atleast(least) => self.atleast(least as usize, &mut parts),
        }
    }

    /// Joins always the two smallest, of equals the deepest: what is large is walked through least often.
    fn join(
        &mut self,
        parts: &mut Vec<(u32, Edge)>,
        operation: impl Fn(&mut Diagram, Edge, Edge) -> Result<Edge, Full>,
    ) -> Result<(Edge, u32), Full> {
        let diagram = &mut self.diagram;
        let ranked = |diagram: &Diagram, (size, edge)| (Reverse(size), diagram.level(edge), edge);
        let mut heap: BinaryHeap<_> = parts.drain(..).map(|part| ranked(diagram, part)).collect();
        while let Some((Reverse(size), _, a)) = heap.pop() {
            let Some((_, _, b)) = heap.pop() else { return Ok((a, size)) };
            let joined = operation(diagram, a, b)?;
            let size = diagram.size(joined);
            heap.push(ranked(diagram, (size, joined)));
        }
        Ok((TRUE, 0))
    }

    /// By the number still missing: `missing[j]` is "at least j of those seen".
    fn atleast(&mut self, least: usize, parts: &mut [(u32, Edge)]) -> Result<(Edge, u32), Full> {
        let diagram = &mut self.diagram;
        // From the deepest up: so each step adds on top of what is there.
        order::sort_by(parts, |a, b| diagram.level(b.1).cmp(&diagram.level(a.1)));
        let mut missing = vec![FALSE; least + 1];
        missing[0] = TRUE;
        for (seen, (_, part)) in parts.iter().enumerate() {
            // What the arguments that come can no longer make up for is not needed.
            let needed = (seen + 1 + least).saturating_sub(parts.len()).max(1);
            for count in (needed..=least.min(seen + 1)).rev() {
                missing[count] = diagram.ite(*part, missing[count - 1], missing[count])?;
            }
        }
        Ok((missing[least], diagram.size(missing[least])))
    }
}
