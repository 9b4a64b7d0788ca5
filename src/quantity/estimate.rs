//! A number with its range and its origin.

use super::{Date, Quantity, QuantityError};

/// Where a number comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    /// Measured on this system.
    Measured,
    /// A vendor's service level agreement: a contract, not a prediction.
    VendorSla,
    /// A published figure.
    Published,
    /// Somebody who knows the system said so.
    Expert,
    /// The planner's own default: an assumption to be replaced.
    Default,
}

impl Basis {
    /// Every basis, best first.
    pub const ALL: [Self; 5] =
        [Self::Measured, Self::VendorSla, Self::Published, Self::Expert, Self::Default];

    /// The word people read.
    pub fn name(self) -> &'static str {
        match self {
            Self::Measured => "measured",
            Self::VendorSla => "vendor SLA",
            Self::Published => "published",
            Self::Expert => "expert",
            Self::Default => "assumption",
        }
    }
}

/// The origin of a number: basis, date and a note that names the source.
#[derive(Clone, Debug, PartialEq)]
pub struct Provenance {
    /// Where it comes from.
    pub basis: Basis,
    /// When it was read, measured or guessed.
    pub date: Option<Date>,
    /// The source, or the reason.
    pub note: String,
}

impl Provenance {
    /// An origin without date.
    pub fn new(basis: Basis, note: impl Into<String>) -> Self {
        Self { basis, date: None, note: note.into() }
    }

    /// An origin with a date.
    pub fn dated(basis: Basis, date: Option<Date>, note: impl Into<String>) -> Self {
        Self { basis, date, note: note.into() }
    }
}

impl Default for Provenance {
    fn default() -> Self {
        Self::new(Basis::Default, "")
    }
}

/// A value known only within a range: low, likely and high are its 5th, 50th and 95th percentile.
///
/// The order `low <= likely <= high` holds for every estimate. A point has all three equal.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimate<Q> {
    low: Q,
    likely: Q,
    high: Q,
    /// Where the number comes from.
    pub provenance: Provenance,
}

impl<Q: Quantity> Estimate<Q> {
    /// A range in order, with its origin.
    pub fn range(low: Q, likely: Q, high: Q, provenance: Provenance) -> Result<Self, QuantityError> {
        if low <= likely && likely <= high {
            return Ok(Self { low, likely, high, provenance });
        }
        Err(QuantityError::Disordered { low: low.get(), likely: likely.get(), high: high.get() })
    }

    /// A single value.
    pub fn point(value: Q, provenance: Provenance) -> Self {
        Self { low: value, likely: value, high: value, provenance }
    }

    /// A single value that the planner assumes.
    pub fn assumed(value: Q) -> Self {
        Self::point(value, Provenance::default())
    }

    /// The 5th percentile.
    pub fn low(&self) -> Q {
        self.low
    }

    /// The median: what the point answer uses.
    pub fn likely(&self) -> Q {
        self.likely
    }

    /// The 95th percentile.
    pub fn high(&self) -> Q {
        self.high
    }

    /// Whether the three values are one.
    pub fn is_point(&self) -> bool {
        self.low == self.high
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::Duration;

    #[test]
    fn a_range_out_of_order_is_refused() {
        let d = |x| Duration::new(x).unwrap();
        assert!(Estimate::range(d(5.0), d(1.0), d(9.0), Provenance::default()).is_err());
        assert!(Estimate::range(d(1.0), d(5.0), d(9.0), Provenance::default()).is_ok());
    }
}
