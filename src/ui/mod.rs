//! Everything that touches a signal or the DOM.

pub mod chart;
pub mod views;
