//! From every version ever written to the current plan.
//!
//! Each version keeps its frozen shapes in a folder of its own. When `v2` comes, its arm reads
//! `v2` shapes, and the arm of `v1` reads `v1` shapes and changes them to `v2` first, so that every
//! older plan goes through every step. A released arm is never edited.

use serde::Deserialize;

use super::error::unreadable;
use super::{WireError, v1};
use crate::model::Plan;

/// The version that is written.
pub const NEWEST: u64 = 1;

/// The one member that every version has.
#[derive(Deserialize)]
struct Versioned {
    tenfold: Option<u64>,
}

/// Reads a plan of any known version.
pub(crate) fn plan(text: &str) -> Result<Plan, WireError> {
    match version(text)? {
        1 => v1::read(parse::<v1::File>(text)?),
        found => Err(WireError::UnknownVersion { found, newest: NEWEST }),
    }
}

/// The version that a text claims; the rest of it only has to be JSON.
fn version(text: &str) -> Result<u64, WireError> {
    let right = "a JSON object with \"tenfold\": 1 and \"plan\"";
    if !text.trim_start().starts_with('{') {
        let found = match text.trim_start().chars().next() {
            None => "nothing".to_owned(),
            Some(_) => super::error::quoted(text.trim_start()),
        };
        return Err(WireError::NotAPlan { found, right });
    }
    let found = || "an object without \"tenfold\"".to_owned();
    match parse::<Versioned>(text) {
        Ok(versioned) => versioned.tenfold.ok_or_else(|| WireError::NotAPlan { found: found(), right }),
        Err(rough) => {
            Err(parse::<v1::File>(text).err().filter(|fine| same_spot(fine, &rough)).unwrap_or(rough))
        }
    }
}

/// Whether two failures are about the same character: then the one that knows the shape knows the place better.
fn same_spot(a: &WireError, b: &WireError) -> bool {
    let spot = |error: &WireError| match error {
        WireError::Unreadable { line, column, .. } => Some((*line, *column)),
        _ => None,
    };
    spot(a) == spot(b)
}

/// Reads one shape out of the whole text.
pub(crate) fn parse<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, WireError> {
    let mut json = serde_json::Deserializer::from_str(text);
    let mut track = serde_path_to_error::Track::new();
    let whole = T::deserialize(serde_path_to_error::Deserializer::new(&mut json, &mut track))
        .and_then(|shape| json.end().map(|()| shape));
    whole.map_err(|error| unreadable(text, &serde_path_to_error::Error::new(track.path(), error)))
}
