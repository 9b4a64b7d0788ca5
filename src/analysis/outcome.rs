//! What an analysis answers: plain values, ready to be shown, printed or compared.

use core::fmt;

use super::detection::Noticed;
use super::events::Sharers;
use crate::model::catalogue::Gate;
use crate::model::{Cause, Finding, Id, Owner, Part, Parts, Practice};
use crate::quantity::{Duration, Unavailability};
use crate::slo::Objective;

/// Everything that follows from a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Analysis {
    /// What is wrong or doubtful in the plan.
    pub findings: Vec<Finding>,
    /// All journeys, weighted by traffic; `None` when one of them has no answer.
    pub service: Option<Answer>,
    /// Each journey, in the plan's order.
    pub journeys: Vec<JourneyAnswer>,
    /// The journey that fares worst against its objective (index into `journeys`): the one that
    /// spends the largest share of its budget.
    pub worst: Option<usize>,
    /// What users of each region get, all journeys together, in the plan's order.
    pub regions: Vec<(Id, Unavailability)>,
    /// How each failure mode behaves under the chosen practices, in the plan's order.
    pub modes: Vec<ModeAnswer>,
    /// The people who respond, when the plan says how many there are; `None` also where nothing has an answer.
    pub people: Option<People>,
    /// The three gates.
    pub gates: Gates,
    /// How many basic events and decision nodes the plan came to.
    pub size: Size,
}

/// The people who respond, and how long incidents wait for one of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct People {
    /// How many incidents they can work on at once.
    pub responders: u32,
    /// The share of their time that incidents take; below 1.
    pub load: f64,
    /// How long an incident waits for one of them on average, minutes.
    pub wait_minutes: f64,
}

/// How large the compiled plan is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Size {
    /// Basic events.
    pub events: usize,
    /// Decision nodes.
    pub nodes: usize,
}

/// A journey's answer, or the findings that prevent it.
#[derive(Clone, Debug, PartialEq)]
pub struct JourneyAnswer {
    /// The journey.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// What users get; `None` when a finding prevents an answer.
    pub answer: Option<Answer>,
    /// The findings that prevent it (indices into [`Analysis::findings`]).
    pub blocked_by: Vec<usize>,
}

/// What users get, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// U, everything included.
    pub unavailability: Unavailability,
    /// Outages a year as one user meets them (an outage that touches a share of users counts as that share).
    pub outages_per_year: f64,
    /// The mean length of such an outage: `U / frequency`; `None` when there is none.
    pub mean_outage: Option<Duration>,
    /// The target: the journey's own, or the traffic-weighted mean for the service.
    pub objective: Objective,
    /// U divided by the error budget: 1 spends all of it.
    pub budget_spent: f64,
    /// The parts that U is made of.
    pub anatomy: Anatomy,
    /// What spends the budget, largest first; the shares add up to one.
    pub causes: Vec<TopCause>,
    /// The minimal cut sets up to order three, most probable first.
    pub cut_sets: Vec<CutSetAnswer>,
    /// Whether a limit on their number cut the list short. Sets of more than three events, and those below a
    /// hundred-thousandth of U, are never listed.
    pub cut_sets_truncated: bool,
    /// U by cause, largest first; the sum is U.
    pub by_cause: Vec<Contribution<Option<Cause>>>,
    /// U by owner, largest first; the sum is U.
    pub by_owner: Vec<Contribution<Option<Owner>>>,
    /// U by component (`None`: a failure domain or the reserve), largest first; the sum is U.
    pub by_component: Vec<Contribution<Option<Id>>>,
    /// U by failure mode (`None`: the reserve), largest first; the sum is U.
    pub by_mode: Vec<Contribution<Option<Id>>>,
}

/// The three parts of U: they add up to it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Anatomy {
    /// From the structure: something needed is down and nothing takes over.
    pub structure: f64,
    /// From failovers that take time or do not work.
    pub failover: f64,
    /// From what nobody listed.
    pub reserve: f64,
}

/// A part of U that belongs to something.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Contribution<K> {
    /// What it belongs to; `None` stands for what has no such thing, as the reserve has no cause.
    pub key: K,
    /// Its part of U.
    pub unavailability: f64,
    /// Its share of U.
    pub share: f64,
}

/// One reason why users have bad minutes, as a person would say it.
#[derive(Clone, Debug, PartialEq)]
pub struct TopCause {
    /// The sentence.
    pub sentence: Sentence,
    /// Its share of U.
    pub share: f64,
    /// Its part of U.
    pub unavailability: f64,
    /// The failure modes involved; empty for the reserve.
    pub modes: Vec<Id>,
    /// The owner, when all modes have the same.
    pub owner: Option<Owner>,
    /// The cause, when all modes have the same.
    pub cause: Option<Cause>,
    /// Whether it is the reserve for what nobody listed.
    pub is_reserve: bool,
}

