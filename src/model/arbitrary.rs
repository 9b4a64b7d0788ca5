//! Plans for property tests: every field takes every sort of value it may hold, ids differ, and
//! references point at things that exist. Shares need not add to one: that is a finding, not an error.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::limits::{MAX_REPLICAS, MAX_RESPONDERS, MAX_RETRIES};
use super::{
    Choice, Component, Dependency, Drill, Failover, FailureMode, Id, Journey, Monitor, Parts, Plan, Practice,
    Practised, Prices, Region, Register, RiskEntry, RiskKey, Routing, Sharing, Target, Zone,
};
use crate::quantity::{Basis, Date, Estimate, Probability, Provenance, Quantity, Spread, order};
use crate::slo::Objective;

/// Any plan of up to 3 regions, 5 components, 6 modes and 3 journeys.
pub(crate) fn plan() -> BoxedStrategy<Plan> {
    (1usize..4, 1usize..6)
        .prop_flat_map(|(regions, components)| {
            let head = (name(), line(), vec(region_parts(), regions), routing());
            let parts = vec(component(regions, components), components);
            let modes = vec(mode(regions, components), 0..7);
            let journeys = vec(journey(components), 0..4);
            let economy = super::economy::arbitrary::economy();
            let people = (option::of(1..=MAX_RESPONDERS), vec(monitor(regions), 0..3), economy);
            let rest = (practices(), prices(), option::of(estimate()), estimate(), register(regions), people);
            (head, parts, modes, journeys, rest).prop_map(|(head, components, modes, journeys, rest)| {
                let (name, lesson, regions, routing) = head;
                let (practices, prices, value_per_hour, reserve, register, people) = rest;
                let (responders, monitors, economy) = people;
                let mut plan = Plan {
                    name,
                    lesson,
                    regions,
                    routing,
                    components,
                    modes,
                    journeys,
                    practices,
                    prices,
                    value_per_hour,
                    reserve,
                    monitors,
                    register,
                    responders,
                    economy,
                };
                identify(&mut plan);
                plan
            })
        })
        .boxed()
}

/// An estimate of any quantity: points and ranges, edges and denormals, with every origin.
pub(super) fn estimate<Q: Quantity>() -> BoxedStrategy<Estimate<Q>> {
    let range = (value::<Q>(), value::<Q>(), value::<Q>());
    (any::<bool>(), range, provenance())
        .prop_map(|(point, (a, b, c), provenance)| {
            let mut values = [a.get(), b.get(), c.get()];
            order::sort_by(&mut values, f64::total_cmp);
            let [low, likely, high] = values.map(Q::clamped);
            if point {
                return Estimate::point(likely, provenance);
            }
            Estimate::range(low, likely, high, provenance).unwrap()
        })
        .boxed()
}

pub(super) fn value<Q: Quantity>() -> BoxedStrategy<Q> {
    let edges = vec![Q::MIN, Q::MAX, 5e-324, 1e-310, 0.1, 1.0 / 3.0, 1.0 - f64::EPSILON];
    prop_oneof![
        1 => select(edges).prop_map(Q::clamped),
        3 => (0.0..=1.0f64).prop_map(|x| Q::clamped(Q::MIN + (Q::MAX - Q::MIN) * x)),
        2 => (-300.0..12.0f64).prop_map(|x| Q::clamped(libm::pow(10.0, x))),
    ]
    .boxed()
}

fn provenance() -> BoxedStrategy<Provenance> {
    let date =
        option::of((1900u16..3000, 1u8..13, 1u8..29).prop_map(|(y, m, d)| Date::new(y, m, d).unwrap()));
    let note = prop_oneof![Just(String::new()), "[^\\p{Cc}]{0,60}"];
    (select(&Basis::ALL[..]), date, note)
        .prop_map(|(basis, date, note)| Provenance { basis, date, note })
        .boxed()
}

/// A name: one to 80 characters, no control characters, not blank.
pub(crate) fn name() -> BoxedStrategy<String> {
    prop_oneof![
        3 => "[A-Z][a-z0-9 ]{0,20}",
        1 => "[^\\p{Cc}\\s][^\\p{Cc}]{0,79}",
        1 => select(vec!["<script>alert(1)</script>", "=1+1", "\"quoted\\\"", "日本語 🔥", "\u{202e}x"])
            .prop_map(str::to_owned),
    ]
    .boxed()
}

fn line() -> BoxedStrategy<String> {
    prop_oneof![Just(String::new()), "[^\\p{Cc}]{0,60}"].boxed()
}

pub(super) fn choice<C: Choice + core::fmt::Debug>() -> BoxedStrategy<C> {
    select(C::ALL).boxed()
}

