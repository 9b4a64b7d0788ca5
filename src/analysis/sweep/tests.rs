//! The sweep against plain analysis, and its bounds against what they bound.

use super::*;
use crate::analysis::analyse;
use crate::model::templates::templates;
use crate::model::{Choice, Edit};

fn levers() -> Vec<(Practice, Vec<u8>)> {
    let free = Practice::ALL.iter().filter(|practice| **practice != Practice::LoadShedding);
    free.map(|practice| (*practice, (0..=practice.highest()).collect())).collect()
}

/// A small generator of whole numbers, the same on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % n as u64) as usize
    }
}

fn plans() -> Vec<Plan> {
    let mut plans = Vec::new();
    for template in templates() {
        let plan = (template.build)();
        for edits in [vec![], vec![Edit::ScaleRegions(2), Edit::ScaleZones(2)], vec![Edit::ScaleRegions(1)]] {
            plans.push(plan.apply(&Edit::Batch(edits)).unwrap());
        }
    }
    plans
}

#[test]
fn a_setting_has_the_bits_of_the_analysed_plan() {
    let mut dice = Dice(1);
    for plan in plans() {
        let levers = levers();
        let mut sweep = Sweep::of(&plan, &levers, &mut Vec::new()).unwrap();
        assert!(sweep.is_proven(), "{}", plan.name);
        for _ in 0..6 {
            let setting: Vec<u8> = levers.iter().map(|(_, levels)| dice.below(levels.len()) as u8).collect();
            let there = tables::with_setting(&plan, &levers, &setting);
            let truth = analyse(&there).service.unwrap().unavailability.get();
            assert_eq!(sweep.unavailability(&setting).to_bits(), truth.to_bits(), "{}", plan.name);
        }
    }
}

#[test]
fn no_setting_lies_below_its_bound() {
    let mut dice = Dice(2);
    for plan in plans() {
        let levers = levers();
        let mut sweep = Sweep::of(&plan, &levers, &mut Vec::new()).unwrap();
        let mut slack = (0.0, 0.0, 0u32);
        for _ in 0..12 {
            let ranges: LevelRanges = levers
                .iter()
                .map(|(_, levels)| {
                    let (a, b) = (dice.below(levels.len()) as u8, dice.below(levels.len()) as u8);
                    (a.min(b), a.max(b))
                })
                .collect();
            let bound = sweep.bound(&ranges);
            assert!(sweep.floor(&ranges) <= bound.floor());
            for _ in 0..8 {
                let setting: Vec<u8> = ranges
                    .iter()
                    .map(|(low, high)| low + dice.below(usize::from(high - low) + 1) as u8)
                    .collect();
                let u = sweep.unavailability(&setting);
                let own = bound.of(&ranges, &setting);
                assert!(bound.floor() <= own && own <= u, "{}: {:e} {own:e} {u:e}", plan.name, bound.floor());
                slack = (slack.0 + 1.0 - own / u, f64::max(slack.1, 1.0 - own / u), slack.2 + 1);
            }
        }
        println!("{}: slack {:.4} mean, {:.4} most", plan.name, slack.0 / f64::from(slack.2), slack.1);
    }
}
