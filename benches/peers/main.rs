//! One piece of work of those that `cargo xtask bench --peers` compares, done so often, with the least time of one.
//!
//! `tenfold-peers WORK RUNS` prints two numbers: how many units of work a run has, and the seconds of the quickest run.
//! The same file runs natively and, compiled for WASI, in the Wasm engine of V8.

use core::ops::ControlFlow;
use std::hint::black_box;
use std::time::{Duration, Instant};

use tenfold::analysis::{DEFAULT_DRAWS, Simulation, UncertainPlan, analyse, simulate};
use tenfold::engine::lanes::{self, LANES, Lanes};
use tenfold::engine::quasi::Stream;
use tenfold::engine::random::{self, Ziggurat};
use tenfold::engine::simulate::{Effect, Event, Hours, Measure, Path, Process, Simulator};
use tenfold::engine::{Diagram, EngineError, Node, Program, Var};
use tenfold::model::Plan;
use tenfold::model::templates::template;
use tenfold::slo::Period;

/// What is done; the number is of its units.
type Work = fn() -> Result<f64, String>;

const WORKS: [(&str, Work); 5] =
    [("draws", draws), ("even-draws", even_draws), ("events", events), ("bands", bands), ("years", years)];

fn main() {
    let mut words = std::env::args().skip(1);
    let name = words.next().unwrap_or_default();
    let runs: u32 = words.next().and_then(|runs| runs.parse().ok()).unwrap_or(1);
    let Some((_, work)) = WORKS.iter().find(|(known, _)| *known == name) else {
        eprintln!("found {name:?}; one of draws, even-draws, events, bands and years is needed");
        std::process::exit(2);
    };
    let mut least = Duration::MAX;
    let mut units = 0.0;
    for _ in 0..runs {
        let start = Instant::now();
        let before = processor_time(start);
        units = match work() {
            Ok(units) => units,
            Err(why) => {
                eprintln!("{name}: {why}");
                std::process::exit(1);
            }
        };
        least = least.min(processor_time(start).saturating_sub(before));
    }
    println!("{units} {}", least.as_secs_f64());
}

/// Processor time of this thread where the system tells it, which a busy machine does not stretch; else wall time. In
/// Wasm the host tells it from outside.
fn processor_time(start: Instant) -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|line| line.split_whitespace().next()?.parse().ok());
    nanoseconds.map_or_else(|| start.elapsed(), Duration::from_nanos)
}

/// Draws of 30 parts in series, each with a log-normal rate and a log-normal length: U = 1 - prod 1 / (1 + rate length).
/// Random numbers by a ziggurat, as numpy makes them; `draws.py` does the same.
fn draws() -> Result<f64, String> {
    let ziggurat = Ziggurat::default();
    let mut stream = random::Stream::new(1, 0);
    in_series(|_, _| core::array::from_fn(|_| ziggurat.normal(&mut stream)))
}

/// The same with the quasi-random draws that bands are made of: each input's are spread evenly.
fn even_draws() -> Result<f64, String> {
    let streams: Vec<Stream> = (0..60).map(|input| Stream::new(1, &format!("input {input}"))).collect();
    in_series(|input, first| streams[input].normals(first))
}

fn in_series(mut normals: impl FnMut(usize, u32) -> Lanes) -> Result<f64, String> {
    const DRAWS: u32 = 65_536;
    const REPEATED: u32 = 4;
    let mut sum = 0.0;
    for _ in 0..REPEATED {
        for first in (0..DRAWS).step_by(LANES) {
            let mut available: Lanes = [1.0; LANES];
            for part in 0..30 {
                let [rate, length] = [0, 1].map(|which: usize| {
                    let z = normals(2 * part + which, black_box(first));
                    lanes::exp(&core::array::from_fn(|i| MU[which] + SIGMA * z[i]))
                });
                for i in 0..LANES {
                    available[i] /= 1.0 + rate[i] * length[i];
                }
            }
            sum += available.iter().map(|available| 1.0 - available).sum::<f64>();
        }
    }
    let draws = f64::from(DRAWS * REPEATED);
    near("U", sum / draws, 8.75e-3)?;
    Ok(draws)
}

