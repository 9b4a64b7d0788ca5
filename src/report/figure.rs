//! Figures as data: series, axes and units; whoever draws decides how they look.

use super::Table;

/// What a chart shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// What it is about.
    pub title: String,
    /// How it came about.
    pub subtitle: String,
    /// What it says, in a sentence, for those who do not see it.
    pub summary: String,
    /// The axis to the right.
    pub x: Axis,
    /// The axis upward.
    pub y: Axis,
    /// What is drawn, first to last.
    pub series: Vec<Series>,
    /// The same numbers as a table.
    pub table: Table,
}

/// An axis with everything that is written on it.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// What it measures.
    pub name: String,
    /// How values become places.
    pub scale: Scale,
    /// The smallest value shown.
    pub low: f64,
    /// The largest value shown.
    pub high: f64,
    /// The values that are written, with their words.
    pub ticks: Vec<(f64, String)>,
}

/// How values become places on an axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Equal differences are equally far apart.
    Linear,
    /// Equal ratios are equally far apart.
    Log,
}

/// What a series stands for; its look follows from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The best that was found.
    Best,
    /// Where the plan is now.
    Here,
    /// A rule to compare with.
    Rule,
    /// A limit.
    Limit,
    /// From one value to another, as a bar.
    Range,
}

/// How the points of a series belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A value holds until the next point, with a mark at each.
    Steps,
    /// Marks by themselves.
    Marks,
    /// A straight line from point to point, no marks.
    Line,
}

/// Points that belong together.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// What it stands for.
    pub role: Role,
    /// How its points belong together.
    pub shape: Shape,
    /// Its points.
    pub points: Vec<Point>,
    /// Words beside it.
    pub label: Option<Label>,
}

/// A point in the units of the axes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// To the right.
    pub x: f64,
    /// Upward.
    pub y: f64,
}

/// Words at a point.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// The lines.
    pub lines: Vec<String>,
    /// Where they stand.
    pub at: Point,
}

impl Axis {
    /// The value's place on the axis: 0 at the low end, 1 at the high end, cut to what is shown.
    pub fn place(&self, value: f64) -> f64 {
        let (low, high, value) = match self.scale {
            Scale::Linear => (self.low, self.high, value),
            Scale::Log => (libm::log10(self.low), libm::log10(self.high), libm::log10(value)),
        };
        let place = (value - low) / (high - low);
        if place.is_nan() { 0.0 } else { place.clamp(0.0, 1.0) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axis(scale: Scale) -> Axis {
        Axis { name: String::new(), scale, low: 10.0, high: 1_000.0, ticks: Vec::new() }
    }

    #[test]
    fn a_log_axis_puts_equal_ratios_equally_far_apart() {
        assert_eq!(axis(Scale::Log).place(100.0), 0.5);
        assert_eq!(axis(Scale::Linear).place(505.0), 0.5);
    }

    #[test]
    fn nothing_is_placed_outside_an_axis() {
        for value in [-1.0, 0.0, f64::NAN, f64::INFINITY, 1e300] {
            assert!((0.0..=1.0).contains(&axis(Scale::Log).place(value)), "{value}");
        }
    }
}
