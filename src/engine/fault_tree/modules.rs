//! Modules: gates that share nothing with the rest of the tree, so that each can be solved alone.
//!
//! # Source
//! Y. Dutuit, A. Rauzy, "A Linear-Time Algorithm to Find Modules of Fault Trees", IEEE Transactions on Reliability
//! 45(3), 1996.

use super::graph::{Graph, Lit};

/// A part of the graph that is solved alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Module {
    /// The functions to solve: one gate, or for the last module the tops.
    pub(super) roots: Vec<Lit>,
    /// The gate, where it is one.
    pub(super) gate: Option<usize>,
}

/// When a depth-first walk comes to a number for the first and for the last time, and when it leaves it.
#[derive(Clone, Copy, Debug, Default)]
struct Visit {
    first: u32,
    left: u32,
    last: u32,
}

/// All modules, each after those below it; the last one is the whole. Tops that are alone are not repeated.
pub(super) fn modules(graph: &Graph) -> Vec<Module> {
    let visits = visits(graph);
    // The earliest first visit and the latest last visit of what stands below a gate.
    let mut below = vec![(u32::MAX, 0u32); graph.gates.len()];
    let mut found = Vec::new();
    for (gate, node) in graph.gates.iter().enumerate() {
        let own = visits[graph.lit(gate).number()];
        if own.first == 0 {
            continue;
        }
        let mut span = (u32::MAX, 0);
        for arg in &node.args {
            let visit = visits[arg.number()];
            span = (span.0.min(visit.first), span.1.max(visit.last));
            if let Some(child) = graph.gate_of(*arg) {
                span = (span.0.min(below[child].0), span.1.max(below[child].1));
            }
        }
        below[gate] = span;
        if span.0 > own.first && span.1 < own.left {
            found.push(Module { roots: vec![graph.lit(gate)], gate: Some(gate) });
        }
    }
    found.push(Module { roots: graph.tops.clone(), gate: None });
    found
}

/// Walks the graph from the tops, below a gate only at its first visit.
fn visits(graph: &Graph) -> Vec<Visit> {
    let mut visits = vec![Visit::default(); graph.numbers()];
    let mut clock = 0;
    let mut open: Vec<(Lit, usize)> = Vec::new();
    for top in &graph.tops {
        let mut next = Some(*top);
        loop {
            if let Some(lit) = next {
                clock += 1;
                let visit = &mut visits[lit.number()];
                visit.last = clock;
                if visit.first == 0 {
                    visit.first = clock;
                    visit.left = clock;
                    if graph.gate_of(lit).is_some() {
                        open.push((lit, 0));
                    }
                }
            }
            let Some((lit, place)) = open.last_mut() else { break };
            let gate = graph.gate_of(*lit).map(|gate| &graph.gates[gate]);
            next = gate.and_then(|gate| gate.args.get(*place)).copied();
            *place += 1;
            if next.is_none() {
                clock += 1;
                let visit = &mut visits[lit.number()];
                visit.left = clock;
                visit.last = clock;
                open.pop();
            }
        }
    }
    visits
}
