//! A plan compiled: for every journey and home region the function of events that fails a request.
//!
//! Rules 3, 4, 6 and 7 of the reference process. A component fails, as seen from a region, when its
//! group there has too few members or a component it requires fails; a component that does not stand
//! in that region is used in the first region where it does. A journey fails for a user of a region
//! when something it requires fails there and no other region takes the user over, or when something
//! optional fails there and the request is in its degraded share. What a moved user finds degraded in
//! the other region, and that a move also escapes a degraded home, is left out: it is of second order.

use std::collections::BTreeMap;

use super::events::{ByGroup, Event, Events, Group, GroupKey, Slot, Waiting};
use super::told::Told;
use crate::engine::{Diagram, EngineError, Node, Program, Var};
use crate::model::{Dependency, Id, Overload, Place, Placement, Plan, RoutingKind};
use crate::quantity::{Quantity, order};

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
    /// Each journey as seen by the users of each region that has any.
    pub paths: Vec<Path>,
    /// The draws of optional needs: who needs, which group is needed.
    pub degraded: Vec<((Place, GroupKey), Var)>,
    /// The draw of overload for each set of working regions; none when the regions' shares are fixed.
    pub survivors: BTreeMap<u32, Var>,
    /// The members that stand by and then fail less often.
    pub waiting: Vec<Waiting>,
    /// For each mode the log-standard deviation of its length, where anybody waits.
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

/// The failovers that each event of an atom sets off on a path.
#[derive(Clone, Debug)]
pub(crate) struct Failovers {
    /// The atom.
    pub atom: Var,
    /// The failovers.
    pub sources: Vec<Source>,
}

/// A failover: whose, and which share of the path's requests it concerns.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Source {
    /// Index of the component; `None` for the move between regions.
    pub component: Option<usize>,
    /// The share of requests that fails until the survivors serve it.
    pub share: f64,
    /// What the share is made of, to compute it anew.
    pub origin: Origin,
}

/// What the share of a failover is made of.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Origin {
    /// A share of this group's requests, times the share of the path's requests that depend on the group.
    Group(GroupKey, f64),
    /// What is carried while exactly these regions work.
    Working(u32),
}

impl Structure {
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
    compile_for(plan, sheds_all, journeys, false)
}

/// Compiles for any shares and capacities of the regions when `regions_vary`: each set of working regions then has
/// a draw of its own. That is the same chance, because one request meets exactly one set.
pub(crate) fn compile_for(
    plan: &Plan,
    sheds_all: bool,
    journeys: &[usize],
    regions_vary: bool,
) -> Result<Structure, EngineError> {
    build(plan, sheds_all, journeys, regions_vary, Told::silent(Diagram::new(NODE_LIMIT)))
        .map(|built| built.0)
}

/// Compiles, and tells of what each function is made.
pub(crate) fn compile_told(
    plan: &Plan,
    sheds_all: bool,
    journeys: &[usize],
) -> Result<(Structure, Made), EngineError> {
    build(plan, sheds_all, journeys, false, Told::telling(Diagram::new(NODE_LIMIT)))
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
    regions_vary: bool,
    diagram: Told,
) -> Result<(Structure, Made), EngineError> {
    let sheds: Vec<bool> =
        plan.components.iter().map(|c| sheds_all || c.overload == Overload::Sheds).collect();
    let regions = Regions::of(plan, sheds_all);
    let regions_vary = regions_vary && regions.moves;
    let shares = if regions_vary { Vec::new() } else { regions.partial_shares() };
    let mut events = Events::of(plan, &sheds, &shares);
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
        index: plan.components.iter().enumerate().map(|(i, c)| (c.id, i)).collect(),
        events: &events,
        diagram,
        groups: ByGroup::new(plan),
        optional: vec![None; plan.components.len() * plan.regions.len()],
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
    let made = Made { told: builder.diagram, groups: builder.groups, roots };
    let structure = Structure {
        slots: events.slots,
        events: events.events,
        program,
        paths,
        degraded: events.degraded,
        survivors: events.survivors,
        spreads: match events.waiting.as_slice() {
            [] => Vec::new(),
            _ => plan.modes.iter().map(|mode| mode.spread.get()).collect(),
        },
        waiting: events.waiting,
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
    /// The groups that are required, at any depth.
    required: Vec<GroupKey>,
    /// The optional needs on the way: who needs what, and the region from which it is seen.
    optional: Vec<(Place, GroupKey, usize)>,
}

/// What a journey requires, by region.
struct Required {
    reaches: Vec<Reach>,
    /// Fails when the region cannot serve the journey.
    roots: Vec<Node>,
    /// The events that alone take the region down.
    singles: Vec<Vec<Var>>,
}

struct Builder<'a> {
    plan: &'a Plan,
    regions: &'a Regions,
    sheds: &'a [bool],
    index: BTreeMap<Id, usize>,
    events: &'a Events,
    diagram: Told,
    groups: ByGroup<Node>,
    /// What is needed optionally, by its [`sight`](Self::sight).
    optional: Vec<Option<Node>>,
}

