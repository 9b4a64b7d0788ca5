//! From version 1 to a plan, every value through the constructor of its type.

use std::collections::{BTreeMap, BTreeSet};

use super::words::{basis, choice};
use super::{
    Component, Estimate, Failover, File, Journey, Mode, Need, Plan, Practised, Prices, Region, Routing, Zone,
};
use crate::model::{self, Id, Target, limits};
use crate::quantity::{self, Date, Probability, Provenance, Quantity, Spread};
use crate::slo::Objective;
use crate::wire::WireError;
use crate::wire::error::{At, Fault, quoted};

/// The plan in a file of version 1.
pub(in crate::wire) fn read(file: File) -> Result<model::Plan, WireError> {
    Ok(plan(file.plan)?)
}

fn plan(plan: Plan) -> Result<model::Plan, Fault> {
    if plan.regions.is_empty() {
        return Err(Fault::new("found no region; at least one is needed")).at("regions");
    }
    let mut zones = BTreeSet::new();
    let regions = list("regions", limits::MAX_REGIONS, plan.regions, |r| &r.id, |r| region(r, &mut zones))?;
    let value_per_hour = plan.value_per_hour.map(|value| estimate(value).at("value_per_hour")).transpose()?;
    Ok(model::Plan {
        name: name(plan.name).at("name")?,
        lesson: words(plan.lesson, 0, limits::MAX_LESSON).at("lesson")?,
        regions,
        routing: routing(plan.routing).at("routing")?,
        components: list("components", limits::MAX_COMPONENTS, plan.components, |c| &c.id, component)?,
        modes: list("modes", limits::MAX_MODES, plan.modes, |m| &m.id, mode)?,
        journeys: list("journeys", limits::MAX_JOURNEYS, plan.journeys, |j| &j.id, journey)?,
        practices: practices(plan.practices)?,
        prices: prices(plan.prices).at("prices")?,
        value_per_hour,
        reserve: estimate(plan.reserve).at("reserve")?,
    })
}

/// Reads a list whose items differ in their ids.
fn list<W, M>(
    place: &str,
    most: usize,
    items: Vec<W>,
    key: fn(&W) -> &str,
    mut read: impl FnMut(W) -> Result<M, Fault>,
) -> Result<Vec<M>, Fault> {
    if items.len() > most {
        return Err(Fault::new(format_args!("found {} items; at most {most} are needed", items.len())))
            .at(place);
    }
    let mut seen = BTreeSet::new();
    let mut out = Vec::with_capacity(items.len());
    for (index, item) in items.into_iter().enumerate() {
        let id = key(&item);
        let (here, fresh) = match Id::new(id) {
            Ok(id) => (format!("{place}.{id}"), seen.insert(id)),
            Err(_) => (format!("{place}[{index}]"), true),
        };
        if !fresh {
            return Err(twice(id)).at(&here);
        }
        out.push(read(item).at(&here)?);
    }
    Ok(out)
}

fn twice(id: &str) -> Fault {
    Fault::new(format_args!("found {} twice; an id or key of its own is needed", quoted(id)))
}

/// An identity.
pub(in crate::wire) fn id(text: &str) -> Result<Id, Fault> {
    Ok(Id::new(text)?)
}

/// A whole number of at least one and at most `most`.
pub(in crate::wire) fn limited(found: u32, most: u32) -> Result<u32, Fault> {
    if (1..=most).contains(&found) {
        return Ok(found);
    }
    Err(Fault::new(format_args!("found {found}; a whole number from 1 to {most} is needed")))
}

fn name(text: String) -> Result<String, Fault> {
    words(text, 1, limits::MAX_NAME)
}

/// A line of text: no control characters, and a length within limits.
fn words(text: String, least: usize, most: usize) -> Result<String, Fault> {
    let length = text.chars().count();
    let blank = least > 0 && text.trim().is_empty();
    if !blank && (least..=most).contains(&length) && !text.chars().any(char::is_control) {
        return Ok(text);
    }
    let found = quoted(&text);
    Err(Fault::new(format_args!(
        "found {found} ({length} characters); a line of {least} to {most} characters, none of them a control \
         character, is needed"
    )))
}

