//! `cargo xtask bench --peers`: our work beside that of well-known programs, in one run on one machine.
//!
//! Every contender says how many units of work it did and in how many processor seconds at the least; all take turns,
//! round after round, so that a busy moment of the machine hits all alike. To add a comparison add a row to [`ROWS`];
//! a peer that is no Python script is one more [`Contender`].

use std::env;
use std::fs;
use std::path::PathBuf;

use crate::command::{Task, cargo, root};
use crate::tools;

/// Who does the work.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Contender {
    /// Our program on this machine, with the vectors that every such machine has.
    Native(&'static str),
    /// The same as Wasm with its 128-bit vectors, in V8.
    Wasm(&'static str),
    /// A script of `benches/peers` in a Python of its own.
    Python(&'static str),
}

/// What a row is held against.
enum Against {
    /// The speed of another contender: at least this many times as fast.
    Peer(Contender, f64),
    /// Milliseconds for the whole work.
    Milliseconds(f64),
}

/// A line of the table.
struct Row {
    what: &'static str,
    unit: &'static str,
    ours: Contender,
    against: Against,
}

use Against::{Milliseconds, Peer};
use Contender::{Native, Python, Wasm};

const ROWS: [Row; 10] = [
    row(
        "closed form, 60 log-normal inputs, Wasm against numpy",
        "draws",
        Wasm("draws"),
        Peer(Python("draws.py"), 2.4),
    ),
    row("the same, native against numpy", "draws", Native("draws"), Peer(Python("draws.py"), 2.4)),
    row(
        "the same with draws that are spread evenly, Wasm",
        "draws",
        Wasm("even-draws"),
        Peer(Python("draws.py"), 2.4),
    ),
    row(
        "failures and repairs of 39 units, Wasm against SimPy",
        "events",
        Wasm("events"),
        Peer(Python("events.py"), 50.0),
    ),
    row("the same, native against SimPy", "events", Native("events"), Peer(Python("events.py"), 50.0)),
    row("closed form, Wasm against native", "draws", Wasm("draws"), Peer(Native("draws"), 0.9)),
    row("failures and repairs, Wasm against native", "events", Wasm("events"), Peer(Native("events"), 0.9)),
    row("4,096 draws of the largest template, Wasm", "draws", Wasm("bands"), Milliseconds(60.0)),
    row("10,000 years of the largest template, Wasm", "years", Wasm("years"), Milliseconds(300.0)),
    row("10,000 years of the largest template, native", "years", Native("years"), Milliseconds(300.0)),
];

const fn row(what: &'static str, unit: &'static str, ours: Contender, against: Against) -> Row {
    Row { what, unit, ours, against }
}

/// How often everybody takes a turn, and how often the work is done in each.
const ROUNDS: usize = 5;
const RUNS: &str = "3";

/// The peers, as pip installs them.
const PACKAGES: [&str; 2] = ["numpy==2.4.6", "simpy==4.1.2"];

/// Runs every contender and prints the table.
pub fn compare() -> Result<(), String> {
    let places = Places::ready()?;
    let mut contenders: Vec<(Contender, f64, f64)> = Vec::new();
    for row in &ROWS {
        let peer = match row.against {
            Peer(peer, _) => Some(peer),
            Milliseconds(_) => None,
        };
        for contender in [Some(row.ours), peer].into_iter().flatten() {
            if !contenders.iter().any(|(known, ..)| *known == contender) {
                contenders.push((contender, 0.0, f64::INFINITY));
            }
        }
    }
    for round in 1..=ROUNDS {
        println!("round {round} of {ROUNDS}");
        for (contender, units, seconds) in &mut contenders {
            let (found, took) = measured(&places.task(*contender).read()?)?;
            (*units, *seconds) = (found, seconds.min(took));
        }
    }
    let of = |contender: Contender| {
        let found = contenders.iter().find(|(known, ..)| *known == contender);
        found.map_or((0.0, f64::INFINITY), |(_, units, seconds)| (*units, *seconds))
    };
    let version = |program: &str, words: &[&str]| Task::new(program).args(words).read().unwrap_or_default();
    println!("\n{}, node {}, {}", processor(), version("node", &["--version"]).trim(), PACKAGES.join(", "));
    println!("processor time, the least of {} runs\n", ROUNDS * RUNS.parse::<usize>().unwrap_or(1));
    println!("| work | ours | against | reached | aim |");
    println!("|---|---|---|---|---|");
    for Row { what, unit, ours, against } in &ROWS {
        let (units, seconds) = of(*ours);
        let speed = format!("{} {unit}/s", short(units / seconds));
        match against {
            Peer(peer, least) => {
                let (peer_units, peer_seconds) = of(*peer);
                let other = peer_units / peer_seconds;
                let times = units / seconds / other;
                println!("| {what} | {speed} | {} {unit}/s | {times:.2}x | {least}x |", short(other));
            }
            Milliseconds(most) => {
                println!("| {what} | {speed} | | {:.0} ms | {most:.0} ms |", seconds * 1e3);
            }
        }
    }
    Ok(())
}

/// The programs that do the work.
struct Places {
    native: PathBuf,
    wasm: PathBuf,
    python: PathBuf,
}

impl Places {
    /// Builds and installs what is missing.
    fn ready() -> Result<Self, String> {
        let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
        let build =
            ["build", "--locked", "--profile", "bench", "--no-default-features", "--features", "peers"];
        let build = |more: &[&str]| cargo(&[&build[..], &["--bin", "tenfold-peers"], more].concat());
        build(&[]).run()?;
        tools::target(WASI)?;
        build(&["--target", WASI])
            .env("CARGO_TARGET_WASM32_WASIP1_RUSTFLAGS", "-Ctarget-feature=+simd128")
            .run()?;
        Ok(Self {
            native: target.join("release").join(format!("tenfold-peers{}", env::consts::EXE_SUFFIX)),
            wasm: target.join(WASI).join("release/tenfold-peers.wasm"),
            python: python()?,
        })
    }

    fn task(&self, contender: Contender) -> Task {
        let scripts = root().join("benches/peers");
        match contender {
            Native(work) => Task::new(&self.native).args([work, RUNS]),
            Wasm(work) => Task::new("node")
                .args(["--no-warnings".into(), scripts.join("wasi.mjs"), self.wasm.clone()])
                .args([work, RUNS]),
            Python(script) => Task::new(&self.python).args([scripts.join(script)]).args([RUNS]),
        }
    }
}

const WASI: &str = "wasm32-wasip1";

/// A Python of our own with the peers, in `target/tools`.
fn python() -> Result<PathBuf, String> {
    let folder = tools::folder().join("peers");
    let program = folder.join("bin/python");
    let wanted = PACKAGES.join(" ");
    let note = folder.join("packages.txt");
    if fs::read_to_string(&note).is_ok_and(|there| there == wanted) {
        return Ok(program);
    }
    println!("numpy and SimPy are missing: installing them into target/tools/peers.");
    Task::new("python3").args(["-m", "venv"]).args([&folder]).run()?;
    Task::new(&program).args(["-m", "pip", "install", "--quiet"]).args(PACKAGES).run()?;
    fs::write(&note, wanted).map_err(|error| format!("{}: {error}", note.display()))?;
    Ok(program)
}

/// Units and seconds, as a contender prints them.
fn measured(said: &str) -> Result<(f64, f64), String> {
    let numbers: Vec<f64> = said.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    match numbers[..] {
        [units, seconds] if units > 0.0 && seconds > 0.0 => Ok((units, seconds)),
        _ => Err(format!("found {said:?}; units of work and seconds are needed")),
    }
}

/// A speed in three digits: `2.65 M`.
fn short(speed: f64) -> String {
    match speed {
        1e6.. => format!("{:.2} M", speed / 1e6),
        1e3.. => format!("{:.1} k", speed / 1e3),
        _ => format!("{speed:.1}"),
    }
}

fn processor() -> String {
    let told = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let name = told.lines().find_map(|line| line.strip_prefix("model name")?.split_once(':'));
    name.map_or_else(|| env::consts::ARCH.to_owned(), |(_, name)| name.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::{measured, short};

    #[test]
    fn what_a_contender_says_is_two_numbers() {
        assert_eq!(measured("4096 0.025\n"), Ok((4096.0, 0.025)));
        for wrong in ["", "4096", "4096 0", "4096 soon", "1 2 3"] {
            assert!(measured(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn speeds_have_three_digits() {
        assert_eq!([2_654_321.0, 480_000.0, 12.34].map(short), ["2.65 M", "480.0 k", "12.3"]);
    }
}
