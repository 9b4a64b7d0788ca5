//! The numbers of a compiled plan: U, frequency, and which event has which part of them.
//!
//! U of a path is the probability of its structure plus its failover terms (rule 6), cut at one; a
//! journey weighs its paths by users (rule 8). The reserve adds a share of what is listed, as an
//! independent event of its own, so that U never passes one:
//! `U = L + (1 - L) * reserve * L`.
//!
//! # Failover
//! An event that sets off several failovers on one path (a zone outage ejects members of many groups
//! at once) fails a request unless it escapes all of them. With `s_i(t)` the share of requests that
//! failover `i` still fails a time `t` after the event, the event costs
//! `nu * integral over t < D of 1 - prod(1 - s_i(t))`; for a single failover this is rule 6 as written.
//! Coverage is drawn for each failover by itself.

use super::events::{Event, Slot, Turns};
use super::operations::{Operations, Takeover};
use super::structure::{Path, Structure};
use crate::engine::failover::mean_capped;
use crate::engine::numeric::Sum;
use crate::engine::renewal::{SteadyState, steady_state};
use crate::engine::standby::{Length, began_first};
use crate::engine::{Scratch, Var};
use crate::model::Plan;
use crate::quantity::{MINUTES_PER_YEAR, Quantity, order};

/// The numbers of every slot and event under the chosen practices.
#[derive(Clone, Debug)]
pub(crate) struct Numbers {
    /// Probability that the slot fails a request, by place: `1 - prod(1 - u f)` for an atom.
    pub probability: Vec<f64>,
    /// Whether the slot is a draw, by place.
    pub draws: Vec<bool>,
    /// Each event's probability of failing a request: `u f`.
    pub event_probability: Vec<f64>,
    /// The frequency in which each event starts to fail a request, per minute: `nu f`.
    pub event_frequency: Vec<f64>,
    /// The chance that no other event of the same atom fails the request, by event: what an event's derivative
    /// is, per derivative of its atom.
    pub others_quiet: Vec<f64>,
}

/// A journey's numbers, the reserve left out.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct JourneyMeasure {
    /// Index of the journey in the plan.
    pub journey: usize,
    /// U from the structure.
    pub structure: f64,
    /// U from failovers.
    pub failover: f64,
    /// Outages per minute as one user meets them.
    pub frequency: f64,
    /// The part of the structure's U that each event has.
    pub structure_by_event: Vec<f64>,
    /// The part of the failovers' U that each event has.
    pub failover_by_event: Vec<f64>,
    /// The listed U of the users of each region that has any, by index of the region.
    pub by_path: Vec<(usize, f64)>,
}

impl JourneyMeasure {
    /// U of everything that is listed.
    pub fn listed(&self) -> f64 {
        (self.structure + self.failover).min(1.0)
    }
}

impl Numbers {
    /// The numbers of every slot.
    pub(crate) fn of(structure: &Structure, operations: &Operations) -> Self {
        let numbers = structure.events.iter().map(|event| event_numbers(event, operations));
        let (event_probability, event_frequency) = numbers.unzip();
        Self::of_events(structure, operations, event_probability, event_frequency)
    }

    /// The numbers of every slot from those of the events.
    pub(crate) fn of_events(
        structure: &Structure,
        operations: &Operations,
        event_probability: Vec<f64>,
        event_frequency: Vec<f64>,
    ) -> Self {
        let mut others_quiet = vec![1.0; event_probability.len()];
        let mut probability = Vec::with_capacity(structure.slots.len());
        for slot in &structure.slots {
            probability.push(match slot {
                Slot::Draw(probability) => *probability,
                // Known once all places before it are.
                Slot::Turn(_) => 0.0,
                Slot::Atom { first, end } => {
                    // The product over those before an event, then times the product over those after it.
                    let mut before = 1.0;
                    for event in *first..*end {
                        others_quiet[event] = before;
                        before *= 1.0 - event_probability[event];
                    }
                    let mut after = 1.0;
                    for event in (*first..*end).rev() {
                        others_quiet[event] *= after;
                        after *= 1.0 - event_probability[event];
                    }
                    // 1 - prod(1 - p) without subtraction of nearly equal numbers.
                    event_probability[*first..*end].iter().fold(0.0, |any, p| any + p * (1.0 - any))
                }
            });
        }
        let is_draw = |slot: &Slot| matches!(slot, Slot::Draw(_) | Slot::Turn(_));
        let draws = structure.slots.iter().map(is_draw).collect();
        let mut numbers = Self { probability, draws, event_probability, event_frequency, others_quiet };
        numbers.take_turns(structure, operations);
        numbers
    }

