//! From every version ever written to the current plan.
//!
//! Each version keeps its frozen shapes in a folder of its own. When `v2` comes, its arm reads
//! `v2` shapes, and the arm of `v1` reads `v1` shapes and changes them to `v2` first, so that every
//! older plan goes through every step. A released arm is never edited.

use super::cursor::Cursor;
use super::error::{At, quoted};
use super::json::parse;
use super::{WireError, v1};
use crate::model::Plan;

/// The version that is written.
pub const NEWEST: u64 = 1;

/// Reads a plan of any known version.
pub(super) fn plan(text: &str) -> Result<Plan, WireError> {
    let right = "a JSON object with \"tenfold\": 1 and \"plan\"";
    let start = text.trim_start();
    if !start.starts_with('{') {
        let found = if start.is_empty() { "nothing".to_owned() } else { quoted(start) };
        return Err(WireError::NotAPlan { found, right });
    }
    let refusal = |fault: super::error::Fault| fault.refusal(text);
    let value = parse(text).map_err(refusal)?;
    let file = Cursor::new(&value);
    let Some(version) = file.member("tenfold").filter(|version| !version.is_null()) else {
        return Err(WireError::NotAPlan { found: "an object without \"tenfold\"".to_owned(), right });
    };
    match version.whole(u64::MAX).at("tenfold").map_err(refusal)? {
        1 => v1::read(file).map_err(refusal),
        found => Err(WireError::UnknownVersion { found, newest: NEWEST }),
    }
}
