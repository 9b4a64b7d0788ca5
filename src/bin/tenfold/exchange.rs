//! `tenfold export` and `tenfold import-objectives`.

use std::io::{Read, Write};

use clap::ValueEnum;
use tenfold::analysis::fault_tree::{JourneyTreeError, journey_tree};
use tenfold::analysis::{Analysis, analyse, budgets};
use tenfold::model::{Plan, check};
use tenfold::quantity::text::Readable;
use tenfold::quantity::{Duration, text};
use tenfold::report::{self, PolicyTerms};
use tenfold::slo::{Calendar, Period};
use tenfold::wire;
use tenfold::wire::exchange::budgets::write_budgets;
use tenfold::wire::exchange::mef;
use tenfold::wire::exchange::objectives::{Taken, matches, read_objectives, take_objectives};
use tenfold::wire::exchange::openslo::write_openslo;
use tenfold::wire::exchange::prometheus::{MetricNames, rules};

use crate::plan::{Failure, prevented, read, warn};

/// What is written.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Objectives as OpenSLO v1.
    Openslo,
    /// Recording rules and burn-rate alerts for Prometheus.
    Prometheus,
    /// An error-budget policy to adopt, in Markdown.
    Policy,
    /// Objectives, budgets and alerts in Markdown.
    Markdown,
    /// Objectives and budgets as a table.
    Csv,
    /// The journeys as fault trees in the Open-PSA model exchange format.
    Mef,
}

/// What is written, as it was typed.
#[derive(clap::Args)]
pub struct ExportArguments {
    /// The format.
    format: Format,
    /// The plan file; `-` reads standard input.
    plan: String,
    /// The period that promises are kept over: 28d, 30d, month, quarter or year.
    #[arg(long, default_value = "30d")]
    period: String,
    /// The hours that count, such as "Mon-Fri 8-18"; without them, every hour.
    #[arg(long, default_value = "")]
    hours: String,
    /// The metric that counts all requests of a journey.
    #[arg(long, default_value = "journey_requests_total")]
    total: String,
    /// The metric that counts its failed requests.
    #[arg(long, default_value = "journey_requests_failed_total")]
    failed: String,
    /// The label that holds the journey's id.
    #[arg(long, default_value = "journey")]
    label: String,
    /// The id or name of the only journey to write, as a fault tree; without it, all of them.
    #[arg(long)]
    journey: Option<String>,
}

/// The journeys of a plan as fault trees.
fn fault_trees(plan: &Plan, journey: Option<&str>) -> Result<String, Failure> {
    let model = journey_tree(plan, journey).map_err(|error| match error {
        JourneyTreeError::Findings(findings) => prevented(plan, &findings),
        other => Failure::Unreadable(other.to_string()),
    })?;
    Ok(mef::write(&model))
}

/// Objectives for other tools and for people; journeys as fault trees.
pub fn export(arguments: &ExportArguments, out: &mut impl Write) -> Result<(), Failure> {
    let period = period(&arguments.period)?;
    let calendar =
        Calendar::read(&arguments.hours).map_err(|error| Failure::Unreadable(format!("hours: {error}")))?;
    let names = MetricNames::new(&arguments.total, &arguments.failed, &arguments.label)
        .map_err(|error| Failure::Unreadable(error.to_string()))?;
    let plan = read(&arguments.plan)?;
    let answered = || -> Result<Analysis, Failure> {
        let analysis = analyse(&plan);
        match analysis.service.is_some() {
            true => Ok(analysis),
            false => Err(prevented(&plan, &analysis.findings)),
        }
    };
    let text = match arguments.format {
        Format::Openslo => write_openslo(&plan, period, &names),
        Format::Prometheus => rules(&plan, period, &names),
        Format::Policy => {
            let terms = PolicyTerms { period, calendar, ..PolicyTerms::default() };
            report::markdown(&report::policy(&plan, &answered()?, terms))
        }
        Format::Markdown => {
            report::markdown(&report::promise_blocks(&plan.name, &budgets(&answered()?, calendar), period))
        }
        Format::Csv => write_budgets(&budgets(&answered()?, calendar)),
        Format::Mef => fault_trees(&plan, arguments.journey.as_deref())?,
    };
    warn(&plan, &check(&plan));
    write!(out, "{text}")?;
    Ok(())
}

