//! Tenfold.

pub mod engine;
