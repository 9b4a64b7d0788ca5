//! From a fault tree to a program: modules one by one, each under the first order that fits the budget.

use super::diagram::{Diagram, Edge, FALSE, Full, TRUE};
use super::graph::{Graph, Kind, Lit};
use super::modules::{Module, modules};
use super::order::{Orders, Walk};
use super::program::Compiled;
use super::simplify::simplify;
use super::tree::{FaultTree, FaultTreeError};
use crate::quantity::order;

/// How much work an answer may cost.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// The most decisions that may be held at once.
    pub nodes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { nodes: 4_000_000 }
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

/// A diagram per module, all in one.
#[derive(Clone, Debug)]
pub(super) struct Solved {
    pub(super) diagram: Diagram,
    /// By level.
    pub(super) asked: Vec<Asked>,
    pub(super) tops: Vec<Edge>,
}

/// Solves a fault tree exactly: see [`Compiled`].
pub fn compile(tree: &FaultTree, limits: Limits) -> Result<Compiled, FaultTreeError> {
    let graph = simplify(Graph::of(tree)?);
    let solved = solve(&graph, limits).map_err(|_: Full| FaultTreeError::TooLarge { limit: limits.nodes })?;
    Ok(Compiled::of(&solved, tree.events))
}

pub(super) fn solve(graph: &Graph, limits: Limits) -> Result<Solved, Full> {
    let modules = modules(graph);
    let mut is_module = vec![false; graph.gates.len()];
    for gate in modules.iter().filter_map(|module| module.gate) {
        is_module[gate] = true;
    }
    let mut solver = Solver {
        graph,
        diagram: Diagram::new(limits.nodes),
        asked: Vec::new(),
        edges: vec![FALSE; graph.numbers()],
        orders: Orders::new(graph),
        is_module,
    };
    let mut tops = Vec::new();
    for module in &modules {
        tops = solver.solve(module, limits)?;
        if let (Some(gate), [edge]) = (module.gate, tops.as_slice()) {
            solver.set_aside(gate, *edge)?;
        }
    }
    Ok(Solved { diagram: solver.diagram, asked: solver.asked, tops })
}

struct Solver<'a> {
    graph: &'a Graph,
    diagram: Diagram,
    asked: Vec<Asked>,
    /// The function of every number, as the module at work sees it.
    edges: Vec<Edge>,
    orders: Orders,
    is_module: Vec<bool>,
}

impl Solver<'_> {
    fn solve(&mut self, module: &Module, limits: Limits) -> Result<Vec<Edge>, Full> {
        let way = 0;
        let walk = self.orders.walk(self.graph, &module.roots, &self.is_module, way);
        let _ = limits;
        self.build(module, &walk)
    }

    fn build(&mut self, module: &Module, walk: &Walk) -> Result<Vec<Edge>, Full> {
        for &leaf in &walk.leaves {
            self.place(leaf)?;
        }
        let mut args = Vec::new();
        for &gate in &walk.gates {
            let node = &self.graph.gates[gate];
            args.clear();
            args.extend(node.args.iter().map(|arg| self.edge(*arg)));
            let number = self.graph.lit(gate).number();
            self.edges[number] = self.combine(node.kind, &mut args)?;
        }
        Ok(module.roots.iter().map(|root| self.edge(*root)).collect())
    }

    /// Gives a leaf the next level.
    fn place(&mut self, leaf: usize) -> Result<(), Full> {
        let level = self.asked.len() as u32;
        if leaf <= self.graph.events {
            self.asked.push(Asked::Event(leaf as u32 - 1));
            self.edges[leaf] = self.diagram.decision(level, FALSE, TRUE)?;
            return Ok(());
        }
        let function = self.edges[leaf];
        if function <= TRUE {
            return Ok(());
        }
        self.asked.push(Asked::Module(function & !1));
        self.edges[leaf] = self.diagram.decision(level, FALSE, TRUE)? ^ (function & 1);
        Ok(())
    }

    fn set_aside(&mut self, gate: usize, function: Edge) -> Result<(), Full> {
        self.edges[self.graph.lit(gate).number()] = function;
        Ok(())
    }

    fn edge(&self, lit: Lit) -> Edge {
        self.edges[lit.number()] ^ u32::from(lit.negated())
    }

    fn combine(&mut self, kind: Kind, args: &mut [Edge]) -> Result<Edge, Full> {
        let diagram = &mut self.diagram;
        // From the deepest up: so each step adds on top of what is there.
        order::sort_by(args, |a, b| diagram.level(*b).cmp(&diagram.level(*a)));
        match kind {
            Kind::And => args.iter().try_fold(TRUE, |all, arg| self.diagram.and(*arg, all)),
            Kind::Xor => args.iter().try_fold(FALSE, |odd, arg| self.diagram.xor(*arg, odd)),
            Kind::Atleast(least) => self.atleast(least as usize, args),
        }
    }

    /// By the number still missing: `missing[j]` is "at least j of those seen".
    fn atleast(&mut self, least: usize, args: &[Edge]) -> Result<Edge, Full> {
        let mut missing = vec![FALSE; least + 1];
        missing[0] = TRUE;
        for (seen, arg) in args.iter().enumerate() {
            // What the arguments that come can no longer make up for is not needed.
            let needed = (seen + 1 + least).saturating_sub(args.len()).max(1);
            for count in (needed..=least.min(seen + 1)).rev() {
                missing[count] = self.diagram.ite(*arg, missing[count - 1], missing[count])?;
            }
        }
        Ok(missing[least])
    }
}
