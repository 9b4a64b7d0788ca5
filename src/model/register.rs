//! The risk register: what people say and decide about the risks of a plan.
//!
//! The model finds risks by itself: kinds of failures that have a part in what users lose. An entry of the register
//! says something about one or several of them, or adds one that the model does not know. Whatever an entry leaves
//! open is told by the model, so a plan without a register has a whole catalogue of risks too.

use core::fmt;

use super::{Cause, Edit, Id, Owner, Place, Plan};
use crate::quantity::{Date, Duration, Estimate, Probability, Quantity};
use crate::slo::Objective;

/// What people decided about risks.
#[derive(Clone, Debug, PartialEq)]
pub struct Register {
    /// The three objectives that risks are held against, side by side.
    pub targets: [Objective; 3],
    /// The share of a budget that one risk may take at most.
    pub too_big: Probability,
    /// What is said of risks.
    pub entries: Vec<RiskEntry>,
}

/// What is said of a risk. What is `None` or empty is told by the model.
#[derive(Clone, Debug, PartialEq)]
pub struct RiskEntry {
    /// Its identity.
    pub id: Id,
    /// The found risks that it speaks of, several where they were merged; none for one written by hand.
    pub of: Vec<RiskKey>,
    /// Its portion of them, below 1 where they were split: it comes that much less often.
    pub portion: Probability,
    /// What people call it.
    pub name: String,
    /// Time to detect (ETTD).
    pub detect: Option<Estimate<Duration>>,
    /// Time from then until users are served again (ETTR).
    pub mitigate: Option<Estimate<Duration>>,
    /// The share of users it touches.
    pub share: Option<Estimate<Probability>>,
    /// Time between failures (ETTF).
    pub between: Option<Estimate<Duration>>,
    /// What causes it.
    pub cause: Option<Cause>,
    /// Who owns it.
    pub owner: Option<Owner>,
    /// What was decided.
    pub decision: Decision,
    /// Who decided, or is at work on it.
    pub person: String,
    /// When.
    pub date: Option<Date>,
    /// Why, or what is to be done.
    pub note: String,
    /// What users see.
    pub symptom: String,
    /// What follows from it.
    pub consequence: String,
    /// What it means for the business.
    pub impact: String,
}

/// What was decided about a risk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Decision {
    /// Nothing yet.
    #[default]
    Open,
    /// It is lived with, and has its part of the budget.
    Accepted,
    /// Somebody works on it.
    ToFix,
    /// It is looked at again.
    Watching,
}

/// Which risk: the failure modes that take part in it, or one of two that have none.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RiskKey {
    /// These modes together, in rising order, each once.
    Modes(Vec<Id>),
    /// More modes at once than are told apart.
    Many,
    /// The reserve for what nobody listed.
    Reserve,
}

impl Register {
    /// The objectives that risks are held against until somebody says otherwise.
    pub const TARGETS: [f64; 3] = [0.99, 0.999, 0.9999];

    /// The share of a budget that one risk may take, as in the risk analysis of Google's customer reliability
    /// engineers.
    pub const TOO_BIG: f64 = 0.25;

    /// The entry with this identity.
    pub fn entry(&self, id: Id) -> Option<&RiskEntry> {
        self.entries.iter().find(|entry| entry.id == id)
    }

    /// What is left of a found risk once every entry has its portion; 1 where no entry speaks of it.
    pub fn unspoken(&self, key: &RiskKey) -> f64 {
        let spoken = self.entries.iter().filter(|entry| entry.of.contains(key));
        let left = spoken.fold(1.0, |left, entry| left - entry.portion.get());
        // Portions are typed as decimals: what is left of 1 by rounding is nothing.
        if left < 1e-9 { 0.0 } else { left }
    }
}

impl Default for Register {
    fn default() -> Self {
        Self {
            targets: Self::TARGETS.map(|share| Objective::clamped(Probability::clamped(share))),
            too_big: Probability::clamped(Self::TOO_BIG),
            entries: Vec::new(),
        }
    }
}

impl RiskEntry {
    /// An entry that says nothing yet.
    pub fn new(id: Id, of: Vec<RiskKey>) -> Self {
        Self {
            id,
            of,
            portion: Probability::ONE,
            name: String::new(),
            detect: None,
            mitigate: None,
            share: None,
            between: None,
            cause: None,
            owner: None,
            decision: Decision::Open,
            person: String::new(),
            date: None,
            note: String::new(),
            symptom: String::new(),
            consequence: String::new(),
            impact: String::new(),
        }
    }
}

