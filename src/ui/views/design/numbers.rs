//! Which values a place has, as data: the inspector is a loop over these.

use crate::model::{
    Choice, DurationField, Edit, Id, MoneyField, Part, Place, Plan, ProbabilityField, Redundancy, Target,
    get_rate,
};
use crate::quantity::{Estimate, Probability, Provenance, Quantity, Rate, Spread, text};
use crate::slo::Objective;

use text::Readable;

/// A value that is typed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    /// A share or a probability.
    Probability(ProbabilityField),
    /// A length of time.
    Duration(DurationField),
    /// An amount of money.
    Money(MoneyField),
    /// How often a mode happens.
    Rate(Id),
    /// How much one outage of a mode differs from the next.
    Spread(Id),
    /// A journey's target.
    Objective(Id),
    /// How many a component has.
    Replicas(Id),
    /// How many of them it needs.
    Needed(Id),
    /// What people call something.
    Name(Place),
    /// The plan's lesson.
    Lesson,
}

/// Values under a heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The heading.
    pub title: &'static str,
    /// The values, in order.
    pub values: Vec<Value>,
}

/// A number's origin, for the list of where numbers come from.
#[derive(Clone, Debug, PartialEq)]
pub struct Origin {
    /// The number's name.
    pub label: &'static str,
    /// "published, 2026-11-01".
    pub basis: String,
    /// The source or the reason.
    pub note: String,
}

impl Value {
    /// The words beside the input.
    pub fn label(self) -> &'static str {
        match self {
            Self::Probability(field) => field.label(),
            Self::Duration(field) => field.label(),
            Self::Money(field) => field.label(),
            Self::Rate(_) => "How often",
            Self::Spread(_) => "Spread of its length",
            Self::Objective(_) => "Objective",
            Self::Replicas(_) => "Replicas",
            Self::Needed(_) => "Needed",
            Self::Name(_) => "Name",
            Self::Lesson => "Lesson",
        }
    }

    /// What the value counts, in small words.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Probability(field) => field.unit(),
            Self::Duration(_) | Self::Rate(_) | Self::Name(_) | Self::Lesson => "",
            Self::Money(field) => field.unit(),
            Self::Spread(_) => "log-standard deviation",
            Self::Objective(_) => "of user minutes are good",
            Self::Replicas(_) => "in each group",
            Self::Needed(_) => "to carry the load",
        }
    }

    /// The text that stands in the input; it reads back to the same value.
    pub fn text(self, plan: &Plan) -> Option<String> {
        Some(match self {
            Self::Probability(field) => text::range_text(field.get(plan)?),
            Self::Duration(field) => text::range_text(field.get(plan)?),
            Self::Money(field) => text::range_text(field.get(plan)?),
            Self::Rate(id) => text::range_text(get_rate(plan, id)?),
            Self::Spread(id) => text::field_text(plan.mode(id)?.spread),
            Self::Objective(id) => text::field_text(plan.journey(id)?.objective.share()),
            Self::Replicas(id) => plan.component(id)?.replicas.to_string(),
            Self::Needed(id) => plan.component(id)?.needed.to_string(),
            Self::Name(place) => plan.name_at(place)?.to_owned(),
            Self::Lesson => plan.lesson.clone(),
        })
    }

    /// How the value reads while nobody types: likely, and its range where it has one.
    pub fn shown(self, plan: &Plan) -> Option<(String, String)> {
        fn both<Q: Quantity>(e: &Estimate<Q>, words: impl Fn(f64) -> String) -> (String, String) {
            let range = if e.is_point() {
                String::new()
            } else {
                [&words(e.low().get()), " to ", &words(e.high().get())].concat()
            };
            (words(e.likely().get()), range)
        }
        let symbol = plan.prices.currency.name();
        Some(match self {
            Self::Probability(field) => both(field.get(plan)?, |x| text::share(Probability::clamped(x))),
            Self::Duration(field) => both(field.get(plan)?, text::duration),
            Self::Money(field) => both(field.get(plan)?, |x| text::money(x, symbol)),
            Self::Rate(id) => both(get_rate(plan, id)?, text::rate),
            _ => (self.text(plan)?, String::new()),
        })
    }

    /// The edit that a typed text asks for, or what would be right. Ranges keep their origin.
    pub fn read(self, plan: &Plan, typed: &str) -> Result<Edit, String> {
        Ok(match self {
            Self::Probability(field) => Edit::SetProbability(field, range(field.get(plan), typed)?),
            Self::Duration(field) => Edit::SetDuration(field, range(field.get(plan), typed)?),
            Self::Money(field @ MoneyField::ValuePerHour) if typed.trim().is_empty() => {
                Edit::ClearMoney(field)
            }
            Self::Money(field) => Edit::SetMoney(field, range(field.get(plan), typed)?),
            Self::Rate(id) => Edit::SetRate(id, range::<Rate>(get_rate(plan, id), typed)?),
            Self::Spread(id) => Edit::SetSpread(id, Spread::read(typed).map_err(said)?),
            Self::Objective(id) => Edit::SetObjective(id, Objective::read(typed).map_err(said)?),
            Self::Replicas(id) => Edit::SetReplicas(id, count(typed)?),
            Self::Needed(id) => Edit::SetNeeded(id, count(typed)?),
            Self::Name(place) => Edit::Rename(place, typed.trim().to_owned()),
            Self::Lesson => Edit::SetLesson(typed.trim().to_owned()),
        })
    }

    /// Where the number comes from; nothing for names and counts.
    pub fn provenance(self, plan: &Plan) -> Option<&Provenance> {
        match self {
            Self::Probability(field) => field.get(plan).map(|e| &e.provenance),
            Self::Duration(field) => field.get(plan).map(|e| &e.provenance),
            Self::Money(field) => field.get(plan).map(|e| &e.provenance),
            Self::Rate(id) => get_rate(plan, id).map(|e| &e.provenance),
            _ => None,
        }
    }
}

