//! From a fault-tree model to a file that SCRAM reads.
//!
//! SCRAM knows fewer formulas than the format and asks more of them: two different arguments or more, and a threshold
//! between one and all. What it does not know is written as what it means: `cardinality` as two thresholds, `imply` and
//! `iff` through `or` and `xor`, a list of `xor` as a chain. Names become identifiers; a name that had to change stands in
//! the label.

mod numbers;
mod text;

use std::collections::{BTreeMap, BTreeSet};

use self::text::identifier;
use crate::analysis::fault_tree::FaultTreeModel;
use crate::engine::expression::Term;
use crate::engine::fault_tree::{Arg, Gate, Op, Source};

/// A model as a file.
pub fn write(model: &FaultTreeModel) -> String {
    let mut writer = Writer::of(model);
    writer.text.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    writer.open("opsa-mef");
    if let Some(label) = &model.label {
        writer.label(label);
    }
    writer.fault_trees();
    writer.numbers();
    writer.close("opsa-mef");
    writer.text
}

struct Writer<'a> {
    model: &'a FaultTreeModel,
    text: String,
    depth: usize,
    taken: BTreeSet<String>,
    /// The name of every gate that is defined and not written where it is used.
    gates: Vec<Option<String>>,
    events: Vec<String>,
    parameters: BTreeMap<Term, String>,
}

