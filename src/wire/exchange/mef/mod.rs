//! The Open-PSA model exchange format (MEF): fault trees in XML, as SCRAM and other tools of probabilistic safety
//! assessment read and write them.
//!
//! # What is read
//! Fault trees and components at any depth, gates with formulas at any depth, house events, basic events, parameters
//! and expressions, common-cause groups, model data. A name is looked up where it stands, then in what encloses that,
//! then among the public names; a name with dots is a path. Everything that a file says is checked before anything
//! is answered: a [`MefError`] has the line, the name, what was found and what would be right.
//!
//! # What is not read
//! Event trees, alignments and what belongs to them ask about other things and are left out; the model says so.
//! Substitutions and functions of foreign libraries would change the answer and are refused.
//!
//! # Choices
//! *A pull parser and a table of elements of our own, instead of a tree parser*: `roxmltree` takes time that grows with the
//! square of an element's attributes, and a file of 10 MB with one such element kept it busy for more than a minute.
//! No step here recurses, so no depth can overflow a stack.
//!
//! # Source
//! S. Epstein, A. Rauzy (editors), "Open-PSA Model Exchange Format", version 2.0d, 2008. Where the text leaves room, the
//! meaning is that of SCRAM 0.16.2.

mod error;
mod expression;
mod formula;
mod groups;
mod names;
mod read;
#[cfg(test)]
mod tests;
mod tops;
mod write;
mod xml;

pub use error::MefError;
pub use read::{DEFAULT_MISSION_HOURS, Mef, read, read_bytes};
pub use write::write;

/// The most bytes of a file that are read: 64 MiB.
pub const MAX_BYTES: usize = 64 << 20;
