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
//!
//! A request fails only once: what the event alone fails anyway, the share L, is the structure's already (a zone
//! outage may eject members of one group and take all of an optional need down). Failovers concern the rest, so an
//! event's term counts `1 - L` times, with every `s_i` told as a share of what the event leaves. The draws that decide
//! about a request (is it in the degraded share, is it on the member that failed) are independent of each other.
//!
//! # What is left out
//! Failovers are charged as if nothing else were down: a standby that is down itself, or an outage that begins while
//! another one is on, makes them cost less. And a member that stands by counts with the order of failures in first
//! order ([`standby`](crate::engine::standby)). Both are of relative order u, the share of time that a member is down.
//! Members down for an hour at a time; takeover in a minute with coverage 0.95, by hand in 45 minutes, users moved in
//! five with 0.9, by hand in an hour; U, and what three million simulated failures give, over U, less 1, with one
//! standard error:
//!
//! | u of a member | 0.01 % | 0.1 % | 0.3 % | 1 % | 3 % |
//! |---|---|---|---|---|---|
//! | primary with a hot standby | 4.2e-6: -0.1 +- 0.2 % | 4.3e-5: -0.2 +- 0.2 % | 1.4e-4: -0.4 +- 0.2 % | 5.2e-4: -0.8 +- 0.3 % | 2.2e-3: -2.0 +- 0.2 % |
//! | the same, cold | 4.2e-6: -0.2 +- 0.2 % | 4.3e-5: -0.2 +- 0.2 % | 1.3e-4: -0.1 +- 0.2 % | 4.7e-4: +0.0 +- 0.2 % | 1.7e-3: +0.5 +- 0.2 % |
//! | two of three serve, one waits cold | 4.2e-6: -0.3 +- 0.2 % | 4.4e-5: -0.5 +- 0.2 % | 1.4e-4: -0.7 +- 0.2 % | 6.2e-4: -0.6 +- 0.3 % | 3.0e-3: -0.3 +- 0.3 % |
//! | one of three serves, two wait cold | 4.2e-6: -0.1 +- 0.3 % | 4.2e-5: -0.1 +- 0.3 % | 1.3e-4: -0.1 +- 0.3 % | 4.2e-4: -0.1 +- 0.3 % | 1.3e-3: +0.0 +- 0.3 % |
//! | three active, two needed | 4.3e-6: +0.1 +- 0.2 % | 4.5e-5: -0.3 +- 0.2 % | 1.5e-4: -0.9 +- 0.3 % | 7.2e-4: -1.5 +- 0.3 % | 3.9e-3: -2.3 +- 0.2 % |
//! | two regions, users moved | 1.4e-5: -0.0 +- 0.1 % | 1.4e-4: -0.2 +- 0.1 % | 4.2e-4: -0.5 +- 0.1 % | 1.5e-3: -1.2 +- 0.1 % | 5.0e-3: -3.0 +- 0.1 % |
//!
//! So failovers are told too dear by about u of a member, and a group that waits cold, without them, too cheap by
//! about as much: one of two by `(1 + r)^2 / (1 + r + r^2 / 2)` with r the rate times the length, 1 % at u = 1 %.
//!
//! To repeat it: `cargo test --lib the_table_of_what_is_left_out -- --ignored --nocapture`.

mod aged;
mod terms;

use super::events::{Event, Slot, Turns};
use super::lens::{View, age_draw, by_age, power};
use super::operations::Operations;
use super::structure::{Path, Structure};
use crate::engine::failover::{beyond, outlasts};
use crate::engine::numeric::Sum;
use crate::engine::renewal::{SteadyState, steady_state};
use crate::engine::standby::{Length, began_first};
use crate::engine::{Scratch, Var};
use crate::model::Plan;
use crate::quantity::MINUTES_PER_YEAR;
use terms::Terms;

