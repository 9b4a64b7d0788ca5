//! Formats of others, read and written.

pub mod mef;
