//! The three gates: what the chosen practices earn, and which gate binds.

use super::outcome::{GateAnswer, Gates};
use crate::model::Plan;
use crate::model::catalogue::gates::{BASE_CEILING, GATES};
use crate::quantity::{Nines, Unavailability};

fn ceiling(nines: f64) -> Unavailability {
    Nines::new(nines).map_or(Unavailability::clamped(1.0), Nines::unavailability)
}

/// How a plan stands to the gates, given the service's result.
///
/// A gate is met when this plan does everything that it and every gate before it asks for. The met
/// gates earn the ceiling of the last one; the first gate that is not met binds.
pub(crate) fn gates(plan: &Plan, result: Option<Unavailability>) -> Gates {
    let mut earned = ceiling(BASE_CEILING.likely);
    let mut binding = None;
    let mut answers = Vec::new();
    for info in &GATES {
        let asks: Vec<_> = info
            .asks
            .iter()
            .map(|(practice, level)| (*practice, *level, plan.level(*practice) >= *level))
            .collect();
        let met = binding.is_none() && asks.iter().all(|(_, _, done)| *done);
        let own = ceiling(info.ceiling_nines.likely);
        if met {
            earned = own;
        } else if binding.is_none() {
            binding = Some(info.gate);
        }
        answers.push(GateAnswer {
            gate: info.gate,
            ceiling: own,
            source: info.ceiling_nines.source,
            asks,
            met,
        });
    }
    let claims_too_much = result.is_some_and(|u| u < earned);
    Gates { gates: answers, earned, binding, claims_too_much }
}
