//! Relations between answers that hold whatever the numbers: one test each, under the number it has in the list of 24
//! that planners are commonly held to. Those of plans stand in `analysis/tests/metamorphic.rs`.
//!
//! | Relation | Shown by |
//! |---|---|
//! | 3 availability rises with that of every event | here |
//! | 4 the order of equals means nothing | `laws::the_order_of_events_does_not_change_a_result`, `laws::a_symmetric_group_gives_one_function_however_its_members_are_listed` |
//! | 5 groups of groups are groups | here |
//! | 6 more needed is worse, more members are better | `laws::tolerating_one_more_failure_never_hurts`, and here |
//! | 7 one of n is parallel, n of n is series | `laws::a_symmetric_group_gives_one_function_however_its_members_are_listed` |
//! | 8 the dual structure | here; the complement: `laws::the_dual_fails_where_the_mirror_image_works` |
//! | 9 what is perfect in series or failed in parallel is nothing | here |
//! | 10 between the bounds of paths and cuts | here |
//! | 11 partial sums of inclusion and exclusion alternate | here |
//! | 12 pivotal decomposition | `laws::pivotal_decomposition_holds` |
//! | 13 Birnbaum importance is a difference, and not negative | `brute_force::a_derivative_is_the_difference_between_active_and_inactive`, and here |
//! | 15 another unit of time | here |

use proptest::prelude::*;

use super::super::markov::MachineRepair;
use super::super::renewal::steady_state;
use super::super::standby::StandbyGroup;
use super::super::{CutSetLimits, minimal_cut_sets};
use super::brute_force::{EVENTS, Structure, in_order, probabilities, structure};
use super::*;

/// The dual: fails where, with working and failing exchanged, the other works.
fn dual(structure: &Structure) -> Structure {
    let all = |parts: &[Structure]| parts.iter().map(dual).collect::<Vec<_>>();
    match structure {
        Structure::Event(event) => Structure::Event(*event),
        Structure::Any(parts) => Structure::All(all(parts)),
        Structure::All(parts) => Structure::Any(all(parts)),
        // At least k fail, or none is asked for: its dual works only if that never fails.
        Structure::AtLeast(0, _) => Structure::Any(Vec::new()),
        Structure::AtLeast(k, parts) if *k > parts.len() => Structure::All(Vec::new()),
        Structure::AtLeast(k, parts) => Structure::AtLeast(parts.len() - k + 1, all(parts)),
    }
}

