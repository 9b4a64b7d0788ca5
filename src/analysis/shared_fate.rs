//! Shared fate: what independence would promise, against what the plan gives.
//!
//! # What independence would promise
//! The same failures as often, as long and for as many users, but none of them shared between redundant instances:
//!
//! 1. Every beta is zero: each instance keeps its whole rate to itself.
//! 2. A **shared mode** strikes each redundant instance by itself. Shared is what hits several instances at once and
//!    is no place: a mode of everything (a push, a name, a login), a mode of all groups of a component, a mode of a
//!    whole group of replicas. Zones and regions stay what they are: they are what plans count on to be independent.
//! 3. An instance is redundant when its loss alone costs no request of any journey. Instances without a second are
//!    spared by shared modes: redundancy promises nothing for them, and a chain of them would pay for one push as
//!    often as it has links. A shared event that hits no redundant instance stays as it is; so a plan without
//!    redundancy is promised what it gets.
//! 4. Failovers cost what they cost after step 1; those of strikes on single instances are left out of the promise.
//!
//! A strike is felt through caches as its mode's outages are, and through several tries as a replica's are.
//!
//! Nothing else changes: dependencies, capacity, practices, and the reserve as a share of what is listed.

use super::analyse::{reserve, with_reserve};
use super::events::{Hits, Sharers};
use super::instances::{self, Instance, Instances};
use super::measure::{JourneyMeasure, Numbers, listed_unavailability};
use super::outcome::{Sentence, Words};
use super::study::Study;
use crate::engine::{Scratch, numeric};
use crate::model::{Id, Plan, Scope, Target};
use crate::quantity::order;
use crate::quantity::{MINUTES_PER_YEAR, Probability, Quantity, Unavailability, text};

/// What shared fate does to a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct SharedFate {
    /// The service; `None` when one of its journeys has no answer.
    pub service: Option<Fate>,
    /// Each journey that has an answer, in the plan's order.
    pub journeys: Vec<(Id, Fate)>,
    /// Every failure mode with shared fate, the costliest first.
    pub groups: Vec<FateGroup>,
}

/// What independence would promise and what shared fate leaves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fate {
    /// U of the plan as it is.
    pub as_it_is: Unavailability,
    /// U if nothing were shared between redundant instances.
    pub independent: Unavailability,
}

/// How a mode is shared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Sharing {
    /// This share of its occurrences hits every replica of a group, or every group, at once.
    Beta(Probability),
    /// This share of its occurrences hits several replicas of a group at once, two, three or all (Greek letters, of
    /// which it is the first).
    Greek(Probability),
    /// The same, told by how many each occurrence hits (alpha factors, of which it is the sum from two on).
    Alpha(Probability),
    /// Every occurrence hits several instances at once.
    Always,
}

/// A failure mode with shared fate, and what the sharing costs.
#[derive(Clone, Debug, PartialEq)]
pub struct FateGroup {
    /// The mode.
    pub mode: Id,
    /// Its name.
    pub name: String,
    /// How it is shared.
    pub sharing: Sharing,
    /// U of all requests if this mode alone were not shared.
    pub independent: Unavailability,
    /// What the sharing costs: U as it is, less that.
    pub costs: f64,
    /// The same as a sentence.
    pub sentence: Sentence,
}

/// What shared fate does to a plan; `None` when no journey has an answer.
pub fn shared_fate(plan: &Plan) -> Option<SharedFate> {
    fates(plan, true)
}

/// The same without what each mode costs, in a part of the time.
pub fn promise_only(plan: &Plan) -> Option<SharedFate> {
    fates(plan, false)
}

