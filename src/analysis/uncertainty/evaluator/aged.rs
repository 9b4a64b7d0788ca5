//! Failovers of events that are seen through caches or with several tries: lane by lane, as
//! [`measure`](crate::analysis::measure) does it, since lengths and ages differ from lane to lane.

use core::array::from_fn;

use super::{Alone, Evaluator, Work};
use crate::analysis::events::GroupKey;
use crate::analysis::lens::{View, by_age, power};
use crate::analysis::measure::{AgedFailovers, Way};
use crate::analysis::operations::Takeover;
use crate::analysis::structure::{Ejection, carried};
use crate::engine::Var;
use crate::engine::failover::{beyond, mean_capped};
use crate::engine::lanes::{LANES, Lanes};

/// A length of what is ridden out: the longest of what is fixed, and of some numbers.
#[derive(Clone, Debug)]
pub(super) struct WaitDial {
    pub fixed: f64,
    pub numbers: Vec<usize>,
}

impl WaitDial {
    pub(super) fn lanes(&self, x: &[Lanes], input_of: &[usize]) -> Lanes {
        let longer = |now: Lanes, number: &usize| {
            let drawn = &x[input_of[*number]];
            from_fn(|i| now[i].max(drawn[i]))
        };
        self.numbers.iter().fold([self.fixed; LANES], longer)
    }
}

/// The share of requests that depends on a group: fixed, or a weight.
#[derive(Clone, Copy, Debug)]
pub(super) enum Weight {
    Fixed(f64),
    Weighed(usize),
}

/// A way in which a path meets a group.
#[derive(Clone, Copy, Debug)]
pub(super) struct AgedWay {
    pub group: GroupKey,
    pub wait: usize,
    pub ejection: Ejection,
    /// The share of requests that fails per share that depends on the group, where that is fixed.
    pub weight: Weight,
    pub tries: u32,
    /// How many times more the event has to be met.
    pub again: u32,
    pub takeover: usize,
}

/// The failovers of one event on one path.
#[derive(Clone, Debug)]
pub(super) struct AgedTerm {
    pub view: View,
    pub waits: Vec<usize>,
    pub kind: usize,
    pub ways: Vec<AgedWay>,
    pub moves: Option<AgedMove>,
    /// What the event alone fails, by age.
    pub anyway: Vec<Alone>,
}

/// A move between regions.
#[derive(Clone, Debug)]
pub(super) struct AgedMove {
    pub served: usize,
    /// How far the event alone takes the home down, by age.
    pub home: Vec<Alone>,
    /// The event, its draws, and where their derivatives stand.
    pub event: u32,
    pub draws: Vec<(Var, u32)>,
}

impl Evaluator {
    /// What the failovers of an event cost; `derivatives` are those of the path's region.
    pub(super) fn aged(&self, term: &AgedTerm, derivatives: Option<&Vec<Lanes>>, work: &Work) -> Lanes {
        let alone =
            |list: &[Alone]| list.iter().map(|alone| self.alone(*alone, work)).collect::<Vec<Lanes>>();
        let anyway = alone(&term.anyway);
        let home = term.moves.as_ref().map(|moves| alone(&moves.home));
        let slope = |group: u32, lane: usize| {
            derivatives.and_then(|found| found.get(group as usize)).map_or(0.0, |lanes| lanes[lane])
        };
        let takeover = |index: usize, lane: usize| {
            let [minutes, coverage, manual, ..] = &work.takeovers[index];
            Takeover { minutes: minutes[lane], coverage: coverage[lane], manual_minutes: manual[lane] }
        };
        let mode = self.kinds[term.kind].0;
        let sigma = self.modes[mode].sigma;
        from_fn(|lane| {
            let [p, nu] = [0, 1].map(|which| work.kinds[term.kind][which][lane]);
            let (mean, f) = (work.minutes[mode].0[lane], work.rate_state[mode][1][lane]);
            let waits: Vec<f64> = term.waits.iter().map(|wait| work.waits[*wait][lane]).collect();
            let left: Vec<f64> = anyway.iter().map(|anyway| 1.0 - anyway[lane]).collect();
            let way = |way: &AgedWay| {
                let weight = match way.weight {
                    Weight::Fixed(weight) => weight,
                    Weight::Weighed(index) => work.weights[index][lane],
                };
                Way {
                    group: way.group,
                    from: work.waits[way.wait][lane],
                    share: way.ejection.of(weight, way.tries) * power(f, way.again),
                    takeover: takeover(way.takeover, lane),
                }
            };
            let ways: Vec<Way> = term.ways.iter().map(way).collect();
            let moved =
                term.moves.as_ref().zip(home.as_ref()).zip(self.routing).map(|((moves, home), routing)| {
                    let q: Vec<f64> = waits.iter().map(|wait| beyond(mean, sigma, *wait)).collect();
                    let of_draw = |var: Var| {
                        let known = moves.draws.iter().find(|(draw, _)| *draw == var);
                        known.map_or(0.0, |(_, group)| slope(*group, lane))
                    };
                    let down = by_age(&term.view, &q, p, slope(moves.event, lane), of_draw);
                    let served = work.served[moves.served][lane];
                    let by_age = down.iter().zip(home).map(|(down, home)| carried(home[lane], served) * down);
                    (takeover(routing, lane), by_age.collect::<Vec<f64>>())
                });
            let moves = moved.as_ref().map(|(takeover, by_age)| (*takeover, by_age.as_slice()));
            let aged = AgedFailovers { view: &term.view, waits: &waits, ways: &ways, moves, left: &left };
            nu * aged.minutes(|time| mean_capped(mean, sigma, time))
        })
    }
}