/// ln of 2 a year in minutes, ln of 60 minutes.
const MU: [f64; 2] = [-12.479_838_5, 4.094_344_56];
const SIGMA: f64 = 0.5;

/// Failures and repairs of 3 regions of 3 zones of 3 replicas, 2 of 3 needed at each layer; `events.py` does the same.
fn events() -> Result<f64, String> {
    let (process, _) = three_of_three().map_err(|error| error.to_string())?;
    let mut simulator = Simulator::new(process);
    let years = 2_000.0;
    let mut failures = 0;
    for chunk in 0..20 {
        failures += simulator.run(1, chunk, years / 20.0 * 525_960.0).failures;
    }
    near("failures a year", failures as f64 / years, 251.0)?;
    // Each begins and ends.
    Ok(2.0 * failures as f64)
}

fn three_of_three() -> Result<(Process, f64), EngineError> {
    let mut diagram = Diagram::new(100_000);
    let (mut events, mut effects) = (Vec::new(), Vec::new());
    let mut regions = Vec::new();
    let mut unit = |diagram: &mut Diagram, mtbf: f64, mttr: f64| -> Result<Node, EngineError> {
        let var = Var::new(events.len() as u32);
        effects.push(Effect::OnRequests { var, share: 1.0, failovers: Vec::new() });
        events.push(Event {
            rate_per_minute: 1.0 / (60.0 * mtbf),
            mean_minutes: 60.0 * mttr,
            sigma: 1.0,
            unattended: 0.0,
            effect: events.len(),
        });
        diagram.event(var)
    };
    for _ in 0..3 {
        let region = unit(&mut diagram, 20_000.0, 48.0)?;
        let mut zones = Vec::new();
        for _ in 0..3 {
            let zone = unit(&mut diagram, 5_000.0, 24.0)?;
            let mut replicas = Vec::new();
            for _ in 0..3 {
                replicas.push(unit(&mut diagram, 1_000.0, 10.0)?);
            }
            let group = diagram.at_least(2, &replicas)?;
            zones.push(diagram.or(zone, group)?);
        }
        let group = diagram.at_least(2, &zones)?;
        regions.push(diagram.or(region, group)?);
    }
    let root = diagram.at_least(2, &regions)?;
    let exact = 1.828_524_925e-5;
    let process = Process {
        program: Program::compile(&diagram, &[root]),
        quiet: vec![0.0; events.len()],
        paths: vec![Path { root: 0, home: None }],
        events,
        effects,
        measures: vec![Measure { weights: vec![(0, 1.0)], budget: 1e-3, expected: exact }],
        windows_minutes: vec![525_960.0],
        responders: None,
        hours: Hours::All,
    };
    Ok((process, exact))
}

fn largest() -> Result<Plan, String> {
    let largest = template("active-active").ok_or("there is no such template")?;
    Ok((largest.build)())
}

/// 4,096 draws of every uncertain number of the largest template.
fn bands() -> Result<f64, String> {
    let plan = largest()?;
    let uncertain = UncertainPlan::of(&plan, &analyse(&plan)).ok_or("there is no answer")?;
    let bands = uncertain.bands(DEFAULT_DRAWS, 1, &mut |_| ControlFlow::Continue(()));
    bands.map(|bands| f64::from(bands.draws)).ok_or_else(|| "stopped".to_owned())
}

/// 10,000 years of the largest template, with every failover and every window.
fn years() -> Result<f64, String> {
    let plan = largest()?;
    let simulation = Simulation::new(10_000, 1, Period::Days30.length(), None);
    let simulation = simulation.map_err(|error| error.to_string())?;
    let answer = simulate(&plan, simulation, &mut |_| ControlFlow::Continue(()));
    answer.map(|answer| answer.years).map_err(|error| error.to_string())
}

/// The work is what it should be.
fn near(what: &str, found: f64, expected: f64) -> Result<(), String> {
    if (found / expected - 1.0).abs() < 0.02 {
        return Ok(());
    }
    Err(format!("{what}: found {found}; about {expected} is right"))
}
