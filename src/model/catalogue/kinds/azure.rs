//! Kinds of Microsoft Azure, each with its published monthly service level agreement.

use super::common::{
    BAD_RELEASE, BAD_SCHEMA, DATA_DAMAGE, GLOBAL_99_99, MACHINE_LOSS, NAME_SERVICE, OVERLOAD, REGION_99_9,
    REGION_99_95, REGION_99_99, REGION_99_995, SERVER_LOSS, kind,
};
use super::{Family, Kind, ModeInfo, Vendor};

const fn azure(
    family: Family,
    key: &'static str,
    name: &'static str,
    price: f64,
    modes: &'static [&'static ModeInfo],
) -> Kind {
    kind(Vendor::Azure, family, key, name, price, modes)
}

/// Replaced machines that run our code.
const POOL: &[&ModeInfo] = &[&MACHINE_LOSS, &REGION_99_99, &BAD_RELEASE, &OVERLOAD];

/// A platform that runs our code.
const PLATFORM: &[&ModeInfo] = &[&REGION_99_95, &BAD_RELEASE, &OVERLOAD];

/// A primary with standby whose data and schema are ours.
const DATABASE: &[&ModeInfo] = &[&MACHINE_LOSS, &REGION_99_95, &BAD_SCHEMA, &DATA_DAMAGE];

pub(super) const KINDS: &[Kind] = &[
    azure(Family::Compute, "azure-vm", "Virtual machines over zones", 70.0, POOL)
        .over_zones(3, 2)
        .promises(0.0001, "Azure SLA estimator data (2020), VMs over zones"),
    azure(
        Family::Compute,
        "azure-vm-single",
        "Virtual machine, single",
        70.0,
        const { &[&SERVER_LOSS, &REGION_99_99, &BAD_RELEASE, &OVERLOAD] },
    )
    .over_zones(1, 1)
    .promises(0.001, "Azure SLA estimator data (2020), single VM with Premium disks"),
    azure(Family::Compute, "azure-app-service", "App Service", 150.0, PLATFORM)
        .promises(0.0005, "Azure SLA estimator data (2020)"),
    azure(Family::Compute, "azure-aks", "AKS over zones", 150.0, PLATFORM)
        .promises(0.0005, "Azure SLA estimator data (2020), with zones"),
    azure(
        Family::LoadBalancer,
        "azure-load-balancer",
        "Standard Load Balancer",
        25.0,
        const { &[&REGION_99_99] },
    )
    .promises(0.0001, "Azure SLA estimator data (2020)"),
    azure(Family::LoadBalancer, "azure-front-door", "Front Door", 100.0, const { &[&GLOBAL_99_99] })
        .global()
        .promises(0.0001, "Azure SLA estimator data (2020)"),
    azure(
        Family::Database,
        "azure-sql",
        "SQL Database, Business Critical over zones",
        900.0,
        const { &[&REGION_99_995, &BAD_SCHEMA, &DATA_DAMAGE] },
    )
    .promises(
        0.00005,
        "Azure SLA estimator data (2020), re-stated in Azure Well-Architected reliability guidance",
    ),
    azure(Family::Database, "azure-postgresql", "PostgreSQL Flexible over zones", 350.0, DATABASE)
        .with_standby()
        .promises(0.0005, "Azure SLA estimator data (2020), zone redundant"),
    azure(
        Family::Database,
        "azure-cosmos-db",
        "Cosmos DB, single write region",
        300.0,
        const { &[&REGION_99_99, &DATA_DAMAGE] },
    )
    .promises(0.0001, "Azure SLA estimator data (2020), single write region"),
    azure(Family::Cache, "azure-redis", "Cache for Redis", 150.0, const { &[&REGION_99_9] })
        .promises(0.001, "Azure SLA estimator data (2020)"),
    azure(Family::Queue, "azure-service-bus", "Service Bus", 50.0, const { &[&REGION_99_9] })
        .promises(0.001, "Azure SLA estimator data (2020)"),
    azure(Family::ObjectStore, "azure-blob-storage", "Blob Storage", 100.0, const { &[&REGION_99_9] })
        .promises(0.001, "Azure FTA reliability guide: 99.9 % for writes"),
    azure(Family::Dns, "azure-dns", "Azure DNS", 10.0, const { &[&NAME_SERVICE] })
        .global()
        .promises(0.0, "Azure SLA estimator data (2020)"),
    azure(Family::ApiGateway, "azure-api-management", "API Management", 150.0, const { &[&REGION_99_9] })
        .promises(0.001, "Azure SLA estimator data (2020), below Premium"),
];