impl RiskKey {
    /// The longest key in characters: a hundred modes.
    pub const MAX_LEN: usize = 100 * (Id::MAX_LEN + 1);

    /// Reads a key: ids joined by `+`, or `*` for many, or `reserve*`.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "many*" => return Some(Self::Many),
            "reserve*" => return Some(Self::Reserve),
            _ => {}
        }
        let mut modes = Vec::new();
        for id in text.split('+') {
            modes.push(Id::new(id).ok()?);
        }
        let rising = modes.windows(2).all(|pair| pair[0] < pair[1]);
        (rising && text.len() <= Self::MAX_LEN).then_some(Self::Modes(modes))
    }
}

impl fmt::Display for RiskKey {
    /// `database-outage+zone-outage`, `many*`, `reserve*`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Many => f.write_str("many*"),
            Self::Reserve => f.write_str("reserve*"),
            Self::Modes(modes) => {
                for (position, id) in modes.iter().enumerate() {
                    if position > 0 {
                        f.write_str("+")?;
                    }
                    write!(f, "{id}")?;
                }
                Ok(())
            }
        }
    }
}

impl Plan {
    /// An identity for a new entry of the register, made from a name.
    pub fn new_risk_id(&self, name: &str, also: &[Id]) -> Id {
        Id::from_name(name, |id| self.register.entry(id).is_some() || also.contains(&id))
    }

    /// Splits an entry in two: the second takes `portion` of it. Bad minutes keep their sum.
    pub fn split_risk(&self, entry: &RiskEntry, names: [&str; 2], portion: Probability) -> Edit {
        let parts = [portion.complement().get(), portion.get()];
        let mut taken: Vec<Id> = Vec::new();
        let mut half = |index: usize| {
            let mut part = entry.clone();
            if index > 0 || self.register.entry(entry.id).is_none() {
                part.id = self.new_risk_id(names[index], &taken);
            }
            taken.push(part.id);
            names[index].clone_into(&mut part.name);
            part.portion = Probability::clamped(entry.portion.get() * parts[index]);
            // A time between failures that somebody typed is that of the whole: a part of it comes less often.
            part.between = entry.between.as_ref().map(|between| stretched(between, parts[index]));
            Edit::SetRisk(Box::new(part))
        };
        Edit::Batch(vec![half(0), half(1)])
    }

    /// Merges an entry into another, which then speaks of what both spoke of; what was typed over the model's figures
    /// is given up, and the first one's words stay. Bad minutes keep their sum.
    ///
    /// `None` for entries without a common whole: those written by hand, and parts of different risks.
    pub fn merge_risks(&self, first: &RiskEntry, second: &RiskEntry) -> Option<Edit> {
        if first.of.is_empty() || second.of.is_empty() || first.id == second.id {
            return None;
        }
        let whole = |entry: &RiskEntry| entry.portion == Probability::ONE;
        let mut merged =
            RiskEntry { detect: None, mitigate: None, share: None, between: None, ..first.clone() };
        if first.of == second.of {
            merged.portion = Probability::clamped(first.portion.get() + second.portion.get());
        } else if whole(first) && whole(second) {
            let new = second.of.iter().filter(|key| !first.of.contains(key));
            merged.of.extend(new.cloned());
        } else {
            return None;
        }
        let mut edits = vec![Edit::SetRisk(Box::new(merged))];
        if self.register.entry(second.id).is_some() {
            edits.push(Edit::Remove(Place::Risk(second.id)));
        }
        Some(Edit::Batch(edits))
    }
}

/// A time divided by a share; a share of nothing leaves the time.
fn stretched(between: &Estimate<Duration>, share: f64) -> Estimate<Duration> {
    if share <= 0.0 {
        return between.clone();
    }
    let longer = |time: Duration| Duration::clamped(time.minutes() / share);
    let origin = between.provenance.clone();
    let range = (longer(between.low()), longer(between.likely()), longer(between.high()));
    match between.is_point() {
        true => Estimate::point(range.1, origin),
        false => Estimate::range(range.0, range.1, range.2, origin.clone())
            .unwrap_or_else(|_| Estimate::point(range.1, origin)),
    }
}
