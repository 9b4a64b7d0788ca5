//! A fault tree with its names.

use crate::engine::expression::{Expressions, Term};
use crate::engine::fault_tree::FaultTree;

/// Fault trees as people name them: gates, events with expressions for their probabilities, and what is asked.
#[derive(Clone, Debug, Default)]
pub struct FaultTreeModel {
    /// What the whole is called.
    pub name: String,
    /// What it says about itself.
    pub label: Option<String>,
    /// The functions. The gates and the tops stand in the order of the lists here.
    pub tree: FaultTree,
    /// The top events.
    pub tops: Vec<TopEvent>,
    /// The gates.
    pub gates: Vec<GateName>,
    /// The basic events.
    pub events: Vec<BasicEvent>,
    /// The numbers.
    pub expressions: Expressions,
    /// Terms with a name.
    pub parameters: Vec<Parameter>,
}

/// A top event: a gate that no other gate of its tree refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopEvent {
    /// The fault tree that it is the top of.
    pub tree: String,
    /// The label of that tree.
    pub tree_label: Option<String>,
    /// Its name.
    pub name: String,
}

/// The name of a gate; a formula within another has none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GateName {
    /// Its name.
    pub name: Option<String>,
    /// What it says about itself.
    pub label: Option<String>,
}

/// A basic event.
#[derive(Clone, Debug, PartialEq)]
pub struct BasicEvent {
    /// Its name.
    pub name: String,
    /// What it says about itself.
    pub label: Option<String>,
    /// Its probability, from 0 to 1 with every deviate at its mean.
    pub term: Term,
}

/// A term with a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Its unit, as the file says it.
    pub unit: Option<String>,
    /// The term.
    pub term: Term,
}

impl FaultTreeModel {
    /// The probability of every event with every deviate at its mean.
    pub fn probabilities(&self) -> Vec<f64> {
        self.events.iter().map(|event| self.expressions.point(event.term)).collect()
    }

    /// Whether draws of any event's probability differ.
    pub fn is_uncertain(&self) -> bool {
        self.events.iter().any(|event| self.expressions.is_uncertain(event.term))
    }
}
