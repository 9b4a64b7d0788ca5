//! The command line: the same engine as the page, for scripts.
//!
//! Exit codes: 0 answered, 1 the plan has findings that prevent an answer, 2 unreadable input.
//! Answers go to standard output, messages to standard error. A plan of a newer version is answered from what is
//! understood of it, and a message says what was left out.

use std::io::{Read, Write};
use std::ops::ControlFlow;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use tenfold::analysis::{
    Analysis, Answer, Band, Sensitivity, SensitivitySettings, Simulated, SimulatedWindow, Simulation,
    SimulationAnswer, SimulationError, Simulator, UncertainPlan, Uncertainty, analyse, uncertainty,
};
use tenfold::economics::{self, Design, Ladder, LadderError};
use tenfold::engine::simulate::Tally;
use tenfold::model::templates::{template, templates};
use tenfold::model::{Choice, Finding, Place, Plan, Severity, check};
use tenfold::quantity::text::Readable;
use tenfold::quantity::{Duration, MINUTES_PER_YEAR, Probability, Quantity, text};
use tenfold::wire::sensitivity::{self, SensitivityOutput};
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
    /// Which uncertain numbers drive the range of the answer.
    Sensitivity {
        /// The plan file; `-` reads standard input.
        plan: String,
        /// The seed of the draws.
        #[arg(long, default_value_t = tenfold::analysis::DEFAULT_SEED)]
        seed: u64,
        /// Print one JSON object.
        #[arg(long)]
        json: bool,
    },
    /// Chance of keeping each objective, bad minutes and the worst year, by simulation.
    Simulate {
        /// The plan file; `-` reads standard input.
        plan: String,
        /// How many years to simulate.
        #[arg(long, default_value_t = 10_000)]
        years: u64,
        /// The same seed gives the same answer, to the bit.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// The window that the promise is kept over, such as 30d or 12h.
        #[arg(long, default_value = "30d")]
        window: String,
        /// How many incidents can be worked on at once; without it, any number.
        #[arg(long)]
        responders: Option<u32>,
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
            let uncertainty = uncertainty(&plan, &analysis);
            if *json {
                let answers = match &uncertainty {
                    Some(uncertainty) => answers.with_bands(uncertainty),
                    None => answers,
                };
                writeln!(out, "{}", results::to_json(&answers))?;
            } else {
                evaluated(&plan, &analysis, &answers, uncertainty.as_ref(), out)?;
            }
        }
        Command::Sensitivity { plan, seed, json } => {
            let plan = read(plan)?;
            let analysis = analyse(&plan);
            let settings = SensitivitySettings { seed: *seed, ..SensitivitySettings::default() };
            let mut on = |_| ControlFlow::Continue(());
            let uncertain = UncertainPlan::of(&plan, &analysis);
            let found = uncertain.as_ref().and_then(|u| u.sensitivity(settings, &mut on));
            let (Some(uncertain), Some(sensitivity)) = (uncertain, found) else {
                return Err(prevented(&plan, &analysis.findings));
            };
            warn(&plan, &analysis.findings);
            let bands = uncertain.bands(tenfold::analysis::DEFAULT_DRAWS, *seed, &mut on);
            if *json {
                let output = SensitivityOutput::of(&plan, &sensitivity, bands.as_ref());
                writeln!(out, "{}", results::to_json(&output))?;
            } else {
                driven(&plan, &sensitivity, bands.as_ref(), out)?;
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
        Command::Simulate { plan, years, seed, window, responders, json } => {
            let window =
                Duration::read(window).map_err(|error| Failure::Unreadable(format!("window: {error}")))?;
            let simulation = Simulation::new(*years, *seed, window, *responders)
                .map_err(|error| Failure::Unreadable(error.to_string()))?;
            let plan = read(plan)?;
            let answer = simulated(&plan, simulation)?;
            warn(&plan, &check(&plan));
            if *json {
                let output = wire::simulation::SimulationOutput::of(&plan.name, &answer);
                writeln!(out, "{}", results::to_json(&output))?;
            } else {
                lived(&plan, &answer, out)?;
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
fn range(band: Band) -> String {
    if band.p5 == band.p95 {
        return String::new();
    }
    format!(", {} to {}", text::percent_available(band.p95), text::percent_available(band.p5))
}

fn driven(
    plan: &Plan,
    sensitivity: &Sensitivity,
    uncertainty: Option<&Uncertainty>,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let time = |u: tenfold::quantity::Unavailability| text::duration(u.bad_minutes_per_year());
    writeln!(out, "{}: which uncertain numbers drive the range of the answer\n", plan.name)?;
    writeln!(
        out,
        "With every number at likely  {} a year, {}",
        time(sensitivity.likely),
        text::percent_available(sensitivity.likely)
    )?;
    if let Some(band) = uncertainty.and_then(|u| u.service) {
        writeln!(
            out,
            "Nine draws in ten            {} to {} a year{}",
            time(band.p5),
            time(band.p95),
            range(band)
        )?;
    }
    if sensitivity.drivers.is_empty() {
        writeln!(out, "\nNo uncertain number changes it.")?;
        return Ok(());
    }
    let share =
        |index: Option<f64>| index.map_or_else(String::new, |index| text::share(Probability::clamped(index)));
    writeln!(
        out,
        "\n  {:>11}  {:>11}  {:>7}  {:>7}  number at its 5th and 95th percentile, others at likely",
        "low", "high", "alone", "in all"
    )?;
    for driver in sensitivity.drivers.iter().take(20) {
        let also = match driver.input.numbers.len() {
            1 => String::new(),
            count => format!(" and {} more of the same", count - 1),
        };
        writeln!(
            out,
            "  {:>11}  {:>11}  {:>7}  {:>7}  {}{also}",
            time(driver.at_low),
            time(driver.at_high),
            share(driver.indices.map(|i| i.first_order)),
            share(driver.indices.map(|i| i.total)),
            sensitivity::name(plan, driver.input.number()),
        )?;
    }
    if let Some(rest) = sensitivity.rest {
        writeln!(
            out,
            "  {:>11}  {:>11}  {:>7}  {:>7}  all others together",
            "",
            "",
            share(Some(rest.first_order)),
            share(Some(rest.total)),
        )?;
    }
    writeln!(
        out,
        "\nAlone and in all: the share of the variance of the nines that a number explains, without and with its \
         interplay with others."
    )?;
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

/// Simulates on as many threads as there are cores: chunks are dealt out in turn, and merging them is exact, so the
/// answer does not depend on how many there are.
fn simulated(plan: &Plan, simulation: Simulation) -> Result<SimulationAnswer, Failure> {
    let refused = |error| match error {
        SimulationError::NoAnswer(findings) => prevented(plan, &findings),
        other => Failure::Unreadable(other.to_string()),
    };
    let simulator = Simulator::of(plan, simulation).map_err(refused)?;
    let answer_is_whole = simulator.answer(&Tally::default()).service.is_some();
    if !answer_is_whole {
        return Err(prevented(plan, &check(plan)));
    }
    let chunks = simulation.chunks();
    let workers = std::thread::available_parallelism().map_or(1, |cores| cores.get() as u64).min(chunks);
    let all = std::thread::scope(|scope| {
        let work = |first: u64| {
            let mut simulator = simulator.clone();
            move || {
                let mut own = Tally::default();
                let mine = (first..chunks).step_by(workers as usize);
                mine.for_each(|chunk| own.merge(&simulator.run_chunk(chunk)));
                own
            }
        };
        let threads: Vec<_> = (0..workers).map(|first| scope.spawn(work(first))).collect();
        let mut all = Tally::default();
        for thread in threads {
            match thread.join() {
                Ok(own) => all.merge(&own),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        all
    });
    Ok(simulator.answer(&all))
}

fn lived(plan: &Plan, answer: &SimulationAnswer, out: &mut impl Write) -> Result<(), Failure> {
    let years = text::duration(answer.years * MINUTES_PER_YEAR);
    writeln!(out, "{}: {years} simulated, seed {}\n", plan.name, answer.simulation.seed())?;
    let Some(service) = &answer.service else { return Ok(()) };
    let all =
        || answer.journeys.iter().map(|j| (j.name.as_str(), &j.simulated)).chain([("All together", service)]);
    let length = |window: &SimulatedWindow| text::duration(window.length.minutes());
    writeln!(out, "Chance of keeping the promise in a window of")?;
    let heads: Vec<String> = service.windows.iter().map(|window| format!("{:>18}", length(window))).collect();
    writeln!(out, "  {:22} {:>10} {}", "", "promise", heads.join(" "))?;
    for (name, simulated) in all() {
        let chances: Vec<String> =
            simulated.windows.iter().map(|window| format!("{:>18}", chance(window))).collect();
        let promise = text::percent_available(simulated.objective.unavailability());
        writeln!(out, "  {name:22} {promise:>10} {}", chances.join(" "))?;
    }
    writeln!(out, "\nBad minutes in {}", length(&service.windows[service.asked]))?;
    for (name, simulated) in all() {
        let window = &simulated.windows[simulated.asked];
        let [_, half, _, twentieth, hundredth] = window.percentiles_minutes.map(text::duration);
        writeln!(
            out,
            "  {name:22} half have at most {half}, one in 20 over {twentieth}, one in 100 over {hundredth}, the worst {}",
            text::duration(window.worst_minutes)
        )?;
    }
    writeln!(out, "\nBad minutes in a year, all together")?;
    let years = service.windows.iter().find(|window| window.length.minutes() == MINUTES_PER_YEAR);
    if let Some([_, half, tenth, _, hundredth]) = years.map(|w| w.percentiles_minutes.map(text::duration)) {
        writeln!(out, "  half have at most {half}, one in 10 over {tenth}, one in 100 over {hundredth}")?;
    }
    writeln!(out, "  the worst of these years had {}", text::duration(service.worst_year_minutes))?;
    writeln!(out, "\n{}", compared(service))?;
    Ok(())
}

/// The chance of keeping the objective with its 95 % interval. What was always or never met is told by its bound.
fn chance(window: &SimulatedWindow) -> String {
    let (low, high) = window.interval;
    match window.kept {
        _ if window.count == 0 => "no such window".into(),
        0 => format!("under {}", text::share(high)),
        kept if kept == window.count => format!("over {}", text::share(low).trim_start_matches("over ")),
        _ => {
            let [low, high] = [low, high].map(text::share);
            if low == high { low } else { format!("{low} to {high}") }
        }
    }
}

/// The two engines side by side.
fn compared(service: &Simulated) -> String {
    let exact = text::percent_available(service.exact);
    let found = match service.interval {
        Some((low, high)) => {
            format!("{} to {}", text::percent_available(high), text::percent_available(low))
        }
        None => text::percent_available(service.unavailability),
    };
    match service.z {
        Some(z) => format!(
            "The simulation finds {found}, the exact engine {exact}: {:.1} standard errors apart.",
            z.abs()
        ),
        None => format!(
            "The simulation finds {found}; the exact engine, which knows no queue for people and no noise, {exact}."
        ),
    }
}