    /// The draws of members that stand by.
    fn take_turns(&mut self, structure: &Structure, operations: &Operations) {
        let mut turns = Turns::default();
        for waiting in &structure.waiting {
            let length = |event: usize| {
                let mode = structure.events[event].mode;
                Length { mean: operations.modes[mode].minutes, sigma: structure.spreads[mode] }
            };
            // The odds against the events of a place having begun before the member's own, over all pairs of them.
            let odds = |place: Var| {
                let (mut all, mut first) = (0.0, 0.0);
                for other in structure.atom(place.index()) {
                    for own in structure.atom(waiting.own.index()) {
                        let met = self.event_probability[other] * self.event_probability[own];
                        if met > 0.0 {
                            all += met;
                            first += met * began_first(length(other), length(own));
                        }
                    }
                }
                if all > 0.0 { (all - first) / first } else { 1.0 }
            };
            let dormancy = operations.dormancy[waiting.component];
            let draws = turns.next(waiting, dormancy, |var| self.probability[var.index()], odds);
            for (var, draw) in waiting.draws.iter().zip(draws) {
                self.probability[var.index()] = draw;
            }
        }
    }
}

/// Probability and frequency of an event, per request: rules 1, 2 and 5.
fn event_numbers(event: &Event, operations: &Operations) -> (f64, f64) {
    let share = operations.modes[event.mode].share;
    let state = event_state(event, operations);
    (state.unavailability * share, state.frequency_per_minute * share)
}

/// What an event does in the long run, whomever it touches: rules 1 and 5.
pub(crate) fn event_state(event: &Event, operations: &Operations) -> SteadyState {
    let mode = &operations.modes[event.mode];
    let rate = mode.rate_per_year * mode.sharers.of_rate(event.part, mode.beta);
    steady_state(rate / MINUTES_PER_YEAR, mode.minutes)
}

/// `E[min(D, t)]` for the modes and times of a plan, each computed once.
struct Capped<'a> {
    plan: &'a Plan,
    operations: &'a Operations,
    known: Vec<Vec<(f64, f64)>>,
}

impl<'a> Capped<'a> {
    fn new(plan: &'a Plan, operations: &'a Operations) -> Self {
        Self { plan, operations, known: vec![Vec::new(); plan.modes.len()] }
    }

    fn minutes(&mut self, mode: usize, time: f64) -> f64 {
        if let Some((_, value)) = self.known[mode].iter().find(|(known, _)| *known == time) {
            return *value;
        }
        let mean = self.operations.modes[mode].minutes;
        let value = mean_capped(mean, self.plan.modes[mode].spread.get(), time);
        self.known[mode].push((time, value));
        value
    }
}

/// A failover as it runs: its share, its takeover.
type Running = (f64, Takeover);

/// The share of requests that still fail a time after the event: `1 - prod(1 - s_i)`, without subtraction of
/// nearly equal numbers.
fn still_failing(running: &[Running], after: f64) -> f64 {
    running.iter().fold(0.0, |failing, (share, takeover)| {
        let works = if after < takeover.minutes { takeover.coverage } else { 0.0 };
        let by_hand = if after < takeover.manual_minutes { 1.0 - takeover.coverage } else { 0.0 };
        failing + share * (works + by_hand) * (1.0 - failing)
    })
}

/// U and frequency of the failovers of one event on one path.
fn failover_cost(nu: f64, mode: usize, running: &[Running], capped: &mut Capped) -> (f64, f64) {
    let mut times = Vec::new();
    for (_, takeover) in running {
        order::insert_once(&mut times, takeover.minutes);
        order::insert_once(&mut times, takeover.manual_minutes);
    }
    let (mut from, mut reached, mut lost) = (0.0, 0.0, Sum::default());
    for time in times.into_iter().filter(|time| *time > 0.0) {
        let until = capped.minutes(mode, time);
        lost.add(still_failing(running, from) * (until - reached));
        (from, reached) = (time, until);
    }
    (nu * lost.value(), nu * still_failing(running, 0.0))
}

