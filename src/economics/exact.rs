//! The search against plain enumeration: on random small spaces both give the same frontier.

use core::ops::ControlFlow;

use super::front::ticks;
use super::*;
use crate::analysis::analyse;
use crate::model::templates::templates;
use crate::model::{Choice, Edit, Levers, OwnLever, Place, Plan, Practice};
use crate::quantity::{Money, Quantity};

fn on(_: Progress) -> Flow {
    ControlFlow::Continue(())
}

/// A small generator of whole numbers, the same on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % n as u64) as usize
    }
}

/// Every design of a space as a plan of its own: cost in ticks, and U to the bit. The non-dominated ones.
fn enumerated(plan: &Plan, space: &Space) -> Vec<(i64, u64)> {
    let mut found: Vec<(i64, f64)> = Vec::new();
    for (index, structure) in space.structures.iter().enumerate() {
        let mut settings: Vec<Vec<u8>> = vec![Vec::new()];
        for (_, levels) in &space.practices {
            let with =
                |s: &Vec<u8>| levels.iter().map(|l| [s.as_slice(), &[*l]].concat()).collect::<Vec<_>>();
            settings = settings.iter().flat_map(with).collect();
        }
        for levels in settings {
            let (_, to) = space.apply(plan, &Setting { structure: index, levels }).unwrap();
            let cost = running_cost(&to).per_month + structure.monthly;
            let Some(service) = analyse(&to).service else { continue };
            if space.affords(cost) {
                found.push((ticks(cost), service.unavailability.get()));
            }
        }
    }
    let beaten = |a: &(i64, f64)| found.iter().any(|b| b.0 <= a.0 && b.1 <= a.1 && (b.0 < a.0 || b.1 < a.1));
    let mut front: Vec<(i64, u64)> =
        found.iter().filter(|a| !beaten(a)).map(|(cost, u)| (*cost, u.to_bits())).collect();
    front.dedup();
    crate::quantity::order::sort(&mut front);
    front.dedup();
    front
}

/// A plan with some of its numbers changed, and a space of at most some hundred designs.
fn random(dice: &mut Dice) -> (Plan, Space) {
    let template = &templates()[dice.below(templates().len())];
    let mut plan = (template.build)();
    let journeys: Vec<_> = plan.journeys.iter().map(|j| j.id).collect();
    for journey in journeys.iter().skip(1 + dice.below(2)) {
        plan = plan.apply(&Edit::Remove(Place::Journey(*journey))).unwrap();
    }
    if dice.below(2) == 0 {
        plan = plan.apply(&Edit::ScaleRegions(1 + dice.below(2) as u32)).unwrap();
    }
    for mode in &mut plan.modes {
        let factor = [0.2, 1.0, 3.0][dice.below(3)];
        mode.rate = crate::quantity::Estimate::assumed(crate::quantity::Rate::clamped(
            mode.rate.likely().get() * factor,
        ));
    }
    let mut levers = Levers {
        regions: [None, Some((1, 2))][dice.below(2)],
        zones: [None, Some((1, 2))][dice.below(2)],
        spare: [None, Some((0, 1))][dice.below(2)],
        redundancy: dice.below(6) == 0,
        routing: dice.below(6) == 0,
        ..Levers::default()
    };
    if let Some(component) = plan.components.first().filter(|_| dice.below(4) == 0) {
        let edits = vec![Edit::SetReplicas(component.id, component.replicas + 1)];
        levers.own.push(OwnLever { name: "one more".into(), edits, monthly: Money::clamped(50.0) });
    }
    let mut free = 0;
    for practice in Practice::ALL {
        let own = plan.level(*practice);
        let take = dice.below(5) == 0 && free < 4;
        free += usize::from(take);
        let range = if take { (0, practice.highest().min(2)) } else { (own, own) };
        levers.practices.insert(*practice, range);
    }
    plan.economy.levers = levers;
    let space = Space::of(&plan).unwrap();
    (plan, space)
}

