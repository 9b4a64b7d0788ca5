//! What the planner knows before a person types: component kinds, practices, gates.
//!
//! Typed tables. Every figure has low, likely and high, a date, a source and a [`Mark`]
//! that says how well it is known; a plan may override any of them.

pub mod defaults;
mod figure;
pub mod gates;
pub mod kinds;
pub mod practices;

pub use figure::{CATALOGUE_DATE, Figure, Mark};
pub use gates::{BASE_CEILING, GATES, Gate, GateInfo};
pub use kinds::{Family, KINDS, Kind, ModeInfo, SHARED_FATE, Sla, Vendor};
pub use practices::{Affects, Effect, How, LevelInfo, PRACTICES, Practice, PracticeInfo, Select, Style};
