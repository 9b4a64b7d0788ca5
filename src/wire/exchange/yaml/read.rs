//! Reading the part of YAML that objectives are written in.
//!
//! Read are block maps and lists, texts of every style, and flow lists and maps on one line; several documents in a
//! file; and documents that are JSON as a whole. Refused, with the line: anchors and aliases (which can make a small
//! file huge), tags, directives, merge keys, tabs as indentation, names that stand twice, and anything else that is
//! not understood. Nothing is guessed: whether a bare text is a number is for the one who asks.
//!
//! A file is at most [`MAX_YAML_BYTES`] long and [`MAX_DEPTH`] levels deep; what is read is never larger than the text.

use thiserror::Error;

use super::flow::Flow;
use crate::wire::error::quoted;
use crate::wire::json;

/// The most bytes of a file that are read: 1 MiB.
pub const MAX_YAML_BYTES: usize = 1 << 20;

/// The most lists and maps inside each other, which bounds the stack.
pub(super) const MAX_DEPTH: usize = 64;

/// Why a text cannot be read as YAML.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("line {line}: {what}")]
pub struct YamlError {
    /// The line, from 1.
    pub line: usize,
    /// What was found and what would be right.
    pub what: String,
}

/// A value with the line at which it begins.
#[derive(Clone, Debug, PartialEq)]
pub(in super::super) struct Node {
    pub(in super::super) line: usize,
    pub(in super::super) kind: Kind,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub(in super::super) enum Kind {
    /// Nothing.
    Empty,
    /// A text without quotes, which may stand for a number.
    Bare(String),
    /// A quoted text, or a block of lines.
    Text(String),
    /// Items in order.
    List(Vec<Node>),
    /// Members in order, no name twice.
    Map(Vec<(String, Node)>),
}

impl Node {
    /// A member of a map.
    pub(in super::super) fn get(&self, name: &str) -> Option<&Node> {
        match &self.kind {
            Kind::Map(members) => members.iter().find(|(known, _)| known == name).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The value along a path of names.
    pub(in super::super) fn at(&self, path: &[&str]) -> Option<&Node> {
        path.iter().try_fold(self, |node, name| node.get(name))
    }

    /// The text of a scalar.
    pub(in super::super) fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Bare(text) | Kind::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The items of a list.
    pub(in super::super) fn items(&self) -> &[Node] {
        match &self.kind {
            Kind::List(items) => items,
            _ => &[],
        }
    }
}

pub(super) fn wrong<T>(line: usize, what: impl Into<String>) -> Result<T, YamlError> {
    Err(YamlError { line, what: what.into() })
}

/// The documents of a file; empty ones are left out.
pub(in super::super) fn documents(text: &str) -> Result<Vec<Node>, YamlError> {
    if text.len() > MAX_YAML_BYTES {
        return wrong(1, format!("the file has more than {MAX_YAML_BYTES} bytes; a smaller one is needed"));
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim_start().starts_with(['{', '[']) {
        return whole_json(text).map(|node| vec![node]);
    }
    let mut found = Vec::new();
    let mut lines = Vec::new();
    for (index, raw) in text.lines().enumerate() {
        let (number, raw) = (index + 1, raw.strip_suffix('\r').unwrap_or(raw));
        if raw == "..." || raw == "---" || raw.starts_with("--- ") || raw.starts_with("---\t") {
            document(&mut lines, &mut found)?;
            let rest = raw.get(4..).unwrap_or("").trim_start();
            if !rest.is_empty() && !rest.starts_with('#') {
                return wrong(number, "a value on the line of \"---\"; it belongs on the next line");
            }
        } else if raw.starts_with('%') {
            return wrong(number, "a directive (%), which is not read here; leave the line out");
        } else {
            lines.push(Line { number, raw, indent: raw.len() - raw.trim_start_matches(' ').len() });
        }
    }
    document(&mut lines, &mut found)?;
    Ok(found)
}

fn document<'a>(lines: &mut Vec<Line<'a>>, found: &mut Vec<Node>) -> Result<(), YamlError> {
    let mut reader = Reader { lines: std::mem::take(lines), at: 0, depth: 0 };
    reader.skip_blank();
    if reader.at == reader.lines.len() {
        return Ok(());
    }
    let node = reader.block(0)?;
    reader.skip_blank();
    if let Some(line) = reader.lines.get(reader.at) {
        return wrong(
            line.number,
            format!(
                "{} does not belong to what stands before; check its indentation",
                quoted(line.raw.trim())
            ),
        );
    }
    found.push(node);
    Ok(())
}

/// A file that is JSON as a whole.
fn whole_json(text: &str) -> Result<Node, YamlError> {
    let line_of = |at: usize| text.get(..at).unwrap_or(text).matches('\n').count() + 1;
    fn convert(value: &json::Value<'_>, line_of: &dyn Fn(usize) -> usize) -> Result<Node, YamlError> {
        let line = line_of(value.at);
        let kind = match &value.kind {
            json::Kind::Null => Kind::Empty,
            json::Kind::Bool(flag) => Kind::Bare(flag.to_string()),
            json::Kind::Number(number) => Kind::Bare((*number).to_owned()),
            json::Kind::Text(text) => Kind::Text(text.to_string()),
            json::Kind::List(items) => {
                Kind::List(items.iter().map(|item| convert(item, line_of)).collect::<Result<_, _>>()?)
            }
            json::Kind::Object(members) => {
                let mut map: Vec<(String, Node)> = Vec::new();
                for (name, value) in members {
                    enter(&mut map, name.to_string(), convert(value, line_of)?)?;
                }
                Kind::Map(map)
            }
        };
        Ok(Node { line, kind })
    }
    let value =
        json::parse(text).map_err(|fault| YamlError { line: 1, what: fault.refusal(text).to_string() })?;
    convert(&value, &line_of)
}

/// Adds a member; a name that stands twice is refused.
pub(super) fn enter(map: &mut Vec<(String, Node)>, name: String, value: Node) -> Result<(), YamlError> {
    // Objects of objectives have a handful of members; a map of many thousands is no objective.
    if map.len() >= 1_000 {
        return wrong(value.line, "a map of more than 1,000 members; at most that many are read");
    }
    if map.iter().any(|(known, _)| *known == name) {
        return wrong(value.line, format!("{} stands twice in one map; leave one out", quoted(&name)));
    }
    map.push((name, value));
    Ok(())
}

/// A line of a document. What an item of a list begins with its dash is a line further in.
#[derive(Clone, Copy)]
struct Line<'a> {
    number: usize,
    raw: &'a str,
    indent: usize,
}

impl<'a> Line<'a> {
    fn content(&self) -> &'a str {
        self.raw.get(self.indent..).unwrap_or("").trim_end()
    }

