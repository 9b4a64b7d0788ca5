//! `tenfold risks` and `tenfold import-risks`.

use std::io::Write;

use tenfold::analysis::{RiskCatalogue, analyse, risk_catalogue};
use tenfold::model::{Choice, Edit, Plan};
use tenfold::quantity::{Probability, Quantity, text};
use tenfold::report::{budget_share, left_words};
use tenfold::wire::risks::{ImportOutput, RisksOutput};
use tenfold::wire::{self, exchange, results};

use crate::plan::{Failure, prevented, read, read_text, warn};

/// What is asked of the risk catalogue.
#[derive(clap::Args)]
pub struct RisksArguments {
    /// The plan file; `-` reads standard input.
    plan: String,
    /// Print it as a sheet, in the columns of a CRE risk analysis.
    #[arg(long, conflicts_with = "json")]
    csv: bool,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

/// The sheet that is read.
#[derive(clap::Args)]
pub struct ImportArguments {
    /// The sheet (CSV); `-` reads standard input.
    file: String,
    /// Print this plan with the risks of the sheet in its register.
    #[arg(long, conflicts_with = "json")]
    into: Option<String>,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

/// The risk catalogue of a plan.
pub fn run(arguments: &RisksArguments, out: &mut impl Write) -> Result<(), Failure> {
    let plan = read(&arguments.plan)?;
    let analysis = analyse(&plan);
    let Some(catalogue) = risk_catalogue(&plan, &analysis) else {
        return Err(prevented(&plan, &analysis.findings));
    };
    warn(&plan, &analysis.findings);
    if arguments.csv {
        write!(out, "{}", exchange::risks::write(&plan, &catalogue))?;
    } else if arguments.json {
        writeln!(out, "{}", results::to_json(&RisksOutput::of(&catalogue)))?;
    } else {
        ranked(&plan, &catalogue, out)?;
    }
    Ok(())
}

fn ranked(plan: &Plan, catalogue: &RiskCatalogue, out: &mut impl Write) -> Result<(), Failure> {
    writeln!(out, "{}: what spends the budget, {} risks\n", plan.name, catalogue.risks.len())?;
    let heads = catalogue.budgets.map(|budget| text::percent_available(budget.objective.unavailability()));
    writeln!(out, "  {:>10}  {:>9}  {:>9}  {:>9}  risk", "a year", heads[0], heads[1], heads[2])?;
    for risk in &catalogue.risks {
        let shares = catalogue.budgets.map(|budget| {
            let mark = if budget.is_too_big(risk.bad_minutes) { "!" } else { " " };
            format!("{}{mark}", budget_share(&budget, risk.bad_minutes))
        });
        let decision = match risk.decision.key() {
            "open" => String::new(),
            _ => format!(" ({})", risk.decision.name()),
        };
        writeln!(
            out,
            "  {:>10}  {:>9}  {:>9}  {:>9}  {}{decision}",
            text::duration(risk.bad_minutes),
            shares[0],
            shares[1],
            shares[2],
            risk.name
        )?;
    }
    let too_big = text::share(Probability::clamped(plan.register.too_big.get()));
    writeln!(out, "\n! takes more than {too_big} of the budget: too big for one risk.")?;
    for budget in &catalogue.budgets {
        let left = left_words(budget);
        writeln!(
            out,
            "{}: {} a year, {} accepted, left: {left}.",
            text::percent_available(budget.objective.unavailability()),
            text::duration(budget.budget_minutes),
            text::duration(budget.accepted_minutes),
        )?;
    }
    Ok(())
}

/// Reads a sheet of risks, and says what of it can be used.
pub fn import(arguments: &ImportArguments, out: &mut impl Write) -> Result<(), Failure> {
    let unreadable = |error: wire::WireError| Failure::Unreadable(format!("{}: {error}", arguments.file));
    let text = read_text(&arguments.file, exchange::risks::MAX_SHEET)?;
    let sheet = exchange::risks::read(&text).map_err(unreadable)?;
    for line in &sheet.refused {
        eprintln!("tenfold: {}: line {}: {}", arguments.file, line.line, line.why);
    }
    for head in &sheet.left_out {
        eprintln!("tenfold: {}: the column {head:?} is not known; it was left out", arguments.file);
    }
    if let Some(path) = &arguments.into {
        let plan = read(path)?;
        let analysis = analyse(&plan);
        let Some(catalogue) = risk_catalogue(&plan, &analysis) else {
            return Err(prevented(&plan, &analysis.findings));
        };
        let edits = sheet.edits(&plan, &catalogue);
        let plan = plan.apply(&Edit::Batch(edits)).map_err(|error| Failure::Unreadable(error.to_string()))?;
        write!(out, "{}", wire::write(&plan))?;
    } else if arguments.json {
        writeln!(out, "{}", results::to_json(&ImportOutput::of(&sheet)))?;
    } else {
        for risk in ImportOutput::of(&sheet).risks {
            let bad = risk.bad_minutes_per_year.map_or("told by the model".into(), text::duration);
            writeln!(out, "  {bad:>18} a year  {}", risk.name)?;
        }
        writeln!(out, "{} risks read, {} lines refused.", sheet.rows.len(), sheet.refused.len())?;
    }
    Ok(())
}
