//! The basic events of a plan and their order in the diagram.
//!
//! Each failure mode has one event for each instance of its scope; a common cause splits off further events
//! on sets of instances, on the group or on everything (design rule 5; see [`division`]). The order is
//! what keeps the diagram small: global events first, then region by region, zones before instances; a draw
//! stands right after the group or the member it belongs to.
//!
//! Events that always fail the same things together (all modes of one replica, all modes of one zone) stand at
//! one place of the order, as an [atom](Slot::Atom): it fails when any of them is active. That changes no result
//! and makes the diagram as small as the architecture instead of as long as the list of modes.

mod division;
mod waiting;

use std::collections::BTreeMap;

use super::lens::{Seen, View, seen_of_component};
use crate::engine::Var;
use crate::model::{Component, FailureMode, Id, Place, Placement, Plan, Scope, Target};
use crate::quantity::{Quantity, order};
use division::Division;

pub use division::Sharers;
pub(crate) use waiting::{Rival, Turns, Waiting, stands_idle};

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
    /// A draw for the age of an event: which of its waits, given which of those before it have passed, as bits.
    Aged {
        /// The event.
        event: usize,
        /// The wait, by its place in the event's [`View`].
        wait: usize,
        /// The waits before it that have passed.
        passed: u32,
    },
    /// A draw for meeting an event again: this many times more.
    Again {
        /// The event.
        event: usize,
        /// How many times.
        more: u32,
    },
    /// A draw that lets the own outage of a [waiting](Events::waiting) member count: the member's index.
    Turn(usize),
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
    /// The instances that it hits, when these are some of its place and not all or one.
    pub some: Option<Several>,
}

/// Some of the instances of a place, as bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Several {
    /// Replicas of a group.
    Replicas(u64),
    /// Zones of a region.
    Zones(u64),
    /// Regions.
    Regions(u64),
}

/// Which part of a mode's rate an event has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum RatePart {
    /// All of it.
    Whole,
    /// What stays with each instance: `1 - beta`.
    Own,
    /// What hits all at once: `beta`.
    Common,
    /// What hits each set of `size` out of `members`.
    Set {
        /// How many it hits.
        size: u8,
        /// How many there are.
        members: u8,
    },
}

impl RatePart {
    /// Whether it hits several instances, and then whether all of them.
    pub(crate) fn hits(self) -> Hits {
        match self {
            Self::Whole | Self::Own | Self::Set { size: 1, .. } => Hits::One,
            Self::Set { size, members } if size < members => Hits::Several,
            Self::Common | Self::Set { .. } => Hits::All,
        }
    }
}

/// How many instances of its scope an event hits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Hits {
    /// One.
    One,
    /// Several, but not all.
    Several,
    /// All that share its cause.
    All,
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
    /// For each member that stands by its index in [`Events::waiting`]; empty where nobody does.
    pub waiting: Vec<Option<usize>>,
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

    pub(crate) fn values(&self) -> impl Iterator<Item = &T> {
        self.values.iter().flatten()
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
    /// The members that stand by and then fail less often.
    pub waiting: Vec<Waiting>,
    /// How events are seen that are not seen plainly alone.
    pub views: BTreeMap<Var, View>,
    /// Everything through which something is seen, and whether lengths have a fixed order.
    seen: Seen,
    rising: bool,
    /// Domain events everywhere.
    everywhere: Vec<Var>,
    /// Domain events on some regions, and these as bits.
    some_regions: Vec<(u64, Var)>,
}

/// What hits all groups of a component, and what hits some: the regions as bits, all bits for all.
type Wide = Vec<(u64, Var)>;

