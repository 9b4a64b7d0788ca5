//! Small systems with answers from an independent program (brute force over all event states in Python, failover
//! terms added; D also simulated). They are stated to ten digits, hence a relative tolerance of 1e-9.
//!
//! Times in minutes, rates per year of up-time.

use super::super::failover::Failover;
use super::super::renewal::{SteadyState, steady_state, system_frequency};
use super::*;

const STATED: f64 = 1e-9;

fn per_year(rate: f64, mean_minutes: f64) -> SteadyState {
    steady_state(rate / YEAR_MINUTES, mean_minutes)
}

#[test]
fn a_database_shared_by_two_stacks_counts_once() {
    let mut d = diagram();
    let [database, one, two] = events(&mut d, 3)[..] else { unreachable!() };
    let first = d.or(database, one).unwrap();
    let second = d.or(database, two).unwrap();
    let service = d.and(first, second).unwrap();
    assert_close(probability(&d, service, &[0.001, 0.0005, 0.0005]), 1.000249750e-3, STATED);
}

#[test]
fn b_three_zones_and_a_push_that_touches_a_fifth_of_users() {
    let mut d = diagram();
    let e = events(&mut d, 7);
    let (push, zones, instances) = (e[0], &e[1..4], &e[4..7]);
    let members: Vec<Node> = zones.iter().zip(instances).map(|(&z, &i)| d.or(z, i).unwrap()).collect();
    let group = d.at_least(2, &members).unwrap();
    let service = d.any_of(&[push, group]).unwrap();
    let (instance, zone) = (per_year(6.0, 30.0).unavailability, per_year(0.2, 180.0).unavailability);
    let push = 0.2 * per_year(12.0, 40.0).unavailability;
    let p = [push, zone, zone, zone, instance, instance, instance];
    assert_close(probability(&d, service, &p), 1.828623438e-4, STATED);
}

#[test]
fn c_common_cause_splits_the_rate_of_a_pair() {
    for (beta, expected) in [(0.0, 1.0e-6), (0.05, 5.095009025e-5), (0.1, 1.009001620e-4)] {
        let mut d = diagram();
        let [both, one, two] = events(&mut d, 3)[..] else { unreachable!() };
        let pair = d.all_of(&[one, two]).unwrap();
        let service = d.any_of(&[both, pair]).unwrap();
        // The mean for which 8 failures a year give u = 0.001 exactly: 65.81081 minutes.
        let mean = YEAR_MINUTES * 0.001 / 0.999 / 8.0;
        let own = per_year(8.0 * (1.0 - beta), mean).unavailability;
        let shared = per_year(8.0 * beta, mean).unavailability;
        assert_close(probability(&d, service, &[shared, own, own]), expected, STATED);
    }
}

#[test]
fn d_failover_of_a_primary_takes_time_and_can_fail() {
    let mut d = diagram();
    let [primary, standby] = events(&mut d, 2)[..] else { unreachable!() };
    let both = d.and(primary, standby).unwrap();
    let node = per_year(4.0, 60.0);
    let switch = Failover { share: 1.0, coverage: 0.95, automatic_minutes: 1.0, manual_minutes: 45.0 };
    let found = probability(&d, both, &[node.unavailability; 2])
        + switch.unavailability(node.frequency_per_minute, 60.0, 1.0);
    assert_close(found, 1.945648572e-5, STATED);
}

#[test]
fn g_an_optional_dependency_degrades_a_tenth_of_requests() {
    let mut d = diagram();
    let [web, recommendations, degraded] = events(&mut d, 3)[..] else { unreachable!() };
    let touched = d.and(recommendations, degraded).unwrap();
    let service = d.or(web, touched).unwrap();
    let p = [per_year(2.0, 60.0).unavailability, per_year(10.0, 90.0).unavailability, 0.1];
    assert_close(probability(&d, service, &p), 3.988865932e-4, STATED);
}

#[test]
fn h_two_of_three_gives_frequency_and_length_of_outages() {
    let mut d = diagram();
    let e = events(&mut d, 3);
    let group = d.at_least(2, &e).unwrap();
    let instance = per_year(6.0, 30.0);
    let found = Program::compile(&d, &[group]).evaluate(
        &[instance.unavailability; 3],
        &[1.0],
        &mut Scratch::default(),
    );
    let frequency = system_frequency(&found.derivatives, &[instance.frequency_per_minute; 3]);
    assert_close(found.total, 3.510464297e-7, STATED);
    // Stated to seven and six digits.
    assert_close(frequency * YEAR_MINUTES, 1.230769e-2, 5e-7);
    assert_close(found.total / frequency, 15.0017, 5e-6);
}

#[test]
fn three_regions_of_three_zones_of_three_replicas() {
    // Published beside the engine's definitions; MTBF / MTTR in hours: replica 1000 / 10, zone 5000 / 24,
    // region 20000 / 48; two of three at each layer.
    let u = |mtbf: f64, mttr: f64| mttr / (mtbf + mttr);
    let mut d = diagram();
    let mut p = Vec::new();
    let mut event = |d: &mut Diagram, probability: f64| {
        p.push(probability);
        d.event(Var::new(p.len() as u32 - 1)).unwrap()
    };
    let mut regions = Vec::new();
    for _ in 0..3 {
        let region = event(&mut d, u(20_000.0, 48.0));
        let mut zones = Vec::new();
        for _ in 0..3 {
            let zone = event(&mut d, u(5_000.0, 24.0));
            let replicas: Vec<Node> = (0..3).map(|_| event(&mut d, u(1_000.0, 10.0))).collect();
            let group = d.at_least(2, &replicas).unwrap();
            zones.push(d.or(zone, group).unwrap());
        }
        let group = d.at_least(2, &zones).unwrap();
        regions.push(d.or(region, group).unwrap());
    }
    let service = d.at_least(2, &regions).unwrap();
    assert_close(probability(&d, service, &p), 1.828524925e-5, STATED);
}

#[test]
fn a_group_that_sheds_load_fails_the_excess_only() {
    // Three instances, two needed: with one left, half of the requests are shed; with none, all.
    let mut d = diagram();
    let e = events(&mut d, 4);
    let cases = [Node::WORKS, Node::WORKS, e[3], Node::FAILS];
    let service = d.select_by_count(&e[..3], &cases).unwrap();
    let u: f64 = 0.01;
    // Binomial terms times the share that fails, by hand.
    let expected = 3.0 * u * u * (1.0 - u) * 0.5 + u * u * u;
    assert_close(probability(&d, service, &[u, u, u, 0.5]), expected, 1e-14);
}
