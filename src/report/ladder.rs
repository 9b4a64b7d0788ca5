//! The ladder of nines as a figure, a table and sentences.

use super::{Axis, Block, Figure, Label, Point, Role, Scale, Series, Shape, Table};
use crate::quantity::Unavailability;
use crate::quantity::text::{duration, money, percent_available, ratio};

/// A design: what users get and what it costs.
#[derive(Clone, Debug, PartialEq)]
pub struct Rung {
    /// What users get.
    pub unavailability: Unavailability,
    /// What it costs a month.
    pub cost_per_month: f64,
    /// Its cost divided by that of the rung below; `None` for the first.
    pub ratio: Option<f64>,
    /// What it takes from here, in words.
    pub takes: String,
    /// The ceiling of its gates in words, when its result claims more.
    pub gate: Option<String>,
}

/// A ladder as it is told: the plan as it is, the rungs from the bottom up, and where to stop.
#[derive(Clone, Debug, PartialEq)]
pub struct Rungs {
    /// The plan as it is.
    pub here: Rung,
    /// The cheapest design found for each half nine.
    pub steps: Vec<Rung>,
    /// The rung after which the next costs more than it saves (index into `steps`); `None` when nobody said
    /// what an hour of outage costs, or no rung is too dear.
    pub last_worth_it: Option<usize>,
    /// The currency's sign.
    pub symbol: &'static str,
}

/// Nines with an end: a design that never fails is off the chart.
pub(super) fn nines(u: Unavailability) -> f64 {
    u.nines().map_or(12.0, |nines| nines.get().clamp(0.0, 12.0))
}

impl Rungs {
    /// How the ladder compares with the rule that each nine costs ten times more; `None` below half a nine.
    ///
    /// It takes the rungs that are nearest to three and four nines; where the ladder does not reach that far, its ends.
    pub fn tenfold_words(&self) -> Option<String> {
        let nearest = |aim: f64| {
            let off = |rung: &&Rung| (nines(rung.unavailability) - aim).abs();
            self.steps.iter().min_by(|a, b| off(a).total_cmp(&off(b)))
        };
        let (low, high) = (nearest(3.0)?, nearest(4.0)?);
        let far = nines(high.unavailability) - nines(low.unavailability);
        let (low, high) = if far < 0.5 { (self.steps.first()?, self.steps.last()?) } else { (low, high) };
        let far = nines(high.unavailability) - nines(low.unavailability);
        if far < 0.5 || low.cost_per_month <= 0.0 {
            return None;
        }
        let [from, to] = [low, high].map(|rung| percent_available(rung.unavailability));
        let (here, rule) = (high.cost_per_month / low.cost_per_month, libm::pow(10.0, far));
        Some(format!(
            "From {from} to {to}: {} for this plan; the rule of thumb, ten times a nine, says {}.",
            ratio(here),
            ratio(rule)
        ))
    }

    /// Where buying more stops being worth it.
    pub fn stop_words(&self) -> Option<String> {
        let rung = self.steps.get(self.last_worth_it?)?;
        self.steps.get(self.last_worth_it? + 1)?;
        let at = percent_available(rung.unavailability);
        Some(format!("Stop line: beyond {at} the next step costs more than the outages it saves."))
    }

    /// The rungs and the plan as it is, from the fewest nines up: the index of the rung, or `None` for the plan.
    pub fn in_order(&self) -> Vec<(Option<usize>, &Rung)> {
        let mut rows: Vec<_> = self.steps.iter().enumerate().map(|(i, rung)| (Some(i), rung)).collect();
        let u = self.here.unavailability;
        let place = rows.iter().position(|(_, rung)| rung.unavailability < u).unwrap_or(rows.len());
        rows.insert(place, (None, &self.here));
        rows
    }

    /// The ladder as a table.
    pub fn table(&self) -> Table {
        let columns = [">users get", ">a month", ">step", ">bad a year", "what it takes"];
        let mut table = Table::new("Ladder of nines: the cheapest design for each half nine", &columns);
        for (index, rung) in self.in_order() {
            let takes = if index.is_none() { "this plan".into() } else { rung.takes.clone() };
            table.push(vec![
                percent_available(rung.unavailability),
                money(rung.cost_per_month, self.symbol),
                rung.ratio.map(ratio).unwrap_or_default(),
                duration(rung.unavailability.bad_minutes_per_year()),
                takes,
            ]);
        }
        table
    }

