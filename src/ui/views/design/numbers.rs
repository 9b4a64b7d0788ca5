//! Which numbers a place has, as data: the inspector is a loop over these.

use crate::model::catalogue::defaults;
use crate::model::{
    Choice, DurationField, Edit, Id, MoneyField, Number, Part, Place, Plan, ProbabilityField, Redundancy,
    SharingKind,
};

/// Numbers under a heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The heading.
    pub title: &'static str,
    /// What they mean together, beneath the heading; nothing where their names say it.
    pub hint: &'static str,
    /// The numbers, in order.
    pub numbers: Vec<Number>,
    /// What can be added to the group and taken away.
    pub optional: Option<Optional>,
}

/// Numbers that a place can have or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Optional {
    /// The drills of a takeover.
    Drills(Place),
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

impl Group {
    fn new(title: &'static str, numbers: Vec<Number>) -> Self {
        Self { title, hint: "", numbers, optional: None }
    }
}

impl Optional {
    /// What the button says.
    pub fn label(self, plan: &Plan) -> &'static str {
        let Self::Drills(place) = self;
        if has_drills(plan, place) { "Take the drills away" } else { "Add drills" }
    }

    /// The edit that adds or takes away. A takeover that works as often as one that nobody exercised gets, with
    /// its drills, the chance that drills bring.
    pub fn edit(self, plan: &Plan) -> Option<Edit> {
        let Self::Drills(place) = self;
        let failover = plan.failover(place)?;
        if failover.drill.is_some() {
            return Some(Edit::SetDrill(place, None));
        }
        let mut drill = defaults::drill();
        let coverage = match place {
            Place::Component(id) => ProbabilityField::ComponentCoverage(id),
            _ => ProbabilityField::RoutingCoverage,
        };
        if failover.coverage.likely() > drill.untested.likely() {
            return Some(Edit::SetDrill(place, Some(drill)));
        }
        drill.untested = failover.coverage.clone();
        let drilled = Edit::SetProbability(coverage, defaults::COVERAGE_DRILLED.estimate());
        Some(Edit::Batch(vec![Edit::SetDrill(place, Some(drill)), drilled]))
    }
}

fn has_drills(plan: &Plan, place: Place) -> bool {
    plan.failover(place).is_some_and(|failover| failover.drill.is_some())
}

/// The numbers of a place, grouped.
pub fn groups(plan: &Plan, place: Place) -> Vec<Group> {
    use {DurationField as D, ProbabilityField as P};
    let group = Group::new;
    match place {
        Place::Plan => vec![
            group(
                "Assumptions",
                vec![Number::Probability(P::Reserve), Number::Money(MoneyField::ValuePerHour)],
            ),
            Group {
                hint: "What comes while all are at work waits for one of them. Left blank, somebody is always free.",
                ..group("People who respond", vec![Number::Responders])
            },
        ],
        Place::Routing => vec![
            group(
                "",
                vec![
                    Number::Duration(D::RoutingTime),
                    Number::Probability(P::RoutingCoverage),
                    Number::Duration(D::RoutingManual),
                ],
            ),
            drills(plan, place),
        ],
        Place::Region(id) => vec![group(
            "Users",
            vec![Number::Probability(P::RegionTraffic(id)), Number::Probability(P::RegionCapacity(id))],
        )],
        Place::Component(id) => component(plan, id),
        Place::Mode(id) => mode(plan, id),
        Place::Journey(id) => {
            vec![group("Promise", vec![Number::Objective(id), Number::Probability(P::JourneyTraffic(id))])]
        }
        Place::Zone(_) | Place::Prices | Place::Practice(_) | Place::Risk(_) | Place::Monitor(_) => {
            Vec::new()
        }
    }
}

fn component(plan: &Plan, id: Id) -> Vec<Group> {
    use {DurationField as D, ProbabilityField as P};
    let redundancy = plan.component(id).map(|c| c.redundancy);
    let mut replicas = vec![Number::Replicas(id), Number::Needed(id)];
    if redundancy == Some(Redundancy::WarmStandby) {
        replicas.push(Number::Probability(P::ComponentDormancy(id)));
    }
    let standby = redundancy.is_some_and(Redundancy::stands_by);
    vec![
        Group::new("Redundancy", replicas),
        Group::new(
            if standby { "When the standby takes over" } else { "When a member is taken out" },
            vec![
                Number::Duration(D::ComponentTime(id)),
                Number::Probability(P::ComponentCoverage(id)),
                Number::Duration(D::ComponentManual(id)),
            ],
        ),
        drills(plan, Place::Component(id)),
        Group::new("Cost", vec![Number::Money(MoneyField::UnitPrice(id))]),
    ]
}

