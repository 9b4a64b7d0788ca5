//! Temporary.
pub mod design;
