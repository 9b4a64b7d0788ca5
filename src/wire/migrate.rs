//! From every version ever written to the current plan.
//!
//! Version 2 only added members that may be absent, with a neutral value each, so one reader serves versions 1 and 2.
//! A version that changes what is there gets a folder of its own, and the plans of older ones go through every step.
//! Plan files of every version stand under `tests/wire`, and all of them open.
//!
//! A version that is not known yet is read as the newest one that is, without what that one does not know.

use super::cursor::{Cursor, LeftOut};
use super::error::{At, Fault, quoted};
use super::json::{Value, parse};
use super::{Newer, Opened, WireError, v2};

/// The version that is written.
pub const NEWEST: u64 = 2;

/// Reads a plan of any version.
pub(super) fn plan(text: &str) -> Result<Opened, WireError> {
    let right = "a JSON object with \"tenfold\": 2 and \"plan\"";
    let start = text.trim_start();
    if !start.starts_with('{') {
        let found = if start.is_empty() { "nothing".to_owned() } else { quoted(start) };
        return Err(WireError::NotAPlan { found, right });
    }
    let refusal = |fault: Fault| fault.refusal(text);
    let value = parse(text).map_err(refusal)?;
    let file = Cursor::new(&value);
    let Some(version) = file.member("tenfold").filter(|version| !version.is_null()) else {
        return Err(WireError::NotAPlan { found: "an object without \"tenfold\"".to_owned(), right });
    };
    match version.whole(u64::MAX).at("tenfold").map_err(refusal)? {
        0 => Err(WireError::UnknownVersion { found: 0, newest: NEWEST }),
        1..=NEWEST => Ok(Opened { plan: v2::read(file).map_err(refusal)?, newer: None }),
        found => newer(&value, found).map_err(|fault| WireError::NotUnderstood {
            found,
            newest: NEWEST,
            why: Box::new(refusal(fault)),
        }),
    }
}

/// What is known of a plan of a newer version.
fn newer(value: &Value, version: u64) -> Result<Opened, Fault> {
    let left_out = LeftOut::default();
    let plan = v2::read(Cursor::leaving_out(value, &left_out))?;
    let (left_out, more) = left_out.places(value);
    // As in a refusal, the place of what belongs to the plan is told within it.
    let within = |place: String| place.strip_prefix("plan.").map_or(place.clone(), str::to_owned);
    let left_out = left_out.into_iter().map(within).collect();
    Ok(Opened { plan, newer: Some(Newer { version, left_out, more }) })
}