/// All minimal cut sets as their events; `None` where there are too many to be looked at.
fn cuts(d: &Diagram, root: Node, most: usize) -> Option<Vec<Vec<Var>>> {
    let program = Program::compile(d, &[root]);
    let limits = CutSetLimits { order: EVENTS, cutoff: 0.0, sets: most, steps: 100_000 };
    let found = minimal_cut_sets(&program, 0, &[0.5; EVENTS], &[], limits);
    (!found.truncated).then(|| found.sets.into_iter().map(|set| set.events).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 64 } else { 256 }))]

    #[test]
    fn relation_3_availability_rises_with_that_of_every_event(
        s in structure(), p in probabilities(), event in 0..EVENTS, worse in 0.0..1.0f64,
    ) {
        let mut d = diagram();
        let root = s.build(&mut d, &in_order());
        let mut raised = p.clone();
        raised[event] += (1.0 - raised[event]) * worse;
        prop_assert!(probability(&d, root, &raised) >= probability(&d, root, &p) * (1.0 - 1e-14));
    }

    #[test]
    fn relation_5_groups_of_groups_are_groups(parts in prop::collection::vec(structure(), 1..7), at in any::<prop::sample::Index>()) {
        let mut d = diagram();
        let nodes: Vec<Node> = parts.iter().map(|s| s.build(&mut d, &in_order())).collect();
        let (first, second) = nodes.split_at(at.index(nodes.len()));
        let halves = [d.any_of(first).unwrap(), d.any_of(second).unwrap()];
        prop_assert_eq!(d.any_of(&halves).unwrap(), d.any_of(&nodes).unwrap());
        let halves = [d.all_of(first).unwrap(), d.all_of(second).unwrap()];
        prop_assert_eq!(d.all_of(&halves).unwrap(), d.all_of(&nodes).unwrap());
    }

    #[test]
    fn relation_6_more_members_are_better_and_more_needed_is_worse(
        parts in prop::collection::vec(structure(), 2..7), needed in 1usize..6, p in probabilities(),
    ) {
        let mut d = diagram();
        let nodes: Vec<Node> = parts.iter().map(|s| s.build(&mut d, &in_order())).collect();
        let mut u = |members: &[Node], needed: usize| {
            let group = d.at_least((members.len() + 1).saturating_sub(needed), members).unwrap();
            probability(&d, group, &p)
        };
        let fewer = &nodes[..nodes.len() - 1];
        prop_assert!(u(&nodes, needed) <= u(fewer, needed) * (1.0 + 1e-13));
        prop_assert!(u(&nodes, needed) <= u(&nodes, needed + 1) * (1.0 + 1e-13));
    }

    #[test]
    fn relation_8_the_dual_fails_as_often_as_the_other_works(s in structure(), p in probabilities()) {
        let mut d = diagram();
        let (root, mirror) = (s.build(&mut d, &in_order()), dual(&s).build(&mut d, &in_order()));
        let works: Vec<f64> = p.iter().map(|p| 1.0 - p).collect();
        prop_assert!((probability(&d, root, &p) + probability(&d, mirror, &works) - 1.0).abs() < 1e-13);
    }

    #[test]
    fn relation_9_the_perfect_in_series_and_the_failed_in_parallel_are_nothing(s in structure(), p in probabilities()) {
        let mut d = diagram();
        let root = s.build(&mut d, &in_order());
        let one = d.event(Var::new(EVENTS as u32)).unwrap();
        let (series, parallel) = (d.any_of(&[root, one]).unwrap(), d.all_of(&[root, one]).unwrap());
        let with = |value: f64| p.iter().copied().chain([value]).collect::<Vec<f64>>();
        let alone = probability(&d, root, &p);
        prop_assert_eq!(probability(&d, series, &with(0.0)).to_bits(), alone.to_bits());
        prop_assert_eq!(probability(&d, parallel, &with(1.0)).to_bits(), alone.to_bits());
        prop_assert_eq!(d.any_of(&[root, Node::WORKS]).unwrap(), root);
        prop_assert_eq!(d.all_of(&[root, Node::FAILS]).unwrap(), root);
    }

    #[test]
    fn relation_10_availability_lies_between_the_bounds_of_paths_and_cuts(s in structure(), p in probabilities()) {
        // J. D. Esary, F. Proschan, "Coherent structures of non-identical components", Technometrics 5, 1963.
        let mut d = diagram();
        let (root, mirror) = (s.build(&mut d, &in_order()), dual(&s).build(&mut d, &in_order()));
        // Paths of a structure are the cuts of its dual.
        let (Some(cuts), Some(paths)) = (cuts(&d, root, 400), cuts(&d, mirror, 400)) else { return Ok(()) };
        let u = probability(&d, root, &p);
        let fails = |cut: &Vec<Var>| cut.iter().map(|event| p[event.index()]).product::<f64>();
        let works = |path: &Vec<Var>| path.iter().map(|event| 1.0 - p[event.index()]).product::<f64>();
        let most = 1.0 - cuts.iter().map(|cut| 1.0 - fails(cut)).product::<f64>();
        let least = paths.iter().map(|path| 1.0 - works(path)).product::<f64>();
        prop_assert!(least * (1.0 - 1e-12) <= u + 1e-15 && u <= most + 1e-12, "{least} {u} {most}");
    }

    #[test]
    fn relation_11_partial_sums_of_inclusion_and_exclusion_alternate(s in structure(), p in probabilities()) {
        let mut d = diagram();
        let root = s.build(&mut d, &in_order());
        let Some(cuts) = cuts(&d, root, 10) else { return Ok(()) };
        let sets: Vec<u32> = cuts.iter().map(|cut| cut.iter().fold(0, |all, event| all | 1 << event.index())).collect();
        let together = |chosen: u32| {
            let union = (0..sets.len()).filter(|i| chosen >> i & 1 == 1).fold(0, |all, i| all | sets[i]);
            (0..EVENTS).filter(|event| union >> event & 1 == 1).map(|event| p[event]).product::<f64>()
        };
        let u = probability(&d, root, &p);
        let mut sum = 0.0;
        for order in 1..=sets.len() as u32 {
            let term: f64 = (1..1u32 << sets.len()).filter(|c| c.count_ones() == order).map(together).sum();
            let rounding = 1e-10 * (term + u);
            if order % 2 == 1 {
                sum += term;
                prop_assert!(sum >= u - rounding, "after {order}: {sum} below {u}");
            } else {
                sum -= term;
                prop_assert!(sum <= u + rounding, "after {order}: {sum} above {u}");
            }
        }
        if !sets.is_empty() {
            prop_assert!((sum - u).abs() < 1e-9, "{sum} {u}");
        }
    }

    #[test]
    fn relation_13_birnbaum_importance_is_not_negative(s in structure(), p in probabilities()) {
        let mut d = diagram();
        let root = s.build(&mut d, &in_order());
        let found = Program::compile(&d, &[root]).derivatives(&p, &[1.0], &mut Scratch::default());
        prop_assert!(found.iter().all(|birnbaum| *birnbaum >= -1e-15), "{found:?}");
    }

    #[test]
    fn relation_15_another_unit_of_time_changes_nothing(rate in 1e-6..1.0f64, mean in 0.1..100.0f64, units in 1usize..6) {
        // Minutes and hours.
        let (minutes, hours) = (steady_state(rate, mean), steady_state(60.0 * rate, mean / 60.0));
        assert_close(minutes.unavailability, hours.unavailability, 1e-14);
        assert_close(60.0 * minutes.frequency_per_minute, hours.frequency_per_minute, 1e-14);
        let crew = |scale: f64| MachineRepair {
            units, responders: 1, failure_rate: scale * rate, repair_rate: scale / mean,
        };
        assert_close(crew(1.0).unavailability(1).unwrap(), crew(60.0).unavailability(1).unwrap(), 1e-13);
        let group = |scale: f64| StandbyGroup {
            units, needed: 1, dormancy: 0.3, failure_rate: scale * rate, repair_rate: scale / mean,
        };
        assert_close(group(1.0).unavailability().unwrap(), group(60.0).unavailability().unwrap(), 1e-13);
    }
}
