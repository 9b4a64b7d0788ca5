//! From a plan to version 2. The members stand in the order of the schema.

use super::words::basis_word;
use super::{monitor, register};
use crate::model::{self, Choice, Sharing, Target};
use crate::quantity::{self, Provenance, Quantity};
use crate::wire::migrate::NEWEST;
use crate::wire::writer::Writer;

/// Writes the plan as a file of version 2, with the name of its schema if it shall have one.
pub(in crate::wire) fn file(w: &mut Writer, schema: Option<&str>, plan: &model::Plan) {
    w.open('{');
    w.whole("tenfold", NEWEST);
    if let Some(schema) = schema {
        w.text("$schema", schema);
    }
    w.key("plan");
    self::plan(w, plan);
    w.close('}');
}

fn plan(w: &mut Writer, plan: &model::Plan) {
    w.open('{');
    w.text("name", &plan.name);
    unless_empty(w, "lesson", &plan.lesson);
    w.list("regions", &plan.regions, region);
    routing(w, &plan.routing);
    some(w, "components", &plan.components, component);
    some(w, "modes", &plan.modes, mode);
    some(w, "journeys", &plan.journeys, journey);
    practices(w, plan);
    prices(w, &plan.prices);
    if let Some(value) = &plan.value_per_hour {
        estimate(w, "value_per_hour", value);
    }
    estimate(w, "reserve", &plan.reserve);
    some(w, "monitors", &plan.monitors, monitor::write);
    register::write(w, &plan.register);
    if let Some(responders) = plan.responders {
        w.whole("responders", responders.into());
    }
    super::economy::write(w, &plan.economy);
    w.close('}');
}

pub(super) fn key(w: &mut Writer, name: &str, choice: impl Choice) {
    w.text(name, choice.key());
}

/// A text, when there is one.
pub(super) fn unless_empty(w: &mut Writer, name: &str, text: &str) {
    if !text.is_empty() {
        w.text(name, text);
    }
}

/// A list, when it has items.
pub(super) fn some<T>(w: &mut Writer, name: &str, items: &[T], write: fn(&mut Writer, &T)) {
    if !items.is_empty() {
        w.list(name, items, write);
    }
}

pub(super) fn estimate<Q: Quantity>(w: &mut Writer, name: &str, estimate: &quantity::Estimate<Q>) {
    let range = (!estimate.is_point()).then(|| (estimate.low().get(), estimate.high().get()));
    figures(w, name, estimate.likely().get(), range, &estimate.provenance);
}

fn figures(w: &mut Writer, name: &str, likely: f64, range: Option<(f64, f64)>, origin: &Provenance) {
    w.key(name);
    w.open('{');
    w.optional_number("low", range.map(|(low, _)| low));
    w.number("likely", likely);
    w.optional_number("high", range.map(|(_, high)| high));
    unless_empty(w, "basis", basis_word(origin.basis));
    if let Some(date) = origin.date {
        w.text("date", &date.to_string());
    }
    unless_empty(w, "note", &origin.note);
    w.close('}');
}

/// Nothing when the estimate is what reading assumes for an absent one.
pub(super) fn unless<Q: Quantity>(w: &mut Writer, name: &str, neutral: f64, value: &quantity::Estimate<Q>) {
    if *value != quantity::Estimate::assumed(Q::clamped(neutral)) {
        estimate(w, name, value);
    }
}

fn region(w: &mut Writer, region: &model::Region) {
    w.open('{');
    w.text("id", region.id.as_str());
    w.text("name", &region.name);
    estimate(w, "traffic", &region.traffic);
    unless(w, "capacity", 1.0, &region.capacity);
    some(w, "zones", &region.zones, |w, zone| {
        w.open('{');
        w.text("id", zone.id.as_str());
        w.text("name", &zone.name);
        w.close('}');
    });
    w.close('}');
}

fn routing(w: &mut Writer, routing: &model::Routing) {
    w.key("routing");
    w.open('{');
    key(w, "kind", routing.kind);
    key(w, "overload", routing.overload);
    failover(w, &routing.failover);
    w.close('}');
}

fn failover(w: &mut Writer, failover: &model::Failover) {
    w.key("failover");
    w.open('{');
    estimate(w, "time_minutes", &failover.time);
    estimate(w, "coverage", &failover.coverage);
    estimate(w, "manual_minutes", &failover.manual);
    if let Some(drill) = &failover.drill {
        w.key("drill");
        w.open('{');
        estimate(w, "every_minutes", &drill.every);
        estimate(w, "untested", &drill.untested);
        estimate(w, "half_life_minutes", &drill.half_life);
        w.close('}');
    }
    w.close('}');
}