#[test]
fn on_two_hundred_random_spaces_the_frontier_is_that_of_plain_enumeration() {
    let mut dice = Dice(3);
    let (mut spaces, mut designs, mut points) = (0, 0, 0);
    while spaces < 200 {
        let (mut plan, mut space) = random(&mut dice);
        if space.size() > 260 || space.size() < 4 {
            continue;
        }
        if dice.below(4) == 0 {
            let here = running_cost(&plan).per_month;
            plan.economy.levers.budget = Some(Money::clamped(here * 1.2));
            space = Space::of(&plan).unwrap();
        }
        let expected = enumerated(&plan, &space);
        let found = match ladder_within(&plan, &space, Effort::default(), &mut on) {
            Ok(found) => found,
            Err(LadderError::Budget { .. }) => {
                assert!(expected.is_empty());
                continue;
            }
            Err(error) => panic!("{error}"),
        };
        let front: Vec<(i64, u64)> = found
            .frontier
            .iter()
            .map(|point| (ticks(point.cost_per_month), point.unavailability.get().to_bits()))
            .collect();
        assert_eq!(front, expected, "{} {:?}", plan.name, plan.economy.levers);
        assert!(found.is_proven(), "{}", plan.name);
        spaces += 1;
        designs += space.size();
        points += front.len();
    }
    println!("{spaces} spaces, {designs} designs, {points} points on their frontiers");
    assert!(points > 1000, "{points}");
}

/// Where incidents wait for people, bounds are estimates: nothing is proven, and said so.
#[test]
fn where_nothing_is_proven_the_frontier_is_near_that_of_plain_enumeration_and_says_so() {
    let mut dice = Dice(5);
    let (mut spaces, mut worst) = (0, 0.0);
    while spaces < 40 {
        let (mut plan, space) = random(&mut dice);
        if space.size() > 200 || space.size() < 4 {
            continue;
        }
        plan.responders = Some(1 + dice.below(3) as u32);
        let expected = enumerated(&plan, &space);
        let found = ladder_within(&plan, &space, Effort::default(), &mut on).unwrap();
        assert!(!found.is_proven() && !expected.is_empty());
        for (cost, u) in expected {
            let least = f64::from_bits(u);
            // What is found for the same money, over the least U that money can buy.
            let for_the_money = found.frontier.iter().filter(|point| ticks(point.cost_per_month) <= cost);
            let u = for_the_money.map(|point| point.unavailability.get()).fold(1.0, f64::min);
            worst = f64::max(worst, u / least - 1.0);
        }
        spaces += 1;
    }
    println!("at most {:.2} % more U than is to be had for the money", 100.0 * worst);
    assert!(worst < 0.05, "{worst}");
}

#[test]
fn another_lever_never_makes_the_ladder_dearer_and_a_constraint_never_cheaper() {
    let mut dice = Dice(4);
    let mut compared = 0;
    while compared < 40 {
        let (plan, space) = random(&mut dice);
        if space.size() > 2000 || space.structures.len() < 2 {
            continue;
        }
        let mut less = space.clone();
        less.structures.truncate(1 + dice.below(less.structures.len() - 1));
        let all = ladder_within(&plan, &space, Effort::default(), &mut on).unwrap();
        let some = ladder_within(&plan, &less, Effort::default(), &mut on).unwrap();
        assert!(all.steps.len() >= some.steps.len());
        for (more, fewer) in all.steps.iter().zip(&some.steps) {
            assert!(ticks(more.design.cost_per_month) <= ticks(fewer.design.cost_per_month));
        }
        compared += 1;
    }
}

#[test]
fn a_search_that_ends_early_says_what_it_may_have_missed() {
    let plan = (templates()[1].build)();
    let space = Space::of(&plan).unwrap();
    let all = ladder_within(&plan, &space, Effort::default(), &mut on).unwrap();
    let early = ladder_within(&plan, &space, Effort(3_000_000), &mut on).unwrap();
    assert!(all.is_proven() && !early.is_proven());
    for (step, known) in early.steps.iter().zip(&all.steps) {
        let (found, least) = (step.design.cost_per_month, known.design.cost_per_month);
        assert!(step.at_least <= least * (1.0 + 1e-12) && least <= found * (1.0 + 1e-12));
    }
    assert!(all.steps.iter().all(|step| step.at_least == step.design.cost_per_month));
}
