//! The risk catalogue as people look at it: what is shown, in which order, and what a typed cell means.

use crate::analysis::{Risk, RiskBudget, RiskCatalogue};
use crate::model::{Choice, Decision, Plan, RiskEntry, RiskKey};
use crate::quantity::text::{self, Readable};
use crate::quantity::{Basis, Estimate, Probability, Provenance, Quantity, QuantityError, order};

/// A figure of a risk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RiskFigure {
    /// Until somebody notices (ETTD).
    Detect,
    /// From then until users are served again (ETTR).
    Mitigate,
    /// The share of users.
    Share,
    /// From one failure to the next (ETTF).
    Between,
}

impl RiskFigure {
    /// All four, in the order of the sheet.
    pub const ALL: [Self; 4] = [Self::Detect, Self::Mitigate, Self::Share, Self::Between];

    /// The words people read.
    pub fn name(self) -> &'static str {
        match self {
            Self::Detect => "Detect",
            Self::Mitigate => "Mitigate",
            Self::Share => "Users",
            Self::Between => "Between failures",
        }
    }

    /// What it is in a risk, in words.
    pub fn text(self, risk: &Risk) -> String {
        let figures = &risk.figures;
        self.written(figures)
    }

    fn written(self, figures: &crate::analysis::RiskFigures) -> String {
        match self {
            Self::Detect => text::duration(figures.detect_minutes),
            Self::Mitigate => text::duration(figures.mitigate_minutes),
            Self::Share => text::share(Probability::clamped(figures.share)),
            Self::Between if figures.between_minutes.is_finite() => text::duration(figures.between_minutes),
            Self::Between => "never".to_owned(),
        }
    }

    /// What the model says, where something else was typed.
    pub fn model_text(self, risk: &Risk, entry: &RiskEntry) -> Option<String> {
        risk.found.filter(|_| self.is_typed(entry)).map(|found| self.written(&found))
    }

    /// Whether somebody typed it.
    pub fn is_typed(self, entry: &RiskEntry) -> bool {
        match self {
            Self::Detect => entry.detect.is_some(),
            Self::Mitigate => entry.mitigate.is_some(),
            Self::Share => entry.share.is_some(),
            Self::Between => entry.between.is_some(),
        }
    }

    /// The text to change: what was typed, or what the model says; empty for what never happens.
    pub fn field_text(self, risk: &Risk, entry: &RiskEntry) -> String {
        fn range<Q: Readable>(estimate: &Option<Estimate<Q>>) -> Option<String> {
            estimate.as_ref().map(text::range_text)
        }
        let typed = match self {
            Self::Detect => range(&entry.detect),
            Self::Mitigate => range(&entry.mitigate),
            Self::Share => range(&entry.share),
            Self::Between => range(&entry.between),
        };
        typed.unwrap_or_else(|| match self {
            Self::Between if !risk.figures.between_minutes.is_finite() => String::new(),
            _ => self.text(risk),
        })
    }

    /// The entry with this figure typed; an empty text gives it back to the model.
    ///
    /// # Errors
    /// When the text is no such quantity, or a time between failures of zero.
    pub fn typed(self, entry: &RiskEntry, typed: &str) -> Result<RiskEntry, QuantityError> {
        fn read<Q: Readable>(
            old: &Option<Estimate<Q>>,
            typed: &str,
        ) -> Result<Option<Estimate<Q>>, QuantityError> {
            if typed.trim().is_empty() {
                return Ok(None);
            }
            let (low, likely, high) = text::read_range::<Q>(typed)?;
            // What somebody said of the number stays with it; a new one is theirs.
            let origin = old.as_ref().map(|old| old.provenance.clone());
            let origin = origin.unwrap_or_else(|| Provenance::new(Basis::Expert, ""));
            match low == likely && likely == high {
                true => Ok(Some(Estimate::point(likely, origin))),
                false => Estimate::range(low, likely, high, origin).map(Some),
            }
        }
        let mut entry = entry.clone();
        match self {
            Self::Detect => entry.detect = read(&entry.detect, typed)?,
            Self::Mitigate => entry.mitigate = read(&entry.mitigate, typed)?,
            Self::Share => entry.share = read(&entry.share, typed)?,
            Self::Between => {
                entry.between = read(&entry.between, typed)?;
                if entry.between.as_ref().is_some_and(|between| between.low().get() <= 0.0) {
                    return Err(QuantityError::OutOfRange {
                        what: "time between failures",
                        unit: " minutes",
                        min: f64::MIN_POSITIVE,
                        max: 1e9,
                        found: 0.0,
                    });
                }
            }
        }
        Ok(entry)
    }
}