/// A sentence with the words that matter marked.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Sentence(pub Vec<Words>);

/// A run of words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Words {
    /// Said plainly.
    Plain(String),
    /// The words that matter.
    Strong(String),
}

/// A minimal cut set: events that together, and no fewer, fail the request.
#[derive(Clone, Debug, PartialEq)]
pub struct CutSetAnswer {
    /// The events' names, in the diagram's order.
    pub events: Vec<String>,
    /// The failure modes behind them.
    pub modes: Vec<Id>,
    /// Its probability: the product of its events' (times the share of requests it fails).
    pub probability: f64,
    /// Its share of the sum over all cut sets found; failovers and the reserve are in no cut set.
    pub share: f64,
    /// Whom it fails: "users", or "10 % of users of Checkout".
    pub whom: String,
}

/// How a failure mode behaves under the chosen practices.
#[derive(Clone, Debug, PartialEq)]
pub struct ModeAnswer {
    /// The mode.
    pub id: Id,
    /// Occurrences a year for each instance of its scope.
    pub rate_per_year: f64,
    /// Occurrences a year of all its instances that some journey with an answer can meet, shared ones counted once.
    pub occurrences_per_year: f64,
    /// The five parts of its length, minutes.
    pub parts: Parts<f64>,
    /// Their sum, minutes.
    pub minutes: f64,
    /// The monitor that notices it sooner than it would be without, if there is one.
    pub noticed: Option<Noticed>,
    /// The part of engaging in which it waits for one of the people, minutes.
    pub waits_minutes: f64,
    /// The share of users it touches.
    pub share: f64,
    /// The share of its occurrences that hit several instances.
    pub beta: f64,
    /// How many of them such an occurrence hits.
    pub sharers: Sharers,
    /// What practices changed, in the order in which they were applied.
    pub changes: Vec<Change>,
}

/// A number that a practice changed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// The practice.
    pub practice: Practice,
    /// What it changed.
    pub number: Changed,
    /// Before.
    pub before: f64,
    /// After.
    pub after: f64,
}

/// Which number of a mode was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    /// The rate.
    Rate,
    /// A part of the length.
    Part(Part),
    /// The share of users.
    Share,
    /// The common-cause share.
    Beta,
}

/// The three gates as this plan stands to them.
#[derive(Clone, Debug, PartialEq)]
pub struct Gates {
    /// Software, operations, business.
    pub gates: Vec<GateAnswer>,
    /// The unavailability that the met gates earn: a claim below it has no practice behind it.
    pub earned: Unavailability,
    /// The first gate that is not met; `None` when all are.
    pub binding: Option<Gate>,
    /// Whether the service's result claims more than the gates earn.
    pub claims_too_much: bool,
}

/// One gate.
#[derive(Clone, Debug, PartialEq)]
pub struct GateAnswer {
    /// The gate.
    pub gate: Gate,
    /// The unavailability it earns when it and every gate before it is met.
    pub ceiling: Unavailability,
    /// Where the ceiling comes from.
    pub source: &'static str,
    /// What it asks for: the practice, the level that counts, and whether this plan does it.
    pub asks: Vec<(Practice, u8, bool)>,
    /// Whether it and every gate before it is met.
    pub met: bool,
}

impl Sentence {
    /// A sentence out of plain words, strong words and plain words.
    pub fn of(before: impl Into<String>, strong: impl Into<String>, after: impl Into<String>) -> Self {
        let words = [Words::Plain(before.into()), Words::Strong(strong.into()), Words::Plain(after.into())];
        Self(words.into_iter().filter(|w| !w.text().is_empty()).collect())
    }
}

impl CutSetAnswer {
    /// The set as a sentence.
    pub fn sentence(&self) -> Sentence {
        let mut words = Vec::new();
        for (position, name) in self.events.iter().enumerate() {
            if position > 0 {
                words.push(Words::Plain(" together with ".into()));
            }
            words.push(Words::Strong(name.clone()));
        }
        let fails = if self.events.len() == 1 { " alone fails " } else { " fails " };
        words.push(Words::Plain(format!("{fails}{}", self.whom)));
        Sentence(words)
    }
}

impl Words {
    /// The words.
    pub fn text(&self) -> &str {
        match self {
            Self::Plain(text) | Self::Strong(text) => text,
        }
    }
}

impl fmt::Display for Sentence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|words| f.write_str(words.text()))
    }
}

impl Analysis {
    /// The answer of the worst journey.
    pub fn worst_journey(&self) -> Option<&JourneyAnswer> {
        self.worst.and_then(|i| self.journeys.get(i))
    }
}
