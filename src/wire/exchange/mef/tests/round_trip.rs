//! What is written reads back as the same functions of the same numbers.

use proptest::prelude::*;

use super::super::write;
use super::*;
use crate::analysis::fault_tree::{BasicEvent, FaultTreeModel, GateName, TopEvent, journey_tree};
use crate::engine::expression::{Expressions, Operation, Sampler, Term};
use crate::engine::fault_tree::{Arg, FaultTree, Gate, Limits, Op};
use crate::engine::random::Stream;
use crate::model::templates::templates;
use crate::model::{Overload, Plan, Redundancy, Sharing, arbitrary};
use crate::quantity::{Duration, Estimate, Probability, Quantity};

const EVENTS: u32 = 5;

/// The value of a gate in a state, by its definition.
fn value(tree: &FaultTree, arg: Arg, state: u32) -> bool {
    use crate::engine::fault_tree::Source;
    let found = match arg.of {
        Source::Constant(value) => value,
        Source::Event(event) => state >> event & 1 == 1,
        Source::Gate(gate) => {
            let Gate { op, args } = &tree.gates[gate as usize];
            let values: Vec<bool> = args.iter().map(|arg| value(tree, *arg, state)).collect();
            let count = values.iter().filter(|value| **value).count() as u32;
            match op {
                Op::And => count as usize == values.len(),
                Op::Or => count > 0,
                Op::Xor => count % 2 == 1,
                Op::Not => !values[0],
                Op::Nand => (count as usize) < values.len(),
                Op::Nor => count == 0,
                Op::Atleast(least) => count >= *least,
                Op::Cardinality(least, most) => (*least..=*most).contains(&count),
                Op::Imply => !values[0] || values[1],
                Op::Iff => values[0] == values[1],
            }
        }
    };
    found != arg.negated
}

/// Any tree: each gate takes events and gates before it, the last one is the top. Some gates have a name.
fn any_model() -> impl Strategy<Value = FaultTreeModel> {
    let arg = |gates: usize| {
        let of = 0..EVENTS + gates as u32 + 2;
        (of, any::<bool>()).prop_map(|(of, negated)| {
            let arg = match of {
                of if of < EVENTS => Arg::event(of),
                of if of < EVENTS + 2 => Arg::constant(of == EVENTS),
                of => Arg::gate(of - EVENTS - 2),
            };
            if negated { arg.not() } else { arg }
        })
    };
    let gate = move |number: usize| {
        let args = prop::collection::vec(arg(number), 1..5);
        (0..10_u8, args, any::<(u32, u32)>(), any::<bool>()).prop_map(|(op, mut args, (x, y), named)| {
            let count = args.len() as u32;
            let (x, y) = (x % (count + 1), y % (count + 1));
            let op = [
                Op::And,
                Op::Or,
                Op::Xor,
                Op::Not,
                Op::Nand,
                Op::Nor,
                Op::Atleast(x),
                Op::Cardinality(x.min(y), x.max(y)),
                Op::Imply,
                Op::Iff,
            ][op as usize];
            match op {
                Op::Not => args.truncate(1),
                Op::Imply | Op::Iff => {
                    args.truncate(2);
                    if args.len() == 1 {
                        args.push(Arg::event(0));
                    }
                }
                _ => {}
            }
            (Gate { op, args }, named)
        })
    };
    let gates: Vec<_> = (0..7).map(gate).collect();
    gates.prop_map(|gates| {
        let last = gates.len() - 1;
        let mut model = FaultTreeModel::default();
        for (number, (gate, named)) in gates.into_iter().enumerate() {
            model.tree.gates.push(gate);
            let name = (named || number == last).then(|| format!("gate {number}: <&>"));
            model.gates.push(GateName { name, label: None });
        }
        for event in 0..EVENTS {
            let term = model.expressions.constant(0.05 + 0.1 * f64::from(event)).unwrap();
            model.events.push(BasicEvent { name: format!("e.{event}"), label: None, term });
        }
        model.tree.events = EVENTS as usize;
        model.tree.tops.push(Arg::gate(last as u32));
        model.tops.push(TopEvent {
            tree: "1-tree".into(),
            tree_label: Some("a & b".into()),
            name: "top".into(),
        });
        model
    })
}

