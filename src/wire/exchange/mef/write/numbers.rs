//! Basic events, parameters and expressions.

use super::Writer;
use crate::engine::expression::{Operation, Term};

impl Writer<'_> {
    /// Parameters keep their names; what stands in two places gets one.
    pub(super) fn name_terms(&mut self) {
        let all = &self.model.expressions;
        let mut used = vec![0_u32; all.len()];
        for event in &self.model.events {
            used[event.term.index()] += 1;
        }
        let terms: Vec<Term> = all.terms().collect();
        for term in &terms {
            for argument in all.arguments(*term) {
                used[argument.index()] += 1;
            }
        }
        // Gates and parameters have their names apart.
        let events = std::mem::take(&mut self.taken);
        for parameter in &self.model.parameters {
            if !self.parameters.contains_key(&parameter.term) {
                let name = self.free(&parameter.name);
                self.parameters.insert(parameter.term, name);
            }
        }
        for term in terms {
            let is_constant = matches!(all.operation(term), Operation::Constant(_));
            if used[term.index()] > 1 && !is_constant && !self.parameters.contains_key(&term) {
                let name = self.free(&format!("number-{}", term.index() + 1));
                self.parameters.insert(term, name);
            }
        }
        self.taken = events;
    }

    /// The basic events and parameters.
    pub(super) fn numbers(&mut self) {
        let model = self.model;
        self.open("model-data");
        let named: Vec<(Term, String)> =
            self.parameters.iter().map(|(term, name)| (*term, name.clone())).collect();
        for (term, name) in named {
            let parameter = model.parameters.iter().find(|parameter| parameter.term == term);
            let unit = parameter.and_then(|parameter| parameter.unit.as_deref());
            let mut attributes = vec![("name", name.as_str())];
            attributes.extend(unit.map(|unit| ("unit", unit)));
            self.open_with("define-parameter", &attributes);
            self.label_of(parameter.map(|parameter| parameter.name.as_str()), &name, None);
            self.expression(term, true);
            self.close("define-parameter");
        }
        for (event, name) in model.events.iter().zip(self.events.clone()) {
            self.open_with("define-basic-event", &[("name", &name)]);
            self.label_of(Some(&event.name), &name, event.label.as_deref());
            self.expression(event.term, false);
            self.close("define-basic-event");
        }
        self.close("model-data");
    }

    /// A term; where it is `defined` here, what its name stands for.
    pub(super) fn expression(&mut self, term: Term, defined: bool) {
        enum Piece {
            Of(Term),
            Begin(&'static str),
            End(&'static str),
        }
        let all = &self.model.expressions;
        let mut open = vec![Piece::Of(term)];
        while let Some(piece) = open.pop() {
            let of = match piece {
                Piece::Of(of) => of,
                Piece::Begin(element) => {
                    self.open(element);
                    continue;
                }
                Piece::End(element) => {
                    self.close(element);
                    continue;
                }
            };
            let named = self.parameters.get(&of).filter(|_| !(defined && of == term)).cloned();
            if let Some(name) = named {
                self.empty("parameter", &[("name", &name)]);
                continue;
            }
            let operation = all.operation(of);
            if let Operation::Constant(value) = operation {
                self.empty("float", &[("value", &format!("{value:?}"))]);
                continue;
            }
            self.open(operation.name());
            let mut pieces = Vec::new();
            let arguments = all.arguments(of);
            let (single, pairs, element) = match operation {
                Operation::Histogram => (arguments.first(), arguments.get(1..), "bin"),
                Operation::Switch => (arguments.last(), arguments.get(..arguments.len() - 1), "case"),
                _ => (None, None, ""),
            };
            let last = operation == Operation::Switch;
            pieces.extend(single.filter(|_| !last).map(|term| Piece::Of(*term)));
            for [one, two] in pairs.unwrap_or_default().as_chunks::<2>().0 {
                pieces.extend([Piece::Begin(element), Piece::Of(*one), Piece::Of(*two), Piece::End(element)]);
            }
            pieces.extend(single.filter(|_| last).map(|term| Piece::Of(*term)));
            if element.is_empty() {
                pieces.extend(arguments.iter().map(|term| Piece::Of(*term)));
            }
            pieces.push(Piece::End(operation.name()));
            open.extend(pieces.into_iter().rev());
        }
    }
}
