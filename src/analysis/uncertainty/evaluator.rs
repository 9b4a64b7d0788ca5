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
//!   the term is `nu (integral of C + r integral of w (1 - C))`. Both integrals depend on the mode and the takeovers
//!   only, and serve every zone, region and journey in which they come together.

use core::array::from_fn;
use std::collections::BTreeMap;

use super::inputs::{Input, inputs_of, known, set};
use crate::analysis::analyse::with_reserve;
use crate::analysis::events::{GroupKey, RatePart, Slot};
use crate::analysis::operations::{Acting, Operations};
use crate::analysis::structure::{Origin, Regions, Structure, compile_for, reached};
use crate::engine::lanes::{self, LANES, Lanes};
use crate::engine::{Batch, BatchScratch, EngineError, Reverse, Var};
use crate::model::catalogue::Affects;
use crate::model::{
    DurationField, FailureMode, Id, Number, Part, Plan, Practice, ProbabilityField, RoutingKind,
};
use crate::quantity::{MINUTES_PER_YEAR, Quantity};

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
    beta: Dial,
    sigma: f64,
    /// Whether its length enters a failover term.
    capped: bool,
}

/// The dials of a takeover; of the chance that it works the complement, as practices act on that.
#[derive(Clone, Debug)]
struct TakeoverDials {
    minutes: Dial,
    uncovered: Dial,
    manual_minutes: Dial,
}

/// A share of requests: fixed, or a part of what depends on a group in a draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Share {
    Fixed(u64),
    Weighed { part: u64, weight: usize },
}

/// Which share of users a move between regions carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Carried {
    Fixed(u64),
    Served { home: usize, working: u32 },
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
    /// Failover terms that do not depend on the path: kind, config, how many.
    flat: Vec<(usize, usize, f64)>,
    /// The derivatives of the region's root by group, as an index into the evaluator's.
    reverse: Option<usize>,
    /// The groups: moves, and what is carried.
    moves: Vec<(usize, usize)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum DrawSource {
    Fixed(u64),
    Number(usize),
    Survivors(u32),
}

/// What is drawn beside the numbers of modes and takeovers.
#[derive(Clone, Debug, Default)]
struct Rest {
    reserve: Option<Dial>,
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
    batch: Batch,
    /// Mode, takeover, whether by hand.
    capped: Vec<(usize, usize, bool)>,
    configs: Vec<Config>,
    moves: Vec<Moves>,
    carried: Vec<Carried>,
    /// Path and group of each weight.
    weights: Vec<(usize, GroupKey)>,
    reverses: Vec<Reverse>,
    paths: Vec<PathPlan>,
    routing: Option<usize>,
    rest: Rest,
    /// Indices of the journeys that are answered, in order.
    pub journeys: Vec<usize>,
    index: BTreeMap<Id, usize>,
}

/// Work space of an evaluation.
#[derive(Clone, Debug, Default)]
pub(super) struct Work {
    batch: BatchScratch,
    rate_state: Vec<[Lanes; 3]>,
    minutes: Vec<(Lanes, Lanes)>,
    takeovers: Vec<[Lanes; 5]>,
    probability: Vec<Lanes>,
    kinds: Vec<[Lanes; 2]>,
    capped: Vec<Lanes>,
    configs: Vec<[Lanes; 2]>,
    moves: Vec<Lanes>,
    carried: Vec<Lanes>,
    weights: Vec<Lanes>,
    users: Vec<Lanes>,
    derivatives: Vec<Vec<Lanes>>,
    /// U of each answered journey.
    pub journeys: Vec<Lanes>,
    /// U of the service; of no meaning while a journey has no answer.
    pub service: Lanes,
}

/// Finds the place of a value in a list, adding it when it is new.
fn intern<K: Ord + Clone>(known: &mut BTreeMap<K, usize>, key: K, new: impl FnOnce()) -> usize {
    let next = known.len();
    *known.entry(key).or_insert_with(|| {
        new();
        next
    })
}

/// The numbers that are drawn, in the order in which they are met.
#[derive(Default)]
struct Registry {
    numbers: Vec<Number>,
    index: BTreeMap<Number, usize>,
}

impl Registry {
    fn dial(&mut self, plan: &Plan, number: Number, acting: Acting) -> Dial {
        let Some(known) = known(plan, number) else { return Dial::Fixed(0.0) };
        if known.distribution.is_point() {
            return Dial::Fixed(acting.act(known.likely()));
        }
        Dial::Drawn { number: self.number(number), acting }
    }

