//! A small plan for tests.

use std::collections::BTreeMap;

use super::grow;
use crate::model::catalogue::{KINDS, SHARED_FATE, defaults};
use crate::model::{Dependency, Id, Overload, Plan, Region, Routing, RoutingKind, Target, Zone};
use crate::quantity::{Estimate, Probability, Quantity};

/// One region with two zones, two components, a journey, every shared fate.
pub fn plan() -> Plan {
    let id = |text: &str| Id::new(text).unwrap();
    let zone = |name: &str| Zone { id: id(name), name: name.into() };
    let region = Region {
        id: id("eu"),
        name: "eu".into(),
        traffic: Estimate::assumed(Probability::ONE),
        capacity: Estimate::assumed(Probability::ONE),
        zones: vec![zone("a"), zone("b")],
    };
    let mut plan = Plan {
        name: "Shop".into(),
        lesson: "A lesson.".into(),
        regions: vec![region],
        routing: Routing {
            kind: RoutingKind::Stay,
            failover: defaults::routing_failover(),
            overload: Overload::Sheds,
        },
        components: Vec::new(),
        modes: Vec::new(),
        journeys: Vec::new(),
        practices: BTreeMap::new(),
        prices: defaults::prices(),
        value_per_hour: None,
        reserve: defaults::reserve(),
        monitors: Vec::new(),
        register: crate::model::Register::default(),
        responders: None,
        economy: crate::model::Economy::default(),
    };
    for kind in &KINDS[..2] {
        plan = plan.apply(&grow::component(&plan, kind)).unwrap();
    }
    plan = plan.apply(&grow::journey(&plan).unwrap()).unwrap();
    let on = plan.components[1].id;
    plan.journeys[0].needs.push(Dependency::required(plan.components[0].id));
    let degraded = Estimate::assumed(Probability::clamped(0.1));
    plan.components[0].dependencies.push(Dependency::optional(on, degraded));
    for info in SHARED_FATE {
        let id = Id::from_name(info.name, |id| plan.mode(id).is_some());
        plan.modes.push(info.mode(id, info.name, Target::Domain));
    }
    plan
}
