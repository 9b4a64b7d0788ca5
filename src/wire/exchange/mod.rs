//! Foreign formats, one file or folder each.

pub mod csv;
pub mod mef;
pub mod risks;
#[cfg(test)]
mod tests;
