//! `tenfold ladder`.

use std::io::Write;
use std::ops::ControlFlow;

use tenfold::economics::{self, Design, Ladder, LadderError};
use tenfold::model::{Choice, Plan};
use tenfold::quantity::text;
use tenfold::report;
use tenfold::wire::results;

use crate::plan::{Failure, prevented, read};

/// The cheapest design for each half nine.
pub fn run(plan: &str, json: bool, out: &mut impl Write) -> Result<(), Failure> {
    let plan = read(plan)?;
    let ladder = found(&plan)?;
    if !json {
        return climbed(&plan, &ladder, out);
    }
    writeln!(out, "{}", results::to_json(&results::LadderOutput::of(&ladder)))?;
    Ok(())
}

/// The ladder of a plan; what prevents it goes to standard error.
pub fn found(plan: &Plan) -> Result<Ladder, Failure> {
    economics::ladder(plan, &mut |_| ControlFlow::Continue(())).map_err(|error| match error {
        LadderError::NoAnswer(findings) => prevented(plan, &findings),
        error => {
            eprintln!("tenfold: {error}");
            Failure::Findings
        }
    })
}

fn climbed(plan: &Plan, ladder: &Ladder, out: &mut impl Write) -> Result<(), Failure> {
    let symbol = plan.prices.currency.name();
    writeln!(
        out,
        "{}: the cheapest design for each half nine\n{}\n",
        plan.name,
        report::proof_words(ladder)
    )?;
    let row = |design: &Design, ratio: Option<f64>, takes: &str| {
        format!(
            "  {:>11}  {:>9} a month  {:>6}  {:>12} a year  {takes}",
            text::percent_available(design.unavailability),
            text::money(design.cost_per_month, symbol),
            ratio.map_or_else(String::new, text::ratio),
            text::duration(design.unavailability.bad_minutes_per_year()),
        )
    };
    writeln!(out, "{}", row(&ladder.here, None, "this plan"))?;
    for (index, step) in ladder.designs() {
        writeln!(out, "{}", row(&step.design, step.ratio, &step.takes.join(", ")))?;
        if ladder.stop == Some(index) && index + 1 < ladder.steps.len() {
            writeln!(out, "  --- stop line: beyond it the next step costs more than it saves ---")?;
        }
    }
    writeln!(out, "\nThe rule of thumb says 10x for a whole nine.")?;
    Ok(())
}