impl Events {
    /// The events of a plan. `sheds` tells which components turn excess load away, `seen` how groups are seen, and
    /// `rising` whether the lengths of what is ridden out have a fixed order.
    pub(crate) fn of(
        plan: &Plan,
        sheds: &[bool],
        served_shares: &[f64],
        seen: &ByGroup<Seen>,
        rising: bool,
    ) -> Self {
        let all = Seen::all(seen.values());
        let mut events = Self { groups: ByGroup::new(plan), seen: all.clone(), rising, ..Self::default() };
        let (mut everywhere, mut some) = (Vec::new(), BySet::default());
        for (mode, m) in plan.modes.iter().enumerate().filter(|(_, m)| m.target == Target::Domain) {
            if m.scope == Scope::Global {
                everywhere.push(event(mode, RatePart::Whole));
            } else if let Some(part) = Division::of(plan, m, None).everywhere() {
                everywhere.push(event(mode, part));
                some.add_all(mode, Division::some_groups(plan, m));
            }
        }
        events.everywhere = events.atom(everywhere, &all);
        events.some_regions =
            events.some_of(some, &all, |event, set| event.some = Some(Several::Regions(set)));
        let mut wide = vec![Vec::new(); plan.components.len()];
        for (index, component) in plan.components.iter().enumerate() {
            wide[index] = events.add_component_wide(plan, component, &seen_of_component(plan, seen, index));
            if component.placement == Placement::Global {
                events.add_group(plan, (index, None), &[], &[], sheds[index], seen);
            }
        }
        for region in 0..plan.regions.len() {
            events.add_region(plan, region, &wide, sheds, seen);
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

    /// A place for events with the same effect; none where there are none. Events that are seen through caches or with
    /// several tries each have a place of their own, as these show one longer than another.
    fn atom(&mut self, events: Vec<Event>, seen: &Seen) -> Vec<Var> {
        let is_told_apart =
            |event: &Event| !seen.waits.is_empty() || (event.replica.is_some() && !seen.tries.is_empty());
        if events.is_empty() {
            return Vec::new();
        }
        if events.iter().any(is_told_apart) {
            return events.into_iter().map(|event| self.seen(event, seen)).collect();
        }
        let first = self.events.len();
        self.events.extend(events);
        vec![self.push(Slot::Atom { first, end: self.events.len() })]
    }

    /// A place for one event, and its draws.
    fn seen(&mut self, event: Event, seen: &Seen) -> Var {
        let index = self.events.len();
        let has_tries = event.replica.is_some();
        self.events.push(event);
        let var = self.push(Slot::Atom { first: index, end: index + 1 });
        let mut view = View { waits: seen.waits.clone(), rising: self.rising, ..View::default() };
        for (wait, passed) in View::age_draws(seen.waits.len(), self.rising) {
            view.ages.push((wait, passed, self.push(Slot::Aged { event: index, wait, passed })));
        }
        let mut known = 1;
        for &tries in seen.tries.iter().filter(|_| has_tries) {
            view.tries.push((tries, self.push(Slot::Again { event: index, more: tries - known })));
            known = tries;
        }
        self.views.insert(var, view);
        var
    }

    /// A place for the events on each set of instances, with the set; `tell` tells an event its set.
    fn some_of(&mut self, sets: BySet, seen: &Seen, tell: impl Fn(&mut Event, u64)) -> Vec<(u64, Var)> {
        let mut places = Vec::with_capacity(sets.0.len());
        for (set, mut events) in sets.0 {
            events.iter_mut().for_each(|event| tell(event, set));
            places.extend(self.atom(events, seen).into_iter().map(|var| (set, var)));
        }
        places
    }

    /// A component's events that hit all or some of its groups at once.
    fn add_component_wide(&mut self, plan: &Plan, component: &Component, seen: &Seen) -> Wide {
        if component.placement == Placement::Global {
            return Vec::new();
        }
        let (mut wide, mut some) = (Vec::new(), BySet::default());
        for (mode, m) in modes_of(plan, component.id) {
            if m.scope == Scope::Global {
                wide.push(event(mode, RatePart::Whole));
            } else if let Some(part) = Division::of(plan, m, None).everywhere() {
                wide.push(event(mode, part));
                some.add_all(mode, Division::some_groups(plan, m));
            }
        }
        let all = self.atom(wide, seen).into_iter().map(|var| (u64::MAX, var));
        let some = self.some_of(some, seen, |event, set| event.some = Some(Several::Regions(set)));
        all.chain(some).collect()
    }

    fn add_region(
        &mut self,
        plan: &Plan,
        region: usize,
        wide: &[Wide],
        sheds: &[bool],
        groups: &ByGroup<Seen>,
    ) {
        let seen = self.seen.clone();
        let here = &plan.regions[region];
        let count = here.zones.len();
        let concerns = |m: &FailureMode| m.target == Target::Domain || m.target == Target::Region(here.id);
        let mut all = Vec::new();
        let mut some = BySet::default();
        for (mode, m) in plan.modes.iter().enumerate().filter(|(_, m)| concerns(m)) {
            let of_region = m.target == Target::Region(here.id);
            let division = Division::of(plan, m, Some(region));
            let part = match m.scope {
                Scope::Global if !of_region => None,
                Scope::Region | Scope::Global => Some(division.rest()),
                Scope::Zone | Scope::Instance => {
                    some.add_all(mode, division.some(count));
                    division.group()
                }
            };
            all.extend(part.map(|part| Event { region: Some(region), ..event(mode, part) }));
        }
        // What hits every zone that is here hits the region.
        for event in some.take((1 << count) - 1) {
            all.push(Event { region: Some(region), ..event });
        }
        let all = self.atom(all, &seen);
        let some = self.some_of(some, &seen, |event, set| {
            (event.region, event.some) = (Some(region), Some(Several::Zones(set)));
        });
        let mut zones = Vec::with_capacity(count);
        for zone in 0..count {
            let modes = plan.modes.iter().enumerate().filter(|(_, m)| concerns(m));
            let modes = modes.filter(|(_, m)| matches!(m.scope, Scope::Zone | Scope::Instance));
            let place = |(mode, m): (usize, &FailureMode)| Event {
                region: Some(region),
                zone: Some(zone),
                ..event(mode, Division::of(plan, m, Some(region)).rest())
            };
            let list = modes.map(place).collect();
            let own = self.atom(list, &seen);
            zones.push(holding(&some, zone).chain(own).collect());
        }
        for (index, component) in plan.components.iter().enumerate() {
            if component.placement != Placement::Global && component.stands_in(here.id) {
                let regions = holding(&self.some_regions, region);
                let shared: Vec<Var> =
                    regions.chain(holding(&wide[index], region)).chain(all.iter().copied()).collect();
                self.add_group(plan, (index, Some(region)), &shared, &zones, sheds[index], groups);
            }
        }
    }

    /// A group's events: those on all its members, then zone by zone, then member by member, then its draws.
    fn add_group(
        &mut self,
        plan: &Plan,
        key: GroupKey,
        outer: &[Var],
        zones: &[Vec<Var>],
        sheds: bool,
        groups: &ByGroup<Seen>,
    ) {
        let (index, region) = key;
        let seen = groups.get(key).cloned().unwrap_or_default();
        let component = &plan.components[index];
        let zonal = component.placement == Placement::Zonal && !zones.is_empty();
        let members = component.replicas as usize;
        let modes: Vec<(usize, &FailureMode)> = modes_of(plan, component.id).collect();
        let stays = |m: &FailureMode| m.scope == Scope::Instance || (m.scope == Scope::Zone && !zonal);
        let in_use = if zonal { members.min(zones.len()) } else { 0 };
        let (mut whole_group, mut some_zones, mut some_members) =
            (Vec::new(), BySet::default(), BySet::default());
        for (mode, m) in &modes {
            let division = Division::of(plan, m, region);
            let part = match m.scope {
                Scope::Region => Some(division.rest()),
                Scope::Global => region.is_none().then_some(RatePart::Whole),
                Scope::Instance | Scope::Zone => {
                    if stays(m) {
                        some_members.add_all(*mode, division.some(members));
                    } else {
                        some_zones.add_all(*mode, division.some(in_use));
                    }
                    division.group()
                }
            };
            whole_group.extend(part.map(|part| Event { region, ..event(*mode, part) }));
        }
        // What hits everybody who is here hits the group.
        let everybody = [(&mut some_zones, in_use), (&mut some_members, members)];
        for (some, count) in everybody.into_iter().filter(|(_, count)| (1..64).contains(count)) {
            let events = some.take((1 << count) - 1);
            whole_group.extend(events.into_iter().map(|event| Event { region, ..event }));
        }
        let whole_group = self.atom(whole_group, &seen);
        let shared =
            self.everywhere.iter().copied().chain(outer.iter().copied()).chain(whole_group).collect();
        let mut group = Group { shared, members: vec![Vec::new(); members], ..Group::default() };
        let zone_of = |member: usize| if zonal { Some(member % zones.len()) } else { None };
        let some_zones = self.some_of(some_zones, &seen, |event, set| {
            (event.region, event.some) = (region, Some(Several::Zones(set)));
        });
        for (zone, domain) in zones.iter().enumerate().take(in_use) {
            let of_zone = modes.iter().filter(|(_, m)| m.scope == Scope::Zone);
            let place = |(mode, m): &(usize, &FailureMode)| Event {
                region,
                zone: Some(zone),
                ..event(*mode, Division::of(plan, m, region).rest())
            };
            let of_zone = of_zone.map(place).collect();
            let own = self.atom(of_zone, &seen);
            let vars: Vec<Var> =
                domain.iter().copied().chain(holding(&some_zones, zone)).chain(own).collect();
            for member in (0..members).filter(|member| zone_of(*member) == Some(zone)) {
                group.members[member].extend(&vars);
            }
        }
        let some_members = self.some_of(some_members, &seen, |event, set| {
            (event.region, event.some) = (region, Some(Several::Replicas(set)));
        });
        let idle = stands_idle(component);
        for member in 0..members {
            let place = |(mode, m): &(usize, &FailureMode)| Event {
                region,
                zone: zone_of(member),
                replica: Some(member as u32),
                ..event(*mode, Division::of(plan, m, region).rest())
            };
            group.members[member].extend(holding(&some_members, member));
            let own = modes.iter().filter(|(_, m)| stays(m));
            if !idle || (member as u32) < component.needed {
                let own = own.map(place).collect();
                group.members[member].extend(self.atom(own, &seen));
                group.waiting.extend(idle.then_some(None));
                continue;
            }
            // What never happens needs no turn; its place takes the member down for certain (see `instances`).
            let (never, own): (Vec<_>, Vec<_>) = own.partition(|(_, m)| m.rate.high().get() <= 0.0);
            let own = self.atom(own.into_iter().map(place).collect(), &seen);
            let turn =
                (!own.is_empty()).then(|| self.add_waiting(index, component, &group, own.clone(), sheds));
            let never = self.atom(never.into_iter().map(place).collect(), &seen);
            group.members[member].extend(own.into_iter().chain(never));
            group.waiting.push(turn);
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
    Event { mode, part, region: None, zone: None, replica: None, some: None }
}

/// The places of sets that hold an instance.
fn holding(sets: &[(u64, Var)], instance: usize) -> impl Iterator<Item = Var> + '_ {
    sets.iter().filter(move |(set, _)| *set >> instance.min(63) & 1 == 1).map(|(_, var)| *var)
}

/// Events by the set of instances that they hit.
#[derive(Default)]
struct BySet(BTreeMap<u64, Vec<Event>>);

impl BySet {
    fn add_all(&mut self, mode: usize, parts: Vec<(RatePart, u64)>) {
        for (part, set) in parts {
            self.0.entry(set).or_default().push(event(mode, part));
        }
    }

    /// Removes the events on a set.
    fn take(&mut self, set: u64) -> Vec<Event> {
        self.0.remove(&set).unwrap_or_default()
    }
}

fn modes_of(plan: &Plan, component: Id) -> impl Iterator<Item = (usize, &FailureMode)> {
    plan.modes.iter().enumerate().filter(move |(_, m)| m.target == Target::Component(component))
}

/// How far the common cause of a mode reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Split {
    /// There is none: the whole rate stays with each instance.
    Nothing,
    /// The replicas of a group, or the zones of a region.
    Group,
    /// Every group, or every zone or region.
    Everywhere,
}
