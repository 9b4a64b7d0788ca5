//! From a plan to version 1.

use super::words::basis_word;
use super::{
    Component, Estimate, Failover, File, Journey, Mode, Need, Plan, Practised, Prices, Region, Routing, Zone,
};
use crate::model::{self, Choice, Target};
use crate::quantity::{self, Quantity};

/// The plan as a file of version 1.
pub(in crate::wire) fn write(plan: &model::Plan) -> File {
    let plan = Plan {
        name: plan.name.clone(),
        lesson: plan.lesson.clone(),
        regions: plan.regions.iter().map(region).collect(),
        routing: Routing {
            kind: key(plan.routing.kind),
            overload: key(plan.routing.overload),
            failover: failover(&plan.routing.failover),
        },
        components: plan.components.iter().map(component).collect(),
        modes: plan.modes.iter().map(mode).collect(),
        journeys: plan.journeys.iter().map(journey).collect(),
        practices: plan.practices.iter().map(practised).collect(),
        prices: prices(&plan.prices),
        value_per_hour: plan.value_per_hour.as_ref().map(estimate),
        reserve: estimate(&plan.reserve),
    };
    File { tenfold: 1, schema: None, plan }
}

fn key(choice: impl Choice) -> String {
    choice.key().to_owned()
}

fn estimate<Q: Quantity>(estimate: &quantity::Estimate<Q>) -> Estimate {
    let origin = &estimate.provenance;
    Estimate {
        low: (!estimate.is_point()).then(|| estimate.low().get()),
        likely: estimate.likely().get(),
        high: (!estimate.is_point()).then(|| estimate.high().get()),
        basis: basis_word(origin.basis).to_owned(),
        date: origin.date.map(|date| date.to_string()),
        note: origin.note.clone(),
    }
}

/// Nothing when the estimate is what reading assumes for an absent one.
fn unless<Q: Quantity>(neutral: f64, value: &quantity::Estimate<Q>) -> Option<Estimate> {
    let absent = quantity::Estimate::assumed(Q::clamped(neutral));
    (*value != absent).then(|| estimate(value))
}

fn region(region: &model::Region) -> Region {
    let zone = |zone: &model::Zone| Zone { id: zone.id.to_string(), name: zone.name.clone() };
    Region {
        id: region.id.to_string(),
        name: region.name.clone(),
        traffic: estimate(&region.traffic),
        capacity: unless(1.0, &region.capacity),
        zones: region.zones.iter().map(zone).collect(),
    }
}

fn failover(failover: &model::Failover) -> Failover {
    Failover {
        time_minutes: estimate(&failover.time),
        coverage: estimate(&failover.coverage),
        manual_minutes: estimate(&failover.manual),
    }
}

fn needs(needs: &[model::Dependency]) -> Vec<Need> {
    let need = |need: &model::Dependency| Need {
        on: need.on.to_string(),
        degraded: need.degraded.as_ref().map(estimate),
    };
    needs.iter().map(need).collect()
}

fn component(component: &model::Component) -> Component {
    Component {
        id: component.id.to_string(),
        name: component.name.clone(),
        kind: component.kind.clone(),
        placement: key(component.placement),
        regions: component.regions.iter().map(model::Id::to_string).collect(),
        replicas: component.replicas,
        needed: component.needed,
        redundancy: key(component.redundancy),
        overload: key(component.overload),
        failover: failover(&component.failover),
        needs: needs(&component.dependencies),
        monthly_price: unless(0.0, &component.unit_price),
    }
}

fn mode(mode: &model::FailureMode) -> Mode {
    let (component, region) = match mode.target {
        Target::Component(id) => (Some(id.to_string()), None),
        Target::Region(id) => (None, Some(id.to_string())),
        Target::Domain => (None, None),
    };
    Mode {
        id: mode.id.to_string(),
        name: mode.name.clone(),
        component,
        region,
        scope: key(mode.scope),
        cause: key(mode.cause),
        owner: key(mode.owner),
        rate_per_year: estimate(&mode.rate),
        detect_minutes: unless(0.0, &mode.parts.detect),
        engage_minutes: unless(0.0, &mode.parts.engage),
        diagnose_minutes: unless(0.0, &mode.parts.diagnose),
        mitigate_minutes: unless(0.0, &mode.parts.mitigate),
        verify_minutes: unless(0.0, &mode.parts.verify),
        spread: mode.spread.get(),
        share: unless(1.0, &mode.share),
        beta: unless(0.0, &mode.beta),
        reach: key(mode.reach),
    }
}

fn journey(journey: &model::Journey) -> Journey {
    Journey {
        id: journey.id.to_string(),
        name: journey.name.clone(),
        traffic: estimate(&journey.traffic),
        objective: journey.objective.share().get(),
        needs: needs(&journey.needs),
    }
}

fn practised((practice, practised): (&model::Practice, &model::Practised)) -> Practised {
    Practised {
        practice: practice.key().to_owned(),
        level: practised.level,
        monthly_price: practised.monthly.as_ref().map(estimate),
    }
}

fn prices(prices: &model::Prices) -> Prices {
    Prices {
        currency: key(prices.currency),
        engineer_monthly_price: estimate(&prices.engineer),
        on_call_share: estimate(&prices.on_call_share),
        zone_traffic_gb: unless(0.0, &prices.zone_traffic),
        zone_price_per_gb: unless(0.0, &prices.zone_traffic_price),
        region_traffic_gb: unless(0.0, &prices.region_traffic),
        region_price_per_gb: unless(0.0, &prices.region_traffic_price),
    }
}
