//! Foreign formats, one file or folder each.

pub mod objectives;
pub mod openslo;
pub mod prometheus;
mod yaml;
