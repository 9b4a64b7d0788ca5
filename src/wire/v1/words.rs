//! The words of version 1 that are not closed choices of the model.

use crate::model::Choice;
use crate::quantity::Basis;
use crate::wire::error::Fault;

/// The value of a closed choice.
pub(in crate::wire) fn choice<C: Choice>(key: &str) -> Result<C, Fault> {
    C::from_key(key).ok_or_else(|| {
        let keys: Vec<_> = C::ALL.iter().map(|choice| choice.key()).collect();
        Fault::not_one_of(key, &keys)
    })
}

/// The words for where a number comes from.
pub(in crate::wire) const BASES: [(Basis, &str); 5] = [
    (Basis::Measured, "measured"),
    (Basis::VendorSla, "vendor-sla"),
    (Basis::Published, "published"),
    (Basis::Expert, "expert"),
    (Basis::Default, "default"),
];

/// The basis with this word; nothing stands for the planner's default.
pub(super) fn basis(word: &str) -> Result<Basis, Fault> {
    if word.is_empty() {
        return Ok(Basis::Default);
    }
    find(&BASES, word)
}

/// The word for a basis; nothing for the planner's default.
pub(super) fn basis_word(basis: Basis) -> &'static str {
    match basis {
        Basis::Default => "",
        other => word(&BASES, other),
    }
}

fn find<T: Copy>(words: &[(T, &str)], found: &str) -> Result<T, Fault> {
    let hit = words.iter().find(|(_, word)| *word == found);
    hit.map(|(value, _)| *value).ok_or_else(|| {
        let right: Vec<_> = words.iter().map(|(_, word)| *word).collect();
        Fault::not_one_of(found, &right)
    })
}

fn word<T: PartialEq>(words: &[(T, &'static str)], value: T) -> &'static str {
    words.iter().find(|(other, _)| *other == value).map_or("", |(_, word)| word)
}