    fn is_blank(&self) -> bool {
        let content = self.raw.trim_start();
        content.is_empty() || content.starts_with('#')
    }
}

struct Reader<'a> {
    lines: Vec<Line<'a>>,
    at: usize,
    depth: usize,
}

impl<'a> Reader<'a> {
    fn skip_blank(&mut self) {
        while self.lines.get(self.at).is_some_and(Line::is_blank) {
            self.at += 1;
        }
    }

    /// The next line that says something.
    fn peek(&mut self) -> Option<Line<'a>> {
        self.skip_blank();
        self.lines.get(self.at).copied()
    }

    /// The value that begins at the next line, which stands at least `least` in.
    fn block(&mut self, least: usize) -> Result<Node, YamlError> {
        let Some(line) = self.peek().filter(|line| line.indent >= least) else {
            let number = self.lines.get(self.at.saturating_sub(1)).map_or(1, |line| line.number);
            return Ok(Node { line: number, kind: Kind::Empty });
        };
        if line.content().starts_with('\t') {
            return wrong(line.number, "a tab as indentation; YAML needs spaces");
        }
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return wrong(line.number, format!("more than {MAX_DEPTH} levels; fewer are needed"));
        }
        let content = line.content();
        let kind = if content == "-" || content.starts_with("- ") {
            self.list(line.indent)?
        } else if split_key(content, line.number)?.is_some() {
            self.map(line.indent)?
        } else {
            self.at += 1;
            self.scalar(content, line.number, line.indent)?
        };
        self.depth -= 1;
        Ok(Node { line: line.number, kind })
    }

    fn list(&mut self, indent: usize) -> Result<Kind, YamlError> {
        let mut items = Vec::new();
        while let Some(line) = self.peek().filter(|line| line.indent == indent) {
            let content = line.content();
            if !(content == "-" || content.starts_with("- ")) {
                break;
            }
            let rest = content[1..].trim_start();
            if rest.is_empty() || rest.starts_with('#') {
                self.at += 1;
                items.push(self.block(indent + 1)?);
            } else {
                // What follows the dash is read as if it stood on a line of its own.
                let moved = indent + (content.len() - rest.len());
                self.lines[self.at].indent = moved;
                items.push(self.block(moved)?);
            }
        }
        Ok(Kind::List(items))
    }

    fn map(&mut self, indent: usize) -> Result<Kind, YamlError> {
        let mut members = Vec::new();
        while let Some(line) = self.peek().filter(|line| line.indent == indent) {
            let content = line.content();
            if content.starts_with('\t') {
                return wrong(line.number, "a tab as indentation; YAML needs spaces");
            }
            if content.starts_with("- ") {
                break;
            }
            let Some((name, rest)) = split_key(content, line.number)? else {
                return wrong(
                    line.number,
                    format!("found {}; a name with a colon is needed", quoted(content)),
                );
            };
            if name == "<<" {
                return wrong(line.number, "a merge key (<<), which is not read here; write the members out");
            }
            self.at += 1;
            let value = if rest.is_empty() || rest.starts_with('#') {
                let next = self.peek();
                let is_list = |line: &Line<'_>| line.content() == "-" || line.content().starts_with("- ");
                match next {
                    Some(next) if next.indent == indent && is_list(&next) => self.block(indent)?,
                    Some(next) if next.indent > indent => self.block(indent + 1)?,
                    _ => Node { line: line.number, kind: Kind::Empty },
                }
            } else {
                Node { line: line.number, kind: self.scalar(rest, line.number, indent)? }
            };
            enter(&mut members, name, value)?;
        }
        if let Some(line) = self.peek().filter(|line| line.indent > indent) {
            return wrong(line.number, "further in than the member before; check its indentation");
        }
        Ok(Kind::Map(members))
    }

    /// A value that begins on a line that is already taken, inside something that stands `indent` in.
    fn scalar(&mut self, text: &str, number: usize, indent: usize) -> Result<Kind, YamlError> {
        let first = text.chars().next().unwrap_or(' ');
        match first {
            '&' | '*' => wrong(
                number,
                format!(
                    "{} begins like an anchor or alias, which are not read here; write the value out, or put it in quotes",
                    quoted(text)
                ),
            ),
            '!' => wrong(
                number,
                format!("{} begins like a tag, which is not read here; leave it out", quoted(text)),
            ),
            '%' | '@' | '`' => wrong(
                number,
                format!("{} begins with a sign that YAML reserves; put it in quotes", quoted(text)),
            ),
            '|' | '>' => self.lines_of_text(text, number, indent),
            '"' | '\'' | '[' | '{' => {
                let mut flow = Flow::of(text, number, self.depth);
                let node = flow.value()?;
                let rest = flow.rest().trim_start();
                if !rest.is_empty() && !rest.starts_with('#') {
                    return wrong(
                        number,
                        format!("found {} after the value; nothing may follow", quoted(rest)),
                    );
                }
                Ok(node.kind)
            }
            _ => self.bare(text, number, indent),
        }
    }

    /// A text without quotes, with the lines that carry it on.
    fn bare(&mut self, text: &str, number: usize, indent: usize) -> Result<Kind, YamlError> {
        let mut all = without_comment(text).to_owned();
        if all.contains(": ") || all.ends_with(':') {
            return wrong(
                number,
                format!("found a second colon in {}; put the text in quotes", quoted(&all)),
            );
        }
        while let Some(line) = self.lines.get(self.at).copied() {
            if line.is_blank() || line.indent <= indent {
                break;
            }
            let more = without_comment(line.content());
            if split_key(more, line.number)?.is_some() {
                return wrong(line.number, "further in than the text before; check its indentation");
            }
            all.push(' ');
            all.push_str(more);
            self.at += 1;
        }
        Ok(match all.as_str() {
            "" | "~" | "null" | "Null" | "NULL" => Kind::Empty,
            _ => Kind::Bare(all),
        })
    }

    /// A block of lines, kept (`|`) or joined (`>`).
    fn lines_of_text(&mut self, header: &str, number: usize, indent: usize) -> Result<Kind, YamlError> {
        let header = without_comment(header);
        let joined = header.starts_with('>');
        let (strip, keep) = (header.contains('-'), header.contains('+'));
        if header[1..].chars().any(|c| !matches!(c, '-' | '+')) {
            return wrong(
                number,
                format!("found {} before a block of lines; |, >, |- or >- is needed", quoted(header)),
            );
        }
        let mut block: Vec<&str> = Vec::new();
        let mut inner = None;
        while let Some(line) = self.lines.get(self.at) {
            let blank = line.raw.trim().is_empty();
            if !blank && line.indent <= indent {
                break;
            }
            if !blank && inner.is_none() {
                inner = Some(line.indent);
            }
            let from = inner.unwrap_or(line.raw.len());
            if !blank && line.indent < from {
                return wrong(
                    line.number,
                    "further out than the block of lines it stands in; check its indentation",
                );
            }
            block.push(line.raw.get(from..).unwrap_or(""));
            self.at += 1;
        }
        let blanks = block.iter().rev().take_while(|line| line.trim().is_empty()).count();
        let body = &block[..block.len() - blanks];
        let mut text = String::new();
        for (index, line) in body.iter().enumerate() {
            if index > 0 {
                let before = body[index - 1];
                let further_in = line.starts_with(' ') || before.starts_with(' ');
                match joined && !further_in {
                    false => text.push('\n'),
                    // An empty line in a joined block ends a line; two lines of words are one.
                    true if line.is_empty() => text.push('\n'),
                    true if before.is_empty() => {}
                    true => text.push(' '),
                }
            }
            text.push_str(line);
        }
        if !body.is_empty() && !strip {
            text.push('\n');
        }
        if keep {
            text.push_str(&"\n".repeat(blanks));
        }
        Ok(Kind::Text(text))
    }
}

