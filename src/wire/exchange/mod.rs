//! Foreign formats, one file or folder each.

pub mod budgets;
pub mod csv;
pub mod mef;
pub mod objectives;
pub mod openslo;
pub mod prometheus;
pub mod risks;
#[cfg(test)]
mod tests;
mod yaml;
