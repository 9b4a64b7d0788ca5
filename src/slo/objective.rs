//! The target.

use thiserror::Error;

use crate::quantity::{Probability, Quantity, QuantityError, Unavailability, text};

/// A target share of good user minutes: above 0 and below 1.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Objective(Probability);

/// Why a share is no objective.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum ObjectiveError {
    /// Everything, always.
    #[error(
        "an objective of all is the wrong target: it leaves no error budget, so no change could ever be made, \
         and users cannot tell it from 99.999 %; choose a share below that, for example 99.9 %"
    )]
    Perfect,
    /// Nothing at all.
    #[error("an objective of 0 promises nothing; choose a share above it, for example 99.9 %")]
    Nothing,
    /// No share at all.
    #[error(transparent)]
    Quantity(#[from] QuantityError),
}

impl Objective {
    /// Accepts a share above 0 and below 1.
    ///
    /// # Source
    /// "100 % is the wrong reliability target for basically everything":
    /// [SRE book, chapter 3](crate::refs::SreBook3).
    pub fn new(share: Probability) -> Result<Self, ObjectiveError> {
        match share.get() {
            1.0 => Err(ObjectiveError::Perfect),
            0.0 => Err(ObjectiveError::Nothing),
            _ => Ok(Self(share)),
        }
    }

    /// The objective nearest to a share: that itself, unless it is 0 or 1.
    pub fn clamped(share: Probability) -> Self {
        Self(Probability::clamped(share.get().clamp(f64::MIN_POSITIVE, 1.0 - f64::EPSILON / 2.0)))
    }

    /// Reads `99.95%`, `3.5 nines` or `4h 22m/yr`; see [`text::read_objective`].
    pub fn read(text: &str) -> Result<Self, ObjectiveError> {
        Self::new(text::read_objective(text)?)
    }

    /// The share.
    pub fn share(self) -> Probability {
        self.0
    }

    /// The unavailability that just keeps the objective, its error budget: `1 - objective`.
    ///
    /// Never 0.
    pub fn unavailability(self) -> Unavailability {
        Unavailability::of_objective(self.0)
    }

    /// How many of `total` requests may fail: `(1 - objective) * total`.
    ///
    /// # Source
    /// [SRE Workbook, chapter 2](crate::refs::SreWorkbook2).
    pub fn bad_events(self, total: f64) -> f64 {
        self.unavailability().get() * total
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_and_nothing_are_no_objectives() {
        assert_eq!(Objective::new(Probability::ONE), Err(ObjectiveError::Perfect));
        assert_eq!(Objective::new(Probability::ZERO), Err(ObjectiveError::Nothing));
        assert_eq!(Objective::read("100%"), Err(ObjectiveError::Perfect));
        assert!(matches!(Objective::read("lots"), Err(ObjectiveError::Quantity(_))));
        assert!(ObjectiveError::Perfect.to_string().contains("wrong target"));
    }

    #[test]
    fn every_way_to_write_an_objective_leads_to_the_same_one() {
        let expected = 0.999;
        for text in ["99.9%", "99.9", "0.999", "3 nines", "525.96 min/yr", "43.83 min a month"] {
            let read = Objective::read(text).unwrap().share().get();
            assert!((read - expected).abs() < 1e-15, "{text}: {read}");
        }
    }

    #[test]
    fn the_tightest_objective_still_has_a_budget() {
        let tightest = Probability::new(1.0 - f64::EPSILON / 2.0).unwrap();
        assert!(Objective::new(tightest).unwrap().unavailability().get() > 0.0);
    }
}
