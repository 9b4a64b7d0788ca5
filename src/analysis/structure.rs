//! A plan compiled: for every journey and home region the function of events that fails a request.
//!
//! Rules 3, 4, 6 and 7 of the reference process. A component fails, as seen from a region, when its
//! group there has too few members or a component it requires fails; a component that does not stand
//! in that region is used in the first region where it does. A journey fails for a user of a region
//! when something it requires fails there and no other region takes the user over, or when something
//! optional fails there and the request is in its degraded share. What a moved user finds degraded in
//! the other region, and that a move also escapes a degraded home, is left out: it is of second order. What a need
//! rides out or tries again is told in [`lens`](super::lens).

mod failover;

use std::collections::BTreeMap;

use super::events::{ByGroup, Event, Events, Group, GroupKey, Slot, Waiting};
use super::lens::{Lenses, View};
use super::told::Told;
use crate::engine::{Diagram, EngineError, Node, Program, Quiet, Var};
use crate::model::{Dependency, Id, Overload, Place, Placement, Plan, RoutingKind};
use crate::quantity::{Quantity, order};

pub(crate) use failover::{Ejection, Failovers, Origin, Source, carried, reached};

/// The most decisions a plan may need; beyond it the plan is refused with a finding.
const NODE_LIMIT: usize = 4_000_000;

/// The most events a plan may have; beyond it the plan is refused with a finding.
const EVENT_LIMIT: usize = 50_000;

/// A compiled plan: everything that does not depend on rates, durations or practices' factors.
#[derive(Clone, Debug)]
pub(crate) struct Structure {
    /// The events and draws, in diagram order.
    pub slots: Vec<Slot>,
    /// All events; an atom is a range of them.
    pub events: Vec<Event>,
    /// One root for each path; the roots of the required parts follow where users can be moved.
    pub program: Program,
    /// What single events do while nothing else is active, one root for each way: functions of draws.
    pub alone: Program,
    /// Each journey as seen by the users of each region that has any.
    pub paths: Vec<Path>,
    /// The draws of optional needs: who needs, which group is needed.
    pub degraded: Vec<((Place, GroupKey), Var)>,
    /// The draw of overload for each set of working regions; none when the regions' shares are fixed.
    pub survivors: BTreeMap<u32, Var>,
    /// The members that stand by and then fail less often.
    pub waiting: Vec<Waiting>,
    /// How events are seen that are not seen plainly alone.
    pub views: BTreeMap<Var, View>,
    /// The places of these events.
    view_places: BTreeMap<usize, Var>,
    /// The ways in which things are seen.
    pub lenses: Lenses,
    /// For each mode the log-standard deviation of its length, where anybody waits or rides something out.
    pub spreads: Vec<f64>,
}

/// A journey as seen by the users of one region.
#[derive(Clone, Debug)]
pub(crate) struct Path {
    /// Index of the journey in the plan.
    pub journey: usize,
    /// Index of the users' region.
    pub region: usize,
    /// The region's share of all users.
    pub users: f64,
    /// The root of what fails them.
    pub root: usize,
    /// The root of what takes their region down for this journey, when they can then be moved.
    pub region_root: Option<usize>,
    /// What failing over costs, by atom.
    pub failovers: Vec<Failovers>,
}

impl Structure {
    /// An event's place and those of the draws that tell how it is seen: with all of them certain, it is down for good
    /// and everybody feels it.
    pub(crate) fn for_good(&self, place: usize) -> core::ops::Range<usize> {
        let draws = self.slots[place + 1..].iter();
        let seen = draws.take_while(|slot| matches!(slot, Slot::Aged { .. } | Slot::Again { .. })).count();
        place..place + 1 + seen
    }

    /// How an event is seen, when it is not seen plainly alone.
    pub(crate) fn view_of(&self, event: usize) -> Option<&View> {
        self.view_places.get(&event).and_then(|var| self.views.get(var))
    }

    /// The events at a place, as a range of [`events`](Self::events); none at a draw.
    pub(crate) fn atom(&self, place: usize) -> core::ops::Range<usize> {
        match self.slots.get(place) {
            Some(Slot::Atom { first, end }) => *first..*end,
            _ => 0..0,
        }
    }
}

