//! The shapes of version 2, declared: what the schema is made of, and what reader and writer are tested against.
//!
//! They are no part of the product: the page reads and writes without them.

use serde::{Deserialize, Serialize};

use crate::wire::schema as s;

/// A plan of the reliability planner Tenfold.
#[derive(Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Tenfold plan, version 2")]
pub(in crate::wire) struct File {
    /// The version of the format.
    #[schemars(range(min = 1, max = 2))]
    tenfold: u64,
    /// The schema of the format, for editors.
    #[serde(rename = "$schema", skip_serializing_if = "Option::is_none")]
    schema: Option<String>,
    /// The plan.
    plan: Plan,
}

/// The document a person edits, saves and shares.
#[derive(Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Plan {
    /// What people call it.
    #[schemars(length(min = 1, max = 80))]
    name: String,
    /// What it is for or what it teaches, in a line.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[schemars(length(max = 300))]
    lesson: String,
    /// Where it runs.
    #[schemars(length(min = 1, max = 8))]
    regions: Vec<Region>,
    /// What happens to the users of a region that is down.
    routing: Routing,
    /// What it is made of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    components: Vec<Component>,
    /// The ways it fails.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    modes: Vec<Mode>,
    /// What users do with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    journeys: Vec<Journey>,
    /// The investments in operations; absent means not done.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    practices: Vec<Practised>,
    /// What things cost that no component owns.
    prices: Prices,
    /// What an hour of full outage costs, when somebody knows.
    #[serde(skip_serializing_if = "Option::is_none")]
    value_per_hour: Option<Estimate>,
    /// What nobody listed, as a share of the listed bad minutes.
    reserve: Estimate,
    /// Where good and bad requests are measured.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 20))]
    monitors: Vec<Monitor>,
    /// What people decided about risks; absent for nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    register: Option<Register>,
    /// How many incidents people can work on at once; absent for any number.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 1000))]
    responders: Option<u32>,
    /// On which terms things are paid, and what a search for designs may change; absent for the usual.
    #[serde(skip_serializing_if = "Option::is_none")]
    economy: Option<super::economy::shapes::Economy>,
}

/// A number with its range (5th, 50th and 95th percentile) and its origin.
#[derive(Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Estimate {
    /// The 5th percentile; absent together with `high` when the number is a point.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0))]
    low: Option<f64>,
    /// The median.
    #[schemars(range(min = 0))]
    likely: f64,
    /// The 95th percentile.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0))]
    high: Option<f64>,
    /// Where it comes from; absent for an assumption of the planner.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[schemars(schema_with = "s::basis")]
    basis: String,
    /// When it was read, measured or guessed: 2026-11-24.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"))]
    date: Option<String>,
    /// The source, or the reason.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[schemars(length(max = 500))]
    note: String,
}

/// A region: a failure domain with zones and a share of the users.
#[derive(Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Region {
    /// Its identity.
    #[schemars(schema_with = "s::id")]
    id: String,
    /// What people call it.
    #[schemars(length(min = 1, max = 80))]
    name: String,
    /// The share of all users that are served here when all is well.
    traffic: Estimate,
    /// The share of all users that it can carry when others are down; absent for all.
    #[serde(skip_serializing_if = "Option::is_none")]
    capacity: Option<Estimate>,
    /// Its zones, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 6))]
    zones: Vec<Zone>,
}

/// A zone: a failure domain inside a region.
#[derive(Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Zone {
    /// Its identity.
    #[schemars(schema_with = "s::id")]
    id: String,
    /// What people call it.
    #[schemars(length(min = 1, max = 80))]
    name: String,
}

/// What happens to users whose region is down.
#[derive(Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Routing {
    /// Whether and how they are moved.
    #[schemars(schema_with = "s::choice::<crate::model::RoutingKind>")]
    kind: String,
    /// What the survivors do with more than they can carry.
    #[schemars(schema_with = "s::choice::<crate::model::Overload>")]
    overload: String,
    /// What a move costs.
    failover: Failover,
}

/// What taking over costs.
#[derive(Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Failover {
    /// How long it takes when it works, in minutes.
    time_minutes: Estimate,
    /// The chance that it works.
    coverage: Estimate,
    /// How long people take when it does not, in minutes.
    manual_minutes: Estimate,
    /// How it is exercised; absent when it works as often at all times.
    #[serde(skip_serializing_if = "Option::is_none")]
    drill: Option<Drill>,
}

/// Taking over is exercised every so often; the chance that it works decays from `coverage` in between.
#[derive(Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Drill {
    /// How long it is from one drill to the next, in minutes.
    every_minutes: Estimate,
    /// The chance that a takeover works which nobody ever exercised.
    untested: Estimate,
    /// How long until half of what a drill brought is gone, in minutes.
    half_life_minutes: Estimate,
}

