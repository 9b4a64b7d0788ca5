//! Reading a plan, and saying what is wrong with it.

use std::io::Read;

use tenfold::model::{Finding, Place, Plan, Severity};
use tenfold::wire;

/// Why there is no answer.
pub enum Failure {
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

/// Reads a plan from a file or from standard input.
pub fn read(path: &str) -> Result<Plan, Failure> {
    let bytes = read_bytes(path, wire::MAX_BYTES, "plan file")?;
    let opened = wire::read_bytes(&bytes).map_err(|error| Failure::Unreadable(format!("{path}: {error}")))?;
    if let Some(newer) = opened.newer {
        eprintln!("tenfold: {path}: {newer}");
    }
    Ok(opened.plan)
}

/// Reads a text from a file or from standard input.
pub fn read_text(path: &str, most: usize) -> Result<String, Failure> {
    let bytes = read_bytes(path, most, "file")?;
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Failure::Unreadable(format!(
            "{path}: found bytes that are not UTF-8 from byte {at} on; save it as UTF-8"
        ))
    })
}

/// Reads at most one byte more than is accepted, which tells a file that is too large without reading all of it.
fn read_bytes(path: &str, most: usize, what: &str) -> Result<Vec<u8>, Failure> {
    let most = most as u64 + 1;
    let mut bytes = Vec::new();
    let result = if path == "-" {
        std::io::stdin().lock().take(most).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(path).and_then(|file| file.take(most).read_to_end(&mut bytes))
    };
    match result {
        Ok(_) => Ok(bytes),
        Err(error) => Err(Failure::Unreadable(format!("{path}: {error}; a readable {what} is needed"))),
    }
}

/// A finding in one line: severity, place, what was found, what would be right.
pub fn told(plan: &Plan, finding: &Finding) -> String {
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

pub fn warn(plan: &Plan, findings: &[Finding]) {
    for finding in findings {
        eprintln!("tenfold: {}", told(plan, finding));
    }
}

pub fn prevented(plan: &Plan, findings: &[Finding]) -> Failure {
    warn(plan, findings);
    Failure::Findings
}
