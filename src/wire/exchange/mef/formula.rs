//! Formulas to gates.

use super::error::{Fault, quoted};
use super::names::{Meaning, Scope};
use super::read::Reading;
use super::xml::Id;
use crate::analysis::fault_tree::GateName;
use crate::engine::fault_tree::{Arg, Gate, Op, Source};

/// A formula to be read into a gate.
struct Open {
    formula: Id,
    gate: u32,
}

impl Reading<'_> {
    /// The formulas of all gates that are defined.
    pub(super) fn formulas(&mut self) -> Result<(), Fault> {
        for number in 0..self.gates.len() {
            let Some(defined) = &self.gates[number] else { continue };
            let (element, scope, name) = (defined.element, defined.scope, defined.name.clone());
            self.gate_formula(number as u32, element, scope).map_err(|fault| fault.about("gate", &name))?;
        }
        Ok(())
    }

    fn gate_formula(&mut self, gate: u32, element: Id, scope: Scope) -> Result<(), Fault> {
        let document = self.document;
        let mut parts = document.children(element);
        let Some(formula) = parts.next() else {
            return Err(document.fault(element, "no formula was found; one is needed"));
        };
        if let Some(second) = parts.next() {
            return Err(document.fault(second, "a second formula was found; one is needed"));
        }
        let mut open = Vec::new();
        if operation_name(document.name(formula)) {
            open.push(Open { formula, gate });
        } else {
            let arg = self.argument(formula, scope, gate, &mut open)?;
            self.model.tree.gates[gate as usize] = Gate { op: Op::Or, args: vec![arg] };
        }
        while let Some(Open { formula, gate }) = open.pop() {
            let owner = self.owners[gate as usize];
            let parts: Vec<Id> = document.children(formula).collect();
            let args = parts.iter().map(|part| self.argument(*part, scope, owner, &mut open));
            let args = args.collect::<Result<Vec<Arg>, Fault>>()?;
            let op = self.operation(formula, args.len())?;
            self.model.tree.gates[gate as usize] = Gate { op, args };
        }
        Ok(())
    }

    /// What a part of a formula refers to; an operation becomes a gate of its own, to be read later.
    fn argument(&mut self, part: Id, scope: Scope, owner: u32, open: &mut Vec<Open>) -> Result<Arg, Fault> {
        let document = self.document;
        let (mut part, mut negated) = (part, false);
        while document.name(part) == "not" {
            let mut inner = document.children(part);
            let (Some(only), None) = (inner.next(), inner.next()) else {
                return Err(document.fault(part, "not has none or several arguments; one is needed"));
            };
            (part, negated) = (only, !negated);
        }
        let of = match document.name(part) {
            "constant" => Source::Constant(self.truth(part)?),
            "gate" | "basic-event" | "house-event" | "event" => self.reference(part, scope)?,
            name if operation_name(name) => {
                let gate = self.new_gate(Some(owner), GateName::default());
                open.push(Open { formula: part, gate });
                Source::Gate(gate)
            }
            found => {
                let what = format!(
                    "the element {} was found in a formula; gate, basic-event, house-event, event, constant, and, or, \
                     not, xor, nand, nor, atleast, cardinality, imply or iff is needed",
                    quoted(found)
                );
                return Err(document.fault(part, what));
            }
        };
        Ok(Arg { of, negated })
    }

    fn reference(&self, part: Id, scope: Scope) -> Result<Source, Fault> {
        let document = self.document;
        let name = document.needed(part, "name")?;
        let wanted = match document.name(part) {
            "event" => document.attribute(part, "type"),
            kind => Some(kind),
        };
        let Some(meaning) = self.names.find(scope, name, false) else {
            let what = format!(
                "{} is not defined; a {} of that name is needed",
                quoted(name),
                wanted.unwrap_or("gate or event")
            );
            return Err(document.fault(part, what));
        };
        if let Some(wanted) = wanted.filter(|wanted| *wanted != meaning.kind()) {
            let what = format!("{} is a {}; a {wanted} is needed", quoted(name), meaning.kind());
            return Err(document.fault(part, what));
        }
        Ok(match meaning {
            Meaning::Gate(gate) | Meaning::Member(gate) => Source::Gate(gate),
            Meaning::Event(event) => Source::Event(event),
            Meaning::House(state) => Source::Constant(state),
            Meaning::Parameter(_) => {
                return Err(document.fault(part, "a parameter was found; an event is needed"));
            }
        })
    }

    /// The operation of an element, and whether it has the arguments that it needs.
    fn operation(&self, formula: Id, found: usize) -> Result<Op, Fault> {
        let document = self.document;
        let name = document.name(formula);
        let op = match name {
            "and" => Op::And,
            "or" => Op::Or,
            "xor" => Op::Xor,
            "nand" => Op::Nand,
            "nor" => Op::Nor,
            "imply" => Op::Imply,
            "iff" => Op::Iff,
            "atleast" => Op::Atleast(self.count(formula, "min", found)?),
            _ => {
                let (least, most) = (self.count(formula, "min", found)?, self.count(formula, "max", found)?);
                if least > most {
                    let what =
                        format!("cardinality has min {least} above max {most}; min may not exceed max");
                    return Err(document.fault(formula, what));
                }
                Op::Cardinality(least, most)
            }
        };
        let two = matches!(op, Op::Imply | Op::Iff);
        if found == 0 || two && found != 2 {
            let needed = if two { "2" } else { "1 or more" };
            return Err(document.fault(formula, format!("{name} has {found} arguments; {needed} are needed")));
        }
        Ok(op)
    }

    /// How many arguments an element asks for, of those that it has.
    fn count(&self, formula: Id, which: &str, found: usize) -> Result<u32, Fault> {
        let document = self.document;
        let text = document.needed(formula, which)?;
        match text.parse::<u32>() {
            Ok(asked) if asked as usize <= found => Ok(asked),
            Ok(asked) => {
                let what = format!(
                    "{} has {which} {asked} and {found} arguments; {which} may be at most {found}",
                    document.name(formula)
                );
                Err(document.fault(formula, what))
            }
            Err(_) => {
                let what = format!("{which} is {}; a whole number from 0 on is needed", quoted(text));
                Err(document.fault(formula, what))
            }
        }
    }
}

fn operation_name(name: &str) -> bool {
    matches!(name, "and" | "or" | "xor" | "nand" | "nor" | "atleast" | "cardinality" | "imply" | "iff")
}
