//! Minimal cut sets against enumeration of all sets, and the meaning of draws.

use proptest::prelude::*;

use super::super::{CutSetLimits, CutSets, minimal_cut_sets};
use super::brute_force::{EVENTS, Structure, in_order, probabilities, structure};
use super::*;
use crate::quantity::order;

const EVERYTHING: CutSetLimits =
    CutSetLimits { order: EVENTS, cutoff: 0.0, sets: 100_000, steps: 10_000_000 };

fn cut_sets(d: &Diagram, root: Node, p: &[f64], draws: &[bool], limits: CutSetLimits) -> CutSets {
    minimal_cut_sets(&Program::compile(d, &[root]), 0, p, draws, limits)
}

/// The sets as bit masks, sorted.
fn masks(found: &CutSets) -> Vec<u32> {
    let mut masks: Vec<u32> =
        found.sets.iter().map(|set| set.events.iter().map(|event| 1 << event.index()).sum()).collect();
    order::sort(&mut masks);
    masks
}

/// All minimal cut sets over all events, by trying every set.
fn by_enumeration(s: &Structure) -> Vec<u32> {
    (0..1u32 << EVENTS)
        .filter(|&set| s.fails(set) && (0..EVENTS).all(|e| set >> e & 1 == 0 || !s.fails(set & !(1 << e))))
        .collect()
}

proptest! {
    #[test]
    fn they_are_the_minimal_sets_among_all(s in structure(), p in probabilities(), order in 0usize..5) {
        let mut d = diagram();
        let root = s.build(&mut d, &in_order());
        let all = by_enumeration(&s);
        let found = cut_sets(&d, root, &p, &[], EVERYTHING);
        prop_assert_eq!(&masks(&found), &all);
        prop_assert!(!found.truncated);
        prop_assert!(found.sets.is_sorted_by(|a, b| a.probability >= b.probability));
        for set in &found.sets {
            assert_close(set.probability, set.events.iter().map(|e| p[e.index()]).product(), 1e-14);
        }
        // A smaller order, a cutoff and a limit keep exactly the sets they should.
        let short = cut_sets(&d, root, &p, &[], CutSetLimits { order, ..EVERYTHING });
        let expected: Vec<u32> = all.iter().copied().filter(|set| set.count_ones() as usize <= order).collect();
        prop_assert_eq!(masks(&short), expected);
        let total = probability(&d, root, &p);
        let likely = cut_sets(&d, root, &p, &[], CutSetLimits { cutoff: 1e-3, ..EVERYTHING });
        let expected = found.sets.iter().filter(|set| set.probability >= 1e-3 * total).count();
        prop_assert_eq!(likely.sets.len(), expected);
        let few = cut_sets(&d, root, &p, &[], CutSetLimits { sets: 3, ..EVERYTHING });
        for (few, all) in few.sets.iter().zip(&found.sets) {
            assert_close(few.probability, all.probability, 1e-14);
        }
        prop_assert_eq!(few.sets.len(), found.sets.len().min(3));
        prop_assert!(few.truncated || found.sets.len() <= 3);
    }

    #[test]
    fn draws_weigh_a_set_and_are_not_named(
        s in structure(),
        p in probabilities(),
        draws in prop::collection::vec(any::<bool>(), EVENTS),
        order in 0usize..4,
    ) {
        let mut d = diagram();
        let root = s.build(&mut d, &in_order());
        let named: u32 = (0..EVENTS).filter(|&e| !draws[e]).map(|e| 1 << e).sum();
        let mut expected: Vec<u32> = by_enumeration(&s).iter().map(|set| set & named).collect();
        order::sort(&mut expected);
        expected.dedup();
        expected.retain(|set| set.count_ones() as usize <= order);
        let found = cut_sets(&d, root, &p, &draws, CutSetLimits { order, ..EVERYTHING });
        prop_assert_eq!(masks(&found), expected);
        for set in &found.sets {
            let exactly: Vec<f64> = (0..EVENTS)
                .map(|e| match draws[e] {
                    true => p[e],
                    false => f64::from(set.events.contains(&Var::new(e as u32))),
                })
                .collect();
            assert_close(set.weight, s.unavailability(&exactly), 1e-12);
            let events: f64 = set.events.iter().map(|e| p[e.index()]).product();
            assert_close(set.probability, events * set.weight, 1e-14);
        }
    }
}

#[test]
fn an_optional_dependency_is_a_set_of_a_tenth_of_its_probability() {
    let mut d = diagram();
    let [web, recommendations, degraded] = events(&mut d, 3)[..] else { unreachable!() };
    let touched = d.and(recommendations, degraded).unwrap();
    let service = d.or(web, touched).unwrap();
    let found = cut_sets(&d, service, &[1e-4, 1e-3, 0.1], &[false, false, true], CutSetLimits::default());
    let told: Vec<_> = found.sets.iter().map(|set| (set.events[0].index(), set.weight)).collect();
    assert_eq!(told, [(0, 1.0), (1, 0.1)]);
    assert!(!found.truncated);
}

#[test]
fn a_cut_short_list_keeps_the_most_probable_and_says_so() {
    let mut d = diagram();
    let e = events(&mut d, 40);
    let group = d.at_least(3, &e).unwrap();
    let p: Vec<f64> = (1..=40).map(|i| f64::from(i) / 1000.0).collect();
    let found = cut_sets(&d, group, &p, &[], CutSetLimits { sets: 2, ..CutSetLimits::default() });
    let told: Vec<Vec<usize>> =
        found.sets.iter().map(|set| set.events.iter().map(|e| e.index()).collect()).collect();
    assert_eq!(told, [vec![37, 38, 39], vec![36, 38, 39]]);
    assert!(found.truncated);
    let hurried = cut_sets(&d, group, &p, &[], CutSetLimits { steps: 10, ..CutSetLimits::default() });
    assert!(hurried.truncated);
}

#[test]
fn constants_have_the_sets_they_should() {
    let d = diagram();
    assert_eq!(cut_sets(&d, Node::WORKS, &[], &[], EVERYTHING).sets, []);
    let always = cut_sets(&d, Node::FAILS, &[], &[], EVERYTHING);
    assert_eq!((always.sets.len(), always.sets[0].probability), (1, 1.0));
    assert!(always.sets[0].events.is_empty());
}
