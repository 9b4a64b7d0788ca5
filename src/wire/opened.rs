//! What reading gives: a plan, and how much of the text it is.

use core::fmt;

use super::error::up_to;
use super::migrate::NEWEST;
use crate::model::Plan;

/// A plan that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// The plan.
    pub plan: Plan,
    /// There when the text is of a newer version than this program writes. Then the plan is what was understood of
    /// it: it can be shown, but written in the place of the text it would lose what was left out.
    pub newer: Option<Newer>,
}

/// A newer version, and what was left out of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Newer {
    /// The version of the text.
    pub version: u64,
    /// The places of the members that are not known here, the first 20: `components.web.colour`.
    pub left_out: Vec<String>,
    /// How many more there are.
    pub more: usize,
}

impl fmt::Display for Newer {
    /// One line for people.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { version, left_out, more } = self;
        write!(f, "version {version} is newer than this Tenfold, which reads {}", up_to(NEWEST))?;
        if left_out.is_empty() {
            return f.write_str("; it holds nothing that is not known here");
        }
        write!(f, "; left out: {}", left_out.join(", "))?;
        if *more > 0 {
            write!(f, " and {more} more")?;
        }
        Ok(())
    }
}
