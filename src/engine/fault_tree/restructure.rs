//! Gates taken apart and put together anew, so that more of them are modules and fewer share.
//!
//! Three laws, each applied where it saves arguments or separates what is independent:
//! - **Factoring.** `a b + a c = a (b + c)`.
//! - **Common arguments.** What several conjunctions have in common becomes one gate that all of them name.
//! - **Separation.** The arguments of a module fall into groups that share nothing; each group becomes a module.

use super::graph::{Graph, Kind, Lit, Node};
use super::modules::modules;
use crate::quantity::order;

/// The most pairs of gates and arguments that are looked at.
const WORK: usize = 1 << 20;

/// Gates in any order, to be put in order at the end.
struct Loose {
    events: usize,
    gates: Vec<Node>,
    tops: Vec<Lit>,
}

impl Loose {
    fn of(graph: &Graph) -> Self {
        Self { events: graph.events, gates: graph.gates.clone(), tops: graph.tops.clone() }
    }

    fn gate_of(&self, lit: Lit) -> Option<usize> {
        lit.number().checked_sub(1 + self.events)
    }

    /// A new gate with two or more arguments, or the one argument.
    fn gate(&mut self, kind: Kind, mut args: Vec<Lit>) -> Lit {
        if let [one] = args.as_slice() {
            return *one;
        }
        order::sort(&mut args);
        self.gates.push(Node { kind, args });
        Lit::new(self.events + self.gates.len())
    }

    /// The same with every gate after those that it names, and none that no top needs.
    fn ordered(&self) -> Graph {
        let mut graph = Graph::new(self.events);
        let mut found: Vec<Option<Lit>> = vec![None; 1 + self.events + self.gates.len()];
        for (number, lit) in found.iter_mut().enumerate().take(1 + self.events) {
            *lit = Some(Lit::new(number));
        }
        let mut open: Vec<usize> = Vec::new();
        let mut args = Vec::new();
        for top in &self.tops {
            open.extend(self.gate_of(*top));
            while let Some(&gate) = open.last() {
                let number = 1 + self.events + gate;
                if found[number].is_some() {
                    open.pop();
                    continue;
                }
                let node = &self.gates[gate];
                let waiting = node.args.iter().filter(|arg| found[arg.number()].is_none());
                let before = open.len();
                open.extend(waiting.filter_map(|arg| self.gate_of(*arg)));
                if open.len() > before {
                    open[before..].reverse();
                    continue;
                }
                args.clear();
                args.extend(
                    node.args.iter().filter_map(|arg| Some(found[arg.number()]?.not_if(arg.negated()))),
                );
                found[number] = Some(graph.make(node.kind, &mut args));
                open.pop();
            }
        }
        graph.tops = (self.tops.iter())
            .map(|top| found[top.number()].unwrap_or(Lit::FALSE).not_if(top.negated()))
            .collect();
        graph
    }

    /// By number: how often it is an argument or a top.
    fn uses(&self) -> Vec<u32> {
        let mut uses = vec![0; 1 + self.events + self.gates.len()];
        let args = self.gates.iter().flat_map(|gate| &gate.args);
        args.chain(&self.tops).for_each(|arg| uses[arg.number()] += 1);
        uses
    }
}

/// Takes out of alternatives what all or some of them have in common.
pub(super) fn factor(graph: &Graph) -> Graph {
    let mut loose = Loose::of(graph);
    let mut uses = loose.uses();
    let mut gate = 0;
    let mut work = 0;
    while gate < loose.gates.len() {
        let Some((common, holders)) = best_factor(&loose, &uses, gate, &mut work) else {
            gate += 1;
            continue;
        };
        let mut alternatives = Vec::new();
        for holder in &holders {
            let Some(inner) = loose.gate_of(*holder) else { continue };
            // The alternative is private, so it may change in place.
            let args = &mut loose.gates[inner].args;
            args.retain(|arg| *arg != common);
            let only = if let [one] = args.as_slice() { Some(*one) } else { None };
            alternatives.push(only.unwrap_or(Lit::new(1 + loose.events + inner)).not());
        }
        let none = loose.gate(Kind::And, alternatives);
        let factored = loose.gate(Kind::And, vec![common, none.not()]);
        let args = &mut loose.gates[gate].args;
        args.retain(|arg| holders.binary_search(arg).is_err());
        args.push(factored.not());
        order::sort(args);
        uses[common.number()] -= holders.len() as u32 - 1;
        uses.resize(1 + loose.events + loose.gates.len(), 1);
    }
    loose.ordered()
}

/// For one conjunction of alternatives: the argument that most of its private alternatives hold, and these.
fn best_factor(loose: &Loose, uses: &[u32], gate: usize, work: &mut usize) -> Option<(Lit, Vec<Lit>)> {
    let node = &loose.gates[gate];
    if node.kind != Kind::And {
        return None;
    }
    let private = |arg: &&Lit| {
        let inner = loose.gate_of(**arg).map(|inner| &loose.gates[inner]);
        arg.negated() && uses[arg.number()] == 1 && inner.is_some_and(|inner| inner.kind == Kind::And)
    };
    let holders: Vec<Lit> = node.args.iter().filter(private).copied().collect();
    if holders.len() < 2 || *work > WORK {
        return None;
    }
    let mut held: Vec<Lit> = Vec::new();
    for inner in holders.iter().filter_map(|holder| loose.gate_of(*holder)) {
        held.extend(&loose.gates[inner].args);
    }
    *work += held.len() + node.args.len();
    order::sort(&mut held);
    let best =
        held.chunk_by(|a, b| a == b).reduce(|best, run| if run.len() > best.len() { run } else { best })?;
    let common = *best.first().filter(|_| best.len() > 1)?;
    let has = |holder: &Lit| {
        loose.gate_of(*holder).is_some_and(|inner| loose.gates[inner].args.binary_search(&common).is_ok())
    };
    Some((common, holders.into_iter().filter(has).collect()))
}

