//! Who sees what, as JSON for scripts: part of `evaluate --json`.

use serde::{Deserialize, Serialize};

use crate::analysis::{Answer, BlindSpot};
use crate::model::{Choice, Plan};
use crate::quantity::MINUTES_PER_YEAR;

/// What monitors would report against what users live through.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BlindSpotOutput {
    /// What users live through.
    pub lived_bad_minutes_per_year: f64,
    /// What no monitor sees of it.
    pub unseen_bad_minutes_per_year: f64,
    /// Every monitor.
    pub monitors: Vec<MonitorOutput>,
    /// The failure modes that no monitor sees.
    pub unseen_modes: Vec<UnseenOutput>,
}

/// What a monitor would report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MonitorOutput {
    /// What it is called.
    pub name: String,
    /// `client`, `probe`, `load-balancer` or `server`.
    pub point: String,
    /// Bad minutes a year of the failure modes that it sees.
    pub reported_bad_minutes_per_year: f64,
}

/// A failure mode that no monitor sees.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UnseenOutput {
    /// Its name.
    pub name: String,
    /// Its bad minutes a year.
    pub bad_minutes_per_year: f64,
}

/// What an owner's failures cost users.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OwnerOutput {
    /// `us`, `provider` or `third-party`; `null` for the reserve.
    pub owner: Option<String>,
    /// Bad minutes a year.
    pub bad_minutes_per_year: f64,
    /// The share of all.
    pub share: f64,
}

impl BlindSpotOutput {
    /// The blind spot of a plan's monitors.
    pub fn of(plan: &Plan, spot: &BlindSpot) -> Self {
        let unseen = spot.modes.iter().filter(|mode| !mode.seen_by.contains(&true));
        let monitors = plan.monitors.iter().zip(&spot.monitors).map(|(monitor, report)| MonitorOutput {
            name: monitor.name.clone(),
            point: monitor.point.key().to_owned(),
            reported_bad_minutes_per_year: report.minutes,
        });
        let named = |id| plan.mode(id).map(|mode| mode.name.clone()).unwrap_or_default();
        Self {
            lived_bad_minutes_per_year: spot.lived_minutes,
            unseen_bad_minutes_per_year: spot.unseen_minutes,
            monitors: monitors.collect(),
            unseen_modes: unseen
                .map(|mode| UnseenOutput { name: named(mode.mode), bad_minutes_per_year: mode.minutes })
                .collect(),
        }
    }
}

impl OwnerOutput {
    /// The budget split by owner, largest first.
    pub fn all(answer: &Answer) -> Vec<Self> {
        let owner = |part: &crate::analysis::Contribution<Option<crate::model::Owner>>| Self {
            owner: part.key.map(|owner| owner.key().to_owned()),
            bad_minutes_per_year: part.unavailability * MINUTES_PER_YEAR,
            share: part.share,
        };
        answer.by_owner.iter().map(owner).collect()
    }
}