fn fates(plan: &Plan, each_mode: bool) -> Option<SharedFate> {
    let (study, instances) = instances::study(plan)?;
    let promise = Promise::of(&study, &instances);
    let all = promise.unavailability(&|_| true);
    let as_it_is: Vec<f64> = study.measures.iter().map(|m| promise.with_reserve(m.listed())).collect();
    let fate = |of: &dyn Fn(&[f64]) -> f64| Fate {
        as_it_is: Unavailability::clamped(of(&as_it_is)),
        independent: Unavailability::clamped(of(&all)),
    };
    let weights = study.weights();
    let total: f64 = weights.iter().sum();
    let service =
        |journeys: &[f64]| numeric::sum(journeys.iter().zip(&weights).map(|(u, weight)| u * weight)) / total;
    let journey = |(index, measure): (usize, &JourneyMeasure)| {
        (plan.journeys[measure.journey].id, fate(&|journeys: &[f64]| journeys[index]))
    };
    let now = service(&as_it_is);
    let group = |mode: usize| {
        let sharing = promise.sharing(mode)?;
        let independent = service(&promise.unavailability(&|other| other == mode));
        let costs = now - independent;
        let m = &plan.modes[mode];
        Some(FateGroup {
            mode: m.id,
            name: m.name.clone(),
            sharing,
            independent: Unavailability::clamped(independent),
            costs,
            sentence: told(&m.name, sharing, costs),
        })
    };
    let modes = if each_mode { 0..plan.modes.len() } else { 0..0 };
    let mut groups: Vec<FateGroup> = modes.filter_map(group).collect();
    order::sort_by(&mut groups, |a, b| b.costs.total_cmp(&a.costs));
    Some(SharedFate {
        service: study.is_complete().then(|| fate(&service)),
        journeys: study.measures.iter().enumerate().map(journey).collect(),
        groups,
    })
}

impl Fate {
    /// "Independence would promise 6.0 nines; shared fate leaves 4.3".
    pub fn sentence(&self) -> Sentence {
        let promised = text::nines(self.independent);
        let left = text::nines(self.as_it_is);
        if promised == left || self.as_it_is <= self.independent {
            let words = [
                Words::Plain(
                    "Shared fate costs next to nothing here: independence, too, would promise ".into(),
                ),
                Words::Strong(left),
            ];
            return Sentence(words.into());
        }
        let left = left.strip_suffix(" nines").unwrap_or(&left).to_owned();
        let words = [
            Words::Plain("Independence would promise ".into()),
            Words::Strong(promised),
            Words::Plain("; shared fate leaves ".into()),
            Words::Strong(left),
        ];
        Sentence(words.into())
    }
}

/// What makes a mode's failures independent.
struct Promise<'a> {
    study: &'a Study<'a>,
    /// For each event the places of the redundant instances that it hits, where it is shared and hits any.
    spread: Vec<Vec<usize>>,
}

impl<'a> Promise<'a> {
    fn of(study: &'a Study<'a>, instances: &Instances) -> Self {
        let plan: &Plan = &study.plan;
        let redundant = redundant(study, &instances.list);
        let spread = study.structure.events.iter().map(|event| {
            let mode = &plan.modes[event.mode];
            let is_place = mode.scope == Scope::Zone
                || (mode.scope == Scope::Region && !matches!(mode.target, Target::Component(_)));
            if is_place || event.replica.is_some() || event.part.hits() != Hits::One {
                return Vec::new();
            }
            let hit = instances.hit(event, plan);
            if hit.len() < 2 {
                return Vec::new();
            }
            hit.into_iter().filter(|at| redundant[*at]).map(|at| instances.list[at].place).collect()
        });
        Self { study, spread: spread.collect() }
    }

    /// How a mode is shared; `None` when it is not, or where that changes nothing.
    fn sharing(&self, mode: usize) -> Option<Sharing> {
        let events = || self.study.structure.events.iter().enumerate().filter(|(_, e)| e.mode == mode);
        if events().any(|(event, _)| !self.spread[event].is_empty()) {
            return Some(Sharing::Always);
        }
        let common = events().any(|(_, event)| event.part.hits() != Hits::One);
        let mode = &self.study.operations.modes[mode];
        let share = Probability::clamped(mode.beta);
        common.then_some(match mode.sharers {
            Sharers::All => Sharing::Beta(share),
            Sharers::Greek(_) => Sharing::Greek(share),
            Sharers::Alpha(_) => Sharing::Alpha(share),
        })
    }

