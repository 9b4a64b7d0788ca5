//! A published or assumed number with its origin, as a constant.

use crate::quantity::{Basis, Date, Estimate, Provenance, Quantity};

/// How well a figure is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Read in the primary publication.
    Primary,
    /// Read in a work that quotes the primary.
    Quoted,
    /// A contract (SLA), not a prediction.
    Contract,
    /// Our judgement: an assumption.
    Judgement,
}

/// Low, likely and high with date, source and mark.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    /// 5th percentile.
    pub low: f64,
    /// Median.
    pub likely: f64,
    /// 95th percentile.
    pub high: f64,
    /// When the source was read.
    pub date: Option<Date>,
    /// The source, or the reason.
    pub source: &'static str,
    /// How well it is known.
    pub mark: Mark,
}

impl Mark {
    /// The words people read.
    pub fn name(self) -> &'static str {
        match self {
            Self::Primary => "published",
            Self::Quoted => "published, quoted",
            Self::Contract => "contract",
            Self::Judgement => "assumption",
        }
    }

    /// The basis that a plan records.
    pub fn basis(self) -> Basis {
        match self {
            Self::Primary | Self::Quoted => Basis::Published,
            Self::Contract => Basis::VendorSla,
            Self::Judgement => Basis::Default,
        }
    }
}

impl Figure {
    /// A figure of our judgement, as of the catalogue's date.
    pub const fn judged(low: f64, likely: f64, high: f64, source: &'static str) -> Self {
        Self { low, likely, high, date: CATALOGUE_DATE, source, mark: Mark::Judgement }
    }

    /// A figure with a mark, as of the catalogue's date.
    pub const fn marked(low: f64, likely: f64, high: f64, mark: Mark, source: &'static str) -> Self {
        Self { low, likely, high, date: CATALOGUE_DATE, source, mark }
    }

    /// The figure as an estimate with its provenance. Values outside the quantity's range are
    /// brought to its edge; a test holds that no catalogue figure needs it.
    pub fn estimate<Q: Quantity>(&self) -> Estimate<Q> {
        let provenance = Provenance::dated(self.mark.basis(), self.date, self.source);
        let likely = Q::clamped(self.likely);
        Estimate::range(Q::clamped(self.low), likely, Q::clamped(self.high), provenance.clone())
            .unwrap_or_else(|_| Estimate::point(likely, provenance))
    }
}

/// When the catalogue's figures were collected.
pub const CATALOGUE_DATE: Option<Date> = Date::new(2026, 11, 1);
