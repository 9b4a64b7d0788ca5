//! The engine: maths over events and structure functions. It knows no plan.
//!
//! A caller numbers the events in a good order ([`Var`]), says in a [`Diagram`] for each journey and place which
//! combinations of active events make a request fail, flattens all of them into one [`Program`] and evaluates that
//! for as many probability vectors as it likes: one forward pass gives the probabilities, one backward pass every
//! derivative.
//!
//! # Conventions
//! Everything is told in the failure domain: a function is *true* when the request **fails**, an event is *true*
//! when it is **active**, `p` is the chance that it is active, and a result is an unavailability.
//! Availabilities never appear, so nothing is lost to cancellation near one.
//!
//! # Assumptions
//! - Events are independent; shared causes are events of their own.
//! - An event is an alternating renewal process: up-times exponential, repair starts at once ([`renewal`]).
//! - Failover terms ([`failover`]) are first order in the unavailability.
//!
//! # Invariants
//! - No input, output, clock or randomness; the same call gives the same bits natively and in Wasm: only basic
//!   arithmetic and `libm`, and no iteration order that depends on a random seed.
//! - No recursion over a diagram: a deep plan cannot overflow a browser's stack.
//! - Numbers are plain `f64`. Their ranges are checked where they enter the plan, not here.
//!
//! # Order of events
//! Diagrams stay linear in the number of components when the order is: global events, then region by region the
//! region's event, its zones' events, then component by component the instances.

pub mod common_cause;
pub mod expression;
pub mod failover;
pub mod fault_tree;
pub mod lanes;
pub mod markov;
pub mod normal;
pub mod numeric;
pub mod quasi;
pub mod queue;
pub mod random;
pub mod renewal;
pub mod simulate;
pub mod sobol;
pub mod standby;

mod alone;
mod batch;
mod combine;
mod cut_sets;
mod diagram;
mod importance;
mod program;
mod table;
mod unions;

#[cfg(test)]
mod tests;

pub use alone::Quiet;
pub use batch::{Batch, BatchScratch, Reverse};
pub use cut_sets::{CutSet, CutSetLimits, CutSetSearch, CutSets, minimal_cut_sets};
pub use diagram::{Diagram, EngineError, Node, Var};
pub use importance::Importance;
pub use program::{Evaluation, Program, Scratch};
pub use unions::{CutSetUnions, Division};