/// A part on a journey's path.
#[derive(Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Component {
    /// Its identity.
    #[schemars(schema_with = "s::id")]
    id: String,
    /// What people call it.
    #[schemars(length(min = 1, max = 80))]
    name: String,
    /// The key of its kind in the catalogue.
    #[schemars(length(min = 1, max = 80))]
    kind: String,
    /// Where its replicas stand.
    #[schemars(schema_with = "s::choice::<crate::model::Placement>")]
    placement: String,
    /// The ids of the regions it stands in; absent for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    regions: Vec<String>,
    /// How many there are in each group.
    #[schemars(range(min = 1, max = 64))]
    replicas: u32,
    /// How many of them are needed to carry the load.
    #[schemars(range(min = 1, max = 64))]
    needed: u32,
    /// How they share the work.
    #[schemars(schema_with = "s::choice::<crate::model::Redundancy>")]
    redundancy: String,
    /// The share of its failure rate that a warm standby has while it waits; absent for a half.
    #[serde(skip_serializing_if = "Option::is_none")]
    dormancy: Option<Estimate>,
    /// What happens when too few are left.
    #[schemars(schema_with = "s::choice::<crate::model::Overload>")]
    overload: String,
    /// What taking over, or taking a member out of rotation, costs.
    failover: Failover,
    /// The components it needs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    needs: Vec<Need>,
    /// What one replica costs a month; absent for nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    monthly_price: Option<Estimate>,
}

/// A need of a component or a journey.
#[derive(Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Need {
    /// The id of the component that is needed.
    #[schemars(schema_with = "s::id")]
    on: String,
    /// Absent when required; otherwise the share of requests that is degraded while it is down.
    #[serde(skip_serializing_if = "Option::is_none")]
    degraded: Option<Estimate>,
    /// How long an outage of it goes unnoticed, in minutes; absent when it is felt at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    rides_out_minutes: Option<Estimate>,
    /// How often a failed request is tried again; absent for not at all.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 5))]
    retries: Option<u32>,
}

/// A way something fails. It fails a component, a region, or (with neither) each domain of its scope.
#[derive(Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Mode {
    /// Its identity.
    #[schemars(schema_with = "s::id")]
    id: String,
    /// What people call it, as a noun.
    #[schemars(length(min = 1, max = 80))]
    name: String,
    /// The id of the component it fails.
    #[serde(skip_serializing_if = "Option::is_none")]
    component: Option<String>,
    /// The id of the region that it fails, or whose zones.
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<String>,
    /// How much one occurrence takes down.
    #[schemars(schema_with = "s::choice::<crate::model::Scope>")]
    scope: String,
    /// What causes it.
    #[schemars(schema_with = "s::choice::<crate::model::Cause>")]
    cause: String,
    /// Who owns it.
    #[schemars(schema_with = "s::choice::<crate::model::Owner>")]
    owner: String,
    /// How often it happens to each instance of its scope, per year of up-time.
    rate_per_year: Estimate,
    /// Until somebody or something notices; absent for no time.
    #[serde(skip_serializing_if = "Option::is_none")]
    detect_minutes: Option<Estimate>,
    /// Until somebody who can act is at work; absent for no time.
    #[serde(skip_serializing_if = "Option::is_none")]
    engage_minutes: Option<Estimate>,
    /// Until it is clear what to do; absent for no time.
    #[serde(skip_serializing_if = "Option::is_none")]
    diagnose_minutes: Option<Estimate>,
    /// Until users are served again; absent for no time.
    #[serde(skip_serializing_if = "Option::is_none")]
    mitigate_minutes: Option<Estimate>,
    /// Until it is certain; absent for no time.
    #[serde(skip_serializing_if = "Option::is_none")]
    verify_minutes: Option<Estimate>,
    /// How much one outage differs from the next: the log-standard deviation of its length.
    #[schemars(range(min = 0, max = 3))]
    spread: f64,
    /// The share of users it touches while active; absent for all.
    #[serde(skip_serializing_if = "Option::is_none")]
    share: Option<Estimate>,
    /// The share of occurrences that hit several replicas of a group at once; absent for none.
    #[serde(skip_serializing_if = "Option::is_none")]
    beta: Option<Estimate>,
    /// How many replicas a common cause hits, by multiple Greek letters; absent, with `alpha`, when it hits all.
    #[serde(skip_serializing_if = "Option::is_none")]
    greek: Option<Greek>,
    /// How many replicas an occurrence hits, by alpha factors, in place of `beta`.
    #[serde(skip_serializing_if = "Option::is_none")]
    alpha: Option<Alpha>,
    /// How far a common cause reaches.
    #[schemars(schema_with = "s::choice::<crate::model::Reach>")]
    reach: String,
}

/// Multiple Greek letters: `beta` is the share of a replica's failures that at least one other shares.
#[derive(Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Greek {
    /// Of the failures that two share, the share that at least three share.
    gamma: Estimate,
    /// Of the failures that three share, the share that at least four share.
    delta: Estimate,
}

/// Alpha factors: the shares of occurrences that hit exactly so many; the rest hits one.
#[derive(Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Alpha {
    /// Two; absent for none.
    #[serde(skip_serializing_if = "Option::is_none")]
    two: Option<Estimate>,
    /// Three; absent for none.
    #[serde(skip_serializing_if = "Option::is_none")]
    three: Option<Estimate>,
    /// Four, or all of a larger group; absent for none.
    #[serde(skip_serializing_if = "Option::is_none")]
    four: Option<Estimate>,
}

