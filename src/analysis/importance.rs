//! How much each event, failure mode, component, cause and owner matters, for every journey and the service.
//!
//! Everything here is about what is **listed**: the reserve has no event. An event is active when its failure mode
//! is, and then fails the share of users that the mode touches; so an event's probability is its u, and
//! "active" means that u is one. Of a set of events, "active" means that all of them are, "never" that none can
//! happen, each evaluated anew with the compiled program; what failovers then cost is told in `analysis::study`. How old
//! an active event is, where caches ride it out at first, is as likely as in the long run.
//!
//! Fussell-Vesely counts the failovers of an event as cut sets of their own, as the other measures do.

use core::ops::ControlFlow;
use std::borrow::Cow;
use std::collections::BTreeMap;

use super::causes::Teller;
use super::measure::{JourneyMeasure, event_state};
use super::study::Study;
use crate::engine::numeric::Sum;
use crate::engine::{CutSetUnions, Division, Importance, Scratch, Var};
use crate::model::{Cause, Choice, Id, Owner, Plan, Target};
use crate::quantity::order;

/// The importances of a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Importances {
    /// All journeys, weighted by traffic; `None` when one of them has no answer.
    pub service: Option<Ranking>,
    /// The journeys that have an answer, in the plan's order.
    pub journeys: Vec<(Id, Ranking)>,
}

/// What matters to one journey, or to the service, by criticality: what would save most comes first.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranking {
    /// The listed U: the reserve is left out.
    pub unavailability: f64,
    /// Every event: a failure mode in one instance of its scope.
    pub events: Vec<Ranked<usize>>,
    /// Every failure mode, all its events together.
    pub modes: Vec<Ranked<Id>>,
    /// Every component, all its own modes together.
    pub components: Vec<Ranked<Id>>,
    /// Every cause.
    pub causes: Vec<Ranked<Cause>>,
    /// Every owner.
    pub owners: Vec<Ranked<Owner>>,
}

/// Something and how much it matters.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranked<K> {
    /// What it is; an event is told by its number.
    pub key: K,
    /// Its name: an event's says where, "zone outage, Europe Zone A".
    pub name: String,
    /// The probability that it is active: of a set, that any of its events is.
    pub probability: f64,
    /// Birnbaum, criticality, diagnostic, achievement and reduction worth.
    pub measures: Importance,
    /// The share of U in which a minimal cut set with it is active, its failovers included; `None` where the
    /// structure is too large to say, or nobody asked.
    pub fussell_vesely: Option<f64>,
}

/// The importances of everything in a plan; `None` when no journey has an answer.
///
/// Nearly all of its time goes into Fussell-Vesely: see [`quick_importances`] for the rest.
pub fn importances(plan: &Plan) -> Option<Importances> {
    importances_telling(plan, &mut |_| ControlFlow::Continue(()))
}

/// The same; `progress`, which is told the share of the work that is done, stops it by breaking, and then there are
/// none either.
pub fn importances_telling(
    plan: &Plan,
    progress: &mut dyn FnMut(f64) -> ControlFlow<()>,
) -> Option<Importances> {
    let study = Study::of(Cow::Borrowed(plan))?;
    if progress(0.0).is_break() {
        return None;
    }
    let roots: Vec<usize> = study.structure.paths.iter().map(|path| path.root).collect();
    let unions = CutSetUnions::of(&study.structure.program, &roots).ok();
    let mut stopped = false;
    let found = Weigher::of(&study, unions, &mut |share| stopped |= progress(share).is_break()).importances();
    (!stopped).then_some(found)
}

impl Importances {
    /// Every Fussell-Vesely, in a fixed order: the service's, then each journey's, of events, modes, components, causes
    /// and owners, as they are ranked.
    pub fn fussell_vesely(&self) -> Vec<Option<f64>> {
        let mut all = Vec::new();
        let rankings = self.service.iter().chain(self.journeys.iter().map(|(_, ranking)| ranking));
        rankings.for_each(|ranking| ranking.clone().each_fussell_vesely(&mut |one| all.push(*one)));
        all
    }

