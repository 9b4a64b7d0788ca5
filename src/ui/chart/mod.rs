//! Charts: a [`Figure`](crate::report::Figure) is drawn by plotters through [`Recorder`], which keeps
//! marks instead of pixels; the marks become SVG elements with classes.
//!
//! So a chart takes its colours from the style sheet's tokens, prints, is tested natively, and needs
//! neither the page to measure text nor markup from a string.

mod draw;
mod marks;
mod svg;
pub mod table;

pub use draw::draw;
pub use marks::{Anchor, Drawing, Ink, Mark, Recorder};
pub use svg::chart;
pub use table::data_table;
