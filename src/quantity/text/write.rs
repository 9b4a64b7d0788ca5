//! Numbers as a person reads them: two or three significant digits, and never more certain than they are.
//!
//! All roundings go through the decimal digits of the number, so they carry (59.9 minutes are an hour).

use super::super::{MINUTES_PER_DAY, MINUTES_PER_HOUR, Probability, Quantity, Unavailability};

/// What is written for a number that is none.
const UNKNOWN: &str = "unknown";

/// Availability in percent, `99.94 %`: as many digits as show two of the **un**availability.
///
/// Never "100 %": what cannot be told from perfection is `over 99.9999999 %`.
pub fn percent_available(unavailability: Unavailability) -> String {
    let u = unavailability.get();
    if u < 1e-9 {
        return "over 99.9999999 %".into();
    }
    if u > 0.9 {
        return percent(1.0 - u);
    }
    let Some((digits, exponent)) = leading_digits(u * 100.0, 2) else {
        return UNKNOWN.into();
    };
    // The bad percentage is digits * 10^(exponent - 1); the good one is taken from 100 in whole numbers.
    let decimals = usize::try_from(1 - exponent).unwrap_or(0);
    let scale = power_of_ten(decimals);
    let good = (100 * scale).saturating_sub(digits);
    let text = format!("{}.{:0decimals$}", good / scale, good % scale);
    format!("{} %", trimmed(&text))
}

/// Unavailability in percent, `0.0059 %`: two significant digits, however small.
pub fn percent_unavailable(unavailability: Unavailability) -> String {
    format!("{} %", significant(unavailability.get() * 100.0, 2))
}

/// Nines, `3.2 nines`, rounded down: 99.989 % are no four nines. Beyond what any model supports, `over 12 nines`.
pub fn nines(unavailability: Unavailability) -> String {
    match unavailability.nines() {
        // A result that is a bit short of a round number by rounding alone counts as that number.
        Some(nines) if nines.get() <= 12.0 => {
            format!("{:.1} nines", libm::floor(nines.get() * 10.0 + 1e-9) / 10.0)
        }
        _ => "over 12 nines".into(),
    }
}

/// A share of a whole, `41 %`; the whole is `all`, a trace `under 0.01 %`.
pub fn share(share: Probability) -> String {
    let p = share.get();
    if p == 1.0 {
        return "all".into();
    }
    if p > 0.9999 {
        return "over 99.99 %".into();
    }
    if p >= 0.995 {
        // Near the whole, what is missing carries the meaning.
        return percent_available(Unavailability::of_objective(share));
    }
    percent(p)
}

fn percent(p: f64) -> String {
    if p > 0.0 && p < 0.0001 {
        return "under 0.01 %".into();
    }
    format!("{} %", significant(p * 100.0, 2))
}

/// Error budget spent, as a multiple of it: `38 % of the budget`, `1.4 times the budget`.
pub fn budget_spent(spent: f64) -> String {
    match spent {
        _ if spent.is_nan() => UNKNOWN.into(),
        ..1.0 => format!("{} of the budget", share(Probability::clamped(spent))),
        1.0 => "all of the budget".into(),
        1.0..1.05 => "just over the budget".into(),
        1.05..1e6 => format!("{} times the budget", three_at_most(spent)),
        _ => "over 1,000,000 times the budget".into(),
    }
}

/// A length of time in at most two units: `8 h 46 min`, `53 min`, `26 s`, `3 d 15 h`.
pub fn duration(minutes: f64) -> String {
    if minutes.is_nan() {
        return UNKNOWN.into();
    }
    if minutes <= 0.0 {
        return "0 min".into();
    }
    if minutes * 60.0 < 1.0 {
        return "under 1 s".into();
    }
    if minutes >= 1e12 {
        return "for ever".into();
    }
    let (seconds, whole_minutes) = (rounded(minutes * 60.0), rounded(minutes));
    let (hours, days) = (rounded(minutes / MINUTES_PER_HOUR), rounded(minutes / MINUTES_PER_DAY));
    // Each step looks at the number already rounded, so that a full unit carries into the next.
    if seconds < 60 {
        format!("{seconds} s")
    } else if seconds < 600 {
        two_units(seconds, 60, "min", "s")
    } else if whole_minutes < 60 {
        format!("{whole_minutes} min")
    } else if whole_minutes < 1_440 {
        two_units(whole_minutes, 60, "h", "min")
    } else if hours < 240 {
        two_units(hours, 24, "d", "h")
    } else if days < 731 {
        format!("{days} d")
    } else {
        format!("{} years", three_at_most(minutes / MINUTES_PER_DAY / 365.25))
    }
}

