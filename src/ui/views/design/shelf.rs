//! The catalogue of kinds as a person searches it.

use crate::model::catalogue::{Family, KINDS, Kind, Vendor};
use crate::quantity::{Unavailability, text};

/// The kinds of a family and a vendor (both when given) whose words hold every searched word.
pub fn found(search: &str, family: Option<Family>, vendor: Option<Vendor>) -> Vec<&'static Kind> {
    let search = search.to_lowercase();
    let fits = |kind: &&Kind| {
        let words = [kind.name, " ", kind.key, " ", kind.family.name(), " ", kind.vendor.name()].concat();
        let words = words.to_lowercase();
        family.is_none_or(|f| f == kind.family)
            && vendor.is_none_or(|v| v == kind.vendor)
            && search.split_whitespace().all(|word| words.contains(word))
    };
    KINDS.iter().filter(fits).collect()
}

/// "SLA 99.95 %", where there is a contract.
pub fn sla(kind: &Kind) -> String {
    kind.sla.map_or_else(String::new, |sla| {
        ["SLA ", &text::percent_available(Unavailability::clamped(sla.unavailability))].concat()
    })
}

/// The names of the failure modes that come with a kind: "fails by instance loss, bad release".
pub fn modes(kind: &Kind) -> String {
    let names: Vec<&str> = kind.modes.iter().map(|mode| mode.name).collect();
    if names.is_empty() {
        "comes without failure modes".into()
    } else {
        ["fails by ", &names.join(", ")].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_searched_word_counts() {
        assert_eq!(found("", None, None).len(), KINDS.len());
        assert!(found("azure database", None, None).iter().all(|k| k.vendor == Vendor::Azure));
        assert!(!found("azure database", None, None).is_empty());
        assert!(found("no such thing", None, None).is_empty());
        let aws = found("", Some(Family::Compute), Some(Vendor::Aws));
        assert!(
            !aws.is_empty() && aws.iter().all(|k| k.family == Family::Compute && k.vendor == Vendor::Aws)
        );
    }

    #[test]
    fn every_kind_says_how_it_fails() {
        assert!(KINDS.iter().all(|kind| modes(kind).starts_with("fails by ")));
    }
}
