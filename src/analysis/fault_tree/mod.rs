//! Fault trees with names, and what they answer.

mod model;

pub use model::{BasicEvent, FaultTreeModel, GateName, Parameter, TopEvent};
