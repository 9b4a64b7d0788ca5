//! How large a plan may be. The same numbers bound edits, findings and what is read from files.

use super::EditError;
use super::Place;

/// Regions in a plan.
pub const MAX_REGIONS: usize = 8;
/// Zones in a region.
pub const MAX_ZONES: usize = 6;
/// Replicas in a group.
pub const MAX_REPLICAS: u32 = 64;
/// Members of a group whose sets of two and three are told apart where a common cause hits some of them.
pub const MAX_SHARING: u32 = 6;
/// Retries of a request that failed.
pub const MAX_RETRIES: u32 = 5;
/// Incidents that people can work on at once.
pub const MAX_RESPONDERS: u32 = 1000;
/// Components in a plan.
pub const MAX_COMPONENTS: usize = 200;
/// Failure modes in a plan.
pub const MAX_MODES: usize = 2000;
/// Journeys in a plan.
pub const MAX_JOURNEYS: usize = 50;
/// Monitors in a plan.
pub const MAX_MONITORS: usize = 20;
/// Entries in the risk register.
pub const MAX_RISKS: usize = 5000;
/// Found risks that one entry of the register speaks of.
pub const MAX_MERGED: usize = 100;
/// Characters in a remark on a risk.
pub const MAX_REMARK: usize = 500;
/// Characters in a name.
pub const MAX_NAME: usize = 80;
/// Characters in the note of a number's origin.
pub const MAX_NOTE: usize = 500;
/// Characters in a plan's lesson.
pub const MAX_LESSON: usize = 300;

/// Accepts 1 to 80 characters without control characters.
pub(super) fn name(place: Place, name: &str) -> Result<(), EditError> {
    let length = name.chars().count();
    if name.chars().any(char::is_control) || name.trim().is_empty() || length > MAX_NAME {
        return Err(EditError::Name { place, found: name.chars().take(MAX_NAME).collect() });
    }
    Ok(())
}

/// Accepts a count from `min` to `max`.
pub(super) fn count(
    place: Place,
    what: &'static str,
    found: usize,
    min: usize,
    max: usize,
) -> Result<(), EditError> {
    if (min..=max).contains(&found) {
        return Ok(());
    }
    Err(EditError::Limit { place, what, min, max, found })
}
