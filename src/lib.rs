//! Tenfold, a reliability planner that runs wholly in the browser.

pub mod quantity;

pub mod engine;
pub mod slo;

pub mod model;

pub mod analysis;

pub mod wire;

pub mod refs;
