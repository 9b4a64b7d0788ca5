//! Small plans with known answers, and an independent brute force over all states.

mod brute;
mod laws;
mod sample;
mod scenarios;
mod simulate;
