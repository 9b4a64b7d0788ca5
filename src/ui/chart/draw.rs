//! From a figure to marks, with plotters for the axes, the grid and the lines.

use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged, ValueFormatter};
use plotters::prelude::*;

use super::marks::{Anchor, Drawing, FINENESS, Ink, Mark, Recorder};
use crate::report::{Axis, Figure, Label, Point, Role, Series, Shape};

/// The size of the words, in units of the drawing.
const WORDS: f64 = 12.0;

/// The width of an average character of that size.
const CHARACTER: f64 = 6.5;

/// The same beside the axis, where nothing may be cut off.
const TICK_CHARACTER: f64 = 7.0;

/// Room at the left that belongs to the words of the axis.
const MARGIN: f64 = 60.0;

/// An axis as plotters sees it: from 0 to 1, with the figure's own ticks and words. A figure says where a
/// value stands ([`Axis::place`]), so that one kind of axis draws linear and logarithmic ones.
struct Places(Vec<(f64, String)>);

type Chart<'a, 'b> = ChartContext<'a, Recorder<'b>, Cartesian2d<Places, Places>>;

/// Words with their place in the drawing.
type Placed = (Role, Label, (f64, f64));

/// Draws a figure into a width and height.
///
/// It cannot fail: the recorder takes every mark, so an error would be plotters' own about a drawing too
/// small for its margins; what was drawn until then is kept.
pub fn draw(figure: &Figure, width: u32, height: u32) -> Drawing {
    let mut drawing = Drawing { width, height, marks: Vec::new() };
    let labels = record(figure, &mut drawing).unwrap_or_default();
    for (role, label, place) in labels {
        write_label(&mut drawing, ink(role), &label, place);
    }
    drawing
}

fn record(figure: &Figure, drawing: &mut Drawing) -> Option<Vec<Placed>> {
    let fine = |size: u32| size * FINENESS as u32;
    // Names of rows get at most half of the width; numbers never need as much.
    let most = (f64::from(drawing.width) / 2.0 / TICK_CHARACTER) as usize;
    let y = Axis {
        ticks: figure.y.ticks.iter().map(|(at, words)| (*at, cut(words, most))).collect(),
        ..figure.y.clone()
    };
    let widest = y.ticks.iter().map(|(_, words)| words.chars().count()).max().unwrap_or(0);
    let area = Recorder::new(drawing).into_drawing_area();
    let mut chart = ChartBuilder::on(&area)
        .margin_top(fine(12))
        .margin_right(fine(28))
        .x_label_area_size(fine(52))
        .y_label_area_size(fine((widest as f64 * TICK_CHARACTER) as u32 + 18))
        .build_cartesian_2d(Places::of(&figure.x), Places::of(&y))
        .ok()?;
    let font = || ("sans-serif", WORDS * f64::from(FINENESS)).into_font().color(&color(Ink::Words));
    chart
        .configure_mesh()
        .disable_x_mesh()
        // The ticks are not drawn: their size keeps the words of the two axes apart in the corner.
        .set_tick_mark_size(LabelAreaPosition::Bottom, 9 * FINENESS)
        .set_tick_mark_size(LabelAreaPosition::Left, 7 * FINENESS)
        .axis_style(color(Ink::Nothing))
        .bold_line_style(color(Ink::Grid))
        .light_line_style(color(Ink::Nothing))
        .label_style(font())
        .axis_desc_style(font())
        .x_desc(figure.x.name.as_str())
        .draw()
        .ok()?;
    let mut labels = Vec::new();
    for series in &figure.series {
        put(&mut chart, figure, series)?;
        labels.extend(series.label.iter().map(|label| {
            let (x, y) = chart.backend_coord(&on(figure, &label.at));
            let place = (f64::from(x) / f64::from(FINENESS), f64::from(y) / f64::from(FINENESS));
            (series.role, label.clone(), place)
        }));
    }
    Some(labels)
}

/// Words of at most so many characters.
fn cut(words: &str, most: usize) -> String {
    match words.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", words[..end].trim_end_matches([' ', ',', '…'])),
        None => words.to_owned(),
    }
}

