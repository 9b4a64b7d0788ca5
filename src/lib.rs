//! Tenfold, a reliability planner that runs wholly in the browser.
//!
//! An architect models a service; Tenfold answers how many nines its users will get and why, what the
//! next nine costs, and where to stop. This page is the architecture: read it first.
//!
//! # Rooms
//!
//! A module imports itself and what stands to its left; siblings in braces do not import each other.
//! `tests/suite/architecture.rs` reads `src/` and fails on an import that runs the wrong way.
//!
//! ```text
//! quantity <- { engine, slo } <- model <- analysis <- economics <- { wire, report } <- jobs <- ui
//! ```
//!
//! | Room | What it is |
//! |---|---|
//! | [`quantity`] | numbers with unit, range and origin; reading and writing them as people do |
//! | [`engine`] | maths over events and structure functions, exact, drawn and simulated; knows no plan |
//! | [`slo`] | objectives, error budgets, burn rates and alerts, periods and calendars |
//! | [`model`] | the plan document, edits, findings, catalogues, templates |
//! | [`analysis`] | from a plan to what users get, how sure that is, and why |
//! | [`economics`] | running cost, levers and constraints, the proven frontier of designs, the ladder of nines, the stop line |
//! | [`wire`] | the only room that serialises: plan files, links, stored copies, results for scripts |
//! | [`report`] | semantic blocks and figures as data |
//! | [`jobs`] | heavy requests as text in, text out: what a worker runs |
//! | `ui` | everything that touches a signal or the page; behind the feature `ui` |
//!
//! # The way of a number
//!
//! A person types `5..10 min`; [`quantity::text`] reads it into an [`Estimate`](quantity::Estimate). The UI
//! makes an [`Edit`](model::Edit) of it, [`Plan::apply`](model::Plan::apply) gives the next plan, a
//! [`History`](model::History) keeps the one before. [`analyse`](analysis::analyse) turns the plan into
//! basic events and functions of them, the engine gives probabilities and derivatives, and what comes back
//! are plain values with sentences. The page, the command line and the report show these values through
//! the same writers, so they cannot differ.
//!
//! # Invariants
//!
//! * Everything left of `ui` is pure: no clock, no randomness, no I/O. So it cannot fail but by its arguments,
//!   and runs alike in tests, on the command line, on the page and in a worker.
//! * A value is checked where it enters; past the constructor nobody checks again.
//! * Transcendental functions come from `libm`, sums are compensated and in fixed order: native and Wasm
//!   agree to the bit.
//! * A half-finished plan is no error. What it lacks is a finding with a place, and the rest is answered.
//! * Unavailability is carried, never `1 - A`; "100 %" is never printed.
//!
//! # Decisions
//!
//! *Templates are code over the catalogue, not plan files*: their figures cannot go stale beside the
//! catalogue's, and they cost a tenth of the bytes.
//!
//! *Events with the same effect share a place in the diagram*, which gives what modules for replica groups
//! would give, and needs no second way to compute.
//!
//! *Plan files are read and written by hand* ([`wire`]), through one small tree of JSON: readers derived for each
//! shape made a fourteenth of the page's Wasm file. The shapes are declared beside them for the schema and for tests.
//!
//! *The page is made with a small element builder*, not with the framework's `view!`: that compiles one copy of its
//! drawing code for every shape of element, half of the Wasm file. Signals, memos and owners are Leptos'.
//!
//! *The search for designs bounds and never samples*: one structure is swept over all settings of its practices, and a
//! lower bound that follows from the structure being coherent leaves out what a known design beats (see
//! `analysis::sweep`). A few hundred of thirty million designs are evaluated, and the answer is the optimum. A beam
//! was tried first: it evaluated twenty times as many and could prove nothing. A solver for integer programs has
//! nothing to hold on to, since U is no sum of what practices do.
//!
//! *The exact engine and the simulator are two ways to one meaning*: they share what a plan compiles to and nothing
//! of how it is counted, and every simulation says how far the two are apart.
//!
//! *Failovers of one event on one path are combined* before they are weighed (see `analysis::measure`):
//! the rule of the reference process, taken group by group, would count a zone outage that ejects members
//! of five groups five times.

pub mod quantity;

pub mod engine;
pub mod slo;

pub mod model;

pub mod analysis;

pub mod economics;

pub mod report;
pub mod wire;

pub mod jobs;

#[cfg(feature = "ui")]
pub mod ui;

pub mod refs;