    /// The same importances with these; `None` when there are more or fewer than are ranked.
    pub fn with_fussell_vesely(mut self, all: &[Option<f64>]) -> Option<Self> {
        let mut values = all.iter();
        let mut enough = true;
        let rankings = self.service.iter_mut().chain(self.journeys.iter_mut().map(|(_, ranking)| ranking));
        for ranking in rankings {
            ranking.each_fussell_vesely(&mut |one| match values.next() {
                Some(value) => *one = *value,
                None => enough = false,
            });
        }
        (enough && values.next().is_none()).then_some(self)
    }
}

impl Ranking {
    fn each_fussell_vesely(&mut self, visit: &mut dyn FnMut(&mut Option<f64>)) {
        self.events.iter_mut().for_each(|ranked| visit(&mut ranked.fussell_vesely));
        self.modes.iter_mut().for_each(|ranked| visit(&mut ranked.fussell_vesely));
        self.components.iter_mut().for_each(|ranked| visit(&mut ranked.fussell_vesely));
        self.causes.iter_mut().for_each(|ranked| visit(&mut ranked.fussell_vesely));
        self.owners.iter_mut().for_each(|ranked| visit(&mut ranked.fussell_vesely));
    }
}

/// The same without Fussell-Vesely, in the time of a few analyses: it lies between criticality and diagnostic
/// importance, which are near each other where everything is reliable.
pub fn quick_importances(plan: &Plan) -> Option<Importances> {
    let study = Study::of(Cow::Borrowed(plan))?;
    Some(Weigher::of(&study, None, &mut |_| ()).importances())
}

/// U given that something is active and given that it never is, and the probability of its cut sets, by journey.
struct Weighed {
    probability: f64,
    active: Vec<f64>,
    never: Vec<f64>,
    cut_sets: Option<Vec<f64>>,
}

struct Weigher<'a> {
    study: &'a Study<'a>,
    /// u of each event, its share of users left out.
    active: Vec<f64>,
    unions: Option<CutSetUnions<'a>>,
    scratch: Scratch,
    /// Hears the share that is done.
    tell: &'a mut dyn FnMut(f64),
    /// Sets that are weighed, and all there are.
    sets: (usize, usize),
}

impl<'a> Weigher<'a> {
    fn of(study: &'a Study<'a>, unions: Option<CutSetUnions<'a>>, tell: &'a mut dyn FnMut(f64)) -> Self {
        let events = study.structure.events.iter();
        let active = events.map(|event| event_state(event, &study.operations).unavailability).collect();
        let plan: &Plan = &study.plan;
        let all = 1 + plan.modes.len() + plan.components.len() + Cause::ALL.len() + Owner::ALL.len();
        Self { study, active, unions, scratch: Scratch::default(), tell, sets: (1, all) }
    }

    fn importances(mut self) -> Importances {
        let study = self.study;
        let plan: &Plan = &study.plan;
        let journeys = study.measures.iter().fold(0, |all, m| all | 1 << (m.journey % 64));
        let teller = Teller { plan, structure: &study.structure, operations: &study.operations, journeys };
        let structure = &study.structure;
        let events: Vec<(usize, String, Weighed)> = self
            .events()
            .into_iter()
            .enumerate()
            .map(|(event, weighed)| (event, teller.event_name(&structure.events[event]), weighed))
            .collect();
        let mode_of = |event: usize| &plan.modes[structure.events[event].mode];
        let name = |id: Id, name: Option<&str>| name.map_or_else(|| id.to_string(), str::to_owned);
        let modes = self.sets(
            |event| Some(mode_of(event).id),
            |id| name(*id, plan.mode(*id).map(|mode| mode.name.as_str())),
        );
        let component = |event: usize| match mode_of(event).target {
            Target::Component(id) => Some(id),
            Target::Domain | Target::Region(_) => None,
        };
        let components = self
            .sets(component, |id| name(*id, plan.component(*id).map(|component| component.name.as_str())));
        let causes = self.sets(|event| Some(mode_of(event).cause), |cause| cause.name().to_owned());
        let owners = self.sets(|event| Some(mode_of(event).owner), |owner| owner.name().to_owned());
        let weights = study.weights();
        let rank = |of: &dyn Fn(&[f64]) -> f64| {
            let listed: Vec<f64> = study.measures.iter().map(JourneyMeasure::listed).collect();
            let total = of(&listed);
            Ranking {
                unavailability: total,
                events: ranked(&events, total, of),
                modes: ranked(&modes, total, of),
                components: ranked(&components, total, of),
                causes: ranked(&causes, total, of),
                owners: ranked(&owners, total, of),
            }
        };
        let weighted = |parts: &[f64]| {
            crate::engine::numeric::sum(parts.iter().zip(&weights).map(|(part, weight)| part * weight))
        };
        let journey = |(index, measure): (usize, &JourneyMeasure)| {
            (plan.journeys[measure.journey].id, rank(&|parts: &[f64]| parts[index]))
        };
        Importances {
            service: study.is_complete().then(|| rank(&weighted)),
            journeys: study.measures.iter().enumerate().map(journey).collect(),
        }
    }

