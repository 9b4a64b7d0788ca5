//! The edits that levers make, for scripts and for jobs.

use serde::{Deserialize, Serialize};

use super::WireError;
use super::error::{At, Fault};
use super::v1::{choice, id, limited};
use crate::model::{Choice, Edit, Practice, limits};

/// An edit that a lever makes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EditV1 {
    /// Makes this many regions.
    ScaleRegions(u32),
    /// Makes this many zones in every region.
    ScaleZones(u32),
    /// Sets a component's number of replicas.
    SetReplicas {
        /// The component.
        id: String,
        /// How many.
        n: u32,
    },
    /// Sets how many replicas a component needs.
    SetNeeded {
        /// The component.
        id: String,
        /// How many.
        n: u32,
    },
    /// Does a practice at a level; 0 stops it.
    SetPractice {
        /// The practice's key.
        practice: String,
        /// The level.
        level: u8,
    },
    /// Sets how users are moved between regions.
    SetRoutingKind(String),
}

impl EditV1 {
    /// The wire form; `None` for an edit that no lever makes.
    pub fn from_edit(edit: &Edit) -> Option<Self> {
        Some(match edit {
            Edit::ScaleRegions(n) => Self::ScaleRegions(*n),
            Edit::ScaleZones(n) => Self::ScaleZones(*n),
            Edit::SetReplicas(id, n) => Self::SetReplicas { id: id.to_string(), n: *n },
            Edit::SetNeeded(id, n) => Self::SetNeeded { id: id.to_string(), n: *n },
            Edit::SetPractice(practice, level) => {
                Self::SetPractice { practice: practice.key().to_owned(), level: *level }
            }
            Edit::SetRoutingKind(kind) => Self::SetRoutingKind(kind.key().to_owned()),
            _ => return None,
        })
    }

    /// The wire forms of a step's edits, with batches unpacked; `None` when no lever makes one of them.
    pub fn from_edits(edits: &[Edit]) -> Option<Vec<Self>> {
        let mut out = Vec::new();
        for edit in edits {
            match edit {
                Edit::Batch(inner) => out.extend(Self::from_edits(inner)?),
                edit => out.push(Self::from_edit(edit)?),
            }
        }
        Some(out)
    }

    /// The edit, with its values checked.
    pub fn to_edit(&self) -> Result<Edit, WireError> {
        Ok(self.checked().at("edit")?)
    }

    fn checked(&self) -> Result<Edit, Fault> {
        Ok(match self {
            Self::ScaleRegions(n) => Edit::ScaleRegions(limited(*n, limits::MAX_REGIONS as u32)?),
            Self::ScaleZones(n) => Edit::ScaleZones(limited(*n, limits::MAX_ZONES as u32)?),
            Self::SetReplicas { id: text, n } => {
                Edit::SetReplicas(id(text).at("id")?, limited(*n, limits::MAX_REPLICAS).at("n")?)
            }
            Self::SetNeeded { id: text, n } => {
                Edit::SetNeeded(id(text).at("id")?, limited(*n, limits::MAX_REPLICAS).at("n")?)
            }
            Self::SetPractice { practice: key, level } => {
                let practice: Practice = choice(key).at("practice")?;
                Edit::SetPractice(practice, *level)
            }
            Self::SetRoutingKind(key) => Edit::SetRoutingKind(choice(key)?),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Id, RoutingKind};

    #[test]
    fn every_lever_reads_back() {
        let web = Id::new("web").unwrap();
        let edits = [
            Edit::ScaleRegions(2),
            Edit::ScaleZones(3),
            Edit::SetReplicas(web, 4),
            Edit::SetNeeded(web, 2),
            Edit::SetPractice(Practice::Canary, 1),
            Edit::SetRoutingKind(RoutingKind::Automatic),
        ];
        for edit in edits {
            let json = serde_json::to_string(&EditV1::from_edit(&edit).unwrap()).unwrap();
            let back: EditV1 = serde_json::from_str(&json).unwrap();
            assert_eq!(back.to_edit().unwrap(), edit, "{json}");
        }
    }

    #[test]
    fn a_batch_unpacks_and_other_edits_have_no_wire_form() {
        let batch = Edit::Batch(vec![Edit::ScaleZones(2), Edit::Batch(vec![Edit::ScaleRegions(2)])]);
        let both = vec![EditV1::ScaleZones(2), EditV1::ScaleRegions(2)];
        assert_eq!(EditV1::from_edits(&[batch]), Some(both));
        assert_eq!(EditV1::from_edits(&[Edit::SetLesson(String::new())]), None);
    }

    #[test]
    fn an_absurd_edit_is_refused_with_its_place() {
        let error = EditV1::SetReplicas { id: "web".into(), n: 0 }.to_edit().unwrap_err();
        assert_eq!(error.to_string(), "edit.n: found 0; a whole number from 1 to 64 is needed");
    }
}
