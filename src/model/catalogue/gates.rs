//! The three gates: what well-engineered software, operations and business earn.

use super::{Figure, Practice};

/// One of the three gates, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gate {
    /// Well-engineered software: about three nines.
    Software,
    /// Well-engineered operations: about four nines.
    Operations,
    /// A well-engineered business: about five nines.
    Business,
}

/// What a gate asks for and what it earns.
#[derive(Clone, Copy, Debug)]
pub struct GateInfo {
    /// The gate.
    pub gate: Gate,
    /// The nines that it earns when everything it asks for is done, and every gate before it is met.
    pub ceiling_nines: Figure,
    /// The practices it asks for, each with the lowest level that counts.
    pub asks: &'static [(Practice, u8)],
}
