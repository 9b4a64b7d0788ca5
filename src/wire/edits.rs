//! The edits that levers make, for scripts and for jobs.
//!
//! Scripts get them among the results, by their derived shapes. The page sends them between its threads by
//! [`EditV1::read`] and [`EditV1::write`], which know the same shapes; a test holds them to each other.

use serde::{Deserialize, Serialize};

use super::WireError;
use super::cursor::{Cursor, Fields};
use super::error::{At, Fault, quoted};
use super::v2::{choice, limited};
use super::writer::Writer;
use crate::model::{Choice, Edit, Id, Place, Practice, limits};

/// An edit that a lever makes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    /// Sets how a component's replicas share the work.
    SetRedundancy {
        /// The component.
        id: String,
        /// The key of the way.
        kind: String,
    },
    /// Sets where a component's replicas stand.
    SetPlacement {
        /// The component.
        id: String,
        /// The key of the place.
        kind: String,
    },
    /// Takes a need away from a component.
    RemoveComponentNeed {
        /// The component that needs.
        id: String,
        /// The component that is needed.
        on: String,
    },
    /// Takes a need away from a journey.
    RemoveJourneyNeed {
        /// The journey that needs.
        id: String,
        /// The component that is needed.
        on: String,
    },
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
            Edit::SetRedundancy(id, kind) => {
                Self::SetRedundancy { id: id.to_string(), kind: kind.key().to_owned() }
            }
            Edit::SetPlacement(id, kind) => {
                Self::SetPlacement { id: id.to_string(), kind: kind.key().to_owned() }
            }
            Edit::RemoveDependency(Place::Component(id), on) => {
                Self::RemoveComponentNeed { id: id.to_string(), on: on.to_string() }
            }
            Edit::RemoveDependency(Place::Journey(id), on) => {
                Self::RemoveJourneyNeed { id: id.to_string(), on: on.to_string() }
            }
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
        self.checked().at("edit").map_err(|fault| fault.refusal(""))
    }

    /// The same, on the way of the fault to its place.
    pub(super) fn checked(&self) -> Result<Edit, Fault> {
        let id = |text: &str| Id::new(text).at("id");
        Ok(match self {
            Self::ScaleRegions(n) => Edit::ScaleRegions(limited(*n, limits::MAX_REGIONS as u32)?),
            Self::ScaleZones(n) => Edit::ScaleZones(limited(*n, limits::MAX_ZONES as u32)?),
            Self::SetReplicas { id: text, n } => {
                Edit::SetReplicas(id(text)?, limited(*n, limits::MAX_REPLICAS).at("n")?)
            }
            Self::SetNeeded { id: text, n } => {
                Edit::SetNeeded(id(text)?, limited(*n, limits::MAX_REPLICAS).at("n")?)
            }
            Self::SetPractice { practice: key, level } => {
                let practice: Practice = choice(key).at("practice")?;
                Edit::SetPractice(practice, *level)
            }
            Self::SetRoutingKind(key) => Edit::SetRoutingKind(choice(key)?),
            Self::SetRedundancy { id: text, kind } => {
                Edit::SetRedundancy(id(text)?, choice(kind).at("kind")?)
            }
            Self::SetPlacement { id: text, kind } => Edit::SetPlacement(id(text)?, choice(kind).at("kind")?),
            Self::RemoveComponentNeed { id: text, on } => {
                Edit::RemoveDependency(Place::Component(id(text)?), Id::new(on).at("on")?)
            }
            Self::RemoveJourneyNeed { id: text, on } => {
                Edit::RemoveDependency(Place::Journey(id(text)?), Id::new(on).at("on")?)
            }
        })
    }

    /// Reads the shape, before its values are checked.
    pub(super) fn read(found: Cursor) -> Result<Self, Fault> {
        let (kind, found) = found.tagged()?;
        let text = |fields: Fields, name| fields.need(name, Cursor::text).map(str::to_owned);
        let of_component =
            || found.object(&["id", "n"], |fields| Ok((text(fields, "id")?, fields.need("n", count)?)));
        let pair = |second: &'static str, known: &'static [&'static str]| {
            found.object(known, |fields| Ok((text(fields, "id")?, text(fields, second)?)))
        };
        match kind {
            "set_redundancy" => {
                pair("kind", &["id", "kind"]).map(|(id, kind)| Self::SetRedundancy { id, kind })
            }
            "set_placement" => {
                pair("kind", &["id", "kind"]).map(|(id, kind)| Self::SetPlacement { id, kind })
            }
            "remove_component_need" => {
                pair("on", &["id", "on"]).map(|(id, on)| Self::RemoveComponentNeed { id, on })
            }
            "remove_journey_need" => {
                pair("on", &["id", "on"]).map(|(id, on)| Self::RemoveJourneyNeed { id, on })
            }
            "scale_regions" => count(found).map(Self::ScaleRegions),
            "scale_zones" => count(found).map(Self::ScaleZones),
            "set_replicas" => of_component().map(|(id, n)| Self::SetReplicas { id, n }),
            "set_needed" => of_component().map(|(id, n)| Self::SetNeeded { id, n }),
            "set_practice" => found.object(&["practice", "level"], |fields| {
                let level = fields.need("level", |found| found.whole(u8::MAX.into()))? as u8;
                Ok(Self::SetPractice { practice: text(fields, "practice")?, level })
            }),
            "set_routing_kind" => found.text().map(|key| Self::SetRoutingKind(key.to_owned())),
            other => Err(Fault::new(format_args!("found {}; an edit is needed", quoted(other)))),
        }
    }

    /// Writes the shape.
    pub(super) fn write(&self, w: &mut Writer) {
        let of_component = |w: &mut Writer, kind: &str, id: &str, n: u32| {
            w.key(kind);
            w.open('{');
            w.text("id", id);
            w.whole("n", n.into());
            w.close('}');
        };
        let pair = |w: &mut Writer, name: &str, [id, second]: [&str; 2], of: &str| {
            w.key(name);
            w.open('{');
            w.text("id", id);
            w.text(second, of);
            w.close('}');
        };
        w.open('{');
        match self {
            Self::SetRedundancy { id, kind } => pair(w, "set_redundancy", [id, "kind"], kind),
            Self::SetPlacement { id, kind } => pair(w, "set_placement", [id, "kind"], kind),
            Self::RemoveComponentNeed { id, on } => pair(w, "remove_component_need", [id, "on"], on),
            Self::RemoveJourneyNeed { id, on } => pair(w, "remove_journey_need", [id, "on"], on),
            Self::ScaleRegions(n) => w.whole("scale_regions", (*n).into()),
            Self::ScaleZones(n) => w.whole("scale_zones", (*n).into()),
            Self::SetReplicas { id, n } => of_component(w, "set_replicas", id, *n),
            Self::SetNeeded { id, n } => of_component(w, "set_needed", id, *n),
            Self::SetPractice { practice, level } => {
                w.key("set_practice");
                w.open('{');
                w.text("practice", practice);
                w.whole("level", (*level).into());
                w.close('}');
            }
            Self::SetRoutingKind(key) => w.text("set_routing_kind", key),
        }
        w.close('}');
    }
}

fn count(found: Cursor) -> Result<u32, Fault> {
    Ok(found.whole(u32::MAX.into())? as u32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Placement, Redundancy, RoutingKind};
    use crate::wire::json::parse;

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
            Edit::SetRedundancy(web, Redundancy::Standby),
            Edit::SetPlacement(web, Placement::Regional),
            Edit::RemoveDependency(Place::Component(web), web),
            Edit::RemoveDependency(Place::Journey(web), web),
        ];
        for edit in edits {
            let json = serde_json::to_string(&EditV1::from_edit(&edit).unwrap()).unwrap();
            let back: EditV1 = serde_json::from_str(&json).unwrap();
            assert_eq!(back.to_edit().unwrap(), edit, "{json}");
            // By hand as by shape.
            let value = parse(&json).unwrap();
            assert_eq!(EditV1::read(Cursor::new(&value)).unwrap(), back, "{json}");
            let mut writer = Writer::compact();
            back.write(&mut writer);
            assert_eq!(writer.into_text(), json);
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
