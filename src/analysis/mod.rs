//! From a plan to what users get, and why.

mod events;
mod measure;
mod operations;
mod outcome;
mod structure;

pub use outcome::*;
