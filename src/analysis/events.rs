//! The basic events of a plan and their order in the diagram.
//!
//! Each failure mode has one event for each instance of its scope; a common-cause share beta splits
//! off a further event on the group or on everything (design rule 5: `(1 - beta) lambda` stays with
//! each instance, `beta lambda` becomes the shared event). The order is what keeps the diagram small:
//! global events first, then region by region, zones before instances; a draw stands right after
//! the group it belongs to.
//!
//! Events that always fail the same things together (all modes of one replica, all modes of one zone) stand at
//! one place of the order, as an [atom](Slot::Atom): it fails when any of them is active. That changes no result
//! and makes the diagram as small as the architecture instead of as long as the list of modes.

use std::collections::BTreeMap;

use crate::engine::Var;
use crate::model::{Component, FailureMode, Id, Place, Placement, Plan, Reach, Scope, Target};
use crate::quantity::{Quantity, order};

/// What stands at a place of the order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Slot {
    /// Events with the same effect, as a range of [`Events::events`]: it fails when any of them is active.
    Atom {
        /// Index of the first.
        first: usize,
        /// Index after the last.
        end: usize,
    },
    /// A draw for one request, with its probability of failing it; no failure, so it has no frequency.
    Draw(f64),
}

/// A failure mode in one instance of its scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Event {
    /// Index of the mode in the plan.
    pub mode: usize,
    /// Which part of its rate this event has.
    pub part: RatePart,
    /// Index of the region; `None` when it is everywhere.
    pub region: Option<usize>,
    /// Index of the zone in that region.
    pub zone: Option<usize>,
    /// Index of the replica in its group.
    pub replica: Option<u32>,
}

/// Which part of a mode's rate an event has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RatePart {
    /// All of it.
    Whole,
    /// What stays with each instance: `1 - beta`.
    Own,
    /// What hits all at once: `beta`.
    Common,
}

impl RatePart {
    /// The share of the mode's rate, given its beta.
    pub(crate) fn of_rate(self, beta: f64) -> f64 {
        match self {
            Self::Whole => 1.0,
            Self::Own => 1.0 - beta,
            Self::Common => beta,
        }
    }
}

/// The replicas of a component in one region, or its only ones.
#[derive(Clone, Debug, Default)]
pub(crate) struct Group {
    /// Events that take every member down.
    pub shared: Vec<Var>,
    /// For each member its own events, zone events included.
    pub members: Vec<Vec<Var>>,
    /// The draws of load shedding, for `needed - 1` working members down to one.
    pub shed: Vec<Var>,
}

/// A component's index and the region of one of its groups.
pub(crate) type GroupKey = (usize, Option<usize>);

/// Something for each group that has it.
#[derive(Clone, Debug, Default)]
pub(crate) struct ByGroup<T> {
    /// How many groups a component can have: one without region, and one in each.
    width: usize,
    values: Vec<Option<T>>,
}

impl<T> ByGroup<T> {
    pub(crate) fn new(plan: &Plan) -> Self {
        let width = plan.regions.len() + 1;
        Self { width, values: (0..plan.components.len() * width).map(|_| None).collect() }
    }

    fn place(&self, (component, region): GroupKey) -> usize {
        component * self.width + region.map_or(0, |region| region + 1)
    }

    pub(crate) fn get(&self, key: GroupKey) -> Option<&T> {
        self.values[self.place(key)].as_ref()
    }

    pub(crate) fn set(&mut self, key: GroupKey, value: T) {
        let place = self.place(key);
        self.values[place] = Some(value);
    }
}

/// All events of a plan in diagram order, and where they belong.
#[derive(Clone, Debug, Default)]
pub(crate) struct Events {
    /// By place in the order.
    pub slots: Vec<Slot>,
    /// All events, those of an atom next to each other.
    pub events: Vec<Event>,
    /// The groups of every component.
    pub groups: ByGroup<Group>,
    /// Draws of optional needs, sorted: who needs, which group is needed.
    pub degraded: Vec<((Place, GroupKey), Var)>,
    /// Draws of overloaded regions, one for each distinct served share below one, largest share first.
    pub overload: Vec<(f64, Var)>,
    /// Draws of overloaded regions, one for each set of working regions, where their shares vary.
    pub survivors: BTreeMap<u32, Var>,
    /// Domain events everywhere.
    everywhere: Option<Var>,
}

