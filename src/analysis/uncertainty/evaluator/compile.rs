//! From a plan to its evaluator.

mod patience;

use std::collections::BTreeMap;

use super::aged::WaitDial;
use super::{
    Alone, Carried, CommonDials, Config, ConfigSource, Dial, DrawSource, Evaluator, Incident, ModeDials,
    Moves, PathPlan, Rest, Served, Share, TakeoverDials, Uncovered,
};
use crate::analysis::events::{GroupKey, RatePart, Rival, Sharers, Slot, Waiting};
use crate::analysis::lens::{Lenses, MOST_VARYING, Seen, Wait};
use crate::analysis::operations::{Acting, Operations};
use crate::analysis::structure::{Origin, Structure, Varying, compile_for};
use crate::analysis::uncertainty::inputs::{inputs_of, known, set};
use crate::engine::{Batch, EngineError, Reverse, Scratch, Var};
use crate::model::catalogue::Affects;
use crate::model::{
    DurationField, FailureMode, Id, Number, Part, Place, Plan, Practice, ProbabilityField, Redundancy,
    RoutingKind,
};
use crate::quantity::Quantity;

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
    fn uncovered(&mut self, plan: &Plan, place: Place, field: ProbabilityField) -> Uncovered {
        let Some(failover) = plan.failover(place) else { return Uncovered::Typed(Dial::Fixed(1.0)) };
        let acting = Acting::on_uncovered(plan, failover);
        let mut dial = |number| self.dial(plan, number, Acting::none());
        let covered = dial(Number::Probability(field));
        if failover.drill.is_none() {
            return Uncovered::Typed(match covered {
                Dial::Fixed(coverage) => Dial::Fixed(acting.act(1.0 - coverage)),
                Dial::Drawn { number, .. } => Dial::Drawn { number, acting },
            });
        }
        let untested = dial(Number::Probability(ProbabilityField::DrillUntested(place)));
        let [every, half_life] = [DurationField::DrillEvery(place), DurationField::DrillHalfLife(place)]
            .map(|field| dial(Number::Duration(field)));
        Uncovered::Drilled(Box::new([covered, untested, every, half_life]), acting)
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
    /// Shares and capacities of regions need a larger diagram; where that is too large, they stay at likely. So do
    /// lengths of what is ridden out, and they stay there, too, where one event is seen through too many of them.
    pub(in crate::analysis::uncertainty) fn compile(
        plan: &Plan,
        journeys: &[usize],
    ) -> Result<Self, EngineError> {
        let region_numbers = region_numbers(plan);
        let varies = !region_numbers.is_empty();
        let waits = waits_vary(plan, journeys);
        match Self::compile_with(plan, journeys, &region_numbers, waits) {
            Err(_) if varies || waits => Self::compile_with(plan, journeys, &[], false),
            result => result,
        }
    }

    fn compile_with(
        plan: &Plan,
        journeys: &[usize],
        region_numbers: &[Number],
        waits: bool,
    ) -> Result<Self, EngineError> {
        let operations = Operations::of(plan);
        let sheds = operations.sheds;
        let varying = Varying { regions: !region_numbers.is_empty(), waits };
        let structure = compile_for(&widest(plan), sheds, journeys, varying)?;
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
            waiting: Vec::new(),
            incidents: Vec::new(),
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
            alone: Vec::new(),
            served: BTreeMap::new(),
            served_list: Vec::new(),
            waits: BTreeMap::new(),
            wait_dials: Vec::new(),
            wait_lists: BTreeMap::new(),
            wait_list_list: Vec::new(),
        };
        let rest = builder.rest(journeys, region_numbers);
        let (atoms, draws, classes) = builder.classes();
        let batch = Batch::compile(&structure.program, &classes);
        builder.alone = alone(&structure, &classes, atoms.len(), &draws);
        let alone = if builder.alone.iter().any(|alone| matches!(alone, Alone::Root(_))) {
            Batch::compile(&structure.alone, &classes)
        } else {
            Batch::default()
        };
        let mut reverses: Vec<Reverse> = Vec::new();
        let mut paths = Vec::with_capacity(structure.paths.len());
        for (index, path) in structure.paths.iter().enumerate() {
            let (flat, groups, mut group_of) = builder.failovers(index, &classes, &rest);
            let aged = builder.aged(index, &rest, groups.len(), &mut group_of);
            let reverse = path.region_root.filter(|_| !group_of.is_empty()).map(|root| {
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
                aged,
            });
        }
        let routing = builder.takeover_places.last().copied().flatten();
        let Builder {
            registry,
            modes,
            takeovers,
            kind_list,
            waiting,
            incidents,
            capped_list,
            config_list,
            ..
        } = builder;
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
            people: plan.responders.map(|responders| (responders, incidents)),
            waiting,
            batch,
            alone,
            capped: capped_list,
            configs: config_list,
            moves: builder.move_list,
            carried: builder.carried_list,
            served: builder.served_list,
            waits: builder.wait_dials,
            wait_lists: builder.wait_list_list,
            lenses: structure.lenses.clone(),
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
    // A mode has the numbers of its model alone; those of alpha factors that are zero beside others change nothing.
    let betas = plan.modes.iter().flat_map(|m| {
        let alpha = [
            ProbabilityField::ModeAlphaTwo,
            ProbabilityField::ModeAlphaThree,
            ProbabilityField::ModeAlphaFour,
        ];
        let alpha = alpha.map(|field| field(m.id));
        core::iter::once(ProbabilityField::ModeBeta(m.id)).chain(alpha)
    });
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
    kinds: BTreeMap<(usize, RatePart), usize>,
    kind_list: Vec<(usize, RatePart)>,
    waiting: Vec<(Waiting, Dial)>,
    incidents: Vec<Incident>,
    capped: BTreeMap<(usize, usize, bool), usize>,
    capped_list: Vec<(usize, usize, bool)>,
    configs: BTreeMap<(usize, Sources, bool), usize>,
    config_list: Vec<Config>,
    weights: BTreeMap<(usize, GroupKey, Option<u32>), usize>,
    weight_list: Vec<(usize, GroupKey, Option<u32>)>,
    moves: BTreeMap<(usize, Sources), usize>,
    move_list: Vec<Moves>,
    carried: BTreeMap<Carried, usize>,
    carried_list: Vec<Carried>,
    /// What events alone fail, by root of [`Structure::alone`].
    alone: Vec<Alone>,
    served: BTreeMap<Served, usize>,
    served_list: Vec<Served>,
    waits: BTreeMap<Wait, usize>,
    wait_dials: Vec<WaitDial>,
    wait_lists: BTreeMap<Vec<usize>, usize>,
    wait_list_list: Vec<Vec<usize>>,
}

