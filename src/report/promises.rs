//! Objectives, budgets and alerts as tables and figures.

use super::forecast::long_time_axis;
use super::{ALL_TOGETHER, Axis, Block, Figure, Label, Point, Role, Scale, Series, Shape, Table};
use crate::analysis::{BUDGET_PERIODS, Budgets, PeriodBudget, Sentence};
use crate::quantity::text::{budget_spent, duration, percent_available, ratio, share};
use crate::quantity::{Duration, Probability, Quantity, Unavailability};
use crate::slo::alerts::{AlertSeverity, AlertWindow, alert, alert_windows, lint, outage_sizes};
use crate::slo::{BurnRate, Objective, Period};

/// Budgets of every journey over one period, or over all of them.
pub fn budget_table(budgets: &[Budgets], period: Option<Period>) -> Table {
    let over = period.map_or("28 and 30 days, a quarter and a year", over_words);
    let caption = format!("Error budgets over {over}: what is allowed, what this plan takes of it");
    let mut columns = vec![
        "journey",
        ">promise",
        ">over",
        ">budget",
        ">expected",
        ">takes",
        ">outages expected",
        ">outages that fit",
        ">one outage takes",
    ];
    if period.is_some() {
        columns.remove(2);
    }
    let mut table = Table::new(caption, &columns);
    for budget in budgets {
        let wanted = |row: &&PeriodBudget| period.is_none_or(|period| period == row.period);
        for row in budget.periods.iter().filter(wanted) {
            let mut cells = budget_row(budget, row);
            if period.is_some() {
                cells.remove(2);
            }
            table.push(cells);
        }
    }
    table
}

fn budget_row(budget: &Budgets, row: &PeriodBudget) -> Vec<String> {
    let time = |time: Duration| duration(time.minutes());
    vec![
        if budget.journey.is_some() { budget.name.clone() } else { ALL_TOGETHER.into() },
        percent_available(budget.objective.unavailability()),
        row.period.name().into(),
        time(row.budget),
        time(row.expected),
        times(row.spent),
        count(row.outages),
        row.fit.map_or_else(|| "any".into(), count),
        row.one_outage.map_or_else(|| "nothing".into(), times),
    ]
}

/// `30 days`, `a quarter`.
pub fn over_words(period: Period) -> &'static str {
    match period {
        Period::Days28 => "28 days",
        Period::Days30 => "30 days",
        Period::Month => "a month",
        Period::Quarter => "a quarter",
        Period::Year => "a year",
    }
}

/// A share of the budget: `38 %`, `1.4x`.
fn times(spent: f64) -> String {
    match spent {
        ..1.0 => share(Probability::clamped(spent)),
        spent => ratio(spent),
    }
}

/// How many, of two digits: `0.8`, `3.4`, `12`.
fn count(number: f64) -> String {
    ratio(number).trim_end_matches('x').to_owned()
}