/// Makes one gate of arguments that several conjunctions have in common.
pub(super) fn share(graph: &Graph) -> Graph {
    let mut loose = Loose::of(graph);
    let mut holders = Holders::of(&loose);
    let mut work = 0;
    let mut gate = 0;
    while gate < loose.gates.len() {
        let Some(common) = holders.most_common(&loose, gate, &mut work) else {
            gate += 1;
            continue;
        };
        let all = holders.of_all(&common);
        let new = loose.gate(Kind::And, common.clone());
        for &holder in &all {
            let args = &mut loose.gates[holder].args;
            args.retain(|arg| common.binary_search(arg).is_err());
            args.push(new);
            order::sort(args);
        }
        holders.replace(&common, &all, new, loose.gates.len() - 1);
    }
    loose.ordered()
}

/// By literal: the conjunctions that name it, in rising order.
struct Holders {
    of: Vec<Vec<usize>>,
    shared: Vec<u32>,
}

impl Holders {
    fn of(loose: &Loose) -> Self {
        let mut of = vec![Vec::new(); 2 * (1 + loose.events + loose.gates.len())];
        for (gate, node) in loose.gates.iter().enumerate().filter(|(_, node)| node.kind == Kind::And) {
            node.args.iter().for_each(|arg| of[arg.index()].push(gate));
        }
        Self { of, shared: Vec::new() }
    }

    /// The most arguments, two or more but not all of those of the gate, that some other conjunction also has.
    fn most_common(&mut self, loose: &Loose, gate: usize, work: &mut usize) -> Option<Vec<Lit>> {
        let node = &loose.gates[gate];
        if node.kind != Kind::And || *work > WORK {
            return None;
        }
        self.shared.clear();
        self.shared.resize(loose.gates.len(), 0);
        let mut best = (1, 0);
        for arg in &node.args {
            *work += self.of[arg.index()].len();
            for &other in self.of[arg.index()].iter().filter(|other| **other != gate) {
                self.shared[other] += 1;
                if self.shared[other] > best.0 {
                    best = (self.shared[other], other);
                }
            }
        }
        *work += loose.gates.len() / 8;
        let (count, other) = best;
        let whole = |gate: usize| loose.gates[gate].args.len() == count as usize;
        if count < 2 || whole(gate) && whole(other) {
            return None;
        }
        let other = &loose.gates[other].args;
        Some(node.args.iter().filter(|arg| other.binary_search(arg).is_ok()).copied().collect())
    }

    fn of_all(&self, common: &[Lit]) -> Vec<usize> {
        let mut all = self.of[common[0].index()].clone();
        for lit in &common[1..] {
            all.retain(|gate| self.of[lit.index()].binary_search(gate).is_ok());
        }
        all
    }

    fn replace(&mut self, common: &[Lit], all: &[usize], new: Lit, gate: usize) {
        for lit in common {
            self.of[lit.index()].retain(|holder| all.binary_search(holder).is_err());
            self.of[lit.index()].push(gate);
        }
        self.of.resize(self.of.len().max(new.index() + 2), Vec::new());
        self.of[new.index()] = all.to_vec();
    }
}

/// Groups the arguments of modules by what they share.
pub(super) fn separate(graph: &Graph) -> Graph {
    let modules = modules(graph);
    let mut is_module = vec![false; graph.numbers()];
    for gate in modules.iter().filter_map(|module| module.gate) {
        is_module[graph.lit(gate).number()] = true;
    }
    let mut loose = Loose::of(graph);
    // By number: the group that reached it first, of the module at work.
    let mut owner: Vec<Option<(usize, usize)>> = vec![None; graph.numbers()];
    for gate in modules.iter().filter_map(|module| module.gate) {
        let node = &graph.gates[gate];
        if matches!(node.kind, Kind::Atleast(_)) {
            continue;
        }
        let mut group: Vec<usize> = (0..node.args.len()).collect();
        for (place, arg) in node.args.iter().enumerate() {
            let mut open = vec![arg.number()];
            while let Some(number) = open.pop() {
                if let Some((_, other)) = owner[number].filter(|(of, _)| *of == gate) {
                    union(&mut group, other, place);
                    continue;
                }
                owner[number] = Some((gate, place));
                if let Some(inner) = number.checked_sub(1 + graph.events).filter(|_| !is_module[number]) {
                    open.extend(graph.gates[inner].args.iter().map(|arg| arg.number()));
                }
            }
        }
        let mut members: Vec<Vec<Lit>> = vec![Vec::new(); node.args.len()];
        for (place, arg) in node.args.iter().enumerate() {
            members[find(&mut group, place)].push(*arg);
        }
        members.retain(|members| !members.is_empty());
        if members.len() == 1 {
            continue;
        }
        let mut args: Vec<Lit> = members.into_iter().map(|members| loose.gate(node.kind, members)).collect();
        order::sort(&mut args);
        loose.gates[gate].args = args;
    }
    loose.ordered()
}

fn find(group: &mut [usize], mut place: usize) -> usize {
    while group[place] != place {
        group[place] = group[group[place]];
        place = group[place];
    }
    place
}

fn union(group: &mut [usize], a: usize, b: usize) {
    let (a, b) = (find(group, a), find(group, b));
    group[a.max(b)] = a.min(b);
}
