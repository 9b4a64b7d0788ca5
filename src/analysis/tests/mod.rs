//! Small plans with known answers, and an independent brute force over all states.

pub(super) mod brute;
mod laws;
pub(super) mod sample;
mod scenarios;