    /// The ladder as a figure: cost against nines, the plan as it is, the tenfold rule, the stop line.
    pub fn figure(&self) -> Figure {
        let all = || self.steps.iter().chain([&self.here]);
        let point = |rung: &Rung| Point { x: nines(rung.unavailability), y: rung.cost_per_month.max(1.0) };
        let low = all().map(|rung| point(rung).x).fold(f64::INFINITY, f64::min);
        let high = all().map(|rung| point(rung).x).fold(f64::NEG_INFINITY, f64::max);
        let x = nines_axis(low, high);
        let costs = || all().map(|rung| point(rung).y);
        let y = money_axis(costs().fold(f64::INFINITY, f64::min), costs().fold(0.0, f64::max), self.symbol);
        let mut series = Vec::new();
        series.extend(self.steps.first().map(|first| rule(point(first), &x, &y)));
        let here = point(&self.here);
        if let Some(words) =
            self.stop_words().and(self.last_worth_it).and_then(|i| Some((i, self.steps.get(i + 1)?)))
        {
            let at = (point(&self.steps[words.0]).x + point(words.1).x) / 2.0;
            series.push(stop(at, &y));
        }
        series.push(Series {
            role: Role::Best,
            shape: Shape::Steps,
            points: self.steps.iter().map(point).collect(),
            label: None,
        });
        series.push(Series {
            role: Role::Here,
            shape: Shape::Marks,
            points: vec![here],
            label: Some(Label { lines: vec!["this plan".into()], at: here }),
        });
        Figure {
            title: "What the nines of this plan cost".into(),
            subtitle: "cost a month against what users get; each step up is ten times further than it looks"
                .into(),
            summary: self.summary(),
            x,
            y,
            series,
            table: self.table(),
        }
    }

    fn summary(&self) -> String {
        let cost = |rung: &Rung| {
            format!(
                "{} for {} a month",
                percent_available(rung.unavailability),
                money(rung.cost_per_month, self.symbol)
            )
        };
        let ends = match (self.steps.first(), self.steps.last()) {
            (Some(first), Some(last)) => {
                format!("The cheapest designs run from {} to {}.", cost(first), cost(last))
            }
            _ => "No design was found.".into(),
        };
        let more =
            [Some(format!("This plan: {}.", cost(&self.here))), self.tenfold_words(), self.stop_words()];
        more.into_iter().flatten().fold(ends, |text, more| format!("{text} {more}"))
    }

    /// The ladder for the decision pack.
    pub fn blocks(&self) -> Vec<Block> {
        let mut blocks = vec![Block::Heading(2, "The ladder of nines".into())];
        blocks.extend([self.tenfold_words(), self.stop_words()].into_iter().flatten().map(Block::plain));
        blocks.push(Block::Figure(Box::new(self.figure())));
        blocks
    }
}

/// Nines from a low to a high result, written as percent.
pub(super) fn nines_axis(low: f64, high: f64) -> Axis {
    let (low, high) = (libm::floor(low - 0.05).max(0.0), libm::ceil(high + 0.05));
    let whole = (low as i32)..=(high as i32);
    let words = |n: i32| match n {
        0 => "0 %".into(),
        n => percent_available(Unavailability::clamped(libm::pow(10.0, -f64::from(n)))),
    };
    Axis {
        name: "users get".into(),
        scale: Scale::Linear,
        low,
        high,
        ticks: whole.map(|n| (f64::from(n), words(n))).collect(),
    }
}

