//! What stands in an input field: text that reads back to the last bit.

use super::super::{Estimate, MINUTES_PER_MONTH, MINUTES_PER_YEAR};
use super::read::{Grammar, Readable, range_values, value};
use super::token::tokens;

/// The text of a quantity for an input field: `Q::read(&field_text(q)) == q` to the last bit.
///
/// The form is the shortest that is exact: `1 h 30 min`, `20 %`, `2 /yr`, `every 90 d`; all digits where no
/// short form is.
pub fn field_text<Q: Readable>(quantity: Q) -> String {
    text_of(Q::GRAMMAR, quantity.get())
}

/// The text of an estimate for an input field, `0.1 .. 0.5 .. 2.8 /yr`; a point is a single value.
///
/// [`read_range`](super::read_range) gives the three values back to the last bit.
pub fn range_text<Q: Readable>(estimate: &Estimate<Q>) -> String {
    range_text_of(Q::GRAMMAR, [estimate.low().get(), estimate.likely().get(), estimate.high().get()])
}

fn reads_as(grammar: Grammar, text: &str, expected: f64) -> bool {
    let read = tokens(text).and_then(|tokens| value(grammar, &tokens));
    read.is_some_and(|read| read.to_bits() == expected.to_bits())
}

fn text_of(grammar: Grammar, value: f64) -> String {
    let short = match grammar {
        Grammar::Duration => duration_text(value),
        Grammar::Rate => rate_text(value),
        Grammar::Volume if value >= 1000.0 => Some(format!("{} TB", shifted(value, -3))),
        _ => None,
    };
    match short {
        Some(text) if reads_as(grammar, &text, value) => text,
        _ => format!("{}{}", digits_of(grammar, value), unit_of(grammar)),
    }
}

/// The unit that goes with [`digits_of`].
fn unit_of(grammar: Grammar) -> &'static str {
    match grammar {
        Grammar::Share => " %",
        Grammar::Duration => " min",
        Grammar::Rate => " /yr",
        Grammar::Volume => " GB",
        Grammar::Money | Grammar::Plain => "",
    }
}

fn digits_of(grammar: Grammar, value: f64) -> String {
    shifted(value, if grammar == Grammar::Share { 2 } else { 0 })
}

fn range_text_of(grammar: Grammar, values: [f64; 3]) -> String {
    let [low, likely, high] = values;
    if low == high {
        return text_of(grammar, low);
    }
    let unit = unit_of(grammar);
    let texts = values.map(|value| text_of(grammar, value));
    let bare = texts.each_ref().map(|text| text.strip_suffix(unit).filter(|rest| !rest.contains(' ')));
    let once = match bare {
        [Some(low), Some(likely), Some(high)] => format!("{low} .. {likely} .. {high}{unit}"),
        _ => texts.join(" .. "),
    };
    let read = tokens(&once).and_then(|tokens| range_values(grammar, tokens));
    if read.is_some_and(|read| read.map(f64::to_bits) == values.map(f64::to_bits)) {
        return once;
    }
    // Tight, so that even three numbers of full length stay within the longest text.
    let [low, likely, high] = [low, likely, high].map(|value| digits_of(grammar, value));
    format!("{low}..{likely}..{high}{unit}")
}

fn duration_text(minutes: f64) -> Option<String> {
    let seconds = minutes * 60.0;
    if seconds > 1e11 || seconds != seconds.trunc() {
        return None;
    }
    // Whole and below 1e11: the cast is exact.
    let seconds = seconds as u64;
    let [day, hour, minute] = [86_400, 3_600, 60];
    let (large, small) = match seconds {
        0 => return None,
        1..3_600 => ((minute, "min"), (1, "s")),
        3_600..86_400 => ((hour, "h"), (minute, "min")),
        _ => ((day, "d"), (hour, "h")),
    };
    let rest = seconds % large.0;
    if !rest.is_multiple_of(small.0) {
        return None;
    }
    let (whole, part) = (seconds / large.0, rest / small.0);
    Some(match (whole, part) {
        (_, 0) => format!("{whole} {}", large.1),
        (0, _) => format!("{part} {}", small.1),
        _ => format!("{whole} {} {part} {}", large.1, small.1),
    })
}

/// The first short form of a rate that is exact: per year, per month, every so many days.
fn rate_text(per_year: f64) -> Option<String> {
    let short = |number: &str| number.len() <= 6;
    let yearly = shifted(per_year, 0);
    if short(&yearly) || per_year == 0.0 {
        return Some(format!("{yearly} /yr"));
    }
    let monthly = shifted(per_year * MINUTES_PER_MONTH / MINUTES_PER_YEAR, 0);
    let days = shifted(libm::round(365.25 / per_year), 0);
    let candidates = [(&monthly, format!("{monthly} /month")), (&days, format!("every {days} d"))];
    let exact = |(number, text): &(&String, String)| short(number) && reads_as(Grammar::Rate, text, per_year);
    candidates.into_iter().find(exact).map(|(_, text)| text)
}