    /// The chance that a takeover does not work.
    fn uncovered(&mut self, plan: &Plan, field: ProbabilityField) -> Dial {
        let acting = Acting::on(plan, None, Affects::Uncovered);
        match self.dial(plan, Number::Probability(field), Acting::none()) {
            Dial::Fixed(coverage) => Dial::Fixed(acting.act(1.0 - coverage)),
            Dial::Drawn { number, .. } => Dial::Drawn { number, acting },
        }
    }

    fn number(&mut self, number: Number) -> usize {
        let next = self.numbers.len();
        *self.index.entry(number).or_insert_with(|| {
            self.numbers.push(number);
            next
        })
    }

    fn is_drawn(plan: &Plan, number: Number) -> bool {
        known(plan, number).is_some_and(|known| !known.distribution.is_point())
    }
}

impl Evaluator {
    /// Compiles a plan for the journeys at `journeys`, all of which have an answer.
    ///
    /// Shares and capacities of regions need a larger diagram; where that is too large, they stay at likely.
    pub(super) fn compile(plan: &Plan, journeys: &[usize]) -> Result<Self, EngineError> {
        let region_numbers = region_numbers(plan);
        let varies = !region_numbers.is_empty();
        match Self::compile_with(plan, journeys, &region_numbers) {
            Err(_) if varies => Self::compile_with(plan, journeys, &[]),
            result => result,
        }
    }

    fn compile_with(plan: &Plan, journeys: &[usize], region_numbers: &[Number]) -> Result<Self, EngineError> {
        let operations = Operations::of(plan);
        let sheds = operations.sheds;
        let structure = compile_for(&widest(plan), sheds, journeys, !region_numbers.is_empty())?;
        let mut builder = Builder {
            plan,
            structure: &structure,
            registry: Registry::default(),
            modes: Vec::new(),
            mode_places: vec![None; plan.modes.len()],
            takeovers: Vec::new(),
            takeover_places: vec![None; plan.components.len() + 1],
            kinds: BTreeMap::new(),
            kind_list: Vec::new(),
            capped: BTreeMap::new(),
            capped_list: Vec::new(),
            configs: BTreeMap::new(),
            config_list: Vec::new(),
            weights: BTreeMap::new(),
            weight_list: Vec::new(),
            moves: BTreeMap::new(),
            move_list: Vec::new(),
            carried: BTreeMap::new(),
            carried_list: Vec::new(),
        };
        let rest = builder.rest(journeys, region_numbers);
        let (atoms, draws, classes) = builder.classes();
        let batch = Batch::compile(&structure.program, &classes);
        let mut reverses: Vec<Reverse> = Vec::new();
        let mut paths = Vec::with_capacity(structure.paths.len());
        for (index, path) in structure.paths.iter().enumerate() {
            let (flat, groups, group_of) = builder.failovers(index, &classes, &rest);
            let reverse = path.region_root.filter(|_| !groups.is_empty()).map(|root| {
                let reverse =
                    batch.reverse(&structure.program, &classes, root, |var| group_of.get(&var).copied());
                reverses.iter().position(|known| *known == reverse).unwrap_or_else(|| {
                    reverses.push(reverse);
                    reverses.len() - 1
                })
            });
            paths.push(PathPlan {
                journey: path.journey,
                region: path.region,
                users: path.users,
                root: path.root,
                flat,
                reverse,
                moves: groups,
            });
        }
        let routing = builder.takeover_places.last().copied().flatten();
        let Builder { registry, modes, takeovers, kind_list, capped_list, config_list, .. } = builder;
        let (inputs, input_of) = inputs_of(plan, &registry.numbers);
        let evaluator = Self {
            inputs,
            input_of,
            plan: plan.clone(),
            sheds,
            modes,
            takeovers,
            kinds: kind_list,
            atoms,
            draws,
            batch,
            capped: capped_list,
            configs: config_list,
            moves: builder.move_list,
            carried: builder.carried_list,
            weights: builder.weight_list,
            reverses,
            paths,
            routing,
            rest,
            journeys: journeys.to_vec(),
            index: plan.components.iter().enumerate().map(|(i, c)| (c.id, i)).collect(),
        };
        Ok(evaluator)
    }

