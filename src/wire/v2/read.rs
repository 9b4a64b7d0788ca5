//! From versions 1 and 2 to a plan, every value through the constructor of its type.

use std::collections::BTreeMap;

use super::monitor::monitor;
use super::register::register;
use super::words::{basis, choice};
use crate::model::{self, Choice, Id, Sharing, Target, limits};
use crate::quantity::{self, Date, Probability, Provenance, Quantity, Spread};
use crate::slo::Objective;
use crate::wire::cursor::{Cursor, Fields};
use crate::wire::error::{At, Fault, quoted};

/// The plan in a file of version 1 or 2.
pub(in crate::wire) fn file(found: Cursor) -> Result<model::Plan, Fault> {
    found.object(&["tenfold", "$schema", "plan"], |file| {
        file.optional("$schema", Cursor::text)?;
        // People see the plan, not the file: what is wrong with a value of it has its place within the plan.
        plan(file.needed("plan")?)
            .map_err(|fault| if fault.is_shape() { fault.within("plan") } else { fault })
    })
}

fn plan(found: Cursor) -> Result<model::Plan, Fault> {
    found.object(
        &[
            "name",
            "lesson",
            "regions",
            "routing",
            "components",
            "modes",
            "journeys",
            "practices",
            "prices",
            "value_per_hour",
            "reserve",
            "monitors",
            "register",
            "responders",
            "economy",
        ],
        |plan| {
            let name = plan.need("name", name)?;
            let lesson = words(plan, "lesson", limits::MAX_LESSON)?;
            plan.needed("regions")?;
            let mut zones = Vec::new();
            let regions =
                list(plan, "regions", limits::MAX_REGIONS, "id", &mut |found| region(found, &mut zones))?;
            if regions.is_empty() {
                return Err(Fault::new("found no region; at least one is needed")).at("regions");
            }
            let mut practices = BTreeMap::new();
            list(plan, "practices", model::Practice::ALL.len(), "practice", &mut |found| {
                let (practice, practised) = practised(found)?;
                Ok(practices.insert(practice, practised))
            })?;
            Ok(model::Plan {
                name,
                lesson,
                regions,
                routing: plan.need("routing", routing)?,
                components: list(plan, "components", limits::MAX_COMPONENTS, "id", &mut component)?,
                modes: list(plan, "modes", limits::MAX_MODES, "id", &mut mode)?,
                journeys: list(plan, "journeys", limits::MAX_JOURNEYS, "id", &mut journey)?,
                practices,
                prices: plan.need("prices", prices)?,
                value_per_hour: plan.optional("value_per_hour", estimate)?,
                reserve: plan.need("reserve", estimate)?,
                monitors: list(plan, "monitors", limits::MAX_MONITORS, "id", &mut monitor)?,
                register: register(plan)?,
                responders: plan.optional("responders", responders)?,
                economy: plan.optional("economy", super::economy::read)?.unwrap_or_default(),
            })
        },
    )
}

/// Reads a list that may be absent.
pub(super) fn list<'a, T>(
    fields: Fields<'a>,
    place: &str,
    most: usize,
    key: &str,
    read: &mut dyn FnMut(Cursor<'a>) -> Result<T, Fault>,
) -> Result<Vec<T>, Fault> {
    let mut out = Vec::new();
    if let Some(found) = fields.given(place) {
        let mut next = |item| {
            out.push(read(item)?);
            Ok(())
        };
        each(found, most, key, &mut next).at(place)?;
    }
    Ok(out)
}

/// Reads the items of a list, which differ in their ids: that of an object stands under `key`.
pub(super) fn each<'a>(
    found: Cursor<'a>,
    most: usize,
    key: &str,
    read: &mut dyn FnMut(Cursor<'a>) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let items = found.items()?;
    if items.len() > most {
        return Err(Fault::new(format_args!("found {} items; at most {most} are needed", items.len())));
    }
    let mut seen = Vec::new();
    for (index, item) in items.enumerate() {
        let text = item.member(key).unwrap_or(item).text().unwrap_or_default();
        let named = Id::new(text).ok();
        let done = match named {
            Some(id) if seen.contains(&id) => Err(twice(id)),
            _ => read(item),
        };
        seen.extend(named);
        done.map_err(|fault| match named {
            Some(id) if !fault.is_shape() => fault.within(id.as_str()),
            _ => fault.within_item(index),
        })?;
    }
    Ok(())
}

