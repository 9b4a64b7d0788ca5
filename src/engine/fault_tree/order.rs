//! In which order a module's events are asked about: what decides how many decisions it takes.

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

/// Ways to order the events of a module, the most promising first.
pub(super) const WAYS: usize = 6;

/// Work space of orders over one graph.
pub(super) struct Orders {
    /// By number: the last walk that met it.
    met: Vec<u32>,
    walk: u32,
    /// By number: on how many paths the module's roots reach it.
    paths: Vec<f64>,
    /// By number: number of parents in module.
    parents: Vec<u32>,
}

impl Orders {
    pub(super) fn new(graph: &Graph) -> Self {
        let numbers = graph.numbers();
        Self { met: vec![0; numbers], walk: 0, paths: vec![0.0; numbers], parents: vec![0; numbers] }
    }

    /// What stands below `roots` down to events and to the gates that `is_module` names, in the given way.
    pub(super) fn walk(&mut self, graph: &Graph, roots: &[Lit], is_module: &[bool], way: usize) -> Walk {
        let plain = self.visit(graph, roots, is_module, &|_, args| args.to_vec());
        self.weigh(graph, roots, is_module, &plain);
        let paths = std::mem::take(&mut self.paths);
        let parents = std::mem::take(&mut self.parents);
        let mut found = match way {
            0 | 1 | 5 => plain,
            2 => self.visit(graph, roots, is_module, &|_, args| {
                let mut args = args.to_vec();
                order::sort_by(&mut args, |a, b| parents[b.number()].cmp(&parents[a.number()]));
                args
            }),
            3 => self.visit(graph, roots, is_module, &|_, args| {
                let mut args = args.to_vec();
                order::sort_by(&mut args, |a, b| paths[b.number()].total_cmp(&paths[a.number()]));
                args
            }),
            _ => self.visit(graph, roots, is_module, &|_, args| args.iter().rev().copied().collect()),
        };
        if way == 1 {
            order::sort_by(&mut found.leaves, |a, b| paths[*b].total_cmp(&paths[*a]));
        }
        if way == 5 {
            order::sort_by(&mut found.leaves, |a, b| parents[*b].cmp(&parents[*a]));
        }
        self.paths = paths;
        self.parents = parents;
        found
    }

    fn visit(
        &mut self,
        graph: &Graph,
        roots: &[Lit],
        is_module: &[bool],
        arrange: &dyn Fn(usize, &[Lit]) -> Vec<Lit>,
    ) -> Walk {
        self.walk += 1;
        let mut walk = Walk::default();
        let mut open: Vec<(usize, Vec<Lit>, usize)> = Vec::new();
        for root in roots {
            let mut next = Some((*root, true));
            loop {
                if let Some((lit, is_root)) = next {
                    let number = lit.number();
                    if self.met[number] != self.walk && !lit.is_constant() {
                        self.met[number] = self.walk;
                        match graph.gate_of(lit) {
                            Some(gate) if !is_module[gate] || (is_root && roots.len() == 1) => {
                                open.push((gate, arrange(gate, &graph.gates[gate].args), 0));
                            }
                            _ => walk.leaves.push(number),
                        }
                    }
                }
                let Some((gate, args, place)) = open.last_mut() else { break };
                match args.get(*place) {
                    Some(arg) => {
                        *place += 1;
                        next = Some((*arg, false));
                    }
                    None => {
                        walk.gates.push(*gate);
                        open.pop();
                        next = None;
                    }
                }
            }
        }
        walk
    }

    fn weigh(&mut self, graph: &Graph, roots: &[Lit], is_module: &[bool], walk: &Walk) {
        let _ = is_module;
        for &number in &walk.leaves {
            self.paths[number] = 0.0;
            self.parents[number] = 0;
        }
        for &gate in &walk.gates {
            self.paths[graph.lit(gate).number()] = 0.0;
            self.parents[graph.lit(gate).number()] = 0;
        }
        for root in roots {
            self.paths[root.number()] += 1.0;
        }
        for &gate in walk.gates.iter().rev() {
            let own = self.paths[graph.lit(gate).number()];
            for arg in &graph.gates[gate].args {
                self.paths[arg.number()] += own;
                self.parents[arg.number()] += 1;
            }
        }
    }
}