    fn share(&self, event: usize) -> f64 {
        self.study.operations.modes[self.study.structure.events[event].mode].share
    }

    /// What the failovers of all events but those that `of` names cost, by journey.
    fn failovers_without(&self, of: impl Fn(usize) -> bool) -> Vec<f64> {
        let rest = |measure: &JourneyMeasure| {
            let mut sum = Sum::default();
            for (event, part) in measure.failover_by_event.iter().enumerate() {
                if *part > 0.0 && !of(event) {
                    sum.add(*part);
                }
            }
            sum.value()
        };
        self.study.measures.iter().map(rest).collect()
    }

    /// Every event by itself: from one backward pass for each path, as U is linear in each.
    fn events(&mut self) -> Vec<Weighed> {
        let study = self.study;
        let structure = &study.structure;
        let p = &study.numbers.probability;
        structure.program.forward(p, &mut self.scratch);
        let derivatives: Vec<Vec<f64>> = structure
            .paths
            .iter()
            .map(|path| structure.program.backward(p, &[(path.root, 1.0)], &mut self.scratch))
            .collect();
        let in_use: Vec<Var> = (0..structure.program.events() as u32)
            .map(Var::new)
            .filter(|var| !structure.atom(var.index()).is_empty())
            .collect();
        let of_each = self.unions.as_mut().and_then(|unions| unions.of_each(&in_use, p).ok());
        let by_place: Option<BTreeMap<usize, Vec<f64>>> =
            of_each.map(|list| in_use.iter().map(|var| var.index()).zip(list).collect());
        let none = vec![0.0; structure.paths.len()];
        let failovers = self.failovers_without(|_| false);
        let mut all = Vec::with_capacity(structure.events.len());
        for place in 0..structure.slots.len() {
            let unions = by_place.as_ref().map(|unions| unions.get(&place).unwrap_or(&none));
            for event in structure.atom(place) {
                let own = study.numbers.event_probability[event];
                let slope = |path: usize| derivatives[path][place] * study.numbers.others_quiet[event];
                let part = study.by_journey(|path| own * slope(path));
                let active =
                    study.while_failing(|path| study.root(path) + (self.share(event) - own) * slope(path));
                // Where little is left, what is left is evaluated anew instead of subtracted.
                let little = |(part, m): (&f64, &JourneyMeasure)| *part > 0.3 * m.structure;
                let structure_left = if part.iter().zip(&study.measures).any(little) {
                    let mut p = p.clone();
                    p[place] = study.place_probability(place, |other| {
                        if other == event { 0.0 } else { study.numbers.event_probability[other] }
                    });
                    study.structure_given(&p, &mut self.scratch)
                } else {
                    study.measures.iter().zip(&part).map(|(m, part)| m.structure - part).collect()
                };
                let little = |(all, m): (&f64, &JourneyMeasure)| m.failover_by_event[event] > 0.3 * all;
                let failover_left = if failovers.iter().zip(&study.measures).any(little) {
                    self.failovers_without(|other| other == event)
                } else {
                    let rest = failovers.iter().zip(&study.measures);
                    rest.map(|(all, m)| all - m.failover_by_event[event]).collect()
                };
                let never =
                    structure_left.iter().zip(&failover_left).map(|(s, f)| (s + f).min(1.0)).collect();
                let cut_sets = unions.map(|unions| {
                    let share = if p[place] > 0.0 { own / p[place] } else { 0.0 };
                    let by_journey = study.by_journey(|path| share * unions[path]);
                    by_journey
                        .iter()
                        .zip(&study.measures)
                        .map(|(u, m)| u + m.failover_by_event[event])
                        .collect()
                });
                all.push(Weighed { probability: self.active[event], active, never, cut_sets });
            }
        }
        all
    }

