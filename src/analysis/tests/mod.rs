//! Small plans with known answers, and an independent brute force over all states.

mod breaking;
pub(super) mod brute;
mod common_cause;
mod importance;
mod laws;
mod operations;
mod risks;
pub(super) mod sample;
mod scenarios;
mod shared_fate;
mod simulate;
mod standby;
