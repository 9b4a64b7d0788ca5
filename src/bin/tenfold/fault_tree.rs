//! `tenfold fault-tree`.

use std::io::{Read, Write};

use clap::Args;
use tenfold::analysis::fault_tree::{Asked, Draws, MAX_DRAWS, solve};
use tenfold::wire::exchange::mef::{self, DEFAULT_MISSION_HOURS, Mef};
use tenfold::wire::fault_tree::{CountOutput, FaultTreeOutput, TopEventOutput};
use tenfold::wire::results;

use crate::plan::Failure;

/// The most cut sets that are listed.
const LISTED: usize = 10_000;

#[derive(Args)]
pub struct FaultTreeArguments {
    /// The fault tree in the Open-PSA model exchange format; `-` reads standard input.
    file: String,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
    /// List the minimal cut sets, the most probable first, at most ten thousand.
    #[arg(long)]
    cut_sets: bool,
    /// How much each event matters.
    #[arg(long)]
    importance: bool,
    /// Draw everything that is uncertain so many times.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(2..=i64::from(MAX_DRAWS)))]
    uncertainty: Option<u32>,
    /// The same seed gives the same draws, to the bit.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The mission time in hours.
    #[arg(long, value_name = "H", default_value_t = DEFAULT_MISSION_HOURS)]
    mission_time: f64,
}

/// Probability, cut sets, importance and uncertainty of every top event.
pub fn run(arguments: &FaultTreeArguments, out: &mut impl Write) -> Result<(), Failure> {
    let Mef { model, left_out } = read(&arguments.file, arguments.mission_time)?;
    for sentence in &left_out {
        eprintln!("tenfold: {}: {sentence}", arguments.file);
    }
    let draws = arguments.uncertainty.map(|count| Draws { count, seed: arguments.seed });
    let asked = Asked {
        cut_sets: arguments.cut_sets.then_some(LISTED),
        importance: arguments.importance,
        draws,
        ..Asked::default()
    };
    let mut output = FaultTreeOutput::default();
    let mut prevented = false;
    for (number, top) in model.tops.iter().enumerate() {
        match solve(&model, number, &asked) {
            Ok(answer) => {
                if answer.cut_sets.is_none() {
                    prevented |= arguments.cut_sets;
                    let limit = asked.limits.nodes;
                    eprintln!(
                        "tenfold: {}: top event {:?}: the minimal cut sets do not fit within {limit} decisions",
                        arguments.file, top.name
                    );
                }
                output.top_events.push(TopEventOutput::of(&model, number, &answer, &asked));
            }
            Err(why) => {
                prevented = true;
                eprintln!("tenfold: {}: top event {:?}: {why}", arguments.file, top.name);
            }
        }
    }
    if arguments.json {
        writeln!(out, "{}", results::to_json(&output))?;
    } else {
        output.top_events.iter().try_for_each(|top| told(top, out))?;
    }
    if prevented { Err(Failure::Findings) } else { Ok(()) }
}

fn read(path: &str, mission_hours: f64) -> Result<Mef, Failure> {
    // One byte more than is accepted tells a file that is too large without reading all of it.
    let most = mef::MAX_BYTES as u64 + 1;
    let mut bytes = Vec::new();
    let result = if path == "-" {
        std::io::stdin().lock().take(most).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(path).and_then(|file| file.take(most).read_to_end(&mut bytes))
    };
    result
        .map_err(|error| Failure::Unreadable(format!("{path}: {error}; a readable fault tree is needed")))?;
    mef::read_bytes(&bytes, mission_hours).map_err(|error| Failure::Unreadable(format!("{path}: {error}")))
}

fn told(top: &TopEventOutput, out: &mut impl Write) -> Result<(), Failure> {
    writeln!(out, "{} ({})", top.name, top.fault_tree)?;
    writeln!(out, "  Probability       {}", number(top.probability))?;
    writeln!(out, "  Decisions         {}", top.nodes)?;
    let sets = match top.minimal_cut_sets {
        Some(CountOutput::Exactly(count)) => count.to_string(),
        Some(CountOutput::About(count)) => format!("about {count:.5e}"),
        None => "too many to count".to_owned(),
    };
    writeln!(out, "  Minimal cut sets  {sets}")?;
    if let (Some(mean), Some(deviation), Some(quantiles)) = (top.mean, top.standard_deviation, &top.quantiles)
    {
        writeln!(out, "  Mean of draws     {}, standard deviation {}", number(mean), number(deviation))?;
        for quantile in quantiles {
            writeln!(out, "  {:>4.0} % lie below  {}", quantile.share * 100.0, number(quantile.probability))?;
        }
    }
    if let Some(events) = &top.importance {
        writeln!(
            out,
            "\n  {:>11}  {:>11}  {:>11}  {:>11}  {:>14}  {:>11}  {:>11}  event",
            "probability", "Birnbaum", "criticality", "diagnostic", "Fussell-Vesely", "RAW", "RRW"
        )?;
        for event in events {
            writeln!(
                out,
                "  {:>11}  {:>11}  {:>11}  {:>11}  {:>14}  {:>11}  {:>11}  {}",
                number(event.probability),
                number(event.birnbaum),
                number(event.criticality),
                number(event.diagnostic),
                event.fussell_vesely.map_or_else(|| "too many sets".to_owned(), number),
                number(event.raw),
                event.rrw.map_or_else(|| "no end".to_owned(), number),
                event.name
            )?;
        }
    }
    if let Some(sets) = &top.cut_sets {
        writeln!(out, "\n  {:>11}  minimal cut set", "probability")?;
        for set in sets {
            writeln!(out, "  {:>11}  {}", number(set.probability), set.events.join(", "))?;
        }
        if top.cut_sets_truncated == Some(true) {
            writeln!(out, "  and others, less probable")?;
        }
    }
    writeln!(out)?;
    Ok(())
}

/// Six significant digits.
fn number(value: f64) -> String {
    match value.abs() {
        0.001..1_000_000.0 => {
            let before = libm::floor(libm::log10(value.abs())) as i32;
            format!("{value:.*}", (5 - before).max(0) as usize)
        }
        0.0 => "0".to_owned(),
        _ => format!("{value:.5e}"),
    }
}
