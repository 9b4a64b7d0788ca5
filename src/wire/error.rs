//! Why a text is no plan: every message has the place, what was found and what would be right.

use core::fmt::Display;

use thiserror::Error;

use crate::model::IdError;
use crate::quantity::QuantityError;

/// Why a file, link or stored text is refused. The open plan is never touched by one.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum WireError {
    /// The text is larger than anything this program writes.
    #[error("{what}: found more than {limit} bytes; a plan of at most {limit} bytes is needed")]
    TooLarge {
        /// What is too large.
        what: &'static str,
        /// The most that is read.
        limit: usize,
    },
    /// The text is something else.
    #[error("not a Tenfold plan: found {found}; {right} is needed")]
    NotAPlan {
        /// What was found.
        found: String,
        /// What would be right.
        right: &'static str,
    },
    /// The text was written by another version of Tenfold.
    #[error("tenfold: found version {found}; this Tenfold reads {}{}",
        if *newest == 1 { "version 1".to_owned() } else { format!("versions 1 to {newest}") },
        if found > newest { ", so open it with a newer Tenfold" } else { "" })]
    UnknownVersion {
        /// The version found.
        found: u64,
        /// The newest version that is known here.
        newest: u64,
    },
    /// The text is not JSON, or not of the shape of a plan.
    #[error("{place} (line {line}, column {column}): {what}")]
    Unreadable {
        /// The place as a path of keys: `plan.components[2].replicas`.
        place: String,
        /// The line, from 1.
        line: usize,
        /// The column in bytes, from 1.
        column: usize,
        /// What was found and what would be right.
        what: String,
    },
    /// A value is outside what a plan may hold.
    #[error("{place}: {what}")]
    BadValue {
        /// The place as a path of keys and ids: `components.web.replicas`.
        place: String,
        /// What was found and what would be right.
        what: String,
    },
    /// The text was cut or changed on its way.
    #[error("{place}: {what}")]
    Damaged {
        /// What is damaged.
        place: &'static str,
        /// What was found and what would be right.
        what: String,
    },
}

/// A bad value on its way up to the root, gathering its place.
#[derive(Debug)]
pub(crate) struct Fault {
    place: String,
    what: String,
}

impl Fault {
    /// A fault right here.
    pub(crate) fn new(what: impl Display) -> Self {
        Self { place: String::new(), what: what.to_string() }
    }

    /// What was found where one of these words would be right.
    pub(crate) fn not_one_of(found: &str, right: &[&str]) -> Self {
        Self::new(format_args!("found {}; one of {} is needed", quoted(found), right.join(", ")))
    }

    /// The same fault seen from one place further up.
    fn within(mut self, place: &str) -> Self {
        if !self.place.is_empty() {
            self.place.insert(0, '.');
        }
        self.place.insert_str(0, place);
        self
    }
}

impl From<Fault> for WireError {
    fn from(fault: Fault) -> Self {
        Self::BadValue { place: fault.place, what: fault.what }
    }
}

impl From<QuantityError> for Fault {
    fn from(error: QuantityError) -> Self {
        match error {
            // As in the file: 1e300 stands there, not its 301 digits.
            QuantityError::OutOfRange { unit, min, max, found, .. } if found.abs() >= 1e16 => {
                Self::new(format_args!("found {found:e}; a number from {min} to {max} {unit}is needed"))
            }
            other => Self::new(other),
        }
    }
}

impl From<IdError> for Fault {
    fn from(error: IdError) -> Self {
        Self::new(error)
    }
}

/// Adds the place to a failure.
pub(crate) trait At<T> {
    /// The same result; a failure has happened at `place`.
    fn at(self, place: &str) -> Result<T, Fault>;
}

impl<T, E: Into<Fault>> At<T> for Result<T, E> {
    fn at(self, place: &str) -> Result<T, Fault> {
        self.map_err(|error| error.into().within(place))
    }
}

/// A found text in quotes, escaped, cut to what fits a message.
pub(crate) fn quoted(text: &str) -> String {
    let mut short: String = text.chars().take(40).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    format!("{short:?}")
}

/// What `serde_json` says, with the place, without its own line and column, and with what stands there.
pub(crate) fn unreadable(text: &str, error: &serde_path_to_error::Error<serde_json::Error>) -> WireError {
    let inner = error.inner();
    let (line, column) = (inner.line(), inner.column());
    let said = inner.to_string();
    let said = said.strip_suffix(&format!(" at line {line} column {column}")).unwrap_or(&said);
    let mut what = said.to_owned();
    for (rust, people) in
        [("f64", "number"), ("u32", "whole number"), ("u8", "whole number"), ("u64", "whole number")]
    {
        if let Some(start) = what.strip_suffix(&format!("expected {rust}")) {
            what = format!("{start}expected a {people}");
        }
    }
    if !inner.is_data() {
        let found = excerpt(text, line, column);
        let right =
            if said.starts_with("number out of range") { "a finite number" } else { "a whole plan in JSON" };
        what = format!("{what}: found {found}; {right} is needed");
    }
    let place = error.path().to_string();
    let place = match place.trim_end_matches(['.', '?']) {
        "" => "the plan".to_owned(),
        known => known.to_owned(),
    };
    WireError::Unreadable { place, line, column, what }
}

/// The token around a place in a text.
fn excerpt(text: &str, line: usize, column: usize) -> String {
    let row = text.split('\n').nth(line.saturating_sub(1)).unwrap_or_default().as_bytes();
    let middle = column.saturating_sub(1).min(row.len());
    let ends = |b: &u8| matches!(b, b',' | b':' | b'{' | b'[' | b'}' | b']' | b' ');
    let start = row[..middle].iter().rposition(ends).map_or(0, |i| i + 1);
    let rest = row.get(middle + 1..).unwrap_or_default();
    let end = rest.iter().position(ends).map_or(row.len(), |i| middle + 1 + i);
    let token = String::from_utf8_lossy(&row[start..end]).trim().to_owned();
    if token.is_empty() { "the end of the text".to_owned() } else { quoted(&token) }
}
