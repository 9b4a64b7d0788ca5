//! Names that stay when a thing is renamed.

use core::fmt;

use thiserror::Error;

/// The identity of a region, zone, component, failure mode or journey within its plan.
///
/// One to 31 characters out of `a-z`, `0-9` and `-`. It is copied freely, compares by value
/// and never changes, so a rename touches no number and no reference.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id {
    bytes: [u8; Self::MAX_LEN],
    len: u8,
}

/// Why a text is no identity.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{0:?} is no id: write 1 to 31 of the characters a-z, 0-9 and -")]
pub struct IdError(pub String);

impl Id {
    /// The longest identity.
    pub const MAX_LEN: usize = 31;

    /// Reads an identity.
    pub fn new(text: &str) -> Result<Self, IdError> {
        let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        if text.is_empty() || text.len() > Self::MAX_LEN || !text.bytes().all(allowed) {
            return Err(IdError(text.chars().take(60).collect()));
        }
        let mut bytes = [0; Self::MAX_LEN];
        bytes[..text.len()].copy_from_slice(text.as_bytes());
        Ok(Self { bytes, len: text.len() as u8 })
    }

    /// An identity made from a name (`Orders database` becomes `orders-database`) that `taken` does not hold.
    pub fn from_name(name: &str, taken: impl Fn(Self) -> bool) -> Self {
        let mut slug = String::new();
        for c in name.chars() {
            let c = c.to_ascii_lowercase();
            if c.is_ascii_lowercase() || c.is_ascii_digit() {
                slug.push(c);
            } else if !slug.is_empty() && !slug.ends_with('-') {
                slug.push('-');
            }
            if slug.len() >= 24 {
                break;
            }
        }
        let slug = slug.trim_end_matches('-');
        let slug = if slug.is_empty() { "x" } else { slug };
        let first = Self::new(slug).into_iter();
        let numbered = (2u32..).filter_map(|n| Self::new(&format!("{slug}-{n}")).ok());
        first.chain(numbered).find(|id| !taken(*id)).unwrap_or(Self { bytes: [b'x'; Self::MAX_LEN], len: 1 })
    }

    /// The characters.
    pub fn as_str(&self) -> &str {
        core::str::from_utf8(&self.bytes[..usize::from(self.len)]).unwrap_or_default()
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identity_is_made_from_a_name_and_never_taken() {
        assert_eq!(Id::from_name("Orders database", |_| false).as_str(), "orders-database");
        let taken = Id::new("web").unwrap();
        assert_eq!(Id::from_name("Web", |id| id == taken).as_str(), "web-2");
        assert_eq!(Id::from_name("日本", |_| false).as_str(), "x");
    }

    #[test]
    fn other_characters_are_refused() {
        for text in ["", "Web", "a b", "ä", "abcdefghijklmnopqrstuvwxyz-123456"] {
            assert!(Id::new(text).is_err(), "{text}");
        }
    }
}