/// A formula on its way to the file, as a piece.
enum Piece<'a> {
    /// A gate, an event or a constant.
    Of(Arg),
    /// Some arguments of a gate joined otherwise than the gate does.
    Joined(Join, &'a [Arg], bool),
    /// An argument within so many `not`.
    Denied(Arg, usize),
    /// The end of an element.
    End(&'static str),
}

/// How arguments are joined.
#[derive(Clone, Copy)]
enum Join {
    All,
    Any,
    Odd,
    AtLeast(usize),
}

impl<'a> Writer<'a> {
    fn of(model: &'a FaultTreeModel) -> Self {
        let mut writer = Self {
            model,
            text: String::new(),
            depth: 0,
            taken: BTreeSet::new(),
            gates: vec![None; model.tree.gates.len()],
            events: Vec::new(),
            parameters: BTreeMap::new(),
        };
        let mut used = vec![0_u32; model.tree.gates.len()];
        for arg in model.tree.gates.iter().flat_map(|gate| &gate.args) {
            if let Source::Gate(gate) = arg.of {
                used[gate as usize] += 1;
            }
        }
        for (number, gate) in model.gates.iter().enumerate() {
            // A formula that stands in two places needs a name.
            let name =
                gate.name.clone().or_else(|| (used[number] > 1).then(|| format!("gate-{}", number + 1)));
            writer.gates[number] = name.map(|name| writer.free(&name));
        }
        writer.events = model.events.iter().map(|event| writer.free(&event.name)).collect();
        writer.name_terms();
        writer
    }

    fn fault_trees(&mut self) {
        let model = self.model;
        let gates = self.by_tree();
        let mut trees: Vec<&str> = Vec::new();
        for top in &model.tops {
            if !trees.contains(&top.tree.as_str()) {
                trees.push(&top.tree);
            }
        }
        // Fault trees have their names apart.
        let mut names = BTreeSet::new();
        for tree in trees {
            let mut name = identifier(tree);
            while !names.insert(name.clone()) {
                name.push_str("_2");
            }
            self.open_with("define-fault-tree", &[("name", &name)]);
            let label =
                model.tops.iter().find(|top| top.tree == tree).and_then(|top| top.tree_label.as_ref());
            if let Some(label) = label {
                self.label(label);
            }
            for gate in gates.get(tree).into_iter().flatten() {
                self.define_gate(*gate);
            }
            self.close("define-fault-tree");
        }
    }

    /// The gates to be defined in each tree: its tops, then what they need and no tree before it has.
    fn by_tree(&self) -> BTreeMap<&'a str, Vec<u32>> {
        let model = self.model;
        let mut placed = vec![false; model.tree.gates.len()];
        let top_gate = |top: &Arg| match top.of {
            Source::Gate(gate) => Some(gate),
            Source::Event(_) | Source::Constant(_) => None,
        };
        let tops: Vec<Option<u32>> = model.tree.tops.iter().map(top_gate).collect();
        let mut by_tree: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
        for (top, gate) in model.tops.iter().zip(&tops) {
            if let Some(gate) = gate {
                placed[*gate as usize] = true;
                by_tree.entry(&top.tree).or_default().push(*gate);
            }
        }
        for (top, gate) in model.tops.iter().zip(tops) {
            let mut open: Vec<u32> = gate.into_iter().collect();
            let mut next = 0;
            while let Some(gate) = open.get(next).copied() {
                next += 1;
                for arg in &model.tree.gates[gate as usize].args {
                    if let Source::Gate(child) = arg.of
                        && !std::mem::replace(&mut placed[child as usize], true)
                    {
                        open.push(child);
                        if self.gates[child as usize].is_some() {
                            by_tree.entry(&top.tree).or_default().push(child);
                        }
                    }
                }
            }
        }
        by_tree
    }

    fn define_gate(&mut self, number: u32) {
        let model = self.model;
        let name = self.gates[number as usize].clone().unwrap_or_default();
        self.open_with("define-gate", &[("name", &name)]);
        let gate = &model.gates[number as usize];
        self.label_of(gate.name.as_deref(), &name, gate.label.as_deref());
        let mut open = Vec::new();
        self.gate(&model.tree.gates[number as usize], false, &mut open);
        while let Some(piece) = open.pop() {
            match piece {
                Piece::Of(arg) => self.argument(arg, &mut open),
                Piece::Joined(join, args, negated) => self.joined(join, args, negated, &mut open),
                Piece::Denied(arg, times) => {
                    (0..times).for_each(|_| self.open("not"));
                    open.extend((0..times).map(|_| Piece::End("not")));
                    open.push(Piece::Of(arg));
                }
                Piece::End(element) => self.close(element),
            }
        }
        self.close("define-gate");
    }

    fn argument(&mut self, arg: Arg, open: &mut Vec<Piece<'a>>) {
        let model = self.model;
        let reference = match arg.of {
            Source::Constant(value) => {
                let value = if value != arg.negated { "true" } else { "false" };
                self.empty("constant", &[("value", value)]);
                return;
            }
            Source::Event(event) => Some(("basic-event", self.events[event as usize].clone())),
            Source::Gate(gate) => self.gates[gate as usize].clone().map(|name| ("gate", name)),
        };
        match (reference, arg.of) {
            (Some((element, name)), _) => {
                if arg.negated {
                    self.open("not");
                }
                self.empty(element, &[("name", &name)]);
                if arg.negated {
                    self.close("not");
                }
            }
            (None, Source::Gate(gate)) => self.gate(&model.tree.gates[gate as usize], arg.negated, open),
            (None, _) => {}
        }
    }

    /// A gate's formula, or the opposite of it.
    fn gate(&mut self, gate: &'a Gate, negated: bool, open: &mut Vec<Piece<'a>>) {
        let args = gate.args.as_slice();
        match (gate.op, args) {
            (Op::And, _) => self.joined(Join::All, args, negated, open),
            (Op::Or, _) => self.joined(Join::Any, args, negated, open),
            (Op::Not | Op::Nor, _) => self.joined(Join::Any, args, !negated, open),
            (Op::Nand, _) => self.joined(Join::All, args, !negated, open),
            (Op::Xor, _) => self.joined(Join::Odd, args, negated, open),
            (Op::Iff, _) => self.joined(Join::Odd, args, !negated, open),
            (Op::Atleast(least), _) => self.joined(Join::AtLeast(least as usize), args, negated, open),
            // Not both the first and the opposite of the second.
            (Op::Imply, [first, second]) => {
                let element = if negated { "and" } else { "or" };
                self.open(element);
                open.push(Piece::End(element));
                open.push(Piece::Of(if negated { second.not() } else { *second }));
                open.push(Piece::Of(if negated { *first } else { first.not() }));
            }
            (Op::Imply, _) => {}
            (Op::Cardinality(least, most), _) => {
                let element = if negated { "or" } else { "and" };
                self.open(element);
                open.push(Piece::End(element));
                open.push(Piece::Joined(Join::AtLeast(most as usize + 1), args, !negated));
                open.push(Piece::Joined(Join::AtLeast(least as usize), args, negated));
            }
        }
    }

    fn joined(&mut self, join: Join, args: &'a [Arg], negated: bool, open: &mut Vec<Piece<'a>>) {
        // "Any" and "all" do not mind an argument that stands there twice.
        let different: BTreeSet<Arg> = args.iter().copied().collect();
        let once = different.len() == args.len();
        let (element, least) = match join {
            Join::AtLeast(0) => return self.constant(!negated),
            Join::AtLeast(least) if least > args.len() => return self.constant(negated),
            Join::AtLeast(1) => return self.joined(Join::Any, args, negated, open),
            Join::AtLeast(least) if least == args.len() => {
                return self.joined(Join::All, args, negated, open);
            }
            Join::AtLeast(least) => ("atleast", Some(least.to_string())),
            Join::All if negated => ("nand", None),
            Join::All => ("and", None),
            Join::Any if negated => ("nor", None),
            Join::Any => ("or", None),
            Join::Odd => ("xor", None),
        };
        let [first, rest @ ..] = args else { return self.constant(matches!(join, Join::All) != negated) };
        let alone = match join {
            Join::Odd => rest.is_empty(),
            _ => different.len() == 1 && !matches!(join, Join::AtLeast(_)),
        };
        if alone {
            return self.argument(if negated { first.not() } else { *first }, open);
        }
        if matches!((join, rest), (Join::Odd, [second]) if second == first) {
            return self.constant(negated);
        }
        let outside = negated && matches!(join, Join::Odd | Join::AtLeast(_));
        if outside {
            self.open("not");
            open.push(Piece::End("not"));
        }
        let attributes: Vec<(&str, &str)> = least.iter().map(|least| ("min", least.as_str())).collect();
        self.open_with(element, &attributes);
        open.push(Piece::End(element));
        match join {
            Join::Odd => {
                open.push(Piece::Joined(Join::Odd, rest, false));
                open.push(Piece::Of(*first));
            }
            Join::All | Join::Any if !once => {
                open.extend(different.into_iter().rev().map(Piece::Of));
            }
            Join::All | Join::Any => open.extend(args.iter().rev().map(|arg| Piece::Of(*arg))),
            Join::AtLeast(_) if once => open.extend(args.iter().rev().map(|arg| Piece::Of(*arg))),
            // SCRAM takes an argument once: the second time it is written as not not itself, and so on.
            Join::AtLeast(_) => {
                let times = |place: usize| args[..place].iter().filter(|arg| **arg == args[place]).count();
                open.extend((0..args.len()).rev().map(|place| Piece::Denied(args[place], 2 * times(place))));
            }
        }
    }

    fn constant(&mut self, value: bool) {
        self.empty("constant", &[("value", if value { "true" } else { "false" })]);
    }
}
