//! Tests that look at the crate from outside.
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test may stop where it fails")]

mod architecture;
mod cli;
mod fault_tree;
mod promises;