/// Whether lengths of what is ridden out are ranges, and no event is seen through too many of them.
fn waits_vary(plan: &Plan, journeys: &[usize]) -> bool {
    let index = plan.components.iter().enumerate().map(|(i, c)| (c.id, i)).collect();
    let (lenses, seen) = Lenses::of(plan, &index, journeys, true);
    lenses.any_vary() && Seen::all(seen.values()).waits.len() <= MOST_VARYING
}

/// What events alone fail: fixed where no draw in it varies.
fn alone(structure: &Structure, classes: &[u32], atoms: usize, draws: &[DrawSource]) -> Vec<Alone> {
    let likely: Vec<f64> = structure
        .slots
        .iter()
        .map(|slot| match slot {
            Slot::Draw(probability) => *probability,
            _ => 0.0,
        })
        .collect();
    let values = structure.alone.probabilities(&likely, &mut Scratch::default());
    let varies = |var: Var| {
        let draw = (classes[var.index()] as usize).checked_sub(atoms).and_then(|draw| draws.get(draw));
        !matches!(draw, None | Some(DrawSource::Fixed(_)))
    };
    let alone = |(root, value): (usize, &f64)| match structure.alone.depends(root, varies) {
        true => Alone::Root(root),
        false => Alone::Fixed(value.to_bits()),
    };
    values.iter().enumerate().map(alone).collect()
}

/// The takeovers that an event sets off together, each with its share of requests.
type Sources = Vec<(usize, Share)>;

/// Flat terms, groups of moves, and the group of each event.
type Terms = (Vec<(usize, usize, f64, Option<usize>)>, Vec<(usize, usize)>, BTreeMap<Var, u32>);