fn need(w: &mut Writer, need: &model::Dependency) {
    w.open('{');
    w.text("on", need.on.as_str());
    if let Some(degraded) = &need.degraded {
        estimate(w, "degraded", degraded);
    }
    if let Some(rides_out) = &need.rides_out {
        estimate(w, "rides_out_minutes", rides_out);
    }
    if need.retries > 0 {
        w.whole("retries", need.retries.into());
    }
    w.close('}');
}

fn component(w: &mut Writer, component: &model::Component) {
    w.open('{');
    w.text("id", component.id.as_str());
    w.text("name", &component.name);
    w.text("kind", &component.kind);
    key(w, "placement", component.placement);
    some(w, "regions", &component.regions, |w, region| w.quote(region.as_str()));
    w.whole("replicas", component.replicas.into());
    w.whole("needed", component.needed.into());
    key(w, "redundancy", component.redundancy);
    unless(w, "dormancy", model::catalogue::defaults::DORMANCY, &component.dormancy);
    key(w, "overload", component.overload);
    failover(w, &component.failover);
    some(w, "needs", &component.dependencies, need);
    unless(w, "monthly_price", 0.0, &component.unit_price);
    w.close('}');
}

fn mode(w: &mut Writer, mode: &model::FailureMode) {
    w.open('{');
    w.text("id", mode.id.as_str());
    w.text("name", &mode.name);
    match mode.target {
        Target::Component(id) => w.text("component", id.as_str()),
        Target::Region(id) => w.text("region", id.as_str()),
        Target::Domain => {}
    }
    key(w, "scope", mode.scope);
    key(w, "cause", mode.cause);
    key(w, "owner", mode.owner);
    estimate(w, "rate_per_year", &mode.rate);
    unless(w, "detect_minutes", 0.0, &mode.parts.detect);
    unless(w, "engage_minutes", 0.0, &mode.parts.engage);
    unless(w, "diagnose_minutes", 0.0, &mode.parts.diagnose);
    unless(w, "mitigate_minutes", 0.0, &mode.parts.mitigate);
    unless(w, "verify_minutes", 0.0, &mode.parts.verify);
    w.number("spread", mode.spread.get());
    unless(w, "share", 1.0, &mode.share);
    unless(w, "beta", 0.0, &mode.beta);
    sharing(w, &mode.sharing);
    key(w, "reach", mode.reach);
    w.close('}');
}

fn sharing(w: &mut Writer, sharing: &Sharing) {
    match sharing {
        Sharing::Beta => {}
        Sharing::Greek { gamma, delta } => {
            w.key("greek");
            w.open('{');
            estimate(w, "gamma", gamma);
            estimate(w, "delta", delta);
            w.close('}');
        }
        Sharing::Alpha { two, three, four } => {
            w.key("alpha");
            w.open('{');
            unless(w, "two", 0.0, two);
            unless(w, "three", 0.0, three);
            unless(w, "four", 0.0, four);
            w.close('}');
        }
    }
}

fn journey(w: &mut Writer, journey: &model::Journey) {
    w.open('{');
    w.text("id", journey.id.as_str());
    w.text("name", &journey.name);
    estimate(w, "traffic", &journey.traffic);
    w.number("objective", journey.objective.share().get());
    some(w, "needs", &journey.needs, need);
    w.close('}');
}

fn practices(w: &mut Writer, plan: &model::Plan) {
    if plan.practices.is_empty() {
        return;
    }
    w.key("practices");
    w.open('[');
    for (practice, practised) in &plan.practices {
        w.item();
        w.open('{');
        key(w, "practice", *practice);
        w.whole("level", practised.level.into());
        if let Some(monthly) = &practised.monthly {
            estimate(w, "monthly_price", monthly);
        }
        w.close('}');
    }
    w.close(']');
}

fn prices(w: &mut Writer, prices: &model::Prices) {
    w.key("prices");
    w.open('{');
    key(w, "currency", prices.currency);
    estimate(w, "engineer_monthly_price", &prices.engineer);
    estimate(w, "on_call_share", &prices.on_call_share);
    unless(w, "zone_traffic_gb", 0.0, &prices.zone_traffic);
    unless(w, "zone_price_per_gb", 0.0, &prices.zone_traffic_price);
    unless(w, "region_traffic_gb", 0.0, &prices.region_traffic);
    unless(w, "region_price_per_gb", 0.0, &prices.region_traffic_price);
    w.close('}');
}