    /// Every set of events with the same key.
    fn sets<K: Ord + Copy>(
        &mut self,
        key: impl Fn(usize) -> Option<K>,
        name: impl Fn(&K) -> String,
    ) -> Vec<(K, String, Weighed)> {
        let mut sets: BTreeMap<K, Vec<usize>> = BTreeMap::new();
        for event in 0..self.study.structure.events.len() {
            if let Some(key) = key(event) {
                sets.entry(key).or_default().push(event);
            }
        }
        sets.into_iter().map(|(key, events)| (key, name(&key), self.set(&events))).collect()
    }

    /// A set of events: all active, none possible, their cut sets.
    fn set(&mut self, events: &[usize]) -> Weighed {
        let study = self.study;
        (self.tell)(self.sets.0 as f64 / self.sets.1 as f64);
        self.sets.0 += 1;
        let mut inside = vec![false; study.structure.events.len()];
        events.iter().for_each(|event| inside[*event] = true);
        let own = &study.numbers.event_probability;
        let places = 0..study.structure.slots.len();
        let given = |number: &dyn Fn(usize) -> f64| -> Vec<f64> {
            places.clone().map(|place| study.place_probability(place, number)).collect()
        };
        let share = |event| if inside[event] { self.share(event) } else { own[event] };
        let without = |event: usize| if inside[event] { 0.0 } else { own[event] };
        let (certain, impossible) = (given(&share), given(&without));
        let failover_left = self.failovers_without(|event| inside[event]);
        let active = study.while_down(&certain, &mut self.scratch);
        let structure_left = study.structure_given(&impossible, &mut self.scratch);
        let division: Vec<Division> = places
            .map(|place| match study.structure.atom(place).is_empty() {
                true => Division { inside: 0.0, outside: study.numbers.probability[place] },
                false => Division {
                    inside: study.place_probability(place, |e| if inside[e] { own[e] } else { 0.0 }),
                    outside: impossible[place],
                },
            })
            .collect();
        let unions = self.unions.as_ref().and_then(|unions| unions.of_group(&division).ok());
        let cut_sets = unions.map(|unions| {
            let failovers = study
                .measures
                .iter()
                .map(|m| crate::engine::numeric::sum(events.iter().map(|event| m.failover_by_event[*event])));
            study.by_journey(|path| unions[path]).iter().zip(failovers).map(|(u, f)| u + f).collect()
        });
        Weighed {
            probability: events.iter().fold(0.0, |any, event| any + self.active[*event] * (1.0 - any)),
            active,
            never: structure_left.iter().zip(&failover_left).map(|(s, f)| (s + f).min(1.0)).collect(),
            cut_sets,
        }
    }
}

/// Everything of one kind for one journey or the service, the most critical first.
fn ranked<K: Copy>(all: &[(K, String, Weighed)], total: f64, of: &dyn Fn(&[f64]) -> f64) -> Vec<Ranked<K>> {
    let one = |(key, name, weighed): &(K, String, Weighed)| {
        let measures =
            Importance::conditional(weighed.probability, of(&weighed.active), of(&weighed.never), total)?;
        let share = |parts: &Vec<f64>| (of(parts) / total).min(1.0);
        let fussell_vesely = weighed.cut_sets.as_ref().map(share);
        let (key, name, probability) = (*key, name.clone(), weighed.probability);
        Some(Ranked { key, name, probability, measures, fussell_vesely })
    };
    let mut list: Vec<Ranked<K>> = all.iter().filter_map(one).collect();
    order::sort_by(&mut list, |a, b| b.measures.criticality.total_cmp(&a.measures.criticality));
    list
}