/// The drills of a takeover, or the way to have them.
fn drills(plan: &Plan, place: Place) -> Group {
    use {DurationField as D, ProbabilityField as P};
    let numbers = vec![
        Number::Duration(D::DrillEvery(place)),
        Number::Probability(P::DrillUntested(place)),
        Number::Duration(D::DrillHalfLife(place)),
    ];
    let some = has_drills(plan, place);
    Group {
        title: "Drills",
        hint: if some {
            "The chance above holds right after a drill; from there it decays towards the one of never drilled."
        } else {
            "Nothing is said of drills: the chance above holds at any time."
        },
        numbers: if some { numbers } else { Vec::new() },
        optional: Some(Optional::Drills(place)),
    }
}

fn mode(plan: &Plan, id: Id) -> Vec<Group> {
    use {DurationField as D, ProbabilityField as P};
    let shared = plan.mode(id).filter(|m| m.can_be_shared()).map(|m| m.sharing.kind());
    let (factors, hint): (&[P], _) = match shared {
        None => (&[], ""),
        Some(SharingKind::Beta) => {
            (&[P::ModeBeta(id)], "What is no common cause hits one replica at a time.")
        }
        Some(SharingKind::Greek) => (
            &[P::ModeBeta(id), P::ModeGamma(id), P::ModeDelta(id)],
            "The first is what at least two share of what hits a replica; what four share, all share.",
        ),
        Some(SharingKind::Alpha) => (
            &[P::ModeAlphaTwo(id), P::ModeAlphaThree(id), P::ModeAlphaFour(id)],
            "What is left of all occurrences hits one replica; in a small group what would hit more hits all.",
        ),
    };
    let whom = [P::ModeShare(id)].into_iter().chain(factors.iter().copied()).map(Number::Probability);
    let parts = Part::ALL.iter().map(|part| Number::Duration(D::ModePart(id, *part)));
    vec![
        Group::new("How often", vec![Number::Rate(id)]),
        Group::new("How long, before practices", parts.chain([Number::Spread(id)]).collect()),
        Group { hint, ..Group::new("Whom it touches", whom.collect()) },
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
        let may_be_open = [Number::Money(MoneyField::ValuePerHour), Number::Responders];
        for number in numbers.into_iter().filter(|n| !may_be_open.contains(n)) {
            assert!(!number.text(&plan).is_empty(), "{number:?}");
        }
    }

    #[test]
    fn every_model_of_common_cause_has_its_numbers() {
        let plan = sample::plan();
        let mode = plan.modes.iter().find(|m| m.can_be_shared()).unwrap().id;
        for kind in SharingKind::ALL {
            let plan = plan.apply(&Edit::SetSharing(mode, defaults::sharing(*kind))).unwrap();
            let whom = &groups(&plan, Place::Mode(mode))[2];
            assert_eq!(whom.numbers.len(), [2, 4, 4][*kind as usize]);
            assert!(whom.numbers.iter().all(|number| !number.text(&plan).is_empty()));
            assert!(!whom.hint.is_empty());
        }
    }

    #[test]
    fn drills_are_added_and_taken_away_in_one_step_each() {
        let plan = sample::plan();
        for place in [Place::Routing, Place::Component(plan.components[0].id)] {
            let group = |plan: &Plan| {
                let mut all = groups(plan, place).into_iter();
                all.find(|group| group.optional.is_some()).unwrap()
            };
            assert!(group(&plan).numbers.is_empty());
            let optional = group(&plan).optional.unwrap();
            assert_eq!(optional.label(&plan), "Add drills");
            let drilled = plan.apply(&optional.edit(&plan).unwrap()).unwrap();
            assert_eq!(group(&drilled).numbers.len(), 3);
            assert!(group(&drilled).numbers.iter().all(|number| number.origin(&drilled).is_some()));
            let failover = drilled.failover(place).unwrap();
            assert!(failover.coverage.likely() > failover.drill.as_ref().unwrap().untested.likely());
            assert_eq!(optional.label(&drilled), "Take the drills away");
            let without = drilled.apply(&optional.edit(&drilled).unwrap()).unwrap();
            assert_eq!(without.failover(place).unwrap().drill, None);
        }
    }

    #[test]
    fn only_a_warm_standby_asks_how_often_it_fails_while_it_waits() {
        let plan = sample::plan();
        let id = plan.components[0].id;
        for redundancy in Redundancy::ALL {
            let plan = plan.apply(&Edit::SetRedundancy(id, *redundancy)).unwrap();
            let asks = groups(&plan, Place::Component(id))[0].numbers.len() == 3;
            assert_eq!(asks, *redundancy == Redundancy::WarmStandby);
        }
    }

    #[test]
    fn every_default_names_its_origin() {
        let plan = sample::plan();
        let origins = origins(&plan, Place::Mode(plan.modes[0].id));
        assert!(origins.len() > 5 && origins.iter().all(|o| !o.note.is_empty() && !o.basis.is_empty()));
    }
}