fn two_units(count: u64, size: u64, large: &str, small: &str) -> String {
    match (count / size, count % size) {
        (whole, 0) => format!("{whole} {large}"),
        (whole, part) => format!("{whole} {large} {part} {small}"),
    }
}

/// Bad minutes a year in words: `about 8 h 46 min a year`.
pub fn bad_time_per_year(minutes: f64) -> String {
    about(minutes, "a year")
}

/// Bad minutes a month in words: `about 44 min a month`.
pub fn bad_time_per_month(minutes: f64) -> String {
    about(minutes, "a month")
}

fn about(minutes: f64, period: &str) -> String {
    let text = duration(minutes);
    let exact = minutes.is_nan() || minutes * 60.0 < 1.0;
    if exact { format!("{text} {period}") } else { format!("about {text} {period}") }
}

/// How often something happens: `2 a year`, `every 5 years`, `every 18 months`, `3 a day`.
pub fn rate(per_year: f64) -> String {
    match per_year {
        _ if per_year.is_nan() => UNKNOWN.into(),
        ..=0.0 => "never".into(),
        ..1e-9 => "under once in 1,000,000,000 years".into(),
        ..=0.5 => format!("every {} years", three_at_most(1.0 / per_year)),
        ..0.95 => match rounded(12.0 / per_year) {
            24 => "every 2 years".into(),
            months => format!("every {months} months"),
        },
        ..1.05 => "once a year".into(),
        ..24.0 => format!("{} a year", significant(per_year, 2)),
        ..730.5 => format!("{} a month", significant(per_year / 12.0, 2)),
        ..1e12 => format!("{} a day", three_at_most(per_year / 365.25)),
        _ => "all the time".into(),
    }
}

/// An amount with its currency sign: `$ 41 k`, `$ 1.2 M`, `$ 950`.
pub fn money(amount: f64, symbol: &str) -> String {
    let sign = if amount < 0.0 { "-" } else { "" };
    let size = amount.abs();
    if size > 0.0 && size < 0.01 {
        return format!("under {symbol} 0.01");
    }
    format!("{sign}{symbol} {}", scaled(size, &["", " k", " M", " bn", " tn"], 1e15))
}

/// A volume of data: `500 GB`, `1.2 TB`.
pub fn volume(gigabytes: f64) -> String {
    if gigabytes > 0.0 && gigabytes < 0.001 {
        return "under 0.001 GB".into();
    }
    scaled(gigabytes, &[" GB", " TB", " PB", " EB", " ZB"], 1e15)
}

/// A number below `limit` in the largest unit that leaves it at 1 or above, units a thousand apart.
fn scaled(size: f64, units: &[&str], limit: f64) -> String {
    if size.is_nan() || size >= limit {
        return UNKNOWN.into();
    }
    // The exponent after rounding decides, so that 999.7 becomes 1 k.
    let exponent = leading_digits(size, 3).map_or(0, |(_, exponent)| exponent);
    let step = usize::try_from(exponent / 3).unwrap_or(0).min(units.len() - 1);
    let number = three_at_most(size / power_of_ten(3 * step) as f64);
    format!("{number}{}", units[step])
}

/// A ratio of at least zero, `1.2x`.
pub fn ratio(ratio: f64) -> String {
    if !(0.0..1e9).contains(&ratio) {
        return UNKNOWN.into();
    }
    if ratio > 0.0 && ratio < 0.01 {
        return "under 0.01x".into();
    }
    format!("{}x", three_at_most(ratio))
}

/// Two significant digits below a hundred, three above.
fn three_at_most(x: f64) -> String {
    let hundreds = leading_digits(x, 3).is_some_and(|(_, exponent)| exponent >= 2);
    significant(x, if hundreds { 3 } else { 2 })
}

