//! Temporary.
pub mod topology;
pub mod views;