/// Everything about each compiled journey; leaves a forward pass in `scratch`.
pub(crate) fn measure(
    structure: &Structure,
    plan: &Plan,
    operations: &Operations,
    numbers: &Numbers,
    scratch: &mut Scratch,
) -> Vec<JourneyMeasure> {
    structure.program.forward(&numbers.probability, scratch);
    let mut capped = Capped::new(plan, operations);
    let count = structure.events.len();
    let mut measures: Vec<JourneyMeasure> = Vec::new();
    for paths in structure.paths.chunk_by(|a, b| a.journey == b.journey) {
        let mut weights = Vec::with_capacity(paths.len());
        let mut by_path = Vec::with_capacity(paths.len());
        let mut by_failover = vec![0.0; count];
        let (mut from_structure, mut from_failover, mut frequency) =
            (Sum::default(), Sum::default(), Sum::default());
        for path in paths {
            let root = structure.program.root_probability(path.root, scratch);
            weights.push((path.root, path.users));
            from_structure.add(path.users * root);
            let mut listed = Sum::default();
            listed.add(root);
            for_each_failover(
                structure,
                path,
                operations,
                numbers,
                scratch,
                &mut capped,
                |event, cost, nu| {
                    listed.add(cost);
                    from_failover.add(path.users * cost);
                    frequency.add(path.users * nu);
                    by_failover[event] += path.users * cost;
                },
            );
            by_path.push((path.region, listed.value().min(1.0)));
        }
        let derivatives = structure.program.backward(&numbers.probability, &weights, scratch);
        let structure_total = from_structure.value();
        let mut by_structure = vec![0.0; count];
        let mut criticality = Sum::default();
        for (place, derivative) in derivatives.iter().enumerate() {
            for event in structure.atom(place) {
                let derivative = derivative * numbers.others_quiet[event];
                by_structure[event] = derivative * numbers.event_probability[event];
                criticality.add(by_structure[event]);
                frequency.add(derivative * numbers.event_frequency[event]);
            }
        }
        let scale = if criticality.value() > 0.0 { structure_total / criticality.value() } else { 0.0 };
        by_structure.iter_mut().for_each(|part| *part *= scale);
        measures.push(JourneyMeasure {
            journey: paths[0].journey,
            structure: structure_total,
            failover: from_failover.value(),
            frequency: frequency.value(),
            structure_by_event: by_structure,
            failover_by_event: by_failover,
            by_path,
        });
    }
    measures
}

/// The listed U of every compiled journey, in the order of the paths: what [`measure`] gives, and nothing else.
pub(crate) fn listed_unavailability(
    structure: &Structure,
    plan: &Plan,
    operations: &Operations,
    numbers: &Numbers,
) -> Vec<(usize, f64)> {
    let mut scratch = Scratch::default();
    structure.program.forward(&numbers.probability, &mut scratch);
    let mut capped = Capped::new(plan, operations);
    let mut listed = Vec::new();
    for paths in structure.paths.chunk_by(|a, b| a.journey == b.journey) {
        let (mut from_structure, mut from_failover) = (Sum::default(), Sum::default());
        for path in paths {
            from_structure.add(path.users * structure.program.root_probability(path.root, &scratch));
            for_each_failover(
                structure,
                path,
                operations,
                numbers,
                &mut scratch,
                &mut capped,
                |_, cost, _| {
                    from_failover.add(path.users * cost);
                },
            );
        }
        listed.push((paths[0].journey, (from_structure.value() + from_failover.value()).min(1.0)));
    }
    listed
}

fn for_each_failover(
    structure: &Structure,
    path: &Path,
    operations: &Operations,
    numbers: &Numbers,
    scratch: &mut Scratch,
    capped: &mut Capped,
    mut tell: impl FnMut(usize, f64, f64),
) {
    let region = region_derivatives(structure, path, numbers, scratch);
    let mut running: Vec<Running> = Vec::new();
    for failovers in &path.failovers {
        let place = failovers.atom.index();
        for event in structure.atom(place) {
            running.clear();
            for source in &failovers.sources {
                let (share, takeover) = match (source.component, operations.routing) {
                    (Some(component), _) => (source.share, operations.takeovers[component]),
                    // Rule 6 for a region, which may be redundant in itself: an event counts as far as it
                    // takes the region down, which is its Birnbaum importance there.
                    (None, Some(routing)) => {
                        let derivative =
                            region.get(place).copied().unwrap_or(0.0) * numbers.others_quiet[event];
                        (source.share * derivative, routing)
                    }
                    (None, None) => continue,
                };
                running.push((share, takeover));
            }
            let nu = numbers.event_frequency[event];
            let (cost, frequency) = failover_cost(nu, structure.events[event].mode, &running, capped);
            tell(event, cost, frequency);
        }
    }
}

fn region_derivatives(
    structure: &Structure,
    path: &Path,
    numbers: &Numbers,
    scratch: &mut Scratch,
) -> Vec<f64> {
    let Some(root) = path.region_root else { return Vec::new() };
    structure.program.backward(&numbers.probability, &[(root, 1.0)], scratch)
}
