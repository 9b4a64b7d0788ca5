//! A plan compiled for many draws of its uncertain numbers, several at a time.
//!
//! The answers are those of [`analyse`](crate::analysis::analyse) for the plan with the drawn numbers as points, to a
//! relative 1e-12. They are not the same bits, because what many events and paths share is computed once here, so
//! terms are added in another order; because the capped means of the failover terms come from
//! [`lanes::mean_capped`]; and because a common-cause share that may be zero in a draw keeps its event here.
//!
//! # How it is quick
//! - A mode has few parts of its rate; all its events in all zones and regions are one *kind* with one probability.
//! - Atoms of the same kinds have the same probability, so the diagram of like regions folds into one ([`Batch`]).
//! - The failover terms of one event are linear in the routing's share r: with C(t) the chance that one of the
//!   takeovers still fails the request and w(t) the chance that the move does, both a time t after the event,
//!   the term is `nu (1 - L) (integral of C + r integral of w (1 - C))`, L being what the event alone fails anyway.
//!   Both integrals depend on the mode and the takeovers only, and serve every zone, region and journey in which
//!   they come together. L is one of few functions of draws ([`Structure::alone`](crate::analysis::structure)),
//!   fixed unless degraded shares or regions are ranges.

use core::array::from_fn;
use std::collections::BTreeMap;

use super::inputs::{Input, set};
use super::running::{Running, integrals};
use crate::analysis::analyse::with_reserve;
use crate::analysis::events::{GroupKey, RatePart, Sharers, Turns, Waiting};
use crate::analysis::lens::{Lenses, age_draw, power};
use crate::analysis::operations::Acting;
use crate::analysis::responders::{Incidents, hands_on};
use crate::analysis::structure::{Ejection, Regions, carried, reached};
use crate::engine::failover::{beyond, drilled_coverage};
use crate::engine::lanes::{self, LANES, Lanes};
use crate::engine::standby::{Length, began_first};
use crate::engine::{Batch, BatchScratch, Reverse, Var};
use crate::model::{Id, Number, Parts, Plan};
use crate::quantity::MINUTES_PER_YEAR;
use aged::{AgedTerm, WaitDial};

mod aged;
mod compile;

/// A number after the practices: fixed, or drawn and then acted on.
#[derive(Clone, Debug)]
enum Dial {
    Fixed(f64),
    Drawn { number: usize, acting: Acting },
}

/// The dials of a mode.
#[derive(Clone, Debug)]
struct ModeDials {
    rate: Dial,
    parts: [Dial; 5],
    share: Dial,
    common: CommonDials,
    sigma: f64,
    /// Whether its length enters a failover term.
    capped: bool,
}

/// Incidents of a kind that people may have to work on.
#[derive(Clone, Debug)]
struct Incident {
    kind: usize,
    /// How often they happen, as a share of the kind's rate: less where a member stands by.
    dormancy: Dial,
    /// How many events these are.
    count: f64,
}

/// How long an incident waits where there is more work than time: for good, as far as any answer can tell, but no
/// infinity. A draw is no plan, so this is no finding; see [`let_wait`](crate::analysis::responders::let_wait).
const FOR_GOOD: f64 = 1e15;

/// What decides how a mode's rate divides among instances.
#[derive(Clone, Debug)]
enum CommonDials {
    /// It does not.
    Nothing,
    /// Beta alone.
    Beta(Dial),
    /// Beta and the next two letters.
    Greek(Dial, [Dial; 2]),
    /// The factors of two, three and all, and what practices do to their sum.
    Alpha([Dial; 3], Acting),
}

/// The dials of a takeover; of the chance that it works the complement, as practices act on that.
#[derive(Clone, Debug)]
struct TakeoverDials {
    minutes: Dial,
    uncovered: Uncovered,
    manual_minutes: Dial,
}

/// The chance that a takeover does not work.
#[derive(Clone, Debug)]
enum Uncovered {
    /// The complement of a typed chance.
    Typed(Dial),
    /// What drills leave of it: covered, untested, every, half life, and what practices do to the complement.
    Drilled(Box<[Dial; 4]>, Acting),
}

/// A share of requests: fixed, or a part of what depends on a group in a draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Share {
    Fixed(u64),
    Weighed { share: u64, lost: u64, weight: usize },
}

