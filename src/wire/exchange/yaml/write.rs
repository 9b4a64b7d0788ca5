//! Writing YAML in block style. Every text is quoted, so none can be taken for anything else.

use core::fmt::Write;

/// A value that is written.
#[derive(Debug)]
pub(in super::super) enum Yaml {
    /// A text; it is quoted.
    Text(String),
    /// A finite number.
    Number(f64),
    /// Yes or no.
    Flag(bool),
    /// Items in order; never empty.
    List(Vec<Yaml>),
    /// Members in order; never empty.
    Map(Vec<(String, Yaml)>),
}

impl Yaml {
    /// A text.
    pub(in super::super) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// Members in order.
    pub(in super::super) fn map<const N: usize>(members: [(&str, Yaml); N]) -> Self {
        Self::Map(members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }
}

/// A value as a document, with lines of comment before it.
pub(in super::super) fn document(out: &mut String, comment: &str, value: &Yaml) {
    for line in comment.lines() {
        let line: String = line.chars().filter(|c| !c.is_control()).collect();
        out.push_str("# ");
        out.push_str(&line);
        out.push('\n');
    }
    nested(out, value, 0, false);
}

/// Lists and maps begin on the line that is open when `inline`, else each member on its own line.
fn nested(out: &mut String, value: &Yaml, depth: usize, inline: bool) {
    let lead = |out: &mut String, index: usize| {
        if !(inline && index == 0) {
            out.push_str(&"  ".repeat(depth));
        }
    };
    match value {
        Yaml::Map(members) => {
            for (index, (name, value)) in members.iter().enumerate() {
                lead(out, index);
                key(out, name);
                out.push(':');
                inner(out, value, depth + 1);
            }
        }
        Yaml::List(items) => {
            for (index, item) in items.iter().enumerate() {
                lead(out, index);
                out.push('-');
                match item {
                    Yaml::Map(_) | Yaml::List(_) => {
                        out.push(' ');
                        nested(out, item, depth + 1, true);
                    }
                    scalar => inner(out, scalar, depth + 1),
                }
            }
        }
        scalar => inner(out, scalar, depth),
    }
}

fn inner(out: &mut String, value: &Yaml, depth: usize) {
    match value {
        Yaml::Map(_) | Yaml::List(_) => {
            out.push('\n');
            nested(out, value, depth, false);
        }
        Yaml::Text(text) => {
            out.push(' ');
            quote(out, text);
            out.push('\n');
        }
        Yaml::Number(number) => out.push_str(&format!(" {number}\n")),
        Yaml::Flag(flag) => out.push_str(&format!(" {flag}\n")),
    }
}

/// A name of a member: bare where nothing else can be read into it.
fn key(out: &mut String, name: &str) {
    const WORDS: [&str; 10] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan"];
    let plain = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
        && !WORDS.contains(&name.to_ascii_lowercase().as_str());
    match plain {
        true => out.push_str(name),
        false => quote(out, name),
    }
}

fn quote(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            // What YAML does not print, takes for the end of a line, or drops at the start of a text.
            c if c.is_control()
                || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}') =>
            {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{:04x}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
}
