//! The parts of a document, by what they mean.

use super::Figure;
use crate::analysis::Sentence;

/// A part of a document.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A heading: level 1 is the document's title.
    Heading(u8, String),
    /// A paragraph.
    Text(Sentence),
    /// Terms with their values: the headline numbers.
    Facts(Vec<(String, String)>),
    /// Sentences in order.
    List(Vec<Sentence>),
    /// Rows and columns.
    Table(Table),
    /// A figure as data.
    Figure(Box<Figure>),
}

/// How the cells of a column line up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Start,
    /// Numbers.
    End,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its heading.
    pub name: &'static str,
    /// How its cells line up.
    pub align: Align,
}

/// Rows of text under named columns; the first cell of a row names the row.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Table {
    /// What the table shows.
    pub caption: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, each with as many cells as there are columns.
    pub rows: Vec<Vec<String>>,
}

impl Block {
    /// A paragraph of plain words.
    pub fn plain(text: impl Into<String>) -> Self {
        Self::Text(Sentence::of(text, "", ""))
    }
}

impl Table {
    /// An empty table; a column whose name starts with `>` holds numbers.
    pub fn new(caption: impl Into<String>, columns: &[&'static str]) -> Self {
        let column = |name: &&'static str| match name.strip_prefix('>') {
            Some(name) => Column { name, align: Align::End },
            None => Column { name, align: Align::Start },
        };
        Self { caption: caption.into(), columns: columns.iter().map(column).collect(), rows: Vec::new() }
    }

    /// Adds a row; it is cut or filled up to the number of columns.
    pub fn push(&mut self, mut row: Vec<String>) {
        row.resize(self.columns.len(), String::new());
        self.rows.push(row);
    }
}
