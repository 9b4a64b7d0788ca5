//! From a fault tree to a program: modules one by one, each under the first order that fits.

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

/// So many tops are solved one by one, more of them together.
const ONE_BY_ONE: usize = 64;

/// Solves a fault tree exactly.
///
/// Tops are solved each by itself: what one of them makes needless another may need, and a diagram for all has to
/// keep apart what any of them keeps apart. Ten journeys of a plan of a hundred services take a tenth of a second so, and
/// do not fit together.
///
/// # Errors
/// What is wrong with the tree, or [`FaultTreeError::TooLarge`]; then [`bounds`](fn@super::bounds) tells what is known.
pub fn compile(tree: &FaultTree, limits: Limits) -> Result<Compiled, FaultTreeError> {
    let graph = Graph::of(tree)?;
    let mut compiled = Compiled::empty(tree.events);
    if graph.tops.len() > ONE_BY_ONE {
        compiled.append(&solved(graph, limits.nodes, limits)?);
        return Ok(compiled);
    }
    for (number, top) in graph.tops.iter().enumerate() {
        if let Some(before) = graph.tops[..number].iter().position(|before| before == top) {
            compiled.repeat_top(before);
            continue;
        }
        let left = limits.nodes.saturating_sub(compiled.nodes());
        compiled.append(&solved(graph.of_top(*top), left, limits)?);
    }
    Ok(compiled)
}

fn solved(graph: Graph, limit: usize, limits: Limits) -> Result<Compiled, FaultTreeError> {
    let graph = simplify(graph);
    let solved = solve(&graph, limit, &WAYS);
    solved
        .map(|solved| Compiled::of(&solved, graph.events))
        .map_err(|_: Full| FaultTreeError::TooLarge { limit: limits.nodes })
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
        deepest: vec![0; graph.numbers()],
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
    /// By number: the deepest level that its function asks about.
    deepest: Vec<u32>,
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
            self.edges[number] = self.combine(gate)?;
        }
        Ok(module.roots.iter().map(|root| self.edge(*root)).collect())
    }

    /// Gives a leaf the next level.
    fn place(&mut self, leaf: usize) -> Result<(), Full> {
        let level = self.asked.len() as u32;
        self.deepest[leaf] = level;
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

    /// A gate's function.
    ///
    /// The arguments are joined from the deepest up, so that each adds its decisions on top of what is there. A plan's
    /// services ask about shared causes first and then each about its own: joined like this they cost what is new.
    fn combine(&mut self, gate: usize) -> Result<Edge, Full> {
        let graph = self.graph;
        let node = &graph.gates[gate];
        let mut parts: Vec<(u32, Edge)> =
            node.args.iter().map(|arg| (self.deepest[arg.number()], self.edge(*arg))).collect();
        order::sort_by(&mut parts, |a, b| b.0.cmp(&a.0));
        self.deepest[graph.lit(gate).number()] = parts.first().map_or(0, |part| part.0);
        let diagram = &mut self.diagram;
        let mut edges = parts.iter().map(|part| part.1);
        match node.kind {
            Kind::And => edges.try_fold(TRUE, |all, edge| diagram.and(edge, all)),
            Kind::Xor => edges.try_fold(FALSE, |odd, edge| diagram.xor(edge, odd)),
            Kind::Atleast(least) => atleast(diagram, least as usize, edges),
        }
    }
}

/// By the number still missing: `missing[j]` is "at least j of those seen".
fn atleast(
    diagram: &mut Diagram,
    least: usize,
    edges: impl ExactSizeIterator<Item = Edge>,
) -> Result<Edge, Full> {
    let all = edges.len();
    let mut missing = vec![FALSE; least + 1];
    missing[0] = TRUE;
    for (seen, edge) in edges.enumerate() {
        // What the arguments that come can no longer make up for is not needed.
        let needed = (seen + 1 + least).saturating_sub(all).max(1);
        for count in (needed..=least.min(seen + 1)).rev() {
            missing[count] = diagram.ite(edge, missing[count - 1], missing[count])?;
        }
    }
    Ok(missing[least])
}
