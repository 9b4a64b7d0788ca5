//! The windows counted second by second, against the formulas.

use proptest::prelude::*;

use super::*;
use crate::quantity::{Duration, Probability, Quantity, Unavailability};
use crate::slo::{BurnRate, ErrorBudget, Objective, Period};

fn objective(text: &str) -> Objective {
    Objective::read(text).unwrap()
}

fn days(days: f64) -> Duration {
    Duration::new(days * 1_440.0).unwrap()
}

fn share(value: f64) -> Unavailability {
    Unavailability::new(value).unwrap()
}

/// The mean share of failing requests in the window of `length` seconds that ends after second `now`, counted from
/// every second: clean before 0, `error` until `end`, clean after.
struct Seconds {
    /// Failing requests up to each second, the first entry being none.
    sums: Vec<f64>,
}

impl Seconds {
    fn of(error: f64, end: usize, until: usize) -> Self {
        let mut sums = Vec::with_capacity(until + 1);
        sums.push(0.0);
        for second in 0..until {
            sums.push(sums[second] + if second < end { error } else { 0.0 });
        }
        Self { sums }
    }

    fn mean(&self, now: usize, length: usize) -> f64 {
        (self.sums[now] - self.sums[now.saturating_sub(length)]) / length as f64
    }

    fn on(&self, now: usize, window: &AlertWindow, objective: Objective) -> bool {
        // Sums of a day of seconds round in their last digits.
        let least = window.burn.get() * objective.unavailability().get() * (1.0 - 1e-9);
        let seconds = |length: Duration| (length.minutes() * 60.0).round() as usize;
        [window.long, window.short].iter().all(|length| self.mean(now, seconds(*length)) >= least)
    }
}

#[test]
fn thirty_days_have_the_windows_of_the_workbook() {
    let windows = alert_windows(days(30.0));
    let rows: Vec<_> = windows
        .iter()
        .map(|w| (w.severity.name(), w.long.minutes(), w.short.minutes(), w.share.get(), w.burn.get()))
        .collect();
    for (found, expected) in rows.iter().zip([
        ("page", 60.0, 5.0, 0.02, 14.4),
        ("page", 360.0, 30.0, 0.05, 6.0),
        ("ticket", 1_440.0, 120.0, 0.1, 3.0),
        ("ticket", 4_320.0, 360.0, 0.1, 1.0),
    ]) {
        assert_eq!((found.0, found.1, found.2, found.3), (expected.0, expected.1, expected.2, expected.3));
        assert!((found.4 - expected.4).abs() < 1e-12, "{found:?}");
    }
    assert_eq!(rows.len(), 4);
}

#[test]
fn other_periods_have_the_windows_that_sloth_ships() {
    for (period, burns) in
        [(28.0, [13.44, 5.6, 2.8, 0.933_333_333_333_333_3]), (7.0, [13.44, 3.5, 1.4, 0.98])]
    {
        let windows = alert_windows(days(period));
        assert_eq!(windows.len(), 4);
        for (window, burn) in windows.iter().zip(burns) {
            assert!((window.burn.get() - burn).abs() < 1e-12, "{period} days: {window:?}");
        }
    }
}

#[test]
fn no_period_above_28_days_lets_a_budget_go_in_silence() {
    for length in [28.0, 30.0, 30.4375, 45.0, 91.3125, 180.0, 365.25] {
        let windows = alert_windows(days(length));
        let lowest = windows.iter().map(|w| w.burn.get()).fold(f64::INFINITY, f64::min);
        assert!(lowest <= 1.0 + 1e-9, "{length} days: {lowest}");
        let lints = lint(objective("99.9%"), days(length), &windows, None);
        assert!(!lints.iter().any(|l| matches!(l, AlertLint::SpentInSilence { .. })), "{length}: {lints:?}");
    }
}

#[test]
fn a_period_too_short_for_a_window_does_without_it() {
    assert!(alert_windows(Duration::ZERO).is_empty());
    let windows = alert_windows(days(1.0));
    assert!(windows.iter().all(|window| window.long.minutes() <= 720.0), "{windows:?}");
    assert!(!windows.is_empty());
}

