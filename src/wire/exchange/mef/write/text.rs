//! Elements, attributes, labels and identifiers as text.

use super::Writer;

impl Writer<'_> {
    /// A name as an identifier that nothing else has.
    pub(super) fn free(&mut self, name: &str) -> String {
        let plain = identifier(name);
        let mut free = plain.clone();
        let mut times = 1;
        while !self.taken.insert(free.clone()) {
            times += 1;
            free = format!("{plain}_{times}");
        }
        free
    }

    /// What something says about itself; else the name that it could not keep.
    pub(super) fn label_of(&mut self, name: Option<&str>, written: &str, label: Option<&str>) {
        let lost = name.filter(|name| *name != written);
        if let Some(label) = label.or(lost) {
            self.label(label);
        }
    }

    pub(super) fn label(&mut self, label: &str) {
        let words: Vec<&str> = label.split_whitespace().collect();
        if !words.is_empty() {
            self.line();
            self.text.push_str("<label>");
            escape(&words.join(" "), &mut self.text);
            self.text.push_str("</label>\n");
        }
    }

    pub(super) fn line(&mut self) {
        // Formulas may stand very deep within each other: beyond this nobody reads the indentation.
        for _ in 0..self.depth.min(40) {
            self.text.push_str("  ");
        }
    }

    pub(super) fn tag(&mut self, element: &str, attributes: &[(&str, &str)], end: &str) {
        self.line();
        self.text.push('<');
        self.text.push_str(element);
        for (name, value) in attributes {
            self.text.push(' ');
            self.text.push_str(name);
            self.text.push_str("=\"");
            escape(value, &mut self.text);
            self.text.push('"');
        }
        self.text.push_str(end);
    }

    pub(super) fn open(&mut self, element: &str) {
        self.open_with(element, &[]);
    }

    pub(super) fn open_with(&mut self, element: &str, attributes: &[(&str, &str)]) {
        self.tag(element, attributes, ">\n");
        self.depth += 1;
    }

    pub(super) fn empty(&mut self, element: &str, attributes: &[(&str, &str)]) {
        self.tag(element, attributes, "/>\n");
    }

    pub(super) fn close(&mut self, element: &str) {
        self.depth -= 1;
        self.line();
        self.text.push_str("</");
        self.text.push_str(element);
        self.text.push_str(">\n");
    }
}

/// A name as the format's identifiers are: letters, digits, `_`, and `-` between others; no digit first.
pub(super) fn identifier(name: &str) -> String {
    let mut plain = String::new();
    for c in name.chars() {
        match c {
            '-' if !plain.is_empty() && !plain.ends_with('-') => plain.push('-'),
            c if c.is_alphanumeric() => plain.push(c),
            _ => plain.push('_'),
        }
    }
    if plain.ends_with('-') {
        plain.pop();
        plain.push('_');
    }
    if !plain.starts_with(|c: char| c.is_alphabetic() || c == '_') {
        plain.insert(0, '_');
    }
    plain
}

/// Text with what XML means otherwise written as entities; characters that XML cannot hold are left out.
fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() && !['\t', '\n', '\r'].contains(&c) => {}
            c => out.push(c),
        }
    }
}
