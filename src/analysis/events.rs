//! The basic events of a plan and their order in the diagram.
//!
//! Each failure mode has one event for each instance of its scope; a common-cause share beta splits
//! off a further event on the group or on everything (design rule 5: `(1 - beta) lambda` stays with
//! each instance, `beta lambda` becomes the shared event). The order is what keeps the diagram small:
//! global events first, then region by region, zones before instances; a draw stands right after
//! the group it belongs to.

use std::collections::BTreeMap;

use crate::engine::Var;
use crate::model::{Component, FailureMode, Id, Place, Placement, Plan, Reach, Scope, Target};
use crate::quantity::Quantity;

/// What stands at a place of the order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Slot {
    /// A failure mode in one instance of its scope.
    Event(Event),
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

/// All events of a plan in diagram order, and where they belong.
#[derive(Clone, Debug, Default)]
pub(crate) struct Events {
    /// By place in the order.
    pub slots: Vec<Slot>,
    /// The groups of every component.
    pub groups: BTreeMap<GroupKey, Group>,
    /// Draws of optional needs: who needs, which group is needed.
    pub degraded: BTreeMap<(Place, GroupKey), Var>,
    /// Draws of overloaded regions, one for each distinct served share below one, largest share first.
    pub overload: Vec<(f64, Var)>,
    /// Domain events everywhere.
    everywhere: Vec<Var>,
}

impl Events {
    /// The events of a plan. `sheds` tells which components turn excess load away.
    pub(crate) fn of(plan: &Plan, sheds: &[bool], served_shares: &[f64]) -> Self {
        let mut events = Self::default();
        for (mode, m) in plan.modes.iter().enumerate().filter(|(_, m)| m.target == Target::Domain) {
            let part = match (m.scope, split(plan, m)) {
                (Scope::Global, _) => RatePart::Whole,
                (_, Split::Everywhere) => RatePart::Common,
                _ => continue,
            };
            let var = events.add(mode, part, [None, None], None);
            events.everywhere.push(var);
        }
        let mut wide = vec![Vec::new(); plan.components.len()];
        for (index, component) in plan.components.iter().enumerate() {
            events.add_component_wide(plan, component, &mut wide[index]);
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
        events
    }

    fn push(&mut self, slot: Slot) -> Var {
        self.slots.push(slot);
        Var::new(self.slots.len() as u32 - 1)
    }

    fn add(
        &mut self,
        mode: usize,
        part: RatePart,
        [region, zone]: [Option<usize>; 2],
        replica: Option<u32>,
    ) -> Var {
        self.push(Slot::Event(Event { mode, part, region, zone, replica }))
    }

    /// A component's events that hit all of its groups at once.
    fn add_component_wide(&mut self, plan: &Plan, component: &Component, wide: &mut Vec<Var>) {
        if component.placement == Placement::Global {
            return;
        }
        for (mode, m) in modes_of(plan, component.id) {
            if m.scope == Scope::Global {
                wide.push(self.add(mode, RatePart::Whole, [None, None], None));
            } else if split(plan, m) == Split::Everywhere {
                wide.push(self.add(mode, RatePart::Common, [None, None], None));
            }
        }
    }

    fn add_region(&mut self, plan: &Plan, region: usize, wide: &[Vec<Var>], sheds: &[bool]) {
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
            all.push(self.add(mode, part, [Some(region), None], None));
        }
        let mut zones = vec![Vec::new(); here.zones.len()];
        for (zone, list) in zones.iter_mut().enumerate() {
            for (mode, m) in plan.modes.iter().enumerate().filter(|(_, m)| concerns(m)) {
                if matches!(m.scope, Scope::Zone | Scope::Instance) {
                    list.push(self.add(mode, split(plan, m).rest(), [Some(region), Some(zone)], None));
                }
            }
        }
        for (index, component) in plan.components.iter().enumerate() {
            if component.placement != Placement::Global && component.stands_in(here.id) {
                let shared: Vec<Var> = wide[index].iter().chain(&all).copied().collect();
                self.add_group(plan, (index, Some(region)), &shared, &zones, sheds[index]);
            }
        }
    }

    /// A group's events: those on all its members, then zone by zone, then member by member, then its draws.
    fn add_group(&mut self, plan: &Plan, key: GroupKey, outer: &[Var], zones: &[Vec<Var>], sheds: bool) {
        let (index, region) = key;
        let component = &plan.components[index];
        let zonal = component.placement == Placement::Zonal && !zones.is_empty();
        let members = component.replicas as usize;
        let shared = self.everywhere.iter().chain(outer).copied().collect();
        let mut group = Group { shared, members: vec![Vec::new(); members], shed: Vec::new() };
        let modes: Vec<(usize, &FailureMode)> = modes_of(plan, component.id).collect();
        for (mode, m) in &modes {
            let part = match (m.scope, split(plan, m)) {
                (Scope::Region, split) => split.rest(),
                (Scope::Global, _) if region.is_none() => RatePart::Whole,
                (Scope::Instance | Scope::Zone, Split::Group) => RatePart::Common,
                _ => continue,
            };
            group.shared.push(self.add(*mode, part, [region, None], None));
        }
        let zone_of = |member: usize| if zonal { Some(member % zones.len()) } else { None };
        for zone in (0..zones.len()).filter(|_| zonal) {
            let in_zone: Vec<usize> = (0..members).filter(|member| zone_of(*member) == Some(zone)).collect();
            if in_zone.is_empty() {
                continue;
            }
            let mut vars = zones[zone].clone();
            for (mode, m) in modes.iter().filter(|(_, m)| m.scope == Scope::Zone) {
                vars.push(self.add(*mode, split(plan, m).rest(), [region, Some(zone)], None));
            }
            for member in in_zone {
                group.members[member].extend(&vars);
            }
        }
        for member in 0..members {
            for (mode, m) in &modes {
                let here = m.scope == Scope::Instance || (m.scope == Scope::Zone && !zonal);
                if here {
                    let place = [region, zone_of(member)];
                    let var = self.add(*mode, split(plan, m).rest(), place, Some(member as u32));
                    group.members[member].push(var);
                }
            }
        }
        if sheds {
            for working in (1..component.needed).rev() {
                let fails = 1.0 / f64::from(working + 1);
                group.shed.push(self.push(Slot::Draw(fails)));
            }
        }
        self.groups.insert(key, group);
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
                    self.degraded.insert((place, key), var);
                }
            }
        }
    }
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
        Target::Region(_) => (2, 1),
        Target::Domain => (2, plan.regions.len()),
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
