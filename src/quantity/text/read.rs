//! What a person types, read as a quantity.

use super::super::{
    Duration, MINUTES_PER_DAY, MINUTES_PER_HOUR, MINUTES_PER_MONTH, MINUTES_PER_YEAR, Money, Nines,
    Probability, Quantity, QuantityError, Rate, Spread, Volume,
};
use super::token::{Number, Token, tokens};

/// How a quantity is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grammar {
    /// `20 %`, `0.2`, `1 in 200`, `1/200`.
    Share,
    /// `15 min`, `4h 22m`, `90s`, `2 d`; a bare number is minutes.
    Duration,
    /// `2 /yr`, `3 a month`, `every 90 d`, `2 every 5 years`; a bare number is per year.
    Rate,
    /// `1,200`, `$ 41 k`, `€500/mo`, `3M`; a bare number is per month, `/yr` is divided by 12.
    Money,
    /// `500 GB`, `2 TB`; a bare number is GB.
    Volume,
    /// A bare number.
    Plain,
}

/// A quantity that people can type.
pub trait Readable: Quantity {
    /// How it is written.
    const GRAMMAR: Grammar;
    /// A text that reads well, for messages.
    const EXAMPLE: &'static str;

    /// Reads one value; see [`Grammar`] for what is accepted.
    ///
    /// A currency sign says nothing: amounts are in the plan's currency.
    fn read(text: &str) -> Result<Self, QuantityError> {
        let value = tokens(text).and_then(|tokens| value(Self::GRAMMAR, &tokens));
        Self::new(value.ok_or_else(|| unreadable(Self::NAME, Self::EXAMPLE, text))?)
    }
}

impl Readable for Probability {
    const GRAMMAR: Grammar = Grammar::Share;
    const EXAMPLE: &'static str = "20% or 0.2";
}
impl Readable for Duration {
    const GRAMMAR: Grammar = Grammar::Duration;
    const EXAMPLE: &'static str = "15 min or 4h 22m";
}
impl Readable for Rate {
    const GRAMMAR: Grammar = Grammar::Rate;
    const EXAMPLE: &'static str = "2 /yr or every 90 d";
}
impl Readable for Money {
    const GRAMMAR: Grammar = Grammar::Money;
    const EXAMPLE: &'static str = "1200 or 1.2k";
}
impl Readable for Volume {
    const GRAMMAR: Grammar = Grammar::Volume;
    const EXAMPLE: &'static str = "500 GB or 2 TB";
}
impl Readable for Spread {
    const GRAMMAR: Grammar = Grammar::Plain;
    const EXAMPLE: &'static str = "1.0";
}

/// Reads a range as low, likely and high: `5`, `5..10 min`, `5 to 10`, `10m-2h`, `1..5..30`.
///
/// One value stands for all three. Of two, the likely value is their geometric mean when both are
/// positive, as for a log-normal; the arithmetic mean otherwise. The unit stands at each value or once at
/// the end.
pub fn read_range<Q: Readable>(text: &str) -> Result<(Q, Q, Q), QuantityError> {
    let values = tokens(text).and_then(|tokens| range_values(Q::GRAMMAR, tokens));
    let [low, likely, high] = values.ok_or_else(|| unreadable(Q::NAME, Q::EXAMPLE, text))?;
    if low <= likely && likely <= high {
        return Ok((Q::new(low)?, Q::new(likely)?, Q::new(high)?));
    }
    Err(QuantityError::Disordered { low, likely, high })
}

/// Reads an objective, a share of good user minutes: `99.95%`, `99.95`, `0.9995`, `3.5 nines`, or the bad
/// time it leaves, `4h 22m/yr` or `43m/month`.
///
/// A bare number above 1 is a percentage. Whether the value is a sensible target is not asked here.
pub fn read_objective(text: &str) -> Result<Probability, QuantityError> {
    let value = tokens(text).and_then(|tokens| objective_value(&tokens));
    Probability::new(value.ok_or_else(|| unreadable("objective", "99.95% or 4h 22m/yr", text))?)
}

fn unreadable(what: &'static str, example: &'static str, text: &str) -> QuantityError {
    QuantityError::Unreadable { what, found: text.chars().take(40).collect(), example }
}

/// The number a text stands for, in the unit of its grammar; never negative, never infinite.
pub(super) fn value(grammar: Grammar, tokens: &[Token]) -> Option<f64> {
    let found = match grammar {
        Grammar::Share => share_value(tokens),
        Grammar::Duration => duration_value(tokens),
        Grammar::Rate => rate_value(tokens),
        Grammar::Money => money_value(tokens),
        Grammar::Volume => volume_value(tokens),
        Grammar::Plain => match tokens {
            [Token::Number(number)] => Some(number.value()),
            _ => None,
        },
    };
    found.filter(|value| value.is_finite())
}

