//! The instances of a plan, each with a place of its own in the diagram, so that it can be taken down by itself.

use core::ops::Range;
use std::borrow::Cow;
use std::collections::BTreeMap;

use super::events::{Event, Several, stands_idle};
use super::study::{Study, answerable};
use crate::model::{
    Cause, FailureMode, Id, Owner, Parts, Placement, Plan, Reach, Scope, Sharing, Target,
    limits::MAX_REPLICAS,
};
use crate::quantity::{Duration, Estimate, Probability, Quantity, Rate, Spread};

/// One replica of a component in one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Instance {
    /// Index of the component in the plan.
    pub component: usize,
    /// Index of its region; `None` when the component has one group for the whole world.
    pub region: Option<usize>,
    /// Index of its zone in that region, when it stands in one.
    pub zone: Option<usize>,
    /// Index in its group.
    pub replica: u32,
    /// Its place in the diagram.
    pub place: usize,
}

/// All instances of a plan: component by component, region by region, in order of replicas.
#[derive(Clone, Debug)]
pub(crate) struct Instances {
    /// The instances.
    pub list: Vec<Instance>,
    of_component: Vec<Range<usize>>,
}

impl Instances {
    /// The instances that an event takes down, as indices in order.
    pub(crate) fn hit(&self, event: &Event, plan: &Plan) -> Vec<usize> {
        let mode = &plan.modes[event.mode];
        let of_target = match mode.target {
            Target::Component(id) => plan.components.iter().position(|c| c.id == id),
            Target::Domain | Target::Region(_) => None,
        };
        let range = of_target.map_or(0..self.list.len(), |component| self.of_component[component].clone());
        range.filter(|at| self.list[*at].is_hit(event, mode, plan)).collect()
    }
}

impl Instance {
    /// Whether an event of this mode takes it down.
    fn is_hit(&self, event: &Event, mode: &FailureMode, plan: &Plan) -> bool {
        let target = match mode.target {
            Target::Component(id) => plan.components[self.component].id == id,
            Target::Domain | Target::Region(_) => true,
        };
        let same = |of_event: Option<usize>, own: Option<usize>| of_event.is_none() || of_event == own;
        let holds = |set: u64, own: Option<usize>| own.is_some_and(|own| set >> own.min(63) & 1 == 1);
        let among = match event.some {
            None => true,
            Some(Several::Replicas(set)) => holds(set, Some(self.replica as usize)),
            Some(Several::Zones(set)) => holds(set, self.zone),
            Some(Several::Regions(set)) => holds(set, self.region),
        };
        target
            && among
            && same(event.region, self.region)
            && same(event.zone, self.zone)
            && event.replica.is_none_or(|replica| replica == self.replica)
    }
}

/// A plan compiled so that every instance has a place, and its instances in order.
///
/// Components whose replicas never fail by themselves get a mode that never happens; it changes no number. So do those
/// whose members stand by: the place of what never happens takes a member down for certain, whether or not it waits.
pub(crate) fn study(plan: &Plan) -> Option<(Study<'_>, Instances)> {
    let journeys = answerable(plan);
    let lone =
        |id: Id| plan.modes.iter().any(|m| m.target == Target::Component(id) && m.scope == Scope::Instance);
    let without: Vec<Id> =
        plan.components.iter().filter(|c| !lone(c.id) || stands_idle(c)).map(|c| c.id).collect();
    let mut complete = Cow::Borrowed(plan);
    for id in without {
        let never = never(Id::from_name("never", |id| complete.mode(id).is_some()), id);
        complete.to_mut().modes.push(never);
    }
    let study = Study::of_journeys(complete, &journeys)?;
    let instances = instances(&study);
    Some((study, instances))
}

/// A failure of single replicas that never happens.
fn never(id: Id, component: Id) -> FailureMode {
    let none = || Estimate::assumed(Duration::ZERO);
    FailureMode {
        id,
        name: String::new(),
        target: Target::Component(component),
        scope: Scope::Instance,
        cause: Cause::Unknown,
        owner: Owner::Us,
        rate: Estimate::assumed(Rate::clamped(0.0)),
        parts: Parts { detect: none(), engage: none(), diagnose: none(), mitigate: none(), verify: none() },
        spread: Spread::clamped(0.0),
        share: Estimate::assumed(Probability::ONE),
        beta: Estimate::assumed(Probability::ZERO),
        sharing: Sharing::Beta,
        reach: Reach::Group,
    }
}

fn instances(study: &Study) -> Instances {
    let plan: &Plan = &study.plan;
    let mut places: BTreeMap<(Id, Option<usize>, u32), usize> = BTreeMap::new();
    for place in 0..study.structure.slots.len() {
        let Some(event) = study.structure.atom(place).next() else { continue };
        let event = &study.structure.events[event];
        if let (Target::Component(id), Some(replica)) = (plan.modes[event.mode].target, event.replica) {
            places.insert((id, event.region, replica), place);
        }
    }
    let mut instances = Vec::with_capacity(places.len());
    let mut of_component = Vec::with_capacity(plan.components.len());
    for (component, c) in plan.components.iter().enumerate() {
        let first = instances.len();
        let everywhere = (0..plan.regions.len()).filter(|r| c.stands_in(plan.regions[*r].id)).map(Some);
        let regions: Vec<Option<usize>> =
            if c.placement == Placement::Global { vec![None] } else { everywhere.collect() };
        for region in regions {
            let zones = match (c.placement, region) {
                (Placement::Zonal, Some(region)) => plan.regions[region].zones.len(),
                _ => 0,
            };
            for replica in 0..c.replicas.min(MAX_REPLICAS) {
                let Some(place) = places.get(&(c.id, region, replica)) else { continue };
                let zone = (zones > 0).then(|| replica as usize % zones.max(1));
                instances.push(Instance { component, region, zone, replica, place: *place });
            }
        }
        of_component.push(first..instances.len());
    }
    Instances { list: instances, of_component }
}
