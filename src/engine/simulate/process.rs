//! What can happen, and what it does: all that a simulation needs to know.

use super::hours::Hours;
use crate::engine::{Program, Var};

/// The process to simulate: events, what they do to requests, and what is measured.
#[derive(Clone, Debug)]
pub struct Process {
    /// Which sets of active events fail a request, as seen from each path.
    pub program: Program,
    /// The probability of every place while no event is active: that of the draws, and 0 elsewhere.
    pub quiet: Vec<f64>,
    /// The points of view, one for each journey and home.
    pub paths: Vec<Path>,
    /// What happens.
    pub events: Vec<Event>,
    /// What events do; those that do the same share one.
    pub effects: Vec<Effect>,
    /// What is measured.
    pub measures: Vec<Measure>,
    /// The lengths of the windows over which bad minutes are counted.
    pub windows_minutes: Vec<f64>,
    /// How many events can be worked on at once; `None` when there are always people enough.
    pub responders: Option<u32>,
    /// What events do from some age on, to which events refer: the age in minutes, and the index of the effect that
    /// takes the place of the one before; for each event in rising order.
    pub later: Vec<(f64, usize)>,
    /// The members that wait for their turn, to which events refer.
    pub waiting: Vec<Waiting>,
    /// The minutes that count.
    pub hours: Hours,
}

/// A member of a group that stands by: it serves while fewer than `serving` of the members before it work.
///
/// Up-times have no memory, so what fails less often while it waits is what begins with a chance whenever it would
/// begin at its full rate.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiting {
    /// The share of its failure rate that it has while it waits.
    pub dormancy: f64,
    /// How many members serve.
    pub serving: usize,
    /// For each member before it the effects that take that member down.
    pub before: Vec<Vec<u32>>,
}

impl Waiting {
    /// Whether it waits while these effects are active.
    pub(super) fn waits(&self, is_active: impl Fn(u32) -> bool) -> bool {
        let working = self.before.iter().filter(|member| !member.iter().any(|effect| is_active(*effect)));
        working.count() >= self.serving
    }
}

/// A point of view: what fails the requests of some users.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Path {
    /// The root of what fails them.
    pub root: usize,
    /// The root of what takes their home down, when they can then be moved.
    pub home: Option<usize>,
}

/// An alternating renewal process: up-times exponential, down-times log-normal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Event {
    /// How often it happens, per minute of up-time.
    pub rate_per_minute: f64,
    /// Its mean length.
    pub mean_minutes: f64,
    /// The log-standard deviation of its length.
    pub sigma: f64,
    /// The share of its length that passes before anybody works on it; 1 when nobody does.
    pub unattended: f64,
    /// Index of what it does at first.
    pub effect: usize,
    /// What it does later: the first index and the one after the last.
    pub later: (usize, usize),
    /// Index of the member that it fails, when that may be waiting: then it may happen less often.
    pub waits: Option<usize>,
}

/// What an event does while active.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// It fails a share of requests at a place of the structure, and sets off failovers when it begins.
    OnRequests {
        /// The place.
        var: Var,
        /// The share, in `0.0..=1.0`.
        share: f64,
        /// Places that fail for certain meanwhile: of draws for the event's age.
        also: Vec<Var>,
        /// The failovers.
        failovers: Vec<Switchover>,
    },
    /// It fails a share of what everything else leaves, path by path, and stands in no structure.
    Apart {
        /// The share for each path.
        shares: Vec<f64>,
    },
}

/// A failover that the beginning of an event sets off: a share of requests fails until the rest serves them.
#[derive(Clone, Debug, PartialEq)]
pub struct Switchover {
    /// The chance that the automatic way works; drawn once for all paths.
    pub coverage: f64,
    /// How long it then takes.
    pub automatic_minutes: f64,
    /// How long people take when it does not work.
    pub manual_minutes: f64,
    /// Whether it is a move of users: then it counts as far as the event takes their home down.
    pub moves: bool,
    /// What it costs, path by path and group by group.
    pub costs: Vec<Cost>,
}

/// What a failover costs a path.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cost {
    /// The path.
    pub path: usize,
    /// Which group of the path loses members: of several costs of one group the largest counts.
    pub group: usize,
    /// From which age of the event on it is felt, minutes.
    pub from_minutes: f64,
    /// The share of requests that fails, out of those that the event alone leaves. Of a move: the share that is served
    /// elsewhere, out of all.
    pub share: f64,
}

/// A weighted mean over paths, and what is promised of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    /// Paths and their weights, which add up to one.
    pub weights: Vec<(usize, f64)>,
    /// The share of bad minutes that a window may have: the error budget.
    pub budget: f64,
    /// What the exact engine says of it: the long-run share of bad minutes, as far as that is known.
    pub expected: f64,
}

impl Process {
    /// The number of roots that paths refer to.
    pub(super) fn roots(&self) -> usize {
        let last = |path: &Path| path.root.max(path.home.unwrap_or(0));
        self.paths.iter().map(last).max().map_or(0, |last| last + 1)
    }

    /// How many times events would begin in a year, per minute, if they never lasted: what a simulation has to draw.
    pub fn draws_per_minute(&self) -> f64 {
        self.events.iter().map(|event| event.rate_per_minute).sum()
    }
}
