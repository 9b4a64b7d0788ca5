//! The schema against what is written: a small validator that knows just the words the schema uses,
//! and fails on any other.

use proptest::prelude::*;
use serde_json::Value;

use super::{SHOP, SMALLEST};
use crate::model::arbitrary;
use crate::model::templates::templates;
use crate::wire::*;

/// Why a value does not fit a schema, if it does not.
fn misfit(root: &Value, schema: &Value, value: &Value, place: &str) -> Option<String> {
    let rules = schema.as_object().expect("a schema is an object");
    let wrong = |why: &str| Some(format!("{place}: {why}: {value}"));
    for (word, rule) in rules {
        let number = || rule.as_f64().expect("a number");
        let size = || value.as_str().map(|s| s.chars().count()).or(value.as_array().map(Vec::len));
        let fits = match word.as_str() {
            "$schema" | "$defs" | "title" | "description" | "default" | "format" => true,
            "$ref" => {
                let pointer = rule.as_str().and_then(|r| r.strip_prefix('#')).expect("a local reference");
                let target = root.pointer(pointer).expect("a known reference");
                if let Some(why) = misfit(root, target, value, place) {
                    return Some(why);
                }
                true
            }
            "anyOf" => {
                let any = rule.as_array().expect("a list");
                any.iter().any(|schema| misfit(root, schema, value, place).is_none())
            }
            "type" => {
                let is = |sort: &Value| match sort.as_str().expect("a word") {
                    "object" => value.is_object(),
                    "array" => value.is_array(),
                    "string" => value.is_string(),
                    "number" => value.is_number(),
                    "integer" => value.is_u64(),
                    "null" => value.is_null(),
                    other => panic!("unknown type {other}"),
                };
                rule.as_array().map_or_else(|| is(rule), |sorts| sorts.iter().any(is))
            }
            "enum" => rule.as_array().expect("a list").contains(value),
            "minimum" => value.as_f64().is_none_or(|found| found >= number()),
            "maximum" => value.as_f64().is_none_or(|found| found <= number()),
            "minLength" | "minItems" => size().is_none_or(|found| found as f64 >= number()),
            "maxLength" | "maxItems" => size().is_none_or(|found| found as f64 <= number()),
            "pattern" => value.as_str().is_none_or(|text| matches(rule.as_str().expect("a text"), text)),
            "required" => {
                let names = rule.as_array().expect("a list");
                names.iter().all(|name| value.get(name.as_str().expect("a word")).is_some())
            }
            "items" => {
                let items = value.as_array().into_iter().flatten().enumerate();
                let why =
                    items.filter_map(|(i, item)| misfit(root, rule, item, &format!("{place}[{i}]"))).next();
                if why.is_some() {
                    return why;
                }
                true
            }
            "properties" => {
                let members = value.as_object().into_iter().flatten();
                let known = members.filter_map(|(name, member)| Some((name, member, rule.get(name)?)));
                let why = known
                    .filter_map(|(name, member, rule)| misfit(root, rule, member, &format!("{place}.{name}")))
                    .next();
                if why.is_some() {
                    return why;
                }
                true
            }
            "additionalProperties" => {
                assert_eq!(rule, &Value::Bool(false));
                let known = &rules["properties"];
                value.as_object().into_iter().flatten().all(|(name, _)| known.get(name).is_some())
            }
            other => panic!("the schema uses {other:?}, which this test does not know"),
        };
        if !fits {
            return wrong(word);
        }
    }
    None
}

/// The two patterns of the schema.
fn matches(pattern: &str, text: &str) -> bool {
    match pattern {
        "^[a-z0-9-]+$" => crate::model::Id::new(text).is_ok(),
        "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" => crate::quantity::Date::parse(text).is_ok(),
        other => panic!("unknown pattern {other}"),
    }
}

fn check(text: &str) -> Option<String> {
    let root: Value = serde_json::from_str(&schema()).unwrap();
    misfit(&root, &root, &serde_json::from_str(text).unwrap(), "")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_written_plan_fits_the_schema(plan in arbitrary::plan()) {
        prop_assert_eq!(check(&write(&plan)), None);
    }
}

#[test]
fn templates_and_corpus_fit_the_schema() {
    for template in templates() {
        assert_eq!(check(&write(&(template.build)())), None, "{}", template.key);
    }
    assert_eq!(check(SHOP), None);
    assert_eq!(check(SMALLEST), None);
}

#[test]
fn what_the_schema_can_see_it_refuses() {
    for (good, bad) in [
        ("\"tenfold\": 1", "\"tenfold\": 2"),
        ("\"replicas\": 4", "\"replicas\": 65"),
        ("\"replicas\": 4", "\"replicas\": 2.5"),
        ("\"zonal\"", "\"lunar\""),
        ("\"placement\": \"zonal\",", ""),
        ("\"placement\": \"zonal\",", "\"placement\": \"zonal\", \"colour\": \"red\","),
        ("\"objective\": 0.999,", "\"objective\": 99.9,"),
        ("\"id\": \"web\"", "\"id\": \"Web!\""),
    ] {
        assert!(check(&SHOP.replacen(good, bad, 1)).is_some(), "{bad}");
    }
}

#[test]
fn the_limits_in_the_schema_are_those_of_the_model() {
    use crate::model::limits::{MAX_LESSON, MAX_NAME, MAX_NOTE, MAX_REGIONS, MAX_REPLICAS, MAX_ZONES};
    let root: Value = serde_json::from_str(&schema()).unwrap();
    for (pointer, limit) in [
        ("/$defs/Plan/properties/name/maxLength", MAX_NAME),
        ("/$defs/Plan/properties/lesson/maxLength", MAX_LESSON),
        ("/$defs/Plan/properties/regions/maxItems", MAX_REGIONS),
        ("/$defs/Region/properties/zones/maxItems", MAX_ZONES),
        ("/$defs/Component/properties/replicas/maximum", MAX_REPLICAS as usize),
        ("/$defs/Estimate/properties/note/maxLength", MAX_NOTE),
    ] {
        assert_eq!(root.pointer(pointer).and_then(Value::as_f64), Some(limit as f64), "{pointer}");
    }
}
