//! Common-cause groups to events: one for each set of members that a failure may hit.

use super::error::{Fault, quoted};
use super::read::{Group, Reading};
use super::xml::Id;
use crate::engine::common_cause::{CommonCause, CommonCauseError};
use crate::engine::expression::{Operation, Term};
use crate::engine::fault_tree::Arg;

/// The most events of a group, and of a file with groups: a few factors make very many.
const MAX_EVENTS: usize = 100_000;
const MAX_EVENTS_OF_FILE: usize = 1_000_000;

/// A model of common cause, as the format names it.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Model {
    Beta,
    Greek,
    Alpha,
    Phi,
}

impl Reading<'_> {
    /// Gives every member of a group the events that hit it.
    ///
    /// # Formula
    /// As [`CommonCause`] has it, for each draw of the distribution and the factors; of fewer factors than members the
    /// missing ones are 0. phi: `Q_k = phi_k Q`, the factors adding up to one.
    pub(super) fn expand(&mut self, group: &Group) -> Result<(), Fault> {
        let document = self.document;
        let members = group.members.len();
        if members < 2 {
            let what = format!("the group has {members} members; 2 or more are needed");
            return Err(document.fault(group.element, what));
        }
        let model = match document.needed(group.element, "model")? {
            "beta-factor" => Model::Beta,
            "MGL" => Model::Greek,
            "alpha-factor" => Model::Alpha,
            "phi-factor" => Model::Phi,
            found => {
                let needed = "beta-factor, MGL, alpha-factor or phi-factor";
                let what = format!("the model is {}; {needed} is needed", quoted(found));
                return Err(document.fault(group.element, what));
            }
        };
        let total = self.distribution(group)?;
        let factors = self.factors(group, model)?;
        self.check_factors(group, model, total, &factors)?;
        let by_size = self.by_size(group, model, total, &factors)?;
        let sets: f64 = by_size.iter().map(|(size, _)| combinations(members, *size)).sum();
        let here = sets > MAX_EVENTS as f64;
        if here || self.model.events.len() as f64 + sets > MAX_EVENTS_OF_FILE as f64 {
            let (whose, most) =
                if here { ("the group's members", MAX_EVENTS) } else { ("the groups", MAX_EVENTS_OF_FILE) };
            let what = format!("{whose} make more than {most} events; at most that many are read");
            return Err(document.fault(group.element, what));
        }
        for (size, term) in by_size {
            self.add_sets(group, size, term)?;
        }
        Ok(())
    }

    /// The probability of each member.
    fn distribution(&mut self, group: &Group) -> Result<Term, Fault> {
        let document = self.document;
        let mut found =
            document.children(group.element).filter(|part| document.name(*part) == "distribution");
        let parts: Vec<Id> = found.next().iter().flat_map(|one| document.children(*one)).collect();
        let ([only], None) = (parts.as_slice(), found.next()) else {
            return Err(document.fault(group.element, "one distribution with one expression is needed"));
        };
        let term = self.numbers.expression(document, &self.names, *only, group.scope)?;
        let total = self.numbers.expressions.point(term);
        if !(0.0..=1.0).contains(&total) {
            let what = format!("the probability of a member is {total}; a number from 0 to 1 is needed");
            return Err(document.fault(*only, what));
        }
        Ok(term)
    }

    /// The factors in order of their levels.
    fn factors(&mut self, group: &Group, model: Model) -> Result<Vec<Term>, Fault> {
        let document = self.document;
        let lists = document.children(group.element).flat_map(|part| match document.name(part) {
            "factors" => document.children(part).collect(),
            "factor" => vec![part],
            _ => Vec::new(),
        });
        let lists: Vec<Id> = lists.collect();
        let members = group.members.len();
        let first = match model {
            Model::Beta => members,
            Model::Greek => 2,
            Model::Alpha | Model::Phi => 1,
        };
        let mut factors = Vec::new();
        for factor in lists {
            let level = first + factors.len();
            if level > members {
                let what = format!("a factor too many; the levels go from {first} to the {members} members");
                return Err(document.fault(factor, what));
            }
            if let Some(found) =
                document.attribute(factor, "level").filter(|found| found.parse() != Ok(level))
            {
                let what = format!("the level is {}; {level} is needed", quoted(found));
                return Err(document.fault(factor, what));
            }
            let parts: Vec<Id> = document.children(factor).collect();
            let [only] = parts.as_slice() else {
                return Err(document.fault(factor, "one expression is needed"));
            };
            factors.push(self.numbers.expression(document, &self.names, *only, group.scope)?);
        }
        if factors.is_empty() {
            return Err(document.fault(group.element, "no factor was found; one or more are needed"));
        }
        Ok(factors)
    }

    /// Whether the factors are what the model needs, with every deviate at its mean.
    fn check_factors(&self, group: &Group, model: Model, total: Term, factors: &[Term]) -> Result<(), Fault> {
        let point = |term: &Term| self.numbers.expressions.point(*term);
        let members = group.members.len();
        let values: Vec<f64> = factors.iter().map(point).collect();
        let sum: f64 = values.iter().sum();
        let padded =
            |length: usize| values.iter().copied().chain(std::iter::repeat(0.0)).take(length).collect();
        let checked = match model {
            Model::Beta => CommonCause::Beta(values[0]).by_size(members, point(&total)),
            Model::Greek => CommonCause::Greek(padded(members - 1)).by_size(members, point(&total)),
            // Only the ratios of alpha factors count: shares that are typed as decimals need not add up.
            Model::Alpha if sum > 0.0 && values.iter().all(|value| *value >= 0.0) => {
                let whole: Vec<f64> = padded(members);
                let whole = whole.iter().map(|value| value / sum).collect();
                CommonCause::Alpha(whole).by_size(members, point(&total))
            }
            Model::Alpha => CommonCause::Alpha(padded(members)).by_size(members, point(&total)),
            Model::Phi => match values.iter().find(|value| !(0.0..=1.0).contains(*value)) {
                Some(found) => {
                    let what = format!("a factor is {found}; a share from 0 to 1 is needed");
                    return Err(self.document.fault(group.element, what));
                }
                // As exact as factors are typed, and as SCRAM asks for.
                None if (sum - 1.0).abs() > 1e-4 => Err(CommonCauseError::Sum { found: sum }),
                None => Ok(Vec::new()),
            },
        };
        checked.map(|_| ()).map_err(|error| self.document.fault(group.element, error))
    }

    /// The probability of each set of members, by its size.
    fn by_size(
        &mut self,
        group: &Group,
        model: Model,
        total: Term,
        factors: &[Term],
    ) -> Result<Vec<(usize, Term)>, Fault> {
        let members = group.members.len();
        let all = &mut self.numbers.expressions;
        let mut enter = |operation, arguments: &[Term]| all.enter(operation, arguments);
        let made = (|| {
            let mut by_size = Vec::new();
            let one = enter(Operation::Constant(1.0), &[])?;
            match model {
                Model::Beta => {
                    let own = enter(Operation::Sub, &[one, factors[0]])?;
                    by_size.push((1, enter(Operation::Mul, &[own, total])?));
                    by_size.push((members, enter(Operation::Mul, &[factors[0], total])?));
                }
                Model::Greek => {
                    let mut shared = total;
                    for size in 1..=factors.len() + 1 {
                        let ways = enter(Operation::Constant(combinations(members - 1, size - 1)), &[])?;
                        let mut part = shared;
                        if let Some(more) = factors.get(size - 1) {
                            let stays = enter(Operation::Sub, &[one, *more])?;
                            part = enter(Operation::Mul, &[shared, stays])?;
                            shared = enter(Operation::Mul, &[shared, *more])?;
                        }
                        by_size.push((size, enter(Operation::Div, &[part, ways])?));
                    }
                }
                Model::Alpha => {
                    let mut weights = Vec::new();
                    for (place, factor) in factors.iter().enumerate() {
                        let size = enter(Operation::Constant(place as f64 + 1.0), &[])?;
                        weights.push(enter(Operation::Mul, &[size, *factor])?);
                    }
                    let sum = enter(Operation::Add, &weights)?;
                    for (place, weight) in weights.iter().enumerate() {
                        let ways = enter(Operation::Constant(combinations(members - 1, place)), &[])?;
                        let share = enter(Operation::Div, &[*weight, sum, ways])?;
                        by_size.push((place + 1, enter(Operation::Mul, &[share, total])?));
                    }
                }
                Model::Phi => {
                    for (place, factor) in factors.iter().enumerate() {
                        by_size.push((place + 1, enter(Operation::Mul, &[*factor, total])?));
                    }
                }
            }
            Ok(by_size)
        })();
        made.map_err(|error: crate::engine::expression::ExpressionError| {
            self.document.fault(group.element, error)
        })
    }

    /// An event for each set of this size, in order of the members.
    fn add_sets(&mut self, group: &Group, size: usize, term: Term) -> Result<(), Fault> {
        let members = &group.members;
        let mut set: Vec<usize> = (0..size).collect();
        loop {
            let names: Vec<&str> = set.iter().map(|member| members[*member].1.as_str()).collect();
            let event = self.new_event(format!("[{}]", names.join(" ")), None);
            self.probability(event, term, group.element)?;
            for member in &set {
                self.model.tree.gates[members[*member].0 as usize].args.push(Arg::event(event));
            }
            // The next set: the last member that can move on does, and those after it follow.
            let Some(moves) = (0..size).rev().find(|place| set[*place] < members.len() - size + place) else {
                return Ok(());
            };
            set[moves] += 1;
            for place in moves + 1..size {
                set[place] = set[place - 1] + 1;
            }
        }
    }
}

/// C(n, k) as a number.
fn combinations(n: usize, k: usize) -> f64 {
    (1..=k).fold(1.0, |ways, i| ways * (n - k + i) as f64 / i as f64)
}
