//! Tenfold, a reliability planner that runs wholly in the browser.
pub mod quantity;
pub mod slo;

pub mod model;
pub mod wire;
