//! Version 1 of the plan file. *Frozen:* a released shape never changes; a new version gets a
//! folder of its own.
//!
//! Field names carry units; closed choices are their keys; what is absent has its neutral value.

mod read;
mod words;
mod write;

use serde::{Deserialize, Serialize};

pub(super) use read::{id, limited, read};
#[cfg(feature = "schema")]
pub(super) use words::BASES;
pub(super) use words::choice;
pub(super) use write::write;

#[cfg(feature = "schema")]
use super::schema as s;

/// A plan of the reliability planner Tenfold.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(title = "Tenfold plan, version 1"))]
pub(crate) struct File {
    /// The version of the format.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1)))]
    pub(super) tenfold: u64,
    /// The schema of the format, for editors.
    #[serde(rename = "$schema", skip_serializing_if = "Option::is_none")]
    pub(super) schema: Option<String>,
    /// The plan.
    pub(super) plan: Plan,
}

/// The document a person edits, saves and shares.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Plan {
    /// What people call it.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 80)))]
    name: String,
    /// What it is for or what it teaches, in a line.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "schema", schemars(length(max = 300)))]
    lesson: String,
    /// Where it runs.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 8)))]
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
}

/// A number with its range (5th, 50th and 95th percentile) and its origin.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Estimate {
    /// The 5th percentile; absent together with `high` when the number is a point.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(range(min = 0)))]
    low: Option<f64>,
    /// The median.
    #[cfg_attr(feature = "schema", schemars(range(min = 0)))]
    likely: f64,
    /// The 95th percentile.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(range(min = 0)))]
    high: Option<f64>,
    /// Where it comes from; absent for an assumption of the planner.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "s::basis"))]
    basis: String,
    /// When it was read, measured or guessed: 2026-11-24.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(regex(pattern = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")))]
    date: Option<String>,
    /// The source, or the reason.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "schema", schemars(length(max = 500)))]
    note: String,
}

/// A region: a failure domain with zones and a share of the users.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Region {
    /// Its identity.
    #[cfg_attr(feature = "schema", schemars(schema_with = "s::id"))]
    id: String,
    /// What people call it.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 80)))]
    name: String,
    /// The share of all users that are served here when all is well.
    traffic: Estimate,
    /// The share of all users that it can carry when others are down; absent for all.
    #[serde(skip_serializing_if = "Option::is_none")]
    capacity: Option<Estimate>,
    /// Its zones, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(length(max = 6)))]
    zones: Vec<Zone>,
}

/// A zone: a failure domain inside a region.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Zone {
    /// Its identity.
    #[cfg_attr(feature = "schema", schemars(schema_with = "s::id"))]
    id: String,
    /// What people call it.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 80)))]
    name: String,
}

/// What happens to users whose region is down.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Routing {
    /// Whether and how they are moved.
    #[cfg_attr(feature = "schema", schemars(schema_with = "s::choice::<crate::model::RoutingKind>"))]
    kind: String,
    /// What the survivors do with more than they can carry.
    #[cfg_attr(feature = "schema", schemars(schema_with = "s::choice::<crate::model::Overload>"))]
    overload: String,
    /// What a move costs.
    failover: Failover,
}

/// What taking over costs.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Failover {
    /// How long it takes when it works, in minutes.
    time_minutes: Estimate,
    /// The chance that it works.
    coverage: Estimate,
    /// How long people take when it does not, in minutes.
    manual_minutes: Estimate,
}

/// A part on a journey's path.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Component {
    /// Its identity.
    #[cfg_attr(feature = "schema", schemars(schema_with = "s::id"))]
    id: String,
    /// What people call it.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 80)))]
    name: String,
    /// The key of its kind in the catalogue.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 80)))]
    kind: String,
    /// Where its replicas stand.
    #[cfg_attr(feature = "schema", schemars(schema_with = "s::choice::<crate::model::Placement>"))]
    placement: String,
    /// The ids of the regions it stands in; absent for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    regions: Vec<String>,
    /// How many there are in each group.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 64)))]
    replicas: u32,
    /// How many of them are needed to carry the load.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 64)))]
    needed: u32,
    /// How they share the work.
    #[cfg_attr(feature = "schema", schemars(schema_with = "s::choice::<crate::model::Redundancy>"))]
    redundancy: String,
    /// What happens when too few are left.
    #[cfg_attr(feature = "schema", schemars(schema_with = "s::choice::<crate::model::Overload>"))]
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
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Need {
    /// The id of the component that is needed.
    #[cfg_attr(feature = "schema", schemars(schema_with = "s::id"))]
    on: String,
    /// Absent when required; otherwise the share of requests that is degraded while it is down.
    #[serde(skip_serializing_if = "Option::is_none")]
    degraded: Option<Estimate>,
}

/// A way something fails. It fails a component, a region, or (with neither) each domain of its scope.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Mode {
    /// Its identity.
    #[cfg_attr(feature = "schema", schemars(schema_with = "s::id"))]
    id: String,
    /// What people call it, as a noun.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 80)))]
    name: String,
    /// The id of the component it fails.
    #[serde(skip_serializing_if = "Option::is_none")]
    component: Option<String>,
    /// The id of the region that it fails, or whose zones.
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<String>,
    /// How much one occurrence takes down.
    #[cfg_attr(feature = "schema", schemars(schema_with = "s::choice::<crate::model::Scope>"))]
    scope: String,
    /// What causes it.
    #[cfg_attr(feature = "schema", schemars(schema_with = "s::choice::<crate::model::Cause>"))]
    cause: String,
    /// Who owns it.
    #[cfg_attr(feature = "schema", schemars(schema_with = "s::choice::<crate::model::Owner>"))]
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
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 3)))]
    spread: f64,
    /// The share of users it touches while active; absent for all.
    #[serde(skip_serializing_if = "Option::is_none")]
    share: Option<Estimate>,
    /// The share of occurrences that hit every replica of a group at once; absent for none.
    #[serde(skip_serializing_if = "Option::is_none")]
    beta: Option<Estimate>,
    /// How far a common cause reaches.
    #[cfg_attr(feature = "schema", schemars(schema_with = "s::choice::<crate::model::Reach>"))]
    reach: String,
}

/// Something a user does.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Journey {
    /// Its identity.
    #[cfg_attr(feature = "schema", schemars(schema_with = "s::id"))]
    id: String,
    /// What people call it.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 80)))]
    name: String,
    /// Its share of the traffic.
    traffic: Estimate,
    /// The target share of good user minutes, above 0 and below 1: 0.9995.
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 1)))]
    objective: f64,
    /// The components it needs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    needs: Vec<Need>,
}

/// A practice as this plan does it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Practised {
    /// The key of the practice.
    #[cfg_attr(feature = "schema", schemars(schema_with = "s::choice::<crate::model::Practice>"))]
    practice: String,
    /// The level, from 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1)))]
    level: u8,
    /// What it costs a month here, when it differs from the catalogue.
    #[serde(skip_serializing_if = "Option::is_none")]
    monthly_price: Option<Estimate>,
}

/// What things cost that no component owns.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Prices {
    /// The sign of the currency.
    #[cfg_attr(feature = "schema", schemars(schema_with = "s::choice::<crate::model::Currency>"))]
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