impl Places {
    fn of(axis: &Axis) -> Self {
        Self(axis.ticks.iter().map(|(value, words)| (axis.place(*value), words.clone())).collect())
    }
}

impl Ranged for Places {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn range(&self) -> core::ops::Range<f64> {
        0.0..1.0
    }

    fn map(&self, place: &f64, (low, high): (i32, i32)) -> i32 {
        low + (place * f64::from(high - low)) as i32
    }

    fn key_points<Hint: KeyPointHint>(&self, _: Hint) -> Vec<f64> {
        self.0.iter().map(|(place, _)| *place).collect()
    }
}

impl ValueFormatter<f64> for Places {
    fn format_ext(&self, place: &f64) -> String {
        self.0.iter().find(|(tick, _)| tick == place).map(|(_, words)| words.clone()).unwrap_or_default()
    }
}

fn on(figure: &Figure, point: &Point) -> (f64, f64) {
    (figure.x.place(point.x), figure.y.place(point.y))
}

fn put(chart: &mut Chart<'_, '_>, figure: &Figure, series: &Series) -> Option<()> {
    let points: Vec<(f64, f64)> = series.points.iter().map(|point| on(figure, point)).collect();
    let style = ShapeStyle::from(&color(ink(series.role))).stroke_width(2 * FINENESS as u32);
    let path = match series.shape {
        Shape::Marks => Vec::new(),
        Shape::Line => points.clone(),
        Shape::Steps => steps(&points),
    };
    if !path.is_empty() {
        chart.draw_series(core::iter::once(PathElement::new(path, style))).ok()?;
    }
    if series.shape != Shape::Line {
        chart.draw_series(points.iter().map(|point| Circle::new(*point, 4 * FINENESS, style))).ok()?;
    }
    Some(())
}

/// A value holds until the next point.
fn steps(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let mut path = Vec::new();
    for (i, (x, y)) in points.iter().enumerate() {
        if i > 0 {
            path.push((*x, points[i - 1].1));
        }
        path.push((*x, *y));
    }
    path
}

/// Writes the words beside their place, on the side where they fit.
fn write_label(drawing: &mut Drawing, ink: Ink, label: &Label, (x, y): (f64, f64)) {
    let widest = label.lines.iter().map(|line| line.chars().count()).max().unwrap_or(0) as f64 * CHARACTER;
    let (gap, line_height) = (9.0, WORDS * 1.25);
    let width = f64::from(drawing.width);
    let (fits_right, fits_left) = (x + gap + widest <= width, x - gap - widest >= MARGIN);
    // Where the plan is stands to the left of its mark: the steps and the stop line lead to the right.
    let (anchor, at) = match (fits_left, fits_right) {
        (true, _) if ink == Ink::Here => (Anchor::End, x - gap),
        (_, true) => (Anchor::Start, x + gap),
        (true, false) => (Anchor::End, x - gap),
        (false, false) => (Anchor::Middle, width / 2.0),
    };
    let lines = label.lines.len() as f64;
    // Words stay inside: below the top, above the axis' own words.
    let top = (y - 4.0 - (lines - 1.0) * line_height).max(WORDS);
    for (i, line) in label.lines.iter().enumerate() {
        drawing.marks.push(Mark::Text(ink, (at, top + i as f64 * line_height), anchor, line.clone()));
    }
}

fn ink(role: Role) -> Ink {
    match role {
        Role::Best => Ink::Best,
        Role::Here => Ink::Here,
        Role::Rule => Ink::Rule,
        Role::Limit => Ink::Limit,
        Role::Range => Ink::Range,
    }
}

