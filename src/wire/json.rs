//! JSON as a tree in which every value knows where it stands.
//!
//! Written by hand because the page pays for every byte: one reader of a tree is a tenth of what derived
//! readers of each shape are. Numbers stay text until somebody asks for one, so no digit is lost on the way.

use std::borrow::Cow;

use super::error::{Fault, quoted, short};

/// The most lists and objects inside each other, which bounds the stack.
const MAX_DEPTH: usize = 128;

/// A value and the byte at which it begins.
#[derive(Debug)]
pub(super) struct Value<'a> {
    pub(super) at: usize,
    pub(super) kind: Kind<'a>,
}

/// What a value is.
#[derive(Debug)]
pub(super) enum Kind<'a> {
    Null,
    Bool(bool),
    /// A finite number as it was written.
    Number(&'a str),
    Text(Cow<'a, str>),
    List(Vec<Value<'a>>),
    /// Members in their order; a name may stand there twice.
    Object(Vec<(Cow<'a, str>, Value<'a>)>),
}

impl Value<'_> {
    /// The path to the value that begins at a byte, with ids where items of a list have one: `needs.db.degraded`.
    pub(super) fn path_to(&self, at: usize) -> String {
        let mut path = String::new();
        let mut value = self;
        while value.at < at {
            let inner = match &value.kind {
                Kind::Object(members) => {
                    let inner = members.iter().rfind(|(_, value)| value.at <= at);
                    inner.map(|(name, value)| (short(name), value))
                }
                Kind::List(items) => {
                    let inner = items.iter().enumerate().rfind(|(_, value)| value.at <= at);
                    inner.map(|(index, value)| (value.id().unwrap_or_else(|| format!("[{index}]")), value))
                }
                _ => None,
            };
            let Some((step, next)) = inner else { break };
            if !path.is_empty() && !step.starts_with('[') {
                path.push('.');
            }
            path.push_str(&step);
            value = next;
        }
        path
    }

    /// What an item of a list is called.
    fn id(&self) -> Option<String> {
        let Kind::Object(members) = &self.kind else { return None };
        let (_, id) = members.iter().find(|(name, _)| matches!(name.as_ref(), "id" | "practice" | "on"))?;
        let Kind::Text(id) = &id.kind else { return None };
        Some(short(id))
    }
}

/// The one value of a text. A fault has its place.
pub(super) fn parse(text: &str) -> Result<Value<'_>, Fault> {
    let mut parser = Parser { text, at: 0, depth: 0 };
    let value = parser.value()?;
    parser.space();
    match parser.peek() {
        None => Ok(value),
        Some(_) => Err(parser.wrong("the end of the text")),
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl<'a> Parser<'a> {
    fn value(&mut self) -> Result<Value<'a>, Fault> {
        self.space();
        let at = self.at;
        let kind = match self.peek() {
            Some(b'{') => self.nested(Self::object)?,
            Some(b'[') => self.nested(Self::list)?,
            Some(b'"') => Kind::Text(self.string()?),
            Some(b'-' | b'0'..=b'9') => Kind::Number(self.number()?),
            _ if self.takes("null") => Kind::Null,
            _ if self.takes("true") => Kind::Bool(true),
            _ if self.takes("false") => Kind::Bool(false),
            _ => return Err(self.wrong("a value")),
        };
        Ok(Value { at, kind })
    }

    fn nested(&mut self, read: fn(&mut Self) -> Result<Kind<'a>, Fault>) -> Result<Kind<'a>, Fault> {
        if self.depth == MAX_DEPTH {
            return Err(self.fault("too many levels", "a value with no other inside"));
        }
        self.depth += 1;
        self.at += 1;
        let kind = read(self)?;
        self.depth -= 1;
        Ok(kind)
    }

    /// What follows an opening brace.
    fn object(&mut self) -> Result<Kind<'a>, Fault> {
        let mut members = Vec::new();
        if self.skips(b'}') {
            return Ok(Kind::Object(members));
        }
        loop {
            self.space();
            if self.peek() != Some(b'"') {
                return Err(self.wrong("a name in quotes"));
            }
            let name = self.string()?;
            if !self.skips(b':') {
                return Err(self.wrong("a colon"));
            }
            let value = self.value().map_err(|fault| fault.within_member(&name))?;
            members.push((name, value));
            if self.skips(b'}') {
                return Ok(Kind::Object(members));
            }
            if !self.skips(b',') {
                return Err(self.wrong("a comma or a closing brace"));
            }
        }
    }

    /// What follows an opening bracket.
    fn list(&mut self) -> Result<Kind<'a>, Fault> {
        let mut items = Vec::new();
        if self.skips(b']') {
            return Ok(Kind::List(items));
        }
        loop {
            items.push(self.value().map_err(|fault| fault.within_item(items.len()))?);
            if self.skips(b']') {
                return Ok(Kind::List(items));
            }
            if !self.skips(b',') {
                return Err(self.wrong("a comma or a closing bracket"));
            }
        }
    }

    fn number(&mut self) -> Result<&'a str, Fault> {
        let start = self.at;
        self.at += usize::from(self.peek() == Some(b'-'));
        let leading_zero = self.peek() == Some(b'0');
        let whole = self.digits();
        let mut well_formed = whole == 1 || whole > 1 && !leading_zero;
        if self.peek() == Some(b'.') {
            self.at += 1;
            well_formed &= self.digits() > 0;
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.at += 1;
            self.at += usize::from(matches!(self.peek(), Some(b'+' | b'-')));
            well_formed &= self.digits() > 0;
        }
        let digits = &self.text[start..self.at];
        self.at = start;
        if !well_formed {
            return Err(self.wrong("a number"));
        }
        if !digits.parse().is_ok_and(f64::is_finite) {
            return Err(self.fault("number out of range", "a finite number"));
        }
        self.at += digits.len();
        Ok(digits)
    }

    fn digits(&mut self) -> usize {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        self.at - start
    }

    /// A text in quotes, borrowed unless it holds an escape.
    fn string(&mut self) -> Result<Cow<'a, str>, Fault> {
        let text = self.text;
        self.at += 1;
        let mut start = self.at;
        let mut before = String::new();
        loop {
            match self.peek() {
                Some(b'"') => {
                    let last = &text[start..self.at];
                    self.at += 1;
                    if before.is_empty() {
                        return Ok(Cow::Borrowed(last));
                    }
                    before.push_str(last);
                    return Ok(Cow::Owned(before));
                }
                Some(b'\\') => {
                    before.push_str(&text[start..self.at]);
                    let Some(escaped) = self.escape() else {
                        return Err(self.wrong("an escape of JSON"));
                    };
                    before.push(escaped);
                    start = self.at;
                }
                Some(0..0x20) => return Err(self.wrong("no raw control character but its escape")),
                Some(_) => self.at += 1,
                None => return Err(self.wrong("a closing quote")),
            }
        }
    }

    /// The character that an escape stands for; the parser stays where it is when there is none.
    fn escape(&mut self) -> Option<char> {
        let rest = &self.text[self.at + 1..];
        let (length, escaped) = match rest.bytes().next()? {
            b'"' => (2, '"'),
            b'\\' => (2, '\\'),
            b'/' => (2, '/'),
            b'b' => (2, '\u{8}'),
            b'f' => (2, '\u{c}'),
            b'n' => (2, '\n'),
            b'r' => (2, '\r'),
            b't' => (2, '\t'),
            b'u' => {
                let first = hex(rest.get(1..5)?)?;
                match char::from_u32(first) {
                    Some(plain) => (6, plain),
                    // The first half of a pair needs the second; a second half alone is nothing.
                    None => {
                        let second = hex(rest.get(5..11)?.strip_prefix("\\u")?)?;
                        let is_pair = first < 0xDC00 && (0xDC00..0xE000).contains(&second);
                        let pair = (0x10000 + ((first & 0x3FF) << 10)) | (second & 0x3FF);
                        (12, char::from_u32(pair).filter(|_| is_pair)?)
                    }
                }
            }
            _ => return None,
        };
        self.at += length;
        Some(escaped)
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    /// Whether this byte comes next, spaces aside; then it is passed.
    fn skips(&mut self, byte: u8) -> bool {
        self.space();
        let hit = self.peek() == Some(byte);
        self.at += usize::from(hit);
        hit
    }

    fn takes(&mut self, word: &str) -> bool {
        let hit = self.text[self.at..].starts_with(word);
        self.at += if hit { word.len() } else { 0 };
        hit
    }

    /// A fault here: this is no JSON, and what would be right.
    fn wrong(&self, right: &str) -> Fault {
        self.fault("not JSON", right)
    }

    /// A fault here: what is wrong, what stands here, and what would be right.
    fn fault(&self, wrong: &str, right: &str) -> Fault {
        let rest = &self.text[self.at..];
        let ends = |c: char| matches!(c, ',' | ':' | '{' | '[' | '}' | ']' | ' ' | '\n' | '\r' | '\t');
        let found = match rest.find(ends) {
            _ if rest.is_empty() => "the end of the text".to_owned(),
            // A mark that is out of place is all that was found.
            Some(0) => quoted(&rest[..1]),
            end => quoted(&rest[..end.unwrap_or(rest.len())]),
        };
        Fault::shape(self.at, format_args!("{wrong}: found {found}; {right} is needed"))
    }
}

