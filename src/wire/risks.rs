//! The risk catalogue as JSON for scripts: the shapes of `risks --json`, of `evaluate --json` and of `import-risks --json`.

use serde::{Deserialize, Serialize};

use super::exchange::risks::{RiskRow, RiskSheet};
use crate::analysis::{Risk, RiskBudget, RiskCatalogue};
use crate::model::{Choice, RiskEntry};
use crate::quantity::{Estimate, Quantity};

/// What `tenfold risks --json` prints.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RisksOutput {
    /// The risks, the one with the most bad minutes first.
    pub risks: Vec<RiskOutput>,
    /// The three objectives that they are held against.
    pub objectives: Vec<RiskBudgetOutput>,
    /// The bad minutes a year of all risks together.
    pub bad_minutes_per_year: f64,
}

/// A risk.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RiskOutput {
    /// What it is called.
    pub name: String,
    /// How it was found; empty for one written by hand.
    pub sentence: String,
    /// Time to detect.
    pub detect_minutes: f64,
    /// Time from then until users are served again.
    pub mitigate_minutes: f64,
    /// The share of users that it touches.
    pub share_of_users: f64,
    /// Time between failures; `null` when it never happens.
    pub between_failures_days: Option<f64>,
    /// Bad minutes a year.
    pub bad_minutes_per_year: f64,
    /// What causes it; `null` when that is not one cause.
    pub cause: Option<String>,
    /// Who owns it; `null` when that is not one owner.
    pub owner: Option<String>,
    /// `open`, `accepted`, `to-fix` or `watching`.
    pub decision: String,
    /// The shares of the three budgets that it takes.
    pub shares_of_budgets: Vec<f64>,
    /// Whether each of these is more than one risk may take.
    pub too_big: Vec<bool>,
}

/// An objective and what the risks leave of its budget.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RiskBudgetOutput {
    /// The target share of good user minutes.
    pub objective: f64,
    /// Its budget.
    pub budget_minutes_per_year: f64,
    /// What the accepted risks take.
    pub accepted_minutes_per_year: f64,
    /// What is left.
    pub unallocated_minutes_per_year: f64,
    /// Above this, one risk is too big.
    pub too_big_minutes_per_year: f64,
}

/// What `tenfold import-risks --json` prints.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ImportOutput {
    /// The rows that can be used.
    pub risks: Vec<ImportedOutput>,
    /// The lines that cannot.
    pub refused: Vec<RefusedOutput>,
    /// The heads of columns that are not known.
    pub left_out: Vec<String>,
}

/// A row of a sheet; figures that it leaves to the model are `null`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ImportedOutput {
    /// Its line, from 1.
    pub line: usize,
    /// What it is called.
    pub name: String,
    /// Time to detect.
    pub detect_minutes: Option<f64>,
    /// Time from then until users are served again.
    pub mitigate_minutes: Option<f64>,
    /// The share of users that it touches.
    pub share_of_users: Option<f64>,
    /// Time between failures.
    pub between_failures_days: Option<f64>,
    /// The bad minutes a year that these give.
    pub bad_minutes_per_year: Option<f64>,
    /// What was decided.
    pub decision: String,
}

/// A line that cannot be used.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RefusedOutput {
    /// Its number, from 1.
    pub line: usize,
    /// What is wrong, and what would be right.
    pub why: String,
}

/// Minutes of a day.
const DAY: f64 = 1440.0;

impl RisksOutput {
    /// The catalogue.
    pub fn of(catalogue: &RiskCatalogue) -> Self {
        Self {
            risks: catalogue.risks.iter().map(|risk| RiskOutput::of(risk, &catalogue.budgets)).collect(),
            objectives: catalogue.budgets.iter().map(RiskBudgetOutput::of).collect(),
            bad_minutes_per_year: catalogue.bad_minutes,
        }
    }
}

impl RiskOutput {
    fn of(risk: &Risk, budgets: &[RiskBudget; 3]) -> Self {
        let between = risk.figures.between_minutes;
        Self {
            name: risk.name.clone(),
            sentence: risk.sentence.clone(),
            detect_minutes: risk.figures.detect_minutes,
            mitigate_minutes: risk.figures.mitigate_minutes,
            share_of_users: risk.figures.share,
            between_failures_days: between.is_finite().then_some(between / DAY),
            bad_minutes_per_year: risk.bad_minutes,
            cause: risk.cause.map(|cause| cause.key().to_owned()),
            owner: risk.owner.map(|owner| owner.key().to_owned()),
            decision: risk.decision.key().to_owned(),
            shares_of_budgets: budgets.iter().map(|budget| budget.share(risk.bad_minutes)).collect(),
            too_big: budgets.iter().map(|budget| budget.is_too_big(risk.bad_minutes)).collect(),
        }
    }
}

impl RiskBudgetOutput {
    fn of(budget: &RiskBudget) -> Self {
        Self {
            objective: budget.objective.share().get(),
            budget_minutes_per_year: budget.budget_minutes,
            accepted_minutes_per_year: budget.accepted_minutes,
            unallocated_minutes_per_year: budget.unallocated_minutes,
            too_big_minutes_per_year: budget.too_big_minutes,
        }
    }
}

impl ImportOutput {
    /// A sheet.
    pub fn of(sheet: &RiskSheet) -> Self {
        let refused = |line: &super::exchange::risks::RefusedLine| RefusedOutput {
            line: line.line,
            why: line.why.clone(),
        };
        Self {
            risks: sheet.rows.iter().map(ImportedOutput::of).collect(),
            refused: sheet.refused.iter().map(refused).collect(),
            left_out: sheet.left_out.clone(),
        }
    }
}

impl ImportedOutput {
    fn of(row: &RiskRow) -> Self {
        fn likely<Q: Quantity>(estimate: &Option<Estimate<Q>>) -> Option<f64> {
            estimate.as_ref().map(|estimate| estimate.likely().get())
        }
        let RiskEntry { detect, mitigate, share, between, .. } = &row.entry;
        let (detect, mitigate) = (likely(detect), likely(mitigate));
        let (share, between) = (likely(share), likely(between));
        let bad = || {
            let figures = crate::analysis::RiskFigures {
                detect_minutes: detect?,
                mitigate_minutes: mitigate?,
                share: share?,
                between_minutes: between?,
            };
            Some(figures.bad_minutes())
        };
        Self {
            line: row.line,
            name: row.entry.name.clone(),
            detect_minutes: detect,
            mitigate_minutes: mitigate,
            share_of_users: share,
            between_failures_days: between.map(|minutes| minutes / DAY),
            bad_minutes_per_year: bad(),
            decision: row.entry.decision.key().to_owned(),
        }
    }
}
