//! Plans in a few words, for tests.

use std::collections::BTreeMap;

use crate::model::{
    Cause, Component, Currency, Dependency, Failover, FailureMode, Id, Journey, Overload, Owner, Parts,
    Placement, Plan, Prices, Reach, Redundancy, Region, Routing, RoutingKind, Scope, Sharing, Target, Zone,
};
use crate::quantity::{Duration, Estimate, Money, Probability, Quantity, Rate, Spread, Volume};
use crate::slo::Objective;

pub(in crate::analysis) fn q<Q: Quantity>(value: f64) -> Estimate<Q> {
    Estimate::assumed(Q::new(value).unwrap())
}

pub(in crate::analysis) fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

pub(in crate::analysis) fn failover(time: f64, coverage: f64, manual: f64) -> Failover {
    Failover { time: q(time), coverage: q(coverage), manual: q(manual), drill: None }
}

/// A plan with one region per count of zones, users spread evenly, and no reserve.
pub(in crate::analysis) fn plan(zones: &[usize]) -> Plan {
    let region = |(index, zones): (usize, &usize)| Region {
        id: id(&format!("r{index}")),
        name: format!("Region {index}"),
        traffic: q(1.0),
        capacity: q::<Probability>(1.0),
        zones: (0..*zones)
            .map(|zone| Zone { id: id(&format!("r{index}z{zone}")), name: format!("zone {zone}") })
            .collect(),
    };
    Plan {
        name: "Test".into(),
        lesson: String::new(),
        regions: zones.iter().enumerate().map(region).collect(),
        routing: Routing {
            kind: RoutingKind::Stay,
            failover: failover(0.0, 1.0, 0.0),
            overload: Overload::Collapses,
        },
        components: Vec::new(),
        modes: Vec::new(),
        journeys: Vec::new(),
        practices: BTreeMap::new(),
        prices: Prices {
            currency: Currency::Usd,
            engineer: q::<Money>(0.0),
            on_call_share: q(0.0),
            zone_traffic: q::<Volume>(0.0),
            zone_traffic_price: q(0.0),
            region_traffic: q(0.0),
            region_traffic_price: q(0.0),
        },
        value_per_hour: None,
        economy: crate::model::Economy::default(),
        reserve: q(0.0),
        monitors: Vec::new(),
        register: crate::model::Register::default(),
        responders: None,
    }
}

impl Plan {
    pub(in crate::analysis) fn with_component(
        mut self,
        name: &str,
        placement: Placement,
        replicas: u32,
        needed: u32,
    ) -> Self {
        self.components.push(Component {
            id: id(name),
            name: name.into(),
            kind: "compute-pool".into(),
            placement,
            regions: Vec::new(),
            replicas,
            needed,
            redundancy: Redundancy::ActiveActive,
            dormancy: q(0.5),
            failover: failover(0.0, 1.0, 0.0),
            overload: Overload::Collapses,
            dependencies: Vec::new(),
            unit_price: q(0.0),
        });
        self
    }

    pub(in crate::analysis) fn with_mode(
        mut self,
        name: &str,
        target: Target,
        scope: Scope,
        rate: f64,
        minutes: f64,
    ) -> Self {
        self.modes.push(FailureMode {
            id: id(name),
            name: name.into(),
            target,
            scope,
            cause: Cause::Hardware,
            owner: Owner::Us,
            rate: q::<Rate>(rate),
            parts: Parts {
                detect: q::<Duration>(0.0),
                engage: q(0.0),
                diagnose: q(0.0),
                mitigate: q(minutes),
                verify: q(0.0),
            },
            spread: Spread::new(1.0).unwrap(),
            share: q(1.0),
            beta: q(0.0),
            sharing: Sharing::Beta,
            reach: Reach::Group,
        });
        self
    }

    pub(in crate::analysis) fn with_journey(mut self, name: &str, needs: &[(&str, Option<f64>)]) -> Self {
        let need = |(on, degraded): &(&str, Option<f64>)| Dependency {
            degraded: degraded.map(q),
            ..Dependency::required(id(on))
        };
        self.journeys.push(Journey {
            id: id(name),
            name: name.into(),
            traffic: q(1.0),
            objective: Objective::new(Probability::new(0.999).unwrap()).unwrap(),
            needs: needs.iter().map(need).collect(),
        });
        self
    }

    pub(in crate::analysis) fn tune(mut self, f: impl FnOnce(&mut Self)) -> Self {
        f(&mut self);
        self
    }
}
