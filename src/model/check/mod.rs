//! What a plan still lacks or gets wrong: findings, each with a place and advice.
//!
//! An error prevents an answer for what lies downstream of it, a warning says that a number is
//! probably not what was meant. A half-finished plan is not an error of the program.

mod cycle;
mod many;
mod numbers;
mod soft;
mod structure;

use super::{Place, Plan};
use crate::quantity::order;

/// Whether a finding prevents an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// No answer until it is put right.
    Error,
    /// An answer, but probably not to the question that was meant.
    Warning,
}

/// What sort of finding it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FindingKind {
    /// No region.
    NoRegion,
    /// A region without zones.
    NoZone,
    /// No component.
    NoComponent,
    /// No journey.
    NoJourney,
    /// More of something than a plan may have.
    TooMany,
    /// A structure that takes too many decisions to compute; the analysis finds it.
    TooLarge,
    /// Two things of one sort with the same identity.
    Duplicate,
    /// A reference to something that is not there.
    Dangling,
    /// Components that need each other in a circle.
    Cycle,
    /// No replicas, none needed, or more needed than there are.
    Replicas,
    /// Factors of common cause that add to more than all occurrences.
    FactorsOff,
    /// A length of time of zero where only a longer one means something.
    NoTime,
    /// More retries than a request may have.
    TooManyRetries,
    /// People who are to work on incidents, but none of them, or more than can be.
    Responders,
    /// More incidents than people can work on; the analysis finds it.
    Overwhelmed,
    /// Shares that add to nothing.
    NoUsers,
    /// A journey that needs nothing.
    NeedsNothing,
    /// A practice at a level that it does not have.
    UnknownLevel,
    /// A kind that the catalogue does not have.
    UnknownKind,
    /// A name or lesson that is empty, too long or not one line.
    BadName,
    /// The same component needed twice.
    NeededTwice,
    /// Shares that do not add to 1.
    SharesOff,
    /// A component that no journey reaches.
    Orphan,
    /// A standby group without anybody standing by.
    NoSpare,
    /// A takeover that works more often when nobody ever exercised it than right after a drill.
    DrillHarms,
    /// A need that rides out longer than any promise is kept over.
    RidesOutTooLong,
    /// A common cause that hits some of more members than are told apart.
    SharedByMany,
    /// A mode whose scope cannot apply to its target.
    ScopeCannotApply,
    /// A mode that never counts: no rate, no length or nobody touched.
    NeverCounts,
    /// A mode that is down more than half of the time.
    MostlyDown,
    /// Routing between regions with a single region.
    NothingToRoute,
    /// Survivors that cannot carry the users of a lost region.
    TooLittleCapacity,
    /// An objective above what any gate earns.
    ObjectiveAboveGates,
}

/// Something a plan lacks or gets wrong.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Whether it prevents an answer.
    pub severity: Severity,
    /// Where.
    pub place: Place,
    /// What sort of finding it is.
    pub code: FindingKind,
    /// What was found, in a sentence.
    pub what: String,
    /// What would be right, in a sentence.
    pub advice: String,
}

impl FindingKind {
    /// Whether findings of this sort prevent an answer.
    pub fn severity(self) -> Severity {
        match self {
            Self::NoRegion
            | Self::NoZone
            | Self::NoComponent
            | Self::NoJourney
            | Self::TooMany
            | Self::TooLarge
            | Self::Duplicate
            | Self::Dangling
            | Self::Cycle
            | Self::Replicas
            | Self::FactorsOff
            | Self::NoTime
            | Self::TooManyRetries
            | Self::Responders
            | Self::Overwhelmed
            | Self::NoUsers
            | Self::NeedsNothing
            | Self::UnknownLevel => Severity::Error,
            Self::UnknownKind
            | Self::BadName
            | Self::NeededTwice
            | Self::SharesOff
            | Self::Orphan
            | Self::NoSpare
            | Self::DrillHarms
            | Self::RidesOutTooLong
            | Self::SharedByMany
            | Self::ScopeCannotApply
            | Self::NeverCounts
            | Self::MostlyDown
            | Self::NothingToRoute
            | Self::TooLittleCapacity
            | Self::ObjectiveAboveGates => Severity::Warning,
        }
    }
}

/// Every finding of a plan: errors first, then in the order of the document.
pub fn check(plan: &Plan) -> Vec<Finding> {
    let mut findings = Findings(Vec::new());
    structure::check(plan, &mut findings);
    cycle::check(plan, &mut findings);
    numbers::check(plan, &mut findings);
    many::check(plan, &mut findings);
    soft::check(plan, &mut findings);
    order::sort_by(&mut findings.0, |a, b| a.severity.cmp(&b.severity));
    findings.0
}

/// The findings so far.
struct Findings(Vec<Finding>);

impl Findings {
    fn add(&mut self, code: FindingKind, place: Place, what: impl Into<String>, advice: impl Into<String>) {
        let (severity, what, advice) = (code.severity(), what.into(), advice.into());
        self.0.push(Finding { severity, place, code, what, advice });
    }
}

#[cfg(test)]
mod tests;
