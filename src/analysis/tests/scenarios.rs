//! Small systems whose results an independent program computed by brute force.

use super::sample::{failover, id, plan, q};
use crate::analysis::analyse;
use crate::model::{Placement, Plan, Reach, Redundancy, Scope, Target};
use crate::quantity::MINUTES_PER_YEAR;

fn unavailability(plan: &Plan) -> f64 {
    analyse(plan).service.expect("an answer").unavailability.get()
}

/// The results are stated to ten digits.
fn agrees(found: f64, expected: f64) {
    assert!((found / expected - 1.0).abs() < 5e-10, "found {found:e}, expected {expected:e}");
}

/// Minutes that make `u = lambda D / (1 + lambda D)` exactly `u`.
fn minutes(u: f64, rate: f64) -> f64 {
    MINUTES_PER_YEAR * u / (1.0 - u) / rate
}

#[test]
fn a_database_shared_by_two_stacks_counts_once() {
    // Scenario A. The two stacks are the two replicas of one group over one database.
    let p = plan(&[1])
        .with_component("db", Placement::Global, 1, 1)
        .with_component("stack", Placement::Global, 2, 1)
        .tune(|p| p.components[1].dependencies.push(crate::model::Dependency::required(id("db"))))
        .with_mode("db-loss", Target::Component(id("db")), Scope::Instance, 4.0, minutes(0.001, 4.0))
        .with_mode("stack-loss", Target::Component(id("stack")), Scope::Instance, 2.0, minutes(0.0005, 2.0))
        .with_journey("j", &[("stack", None)]);
    agrees(unavailability(&p), 1.000249750e-3);
}

#[test]
fn a_dependency_counts_once_however_it_is_drawn() {
    // The same database reached directly, through the stack, and through a middle layer.
    let base = plan(&[1])
        .with_component("db", Placement::Global, 1, 1)
        .with_component("stack", Placement::Global, 2, 1)
        .with_component("middle", Placement::Regional, 3, 1)
        .with_mode("db-loss", Target::Component(id("db")), Scope::Instance, 4.0, minutes(0.001, 4.0))
        .with_mode("stack-loss", Target::Component(id("stack")), Scope::Instance, 2.0, minutes(0.0005, 2.0));
    let on = |name| crate::model::Dependency::required(id(name));
    let direct = base.clone().with_journey("j", &[("stack", None), ("db", None)]);
    let deep = base
        .tune(|p| p.components[1].dependencies.extend([on("db"), on("middle")]))
        .tune(|p| p.components[2].dependencies.push(on("db")))
        .with_journey("j", &[("stack", None), ("middle", None), ("db", None)]);
    agrees(unavailability(&direct), 1.000249750e-3);
    agrees(unavailability(&deep), 1.000249750e-3);
}

#[test]
fn three_zones_with_a_partial_push() {
    // Scenario B.
    let p = plan(&[3])
        .with_component("web", Placement::Zonal, 3, 2)
        .with_mode("loss", Target::Component(id("web")), Scope::Instance, 6.0, 30.0)
        .with_mode("zone", Target::Domain, Scope::Zone, 0.2, 180.0)
        .with_mode("push", Target::Domain, Scope::Region, 12.0, 40.0)
        .tune(|p| p.modes[2].share = q(0.2))
        .with_journey("j", &[("web", None)]);
    agrees(unavailability(&p), 1.828623438e-4);
}

#[test]
fn beta_splits_the_rate() {
    // Scenario C.
    for (beta, expected) in [(0.0, 1.000000000e-6), (0.05, 5.095009025e-5), (0.1, 1.009001620e-4)] {
        for reach in [Reach::Group, Reach::Everywhere] {
            let p = plan(&[1])
                .with_component("node", Placement::Regional, 2, 1)
                .with_mode("loss", Target::Component(id("node")), Scope::Instance, 8.0, minutes(0.001, 8.0))
                .tune(|p| p.modes[0].beta = q(beta))
                .tune(|p| p.modes[0].reach = reach)
                .with_journey("j", &[("node", None)]);
            agrees(unavailability(&p), expected);
        }
    }
}

