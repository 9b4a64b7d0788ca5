//! How long and how many: the limits that edits and plan files share.

/// The longest name, in characters. A name has at least one, and no control characters.
pub const MAX_NAME: usize = 80;

/// The longest lesson, in characters. It has no control characters and may be empty.
pub const MAX_LESSON: usize = 400;

/// The most regions of a plan.
pub const MAX_REGIONS: usize = 32;

/// The most zones of a region.
pub const MAX_ZONES: usize = 32;

/// The most components of a plan.
pub const MAX_COMPONENTS: usize = 1_000;

/// The most failure modes of a plan.
pub const MAX_MODES: usize = 5_000;

/// The most journeys of a plan.
pub const MAX_JOURNEYS: usize = 200;

/// The most needs of a component or journey.
pub const MAX_NEEDS: usize = 1_000;

/// The most replicas of a component's group; at least one.
pub const MAX_REPLICAS: u32 = 1_000;
