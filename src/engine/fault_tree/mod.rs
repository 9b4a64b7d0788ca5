//! Fault trees: exact probabilities, derivatives and minimal cut sets of any Boolean formula over independent events.

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
