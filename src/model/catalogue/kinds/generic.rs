//! Kinds of nobody in particular.

use super::common::{
    BAD_RELEASE, BAD_SCHEMA, DATA_DAMAGE, GLOBAL_99_9, MACHINE_LOSS, NAME_SERVICE, OVERLOAD, REGION_99_9,
    REGION_99_95, SERVER_LOSS, STORE_99_99, THIRD_PARTY, kind,
};
use super::{Family, Kind, ModeInfo, Vendor};
use crate::model::catalogue::defaults::COVERAGE_UNDRILLED;

const fn generic(
    family: Family,
    key: &'static str,
    name: &'static str,
    price: f64,
    modes: &'static [&'static ModeInfo],
) -> Kind {
    kind(Vendor::Generic, family, key, name, price, modes)
}

/// What code on replaced machines suffers.
const POOL: &[&ModeInfo] = &[&MACHINE_LOSS, &BAD_RELEASE, &OVERLOAD];

/// What a thing on replaced machines suffers that is rarely released.
const STEADY_POOL: &[&ModeInfo] = &[&MACHINE_LOSS, &OVERLOAD];

pub(super) const KINDS: &[Kind] = &[
    generic(Family::Compute, "compute-pool", "Compute pool", 100.0, POOL).over_zones(3, 2),
    generic(
        Family::Compute,
        "monolith",
        "Monolith server",
        300.0,
        const { &[&SERVER_LOSS, &BAD_RELEASE, &OVERLOAD] },
    )
    .over_zones(1, 1),
    generic(Family::Compute, "worker-pool", "Worker pool", 100.0, POOL).over_zones(3, 2),
    generic(Family::Compute, "search", "Search or recommendations", 200.0, POOL).over_zones(3, 2),
    generic(Family::Compute, "functions", "Functions", 100.0, const { &[&BAD_RELEASE, &REGION_99_95] }),
    generic(Family::LoadBalancer, "load-balancer", "Load balancer", 50.0, STEADY_POOL).over_zones(2, 1),
    Kind {
        coverage: COVERAGE_UNDRILLED,
        ..generic(
            Family::Database,
            "relational-database",
            "Relational database, self-run",
            400.0,
            const { &[&SERVER_LOSS, &BAD_SCHEMA, &OVERLOAD, &DATA_DAMAGE] },
        )
        .with_standby()
    },
    generic(
        Family::Database,
        "managed-database",
        "Managed database",
        500.0,
        const { &[&MACHINE_LOSS, &REGION_99_95, &BAD_SCHEMA, &DATA_DAMAGE] },
    )
    .with_standby(),
    generic(Family::Cache, "cache", "Cache", 150.0, STEADY_POOL).over_zones(3, 2),
    generic(Family::Queue, "queue", "Message queue", 150.0, STEADY_POOL).over_zones(3, 2),
    generic(Family::ObjectStore, "object-store", "Object store", 100.0, const { &[&STORE_99_99] }),
    generic(Family::Dns, "dns", "DNS", 10.0, const { &[&NAME_SERVICE] }).global(),
    generic(Family::Cdn, "cdn", "CDN", 200.0, const { &[&GLOBAL_99_9] }).global(),
    generic(Family::ApiGateway, "api-gateway", "API gateway", 100.0, POOL).over_zones(2, 1),
    generic(Family::Identity, "identity", "Identity service", 150.0, POOL).over_zones(3, 2),
    generic(Family::Identity, "hosted-login", "Hosted login", 500.0, const { &[&THIRD_PARTY] }).global(),
    generic(Family::ThirdParty, "payment-provider", "Payment provider", 0.0, const { &[&THIRD_PARTY] })
        .global(),
    generic(Family::ThirdParty, "third-party-api", "Third-party API", 100.0, const { &[&THIRD_PARTY] })
        .global(),
    generic(
        Family::ThirdParty,
        "regional-api",
        "Hosted service in the region",
        100.0,
        const { &[&REGION_99_9] },
    ),
];