fn twice(id: Id) -> Fault {
    Fault::new(format_args!("found {} twice; an id or key of its own is needed", quoted(id.as_str())))
}

/// An identity.
pub(super) fn id(found: Cursor) -> Result<Id, Fault> {
    Ok(Id::new(found.text()?)?)
}

/// A whole number of at least one and at most `most`.
pub(in crate::wire) fn limited(found: u32, most: u32) -> Result<u32, Fault> {
    if (1..=most).contains(&found) {
        return Ok(found);
    }
    Err(Fault::new(format_args!("found {found}; a whole number from 1 to {most} is needed")))
}

/// A number of replicas.
fn replicas(found: Cursor) -> Result<u32, Fault> {
    limited(found.whole(u32::MAX.into())? as u32, limits::MAX_REPLICAS)
}

/// A number of incidents that people can work on at once.
fn responders(found: Cursor) -> Result<u32, Fault> {
    limited(found.whole(u32::MAX.into())? as u32, limits::MAX_RESPONDERS)
}

/// A number of retries.
fn retries(found: Cursor) -> Result<u32, Fault> {
    let most = limits::MAX_RETRIES;
    match found.whole(u32::MAX.into())? as u32 {
        found if found <= most => Ok(found),
        found => Err(Fault::new(format_args!("found {found}; a whole number from 0 to {most} is needed"))),
    }
}

/// A closed choice.
pub(super) fn chosen<C: Choice>(found: Cursor) -> Result<C, Fault> {
    choice(found.text()?)
}

/// A name, which is not blank.
pub(super) fn name(found: Cursor) -> Result<String, Fault> {
    line(found.text()?, 1, limits::MAX_NAME)
}

/// A line of text that may be absent.
pub(super) fn words(fields: Fields, name: &str, most: usize) -> Result<String, Fault> {
    let text = fields.given(name).map_or(Ok(""), Cursor::text);
    text.and_then(|text| line(text, 0, most)).at(name)
}

/// A line of text: no control characters, and a length within limits.
pub(super) fn line(text: &str, least: usize, most: usize) -> Result<String, Fault> {
    let length = text.chars().count();
    let blank = least > 0 && text.trim().is_empty();
    if !blank && (least..=most).contains(&length) && !text.chars().any(char::is_control) {
        return Ok(text.to_owned());
    }
    let found = quoted(text);
    Err(Fault::new(format_args!(
        "found {found} ({length} characters); a line of {least} to {most} characters, none of them a control \
         character, is needed"
    )))
}

/// The numbers of an estimate, and where they come from.
struct Figures {
    likely: f64,
    range: Option<(f64, f64)>,
    origin: Provenance,
}

fn figures(found: Cursor) -> Result<Figures, Fault> {
    found.object(&["low", "likely", "high", "basis", "date", "note"], |fields| {
        let low = fields.optional("low", Cursor::number)?;
        let likely = fields.need("likely", Cursor::number)?;
        let high = fields.optional("high", Cursor::number)?;
        let date = fields.optional("date", |found| Ok(Date::parse(found.text()?)?))?;
        let note = words(fields, "note", limits::MAX_NOTE)?;
        let basis = fields.given("basis").map_or(Ok(""), Cursor::text).and_then(basis).at("basis")?;
        let range = match (low, high) {
            (None, None) => None,
            (Some(low), Some(high)) => Some((low, high)),
            (None, Some(_)) => return Err(Fault::new("found high without low; both or neither are needed")),
            (Some(_), None) => return Err(Fault::new("found low without high; both or neither are needed")),
        };
        Ok(Figures { likely, range, origin: Provenance::dated(basis, date, note) })
    })
}

pub(super) fn estimate<Q: Quantity>(found: Cursor) -> Result<quantity::Estimate<Q>, Fault> {
    let Figures { likely, range, origin } = figures(found)?;
    let likely = Q::new(likely).at("likely")?;
    let Some((low, high)) = range else { return Ok(quantity::Estimate::point(likely, origin)) };
    let (low, high) = (Q::new(low).at("low")?, Q::new(high).at("high")?);
    Ok(quantity::Estimate::range(low, likely, high, origin)?)
}

/// An estimate, or the neutral value when there is none.
pub(super) fn or<Q: Quantity>(
    fields: Fields,
    name: &str,
    neutral: f64,
) -> Result<quantity::Estimate<Q>, Fault> {
    let absent = || quantity::Estimate::assumed(Q::clamped(neutral));
    Ok(fields.optional(name, estimate)?.unwrap_or_else(absent))
}