    /// Decisions, capped means and reverse steps of one evaluation.
    pub(super) fn size(&self) -> [usize; 5] {
        let reverse = self.reverses.iter().map(Reverse::len).sum();
        [self.batch.len(), reverse, self.capped.len(), self.configs.len(), self.kinds.len()]
    }
}

/// The shares and capacities of regions that are ranges, when they matter.
fn region_numbers(plan: &Plan) -> Vec<Number> {
    if plan.regions.len() < 2 {
        return Vec::new();
    }
    let moves = plan.routing.kind != RoutingKind::Stay;
    let shares = plan.regions.iter().map(|r| ProbabilityField::RegionTraffic(r.id));
    let capacities = plan.regions.iter().filter(|_| moves).map(|r| ProbabilityField::RegionCapacity(r.id));
    let all = shares.chain(capacities).map(Number::Probability);
    all.filter(|number| Registry::is_drawn(plan, *number)).collect()
}

/// The plan whose structure covers every draw: what may be above zero is.
fn widest(plan: &Plan) -> Plan {
    let betas = plan.modes.iter().map(|m| ProbabilityField::ModeBeta(m.id));
    let shares = plan.regions.iter().map(|r| ProbabilityField::RegionTraffic(r.id));
    let mut widest = plan.clone();
    for number in betas.chain(shares).map(Number::Probability) {
        if let Some(known) = known(plan, number).filter(|known| known.likely() <= 0.0 && known.high() > 0.0) {
            set(&mut widest, number, known.high());
        }
    }
    widest
}

struct Builder<'a> {
    plan: &'a Plan,
    structure: &'a Structure,
    registry: Registry,
    modes: Vec<ModeDials>,
    mode_places: Vec<Option<usize>>,
    takeovers: Vec<TakeoverDials>,
    /// By component; the last one is the routing.
    takeover_places: Vec<Option<usize>>,
    kinds: BTreeMap<(usize, u8), usize>,
    kind_list: Vec<(usize, RatePart)>,
    capped: BTreeMap<(usize, usize, bool), usize>,
    capped_list: Vec<(usize, usize, bool)>,
    configs: BTreeMap<(usize, Vec<(usize, Share)>, bool), usize>,
    config_list: Vec<Config>,
    weights: BTreeMap<(usize, GroupKey), usize>,
    weight_list: Vec<(usize, GroupKey)>,
    moves: BTreeMap<(usize, Vec<(usize, Share)>), usize>,
    move_list: Vec<Moves>,
    carried: BTreeMap<Carried, usize>,
    carried_list: Vec<Carried>,
}

/// Flat terms, groups of moves, and the group of each event.
type Terms = (Vec<(usize, usize, f64)>, Vec<(usize, usize)>, BTreeMap<Var, u32>);

