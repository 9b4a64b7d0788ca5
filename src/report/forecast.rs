//! How sure the answers are, in words, tables and figures: ranges, the chance of keeping a promise, bad years, and
//! what drives the range.

use super::{Axis, Block, Figure, Label, Point, Role, Scale, Series, Shape, Table, Topic};
use crate::analysis::{
    Band, Driver, Hours, Ranges, Sensitivity, Simulated, SimulatedWindow, Simulation, SimulationAnswer,
    Uncertainty,
};
use crate::model::{Id, Number, Plan};
use crate::quantity::order;
use crate::quantity::text::{duration, field_text, percent_available, share};
use crate::quantity::{Duration, Probability, Quantity, Rate, Unavailability, Z95};
use crate::slo::Period;

/// What stands for the service where a journey could.
pub const ALL_TOGETHER: &str = "All journeys together";

/// The most bars of the figure of what drives the range.
const BARS: usize = 10;
/// The most characters of a name beside a bar.
const NAME: usize = 34;

/// The range of what users get: `99.75 % to 99.971 %`.
pub fn availability_range(band: Band) -> String {
    format!("{} to {}", percent_available(band.p95), percent_available(band.p5))
}

/// The range of bad minutes a year: `2 h 32 min to 21 h 55 min a year`.
pub fn minutes_range(band: Band) -> String {
    let [low, _, high] = band.bad_minutes_per_year().map(duration);
    format!("{low} to {high} a year")
}

/// The chance of keeping the promise in a window: `in 68 of 100 windows of 30 days (66 to 70)`.
pub fn kept_words(window: &SimulatedWindow) -> String {
    let (chance, many) = (of_hundred(window.chance_of_meeting), windows(window.length));
    match open(window) {
        Some([low, high]) => format!("in {chance} of 100 {many} ({low} to {high})"),
        None => format!("in {chance} of 100 {many}"),
    }
}

/// What the simulation leaves open of a chance (95 %); nothing when that is less than one of a hundred.
fn open(window: &SimulatedWindow) -> Option<[String; 2]> {
    let (low, high) = window.interval;
    let ends = [low, high].map(of_hundred);
    (ends[0] != ends[1]).then_some(ends)
}

/// The promise in a sentence: `This plan keeps 99.95 % in 58 quarters of 100.`
pub fn promise_words(name: &str, simulated: &Simulated) -> String {
    let window = &simulated.windows[simulated.asked];
    let objective = percent_available(simulated.objective.unavailability());
    let (chance, many) = (of_hundred(window.chance_of_meeting), windows(window.length));
    match many.contains(' ') {
        true => format!("{name} keeps {objective} in {chance} of 100 {many}."),
        false => format!("{name} keeps {objective} in {chance} {many} of 100."),
    }
}

/// How sure that sentence is.
pub fn promise_interval_words(simulated: &Simulated) -> String {
    let window = &simulated.windows[simulated.asked];
    let counted = format!("Counted in {} simulated {}", whole(window.count), windows(window.length));
    match open(window) {
        Some([low, high]) => {
            format!("{counted}; the simulation alone leaves it between {low} and {high} of 100.")
        }
        None => format!("{counted}: the simulation alone leaves less than one of 100 open."),
    }
}

/// What was simulated: `10,000 years simulated, every number at likely.`
pub fn simulated_words(years: f64, simulation: Simulation) -> String {
    let ranges = match simulation.ranges() {
        Ranges::Likely => "every number at likely",
        Ranges::Mixed => "ranges drawn anew for each part of them",
    };
    let hours = match simulation.hours() {
        Hours::All => "",
        Hours::Working => "; only failures from Monday to Friday, 8 to 18 o'clock, count",
    };
    format!("{} simulated, {ranges}{hours}.", years_words(years))
}

/// A chance as so many of a hundred; what is not certain is never called so.
fn of_hundred(chance: Probability) -> String {
    let hundred = chance.get() * 100.0;
    let rounded = libm::round(hundred);
    match rounded as u32 {
        100 if chance < Probability::ONE => "over 99".into(),
        0 if chance > Probability::ZERO => "under 1".into(),
        rounded => rounded.to_string(),
    }
}

