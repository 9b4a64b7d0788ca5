use super::common::PREDICTOR;
use super::*;
use crate::model::{Id, Target};
use crate::quantity::{Duration, MINUTES_PER_YEAR, Money, Probability, Quantity, Rate};

fn fits<Q: Quantity>(figure: &Figure, place: &str) {
    let estimate = figure.estimate::<Q>();
    let found = [estimate.low().get(), estimate.likely().get(), estimate.high().get()];
    assert_eq!(found, [figure.low, figure.likely, figure.high], "{place}: {}", figure.source);
    assert!(figure.date.is_some(), "{place}");
    assert!(figure.source.len() > 10, "{place}");
}

fn every_mode() -> impl Iterator<Item = &'static ModeInfo> {
    KINDS.iter().flat_map(|kind| kind.modes.iter().copied()).chain(SHARED_FATE)
}

fn total(mode: &ModeInfo) -> f64 {
    mode.parts.iter().map(|part| part.likely).sum()
}

#[test]
fn there_are_enough_kinds_of_every_family_and_vendor() {
    assert!(KINDS.len() >= 32, "{}", KINDS.len());
    for family in Family::ALL {
        assert!(KINDS.iter().any(|k| k.family == family), "{}", family.name());
    }
    for vendor in Vendor::ALL {
        assert!(KINDS.iter().filter(|k| k.vendor == vendor).count() >= 10, "{}", vendor.name());
    }
}

#[test]
fn keys_and_names_are_unique() {
    for (i, kind) in KINDS.iter().enumerate() {
        assert_eq!(KINDS.iter().position(|k| k.key == kind.key), Some(i), "{}", kind.key);
        assert_eq!(KINDS.iter().position(|k| k.name == kind.name), Some(i), "{}", kind.name);
        assert_eq!(Kind::by_key(kind.key).map(|k| k.key), Some(kind.key));
        assert!(Id::new(kind.key).is_ok(), "{}", kind.key);
    }
    assert!(Kind::by_key("abacus").is_none());
    for (i, mode) in SHARED_FATE.iter().enumerate() {
        assert_eq!(SHARED_FATE.iter().position(|m| m.name == mode.name), Some(i));
    }
}

#[test]
fn every_figure_is_in_order_in_range_sourced_and_dated() {
    for kind in KINDS {
        fits::<Duration>(&kind.failover_time, kind.key);
        fits::<Probability>(&kind.coverage, kind.key);
        fits::<Duration>(&kind.manual_time, kind.key);
        fits::<Money>(&kind.unit_price, kind.key);
    }
    for mode in every_mode() {
        fits::<Rate>(&mode.rate, mode.name);
        fits::<Probability>(&mode.share, mode.name);
        fits::<Probability>(&mode.beta, mode.name);
        for part in &mode.parts {
            fits::<Duration>(part, mode.name);
        }
        assert!(mode.rate.likely > 0.0 && mode.share.likely > 0.0 && total(mode) > 0.0, "{}", mode.name);
    }
}

#[test]
fn every_kind_makes_a_component_with_its_modes() {
    for kind in KINDS {
        let id = Id::new("shop").unwrap();
        let component = kind.component(id, "Shop");
        assert!(1 <= component.needed && component.needed <= component.replicas, "{}", kind.key);
        assert_eq!((component.id, component.kind.as_str()), (id, kind.key));
        let first = kind.failure_modes(id, "Shop", |_| false);
        assert!(!first.is_empty(), "{}", kind.key);
        let second = kind.failure_modes(id, "Shop", |id| first.iter().any(|m| m.id == id));
        let all: Vec<_> = first.iter().chain(&second).collect();
        for (i, mode) in all.iter().enumerate() {
            assert_eq!(all.iter().position(|m| m.id == mode.id), Some(i), "{}", mode.name);
            assert_eq!(mode.target, Target::Component(id));
            assert!(mode.name.ends_with(" of Shop"), "{}", mode.name);
        }
    }
}

#[test]
fn a_provider_ends_its_own_events_and_people_end_ours() {
    for mode in every_mode() {
        let [_, engage, diagnose, mitigate, _] = &mode.parts;
        let waits_for_us = engage.likely > 0.0 && diagnose.likely > 0.0;
        assert_eq!(waits_for_us, mode.owner == Owner::Us, "{}", mode.name);
        assert!(mitigate.likely > 0.0, "{}", mode.name);
    }
}

