//! The copy of a plan in the browser's storage: a line of JSON that describes it, then its file.
//!
//! The checksum covers generation, time and text. Whatever does not fit is refused and left where
//! it is: the second line of a damaged copy is still what was written of the plan.

use serde::{Deserialize, Serialize};

use super::checksum::crc32;
use super::migrate::parse;
use super::{WireError, read, write_compact};
use crate::model::Plan;

/// A stored plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    /// Counts the writes: the higher one is the later one, whatever the clock said.
    pub generation: u64,
    /// When it was written, for people.
    pub saved_at: Option<String>,
    /// The plan.
    pub plan: Plan,
}

/// The version of the first line.
const VERSION: u64 = 1;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    tenfold_stored: u64,
    generation: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    saved_at: Option<String>,
    checksum: u32,
}

#[derive(Deserialize)]
struct Versioned {
    tenfold_stored: u64,
}

/// The text to store.
pub fn write_stored(stored: &Stored) -> String {
    write_stored_file(stored.generation, stored.saved_at.clone(), &write_compact(&stored.plan))
}

/// The text to store for a plan that is already written [compactly](write_compact).
pub fn write_stored_file(generation: u64, saved_at: Option<String>, file: &str) -> String {
    let mut head = Head { tenfold_stored: VERSION, generation, saved_at, checksum: 0 };
    head.checksum = checksum(&head, file);
    format!("{}\n{file}", serde_json::to_string(&head).unwrap_or_default())
}

/// The plan in a stored text.
pub fn read_stored(text: &str) -> Result<Stored, WireError> {
    let (head, file) = whole(text)?;
    Ok(Stored { generation: head.generation, plan: read(file)?, saved_at: head.saved_at })
}

/// The generation of a stored text that is whole, without reading its plan.
pub fn stored_generation(text: &str) -> Result<u64, WireError> {
    whole(text).map(|(head, _)| head.generation)
}

/// The first line, and the file beneath it as it was written.
fn whole(text: &str) -> Result<(Head, &str), WireError> {
    let Some((first, file)) = text.split_once('\n') else {
        return Err(damaged("one line"));
    };
    let found = parse::<Versioned>(first)?.tenfold_stored;
    if found != VERSION {
        return Err(WireError::UnknownVersion { found, newest: VERSION });
    }
    let head: Head = parse(first)?;
    if checksum(&head, file) != head.checksum {
        return Err(damaged("a checksum that does not fit"));
    }
    Ok((head, file))
}

fn checksum(head: &Head, plan: &str) -> u32 {
    let saved_at = head.saved_at.as_deref().unwrap_or("\0");
    crc32(format!("{}\n{saved_at}\n{plan}", head.generation).as_bytes())
}

fn damaged(found: &str) -> WireError {
    let what = format!("found {found}: it was cut or changed; two lines as they were written are needed");
    WireError::Damaged { place: "the stored plan", what }
}