/// Compiles the journeys at `journeys` (indices); the others are left out.
pub(crate) fn compile(plan: &Plan, sheds_all: bool, journeys: &[usize]) -> Result<Structure, EngineError> {
    compile_for(plan, sheds_all, journeys, Varying::default())
}

/// What is to vary in a compiled plan.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Varying {
    /// Shares and capacities of the regions.
    pub regions: bool,
    /// Lengths of what is ridden out.
    pub waits: bool,
}

/// Compiles for any shares and capacities of the regions when these vary: each set of working regions then has
/// a draw of its own. That is the same chance, because one request meets exactly one set. Where lengths of what is
/// ridden out vary, ages have draws for every order of them.
pub(crate) fn compile_for(
    plan: &Plan,
    sheds_all: bool,
    journeys: &[usize],
    varying: Varying,
) -> Result<Structure, EngineError> {
    build(plan, sheds_all, journeys, varying, Told::silent(Diagram::new(NODE_LIMIT))).map(|built| built.0)
}

/// Compiles, and tells of what each function is made.
pub(crate) fn compile_told(
    plan: &Plan,
    sheds_all: bool,
    journeys: &[usize],
) -> Result<(Structure, Made), EngineError> {
    build(plan, sheds_all, journeys, Varying::default(), Told::telling(Diagram::new(NODE_LIMIT)))
}

/// What a structure is made of.
pub(crate) struct Made {
    /// The functions and how they came about.
    pub told: Told,
    /// What fails each group.
    pub groups: ByGroup<Node>,
    /// What fails each path, and its region where it has a root: the roots of the program.
    pub roots: Vec<Node>,
}

fn build(
    plan: &Plan,
    sheds_all: bool,
    journeys: &[usize],
    varying: Varying,
    diagram: Told,
) -> Result<(Structure, Made), EngineError> {
    let sheds: Vec<bool> =
        plan.components.iter().map(|c| sheds_all || c.overload == Overload::Sheds).collect();
    let regions = Regions::of(plan, sheds_all);
    let regions_vary = varying.regions && regions.moves;
    let shares = if regions_vary { Vec::new() } else { regions.partial_shares() };
    let index: BTreeMap<Id, usize> = plan.components.iter().enumerate().map(|(i, c)| (c.id, i)).collect();
    let (lenses, seen) = Lenses::of(plan, &index, journeys, varying.waits);
    let mut events = Events::of(plan, &sheds, &shares, &seen, !lenses.any_vary());
    if regions_vary {
        events.add_survivors(plan.regions.len());
    }
    if events.events.len() > EVENT_LIMIT {
        return Err(EngineError::TooLarge { limit: EVENT_LIMIT });
    }
    let mut builder = Builder {
        plan,
        regions: &regions,
        sheds: &sheds,
        index,
        events: &events,
        diagram,
        groups: ByGroup::new(plan),
        seen_groups: BTreeMap::new(),
        optional: vec![None; plan.components.len() * plan.regions.len() * lenses.len()],
        lenses,
        quiet: Quiet::default(),
        alone: vec![Node::WORKS],
        alone_places: BTreeMap::from([(Node::WORKS, 0)]),
    };
    let mut roots = Vec::new();
    let mut paths = Vec::new();
    // What all paths require is made first: passes that ask for nothing else then find it in one place.
    let required =
        journeys.iter().map(|&journey| builder.required(journey)).collect::<Result<Vec<_>, _>>()?;
    for (&journey, required) in journeys.iter().zip(&required) {
        builder.journey(journey, required, &mut roots, &mut paths)?;
    }
    let program = Program::compile(&builder.diagram, &roots);
    let alone = Program::compile(&builder.diagram, &builder.alone);
    let lenses = builder.lenses;
    let is_view = |var: &Var| match events.slots.get(var.index()) {
        Some(Slot::Atom { first, .. }) => Some((*first, *var)),
        _ => None,
    };
    let view_places = events.views.keys().filter_map(is_view).collect();
    let made = Made { told: builder.diagram, groups: builder.groups, roots };
    let structure = Structure {
        slots: events.slots,
        events: events.events,
        program,
        alone,
        paths,
        degraded: events.degraded,
        survivors: events.survivors,
        spreads: match events.waiting.is_empty() && events.views.is_empty() {
            true => Vec::new(),
            false => plan.modes.iter().map(|mode| mode.spread.get()).collect(),
        },
        waiting: events.waiting,
        view_places,
        views: events.views,
        lenses,
    };
    Ok((structure, made))
}