fn share_value(tokens: &[Token]) -> Option<f64> {
    match tokens {
        [Token::Number(number)] => Some(number.value()).filter(|value| *value <= 1.0),
        [Token::Number(number), unit] if is_percent(unit) => Some(number.shifted(-2)),
        [Token::Number(part), of, Token::Number(whole)]
            if of.is_word(&["in", "of"]) || *of == Token::Sign('/') =>
        {
            Some(part.value() / whole.value())
        }
        _ => None,
    }
}

fn is_percent(unit: &Token) -> bool {
    *unit == Token::Sign('%') || unit.is_word(&["percent", "pct"])
}

fn duration_value(tokens: &[Token]) -> Option<f64> {
    if let [Token::Number(number)] = tokens {
        return Some(number.value());
    }
    let (terms, []) = tokens.as_chunks::<2>() else {
        return None;
    };
    terms.iter().try_fold(0.0, |sum, [number, unit]| {
        let Token::Number(number) = number else {
            return None;
        };
        Some(sum + minutes(number, unit)?)
    })
}

/// `number` of a unit of time, in minutes.
fn minutes(number: &Number, unit: &Token) -> Option<f64> {
    let Token::Word(unit) = unit else {
        return None;
    };
    let factor = match unit.as_str() {
        // 60 divides better than 1/60 multiplies: `30 s` is exactly half a minute.
        "s" | "sec" | "secs" | "second" | "seconds" => return Some(number.value() / 60.0),
        "m" | "min" | "mins" | "minute" | "minutes" => 1.0,
        "h" | "hr" | "hrs" | "hour" | "hours" => MINUTES_PER_HOUR,
        "d" | "day" | "days" => MINUTES_PER_DAY,
        "w" | "wk" | "wks" | "week" | "weeks" => 7.0 * MINUTES_PER_DAY,
        "mo" | "month" | "months" => MINUTES_PER_MONTH,
        "y" | "yr" | "yrs" | "year" | "years" => MINUTES_PER_YEAR,
        _ => return None,
    };
    Some(number.value() * factor)
}

/// The period of a rate in minutes: `yr`, `90 d`. A lone `m` could be a minute or a month: refused.
fn period(tokens: &[Token]) -> Option<f64> {
    match tokens {
        [unit] if !unit.is_word(&["m"]) => minutes(&Number::whole(1), unit),
        [Token::Number(number), unit] if !unit.is_word(&["m"]) => minutes(number, unit),
        _ => None,
    }
}

fn is_per(token: &Token) -> bool {
    *token == Token::Sign('/') || token.is_word(&["per", "a", "an"])
}

fn is_every(token: &Token) -> bool {
    token.is_word(&["every"])
}

fn rate_value(tokens: &[Token]) -> Option<f64> {
    let one = Number::whole(1);
    let two = Number::whole(2);
    let (number, rest) = match tokens {
        [Token::Number(number)] => return Some(number.value()),
        [every, rest @ ..] if is_every(every) => (&one, rest),
        [first, between, rest @ ..] if is_per(between) || is_every(between) => match first {
            Token::Number(number) => (number, rest),
            once if once.is_word(&["once"]) => (&one, rest),
            twice if twice.is_word(&["twice"]) => (&two, rest),
            _ => return None,
        },
        _ => return None,
    };
    // The quotient first: it is exact for a year, a month, a day and an hour.
    Some(number.value() * (MINUTES_PER_YEAR / period(rest)?))
}

fn money_value(tokens: &[Token]) -> Option<f64> {
    let plain: Vec<&Token> = tokens.iter().filter(|token| !is_currency(token)).collect();
    let [Token::Number(number), rest @ ..] = plain.as_slice() else {
        return None;
    };
    let (shift, rest) = match rest {
        [scale, rest @ ..] if scale.is_word(&["k", "thousand"]) => (3, rest),
        [scale, rest @ ..] if scale.is_word(&["m", "mn", "million"]) => (6, rest),
        [scale, rest @ ..] if scale.is_word(&["b", "bn", "billion"]) => (9, rest),
        rest => (0, rest),
    };
    let amount = number.shifted(shift);
    match rest {
        [] => Some(amount),
        [per, unit] if is_per(per) && unit.is_word(&["mo", "month"]) => Some(amount),
        [per, unit] if is_per(per) && unit.is_word(&["y", "yr", "year"]) => Some(amount / 12.0),
        _ => None,
    }
}

