//! Hot, warm and cold standby in plans: against the chain, against each other, against the simulation.

use proptest::prelude::*;

use super::sample::{failover, id, plan, q};
use super::simulate::{run, scores};
use crate::analysis::{Breaking, Element, analyse, shared_fate};
use crate::engine::standby::StandbyGroup;
use crate::model::{Placement, Plan, Redundancy, Scope, Target};
use crate::quantity::MINUTES_PER_YEAR;

const MODES: [Redundancy; 4] =
    [Redundancy::ActiveActive, Redundancy::Standby, Redundancy::WarmStandby, Redundancy::ColdStandby];

fn u(plan: &Plan) -> f64 {
    analyse(plan).service.unwrap().unavailability.get()
}

/// One group whose members fail `rate` times a year for an hour.
fn group(replicas: u32, needed: u32, redundancy: Redundancy, dormancy: f64, rate: f64) -> Plan {
    plan(&[1])
        .with_component("db", Placement::Regional, replicas, needed)
        .tune(|p| p.components[0].redundancy = redundancy)
        .tune(|p| p.components[0].dormancy = q(dormancy))
        .with_mode("loss", Target::Component(id("db")), Scope::Instance, rate, 60.0)
        .with_journey("j", &[("db", None)])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn a_group_is_the_chain_up_to_the_second_order(
        (replicas, needed) in (1u32..8).prop_flat_map(|n| (Just(n), 1..=n)),
        dormancy in 0.0..=1.0f64,
        which in 0usize..4,
        exponent in -1.0..2.5f64,
    ) {
        let rate = libm::pow(10.0, exponent);
        let p = group(replicas, needed, MODES[which], dormancy, rate);
        let chain = StandbyGroup {
            units: replicas as usize,
            needed: needed as usize,
            dormancy: [1.0, 1.0, dormancy, 0.0][which],
            failure_rate: rate / MINUTES_PER_YEAR,
            repair_rate: 1.0 / 60.0,
        };
        let error = u(&p) / chain.unavailability().unwrap() - 1.0;
        let each = 60.0 * rate / MINUTES_PER_YEAR;
        prop_assert!(error.abs() <= f64::from(replicas) * each + 1e-12, "{error} with u = {each}");
    }

    #[test]
    fn waiting_colder_never_hurts(
        replicas in 2u32..6,
        dormancy in 0.0..=1.0f64,
        zones in 1usize..4,
        rate in 0.1..50.0f64,
    ) {
        let of = |redundancy| {
            let p = group(replicas, replicas / 2 + 1, redundancy, dormancy, rate)
                .with_mode("zone", Target::Domain, Scope::Zone, 1.0, 300.0)
                .tune(|p| p.components[0].placement = Placement::Zonal)
                .tune(|p| p.regions = plan(&[zones]).regions);
            u(&p)
        };
        let [_, hot, warm, cold] = MODES.map(of);
        prop_assert!(cold <= warm * (1.0 + 1e-12) && warm <= hot * (1.0 + 1e-12), "{cold} {warm} {hot}");
    }

    #[test]
    fn a_warm_standby_at_full_rate_is_hot(replicas in 1u32..7, rate in 0.1..500.0f64) {
        let warm = u(&group(replicas, 1, Redundancy::WarmStandby, 1.0, rate));
        let hot = u(&group(replicas, 1, Redundancy::Standby, 0.3, rate));
        prop_assert!((warm - hot).abs() <= 1e-13 * hot);
        let cold = u(&group(replicas, 1, Redundancy::ColdStandby, 0.3, rate));
        let zero = u(&group(replicas, 1, Redundancy::WarmStandby, 0.0, rate));
        prop_assert_eq!(cold.to_bits(), zero.to_bits());
    }
}

