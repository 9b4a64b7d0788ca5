//! Fault trees: exact probabilities, derivatives and minimal cut sets of any Boolean formula over independent events.
//!
//! # The way of a tree
//! 1. [`FaultTree`] is what a caller hands over; it is checked, without recursion.
//! 2. `graph` says it with conjunctions, parities, thresholds and negated edges, each function once.
//! 3. `simplify` and `restructure` make it smaller and pull independent parts apart.
//! 4. `modules` finds what can be solved alone; `order` arranges the events of each.
//! 5. [`compile`](fn@compile) builds the decisions of each module (`diagram`) under the first order that fits.
//! 6. [`Compiled`] is one straight-line program for all of them: probabilities, derivatives, eight draws side by side.
//! 7. [`CutSets`] are made from its decisions; [`bounds`](fn@bounds) answers where they do not fit.
//!
//! # Assumptions
//! Events are independent; what makes them dependent is an event of its own.
//!
//! # Two packages of diagrams
//! Plans keep [`Diagram`](super::Diagram), without complement edges: their structures never negate, their order is known,
//! and cut sets with draws and unions of cut sets read its program. This one could serve them too (its decisions written
//! out are the same); what it would take is a builder over events in a given order and a program without levels.

mod bounds;
mod compile;
mod cut_sets;
mod diagram;
mod graph;
mod modules;
mod order;
mod program;
mod restructure;
mod simplify;
mod table;
mod tree;

#[cfg(test)]
mod tests;

pub use bounds::bounds;
pub use compile::{Limits, compile};
pub use cut_sets::{CutSet, CutSets};
pub use program::{Compiled, LaneScratch, Scratch};
pub use tree::{Arg, FaultTree, FaultTreeError, Gate, Op, Source};
