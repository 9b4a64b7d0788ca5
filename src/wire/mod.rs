//! Plans as text: files, share links, stored copies; results for scripts.
//!
//! A text is read in one order, whatever it comes from: byte cap, version, shape (no unknown
//! members), then every value through the constructor of its type. What comes out is a plan, or a
//! [`WireError`] with the place, what was found and what would be right; nothing in between. What a
//! half-finished plan lacks (a zone, something it refers to, a level) is a finding of `model`, not an
//! error here. Every plan that edits can make reads back, as long as the notes of its numbers keep to
//! [`MAX_NOTE`](crate::model::limits::MAX_NOTE), which the note's field sees to.
//!
//! A text of a newer version is read too, as far as it is understood: members that are not known here are left
//! out and [listed](Newer); whatever else does not fit is refused as ever.
//!
//! Writing and reading again gives the same plan to the bit.
//!
//! *Architecture invariants:* this is the only room that serialises; no shape of it is seen outside
//! (results for scripts excepted), and a released shape never changes. Results apart, it
//! imports `model` and what `model` stands on.

pub mod alerts;
pub mod blind_spot;
mod checksum;
mod cursor;
pub mod economics;
mod edits;
mod error;
pub mod exchange;
pub mod fault_tree;
mod forecast;
pub mod importance;
mod json;
mod link;
pub mod message;
mod migrate;
mod opened;
pub mod results;
pub mod risks;
#[cfg(feature = "schema")]
mod schema;
pub mod sensitivity;
pub mod simulation;
mod stored;
mod tally;
#[cfg(test)]
mod tests;
mod v2;
mod writer;

pub use edits::EditV1;
pub use error::WireError;
pub use link::{COMFORTABLE_LINK, MAX_LINK, decode, encode};
pub use migrate::NEWEST;
pub use opened::{Newer, Opened};
#[cfg(feature = "schema")]
pub use schema::schema;
pub use stored::{Stored, read_stored, stored_generation, write_stored, write_stored_file};

use self::writer::Writer;
use crate::model::Plan;

/// The most bytes of a plan file that are read: 8 MiB.
pub const MAX_BYTES: usize = 8 << 20;

/// The file name of the schema, published beside the app and named by every plan file.
pub const SCHEMA_FILE: &str = "tenfold.v2.schema.json";

/// Reads a plan file of any version. A byte order mark is accepted.
pub fn read(text: &str) -> Result<Opened, WireError> {
    if text.len() > MAX_BYTES {
        return Err(WireError::TooLarge { what: "the plan file", limit: MAX_BYTES });
    }
    migrate::plan(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// Reads a plan file from bytes, which have to be UTF-8.
pub fn read_bytes(bytes: &[u8]) -> Result<Opened, WireError> {
    let text = core::str::from_utf8(bytes).map_err(|error| WireError::NotAPlan {
        found: format!("bytes that are not UTF-8 from byte {} on", error.valid_up_to()),
        right: "JSON text in UTF-8",
    })?;
    read(text)
}

/// The plan as a file for people: indented, with its schema.
pub fn write(plan: &Plan) -> String {
    let mut writer = Writer::indented();
    v2::write(&mut writer, Some(SCHEMA_FILE), plan);
    writer.into_text() + "\n"
}

/// The plan as a file in the fewest characters.
pub fn write_compact(plan: &Plan) -> String {
    let mut writer = Writer::compact();
    v2::write(&mut writer, None, plan);
    writer.into_text()
}
