//! The topology: a plan as nested regions, zones and cards.
//!
//! [`Scene`] says what is shown, [`Layout`] where; both are pure. [`topology`] draws a layout as SVG
//! elements and knows nothing of either.

mod draw;
pub mod geometry;
pub mod scene;

pub use draw::topology;
pub use geometry::{Direction, Item, Layout, Shape};
pub use scene::{Heat, HeatBy, Radii, Scene, Seen, failing};
