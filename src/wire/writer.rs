//! Writing JSON as it comes, member by member, laid out as `serde_json` lays it out.

use core::fmt::Write;

/// A text that is being written.
pub(super) struct Writer {
    text: String,
    indented: bool,
    depth: usize,
    /// Whether the open list or object is still empty.
    empty: bool,
}

impl Writer {
    /// In the fewest characters.
    pub(super) fn compact() -> Self {
        Self { text: String::new(), indented: false, depth: 0, empty: true }
    }

    /// For people, with an item on each line.
    pub(super) fn indented() -> Self {
        Self { indented: true, ..Self::compact() }
    }

    /// What was written.
    pub(super) fn into_text(self) -> String {
        self.text
    }

    /// Begins a list or an object with its bracket.
    pub(super) fn open(&mut self, bracket: char) {
        self.text.push(bracket);
        self.depth += 1;
        self.empty = true;
    }

    /// Ends a list or an object with its bracket.
    pub(super) fn close(&mut self, bracket: char) {
        self.depth -= 1;
        if !self.empty {
            self.line();
        }
        self.text.push(bracket);
        self.empty = false;
    }

    /// Begins an item of a list.
    pub(super) fn item(&mut self) {
        if !self.empty {
            self.text.push(',');
        }
        self.line();
        self.empty = false;
    }

    /// Begins a member of an object, up to its value.
    pub(super) fn key(&mut self, name: &str) {
        self.item();
        self.quote(name);
        self.text.push_str(if self.indented { ": " } else { ":" });
    }

    /// A member that is a text.
    pub(super) fn text(&mut self, name: &str, value: &str) {
        self.key(name);
        self.quote(value);
    }

    /// A member that is a whole number.
    pub(super) fn whole(&mut self, name: &str, value: u64) {
        self.key(name);
        self.whole_value(value);
    }

    /// A member that is a number.
    pub(super) fn number(&mut self, name: &str, value: f64) {
        self.key(name);
        self.number_value(value);
    }

    /// A member that is a number, or absent.
    pub(super) fn optional_number(&mut self, name: &str, value: Option<f64>) {
        if let Some(value) = value {
            self.number(name, value);
        }
    }

    /// A member that is a list of objects.
    pub(super) fn list<T>(&mut self, name: &str, items: &[T], write: fn(&mut Self, &T)) {
        self.key(name);
        self.open('[');
        for item in items {
            self.item();
            write(self, item);
        }
        self.close(']');
    }

    /// A text in quotes.
    pub(super) fn quote(&mut self, value: &str) {
        self.text.push('"');
        for c in value.chars() {
            match c {
                '"' => self.text.push_str("\\\""),
                '\\' => self.text.push_str("\\\\"),
                '\n' => self.text.push_str("\\n"),
                '\r' => self.text.push_str("\\r"),
                '\t' => self.text.push_str("\\t"),
                '\u{8}' => self.text.push_str("\\b"),
                '\u{c}' => self.text.push_str("\\f"),
                '\0'..' ' => self.put(format_args!("\\u{:04x}", u32::from(c))),
                _ => self.text.push(c),
            }
        }
        self.text.push('"');
    }

    /// A whole number.
    pub(super) fn whole_value(&mut self, value: u64) {
        self.put(format_args!("{value}"));
    }

    /// The shortest decimal that reads back to the bit; `null` for what is no finite number.
    pub(super) fn number_value(&mut self, value: f64) {
        match value.abs() {
            // The digits of these would begin with an exponent otherwise.
            1e-5..1e-4 => self.put(format_args!("{value}")),
            0.0..f64::INFINITY => self.put(format_args!("{value:?}")),
            _ => self.text.push_str("null"),
        }
    }

    fn put(&mut self, what: core::fmt::Arguments) {
        // Writing to a string cannot fail.
        let _ = self.text.write_fmt(what);
    }

    fn line(&mut self) {
        if self.indented {
            self.text.push('\n');
            for _ in 0..self.depth {
                self.text.push_str("  ");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn number(value: f64) -> String {
        let mut writer = Writer::compact();
        writer.number_value(value);
        writer.into_text()
    }

    fn quoted(value: &str) -> String {
        let mut writer = Writer::compact();
        writer.quote(value);
        writer.into_text()
    }

    #[test]
    fn numbers_that_people_write_keep_their_look() {
        for (value, text) in [
            (0.0, "0.0"),
            (-0.0, "-0.0"),
            (3.0, "3.0"),
            (0.1, "0.1"),
            (1e-4, "0.0001"),
            (9.9e-5, "0.000099"),
            (1e-5, "0.00001"),
            (9.9e-6, "9.9e-6"),
            (1e15, "1000000000000000.0"),
            (5e-324, "5e-324"),
            (1.5e300, "1.5e300"),
            (f64::NAN, "null"),
            (f64::NEG_INFINITY, "null"),
        ] {
            assert_eq!(number(value), text);
        }
    }

    proptest! {
        #[test]
        fn numbers_and_texts_read_back(bits: u64, near in -9..19i32, text: String) {
            let usual = libm::pow(10.0, f64::from(near)) * ((bits >> 12) as f64 / 4.5e15);
            for value in [f64::from_bits(bits), usual].into_iter().filter(|value| value.is_finite()) {
                let written = number(value);
                prop_assert_eq!(serde_json::from_str::<f64>(&written).unwrap().to_bits(), value.to_bits());
                // The shortest, as theirs is.
                prop_assert!(written.len() <= serde_json::to_string(&value).unwrap().len(), "{}", written);
            }
            prop_assert_eq!(quoted(&text), serde_json::to_string(&text).unwrap());
        }
    }

    #[test]
    fn lists_and_objects_are_laid_out_as_serde_json_lays_them_out() {
        for start in [Writer::compact, Writer::indented] {
            let mut writer = start();
            writer.open('{');
            writer.text("a", "\u{1}\"");
            writer.key("empty");
            writer.open('{');
            writer.close('}');
            writer.list("none", &[] as &[u64], |w, n| w.whole_value(*n));
            writer.list("numbers", &[1, 2], |w, n| w.whole_value(*n));
            writer.optional_number("absent", None);
            writer.optional_number("there", Some(2.5));
            writer.close('}');
            let indented = writer.indented;
            let text = writer.into_text();
            let value: serde_json::Value = serde_json::from_str(&text).unwrap();
            // Theirs has the members in the order of their names.
            let theirs =
                if indented { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) };
            assert_eq!(text, theirs.unwrap());
        }
    }
}