/// A primary and its standby in two zones, both failing in two ways, with zone outages that last longer.
fn two_zones(redundancy: Redundancy) -> Plan {
    plan(&[2])
        .with_component("db", Placement::Zonal, 2, 1)
        .tune(|p| p.components[0].redundancy = redundancy)
        .tune(|p| p.components[0].dormancy = q(0.25))
        .tune(|p| p.components[0].failover = failover(2.0, 0.9, 30.0))
        .with_mode("loss", Target::Component(id("db")), Scope::Instance, 20.0, 30.0)
        .with_mode("fault", Target::Component(id("db")), Scope::Instance, 4.0, 200.0)
        .with_mode("zone", Target::Domain, Scope::Zone, 4.0, 600.0)
        .with_journey("j", &[("db", None)])
}

#[test]
fn outages_of_different_lengths_overlap_as_they_do_in_the_simulation() {
    for redundancy in MODES {
        let p = two_zones(redundancy);
        for (name, z) in scores(&run(&p, 40_000, 1)) {
            assert!(z.abs() < 4.0, "{redundancy:?}: {name}: z = {z}");
        }
        // Without what failovers cost there is nothing but overlaps.
        let bare = p.tune(|p| p.components[0].failover = failover(0.0, 1.0, 0.0));
        for (name, z) in scores(&run(&bare, 40_000, 2)) {
            assert!(z.abs() < 4.0, "{redundancy:?}, overlaps: {name}: z = {z}");
        }
    }
}

#[test]
fn several_that_wait_agree_with_the_simulation() {
    for (replicas, needed) in [(3, 1), (4, 2), (5, 4)] {
        for redundancy in [Redundancy::WarmStandby, Redundancy::ColdStandby] {
            let p = group(replicas, needed, redundancy, 0.3, 200.0)
                .with_mode("zone", Target::Domain, Scope::Zone, 4.0, 300.0)
                .tune(|p| p.components[0].placement = Placement::Zonal)
                .tune(|p| p.regions = plan(&[3]).regions);
            // So often that terms of relative order u show: these are 2 %, the noise is of that size.
            for (name, z) in scores(&run(&p, 2_000, 3)) {
                assert!(z.abs() < 4.0, "{needed} of {replicas}, {redundancy:?}: {name}: z = {z}");
            }
        }
    }
}

#[test]
fn a_failover_costs_as_often_as_serving_members_fail() {
    let costs = |redundancy| {
        let p = two_zones(redundancy);
        let anatomy = analyse(&p).service.unwrap().anatomy;
        (anatomy.failover, anatomy.structure)
    };
    let hot = costs(Redundancy::Standby);
    for colder in [Redundancy::WarmStandby, Redundancy::ColdStandby] {
        let colder = costs(colder);
        assert_eq!(colder.0.to_bits(), hot.0.to_bits());
        assert!(colder.1 < hot.1);
    }
}

#[test]
fn a_waiting_member_that_is_broken_is_down_for_certain() {
    for redundancy in MODES {
        let p = two_zones(redundancy);
        let breaking = Breaking::of(&p).unwrap();
        let replica = |replica| Element::Instance { component: id("db"), region: Some(id("r0")), replica };
        let both = breaking.without(&[replica(0), replica(1)]).unwrap();
        assert_eq!(both.fails.get(), 1.0, "{redundancy:?}");
        // With the standby gone, the primary is all there is.
        let alone = breaking.without(&[replica(1)]).unwrap().fails.get();
        let single = u(&plan(&[2])
            .with_component("db", Placement::Zonal, 1, 1)
            .with_mode("loss", Target::Component(id("db")), Scope::Instance, 20.0, 30.0)
            .with_mode("fault", Target::Component(id("db")), Scope::Instance, 4.0, 200.0)
            .with_mode("zone", Target::Domain, Scope::Zone, 4.0, 600.0)
            .with_journey("j", &[("db", None)]));
        assert!(alone >= single * (1.0 - 1e-9) && alone < 1.1 * single, "{redundancy:?}: {alone} {single}");
    }
}

#[test]
fn a_cut_set_with_a_standby_fails_all_users() {
    let service = analyse(&two_zones(Redundancy::ColdStandby)).service.unwrap();
    assert!(service.cut_sets.iter().all(|set| set.whom == "users"), "{:?}", service.cut_sets);
    let fate = shared_fate(&two_zones(Redundancy::ColdStandby)).unwrap().service.unwrap();
    assert_eq!(fate.as_it_is, fate.independent);
}
