//! Minimal cut sets: all of them at once, in a zero-suppressed diagram.
//!
//! A cut set is a set of events that makes the top fail when exactly these are active, and that is minimal among such
//! sets. For a tree that nothing can repair these are the usual ones. Where gates negate, a set says nothing about the
//! events outside it: it is what is left of the prime implicants when their negated parts are dropped and what is then
//! no longer minimal is left out.
//!
//! # Method
//! The sets of a decision are those of its low side, and with its event those of its high side that hold none of the
//! former. Modules are solved alone and multiplied out only where sets are listed, so that a hundred million sets are
//! counted from a few thousand decisions.
//!
//! # Source
//! A. Rauzy, "New algorithms for fault trees analysis", Reliability Engineering and System Safety 40, 1993;
//! S. Minato, "Zero-Suppressed BDDs for Set Manipulation in Combinatorial Problems", DAC 1993;
//! A. Rauzy, Y. Dutuit, "Exact and truncated computations of prime implicants of coherent and non-coherent fault trees
//! within Aralia", Reliability Engineering and System Safety 58, 1997.

mod family;
mod search;
mod totals;

pub use family::CutSets;
pub use search::CutSet;
