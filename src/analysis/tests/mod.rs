//! Small plans with known answers, and an independent brute force over all states.

mod breaking;
pub(super) mod brute;
mod common_cause;
mod detection;
mod importance;
mod laws;
mod lens;
mod metamorphic;
mod operations;
mod responders;
mod risks;
pub(super) mod sample;
mod scenarios;
mod second_order;
mod shared_fate;
mod simulate;
mod standby;
