//! The command line: the same engine as the page, for scripts.
//!
//! Exit codes: 0 answered, 1 the plan has findings that prevent an answer, 2 unreadable input.
//! Answers go to standard output, messages to standard error. A plan of a newer version is answered from what is
//! understood of it, and a message says what was left out.

use std::io::{Read, Write};
use std::ops::ControlFlow;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use tenfold::analysis::{Analysis, Answer, analyse};
use tenfold::economics::{self, Design, Ladder, LadderError};
use tenfold::model::templates::{template, templates};
use tenfold::model::{Choice, Finding, Place, Plan, Severity};
use tenfold::quantity::{Probability, Quantity, text};
use tenfold::wire::{self, results};

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
    /// Nines, causes, gates and cost.
    Evaluate {
        /// The plan file; `-` reads standard input.
        plan: String,
        /// Print one JSON object.
        #[arg(long)]
        json: bool,
    },
    /// The cheapest design found for each half nine.
    Ladder {
        /// The plan file; `-` reads standard input.
        plan: String,
        /// Print one JSON object.
        #[arg(long)]
        json: bool,
    },
    /// Print the JSON Schema of the plan file.
    Schema,
}

/// Why there is no answer.
enum Failure {
    /// The plan has findings that prevent one; they have been printed.
    Findings,
    /// The input cannot be read.
    Unreadable(String),
    /// The output cannot be written. Where its reader has gone, that is no failure.
    Output(std::io::Error),
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::Output(error)
    }
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
        Command::Evaluate { plan, json } => {
            let plan = read(plan)?;
            let analysis = analyse(&plan);
            let cost = economics::running_cost(&plan).per_month;
            let Some(answers) = results::EvaluateOutput::of(&plan, &analysis, cost) else {
                return Err(prevented(&plan, &analysis.findings));
            };
            warn(&plan, &analysis.findings);
            if *json {
                writeln!(out, "{}", results::to_json(&answers))?;
            } else {
                evaluated(&plan, &analysis, cost, out)?;
            }
        }
        Command::Ladder { plan, json } => {
            let plan = read(plan)?;
            let ladder =
                economics::ladder(&plan, &mut |_| ControlFlow::Continue(())).map_err(
                    |error| match error {
                        LadderError::NoAnswer(findings) => prevented(&plan, &findings),
                        // Nobody stops it here.
                        LadderError::Stopped => Failure::Findings,
                    },
                )?;
            if *json {
                writeln!(out, "{}", results::to_json(&results::LadderOutput::of(&ladder)))?;
            } else {
                climbed(&plan, &ladder, out)?;
            }
        }
        Command::Schema => write!(out, "{}", wire::schema())?,
    }
    Ok(())
}

/// Reads a plan from a file or from standard input.
fn read(path: &str) -> Result<Plan, Failure> {
    // One byte more than is accepted tells a file that is too large without reading all of it.
    let most = wire::MAX_BYTES as u64 + 1;
    let mut bytes = Vec::new();
    let result = if path == "-" {
        std::io::stdin().lock().take(most).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(path).and_then(|file| file.take(most).read_to_end(&mut bytes))
    };
    result
        .map_err(|error| Failure::Unreadable(format!("{path}: {error}; a readable plan file is needed")))?;
    let opened = wire::read_bytes(&bytes).map_err(|error| Failure::Unreadable(format!("{path}: {error}")))?;
    if let Some(newer) = opened.newer {
        eprintln!("tenfold: {path}: {newer}");
    }
    Ok(opened.plan)
}

/// A finding in one line: severity, place, what was found, what would be right.
fn told(plan: &Plan, finding: &Finding) -> String {
    let severity = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let place = match finding.place {
        Place::Plan => "plan".to_owned(),
        place => match plan.name_at(place) {
            Some(name) => format!("{place} ({name})"),
            None => place.to_string(),
        },
    };
    format!("{severity}: {place}: {} {}", finding.what, finding.advice)
}

fn warn(plan: &Plan, findings: &[Finding]) {
    for finding in findings {
        eprintln!("tenfold: {}", told(plan, finding));
    }
}

fn prevented(plan: &Plan, findings: &[Finding]) -> Failure {
    warn(plan, findings);
    Failure::Findings
}

fn evaluated(plan: &Plan, analysis: &Analysis, cost: f64, out: &mut impl Write) -> Result<(), Failure> {
    let Some(service) = &analysis.service else { return Ok(()) };
    writeln!(out, "{}\n", plan.name)?;
    writeln!(out, "Users get     {}", answer_line(service))?;
    writeln!(
        out,
        "Bad minutes   {}",
        text::bad_time_per_year(service.unavailability.bad_minutes_per_year())
    )?;
    let length = service
        .mean_outage
        .map_or_else(String::new, |mean| format!(", each about {}", text::duration(mean.minutes())));
    writeln!(out, "Outages       {}{length}", text::rate(service.outages_per_year))?;
    writeln!(out, "Cost          {} a month", text::money(cost, plan.prices.currency.name()))?;
    writeln!(out, "\nJourneys")?;
    for journey in &analysis.journeys {
        let Some(answer) = &journey.answer else { continue };
        let verdict = if answer.budget_spent > 1.0 { "misses" } else { "keeps" };
        writeln!(
            out,
            "  {:22} {}; {verdict} {}, spends {}",
            journey.name,
            answer_line(answer),
            text::percent_available(answer.objective.unavailability()),
            text::budget_spent(answer.budget_spent),
        )?;
    }
    writeln!(out, "\nWhat spends the budget")?;
    for cause in service.causes.iter().take(10) {
        let owner = cause.owner.map_or_else(String::new, |owner| format!(" ({})", owner.name()));
        writeln!(
            out,
            "  {:>7}  {:>12} a year  {}{owner}",
            text::share(Probability::clamped(cause.share)),
            text::duration(cause.unavailability * tenfold::quantity::MINUTES_PER_YEAR),
            cause.sentence,
        )?;
    }
    writeln!(out, "\nGates")?;
    for gate in &analysis.gates.gates {
        let state = match (gate.met, analysis.gates.binding == Some(gate.gate)) {
            (true, _) => "met".to_owned(),
            (false, true) => format!("binds; it still asks for {}", missing(gate)),
            (false, false) => format!("open; it asks for {}", missing(gate)),
        };
        writeln!(out, "  {:10} earns {}: {state}", gate.gate.name(), text::percent_available(gate.ceiling))?;
    }
    if analysis.gates.claims_too_much {
        let earned = text::percent_available(analysis.gates.earned);
        writeln!(out, "  The result claims more than the {earned} that the met gates earn.")?;
    }
    writeln!(out, "\nA year is 365.25 days, 525,960 minutes.")?;
    Ok(())
}

fn missing(gate: &tenfold::analysis::GateAnswer) -> String {
    let missing = gate.asks.iter().filter(|(_, _, done)| !done);
    let names: Vec<&str> = missing.map(|(practice, _, _)| practice.name()).collect();
    if names.is_empty() { "the gates before it".into() } else { names.join(", ") }
}

fn answer_line(answer: &Answer) -> String {
    format!("{} ({})", text::percent_available(answer.unavailability), text::nines(answer.unavailability))
}

fn climbed(plan: &Plan, ladder: &Ladder, out: &mut impl Write) -> Result<(), Failure> {
    let symbol = plan.prices.currency.name();
    writeln!(
        out,
        "{}: the cheapest design found for each half nine, {} of {} designs tried\n",
        plan.name, ladder.designs_tried, ladder.designs
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
