//! Expressions: the numbers of fault-tree models, from constants and rates to laws of failure and ranges.
//!
//! A caller enters terms one after the other, each after those that it is made of ([`Expressions::enter`]). Every term
//! has a point value at once, where a deviate stands at its mean; a [`Sampler`] draws the terms that depend on a
//! deviate, as often as asked, from a seeded [`Stream`](super::random::Stream). A term that several others use has one
//! value in each draw, which is how a shared parameter correlates events.
//!
//! # Assumptions
//! The arguments of a deviate are held at their point values while drawing: how wide a range is, is not uncertain
//! itself. Deviates are independent of each other.
//!
//! # Source
//! S. Epstein, A. Rauzy (editors), "Open-PSA Model Exchange Format", version 2.0d, 2008, chapter 5. Where the text
//! leaves room, the meaning is that of SCRAM 0.16.2.

mod deviate;
pub mod laws;
mod operation;
#[cfg(test)]
mod tests;

pub use deviate::Sampler;
pub use operation::{Arity, Operation};

/// The place of a term in [`Expressions`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Term(u32);

impl Term {
    /// The first term that is entered.
    pub const FIRST: Self = Self(0);

    /// The place as an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Terms in an order in which each comes after those that it is made of.
#[derive(Clone, Debug, Default)]
pub struct Expressions {
    operations: Vec<Operation>,
    /// The last argument's place in `arguments`, plus one.
    ends: Vec<usize>,
    arguments: Vec<Term>,
    points: Vec<f64>,
    /// Whether a term depends on a deviate.
    uncertain: Vec<bool>,
}

/// Why a term cannot be entered.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum ExpressionError {
    /// The wrong number of arguments.
    #[error("{operation} has {found} arguments; {needed} are needed")]
    Arguments {
        /// The operation.
        operation: Operation,
        /// The number of arguments found.
        found: usize,
        /// The numbers that would be right.
        needed: Arity,
    },
    /// An argument outside of what the operation is defined for.
    #[error("the {what} of {operation} is {found}; {needed} is needed")]
    Argument {
        /// The operation.
        operation: Operation,
        /// Which argument.
        what: &'static str,
        /// The value found.
        found: f64,
        /// What would be right.
        needed: &'static str,
    },
    /// The value is no finite number.
    #[error("{operation} gives {found}; a finite number is needed")]
    NotFinite {
        /// The operation.
        operation: Operation,
        /// The value found.
        found: f64,
    },
}

impl Expressions {
    /// Enters a term; its arguments come from this arena.
    pub fn enter(&mut self, operation: Operation, arguments: &[Term]) -> Result<Term, ExpressionError> {
        let needed = operation.arity();
        if !needed.fits(arguments.len()) {
            return Err(ExpressionError::Arguments { operation, found: arguments.len(), needed });
        }
        let values: Vec<f64> = arguments.iter().map(|argument| self.point(*argument)).collect();
        operation.check(&values)?;
        let point = operation.point(&values);
        if !point.is_finite() {
            return Err(ExpressionError::NotFinite { operation, found: point });
        }
        let uncertain =
            operation.is_deviate() || arguments.iter().any(|argument| self.is_uncertain(*argument));
        let term = Term(self.operations.len() as u32);
        self.operations.push(operation);
        self.arguments.extend_from_slice(arguments);
        self.ends.push(self.arguments.len());
        self.points.push(point);
        self.uncertain.push(uncertain);
        Ok(term)
    }

    /// Enters a constant.
    pub fn constant(&mut self, value: f64) -> Result<Term, ExpressionError> {
        self.enter(Operation::Constant(value), &[])
    }

    /// The value of a term with every deviate at its mean.
    pub fn point(&self, term: Term) -> f64 {
        self.points[term.index()]
    }

    /// Whether draws of a term differ.
    pub fn is_uncertain(&self, term: Term) -> bool {
        self.uncertain[term.index()]
    }

    /// What a term does with its arguments.
    pub fn operation(&self, term: Term) -> Operation {
        self.operations[term.index()]
    }

    /// The arguments of a term.
    pub fn arguments(&self, term: Term) -> &[Term] {
        let first = term.index().checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.arguments[first..self.ends[term.index()]]
    }

    /// All terms in order.
    pub fn terms(&self) -> impl Iterator<Item = Term> + use<> {
        (0..self.operations.len() as u32).map(Term)
    }

    /// Number of terms.
    pub fn len(&self) -> usize {
        self.operations.len()
    }

    /// Whether there are no terms.
    pub fn is_empty(&self) -> bool {
        self.operations.is_empty()
    }
}