#[test]
fn a_full_outage_of_a_999_service_pages_in_52_seconds() {
    let (objective, period) = (objective("99.9%"), days(30.0));
    let page = page(share(1.0), objective, period, &alert_windows(period)).unwrap();
    assert!((page.after.minutes() * 60.0 - 51.84).abs() < 1e-9);
    assert!((page.spent - 0.02).abs() < 1e-12);
    assert!((page.left.minutes() - (43.2 - 0.864)).abs() < 1e-9);
    assert!((page.reset.minutes() - 5.0 * (1.0 - 0.0144)).abs() < 1e-9);
}

#[test]
fn what_burns_slower_than_every_page_pages_nobody_but_opens_a_ticket() {
    let (objective, period) = (objective("99.9%"), days(30.0));
    let windows = alert_windows(period);
    assert_eq!(time_to_page(share(0.004), objective, period, &windows), None);
    let ticket = alert(share(0.004), objective, period, &windows).unwrap();
    assert_eq!(ticket.window.severity, AlertSeverity::Ticket);
    assert!((ticket.after.minutes() - 0.1 * 43_200.0 / 4.0).abs() < 1e-6);
    assert!((weakest_outage(objective, &windows).unwrap() - 0.006).abs() < 1e-12);
}

#[test]
fn sizes_go_from_all_to_the_smallest_that_spends_too_fast() {
    let sizes: Vec<f64> = outage_sizes(objective("99.9%")).iter().map(|s| s.get()).collect();
    assert_eq!(sizes, [1.0, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002]);
    assert_eq!(outage_sizes(objective("50%")).len(), 1);
    assert!(outage_sizes(objective("99.9999999%")).len() < 40);
}

#[test]
fn extreme_objectives_are_coached() {
    let said = |text: &str, traffic: Option<f64>| {
        let traffic = traffic.and_then(Traffic::per_hour);
        let period = days(30.0);
        let lints = lint(objective(text), period, &alert_windows(period), traffic);
        lints.iter().map(AlertLint::sentence).collect::<Vec<_>>().join("\n")
    };
    for (objective, words) in [
        ("99.99%", "After the page of a full outage 4 min 14 s are left: no human can react, automate it."),
        ("90%", "An objective of 90 % can never fire the 1-hour window: a full outage spends only 1.4 %"),
        ("99.999%", "A full outage spends the whole budget of 99.999 % in 26 s: this is a design problem"),
        ("99.999%", "one that touches 1 % of requests leaves 43 min"),
    ] {
        assert!(said(objective, None).contains(words), "{objective}: {}", said(objective, None));
    }
    assert!(said("40%", None).contains("No outage ever pages anybody"));
    let low = said("99.9%", Some(10.0));
    assert!(low.contains("a single failing one burns at 100 and pages at once"), "{low}");
    assert!(low.contains("may have 7") && low.contains("14 % of the budget"), "{low}");
    assert!(!said("99.9%", Some(100_000.0)).contains("single failing"));
    assert!(!said("99.9%", None).contains("never"), "{}", said("99.9%", None));
}

