//! The copy of a plan in the browser's storage: a line of JSON that describes it, then its file.
//!
//! The checksum covers generation, time and text. Whatever does not fit is refused and left where
//! it is: the second line of a damaged copy is still what was written of the plan.

use super::checksum::crc32;
use super::cursor::{Cursor, Fields};
use super::error::{At, Fault};
use super::json::parse;
use super::writer::Writer;
use super::{Newer, Opened, WireError, read, write_compact};
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
    /// There when the stored text is of a newer version: see [`Opened`]. Such a text is not to be written over.
    pub newer: Option<Newer>,
}

/// The version of the first line.
const VERSION: u64 = 1;

/// The first line.
struct Head {
    generation: u64,
    saved_at: Option<String>,
    checksum: u32,
}

/// The text to store.
pub fn write_stored(stored: &Stored) -> String {
    write_stored_file(stored.generation, stored.saved_at.clone(), &write_compact(&stored.plan))
}

/// The text to store for a plan that is already written [compactly](write_compact).
pub fn write_stored_file(generation: u64, saved_at: Option<String>, file: &str) -> String {
    let mut head = Writer::compact();
    head.open('{');
    head.whole("tenfold_stored", VERSION);
    head.whole("generation", generation);
    if let Some(saved_at) = &saved_at {
        head.text("saved_at", saved_at);
    }
    head.whole("checksum", checksum(generation, saved_at.as_deref(), file).into());
    head.close('}');
    format!("{}\n{file}", head.into_text())
}

/// The plan in a stored text.
pub fn read_stored(text: &str) -> Result<Stored, WireError> {
    let (head, file) = whole(text)?;
    let Opened { plan, newer } = read(file)?;
    Ok(Stored { generation: head.generation, saved_at: head.saved_at, plan, newer })
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
    let head = head(first)?;
    if checksum(head.generation, head.saved_at.as_deref(), file) != head.checksum {
        return Err(damaged("a checksum that does not fit"));
    }
    Ok((head, file))
}

fn head(line: &str) -> Result<Head, WireError> {
    let refusal = |fault: Fault| fault.refusal(line);
    let value = parse(line).map_err(refusal)?;
    let found = Cursor::new(&value);
    if let Some(version) = found.member("tenfold_stored") {
        let found = version.whole(u64::MAX).at("tenfold_stored").map_err(refusal)?;
        if found != VERSION {
            return Err(WireError::UnknownVersion { found, newest: VERSION });
        }
    }
    let read = |head: Fields| {
        head.needed("tenfold_stored")?;
        Ok(Head {
            generation: head.need("generation", |found| found.whole(u64::MAX))?,
            saved_at: head.optional("saved_at", Cursor::text)?.map(str::to_owned),
            checksum: head.need("checksum", |found| found.whole(u32::MAX.into()))? as u32,
        })
    };
    found.object(&["tenfold_stored", "generation", "saved_at", "checksum"], read).map_err(refusal)
}

fn checksum(generation: u64, saved_at: Option<&str>, plan: &str) -> u32 {
    let saved_at = saved_at.unwrap_or("\0");
    crc32(format!("{generation}\n{saved_at}\n{plan}").as_bytes())
}

fn damaged(found: &str) -> WireError {
    let what = format!("found {found}: it was cut or changed; two lines as they were written are needed");
    WireError::Damaged { place: "the stored plan", what }
}
