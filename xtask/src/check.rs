//! `cargo xtask test`: every check, each timed, and one verdict.

use std::time::{Duration, Instant};

use crate::command::cargo;
use crate::{browser, promtool, release, tools};

/// How much to check.
#[derive(Clone, Copy, PartialEq)]
pub enum Scope {
    /// All checks.
    Everything,
    /// Without the release page and what looks at it.
    Fast,
}

type Step = (&'static str, fn() -> Result<(), String>);

/// Where the browser tests expect the page: under a path, because that is what breaks unnoticed.
const PUBLIC_URL: &str = "/tenfold/";

const FAST: [Step; 8] = [
    ("tools", tools::ready),
    ("format", format),
    ("clippy, core", || clippy(&["--no-default-features", "--all-targets"])),
    ("clippy, command line and browser tests", clippy_cli),
    ("clippy, app", || clippy(&["--target", "wasm32-unknown-unknown"])),
    ("tests, core and command line", tests),
    ("tests, app", ui_tests),
    ("docs", docs),
];

const SLOW: [Step; 4] = [
    ("release page", || release::page(PUBLIC_URL)),
    ("sizes", release::check_sizes),
    ("content security policy", release::check_policy),
    ("browser tests", browser::test),
];

struct Outcome {
    name: &'static str,
    failure: Option<String>,
    took: Duration,
}

/// Runs the checks in order. A failure does not stop the ones after it; all are named at the end.
pub fn all(scope: Scope) -> Result<(), String> {
    let clock = Instant::now();
    let slow = SLOW.iter().filter(|_| scope == Scope::Everything);
    let outcomes: Vec<Outcome> = FAST.iter().chain(slow).map(run).collect();

    println!("\n{:<42} {:<8} {:>8}", "check", "result", "seconds");
    for Outcome { name, failure, took } in &outcomes {
        let result = if failure.is_none() { "passed" } else { "FAILED" };
        println!("{name:<42} {result:<8} {:>8.1}", took.as_secs_f64());
    }
    println!("{:<42} {:<8} {:>8.1}", "all", "", clock.elapsed().as_secs_f64());
    for Outcome { name, failure, .. } in &outcomes {
        if let Some(why) = failure {
            println!("\n{name}: {why}");
        }
    }
    if scope == Scope::Fast {
        println!("\nNot looked at: the release page, its sizes, its policy, the browser tests.");
    }
    let failed = outcomes.iter().filter(|outcome| outcome.failure.is_some()).count();
    println!("\n{} passed, {failed} failed", outcomes.len() - failed);
    if failed == 0 { Ok(()) } else { Err("The checks failed.".to_owned()) }
}

fn run((name, check): &Step) -> Outcome {
    println!("\n== {name}");
    let clock = Instant::now();
    let failure = check().err();
    if let Some(why) = &failure {
        println!("{why}");
    }
    Outcome { name, failure, took: clock.elapsed() }
}

fn format() -> Result<(), String> {
    cargo(&["fmt", "--all", "--check"]).run()
}

fn clippy(words: &[&str]) -> Result<(), String> {
    cargo(&["clippy", "--locked"]).args(words).args(["--", "-D", "warnings"]).run()
}

fn clippy_cli() -> Result<(), String> {
    clippy(&["--no-default-features", "--features", "cli,e2e", "--all-targets"])?;
    clippy(&["--package", "xtask", "--all-targets"])
}

fn tests() -> Result<(), String> {
    let promtool = promtool::ready()?;
    let app = cargo(&["test", "--locked", "--no-default-features", "--features", "cli"])
        .env("TENFOLD_PROMTOOL", promtool)
        .run();
    let commands = cargo(&["test", "--locked", "--package", "xtask"]).run();
    app.and(commands)
}

/// What of the app can be tested without a browser: native tests under the `ui` feature.
fn ui_tests() -> Result<(), String> {
    cargo(&["test", "--locked", "--lib"]).run()
}

fn docs() -> Result<(), String> {
    let strict = |words: &[&str]| {
        let task = cargo(&["doc", "--locked", "--no-deps", "--lib"]).args(words);
        task.env("RUSTDOCFLAGS", "-D warnings").run()
    };
    strict(&["--no-default-features", "--features", "cli"])?;
    strict(&["--target", "wasm32-unknown-unknown"])
}