/// A number of at least zero in plain decimals with `digits` significant ones, thousands parted.
fn significant(x: f64, digits: usize) -> String {
    let Some((leading, exponent)) = leading_digits(x, digits) else {
        return "0".into();
    };
    let last = exponent + 1 - i32::try_from(digits).unwrap_or(0);
    match usize::try_from(last) {
        Ok(zeros) => grouped(leading.saturating_mul(power_of_ten(zeros))),
        Err(_) => {
            let decimals = usize::try_from(-last).unwrap_or(0);
            let scale = power_of_ten(decimals);
            trimmed(&format!("{}.{:0decimals$}", leading / scale, leading % scale)).into()
        }
    }
}

/// The first `digits` decimal digits of a positive number as a whole number, rounded, and the exponent of
/// the first: 0.0346 to two digits is `(35, -2)`. `None` for zero and what is no positive finite number.
fn leading_digits(x: f64, digits: usize) -> Option<(u64, i32)> {
    if !(x > 0.0 && x.is_finite()) {
        return None;
    }
    let text = format!("{x:.*e}", digits - 1);
    let (mantissa, exponent) = text.split_once('e')?;
    let digits = mantissa.bytes().filter(u8::is_ascii_digit);
    Some((digits.fold(0, |number, digit| 10 * number + u64::from(digit - b'0')), exponent.parse().ok()?))
}

fn power_of_ten(exponent: usize) -> u64 {
    10u64.saturating_pow(u32::try_from(exponent).unwrap_or(u32::MAX))
}

/// Drops trailing zeros behind the point, and a point left alone.
fn trimmed(decimal: &str) -> &str {
    if decimal.contains('.') { decimal.trim_end_matches('0').trim_end_matches('.') } else { decimal }
}