/// Which share of users other regions serve.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Served {
    Fixed(u64),
    By { home: usize, working: u32 },
}

/// What an event alone fails: fixed, or a root of the functions of draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Alone {
    Fixed(u64),
    Root(usize),
}

/// What a move between regions costs per chance that the event takes the home down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Carried {
    /// Index of what is served.
    served: usize,
    /// What the event alone fails on the path, and of the home region.
    anyway: Alone,
    home: Alone,
}

/// The takeovers that one event of a mode sets off together.
#[derive(Clone, Debug)]
struct Config {
    sources: Vec<ConfigSource>,
    /// The capped means of the move between regions, when there is one.
    routing: Option<[usize; 2]>,
}

#[derive(Clone, Copy, Debug)]
struct ConfigSource {
    takeover: usize,
    share: Share,
    /// Indices of the capped means: automatic, by hand.
    capped: [usize; 2],
}

/// What the events of an atom add to a path per derivative of the atom and share carried.
#[derive(Clone, Debug)]
struct Moves {
    atom: usize,
    /// For each event of the atom its kind and its config.
    events: Vec<(usize, usize)>,
}

#[derive(Clone, Debug)]
struct PathPlan {
    journey: usize,
    region: usize,
    users: f64,
    root: usize,
    /// Failover terms that do not depend on the path: kind, config, how many, what the event alone fails.
    flat: Vec<(usize, usize, f64, Option<usize>)>,
    /// The derivatives of the region's root by group, as an index into the evaluator's.
    reverse: Option<usize>,
    /// The groups: moves, and what is carried.
    moves: Vec<(usize, usize)>,
    /// The failovers of events that are seen through caches or with several tries.
    aged: Vec<AgedTerm>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum DrawSource {
    Fixed(u64),
    Number(usize),
    Survivors(u32),
    /// A draw for the age of an event: its mode, the list of its waits, which of them, given which have passed.
    Aged {
        mode: usize,
        waits: usize,
        wait: usize,
        passed: u32,
    },
    /// A draw for meeting an event again: its mode, how many times more.
    Again(usize, u32),
    /// A draw of a member that stands by: which member, which of its draws.
    Turn(usize, usize),
}

/// What is drawn beside the numbers of modes and takeovers.
#[derive(Clone, Debug)]
struct Rest {
    reserve: Dial,
    journeys: Vec<Dial>,
    /// Numbers that need the plan itself: shares and capacities of regions, degraded shares.
    regions: Vec<(Number, usize)>,
    degraded: Vec<(Number, usize)>,
}

/// A compiled plan with its inputs.
#[derive(Clone, Debug)]
pub(super) struct Evaluator {
    pub inputs: Vec<Input>,
    input_of: Vec<usize>,
    plan: Plan,
    sheds: bool,
    modes: Vec<ModeDials>,
    takeovers: Vec<TakeoverDials>,
    kinds: Vec<(usize, RatePart)>,
    /// The kinds of the events of each atom.
    atoms: Vec<Vec<usize>>,
    draws: Vec<DrawSource>,
    /// The incidents that wait for people, and how many of these there are.
    people: Option<(u32, Vec<Incident>)>,
    /// The members that stand by: each place told by its class, and the share of its rate that it has meanwhile.
    waiting: Vec<(Waiting, Dial)>,
    batch: Batch,
    /// What events alone fail; nothing in it where all of that is fixed.
    alone: Batch,
    /// Mode, takeover, whether by hand.
    capped: Vec<(usize, usize, bool)>,
    configs: Vec<Config>,
    moves: Vec<Moves>,
    carried: Vec<Carried>,
    served: Vec<Served>,
    /// Path, group and lens of each weight; the largest of all lenses where none is told.
    weights: Vec<(usize, GroupKey, Option<u32>)>,
    /// Lengths of what is ridden out, and lists of them.
    waits: Vec<WaitDial>,
    wait_lists: Vec<Vec<usize>>,
    lenses: Lenses,
    reverses: Vec<Reverse>,
    paths: Vec<PathPlan>,
    routing: Option<usize>,
    rest: Rest,
    /// Indices of the journeys that are answered, in order.
    pub journeys: Vec<usize>,
    index: BTreeMap<Id, usize>,
}

/// A group that a path meets, the lens, and the share of requests that depends on it.
type Met = (GroupKey, u32, f64);

/// Work space of an evaluation.
#[derive(Clone, Debug, Default)]
pub(super) struct Work {
    batch: BatchScratch,
    alone: BatchScratch,
    rate_state: Vec<[Lanes; 3]>,
    /// By mode, where some of its occurrences hit some instances.
    sharers: Vec<Option<[Sharers; LANES]>>,
    turns: Vec<Vec<Lanes>>,
    minutes: Vec<(Lanes, Lanes)>,
    /// By mode, where incidents wait for people: how long one takes somebody.
    hands: Vec<[Option<f64>; LANES]>,
    takeovers: Vec<[Lanes; 5]>,
    probability: Vec<Lanes>,
    kinds: Vec<[Lanes; 2]>,
    capped: Vec<Lanes>,
    configs: Vec<[Lanes; 2]>,
    moves: Vec<Lanes>,
    carried: Vec<Lanes>,
    served: Vec<Lanes>,
    weights: Vec<Lanes>,
    waits: Vec<Lanes>,
    /// By list of waits and mode the chance that each has passed.
    ages: BTreeMap<(usize, usize), Vec<Lanes>>,
    users: Vec<Lanes>,
    derivatives: Vec<Vec<Lanes>>,
    /// U of each answered journey.
    pub journeys: Vec<Lanes>,
    /// U of the service; of no meaning while a journey has no answer.
    pub service: Lanes,
}

impl Dial {
    fn lanes(&self, x: &[Lanes], input_of: &[usize]) -> Lanes {
        match self {
            Self::Fixed(value) => [*value; LANES],
            Self::Drawn { number, acting } => acting.lanes(&x[input_of[*number]]),
        }
    }
}

impl Acting {
    fn none() -> Self {
        Self { factors: Vec::new(), cap: f64::INFINITY }
    }

