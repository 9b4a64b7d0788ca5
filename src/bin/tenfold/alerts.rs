//! `tenfold alerts`.

use std::io::Write;

use tenfold::quantity::text::Readable;
use tenfold::quantity::{Duration, text};
use tenfold::report::{Table, alert_table, page_table};
use tenfold::slo::alerts::{Traffic, alert_windows, lint};
use tenfold::slo::{ErrorBudget, Objective};
use tenfold::wire::{alerts::AlertsOutput, results};

use crate::plan::Failure;

/// What is promised, as it was typed.
#[derive(clap::Args)]
pub struct AlertsArguments {
    /// The target: 99.9, 99.9%, 0.999 or "3 nines".
    #[arg(long)]
    objective: String,
    /// The period it is kept over, such as 30d, 28d or 7d.
    #[arg(long, default_value = "30d")]
    period: String,
    /// Requests an hour, for what few of them mean.
    #[arg(long)]
    requests_per_hour: Option<f64>,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

/// Windows, time to page and what there is to know about the alerts of an objective.
pub fn run(arguments: &AlertsArguments, out: &mut impl Write) -> Result<(), Failure> {
    let unreadable =
        |what: &str, error: &dyn std::fmt::Display| Failure::Unreadable(format!("{what}: {error}"));
    let objective = Objective::read(&arguments.objective).map_err(|error| unreadable("objective", &error))?;
    let period = Duration::read(&arguments.period).map_err(|error| unreadable("period", &error))?;
    let windows = alert_windows(period);
    if windows.is_empty() {
        let error =
            format!("found {:?}; at least 2 hours are needed, for windows to fit into it", arguments.period);
        return Err(unreadable("period", &error));
    }
    let traffic = match arguments.requests_per_hour {
        None => None,
        Some(found) => Some(Traffic::per_hour(found).ok_or_else(|| {
            unreadable("requests-per-hour", &format!("found {found}; a number above 0 is needed"))
        })?),
    };
    if arguments.json {
        writeln!(out, "{}", results::to_json(&AlertsOutput::of(objective, period, traffic)))?;
        return Ok(());
    }
    let budget = ErrorBudget::new(objective, period).minutes();
    writeln!(
        out,
        "{} over {} leaves {} of full outage\n",
        text::percent_available(objective.unavailability()),
        text::duration(period.minutes()),
        text::duration(budget.minutes())
    )?;
    printed(&alert_table(objective, &windows), out)?;
    printed(&page_table(objective, period, &windows), out)?;
    for lint in lint(objective, period, &windows, traffic) {
        writeln!(out, "{}", lint.sentence())?;
    }
    Ok(())
}

/// A table for people, each column as wide as its widest cell.
fn printed(table: &Table, out: &mut impl Write) -> Result<(), Failure> {
    writeln!(out, "{}", table.caption)?;
    let heads: Vec<String> = table.columns.iter().map(|column| column.name.to_owned()).collect();
    let rows = || std::iter::once(&heads).chain(&table.rows);
    let width = |column: usize| rows().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..heads.len()).map(width).collect();
    for row in rows() {
        let cells: Vec<String> =
            row.iter().zip(&widths).map(|(cell, width)| format!("{cell:>width$}")).collect();
        writeln!(out, "  {}", cells.join("  "))?;
    }
    writeln!(out)?;
    Ok(())
}
