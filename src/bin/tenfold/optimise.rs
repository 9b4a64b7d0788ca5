//! `tenfold optimise`.

use std::io::Write;
use std::ops::ControlFlow;

use tenfold::economics::{Constraint, LadderError, Step, optimise};
use tenfold::model::Plan;
use tenfold::quantity::text::{duration, percent_available};
use tenfold::quantity::{Money, Probability, Quantity, Unavailability};
use tenfold::report::{cash, proof_words};
use tenfold::wire::economics::OptimiseOutput;
use tenfold::wire::results;

use crate::plan::{Failure, prevented, read};

/// The cheapest way to an objective.
pub fn run(
    plan: &str,
    objective: &str,
    budget: Option<f64>,
    json: bool,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let plan = read(plan)?;
    let right = "a percentage such as 99.95 is needed";
    let refused = || Failure::Unreadable(format!("--objective: found {objective:?}; {right}"));
    let percent: f64 = objective.trim_end_matches('%').trim().parse().map_err(|_| refused())?;
    let share =
        Probability::new(percent / 100.0).ok().filter(|share| share.get() < 1.0).ok_or_else(refused)?;
    let budget = budget.map(Money::new).transpose();
    let budget = budget.map_err(|error| Failure::Unreadable(format!("--budget: {error}")))?;
    let limit = Unavailability::of_objective(share);
    let found = optimise(&plan, limit, budget, &mut |_| ControlFlow::Continue(()));
    let found = found.map_err(|error| match error {
        LadderError::NoAnswer(findings) => prevented(&plan, &findings),
        error => {
            eprintln!("tenfold: {error}");
            Failure::Findings
        }
    })?;
    if json {
        writeln!(out, "{}", results::to_json(&OptimiseOutput::of(share.get(), &found)))?;
        return Ok(());
    }
    let asked = percent_available(limit);
    if let Some(step) = &found.met {
        writeln!(out, "{}: the cheapest way to {asked}\n", plan.name)?;
        write_step(&plan, step, out)?;
    } else {
        writeln!(out, "{}: {asked} cannot be met.\n", plan.name)?;
        for obstacle in &found.obstacles {
            let more = match obstacle.constraint {
                Constraint::Budget => {
                    format!(" (it needs {} a month)", cash(&plan, obstacle.without.design.cost_per_month))
                }
                _ => String::new(),
            };
            writeln!(out, "Without {}{more} it can be met by:", obstacle.constraint.name())?;
            write_step(&plan, &obstacle.without, out)?;
        }
        if found.obstacles.is_empty() {
            writeln!(
                out,
                "No constraint stands in the way: the levers themselves reach {} at most.",
                percent_available(found.ladder.reach)
            )?;
        }
        if let Some(nearest) = &found.nearest {
            writeln!(out, "\nThe nearest design that keeps to everything else:")?;
            write_step(&plan, nearest, out)?;
        }
    }
    writeln!(out, "\n{}", proof_words(&found.ladder))?;
    Ok(())
}

fn write_step(plan: &Plan, step: &Step, out: &mut impl Write) -> Result<(), Failure> {
    let design = &step.design;
    writeln!(
        out,
        "  {}, {} of bad time a year, {} a month",
        percent_available(design.unavailability),
        duration(design.unavailability.bad_minutes_per_year()),
        cash(plan, design.cost_per_month)
    )?;
    if step.takes.is_empty() {
        writeln!(out, "  - the plan as it is")?;
    }
    for words in &step.takes {
        writeln!(out, "  - {words}")?;
    }
    Ok(())
}
