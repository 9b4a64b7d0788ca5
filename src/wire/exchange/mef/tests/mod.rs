//! MEF files: samples with known answers, refusals with line and name, hostile files, and the way out and back.

mod hostile;
mod refused;
mod round_trip;
mod samples;

use super::{DEFAULT_MISSION_HOURS, Mef, MefError};
use crate::analysis::fault_tree::{Asked, TopAnswer, solve};

/// Reads with the mission time where none is said.
fn read(text: &str) -> Result<Mef, MefError> {
    super::read(text, DEFAULT_MISSION_HOURS)
}

/// A fault tree of one gate `top` with this formula, over events `a`, `b`, `c` of probabilities 0.1, 0.2, 0.3.
fn of_formula(formula: &str) -> String {
    of_definitions(&format!(
        "<define-gate name=\"top\">{formula}</define-gate>\
         <define-basic-event name=\"a\"><float value=\"0.1\"/></define-basic-event>\
         <define-basic-event name=\"b\"><float value=\"0.2\"/></define-basic-event>\
         <define-basic-event name=\"c\"><float value=\"0.3\"/></define-basic-event>"
    ))
}

/// A fault tree of one event with this expression.
fn of_expression(expression: &str) -> String {
    of_definitions(&format!(
        "<define-gate name=\"top\"><basic-event name=\"e\"/></define-gate>\n\
         <define-basic-event name=\"e\">{expression}</define-basic-event>"
    ))
}

/// A fault tree with these definitions, which begin on line 3.
fn of_definitions(definitions: &str) -> String {
    format!("<opsa-mef>\n<define-fault-tree name=\"f\">\n{definitions}\n</define-fault-tree>\n</opsa-mef>\n")
}

fn answer(mef: &Mef, top: usize) -> TopAnswer {
    solve(&mef.model, top, &Asked::default()).unwrap()
}

fn probability(text: &str) -> f64 {
    answer(&read(text).unwrap(), 0).probability
}

fn close(found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-12, "found {found}, expected {expected}");
}
