//! Why the next half nine costs what it does: the step of the ladder, against this plan and the rule of thumb.

use super::{Line, Reasons};
use crate::analysis::Sentence;
use crate::economics::{Design, Ladder, Step, loss_per_month};
use crate::model::Plan;
use crate::quantity::text::{duration, nines, percent_available, ratio};
use crate::quantity::{Nines, Unavailability};
use crate::report::money::{count, signed_cash};
use crate::report::{Rungs, cash};

pub(super) fn reasons(plan: &Plan, ladder: Option<&Ladder>) -> Reasons {
    let Some(ladder) = ladder else { return unknown() };
    let Some((target, step)) = next(ladder) else { return none(ladder) };
    let here = &ladder.here;
    let asked = Nines::new(target).map_or(step.design.unavailability, Nines::unavailability);
    let rungs = Rungs::of(plan, ladder);
    let too_much = step.design.gates.claims_too_much.then(|| {
        let earned = percent_available(step.design.gates.earned);
        format!("This step claims more than its gates earn, {earned}.")
    });
    Reasons {
        about: format!(
            "The cheapest design found that gives {}; this plan gives {}.",
            nines(asked),
            nines(here.unavailability)
        ),
        formula: formula(plan, ladder, &step),
        notes: too_much.into_iter().chain(rungs.stop_words()).collect(),
        list_title: Some("What the step takes from here"),
        list: step.takes.iter().map(|words| Sentence::of(words.as_str(), "", "")).collect(),
        ..Reasons::default()
    }
}

/// The next half nine that the plan does not reach, and the step that reaches it.
fn next(ladder: &Ladder) -> Option<(f64, Step)> {
    let next = ladder.next()?;
    let target = ladder.steps.get(next)?.target_nines;
    let step = ladder.designs().into_iter().find(|(index, _)| *index >= next)?.1;
    Some((target, step))
}

fn unknown() -> Reasons {
    Reasons {
        about: "It is not known for this plan as it is now: nobody has looked yet, the search still runs, or the plan has changed since.".into(),
        notes: vec!["\u{201c}Find the ladder\u{201d} in the Cost view looks for the cheapest design of each half nine, over regions, zones, replicas and practices.".into()],
        ..Reasons::default()
    }
}

fn none(ladder: &Ladder) -> Reasons {
    let best = percent_available(ladder.reach);
    Reasons {
        about: format!(
            "No step of the ladder goes beyond this plan, which gives {}; the best found at any price is {best}.",
            nines(ladder.here.unavailability)
        ),
        ..Reasons::default()
    }
}

fn formula(plan: &Plan, ladder: &Ladder, step: &Step) -> Vec<Line> {
    let (here, there) = (&ladder.here, &step.design);
    let now_and_then =
        |write: &dyn Fn(&Design) -> String| format!("{} now, {} with the step", write(here), write(there));
    let bad = |u: Unavailability| duration(u.bad_minutes_per_year());
    let more = there.cost_per_month - here.cost_per_month;
    let [from, to] = [here, there].map(|design| cash(plan, design.cost_per_month));
    let mut lines: Vec<Line> = vec![
        ("users get", now_and_then(&|design| percent_available(design.unavailability))),
        ("bad minutes a year = unavailability x 525,960", now_and_then(&|design| bad(design.unavailability))),
        (
            "more a month = cost of the step - cost of this plan",
            format!("{} = {to} \u{2212} {from}", signed_cash(plan, more)),
        ),
    ];
    let per_nine = "ratio a nine = (cost of the step / cost of this plan) ^ (1 / nines gained)";
    lines.extend(against_rule(here, there).map(|words| (per_nine, words)));
    let below = "cost of the step / cost of the step below it on the ladder";
    lines.extend(step.ratio.map(|of_below| (below, ratio(of_below))));
    if let Some(value) = ladder.value_per_hour {
        let lost = |design: &Design| cash(plan, loss_per_month(design.unavailability, value));
        lines.push(("outages cost a month = bad time x value of an hour", now_and_then(&lost)));
    }
    lines
}

/// How a step compares with the rule that each nine costs ten times more.
fn against_rule(here: &Design, there: &Design) -> Option<String> {
    // A gain that is written as none has no ratio worth telling.
    let (times, gain) = (there.ratio(here)?, there.gain(here).filter(|gain| *gain >= 0.01)?);
    let each = ratio(there.ratio_per_nine(here)?);
    Some(format!(
        "{} the cost for {} nines, {each} a nine; the rule of thumb says 10x",
        ratio(times),
        count(gain)
    ))
}

#[cfg(test)]
mod tests {
    use core::ops::ControlFlow;

    use super::*;
    use crate::economics::ladder;
    use crate::model::templates::worked_example;
    use crate::report::next_words;

    fn found(plan: &Plan) -> Ladder {
        ladder(plan, &mut |_| ControlFlow::Continue(())).unwrap()
    }

    #[test]
    fn the_reasons_say_what_the_headline_says() {
        let plan = worked_example();
        let ladder = found(&plan);
        let told = reasons(&plan, Some(&ladder));
        let headline = next_words(&plan, &ladder).unwrap();
        let more = told.formula.iter().find(|line| line.0.starts_with("more a month")).unwrap();
        let amount = headline.split(" a month").next().unwrap();
        assert!(more.1.starts_with(amount), "{headline}: {more:?}");
        assert!(told.formula.iter().any(|line| line.1.ends_with("the rule of thumb says 10x")), "{told:?}");
        let takes: Vec<String> = told.list.iter().map(Sentence::to_string).collect();
        assert!(headline.ends_with(&takes.join(", ")) && !takes.is_empty(), "{headline}: {takes:?}");
    }

    #[test]
    fn without_a_ladder_it_says_how_to_get_one() {
        let told = reasons(&worked_example(), None);
        assert!(told.formula.is_empty() && told.notes[0].contains("Find the ladder"), "{told:?}");
    }

    #[test]
    fn a_plan_beyond_the_ladder_has_no_next_step() {
        let plan = worked_example();
        let mut ladder = found(&plan);
        ladder.steps.clear();
        let told = reasons(&plan, Some(&ladder));
        assert!(told.about.starts_with("No step") && told.formula.is_empty(), "{told:?}");
    }

    #[test]
    fn a_plan_that_costs_nothing_has_no_ratio() {
        let plan = worked_example();
        let mut ladder = found(&plan);
        ladder.here.cost_per_month = 0.0;
        let told = reasons(&plan, Some(&ladder));
        assert!(!told.formula.iter().any(|line| line.0.starts_with("ratio")), "{told:?}");
    }
}
