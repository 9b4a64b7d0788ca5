//! A diagram that can tell how its functions came about: as groups, members and counts, not as decisions.
//!
//! A function is the same node however it is made. What is told of it is the first way, so that nothing is ever made of
//! itself.

use std::collections::BTreeMap;
use std::ops::{Deref, DerefMut};

use crate::engine::{Diagram, EngineError, Node};

/// How a function came about.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Way {
    /// Any of these.
    Any(Vec<Node>),
    /// All of these.
    All(Vec<Node>),
    /// At least so many of these.
    AtLeast(usize, Vec<Node>),
    /// Of the first list so many fail as the place in the second list says.
    ByCount(Vec<Node>, Vec<Node>),
    /// If the first then the second, else the third.
    If([Node; 3]),
}

/// A diagram and, where it was asked for, how its functions came about.
///
/// What is not told here (another way to make a function) still is in the [diagram](Diagram::parts).
#[derive(Clone, Debug)]
pub(crate) struct Told {
    diagram: Diagram,
    ways: Option<BTreeMap<Node, Way>>,
}

impl Told {
    /// A diagram that tells nothing.
    pub(crate) fn silent(diagram: Diagram) -> Self {
        Self { diagram, ways: None }
    }

    /// A diagram that tells.
    pub(crate) fn telling(diagram: Diagram) -> Self {
        Self { diagram, ways: Some(BTreeMap::new()) }
    }

    /// The first way in which a function was made; none of a constant, an event or what was made otherwise.
    pub(crate) fn way(&self, node: Node) -> Option<&Way> {
        self.ways.as_ref()?.get(&node)
    }

    fn tell(&mut self, made: Node, of: &[Node], way: impl FnOnce() -> Way) -> Node {
        let is_constant = [Node::WORKS, Node::FAILS].contains(&made);
        let is_event =
            self.diagram.parts(made).is_some_and(|(_, low, high)| (low, high) == (Node::WORKS, Node::FAILS));
        if let Some(ways) = &mut self.ways
            && !is_constant
            && !is_event
            && !of.contains(&made)
        {
            ways.entry(made).or_insert_with(way);
        }
        made
    }

    pub(crate) fn any_of(&mut self, functions: &[Node]) -> Result<Node, EngineError> {
        let made = self.diagram.any_of(functions)?;
        Ok(self.tell(made, functions, || Way::Any(functions.to_vec())))
    }

    pub(crate) fn or(&mut self, a: Node, b: Node) -> Result<Node, EngineError> {
        let made = self.diagram.or(a, b)?;
        Ok(self.tell(made, &[a, b], || Way::Any(vec![a, b])))
    }

    pub(crate) fn and(&mut self, a: Node, b: Node) -> Result<Node, EngineError> {
        let made = self.diagram.and(a, b)?;
        Ok(self.tell(made, &[a, b], || Way::All(vec![a, b])))
    }

    pub(crate) fn all_of(&mut self, functions: &[Node]) -> Result<Node, EngineError> {
        let made = self.diagram.all_of(functions)?;
        Ok(self.tell(made, functions, || Way::All(functions.to_vec())))
    }

    pub(crate) fn ite(&mut self, condition: Node, then: Node, otherwise: Node) -> Result<Node, EngineError> {
        let made = self.diagram.ite(condition, then, otherwise)?;
        let of = [condition, then, otherwise];
        Ok(self.tell(made, &of, || Way::If(of)))
    }

    pub(crate) fn at_least(&mut self, k: usize, functions: &[Node]) -> Result<Node, EngineError> {
        let made = self.diagram.at_least(k, functions)?;
        Ok(self.tell(made, functions, || Way::AtLeast(k, functions.to_vec())))
    }

    pub(crate) fn select_by_count(&mut self, members: &[Node], cases: &[Node]) -> Result<Node, EngineError> {
        let made = self.diagram.select_by_count(members, cases)?;
        let of = [members, cases].concat();
        Ok(self.tell(made, &of, || Way::ByCount(members.to_vec(), cases.to_vec())))
    }
}

impl Deref for Told {
    type Target = Diagram;

    fn deref(&self) -> &Diagram {
        &self.diagram
    }
}

impl DerefMut for Told {
    fn deref_mut(&mut self) -> &mut Diagram {
        &mut self.diagram
    }
}
