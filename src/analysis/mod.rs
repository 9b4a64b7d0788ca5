//! From a plan to what users get, and why.
//!
//! [`analyse`] is the way in: it takes a plan and answers with plain values. Practices act on the
//! typed numbers first; the plan then becomes events and functions of them; the engine gives
//! probabilities, derivatives and cut sets; these are attributed to causes, owners and components
//! and told as sentences.
//!
//! *Assumptions*, as the reference process fixes them: events are independent, up-times exponential,
//! repairs start at once. *Architecture invariant:* no prices here, no serialisation, no clock.

mod analyse;
mod causes;
mod events;
mod gates;
mod measure;
mod operations;
mod outcome;
mod simulate;
mod structure;
#[cfg(test)]
mod tests;

pub use analyse::{Compiled, analyse};
pub(crate) use gates::gates;
pub use outcome::*;
pub use simulate::{
    Simulated, SimulatedJourney, SimulatedWindow, Simulation, SimulationAnswer, SimulationError,
    SimulationProgress, Simulator, simulate,
};