/// The shortest digits that read back as `value`, times `10^shift`, the shift made on the text.
fn shifted(value: f64, shift: i32) -> String {
    let written = format!("{value:e}");
    let Some((mantissa, exponent)) = written.split_once('e') else {
        return written;
    };
    let Ok(exponent) = exponent.parse::<i32>() else {
        return written;
    };
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    if digits == "0" {
        return digits;
    }
    let exponent = exponent + shift;
    match usize::try_from(exponent) {
        Ok(before) if before < 15 => {
            let before = before + 1;
            if digits.len() <= before {
                return format!("{digits:0<before$}");
            }
            format!("{}.{}", &digits[..before], &digits[before..])
        }
        Err(_) if exponent > -6 => {
            let zeros = usize::try_from(-1 - exponent).unwrap_or(0);
            format!("0.{}{digits}", "0".repeat(zeros))
        }
        _ => format!("{mantissa}e{exponent}"),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::super::{Duration, Money, Probability, Provenance, Quantity, Rate, Spread, Volume};
    use super::super::read_range;
    use super::*;

    fn check<Q: Readable>(value: f64, expected: &str) {
        let quantity = Q::new(value).unwrap();
        assert_eq!(field_text(quantity), expected);
        assert_eq!(Q::read(expected).unwrap().get().to_bits(), value.to_bits());
    }

    #[test]
    fn a_field_shows_the_shortest_exact_form() {
        check::<Duration>(15.0, "15 min");
        check::<Duration>(90.0, "1 h 30 min");
        check::<Duration>(0.5, "30 s");
        check::<Duration>(2.5, "2 min 30 s");
        check::<Duration>(0.0, "0 min");
        check::<Duration>(2880.0, "2 d");
        check::<Duration>(2160.0, "1 d 12 h");
        check::<Duration>(1501.0, "1501 min");
        check::<Duration>(1.23, "1.23 min");
        check::<Duration>(1e9, "1000000000 min");
        check::<Probability>(0.2, "20 %");
        check::<Probability>(0.9995, "99.95 %");
        check::<Probability>(0.999999, "99.9999 %");
        check::<Probability>(0.0, "0 %");
        check::<Probability>(1.0, "100 %");
        check::<Probability>(1e-9, "1e-7 %");
        check::<Probability>(0.001, "0.1 %");
        check::<Rate>(2.0, "2 /yr");
        check::<Rate>(0.1, "0.1 /yr");
        check::<Rate>(525960.0 / (90.0 * 1440.0), "every 90 d");
        check::<Rate>(1234567.0 / 2.0, "617283.5 /yr");
        check::<Money>(1200.0, "1200");
        check::<Money>(0.1, "0.1");
        check::<Volume>(500.0, "500 GB");
        check::<Volume>(2000.0, "2 TB");
        check::<Spread>(1.0, "1");
    }

    #[test]
    fn a_range_shows_its_unit_once() {
        let rate = |x| Rate::new(x).unwrap();
        let estimate = Estimate::range(rate(0.1), rate(0.5), rate(2.8), Provenance::default()).unwrap();
        assert_eq!(range_text(&estimate), "0.1 .. 0.5 .. 2.8 /yr");
        assert_eq!(range_text(&Estimate::assumed(rate(2.0))), "2 /yr");
        let minutes = |x| Duration::new(x).unwrap();
        let estimate =
            Estimate::range(minutes(0.5), minutes(10.0), minutes(90.0), Provenance::default()).unwrap();
        assert_eq!(range_text(&estimate), "30 s .. 10 min .. 1 h 30 min");
    }

    #[test]
    fn the_longest_range_reads_back() {
        let extremes =
            [1.234_567_890_123_456_7e-300, 1.234_567_890_123_456_8e-200, 2.234_567_890_123_456_7e-100];
        for grammar in [Grammar::Share, Grammar::Duration, Grammar::Rate, Grammar::Volume, Grammar::Plain] {
            let text = range_text_of(grammar, extremes);
            let read = tokens(&text).and_then(|tokens| range_values(grammar, tokens)).unwrap();
            assert_eq!(read.map(f64::to_bits), extremes.map(f64::to_bits), "{text}");
        }
    }

    /// Numbers of every size, and round ones as people type them, inside a quantity's range.
    fn values<Q: Quantity>() -> impl Strategy<Value = f64> {
        let any_bits = any::<u64>().prop_map(|bits| f64::from_bits(bits).abs());
        let round = (0u32..5000, prop::sample::select(vec![1.0, 3.0, 7.0, 10.0, 12.0, 60.0, 100.0, 365.25]))
            .prop_map(|(a, b)| f64::from(a) / b);
        let uniform = 0.0..=Q::MAX;
        prop_oneof![any_bits, round, uniform, Just(Q::MAX), Just(0.0), Just(f64::MIN_POSITIVE), Just(5e-324)]
            .prop_filter_map("in range", |value| Q::new(value).ok().map(Q::get))
    }

    fn reads_back<Q: Readable>(mut values: [f64; 3]) {
        for value in values {
            let quantity = Q::new(value).unwrap();
            let text = field_text(quantity);
            let read = Q::read(&text).unwrap();
            assert_eq!(read.get().to_bits(), value.to_bits(), "{value:e} as {text}");
        }
        crate::quantity::order::sort_by(&mut values, f64::total_cmp);
        let [low, likely, high] = values.map(|value| Q::new(value).unwrap());
        let text = range_text(&Estimate::range(low, likely, high, Provenance::default()).unwrap());
        let (low, likely, high) = read_range::<Q>(&text).unwrap();
        assert_eq!([low, likely, high].map(|q| q.get().to_bits()), values.map(f64::to_bits), "{text}");
    }

    macro_rules! reads_back {
        ($($name:ident: $quantity:ty),*) => {
            proptest! {
                #![proptest_config(ProptestConfig::with_cases(1000))]
                $(#[test]
                fn $name(values in prop::array::uniform3(values::<$quantity>())) {
                    reads_back::<$quantity>(values);
                })*
            }
        };
    }

    reads_back! {
        a_share_reads_back_to_the_bit: Probability,
        a_duration_reads_back_to_the_bit: Duration,
        a_rate_reads_back_to_the_bit: Rate,
        an_amount_reads_back_to_the_bit: Money,
        a_volume_reads_back_to_the_bit: Volume,
        a_spread_reads_back_to_the_bit: Spread
    }
}
