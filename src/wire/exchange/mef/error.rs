//! Why a file is no fault tree that can be answered.

use core::fmt::Display;

use thiserror::Error;

/// Why a file is refused: line, name, what was found and what would be right.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{}{what}", place(*line, name))]
pub struct MefError {
    /// The line, from 1; 0 where it is about the file as a whole.
    pub line: usize,
    /// What it is about, such as `gate "top"`; empty where nothing has a name there.
    pub name: String,
    /// What was found and what would be right.
    pub what: String,
}

fn place(line: usize, name: &str) -> String {
    match (line, name) {
        (0, _) => String::new(),
        (line, "") => format!("line {line}: "),
        (line, name) => format!("line {line}: {name}: "),
    }
}

/// What is wrong at a byte of the text.
#[derive(Debug)]
pub(super) struct Fault {
    byte: usize,
    name: String,
    what: String,
}

impl Fault {
    /// At a byte, about nothing that has a name.
    pub(super) fn at(byte: usize, what: impl Display) -> Self {
        Self { byte, name: String::new(), what: what.to_string() }
    }

    /// The same, about something with a name unless one is told already.
    pub(super) fn about(mut self, kind: &str, name: &str) -> Self {
        if self.name.is_empty() {
            self.name = format!("{kind} {}", quoted(name));
        }
        self
    }

    /// With its line in the text.
    pub(super) fn in_text(self, text: &str) -> MefError {
        let before = text.as_bytes().get(..self.byte).unwrap_or(text.as_bytes());
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        MefError { line, name: self.name, what: self.what }
    }
}

/// A found text in quotes, escaped, cut to what fits a message.
pub(super) fn quoted(text: &str) -> String {
    let mut short: String = text.chars().take(60).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    format!("{short:?}")
}
