//! Why an edit does not fit a plan.

use thiserror::Error;

use crate::model::limits::{MAX_LESSON, MAX_NAME, MAX_REMARK};
use crate::model::{Id, Place, Practice};

/// Why an edit does not fit a plan: the place, what is wrong and what would be right.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum EditError {
    /// The plan has nothing at this place.
    #[error("this plan has no {0}; choose one that it has, or add it first")]
    Unknown(Place),
    /// Another thing of the same sort has this identity.
    #[error("{0} is there already; give the new one another id")]
    Taken(Place),
    /// The position lies outside the list.
    #[error("{place} cannot go to position {found}; the last one is {last}")]
    Position {
        /// What was to be placed.
        place: Place,
        /// The position asked for, from 0.
        found: usize,
        /// The last position there is.
        last: usize,
    },
    /// A number of things outside its limits.
    #[error("{place} would have {found} {what}; {min} to {max} are possible")]
    Limit {
        /// Where.
        place: Place,
        /// What is counted.
        what: &'static str,
        /// The fewest.
        min: usize,
        /// The most.
        max: usize,
        /// The number asked for.
        found: usize,
    },
    /// A name that is empty, too long or has control characters.
    #[error("{found:?} is no name for {place}; write 1 to {MAX_NAME} characters in one line")]
    Name {
        /// What was to be named.
        place: Place,
        /// The name, shortened.
        found: String,
    },
    /// The lesson is too long or has control characters.
    #[error("the lesson of the plan is one line of at most {MAX_LESSON} characters")]
    Lesson,
    /// A remark that is too long or has control characters.
    #[error("a remark on {0} has at most {MAX_REMARK} characters in one line")]
    Remark(Place),
    /// The change makes no sense for this place.
    #[error("{place} cannot be {action}")]
    Unfit {
        /// The place.
        place: Place,
        /// What was to be done, as in "renamed".
        action: &'static str,
    },
    /// A need that is not there.
    #[error("{place} does not need {on}; add the need first")]
    NoNeed {
        /// The component or journey.
        place: Place,
        /// The component that was to be needed.
        on: Id,
    },
    /// The same component is needed twice.
    #[error("{place} needs {on} twice; keep one of the two needs")]
    NeededTwice {
        /// The component or journey.
        place: Place,
        /// The component that is needed.
        on: Id,
    },
    /// A number of drills where there are none.
    #[error("{0} is not exercised; add drills first")]
    NoDrill(Place),
    /// A level that a practice does not have.
    #[error("{} cannot be done at level {level}; 0 to {} are possible", Place::Practice(*.practice), .practice.highest())]
    Level {
        /// The practice.
        practice: Practice,
        /// The level asked for.
        level: u8,
    },
    /// A price for a practice that the plan does not do.
    #[error("{} is not done here; choose its level first", Place::Practice(*.0))]
    NotDone(Practice),
}