/// Four hexadecimal digits.
fn hex(digits: &str) -> Option<u32> {
    let all = digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_hexdigit());
    u32::from_str_radix(digits, 16).ok().filter(|_| all)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The same value as `serde_json` has it.
    fn plain(value: &Value) -> serde_json::Value {
        match &value.kind {
            Kind::Null => serde_json::Value::Null,
            Kind::Bool(is) => (*is).into(),
            Kind::Number(digits) => {
                let whole = digits.parse::<u64>().map(Into::into);
                let whole = whole.or_else(|_| digits.parse::<i64>().map(Into::into));
                // There is no negative zero among the whole numbers.
                match whole.ok().filter(|_| !digits.starts_with("-0")) {
                    Some(whole) => whole,
                    None => digits.parse::<f64>().unwrap().into(),
                }
            }
            Kind::Text(text) => text.as_ref().into(),
            Kind::List(items) => items.iter().map(plain).collect(),
            Kind::Object(members) => {
                members.iter().map(|(name, value)| (name.to_string(), plain(value))).collect()
            }
        }
    }

    /// Whether both readers accept a text, or both refuse it; and if they accept it, whether they agree.
    fn check(text: &str) {
        let theirs = serde_json::from_str::<serde_json::Value>(text);
        match (parse(text), &theirs) {
            (Ok(ours), Ok(theirs)) => assert_eq!(&plain(&ours), theirs, "{text}"),
            (Err(_), Err(_)) => {}
            (ours, theirs) => panic!("{text:?}: {ours:?}, but {theirs:?}"),
        }
    }

    #[test]
    fn what_is_json_is_read_and_nothing_else() {
        for text in [
            r#"{"a": [1, -2.5, 3e4, 0.1E-2, 12345678901234567890123, null, true, false, "x"], "b": {}}"#,
            " [ ] ",
            r#""\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00 é 😀""#,
            "0",
            "-0",
            "-0.0",
            "1e999",
            // What is not.
            "",
            "{",
            "[1,]",
            "[1 2]",
            "{\"a\" 1}",
            "{\"a\": 1,}",
            "{a: 1}",
            "01",
            "-",
            "+1",
            "1.",
            ".5",
            "1e",
            "1e+",
            "0x10",
            "NaN",
            "nul",
            "truefalse",
            "1 1",
            "\"",
            "\"a\nb\"",
            r#""\x""#,
            r#""\u12""#,
            r#""\u+123""#,
            r#""\ud83d""#,
            r#""\ud83d\u0041""#,
            r#""\ude00\ud83d""#,
            "\"\\",
            "\"\\é\"",
            "\u{feff}1",
        ] {
            check(text);
        }
    }

    #[test]
    fn depth_is_bounded() {
        let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        assert!(parse(&nested(MAX_DEPTH)).is_ok());
        assert!(parse(&nested(MAX_DEPTH + 1)).is_err());
        assert!(parse(&"[{\"a\":".repeat(1_000_000)).is_err());
    }

    proptest! {
        #[test]
        fn any_text_is_read_as_serde_json_reads_it(text in "[\\[\\]{}\",:0-9.eE+\\-a-zu\\\\ \n\t\u{1}é]{0,12}") {
            check(&text);
            check(&format!("\"{text}\""));
            check(&format!("[{text}]"));
        }

        #[test]
        fn a_number_keeps_its_bits(bits: u64) {
            let number = f64::from_bits(bits);
            prop_assume!(number.is_finite());
            let text = serde_json::to_string(&number).unwrap();
            let value = parse(&text).unwrap();
            let Kind::Number(digits) = value.kind else { panic!("{text}") };
            prop_assert_eq!(digits.parse::<f64>().unwrap().to_bits(), bits);
        }
    }
}
