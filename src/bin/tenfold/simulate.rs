//! `tenfold simulate`.

use std::io::Write;

use tenfold::analysis::{
    Hours, Ranges, Simulated, SimulatedWindow, Simulation, SimulationAnswer, SimulationError, Simulator,
};
use tenfold::engine::simulate::Tally;
use tenfold::model::{Plan, check};
use tenfold::quantity::text::Readable;
use tenfold::quantity::{Duration, MINUTES_PER_YEAR, text};
use tenfold::wire::{results, simulation::SimulationOutput};

use crate::plan::{Failure, prevented, read, warn};

/// What is simulated, as it was typed.
#[derive(clap::Args)]
pub struct SimulateArguments {
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
    /// How many incidents can be worked on at once; without it, as many as the plan says.
    #[arg(long)]
    responders: Option<u32>,
    /// Hold numbers that are known as ranges at likely, or mix what is not known in: draw them anew for each part of
    /// the years.
    #[arg(long, default_value = "likely", value_parser = ["likely", "mixed"])]
    ranges: String,
    /// Which failures count: all, or only those of working hours, Monday to Friday, 8 to 18 o'clock.
    #[arg(long, default_value = "all", value_parser = ["all", "working"])]
    hours: String,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

/// Chance of keeping each objective, bad minutes and the worst year, by simulation.
pub fn run(arguments: &SimulateArguments, out: &mut impl Write) -> Result<(), Failure> {
    let SimulateArguments { plan, years, seed, window, responders, ranges, hours, json } = arguments;
    let window = Duration::read(window).map_err(|error| Failure::Unreadable(format!("window: {error}")))?;
    let ranges = Ranges::ALL.into_iter().find(|one| one.key() == ranges).unwrap_or_default();
    let hours = Hours::ALL.into_iter().find(|one| one.key() == hours).unwrap_or_default();
    let asked = |responders| {
        let simulation = Simulation::new(*years, *seed, window, responders)?;
        simulation.with_ranges(ranges).with_hours(hours)
    };
    // What was typed is looked at before the plan.
    asked(*responders).map_err(wrong)?;
    let plan = read(plan)?;
    let simulation = asked(responders.or(plan.responders)).map_err(wrong)?;
    let answer = simulated(&plan, simulation)?;
    warn(&plan, &check(&plan));
    if !json {
        return lived(&plan, &answer, out);
    }
    writeln!(out, "{}", results::to_json(&SimulationOutput::of(&plan.name, &answer)))?;
    Ok(())
}

fn wrong(error: SimulationError) -> Failure {
    Failure::Unreadable(error.to_string())
}

/// Simulates on as many threads as there are cores: chunks are dealt out in turn, and merging them is exact, so the
/// answer does not depend on how many there are.
pub fn simulated(plan: &Plan, simulation: Simulation) -> Result<SimulationAnswer, Failure> {
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
    writeln!(out, "{}: {years} simulated, seed {}", plan.name, answer.simulation.seed())?;
    if answer.simulation.ranges() == Ranges::Mixed {
        writeln!(out, "Numbers that are known as ranges are drawn anew for each part of the years.")?;
    }
    if answer.simulation.hours() == Hours::Working {
        writeln!(out, "Only failures of working hours count, Monday to Friday, 8 to 18 o'clock.")?;
    }
    writeln!(out)?;
    let Some(service) = &answer.service else { return Ok(()) };
    promise(answer, out)?;
    let length = |window: &SimulatedWindow| text::duration(window.length.minutes());
    writeln!(out, "\nBad minutes in {}", length(&service.windows[service.asked]))?;
    for (name, simulated) in all(answer) {
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

/// Every journey, then all together.
fn all(answer: &SimulationAnswer) -> impl Iterator<Item = (&str, &Simulated)> {
    let service = answer.service.iter().map(|service| ("All together", service));
    answer.journeys.iter().map(|j| (j.name.as_str(), &j.simulated)).chain(service)
}

/// The chances of keeping each promise, window by window.
pub fn promise(answer: &SimulationAnswer, out: &mut impl Write) -> Result<(), Failure> {
    writeln!(out, "Chance of keeping the promise in a window of")?;
    let windows = all(answer).next().map_or(&[][..], |(_, simulated)| &simulated.windows);
    let heads: Vec<String> =
        windows.iter().map(|window| format!("{:>18}", text::duration(window.length.minutes()))).collect();
    writeln!(out, "  {:22} {:>10} {}", "", "promise", heads.join(" "))?;
    for (name, simulated) in all(answer) {
        let chances: Vec<String> =
            simulated.windows.iter().map(|window| format!("{:>18}", chance(window))).collect();
        let promise = text::percent_available(simulated.objective.unavailability());
        writeln!(out, "  {name:22} {promise:>10} {}", chances.join(" "))?;
    }
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