/// Amounts from a least to a most, with ticks at 1, 3, 10, 30 and so on.
pub(super) fn money_axis(least: f64, most: f64, symbol: &str) -> Axis {
    let tick =
        |i: i32| libm::pow(10.0, f64::from(i.div_euclid(2))) * if i.rem_euclid(2) == 0 { 1.0 } else { 3.0 };
    let (mut from, mut to) = (0, 1);
    while tick(from + 1) <= least * 0.98 && from < 60 {
        from += 1;
    }
    while tick(to) < most * 1.02 && to < 62 {
        to += 1;
    }
    Axis {
        name: "cost a month".into(),
        scale: Scale::Log,
        low: tick(from),
        high: tick(to.max(from + 1)),
        ticks: (from..=to.max(from + 1)).map(|i| (tick(i), money(tick(i), symbol))).collect(),
    }
}

/// Ten times the cost for each nine, from the first rung to the edge of the chart.
fn rule(first: Point, x: &Axis, y: &Axis) -> Series {
    let room = libm::log10(y.high / first.y).min(x.high - first.x).max(0.0);
    let end = Point { x: first.x + room, y: first.y * libm::pow(10.0, room) };
    Series {
        role: Role::Rule,
        shape: Shape::Line,
        points: vec![first, end],
        label: Some(Label { lines: vec!["10x a nine".into()], at: end }),
    }
}

fn stop(at: f64, y: &Axis) -> Series {
    let lines = ["stop line: beyond it", "a step costs more", "than it saves"];
    // The words stand low, where the steps of a ladder have left room.
    let low = y.low * libm::pow(y.high / y.low, 0.04);
    Series {
        role: Role::Limit,
        shape: Shape::Line,
        points: vec![Point { x: at, y: y.low }, Point { x: at, y: y.high }],
        label: Some(Label { lines: lines.map(String::from).into(), at: Point { x: at, y: low } }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rung(u: f64, cost: f64, ratio: Option<f64>) -> Rung {
        Rung {
            unavailability: Unavailability::new(u).unwrap(),
            cost_per_month: cost,
            ratio,
            takes: "three zones".into(),
            gate: None,
        }
    }

    fn rungs() -> Rungs {
        Rungs {
            here: rung(6e-4, 41_000.0, None),
            steps: vec![
                rung(5e-3, 22_000.0, None),
                rung(1e-3, 29_000.0, Some(1.32)),
                rung(1e-4, 96_000.0, Some(3.31)),
                rung(1e-5, 870_000.0, Some(9.06)),
            ],
            last_worth_it: Some(2),
            symbol: "$",
        }
    }

    #[test]
    fn the_tenfold_rule_is_compared_over_a_nine() {
        assert_eq!(
            rungs().tenfold_words().unwrap(),
            "From 99.9 % to 99.99 %: 3.3x for this plan; the rule of thumb, ten times a nine, says 10x."
        );
    }

    #[test]
    fn the_plan_stands_between_the_rungs_it_lies_between() {
        let rungs = rungs();
        let order: Vec<Option<usize>> = rungs.in_order().into_iter().map(|(index, _)| index).collect();
        assert_eq!(order, [Some(0), Some(1), None, Some(2), Some(3)]);
    }

    #[test]
    fn everything_lies_within_the_axes() {
        let figure = rungs().figure();
        for series in &figure.series {
            for point in &series.points {
                assert!(figure.x.low <= point.x && point.x <= figure.x.high, "{point:?}");
                assert!(figure.y.low <= point.y && point.y <= figure.y.high * (1.0 + 1e-12), "{point:?}");
            }
        }
        let words: Vec<&str> = figure.y.ticks.iter().map(|(_, words)| words.as_str()).collect();
        assert_eq!(words, ["$ 10 k", "$ 30 k", "$ 100 k", "$ 300 k", "$ 1 M"]);
    }

    #[test]
    fn a_ladder_without_rungs_or_without_a_value_says_less_and_still_draws() {
        let mut bare = rungs();
        bare.last_worth_it = None;
        assert_eq!(bare.stop_words(), None);
        bare.steps.clear();
        assert_eq!(bare.tenfold_words(), None);
        assert!(bare.figure().summary.starts_with("No design was found."));
    }

    #[test]
    fn the_last_rung_is_never_called_a_stop() {
        let mut rungs = rungs();
        rungs.last_worth_it = Some(3);
        assert_eq!(rungs.stop_words(), None);
    }
}
