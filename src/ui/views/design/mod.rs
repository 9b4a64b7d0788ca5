//! The Design view.
pub mod grow;
pub mod numbers;
pub mod picks;
#[cfg(test)]
mod sample;
