//! Reading and writing quantities as people do (`99.95%`, `4h 22m/yr`, `5..10`).
//!
//! Three directions, each total: no text and no number makes a function here panic.
//!
//! - [`Readable::read`], [`read_range`] and [`read_objective`] take what a person types;
//! - [`field_text`] and [`range_text`] write what stands in an input field, exact to the last bit:
//!   reading the text gives the same number;
//! - the others ([`percent_available`], [`duration`], [`rate`], [`money`], ...) write what a person reads,
//!   with two or three significant digits, never more certain than the number is.
//!
//! *Architecture invariant:* decimal shifts (percent, thousands, terabytes) are made on the text, not on the
//! number, so `99.9999%` is the double nearest to 0.999999.

mod field;
mod read;
mod token;
mod write;

pub use field::{field_text, range_text};
pub use read::{Grammar, Readable, read_objective, read_range};
pub use write::{
    bad_time_per_month, bad_time_per_year, budget_spent, duration, money, nines, percent_available,
    percent_unavailable, rate, ratio, share, volume,
};

/// The longest text that is read as a number, in characters.
pub const LONGEST_TEXT: usize = 80;
