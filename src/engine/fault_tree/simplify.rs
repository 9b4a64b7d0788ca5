//! Makes a graph smaller without changing what its tops mean.
//!
//! Passes are repeated while they help; then what is left is arranged anew ([`restructure`](super::restructure)).
//! - **Context.** Below a conjunction nothing matters unless the other arguments hold, so a gate that is only reached
//!   through it may take them for true. This is absorption, and it is constant propagation for shared causes: below
//!   `region or ...` the region is up.
//! - **Coalescing.** A conjunction within conjunctions gives them its arguments, and a parity within a parity likewise.
//! - Constants, double negation, repeated arguments and repeated definitions vanish whenever a gate is made ([`Graph`]).
//!
//! # Why a context may be used in all places at once
//! Take the replacements one after the other. Each replaces an argument h in the part of a sibling of h at some gate p
//! (or above), while p keeps h: where h is false, p is false whatever the sibling says. An argument of p falls away
//! itself only where it holds in p's own context, which all below p have too. So each replacement is right when its turn
//! comes.
//!
//! # Source
//! I. Niemela, "On simplification of large fault trees", Reliability Engineering and System Safety 44, 1994;
//! A. Rauzy, "Toward an efficient implementation of the MOCUS algorithm", IEEE Transactions on Reliability 52, 2003.

use super::graph::{Graph, Kind, Lit};
use super::restructure::{factor, separate, share};
use crate::quantity::order;

/// The most passes; each but the last makes the graph smaller.
const PASSES: usize = 12;

/// The most entries that all contexts may have.
const CONTEXTS: usize = 1 << 18;

/// The most comparisons of contexts.
const COMPARISONS: usize = 1 << 22;

/// The same tops in a form with fewer gates and arguments and with more modules.
pub(super) fn simplify(graph: Graph) -> Graph {
    let graph = repeat(factor(&repeat(graph)));
    separate(&factor(&share(&graph)))
}

fn repeat(graph: Graph) -> Graph {
    let mut graph = graph;
    for _ in 0..PASSES {
        let next = pass(&graph);
        let smaller = next.size() < graph.size();
        graph = next;
        if !smaller {
            break;
        }
    }
    graph
}

/// Who uses what.
struct Uses {
    /// By number: how often it is an argument or a top.
    count: Vec<u32>,
    /// By number: whether some top needs it.
    needed: Vec<bool>,
}

impl Uses {
    fn of(graph: &Graph) -> Self {
        let numbers = graph.numbers();
        let mut uses = Self { count: vec![0; numbers], needed: vec![false; numbers] };
        for top in &graph.tops {
            uses.count[top.number()] += 1;
            uses.needed[top.number()] = true;
        }
        for (gate, node) in graph.gates.iter().enumerate().rev() {
            if !uses.needed[graph.lit(gate).number()] {
                continue;
            }
            for arg in &node.args {
                let number = arg.number();
                uses.count[number] += 1;
                uses.needed[number] = true;
            }
        }
        uses
    }
}

fn pass(graph: &Graph) -> Graph {
    let uses = Uses::of(graph);
    let contexts = contexts(graph, &uses);
    let mut next = Graph::new(graph.events);
    let mut found: Vec<Lit> = (0..=graph.events).map(Lit::new).collect();
    let mut args = Vec::new();
    for (gate, node) in graph.gates.iter().enumerate() {
        let number = graph.lit(gate).number();
        if !uses.needed[number] {
            found.push(Lit::FALSE);
            continue;
        }
        let context = &contexts[gate];
        args.clear();
        for arg in &node.args {
            let mapped = match given(context, *arg) {
                Some(value) => Lit::FALSE.not_if(value),
                None => found[arg.number()].not_if(arg.negated()),
            };
            let inner = next.gate_of(mapped).map(|inner| &next.gates[inner]);
            match inner {
                Some(inner) if inner.kind == node.kind && takes_in(node.kind, *arg, mapped, &uses) => {
                    args.extend(inner.args.iter().copied());
                    // A parity's argument may be negated where the parity's own is not.
                    if node.kind == Kind::Xor && mapped.negated() {
                        args.push(Lit::TRUE);
                    }
                }
                _ => args.push(mapped),
            }
        }
        let made = next.make(node.kind, &mut args);
        found.push(made);
    }
    next.tops = graph.tops.iter().map(|top| found[top.number()].not_if(top.negated())).collect();
    next
}

/// Whether a gate of this kind takes in the arguments of its argument of the same kind: nobody else must need them.
fn takes_in(kind: Kind, arg: Lit, mapped: Lit, uses: &Uses) -> bool {
    let alone = uses.count[arg.number()] == 1;
    match kind {
        Kind::And => alone && !mapped.negated(),
        Kind::Xor => alone,
        Kind::Atleast(_) => false,
    }
}

/// For every gate what may be taken for true there, in rising order.
fn contexts(graph: &Graph, uses: &Uses) -> Vec<Vec<Lit>> {
    let mut contexts: Vec<Option<Vec<Lit>>> = vec![None; graph.gates.len()];
    for top in &graph.tops {
        if let Some(gate) = graph.gate_of(*top) {
            contexts[gate] = Some(Vec::new());
        }
    }
    let mut left = CONTEXTS;
    let mut compared = 0;
    let mut here: Vec<Lit> = Vec::new();
    for (gate, node) in graph.gates.iter().enumerate().rev() {
        let Some(own) = contexts[gate].clone() else { continue };
        // What nobody else names cannot turn up below.
        let shared = |arg: &&Lit| node.kind == Kind::And && uses.count[arg.number()] > 1;
        let siblings: Vec<Lit> = node.args.iter().filter(shared).copied().collect();
        for arg in &node.args {
            let Some(child) = graph.gate_of(*arg) else { continue };
            match &mut contexts[child] {
                Some(known) if known.is_empty() => {}
                // To know less is always right.
                Some(known) if compared > COMPARISONS => known.clear(),
                Some(known) => {
                    compared += known.len();
                    known.retain(|lit| {
                        own.binary_search(lit).is_ok() || lit != arg && siblings.binary_search(lit).is_ok()
                    });
                }
                unknown => {
                    here.clear();
                    here.extend(siblings.iter().filter(|lit| *lit != arg).chain(&own).take(left));
                    left -= here.len();
                    order::sort(&mut here);
                    here.dedup();
                    *unknown = Some(here.clone());
                }
            }
        }
    }
    contexts.into_iter().map(Option::unwrap_or_default).collect()
}

/// The value of an argument where the context settles it.
fn given(context: &[Lit], arg: Lit) -> Option<bool> {
    if context.binary_search(&arg).is_ok() {
        return Some(true);
    }
    context.binary_search(&arg.not()).is_ok().then_some(false)
}
