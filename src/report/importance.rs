//! What matters most, as a table: every importance measure in plain words, the term beside it.

use crate::analysis::{Ranked, Ranking};
use crate::model::Place;
use crate::quantity::{Probability, Quantity, text};

/// The most rows of a table: what follows matters little.
const MOST: usize = 40;

/// From here on a ratio is only called large.
const LARGE: f64 = 1e6;

/// What is ranked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ranks {
    /// Components, all their own failures together.
    Components,
    /// Causes.
    Causes,
    /// Owners.
    Owners,
    /// Failure modes in one place each.
    Events,
}

/// A column: plain words, the term of the field, and what it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measure {
    /// The words of the heading.
    pub words: &'static str,
    /// What reliability engineers call it.
    pub term: &'static str,
    /// What it says, as a sentence.
    pub means: &'static str,
}

/// A row: something and its measures, in the order of [`MEASURES`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weight {
    /// Where it can be changed, when it is one thing of the plan.
    pub place: Option<Place>,
    /// Its name.
    pub name: String,
    /// Its measures; nothing for one that is not worked out.
    pub cells: [Option<String>; 5],
}

/// The columns, from left to right.
pub const MEASURES: [Measure; 5] = [
    Measure {
        words: "Gone without it",
        term: "Criticality",
        means: "the share of the bad minutes that would vanish if it never failed",
    },
    Measure {
        words: "Has a part in",
        term: "Fussell-Vesely",
        means: "the share of the bad minutes in which it is one of the failures that together fail the request",
    },
    Measure {
        words: "Fails with it",
        term: "Birnbaum",
        means: "the share of requests that fails while it is down, less the share that fails while it is up",
    },
    Measure {
        words: "Worse if down",
        term: "RAW",
        means: "risk achievement worth: how many times the bad minutes there would be if it were always down",
    },
    Measure {
        words: "Better if perfect",
        term: "RRW",
        means: "risk reduction worth: the bad minutes of today, divided by those that are left if it never fails",
    },
];

impl Ranks {
    /// Everything that can be ranked, in the order in which it is offered.
    pub const ALL: [Self; 4] = [Self::Components, Self::Causes, Self::Owners, Self::Events];

    /// The word in the page.
    pub fn key(self) -> &'static str {
        match self {
            Self::Components => "components",
            Self::Causes => "causes",
            Self::Owners => "owners",
            Self::Events => "events",
        }
    }

    /// The words people read.
    pub fn name(self) -> &'static str {
        match self {
            Self::Components => "Components",
            Self::Causes => "Causes",
            Self::Owners => "Owners",
            Self::Events => "Events",
        }
    }
}

/// The rows of a ranking, the most critical first.
pub fn weights(ranking: &Ranking, ranks: Ranks) -> Vec<Weight> {
    match ranks {
        Ranks::Components => rows(&ranking.components, |id| Some(Place::Component(*id)), Clone::clone),
        Ranks::Causes => rows(&ranking.causes, |_| None, |name| capital(name)),
        Ranks::Owners => rows(&ranking.owners, |_| None, |name| capital(name)),
        Ranks::Events => rows(&ranking.events, |_| None, |name| capital(name)),
    }
}

fn rows<K>(
    ranked: &[Ranked<K>],
    place: impl Fn(&K) -> Option<Place>,
    name: impl Fn(&String) -> String,
) -> Vec<Weight> {
    let row = |ranked: &Ranked<K>| {
        let measures = &ranked.measures;
        Weight {
            place: place(&ranked.key),
            name: name(&ranked.name),
            cells: [
                Some(share(measures.criticality)),
                ranked.fussell_vesely.map(share),
                Some(share(measures.birnbaum)),
                Some(times(measures.achievement_worth)),
                Some(reduction(measures.reduction_worth)),
            ],
        }
    };
    ranked.iter().take(MOST).map(row).collect()
}

fn share(share: f64) -> String {
    text::share(Probability::clamped(share))
}

fn times(ratio: f64) -> String {
    if ratio < LARGE { text::ratio(ratio.max(0.0)) } else { "over a million times".to_owned() }
}

/// Without bound when nothing fails without it.
fn reduction(ratio: f64) -> String {
    if ratio.is_finite() { times(ratio) } else { "every outage needs it".to_owned() }
}

fn capital(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::quick_importances;
    use crate::model::templates::templates;

    #[test]
    fn every_measure_of_every_template_can_be_read() {
        for template in templates() {
            let plan = (template.build)();
            let importances = quick_importances(&plan).unwrap();
            for ranking in importances.service.iter().chain(importances.journeys.iter().map(|(_, r)| r)) {
                for ranks in Ranks::ALL {
                    let rows = weights(ranking, ranks);
                    assert!(!rows.is_empty(), "{}: {ranks:?}", template.key);
                    for row in rows {
                        assert!(!row.name.is_empty() && row.place.is_none_or(|place| plan.has(place)));
                        assert!(row.cells[1].is_none(), "nobody asked for it");
                        for cell in row.cells.into_iter().flatten() {
                            let read = cell.to_lowercase();
                            assert!(
                                !["nan", "inf", "unknown"].iter().any(|bad| read.contains(bad)),
                                "{cell}"
                            );
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn what_every_outage_needs_says_so() {
        assert_eq!(reduction(f64::INFINITY), "every outage needs it");
        assert_eq!(reduction(1.5), "1.5x");
        assert_eq!(times(1e12), "over a million times");
    }
}