/// Published monthly service level agreements in percent, typed apart from the catalogue.
/// Columns: kind, percent. Sources: the providers' SLA pages as named in the catalogue.
#[test]
fn contracts_are_the_published_percentages() {
    let golden = [
        ("aws-ec2", 99.99),
        ("aws-ec2-single", 99.5),
        ("aws-fargate", 99.99),
        ("aws-eks", 99.95),
        ("aws-lambda", 99.95),
        ("aws-elb", 99.99),
        ("aws-rds", 99.95),
        ("aws-aurora", 99.99),
        ("aws-dynamodb", 99.99),
        ("aws-dynamodb-global", 99.999),
        ("aws-elasticache", 99.9),
        ("aws-sqs", 99.9),
        ("aws-s3", 99.9),
        ("aws-route-53", 100.0),
        ("aws-cloudfront", 99.9),
        ("aws-api-gateway", 99.95),
        ("google-compute-engine", 99.99),
        ("google-vm", 99.9),
        ("google-gke", 99.95),
        ("google-cloud-run", 99.95),
        ("google-load-balancing", 99.99),
        ("google-cloud-sql", 99.95),
        ("google-cloud-sql-plus", 99.99),
        ("google-spanner", 99.99),
        ("google-spanner-multi-region", 99.999),
        ("google-pub-sub", 99.95),
        ("google-cloud-storage", 99.9),
        ("google-cloud-dns", 100.0),
        ("google-cloud-cdn", 99.95),
        ("azure-vm", 99.99),
        ("azure-vm-single", 99.9),
        ("azure-app-service", 99.95),
        ("azure-aks", 99.95),
        ("azure-load-balancer", 99.99),
        ("azure-front-door", 99.99),
        ("azure-sql", 99.995),
        ("azure-postgresql", 99.95),
        ("azure-cosmos-db", 99.99),
        ("azure-redis", 99.9),
        ("azure-service-bus", 99.9),
        ("azure-blob-storage", 99.9),
        ("azure-dns", 100.0),
        ("azure-api-management", 99.9),
    ];
    for (key, percent) in golden {
        let sla = Kind::by_key(key).and_then(|k| k.sla).unwrap_or_else(|| panic!("{key} has a contract"));
        // Both sides are within one rounding of 100; 1e-12 relative is some thousand of them.
        assert!(((1.0 - sla.unavailability) * 100.0 - percent).abs() < 1e-10, "{key}");
        assert!(!sla.source.is_empty(), "{key}");
    }
    let contracts = KINDS.iter().filter(|k| k.sla.is_some()).count();
    assert_eq!(contracts, golden.len(), "every contract is in the table");
}

/// rate x length x share over a year is half of what the contract allows, unless the kind's source says
/// otherwise: 100 % predicts nothing, object stores publish a design figure, and a single machine's
/// contract is about the machine, not about the service behind it.
#[test]
fn a_provider_event_spends_half_of_what_its_contract_allows() {
    let mut checked = 0;
    for kind in KINDS {
        let Some(sla) = kind.sla else { continue };
        for mode in kind.modes.iter().filter(|m| m.rate.source.contains("what the SLA allows")) {
            if kind.needed == kind.replicas && kind.placement == Placement::Zonal {
                continue;
            }
            let spent = mode.rate.likely * total(mode) * mode.share.likely / MINUTES_PER_YEAR;
            assert!((spent / sla.unavailability - PREDICTOR[1]).abs() < 1e-12, "{}: {spent}", kind.key);
            checked += 1;
        }
    }
    assert!(checked >= 30, "{checked}");
}

/// Google Cloud's design target for a zone is 99.9 %: what machines and zones do stays near it.
#[test]
fn a_zone_outage_stays_near_the_published_zone_target() {
    let zone = SHARED_FATE.iter().find(|m| m.scope == Scope::Zone).unwrap();
    let unavailability = zone.rate.likely * total(zone) / MINUTES_PER_YEAR;
    assert!((1e-5..=1e-3).contains(&unavailability), "{unavailability}");
}