fn estimate<Q: Quantity>(found: Estimate) -> Result<quantity::Estimate<Q>, Fault> {
    let date = found.date.map(|date| Date::parse(&date).at("date")).transpose()?;
    let note = words(found.note, 0, limits::MAX_NOTE).at("note")?;
    let origin = Provenance::dated(basis(&found.basis).at("basis")?, date, note);
    let likely = Q::new(found.likely).at("likely")?;
    match (found.low, found.high) {
        (None, None) => Ok(quantity::Estimate::point(likely, origin)),
        (Some(low), Some(high)) => {
            let (low, high) = (Q::new(low).at("low")?, Q::new(high).at("high")?);
            Ok(quantity::Estimate::range(low, likely, high, origin)?)
        }
        (None, Some(_)) => Err(Fault::new("found high without low; both or neither are needed")),
        (Some(_), None) => Err(Fault::new("found low without high; both or neither are needed")),
    }
}

/// An estimate, or the neutral value when there is none.
fn or<Q: Quantity>(neutral: f64, found: Option<Estimate>) -> Result<quantity::Estimate<Q>, Fault> {
    match found {
        Some(found) => estimate(found),
        None => Ok(quantity::Estimate::assumed(Q::clamped(neutral))),
    }
}

fn region(region: Region, zones: &mut BTreeSet<Id>) -> Result<model::Region, Fault> {
    let zone = |zone: Zone| {
        let id = id(&zone.id).at("id")?;
        if !zones.insert(id) {
            return Err(twice(&zone.id));
        }
        Ok(model::Zone { id, name: name(zone.name).at("name")? })
    };
    Ok(model::Region {
        zones: list("zones", limits::MAX_ZONES, region.zones, |z| &z.id, zone)?,
        id: id(&region.id).at("id")?,
        name: name(region.name).at("name")?,
        traffic: estimate(region.traffic).at("traffic")?,
        capacity: or(1.0, region.capacity).at("capacity")?,
    })
}

fn routing(routing: Routing) -> Result<model::Routing, Fault> {
    Ok(model::Routing {
        kind: choice(&routing.kind).at("kind")?,
        failover: failover(routing.failover).at("failover")?,
        overload: choice(&routing.overload).at("overload")?,
    })
}

fn failover(failover: Failover) -> Result<model::Failover, Fault> {
    Ok(model::Failover {
        time: estimate(failover.time_minutes).at("time_minutes")?,
        coverage: estimate(failover.coverage).at("coverage")?,
        manual: estimate(failover.manual_minutes).at("manual_minutes")?,
    })
}

fn needs(needs: Vec<Need>) -> Result<Vec<model::Dependency>, Fault> {
    let need = |need: Need| {
        let degraded = need.degraded.map(|share| estimate(share).at("degraded")).transpose()?;
        Ok(model::Dependency { on: id(&need.on).at("on")?, degraded })
    };
    list("needs", limits::MAX_COMPONENTS, needs, |n| &n.on, need)
}

fn component(component: Component) -> Result<model::Component, Fault> {
    let place = "regions";
    let regions = list(place, limits::MAX_REGIONS, component.regions, |region| region, |region| id(&region))?;
    Ok(model::Component {
        id: id(&component.id).at("id")?,
        name: name(component.name).at("name")?,
        kind: name(component.kind).at("kind")?,
        placement: choice(&component.placement).at("placement")?,
        regions,
        replicas: limited(component.replicas, limits::MAX_REPLICAS).at("replicas")?,
        needed: limited(component.needed, limits::MAX_REPLICAS).at("needed")?,
        redundancy: choice(&component.redundancy).at("redundancy")?,
        failover: failover(component.failover).at("failover")?,
        overload: choice(&component.overload).at("overload")?,
        dependencies: needs(component.needs)?,
        unit_price: or(0.0, component.monthly_price).at("monthly_price")?,
    })
}

