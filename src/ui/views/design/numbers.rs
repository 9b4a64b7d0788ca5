//! Which numbers a place has, as data: the inspector is a loop over these.

use crate::model::{
    Choice, DurationField, Id, MoneyField, Number, Part, Place, Plan, ProbabilityField, Redundancy, Target,
};

/// Numbers under a heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The heading.
    pub title: &'static str,
    /// The numbers, in order.
    pub numbers: Vec<Number>,
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

/// The numbers of a place, grouped.
pub fn groups(plan: &Plan, place: Place) -> Vec<Group> {
    use {DurationField as D, ProbabilityField as P};
    let group = |title, numbers| Group { title, numbers };
    match place {
        Place::Plan => vec![group(
            "Assumptions",
            vec![Number::Probability(P::Reserve), Number::Money(MoneyField::ValuePerHour)],
        )],
        Place::Routing => vec![group(
            "",
            vec![
                Number::Duration(D::RoutingTime),
                Number::Probability(P::RoutingCoverage),
                Number::Duration(D::RoutingManual),
            ],
        )],
        Place::Region(id) => vec![group(
            "Users",
            vec![Number::Probability(P::RegionTraffic(id)), Number::Probability(P::RegionCapacity(id))],
        )],
        Place::Component(id) => component(plan, id),
        Place::Mode(id) => mode(plan, id),
        Place::Journey(id) => {
            vec![group("Promise", vec![Number::Objective(id), Number::Probability(P::JourneyTraffic(id))])]
        }
        Place::Zone(_) | Place::Prices | Place::Practice(_) | Place::Risk(_) => Vec::new(),
    }
}

fn component(plan: &Plan, id: Id) -> Vec<Group> {
    use {DurationField as D, ProbabilityField as P};
    let standby = plan.component(id).is_some_and(|c| c.redundancy == Redundancy::Standby);
    vec![
        Group { title: "Redundancy", numbers: vec![Number::Replicas(id), Number::Needed(id)] },
        Group {
            title: if standby { "When the standby takes over" } else { "When a member is taken out" },
            numbers: vec![
                Number::Duration(D::ComponentTime(id)),
                Number::Probability(P::ComponentCoverage(id)),
                Number::Duration(D::ComponentManual(id)),
            ],
        },
        Group { title: "Cost", numbers: vec![Number::Money(MoneyField::UnitPrice(id))] },
    ]
}

fn mode(plan: &Plan, id: Id) -> Vec<Group> {
    use {DurationField as D, ProbabilityField as P};
    let mut whom = vec![Number::Probability(P::ModeShare(id))];
    if plan.mode(id).is_some_and(|m| matches!(m.target, Target::Component(_))) {
        whom.push(Number::Probability(P::ModeBeta(id)));
    }
    let parts = Part::ALL.iter().map(|part| Number::Duration(D::ModePart(id, *part)));
    vec![
        Group { title: "How often", numbers: vec![Number::Rate(id)] },
        Group { title: "How long, before practices", numbers: parts.chain([Number::Spread(id)]).collect() },
        Group { title: "Whom it touches", numbers: whom },
    ]
}

/// Where the numbers of a place come from.
pub fn origins(plan: &Plan, place: Place) -> Vec<Origin> {
    let numbers = groups(plan, place).into_iter().flat_map(|group| group.numbers);
    let origin = |number: Number| {
        let provenance = number.origin(plan)?;
        let mut basis = provenance.basis.name().to_owned();
        if let Some(date) = provenance.date {
            basis.push_str(", ");
            basis.push_str(&date.to_string());
        }
        Some(Origin { label: number.label(), basis, note: provenance.note.clone() })
    };
    numbers.filter_map(origin).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{grow, sample};
    use super::*;

    #[test]
    fn every_place_shows_only_numbers_that_are_there() {
        let plan = sample::plan();
        let places = grow::places(&plan).into_iter().chain([Place::Plan, Place::Routing]);
        let numbers: Vec<Number> =
            places.flat_map(|place| groups(&plan, place)).flat_map(|group| group.numbers).collect();
        assert!(numbers.len() > 20, "{numbers:?}");
        for number in numbers.into_iter().filter(|n| *n != Number::Money(MoneyField::ValuePerHour)) {
            assert!(!number.text(&plan).is_empty(), "{number:?}");
        }
    }

    #[test]
    fn every_default_names_its_origin() {
        let plan = sample::plan();
        let origins = origins(&plan, Place::Mode(plan.modes[0].id));
        assert!(origins.len() > 5 && origins.iter().all(|o| !o.note.is_empty() && !o.basis.is_empty()));
    }
}
