//! The views.

pub mod operations;
pub mod report;
