//! A discrete-event simulation of the reference process.
//!
//! # The process
//! - Each [`Event`] alternates between up-times, exponential, and down-times, log-normal ([rule 1]).
//! - The active events fail requests as the compiled structure says: an event counts with its share, draws for one
//!   request keep their probability (rules 2 to 5 and 7). This is the expected share of requests, not a sample of it:
//!   there are far more requests than outages.
//! - When an event begins and the structure still works, its failovers cost their share of requests until they are
//!   over or the event is (rule 6). Whether a failover works is drawn once for all paths; those of one event on one
//!   path combine as the exact engine combines them, and concern only requests that the event itself leaves: a request
//!   fails only once. Those of several events, and the structure, add up to at most all requests. Which survivors
//!   there are is decided by the state in which the event begins.
//! - What rides out short outages feels an event from an age on: the event then goes on with another effect. A failover
//!   that is over by then is not felt there.
//! - A member that stands by fails less often while it waits ([`Waiting`]): an event that would begin then does so with
//!   a chance only. Which members serve is decided by the state in which the event would begin.
//! - With a limited number of responders, an event ends only after somebody has worked on it; the part of its length
//!   before that runs by itself, the rest waits until one of them is free, first come first served. One whose whole
//!   length runs by itself takes nobody.
//!
//! [rule 1]: super::renewal
//!
//! # Chunks
//! A job is cut into chunks of time, each with a [stream](super::random::Stream) of its own and each beginning as the
//! long run is met at any moment, so that its windows are like all others. What a chunk leaves is a [`Tally`]; tallies
//! merge exactly, so the number of workers and the order in which they end cannot be seen in the result.
//!
//! # Which minutes count
//! All of them, or [those of working hours](Hours): then bad minutes, budgets and means are of these alone. Failures
//! come at any hour alike, and people are as quick at night as by day: their time to engage is a mean over the week.
//!
//! # What it says of the exact engine
//! The long-run mean of the structure is exact in both, and so equal up to noise. For failovers the exact engine is
//! first order; the difference, measured by long runs, stands in [`analysis`](crate::analysis).

mod alias;
mod hours;
mod losses;
mod process;
mod run;
mod tally;
#[cfg(test)]
mod tests;

pub use hours::Hours;
pub use process::{Cost, Effect, Event, Measure, Path, Process, Switchover, Waiting};
pub use run::Simulator;
pub use tally::{Histogram, MeasureTally, Tally, Total, WindowTally};
