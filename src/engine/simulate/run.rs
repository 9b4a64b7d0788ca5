//! One chunk of time, event by event.
//!
//! The beginnings of all events together are one stream of arrivals whose rate is the sum of theirs; which event
//! begins is drawn in proportion to its rate, and an arrival of an event that is still active is none. As up-times
//! have no memory this is the process itself, and it needs no queue of coming events: few are active at a time, so
//! short lists hold all the rest. The first moment is drawn from the long run, so that no window differs from
//! another.

mod takeover;

use std::collections::VecDeque;

use super::alias::Alias;
use super::losses::{Losses, Place};
use super::process::{Effect, Event, Process};
use super::tally::{Tally, Windows};
use crate::engine::random::{Stream, Ziggurat};
use crate::engine::renewal::steady_state;
use crate::quantity::order;
use takeover::{Opening, Takeovers, openings};

/// Simulates chunks of a process, and keeps what it learnt of the structure from one to the next.
#[derive(Clone, Debug)]
pub struct Simulator {
    process: Process,
    ziggurat: Ziggurat,
    alias: Alias,
    /// All arrivals, per minute.
    rate: f64,
    losses: Losses,
    /// What each measure loses while one effect is active, or none (first).
    single: Vec<f64>,
    /// Whether that is anything.
    hurts: Vec<bool>,
    /// By effect: the failovers that cost anything when nothing else is active.
    openings: Vec<Vec<Opening>>,
}

/// How long the queue for responders runs in before anything is counted: a year.
const RUN_IN_MINUTES: f64 = 525_960.0;

impl Simulator {
    /// Prepares a process.
    pub fn new(mut process: Process) -> Self {
        process.events.retain(|event| event.rate_per_minute > 0.0 && event.mean_minutes > 0.0);
        let weights: Vec<f64> = process.events.iter().map(|event| event.rate_per_minute).collect();
        let losses = Losses::new(&process);
        let mut single = Vec::new();
        for effect in 0..=process.effects.len() {
            let set = effect.checked_sub(1).map(|effect| effect as u32);
            let place = effect * process.roots();
            for measure in &process.measures {
                let part = |(path, weight): &(usize, f64)| {
                    let apart = set.map_or(0.0, |effect| process.effects[effect as usize].apart(*path));
                    let loss = losses.at(if apart > 0.0 { 0 } else { place })[process.paths[*path].root];
                    weight * (loss + (1.0 - loss) * apart)
                };
                single.push(measure.weights.iter().map(part).sum());
            }
        }
        let measures = process.measures.len().max(1);
        let hurts = single.chunks(measures).map(|losses| losses.iter().any(|loss| *loss > 0.0)).collect();
        let openings = (0..process.effects.len()).map(|effect| openings(&process, &losses, effect)).collect();
        Self {
            openings,
            rate: weights.iter().sum(),
            alias: Alias::new(&weights),
            ziggurat: Ziggurat::default(),
            process,
            losses,
            single,
            hurts,
        }
    }

    /// The process.
    pub fn process(&self) -> &Process {
        &self.process
    }

    /// Simulates one chunk of a job. It depends on the seed, the chunk's number and its length alone.
    pub fn run(&mut self, seed: u64, chunk: u64, minutes: f64) -> Tally {
        let windows = Windows::new(&self.process.windows_minutes, &self.process.measures, self.process.hours);
        let start = if self.process.responders.is_some() { -RUN_IN_MINUTES } else { 0.0 };
        let run = Run {
            rate: self.rate,
            ziggurat: &self.ziggurat,
            alias: &self.alias,
            single: &self.single,
            hurts: &self.hurts,
            openings: &self.openings,
            stream: Stream::new(seed, chunk),
            now: start,
            active: Vec::new(),
            busy_until: vec![f64::NEG_INFINITY; self.process.events.len()],
            set: Vec::new(),
            place: 0,
            apart: Vec::new(),
            takeovers: Vec::new(),
            spare: Vec::new(),
            before: vec![0.0; self.process.roots()],
            drawn: Vec::new(),
            fails: vec![0.0; self.process.paths.len()],
            loss: vec![0.0; self.process.measures.len()],
            bad: false,
            found: Vec::new(),
            waiting: VecDeque::new(),
            working: 0,
            failures: 0,
            windows,
            losses: &mut self.losses,
            process: &self.process,
        };
        run.through(minutes)
    }
}