fn is_currency(token: &Token) -> bool {
    matches!(token, Token::Sign('$' | '€' | '£' | '¥' | '₹' | '₩'))
        || token.is_word(&["usd", "eur", "gbp", "chf"])
}

fn volume_value(tokens: &[Token]) -> Option<f64> {
    let (number, shift) = match tokens {
        [Token::Number(number)] => (number, 0),
        [Token::Number(number), Token::Word(unit)] => match unit.as_str() {
            "b" => (number, -9),
            "kb" => (number, -6),
            "mb" => (number, -3),
            "gb" => (number, 0),
            "tb" => (number, 3),
            "pb" => (number, 6),
            _ => return None,
        },
        _ => return None,
    };
    Some(number.shifted(shift))
}

fn objective_value(tokens: &[Token]) -> Option<f64> {
    if let [Token::Number(number)] = tokens {
        let value = number.value();
        return if value <= 1.0 { Some(value) } else { Some(number.shifted(-2)).filter(|v| *v <= 1.0) };
    }
    if let [Token::Number(number), unit] = tokens {
        if is_percent(unit) {
            return Some(number.shifted(-2)).filter(|value| value.is_finite());
        }
        if unit.is_word(&["nine", "nines"]) {
            return Some(1.0 - Nines::new(number.value()).ok()?.unavailability().get());
        }
    }
    let at = tokens.iter().position(is_per)?;
    let spent = duration_value(&tokens[..at])? / period(&tokens[at + 1..])?;
    (spent <= 1.0).then_some(1.0 - spent)
}

/// Low, likely and high of a range, in order of writing.
pub(super) fn range_values(grammar: Grammar, mut tokens: Vec<Token>) -> Option<[f64; 3]> {
    if grammar == Grammar::Money {
        tokens.retain(|token| !is_currency(token));
    }
    let pieces = complete(pieces(&tokens))?;
    let every = pieces.iter().all(|piece| piece.first().is_some_and(is_every));
    let mut values = Vec::new();
    for piece in &pieces {
        values.push(value(grammar, piece)?);
    }
    // "Every 90 to 120 days": the longer wait is the lower rate.
    if every && values.first() > values.last() {
        values.reverse();
    }
    match values.as_slice() {
        [one] => Some([*one; 3]),
        [low, high] => Some([*low, between(*low, *high), *high]),
        [low, likely, high] => Some([*low, *likely, *high]),
        _ => None,
    }
}

/// The likely value when only two ends are known.
fn between(low: f64, high: f64) -> f64 {
    if low > high {
        return low;
    }
    let product = low * high;
    let middle = if low <= 0.0 {
        (low + high) / 2.0
    } else if product > 1e-290 {
        product.sqrt()
    } else {
        low.sqrt() * high.sqrt()
    };
    middle.clamp(low, high)
}

/// Parts a range. A hyphen parts only when it is the single sign that can.
fn pieces(tokens: &[Token]) -> Vec<&[Token]> {
    let is_to = |token: &Token| *token == Token::To || token.is_word(&["to"]);
    let dashes = tokens.iter().filter(|token| **token == Token::Dash).count();
    if dashes == 1 && !tokens.iter().any(is_to) {
        return tokens.split(|token| *token == Token::Dash).collect();
    }
    tokens.split(is_to).collect()
}

/// Gives every piece its unit: the unit may stand once, at the end.
///
/// `None` where a bare number could mean two things, as in `1 h .. 90` or `5 .. 1 h 30 min`.
fn complete(pieces: Vec<&[Token]>) -> Option<Vec<Vec<Token>>> {
    let (last, before) = pieces.split_last()?;
    let numbers = last.iter().filter(|token| token.is_number()).count();
    let at = last.iter().position(Token::is_number)?;
    let tail = &last[at + 1..];
    let every = pieces.first()?.first().is_some_and(is_every);
    let mut complete = Vec::new();
    for piece in before {
        let mut piece = piece.to_vec();
        let unitless = piece.last()?.is_number() && (piece.len() == 1 || (every && piece.len() == 2));
        let ambiguous = if unitless { numbers > 1 } else { tail.is_empty() };
        if ambiguous {
            return None;
        }
        if unitless {
            piece.extend_from_slice(tail);
        }
        complete.push(piece);
    }
    complete.push(last.to_vec());
    if every {
        for piece in &mut complete {
            if piece.len() == 2 && piece[0].is_number() {
                piece.insert(0, Token::Word("every".into()));
            }
        }
    }
    Some(complete)
}

#[cfg(test)]
mod tests;
