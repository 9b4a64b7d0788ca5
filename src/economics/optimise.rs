//! The cheapest way to an objective; and where there is none, which constraint stands in the way.

use super::ladder::{Flow, Ladder, LadderError, Progress, Step, ladder_within};
use super::levers::Space;
use super::search::Effort;
use crate::model::{Levers, Plan};
use crate::quantity::{Money, Quantity, Unavailability};

/// The answer to "how do we get there?".
#[derive(Clone, Debug, PartialEq)]
pub struct Optimum {
    /// The cheapest design that keeps to everything; `None` when there is none.
    pub met: Option<Step>,
    /// What stands in the way, each with the nearest design that would do without it.
    pub obstacles: Vec<Obstacle>,
    /// The best design that keeps to all constraints, where the objective is not met.
    pub nearest: Option<Step>,
    /// The frontier within the levers, the budget left aside.
    pub ladder: Ladder,
}

/// A constraint without which the objective can be met.
#[derive(Clone, Debug, PartialEq)]
pub struct Obstacle {
    /// Which one.
    pub constraint: Constraint,
    /// The cheapest design that meets the objective without it.
    pub without: Step,
}

/// What a person has asked a design to keep to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Constraint {
    /// The budget.
    Budget,
    /// How many regions, zones and spare replicas there may be.
    Counts,
    /// The regions that designs stay in.
    StayIn,
    /// No new hires.
    Hires,
    /// Practices that are pinned or bounded.
    Practices,
}

impl Constraint {
    /// Those that a search can set aside.
    const LEVERS: [Self; 4] = [Self::StayIn, Self::Hires, Self::Practices, Self::Counts];

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Budget => "the budget",
            Self::Counts => "the bounds of regions, zones and spare replicas",
            Self::StayIn => "the regions that data stays in",
            Self::Hires => "no new hires",
            Self::Practices => "the bounds of practices",
        }
    }

    /// The levers without this constraint; `None` where it does not bind anything.
    fn lifted(self, levers: &Levers) -> Option<Levers> {
        let usual = Levers::default();
        let mut lifted = levers.clone();
        match self {
            Self::Budget => lifted.budget = None,
            Self::Counts => {
                (lifted.regions, lifted.zones, lifted.spare) = (usual.regions, usual.zones, usual.spare);
            }
            Self::StayIn => lifted.stay_in = Vec::new(),
            Self::Hires => lifted.no_new_hires = false,
            Self::Practices => lifted.practices.clear(),
        }
        (lifted != *levers).then_some(lifted)
    }
}

/// The cheapest design with at most this U that keeps to the plan's levers and to a budget.
pub fn optimise(
    plan: &Plan,
    limit: Unavailability,
    budget: Option<Money>,
    progress: &mut dyn FnMut(Progress) -> Flow,
) -> Result<Optimum, LadderError> {
    let budget = budget.or(plan.economy.levers.budget);
    let mut free = plan.clone();
    free.economy.levers.budget = None;
    let space = Space::of(&free)?;
    let ladder = ladder_within(&free, &space, Effort::default(), progress)?;
    let affords =
        |step: &Step| budget.is_none_or(|most| step.design.cost_per_month <= most.get() * (1.0 + 1e-9));
    let cheapest = ladder.cheapest_at(&free, &space, limit);
    if let Some(step) = cheapest.clone().filter(affords) {
        return Ok(Optimum { met: Some(step), obstacles: Vec::new(), nearest: None, ladder });
    }
    let within = |cost: f64| budget.is_none_or(|most| cost <= most.get() * (1.0 + 1e-9));
    let best = ladder.frontier.iter().rev().find(|point| within(point.cost_per_month));
    let nearest = best.and_then(|point| ladder.cheapest_at(&free, &space, point.unavailability));
    let mut obstacles = Vec::new();
    if let Some(without) = cheapest {
        obstacles.push(Obstacle { constraint: Constraint::Budget, without });
    } else {
        for constraint in Constraint::LEVERS {
            let Some(lifted) = constraint.lifted(&free.economy.levers) else { continue };
            let mut other = free.clone();
            other.economy.levers = lifted;
            let Ok(space) = Space::of(&other) else { continue };
            let found = ladder_within(&other, &space, Effort::default(), progress)?;
            let without = found.cheapest_at(&other, &space, limit);
            obstacles.extend(without.map(|without| Obstacle { constraint, without }));
        }
    }
    Ok(Optimum { met: None, obstacles, nearest, ladder })
}