/// The regions' shares and what is served when some are down.
pub(crate) struct Regions {
    /// Each region's share of all users.
    pub users: Vec<f64>,
    capacity: Vec<f64>,
    overload: Overload,
    /// Whether users are moved between regions.
    pub moves: bool,
}

impl Regions {
    pub(crate) fn of(plan: &Plan, sheds_all: bool) -> Self {
        let shares: Vec<f64> = plan.regions.iter().map(|r| r.traffic.likely().get()).collect();
        let total: f64 = shares.iter().sum();
        let even = 1.0 / plan.regions.len().max(1) as f64;
        let users = shares.iter().map(|share| if total > 0.0 { share / total } else { even }).collect();
        Self {
            users,
            capacity: plan.regions.iter().map(|r| r.capacity.likely().get()).collect(),
            overload: if sheds_all { Overload::Sheds } else { plan.routing.overload },
            moves: plan.routing.kind != RoutingKind::Stay && plan.regions.len() > 1,
        }
    }

    /// The share of the requests of `home`'s users that is served while exactly `working` regions work.
    ///
    /// Survivors first serve their own users; what they can carry beyond that is spread evenly over the
    /// users of the regions that are down. With collapse, too little of it fails everybody.
    pub(crate) fn served(&self, home: usize, working: u32) -> f64 {
        let works = |region: usize| working & (1 << region) != 0;
        let (mut moved, mut spare) = (0.0, 0.0);
        for region in 0..self.users.len() {
            if works(region) {
                spare += (self.capacity[region] - self.users[region]).max(0.0);
            } else {
                moved += self.users[region];
            }
        }
        // A rounding error in shares such as 0.7 + 0.3 is not an overload.
        let fits = spare >= moved * (1.0 - 1e-9);
        let any = working != 0;
        match self.overload {
            _ if !any => 0.0,
            _ if fits => 1.0,
            Overload::Collapses => 0.0,
            Overload::Sheds if works(home) => 1.0,
            Overload::Sheds => spare / moved,
        }
    }

    /// Every distinct served share strictly between 0 and 1, largest first.
    fn partial_shares(&self) -> Vec<f64> {
        if !self.moves {
            return Vec::new();
        }
        let count = self.users.len();
        let all = |home| (0..1u32 << count).map(move |working| (home, working));
        let mut shares: Vec<f64> = (0..count)
            .flat_map(all)
            .map(|(home, working)| self.served(home, working))
            .filter(|share| *share > 0.0 && *share < 1.0)
            .collect();
        order::sort_by(&mut shares, |a, b| b.total_cmp(a));
        shares.dedup();
        shares
    }
}

/// What a list of needs reaches from a region.
#[derive(Default)]
struct Reach {
    /// The groups that are required, at any depth, and how they are seen.
    required: Vec<(GroupKey, u32)>,
    /// The optional needs on the way: who needs what, the region from which it is seen, and how.
    optional: Vec<(Place, GroupKey, usize, u32)>,
}

/// What a journey requires, by region.
struct Required {
    reaches: Vec<Reach>,
    /// Fails when the region cannot serve the journey.
    roots: Vec<Node>,
    /// What takes the region down alone, where users can then be moved.
    alone: Vec<Vec<(Var, Node)>>,
}

struct Builder<'a> {
    plan: &'a Plan,
    regions: &'a Regions,
    sheds: &'a [bool],
    index: BTreeMap<Id, usize>,
    events: &'a Events,
    diagram: Told,
    groups: ByGroup<Node>,
    /// Groups that are not seen plainly.
    seen_groups: BTreeMap<(GroupKey, u32), Node>,
    lenses: Lenses,
    /// What is needed optionally, by its [`sight`](Self::sight).
    optional: Vec<Option<Node>>,
    quiet: Quiet,
    /// The functions that events alone are, each once, and their places.
    alone: Vec<Node>,
    alone_places: BTreeMap<Node, usize>,
}