    fn lanes(&self, x: &Lanes) -> Lanes {
        let product = self.factors.iter().fold(*x, |now, factor| from_fn(|i| now[i] * factor));
        from_fn(|i| if self.cap < product[i] { self.cap } else { product[i] })
    }
}

impl Evaluator {
    /// Decisions, capped means and reverse steps of one evaluation.
    pub(super) fn size(&self) -> [usize; 5] {
        let reverse = self.reverses.iter().map(Reverse::len).sum();
        [self.batch.len(), reverse, self.capped.len(), self.configs.len(), self.kinds.len()]
    }

    /// U of every journey and of the service for eight draws: `x` holds the value of each input in each lane.
    pub(super) fn evaluate(&self, x: &[Lanes], work: &mut Work) {
        self.modes_and_takeovers(x, work);
        self.probabilities(x, work);
        self.shares(x, work);
        self.alone.forward(&work.probability, &mut work.alone);
        self.failover_terms(work);
        self.batch.forward(&work.probability, &mut work.batch);
        work.derivatives.resize(self.reverses.len(), Vec::new());
        for (reverse, found) in self.reverses.iter().zip(&mut work.derivatives) {
            self.batch.derivatives(reverse, &work.probability, &mut work.batch, found);
        }
        self.answers(x, work);
    }

