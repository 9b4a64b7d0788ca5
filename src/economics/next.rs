//! The next best step: what a single lever saves in bad minutes, and what it costs, from the plan as it is.

use super::cost::running_cost;
use super::levers::{Space, Structural, Topology};
use super::search::Setting;
use super::takes::differences;
use crate::analysis::{Compiled, Sweep};
use crate::model::{Edit, Plan};
use crate::quantity::{Unavailability, order};

/// A step by one lever that makes users better off.
#[derive(Clone, Debug, PartialEq)]
pub struct NextStep {
    /// The edits that take it.
    pub edits: Vec<Edit>,
    /// What it means in words.
    pub takes: Vec<String>,
    /// U afterwards.
    pub unavailability: Unavailability,
    /// What the plan costs a month afterwards.
    pub cost_per_month: f64,
    /// Bad minutes a year that it saves.
    pub saves_per_year: f64,
    /// What it costs a month more; negative when it saves money too.
    pub costs_more: f64,
}

impl NextStep {
    /// Bad minutes a year saved for each unit of the currency a month; infinite for what costs nothing.
    pub fn saved_per_unit(&self) -> f64 {
        if self.costs_more > 0.0 { self.saves_per_year / self.costs_more } else { f64::INFINITY }
    }
}

/// Every step by one lever that makes users better off, the largest saving for the money first; steps that cost
/// nothing come before all others, the largest saving first.
///
/// # Formula
/// saving for the money = (U here - U there) x minutes of a year / (cost there - cost here)
pub fn next_steps(plan: &Plan, space: &Space) -> Vec<NextStep> {
    let Some(here) = Compiled::of(plan).and_then(|compiled| compiled.service_unavailability(plan)) else {
        return Vec::new();
    };
    let cost = running_cost(plan).per_month;
    let mut steps: Vec<NextStep> = Vec::new();
    let mut offer = |edits: Vec<Edit>, to: &Plan, u: Unavailability, monthly: f64| {
        let cost_per_month = running_cost(to).per_month + monthly;
        let saves_per_year = here.bad_minutes_per_year() - u.bad_minutes_per_year();
        if saves_per_year > 0.0 && space.affords(cost_per_month) {
            let (takes, costs_more) = (differences(plan, to), cost_per_month - cost);
            let unavailability = u;
            steps.push(NextStep { edits, takes, unavailability, cost_per_month, saves_per_year, costs_more });
        }
    };
    let own: Vec<u8> = space.practices.iter().map(|(practice, _)| plan.level(*practice)).collect();
    // One practice at a higher level: all of them in the plan's own structure.
    let free: Vec<_> =
        space.practices.iter().filter(|p| !super::levers::is_structural(p.0)).cloned().collect();
    let mut levels = free.clone();
    levels.iter_mut().for_each(|(practice, levels)| {
        if !levels.contains(&plan.level(*practice)) {
            levels.push(plan.level(*practice));
            order::sort(levels);
        }
    });
    if let Some(mut sweep) = Sweep::of(plan, &levels, &mut Vec::new()) {
        let place =
            |index: usize, level: u8| levels[index].1.iter().position(|l| *l == level).unwrap_or(0) as u8;
        let at: Vec<u8> = (0..levels.len()).map(|i| place(i, plan.level(levels[i].0))).collect();
        for (index, (practice, allowed)) in free.iter().enumerate() {
            for level in allowed.iter().filter(|level| **level > plan.level(*practice)) {
                let edit = Edit::SetPractice(*practice, *level);
                let Ok(to) = plan.apply(&edit) else { continue };
                let mut setting = at.clone();
                setting[index] = place(index, *level);
                let u = Unavailability::clamped(sweep.unavailability(&setting));
                offer(vec![edit], &to, u, 0.0);
            }
        }
    }
    let mut whole = |edits: Vec<Edit>, monthly: f64| {
        let Ok(to) = plan.apply(&Edit::Batch(edits.clone())) else { return };
        if let Some(u) = Compiled::of(&to).and_then(|compiled| compiled.service_unavailability(&to)) {
            offer(edits, &to, u, monthly);
        }
    };
    for (practice, allowed) in space.practices.iter().filter(|p| super::levers::is_structural(p.0)) {
        for level in allowed.iter().filter(|level| **level > plan.level(*practice)) {
            whole(vec![Edit::SetPractice(*practice, *level)], 0.0);
        }
    }
    // One structural lever: what the space has with the plan's own practices.
    for (index, structure) in space.structures.iter().enumerate().filter(|(_, s)| is_one_lever(s)) {
        let setting = Setting { structure: index, levels: own.clone() };
        if let Some((edits, _)) = space.apply(plan, &setting).filter(|(edits, _)| !edits.is_empty()) {
            whole(edits, structure.monthly);
        }
    }
    // One more replica, one component at a time.
    if plan.economy.levers.spare.is_some() {
        for component in plan.components.iter().filter(|c| super::levers::can_have_spares(c)) {
            whole(vec![Edit::SetReplicas(component.id, component.replicas + 1)], 0.0);
        }
    }
    let mut known: Vec<Vec<Edit>> = Vec::new();
    steps.retain(|step| {
        let new = !known.contains(&step.edits);
        known.push(step.edits.clone());
        new
    });
    let rank = |step: &NextStep| match step.costs_more > 0.0 {
        true => (1, -step.saved_per_unit()),
        false => (0, -step.saves_per_year),
    };
    order::sort_by(&mut steps, |a, b| rank(a).partial_cmp(&rank(b)).unwrap_or(core::cmp::Ordering::Equal));
    steps
}

fn is_one_lever(structure: &Structural) -> bool {
    let Topology { regions, zones, spare } = structure.topology;
    let counts = [regions, zones, spare].iter().filter(|lever| lever.is_some()).count();
    // Redundancy and routing of all components together are one lever as well.
    let others = usize::from(counts == 0 && !structure.edits.is_empty() && structure.own.len() <= 1);
    counts + others == 1 && (counts == 0 || structure.own.is_empty())
}
