//! A fault tree in few kinds of gates, each function written once.
//!
//! Everything is said with conjunctions, parities, thresholds and negated edges: `a or b` is `not (not a and not b)`.
//! So equal definitions meet however they were written, and a gate of gates with the same operation is seen whether
//! it stood as an "and" of "ands" or as an "or" of "ors".

use super::tree::{Arg, FaultTree, FaultTreeError, Op, Source};
use crate::quantity::order;

/// An event, a gate or a constant, perhaps negated: twice its number, plus one where negated.
///
/// Number 0 is the constant "false", then come the events, then the gates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Lit(u32);

impl Lit {
    pub(super) const FALSE: Self = Self(0);
    pub(super) const TRUE: Self = Self(1);

    pub(super) const fn new(number: usize) -> Self {
        Self((number as u32) << 1)
    }

    pub(super) const fn number(self) -> usize {
        (self.0 >> 1) as usize
    }

    /// Twice the number, plus one where negated.
    pub(super) const fn index(self) -> usize {
        self.0 as usize
    }

    pub(super) const fn negated(self) -> bool {
        self.0 & 1 == 1
    }

    pub(super) const fn not(self) -> Self {
        Self(self.0 ^ 1)
    }

    #[must_use]
    pub(super) const fn not_if(self, negate: bool) -> Self {
        Self(self.0 ^ negate as u32)
    }

    pub(super) const fn is_constant(self) -> bool {
        self.0 < 2
    }
}

/// What a gate does with its arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// All of them.
    And,
    /// An odd number of them; none is negated.
    Xor,
    /// At least so many of them.
    Atleast(u32),
}

impl Kind {
    const fn code(self) -> u32 {
        match self {
            Self::And => 0,
            Self::Xor => 1,
            Self::Atleast(least) => least,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) kind: Kind,
    /// In rising order. Only a threshold may have one twice.
    pub(super) args: Vec<Lit>,
}

/// Gates over events, each after those that it names, no two with the same definition.
#[derive(Clone, Debug)]
pub(super) struct Graph {
    pub(super) events: usize,
    pub(super) gates: Vec<Node>,
    pub(super) tops: Vec<Lit>,
    /// Finds a gate by its definition: numbers of gates plus one, 0 where free.
    slots: Vec<u32>,
}

impl Graph {
    pub(super) fn new(events: usize) -> Self {
        Self { events, gates: Vec::new(), tops: Vec::new(), slots: vec![0; 64] }
    }

    /// The tree in these terms. It is checked first.
    pub(super) fn of(tree: &FaultTree) -> Result<Self, FaultTreeError> {
        let order = tree.check()?;
        let mut graph = Self::new(tree.events);
        let mut found = vec![Lit::FALSE; tree.gates.len()];
        let mut args = Vec::new();
        for gate in order {
            let Some(given) = tree.gates.get(gate as usize) else { continue };
            args.clear();
            args.extend(given.args.iter().map(|arg| literal(*arg, &found)));
            found[gate as usize] = graph.operation(given.op, &mut args);
        }
        graph.tops = tree.tops.iter().map(|top| literal(*top, &found)).collect();
        Ok(graph)
    }

    fn operation(&mut self, op: Op, args: &mut Vec<Lit>) -> Lit {
        match op {
            Op::And => self.and(args),
            Op::Nand => self.and(args).not(),
            Op::Or => self.or(args),
            Op::Nor => self.or(args).not(),
            Op::Xor => self.xor(args),
            Op::Iff => self.xor(args).not(),
            Op::Not => args.first().map_or(Lit::TRUE, |arg| arg.not()),
            Op::Imply => {
                if let Some(condition) = args.first_mut() {
                    *condition = condition.not();
                }
                self.or(args)
            }
            Op::Atleast(least) => self.atleast(least, args),
            Op::Cardinality(least, most) => {
                let enough = self.atleast(least, &mut args.clone());
                let too_many = self.atleast(most.saturating_add(1), args);
                self.and(&mut vec![enough, too_many.not()])
            }
        }
    }

    pub(super) fn make(&mut self, kind: Kind, args: &mut Vec<Lit>) -> Lit {
        match kind {
            Kind::And => self.and(args),
            Kind::Xor => self.xor(args),
            Kind::Atleast(least) => self.atleast(least, args),
        }
    }

    /// All of `args`, which are used up.
    pub(super) fn and(&mut self, args: &mut Vec<Lit>) -> Lit {
        order::sort(args);
        args.dedup();
        args.retain(|arg| *arg != Lit::TRUE);
        let clash = args.first() == Some(&Lit::FALSE) || args.windows(2).any(|pair| pair[0].not() == pair[1]);
        match args.as_slice() {
            _ if clash => Lit::FALSE,
            [] => Lit::TRUE,
            [one] => *one,
            _ => self.gate(Kind::And, args),
        }
    }

    pub(super) fn or(&mut self, args: &mut Vec<Lit>) -> Lit {
        args.iter_mut().for_each(|arg| *arg = arg.not());
        self.and(args).not()
    }