impl Effect {
    /// The share that it fails on a path apart from the structure.
    fn apart(&self, path: usize) -> f64 {
        match self {
            Self::OnRequests { .. } => 0.0,
            Self::Apart { shares } => shares[path],
        }
    }
}

/// An active event and when it ends.
#[derive(Clone, Copy, Debug)]
struct Active {
    end: f64,
    event: u32,
    /// When it began, which effect it has now, and how many later ones it has had.
    from: f64,
    effect: u32,
    step: usize,
    /// When the next one comes.
    next: f64,
}

/// An event that will be worked on, and how long.
#[derive(Clone, Copy, Debug)]
struct Work {
    /// When somebody could begin.
    from: f64,
    event: u32,
    minutes: f64,
}

struct Run<'a> {
    process: &'a Process,
    losses: &'a mut Losses,
    ziggurat: &'a Ziggurat,
    alias: &'a Alias,
    rate: f64,
    single: &'a [f64],
    hurts: &'a [bool],
    openings: &'a [Vec<Opening>],
    stream: Stream,
    now: f64,
    active: Vec<Active>,
    /// Until when each event is active.
    busy_until: Vec<f64>,
    /// The active effects on the structure, sorted.
    set: Vec<u32>,
    place: Place,
    /// The active effects apart from it.
    apart: Vec<u32>,
    takeovers: Vec<Takeovers>,
    /// Used ones, kept to save allocations.
    spare: Vec<Takeovers>,
    before: Vec<f64>,
    /// Failovers that an event sets off: their time, and which.
    drawn: Vec<(f64, usize)>,
    /// The share of each path's requests that fails now.
    fails: Vec<f64>,
    /// What each measure loses now, and whether that is anything.
    loss: Vec<f64>,
    bad: bool,
    /// Events not yet worked on, in no order.
    found: Vec<Work>,
    /// Those for which nobody is free, first come first served.
    waiting: VecDeque<Work>,
    working: u32,
    failures: u64,
    windows: Windows,
}