impl Builder<'_> {
    fn rest(&mut self, journeys: &[usize], region_numbers: &[Number]) -> Rest {
        let plan = self.plan;
        let share = |field| Number::Probability(field);
        let reserve = self.registry.dial(plan, share(ProbabilityField::Reserve), Acting::none());
        let mut rest = Rest { reserve, journeys: Vec::new(), regions: Vec::new(), degraded: Vec::new() };
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
        for waiting in &structure.waiting {
            waiting.own.iter().for_each(|own| is_used[own.index()] = true);
            waiting.before.iter().for_each(|rival| is_used[rival.var.index()] = true);
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
        self.incidents();
        let turns = self.waiting(&classes);
        for (place, slot) in structure.slots.iter().enumerate() {
            let var = Var::new(place as u32);
            let probability = match slot {
                Slot::Draw(probability) => *probability,
                Slot::Turn(_) | Slot::Aged { .. } | Slot::Again { .. } => 0.0,
                Slot::Atom { .. } => continue,
            };
            let seen = if is_used[place] { self.seen(slot) } else { None };
            let drawn = by_var.get(&var).and_then(|number| self.registry.index.get(number));
            let source = match (drawn, survivors.get(&var), turns.get(&var).or(seen.as_ref())) {
                (_, _, Some(turn)) => *turn,
                (Some(number), ..) => DrawSource::Number(*number),
                (None, Some(working), _) => DrawSource::Survivors(*working),
                (None, None, _) => DrawSource::Fixed(probability.to_bits()),
            };
            let draw = intern(&mut known_draws, source, || draws.push(source));
            classes[place] = (atoms.len() + draw) as u32;
        }
        (atoms, draws, classes)
    }

    /// The incidents that people may have to work on, those alike counted.
    fn incidents(&mut self) {
        let structure = self.structure;
        if self.plan.responders.is_none() {
            return;
        }
        let mut stands_by = vec![None; structure.slots.len()];
        for waiting in &structure.waiting {
            waiting.own.iter().for_each(|own| stands_by[own.index()] = Some(waiting.component));
        }
        let mut counts: BTreeMap<(usize, Option<usize>), f64> = BTreeMap::new();
        for (place, component) in stands_by.into_iter().enumerate() {
            for event in structure.atom(place) {
                if self.may_take_people(structure.events[event].mode) {
                    *counts.entry((self.kind(event), component)).or_default() += 1.0;
                }
            }
        }
        for ((kind, component), count) in counts {
            let dormancy = component.map_or(Dial::Fixed(1.0), |component| self.dormancy(component));
            self.incidents.push(Incident { kind, dormancy, count });
        }
    }

    /// Whether some draw of a mode engages or diagnoses.
    fn may_take_people(&self, mode: usize) -> bool {
        let parts = &self.plan.modes[mode].parts;
        parts.engage.high().minutes() + parts.diagnose.high().minutes() > 0.0
    }

    /// The share of its failure rate that a component's member has while it stands by.
    fn dormancy(&mut self, component: usize) -> Dial {
        let component = &self.plan.components[component];
        match component.redundancy {
            Redundancy::WarmStandby => {
                let number = Number::Probability(ProbabilityField::ComponentDormancy(component.id));
                self.registry.dial(self.plan, number, Acting::none())
            }
            _ => Dial::Fixed(0.0),
        }
    }

    /// The place of the share that others serve while these regions work.
    fn served(&mut self, path: usize, working: u32, share: f64, rest: &Rest) -> usize {
        let served = if rest.regions.is_empty() {
            Served::Fixed(share.to_bits())
        } else {
            Served::By { home: self.structure.paths[path].region, working }
        };
        let list = &mut self.served_list;
        intern(&mut self.served, served, || list.push(served))
    }

    /// The kind of an event: its mode and its part of the rate.
    fn kind(&mut self, event: usize) -> usize {
        let event = &self.structure.events[event];
        let mode = self.mode(event.mode);
        if event.part != RatePart::Whole && matches!(self.modes[mode].common, CommonDials::Nothing) {
            self.modes[mode].common = self.common(event.mode);
        }
        let kind = (mode, event.part);
        let list = &mut self.kind_list;
        intern(&mut self.kinds, kind, || list.push(kind))
    }

    /// How a mode's rate divides.
    fn common(&mut self, mode: usize) -> CommonDials {
        let (plan, m) = (self.plan, &self.plan.modes[mode]);
        let acting = Acting::on(plan, Some(m), Affects::Beta);
        let mut dial = |field: fn(Id) -> ProbabilityField, acting| {
            self.registry.dial(plan, Number::Probability(field(m.id)), acting)
        };
        match Sharers::of(&m.sharing) {
            Sharers::All => CommonDials::Beta(dial(ProbabilityField::ModeBeta, acting)),
            Sharers::Greek(_) => {
                let beta = dial(ProbabilityField::ModeBeta, acting);
                let letters = [ProbabilityField::ModeGamma, ProbabilityField::ModeDelta];
                CommonDials::Greek(beta, letters.map(|letter| dial(letter, Acting::none())))
            }
            Sharers::Alpha(_) => {
                let factors: [fn(Id) -> ProbabilityField; 3] = [
                    ProbabilityField::ModeAlphaTwo,
                    ProbabilityField::ModeAlphaThree,
                    ProbabilityField::ModeAlphaFour,
                ];
                CommonDials::Alpha(factors.map(|factor| dial(factor, Acting::none())), acting)
            }
        }
    }

    /// The members that stand by, those alike once, and for each draw which of them it is and which of its draws.
    fn waiting(&mut self, classes: &[u32]) -> BTreeMap<Var, DrawSource> {
        let structure = self.structure;
        let class = |var: Var| Var::new(classes[var.index()]);
        let mut known = BTreeMap::new();
        let mut index_of: Vec<usize> = Vec::with_capacity(structure.waiting.len());
        let mut sources = BTreeMap::new();
        for waiting in &structure.waiting {
            let rival = |rival: &Rival| Rival {
                var: class(rival.var),
                waiting: rival.waiting.map(|waiting| index_of[waiting]),
                ..*rival
            };
            let alike = Waiting {
                own: waiting.own.iter().map(|own| class(*own)).collect(),
                before: waiting.before.iter().map(rival).collect(),
                draws: vec![Var::new(0); waiting.draws.len()],
                ..*waiting
            };
            let dormancy = self.dormancy(waiting.component);
            let list = &mut self.waiting;
            let index = intern(&mut known, alike.clone(), || list.push((alike, dormancy)));
            index_of.push(index);
            let draws = waiting.draws.iter().enumerate();
            sources.extend(draws.map(|(draw, var)| (*var, DrawSource::Turn(index, draw))));
        }
        sources
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
            common: CommonDials::Nothing,
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
        let (of, time, coverage, manual) = match component.map(|c| plan.components[c].id) {
            Some(id) => (
                Place::Component(id),
                DurationField::ComponentTime(id),
                ProbabilityField::ComponentCoverage(id),
                DurationField::ComponentManual(id),
            ),
            None => (
                Place::Routing,
                DurationField::RoutingTime,
                ProbabilityField::RoutingCoverage,
                DurationField::RoutingManual,
            ),
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
            uncovered: if by_hand {
                Uncovered::Typed(Dial::Fixed(1.0))
            } else {
                self.registry.uncovered(plan, of, coverage)
            },
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
        let mut flat: BTreeMap<(usize, usize, Option<usize>), f64> = BTreeMap::new();
        let mut groups: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        let mut group_list = Vec::new();
        let mut group_of = BTreeMap::new();
        for failovers in path.failovers.iter().filter(|f| !structure.views.contains_key(&f.atom)) {
            let place = failovers.atom.index();
            let anyway = self.alone[failovers.anyway];
            // Where nothing is left to fail, failovers cost nothing.
            if matches!(anyway, Alone::Fixed(bits) if f64::from_bits(bits) >= 1.0) {
                continue;
            }
            let mut sources: Vec<(usize, Share)> = Vec::new();
            let mut carried = None;
            for source in &failovers.sources {
                match (source.component, source.origin) {
                    (Some(component), Origin::Group(key, ejection)) => {
                        let share = if rest.degraded.is_empty() {
                            Share::Fixed(source.share.to_bits())
                        } else {
                            let list = &mut self.weight_list;
                            let new = (path_index, key, None);
                            let weight = intern(&mut self.weights, new, || list.push(new));
                            let (share, lost) = (ejection.share.to_bits(), ejection.lost.to_bits());
                            Share::Weighed { share, lost, weight }
                        };
                        sources.push((self.takeover(Some(component)), share));
                    }
                    (_, Origin::Working(working, home)) => {
                        let served = self.served(path_index, working, source.share, rest);
                        carried = Some(Carried { served, anyway, home: self.alone[home] });
                    }
                    (None, Origin::Group(..)) => {}
                }
            }
            let kinds: Vec<usize> = structure.atom(place).map(|event| self.kind(event)).collect();
            let configs: Vec<usize> =
                kinds.iter().map(|kind| self.config(*kind, &sources, carried.is_some())).collect();
            if !sources.is_empty() {
                let (left, anyway) = match anyway {
                    Alone::Fixed(bits) => (1.0 - f64::from_bits(bits), None),
                    Alone::Root(root) => (1.0, Some(root)),
                };
                for (kind, config) in kinds.iter().zip(&configs) {
                    *flat.entry((*kind, *config, anyway)).or_default() += left;
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
        let flat = flat.into_iter().map(|((kind, config, anyway), count)| (kind, config, count, anyway));
        let flat = flat.collect();
        (flat, group_list, group_of)
    }
}
