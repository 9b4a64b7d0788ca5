//! Every editable number of a plan as one value: what it is called, how it reads, what typing does to it.

use thiserror::Error;

use super::{DurationField, Edit, Id, MoneyField, Place, Plan, ProbabilityField, VolumeField, get_rate};
use crate::quantity::text::{self, Readable};
use crate::quantity::{Basis, Estimate, Provenance, QuantityError, Spread};
use crate::slo::{Objective, ObjectiveError};

/// A number of a plan that a person can type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Number {
    /// A share or probability.
    Probability(ProbabilityField),
    /// A length of time; nothing typed takes an optional one away.
    Duration(DurationField),
    /// An amount of money; nothing typed takes an optional one away.
    Money(MoneyField),
    /// An amount of data.
    Volume(VolumeField),
    /// How often a mode happens.
    Rate(Id),
    /// How much one outage of a mode differs from the next.
    Spread(Id),
    /// A component's replicas.
    Replicas(Id),
    /// The replicas that a component needs.
    Needed(Id),
    /// How often a need of a component or journey, on a component, is tried again.
    Retries(Place, Id),
    /// How many incidents people can work on at once; nothing typed means any number.
    Responders,
    /// A journey's objective.
    Objective(Id),
}

/// Why a text is not the number that is asked for.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum NumberError {
    /// No such quantity, or one out of its range.
    #[error(transparent)]
    Quantity(#[from] QuantityError),
    /// No objective.
    #[error(transparent)]
    Objective(#[from] ObjectiveError),
    /// Not a count.
    #[error("{0:?} is no count; write a whole number, for example 3")]
    NotACount(String),
}

impl Number {
    /// What distinguishes the field that it is changed in from all others.
    pub fn field_key(self) -> String {
        format!("{self:?}")
    }

    /// The words beside the input.
    pub fn label(self) -> &'static str {
        match self {
            Self::Probability(field) => field.label(),
            Self::Duration(field) => field.label(),
            Self::Money(field) => field.label(),
            Self::Volume(field) => field.label(),
            Self::Rate(_) => "Happens",
            Self::Spread(_) => "Spread of its length",
            Self::Replicas(_) => "Replicas",
            Self::Needed(_) => "Needed",
            Self::Retries(..) => "Retries",
            Self::Responders => "Responders",
            Self::Objective(_) => "Objective",
        }
    }

    /// The unit of a number typed without one, or what it counts.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Probability(field) => field.unit(),
            Self::Duration(field) => field.unit(),
            Self::Money(field) => field.unit(),
            Self::Volume(field) => field.unit(),
            Self::Rate(_) => "a year",
            Self::Spread(_) => "log-standard deviation",
            Self::Replicas(_) => "in each group",
            Self::Needed(_) => "to carry the load",
            Self::Retries(..) => "of a failed request",
            Self::Responders => "incidents at once",
            Self::Objective(_) => "of user minutes",
        }
    }

    /// What sort of number it is, with its article: "a duration".
    pub fn sort(self) -> &'static str {
        match self {
            Self::Probability(_) => "a share",
            Self::Duration(_) => "a duration",
            Self::Money(_) => "an amount",
            Self::Volume(_) => "a volume",
            Self::Rate(_) => "a rate",
            Self::Spread(_) => "a spread",
            Self::Replicas(_) | Self::Needed(_) | Self::Retries(..) | Self::Responders => "a count",
            Self::Objective(_) => "an objective",
        }
    }

    /// Where it stands.
    pub fn place(self) -> Place {
        match self {
            Self::Probability(field) => field.place(),
            Self::Duration(field) => field.place(),
            Self::Money(field) => field.place(),
            Self::Volume(field) => field.place(),
            Self::Rate(id) | Self::Spread(id) => Place::Mode(id),
            Self::Replicas(id) | Self::Needed(id) => Place::Component(id),
            Self::Retries(place, _) => place,
            Self::Responders => Place::Plan,
            Self::Objective(id) => Place::Journey(id),
        }
    }

    /// The text in the input; empty when there is no such number.
    pub fn text(self, plan: &Plan) -> String {
        fn of<Q: Readable>(estimate: Option<&Estimate<Q>>) -> String {
            estimate.map(text::range_text).unwrap_or_default()
        }
        match self {
            Self::Probability(field) => of(field.get(plan)),
            Self::Duration(field) => of(field.get(plan)),
            Self::Money(field) => of(field.get(plan)),
            Self::Volume(field) => of(Some(field.get(plan))),
            Self::Rate(id) => of(get_rate(plan, id)),
            Self::Spread(id) => plan.mode(id).map(|m| text::field_text(m.spread)).unwrap_or_default(),
            Self::Replicas(id) => plan.component(id).map(|c| c.replicas.to_string()).unwrap_or_default(),
            Self::Needed(id) => plan.component(id).map(|c| c.needed.to_string()).unwrap_or_default(),
            Self::Retries(place, on) => {
                plan.need(place, on).map(|need| need.retries.to_string()).unwrap_or_default()
            }
            Self::Responders => plan.responders.map(|n| n.to_string()).unwrap_or_default(),
            Self::Objective(id) => {
                plan.journey(id).map(|j| text::field_text(j.objective.share())).unwrap_or_default()
            }
        }
    }

    /// The edit that a typed text stands for.
    ///
    /// A value that stays keeps its origin; a new one has the origin that `retyped` gives it.
    pub fn read(self, plan: &Plan, typed: &str) -> Result<Edit, NumberError> {
        Ok(match self {
            Self::Probability(field) => Edit::SetProbability(field, retyped(field.get(plan), typed)?),
            Self::Duration(field @ DurationField::RidesOut(..)) if typed.trim().is_empty() => {
                Edit::ClearDuration(field)
            }
            Self::Duration(field) => Edit::SetDuration(field, retyped(field.get(plan), typed)?),
            Self::Money(field @ (MoneyField::ValuePerHour | MoneyField::Practice(_)))
                if typed.trim().is_empty() =>
            {
                Edit::ClearMoney(field)
            }
            Self::Money(field) => Edit::SetMoney(field, retyped(field.get(plan), typed)?),
            Self::Volume(field) => Edit::SetVolume(field, retyped(Some(field.get(plan)), typed)?),
            Self::Rate(id) => Edit::SetRate(id, retyped(get_rate(plan, id), typed)?),
            Self::Spread(id) => Edit::SetSpread(id, Spread::read(typed)?),
            Self::Replicas(id) => Edit::SetReplicas(id, count(typed)?),
            Self::Needed(id) => Edit::SetNeeded(id, count(typed)?),
            Self::Retries(place, on) => Edit::SetRetries(place, on, count(typed)?),
            Self::Responders if typed.trim().is_empty() => Edit::SetResponders(None),
            Self::Responders => Edit::SetResponders(Some(count(typed)?)),
            Self::Objective(id) => Edit::SetObjective(id, Objective::read(typed)?),
        })
    }

    /// The origin of the number, when it has one.
    pub fn origin(self, plan: &Plan) -> Option<&Provenance> {
        match self {
            Self::Probability(field) => field.get(plan).map(|e| &e.provenance),
            Self::Duration(field) => field.get(plan).map(|e| &e.provenance),
            Self::Money(field) => field.get(plan).map(|e| &e.provenance),
            Self::Volume(field) => Some(&field.get(plan).provenance),
            Self::Rate(id) => get_rate(plan, id).map(|e| &e.provenance),
            Self::Spread(_)
            | Self::Replicas(_)
            | Self::Needed(_)
            | Self::Retries(..)
            | Self::Responders
            | Self::Objective(_) => None,
        }
    }

    /// The edit that gives the number another origin; nothing when it has none.
    pub fn with_origin(self, plan: &Plan, origin: Provenance) -> Option<Edit> {
        fn from<Q: Clone>(estimate: &Estimate<Q>, provenance: Provenance) -> Estimate<Q> {
            let mut estimate = estimate.clone();
            estimate.provenance = provenance;
            estimate
        }
        Some(match self {
            Self::Probability(field) => Edit::SetProbability(field, from(field.get(plan)?, origin)),
            Self::Duration(field) => Edit::SetDuration(field, from(field.get(plan)?, origin)),
            Self::Money(field) => Edit::SetMoney(field, from(field.get(plan)?, origin)),
            Self::Volume(field) => Edit::SetVolume(field, from(field.get(plan), origin)),
            Self::Rate(id) => Edit::SetRate(id, from(get_rate(plan, id)?, origin)),
            Self::Spread(_)
            | Self::Replicas(_)
            | Self::Needed(_)
            | Self::Retries(..)
            | Self::Responders
            | Self::Objective(_) => return None,
        })
    }
}

