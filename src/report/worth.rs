//! What a practice is worth by itself: bad minutes a year, against the plan as it is.

use crate::analysis::{Compiled, analyse};
use crate::model::{Edit, Plan, Practice};

/// A practice at a level, against the plan as it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Level {
    /// The level; 0 is not doing it.
    pub level: u8,
    /// Bad minutes a year saved against now; below zero when there would be more.
    pub saves: f64,
}

/// Every level of a practice against the plan as it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Worth {
    /// The practice.
    pub practice: Practice,
    /// The levels other than the chosen one, in order.
    pub levels: Vec<Level>,
}

impl Worth {
    /// What this level saves against now, bad minutes a year; nothing for the chosen level.
    pub fn saves(&self, level: u8) -> Option<f64> {
        self.levels.iter().find(|l| l.level == level).map(|l| l.saves)
    }
}

/// What each level of a practice is worth; `None` when a finding prevents an answer.
///
/// `compiled` is the plan's own structure. A level that needs another structure, such as load shedding, is
/// analysed afresh: the answer is the same, it takes longer.
pub fn worth(plan: &Plan, compiled: &Compiled, practice: Practice) -> Option<Worth> {
    let now = compiled.service_unavailability(plan)?.bad_minutes_per_year();
    let chosen = plan.level(practice);
    let mut levels = Vec::new();
    for level in (0..=practice.highest()).filter(|level| *level != chosen) {
        let other = plan.apply(&Edit::SetPractice(practice, level)).ok()?;
        let unavailability = match compiled.service_unavailability(&other) {
            Some(unavailability) => unavailability,
            None => analyse(&other).service?.unavailability,
        };
        levels.push(Level { level, saves: now - unavailability.bad_minutes_per_year() });
    }
    Some(Worth { practice, levels })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Choice;
    use crate::model::templates::templates;

    #[test]
    fn what_a_level_saves_is_what_switching_it_changes_to_the_bit() {
        for template in templates() {
            let plan = (template.build)();
            let compiled = Compiled::of(&plan).unwrap();
            let now = analyse(&plan).service.unwrap().unavailability.bad_minutes_per_year();
            for practice in Practice::ALL {
                for level in worth(&plan, &compiled, *practice).unwrap().levels {
                    let other = plan.apply(&Edit::SetPractice(*practice, level.level)).unwrap();
                    let then = analyse(&other).service.unwrap().unavailability.bad_minutes_per_year();
                    assert_eq!(level.saves, now - then, "{practice:?} {}", level.level);
                }
            }
        }
    }

    #[test]
    fn a_higher_level_never_saves_less() {
        for template in templates() {
            let plan = (template.build)();
            let compiled = Compiled::of(&plan).unwrap();
            for practice in Practice::ALL {
                let worth = worth(&plan, &compiled, *practice).unwrap();
                // Adding in another order moves the last bits only: a millionth of a minute is no difference.
                assert!(worth.levels.is_sorted_by(|a, b| a.saves <= b.saves + 1e-6), "{worth:?}");
            }
        }
    }
}