fn region(found: Cursor, zones: &mut Vec<Id>) -> Result<model::Region, Fault> {
    found.object(&["id", "name", "traffic", "capacity", "zones"], |region| {
        Ok(model::Region {
            id: region.need("id", id)?,
            name: region.need("name", name)?,
            traffic: region.need("traffic", estimate)?,
            capacity: or(region, "capacity", 1.0)?,
            zones: list(region, "zones", limits::MAX_ZONES, "id", &mut |found| zone(found, zones))?,
        })
    })
}

/// A zone, whose id no other region's zone has.
fn zone(found: Cursor, zones: &mut Vec<Id>) -> Result<model::Zone, Fault> {
    found.object(&["id", "name"], |zone| {
        let id = zone.need("id", id)?;
        if zones.contains(&id) {
            return Err(twice(id));
        }
        zones.push(id);
        Ok(model::Zone { id, name: zone.need("name", name)? })
    })
}

fn routing(found: Cursor) -> Result<model::Routing, Fault> {
    found.object(&["kind", "overload", "failover"], |routing| {
        Ok(model::Routing {
            kind: routing.need("kind", chosen)?,
            failover: routing.need("failover", failover)?,
            overload: routing.need("overload", chosen)?,
        })
    })
}

fn failover(found: Cursor) -> Result<model::Failover, Fault> {
    found.object(&["time_minutes", "coverage", "manual_minutes", "drill"], |failover| {
        Ok(model::Failover {
            time: failover.need("time_minutes", estimate)?,
            coverage: failover.need("coverage", estimate)?,
            manual: failover.need("manual_minutes", estimate)?,
            drill: failover.optional("drill", drill)?,
        })
    })
}

fn drill(found: Cursor) -> Result<model::Drill, Fault> {
    found.object(&["every_minutes", "untested", "half_life_minutes"], |drill| {
        Ok(model::Drill {
            every: drill.need("every_minutes", estimate)?,
            untested: drill.need("untested", estimate)?,
            half_life: drill.need("half_life_minutes", estimate)?,
        })
    })
}

fn needs(fields: Fields) -> Result<Vec<model::Dependency>, Fault> {
    list(fields, "needs", limits::MAX_COMPONENTS, "on", &mut |found| {
        found.object(&["on", "degraded", "rides_out_minutes", "retries"], |need| {
            Ok(model::Dependency {
                on: need.need("on", id)?,
                degraded: need.optional("degraded", estimate)?,
                rides_out: need.optional("rides_out_minutes", estimate)?,
                retries: need.optional("retries", retries)?.unwrap_or_default(),
            })
        })
    })
}

fn component(found: Cursor) -> Result<model::Component, Fault> {
    found.object(
        &[
            "id",
            "name",
            "kind",
            "placement",
            "regions",
            "replicas",
            "needed",
            "redundancy",
            "dormancy",
            "overload",
            "failover",
            "needs",
            "monthly_price",
        ],
        |component| {
            Ok(model::Component {
                id: component.need("id", id)?,
                name: component.need("name", name)?,
                kind: component.need("kind", name)?,
                placement: component.need("placement", chosen)?,
                regions: list(component, "regions", limits::MAX_REGIONS, "id", &mut id)?,
                replicas: component.need("replicas", replicas)?,
                needed: component.need("needed", replicas)?,
                redundancy: component.need("redundancy", chosen)?,
                dormancy: or(component, "dormancy", model::catalogue::defaults::DORMANCY)?,
                failover: component.need("failover", failover)?,
                overload: component.need("overload", chosen)?,
                dependencies: needs(component)?,
                unit_price: or(component, "monthly_price", 0.0)?,
            })
        },
    )
}

