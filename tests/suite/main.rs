//! Tests that look at the crate from outside.

mod architecture;
mod cli;