impl Events {
    /// The events of a plan. `sheds` tells which components turn excess load away.
    pub(crate) fn of(plan: &Plan, sheds: &[bool], served_shares: &[f64]) -> Self {
        let mut events = Self { groups: ByGroup::new(plan), ..Self::default() };
        let mut everywhere = Vec::new();
        for (mode, m) in plan.modes.iter().enumerate().filter(|(_, m)| m.target == Target::Domain) {
            match (m.scope, split(plan, m)) {
                (Scope::Global, _) => everywhere.push(event(mode, RatePart::Whole)),
                (_, Split::Everywhere) => everywhere.push(event(mode, RatePart::Common)),
                _ => {}
            }
        }
        events.everywhere = events.atom(everywhere);
        let mut wide = vec![None; plan.components.len()];
        for (index, component) in plan.components.iter().enumerate() {
            wide[index] = events.add_component_wide(plan, component);
            if component.placement == Placement::Global {
                events.add_group(plan, (index, None), &[], &[], sheds[index]);
            }
        }
        for region in 0..plan.regions.len() {
            events.add_region(plan, region, &wide, sheds);
        }
        for share in served_shares {
            let previous = events.overload.last().map_or(1.0, |(share, _)| *share);
            let var = events.push(Slot::Draw(1.0 - share / previous));
            events.overload.push((*share, var));
        }
        order::sort_by(&mut events.degraded, |a, b| a.0.cmp(&b.0));
        events
    }

    /// A draw for each set of working regions but none and all.
    pub(crate) fn add_survivors(&mut self, regions: usize) {
        for working in 1..(1u32 << regions) - 1 {
            let var = self.push(Slot::Draw(0.0));
            self.survivors.insert(working, var);
        }
    }

    /// The draw of somebody's optional need of a group.
    pub(crate) fn draw(&self, place: Place, key: GroupKey) -> Option<Var> {
        // Of several needs of the same component, which `check` names, the last one counts.
        let after = self.degraded.partition_point(|(need, _)| *need <= (place, key));
        self.degraded[..after].last().filter(|(need, _)| *need == (place, key)).map(|(_, var)| *var)
    }

    fn push(&mut self, slot: Slot) -> Var {
        self.slots.push(slot);
        Var::new(self.slots.len() as u32 - 1)
    }

    /// A place for events with the same effect; `None` when there are none.
    fn atom(&mut self, mut events: Vec<Event>) -> Option<Var> {
        if events.is_empty() {
            return None;
        }
        let first = self.events.len();
        self.events.append(&mut events);
        Some(self.push(Slot::Atom { first, end: self.events.len() }))
    }

    /// A component's events that hit all of its groups at once.
    fn add_component_wide(&mut self, plan: &Plan, component: &Component) -> Option<Var> {
        if component.placement == Placement::Global {
            return None;
        }
        let mut wide = Vec::new();
        for (mode, m) in modes_of(plan, component.id) {
            if m.scope == Scope::Global {
                wide.push(event(mode, RatePart::Whole));
            } else if split(plan, m) == Split::Everywhere {
                wide.push(event(mode, RatePart::Common));
            }
        }
        self.atom(wide)
    }

    fn add_region(&mut self, plan: &Plan, region: usize, wide: &[Option<Var>], sheds: &[bool]) {
        let here = &plan.regions[region];
        let concerns = |m: &FailureMode| m.target == Target::Domain || m.target == Target::Region(here.id);
        let mut all = Vec::new();
        for (mode, m) in plan.modes.iter().enumerate().filter(|(_, m)| concerns(m)) {
            let of_region = m.target == Target::Region(here.id);
            let part = match (m.scope, split(plan, m)) {
                (Scope::Global, _) if !of_region => continue,
                (Scope::Region | Scope::Global, split) => split.rest(),
                (Scope::Zone | Scope::Instance, Split::Group) => RatePart::Common,
                (Scope::Zone | Scope::Instance, _) => continue,
            };
            all.push(Event { region: Some(region), ..event(mode, part) });
        }
        let all = self.atom(all);
        let mut zones = Vec::with_capacity(here.zones.len());
        for zone in 0..here.zones.len() {
            let modes = plan.modes.iter().enumerate().filter(|(_, m)| concerns(m));
            let modes = modes.filter(|(_, m)| matches!(m.scope, Scope::Zone | Scope::Instance));
            let place = |(mode, m): (usize, &FailureMode)| Event {
                region: Some(region),
                zone: Some(zone),
                ..event(mode, split(plan, m).rest())
            };
            let list = modes.map(place).collect();
            zones.push(self.atom(list));
        }
        for (index, component) in plan.components.iter().enumerate() {
            if component.placement != Placement::Global && component.stands_in(here.id) {
                let shared: Vec<Var> = wide[index].into_iter().chain(all).collect();
                self.add_group(plan, (index, Some(region)), &shared, &zones, sheds[index]);
            }
        }
    }

