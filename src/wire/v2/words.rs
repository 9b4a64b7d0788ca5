//! The words of version 2.

use crate::model::Choice;
use crate::quantity::Basis;
use crate::wire::error::Fault;

/// The value of a closed choice.
pub(in crate::wire) fn choice<C: Choice>(key: &str) -> Result<C, Fault> {
    let index = one_of(key, C::ALL.len(), &|index| C::ALL[index].key())?;
    Ok(C::ALL[index])
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
    let index = one_of(word, BASES.len(), &|index| BASES[index].1)?;
    Ok(BASES[index].0)
}

/// The word for a basis; nothing for the planner's default.
pub(super) fn basis_word(basis: Basis) -> &'static str {
    match basis {
        Basis::Default => "",
        other => BASES.iter().find(|(basis, _)| *basis == other).map_or("", |(_, word)| word),
    }
}

/// Which of so many words it is.
fn one_of(found: &str, count: usize, word: &dyn Fn(usize) -> &'static str) -> Result<usize, Fault> {
    let index = (0..count).find(|index| word(*index) == found);
    index.ok_or_else(|| Fault::not_one_of(found, &(0..count).map(word).collect::<Vec<_>>()))
}