pub(crate) use aged::{AgedFailovers, Way};

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
                Slot::Aged { event, wait, passed } => {
                    age_draw(&chances_of_ages(structure, operations, *event), *wait, *passed)
                }
                Slot::Again { event, more } => {
                    power(operations.modes[structure.events[*event].mode].share, *more)
                }
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
        let is_draw = |slot: &Slot| !matches!(slot, Slot::Atom { .. });
        let draws = structure.slots.iter().map(is_draw).collect();
        let mut numbers = Self { probability, draws, event_probability, event_frequency, others_quiet };
        numbers.take_turns(structure, operations);
        numbers
    }

    /// A further failure at the place of a replica: of this probability, and as long and wide as this event is.
    ///
    /// # Formula
    /// Who is older than a wait is older than nothing, too; so each draw for age is the chance that any of the place's
    /// failures is so old, over the chance that any is older than the wait before. Draws for meeting one again likewise.
    pub(crate) fn strike(
        &mut self,
        structure: &Structure,
        operations: &Operations,
        place: usize,
        strike: f64,
        event: usize,
    ) {
        let any = |own: f64, strike: f64| own + strike * (1.0 - own);
        let before = self.probability[place];
        let after = any(before, strike);
        self.probability[place] = after;
        let Some(view) = structure.views.get(&Var::new(place as u32)) else { return };
        let mode = structure.events[event].mode;
        let (length, share) = (&operations.modes[mode], operations.modes[mode].share);
        let ages = view.ages.iter().map(|(wait, _, draw)| {
            (*draw, beyond(length.minutes, structure.spreads[mode], view.waits[*wait].fixed_minutes()))
        });
        let tries = view.tries.iter().map(|(tries, draw)| (*draw, power(share, tries - 1)));
        for draws in [ages.collect::<Vec<_>>(), tries.collect()] {
            let (mut own, mut all) = (before, after);
            for (draw, of_strike) in draws {
                own *= self.probability[draw.index()];
                let next = any(own, strike * of_strike);
                self.probability[draw.index()] = if all > 0.0 { (next / all).min(1.0) } else { 0.0 };
                all = next;
            }
        }
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
                    for own in waiting.own.iter().flat_map(|own| structure.atom(own.index())) {
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

/// The chances that an active event is older than each of its waits.
pub(crate) fn chances_of_ages(structure: &Structure, operations: &Operations, event: usize) -> Vec<f64> {
    let mode = structure.events[event].mode;
    let (mean, sigma) = (operations.modes[mode].minutes, structure.spreads[mode]);
    let view = structure.view_of(event);
    let waits = view.into_iter().flat_map(|view| &view.waits);
    waits.map(|wait| beyond(mean, sigma, wait.fixed_minutes())).collect()
}

/// Everything about each compiled journey; leaves a forward pass in `scratch`.
pub(crate) fn measure(
    structure: &Structure,
    plan: &Plan,
    operations: &Operations,
    numbers: &Numbers,
    scratch: &mut Scratch,
) -> Vec<JourneyMeasure> {
    let mut terms = Terms::of(structure, plan, operations, numbers, scratch);
    structure.program.forward(&numbers.probability, scratch);
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
            terms.for_each(path, scratch, |event, cost, nu| {
                listed.add(cost);
                from_failover.add(path.users * cost);
                frequency.add(path.users * nu);
                by_failover[event] += path.users * cost;
            });
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
                let begins = match structure.views.get(&Var::new(place as u32)) {
                    None => derivative,
                    Some(view) => {
                        let slope = |var: Var| derivatives[var.index()];
                        begins_by_age(structure, operations, numbers, event, view, derivative, slope)
                    }
                };
                frequency.add(begins * numbers.event_frequency[event]);
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

/// How many requests begin to fail, per occurrence of an event: at its beginning, and whenever a wait passes that it
/// outlasts. `derivative` is that of the event, `slope` that of each of its draws.
fn begins_by_age(
    structure: &Structure,
    operations: &Operations,
    numbers: &Numbers,
    event: usize,
    view: &View,
    derivative: f64,
    slope: impl Fn(Var) -> f64,
) -> f64 {
    let q = chances_of_ages(structure, operations, event);
    let mode = structure.events[event].mode;
    let (mean, sigma) = (operations.modes[mode].minutes, structure.spreads[mode]);
    let by_age = by_age(view, &q, numbers.event_probability[event], derivative, slope);
    let ages = core::iter::once(0.0).chain(view.waits.iter().map(|wait| wait.fixed_minutes()));
    let mut before = 0.0;
    let mut begins = 0.0;
    for (now, age) in by_age.into_iter().zip(ages) {
        begins += outlasts(mean, sigma, age) * (now - before);
        before = now;
    }
    begins
}

/// The listed U of every compiled journey, in the order of the paths: what [`measure`] gives, and nothing else.
pub(crate) fn listed_unavailability(
    structure: &Structure,
    plan: &Plan,
    operations: &Operations,
    numbers: &Numbers,
) -> Vec<(usize, f64)> {
    let mut scratch = Scratch::default();
    let mut terms = Terms::of(structure, plan, operations, numbers, &mut scratch);
    structure.program.forward(&numbers.probability, &mut scratch);
    let mut listed = Vec::new();
    for paths in structure.paths.chunk_by(|a, b| a.journey == b.journey) {
        let (mut from_structure, mut from_failover) = (Sum::default(), Sum::default());
        for path in paths {
            from_structure.add(path.users * structure.program.root_probability(path.root, &scratch));
            terms.for_each(path, &mut scratch, |_, cost, _| from_failover.add(path.users * cost));
        }
        listed.push((paths[0].journey, (from_structure.value() + from_failover.value()).min(1.0)));
    }
    listed
}

/// What the failovers of each event cost, weighted by path, under each of several ways to take over; after a
/// [`forward`](crate::engine::Program::forward) pass in `scratch`.
pub(super) fn failovers_by_event(
    structure: &Structure,
    plan: &Plan,
    variants: &[Operations],
    numbers: &Numbers,
    scratch: &mut Scratch,
    weight: impl Fn(&Path) -> f64,
) -> Vec<Vec<f64>> {
    let mut own = Scratch::default();
    let terms = |operations| Terms::of(structure, plan, operations, numbers, &mut own);
    let mut terms: Vec<Terms> = variants.iter().map(terms).collect();
    let mut found = vec![vec![0.0; structure.events.len()]; variants.len()];
    for path in &structure.paths {
        let weight = weight(path);
        let region = terms::region_derivatives(structure, path, numbers, scratch);
        for (terms, by_event) in terms.iter_mut().zip(&mut found) {
            terms.for_each_at(path, &region, |event, cost, _| by_event[event] += weight * cost);
        }
    }
    found
}