    /// A group's events: those on all its members, then zone by zone, then member by member, then its draws.
    fn add_group(&mut self, plan: &Plan, key: GroupKey, outer: &[Var], zones: &[Option<Var>], sheds: bool) {
        let (index, region) = key;
        let component = &plan.components[index];
        let zonal = component.placement == Placement::Zonal && !zones.is_empty();
        let members = component.replicas as usize;
        let modes: Vec<(usize, &FailureMode)> = modes_of(plan, component.id).collect();
        let mut whole_group = Vec::new();
        for (mode, m) in &modes {
            let part = match (m.scope, split(plan, m)) {
                (Scope::Region, split) => split.rest(),
                (Scope::Global, _) if region.is_none() => RatePart::Whole,
                (Scope::Instance | Scope::Zone, Split::Group) => RatePart::Common,
                _ => continue,
            };
            whole_group.push(Event { region, ..event(*mode, part) });
        }
        let whole_group = self.atom(whole_group);
        let shared = self.everywhere.into_iter().chain(outer.iter().copied()).chain(whole_group).collect();
        let mut group = Group { shared, members: vec![Vec::new(); members], shed: Vec::new() };
        let zone_of = |member: usize| if zonal { Some(member % zones.len()) } else { None };
        for (zone, domain) in zones.iter().enumerate().filter(|(zone, _)| zonal && *zone < members) {
            let of_zone = modes.iter().filter(|(_, m)| m.scope == Scope::Zone);
            let place = |(mode, m): &(usize, &FailureMode)| Event {
                region,
                zone: Some(zone),
                ..event(*mode, split(plan, m).rest())
            };
            let of_zone = of_zone.map(place).collect();
            let vars: Vec<Var> = domain.iter().copied().chain(self.atom(of_zone)).collect();
            for member in (0..members).filter(|member| zone_of(*member) == Some(zone)) {
                group.members[member].extend(&vars);
            }
        }
        for member in 0..members {
            let stays = |m: &FailureMode| m.scope == Scope::Instance || (m.scope == Scope::Zone && !zonal);
            let place = |(mode, m): &(usize, &FailureMode)| Event {
                region,
                zone: zone_of(member),
                replica: Some(member as u32),
                ..event(*mode, split(plan, m).rest())
            };
            let own = modes.iter().filter(|(_, m)| stays(m)).map(place).collect();
            group.members[member].extend(self.atom(own));
        }
        if sheds {
            for working in (1..component.needed).rev() {
                let fails = 1.0 / f64::from(working + 1);
                group.shed.push(self.push(Slot::Draw(fails)));
            }
        }
        self.groups.set(key, group);
        self.add_degraded(plan, key);
    }

    /// The draws of everybody's optional need of a group.
    fn add_degraded(&mut self, plan: &Plan, key: GroupKey) {
        let target = plan.components[key.0].id;
        let of_components = plan.components.iter().map(|c| (Place::Component(c.id), &c.dependencies));
        let of_journeys = plan.journeys.iter().map(|j| (Place::Journey(j.id), &j.needs));
        for (place, needs) in of_components.chain(of_journeys) {
            for need in needs.iter().filter(|need| need.on == target) {
                if let Some(share) = &need.degraded {
                    let var = self.push(Slot::Draw(share.likely().get()));
                    self.degraded.push(((place, key), var));
                }
            }
        }
    }
}

fn event(mode: usize, part: RatePart) -> Event {
    Event { mode, part, region: None, zone: None, replica: None }
}

fn modes_of(plan: &Plan, component: Id) -> impl Iterator<Item = (usize, &FailureMode)> {
    plan.modes.iter().enumerate().filter(move |(_, m)| m.target == Target::Component(component))
}

/// How far the common cause of a mode reaches, when it has one that means something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Split {
    /// There is none: the whole rate stays with each instance.
    Nothing,
    /// The replicas of a group, or the zones of a region.
    Group,
    /// Every group, or every zone or region.
    Everywhere,
}

impl Split {
    /// What stays with each instance.
    fn rest(self) -> RatePart {
        if self == Self::Nothing { RatePart::Whole } else { RatePart::Own }
    }
}

fn split(plan: &Plan, m: &FailureMode) -> Split {
    if m.beta.likely().get() <= 0.0 || m.scope == Scope::Global {
        return Split::Nothing;
    }
    // How many instances stand in a group (zones in a region), and how many groups there are.
    let (members, groups) = match m.target {
        Target::Region(id) => (plan.region(id).map_or(1, |r| r.zones.len() as u32), 1),
        Target::Domain => {
            let zones = plan.regions.iter().map(|r| r.zones.len()).max().unwrap_or(1);
            (zones as u32, plan.regions.len())
        }
        Target::Component(id) => match plan.component(id) {
            Some(c) if c.placement == Placement::Global => (c.replicas, 1),
            Some(c) => (c.replicas, plan.regions.iter().filter(|r| c.stands_in(r.id)).count()),
            None => (1, 1),
        },
    };
    match (m.scope, m.reach) {
        (Scope::Region, Reach::Everywhere) if groups > 1 => Split::Everywhere,
        (Scope::Region, _) => Split::Nothing,
        (_, Reach::Everywhere) if groups > 1 => Split::Everywhere,
        _ if members > 1 => Split::Group,
        _ => Split::Nothing,
    }
}
