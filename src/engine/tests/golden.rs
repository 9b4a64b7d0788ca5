//! Published worked examples. Tolerances are the rounding of the published figure.

use super::super::renewal::steady_state;
use super::super::{CutSetLimits, minimal_cut_sets, numeric};
use super::*;

/// Columns: id; how many members are needed; the members' availabilities (`a x n` is n of the same); what is
/// published; the figure; its tolerance; where it is from.
const TABLE: &str = include_str!("../../../tests/golden/engine.csv");

fn availabilities(told: &str) -> Vec<f64> {
    match told.split_once(" x ") {
        Some((each, n)) => vec![each.parse().unwrap(); n.parse().unwrap()],
        None => told.split(' ').map(|a| a.parse().unwrap()).collect(),
    }
}

#[test]
fn published_groups_of_components_give_the_published_figures() {
    let mut checked = 0;
    for row in TABLE.lines().skip(1) {
        let [id, need, members, measure, expected, tolerance, _source] =
            row.split(';').collect::<Vec<_>>()[..]
        else {
            panic!("seven columns: {row}")
        };
        let p: Vec<f64> = availabilities(members).iter().map(|a| 1.0 - a).collect();
        let need = if need == "all" { p.len() } else { need.parse().unwrap() };
        let mut d = diagram();
        let e = events(&mut d, p.len() as u32);
        let group = d.at_least(p.len() - need + 1, &e).unwrap();
        let u = probability(&d, group, &p);
        let found = if measure == "availability" { 1.0 - u } else { u };
        let (expected, tolerance): (f64, f64) = (expected.parse().unwrap(), tolerance.parse().unwrap());
        assert!((found - expected).abs() <= tolerance, "{id}: found {found}, expected {expected}");
        checked += 1;
    }
    assert_eq!(checked, 21);
}

#[test]
fn mtbf_and_mttr_give_the_published_availabilities() {
    // tlgarden-mtbf: https://tl-garden.com/reliability-guide/en.html
    assert!((1.0 - steady_state(1.0 / 1_000.0, 10.0).unavailability - 0.9901).abs() <= 5e-5);
    // hf-mtbf-10000: a textbook question, https://huggingface.co/Qwen/Qwen2-Math-RM-72B
    assert!((1.0 - steady_state(1.0 / 10_000.0, 20.0).unavailability - 0.998).abs() <= 5e-5);
    // oggerino-router: Oggerino, High Availability Network Fundamentals: 1.51 minutes in a year of 365 days.
    assert!((steady_state(1.0 / 175_000.0, 0.5).unavailability * 525_600.0 - 1.51).abs() <= 0.02);
}

#[test]
fn scram_two_of_three_by_its_cut_sets() {
    // scram-2of3-rare: github:rakhimov/scram @b85b789 tests/bench_core_tests.cc, tests/input/core/atleast.xml
    let mut d = diagram();
    let e = events(&mut d, 3);
    let group = d.at_least(2, &e).unwrap();
    let program = Program::compile(&d, &[group]);
    let found = minimal_cut_sets(&program, 0, &[0.1, 0.2, 0.3], &[], CutSetLimits::default());
    let rare_event_bound = numeric::sum(found.sets.iter().map(|set| set.probability));
    assert!((rare_event_bound - 0.11).abs() <= 1e-12);
}

#[test]
fn scram_two_trains_of_a_valve_and_a_pump() {
    // scram-two-train: github:rakhimov/scram tests/bench_two_train_tests.cc, input/TwoTrain/two_train.xml
    let mut d = diagram();
    let e = events(&mut d, 4);
    let trains = [d.or(e[0], e[1]).unwrap(), d.or(e[2], e[3]).unwrap()];
    let both = d.all_of(&trains).unwrap();
    assert!((probability(&d, both, &[0.5, 0.7, 0.5, 0.7]) - 0.7225).abs() <= 1e-12);
}

#[test]
fn scram_three_trains_with_common_cause() {
    // scram-beta, scram-alpha: github:rakhimov/scram @b85b789 tests/bench_core_tests.cc,
    // tests/input/core/beta_factor_ccf.xml and alpha_factor_ccf.xml. Three trains, each valve or pump; all needed
    // to fail; each kind is a group of three with Q = 0.1 and an event for every subset of it.
    // beta = 0.2: Q_1 = (1 - beta) Q, Q_2 = 0, Q_3 = beta Q.
    // alpha = 0.7, 0.2, 0.1: Q_k = k / C(2, k - 1) alpha_k / (sum of j alpha_j) Q.
    let beta = [0.08, 0.0, 0.02];
    let alpha = [0.7 / 1.4 * 0.1, 0.2 / 1.4 * 0.1, 3.0 * 0.1 / 1.4 * 0.1];
    for (by_size, expected) in [(beta, 0.04308), (alpha, 0.05298)] {
        let mut d = diagram();
        let e = events(&mut d, 14);
        let subsets = [1usize, 2, 4, 3, 5, 6, 7];
        let p: Vec<f64> =
            subsets.iter().cycle().take(14).map(|set| by_size[set.count_ones() as usize - 1]).collect();
        let trains: Vec<Node> = (0..3)
            .map(|member| {
                let touching: Vec<Node> =
                    (0..14).filter(|i| subsets[i % 7] >> member & 1 == 1).map(|i| e[i]).collect();
                d.any_of(&touching).unwrap()
            })
            .collect();
        let all = d.all_of(&trains).unwrap();
        let found = probability(&d, all, &p);
        assert!((found - expected).abs() <= 1e-5, "found {found}, expected {expected}");
    }
}
