//! The browser tests: the release page in a real Chromium, as a person uses it.
//!
//! They look at `dist/`, so they run after the release build; `cargo xtask test` does both.
//! Every story fails on an error in the console and on a request that leaves the page's origin.
//! They never skip: without a page or a browser they fail and name the command to run.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a story may stop where it fails")]

mod support;

mod bits;
mod breaking;
mod hands;
mod investing;
mod keeping;
mod looks;
mod modelling;
mod numbers;
mod offline;
mod opening;
mod paying;
mod policy;
mod promises;
mod promising;
mod reading;
mod risking;
mod sharing;
mod speed;
mod start;