    fn modes_and_takeovers(&self, x: &[Lanes], work: &mut Work) {
        let value = |dial: &Dial| dial.lanes(x, &self.input_of);
        work.rate_state.clear();
        work.sharers.clear();
        work.minutes.clear();
        work.hands.clear();
        for mode in &self.modes {
            let [detect, engage, diagnose, mitigate, verify] = mode.parts.each_ref().map(value);
            let minutes: Lanes = from_fn(|i| detect[i] + engage[i] + diagnose[i] + mitigate[i] + verify[i]);
            work.minutes.push((minutes, [0.0; LANES]));
            if self.people.is_some() {
                let part = |i: usize| (detect[i], engage[i], diagnose[i], mitigate[i], verify[i]);
                let parts = |(detect, engage, diagnose, mitigate, verify)| Parts {
                    detect,
                    engage,
                    diagnose,
                    mitigate,
                    verify,
                };
                work.hands.push(from_fn(|i| hands_on(&parts(part(i)))));
            }
            let (beta, sharers) = self.common(&mode.common, x);
            work.rate_state.push([value(&mode.rate), value(&mode.share), beta]);
            work.sharers.push(sharers);
        }
        self.let_wait(x, work);
        for (mode, (minutes, logarithm)) in self.modes.iter().zip(&mut work.minutes) {
            if mode.capped {
                *logarithm = lanes::ln(minutes);
            }
        }
        work.waits.clear();
        work.waits.extend(self.waits.iter().map(|wait| wait.lanes(x, &self.input_of)));
        work.ages.clear();
        work.takeovers.clear();
        for takeover in &self.takeovers {
            let (minutes, manual) = (value(&takeover.minutes), value(&takeover.manual_minutes));
            let coverage = match &takeover.uncovered {
                Uncovered::Typed(Dial::Fixed(uncovered)) => [1.0 - uncovered; LANES],
                Uncovered::Typed(Dial::Drawn { number, acting }) => {
                    let uncovered = acting.lanes(&x[self.input_of[*number]].map(|covered| 1.0 - covered));
                    uncovered.map(|uncovered| 1.0 - uncovered)
                }
                Uncovered::Drilled(dials, acting) => {
                    let [covered, untested, every, half_life] = dials.each_ref().map(value);
                    let mean = |i| drilled_coverage(covered[i], untested[i], every[i], half_life[i]);
                    acting.lanes(&from_fn(|i| 1.0 - mean(i))).map(|uncovered| 1.0 - uncovered)
                }
            };
            let (ln_minutes, ln_manual) = (lanes::ln(&minutes), lanes::ln(&manual));
            work.takeovers.push([minutes, coverage, manual, ln_minutes, ln_manual]);
        }
    }

    /// Lets incidents wait for people, lane by lane.
    fn let_wait(&self, x: &[Lanes], work: &mut Work) {
        let Some((responders, list)) = &self.people else { return };
        let mut incidents = [Incidents::default(); LANES];
        for Incident { kind, dormancy, count } in list {
            let (mode, dormancy) = (self.kinds[*kind].0, dormancy.lanes(x, &self.input_of));
            let (minutes, share) = (&work.minutes[mode].0, &work.rate_state[mode][1]);
            for (i, lane) in incidents.iter_mut().enumerate() {
                let Some(hands) = work.hands[mode][i].filter(|_| share[i] > 0.0) else { continue };
                let per_minute = self.per_minute(*kind, i, work);
                let often = per_minute / (1.0 + per_minute * minutes[i]) * dormancy[i];
                lane.add(*count, often, hands, self.modes[mode].sigma);
            }
        }
        let waits = incidents.map(|lane| lane.wait(*responders).unwrap_or(FOR_GOOD));
        for ((minutes, _), hands) in work.minutes.iter_mut().zip(&work.hands) {
            for i in 0..LANES {
                if hands[i].is_some() {
                    minutes[i] += waits[i];
                }
            }
        }
    }

    /// How often an event of a kind begins while it is not active, per minute.
    fn per_minute(&self, kind: usize, lane: usize, work: &Work) -> f64 {
        let (mode, part) = self.kinds[kind];
        let [rate, _, beta] = &work.rate_state[mode];
        let sharers = work.sharers[mode].as_ref().map_or(Sharers::All, |sharers| sharers[lane]);
        rate[lane] * sharers.of_rate(part, beta[lane]) / MINUTES_PER_YEAR
    }

    /// The share of occurrences that hit several, and how many they hit where that may be some.
    fn common(&self, dials: &CommonDials, x: &[Lanes]) -> (Lanes, Option<[Sharers; LANES]>) {
        let value = |dial: &Dial| dial.lanes(x, &self.input_of);
        match dials {
            CommonDials::Nothing => ([0.0; LANES], None),
            CommonDials::Beta(beta) => (value(beta), None),
            CommonDials::Greek(beta, letters) => {
                let [gamma, delta] = letters.each_ref().map(value);
                (value(beta), Some(from_fn(|i| Sharers::Greek([gamma[i], delta[i]]))))
            }
            CommonDials::Alpha(factors, acting) => {
                let [two, three, four] = factors.each_ref().map(value);
                let sharers: [Sharers; LANES] = from_fn(|i| Sharers::Alpha([two[i], three[i], four[i]]));
                (acting.lanes(&sharers.map(|sharers| sharers.shared(0.0))), Some(sharers))
            }
        }
    }

