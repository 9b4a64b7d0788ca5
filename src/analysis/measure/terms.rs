//! What the failovers of a path cost, event by event.

use super::{AgedFailovers, Numbers, Way, chances_of_ages};
use crate::analysis::lens::{View, by_age, power};
use crate::analysis::operations::{Operations, Takeover};
use crate::analysis::structure::{Failovers, Origin, Path, Structure, carried};
use crate::engine::failover::{mean_capped, outlasts};
use crate::engine::numeric::Sum;
use crate::engine::{Scratch, Var};
use crate::model::Plan;
use crate::quantity::{Quantity, order};

/// Everything that failovers depend on.
pub(super) struct Terms<'a> {
    structure: &'a Structure,
    operations: &'a Operations,
    numbers: &'a Numbers,
    /// What events alone fail, by root of [`Structure::alone`].
    alone: Vec<f64>,
    capped: Capped<'a>,
    running: Vec<Running>,
}

impl<'a> Terms<'a> {
    /// Makes them ready; uses `scratch`.
    pub(super) fn of(
        structure: &'a Structure,
        plan: &'a Plan,
        operations: &'a Operations,
        numbers: &'a Numbers,
        scratch: &mut Scratch,
    ) -> Self {
        let alone = structure.alone.probabilities(&numbers.probability, scratch);
        let capped = Capped::new(plan, operations);
        Self { structure, operations, numbers, alone, capped, running: Vec::new() }
    }

    /// Tells for every event of a path that sets off failovers which, U and frequency, after a forward pass.
    pub(super) fn for_each(&mut self, path: &Path, scratch: &mut Scratch, tell: impl FnMut(usize, f64, f64)) {
        let region = region_derivatives(self.structure, path, self.numbers, scratch);
        self.for_each_at(path, &region, tell);
    }

    /// The same, given the derivatives of the home region.
    pub(super) fn for_each_at(&mut self, path: &Path, region: &[f64], mut tell: impl FnMut(usize, f64, f64)) {
        let Self { structure, operations, numbers, .. } = *self;
        for failovers in &path.failovers {
            let place = failovers.atom.index();
            if let Some(view) = structure.views.get(&failovers.atom) {
                for event in structure.atom(place) {
                    let (cost, frequency) = self.aged(failovers, view, event, region);
                    tell(event, cost, frequency);
                }
                continue;
            }
            let left = 1.0 - self.alone[failovers.anyway];
            if left <= 0.0 {
                continue;
            }
            for event in structure.atom(place) {
                self.running.clear();
                for source in &failovers.sources {
                    let (share, takeover) = match (source.component, source.origin, operations.routing) {
                        (Some(component), ..) => (source.share, operations.takeovers[component]),
                        // Rule 6 for a region, which may be redundant in itself: an event counts as far as it
                        // takes the region down, which is its Birnbaum importance there.
                        (None, Origin::Working(_, home), Some(routing)) => {
                            let derivative =
                                region.get(place).copied().unwrap_or(0.0) * numbers.others_quiet[event];
                            (carried(self.alone[home], source.share) * derivative, routing)
                        }
                        (None, ..) => continue,
                    };
                    self.running.push((share, takeover));
                }
                let nu = numbers.event_frequency[event];
                let mode = structure.events[event].mode;
                let (cost, frequency) = failover_cost(nu, mode, &self.running, &mut self.capped);
                tell(event, left * cost, left * frequency);
            }
        }
    }

    /// U and frequency of the failovers of an event that is seen through caches or with several tries; `region` are the
    /// derivatives of the home region, where users can be moved.
    fn aged(&mut self, failovers: &Failovers, view: &View, event: usize, region: &[f64]) -> (f64, f64) {
        let Self { structure, operations, numbers, ref alone, .. } = *self;
        let mode = structure.events[event].mode;
        let waits: Vec<f64> = view.waits.iter().map(|wait| wait.fixed_minutes()).collect();
        let ages = view.sets().count();
        let left: Vec<f64> = (0..ages).map(|age| 1.0 - alone[failovers.anyway + age]).collect();
        let mut ways = Vec::new();
        let mut moved: Option<(Takeover, Vec<f64>)> = None;
        for source in &failovers.sources {
            match (source.component, source.origin, operations.routing) {
                (Some(component), Origin::Group(group, _), _) => {
                    let lens = structure.lenses.get(source.lens);
                    let again = if view.tries.is_empty() { 0 } else { lens.tries - 1 };
                    ways.push(Way {
                        group,
                        from: lens.wait.fixed_minutes(),
                        share: source.share * power(operations.modes[mode].share, again),
                        takeover: operations.takeovers[component],
                    });
                }
                (None, Origin::Working(_, home), Some(routing)) => {
                    let slope = |var: Var| region.get(var.index()).copied().unwrap_or(0.0);
                    let q = chances_of_ages(structure, operations, event);
                    let p = numbers.event_probability[event];
                    let down = by_age(view, &q, p, slope(failovers.atom), slope);
                    let by_age = down.iter().enumerate();
                    let by_age = by_age.map(|(age, down)| carried(alone[home + age], source.share) * down);
                    moved = Some((routing, by_age.collect()));
                }
                _ => {}
            }
        }
        let moves = moved.as_ref().map(|(routing, by_age)| (*routing, by_age.as_slice()));
        let aged = AgedFailovers { view, waits: &waits, ways: &ways, moves, left: &left };
        let nu = numbers.event_frequency[event];
        let (mean, sigma) = (operations.modes[mode].minutes, structure.spreads[mode]);
        let begin = nu * aged.beginnings(|time| outlasts(mean, sigma, time));
        let capped = &mut self.capped;
        (nu * aged.minutes(|time| capped.minutes(mode, time)), begin)
    }
}

/// The derivatives of what takes a path's home region down, where users can be moved; after a forward pass.
pub(super) fn region_derivatives(
    structure: &Structure,
    path: &Path,
    numbers: &Numbers,
    scratch: &mut Scratch,
) -> Vec<f64> {
    let Some(root) = path.region_root else { return Vec::new() };
    structure.program.backward(&numbers.probability, &[(root, 1.0)], scratch)
}

/// `E[min(D, t)]` for the modes and times of a plan, each computed once.
struct Capped<'a> {
    plan: &'a Plan,
    operations: &'a Operations,
    known: Vec<Vec<(f64, f64)>>,
    /// Room for the times of one event.
    times: Vec<f64>,
}

impl<'a> Capped<'a> {
    fn new(plan: &'a Plan, operations: &'a Operations) -> Self {
        Self { plan, operations, known: vec![Vec::new(); plan.modes.len()], times: Vec::new() }
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
    let mut times = std::mem::take(&mut capped.times);
    times.clear();
    for (_, takeover) in running {
        order::insert_once(&mut times, takeover.minutes);
        order::insert_once(&mut times, takeover.manual_minutes);
    }
    let (mut from, mut reached, mut lost) = (0.0, 0.0, Sum::default());
    for time in times.iter().copied().filter(|time| *time > 0.0) {
        let until = capped.minutes(mode, time);
        lost.add(still_failing(running, from) * (until - reached));
        (from, reached) = (time, until);
    }
    capped.times = times;
    (nu * lost.value(), nu * still_failing(running, 0.0))
}
