//! The frontier of designs and the next best steps, as figures, tables and sentences.

use super::ladder::{money_axis, nines, nines_axis};
use super::money::signed_cash;
use super::{Figure, Label, Point, Role, Series, Shape, Table, cash};
use crate::economics::{Ladder, NextStep};
use crate::model::{Choice, Plan};
use crate::quantity::Unavailability;
use crate::quantity::text::{duration, percent_available};

/// The most rows of the frontier's table: all designs of a shorter one, evenly spread ones of a longer.
const ROWS: usize = 24;

/// Cost a month against what users get: every design that no other one beats, and where the plan stands.
///
/// `points` are cost and U, the cheapest first; `here` is the plan, when its numbers are known.
pub fn frontier_figure(plan: &Plan, points: &[(f64, f64)], here: Option<(f64, f64)>) -> Figure {
    let place = |(cost, u): (f64, f64)| Point { x: nines(Unavailability::clamped(u)), y: cost.max(1.0) };
    let all = || points.iter().copied().chain(here).map(place);
    let low = all().map(|p| p.x).fold(f64::INFINITY, f64::min);
    let high = all().map(|p| p.x).fold(f64::NEG_INFINITY, f64::max);
    let (low, high) = if low.is_finite() { (low, high) } else { (2.0, 4.0) };
    let least = all().map(|p| p.y).fold(f64::INFINITY, f64::min);
    let most = all().map(|p| p.y).fold(1.0, f64::max);
    let symbol = plan.prices.currency.name();
    // A design is the best one up to its own nines: the line goes up first, then right.
    let mut path: Vec<Point> = Vec::new();
    for point in points.iter().copied().map(place) {
        if let Some(last) = path.last() {
            path.push(Point { x: last.x, y: point.y });
        }
        path.push(point);
    }
    let mut series = vec![Series { role: Role::Best, shape: Shape::Line, points: path, label: None }];
    series.extend(here.map(place).map(|at| Series {
        role: Role::Here,
        shape: Shape::Marks,
        points: vec![at],
        label: Some(Label { lines: vec!["this plan".into()], at }),
    }));
    let told = |(cost, u): &(f64, f64)| {
        format!("{} for {} a month", percent_available(Unavailability::clamped(*u)), cash(plan, *cost))
    };
    let ends = points.first().zip(points.last());
    let summary = ends.map_or("No design yet.".into(), |(first, last)| {
        format!("{} designs that no other one beats, from {} to {}.", points.len(), told(first), told(last))
    });
    Figure {
        title: "Frontier: what money can buy".into(),
        subtitle: "cost a month against what users get; below the line there is no design".into(),
        summary,
        x: nines_axis(low, high),
        y: money_axis(least.min(most), most, symbol),
        series,
        table: frontier_table(plan, points),
    }
}

fn frontier_table(plan: &Plan, points: &[(f64, f64)]) -> Table {
    let caption = match points.len() {
        0..=ROWS => "Every design on the frontier".to_owned(),
        n => format!("{ROWS} of the {n} designs on the frontier"),
    };
    let mut table = Table::new(&caption, &[">users get", ">a month", ">bad a year"]);
    let rows = points.len().min(ROWS);
    for row in 0..rows {
        let (cost, u) = points[if rows > 1 { row * (points.len() - 1) / (rows - 1) } else { 0 }];
        let u = Unavailability::clamped(u);
        table.push(vec![percent_available(u), cash(plan, cost), duration(u.bad_minutes_per_year())]);
    }
    table
}

/// A ladder's frontier as cost and U.
pub fn frontier_points(ladder: &Ladder) -> Vec<(f64, f64)> {
    ladder.frontier.iter().map(|point| (point.cost_per_month, point.unavailability.get())).collect()
}

/// How far the plan is from the frontier: "The same nines are to be had for $ 3 k a month less; for the same money
/// users could get 99.97 %."
pub fn distance_words(plan: &Plan, ladder: &Ladder) -> String {
    let (saved, least) = ladder.distance();
    // What rounds to nothing is nothing.
    let money = (saved > 0.005 * ladder.here.cost_per_month)
        .then(|| format!("no fewer nines are to be had for {} a month less", cash(plan, saved)));
    let better = (least.get() < 0.995 * ladder.here.unavailability.get())
        .then(|| format!("for the same money users could get {}", percent_available(least)));
    let parts: Vec<String> = money.into_iter().chain(better).collect();
    match parts.is_empty() {
        true => "This plan is on the frontier: no design is cheaper and no worse.".into(),
        false => format!("This plan is off the frontier: {}.", parts.join("; ")),
    }
}

/// What a step saves and costs: "saves 48 min a year for + $ 400 a month: 2.0 min a year for each $ 100 a year".
pub fn next_step_words(plan: &Plan, step: &NextStep) -> [String; 3] {
    let saved = duration(step.saves_per_year);
    let more = match step.costs_more.abs() < 0.005 {
        true => "nothing".into(),
        false => signed_cash(plan, step.costs_more),
    };
    let ratio = match step.costs_more > 0.0 {
        true => duration(1000.0 * step.saved_per_unit()),
        false => "free".into(),
    };
    [saved, more, ratio]
}

/// The next best steps as a table.
pub fn next_table(plan: &Plan, steps: &[NextStep]) -> Table {
    let thousand = match plan.prices.currency.name() {
        "$" => ">saved for each $ 1 k",
        _ => ">saved for each 1 k",
    };
    let columns = ["step", ">saved a year", ">more a month", thousand];
    let mut table = Table::new("Next best steps, the largest saving for the money first", &columns);
    for step in steps {
        let [saved, more, ratio] = next_step_words(plan, step);
        table.push(vec![step.takes.join(", "), saved, more, ratio]);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::templates::worked_example;

    #[test]
    fn the_line_rises_before_it_goes_right_and_stays_within_its_axes() {
        let plan = worked_example();
        let figure =
            frontier_figure(&plan, &[(1000.0, 1e-2), (3000.0, 1e-3), (90_000.0, 1e-4)], Some((9000.0, 2e-3)));
        let path: Vec<(f64, f64)> = figure.series[0].points.iter().map(|p| (p.x.round(), p.y)).collect();
        assert_eq!(path, [(2.0, 1000.0), (2.0, 3000.0), (3.0, 3000.0), (3.0, 90_000.0), (4.0, 90_000.0)]);
        for point in figure.series.iter().flat_map(|series| &series.points) {
            assert!((figure.x.low..=figure.x.high).contains(&point.x), "{point:?}");
            assert!((figure.y.low..=figure.y.high).contains(&point.y), "{point:?}");
        }
        assert_eq!(figure.table.rows.len(), 3);
    }

    #[test]
    fn without_a_design_it_still_draws() {
        let figure = frontier_figure(&worked_example(), &[], None);
        assert_eq!(figure.summary, "No design yet.");
    }
}
