//! What nines are worth, and what bad minutes cost.

use super::stop::loss_per_month;
use crate::quantity::{MINUTES_PER_HOUR, MINUTES_PER_YEAR, Unavailability};

/// What going from one U to another is worth a year, given what an hour of full outage costs.
///
/// # Formula
/// worth = (U before - U after) x hours of a year x value per hour; negative when it gets worse
///
/// # Source
/// SRE book (2016) chapter 3: the value of a nine is the change of availability times the revenue.
pub fn worth_per_year(before: Unavailability, after: Unavailability, value_per_hour: f64) -> f64 {
    12.0 * (loss_per_month(before, value_per_hour) - loss_per_month(after, value_per_hour))
}

/// The value of an hour of full outage of something that earns so much a year at all hours alike.
pub fn value_per_hour_of(earned_per_year: f64) -> f64 {
    earned_per_year * MINUTES_PER_HOUR / MINUTES_PER_YEAR
}

/// How much more capacity it takes to go on with one zone less, every zone used alike.
///
/// # Formula
/// n / (n - 1) - 1; `None` for a single zone, which nothing can carry on without
///
/// # Source
/// AWS, "Static stability using Availability Zones".
pub fn headroom_for_a_lost_zone(zones: u32) -> Option<f64> {
    (zones > 1).then(|| f64::from(zones) / f64::from(zones - 1) - 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Practice;

    const ROWS: &str = include_str!("../../tests/golden/economics.csv");

    fn answer(question: &str, [a, b, c]: [f64; 3]) -> f64 {
        let u = |availability: f64| Unavailability::clamped(1.0 - availability);
        match question {
            "value_of_a_nine" => worth_per_year(u(a), u(b), value_per_hour_of(c)),
            "headroom" => headroom_for_a_lost_zone(a as u32).unwrap(),
            "most_used" => 1.0 / (1.0 + headroom_for_a_lost_zone(a as u32).unwrap()),
            "rota" => f64::from(Practice::OnCall.info().level(a as u8).unwrap().rota) / b,
            other => panic!("no such question: {other}"),
        }
    }

    #[test]
    fn published_numbers_are_met_within_their_published_rounding() {
        let mut count = 0;
        for row in ROWS.lines().skip(1) {
            let cells: Vec<&str> = row.splitn(8, ',').collect();
            let number = |i: usize| if cells[i].is_empty() { 0.0 } else { cells[i].parse::<f64>().unwrap() };
            let found = answer(cells[1], [number(2), number(3), number(4)]);
            assert!((found - number(5)).abs() <= number(6), "{}: {found}, published {}", cells[0], cells[5]);
            count += 1;
        }
        assert!(count >= 6, "{count} rows");
    }
}
