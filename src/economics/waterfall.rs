//! The waterfall: from a plan through one step after the other, in bad minutes and in money.
//!
//! Every step is computed exactly on the plan that the steps before it have made, so no chance is in it, and the
//! differences add up to the difference between both ends. What a step is worth depends on those before it.

use super::cost::running_cost;
use super::takes::differences;
use crate::analysis::Compiled;
use crate::model::{Edit, EditError, Plan};
use crate::quantity::Unavailability;

/// How a plan stands after a step; the first one is the plan itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Fall {
    /// What the step means, in words; the plan's name for the first.
    pub takes: String,
    /// U afterwards; `None` where the plan has no answer.
    pub unavailability: Option<Unavailability>,
    /// The cost a month afterwards.
    pub cost_per_month: f64,
}

/// A plan and how it stands after each step.
pub fn waterfall(plan: &Plan, steps: &[Edit]) -> Result<Vec<Fall>, EditError> {
    let standing = |takes: String, plan: &Plan| Fall {
        takes,
        unavailability: Compiled::of(plan).and_then(|compiled| compiled.service_unavailability(plan)),
        cost_per_month: running_cost(plan).per_month,
    };
    let mut falls = vec![standing(plan.name.clone(), plan)];
    let mut before = plan.clone();
    for step in steps {
        let after = before.apply(step)?;
        falls.push(standing(differences(&before, &after).join(", "), &after));
        before = after;
    }
    Ok(falls)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::analyse;
    use crate::model::Practice;
    use crate::model::templates::worked_example;

    #[test]
    fn each_step_stands_where_its_plan_stands_and_the_differences_add_up() {
        let plan = worked_example();
        let steps = [
            Edit::SetPractice(Practice::Canary, 3),
            Edit::SetPractice(Practice::OnCall, 2),
            Edit::ScaleRegions(2),
        ];
        let falls = waterfall(&plan, &steps).unwrap();
        let all = plan.apply(&Edit::Batch(steps.to_vec())).unwrap();
        let last = falls.last().unwrap();
        let truth = analyse(&all).service.unwrap().unavailability;
        assert_eq!((last.unavailability, last.cost_per_month), (Some(truth), running_cost(&all).per_month));
        assert_eq!(falls.len(), 4);
        assert_eq!(falls[3].takes, "2 regions");
        let sum: f64 = falls.windows(2).map(|pair| pair[1].cost_per_month - pair[0].cost_per_month).sum();
        assert!((sum - (last.cost_per_month - falls[0].cost_per_month)).abs() < 1e-6);
    }
}
