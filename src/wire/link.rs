//! A plan in the fragment of an address: `1.` and base64url of a checksum and the deflated file.
//!
//! A link cannot be revoked, and nothing of it reaches a server. Cut or changed anywhere, it is
//! refused or gives the same plan: a checksum over the file's text holds it together.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};

use super::checksum::crc32;
use super::{MAX_BYTES, Opened, WireError, read, write_compact};
use crate::model::Plan;

/// The longest link payload that is read: 256 KiB.
pub const MAX_LINK: usize = 256 << 10;

/// Longer payloads may not survive mail and chat: say so before sharing, in characters.
pub const COMFORTABLE_LINK: usize = 8_000;

/// The version of the payload, which is not that of the file inside.
const VERSION: u64 = 1;

/// The plan as a payload for a link.
pub fn encode(plan: &Plan) -> String {
    let json = write_compact(plan);
    let mut bytes = crc32(json.as_bytes()).to_le_bytes().to_vec();
    bytes.extend(compress_to_vec(json.as_bytes(), 9));
    format!("{VERSION}.{}", URL_SAFE_NO_PAD.encode(bytes))
}

/// The plan in the payload of a link.
pub fn decode(payload: &str) -> Result<Opened, WireError> {
    let payload = payload.trim();
    if payload.len() > MAX_LINK {
        return Err(WireError::TooLarge { what: "the link", limit: MAX_LINK });
    }
    let split =
        payload.split_once('.').and_then(|(version, rest)| Some((version.parse::<u64>().ok()?, rest)));
    let Some((version, rest)) = split else {
        let found = super::error::quoted(payload);
        return Err(WireError::NotAPlan { found, right: "a link whose payload begins with \"1.\"" });
    };
    if version != VERSION {
        return Err(WireError::UnknownVersion { found: version, newest: VERSION });
    }
    let bytes =
        URL_SAFE_NO_PAD.decode(rest).map_err(|_| damaged("a character that does not belong there"))?;
    let Some((sum, deflated)) = bytes.split_first_chunk() else {
        return Err(damaged("too few characters"));
    };
    let json = decompress_to_vec_with_limit(deflated, MAX_BYTES).map_err(|error| match error.status {
        TINFLStatus::HasMoreOutput => WireError::TooLarge { what: "the plan in the link", limit: MAX_BYTES },
        _ => damaged("characters that do not unpack"),
    })?;
    if crc32(&json) != u32::from_le_bytes(*sum) {
        return Err(damaged("a checksum that does not fit"));
    }
    read(core::str::from_utf8(&json).map_err(|_| damaged("text that is not UTF-8"))?)
}

fn damaged(found: &str) -> WireError {
    let what =
        format!("found {found}: it was cut or changed on its way; the whole link as it was copied is needed");
    WireError::Damaged { place: "the link", what }
}