fn color(ink: Ink) -> RGBColor {
    RGBColor(ink.number(), 0, 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Scale, Table};

    fn figure() -> Figure {
        let axis = |scale, low, high, ticks: &[(f64, &str)]| Axis {
            name: "users get".into(),
            scale,
            low,
            high,
            ticks: ticks.iter().map(|(value, words)| (*value, (*words).into())).collect(),
        };
        let point = |x, y| Point { x, y };
        let series = |role, shape, points, label| Series { role, shape, points, label };
        Figure {
            title: String::new(),
            subtitle: String::new(),
            summary: String::new(),
            x: axis(Scale::Linear, 2.0, 5.0, &[(2.0, "99 %"), (3.0, "99.9 %"), (5.0, "99.999 %")]),
            y: axis(Scale::Log, 10.0, 1_000.0, &[(10.0, "$ 10"), (100.0, "$ 100"), (1_000.0, "$ 1 k")]),
            series: vec![
                series(
                    Role::Best,
                    Shape::Steps,
                    vec![point(2.0, 10.0), point(3.5, 100.0), point(5.0, 1_000.0)],
                    None,
                ),
                series(
                    Role::Here,
                    Shape::Marks,
                    vec![point(3.0, 200.0)],
                    Some(Label { lines: vec!["this plan".into()], at: point(3.0, 200.0) }),
                ),
                series(Role::Rule, Shape::Line, vec![point(2.0, 10.0), point(4.0, 1_000.0)], None),
            ],
            table: Table::default(),
        }
    }

    #[test]
    fn a_figure_becomes_lines_marks_and_words() {
        let drawing = draw(&figure(), 640, 360);
        let circles =
            |ink| drawing.marks.iter().filter(|m| matches!(m, Mark::Circle(i, ..) if *i == ink)).count();
        assert_eq!((circles(Ink::Best), circles(Ink::Here), circles(Ink::Rule)), (3, 1, 0));
        let texts: Vec<&str> = drawing
            .marks
            .iter()
            .filter_map(|mark| match mark {
                Mark::Text(_, _, _, text) => Some(text.as_str()),
                _ => None,
            })
            .collect();
        for text in ["99 %", "99.9 %", "99.999 %", "$ 10", "$ 100", "$ 1 k", "users get", "this plan"] {
            assert_eq!(texts.iter().filter(|t| **t == text).count(), 1, "{text} in {texts:?}");
        }
    }

    #[test]
    fn a_step_goes_right_and_then_up() {
        let drawing = draw(&figure(), 640, 360);
        let Some(Mark::Path(_, path)) = drawing.marks.iter().find(|m| matches!(m, Mark::Path(Ink::Best, _)))
        else {
            panic!("no steps")
        };
        assert_eq!(path.len(), 5);
        for (i, pair) in path.windows(2).enumerate() {
            let (right, up) = (pair[1].0 - pair[0].0, pair[0].1 - pair[1].1);
            if i % 2 == 0 {
                assert!(right > 0.0 && up == 0.0, "{pair:?}");
            } else {
                assert!(right == 0.0 && up > 0.0, "{pair:?}");
            }
        }
    }

    #[test]
    fn every_mark_stays_inside_at_every_width() {
        for (width, height) in [(320, 280), (640, 360), (900, 400)] {
            let drawing = draw(&figure(), width, height);
            let inside = |x: f64, y: f64| {
                (0.0..=f64::from(width)).contains(&x) && (0.0..=f64::from(height)).contains(&y)
            };
            for mark in &drawing.marks {
                match mark {
                    Mark::Path(_, points) => assert!(points.iter().all(|(x, y)| inside(*x, *y)), "{mark:?}"),
                    Mark::Circle(_, (x, y), _) => assert!(inside(*x, *y), "{mark:?}"),
                    Mark::Text(_, (x, y), anchor, text) => {
                        let long = text.chars().count() as f64 * 6.0;
                        let left = match anchor {
                            Anchor::Start => *x,
                            Anchor::Middle => x - long / 2.0,
                            Anchor::End => x - long,
                        };
                        assert!(inside(left, *y) && inside(left + long, *y), "{mark:?} at {width}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_drawing_too_small_for_its_margins_is_empty_and_no_panic() {
        for (width, height) in [(0, 0), (1, 1), (40, 30)] {
            draw(&figure(), width, height);
        }
    }
}