/// What a row of the catalogue is: it stays the same while its figures change, and while somebody begins to speak of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RiskRow {
    /// All of these found risks.
    Whole(Vec<RiskKey>),
    /// What an entry of the register speaks of.
    Entry(crate::model::Id),
    /// What is left of a found risk that was split.
    Rest(RiskKey),
}

/// What the rows are ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RiskOrder {
    /// Most bad minutes first.
    BadMinutes,
    /// Most often first.
    Often,
    /// Longest outage first.
    Length,
    /// Most users first.
    Users,
    /// By name.
    Name,
    /// By what was decided.
    Decision,
}

impl RiskOrder {
    /// Every order, with the word for it.
    pub const ALL: [(Self, &'static str, &'static str); 6] = [
        (Self::BadMinutes, "bad-minutes", "bad minutes a year"),
        (Self::Often, "often", "how often"),
        (Self::Length, "length", "length of an outage"),
        (Self::Users, "users", "users touched"),
        (Self::Name, "name", "name"),
        (Self::Decision, "decision", "decision"),
    ];

    /// The order with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known, _)| *known == key).map(|(order, _, _)| *order)
    }

    /// Its key.
    pub fn key(self) -> &'static str {
        Self::ALL.iter().find(|(order, _, _)| *order == self).map_or("", |(_, key, _)| key)
    }
}

/// The places of the risks to show, in order: those with all the words of `words` in them, and a decision if one is asked
/// for.
pub fn shown(
    catalogue: &RiskCatalogue,
    words: &str,
    decision: Option<Decision>,
    by: RiskOrder,
) -> Vec<usize> {
    let words: Vec<String> = words.to_lowercase().split_whitespace().map(str::to_owned).collect();
    let risks = &catalogue.risks;
    let fits = |at: &usize| {
        let risk = &risks[*at];
        let decided = decision.is_none_or(|decision| decision == risk.decision);
        let cause = risk.cause.map_or("", Choice::name);
        let owner = risk.owner.map_or("", Choice::name);
        let said = || {
            [risk.name.as_str(), &risk.sentence, cause, owner, risk.decision.name()].join(" ").to_lowercase()
        };
        decided && (words.is_empty() || words.iter().all(|word| said().contains(word)))
    };
    let mut places: Vec<usize> = (0..risks.len()).filter(fits).collect();
    let length = |at: usize| risks[at].figures.detect_minutes + risks[at].figures.mitigate_minutes;
    order::sort_by(&mut places, |a, b| {
        let (x, y) = (&risks[*a], &risks[*b]);
        let first = match by {
            RiskOrder::BadMinutes => core::cmp::Ordering::Equal,
            RiskOrder::Often => x.figures.between_minutes.total_cmp(&y.figures.between_minutes),
            RiskOrder::Length => length(*b).total_cmp(&length(*a)),
            RiskOrder::Users => y.figures.share.total_cmp(&x.figures.share),
            RiskOrder::Name => x.name.to_lowercase().cmp(&y.name.to_lowercase()),
            RiskOrder::Decision => y.decision.cmp(&x.decision),
        };
        // The catalogue's own order is that of bad minutes.
        first.then(a.cmp(b))
    });
    places
}

/// What a risk's row is, for as long as it is there.
pub fn risk_row(plan: &Plan, risk: &Risk) -> RiskRow {
    match risk.entry.and_then(|id| plan.register.entry(id)) {
        None if plan.register.entries.iter().any(|entry| entry.of.contains(&risk.of[0])) => {
            RiskRow::Rest(risk.of[0].clone())
        }
        Some(entry) if entry.of.is_empty() || entry.portion != Probability::ONE => RiskRow::Entry(entry.id),
        _ => RiskRow::Whole(risk.of.clone()),
    }
}

/// The share of a budget that a risk takes, short: "25 %", "2.5 times".
pub fn budget_share(budget: &RiskBudget, bad_minutes: f64) -> String {
    match budget.share(bad_minutes) {
        share if share < 1.0 => text::share(Probability::clamped(share)),
        share if share < 1.05 => "just over".to_owned(),
        share => format!("{} times", text::ratio(share).trim_end_matches('x')),
    }
}

/// What is left of a budget, in words.
pub fn left_words(budget: &RiskBudget) -> String {
    match budget.unallocated_minutes {
        left if left >= 0.0 => text::duration(left),
        over => format!("{} too much accepted", text::duration(-over)),
    }
}