/// An id for a place in a list; [`identify`] gives the final ones.
fn nth(prefix: &str, n: usize) -> Id {
    Id::new(&format!("{prefix}-{n}")).unwrap()
}

fn identify(plan: &mut Plan) {
    for (i, region) in plan.regions.iter_mut().enumerate() {
        region.id = nth("r", i);
        for (j, zone) in region.zones.iter_mut().enumerate() {
            zone.id = nth(&format!("r-{i}-z"), j);
        }
    }
    plan.components.iter_mut().enumerate().for_each(|(i, c)| c.id = nth("c", i));
    plan.modes.iter_mut().enumerate().for_each(|(i, m)| m.id = nth("m", i));
    plan.journeys.iter_mut().enumerate().for_each(|(i, j)| j.id = nth("j", i));
    plan.monitors.iter_mut().enumerate().for_each(|(i, monitor)| monitor.id = nth("o", i));
    plan.register.entries.iter_mut().enumerate().for_each(|(i, entry)| entry.id = nth("k", i));
}

fn region_parts() -> BoxedStrategy<Region> {
    let zones = vec(name().prop_map(|name| Zone { id: nth("z", 0), name }), 0..4);
    (name(), estimate(), maybe(1.0), zones)
        .prop_map(|(name, traffic, capacity, zones)| Region {
            id: nth("r", 0),
            name,
            traffic,
            capacity,
            zones,
        })
        .boxed()
}

/// Any estimate, and often the planner's own neutral one.
fn maybe<Q: Quantity>(neutral: f64) -> BoxedStrategy<Estimate<Q>> {
    prop_oneof![Just(Estimate::assumed(Q::clamped(neutral))), estimate()].boxed()
}

fn failover() -> BoxedStrategy<Failover> {
    let drill = (estimate(), estimate(), estimate()).prop_map(|(every, untested, half_life)| Drill {
        every,
        untested,
        half_life,
    });
    (estimate(), estimate(), estimate(), option::of(drill))
        .prop_map(|(time, coverage, manual, drill)| Failover { time, coverage, manual, drill })
        .boxed()
}

fn sharing() -> BoxedStrategy<Sharing> {
    prop_oneof![
        2 => Just(Sharing::Beta),
        1 => (estimate(), estimate()).prop_map(|(gamma, delta)| Sharing::Greek { gamma, delta }),
        1 => (maybe(0.0), maybe(0.0), maybe(0.0))
            .prop_map(|(two, three, four)| Sharing::Alpha { two, three, four }),
    ]
    .boxed()
}

fn routing() -> BoxedStrategy<Routing> {
    (choice(), failover(), choice())
        .prop_map(|(kind, failover, overload)| Routing { kind, failover, overload })
        .boxed()
}

/// Needs on different components out of the first `components`.
fn needs(components: usize) -> BoxedStrategy<Vec<Dependency>> {
    let soft = (option::of(estimate()), option::of(estimate()), 0..=MAX_RETRIES);
    vec(option::of(soft), components)
        .prop_map(|needs| {
            let some = needs.into_iter().enumerate().filter_map(|(i, need)| need.map(|need| (i, need)));
            some.map(|(i, (degraded, rides_out, retries))| Dependency {
                on: nth("c", i),
                degraded,
                rides_out,
                retries,
            })
            .collect()
        })
        .boxed()
}

fn component(regions: usize, components: usize) -> BoxedStrategy<Component> {
    let words = (name(), "[a-z][a-z0-9-]{0,30}", choice(), choice(), choice());
    let stands = prop_oneof![Just(Vec::new()), Just((0..regions).map(|i| nth("r", i)).collect::<Vec<_>>())];
    let numbers = (1u32..=MAX_REPLICAS, 1u32..=MAX_REPLICAS, maybe(0.0), maybe(0.5));
    (words, stands, numbers, failover(), needs(components))
        .prop_map(
            |((name, kind, placement, redundancy, overload), regions, numbers, failover, dependencies)| {
                Component {
                    id: nth("c", 0),
                    name,
                    kind,
                    placement,
                    regions,
                    replicas: numbers.0,
                    needed: numbers.1,
                    redundancy,
                    dormancy: numbers.3,
                    failover,
                    overload,
                    dependencies,
                    unit_price: numbers.2,
                }
            },
        )
        .boxed()
}