#[test]
fn every_kind_of_lint_has_its_own_key() {
    let period = days(30.0);
    let window = alert_windows(period)[0];
    let (objective, minute) = (objective("99.9%"), Duration::new(1.0).unwrap());
    let burn = BurnRate::new(2.0).unwrap();
    let all = [
        AlertLint::GoneBeforeMeasured { objective, budget: minute, canary: minute },
        AlertLint::TooFastForPeople { left: minute },
        AlertLint::FasterThanMeasured { after: minute },
        AlertLint::NeverFires { objective, window, spends: 0.1 },
        AlertLint::NobodyIsPaged,
        AlertLint::SpentInSilence { seen_from: burn },
        AlertLint::Impatient { window },
        AlertLint::OneRequestPages {
            traffic: Traffic::per_hour(1.0).unwrap(),
            burn,
            spends: 0.1,
            allowed: 2.0,
        },
    ];
    let keys: std::collections::BTreeSet<&str> = all.iter().map(AlertLint::key).collect();
    assert_eq!(keys.len(), all.len());
    for lint in all {
        assert!(lint.sentence().ends_with('.') && !lint.sentence().contains("100 %"), "{}", lint.sentence());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    // The count knows whole seconds only: the true time lies within the second before.
    #[test]
    fn counting_second_by_second_pages_at_the_same_time(nines in 1.0..4.0f64, size in -3.0..0.0f64, which in 0usize..4) {
        let period = [Period::Days28, Period::Days30, Period::Quarter, Period::Year][which].length();
        let budget = libm::pow(10.0, -nines);
        let objective = Objective::new(Probability::new(1.0 - budget).unwrap()).unwrap();
        let error = libm::pow(10.0, size);
        let pages: Vec<_> = alert_windows(period).into_iter().filter(|w| w.severity == AlertSeverity::Page).collect();
        let day = 6 * 3_600 + 10;
        let seconds = Seconds::of(error, day, day);
        let counted = (1..=day).find(|now| pages.iter().any(|window| seconds.on(*now, window, objective)));
        let found = time_to_page(share(error), objective, period, &pages).map(|time| time.minutes() * 60.0);
        match (found, counted) {
            (Some(found), Some(counted)) => {
                let counted = counted as f64;
                prop_assert!(found <= counted + 1e-6 && found > counted - 1.0 - 1e-6, "{found} against {counted}");
            }
            (None, None) => {}
            other => prop_assert!(false, "{other:?}"),
        }
    }

    // When the outage ends with the page or later, the alert goes off within the second that the formula says.
    #[test]
    fn counting_second_by_second_the_alert_goes_off_at_the_same_time(size in -1.6..0.0f64, more in 0usize..4_000) {
        let (period, objective) = (days(30.0), objective("99.9%"));
        let window = alert_windows(period)[0];
        let error = libm::pow(10.0, size);
        let alert = alert(share(error), objective, period, [&window]).unwrap();
        let end = (alert.after.minutes() * 60.0).ceil() as usize + 1 + more;
        let until = end + 4_000;
        let seconds = Seconds::of(error, end, until);
        prop_assert!(seconds.on(end, &window, objective));
        let off = (end..until).find(|now| !seconds.on(*now, &window, objective)).unwrap() - end;
        let reset = alert.reset.minutes() * 60.0;
        prop_assert!((off as f64 - reset).abs() <= 1.0 + 1e-6, "{off} s counted, {reset} s by the formula");
    }

    #[test]
    fn the_page_spends_the_share_that_its_window_stands_for(nines in 0.5..6.0f64, size in -6.0..0.0f64, length in 1.0..400.0f64) {
        let (period, windows) = (days(length), alert_windows(days(length)));
        let objective = Objective::new(Probability::new(1.0 - libm::pow(10.0, -nines)).unwrap()).unwrap();
        let error = share(libm::pow(10.0, size));
        let Some(alert) = alert(error, objective, period, &windows) else { return Ok(()) };
        // A handful of roundings.
        prop_assert!((alert.spent / alert.window.share.get() - 1.0).abs() < 1e-12);
        let bad = error.within(alert.after);
        let spent = ErrorBudget::new(objective, period).spent_by(bad).unwrap();
        prop_assert!((spent / alert.spent - 1.0).abs() < 1e-12);
        prop_assert!(alert.after <= alert.window.long && alert.reset <= alert.window.short);
    }

    #[test]
    fn a_larger_outage_never_pages_later(nines in 0.5..6.0f64, size in 0.001..1.0f64, more in 1.0..10.0f64) {
        let (period, windows) = (days(30.0), alert_windows(days(30.0)));
        let objective = Objective::new(Probability::new(1.0 - libm::pow(10.0, -nines)).unwrap()).unwrap();
        let small = time_to_page(share(size), objective, period, &windows);
        let large = time_to_page(Unavailability::clamped(size * more), objective, period, &windows);
        if let Some(small) = small {
            prop_assert!(large.unwrap() <= small);
        }
    }
}
