//! Tenfold, a reliability planner that runs wholly in the browser.

pub mod quantity;

pub mod engine;
pub mod slo;

pub mod model;

pub mod analysis;

pub mod economics;

pub mod report;
pub mod wire;

#[cfg(feature = "ui")]
pub mod ui;

pub mod refs;
