//! What must hold whatever the tree.

use proptest::prelude::*;

use super::random_trees::{Shape, tree};
use crate::engine::fault_tree::{
    Arg, CutSets, FaultTree, FaultTreeError, Gate, LaneScratch, Limits, Op, Scratch, Source, compile,
};
use crate::engine::lanes::LANES;

const SHAPE: Shape = Shape { events: 12, gates: 30, coherent: false };

fn first(tree: &FaultTree, p: &[f64]) -> f64 {
    compile(tree, Limits::default()).expect("small").probabilities(p, &mut Scratch::default())[0]
}

/// The same tree with every gate and event renamed and every argument list turned around.
fn renamed(tree: &FaultTree) -> FaultTree {
    let (events, gates) = (tree.events as u32, tree.gates.len() as u32);
    let arg = |arg: &Arg| {
        let of = match arg.of {
            Source::Event(event) => Source::Event(events - 1 - event),
            Source::Gate(gate) => Source::Gate(gates - 1 - gate),
            constant @ Source::Constant(_) => constant,
        };
        Arg { of, negated: arg.negated }
    };
    let gate = |gate: &Gate| {
        let mut args: Vec<Arg> = gate.args.iter().map(arg).collect();
        if !matches!(gate.op, Op::Imply) {
            args.reverse();
        }
        Gate { op: gate.op, args }
    };
    FaultTree {
        events: tree.events,
        gates: tree.gates.iter().rev().map(gate).collect(),
        tops: tree.tops.iter().map(arg).collect(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]
    #[test]
    fn names_and_order_do_not_matter((tree, p) in (tree(SHAPE), proptest::collection::vec(0.0..1.0f64, 12))) {
        let turned: Vec<f64> = p.iter().rev().copied().collect();
        let (a, b) = (first(&tree, &p), first(&renamed(&tree), &turned));
        prop_assert!((a - b).abs() <= 1e-13, "{a} and {b}");
    }

    #[test]
    fn a_top_and_its_opposite_make_one((tree, p) in (tree(SHAPE), proptest::collection::vec(0.0..1.0f64, 12))) {
        let opposite = FaultTree { tops: vec![tree.tops[0].not()], ..tree.clone() };
        let sum = first(&tree, &p) + first(&opposite, &p);
        prop_assert!((sum - 1.0).abs() <= 1e-13, "{sum}");
    }

    #[test]
    fn pivoting_on_an_event_changes_nothing(
        (tree, p, event) in (tree(SHAPE), proptest::collection::vec(0.0..1.0f64, 12), 0..12usize),
    ) {
        let given = |value| {
            let mut p = p.clone();
            p[event] = value;
            first(&tree, &p)
        };
        let whole = p[event] * given(1.0) + (1.0 - p[event]) * given(0.0);
        prop_assert!((first(&tree, &p) - whole).abs() <= 1e-13);
        let compiled = compile(&tree, Limits::default()).expect("small");
        let slope = compiled.derivatives(&p, 0, &mut Scratch::default())[event];
        prop_assert!((slope - (given(1.0) - given(0.0))).abs() <= 1e-13);
    }

    #[test]
    fn lanes_agree_with_single_evaluations_to_the_bit(
        (tree, p) in (tree(SHAPE), proptest::collection::vec(proptest::array::uniform8(0.0..1.0f64), 12)),
    ) {
        let compiled = compile(&tree, Limits::default()).expect("small");
        let together = compiled.probabilities_in_lanes(&p, &mut LaneScratch::default());
        for lane in 0..LANES {
            let alone: Vec<f64> = p.iter().map(|p| p[lane]).collect();
            let alone = compiled.probabilities(&alone, &mut Scratch::default());
            for (top, alone) in together.iter().zip(alone) {
                prop_assert_eq!(top[lane].to_bits(), alone.to_bits());
            }
        }
    }

    #[test]
    fn a_coherent_tree_lies_between_its_likeliest_cut_set_and_their_sum(
        (tree, p) in (tree(Shape { coherent: true, ..SHAPE }), proptest::collection::vec(0.0..0.9f64, 12)),
    ) {
        let compiled = compile(&tree, Limits::default()).expect("small");
        let exact = compiled.probabilities(&p, &mut Scratch::default())[0];
        let sets = CutSets::of(&compiled, 0, Limits::default()).expect("small");
        let likeliest = sets.most_probable(&p, 1, 0.0).0.first().map_or(0.0, |set| set.probability);
        let sum = sets.rare_event(&p);
        prop_assert!(likeliest <= exact * (1.0 + 1e-12) && exact <= sum * (1.0 + 1e-12));
        if let Some(bound) = sets.upper_bound(&p) {
            prop_assert!(exact <= bound + 1e-12 && bound <= sum * (1.0 + 1e-12));
        }
    }
}

/// Alternating gates, each over the opposite of the one below: nothing here may use the machine's stack.
#[test]
fn two_hundred_thousand_levels_are_solved_without_recursion() {
    let levels = 200_000u32;
    let gates = (0..levels)
        .map(|level| {
            let below = if level == 0 { Arg::event(0) } else { Arg::gate(level - 1) };
            let op = if level % 2 == 0 { Op::Or } else { Op::And };
            Gate { op, args: vec![below.not(), Arg::event(1 + level % 3)] }
        })
        .collect();
    let tree = FaultTree { events: 4, gates, tops: vec![Arg::gate(levels - 1)] };
    let p = first(&tree, &[0.1, 0.2, 0.3, 0.4]);
    assert!((0.0..=1.0).contains(&p));
}

#[test]
fn a_gate_of_a_hundred_thousand_events_is_no_burden() {
    let events = 100_000;
    let all = (0..events).map(Arg::event).collect();
    let tree = FaultTree {
        events: events as usize,
        gates: vec![Gate { op: Op::Or, args: all }],
        tops: vec![Arg::gate(0)],
    };
    let p = first(&tree, &vec![1e-9; events as usize]);
    // 1 - (1 - 1e-9)^100000
    let wanted = -libm::expm1(1e5 * libm::log1p(-1e-9));
    assert!((p / wanted - 1.0).abs() < 1e-11, "{p} for {wanted}");
}

#[test]
fn what_is_wrong_is_said() {
    let of = |gates: Vec<Gate>| FaultTree { events: 2, gates, tops: vec![Arg::gate(0)] };
    let gate = |op, args: &[Arg]| Gate { op, args: args.to_vec() };
    let wrong = |gates| compile(&of(gates), Limits::default()).expect_err("wrong");
    assert_eq!(
        wrong(vec![gate(Op::And, &[Arg::gate(1)]), gate(Op::Or, &[Arg::gate(0)])]),
        FaultTreeError::Cycle { gate: 0 }
    );
    // A cycle that no top needs is a cycle.
    let apart = vec![gate(Op::And, &[Arg::event(0)]), gate(Op::Or, &[Arg::gate(1)])];
    assert_eq!(wrong(apart), FaultTreeError::Cycle { gate: 1 });
    assert_eq!(
        wrong(vec![gate(Op::Atleast(3), &[Arg::event(0), Arg::event(1)])]),
        FaultTreeError::Count { gate: 0, asked: 3, found: 2 }
    );
    assert_eq!(
        wrong(vec![gate(Op::Cardinality(2, 1), &[Arg::event(0), Arg::event(1)])]),
        FaultTreeError::EmptyRange { gate: 0, least: 2, most: 1 }
    );
    assert_eq!(
        wrong(vec![gate(Op::Not, &[Arg::event(0), Arg::event(1)])]),
        FaultTreeError::Arguments { gate: 0, found: 2, least: 1, most: Some(1) }
    );
    assert_eq!(
        wrong(vec![gate(Op::Or, &[Arg::event(2)])]),
        FaultTreeError::UnknownEvent { gate: Some(0), event: 2, events: 2 }
    );
    assert_eq!(
        wrong(vec![gate(Op::Or, &[Arg::gate(7)])]),
        FaultTreeError::UnknownGate { gate: Some(0), named: 7, gates: 1 }
    );
    let both = gate(Op::And, &[Arg::event(0), Arg::event(1)]);
    let few = compile(&of(vec![both]), Limits { nodes: 1, ..Limits::default() });
    assert_eq!(few.expect_err("too large"), FaultTreeError::TooLarge { limit: 1 });
}