impl Builder<'_> {
    /// A number for a component as it is seen from a region.
    fn sight(&self, component: usize, region: usize) -> usize {
        component * self.plan.regions.len() + region
    }

    fn any_event(&mut self, vars: &[Var]) -> Result<Node, EngineError> {
        let nodes = vars.iter().map(|var| self.diagram.event(*var)).collect::<Result<Vec<_>, _>>()?;
        self.diagram.any_of(&nodes)
    }

    /// Rule 4: a group fails when an event takes all of it, or when too few members work.
    fn group(&mut self, key: GroupKey) -> Result<Node, EngineError> {
        if let Some(node) = self.groups.get(key) {
            return Ok(*node);
        }
        let Some(group) = self.events.groups.get(key) else {
            return Ok(Node::FAILS);
        };
        let needed = self.plan.components[key.0].needed as usize;
        let members = self.members(group)?;
        let too_few = if self.sheds[key.0] {
            let cases = self.shed_cases(group, needed)?;
            self.diagram.select_by_count(&members, &cases)?
        } else {
            self.diagram.at_least(members.len() + 1 - needed.min(members.len()), &members)?
        };
        let shared = self.any_event(&group.shared)?;
        let node = self.diagram.or(shared, too_few)?;
        self.groups.set(key, node);
        Ok(node)
    }

    /// What fails each member of a group.
    fn members(&mut self, group: &Group) -> Result<Vec<Node>, EngineError> {
        if group.waiting.is_empty() {
            return group.members.iter().map(|vars| self.any_event(vars)).collect();
        }
        let mut members: Vec<Node> = Vec::with_capacity(group.members.len());
        for (vars, waiting) in group.members.iter().zip(&group.waiting) {
            let Some(waiting) = waiting.map(|waiting| &self.events.waiting[waiting]) else {
                members.push(self.any_event(vars)?);
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
            let own = self.diagram.event(waiting.own)?;
            let own = self.diagram.and(own, turn)?;
            let rest: Vec<Var> = vars.iter().copied().filter(|var| *var != waiting.own).collect();
            let rest = self.any_event(&rest)?;
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

    /// Everything that some needs reach from a region. A group without region sees what the user's region sees; a
    /// need of something that is not there is a finding of `check`, and left out.
    fn reach(&self, place: Place, needs: &[Dependency], region: usize) -> Reach {
        let mut reach = Reach::default();
        let mut seen = vec![false; self.plan.components.len() * self.plan.regions.len()];
        let mut open = vec![(place, needs, region)];
        while let Some((place, needs, region)) = open.pop() {
            for need in needs {
                let Some(&index) = self.index.get(&need.on) else { continue };
                let key = seat(self.plan, index, region);
                let from = key.1.unwrap_or(region);
                if need.degraded.is_some() {
                    reach.optional.push((place, key, from));
                } else if !std::mem::replace(&mut seen[self.sight(index, from)], true) {
                    reach.required.push(key);
                    let component = &self.plan.components[index];
                    open.push((Place::Component(component.id), &component.dependencies, from));
                }
            }
        }
        order::sort(&mut reach.required);
        reach.required.dedup();
        reach
    }

    /// Fails when any of these groups does. All of them at once: one by one, every step would walk what is there.
    fn any_group(&mut self, keys: &[GroupKey]) -> Result<Node, EngineError> {
        let groups = keys.iter().map(|key| self.group(*key)).collect::<Result<Vec<_>, _>>()?;
        self.diagram.any_of(&groups)
    }

    /// Fails for a request in the degraded share of an optional need that is down. A circle of optional needs,
    /// which `check` names, ends where it closes.
    fn degraded(&mut self, reach: &Reach, open: &mut Vec<GroupKey>) -> Result<Node, EngineError> {
        let mut causes = Vec::new();
        for (place, key, region) in &reach.optional {
            let Some(draw) = self.events.draw(*place, *key) else { continue };
            let draw = self.diagram.event(draw)?;
            let fails = self.optional(*key, *region, open)?;
            causes.push(self.diagram.and(fails, draw)?);
        }
        self.diagram.any_of(&causes)
    }

    /// Something needed optionally: its group, what it requires, and what it needs optionally in turn.
    fn optional(
        &mut self,
        key: GroupKey,
        region: usize,
        open: &mut Vec<GroupKey>,
    ) -> Result<Node, EngineError> {
        let sight = self.sight(key.0, region);
        if let Some(node) = self.optional[sight] {
            return Ok(node);
        }
        if open.contains(&key) {
            return Ok(Node::WORKS);
        }
        open.push(key);
        let component = &self.plan.components[key.0];
        let mut reach = self.reach(Place::Component(component.id), &component.dependencies, region);
        reach.required.push(key);
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
        let reaches: Vec<Reach> = regions.map(|region| self.reach(place, &journey.needs, region)).collect();
        let roots =
            reaches.iter().map(|reach| self.any_group(&reach.required)).collect::<Result<Vec<_>, _>>()?;
        let singles = roots.iter().map(|root| self.diagram.single_points(*root)).collect();
        Ok(Required { reaches, roots, singles })
    }

    fn journey(
        &mut self,
        index: usize,
        required: &Required,
        roots: &mut Vec<Node>,
        paths: &mut Vec<Path>,
    ) -> Result<(), EngineError> {
        let journey = &self.plan.journeys[index];
        let Required { reaches, roots: required, singles } = required;
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
            let failovers = self.failovers(journey.needs.as_slice(), home, required, singles);
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

    /// Rule 6: what the events of each atom set off on the way of a user of `home`, where the rest can carry on.
    fn failovers(
        &self,
        needs: &[Dependency],
        home: usize,
        required: &[Node],
        singles: &[Vec<Var>],
    ) -> Vec<Failovers> {
        let mut sources: Vec<(Var, Source)> = Vec::new();
        for (key, weight) in reached(self.plan, &self.index, needs, home) {
            let source = |share| Source {
                component: Some(key.0),
                share: share * weight,
                origin: Origin::Group(key, share),
            };
            sources.extend(self.ejections(key).into_iter().map(|(atom, share)| (atom, source(share))));
        }
        if self.regions.moves {
            let others = ((1u32 << required.len()) - 1) & !(1 << home);
            for atom in self.diagram.support(required[home]) {
                if !matches!(self.events.slots.get(atom.index()), Some(Slot::Atom { .. })) {
                    continue;
                }
                let down = (0..required.len()).filter(|r| singles[*r].binary_search(&atom).is_ok());
                let working = down.fold(others, |working, region| working & !(1 << region));
                let carried = self.regions.served(home, working);
                if carried > 0.0 || !self.events.survivors.is_empty() {
                    let origin = Origin::Working(working);
                    sources.push((atom, Source { component: None, share: carried, origin }));
                }
            }
        }
        order::sort_by(&mut sources, |a, b| a.0.cmp(&b.0));
        let of_atom = |sources: &[(Var, Source)]| Failovers {
            atom: sources[0].0,
            sources: sources.iter().map(|(_, source)| *source).collect(),
        };
        sources.chunk_by(|a, b| a.0 == b.0).map(of_atom).collect()
    }

    /// For each atom on some of a group's members the share of its requests that fails until failed members
    /// are replaced or out of rotation, beyond what fails afterwards because too few are left.
    fn ejections(&self, key: GroupKey) -> Vec<(Var, f64)> {
        let component = &self.plan.components[key.0];
        let Some(group) = self.events.groups.get(key) else { return Vec::new() };
        // In rising order of events: how many members each takes, and how many of those serve.
        let mut hit: Vec<(Var, u32, u32)> = Vec::new();
        for (member, vars) in group.members.iter().enumerate() {
            for var in vars {
                let place = hit.binary_search_by_key(var, |(var, ..)| *var).unwrap_or_else(|place| {
                    hit.insert(place, (*var, 0, 0));
                    place
                });
                hit[place].1 += 1;
                hit[place].2 += u32::from((member as u32) < component.serving());
            }
        }
        let lost_anyway = |failed: u32| {
            let left = component.replicas - failed;
            match left {
                left if left >= component.needed => 0.0,
                left if self.sheds[key.0] => 1.0 - f64::from(left) / f64::from(component.needed),
                _ => 1.0,
            }
        };
        let serving = f64::from(component.serving().max(1));
        hit.into_iter()
            .map(|(var, failed, hit)| (var, f64::from(hit) / serving - lost_anyway(failed)))
            .filter(|(_, share)| *share > 0.0)
            .collect()
    }
}

/// The group of a component that a region uses: its own, or that of the first region which has one.
fn seat(plan: &Plan, component: usize, region: usize) -> GroupKey {
    let c = &plan.components[component];
    if c.placement == Placement::Global {
        return (component, None);
    }
    let has = |region: &usize| c.stands_in(plan.regions[*region].id);
    (component, Some(region).filter(has).or_else(|| (0..plan.regions.len()).find(has)))
}

/// The groups that a request of `home` meets, each with the share of requests that depends on it.
pub(crate) fn reached(
    plan: &Plan,
    index: &BTreeMap<Id, usize>,
    needs: &[Dependency],
    home: usize,
) -> BTreeMap<GroupKey, f64> {
    // By the group and the region from which it is seen: a group without region sees what its user sees.
    let mut seen: BTreeMap<(GroupKey, usize), f64> = BTreeMap::new();
    let mut open: Vec<(&[Dependency], usize, f64)> = vec![(needs, home, 1.0)];
    while let Some((needs, region, weight)) = open.pop() {
        for need in needs {
            let Some(&component) = index.get(&need.on) else { continue };
            let weight = weight * need.degraded.as_ref().map_or(1.0, |share| share.likely().get());
            let key = seat(plan, component, region);
            let from = key.1.unwrap_or(region);
            if seen.get(&(key, from)).is_none_or(|known| weight > *known) {
                seen.insert((key, from), weight);
                open.push((&plan.components[component].dependencies, from, weight));
            }
        }
    }
    let mut reached: BTreeMap<GroupKey, f64> = BTreeMap::new();
    for ((key, _), weight) in seen {
        let known = reached.entry(key).or_default();
        *known = known.max(weight);
    }
    reached
}
