//! `tenfold evaluate`.

use std::io::Write;

use tenfold::analysis::{
    Analysis, Answer, Band, GateAnswer, Simulation, SimulationAnswer, Simulator, Uncertainty, analyse,
    uncertainty,
};
use tenfold::economics;
use tenfold::model::{Choice, Plan};
use tenfold::quantity::{MINUTES_PER_YEAR, Probability, Quantity, text};
use tenfold::report::people_words;
use tenfold::slo::Period;
use tenfold::wire::{results, simulation::ChancesFromOutput};

use crate::plan::{Failure, prevented, read, warn};
use crate::simulate;

/// What is evaluated, as it was typed.
#[derive(clap::Args)]
pub struct EvaluateArguments {
    /// The plan file; `-` reads standard input.
    plan: String,
    /// How many years to simulate for the chance of keeping each objective; 0 leaves it out. Without it 2,000, or as
    /// many as a plan that fails very often allows in a moment.
    #[arg(long)]
    years: Option<u64>,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

/// Nines, causes, gates, cost, and the chance of keeping each objective.
pub fn run(arguments: &EvaluateArguments, out: &mut impl Write) -> Result<(), Failure> {
    let EvaluateArguments { plan, years, json } = arguments;
    let plan = read(plan)?;
    let analysis = analyse(&plan);
    let cost = economics::running_cost(&plan).per_month;
    let Some(answers) = results::EvaluateOutput::of(&plan, &analysis, cost) else {
        return Err(prevented(&plan, &analysis.findings));
    };
    warn(&plan, &analysis.findings);
    let uncertainty = uncertainty(&plan, &analysis);
    let chances = chances(&plan, *years)?;
    if !json {
        evaluated(&plan, &analysis, &answers, uncertainty.as_ref(), out)?;
        return promised(chances.as_ref(), out);
    }
    let answers = match &uncertainty {
        Some(uncertainty) => answers.with_bands(uncertainty),
        None => answers,
    };
    let answers = match &chances {
        Some(chances) => answers.with_chances(chances),
        None => answers,
    };
    writeln!(out, "{}", results::to_json(&answers))?;
    Ok(())
}

/// The years that are simulated unless told otherwise: 24,350 windows of 30 days, which leave at most 0.6 points in
/// a hundred open either way, in a fifth of a second at most.
const YEARS: u64 = 2_000;
/// The most failures that are simulated unless told otherwise.
const FAILURES: f64 = 4e6;

/// The simulation behind the chances, the same that `simulate` makes of as many years; none when it was not asked for,
/// or when a year has more failures than can be simulated in a moment.
fn chances(plan: &Plan, years: Option<u64>) -> Result<Option<SimulationAnswer>, Failure> {
    let refused = |error: tenfold::analysis::SimulationError| Failure::Unreadable(error.to_string());
    let of = |years| Simulation::new(years, 1, Period::Days30.length(), None).map_err(refused);
    let years = match years {
        Some(years) => years,
        None => {
            let one = Simulator::of(plan, of(1)?).map_err(refused)?;
            YEARS.min((FAILURES / one.failures_per_year().max(1.0)) as u64)
        }
    };
    match years {
        0 => Ok(None),
        years => simulate::simulated(plan, of(years)?).map(Some),
    }
}

/// The chance of keeping each objective, and how it was found.
fn promised(chances: Option<&SimulationAnswer>, out: &mut impl Write) -> Result<(), Failure> {
    let Some(chances) = chances else { return Ok(()) };
    writeln!(out)?;
    simulate::promise(chances, out)?;
    writeln!(out, "{}", ChancesFromOutput::of(chances).sentence)?;
    Ok(())
}

fn evaluated(
    plan: &Plan,
    analysis: &Analysis,
    answers: &results::EvaluateOutput,
    uncertainty: Option<&Uncertainty>,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let Some(service) = &analysis.service else { return Ok(()) };
    writeln!(out, "{}\n", plan.name)?;
    let band = uncertainty.and_then(|u| u.service);
    writeln!(out, "Users get     {}{}", answer_line(service), band.map_or_else(String::new, range))?;
    writeln!(
        out,
        "Bad minutes   {}",
        text::bad_time_per_year(service.unavailability.bad_minutes_per_year())
    )?;
    let length = service
        .mean_outage
        .map_or_else(String::new, |mean| format!(", each about {}", text::duration(mean.minutes())));
    writeln!(out, "Outages       {}{length}", text::rate(service.outages_per_year))?;
    writeln!(
        out,
        "Cost          {} a month",
        text::money(answers.cost_per_month, plan.prices.currency.name())
    )?;
    if let Some(fate) = &answers.shared_fate {
        writeln!(out, "Shared fate   {}", fate.sentence)?;
    }
    if let Some(people) = &analysis.people {
        writeln!(out, "People        {}", people_words(people))?;
    }
    writeln!(out, "\nJourneys")?;
    for (index, journey) in analysis.journeys.iter().enumerate() {
        let Some(answer) = &journey.answer else { continue };
        let band = uncertainty.and_then(|u| u.journeys.get(index)?.1);
        let verdict = if answer.budget_spent > 1.0 { "misses" } else { "keeps" };
        writeln!(
            out,
            "  {:22} {}{}; {verdict} {}, spends {}",
            journey.name,
            answer_line(answer),
            band.map_or_else(String::new, range),
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
            text::duration(cause.unavailability * MINUTES_PER_YEAR),
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
    if let Some(uncertainty) = uncertainty.filter(|u| u.inputs > 0) {
        writeln!(
            out,
            "\nA range holds nine in ten of {} draws of the plan's {} uncertain numbers.",
            uncertainty.draws, uncertainty.inputs
        )?;
    }
    writeln!(out, "\nA year is 365.25 days, 525,960 minutes.")?;
    Ok(())
}

/// The 90 % band beside an answer; nothing when it has no width.
pub fn range(band: Band) -> String {
    if band.p5 == band.p95 {
        return String::new();
    }
    format!(", {} to {}", text::percent_available(band.p95), text::percent_available(band.p5))
}

fn missing(gate: &GateAnswer) -> String {
    let missing = gate.asks.iter().filter(|(_, _, done)| !done);
    let names: Vec<&str> = missing.map(|(practice, _, _)| practice.name()).collect();
    if names.is_empty() { "the gates before it".into() } else { names.join(", ") }
}

fn answer_line(answer: &Answer) -> String {
    format!("{} ({})", text::percent_available(answer.unavailability), text::nines(answer.unavailability))
}
