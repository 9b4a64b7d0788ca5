//! `tenfold export`.

use std::io::Write;

use clap::{Args, ValueEnum};
use tenfold::analysis::fault_tree::{JourneyTreeError, journey_tree};
use tenfold::model::check;
use tenfold::wire::exchange::mef;

use crate::plan::{Failure, prevented, read, warn};

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// The journeys as fault trees in the Open-PSA model exchange format.
    Mef,
}

#[derive(Args)]
pub struct ExportArguments {
    /// The format.
    format: Format,
    /// The plan file; `-` reads standard input.
    plan: String,
    /// The id or name of a journey; without it, all of them.
    #[arg(long)]
    journey: Option<String>,
}

pub fn run(arguments: &ExportArguments, out: &mut impl Write) -> Result<(), Failure> {
    let plan = read(&arguments.plan)?;
    let text = match arguments.format {
        Format::Mef => {
            let model = journey_tree(&plan, arguments.journey.as_deref()).map_err(|error| match error {
                JourneyTreeError::Findings(findings) => prevented(&plan, &findings),
                other => Failure::Unreadable(other.to_string()),
            })?;
            mef::write(&model)
        }
    };
    warn(&plan, &check(&plan));
    write!(out, "{text}")?;
    Ok(())
}
