//! A calendar day, for provenance.

use core::fmt;

use super::QuantityError;

/// A day of the Gregorian calendar, written `2026-11-24`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// Accepts a day that exists, in the years 1900 to 2999.
    pub const fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let last = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => 0,
        };
        if year < 1900 || year > 2999 || day == 0 || day > last {
            return None;
        }
        Some(Self { year, month, day })
    }

    /// Reads `2026-11-24`.
    pub fn parse(text: &str) -> Result<Self, QuantityError> {
        let bad = || QuantityError::NotADate(text.chars().take(40).collect());
        let well_formed = text.len() == 10
            && text
                .bytes()
                .enumerate()
                .all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() });
        if !well_formed {
            return Err(bad());
        }
        let (Ok(year), Ok(month), Ok(day)) = (text[0..4].parse(), text[5..7].parse(), text[8..10].parse())
        else {
            return Err(bad());
        };
        Self::new(year, month, day).ok_or_else(bad)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_reads_back_as_written() {
        for text in ["2026-11-24", "2024-02-29", "1900-01-01"] {
            assert_eq!(Date::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        for text in ["2026-02-29", "2026-13-01", "2026-1-1", "", "2026-11-24x", "２０２６-1-1", "1900-02-29"]
        {
            assert!(Date::parse(text).is_err(), "{text}");
        }
    }
}
