//! From characters to numbers, words and signs.

use super::LONGEST_TEXT;

/// One part of a typed text.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    /// A decimal number without sign.
    Number(Number),
    /// A run of ASCII letters, in lower case.
    Word(String),
    /// Two dots or more, or an ellipsis: from one value to another.
    To,
    /// A hyphen or a dash.
    Dash,
    /// Any other character.
    Sign(char),
}

impl Token {
    /// Whether this is one of the given words.
    pub(super) fn is_word(&self, words: &[&str]) -> bool {
        matches!(self, Self::Word(word) if words.contains(&word.as_str()))
    }

    /// Whether this is a number.
    pub(super) fn is_number(&self) -> bool {
        matches!(self, Self::Number(_))
    }
}

/// A decimal number as it was written: digits with at most one point, times a power of ten.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Number {
    digits: String,
    exponent: i32,
}

impl Number {
    /// A small whole number, for words such as "once".
    pub(super) fn whole(digit: u8) -> Self {
        Self { digits: digit.to_string(), exponent: 0 }
    }

    /// The double nearest to the number times `10^shift`; infinite when there is none.
    pub(super) fn shifted(&self, shift: i32) -> f64 {
        let text = format!("{}e{}", self.digits, self.exponent.saturating_add(shift));
        text.parse().unwrap_or(f64::INFINITY)
    }

    /// The double nearest to the number.
    pub(super) fn value(&self) -> f64 {
        self.shifted(0)
    }
}

/// The parts of a text; `None` when it is empty, too long or holds a malformed number.
pub(super) fn tokens(text: &str) -> Option<Vec<Token>> {
    let chars: Vec<char> = text.trim().chars().take(LONGEST_TEXT + 1).collect();
    if chars.is_empty() || chars.len() > LONGEST_TEXT {
        return None;
    }
    let mut found = Vec::new();
    let mut rest = chars.as_slice();
    while let [first, tail @ ..] = rest {
        let starts_number =
            first.is_ascii_digit() || (*first == '.' && tail.first().is_some_and(char::is_ascii_digit));
        if first.is_whitespace() {
            rest = tail;
        } else if *first == '.' && tail.first() == Some(&'.') {
            rest = &rest[count(rest, |c| c == '.')..];
            // `1...5` is a range of 1 to 5: a run of dots is one sign.
            found.push(Token::To);
        } else if starts_number {
            let (number, length) = number(rest)?;
            found.push(Token::Number(number));
            rest = &rest[length..];
        } else if first.is_ascii_alphabetic() {
            let length = count(rest, |c| c.is_ascii_alphabetic());
            found.push(Token::Word(rest[..length].iter().map(char::to_ascii_lowercase).collect()));
            rest = &rest[length..];
        } else {
            found.push(match first {
                '…' => Token::To,
                '-' | '–' | '—' | '−' => Token::Dash,
                other => Token::Sign(*other),
            });
            rest = tail;
        }
    }
    Some(found)
}

/// How many leading characters satisfy a condition.
fn count(chars: &[char], accept: impl Fn(char) -> bool) -> usize {
    chars.iter().take_while(|c| accept(**c)).count()
}

fn digits(chars: &[char]) -> usize {
    count(chars, |c| c.is_ascii_digit())
}

/// The number a text begins with, and its length in characters.
fn number(chars: &[char]) -> Option<(Number, usize)> {
    let mut length = digits(chars);
    let mut text: String = chars[..length].iter().collect();
    // A comma is accepted only where it parts thousands: a decimal comma would change the value.
    while chars.get(length) == Some(&',') {
        let group = digits(&chars[length + 1..]);
        if group != 3 || text.is_empty() || (text.len() == length && length > 3) {
            return None;
        }
        text.extend(&chars[length + 1..length + 4]);
        length += 4;
    }
    if chars.get(length) == Some(&'.') {
        let fraction = digits(&chars[length + 1..]);
        if fraction > 0 {
            text.extend(&chars[length..=length + fraction]);
            length += 1 + fraction;
        }
    }
    let mut exponent = 0;
    if matches!(chars.get(length), Some('e' | 'E')) {
        let signed = matches!(chars.get(length + 1), Some('-' | '+'));
        let start = length + 1 + usize::from(signed);
        let width = chars.get(start..).map_or(0, digits);
        if width > 0 {
            let written: String = chars[length + 1..start + width].iter().collect();
            exponent = written.parse().ok()?;
            length = start + width;
        }
    }
    Some((Number { digits: text, exponent }, length))
}
