//! The declared shapes and their schema against what is read and written by hand. A small validator knows
//! just the words the schema uses, and fails on any other.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{SHOP, SMALLEST, bits};
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
                let why: Vec<String> =
                    any.iter().map_while(|schema| misfit(root, schema, value, place)).collect();
                // The first of them that it does not fit is what people would look at.
                match why.first().filter(|_| why.len() == any.len()) {
                    Some(why) => return Some(why.clone()),
                    None => true,
                }
            }
            "oneOf" => {
                let ways = rule.as_array().expect("a list");
                ways.iter().filter(|schema| misfit(root, schema, value, place).is_none()).count() == 1
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

    #[test]
    fn the_shapes_are_written_as_the_writer_writes_them(plan in arbitrary::plan()) {
        let file = write(&plan);
        let shape: v2::File = serde_json::from_str(&file).unwrap();
        prop_assert_eq!(plain(&serde_json::to_string_pretty(&shape).unwrap()), plain(&file));
        let file = write_compact(&plan);
        let shape: v2::File = serde_json::from_str(&file).unwrap();
        prop_assert_eq!(plain(&serde_json::to_string(&shape).unwrap()), plain(&file));
    }
}

/// The text with one look for each number: a double may have two shortest decimals, or an exponent with a sign.
fn plain(text: &str) -> String {
    let numbers = |c: char| c.is_ascii_digit() || "+-.e".contains(c);
    let mut out = String::new();
    for part in text.trim_end().split_inclusive(|c| !numbers(c)) {
        let (number, end) = part.split_at(part.rfind(|c| !numbers(c)).unwrap_or(part.len()));
        match number.parse::<f64>() {
            Ok(value) => out.push_str(&format!("{:x}", value.to_bits())),
            Err(_) => out.push_str(number),
        }
        out.push_str(end);
    }
    out
}

/// Every file that differs from `file` by one member or item: absent, of another sort, or beside an unknown one.
fn every_change(value: &Value, put: &dyn Fn(Value) -> Value, check: &mut dyn FnMut(&Value)) {
    for other in
        [Value::Null, true.into(), (-1).into(), 7.into(), 7.5.into(), "x".into(), json!([]), json!({})]
    {
        check(&put(other));
    }
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let with = |changed: Option<Value>| {
                    let mut members = members.clone();
                    members.remove(name);
                    members.extend(changed.map(|changed| (name.clone(), changed)));
                    put(members.into())
                };
                check(&with(None));
                every_change(member, &|changed| with(Some(changed)), check);
            }
            let mut members = members.clone();
            members.insert("colour".into(), "red".into());
            check(&put(members.into()));
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let with = |changed: Option<Value>| {
                    let mut items = items.clone();
                    items.splice(index..=index, changed);
                    put(items.into())
                };
                check(&with(None));
                every_change(item, &|changed| with(Some(changed)), check);
            }
        }
        _ => {}
    }
}

#[test]
fn the_reader_refuses_a_shape_where_the_declared_ones_do() {
    let mut files = 0;
    for file in [SHOP, SMALLEST] {
        let file: Value = serde_json::from_str(file).unwrap();
        every_change(&file, &|changed| changed, &mut |changed| {
            let text = changed.to_string();
            let declared = serde_json::from_str::<v2::File>(&text);
            match (read(&text), &declared) {
                (Ok(_) | Err(WireError::BadValue { .. }), Ok(_)) => {}
                (Err(WireError::Unreadable { .. }), Err(_)) => {}
                // The version is looked at first.
                (Err(WireError::NotAPlan { .. } | WireError::UnknownVersion { .. }), _) => {}
                (ours, _) => panic!("{ours:?}, but {:?}: {text}", declared.err()),
            }
            files += 1;
        });
    }
    assert!(files > 2000, "{files}");
}

#[test]
fn templates_and_corpus_are_the_same_plans_through_the_declared_shapes() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/wire/v2");
    let files = std::fs::read_dir(folder).unwrap();
    let corpus = files.map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap());
    let templates = templates().iter().map(|template| write(&(template.build)()));
    for text in corpus.chain(templates) {
        let shape: v2::File = serde_json::from_str(&text).unwrap();
        let again = serde_json::to_string(&shape).unwrap();
        assert_eq!(bits(&read(&again).unwrap().plan), bits(&read(&text).unwrap().plan), "{text}");
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
        ("\"tenfold\": 2", "\"tenfold\": 3"),
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
    use crate::model::limits::*;
    let root: Value = serde_json::from_str(&schema()).unwrap();
    for (pointer, limit) in [
        ("/$defs/Plan/properties/name/maxLength", MAX_NAME),
        ("/$defs/Plan/properties/lesson/maxLength", MAX_LESSON),
        ("/$defs/Plan/properties/regions/maxItems", MAX_REGIONS),
        ("/$defs/Region/properties/zones/maxItems", MAX_ZONES),
        ("/$defs/Component/properties/replicas/maximum", MAX_REPLICAS as usize),
        ("/$defs/Need/properties/retries/maximum", MAX_RETRIES as usize),
        ("/$defs/Plan/properties/responders/maximum", MAX_RESPONDERS as usize),
        ("/$defs/Estimate/properties/note/maxLength", MAX_NOTE),
    ] {
        assert_eq!(root.pointer(pointer).and_then(Value::as_f64), Some(limit as f64), "{pointer}");
    }
}