fn mode(mode: Mode) -> Result<model::FailureMode, Fault> {
    let target = match (&mode.component, &mode.region) {
        (None, None) => Target::Domain,
        (Some(component), None) => Target::Component(id(component).at("component")?),
        (None, Some(region)) => Target::Region(id(region).at("region")?),
        (Some(_), Some(_)) => {
            return Err(Fault::new("found a component and a region; one of them, or neither, is needed"));
        }
    };
    Ok(model::FailureMode {
        id: id(&mode.id).at("id")?,
        name: name(mode.name).at("name")?,
        target,
        scope: choice(&mode.scope).at("scope")?,
        cause: choice(&mode.cause).at("cause")?,
        owner: choice(&mode.owner).at("owner")?,
        rate: estimate(mode.rate_per_year).at("rate_per_year")?,
        parts: model::Parts {
            detect: or(0.0, mode.detect_minutes).at("detect_minutes")?,
            engage: or(0.0, mode.engage_minutes).at("engage_minutes")?,
            diagnose: or(0.0, mode.diagnose_minutes).at("diagnose_minutes")?,
            mitigate: or(0.0, mode.mitigate_minutes).at("mitigate_minutes")?,
            verify: or(0.0, mode.verify_minutes).at("verify_minutes")?,
        },
        spread: Spread::new(mode.spread).at("spread")?,
        share: or(1.0, mode.share).at("share")?,
        beta: or(0.0, mode.beta).at("beta")?,
        reach: choice(&mode.reach).at("reach")?,
    })
}

fn journey(journey: Journey) -> Result<model::Journey, Fault> {
    let objective = Probability::new(journey.objective)
        .ok()
        .and_then(|share| Objective::new(share).ok())
        .ok_or_else(|| {
            let found = journey.objective;
            Fault::new(format_args!(
                "found {found}; a share above 0 and below 1 is needed: 0.9995 for 99.95 %"
            ))
        });
    Ok(model::Journey {
        id: id(&journey.id).at("id")?,
        name: name(journey.name).at("name")?,
        traffic: estimate(journey.traffic).at("traffic")?,
        objective: objective.at("objective")?,
        needs: needs(journey.needs)?,
    })
}

fn practices(found: Vec<Practised>) -> Result<BTreeMap<model::Practice, model::Practised>, Fault> {
    let mut practices = BTreeMap::new();
    for practised in found {
        let key: model::Practice = choice(&practised.practice).at("practices")?;
        let here = format!("practices.{}", practised.practice);
        if practised.level == 0 {
            let highest = key.highest();
            let fault = Fault::new(format_args!("found 0; a level from 1 to {highest} is needed"));
            return Err(fault).at("level").at(&here);
        }
        let monthly = practised.monthly_price.map(|price| estimate(price).at("monthly_price")).transpose();
        let done = model::Practised { level: practised.level, monthly: monthly.at(&here)? };
        if practices.insert(key, done).is_some() {
            return Err(twice(&practised.practice)).at(&here);
        }
    }
    Ok(practices)
}

fn prices(prices: Prices) -> Result<model::Prices, Fault> {
    Ok(model::Prices {
        currency: choice(&prices.currency).at("currency")?,
        engineer: estimate(prices.engineer_monthly_price).at("engineer_monthly_price")?,
        on_call_share: estimate(prices.on_call_share).at("on_call_share")?,
        zone_traffic: or(0.0, prices.zone_traffic_gb).at("zone_traffic_gb")?,
        zone_traffic_price: or(0.0, prices.zone_price_per_gb).at("zone_price_per_gb")?,
        region_traffic: or(0.0, prices.region_traffic_gb).at("region_traffic_gb")?,
        region_traffic_price: or(0.0, prices.region_price_per_gb).at("region_price_per_gb")?,
    })
}