impl Builder<'_> {
    /// A number for a component as it is seen from a region, through a lens.
    fn sight(&self, component: usize, region: usize, lens: u32) -> usize {
        let regions = self.plan.regions.len();
        (lens as usize * self.plan.components.len() + component) * regions + region
    }

    /// An event as it is seen through a lens.
    fn seen(&mut self, var: Var, lens: u32) -> Result<Node, EngineError> {
        let event = self.diagram.event(var)?;
        let events = self.events;
        let Some(view) = events.views.get(&var).filter(|_| lens != Lenses::PLAIN) else { return Ok(event) };
        let (wait, tries) = (&self.lenses.get(lens).wait, self.lenses.get(lens).tries);
        let level = view.waits.binary_search(wait).ok();
        let again: Vec<Var> =
            view.tries.iter().take_while(|(known, _)| *known <= tries).map(|(_, var)| *var).collect();
        let mut parts = again.iter().map(|var| self.diagram.event(*var)).collect::<Result<Vec<_>, _>>()?;
        if let Some(level) = level {
            parts.push(self.aged(view, level, 0, 0)?);
        }
        parts.push(event);
        self.diagram.all_of(&parts)
    }

    /// Whether a wait has passed, when those before `next` have passed or not as told.
    fn aged(&mut self, view: &View, wait: usize, next: usize, passed: u32) -> Result<Node, EngineError> {
        // In rising order, who has not passed one has passed none after it.
        let Some(draw) = view.age(next, passed) else { return Ok(Node::WORKS) };
        let draw = self.diagram.event(draw)?;
        if next == wait {
            return Ok(draw);
        }
        let yes = self.aged(view, wait, next + 1, passed | 1 << next)?;
        let no = self.aged(view, wait, next + 1, passed)?;
        self.diagram.ite(draw, yes, no)
    }

    fn any_seen(&mut self, vars: &[Var], lens: u32) -> Result<Node, EngineError> {
        let nodes = vars.iter().map(|var| self.seen(*var, lens)).collect::<Result<Vec<_>, _>>()?;
        self.diagram.any_of(&nodes)
    }

    fn any_event(&mut self, vars: &[Var]) -> Result<Node, EngineError> {
        let nodes = vars.iter().map(|var| self.diagram.event(*var)).collect::<Result<Vec<_>, _>>()?;
        self.diagram.any_of(&nodes)
    }

    /// Rule 4: a group fails when an event takes all of it, or when too few members work.
    fn group(&mut self, key: GroupKey, lens: u32) -> Result<Node, EngineError> {
        let known = match lens {
            Lenses::PLAIN => self.groups.get(key),
            lens => self.seen_groups.get(&(key, lens)),
        };
        if let Some(node) = known {
            return Ok(*node);
        }
        let Some(group) = self.events.groups.get(key) else {
            return Ok(Node::FAILS);
        };
        let needed = self.plan.components[key.0].needed as usize;
        let members = self.members(group, lens)?;
        let too_few = if self.sheds[key.0] {
            let cases = self.shed_cases(group, needed)?;
            self.diagram.select_by_count(&members, &cases)?
        } else {
            self.diagram.at_least(members.len() + 1 - needed.min(members.len()), &members)?
        };
        let shared = self.any_seen(&group.shared, lens)?;
        let node = self.diagram.or(shared, too_few)?;
        match lens {
            Lenses::PLAIN => self.groups.set(key, node),
            lens => {
                self.seen_groups.insert((key, lens), node);
            }
        }
        Ok(node)
    }

    /// What fails each member of a group.
    fn members(&mut self, group: &Group, lens: u32) -> Result<Vec<Node>, EngineError> {
        if group.waiting.is_empty() {
            return group.members.iter().map(|vars| self.any_seen(vars, lens)).collect();
        }
        let mut members: Vec<Node> = Vec::with_capacity(group.members.len());
        for (vars, waiting) in group.members.iter().zip(&group.waiting) {
            let Some(waiting) = waiting.map(|waiting| &self.events.waiting[waiting]) else {
                members.push(self.any_seen(vars, lens)?);
                continue;
            };
            // Its own outage counts by a draw for how many are down before it.
            let turns = (1..=waiting.draws.len()).map(|draws| self.any_event(&waiting.draws[..draws]));
            let turns = turns.collect::<Result<Vec<_>, _>>()?;
            let by_count = |down: usize| turns[down.saturating_sub(waiting.least).min(turns.len() - 1)];
            let turn = match turns.as_slice() {
                [only] => *only,
                _ => {
                    let cases: Vec<Node> = (0..=members.len()).map(by_count).collect();
                    self.diagram.select_by_count(&members, &cases)?
                }
            };
            let own = self.any_seen(&waiting.own, lens)?;
            let own = self.diagram.and(own, turn)?;
            let rest: Vec<Var> = vars.iter().copied().filter(|var| !waiting.own.contains(var)).collect();
            let rest = self.any_seen(&rest, lens)?;
            members.push(self.diagram.or(rest, own)?);
        }
        Ok(members)
    }

    /// What happens when 0, 1, 2, ... members fail: nothing, then one draw after the other, then all fails.
    fn shed_cases(&mut self, group: &Group, needed: usize) -> Result<Vec<Node>, EngineError> {
        let members = group.members.len();
        let mut cases = vec![Node::WORKS; members + 1 - needed.min(members)];
        for draws in 1..=group.shed.len() {
            cases.push(self.any_event(&group.shed[..draws])?);
        }
        cases.resize(members + 1, Node::FAILS);
        Ok(cases)
    }

    /// Everything that some needs, seen through a lens, reach from a region. A group without region sees what the
    /// user's region sees; a need of something that is not there is a finding of `check`, and left out.
    fn reach(&mut self, place: Place, needs: &[Dependency], region: usize, lens: u32) -> Reach {
        let plan = self.plan;
        let mut reach = Reach::default();
        let mut seen = vec![false; plan.components.len() * plan.regions.len() * self.lenses.len()];
        let mut open = vec![(place, needs, region, lens)];
        while let Some((place, needs, region, lens)) = open.pop() {
            for need in needs {
                let Some(&index) = self.index.get(&need.on) else { continue };
                let key = seat(plan, index, region);
                let from = key.1.unwrap_or(region);
                let lens = self.lenses.through(lens, place, need);
                if need.degraded.is_some() {
                    reach.optional.push((place, key, from, lens));
                    continue;
                }
                let sight = self.sight(index, from, lens);
                if !std::mem::replace(&mut seen[sight], true) {
                    reach.required.push((key, lens));
                    let component = &plan.components[index];
                    open.push((Place::Component(component.id), &component.dependencies, from, lens));
                }
            }
        }
        order::sort(&mut reach.required);
        reach.required.dedup();
        reach
    }

    /// Fails when any of these groups does. All of them at once: one by one, every step would walk what is there.
    fn any_group(&mut self, keys: &[(GroupKey, u32)]) -> Result<Node, EngineError> {
        let groups = keys.iter().map(|(key, lens)| self.group(*key, *lens)).collect::<Result<Vec<_>, _>>()?;
        self.diagram.any_of(&groups)
    }

    /// Fails for a request in the degraded share of an optional need that is down. A circle of optional needs,
    /// which `check` names, ends where it closes.
    fn degraded(&mut self, reach: &Reach, open: &mut Vec<GroupKey>) -> Result<Node, EngineError> {
        let mut causes = Vec::new();
        for (place, key, region, lens) in &reach.optional {
            let Some(draw) = self.events.draw(*place, *key) else { continue };
            let draw = self.diagram.event(draw)?;
            let fails = self.optional(*key, *region, *lens, open)?;
            causes.push(self.diagram.and(fails, draw)?);
        }
        self.diagram.any_of(&causes)
    }

    /// Something needed optionally: its group, what it requires, and what it needs optionally in turn.
    fn optional(
        &mut self,
        key: GroupKey,
        region: usize,
        lens: u32,
        open: &mut Vec<GroupKey>,
    ) -> Result<Node, EngineError> {
        let sight = self.sight(key.0, region, lens);
        if let Some(node) = self.optional[sight] {
            return Ok(node);
        }
        if open.contains(&key) {
            return Ok(Node::WORKS);
        }
        open.push(key);
        let plan = self.plan;
        let component = &plan.components[key.0];
        let mut reach = self.reach(Place::Component(component.id), &component.dependencies, region, lens);
        reach.required.push((key, lens));
        let required = self.any_group(&reach.required)?;
        let degraded = self.degraded(&reach, open)?;
        let node = self.diagram.or(required, degraded)?;
        open.pop();
        self.optional[sight] = Some(node);
        Ok(node)
    }

    /// What a journey requires, as seen from each region.
    fn required(&mut self, journey: usize) -> Result<Required, EngineError> {
        let journey = &self.plan.journeys[journey];
        let place = Place::Journey(journey.id);
        let regions = 0..self.plan.regions.len();
        let reach = |region| self.reach(place, &journey.needs, region, Lenses::PLAIN);
        let reaches: Vec<Reach> = regions.map(reach).collect();
        let roots =
            reaches.iter().map(|reach| self.any_group(&reach.required)).collect::<Result<Vec<_>, _>>()?;
        let moves = if self.regions.moves { roots.as_slice() } else { &[] };
        let alone = moves.iter().map(|root| self.alone(*root)).collect::<Result<_, _>>()?;
        Ok(Required { reaches, roots, alone })
    }

    fn journey(
        &mut self,
        index: usize,
        required: &Required,
        roots: &mut Vec<Node>,
        paths: &mut Vec<Path>,
    ) -> Result<(), EngineError> {
        let Required { reaches, roots: required, alone } = required;
        let count = self.plan.regions.len();
        for home in (0..count).filter(|r| self.regions.users[*r] > 0.0) {
            let degraded = self.degraded(&reaches[home], &mut Vec::new())?;
            let fails = if self.regions.moves {
                self.fails(required, degraded, home, 0, 0)?
            } else {
                self.diagram.or(required[home], degraded)?
            };
            let root = roots.len();
            roots.push(fails);
            let region_root = self.regions.moves.then(|| {
                roots.push(required[home]);
                root + 1
            });
            let anyway = self.alone(fails)?;
            let failovers = self.failovers(index, home, required, &anyway, alone)?;
            paths.push(Path {
                journey: index,
                region: home,
                users: self.regions.users[home],
                root,
                region_root,
                failovers,
            });
        }
        Ok(())
    }

    /// Fails when the regions that work do not serve a user of `home`, or when what is optional fails there.
    ///
    /// The two are joined at the home region: joined at the top, they would make every decision above it twice.
    fn fails(
        &mut self,
        required: &[Node],
        degraded: Node,
        home: usize,
        region: usize,
        working: u32,
    ) -> Result<Node, EngineError> {
        if region == required.len() {
            if let Some(draw) = self.events.survivors.get(&working) {
                let at_home = self.regions.overload == Overload::Sheds && working & (1 << home) != 0;
                return if at_home { Ok(Node::WORKS) } else { self.diagram.event(*draw) };
            }
            let served = self.regions.served(home, working);
            if served >= 1.0 {
                return Ok(Node::WORKS);
            }
            if served <= 0.0 {
                return Ok(Node::FAILS);
            }
            let draws = self.events.overload.iter().take_while(|(share, _)| *share >= served);
            let draws: Vec<Var> = draws.map(|(_, var)| *var).collect();
            return self.any_event(&draws);
        }
        let mut down = self.fails(required, degraded, home, region + 1, working)?;
        let mut up = self.fails(required, degraded, home, region + 1, working | 1 << region)?;
        if region == home {
            down = self.diagram.or(down, degraded)?;
            up = self.diagram.or(up, degraded)?;
        }
        self.diagram.ite(required[region], down, up)
    }
}

/// The group of a component that a region uses: its own, or that of the first region which has one.
pub(super) fn seat(plan: &Plan, component: usize, region: usize) -> GroupKey {
    let c = &plan.components[component];
    if c.placement == Placement::Global {
        return (component, None);
    }
    let has = |region: &usize| c.stands_in(plan.regions[*region].id);
    (component, Some(region).filter(has).or_else(|| (0..plan.regions.len()).find(has)))
}
