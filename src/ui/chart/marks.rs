//! What a chart is made of, and the drawing backend that records it.

use core::convert::Infallible;

use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};

/// How many backend units make one unit of the drawing: plotters counts in whole numbers.
pub const FINENESS: i32 = 4;

/// The width of an average character, as a share of the font's size.
const CHARACTER_WIDTH: f64 = 0.55;

/// What a mark is for; the style sheet decides how it looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// Lines of the grid.
    Grid,
    /// Words on and beside the axes.
    Words,
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
    /// Not to be seen.
    Nothing,
}

/// Which end of a text stands at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// Its beginning.
    Start,
    /// Its middle.
    Middle,
    /// Its end.
    End,
}

/// One element of a drawing, in its units: to the right and down from the top left corner.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// A line through points.
    Path(Ink, Vec<(f64, f64)>),
    /// A circle: its middle and radius.
    Circle(Ink, (f64, f64), f64),
    /// A text: its place, anchor and characters; the place is that of its baseline.
    Text(Ink, (f64, f64), Anchor, String),
}

/// A finished drawing.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Drawing {
    /// Its width.
    pub width: u32,
    /// Its height.
    pub height: u32,
    /// Its elements, first to last.
    pub marks: Vec<Mark>,
}

/// A drawing backend that keeps marks. Colours stand for [`Ink`]: the red part is its number.
pub struct Recorder<'a> {
    drawing: &'a mut Drawing,
}

type Done = Result<(), DrawingErrorKind<Infallible>>;

impl Ink {
    const ALL: [Self; 8] = [
        Self::Grid,
        Self::Words,
        Self::Best,
        Self::Here,
        Self::Rule,
        Self::Limit,
        Self::Range,
        Self::Nothing,
    ];

    /// The number that stands for it in a colour.
    pub fn number(self) -> u8 {
        self as u8
    }

    /// The word in a class: `chart-best`.
    pub fn class(self) -> &'static str {
        match self {
            Self::Grid => "chart-grid",
            Self::Words => "chart-words",
            Self::Best => "chart-best",
            Self::Here => "chart-here",
            Self::Rule => "chart-rule",
            Self::Limit => "chart-limit",
            Self::Range => "chart-range",
            Self::Nothing => "chart-nothing",
        }
    }

    /// What a colour stands for; nothing to see when it is transparent.
    fn of(color: BackendColor) -> Option<Self> {
        let ink = Self::ALL.get(usize::from(color.rgb.0)).copied().unwrap_or(Self::Words);
        (color.alpha > 0.0 && ink != Self::Nothing).then_some(ink)
    }
}

impl<'a> Recorder<'a> {
    /// Records into a drawing.
    pub fn new(drawing: &'a mut Drawing) -> Self {
        Self { drawing }
    }

    fn add(&mut self, mark: Mark) {
        self.drawing.marks.push(mark);
    }
}

fn place((x, y): BackendCoord) -> (f64, f64) {
    (f64::from(x) / f64::from(FINENESS), f64::from(y) / f64::from(FINENESS))
}

impl DrawingBackend for Recorder<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        (self.drawing.width * FINENESS as u32, self.drawing.height * FINENESS as u32)
    }

    fn ensure_prepared(&mut self) -> Done {
        Ok(())
    }

    fn present(&mut self) -> Done {
        Ok(())
    }

    fn draw_pixel(&mut self, _: BackendCoord, _: BackendColor) -> Done {
        Ok(())
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Done {
        self.draw_path([from, to], style)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Done {
        if let Some(ink) = Ink::of(style.color()) {
            self.add(Mark::Path(ink, path.into_iter().map(place).collect()));
        }
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (left, top): BackendCoord,
        (right, bottom): BackendCoord,
        style: &S,
        _: bool,
    ) -> Done {
        self.draw_path([(left, top), (right, top), (right, bottom), (left, bottom), (left, top)], style)
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        points: I,
        style: &S,
    ) -> Done {
        self.draw_path(points, style)
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        _: bool,
    ) -> Done {
        if let Some(ink) = Ink::of(style.color()) {
            self.add(Mark::Circle(ink, place(center), f64::from(radius) / f64::from(FINENESS)));
        }
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Done {
        let Some(ink) = Ink::of(style.color()) else { return Ok(()) };
        let size = style.size() / f64::from(FINENESS);
        let (x, y) = place(at);
        // The baseline lies about 0.8 of the size below the top and 0.35 below the middle of the letters.
        let down = match style.anchor().v_pos {
            VPos::Top => 0.8 * size,
            VPos::Center => 0.35 * size,
            VPos::Bottom => -0.2 * size,
        };
        let anchor = match style.anchor().h_pos {
            HPos::Left => Anchor::Start,
            HPos::Center => Anchor::Middle,
            HPos::Right => Anchor::End,
        };
        self.add(Mark::Text(ink, (x, y + down), anchor, text.into()));
        Ok(())
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let width = style.size() * CHARACTER_WIDTH * text.chars().count() as f64;
        Ok((width as u32, style.size() as u32))
    }
}
