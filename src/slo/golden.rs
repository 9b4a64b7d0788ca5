//! Published numbers against this room.
//!
//! Each row names the question, the objective, its two or three inputs (minutes, shares or counts), the
//! minutes in the unit of the published figure, that figure and the rounding it was published with.

use super::alerts::{AlertSeverity, AlertWindow, alert_windows};
use super::{BurnRate, ErrorBudget, Objective, budget_minutes, budget_spent, burn_rate, time_to_exhaust};
use crate::quantity::{Duration, Probability, Quantity, Unavailability};

const ROWS: &str = include_str!("../../tests/golden/slo.csv");

fn answer(question: &str, objective: &str, [a, b, c]: [f64; 3]) -> f64 {
    let objective = || Objective::new(Probability::new(objective.parse().unwrap()).unwrap()).unwrap();
    let minutes = |x| Duration::new(x).unwrap();
    match question {
        "budget_minutes" => budget_minutes(objective(), minutes(a)).minutes(),
        "bad_events" => objective().bad_events(a),
        "budget_spent" => budget_spent(Unavailability::new(a / b).unwrap(), objective()),
        "spent_by" => ErrorBudget::new(objective(), minutes(b)).spent_by(minutes(a)).unwrap(),
        "burn_rate" => burn_rate(Probability::new(a).unwrap(), minutes(b), minutes(c)).unwrap().get(),
        "burn_rate_of" => BurnRate::of(Unavailability::new(a).unwrap(), objective()).get(),
        "spends" => BurnRate::new(a).unwrap().spends(minutes(b), minutes(c)).unwrap(),
        "short_window" => {
            let share = Probability::new(a).unwrap();
            AlertWindow::new(AlertSeverity::Page, minutes(b), share, minutes(c)).unwrap().short.minutes()
        }
        "alert_burn" => {
            let windows = alert_windows(minutes(b));
            windows.iter().find(|window| window.long == minutes(a)).unwrap().burn.get()
        }
        "time_to_exhaust" => time_to_exhaust(BurnRate::new(a).unwrap(), minutes(b)).unwrap().minutes(),
        other => panic!("no such question: {other}"),
    }
}

#[test]
fn published_numbers_are_met_within_their_published_rounding() {
    let mut count = 0;
    for row in ROWS.lines().skip(1) {
        let cells: Vec<&str> = row.splitn(10, ',').collect();
        let number = |i: usize| if cells[i].is_empty() { 0.0 } else { cells[i].parse::<f64>().unwrap() };
        let found = answer(cells[1], cells[2], [number(3), number(4), number(5)]) / number(6);
        let (expected, tolerance) = (number(7), number(8));
        assert!((found - expected).abs() <= tolerance, "{}: {found}, published {expected}", cells[0]);
        count += 1;
    }
    assert!(count >= 75, "{count} rows");
}