fn range<Q: Readable>(old: Option<&Estimate<Q>>, typed: &str) -> Result<Estimate<Q>, String> {
    let (low, likely, high) = text::read_range::<Q>(typed).map_err(said)?;
    let provenance = old.map(|e| e.provenance.clone()).unwrap_or_default();
    Estimate::range(low, likely, high, provenance).map_err(said)
}

fn count(typed: &str) -> Result<u32, String> {
    typed.trim().parse().map_err(|_| "Write a whole number, for example 3.".to_owned())
}

fn said(error: impl core::fmt::Display) -> String {
    error.to_string()
}

/// The values of a place, grouped; the name comes first and alone.
pub fn groups(plan: &Plan, place: Place) -> Vec<Group> {
    use {DurationField as D, ProbabilityField as P};
    let group = |title, values| Group { title, values };
    match place {
        Place::Plan => vec![
            group("About", vec![Value::Lesson]),
            group(
                "Assumptions",
                vec![Value::Probability(P::Reserve), Value::Money(MoneyField::ValuePerHour)],
            ),
        ],
        Place::Routing => vec![group(
            "",
            vec![
                Value::Duration(D::RoutingTime),
                Value::Probability(P::RoutingCoverage),
                Value::Duration(D::RoutingManual),
            ],
        )],
        Place::Region(id) => vec![group(
            "Users",
            vec![Value::Probability(P::RegionTraffic(id)), Value::Probability(P::RegionCapacity(id))],
        )],
        Place::Component(id) => component(plan, id),
        Place::Mode(id) => mode(plan, id),
        Place::Journey(id) => {
            vec![group("Promise", vec![Value::Objective(id), Value::Probability(P::JourneyTraffic(id))])]
        }
        Place::Zone(_) | Place::Prices | Place::Practice(_) => Vec::new(),
    }
}

fn component(plan: &Plan, id: Id) -> Vec<Group> {
    use {DurationField as D, ProbabilityField as P};
    let standby = plan.component(id).is_some_and(|c| c.redundancy == Redundancy::Standby);
    vec![
        Group { title: "Redundancy", values: vec![Value::Replicas(id), Value::Needed(id)] },
        Group {
            title: if standby { "When the standby takes over" } else { "When a member is taken out" },
            values: vec![
                Value::Duration(D::ComponentTime(id)),
                Value::Probability(P::ComponentCoverage(id)),
                Value::Duration(D::ComponentManual(id)),
            ],
        },
        Group { title: "Cost", values: vec![Value::Money(MoneyField::UnitPrice(id))] },
    ]
}

fn mode(plan: &Plan, id: Id) -> Vec<Group> {
    use {DurationField as D, ProbabilityField as P};
    let mut whom = vec![Value::Probability(P::ModeShare(id))];
    if plan.mode(id).is_some_and(|m| matches!(m.target, Target::Component(_))) {
        whom.push(Value::Probability(P::ModeBeta(id)));
    }
    let parts = Part::ALL.iter().map(|part| Value::Duration(D::ModePart(id, *part)));
    vec![
        Group { title: "How often", values: vec![Value::Rate(id)] },
        Group { title: "How long, before practices", values: parts.chain([Value::Spread(id)]).collect() },
        Group { title: "Whom it touches", values: whom },
    ]
}

/// Where the numbers of a place come from.
pub fn origins(plan: &Plan, place: Place) -> Vec<Origin> {
    let values = groups(plan, place).into_iter().flat_map(|group| group.values);
    let origin = |value: Value| {
        let provenance = value.provenance(plan)?;
        let mut basis = provenance.basis.name().to_owned();
        if let Some(date) = provenance.date {
            basis.push_str(", ");
            basis.push_str(&date.to_string());
        }
        Some(Origin { label: value.label(), basis, note: provenance.note.clone() })
    };
    values.filter_map(origin).collect()
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    #[test]
    fn every_value_of_every_place_reads_back_to_the_same_plan() {
        let plan = sample::plan();
        let mut seen = 0;
        for place in sample::places(&plan) {
            for value in groups(&plan, place).into_iter().flat_map(|g| g.values) {
                let Some(text) = value.text(&plan) else {
                    assert_eq!(value, Value::Money(MoneyField::ValuePerHour));
                    continue;
                };
                let edit = value.read(&plan, &text).unwrap();
                assert_eq!(plan.apply(&edit).unwrap(), plan, "{value:?} {text}");
                seen += 1;
            }
        }
        assert!(seen > 20, "{seen}");
    }

    #[test]
    fn what_cannot_be_read_says_what_would_be_right() {
        let plan = sample::plan();
        let web = plan.components[0].id;
        assert!(Value::Replicas(web).read(&plan, "three").unwrap_err().contains("whole number"));
        assert!(Value::Probability(ProbabilityField::Reserve).read(&plan, "200 %").is_err());
    }

    #[test]
    fn an_empty_value_per_hour_takes_it_away() {
        let value = Value::Money(MoneyField::ValuePerHour);
        assert_eq!(value.read(&sample::plan(), " "), Ok(Edit::ClearMoney(MoneyField::ValuePerHour)));
    }

    #[test]
    fn every_default_names_its_origin() {
        let plan = sample::plan();
        let origins = origins(&plan, Place::Mode(plan.modes[0].id));
        assert!(origins.iter().any(|o| o.label == "How often" && !o.note.is_empty() && !o.basis.is_empty()));
    }
}