/// A text up to a comment.
fn without_comment(text: &str) -> &str {
    let end = text.find(" #").or_else(|| text.find("\t#")).unwrap_or(text.len());
    text[..end].trim_end()
}

/// The name before a colon, and what follows; `None` where the line is no member of a map.
fn split_key(content: &str, number: usize) -> Result<Option<(String, &str)>, YamlError> {
    if content.starts_with(['"', '\'']) {
        let mut flow = Flow::of(content, number, 0);
        let Ok(Node { kind: Kind::Text(name), .. }) = flow.value() else { return Ok(None) };
        let Some(rest) = flow.rest().strip_prefix(':') else { return Ok(None) };
        return Ok((rest.is_empty() || rest.starts_with([' ', '\t'])).then(|| (name, rest.trim_start())));
    }
    if content.starts_with("? ") {
        return wrong(number, "a name on a line of its own (?), which is not read here; write name: value");
    }
    if content.starts_with(['[', '{', '#', '|', '>', '%', '@', '`', '!', '&', '*']) {
        return Ok(None);
    }
    let plain = without_comment(content);
    let colon = plain.match_indices(':').map(|(at, _)| at);
    let at =
        colon.into_iter().find(|at| plain[at + 1..].is_empty() || plain[at + 1..].starts_with([' ', '\t']));
    Ok(at.map(|at| (plain[..at].trim_end().to_owned(), content[at + 1..].trim_start())))
}
