//! Unavailability and its logarithm, the nines.

use super::{Duration, MINUTES_PER_MONTH, MINUTES_PER_YEAR, Probability, Quantity, QuantityError};

/// U: the long-run fraction of user requests (equivalently user minutes) that fail.
///
/// Always carried as U, never as `1 - A`: near one, a double has no digits left for the nines.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Unavailability(f64);

/// `-log10(U)`: 3.0 stands for 99.9 %.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Nines(f64);

impl Unavailability {
    /// Accepts a finite value in `0.0..=1.0`.
    pub fn new(value: f64) -> Result<Self, QuantityError> {
        Probability::new(value).map(|p| Self(p.get()))
    }

    /// The nearest value in `0.0..=1.0`; for results, whose rounding may step over the edge by a bit.
    pub fn clamped(value: f64) -> Self {
        Self(Probability::clamped(value).get())
    }

    /// What an objective (a share of good user minutes) leaves: `1 - objective`.
    pub fn of_objective(objective: Probability) -> Self {
        Self(objective.complement().get())
    }

    /// The fraction.
    pub fn get(self) -> f64 {
        self.0
    }

    /// `-log10(U)`; `None` for U = 0, which no real system has.
    pub fn nines(self) -> Option<Nines> {
        (self.0 > 0.0).then(|| Nines(-libm::log10(self.0) + 0.0))
    }

    /// Full-outage-equivalent user minutes a year: `U * 525,960`.
    pub fn bad_minutes_per_year(self) -> f64 {
        self.0 * MINUTES_PER_YEAR
    }

    /// Full-outage-equivalent user minutes in an average month: `U * 43,830`.
    pub fn bad_minutes_per_month(self) -> f64 {
        self.0 * MINUTES_PER_MONTH
    }

    /// Bad time within a period: `U * period`.
    pub fn within(self, period: Duration) -> Duration {
        Duration::clamped(self.0 * period.minutes())
    }
}

impl Nines {
    /// Accepts a finite number of nines from 0 to 12.
    pub fn new(value: f64) -> Result<Self, QuantityError> {
        if (0.0..=12.0).contains(&value) {
            return Ok(Self(value));
        }
        Err(QuantityError::OutOfRange {
            what: "number of nines",
            unit: "",
            min: 0.0,
            max: 12.0,
            found: value,
        })
    }

    /// The number of nines.
    pub fn get(self) -> f64 {
        self.0
    }

    /// `U = 10^-nines`.
    pub fn unavailability(self) -> Unavailability {
        Unavailability(libm::pow(10.0, -self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_nines_are_one_in_a_thousand() {
        let u = Unavailability::new(0.001).unwrap();
        assert!((u.nines().unwrap().get() - 3.0).abs() < 1e-12);
        assert!((u.bad_minutes_per_year() - 525.96).abs() < 1e-9);
    }

    #[test]
    fn zero_has_no_nines() {
        assert_eq!(Unavailability::new(0.0).unwrap().nines(), None);
    }

    #[test]
    fn total_failure_has_zero_nines_and_no_minus_sign() {
        let nines = Unavailability::new(1.0).unwrap().nines().unwrap();
        assert_eq!(nines.get().to_bits(), 0.0f64.to_bits());
    }
}
