//! The scalar quantities a plan is made of.

use thiserror::Error;

/// Why a number is not a value of a quantity.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum QuantityError {
    /// The number is NaN or infinite, or lies outside the quantity's range.
    #[error("{what} is {found}; a number from {min} to {max} {unit}is needed")]
    OutOfRange {
        /// The quantity's name.
        what: &'static str,
        /// The quantity's unit with a trailing space, or nothing.
        unit: &'static str,
        /// Smallest accepted value.
        min: f64,
        /// Largest accepted value.
        max: f64,
        /// What was found.
        found: f64,
    },
    /// The text is not a number of this quantity.
    #[error("{found:?} is not {} {what}; write for example {example}", article(what))]
    Unreadable {
        /// The quantity's name.
        what: &'static str,
        /// What was found.
        found: String,
        /// What would be right.
        example: &'static str,
    },
    /// The three values of a range are out of order.
    #[error("a range needs low <= likely <= high; found {low}, {likely}, {high}")]
    Disordered {
        /// The low end found.
        low: f64,
        /// The likely value found.
        likely: f64,
        /// The high end found.
        high: f64,
    },
    /// The day does not exist.
    #[error("{0:?} is not a date; write it as 2026-11-24")]
    NotADate(String),
}

fn article(what: &str) -> &'static str {
    if what.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }
}

/// A finite number with a unit and a range.
pub trait Quantity: Copy + PartialEq + PartialOrd + core::fmt::Debug + Sized + 'static {
    /// The quantity's name, as used in messages.
    const NAME: &'static str;
    /// The unit with a trailing space, for messages; empty when there is none.
    const UNIT: &'static str;
    /// Smallest accepted value.
    const MIN: f64;
    /// Largest accepted value.
    const MAX: f64;

    /// Wraps a number that is already known to be in range.
    #[doc(hidden)]
    fn wrap(value: f64) -> Self;

    /// The number, in the quantity's unit.
    fn get(self) -> f64;

    /// Accepts a finite value in `MIN..=MAX`; negative zero becomes zero.
    fn new(value: f64) -> Result<Self, QuantityError> {
        if (Self::MIN..=Self::MAX).contains(&value) {
            return Ok(Self::wrap(value + 0.0));
        }
        Err(QuantityError::OutOfRange {
            what: Self::NAME,
            unit: Self::UNIT,
            min: Self::MIN,
            max: Self::MAX,
            found: value,
        })
    }

    /// The nearest accepted value; NaN becomes the smallest.
    fn clamped(value: f64) -> Self {
        if value >= Self::MAX {
            return Self::wrap(Self::MAX);
        }
        if value > Self::MIN { Self::wrap(value) } else { Self::wrap(Self::MIN) }
    }
}

macro_rules! quantity {
    ($(#[$doc:meta])* $name:ident, $what:literal, $unit:literal, $min:literal..=$max:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
        pub struct $name(f64);

        impl Quantity for $name {
            const NAME: &'static str = $what;
            const UNIT: &'static str = $unit;
            const MIN: f64 = $min;
            const MAX: f64 = $max;
            fn wrap(value: f64) -> Self {
                Self(value)
            }
            fn get(self) -> f64 {
                self.0
            }
        }
    };
}

quantity! {
    /// A probability or a share: a finite number in `0.0..=1.0`, without unit.
    Probability, "share", "", 0.0..=1.0
}
quantity! {
    /// A length of time in minutes, from nothing to about 1,900 years.
    Duration, "duration", "minutes ", 0.0..=1e9
}
quantity! {
    /// How often something happens, per year of 365.25 days of up-time.
    Rate, "rate", "a year ", 0.0..=1e6
}
quantity! {
    /// An amount of money in the plan's currency.
    Money, "amount", "in the plan's currency ", 0.0..=1e12
}
quantity! {
    /// An amount of data in gigabytes.
    Volume, "volume", "GB ", 0.0..=1e12
}
quantity! {
    /// The log-standard deviation of a duration: how much one outage differs from the next.
    Spread, "spread", "", 0.0..=3.0
}

impl Probability {
    /// Never.
    pub const ZERO: Self = Self(0.0);
    /// Always.
    pub const ONE: Self = Self(1.0);
    /// One in ten.
    pub const TENTH: Self = Self(0.1);

    /// `1 - p`.
    pub fn complement(self) -> Self {
        Self(1.0 - self.0)
    }
}

impl Duration {
    /// No time at all.
    pub const ZERO: Self = Self(0.0);

    /// The length in minutes.
    pub fn minutes(self) -> f64 {
        self.0
    }
}

impl Rate {
    /// Occurrences a year.
    pub fn per_year(self) -> f64 {
        self.0
    }
}

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self(0.0);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refuses<Q: Quantity>() {
        for value in
            [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, Q::MIN - 1e-9 - Q::MIN.abs(), Q::MAX * 1.001]
        {
            assert!(Q::new(value).is_err(), "{} accepted {value}", Q::NAME);
        }
        assert!(Q::new(Q::MIN).is_ok() && Q::new(Q::MAX).is_ok());
        assert_eq!(Q::clamped(f64::NAN).get(), Q::MIN);
    }

    #[test]
    fn every_quantity_refuses_what_lies_outside_its_range() {
        refuses::<Probability>();
        refuses::<Duration>();
        refuses::<Rate>();
        refuses::<Money>();
        refuses::<Volume>();
        refuses::<Spread>();
    }

    #[test]
    fn negative_zero_becomes_zero() {
        assert_eq!(Probability::new(-0.0).unwrap().get().to_bits(), 0.0f64.to_bits());
    }

    #[test]
    fn an_error_says_what_would_be_right() {
        let error = Duration::new(-3.0).unwrap_err();
        assert_eq!(error.to_string(), "duration is -3; a number from 0 to 1000000000 minutes is needed");
    }
}