impl Builder<'_> {
    fn rest(&mut self, journeys: &[usize], region_numbers: &[Number]) -> Rest {
        let plan = self.plan;
        let share = |field| Number::Probability(field);
        let mut rest = Rest::default();
        rest.reserve = Some(self.registry.dial(plan, share(ProbabilityField::Reserve), Acting::none()));
        let whole = journeys.len() == plan.journeys.len();
        for journey in plan.journeys.iter().filter(|_| whole) {
            let number = share(ProbabilityField::JourneyTraffic(journey.id));
            // The only journey has all the traffic.
            let dial = match plan.journeys.len() {
                1 => Dial::Fixed(1.0),
                _ => self.registry.dial(plan, number, Acting::none()),
            };
            rest.journeys.push(dial);
        }
        rest.regions = region_numbers.iter().map(|n| (*n, self.registry.number(*n))).collect();
        let used = self.structure.program.used();
        for ((place, key), var) in &self.structure.degraded {
            let number = share(ProbabilityField::Degraded(*place, plan.components[key.0].id));
            let is_used = used.get(var.index()) == Some(&true);
            if is_used && Registry::is_drawn(plan, number) {
                let index = self.registry.number(number);
                if !rest.degraded.contains(&(number, index)) {
                    rest.degraded.push((number, index));
                }
            }
        }
        rest
    }

    /// The atoms and draws that differ, and the class of each place.
    fn classes(&mut self) -> (Vec<Vec<usize>>, Vec<DrawSource>, Vec<u32>) {
        let structure = self.structure;
        let by_var: BTreeMap<Var, Number> = structure
            .degraded
            .iter()
            .map(|((place, key), var)| {
                let on = self.plan.components[key.0].id;
                (*var, Number::Probability(ProbabilityField::Degraded(*place, on)))
            })
            .collect();
        let survivors: BTreeMap<Var, u32> = structure.survivors.iter().map(|(w, var)| (*var, *w)).collect();
        let mut is_used: Vec<bool> = structure.program.used();
        is_used.resize(structure.slots.len(), false);
        for failovers in structure.paths.iter().flat_map(|path| &path.failovers) {
            is_used[failovers.atom.index()] = true;
        }
        let (mut atoms, mut draws) = (Vec::new(), Vec::new());
        let (mut known_atoms, mut known_draws) = (BTreeMap::new(), BTreeMap::new());
        // Atoms first: their number tells where the draws begin.
        let mut classes = vec![0; structure.slots.len()];
        for place in 0..structure.slots.len() {
            if !structure.atom(place).is_empty() && is_used[place] {
                let kinds: Vec<usize> = structure.atom(place).map(|event| self.kind(event)).collect();
                classes[place] = intern(&mut known_atoms, kinds.clone(), || atoms.push(kinds)) as u32;
            }
        }
        for (place, slot) in structure.slots.iter().enumerate() {
            let Slot::Draw(probability) = slot else { continue };
            let var = Var::new(place as u32);
            let drawn = by_var.get(&var).and_then(|number| self.registry.index.get(number));
            let source = match (drawn, survivors.get(&var)) {
                (Some(number), _) => DrawSource::Number(*number),
                (None, Some(working)) => DrawSource::Survivors(*working),
                (None, None) => DrawSource::Fixed(probability.to_bits()),
            };
            let draw = intern(&mut known_draws, source, || draws.push(source));
            classes[place] = (atoms.len() + draw) as u32;
        }
        (atoms, draws, classes)
    }

    /// The kind of an event: its mode and its part of the rate.
    fn kind(&mut self, event: usize) -> usize {
        let event = &self.structure.events[event];
        let mode = self.mode(event.mode);
        if event.part != RatePart::Whole && matches!(self.modes[mode].beta, Dial::Fixed(_)) {
            let m = &self.plan.modes[event.mode];
            let acting = Acting::on(self.plan, Some(m), Affects::Beta);
            let number = Number::Probability(ProbabilityField::ModeBeta(m.id));
            self.modes[mode].beta = self.registry.dial(self.plan, number, acting);
        }
        let kind = (mode, event.part);
        let list = &mut self.kind_list;
        intern(&mut self.kinds, (mode, event.part as u8), || list.push(kind))
    }

    fn mode(&mut self, mode: usize) -> usize {
        if let Some(place) = self.mode_places[mode] {
            return place;
        }
        let plan = self.plan;
        let m: &FailureMode = &plan.modes[mode];
        let on = |affects| Acting::on(plan, Some(m), affects);
        let part = |part| Number::Duration(DurationField::ModePart(m.id, part));
        const PARTS: [Part; 5] = [Part::Detect, Part::Engage, Part::Diagnose, Part::Mitigate, Part::Verify];
        let dials = ModeDials {
            rate: self.registry.dial(plan, Number::Rate(m.id), on(Affects::Rate)),
            parts: PARTS.map(|p| self.registry.dial(plan, part(p), on(Affects::Part(p)))),
            share: self.registry.dial(
                plan,
                Number::Probability(ProbabilityField::ModeShare(m.id)),
                on(Affects::Share),
            ),
            beta: Dial::Fixed(0.0),
            sigma: m.spread.get(),
            capped: false,
        };
        self.modes.push(dials);
        self.mode_places[mode] = Some(self.modes.len() - 1);
        self.modes.len() - 1
    }

    /// The takeover of a component, or of the routing.
    fn takeover(&mut self, component: Option<usize>) -> usize {
        let place = component.unwrap_or(self.plan.components.len());
        if let Some(known) = self.takeover_places[place] {
            return known;
        }
        let plan = self.plan;
        let (time, coverage, manual) = match component.map(|c| plan.components[c].id) {
            Some(id) => (
                DurationField::ComponentTime(id),
                ProbabilityField::ComponentCoverage(id),
                DurationField::ComponentManual(id),
            ),
            None => {
                (DurationField::RoutingTime, ProbabilityField::RoutingCoverage, DurationField::RoutingManual)
            }
        };
        let by_hand = component.is_none()
            && plan.routing.kind == RoutingKind::Manual
            && plan.level(Practice::FailoverAutomation) == 0;
        let on = |affects| Acting::on(plan, None, affects);
        let dials = TakeoverDials {
            // A move by hand never takes the automatic way, so what that would take is no input.
            minutes: if by_hand {
                Dial::Fixed(0.0)
            } else {
                self.registry.dial(plan, Number::Duration(time), on(Affects::FailoverTime))
            },
            uncovered: if by_hand { Dial::Fixed(1.0) } else { self.registry.uncovered(plan, coverage) },
            manual_minutes: self.registry.dial(plan, Number::Duration(manual), on(Affects::ManualTime)),
        };
        self.takeovers.push(dials);
        self.takeover_places[place] = Some(self.takeovers.len() - 1);
        self.takeovers.len() - 1
    }

    fn capped(&mut self, mode: usize, takeover: usize) -> [usize; 2] {
        self.modes[mode].capped = true;
        [false, true].map(|by_hand| {
            let key = (mode, takeover, by_hand);
            let list = &mut self.capped_list;
            intern(&mut self.capped, key, || list.push(key))
        })
    }

    fn config(&mut self, kind: usize, sources: &[(usize, Share)], moves: bool) -> usize {
        let mode = self.kind_list[kind].0;
        let key = (mode, sources.to_vec(), moves);
        if let Some(known) = self.configs.get(&key) {
            return *known;
        }
        let routing = if moves {
            let takeover = self.takeover(None);
            Some(self.capped(mode, takeover))
        } else {
            None
        };
        let sources = sources
            .iter()
            .map(|(takeover, share)| ConfigSource {
                takeover: *takeover,
                share: *share,
                capped: self.capped(mode, *takeover),
            })
            .collect();
        self.config_list.push(Config { sources, routing });
        self.configs.insert(key, self.config_list.len() - 1);
        self.config_list.len() - 1
    }

    /// What failing over costs on a path.
    fn failovers(&mut self, path_index: usize, classes: &[u32], rest: &Rest) -> Terms {
        let structure = self.structure;
        let path = &structure.paths[path_index];
        let mut flat: BTreeMap<(usize, usize), f64> = BTreeMap::new();
        let mut groups: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        let mut group_list = Vec::new();
        let mut group_of = BTreeMap::new();
        let regions_vary = !rest.regions.is_empty();
        for failovers in &path.failovers {
            let place = failovers.atom.index();
            let mut sources: Vec<(usize, Share)> = Vec::new();
            let mut carried = None;
            for source in &failovers.sources {
                match (source.component, source.origin) {
                    (Some(component), Origin::Group(key, part)) => {
                        let share = if rest.degraded.is_empty() {
                            Share::Fixed(source.share.to_bits())
                        } else {
                            let list = &mut self.weight_list;
                            let new = (path_index, key);
                            let weight = intern(&mut self.weights, new, || list.push(new));
                            Share::Weighed { part: part.to_bits(), weight }
                        };
                        sources.push((self.takeover(Some(component)), share));
                    }
                    (_, Origin::Working(working)) if regions_vary => {
                        carried = Some(Carried::Served { home: path.region, working });
                    }
                    _ => carried = Some(Carried::Fixed(source.share.to_bits())),
                }
            }
            let kinds: Vec<usize> = structure.atom(place).map(|event| self.kind(event)).collect();
            let configs: Vec<usize> =
                kinds.iter().map(|kind| self.config(*kind, &sources, carried.is_some())).collect();
            if !sources.is_empty() {
                for (kind, config) in kinds.iter().zip(&configs) {
                    *flat.entry((*kind, *config)).or_default() += 1.0;
                }
            }
            if let Some(carried) = carried {
                let list = &mut self.carried_list;
                let carried = intern(&mut self.carried, carried, || list.push(carried));
                let atom = classes[place] as usize;
                let list = &mut self.move_list;
                let events = kinds.into_iter().zip(configs).collect();
                let moves = intern(&mut self.moves, (atom, sources), || list.push(Moves { atom, events }));
                let group = intern(&mut groups, (moves, carried), || group_list.push((moves, carried)));
                group_of.insert(failovers.atom, group as u32);
            }
        }
        let flat = flat.into_iter().map(|((kind, config), count)| (kind, config, count)).collect();
        (flat, group_list, group_of)
    }
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
    /// U of every journey and of the service for eight draws: `x` holds the value of each input in each lane.
    pub(super) fn evaluate(&self, x: &[Lanes], work: &mut Work) {
        self.modes_and_takeovers(x, work);
        self.probabilities(x, work);
        self.shares(x, work);
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
        work.minutes.clear();
        for mode in &self.modes {
            let [detect, engage, diagnose, mitigate, verify] = mode.parts.each_ref().map(value);
            let minutes: Lanes = from_fn(|i| detect[i] + engage[i] + diagnose[i] + mitigate[i] + verify[i]);
            let logarithm = if mode.capped { lanes::ln(&minutes) } else { [0.0; LANES] };
            work.minutes.push((minutes, logarithm));
            work.rate_state.push([value(&mode.rate), value(&mode.share), value(&mode.beta)]);
        }
        work.takeovers.clear();
        for takeover in &self.takeovers {
            let (minutes, manual) = (value(&takeover.minutes), value(&takeover.manual_minutes));
            let coverage = match &takeover.uncovered {
                Dial::Fixed(uncovered) => [1.0 - uncovered; LANES],
                Dial::Drawn { number, acting } => {
                    let uncovered = acting.lanes(&x[self.input_of[*number]].map(|covered| 1.0 - covered));
                    uncovered.map(|uncovered| 1.0 - uncovered)
                }
            };
            let (ln_minutes, ln_manual) = (lanes::ln(&minutes), lanes::ln(&manual));
            work.takeovers.push([minutes, coverage, manual, ln_minutes, ln_manual]);
        }
    }

    /// Rules 1, 2 and 5 for every kind, then the classes of the diagram.
    fn probabilities(&self, x: &[Lanes], work: &mut Work) {
        work.kinds.clear();
        for (mode, part) in &self.kinds {
            let [rate, share, beta] = &work.rate_state[*mode];
            let minutes = &work.minutes[*mode].0;
            let mut kind = [[0.0; LANES]; 2];
            for i in 0..LANES {
                let own = match part {
                    RatePart::Whole => 1.0,
                    RatePart::Own => 1.0 - beta[i],
                    RatePart::Common => beta[i],
                };
                let per_minute = rate[i] * own / MINUTES_PER_YEAR;
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
        for draw in &self.draws {
            work.probability.push(match draw {
                DrawSource::Fixed(bits) => [f64::from_bits(*bits); LANES],
                DrawSource::Number(number) => x[self.input_of[*number]],
                // Filled in with the other shares of regions.
                DrawSource::Survivors(_) => [0.0; LANES],
            });
        }
    }

    /// What depends on shares of regions and of degraded requests; nothing to do where these are fixed.
    fn shares(&self, x: &[Lanes], work: &mut Work) {
        work.users.clear();
        work.carried.clear();
        work.weights.clear();
        work.carried.extend(self.carried.iter().map(|carried| match carried {
            Carried::Fixed(bits) => [f64::from_bits(*bits); LANES],
            Carried::Served { .. } => [0.0; LANES],
        }));
        let (regions, degraded) = (&self.rest.regions, &self.rest.degraded);
        if regions.is_empty() && degraded.is_empty() {
            return;
        }
        work.users.resize(self.plan.regions.len(), [0.0; LANES]);
        work.weights.resize(self.weights.len(), [0.0; LANES]);
        let mut plan = self.plan.clone();
        for lane in 0..LANES {
            for (number, index) in regions.iter().chain(degraded) {
                set(&mut plan, *number, x[self.input_of[*index]][lane]);
            }
            if !regions.is_empty() {
                let regions = Regions::of(&plan, self.sheds);
                for (users, own) in work.users.iter_mut().zip(&regions.users) {
                    users[lane] = *own;
                }
                for (lanes, carried) in work.carried.iter_mut().zip(&self.carried) {
                    if let Carried::Served { home, working } = carried {
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
            let mut met: Option<(usize, BTreeMap<GroupKey, f64>)> = None;
            for (lanes, (path, key)) in work.weights.iter_mut().zip(&self.weights) {
                if met.as_ref().is_none_or(|(known, _)| known != path) {
                    let PathPlan { journey, region, .. } = &self.paths[*path];
                    let needs = &plan.journeys[*journey].needs;
                    met = Some((*path, reached(&plan, &self.index, needs, *region)));
                }
                lanes[lane] = met.as_ref().and_then(|(_, reached)| reached.get(key)).copied().unwrap_or(0.0);
            }
        }
    }

    /// The two integrals of every config, and what moves add per derivative.
    fn failover_terms(&self, work: &mut Work) {
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
            Share::Weighed { part, weight } => {
                let part = f64::from_bits(part);
                work.weights[weight].map(|weight| part * weight)
            }
        }
    }

    /// The integral of C, and that of w (1 - C); see the module.
    fn integrals(&self, config: &Config, work: &Work) -> [Lanes; 2] {
        let move_ = match (config.routing, self.routing) {
            (Some([automatic, manual]), Some(routing)) => {
                Some((&work.takeovers[routing][1], &work.capped[automatic], &work.capped[manual]))
            }
            _ => None,
        };
        match config.sources.as_slice() {
            [] => {
                let moved = move_.map_or([0.0; LANES], |(covered, automatic, manual)| {
                    from_fn(|i| covered[i] * automatic[i] + (1.0 - covered[i]) * manual[i])
                });
                [[0.0; LANES], moved]
            }
            [source] => {
                let share = self.share(source.share, work);
                let covered = &work.takeovers[source.takeover][1];
                let [automatic, manual] = source.capped.map(|capped| &work.capped[capped]);
                // The mean time until min(D, T, cap), as capped means rise with their caps.
                let within = |i: usize, cap: f64| {
                    share[i] * (covered[i] * automatic[i].min(cap) + (1.0 - covered[i]) * manual[i].min(cap))
                };
                let failing = from_fn(|i| within(i, f64::INFINITY));
                let moved = move_.map_or([0.0; LANES], |(covers, first, last)| {
                    from_fn(|i| {
                        covers[i] * (first[i] - within(i, first[i]))
                            + (1.0 - covers[i]) * (last[i] - within(i, last[i]))
                    })
                });
                [failing, moved]
            }
            sources => {
                let shares: Vec<Lanes> =
                    sources.iter().map(|source| self.share(source.share, work)).collect();
                let mut found = [[0.0; LANES]; 2];
                let mut running: Vec<Running> = Vec::with_capacity(sources.len());
                let mut times: Vec<f64> = Vec::with_capacity(2 * sources.len() + 2);
                for i in 0..LANES {
                    running.clear();
                    times.clear();
                    for (source, share) in sources.iter().zip(&shares) {
                        let covered = work.takeovers[source.takeover][1][i];
                        let [automatic, manual] = source.capped.map(|capped| work.capped[capped][i]);
                        running.push(Running {
                            works: share[i] * covered,
                            by_hand: share[i] * (1.0 - covered),
                            automatic,
                            manual,
                        });
                        times.extend([automatic, manual]);
                    }
                    let moves = move_.map(|(covers, first, last)| {
                        times.extend([first[i], last[i]]);
                        Running {
                            works: covers[i],
                            by_hand: 1.0 - covers[i],
                            automatic: first[i],
                            manual: last[i],
                        }
                    });
                    times.sort_unstable_by(f64::total_cmp);
                    let mut from = 0.0;
                    for until in &times {
                        let length = until - from;
                        if length > 0.0 {
                            let failing =
                                running.iter().fold(0.0, |any, r| any + r.share_after(from) * (1.0 - any));
                            found[0][i] += failing * length;
                            let moved = moves.as_ref().map_or(0.0, |m| m.share_after(from));
                            found[1][i] += moved * (1.0 - failing) * length;
                            from = *until;
                        }
                    }
                }
                found
            }
        }
    }

    fn answers(&self, x: &[Lanes], work: &mut Work) {
        let reserve = match &self.rest.reserve {
            Some(dial) => dial.lanes(x, &self.input_of),
            None => [0.0; LANES],
        };
        work.journeys.clear();
        for paths in self.paths.chunk_by(|a, b| a.journey == b.journey) {
            let mut listed = [0.0; LANES];
            for path in paths {
                let mut failing = *self.batch.root(path.root, &work.batch);
                for (kind, config, count) in &path.flat {
                    let (nu, lost) = (&work.kinds[*kind][1], &work.configs[*config][0]);
                    for i in 0..LANES {
                        failing[i] += count * nu[i] * lost[i];
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

/// A takeover as it runs, its times as capped means.
struct Running {
    works: f64,
    by_hand: f64,
    automatic: f64,
    manual: f64,
}

impl Running {
    fn share_after(&self, time: f64) -> f64 {
        let works = if time < self.automatic { self.works } else { 0.0 };
        works + if time < self.manual { self.by_hand } else { 0.0 }
    }
}
