//! Trees at random: every operation, shared gates, negations, constants, repeated arguments.

use proptest::prelude::*;

use crate::engine::fault_tree::{Arg, FaultTree, Gate, Op, Source};

/// What to draw.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    pub(super) events: usize,
    pub(super) gates: usize,
    /// Only "and", "or" and "at least", nothing negated.
    pub(super) coherent: bool,
}

/// A tree of this shape whose tops are its last gate and one other.
pub(super) fn tree(shape: Shape) -> impl Strategy<Value = FaultTree> {
    let gate = (0..10u8, proptest::collection::vec((any::<u32>(), 0..8u8), 2..6), any::<(u32, u32)>());
    (proptest::collection::vec(gate, 2..=shape.gates), any::<u32>()).prop_map(move |(drawn, other)| {
        let gates: Vec<Gate> = (0u32..)
            .zip(drawn)
            .map(|(number, (op, args, numbers))| {
                let args = args.into_iter().map(|(of, how)| argument(shape, number, of, how)).collect();
                gate_of(shape, op, args, numbers)
            })
            .collect();
        let last = gates.len() as u32 - 1;
        let tops = vec![Arg::gate(last), Arg::gate(other % (last + 1)).not()];
        FaultTree { events: shape.events, gates, tops }
    })
}

/// A recent gate or any event.
fn argument(shape: Shape, number: u32, of: u32, how: u8) -> Arg {
    let negated = how == 7 && !shape.coherent;
    let source = match how {
        _ if how < 4 && number > 0 => Source::Gate(number - 1 - of % number.min(6)),
        4 if of.is_multiple_of(16) => Source::Constant(of.is_multiple_of(32)),
        _ => Source::Event(of % shape.events as u32),
    };
    Arg { of: source, negated }
}

fn gate_of(shape: Shape, op: u8, mut args: Vec<Arg>, (a, b): (u32, u32)) -> Gate {
    let n = args.len() as u32;
    let op = match op {
        0 | 1 => Op::And,
        2 | 3 => Op::Or,
        4 => Op::Atleast(a % (n + 1)),
        _ if shape.coherent => {
            if op.is_multiple_of(2) {
                Op::And
            } else {
                Op::Or
            }
        }
        5 => Op::Xor,
        6 => {
            if a % 2 == 0 {
                Op::Nand
            } else {
                Op::Nor
            }
        }
        7 => Op::Cardinality((a % (n + 1)).min(b % (n + 1)), (a % (n + 1)).max(b % (n + 1))),
        8 => Op::Not,
        _ => {
            if a % 2 == 0 {
                Op::Imply
            } else {
                Op::Iff
            }
        }
    };
    match op {
        Op::Not => args.truncate(1),
        Op::Imply | Op::Iff => args.truncate(2),
        _ => {}
    }
    Gate { op, args }
}

/// The tops' values when exactly the events in the bits of `state` are active: the definition of a fault tree.
pub(super) fn values(tree: &FaultTree, state: u32) -> Vec<bool> {
    let mut known: Vec<bool> = Vec::new();
    let value = |known: &[bool], arg: &Arg| {
        arg.negated
            != match arg.of {
                Source::Constant(value) => value,
                Source::Event(event) => state >> event & 1 == 1,
                Source::Gate(gate) => known[gate as usize],
            }
    };
    for gate in &tree.gates {
        let args: Vec<bool> = gate.args.iter().map(|arg| value(&known, arg)).collect();
        let active = args.iter().filter(|arg| **arg).count() as u32;
        let all = args.len() as u32;
        known.push(match gate.op {
            Op::And => active == all,
            Op::Or => active > 0,
            Op::Xor => active % 2 == 1,
            Op::Not | Op::Nor => active == 0,
            Op::Nand => active < all,
            Op::Atleast(least) => active >= least,
            Op::Cardinality(least, most) => (least..=most).contains(&active),
            Op::Imply => !args[0] || args[1],
            Op::Iff => args[0] == args[1],
        });
    }
    tree.tops.iter().map(|top| value(&known, top)).collect()
}
