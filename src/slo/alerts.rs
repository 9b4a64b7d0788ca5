//! Alerts that watch how fast the budget goes: multiwindow, multi-burn-rate.
//!
//! An alert looks back over a long window and over a short one, and is on while *both* burn at its rate or
//! faster: the long one keeps it from ringing for a blip, the short one lets it end soon after the outage does.
//!
//! Assumptions of the formulas: requests come evenly, an outage fails a constant share of them from its first
//! moment, all was well for at least one long window before, and windows are looked at without delay. What
//! scraping and evaluating add (usually 15 to 60 s each) is not in the numbers.
//! `tests` counts the same windows second by second.

mod lint;
mod outage;
#[cfg(test)]
mod tests;
mod window;

pub use lint::{AlertLint, FIRST_ANSWER_MINUTES, Traffic, WATCH_STEP_MINUTES, lint};
pub use outage::{Alert, alert, outage_sizes, page, time_to_page, weakest_outage};
pub use window::{AlertSeverity, AlertWindow, alert_windows};
