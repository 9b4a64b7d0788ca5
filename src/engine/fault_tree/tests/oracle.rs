//! Larger trees at random, against decision diagrams by other hands.

use biodivine_lib_bdd::{Bdd, BddVariableSet};
use proptest::prelude::*;

use super::random_trees::{Shape, tree};
use crate::engine::fault_tree::{Arg, FaultTree, Limits, Op, Scratch, Source, bounds, compile};

/// The functions of all gates, bottom up and without any preparation.
fn functions(tree: &FaultTree) -> Vec<Bdd> {
    let set = BddVariableSet::new_anonymous(tree.events as u16);
    let events = set.variables();
    let mut gates: Vec<Bdd> = Vec::new();
    let value = |gates: &[Bdd], arg: &Arg| {
        let found = match arg.of {
            Source::Constant(true) => set.mk_true(),
            Source::Constant(false) => set.mk_false(),
            Source::Event(event) => set.mk_var(events[event as usize]),
            Source::Gate(gate) => gates[gate as usize].clone(),
        };
        if arg.negated { found.not() } else { found }
    };
    for gate in &tree.gates {
        let args: Vec<Bdd> = gate.args.iter().map(|arg| value(&gates, arg)).collect();
        // counts[k]: exactly k of the arguments so far.
        let mut counts = vec![set.mk_true()];
        for arg in &args {
            let mut next = vec![set.mk_false(); counts.len() + 1];
            for (k, count) in counts.iter().enumerate() {
                next[k] = next[k].or(&count.and_not(arg));
                next[k + 1] = next[k + 1].or(&count.and(arg));
            }
            counts = next;
        }
        let any = |from: u32, to: u32| {
            let chosen = counts.iter().enumerate().filter(|(k, _)| (from..=to).contains(&(*k as u32)));
            chosen.fold(set.mk_false(), |any, (_, count)| any.or(count))
        };
        let all = args.len() as u32;
        gates.push(match gate.op {
            Op::And => any(all, all),
            Op::Or => any(1, all),
            Op::Not | Op::Nor => any(0, 0),
            Op::Nand => any(0, all - 1),
            Op::Atleast(least) => any(least, all),
            Op::Cardinality(least, most) => any(least, most),
            Op::Xor => args.iter().fold(set.mk_false(), |odd, arg| odd.xor(arg)),
            Op::Imply => args[0].imp(&args[1]),
            Op::Iff => args[0].iff(&args[1]),
        });
    }
    tree.tops.iter().map(|top| value(&gates, top)).collect()
}

/// P by the definition of a decision diagram, over the other library's nodes.
fn probability(function: &Bdd, p: &[f64]) -> f64 {
    if function.is_false() {
        return 0.0;
    }
    let mut value: Vec<f64> = Vec::new();
    for pointer in function.pointers() {
        value.push(match pointer {
            _ if pointer.is_zero() => 0.0,
            _ if pointer.is_one() => 1.0,
            _ => {
                let p = p[function.var_of(pointer).to_index()];
                let side = |child: biodivine_lib_bdd::BddPointer| value[child.to_index()];
                p * side(function.high_link_of(pointer)) + (1.0 - p) * side(function.low_link_of(pointer))
            }
        });
    }
    value.last().copied().unwrap_or(0.0)
}

fn check(tree: &FaultTree, p: &[f64]) -> Result<(), TestCaseError> {
    let compiled = compile(tree, Limits::default()).expect("small enough");
    let found = compiled.probabilities(p, &mut Scratch::default());
    for (function, found) in functions(tree).iter().zip(&found) {
        let wanted = probability(function, p);
        prop_assert!((found - wanted).abs() <= 1e-12 * wanted.max(1e-3), "{found} for {wanted}");
    }
    let tight = bounds(tree, p, Limits { nodes: 300, ..Limits::default() }).expect("sound");
    for ((low, high), found) in tight.iter().zip(&found) {
        prop_assert!(low - 1e-13 <= *found && *found <= high + 1e-13, "{low} <= {found} <= {high}");
    }
    Ok(())
}

fn case(shape: Shape) -> impl Strategy<Value = (FaultTree, Vec<f64>)> {
    let p = prop_oneof![0.0..1.0f64, 1e-7..1e-3f64];
    (tree(shape), proptest::collection::vec(p, shape.events))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]
    #[test]
    fn another_library_has_the_same_probabilities(
        (tree, p) in case(Shape { events: 40, gates: 60, coherent: false }),
    ) {
        check(&tree, &p)?;
    }

    #[test]
    fn and_for_coherent_trees((tree, p) in case(Shape { events: 60, gates: 90, coherent: true })) {
        check(&tree, &p)?;
    }
}
