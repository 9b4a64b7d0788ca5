//! Importance measures: published rows, and Fussell-Vesely against the list of all cut sets.

use proptest::prelude::*;

use super::super::{CutSetLimits, CutSetUnions, Division, Importance, minimal_cut_sets};
use super::brute_force::{EVENTS, in_order, probabilities, structure};
use super::*;

/// Columns: event; probability; birnbaum, criticality, diagnostic, achievement and reduction worth; source.
const TABLE: &str = include_str!("../../../tests/golden/importance.csv");

fn parsed(row: &str) -> Vec<f64> {
    row.split(';').skip(1).take(6).map(|column| column.parse().unwrap()).collect()
}

#[test]
fn two_trains_have_the_published_importances() {
    let rows: Vec<Vec<f64>> = TABLE.lines().skip(1).map(parsed).collect();
    let mut d = diagram();
    let e = events(&mut d, 4);
    let trains = [d.or(e[0], e[2]).unwrap(), d.or(e[1], e[3]).unwrap()];
    let both = d.all_of(&trains).unwrap();
    let p: Vec<f64> = rows.iter().map(|row| row[0]).collect();
    let program = Program::compile(&d, &[both]);
    let found = program.evaluate(&p, &[1.0], &mut Scratch::default());
    for (event, row) in rows.iter().enumerate() {
        let given = |certainty: f64| {
            let mut p = p.clone();
            p[event] = certainty;
            probability(&d, both, &p)
        };
        let by_derivative = Importance::new(p[event], found.derivatives[event], found.total).unwrap();
        let by_totals = Importance::conditional(p[event], given(1.0), given(0.0), found.total).unwrap();
        for i in [by_derivative, by_totals] {
            let measures = [i.birnbaum, i.criticality, i.diagnostic, i.achievement_worth, i.reduction_worth];
            for (found, expected) in measures.into_iter().zip(&row[1..]) {
                // Published with four digits, and checked there to 1e-3.
                assert!((found - expected).abs() <= 1e-3, "{event}: {found}, expected {expected}");
            }
        }
    }
    // By hand: the sets with the first pump are {it, second pump} and {it, second valve}: 0.6 * 0.85.
    let mut unions = CutSetUnions::of(&program, &[0]).unwrap();
    let each = unions.of_each(&[0, 1, 2, 3].map(Var::new), &p).unwrap();
    for (found, expected) in each.iter().zip([0.6 * 0.85, 0.7 * 0.76, 0.4 * 0.85, 0.5 * 0.76]) {
        assert_close(found[0], expected, 1e-14);
    }
}

/// The probability that some minimal cut set which meets the group is active, from the list of all of them.
fn by_list(program: &Program, p: &[f64], group: &[usize]) -> f64 {
    let all = CutSetLimits { order: EVENTS, cutoff: 0.0, sets: 1_000_000, steps: 10_000_000 };
    let sets: Vec<u32> = minimal_cut_sets(program, 0, p, &[], all)
        .sets
        .iter()
        .filter(|set| set.events.iter().any(|var| group.contains(&var.index())))
        .map(|set| set.events.iter().fold(0, |mask, var| mask | 1 << var.index()))
        .collect();
    let state = |state: &u32| sets.iter().any(|set| state & set == *set);
    let chance = |state: u32| -> f64 {
        p.iter().enumerate().map(|(e, p)| if state >> e & 1 == 1 { *p } else { 1.0 - p }).product()
    };
    (0..1u32 << EVENTS).filter(state).map(chance).sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn the_union_of_cut_sets_is_what_the_list_of_them_gives(
        s in structure(), p in probabilities(), group in prop::collection::vec(0..EVENTS, 1..5),
    ) {
        let p: Vec<f64> = p.iter().map(|p| p.clamp(1e-6, 1.0 - 1e-6)).collect();
        let mut d = diagram();
        let root = s.build(&mut d, &in_order());
        let program = Program::compile(&d, &[root]);
        let mut unions = CutSetUnions::of(&program, &[0]).unwrap();
        let vars: Vec<Var> = (0..program.events() as u32).map(Var::new).collect();
        let each = unions.of_each(&vars, &p).unwrap();
        let evaluation = program.evaluate(&p, &[1.0], &mut Scratch::default());
        for (event, found) in each.iter().enumerate() {
            let expected = by_list(&program, &p, &[event]);
            prop_assert!((found[0] - expected).abs() <= 1e-12, "{event}: {} {expected}", found[0]);
            // Between criticality and diagnostic importance.
            let Some(i) = Importance::new(p[event], evaluation.derivatives[event], evaluation.total) else { continue };
            let share = found[0] / evaluation.total;
            prop_assert!(i.criticality - 1e-12 <= share && share <= i.diagnostic + 1e-12);
        }
        let division: Vec<Division> = (0..EVENTS)
            .map(|e| if group.contains(&e) { Division { inside: p[e], outside: 0.0 } } else { Division { inside: 0.0, outside: p[e] } })
            .collect();
        let found = unions.of_group(&division).unwrap()[0];
        let expected = by_list(&program, &p, &group);
        prop_assert!((found - expected).abs() <= 1e-12, "{found} {expected}");
    }

    #[test]
    fn two_events_at_one_place_divide_as_if_they_stood_apart(p in probabilities(), k in 1usize..4) {
        // Three places in a k-of-3; the first holds two events, one of them in the group.
        let p: Vec<f64> = p.iter().map(|p| p.clamp(1e-6, 1.0 - 1e-6)).collect();
        let mut d = diagram();
        let e = events(&mut d, 4);
        let together = d.at_least(k, &e[..3]).unwrap();
        let first = d.or(e[0], e[3]).unwrap();
        let apart = d.at_least(k, &[first, e[1], e[2]]).unwrap();
        let one = Program::compile(&d, &[together]);
        let division = [
            Division { inside: p[0], outside: p[3] },
            Division { inside: 0.0, outside: p[1] },
            Division { inside: p[2], outside: 0.0 },
        ];
        let found = CutSetUnions::of(&one, &[0]).unwrap().of_group(&division).unwrap()[0];
        let two = Program::compile(&d, &[apart]);
        let mut padded = p.clone();
        padded.truncate(EVENTS);
        let expected = by_list(&two, &padded, &[0, 2]);
        prop_assert!((found - expected).abs() <= 1e-12, "{found} {expected}");
    }
}
