//! What structures and practices cost, apart: the cost of a design is their sum.

use super::cost::{practice_cost, running_cost};
use super::levers::Space;
use crate::model::Plan;

/// What each practice costs at each of its levels, and each structure beyond its plan's cost.
pub(super) struct Prices {
    by_level: Vec<Vec<f64>>,
    own: Vec<f64>,
}

impl Prices {
    /// The plan's own prices belong to its own levels, so prices come from the plan as it is.
    pub(super) fn of(plan: &Plan, space: &Space) -> Self {
        let by_level = space
            .practices
            .iter()
            .map(|(practice, _)| {
                (0..=practice.highest()).map(|l| practice_cost(plan, *practice, l)).collect()
            })
            .collect();
        Self { by_level, own: space.structures.iter().map(|structure| structure.monthly).collect() }
    }

    /// What a practice of the space costs a month at a level.
    pub(super) fn practice(&self, index: usize, level: u8) -> f64 {
        self.by_level[index][usize::from(level)]
    }

    /// What a structure costs a month without the practices of the space; `bare` is the plan there, without them.
    pub(super) fn structure(&self, bare: &Plan, index: usize) -> f64 {
        running_cost(bare).per_month + self.own[index]
    }
}
