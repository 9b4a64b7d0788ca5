//! Kinds of Google Cloud, each with its published monthly service level agreement.

use super::common::{
    BAD_RELEASE, BAD_SCHEMA, DATA_DAMAGE, GLOBAL_99_95, GLOBAL_99_99, GLOBAL_99_999, MACHINE_LOSS,
    NAME_SERVICE, OVERLOAD, REGION_99_95, REGION_99_99, SERVER_LOSS, STORE_99_99, kind,
};
use super::{Family, Kind, ModeInfo, Vendor};

const fn google(
    family: Family,
    key: &'static str,
    name: &'static str,
    price: f64,
    modes: &'static [&'static ModeInfo],
) -> Kind {
    kind(Vendor::GoogleCloud, family, key, name, price, modes)
}

/// Replaced machines that run our code.
const POOL: &[&ModeInfo] = &[&MACHINE_LOSS, &REGION_99_99, &BAD_RELEASE, &OVERLOAD];

/// A platform that runs our code.
const PLATFORM: &[&ModeInfo] = &[&REGION_99_95, &BAD_RELEASE, &OVERLOAD];

/// A primary with standby whose data and schema are ours.
const DATABASE: &[&ModeInfo] = &[&MACHINE_LOSS, &REGION_99_95, &BAD_SCHEMA, &DATA_DAMAGE];

pub(super) const KINDS: &[Kind] = &[
    google(Family::Compute, "google-compute-engine", "Compute Engine over zones", 70.0, POOL)
        .over_zones(3, 2)
        .promises(0.0001, "cloud.google.com/compute/sla, multiple zones"),
    google(
        Family::Compute,
        "google-vm",
        "Compute Engine VM, single",
        70.0,
        const { &[&SERVER_LOSS, &REGION_99_99, &BAD_RELEASE, &OVERLOAD] },
    )
    .over_zones(1, 1)
    .promises(0.001, "cloud.google.com/compute/sla, single VM (99.5 % until 2021-04)"),
    google(Family::Compute, "google-gke", "GKE regional cluster", 150.0, PLATFORM)
        .promises(0.0005, "Google Kubernetes Engine SLA of 2023-11-16, regional control plane"),
    google(Family::Compute, "google-cloud-run", "Cloud Run", 100.0, PLATFORM)
        .promises(0.0005, "cloud.google.com/run/sla"),
    google(
        Family::LoadBalancer,
        "google-load-balancing",
        "Cloud Load Balancing, Premium tier",
        25.0,
        const { &[&GLOBAL_99_99] },
    )
    .global()
    .promises(0.0001, "cloud.google.com/compute/sla, load balancing, Premium tier"),
    google(Family::Database, "google-cloud-sql", "Cloud SQL Enterprise, HA", 350.0, DATABASE)
        .with_standby()
        .promises(0.0005, "cloud.google.com/sql/sla, Enterprise with HA"),
    google(
        Family::Database,
        "google-cloud-sql-plus",
        "Cloud SQL Enterprise Plus, HA",
        600.0,
        const { &[&MACHINE_LOSS, &REGION_99_99, &BAD_SCHEMA, &DATA_DAMAGE] },
    )
    .with_standby()
    .promises(0.0001, "cloud.google.com/sql/sla, Enterprise Plus with HA"),
    google(
        Family::Database,
        "google-spanner",
        "Spanner, regional",
        700.0,
        const { &[&REGION_99_99, &BAD_SCHEMA, &DATA_DAMAGE] },
    )
    .promises(0.0001, "Google Spanner SLA of 2019-09-25, regional"),
    google(
        Family::Database,
        "google-spanner-multi-region",
        "Spanner, multi-region",
        2500.0,
        const { &[&GLOBAL_99_999, &BAD_SCHEMA, &DATA_DAMAGE] },
    )
    .global()
    .promises(0.00001, "Google Spanner SLA of 2019-09-25, multi-region"),
    google(Family::Queue, "google-pub-sub", "Pub/Sub", 50.0, const { &[&REGION_99_95] })
        .promises(0.0005, "Google Pub/Sub SLA (as listed 2026-06)"),
    google(
        Family::ObjectStore,
        "google-cloud-storage",
        "Cloud Storage, regional",
        100.0,
        const { &[&STORE_99_99] },
    )
    .promises(0.001, "Google Cloud Storage SLA of 2021-06-24, regional; typically 99.99 %"),
    google(Family::Dns, "google-cloud-dns", "Cloud DNS", 10.0, const { &[&NAME_SERVICE] })
        .global()
        .promises(0.0, "Google Cloud DNS SLA (as listed 2026-06)"),
    google(Family::Cdn, "google-cloud-cdn", "Cloud CDN", 200.0, const { &[&GLOBAL_99_95] })
        .global()
        .promises(0.0005, "Google Cloud CDN SLA (as listed 2026-06)"),
];