    fn xor(&mut self, args: &mut Vec<Lit>) -> Lit {
        let odd = args.iter().filter(|arg| arg.negated()).count() % 2 == 1;
        args.iter_mut().for_each(|arg| *arg = arg.not_if(arg.negated()));
        order::sort(args);
        let mut kept: Vec<Lit> = Vec::with_capacity(args.len());
        for arg in args.drain(..) {
            match kept.last() {
                _ if arg == Lit::FALSE => {}
                Some(last) if *last == arg => drop(kept.pop()),
                _ => kept.push(arg),
            }
        }
        let found = match kept.as_slice() {
            [] => Lit::FALSE,
            [one] => *one,
            _ => self.gate(Kind::Xor, &mut kept),
        };
        found.not_if(odd)
    }

    fn atleast(&mut self, least: u32, args: &mut Vec<Lit>) -> Lit {
        order::sort(args);
        let mut least = least as usize;
        let mut kept: Vec<Lit> = Vec::with_capacity(args.len());
        for arg in args.drain(..) {
            match kept.last() {
                _ if arg == Lit::FALSE => {}
                _ if arg == Lit::TRUE => least = least.saturating_sub(1),
                // Of an argument and its opposite always one holds.
                Some(last) if last.not() == arg => {
                    kept.pop();
                    least = least.saturating_sub(1);
                }
                _ => kept.push(arg),
            }
        }
        match least {
            0 => Lit::TRUE,
            _ if least > kept.len() => Lit::FALSE,
            1 => self.or(&mut kept),
            _ if least == kept.len() => self.and(&mut kept),
            _ => self.gate(Kind::Atleast(least as u32), &mut kept),
        }
    }

    /// The one gate with this definition.
    fn gate(&mut self, kind: Kind, args: &mut Vec<Lit>) -> Lit {
        let mask = self.slots.len() - 1;
        let mut at = hash(kind, args) & mask;
        while let Some(found) = (self.slots[at] as usize).checked_sub(1) {
            let node = &self.gates[found];
            if node.kind == kind && node.args == *args {
                return self.lit(found);
            }
            at = (at + 1) & mask;
        }
        self.gates.push(Node { kind, args: std::mem::take(args) });
        self.slots[at] = self.gates.len() as u32;
        if self.gates.len() * 2 > self.slots.len() {
            self.widen();
        }
        self.lit(self.gates.len() - 1)
    }

    fn widen(&mut self) {
        let mut slots = vec![0; self.slots.len() * 2];
        let mask = slots.len() - 1;
        for (number, node) in self.gates.iter().enumerate() {
            let mut at = hash(node.kind, &node.args) & mask;
            while slots[at] != 0 {
                at = (at + 1) & mask;
            }
            slots[at] = number as u32 + 1;
        }
        self.slots = slots;
    }

    /// The same with only this top.
    pub(super) fn of_top(&self, top: Lit) -> Self {
        Self { tops: vec![top], ..self.clone() }
    }

    /// What remains when the event of this number is known.
    pub(super) fn given(&self, event: usize, value: bool) -> Self {
        let mut next = Self::new(self.events);
        let mut found: Vec<Lit> = (0..=self.events).map(Lit::new).collect();
        found[event] = Lit::FALSE.not_if(value);
        let mut args = Vec::new();
        for node in &self.gates {
            args.clear();
            args.extend(node.args.iter().map(|arg| found[arg.number()].not_if(arg.negated())));
            found.push(next.make(node.kind, &mut args));
        }
        next.tops = self.tops.iter().map(|top| found[top.number()].not_if(top.negated())).collect();
        next
    }

    /// The literal of the gate at this index.
    pub(super) fn lit(&self, gate: usize) -> Lit {
        Lit::new(1 + self.events + gate)
    }

    /// The index of the gate that a literal names.
    pub(super) fn gate_of(&self, lit: Lit) -> Option<usize> {
        lit.number().checked_sub(1 + self.events)
    }

    /// Constants, events and gates together.
    pub(super) fn numbers(&self) -> usize {
        1 + self.events + self.gates.len()
    }

    /// Gates and their arguments: what a pass over the graph costs.
    pub(super) fn size(&self) -> usize {
        self.gates.len() + self.gates.iter().map(|gate| gate.args.len()).sum::<usize>()
    }
}

fn literal(arg: Arg, gates: &[Lit]) -> Lit {
    let found = match arg.of {
        Source::Constant(value) => Lit::FALSE.not_if(value),
        Source::Event(event) => Lit::new(1 + event as usize),
        Source::Gate(gate) => gates[gate as usize],
    };
    found.not_if(arg.negated)
}

fn hash(kind: Kind, args: &[Lit]) -> usize {
    let start = 0x9E37_79B9_7F4A_7C15_u64 ^ u64::from(kind.code());
    let all = args.iter().fold(start, |hash, arg| {
        (hash ^ u64::from(arg.0)).wrapping_mul(0xBF58_476D_1CE4_E5B9).rotate_left(29)
    });
    (all ^ all >> 32) as usize
}
