//! Why a headline is what it is: the formula with this plan's values, its inputs, and who contributes.

mod answer;
mod cost;
mod next;

use crate::analysis::{Analysis, Sentence};
use crate::economics::{Ladder, RunningCost};
use crate::model::{Place, Plan};
use crate::quantity::{Basis, Date};

/// How many inputs and contributions are told: the rest is small.
const MOST: usize = 8;

/// A headline that has reasons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// What users get.
    Users,
    /// Bad minutes and outages.
    Minutes,
    /// The budget of the worst journey.
    Budget,
    /// What the plan costs a month.
    Cost,
    /// What the next half nine costs.
    Next,
}

/// The reasons behind a headline.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Reasons {
    /// What the values are about.
    pub about: String,
    /// The formula line by line: the words, and the same with this plan's values.
    pub formula: Vec<Line>,
    /// What else is to be known.
    pub notes: Vec<String>,
    /// The title of the list, when it has one.
    pub list_title: Option<&'static str>,
    /// What it takes, or what is to be put right.
    pub list: Vec<Sentence>,
    /// The inputs that matter most.
    pub inputs: Option<Inputs>,
    /// Who contributes.
    pub contributions: Vec<Contributions>,
}

/// A line of a formula: the words, and the same with this plan's values.
pub type Line = (&'static str, String);

/// The inputs that matter most, largest first.
#[derive(Clone, Debug, PartialEq)]
pub struct Inputs {
    /// The headings: the input, then one for each of its cells.
    pub columns: Vec<&'static str>,
    /// The inputs.
    pub rows: Vec<Input>,
}

/// An input.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// Where it can be changed.
    pub place: Place,
    /// What it is.
    pub name: String,
    /// Where it comes from, when all its cells come from there.
    pub origin: String,
    /// Its numbers.
    pub cells: Vec<Cell>,
}

/// A number of an input.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Cell {
    /// The number.
    pub value: String,
    /// What happened to it; empty when nothing did.
    pub aside: &'static str,
    /// Its basis, its range or its share.
    pub beneath: String,
}

/// Who contributes, largest first.
#[derive(Clone, Debug, PartialEq)]
pub struct Contributions {
    /// By what.
    pub title: &'static str,
    /// What the amounts are.
    pub of: &'static str,
    /// The contributions: who, how much, and the share of the whole.
    pub rows: Vec<(String, String, f64)>,
}

impl Topic {
    /// The question.
    pub fn title(self) -> &'static str {
        match self {
            Self::Users => "Why users get this",
            Self::Minutes => "Why so many bad minutes",
            Self::Budget => "Why this much of the budget",
            Self::Cost => "Why it costs this much a month",
            Self::Next => "Why the next half nine costs this",
        }
    }
}

impl Reasons {
    /// The reasons behind a headline of a plan; `ladder` is that of the plan as it is, when it is known.
    pub fn of(
        topic: Topic,
        plan: &Plan,
        analysis: &Analysis,
        cost: &RunningCost,
        ladder: Option<&Ladder>,
    ) -> Self {
        match topic {
            Topic::Cost => cost::reasons(plan, cost),
            Topic::Next => next::reasons(plan, ladder),
            Topic::Users | Topic::Minutes | Topic::Budget => answer::reasons(topic, plan, analysis),
        }
    }
}

impl Cell {
    fn new(value: String, beneath: impl Into<String>) -> Self {
        Self { value, aside: "", beneath: beneath.into() }
    }
}

/// The largest contributions, whose amounts are written by `write`.
fn contributions(
    title: &'static str,
    of: &'static str,
    rows: impl Iterator<Item = (String, f64, f64)>,
    write: impl Fn(f64) -> String,
) -> Contributions {
    let rows = rows.filter(|(_, amount, _)| *amount > 0.0).take(MOST);
    let rows = rows.map(|(name, amount, share)| (name, write(amount), share)).collect();
    Contributions { title, of, rows }
}

/// Where a number comes from: "published, 2026-05-01: the source".
fn origin_words(basis: Basis, date: Option<Date>, note: &str) -> String {
    let date = date.map(|date| format!(", {date}")).unwrap_or_default();
    let note = if note.is_empty() { String::new() } else { format!(": {note}") };
    format!("{}{date}{note}", basis.name())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::analyse;
    use crate::economics::running_cost;
    use crate::model::templates::templates;

    #[test]
    fn every_topic_of_every_template_has_reasons() {
        for template in templates() {
            let plan = (template.build)();
            let (analysis, cost) = (analyse(&plan), running_cost(&plan));
            for topic in [Topic::Users, Topic::Minutes, Topic::Budget, Topic::Cost] {
                let told = Reasons::of(topic, &plan, &analysis, &cost, None);
                assert!(told.formula.len() > 2 && !told.about.is_empty(), "{told:?}");
                let inputs = told.inputs.unwrap();
                assert!((2..=MOST).contains(&inputs.rows.len()), "{}: {topic:?}", template.key);
                for input in &inputs.rows {
                    assert_eq!(input.cells.len() + 1, inputs.columns.len());
                    assert!(!input.name.is_empty() && plan.has(input.place), "{input:?}");
                }
                for by in &told.contributions {
                    assert!(by.rows.iter().all(|(name, ..)| !name.is_empty()), "{by:?}");
                    assert!(by.rows.iter().map(|(.., share)| share).sum::<f64>() < 1.0 + 1e-9, "{by:?}");
                    assert!(by.rows.is_sorted_by(|a, b| a.2 >= b.2), "{by:?}");
                }
                let all = told.formula.iter().map(|(_, values)| values.as_str());
                let all: Vec<&str> = all.chain(inputs.rows.iter().map(|row| row.origin.as_str())).collect();
                assert!(!all.iter().any(|text| text.contains("unknown")), "{all:?}");
            }
        }
    }
}
