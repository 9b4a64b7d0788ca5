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
    /// The text was written by another version of Tenfold, and nothing of it can be read here.
    #[error("tenfold: found version {found}; this Tenfold reads {}{}", up_to(*newest),
        if found > newest { ", so open it with a newer Tenfold" } else { "" })]
    UnknownVersion {
        /// The version found.
        found: u64,
        /// The newest version that is known here.
        newest: u64,
    },
    /// The text is a plan of a newer version, and more than unknown members of it cannot be read here.
    #[error("tenfold: found version {found}; this Tenfold reads {} and does not understand {why}; open it with \
        a newer Tenfold", up_to(*newest))]
    NotUnderstood {
        /// The version found.
        found: u64,
        /// The newest version that is known here.
        newest: u64,
        /// What a reader of `newest` stumbles over, with its place.
        why: Box<WireError>,
    },
    /// The text is not JSON, or not of the shape of a plan.
    #[error("{place} (line {line}, column {column}): {what}")]
    Unreadable {
        /// The place as a path of keys: `plan.components[2].replicas`.
        place: String,
        /// The line, from 1.
        line: usize,
        /// The column in characters, from 1.
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

/// The versions that are read.
pub(super) fn up_to(newest: u64) -> String {
    if newest == 1 { "version 1".to_owned() } else { format!("versions 1 to {newest}") }
}

/// What is wrong on its way up to the root, gathering its place.
#[derive(Debug)]
pub(super) struct Fault {
    place: String,
    what: String,
    /// The byte at which it stands, where the text itself is wrong and not what it says.
    byte: Option<usize>,
}

impl Fault {
    /// A bad value right here.
    pub(super) fn new(what: impl Display) -> Self {
        Self { place: String::new(), what: what.to_string(), byte: None }
    }

    /// A text that is not JSON, or not of the right shape, from a byte on.
    pub(super) fn shape(byte: usize, what: impl Display) -> Self {
        Self { byte: Some(byte), ..Self::new(what) }
    }

    /// What was found where one of these words would be right.
    pub(super) fn not_one_of(found: &str, right: &[&str]) -> Self {
        Self::new(format_args!("found {}; one of {} is needed", quoted(found), right.join(", ")))
    }

    /// Whether it is about the shape: its place is a path through the text, and not by ids.
    pub(super) fn is_shape(&self) -> bool {
        self.byte.is_some()
    }

    /// The same fault seen from one place further up.
    pub(super) fn within(mut self, place: &str) -> Self {
        if !self.place.is_empty() && !self.place.starts_with('[') {
            self.place.insert(0, '.');
        }
        self.place.insert_str(0, place);
        self
    }

    /// Further up by a name that stands in the text, whatever it is.
    pub(super) fn within_member(self, name: &str) -> Self {
        self.within(&short(name))
    }

    /// Further up by a place in a list.
    pub(super) fn within_item(self, index: usize) -> Self {
        self.within(&format!("[{index}]"))
    }

    /// The refusal of the text in which it was found.
    pub(super) fn refusal(self, text: &str) -> WireError {
        let Self { mut place, what, byte } = self;
        let Some(byte) = byte else { return WireError::BadValue { place, what } };
        let before = text.get(..byte).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        if place.is_empty() {
            place.push_str("the plan");
        }
        if place.chars().count() > 120 {
            place = place.chars().take(120).chain(['…']).collect();
        }
        WireError::Unreadable { place, line, column, what }
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
pub(super) trait At<T> {
    /// The same result; a failure has happened at `place`.
    fn at(self, place: &str) -> Result<T, Fault>;
}

impl<T, E: Into<Fault>> At<T> for Result<T, E> {
    fn at(self, place: &str) -> Result<T, Fault> {
        self.map_err(|error| error.into().within(place))
    }
}

/// A found name without quotes, escaped, cut to what fits a place.
pub(super) fn short(name: &str) -> String {
    name.chars().take(40).flat_map(char::escape_debug).collect()
}

/// A found text in quotes, escaped, cut to what fits a message.
pub(super) fn quoted(text: &str) -> String {
    let mut short: String = text.chars().take(40).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    format!("{short:?}")
}
