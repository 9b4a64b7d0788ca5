//! From a plan to what users get, and why.
//!
//! [`analyse`] is the way in: it takes a plan and answers with plain values. Practices act on the
//! typed numbers first; the plan then becomes events and functions of them; the engine gives
//! probabilities, derivatives and cut sets; these are attributed to causes, owners and components
//! and told as sentences.
//!
//! *Assumptions*, as the reference process fixes them: events are independent, up-times exponential,
//! repairs start at once. *Architecture invariant:* no prices here, no serialisation, no clock.

mod analyse;
mod breaking;
mod budgets;
mod causes;
mod detection;
mod events;
pub mod fault_tree;
mod forecast;
mod gates;
mod importance;
mod instances;
mod lens;
mod measure;
mod operations;
mod outcome;
mod responders;
mod risks;
mod shared_fate;
mod simulate;
mod structure;
mod study;
mod sweep;
#[cfg(test)]
mod tests;
mod told;
mod uncertainty;

pub use analyse::{Compiled, analyse};
pub use breaking::{
    Blast, Breaking, BreakingError, Broken, BrokenJourney, Element, Happening, ModeBlast, is_noticed,
};
pub use budgets::{BUDGET_PERIODS, Budgets, PeriodBudget, budgets};
pub use detection::{BlindSpot, ModeSight, MonitorReport, Noticed, blind_spot};
pub use events::Sharers;
pub use forecast::{Forecast, Gathering, Part, PartNews, Share, forecast};
pub(crate) use gates::gates;
pub use importance::{Importances, Ranked, Ranking, importances, importances_telling, quick_importances};
pub use outcome::*;
pub use risks::{Risk, RiskBudget, RiskCatalogue, RiskFigures, risk_catalogue};
pub use shared_fate::{Fate, FateGroup, SharedFate, Sharing, promise_only, shared_fate};
pub use simulate::{
    Asked, Hours, Ranges, Simulated, SimulatedJourney, SimulatedWindow, Simulation, SimulationAnswer,
    SimulationError, SimulationProgress, Simulator, simulate,
};
pub use sweep::{Bound, Gains, LevelRanges, Levers, Sweep, Swept};
pub use uncertainty::{
    Band, DEFAULT_DRAWS, DEFAULT_SEED, Driver, Input, Sensitivity, SensitivitySettings, UncertainPlan,
    Uncertainty, uncertainty,
};