impl Run<'_> {
    fn through(mut self, minutes: f64) -> Tally {
        self.begin();
        let mut arrival = self.now + self.gap();
        let mut soon = self.soonest();
        self.weigh();
        loop {
            let next = arrival.min(soon).min(minutes);
            if self.bad && next > 0.0 {
                self.windows.add(self.now.max(0.0), next, &self.loss);
            }
            self.now = next;
            if next >= minutes {
                return self.windows.finish(minutes, self.failures);
            }
            if soon <= arrival {
                self.settle();
            } else {
                arrival = next + self.gap();
                let event = self.alias.draw(&mut self.stream);
                if self.busy_until[event] > next || self.is_spared(event) {
                    continue;
                }
                self.failures += u64::from(next > 0.0);
                let length = self.length(&self.process.events[event]);
                self.start(event, next, length);
            }
            soon = self.soonest();
            self.weigh();
        }
    }

    /// The time to the next arrival.
    #[inline]
    fn gap(&mut self) -> f64 {
        if self.rate > 0.0 { self.ziggurat.exponential(&mut self.stream) / self.rate } else { f64::INFINITY }
    }

    /// The length of an event.
    ///
    /// # Formula
    /// exp(mu + sigma z), mu = ln(mean) - sigma^2 / 2
    #[inline]
    fn length(&mut self, event: &Event) -> f64 {
        let z = if event.sigma > 0.0 { self.ziggurat.normal(&mut self.stream) } else { 0.0 };
        event.mean_minutes * libm::exp(event.sigma * (z - 0.5 * event.sigma))
    }

    /// The first moment, as in the long run: each event is active with its unavailability. A length met then is met
    /// in proportion to itself, which for a log-normal moves mu up by sigma^2, and any part of it may be over.
    ///
    /// Members that may have waited come last, in the order in which they would have failed: those spared by what is
    /// known to have been active then are left out. What was over before the first moment is not known, so a few more
    /// are spared than should be: a share of the order of the unavailability of those before them.
    fn begin(&mut self) {
        let mut later = Vec::new();
        let mut begun: Vec<(u32, f64)> = Vec::new();
        for index in 0..self.process.events.len() {
            let event = self.process.events[index];
            let state = steady_state(event.rate_per_minute, event.mean_minutes);
            if self.stream.uniform() < state.unavailability {
                let length = self.length(&event) * libm::exp(event.sigma * event.sigma);
                let from = self.now - self.stream.uniform() * length;
                if event.waits.is_some() {
                    later.push((from, index, length));
                    continue;
                }
                begun.push((event.effect as u32, from));
                self.start(index, from, length);
            }
        }
        order::sort_by(&mut later, |a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        for (from, index, length) in later {
            let event = &self.process.events[index];
            let active = |effect| begun.iter().any(|(known, began)| *known == effect && *began < from);
            let waiting = event.waits.map(|waiting| &self.process.waiting[waiting]);
            let waiting = waiting.filter(|waiting| waiting.waits(active));
            if waiting.is_some_and(|waiting| self.stream.uniform() >= waiting.dormancy) {
                continue;
            }
            begun.push((event.effect as u32, from));
            self.start(index, from, length);
        }
    }

    /// Whether an event that would begin now does not, as its member waits.
    #[inline]
    fn is_spared(&mut self, event: usize) -> bool {
        let process = self.process;
        let Some(waiting) = process.events[event].waits else { return false };
        let waiting = &process.waiting[waiting];
        waiting.waits(|effect| self.set.binary_search(&effect).is_ok())
            && self.stream.uniform() >= waiting.dormancy
    }

    /// The next time that anything but an arrival happens.
    #[inline]
    fn soonest(&self) -> f64 {
        let mut soon = f64::INFINITY;
        for active in &self.active {
            soon = soon.min(active.end).min(active.next);
        }
        for takeovers in &self.takeovers {
            soon = soon.min(takeovers.ends[takeovers.step]);
        }
        for work in &self.found {
            soon = soon.min(work.from);
        }
        soon
    }

    /// An event begins, at `from`, which is now or before.
    #[inline]
    fn start(&mut self, index: usize, from: f64, length: f64) {
        let process = self.process;
        let event = &process.events[index];
        let mut end = from + length;
        if self.takes_people(event) {
            let work = Work {
                from: (from + event.unattended * length).max(self.now),
                event: index as u32,
                minutes: ((1.0 - event.unattended) * length).min(end - self.now),
            };
            self.found.push(work);
            end = f64::INFINITY;
        }
        self.busy_until[index] = end;
        let later = &process.later[event.later.0..event.later.1];
        let step = later.partition_point(|(age, _)| from + age <= self.now);
        let effect = step.checked_sub(1).map_or(event.effect, |step| later[step].1) as u32;
        let next = later.get(step).map_or(f64::INFINITY, |(age, _)| from + age);
        self.active.push(Active { end, event: index as u32, from, effect, step, next });
        match &process.effects[event.effect] {
            Effect::Apart { .. } => self.apart.push(effect),
            Effect::OnRequests { failovers, .. } if !later.is_empty() => {
                self.before.copy_from_slice(self.losses.at(self.place));
                self.take_over_by_age(index as u32, from, failovers);
                self.insert(effect);
            }
            Effect::OnRequests { failovers, .. } => {
                if failovers.is_empty() {
                    self.insert(effect);
                    return;
                }
                self.before.copy_from_slice(self.losses.at(self.place));
                self.insert(effect);
                self.take_over(index as u32, from, failovers);
            }
        }
    }

    /// An active event goes on with its next effect.
    #[cold]
    fn age(&mut self, index: usize) {
        let process = self.process;
        let Active { event, from, effect, step, .. } = self.active[index];
        let event = &process.events[event as usize];
        let later = &process.later[event.later.0..event.later.1];
        self.remove(effect);
        let next = later[step].1 as u32;
        self.insert(next);
        let active = &mut self.active[index];
        (active.effect, active.step) = (next, step + 1);
        active.next = later.get(step + 1).map_or(f64::INFINITY, |(age, _)| from + age);
    }

    fn remove(&mut self, effect: u32) {
        let list = match self.process.effects[effect as usize] {
            Effect::OnRequests { .. } => &mut self.set,
            Effect::Apart { .. } => &mut self.apart,
        };
        if let Some(at) = list.iter().position(|other| *other == effect) {
            list.remove(at);
        }
    }

    fn insert(&mut self, effect: u32) {
        let at = self.set.partition_point(|other| *other < effect);
        self.set.insert(at, effect);
        self.place = self.losses.place(&self.set);
    }

    /// Everything that ends now, or begins to be worked on.
    fn settle(&mut self) {
        let now = self.now;
        let mut index = 0;
        while index < self.active.len() {
            let Active { end, event, effect, next, .. } = self.active[index];
            if end > now {
                if next <= now {
                    self.age(index);
                } else {
                    index += 1;
                }
                continue;
            }
            self.active.swap_remove(index);
            self.finish(event, effect);
        }
        let mut index = 0;
        while index < self.takeovers.len() {
            let takeovers = &mut self.takeovers[index];
            while takeovers.step < takeovers.ends.len() && takeovers.ends[takeovers.step] <= now {
                takeovers.step += 1;
            }
            if takeovers.step < takeovers.ends.len() {
                index += 1;
            } else {
                self.spare.push(self.takeovers.swap_remove(index));
            }
        }
        if let Some(responders) = self.process.responders {
            self.respond(responders);
        }
    }

    /// An event ends.
    fn finish(&mut self, event: u32, effect: u32) {
        self.remove(effect);
        self.place = self.losses.place(&self.set);
        if let Some(at) = self.takeovers.iter().position(|takeovers| takeovers.event == event) {
            self.spare.push(self.takeovers.swap_remove(at));
        }
        if self.takes_people(&self.process.events[event as usize]) {
            self.working -= 1;
        }
    }

    /// Whether somebody has to work on an event before it ends.
    fn takes_people(&self, event: &Event) -> bool {
        self.process.responders.is_some() && event.unattended < 1.0
    }

    /// Gives whoever is free the events that are found, first come first served.
    fn respond(&mut self, responders: u32) {
        let now = self.now;
        // Those found now, in the order of finding; the event's number decides between equals.
        while let Some(at) = (0..self.found.len()).filter(|at| self.found[*at].from <= now).min_by(|a, b| {
            let (a, b) = (self.found[*a], self.found[*b]);
            a.from.total_cmp(&b.from).then(a.event.cmp(&b.event))
        }) {
            let work = self.found.swap_remove(at);
            self.waiting.push_back(work);
        }
        while self.working < responders {
            let Some(work) = self.waiting.pop_front() else { return };
            self.working += 1;
            let end = now + work.minutes;
            self.busy_until[work.event as usize] = end;
            if let Some(active) = self.active.iter_mut().find(|active| active.event == work.event) {
                active.end = end;
            }
        }
    }

    /// What each measure loses now.
    #[inline]
    fn weigh(&mut self) {
        if self.set.len() + self.apart.len() > 1 {
            return self.weigh_all();
        }
        if self.takeovers.is_empty() {
            let only = self.set.first().or(self.apart.first()).map_or(0, |effect| 1 + *effect as usize);
            self.bad = self.hurts[only];
            if self.bad {
                let measures = self.loss.len();
                self.loss.copy_from_slice(&self.single[only * measures..(only + 1) * measures]);
            }
            return;
        }
        match (self.set.as_slice(), self.takeovers.as_slice()) {
            ([effect], [Takeovers { opening: Some(opening), .. }]) => {
                self.loss.copy_from_slice(&self.openings[*effect as usize][*opening].losses);
                self.bad = true;
            }
            _ => self.weigh_all(),
        }
    }

    fn weigh_all(&mut self) {
        let paths = self.process.paths.len();
        let values = self.losses.at(self.place);
        for (fails, path) in self.fails.iter_mut().zip(&self.process.paths) {
            *fails = values[path.root];
        }
        for takeovers in &self.takeovers {
            let shares = &takeovers.shares[takeovers.step * paths..];
            self.fails.iter_mut().zip(shares).for_each(|(fails, share)| *fails += share);
        }
        self.fails.iter_mut().for_each(|fails| *fails = fails.min(1.0));
        for effect in &self.apart {
            let effect = &self.process.effects[*effect as usize];
            for (path, fails) in self.fails.iter_mut().enumerate() {
                *fails += (1.0 - *fails) * effect.apart(path);
            }
        }
        self.bad = false;
        for (measure, loss) in self.process.measures.iter().zip(&mut self.loss) {
            *loss = measure.weights.iter().map(|(path, weight)| weight * self.fails[*path]).sum();
            self.bad |= *loss > 0.0;
        }
    }
}
