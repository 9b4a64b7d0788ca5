//! The command line: the same engine as the page, for scripts.
//!
//! Exit codes: 0 answered, 1 the plan has findings that prevent an answer, 2 unreadable input.
//! Answers go to standard output, messages to standard error. A plan of a newer version is answered from what is
//! understood of it, and a message says what was left out.

mod alerts;
mod compare;
mod cost;
mod evaluate;
mod exchange;
mod fault_tree;
mod ladder;
mod optimise;
mod plan;
mod risks;
mod sensitivity;
mod simulate;

use std::io::Write;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use tenfold::analysis::{DEFAULT_SEED, analyse};
use tenfold::model::Severity;
use tenfold::model::templates::{template, templates};
use tenfold::wire;

use crate::plan::{Failure, read, told};

/// Tenfold, a reliability planner: how many nines users get, why, and what the next one costs.
#[derive(Parser)]
#[command(version, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// List the templates, or print one as a plan file.
    Template {
        /// The template's name.
        #[arg(required_unless_present = "list")]
        name: Option<String>,
        /// List the templates.
        #[arg(long)]
        list: bool,
    },
    /// Say what is wrong or missing in a plan, and what would be right.
    Check {
        /// The plan file; `-` reads standard input.
        plan: String,
    },
    /// Nines, causes, gates, cost, and the chance of keeping each objective.
    Evaluate(evaluate::EvaluateArguments),
    /// The cheapest design found for each half nine.
    Ladder {
        /// The plan file; `-` reads standard input.
        plan: String,
        /// Print one JSON object.
        #[arg(long)]
        json: bool,
    },
    /// What a plan costs a month, line by line, and by component, region, owner and gate.
    Cost {
        /// The plan file; `-` reads standard input.
        plan: String,
        /// Print one JSON object.
        #[arg(long)]
        json: bool,
    },
    /// The cheapest way to an objective, or which constraint stands in the way.
    Optimise {
        /// The plan file; `-` reads standard input.
        plan: String,
        /// The share of good user minutes that is asked for, percent: `99.95`.
        #[arg(long)]
        objective: String,
        /// The most that a design may cost a month.
        #[arg(long)]
        budget: Option<f64>,
        /// Print one JSON object.
        #[arg(long)]
        json: bool,
    },
    /// What differs between two plans, and what that changes.
    Compare {
        /// The first plan file; `-` reads standard input.
        a: String,
        /// The second plan file.
        b: String,
        /// Print one JSON object.
        #[arg(long)]
        json: bool,
    },
    /// Which uncertain numbers drive the range of the answer.
    Sensitivity {
        /// The plan file; `-` reads standard input.
        plan: String,
        /// The seed of the draws.
        #[arg(long, default_value_t = DEFAULT_SEED)]
        seed: u64,
        /// Print one JSON object.
        #[arg(long)]
        json: bool,
    },
    /// Chance of keeping each objective, bad minutes and the worst year, by simulation.
    Simulate(simulate::SimulateArguments),
    /// Burn-rate alerts of an objective: windows, time to page, and what there is to know about them.
    Alerts(alerts::AlertsArguments),
    /// Write objectives for other tools and for people: OpenSLO, Prometheus, policy, Markdown, CSV.
    Export(exchange::ExportArguments),
    /// Print a plan with the objectives of an OpenSLO or Sloth file taken into its journeys.
    ImportObjectives(exchange::ImportArguments),
    /// The risk catalogue: everything that spends the budget, ranked against three objectives.
    Risks(risks::RisksArguments),
    /// Read a sheet of risks (CSV), and say what of it can be used.
    ImportRisks(risks::ImportArguments),
    /// Probability, cut sets, importance and uncertainty of a fault tree in the Open-PSA exchange format.
    FaultTree(fault_tree::FaultTreeArguments),
    /// Print the JSON Schema of the plan file.
    Schema,
}

fn main() -> ExitCode {
    // clap ends with 2 on arguments that it cannot read, and with 0 after help.
    let arguments = Arguments::parse();
    let mut out = std::io::stdout().lock();
    let result = run(&arguments.command, &mut out).and_then(|()| Ok(out.flush()?));
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Output(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(Failure::Output(error)) => {
            eprintln!("tenfold: standard output: {error}");
            ExitCode::from(2)
        }
        Err(Failure::Findings) => ExitCode::from(1),
        Err(Failure::Unreadable(message)) => {
            eprintln!("tenfold: {message}");
            ExitCode::from(2)
        }
    }
}

fn run(command: &Command, out: &mut impl Write) -> Result<(), Failure> {
    match command {
        Command::Template { list: true, .. } => {
            for template in templates() {
                writeln!(out, "{:20} {}: {}", template.key, template.name, template.lesson)?;
            }
        }
        Command::Template { name, .. } => {
            let name = name.as_deref().unwrap_or_default();
            let Some(template) = template(name) else {
                let known: Vec<&str> = templates().iter().map(|template| template.key).collect();
                return Err(Failure::Unreadable(format!(
                    "template: found {name:?}; one of {} is needed",
                    known.join(", ")
                )));
            };
            write!(out, "{}", wire::write(&(template.build)()))?;
        }
        Command::Check { plan } => {
            let plan = read(plan)?;
            let findings = analyse(&plan).findings;
            for finding in &findings {
                writeln!(out, "{}", told(&plan, finding))?;
            }
            if findings.is_empty() {
                writeln!(out, "Nothing is missing.")?;
            }
            if findings.iter().any(|finding| finding.severity == Severity::Error) {
                return Err(Failure::Findings);
            }
        }
        Command::Evaluate(arguments) => evaluate::run(arguments, out)?,
        Command::Sensitivity { plan, seed, json } => sensitivity::run(plan, *seed, *json, out)?,
        Command::Cost { plan, json } => cost::run(plan, *json, out)?,
        Command::Optimise { plan, objective, budget, json } => {
            optimise::run(plan, objective, *budget, *json, out)?;
        }
        Command::Compare { a, b, json } => compare::run(a, b, *json, out)?,
        Command::Ladder { plan, json } => ladder::run(plan, *json, out)?,
        Command::Simulate(arguments) => simulate::run(arguments, out)?,
        Command::Alerts(arguments) => alerts::run(arguments, out)?,
        Command::Export(arguments) => exchange::export(arguments, out)?,
        Command::ImportObjectives(arguments) => exchange::import(arguments, out)?,
        Command::Risks(arguments) => risks::run(arguments, out)?,
        Command::ImportRisks(arguments) => risks::import(arguments, out)?,
        Command::FaultTree(arguments) => fault_tree::run(arguments, out)?,
        Command::Schema => write!(out, "{}", wire::schema())?,
    }
    Ok(())
}