    /// U of every measured journey when the chosen modes are not shared.
    fn unavailability(&self, chosen: &dyn Fn(usize) -> bool) -> Vec<f64> {
        let Study { plan, structure, operations, .. } = self.study;
        let mut operations = operations.clone();
        for (index, mode) in operations.modes.iter_mut().enumerate() {
            if chosen(index) {
                mode.beta = 0.0;
            }
        }
        let alone = Numbers::of(structure, &operations);
        let (mut probability, mut frequency) = (alone.event_probability, alone.event_frequency);
        let mut strikes: Vec<(usize, f64, usize)> = Vec::new();
        for (event, places) in self.spread.iter().enumerate() {
            if !places.is_empty() && chosen(structure.events[event].mode) {
                strikes.extend(places.iter().map(|place| (*place, probability[event], event)));
                (probability[event], frequency[event]) = (0.0, 0.0);
            }
        }
        let mut numbers = Numbers::of_events(structure, &operations, probability, frequency);
        for (place, strike, event) in strikes {
            numbers.strike(structure, &operations, place, strike, event);
        }
        let listed = listed_unavailability(structure, plan, &operations, &numbers);
        listed.into_iter().map(|(_, listed)| self.with_reserve(listed)).collect()
    }

    fn with_reserve(&self, listed: f64) -> f64 {
        with_reserve(listed, reserve(&self.study.plan))
    }
}

/// For each instance whether its loss alone costs no request of any journey: with nothing else down, the derivative
/// of a path by its place is what its loss costs there.
fn redundant(study: &Study, instances: &[Instance]) -> Vec<bool> {
    let quiet: Vec<f64> = (0..study.structure.slots.len())
        .map(|place| {
            let draw = study.structure.atom(place).is_empty();
            if draw { study.numbers.probability[place] } else { 0.0 }
        })
        .collect();
    let mut scratch = Scratch::default();
    let program = &study.structure.program;
    program.forward(&quiet, &mut scratch);
    let mut costs = vec![0.0f64; quiet.len()];
    for path in &study.structure.paths {
        let alone = program.backward(&quiet, &[(path.root, 1.0)], &mut scratch);
        costs.iter_mut().zip(alone).for_each(|(cost, alone)| *cost = cost.max(alone));
    }
    instances.iter().map(|instance| costs[instance.place] <= 0.0).collect()
}

fn told(name: &str, sharing: Sharing, costs: f64) -> Sentence {
    let time = text::duration(costs.max(0.0) * MINUTES_PER_YEAR);
    let how = match sharing {
        Sharing::Always => " always hits several replicas at once; that costs ".to_owned(),
        Sharing::Beta(beta) if beta.get() > 0.0 => {
            format!(" hits all replicas at once {} of the time; that costs ", text::share(beta))
        }
        Sharing::Beta(_) => " never hits all replicas at once; that costs ".to_owned(),
        Sharing::Greek(share) | Sharing::Alpha(share) if share.get() > 0.0 => {
            format!(" hits several replicas at once {} of the time; that costs ", text::share(share))
        }
        Sharing::Greek(_) | Sharing::Alpha(_) => {
            " never hits several replicas at once; that costs ".to_owned()
        }
    };
    let mut name: Vec<char> = name.chars().collect();
    if let Some(first) = name.first_mut() {
        *first = first.to_uppercase().next().unwrap_or(*first);
    }
    Sentence(vec![
        Words::Strong(name.into_iter().collect()),
        Words::Plain(how),
        Words::Strong(format!("{time} a year")),
    ])
}
