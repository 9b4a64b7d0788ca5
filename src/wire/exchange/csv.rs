//! Comma-separated values as spreadsheets read and write them.
//!
//! Written by RFC 4180. Read with comma, semicolon or tab between cells, whichever the first line has most of, with
//! quoted cells that hold delimiters, quotes and new lines.
//!
//! A text that a spreadsheet would run as a formula is [neutralised](neutral) on the way out and
//! [restored] on the way in.

/// The characters that make a spreadsheet take a cell for a formula.
const FORMULA: [char; 7] = ['=', '+', '-', '@', '\t', '\r', '\0'];

/// A line of a file: its number, from 1, and its cells; or what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The number of its first line of text, from 1.
    pub number: usize,
    /// Its cells; of a quoted cell what stands between the quotes.
    pub cells: Vec<String>,
    /// Whether a quoted cell was never closed: the rest of the file stands in it.
    pub open: bool,
}

/// The character between cells that the first line of a text has most of; a comma where it has none.
pub fn delimiter(text: &str) -> char {
    let first = text.lines().next().unwrap_or_default();
    let count = |c: char| first.matches(c).count();
    // The last one of equals wins: where commas are in the first line too, they may be decimal ones.
    let most = [',', '\t', ';'].into_iter().max_by_key(|c| count(*c));
    most.filter(|c| count(*c) > 0).unwrap_or(',')
}

/// The lines of a text, blank ones left out.
pub fn lines(text: &str, delimiter: char) -> impl Iterator<Item = Line> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    Lines { rest: text, delimiter, number: 1 }
        .filter(|line| line.cells.iter().any(|cell| !cell.trim().is_empty()))
}

struct Lines<'a> {
    rest: &'a str,
    delimiter: char,
    number: usize,
}

impl Iterator for Lines<'_> {
    type Item = Line;

    fn next(&mut self) -> Option<Line> {
        if self.rest.is_empty() {
            return None;
        }
        let mut line = Line { number: self.number, cells: Vec::new(), open: false };
        let mut cell = String::new();
        let mut quoted = false;
        let mut chars = self.rest.char_indices().peekable();
        let mut end = self.rest.len();
        while let Some((at, c)) = chars.next() {
            self.number += usize::from(c == '\n');
            match c {
                '"' if quoted => match chars.peek() {
                    Some((_, '"')) => {
                        chars.next();
                        cell.push('"');
                    }
                    _ => quoted = false,
                },
                '"' if cell.trim().is_empty() => {
                    cell.clear();
                    quoted = true;
                }
                c if quoted => cell.push(c),
                '\n' => {
                    end = at + 1;
                    break;
                }
                '\r' if matches!(chars.peek(), Some((_, '\n')) | None) => {}
                c if c == self.delimiter => line.cells.push(core::mem::take(&mut cell)),
                c => cell.push(c),
            }
        }
        line.open = quoted;
        line.cells.push(cell);
        self.rest = &self.rest[end..];
        Some(line)
    }
}

/// Writes cells as one line, with its end.
pub fn write_line<'a>(out: &mut String, cells: impl IntoIterator<Item = &'a str>) {
    for (position, cell) in cells.into_iter().enumerate() {
        if position > 0 {
            out.push(',');
        }
        if cell.contains(['"', ',', ';', '\t', '\n', '\r']) || cell.trim() != cell {
            out.push('"');
            out.push_str(&cell.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(cell);
        }
    }
    out.push_str("\r\n");
}

/// The text with an apostrophe before it, where a spreadsheet would run it as a formula, or where it begins with one.
///
/// # Source
/// OWASP, "CSV Injection".
pub fn neutral(text: &str) -> String {
    let begins = |text: &str| text.trim_start().starts_with(FORMULA) || text.starts_with(FORMULA);
    let runs = begins(text) || text.starts_with('\'') || text.split('\n').any(begins);
    if runs { format!("'{text}") } else { text.to_owned() }
}

/// The text that was [made neutral](neutral).
pub fn restored(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if neutral(text) == cell => text,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Vec<Vec<String>> {
        lines(text, delimiter(text)).map(|line| line.cells).collect()
    }

    #[test]
    fn quotes_new_lines_and_delimiters_stay_in_their_cell() {
        assert_eq!(
            read("a,\"b, \"\"c\"\"\r\nd\",e\r\nf,,g"),
            [vec!["a", "b, \"c\"\r\nd", "e"], vec!["f", "", "g"]]
        );
        assert_eq!(read("a;b,c\n1;2,5\n"), [["a", "b,c"], ["1", "2,5"]]);
        assert_eq!(read("\u{feff}a\tb\n\n \t \n1\t2"), [["a", "b"], ["1", "2"]]);
    }

    #[test]
    fn a_line_knows_where_it_begins_and_whether_it_was_closed() {
        let all: Vec<Line> = lines("a,b\n\"x\ny\",2\n3,\"4\n", ',').collect();
        assert_eq!(all.iter().map(|line| line.number).collect::<Vec<_>>(), [1, 2, 4]);
        assert_eq!(all.iter().map(|line| line.open).collect::<Vec<_>>(), [false, false, true]);
    }

    #[test]
    fn what_would_run_as_a_formula_is_neutralised_and_comes_back() {
        for text in ["=cmd|' /C calc'!A0", "+1", "-2", "@x", " =1", "\u{a0}=1", "a\n=1", "'=1", "'", "\t=1"] {
            let cell = neutral(text);
            assert!(cell.starts_with('\''), "{text:?}");
            assert_eq!(restored(&cell), text);
        }
        for text in ["", "plain", "1.5", "it's"] {
            assert_eq!(neutral(text), text);
            assert_eq!(restored(text), text);
        }
        assert_eq!(restored("'quoted word'"), "'quoted word'");
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(rows in proptest::collection::vec(proptest::collection::vec("[ -~\n\u{e4}\"=';,]{0,8}", 2..5), 1..5)) {
            let mut text = String::new();
            let mut kept = Vec::new();
            for row in &rows {
                let cells: Vec<String> = row.iter().map(|cell| neutral(cell)).collect();
                write_line(&mut text, cells.iter().map(String::as_str));
                if row.iter().any(|cell| !neutral(cell).trim().is_empty()) {
                    kept.push(row.clone());
                }
            }
            let back: Vec<Vec<String>> =
                lines(&text, ',').map(|line| line.cells.iter().map(|cell| restored(cell).to_owned()).collect()).collect();
            prop_assert_eq!(back, kept);
        }

        #[test]
        fn any_text_is_lines_without_a_panic(text in "\\PC{0,80}") {
            let count = lines(&text, delimiter(&text)).count();
            prop_assert!(count <= text.len() + 1);
        }

        // The crate csv is the oracle, where both know what a line is: no stray quotes.
        #[test]
        fn the_oracle_reads_what_we_write(rows in proptest::collection::vec(proptest::collection::vec("[ -~\n\"]{1,8}", 3), 1..6)) {
            let mut text = String::new();
            for row in &rows {
                write_line(&mut text, row.iter().map(String::as_str));
            }
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
            let theirs: Vec<Vec<String>> =
                reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect();
            prop_assert_eq!(theirs, rows);
        }
    }
}