fn mode(found: Cursor) -> Result<model::FailureMode, Fault> {
    found.object(
        &[
            "id",
            "name",
            "component",
            "region",
            "scope",
            "cause",
            "owner",
            "rate_per_year",
            "detect_minutes",
            "engage_minutes",
            "diagnose_minutes",
            "mitigate_minutes",
            "verify_minutes",
            "spread",
            "share",
            "beta",
            "greek",
            "alpha",
            "reach",
        ],
        |mode| {
            let target = match (mode.optional("component", id)?, mode.optional("region", id)?) {
                (None, None) => Target::Domain,
                (Some(component), None) => Target::Component(component),
                (None, Some(region)) => Target::Region(region),
                (Some(_), Some(_)) => {
                    return Err(Fault::new(
                        "found a component and a region; one of them, or neither, is needed",
                    ));
                }
            };
            let sharing = match (mode.optional("greek", greek)?, mode.optional("alpha", alpha)?) {
                (None, None) => Sharing::Beta,
                (Some(sharing), None) | (None, Some(sharing)) => sharing,
                (Some(_), Some(_)) => {
                    return Err(Fault::new("found greek and alpha; one of them, or neither, is needed"));
                }
            };
            Ok(model::FailureMode {
                id: mode.need("id", id)?,
                name: mode.need("name", name)?,
                target,
                scope: mode.need("scope", chosen)?,
                cause: mode.need("cause", chosen)?,
                owner: mode.need("owner", chosen)?,
                rate: mode.need("rate_per_year", estimate)?,
                parts: model::Parts {
                    detect: or(mode, "detect_minutes", 0.0)?,
                    engage: or(mode, "engage_minutes", 0.0)?,
                    diagnose: or(mode, "diagnose_minutes", 0.0)?,
                    mitigate: or(mode, "mitigate_minutes", 0.0)?,
                    verify: or(mode, "verify_minutes", 0.0)?,
                },
                spread: mode.need("spread", |found| Ok(Spread::new(found.number()?)?))?,
                share: or(mode, "share", 1.0)?,
                beta: or(mode, "beta", 0.0)?,
                sharing,
                reach: mode.need("reach", chosen)?,
            })
        },
    )
}

fn greek(found: Cursor) -> Result<Sharing, Fault> {
    found.object(&["gamma", "delta"], |greek| {
        let (gamma, delta) = (greek.need("gamma", estimate)?, greek.need("delta", estimate)?);
        Ok(Sharing::Greek { gamma, delta })
    })
}

fn alpha(found: Cursor) -> Result<Sharing, Fault> {
    found.object(&["two", "three", "four"], |alpha| {
        Ok(Sharing::Alpha {
            two: or(alpha, "two", 0.0)?,
            three: or(alpha, "three", 0.0)?,
            four: or(alpha, "four", 0.0)?,
        })
    })
}

fn journey(found: Cursor) -> Result<model::Journey, Fault> {
    found.object(&["id", "name", "traffic", "objective", "needs"], |journey| {
        Ok(model::Journey {
            id: journey.need("id", id)?,
            name: journey.need("name", name)?,
            traffic: journey.need("traffic", estimate)?,
            objective: journey.need("objective", objective)?,
            needs: needs(journey)?,
        })
    })
}

pub(super) fn objective(found: Cursor) -> Result<Objective, Fault> {
    let share = found.number()?;
    let objective = Probability::new(share).ok().and_then(|share| Objective::new(share).ok());
    objective.ok_or_else(|| {
        Fault::new(format_args!("found {share}; a share above 0 and below 1 is needed: 0.9995 for 99.95 %"))
    })
}

fn practised(found: Cursor) -> Result<(model::Practice, model::Practised), Fault> {
    found.object(&["practice", "level", "monthly_price"], |practised| {
        let practice: model::Practice = practised.need("practice", chosen)?;
        let level = practised.need("level", |found| found.whole(u8::MAX.into()))? as u8;
        if level == 0 {
            let highest = practice.highest();
            return Err(Fault::new(format_args!("found 0; a level from 1 to {highest} is needed")))
                .at("level");
        }
        Ok((practice, model::Practised { level, monthly: practised.optional("monthly_price", estimate)? }))
    })
}

fn prices(found: Cursor) -> Result<model::Prices, Fault> {
    found.object(
        &[
            "currency",
            "engineer_monthly_price",
            "on_call_share",
            "zone_traffic_gb",
            "zone_price_per_gb",
            "region_traffic_gb",
            "region_price_per_gb",
        ],
        |prices| {
            Ok(model::Prices {
                currency: prices.need("currency", chosen)?,
                engineer: prices.need("engineer_monthly_price", estimate)?,
                on_call_share: prices.need("on_call_share", estimate)?,
                zone_traffic: or(prices, "zone_traffic_gb", 0.0)?,
                zone_traffic_price: or(prices, "zone_price_per_gb", 0.0)?,
                region_traffic: or(prices, "region_traffic_gb", 0.0)?,
                region_traffic_price: or(prices, "region_price_per_gb", 0.0)?,
            })
        },
    )
}
