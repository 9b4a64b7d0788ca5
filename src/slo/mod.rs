//! Objectives.
use crate::quantity::{Probability, Quantity, QuantityError};
/// A target share of good user minutes: above 0 and below 1.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Objective(Probability);
impl Objective {
    /// Accepts a share above 0 and below 1.
    pub fn new(share: Probability) -> Result<Self, QuantityError> {
        let value = share.get();
        if value > 0.0 && value < 1.0 {
            return Ok(Self(share));
        }
        Err(QuantityError::OutOfRange { what: "objective", unit: "", min: 0.0, max: 1.0, found: value })
    }
    /// The share.
    pub fn share(self) -> Probability {
        self.0
    }
}
