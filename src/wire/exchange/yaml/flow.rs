//! Values on one line.

use super::read::{Kind, MAX_DEPTH, Node, YamlError, enter, wrong};
use crate::wire::error::quoted;

/// Values on one line: quoted texts, lists in brackets, maps in braces.
pub(super) struct Flow<'a> {
    text: &'a str,
    at: usize,
    number: usize,
    depth: usize,
}

impl<'a> Flow<'a> {
    /// What begins a text on a line, some levels deep.
    pub(super) fn of(text: &'a str, number: usize, depth: usize) -> Self {
        Self { text, at: 0, number, depth }
    }

    /// What follows the value that was read.
    pub(super) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn space(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    /// The next value.
    pub(super) fn value(&mut self) -> Result<Node, YamlError> {
        self.space();
        let kind = match self.rest().chars().next() {
            Some('"') => Kind::Text(self.double()?),
            Some('\'') => Kind::Text(self.single()?),
            Some(open @ ('[' | '{')) => {
                self.depth += 1;
                if self.depth > MAX_DEPTH {
                    return wrong(self.number, format!("more than {MAX_DEPTH} levels; fewer are needed"));
                }
                self.at += 1;
                let kind = if open == '[' { self.flow_list()? } else { self.flow_map()? };
                self.depth -= 1;
                kind
            }
            Some('&' | '*' | '!') => {
                return wrong(
                    self.number,
                    format!(
                        "{} begins like an anchor, alias or tag, which are not read here",
                        quoted(self.rest())
                    ),
                );
            }
            _ => {
                let end = self.rest().find([',', ']', '}']).unwrap_or(self.rest().len());
                let bare = self.rest()[..end].trim();
                self.at += end;
                match bare {
                    "" | "~" | "null" => Kind::Empty,
                    bare => Kind::Bare(bare.to_owned()),
                }
            }
        };
        Ok(Node { line: self.number, kind })
    }

    fn takes(&mut self, sign: char) -> bool {
        self.space();
        let found = self.rest().starts_with(sign);
        if found {
            self.at += sign.len_utf8();
        }
        found
    }

    fn unclosed<T>(&self, sign: char) -> Result<T, YamlError> {
        wrong(
            self.number,
            format!(
                "found no {sign:?} on the line; a value in brackets, braces or quotes ends on the line on which it begins"
            ),
        )
    }

    fn flow_list(&mut self) -> Result<Kind, YamlError> {
        let mut items = Vec::new();
        loop {
            if self.takes(']') {
                return Ok(Kind::List(items));
            }
            items.push(self.value()?);
            if !self.takes(',') {
                return if self.takes(']') { Ok(Kind::List(items)) } else { self.unclosed(']') };
            }
        }
    }

    fn flow_map(&mut self) -> Result<Kind, YamlError> {
        let mut members = Vec::new();
        loop {
            if self.takes('}') {
                return Ok(Kind::Map(members));
            }
            self.space();
            let name = match self.rest().chars().next() {
                Some('"') => self.double()?,
                Some('\'') => self.single()?,
                _ => {
                    let end = self.rest().find([':', ',', '}']).unwrap_or(self.rest().len());
                    let name = self.rest()[..end].trim().to_owned();
                    self.at += end;
                    name
                }
            };
            if !self.takes(':') {
                return self.unclosed(':');
            }
            let value = self.value()?;
            enter(&mut members, name, value)?;
            if !self.takes(',') {
                return if self.takes('}') { Ok(Kind::Map(members)) } else { self.unclosed('}') };
            }
        }
    }

    fn single(&mut self) -> Result<String, YamlError> {
        let mut out = String::new();
        let mut rest = &self.rest()[1..];
        loop {
            let Some(end) = rest.find('\'') else { return self.unclosed('\'') };
            out.push_str(&rest[..end]);
            rest = &rest[end + 1..];
            if !rest.starts_with('\'') {
                self.at = self.text.len() - rest.len();
                return Ok(out);
            }
            out.push('\'');
            rest = &rest[1..];
        }
    }

    fn double(&mut self) -> Result<String, YamlError> {
        let mut out = String::new();
        let mut chars = self.rest()[1..].char_indices();
        let begin = self.at + 1;
        while let Some((offset, c)) = chars.next() {
            match c {
                '"' => {
                    self.at = begin + offset + 1;
                    return Ok(out);
                }
                '\\' => {
                    let Some((_, escape)) = chars.next() else { break };
                    let digits = match escape {
                        'x' => 2,
                        'u' => 4,
                        'U' => 8,
                        _ => 0,
                    };
                    let simple = match escape {
                        '0' => '\0',
                        'a' => '\u{7}',
                        'b' => '\u{8}',
                        't' | '\t' => '\t',
                        'n' => '\n',
                        'v' => '\u{b}',
                        'f' => '\u{c}',
                        'r' => '\r',
                        'e' => '\u{1b}',
                        '"' | '\\' | '/' | ' ' => escape,
                        'N' => '\u{85}',
                        '_' => '\u{a0}',
                        'L' => '\u{2028}',
                        'P' => '\u{2029}',
                        'x' | 'u' | 'U' => {
                            let hex: String = chars.by_ref().take(digits).map(|(_, c)| c).collect();
                            match u32::from_str_radix(&hex, 16).ok().and_then(char::from_u32) {
                                Some(c) if hex.len() == digits => c,
                                _ => {
                                    return wrong(
                                        self.number,
                                        format!("\\{escape}{hex} in quotes stands for no character"),
                                    );
                                }
                            }
                        }
                        other => {
                            return wrong(
                                self.number,
                                format!("\\{other} in quotes has no meaning; write \\\\ for a backslash"),
                            );
                        }
                    };
                    out.push(simple);
                }
                c => out.push(c),
            }
        }
        self.unclosed('"')
    }
}