    /// Rules 1, 2 and 5 for every kind, then the classes of the diagram.
    fn probabilities(&self, x: &[Lanes], work: &mut Work) {
        work.kinds.clear();
        for (index, (mode, _)) in self.kinds.iter().enumerate() {
            let share = &work.rate_state[*mode][1];
            let minutes = &work.minutes[*mode].0;
            let mut kind = [[0.0; LANES]; 2];
            for i in 0..LANES {
                let per_minute = self.per_minute(index, i, work);
                let odds = per_minute * minutes[i];
                kind[0][i] = odds / (1.0 + odds) * share[i];
                kind[1][i] = per_minute / (1.0 + odds) * share[i];
            }
            work.kinds.push(kind);
        }
        work.probability.clear();
        for atom in &self.atoms {
            let mut any = [0.0; LANES];
            for kind in atom {
                let p = &work.kinds[*kind][0];
                for i in 0..LANES {
                    any[i] += p[i] * (1.0 - any[i]);
                }
            }
            work.probability.push(any);
        }
        self.turns(x, work);
        for draw in &self.draws {
            work.probability.push(match draw {
                DrawSource::Aged { mode, waits, wait, passed } => {
                    let q = work.ages.entry((*waits, *mode)).or_insert_with(|| {
                        let (mean, sigma) = (&work.minutes[*mode].0, self.modes[*mode].sigma);
                        let waits = self.wait_lists[*waits].iter().map(|wait| &work.waits[*wait]);
                        waits.map(|wait| from_fn(|i| beyond(mean[i], sigma, wait[i]))).collect()
                    });
                    from_fn(|i| {
                        let q: Vec<f64> = q.iter().map(|q| q[i]).collect();
                        age_draw(&q, *wait, *passed)
                    })
                }
                DrawSource::Again(mode, more) => work.rate_state[*mode][1].map(|share| power(share, *more)),
                DrawSource::Turn(waiting, draw) => work.turns[*waiting][*draw],
                DrawSource::Fixed(bits) => [f64::from_bits(*bits); LANES],
                DrawSource::Number(number) => x[self.input_of[*number]],
                // Filled in with the other shares of regions.
                DrawSource::Survivors(_) => [0.0; LANES],
            });
        }
    }

    /// The draws of members that stand by, lane by lane.
    fn turns(&self, x: &[Lanes], work: &mut Work) {
        work.turns.clear();
        if self.waiting.is_empty() {
            return;
        }
        let dormancy = self.waiting.iter().map(|(_, dial)| dial.lanes(x, &self.input_of));
        let dormancy: Vec<Lanes> = dormancy.collect();
        work.turns.extend(self.waiting.iter().map(|(w, _)| vec![[0.0; LANES]; w.draws.len()]));
        for lane in 0..LANES {
            let mut turns = Turns::default();
            for (index, (waiting, _)) in self.waiting.iter().enumerate() {
                let length = |kind: usize| {
                    let mode = self.kinds[kind].0;
                    Length { mean: work.minutes[mode].0[lane], sigma: self.modes[mode].sigma }
                };
                let met = |class: Var| work.probability[class.index()][lane];
                let odds = |class: Var| {
                    let (mut all, mut first) = (0.0, 0.0);
                    for other in &self.atoms[class.index()] {
                        for own in waiting.own.iter().flat_map(|own| &self.atoms[own.index()]) {
                            let met = work.kinds[*other][0][lane] * work.kinds[*own][0][lane];
                            if met > 0.0 {
                                all += met;
                                first += met * began_first(length(*other), length(*own));
                            }
                        }
                    }
                    if all > 0.0 { (all - first) / first } else { 1.0 }
                };
                let draws = turns.next(waiting, dormancy[index][lane], met, odds);
                for (lanes, draw) in work.turns[index].iter_mut().zip(draws) {
                    lanes[lane] = draw;
                }
            }
        }
    }

