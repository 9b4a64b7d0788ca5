//! Names and identities for copies.

use crate::model::limits::MAX_NAME;
use crate::model::{Id, Plan};

/// The name of the next one after `name` that `taken` does not hold: `Zone A` is followed by `Zone B`,
/// `web 2` by `web 3`, and `Orders` by `Orders 2`.
pub(super) fn next_name(name: &str, taken: impl Fn(&str) -> bool) -> String {
    let mut candidate = successor(name);
    while taken(&candidate) {
        candidate = successor(&candidate);
    }
    candidate
}

fn successor(name: &str) -> String {
    if let Some(next) = next_letter(name) {
        return next;
    }
    let base = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let number: Option<u32> = name[base.len()..].parse().ok();
    let next = number.and_then(|n| n.checked_add(1));
    // A number that follows a letter ("S3") is part of the name.
    let counted = base.is_empty() || base.ends_with([' ', '-', '_']);
    match next {
        Some(next) if counted => shortened(base, &next.to_string()),
        _ => shortened(name, " 2"),
    }
}

/// The name of a mode after its component got another name: `overload of Web` follows `Web`.
pub(super) fn renamed_of(mode: &str, old: &str, new: &str) -> String {
    match mode.strip_suffix(old).filter(|start| start.ends_with(" of ")) {
        Some(start) => start.chars().chain(new.chars()).take(MAX_NAME).collect(),
        None => mode.to_owned(),
    }
}

/// `Zone A` to `Zone B`: the last character is a lone letter before `z`.
fn next_letter(name: &str) -> Option<String> {
    let last = name.chars().next_back().filter(|c| c.is_ascii_alphabetic() && !matches!(c, 'z' | 'Z'))?;
    let base = &name[..name.len() - 1];
    if base.chars().next_back().is_some_and(char::is_alphabetic) {
        return None;
    }
    let next = char::from_u32(u32::from(last) + 1)?;
    Some(format!("{base}{next}"))
}

fn shortened(base: &str, tail: &str) -> String {
    let room = MAX_NAME - tail.chars().count();
    base.chars().take(room).chain(tail.chars()).collect()
}

impl Plan {
    pub(super) fn free_region(&self, name: &str) -> Id {
        Id::from_name(name, |id| self.region(id).is_some())
    }

    pub(super) fn free_zone(&self, name: &str) -> Id {
        Id::from_name(name, |id| self.zone(id).is_some())
    }

    pub(super) fn free_component(&self, name: &str) -> Id {
        Id::from_name(name, |id| self.component(id).is_some())
    }

    pub(super) fn free_mode(&self, name: &str) -> Id {
        Id::from_name(name, |id| self.mode(id).is_some())
    }

    pub(super) fn free_journey(&self, name: &str) -> Id {
        Id::from_name(name, |id| self.journey(id).is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_continue_the_row() {
        for (name, next) in [
            ("Zone A", "Zone B"),
            ("europe-west1-b", "europe-west1-c"),
            ("web", "web 2"),
            ("web 2", "web 3"),
            ("S3", "S3 2"),
            ("9", "10"),
            ("Zone Z", "Zone Z 2"),
            ("web 4294967295", "web 4294967295 2"),
            ("Zürich", "Zürich 2"),
        ] {
            assert_eq!(next_name(name, |_| false), next);
        }
        assert_eq!(next_name("Zone A", |n| n == "Zone B"), "Zone C");
    }

    #[test]
    fn a_long_name_keeps_within_the_limit() {
        let long = "ü".repeat(MAX_NAME);
        let next = next_name(&long, |_| false);
        assert_eq!(next.chars().count(), MAX_NAME);
        assert!(next.ends_with(" 2"));
    }
}
