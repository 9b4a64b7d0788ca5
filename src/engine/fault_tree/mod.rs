//! Fault trees: exact probabilities, derivatives and minimal cut sets of any Boolean formula over independent events.

mod tree;

pub use tree::{Arg, FaultTree, FaultTreeError, Gate, Op, Source};