    /// What depends on shares of regions and of degraded requests; nothing to do where these are fixed.
    fn shares(&self, x: &[Lanes], work: &mut Work) {
        work.users.clear();
        work.served.clear();
        work.weights.clear();
        work.served.extend(self.served.iter().map(|served| match served {
            Served::Fixed(bits) => [f64::from_bits(*bits); LANES],
            Served::By { .. } => [0.0; LANES],
        }));
        let (regions, degraded) = (&self.rest.regions, &self.rest.degraded);
        if regions.is_empty() && degraded.is_empty() {
            return;
        }
        work.users.resize(self.plan.regions.len(), [0.0; LANES]);
        work.weights.resize(self.weights.len(), [0.0; LANES]);
        let (mut plan, mut lenses) = (self.plan.clone(), self.lenses.clone());
        for lane in 0..LANES {
            for (number, index) in regions.iter().chain(degraded) {
                set(&mut plan, *number, x[self.input_of[*index]][lane]);
            }
            if !regions.is_empty() {
                let regions = Regions::of(&plan, self.sheds);
                for (users, own) in work.users.iter_mut().zip(&regions.users) {
                    users[lane] = *own;
                }
                for (lanes, served) in work.served.iter_mut().zip(&self.served) {
                    if let Served::By { home, working } = served {
                        lanes[lane] = regions.served(*home, *working);
                    }
                }
                for (class, draw) in self.draws.iter().enumerate() {
                    if let DrawSource::Survivors(working) = draw {
                        let away = (0..plan.regions.len()).find(|r| working & (1 << r) == 0);
                        let served = regions.served(away.unwrap_or_default(), *working);
                        work.probability[self.atoms.len() + class][lane] = 1.0 - served;
                    }
                }
            }
            let mut met: Option<(usize, Vec<Met>)> = None;
            for (lanes, (path, key, lens)) in work.weights.iter_mut().zip(&self.weights) {
                if met.as_ref().is_none_or(|(known, _)| known != path) {
                    let PathPlan { journey, region, .. } = &self.paths[*path];
                    let reached = reached(&plan, &self.index, &mut lenses, &plan.journeys[*journey], *region);
                    met = Some((*path, reached));
                }
                let reached = met.iter().flat_map(|(_, reached)| reached);
                let ways =
                    reached.filter(|(known, way, _)| known == key && lens.is_none_or(|lens| lens == *way));
                lanes[lane] = ways.fold(0.0, |most, (.., weight)| most.max(*weight));
            }
        }
    }

    /// What an event alone fails, in each lane.
    fn alone(&self, alone: Alone, work: &Work) -> Lanes {
        match alone {
            Alone::Fixed(bits) => [f64::from_bits(bits); LANES],
            Alone::Root(root) => *self.alone.root(root, &work.alone),
        }
    }

    /// The two integrals of every config, and what moves add per derivative.
    fn failover_terms(&self, work: &mut Work) {
        work.carried.clear();
        for of in &self.carried {
            let (anyway, home) = (self.alone(of.anyway, work), self.alone(of.home, work));
            let served = &work.served[of.served];
            work.carried.push(from_fn(|i| (1.0 - anyway[i]) * carried(home[i], served[i])));
        }
        work.capped.clear();
        for (mode, takeover, by_hand) in &self.capped {
            let (mean, ln_mean) = &work.minutes[*mode];
            let [minutes, _, manual, ln_minutes, ln_manual] = &work.takeovers[*takeover];
            let (cap, ln_cap) = if *by_hand { (manual, ln_manual) } else { (minutes, ln_minutes) };
            work.capped.push(lanes::mean_capped(mean, ln_mean, self.modes[*mode].sigma, cap, ln_cap));
        }
        work.configs.clear();
        for config in &self.configs {
            let integrals = self.integrals(config, work);
            work.configs.push(integrals);
        }
        work.moves.clear();
        let mut quiet: Vec<Lanes> = Vec::new();
        for moves in &self.moves {
            // The chance that no other event of the atom is active, by products over those before and after.
            let atom = &self.atoms[moves.atom];
            quiet.clear();
            let mut product = [1.0; LANES];
            for kind in atom {
                quiet.push(product);
                let p = &work.kinds[*kind][0];
                product = from_fn(|i| product[i] * (1.0 - p[i]));
            }
            product = [1.0; LANES];
            let mut sum = [0.0; LANES];
            for (at, (kind, config)) in moves.events.iter().enumerate().rev() {
                let [p, nu] = &work.kinds[*kind];
                let moved = &work.configs[*config][1];
                for i in 0..LANES {
                    sum[i] += nu[i] * quiet[at][i] * product[i] * moved[i];
                    product[i] *= 1.0 - p[i];
                }
            }
            work.moves.push(sum);
        }
    }

