//! The JSON Schema of the plan file.

use schemars::{Schema, SchemaGenerator, generate::SchemaSettings, json_schema};

use super::v2::{BASES, File};
use crate::model::{Choice, Id};

/// The JSON Schema (draft 2020-12) of a plan file of version 2; files of version 1 fit it too.
pub fn schema() -> String {
    let schema = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<File>();
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}

/// A closed choice.
pub(super) fn choice<C: Choice>(_: &mut SchemaGenerator) -> Schema {
    words(C::ALL.iter().map(|choice| choice.key()))
}

/// The words for where a number comes from.
pub(super) fn basis(_: &mut SchemaGenerator) -> Schema {
    words(BASES.iter().map(|(_, word)| *word))
}

/// An identity.
pub(super) fn id(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "pattern": "^[a-z0-9-]+$", "minLength": 1, "maxLength": Id::MAX_LEN })
}

fn words<'a>(words: impl Iterator<Item = &'a str>) -> Schema {
    json_schema!({ "type": "string", "enum": words.collect::<Vec<_>>() })
}