proptest! {
    #[test]
    fn a_tree_reads_back_as_the_same_function(model in any_model()) {
        let text = write(&model);
        let back = read(&text).map_err(|error| TestCaseError::fail(format!("{error}\n{text}")))?.model;
        let top = back.tree.tops.iter().zip(&back.tops).find(|(_, top)| top.name.starts_with("gate_6")).unwrap().0;
        let number = |event: usize| back.events.iter().position(|e| e.label.as_deref() == Some(&format!("e.{event}"))).unwrap();
        let numbers: Vec<usize> = (0..EVENTS as usize).map(number).collect();
        for state in 0..1_u32 << EVENTS {
            let moved = numbers.iter().enumerate().map(|(event, number)| (state >> event & 1) << number).sum();
            prop_assert_eq!(value(&model.tree, model.tree.tops[0], state), value(&back.tree, *top, moved), "{}", text);
        }
        for (event, number) in numbers.into_iter().enumerate() {
            let (was, is) = (model.events[event].term, back.events[number].term);
            prop_assert_eq!(model.expressions.point(was).to_bits(), back.expressions.point(is).to_bits());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn journeys_of_any_plan_give_the_structures_unavailability(plan in arbitrary::plan()) {
        let analysis = crate::analysis::analyse(&plan);
        for (number, journey) in plan.journeys.iter().enumerate() {
            let Some(answered) = &analysis.journeys[number].answer else { continue };
            let exported = journey_tree(&plan, Some(journey.id.as_str()));
            let exported = exported.map_err(|error| TestCaseError::fail(error.to_string()))?;
            // A journey may have the name that is another's id.
            let Some(top) = exported.tops.iter().position(|top| top.tree == journey.id.to_string()) else { continue };
            let text = write(&exported);
            let mef = read(&text).map_err(|error| TestCaseError::fail(format!("{error}\n{text}")))?;
            let asked = Asked { limits: Limits { nodes: 200_000, ..Limits::default() }, ..Asked::default() };
            let Ok(answer) = solve(&mef.model, top, &asked) else { continue };
            let (found, expected) = (answer.probability, answered.anatomy.structure);
            // Sums and products of some thousand steps, in another order.
            prop_assert!((found - expected).abs() <= 1e-9 * expected, "{found} {expected}\n{text}");
        }
    }
}

#[test]
fn what_is_shared_stays_shared_and_numbers_keep_their_bits() {
    let mut all = Expressions::default();
    let mut enter = |operation, arguments: &[Term]| all.enter(operation, arguments).unwrap();
    let c = |value| Operation::Constant(value);
    let (low, high, weight) = (enter(c(0.0), &[]), enter(c(1.0 / 3.0), &[]), enter(c(1e-9), &[]));
    let drawn = enter(Operation::Histogram, &[low, weight, weight, high, high]);
    let condition = enter(Operation::Lt, &[drawn, high]);
    let switch = enter(Operation::Switch, &[condition, drawn, weight, low, high]);
    let half = enter(Operation::Mul, &[drawn, high]);
    let mut model = FaultTreeModel { expressions: all, ..FaultTreeModel::default() };
    for (name, term) in [("a", drawn), ("b", switch), ("c", half)] {
        model.events.push(BasicEvent { name: name.into(), label: None, term });
    }
    model.tree = FaultTree {
        events: 3,
        gates: vec![Gate { op: Op::Or, args: (0..3).map(Arg::event).collect() }],
        tops: vec![Arg::gate(0)],
    };
    model.gates.push(GateName { name: Some("top".into()), label: Some("Top".into()) });
    model.tops.push(TopEvent { tree: "t".into(), tree_label: None, name: "top".into() });
    let back = read(&write(&model)).unwrap().model;
    assert_eq!(write(&back), write(&read(&write(&back)).unwrap().model));
    let terms: Vec<Term> = back.events.iter().map(|event| event.term).collect();
    let mut sampler = Sampler::new(&back.expressions, &terms);
    for number in 0..50 {
        sampler.draw(&mut Stream::new(1, number));
        let [a, b, c] = [0, 1, 2].map(|event| sampler.value(terms[event]));
        assert_eq!((b, c), (a, a * (1.0 / 3.0)));
    }
    for (was, is) in model.events.iter().zip(&back.events) {
        assert_eq!(model.expressions.point(was.term).to_bits(), back.expressions.point(is.term).to_bits());
    }
}

/// A plan as it is; with standby members and failures that hit any number; with everything that sheds load;
/// with caches and retries on every need.
fn variants(plan: &Plan) -> [Plan; 5] {
    let [mut warm, mut cold, mut sheds, mut patient] = [(); 4].map(|()| plan.clone());
    for (waits, redundancy) in [(&mut warm, Redundancy::WarmStandby), (&mut cold, Redundancy::ColdStandby)] {
        for component in &mut waits.components {
            component.redundancy = redundancy;
            component.replicas = component.needed + 2;
        }
        for (number, mode) in waits.modes.iter_mut().enumerate() {
            let share = |share: f64| Estimate::assumed(Probability::clamped(share));
            mode.beta = share(0.2);
            mode.sharing = match number % 2 {
                0 => Sharing::Greek { gamma: share(0.4), delta: share(0.5) },
                _ => Sharing::Alpha { two: share(0.1), three: share(0.05), four: share(0.02) },
            };
        }
    }
    sheds.components.iter_mut().for_each(|component| component.overload = Overload::Sheds);
    sheds.routing.overload = Overload::Sheds;
    sheds.regions.iter_mut().for_each(|region| region.capacity = region.traffic.clone());
    let needs = patient.components.iter_mut().flat_map(|component| &mut component.dependencies);
    for need in needs.chain(patient.journeys.iter_mut().flat_map(|journey| &mut journey.needs)) {
        need.rides_out = Some(Estimate::assumed(Duration::new(10.0).unwrap()));
        need.retries = 2;
    }
    patient.modes.iter_mut().for_each(|mode| mode.share = Estimate::assumed(Probability::clamped(0.5)));
    [plan.clone(), warm, cold, sheds, patient]
}

#[test]
fn journeys_of_templates_give_the_structures_unavailability_after_the_way_through_a_file() {
    let mut compared = 0;
    for template in templates() {
        for (variant, plan) in variants(&(template.build)()).iter().enumerate() {
            let analysis = crate::analysis::analyse(plan);
            let exported = journey_tree(plan, None).unwrap();
            let mef = read(&write(&exported)).unwrap();
            assert_eq!(mef.model.tops.len(), plan.journeys.len());
            for (top, journey) in analysis.journeys.iter().enumerate() {
                let expected = journey.answer.as_ref().unwrap().anatomy.structure;
                let found = answer(&mef, top).probability;
                assert!(
                    (found / expected - 1.0).abs() < 1e-12,
                    "{} {variant}: {found} {expected}",
                    template.key
                );
                assert_eq!(mef.model.tops[top].tree, journey.id.to_string());
                compared += 1;
            }
        }
    }
    assert!(compared >= 5 * 12, "{compared}");
}
