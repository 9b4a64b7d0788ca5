//! What failovers cost that are seen through caches, or whose event is.
//!
//! # Formula
//! A time t after its event begins, a failover fails requests as far as it is still running and somebody's patience
//! has passed: of the ways in which a path meets a group, those whose wait is at most t, and of these the one that
//! costs most. A takeover that is over before a wait has passed is not felt through it. With R(t) the share that fails
//! of what is left, and L(t) what the event alone fails at that age, the event costs
//! `nu * integral over t < D of (1 - L(t)) R(t)`. A move between regions begins with the event, too, and counts as
//! far as the event at that age takes the home down.

use crate::analysis::lens::View;
use crate::analysis::operations::Takeover;
use crate::engine::numeric::Sum;
use crate::quantity::order;

/// A way in which a path meets a group that has lost members.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Way {
    /// Which group: ways of one group stand next to each other.
    pub group: (usize, Option<usize>),
    /// From which age on it is felt, minutes.
    pub from: f64,
    /// The share of requests that fails, out of those that the event leaves.
    pub share: f64,
    /// What ends it.
    pub takeover: Takeover,
}

/// The failovers of one event on one path.
#[derive(Clone, Debug)]
pub(crate) struct AgedFailovers<'a> {
    /// How the event is seen.
    pub view: &'a View,
    /// Its waits, minutes.
    pub waits: &'a [f64],
    /// The ways.
    pub ways: &'a [Way],
    /// The move between regions, and by age the share of requests that it fails, out of those that the event leaves.
    pub moves: Option<(Takeover, &'a [f64])>,
    /// By age the share of requests that the event leaves.
    pub left: &'a [f64],
}

impl AgedFailovers<'_> {
    /// The waits that have passed at an age, as bits.
    fn passed(&self, age: f64) -> u32 {
        let has_passed = |(wait, minutes): (usize, &f64)| u32::from(*minutes <= age) << wait;
        self.waits.iter().enumerate().map(has_passed).sum()
    }

    /// The share of all requests that fails by failovers at an age, seen as if these waits had passed.
    fn failing(&self, passed: u32, age: f64) -> f64 {
        let runs = |takeover: &Takeover| {
            let works = if age < takeover.minutes { takeover.coverage } else { 0.0 };
            works + if age < takeover.manual_minutes { 1.0 - takeover.coverage } else { 0.0 }
        };
        let felt = |way: &&Way| {
            way.from <= 0.0
                || self
                    .waits
                    .iter()
                    .enumerate()
                    .any(|(wait, minutes)| passed >> wait & 1 == 1 && *minutes >= way.from)
        };
        let mut failing = 0.0;
        for ways in self.ways.chunk_by(|a, b| a.group == b.group) {
            let share = ways.iter().filter(felt).map(|way| way.share).fold(0.0, f64::max);
            failing += share * runs(&ways[0].takeover) * (1.0 - failing);
        }
        let place = self.view.place(passed);
        if let Some((takeover, by_age)) = &self.moves {
            failing += by_age[place] * runs(takeover) * (1.0 - failing);
        }
        self.left[place] * failing
    }

    /// The minutes that an occurrence costs on average; `capped` is `E[min(D, t)]`.
    pub(crate) fn minutes(&self, mut capped: impl FnMut(f64) -> f64) -> f64 {
        let ends = self.ways.iter().map(|way| way.takeover).chain(self.moves.map(|(takeover, _)| takeover));
        let mut times: Vec<f64> =
            ends.flat_map(|takeover| [takeover.minutes, takeover.manual_minutes]).collect();
        let last = times.iter().copied().fold(0.0, f64::max);
        times.extend(self.waits.iter().filter(|wait| **wait < last));
        order::sort_by(&mut times, f64::total_cmp);
        let (mut from, mut reached, mut lost) = (0.0, 0.0, Sum::default());
        for time in times.into_iter().filter(|time| *time > 0.0) {
            if time <= from {
                continue;
            }
            let until = capped(time);
            lost.add(self.failing(self.passed(from), from) * (until - reached));
            (from, reached) = (time, until);
        }
        lost.value()
    }

    /// How often requests begin to fail by failovers, per occurrence: at its beginning, and whenever a wait passes;
    /// `outlasts` is `P(D > t)`. What goes on to fail by the structure when a wait passes begins there, so it is taken
    /// off here.
    pub(crate) fn beginnings(&self, mut outlasts: impl FnMut(f64) -> f64) -> f64 {
        let mut times: Vec<f64> = self.waits.iter().copied().filter(|wait| *wait > 0.0).collect();
        order::sort_by(&mut times, f64::total_cmp);
        times.dedup();
        let mut begin = Sum::default();
        let mut before = self.passed(0.0);
        begin.add(self.failing(before, 0.0));
        for time in times {
            let after = self.passed(time);
            begin.add(outlasts(time) * (self.failing(after, time) - self.failing(before, time)));
            before = after;
        }
        begin.value()
    }
}