/// Windows of a length, many of them.
fn windows(length: Duration) -> String {
    match Period::ALL.into_iter().find(|period| period.length() == length) {
        Some(Period::Quarter) => "quarters".into(),
        Some(Period::Year) => "years".into(),
        Some(Period::Month) => "months".into(),
        Some(period) => format!("windows of {}", period.name()),
        None => format!("windows of {}", duration(length.minutes())),
    }
}

/// One window of a length.
fn window_name(length: Duration) -> String {
    match Period::ALL.into_iter().find(|period| period.length() == length) {
        Some(period @ (Period::Quarter | Period::Year | Period::Month)) => format!("a {}", period.name()),
        Some(period) => period.name().into(),
        None => duration(length.minutes()),
    }
}

/// A whole number with its thousands parted.
fn whole(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Years as people say them.
pub fn years_words(years: f64) -> String {
    format!("{} years", whole(libm::round(years) as u64))
}

/// What a simulation says about a journey, or about all together.
pub fn simulated_of(answer: &SimulationAnswer, journey: Option<Id>) -> Option<&Simulated> {
    match journey {
        Some(id) => answer.journeys.iter().find(|journey| journey.id == id).map(|journey| &journey.simulated),
        None => answer.service.as_ref(),
    }
}

/// The chance of keeping each promise, by length of window.
pub fn chance_table(answer: &SimulationAnswer) -> Table {
    let columns =
        ["journey", ">promise", ">28 days", ">30 days", ">quarter", ">year", ">the window asked about"];
    let service = answer.service.iter().map(|service| (ALL_TOGETHER, service));
    let all: Vec<(&str, &Simulated)> =
        answer.journeys.iter().map(|j| (j.name.as_str(), &j.simulated)).chain(service).collect();
    let other = all.iter().any(|(_, simulated)| simulated.windows.len() > 4);
    let columns = if other { &columns[..] } else { &columns[..6] };
    let caption = "Windows of 100 that keep the promise, and between what the simulation leaves it (95 %) where that is wider";
    let mut table = Table::new(caption, columns);
    for (name, simulated) in all {
        let chance = |window: &SimulatedWindow| {
            let chance = of_hundred(window.chance_of_meeting);
            open(window).map_or(chance.clone(), |[low, high]| format!("{chance} ({low} to {high})"))
        };
        let objective = percent_available(simulated.objective.unavailability());
        let mut row = vec![name.to_owned(), objective];
        row.extend(simulated.windows.iter().map(chance));
        table.push(row);
    }
    table
}

/// Bad minutes that a share of windows does not exceed.
pub fn minutes_table(simulated: &Simulated) -> Table {
    let columns = ["window", ">allowed", ">mean", ">5 %", ">half", ">90 %", ">95 %", ">99 %", ">worst seen"];
    let mut table = Table::new("Bad minutes that this share of windows does not exceed", &columns);
    for window in &simulated.windows {
        let mut row = vec![window_name(window.length), duration(allowed(simulated, window))];
        row.push(duration(window.mean_minutes));
        row.extend(window.percentiles_minutes.map(duration));
        row.push(duration(window.worst_minutes));
        table.push(row);
    }
    table
}

fn allowed(simulated: &Simulated, window: &SimulatedWindow) -> f64 {
    simulated.objective.unavailability().within(window.counts).minutes()
}

/// The year among the windows.
fn year(simulated: &Simulated) -> Option<&SimulatedWindow> {
    simulated.windows.iter().find(|window| window.length == Period::Year.length())
}

/// Bad minutes by length of window: from the 5th to the 95th percentile, the median, and what is allowed.
pub fn minutes_figure(name: &str, simulated: &Simulated) -> Figure {
    let rows = &simulated.windows;
    let ends = rows.iter().flat_map(|window| {
        let [p5, p50, _, p95, _] = window.percentiles_minutes;
        [p5, p50, p95, allowed(simulated, window)]
    });
    let x = time_axis("bad minutes in a window; the left edge stands for none and less", ends);
    let names: Vec<String> = rows.iter().map(|window| window_name(window.length)).collect();
    let y = rows_axis(&names);
    let mut series = Vec::new();
    for (index, window) in rows.iter().enumerate() {
        let at = row_place(index, rows.len());
        let [p5, p50, _, p95, _] = window.percentiles_minutes;
        let limit = allowed(simulated, window);
        series.push(bar(p5, p95, at));
        let limit = vec![Point { x: limit, y: at - 0.35 }, Point { x: limit, y: at + 0.35 }];
        series.push(Series { role: Role::Limit, shape: Shape::Line, points: limit, label: None });
        series.push(Series {
            role: Role::Here,
            shape: Shape::Marks,
            points: vec![Point { x: p50, y: at }],
            label: None,
        });
    }
    let told = rows.iter().map(|window| {
        let [p5, p50, _, p95, _] = window.percentiles_minutes.map(duration);
        let limit = duration(allowed(simulated, window));
        format!("{}: {p5} to {p95}, half at most {p50}, allowed {limit}", window_name(window.length))
    });
    Figure {
        title: format!("Bad minutes in a window: {name}"),
        subtitle: "bar: nine windows of ten; dot: half have less; upright line: what the promise allows"
            .into(),
        summary: format!("{}.", told.collect::<Vec<_>>().join("; ")),
        x,
        y,
        series,
        table: minutes_table(simulated),
    }
}

/// Loss exceedance: bad minutes a year against the chance that a year is worse.
pub fn exceedance_figure(name: &str, simulated: &Simulated) -> Figure {
    let limit = year(simulated).map_or(0.0, |year| allowed(simulated, year));
    let y = chance_axis("years that are worse", simulated.exceedance.iter().map(|(_, chance)| *chance));
    // What no year has more than stands at the foot, below the rarest that was seen.
    let points: Vec<Point> = simulated
        .exceedance
        .iter()
        .map(|(minutes, chance)| Point { x: *minutes, y: chance.max(y.low) })
        .collect();
    let x = time_axis("bad minutes in a year", points.iter().map(|point| point.x).chain([limit]));
    let worse = |minutes: f64| {
        let later = simulated.exceedance.iter().rfind(|(at, _)| *at <= minutes);
        Probability::clamped(later.map_or(1.0, |(_, chance)| *chance))
    };
    let objective = percent_available(simulated.objective.unavailability());
    let allows = vec![format!("{objective} allows"), duration(limit)];
    let series = vec![
        Series {
            role: Role::Limit,
            shape: Shape::Line,
            points: vec![Point { x: limit, y: y.low }, Point { x: limit, y: 1.0 }],
            label: Some(Label { lines: allows, at: Point { x: limit, y: 0.9 } }),
        },
        Series { role: Role::Best, shape: Shape::Line, points, label: None },
    ];
    let mut table = Table::new("Years that are worse", &[">bad minutes in a year", ">years that are worse"]);
    for (minutes, chance) in thinned(&simulated.exceedance) {
        table.push(vec![duration(minutes), share(Probability::clamped(chance))]);
    }
    Figure {
        title: format!("How bad a year gets: {name}"),
        subtitle: "of all simulated years, the share with more bad minutes than stands beneath".into(),
        summary: format!(
            "{} of years have more than the {} that {objective} allows.",
            share(worse(limit)),
            duration(limit)
        ),
        x,
        y,
        series,
        table,
    }
}

/// At most some twenty of the points, the last among them.
fn thinned(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let step = points.len().div_ceil(20).max(1);
    let mut kept: Vec<(f64, f64)> = points.iter().copied().step_by(step).collect();
    if let Some(last) = points.last().filter(|last| kept.last() != Some(last)) {
        kept.push(*last);
    }
    kept
}

/// The worst year of all: `The worst of 10,000 years had 11 d 4 h of bad minutes.`
pub fn worst_words(answer: &SimulationAnswer, simulated: &Simulated) -> String {
    let count = year(simulated).map_or(0, |window| window.count);
    if count == 0 {
        return format!("{} hold no whole year.", years_words(answer.years));
    }
    let many = years_words(count as f64);
    format!("The worst of {many} had {} of bad minutes.", duration(simulated.worst_year_minutes))
}

/// How the simulation stands to the exact engine, and what that means.
pub fn engines_words(simulated: &Simulated) -> Vec<String> {
    let counts = year(simulated).map_or(Period::Year.length(), |year| year.counts);
    let [found, exact] =
        [simulated.unavailability, simulated.exact].map(|u| duration(u.within(counts).minutes()));
    let Some(z) = simulated.z else {
        let found = format!("The simulation finds {found} of bad minutes a year, the exact engine {exact}.");
        let why = match simulated.standard_error {
            Some(error) if error > 0.0 => {
                "They answer different questions: the exact engine knows no limit of responders, so that what lies \
                 between them is what waiting for somebody costs."
            }
            _ => "There is too little of it yet to say how far apart they are.",
        };
        return vec![found, why.into()];
    };
    let apart = tenths(z.abs());
    let means = match z.abs() {
        ..2.0 => {
            "Two right engines differ by less than 2 in 95 cases of 100: nothing here says that one is wrong."
        }
        2.0..3.0 => {
            "Two right engines differ by more than 2 in 5 cases of 100: chance, most likely. Another seed tells."
        }
        _ => {
            "That is more than chance. Overlapping outages and failovers are told apart by the simulation alone: \
             trust it where the two differ, and look at what fails together."
        }
    };
    vec![
        format!(
            "The simulation finds {found} of bad minutes a year, the exact engine {exact}: {apart} standard errors apart."
        ),
        means.into(),
    ]
}

/// A number with one decimal.
fn tenths(number: f64) -> String {
    let tenths = libm::round(number.min(1e9) * 10.0) as u64;
    format!("{}.{}", whole(tenths / 10), tenths % 10)
}

/// An input that drives the range, ready to be shown.
#[derive(Clone, Debug, PartialEq)]
pub struct DriverRow {
    /// The number that it is called by: its field is where to change it.
    pub number: Number,
    /// What it is, and of what.
    pub name: String,
    /// How many other numbers are the same unknown.
    pub also: usize,
    /// Its range, 5th to 95th percentile.
    pub range: String,
    /// Bad minutes a year with it at either end, the lower first.
    pub minutes: [String; 2],
    /// The share of the range that it explains alone, and with others; empty where not worked out.
    pub shares: [String; 2],
}

/// The inputs that drive the range, the widest first.
pub fn driver_rows(plan: &Plan, found: &Sensitivity) -> Vec<DriverRow> {
    found.drivers.iter().take(BARS).map(|driver| driver_row(plan, driver)).collect()
}

fn driver_row(plan: &Plan, driver: &Driver) -> DriverRow {
    let number = driver.input.number();
    let [low, high] = [-Z95, Z95].map(|z| value_text(number, driver.input.distribution.quantile(z)));
    let (least, most) = minutes_of(driver);
    let index = |index: f64| share(Probability::clamped(index));
    DriverRow {
        number,
        name: input_name(plan, number),
        also: driver.input.numbers.len() - 1,
        range: format!("{low} to {high}"),
        minutes: [duration(least), duration(most)],
        shares: driver
            .indices
            .map_or_else(Default::default, |indices| [index(indices.first_order), index(indices.total)]),
    }
}

fn minutes_of(driver: &Driver) -> (f64, f64) {
    let (a, b) = (driver.at_low.bad_minutes_per_year(), driver.at_high.bad_minutes_per_year());
    (a.min(b), a.max(b))
}

/// A value of a number in its unit.
fn value_text(number: Number, value: f64) -> String {
    match number {
        Number::Rate(_) => crate::quantity::text::rate(Rate::clamped(value).per_year()),
        Number::Duration(_) => duration(value),
        Number::Probability(_) => share(Probability::clamped(value)),
        _ => field_text(Probability::clamped(value)),
    }
}

/// A number as people call it: "Happens, bad release of Web".
fn input_name(plan: &Plan, number: Number) -> String {
    match plan.name_at(number.place()) {
        Some(name) => format!("{}, {name}", number.label()),
        None => format!("{}, {}", number.label(), number.place()),
    }
}

/// What the inputs that are not told one by one explain.
pub fn rest_words(found: &Sensitivity) -> String {
    let more = found.drivers.len().saturating_sub(BARS);
    let rest = found.rest.map(|rest| share(Probability::clamped(rest.total)));
    match (more, rest) {
        (0, None) => "No other input changes the answer.".into(),
        (_, None) => format!("{} more inputs change it less.", whole(more as u64)),
        (_, Some(rest)) => format!(
            "{} more inputs change it less; all without shares of their own take part in {rest} of the range.",
            whole(more as u64)
        ),
    }
}

/// The table of what drives the range.
pub fn drivers_table(plan: &Plan, found: &Sensitivity) -> Table {
    let columns =
        ["input", ">from 5 % to 95 %", ">bad a year, least", ">most", ">explains alone", ">takes part in"];
    let mut table = Table::new("What drives the range", &columns);
    for row in driver_rows(plan, found) {
        let ([least, most], [alone, part]) = (row.minutes, row.shares);
        table.push(vec![row.name, row.range, least, most, alone, part]);
    }
    table
}

/// The tornado: bad minutes a year with one input at the ends of its range, all others at likely.
pub fn drivers_figure(plan: &Plan, name: &str, found: &Sensitivity) -> Figure {
    let shown = &found.drivers[..found.drivers.len().min(BARS)];
    let likely = found.likely.bad_minutes_per_year();
    let ends = || shown.iter().map(minutes_of);
    let low = ends().map(|(low, _)| low).fold(likely, f64::min);
    let high = ends().map(|(_, high)| high).fold(likely, f64::max);
    let names: Vec<String> =
        shown.iter().map(|driver| cut(&input_name(plan, driver.input.number()))).collect();
    let mut series: Vec<Series> = Vec::new();
    for (index, driver) in shown.iter().enumerate() {
        let at = row_place(index, shown.len());
        let (least, most) = minutes_of(driver);
        series.push(bar(least, most, at));
        series.push(Series {
            role: Role::Here,
            shape: Shape::Marks,
            points: vec![Point { x: driver.at_high.bad_minutes_per_year(), y: at }],
            label: None,
        });
    }
    let rule = vec![Point { x: likely, y: 0.0 }, Point { x: likely, y: shown.len().max(1) as f64 }];
    series.push(Series { role: Role::Rule, shape: Shape::Line, points: rule, label: None });
    let summary = match shown.first() {
        Some(widest) => {
            let (least, most) = minutes_of(widest);
            format!(
                "{} moves it most: from {} to {} a year around the likely {}.",
                input_name(plan, widest.input.number()),
                duration(least),
                duration(most),
                duration(likely)
            )
        }
        None => "No input of this plan is given as a range.".into(),
    };
    Figure {
        title: format!("What drives the range: {name}"),
        subtitle: format!(
            "bad minutes a year with one input from its 5th to its 95th percentile, all others at likely \
             (dashed, {}); the dot marks its 95th",
            duration(likely)
        ),
        summary,
        x: even_time_axis("bad minutes a year", low, high),
        y: rows_axis(&names),
        series,
        table: drivers_table(plan, found),
    }
}

fn cut(name: &str) -> String {
    match name.char_indices().nth(NAME) {
        Some((end, _)) => format!("{}…", name[..end].trim_end_matches([' ', ','])),
        None => name.to_owned(),
    }
}

fn bar(from: f64, to: f64, at: f64) -> Series {
    let points = vec![Point { x: from, y: at }, Point { x: to, y: at }];
    Series { role: Role::Range, shape: Shape::Line, points, label: None }
}

/// The middle of a row, the first on top.
fn row_place(index: usize, rows: usize) -> f64 {
    (rows - index) as f64 - 0.5
}

fn rows_axis(names: &[String]) -> Axis {
    let ticks = names.iter().enumerate().map(|(i, name)| (row_place(i, names.len()), name.clone()));
    Axis {
        name: String::new(),
        scale: Scale::Linear,
        low: 0.0,
        high: names.len().max(1) as f64,
        ticks: ticks.collect(),
    }
}

/// Lengths of time that are round, in minutes: from a second to a decade.
const ROUND: [f64; 10] =
    [1.0 / 60.0, 1.0 / 6.0, 1.0, 10.0, 60.0, 600.0, 5_760.0, 57_600.0, 525_960.0, 5_259_600.0];

/// Lengths of time from a least to a most, equal ratios equally far apart; at most four decades.
fn time_axis(name: &str, values: impl Iterator<Item = f64>) -> Axis {
    long_time_axis(name, values, 1e-4)
}

/// The same, from no less than a part of the most.
pub(super) fn long_time_axis(name: &str, values: impl Iterator<Item = f64>, part: f64) -> Axis {
    let positive: Vec<f64> = values.filter(|minutes| *minutes > 0.0).collect();
    let most = positive.iter().copied().fold(ROUND[0], f64::max);
    let least = positive.iter().copied().fold(most, f64::min).max(most * part);
    let last = ROUND.len() - 1;
    let to = ROUND.iter().position(|tick| *tick >= most).unwrap_or(last).max(1);
    let from = ROUND.iter().rposition(|tick| *tick <= least).unwrap_or(0).min(to - 1);
    Axis {
        name: name.into(),
        scale: Scale::Log,
        low: ROUND[from],
        high: ROUND[to],
        ticks: ROUND[from..=to].iter().map(|tick| (*tick, duration(*tick))).collect(),
    }
}

/// Chances from one to below the smallest that is not nothing, equal ratios equally far apart: so that rare years,
/// which are what one looks for, have as much room as common ones.
fn chance_axis(name: &str, chances: impl Iterator<Item = f64>) -> Axis {
    let least = chances.filter(|chance| *chance > 0.0).fold(0.05, f64::min);
    let mut low = 0.1;
    let mut ticks = vec![(1.0, "all".to_owned()), (low, "1 in 10".to_owned())];
    while low >= least {
        low /= 10.0;
        ticks.push((low, format!("1 in {}", whole(libm::round(1.0 / low) as u64))));
    }
    Axis { name: name.into(), scale: Scale::Log, low, high: 1.0, ticks }
}

/// Lengths of time from a least to a most, equal differences equally far apart.
fn even_time_axis(name: &str, low: f64, high: f64) -> Axis {
    const STEPS: [f64; 9] = [1.0, 2.0, 3.0, 5.0, 10.0, 12.0, 15.0, 20.0, 30.0];
    const UNITS: [f64; 6] = [1.0 / 60.0, 1.0, 60.0, 1_440.0, 14_400.0, 144_000.0];
    let width = (high - low).max(low * 0.1).max(1.0 / 60.0);
    let steps = UNITS.iter().flat_map(|unit| STEPS.map(|step| step * unit));
    let mut steps: Vec<f64> = steps.collect();
    order::sort_by(&mut steps, f64::total_cmp);
    let step = steps.iter().copied().find(|step| width / step <= 2.6).unwrap_or(width);
    let (from, to) = (libm::floor(low / step), libm::ceil((low + width) / step));
    let ticks = (0..=libm::round(to - from) as u32).map(|i| (from + f64::from(i)) * step);
    Axis {
        name: name.into(),
        scale: Scale::Linear,
        low: from * step,
        high: to * step,
        ticks: ticks.map(|tick| (tick, duration(tick))).collect(),
    }
}

/// The blocks of the decision pack: ranges and chances, and what drives the range when it is known.
pub fn forecast_blocks(
    plan: &Plan,
    bands: &Uncertainty,
    answer: &SimulationAnswer,
    drivers: Option<&Sensitivity>,
) -> Vec<Block> {
    let mut blocks = vec![Block::Heading(2, "How sure this is".into())];
    let mut ranges = Table::new(
        "Ranges: nine of ten draws of every uncertain number lie within",
        &["journey", ">users get", ">half of the draws over", ">bad minutes"],
    );
    let names = plan.journeys.iter().map(|journey| journey.name.as_str()).chain([ALL_TOGETHER]);
    let found = bands.journeys.iter().map(|(_, band)| *band).chain([bands.service]);
    for (name, band) in names.zip(found) {
        let Some(band) = band else { continue };
        ranges.push(vec![
            name.into(),
            availability_range(band),
            percent_available(band.p50),
            minutes_range(band),
        ]);
    }
    blocks.push(Block::Table(ranges));
    blocks.push(Block::plain(format!(
        "{} draws of {} uncertain numbers. The chances below come from {}",
        whole(u64::from(bands.draws)),
        whole(bands.inputs as u64),
        simulated_words(answer.years, answer.simulation)
    )));
    if let Some(service) = &answer.service {
        blocks.push(Block::plain(format!(
            "{} {}",
            promise_words("This plan", service),
            worst_words(answer, service)
        )));
    }
    blocks.push(Block::Table(chance_table(answer)));
    if let Some(service) = &answer.service {
        blocks.push(Block::Figure(Box::new(minutes_figure(ALL_TOGETHER, service))));
        blocks.push(Block::Figure(Box::new(exceedance_figure(ALL_TOGETHER, service))));
    }
    if let Some(found) = drivers {
        blocks.push(Block::Figure(Box::new(drivers_figure(plan, ALL_TOGETHER, found))));
    }
    blocks
}

/// The chance of the worst journey beside its budget: `kept in 68 of 100 windows of 30 days (66 to 70)`.
pub fn headline_chance(answer: &SimulationAnswer, journey: Id) -> Option<String> {
    let simulated = simulated_of(answer, Some(journey))?;
    Some(format!("kept {}", kept_words(&simulated.windows[simulated.asked])))
}

/// What a band is, for those who point at it.
pub fn band_title(u: Unavailability) -> String {
    format!("Nine of ten draws of every uncertain number lie within; likely is {}", percent_available(u))
}

/// What a range adds to the reasons behind a headline; nothing where it has no width or the headline is none of U.
pub fn range_note(topic: Topic, band: Band) -> Option<String> {
    if band.p5 == band.p95 {
        return None;
    }
    let range = match topic {
        Topic::Users | Topic::Budget => availability_range(band),
        Topic::Minutes => minutes_range(band),
        Topic::Next => {
            let range = availability_range(band);
            return Some(format!(
                "All of this is at likely values. What this plan gives is known to lie from {range}, nine times of \
                 ten; the step has a range of its own."
            ));
        }
        Topic::Cost => return None,
    };
    Some(format!("Nine of ten draws of this plan's uncertain numbers give {range}, all journeys together."))
}

#[cfg(test)]
mod tests {
    use core::ops::ControlFlow;

    use super::*;
    use crate::analysis::{SensitivitySettings, Simulation, UncertainPlan, analyse, simulate, uncertainty};
    use crate::model::templates::{templates, worked_example};

    fn answer(plan: &Plan, years: u64, window: f64, responders: Option<u32>) -> SimulationAnswer {
        let simulation = Simulation::new(years, 1, Duration::clamped(window), responders).unwrap();
        simulate(plan, simulation, &mut |_| ControlFlow::Continue(())).unwrap()
    }

    #[test]
    fn a_chance_that_is_not_certain_is_never_called_so() {
        let words = [0.0, 1e-6, 0.004, 0.58, 0.994, 0.996, 1.0].map(|p| of_hundred(Probability::clamped(p)));
        assert_eq!(words, ["0", "under 1", "under 1", "58", "99", "over 99", "100"]);
    }

    #[test]
    fn reasons_tell_the_range_where_there_is_one() {
        let band = uncertainty(&worked_example(), &analyse(&worked_example())).unwrap().service.unwrap();
        for topic in [Topic::Users, Topic::Minutes, Topic::Budget, Topic::Next] {
            let note = range_note(topic, band).unwrap();
            assert!(note.contains(" to ") && note.contains("ten"), "{note}");
            assert_eq!(range_note(topic, Band::point(band.p50)), None);
        }
        assert_eq!(range_note(Topic::Cost, band), None);
    }

    #[test]
    fn rare_years_have_as_much_room_as_common_ones() {
        let axis = chance_axis("", [1.0, 0.5, 0.0021, 0.0].into_iter());
        let words: Vec<&str> = axis.ticks.iter().map(|(_, words)| words.as_str()).collect();
        assert_eq!(words, ["all", "1 in 10", "1 in 100", "1 in 1,000"]);
        let places: Vec<f64> = axis.ticks.iter().map(|(chance, _)| axis.place(*chance)).collect();
        for (place, expected) in places.iter().zip([1.0, 2.0 / 3.0, 1.0 / 3.0, 0.0]) {
            assert!((place - expected).abs() < 1e-9, "{places:?}");
        }
        assert_eq!(chance_axis("", [0.0].into_iter()).ticks.len(), 3);
        assert_eq!(chance_axis("", [1e-7].into_iter()).ticks.len(), 9);
    }

    #[test]
    fn windows_have_the_names_people_use() {
        let lengths = [Period::Days28, Period::Days30, Period::Quarter, Period::Year].map(Period::length);
        let other = Duration::clamped(7.0 * 1_440.0);
        assert_eq!(
            lengths.into_iter().chain([other]).map(windows).collect::<Vec<_>>(),
            ["windows of 28 days", "windows of 30 days", "quarters", "years", "windows of 7 d"]
        );
        assert_eq!(whole(1_234_567), "1,234,567");
        assert_eq!((tenths(1.26), tenths(0.04)), ("1.3".to_owned(), "0.0".to_owned()));
    }

    #[test]
    fn the_worked_example_tells_its_promise() {
        let plan = worked_example();
        let answer = answer(&plan, 400, Period::Quarter.length().minutes(), None);
        let service = answer.service.as_ref().unwrap();
        let words = promise_words("This plan", service);
        assert!(words.starts_with("This plan keeps ") && words.ends_with(" quarters of 100."), "{words}");
        assert!(worst_words(&answer, service).starts_with("The worst of 400 years had "));
        assert!(engines_words(service)[0].ends_with("standard errors apart."));
        assert_eq!(chance_table(&answer).rows.len(), plan.journeys.len() + 1);
        assert_eq!(chance_table(&answer).columns.len(), 6);
        let chance = headline_chance(&answer, plan.journeys[0].id).unwrap();
        assert!(chance.starts_with("kept in ") && chance.contains(" of 100 quarters ("), "{chance}");
    }

    #[test]
    fn another_window_and_few_people_are_told_apart() {
        let answer = answer(&worked_example(), 80, 7.0 * 1_440.0, Some(1));
        assert_eq!(chance_table(&answer).columns.len(), 7);
        let words = engines_words(answer.service.as_ref().unwrap());
        assert!(words[1].contains("responders"), "{words:?}");
    }

    #[test]
    fn every_figure_of_every_template_lies_within_its_axes() {
        for template in templates() {
            let plan = (template.build)();
            let analysis = analyse(&plan);
            let answer = answer(&plan, 40, 43_200.0, None);
            let uncertain = UncertainPlan::of(&plan, &analysis).unwrap();
            let settings = SensitivitySettings { draws: 64, ..SensitivitySettings::default() };
            let found = uncertain.sensitivity(settings, &mut |_| ControlFlow::Continue(())).unwrap();
            let bands = uncertainty(&plan, &analysis).unwrap();
            let blocks = forecast_blocks(&plan, &bands, &answer, Some(&found));
            let figures: Vec<&Figure> = blocks
                .iter()
                .filter_map(|block| if let Block::Figure(figure) = block { Some(&**figure) } else { None })
                .collect();
            assert_eq!(figures.len(), 3, "{}", template.key);
            for figure in figures {
                assert!(!figure.summary.is_empty() && !figure.table.rows.is_empty(), "{}", figure.title);
                for axis in [&figure.x, &figure.y] {
                    assert!(
                        axis.low < axis.high && axis.ticks.len() >= 2 || axis.name.is_empty(),
                        "{axis:?}"
                    );
                    assert!(axis.ticks.len() <= 12, "{axis:?}");
                }
                for point in figure.series.iter().flat_map(|series| &series.points) {
                    assert!(
                        point.x.is_finite() && point.x <= figure.x.high * (1.0 + 1e-9),
                        "{}",
                        figure.title
                    );
                }
            }
        }
    }
}