/// Something a user does.
#[derive(Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Journey {
    /// Its identity.
    #[schemars(schema_with = "s::id")]
    id: String,
    /// What people call it.
    #[schemars(length(min = 1, max = 80))]
    name: String,
    /// Its share of the traffic.
    traffic: Estimate,
    /// The target share of good user minutes, above 0 and below 1: 0.9995.
    #[schemars(range(min = 0, max = 1))]
    objective: f64,
    /// The components it needs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    needs: Vec<Need>,
}

/// A practice as this plan does it.
#[derive(Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Practised {
    /// The key of the practice.
    #[schemars(schema_with = "s::choice::<crate::model::Practice>")]
    practice: String,
    /// The level, from 1.
    #[schemars(range(min = 1))]
    level: u8,
    /// What it costs a month here, when it differs from the catalogue.
    #[serde(skip_serializing_if = "Option::is_none")]
    monthly_price: Option<Estimate>,
}

/// What things cost that no component owns.
#[derive(Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Prices {
    /// The sign of the currency.
    #[schemars(schema_with = "s::choice::<crate::model::Currency>")]
    currency: String,
    /// A loaded engineer a month.
    engineer_monthly_price: Estimate,
    /// The share of an engineer's time that a place in an on-call rota costs.
    on_call_share: Estimate,
    /// Traffic between zones, gigabytes a month; absent for none.
    #[serde(skip_serializing_if = "Option::is_none")]
    zone_traffic_gb: Option<Estimate>,
    /// The price of a gigabyte between zones; absent for nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    zone_price_per_gb: Option<Estimate>,
    /// Traffic between regions, gigabytes a month; absent for none.
    #[serde(skip_serializing_if = "Option::is_none")]
    region_traffic_gb: Option<Estimate>,
    /// The price of a gigabyte between regions; absent for nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    region_price_per_gb: Option<Estimate>,
}

/// What people decided about risks.
#[derive(Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Register {
    /// The three objectives that risks are held against; absent for 0.99, 0.999 and 0.9999.
    #[serde(skip_serializing_if = "Option::is_none")]
    targets: Option<[f64; 3]>,
    /// The share of a budget that one risk may take; absent for 0.25.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 1))]
    too_big: Option<f64>,
    /// What is said of risks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 5000))]
    entries: Vec<Risk>,
}

/// What is said of a risk; what is absent is told by the model.
#[derive(Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Risk {
    /// Its identity.
    #[schemars(schema_with = "s::id")]
    id: String,
    /// The found risks that it speaks of: ids of failure modes joined by +, `many*` or `reserve*`; absent for one
    /// written by hand.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 100))]
    of: Vec<String>,
    /// Its portion of them; absent for all.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 1))]
    portion: Option<f64>,
    /// What people call it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[schemars(length(max = 80))]
    name: String,
    /// Time to detect (ETTD).
    #[serde(skip_serializing_if = "Option::is_none")]
    detect_minutes: Option<Estimate>,
    /// Time from then until users are served again (ETTR).
    #[serde(skip_serializing_if = "Option::is_none")]
    mitigate_minutes: Option<Estimate>,
    /// The share of users it touches.
    #[serde(skip_serializing_if = "Option::is_none")]
    share: Option<Estimate>,
    /// Time between failures (ETTF).
    #[serde(skip_serializing_if = "Option::is_none")]
    between_minutes: Option<Estimate>,
    /// What causes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "s::choice::<crate::model::Cause>")]
    cause: Option<String>,
    /// Who owns it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "s::choice::<crate::model::Owner>")]
    owner: Option<String>,
    /// What was decided; absent for nothing yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "s::choice::<crate::model::Decision>")]
    decision: Option<String>,
    /// Who decided, or is at work on it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[schemars(length(max = 500))]
    person: String,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"))]
    date: Option<String>,
    /// Why, or what is to be done.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[schemars(length(max = 500))]
    note: String,
    /// What users see.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[schemars(length(max = 500))]
    symptom: String,
    /// What follows from it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[schemars(length(max = 500))]
    consequence: String,
    /// What it means for the business.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[schemars(length(max = 500))]
    impact: String,
}

/// A point where good and bad requests are measured.
#[derive(Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Monitor {
    /// Its identity.
    #[schemars(schema_with = "s::id")]
    id: String,
    /// What people call it.
    #[schemars(length(min = 1, max = 80))]
    name: String,
    /// Where it measures.
    #[schemars(schema_with = "s::choice::<crate::model::MonitorPoint>")]
    point: String,
    /// How what it measures calls a person.
    #[schemars(schema_with = "s::choice::<crate::model::Alerting>")]
    alerting: String,
    /// How long a threshold has to be crossed until it calls; absent for five minutes.
    #[serde(skip_serializing_if = "Option::is_none")]
    after_minutes: Option<Estimate>,
    /// The ids of failure modes that it sees although its point does not show them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    sees: Vec<String>,
    /// The ids of failure modes that it misses although its point shows them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    misses: Vec<String>,
}