/// A period by its length or its name.
fn period(text: &str) -> Result<Period, Failure> {
    let length = Duration::read(text).ok();
    let known = Period::ALL.into_iter().find(|period| {
        text.eq_ignore_ascii_case(period.name())
            || length.is_some_and(|length| (length.minutes() / period.length().minutes() - 1.0).abs() < 1e-9)
    });
    known.ok_or_else(|| {
        Failure::Unreadable(format!("period: found {text:?}; 28d, 30d, month, quarter or year is needed"))
    })
}

/// Where objectives come from, and where they go.
#[derive(clap::Args)]
pub struct ImportArguments {
    /// The file of objectives: OpenSLO v1 or Sloth; `-` reads standard input.
    file: String,
    /// The plan file; `-` reads standard input.
    plan: String,
    /// Make a new journey for every objective that no journey of the plan has the name of.
    #[arg(long)]
    add: bool,
}

/// Prints the plan with the objectives of a file taken in.
pub fn import(arguments: &ImportArguments, out: &mut impl Write) -> Result<(), Failure> {
    let ImportArguments { file, plan, add } = arguments;
    if file == "-" && plan == "-" {
        return Err(Failure::Unreadable("standard input cannot hold both files; name one of them".into()));
    }
    let text = text_of(file)?;
    let found = read_objectives(&text).map_err(|error| Failure::Unreadable(format!("{file}: {error}")))?;
    let plan = read(plan)?;
    for problem in &found.problems {
        eprintln!("tenfold: {file}: {problem}");
    }
    let mut taken = matches(&plan, &found);
    for (objective, taken) in found.objectives.iter().zip(&mut taken) {
        if *add && *taken == Taken::No {
            *taken = Taken::New;
        }
        eprintln!(
            "tenfold: {file}: line {}: {}",
            objective.line,
            said(
                &plan,
                objective.title.as_str(),
                *taken,
                text::percent_available(objective.objective.unavailability())
            )
        );
    }
    if taken.iter().all(|taken| *taken == Taken::No) {
        eprintln!(
            "tenfold: {file}: no objective was taken in; name journeys as the file does, or give --add"
        );
        return Err(Failure::Findings);
    }
    let next = match take_objectives(&plan, &found, &taken) {
        Some(edit) => plan.apply(&edit).map_err(|error| Failure::Unreadable(format!("{file}: {error}")))?,
        None => plan,
    };
    warn(&next, &check(&next));
    write!(out, "{}", wire::write(&next))?;
    Ok(())
}

fn said(plan: &Plan, title: &str, taken: Taken, target: String) -> String {
    match taken {
        Taken::No => format!("{title:?} ({target}) is left out: no journey has that name"),
        Taken::New => format!("{title:?} ({target}) becomes a new journey; say what it needs"),
        Taken::Journey(id) => {
            let name = plan.journey(id).map_or("", |journey| journey.name.as_str());
            format!("{title:?} ({target}) goes to {name}")
        }
    }
}

fn text_of(path: &str) -> Result<String, Failure> {
    let failed = |error: std::io::Error| {
        Failure::Unreadable(format!("{path}: {error}; a readable file of objectives in UTF-8 is needed"))
    };
    // More than is accepted is refused by the reader; no need to read all of it.
    let most = 2 << 20;
    let mut text = String::new();
    let result = match path {
        "-" => std::io::stdin().lock().take(most).read_to_string(&mut text),
        path => std::fs::File::open(path).and_then(|file| file.take(most).read_to_string(&mut text)),
    };
    result.map(|_| text).map_err(failed)
}
