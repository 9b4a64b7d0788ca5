//! What matters, and what is shared, as JSON for scripts: parts of `evaluate --json`.
//!
//! A risk reduction worth without bound (nothing fails without it) is `null`.

use serde::{Deserialize, Serialize};

use crate::analysis::{Fate, FateGroup, Importances, Ranked, SharedFate, Sharing};
use crate::model::{Choice, Id};
use crate::quantity::{MINUTES_PER_YEAR, Nines, Quantity};

/// The most events that are listed.
const EVENTS: usize = 100;

/// How much everything matters to the service, the most critical first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ImportanceOutput {
    /// The listed unavailability, which all measures are about: the reserve is left out.
    pub unavailability: f64,
    /// The hundred most critical events: failure modes in one instance of their scope.
    pub events: Vec<RankedOutput>,
    /// Every failure mode.
    pub modes: Vec<RankedOutput>,
    /// Every component.
    pub components: Vec<RankedOutput>,
    /// Every cause.
    pub causes: Vec<RankedOutput>,
    /// Every owner.
    pub owners: Vec<RankedOutput>,
}

/// Something and its importance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RankedOutput {
    /// Its id or key in the plan file; `null` for an event, which has none.
    pub key: Option<String>,
    /// Its name.
    pub name: String,
    /// The probability that it is active; of a set, that any of it is.
    pub probability: f64,
    /// Unavailability while it is active less that while it never is.
    pub birnbaum: f64,
    /// The share of unavailability that would vanish without it.
    pub criticality: f64,
    /// The probability that it is active given a failure.
    pub diagnostic: f64,
    /// The share of unavailability in which a minimal cut set with it is active; `null` for too large a plan.
    pub fussell_vesely: Option<f64>,
    /// Risk achievement worth.
    pub raw: f64,
    /// Risk reduction worth; `null` when nothing fails without it.
    pub rrw: Option<f64>,
}

/// What independence would promise and what shared fate leaves.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SharedFateOutput {
    /// Unavailability of the service as it is.
    pub unavailability: f64,
    /// Unavailability if nothing were shared between redundant instances.
    pub independent_unavailability: f64,
    /// `-log10` of the first; `null` when nothing ever fails.
    pub nines: Option<f64>,
    /// `-log10` of the second; `null` when nothing ever fails.
    pub independent_nines: Option<f64>,
    /// Both as a sentence.
    pub sentence: String,
    /// The failure modes with shared fate, the costliest first.
    pub groups: Vec<FateGroupOutput>,
}

/// A failure mode with shared fate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FateGroupOutput {
    /// The mode's id.
    pub mode: String,
    /// Its name.
    pub name: String,
    /// The share of its occurrences that hits all at once; `null` when every one hits several.
    pub beta: Option<f64>,
    /// Unavailability of the service if this mode alone were not shared.
    pub independent_unavailability: f64,
    /// What the sharing costs: full-outage-equivalent user minutes a year.
    pub costs_minutes_per_year: f64,
    /// The same as a sentence.
    pub sentence: String,
}

impl ImportanceOutput {
    /// The importances for the service; `None` when it has no answer.
    pub fn of(importances: &Importances) -> Option<Self> {
        let service = importances.service.as_ref()?;
        let by_id = |id: &Id| Some(id.to_string());
        let key = |key: &str| Some(key.to_owned());
        Some(Self {
            unavailability: service.unavailability,
            events: service
                .events
                .iter()
                .take(EVENTS)
                .map(|event| RankedOutput::of(event, |_| None))
                .collect(),
            modes: service.modes.iter().map(|mode| RankedOutput::of(mode, by_id)).collect(),
            components: service.components.iter().map(|c| RankedOutput::of(c, by_id)).collect(),
            causes: service.causes.iter().map(|c| RankedOutput::of(c, |cause| key(cause.key()))).collect(),
            owners: service.owners.iter().map(|o| RankedOutput::of(o, |owner| key(owner.key()))).collect(),
        })
    }
}

impl RankedOutput {
    fn of<K>(ranked: &Ranked<K>, key: impl Fn(&K) -> Option<String>) -> Self {
        let measures = &ranked.measures;
        Self {
            key: key(&ranked.key),
            name: ranked.name.clone(),
            probability: ranked.probability,
            birnbaum: measures.birnbaum,
            criticality: measures.criticality,
            diagnostic: measures.diagnostic,
            fussell_vesely: ranked.fussell_vesely,
            raw: measures.achievement_worth,
            rrw: Some(measures.reduction_worth).filter(|worth| worth.is_finite()),
        }
    }
}

impl SharedFateOutput {
    /// What shared fate does to the service; `None` when it has no answer.
    pub fn of(shared: &SharedFate) -> Option<Self> {
        let fate: Fate = shared.service?;
        Some(Self {
            unavailability: fate.as_it_is.get(),
            independent_unavailability: fate.independent.get(),
            nines: fate.as_it_is.nines().map(Nines::get),
            independent_nines: fate.independent.nines().map(Nines::get),
            sentence: fate.sentence().to_string(),
            groups: shared.groups.iter().map(FateGroupOutput::of).collect(),
        })
    }
}

impl FateGroupOutput {
    fn of(group: &FateGroup) -> Self {
        Self {
            mode: group.mode.to_string(),
            name: group.name.clone(),
            beta: match group.sharing {
                Sharing::Beta(beta) | Sharing::Greek(beta) => Some(beta.get()),
                Sharing::Alpha(_) | Sharing::Always => None,
            },
            independent_unavailability: group.independent.get(),
            costs_minutes_per_year: group.costs * MINUTES_PER_YEAR,
            sentence: group.sentence.to_string(),
        }
    }
}