fn mode(regions: usize, components: usize) -> BoxedStrategy<FailureMode> {
    let target = prop_oneof![
        (0..components).prop_map(|i| Target::Component(nth("c", i))),
        (0..regions).prop_map(|i| Target::Region(nth("r", i))),
        Just(Target::Domain),
    ];
    let words = (name(), target, choice(), choice(), choice(), choice());
    let parts = (maybe(0.0), maybe(0.0), maybe(0.0), maybe(0.0), maybe(0.0)).prop_map(
        |(detect, engage, diagnose, mitigate, verify)| Parts { detect, engage, diagnose, mitigate, verify },
    );
    let numbers = (estimate(), parts, value::<Spread>(), maybe(1.0), maybe(0.0), sharing());
    (words, numbers)
        .prop_map(|((name, target, scope, cause, owner, reach), numbers)| {
            let (rate, parts, spread, share, beta, sharing) = numbers;
            FailureMode {
                id: nth("m", 0),
                name,
                target,
                scope,
                cause,
                owner,
                rate,
                parts,
                spread,
                share,
                beta,
                sharing,
                reach,
            }
        })
        .boxed()
}

fn journey(components: usize) -> BoxedStrategy<Journey> {
    let objective =
        (1e-12..1.0f64).prop_map(|share| Objective::new(Probability::new(share).unwrap()).unwrap());
    (name(), estimate(), objective, needs(components))
        .prop_map(|(name, traffic, objective, needs)| Journey {
            id: nth("j", 0),
            name,
            traffic,
            objective,
            needs,
        })
        .boxed()
}

fn practices() -> BoxedStrategy<std::collections::BTreeMap<Practice, Practised>> {
    let practised =
        (1u8..3, option::of(estimate())).prop_map(|(level, monthly)| Practised { level, monthly });
    proptest::collection::btree_map(choice(), practised, 0..6).boxed()
}

fn prices() -> BoxedStrategy<Prices> {
    let people = (choice(), estimate(), estimate());
    let traffic = (maybe(0.0), maybe(0.0), maybe(0.0), maybe(0.0));
    (people, traffic)
        .prop_map(|((currency, engineer, on_call_share), traffic)| Prices {
            currency,
            engineer,
            on_call_share,
            zone_traffic: traffic.0,
            zone_traffic_price: traffic.1,
            region_traffic: traffic.2,
            region_traffic_price: traffic.3,
        })
        .boxed()
}

fn objective() -> BoxedStrategy<Objective> {
    (1e-12..1.0f64).prop_map(|share| Objective::clamped(Probability::clamped(share))).boxed()
}

fn register(modes: usize) -> BoxedStrategy<Register> {
    let targets = prop_oneof![
        Just(Register::default().targets),
        (objective(), objective(), objective()).prop_map(|(a, b, c)| [a, b, c]),
    ];
    let too_big = prop_oneof![Just(Register::default().too_big), value::<Probability>()];
    (targets, too_big, vec(risk(modes), 0..4))
        .prop_map(|(targets, too_big, entries)| Register { targets, too_big, entries })
        .boxed()
}

fn risk(modes: usize) -> BoxedStrategy<RiskEntry> {
    let all: Vec<Id> = (0..modes).map(|i| nth("m", i)).collect();
    let key = prop_oneof![
        proptest::sample::subsequence(all, 1..=modes).prop_map(RiskKey::Modes),
        Just(RiskKey::Many),
        Just(RiskKey::Reserve),
    ];
    let of = proptest::collection::btree_set(key, 0..3).prop_map(|keys| keys.into_iter().collect::<Vec<_>>());
    let figures =
        (option::of(estimate()), option::of(estimate()), option::of(estimate()), option::of(estimate()));
    let choices = (option::of(choice()), option::of(choice()), choice());
    let date =
        option::of((1900u16..3000, 1u8..13, 1u8..29).prop_map(|(y, m, d)| Date::new(y, m, d).unwrap()));
    let remarks = (line(), line(), line(), line(), line());
    let portion = prop_oneof![Just(Probability::ONE), value::<Probability>()];
    (of, portion, name(), figures, choices, date, remarks)
        .prop_map(|(of, portion, name, figures, (cause, owner, decision), date, remarks)| RiskEntry {
            id: nth("k", 0),
            of,
            portion,
            name,
            detect: figures.0,
            mitigate: figures.1,
            share: figures.2,
            between: figures.3,
            cause,
            owner,
            decision,
            person: remarks.0,
            date,
            note: remarks.1,
            symptom: remarks.2,
            consequence: remarks.3,
            impact: remarks.4,
        })
        .boxed()
}

fn monitor(modes: usize) -> BoxedStrategy<Monitor> {
    let spoken = vec(0..3u8, modes);
    (name(), choice(), choice(), maybe(5.0), spoken)
        .prop_map(|(name, point, alerting, after, spoken)| {
            let of = |what: u8| {
                let places = spoken.iter().enumerate().filter(|(_, said)| **said == what);
                places.map(|(i, _)| nth("m", i)).collect::<Vec<_>>()
            };
            Monitor { id: nth("o", 0), name, point, alerting, after, sees: of(1), misses: of(2) }
        })
        .boxed()
}