fn grouped(whole: u64) -> String {
    let digits = whole.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The nearest whole number of a positive number below 2^63.
fn rounded(x: f64) -> u64 {
    libm::round(x) as u64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::super::Rate;
    use super::super::Readable;
    use super::*;

    fn u(value: f64) -> Unavailability {
        Unavailability::new(value).unwrap()
    }

    #[test]
    fn availability_shows_two_digits_of_what_is_missing() {
        for (value, expected) in [
            (0.0006, "99.94 %"),
            (4.6e-5, "99.9954 %"),
            (0.001, "99.9 %"),
            (0.000_999_9, "99.9 %"),
            (0.00104, "99.9 %"),
            (0.0005, "99.95 %"),
            (1e-9, "99.9999999 %"),
            (1.2e-8, "99.9999988 %"),
            (9.9e-10, "over 99.9999999 %"),
            (0.0, "over 99.9999999 %"),
            (0.125, "88 %"),
            (0.5, "50 %"),
            (0.05, "95 %"),
            (0.0999, "90 %"),
            (0.9, "10 %"),
            (0.996, "0.4 %"),
            (0.999_999, "under 0.01 %"),
            (1.0, "0 %"),
        ] {
            assert_eq!(percent_available(u(value)), expected, "{value}");
        }
    }

    #[test]
    fn nines_have_one_decimal() {
        for (value, expected) in [
            (0.001, "3.0 nines"),
            (0.0006, "3.2 nines"),
            (1e-12, "12.0 nines"),
            (1e-13, "over 12 nines"),
            (0.0, "over 12 nines"),
            (1.0, "0.0 nines"),
        ] {
            assert_eq!(nines(u(value)), expected);
        }
    }

    #[test]
    fn shares_and_budgets_read_as_words() {
        for (value, expected) in [
            (0.41, "41 %"),
            (0.004, "0.4 %"),
            (0.0412, "4.1 %"),
            (0.0996, "10 %"),
            (0.000_05, "under 0.01 %"),
            (0.0001, "0.01 %"),
            (0.0, "0 %"),
            (0.994, "99 %"),
            (0.996, "99.6 %"),
            (0.999_96, "over 99.99 %"),
            (1.0, "all"),
        ] {
            assert_eq!(share(Probability::new(value).unwrap()), expected);
        }
        for (value, expected) in [
            (0.38, "38 % of the budget"),
            (0.999_99, "over 99.99 % of the budget"),
            (1.0, "all of the budget"),
            (1.01, "just over the budget"),
            (1.4, "1.4 times the budget"),
            (2.0, "2 times the budget"),
            (12345.0, "12,300 times the budget"),
            (f64::INFINITY, "over 1,000,000 times the budget"),
            (f64::NAN, "unknown"),
        ] {
            assert_eq!(budget_spent(value), expected);
        }
    }

    #[test]
    fn a_duration_has_two_units_at_most_and_carries() {
        for (minutes, expected) in [
            (0.0, "0 min"),
            (0.01, "under 1 s"),
            (26.0 / 60.0, "26 s"),
            (59.7 / 60.0, "1 min"),
            (4.5, "4 min 30 s"),
            (9.999, "10 min"),
            (53.0, "53 min"),
            (59.4, "59 min"),
            (59.9, "1 h"),
            (525.96, "8 h 46 min"),
            (1439.7, "1 d"),
            (5256.0, "3 d 16 h"),
            (5220.0, "3 d 15 h"),
            (14_399.0, "10 d"),
            (525_960.0, "365 d"),
            (1_100_000.0, "2.1 years"),
            (1e9, "1,900 years"),
            (f64::INFINITY, "for ever"),
            (f64::NAN, "unknown"),
        ] {
            assert_eq!(duration(minutes), expected, "{minutes}");
        }
        assert_eq!(bad_time_per_year(525.96), "about 8 h 46 min a year");
        assert_eq!(bad_time_per_month(43.83), "about 44 min a month");
        assert_eq!(bad_time_per_year(0.001), "under 1 s a year");
    }

    #[test]
    fn a_rate_is_said_as_a_sponsor_would() {
        for (per_year, expected) in [
            (0.0, "never"),
            (1e-12, "under once in 1,000,000,000 years"),
            (0.001, "every 1,000 years"),
            (0.2, "every 5 years"),
            (0.4, "every 2.5 years"),
            (0.5, "every 2 years"),
            (0.505, "every 2 years"),
            (2.0 / 3.0, "every 18 months"),
            (1.0, "once a year"),
            (1.5, "1.5 a year"),
            (2.0, "2 a year"),
            (4.06, "4.1 a year"),
            (12.0, "12 a year"),
            (36.0, "3 a month"),
            (1000.0, "2.7 a day"),
            (f64::NAN, "unknown"),
        ] {
            assert_eq!(rate(per_year), expected);
        }
    }

    #[test]
    fn money_has_two_or_three_digits() {
        for (amount, expected) in [
            (41_234.0, "$ 41 k"),
            (1.2e6, "$ 1.2 M"),
            (950.0, "$ 950"),
            (999.7, "$ 1 k"),
            (999_600.0, "$ 1 M"),
            (412_345.0, "$ 412 k"),
            (0.0, "$ 0"),
            (0.001, "under $ 0.01"),
            (0.42, "$ 0.42"),
            (-1_200.0, "-$ 1.2 k"),
            (1e12, "$ 1 tn"),
            (f64::NAN, "$ unknown"),
        ] {
            assert_eq!(money(amount, "$"), expected);
        }
        assert_eq!(volume(500.0), "500 GB");
        assert_eq!(volume(1_234.0), "1.2 TB");
        for (value, expected) in
            [(1.234, "1.2x"), (0.834, "0.83x"), (10.0, "10x"), (99.9, "100x"), (1234.0, "1,230x")]
        {
            assert_eq!(ratio(value), expected);
        }
    }

    proptest! {
        #[test]
        fn nothing_written_claims_perfection_or_shows_nan(bits in any::<u64>(), unit in 0.0..=1.0f64, small in -20.0..0.0f64) {
            for p in [unit, libm::pow(10.0, small), 1.0 - libm::pow(10.0, small)] {
                let p = Probability::clamped(p);
                let texts = [percent_available(u(p.get())), share(p), budget_spent(p.get()), nines(u(p.get()))];
                for text in texts {
                    prop_assert!(!text.contains("100 %") && !text.contains("NaN"), "{text}");
                }
            }
            let any = f64::from_bits(bits);
            let texts = [
                duration(any), rate(any), money(any, "€"), ratio(any), volume(any), budget_spent(any),
                bad_time_per_year(any),
            ];
            for text in texts {
                prop_assert!(!text.contains("NaN") && !text.contains("inf") && text.len() < 60, "{text}");
            }
        }

        #[test]
        fn a_rate_as_written_reads_back_within_its_rounding(exponent in -3.0..3.0f64) {
            let per_year = libm::pow(10.0, exponent);
            let read = Rate::read(&rate(per_year)).unwrap().get();
            prop_assert!((read / per_year - 1.0).abs() < 0.053, "{}", rate(per_year));
        }
    }
}