#[test]
fn failover_takes_time_and_can_fail() {
    // Scenario D, as a primary with a standby.
    let p = plan(&[1])
        .with_component("db", Placement::Regional, 2, 1)
        .tune(|p| p.components[0].redundancy = Redundancy::Standby)
        .tune(|p| p.components[0].failover = failover(1.0, 0.95, 45.0))
        .with_mode("loss", Target::Component(id("db")), Scope::Instance, 4.0, 60.0)
        .with_journey("j", &[("db", None)]);
    agrees(unavailability(&p), 1.945648572e-5);
}

#[test]
fn failover_between_regions_is_the_same_failover() {
    // Scenario D again: all users live in the first region, the second takes them over.
    let p = plan(&[1, 1])
        .with_component("db", Placement::Regional, 1, 1)
        .tune(|p| p.regions[1].traffic = q(0.0))
        .tune(|p| p.routing.kind = crate::model::RoutingKind::Automatic)
        .tune(|p| p.routing.failover = failover(1.0, 0.95, 45.0))
        .with_mode("loss", Target::Component(id("db")), Scope::Instance, 4.0, 60.0)
        .with_journey("j", &[("db", None)]);
    agrees(unavailability(&p), 1.945648572e-5);
}

#[test]
fn an_optional_dependency_degrades_a_share() {
    // Scenario G.
    let p = plan(&[1])
        .with_component("web", Placement::Regional, 1, 1)
        .with_component("rec", Placement::Regional, 1, 1)
        .with_mode("web-loss", Target::Component(id("web")), Scope::Instance, 2.0, 60.0)
        .with_mode("rec-loss", Target::Component(id("rec")), Scope::Instance, 10.0, 90.0);
    let by_journey = p.clone().with_journey("j", &[("web", None), ("rec", Some(0.1))]);
    let by_component = p
        .tune(|p| {
            let need = crate::model::Dependency::optional(id("rec"), q(0.1));
            p.components[0].dependencies.push(need);
        })
        .with_journey("j", &[("web", None)]);
    agrees(unavailability(&by_journey), 3.988865932e-4);
    agrees(unavailability(&by_component), 3.988865932e-4);
}

#[test]
fn two_of_three_have_a_frequency_and_a_length() {
    // Scenario H; the frequency is stated to seven digits, the length to six.
    let p = plan(&[1])
        .with_component("node", Placement::Regional, 3, 2)
        .with_mode("loss", Target::Component(id("node")), Scope::Instance, 6.0, 30.0)
        .with_journey("j", &[("node", None)]);
    let service = analyse(&p).service.unwrap();
    agrees(service.unavailability.get(), 3.510464297e-7);
    assert!((service.outages_per_year / 1.230769e-2 - 1.0).abs() < 5e-7, "{}", service.outages_per_year);
    assert!((service.mean_outage.unwrap().minutes() - 15.0017).abs() < 5e-5);
}

#[test]
fn three_regions_of_three_zones_of_three_replicas() {
    // 2 of 3 at each layer cannot be drawn as one group, so each region is a required-two capacity:
    // three regions of which any two carry everyone. MTBF / MTTR in hours: 1000/10, 5000/24, 20000/48.
    // Only the innermost layer and the outermost are the plan's; the middle is checked in the engine.
    let p = plan(&[1, 1, 1])
        .with_component("node", Placement::Regional, 3, 2)
        .tune(|p| p.routing.kind = crate::model::RoutingKind::Automatic)
        .tune(|p| p.regions.iter_mut().for_each(|r| r.capacity = q(0.5)))
        .with_mode("loss", Target::Component(id("node")), Scope::Instance, 8766.0 / 1000.0, 600.0)
        .with_mode("region", Target::Domain, Scope::Region, 8766.0 / 20000.0, 48.0 * 60.0)
        .with_journey("j", &[("node", None)]);
    let (a, r) = (10.0 / 1010.0, 48.0 / 20048.0);
    let node = 3.0 * a * a * (1.0 - a) + a * a * a;
    let region = 1.0 - (1.0 - r) * (1.0 - node);
    let expected = 3.0 * region * region * (1.0 - region) + region * region * region;
    agrees(unavailability(&p), expected);
}