/// A positive number to three significant digits at least, and to the whole: `14.4`, `0.933`, `0.00144`. What people copy
/// into a rule is not rounded further.
fn three_digits(number: f64) -> String {
    let decimals = (2.0 - libm::floor(libm::log10(number) + 1e-9)).clamp(0.0, 15.0) as usize;
    let text = format!("{number:.decimals$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// What stands beneath a table of budgets: how its columns came about.
pub fn budget_words(budgets: &[Budgets], period: Period) -> String {
    let most = budgets.iter().filter(|budget| budget.journey.is_some());
    let spent = |budget: &Budgets| budget.periods.first().map_or(0.0, |row| row.spent);
    let worst = most.reduce(|a, b| if spent(b) > spent(a) { b } else { a });
    let Some(worst) = worst else { return String::new() };
    let place = BUDGET_PERIODS.iter().position(|known| *known == period).unwrap_or(0);
    let Some(row) = worst.periods.get(place) else { return String::new() };
    let mean = worst.mean_outage.map_or_else(String::new, |mean| {
        let each = duration(mean.minutes());
        let takes = row.one_outage.map_or_else(|| "nothing of the budget".into(), budget_spent);
        let fit = row.fit.map_or_else(|| "any number".into(), count);
        format!(
            " A full outage of mean length ({each}) takes {takes}: {fit} fit, {} are expected.",
            count(row.outages)
        )
    });
    format!(
        "The hardest promise is {}: {} over {} allows {}, the plan expects {}.{mean}",
        worst.name,
        percent_available(worst.objective.unavailability()),
        over_words(period),
        duration(row.budget.minutes()),
        duration(row.expected.minutes()),
    )
}

/// Objectives, budgets and the alerts of every journey as a document.
pub fn promise_blocks(name: &str, budgets: &[Budgets], period: Period) -> Vec<Block> {
    let length = period.length();
    let windows = alert_windows(length);
    let mut blocks = vec![
        Block::Heading(1, format!("Promises of {name}")),
        Block::plain(budget_words(budgets, period)),
        Block::Table(budget_table(budgets, None)),
    ];
    for budget in budgets.iter().filter(|budget| budget.journey.is_some()) {
        blocks.push(Block::Heading(2, format!("Alerts of {}", budget.name)));
        blocks.push(Block::Table(alert_table(budget.objective, &windows)));
        blocks.push(Block::Figure(Box::new(page_figure(&budget.name, budget.objective, length, &windows))));
        let lints = lint(budget.objective, length, &windows, None);
        if !lints.is_empty() {
            blocks.push(Block::List(lints.iter().map(|l| Sentence::of(l.sentence(), "", "")).collect()));
        }
    }
    blocks
}

/// The windows of an objective's alerts.
pub fn alert_table(objective: Objective, windows: &[AlertWindow]) -> Table {
    let mut table = Table::new(
        "Alert while both windows fail more requests than the threshold",
        &["calls", ">long window", ">short window", ">burn rate", ">threshold", ">spends by then"],
    );
    for window in windows {
        let threshold = window.threshold(objective);
        table.push(vec![
            window.severity.name().into(),
            duration(window.long.minutes()),
            duration(window.short.minutes()),
            three_digits(window.burn.get()),
            if threshold > 1.0 { "never".into() } else { format!("{} %", three_digits(threshold * 100.0)) },
            share(window.share),
        ]);
    }
    table
}

/// What outages of different sizes do: who is told, when, and what is left then.
pub fn page_table(objective: Objective, period: Duration, windows: &[AlertWindow]) -> Table {
    let mut table = Table::new(
        "Outages by size, from their first minute and a full budget",
        &["requests failing", "first", ">after", ">budget spent", ">then gone in", ">off again after"],
    );
    for size in outage_sizes(objective) {
        let failing = share(Probability::clamped(size.get()));
        let time = |time: Duration| duration(time.minutes());
        table.push(match alert(size, objective, period, windows) {
            Some(alert) => vec![
                failing,
                alert.window.severity.name().into(),
                time(alert.after),
                share(Probability::clamped(alert.spent)),
                time(alert.left),
                time(alert.reset),
            ],
            None => {
                let gone = period.minutes() / BurnRate::of(size, objective).get();
                let never = || "never".to_owned();
                vec![failing, "nothing".into(), never(), never(), duration(gone), never()]
            }
        });
    }
    table
}

/// Time to page against the outage's size, beside the time until the budget is gone.
pub fn page_figure(name: &str, objective: Objective, period: Duration, windows: &[AlertWindow]) -> Figure {
    let least = objective.unavailability().get();
    let ends = |size: f64| period.minutes() / BurnRate::of(Unavailability::clamped(size), objective).get();
    // Words stand in the middle of a line that falls to the right, where there is room above it.
    let label = |words: &str, from: Point, to: Point| {
        let middle = Point { x: libm::sqrt(from.x * to.x), y: libm::sqrt(from.y * to.y) };
        Some(Label { lines: vec![words.into()], at: middle })
    };
    let (from, to) = (Point { x: least, y: ends(least) }, Point { x: 1.0, y: ends(1.0) });
    let mut series = vec![Series {
        role: Role::Limit,
        shape: Shape::Line,
        points: vec![from, to],
        label: label("budget gone", from, to),
    }];
    // Between the sizes at which windows begin to see, the time to the first alert falls as the size grows. The
    // longest line of each severity is named.
    let mut stretches: Vec<(&AlertWindow, f64, f64)> = Vec::new();
    let mut upper = 1.0;
    for window in windows {
        let lower = window.threshold(objective).max(least);
        if lower < upper {
            stretches.push((window, lower, upper));
            upper = lower;
        }
    }
    for (window, lower, upper) in &stretches {
        let role = match window.severity {
            AlertSeverity::Page => Role::Best,
            AlertSeverity::Ticket => Role::Rule,
        };
        let at = |size: f64| Point { x: size, y: window.share.get() * ends(size) };
        let of_same = stretches.iter().filter(|(other, _, _)| other.severity == window.severity);
        let longest = of_same.map(|(_, lower, upper)| upper / lower).fold(0.0, f64::max);
        let (from, to) = (at(*lower), at(*upper));
        let named = upper / lower == longest;
        series.push(Series {
            role,
            shape: Shape::Line,
            points: vec![from, to],
            label: if named { label(window.severity.name(), from, to) } else { None },
        });
    }
    let values: Vec<f64> = series.iter().flat_map(|s| s.points.iter().map(|point| point.y)).collect();
    let full = alert(Unavailability::clamped(1.0), objective, period, windows);
    let summary = match full {
        Some(full) => format!(
            "A full outage calls ({}) after {} and has spent the budget {} later.",
            full.window.severity.name(),
            duration(full.after.minutes()),
            duration(full.left.minutes())
        ),
        None => "No outage is ever called.".into(),
    };
    Figure {
        title: format!("Time to page: {name}"),
        subtitle: format!(
            "{}, from the first failing request; the gap to the dotted line is the time left",
            percent_available(objective.unavailability())
        ),
        summary,
        x: size_axis(least),
        y: long_time_axis("after", values.into_iter(), 0.0),
        series,
        table: page_table(objective, period, windows),
    }
}

/// Shares of failing requests from what just spends the budget to all.
fn size_axis(least: f64) -> Axis {
    let decades = libm::ceil(-libm::log10(least) - 1e-9).clamp(1.0, 12.0) as u32;
    let tick = |decade: u32| libm::pow(10.0, -f64::from(decade));
    let ticks = (0..=decades).rev().map(|decade| (tick(decade), share(Probability::clamped(tick(decade)))));
    Axis {
        name: "requests failing".into(),
        scale: Scale::Log,
        low: tick(decades),
        high: 1.0,
        ticks: ticks.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{analyse, budgets};
    use crate::model::templates::{templates, worked_example};
    use crate::slo::Calendar;
    use crate::slo::alerts::{alert_windows, time_to_page};

    #[test]
    fn budgets_are_told_for_every_journey_and_period() {
        for template in templates() {
            let analysis = analyse(&(template.build)());
            let budgets = budgets(&analysis, Calendar::Always);
            let all = budget_table(&budgets, None);
            assert_eq!(all.rows.len(), 4 * budgets.len());
            let month = budget_table(&budgets, Some(Period::Days30));
            assert_eq!(month.rows.len(), budgets.len());
            for cell in all.rows.iter().flatten() {
                assert!(!cell.is_empty() && cell != "unknown" && !cell.contains("100 %"), "{cell}");
            }
            assert!(budget_words(&budgets, Period::Quarter).contains("over a quarter allows"));
        }
    }

    #[test]
    fn the_figure_shows_what_the_formula_says() {
        let objective = Objective::read("99.95%").unwrap();
        for period in BUDGET_PERIODS.map(Period::length) {
            let windows = alert_windows(period);
            let figure = page_figure("Buy", objective, period, &windows);
            for series in figure.series.iter().filter(|series| series.role == Role::Best) {
                for point in &series.points {
                    let size = Unavailability::clamped(point.x * (1.0 + 1e-12));
                    let found = time_to_page(size, objective, period, &windows).unwrap().minutes();
                    // At the size at which a faster window begins to see, the faster one is first.
                    assert!(found <= point.y * (1.0 + 1e-9), "{found} against {}", point.y);
                }
            }
            assert!(figure.summary.contains("A full outage calls (page) after"), "{}", figure.summary);
            assert_eq!(figure.table.rows.len(), outage_sizes(objective).len());
        }
    }

    #[test]
    fn burn_rates_and_thresholds_keep_three_digits() {
        for (number, text) in [
            (14.4, "14.4"),
            (13.44, "13.4"),
            (0.9333, "0.933"),
            (6.0, "6"),
            (1.44e-3, "0.00144"),
            (100.0, "100"),
            (99.95, "100"),
        ] {
            assert_eq!(three_digits(number), text);
        }
    }

    #[test]
    fn even_extreme_objectives_have_tables_and_figures() {
        for text in ["1%", "50%", "90%", "99.9999999%"] {
            let (objective, period) = (Objective::read(text).unwrap(), Period::Days30.length());
            let windows = alert_windows(period);
            let figure = page_figure("Buy", objective, period, &windows);
            assert!(figure.x.low < figure.x.high && figure.y.low < figure.y.high, "{text}: {figure:?}");
            let table = alert_table(objective, &windows);
            assert!(table.rows.iter().flatten().all(|cell| !cell.contains("100 %")), "{text}: {table:?}");
        }
        let analysis = analyse(&worked_example());
        assert!(
            budget_words(&budgets(&analysis, Calendar::Always), Period::Days30)
                .contains("The hardest promise")
        );
    }
}
