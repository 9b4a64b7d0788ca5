//! Small plans with known answers, and an independent brute force over all states.

mod breaking;
mod brute;
mod importance;
mod laws;
mod sample;
mod scenarios;
mod shared_fate;