    fn share(&self, share: Share, work: &Work) -> Lanes {
        match share {
            Share::Fixed(bits) => [f64::from_bits(bits); LANES],
            Share::Weighed { share, lost, weight } => {
                let ejection = Ejection { share: f64::from_bits(share), lost: f64::from_bits(lost) };
                work.weights[weight].map(|weight| ejection.of(weight, 1))
            }
        }
    }

    /// The integrals of C and of w (1 - C); see the module.
    fn integrals(&self, config: &Config, work: &Work) -> [Lanes; 2] {
        let covered = |takeover: usize| &work.takeovers[takeover][1];
        let running: Vec<Running> = config
            .sources
            .iter()
            .map(|source| {
                let [automatic, manual] = source.capped.map(|capped| &work.capped[capped]);
                Running::of(&self.share(source.share, work), covered(source.takeover), automatic, manual)
            })
            .collect();
        let moves = config.routing.zip(self.routing).map(|([automatic, manual], routing)| {
            let [automatic, manual] = [automatic, manual].map(|capped| &work.capped[capped]);
            Running::of(&[1.0; LANES], covered(routing), automatic, manual)
        });
        integrals(&running, moves.as_ref())
    }

    fn answers(&self, x: &[Lanes], work: &mut Work) {
        let reserve = self.rest.reserve.lanes(x, &self.input_of);
        work.journeys.clear();
        for paths in self.paths.chunk_by(|a, b| a.journey == b.journey) {
            let mut listed = [0.0; LANES];
            for path in paths {
                let mut failing = *self.batch.root(path.root, &work.batch);
                for (kind, config, count, anyway) in &path.flat {
                    let (nu, lost) = (&work.kinds[*kind][1], &work.configs[*config][0]);
                    let Some(anyway) = anyway else {
                        for i in 0..LANES {
                            failing[i] += count * nu[i] * lost[i];
                        }
                        continue;
                    };
                    let anyway = self.alone.root(*anyway, &work.alone);
                    for i in 0..LANES {
                        failing[i] += count * (1.0 - anyway[i]) * nu[i] * lost[i];
                    }
                }
                if let Some(reverse) = path.reverse {
                    let derivatives = &work.derivatives[reverse];
                    for ((moves, carried), derivative) in path.moves.iter().zip(derivatives) {
                        let (moves, carried) = (&work.moves[*moves], &work.carried[*carried]);
                        for i in 0..LANES {
                            failing[i] += carried[i] * derivative[i] * moves[i];
                        }
                    }
                }
                for term in &path.aged {
                    let cost = self.aged(term, path.reverse.map(|reverse| &work.derivatives[reverse]), work);
                    failing = from_fn(|i| failing[i] + cost[i]);
                }
                let users = work.users.get(path.region).filter(|_| !self.rest.regions.is_empty());
                let users = users.copied().unwrap_or([path.users; LANES]);
                for i in 0..LANES {
                    listed[i] += users[i] * failing[i];
                }
            }
            work.journeys.push(from_fn(|i| with_reserve(listed[i].min(1.0), reserve[i])));
        }
        work.service = [0.0; LANES];
        if self.rest.journeys.len() != work.journeys.len() {
            return;
        }
        let mut total = [0.0; LANES];
        let even = 1.0 / work.journeys.len().max(1) as f64;
        let shares: Vec<Lanes> =
            self.rest.journeys.iter().map(|dial| dial.lanes(x, &self.input_of)).collect();
        for share in &shares {
            total = from_fn(|i| total[i] + share[i]);
        }
        for (share, u) in shares.iter().zip(&work.journeys) {
            for i in 0..LANES {
                let weight = if total[i] > 0.0 { share[i] / total[i] } else { even };
                work.service[i] += weight * u[i];
            }
        }
    }
}