/// The estimate that a text stands for, where `before` was.
///
/// The same three values keep their origin. Other values keep it only when a person stood behind the
/// old ones (measured, expert): a published figure, an SLA or an assumption says nothing about them.
fn retyped<Q: Readable>(before: Option<&Estimate<Q>>, typed: &str) -> Result<Estimate<Q>, QuantityError> {
    let (low, likely, high) = text::read_range::<Q>(typed)?;
    let origin = match before {
        Some(old) if (old.low(), old.likely(), old.high()) == (low, likely, high) => old.provenance.clone(),
        Some(old) if matches!(old.provenance.basis, Basis::Measured | Basis::Expert) => {
            old.provenance.clone()
        }
        _ => Provenance::new(Basis::Expert, ""),
    };
    Estimate::range(low, likely, high, origin)
}

fn count(typed: &str) -> Result<u32, NumberError> {
    typed.trim().parse().map_err(|_| NumberError::NotACount(typed.chars().take(40).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::templates::worked_example;

    /// Every number of the worked example.
    fn numbers(plan: &Plan) -> Vec<Number> {
        let modes = plan.modes.iter().map(|m| m.id).flat_map(|id| {
            [Number::Rate(id), Number::Spread(id), Number::Probability(ProbabilityField::ModeShare(id))]
        });
        let components = plan.components.iter().map(|c| c.id).flat_map(|id| {
            [Number::Replicas(id), Number::Needed(id), Number::Money(MoneyField::UnitPrice(id))]
        });
        let journeys = plan.journeys.iter().map(|j| Number::Objective(j.id));
        let other = [
            Number::Duration(DurationField::RoutingTime),
            Number::Volume(VolumeField::ZoneTraffic),
            Number::Money(MoneyField::ValuePerHour),
        ];
        modes.chain(components).chain(journeys).chain(other).collect()
    }

    #[test]
    fn a_number_typed_as_it_reads_changes_nothing() {
        let plan = worked_example();
        for number in numbers(&plan) {
            let text = number.text(&plan);
            let edit = number.read(&plan, &text).unwrap_or_else(|e| panic!("{number:?} {text:?}: {e}"));
            assert_eq!(plan.apply(&edit).as_ref(), Ok(&plan), "{number:?}");
        }
    }

    #[test]
    fn a_new_value_leaves_a_source_that_does_not_hold_for_it() {
        let plan = worked_example();
        let rate = Number::Rate(plan.modes[0].id);
        let plan = plan.apply(&rate.read(&plan, "17 /yr").unwrap()).unwrap();
        assert_eq!(rate.origin(&plan), Some(&Provenance::new(Basis::Expert, "")));
    }

    #[test]
    fn a_new_value_keeps_what_a_person_said_of_it() {
        let plan = worked_example();
        let rate = Number::Rate(plan.modes[0].id);
        let measured = Provenance::new(Basis::Measured, "tickets of 2026");
        let plan = plan.apply(&rate.with_origin(&plan, measured.clone()).unwrap()).unwrap();
        let plan = plan.apply(&rate.read(&plan, "17 /yr").unwrap()).unwrap();
        assert_eq!(rate.origin(&plan), Some(&measured));
    }

    #[test]
    fn typing_on_from_the_same_start_brings_the_source_back() {
        let plan = worked_example();
        let rate = Number::Rate(plan.modes[0].id);
        let text = rate.text(&plan);
        assert!(rate.origin(&plan).is_some_and(|o| o.basis != Basis::Expert || !o.note.is_empty()));
        let halfway = plan.apply(&rate.read(&plan, "17 /yr").unwrap()).unwrap();
        let lost = halfway.apply(&rate.read(&halfway, &text).unwrap()).unwrap();
        assert_ne!(lost, plan, "read from halfway, the source is gone: a session reads from its start");
        assert_eq!(plan.apply(&rate.read(&plan, &text).unwrap()).as_ref(), Ok(&plan));
    }

    #[test]
    fn what_is_no_number_says_what_would_be_one() {
        let plan = worked_example();
        let id = plan.components[0].id;
        for text in ["", "three", "-1", "2.5"] {
            let error = Number::Replicas(id).read(&plan, text).unwrap_err();
            assert!(error.to_string().contains("whole number"), "{error}");
        }
        assert!(Number::Rate(plan.modes[0].id).read(&plan, "often").is_err());
    }

    #[test]
    fn an_optional_amount_is_taken_away_by_nothing() {
        let plan = worked_example();
        let value = Number::Money(MoneyField::ValuePerHour);
        assert_eq!(value.read(&plan, " "), Ok(Edit::ClearMoney(MoneyField::ValuePerHour)));
    }
}
