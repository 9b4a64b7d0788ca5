//! Numbers with their unit and range in the type.
//!
//! A value is checked once, where it enters: past the constructor nobody checks again.
//! Every quantity is a finite number inside a declared range; the same range feeds the
//! constructor, the error message and the tests ([`Quantity::MIN`], [`Quantity::MAX`]).
//!
//! [`order`] sorts, for all rooms.
//!
//! *Architecture invariant:* this room imports nothing from the rest of the crate.

mod date;
mod distribution;
mod estimate;
pub mod order;
mod scalar;
pub mod text;
mod unavailability;

pub use date::Date;
pub use distribution::{Distribution, Z95};
pub use estimate::{Basis, Estimate, Provenance};
pub use scalar::{Duration, Money, Probability, Quantity, QuantityError, Rate, Spread, Volume};
pub use unavailability::{Nines, Unavailability};

/// Minutes in a year of 365.25 days: the one year of this program.
pub const MINUTES_PER_YEAR: f64 = 525_960.0;

/// Minutes in an average month, a twelfth of the year of 365.25 days.
pub const MINUTES_PER_MONTH: f64 = MINUTES_PER_YEAR / 12.0;

/// Minutes in an hour.
pub const MINUTES_PER_HOUR: f64 = 60.0;

/// Minutes in a day.
pub const MINUTES_PER_DAY: f64 = 1_440.0;
