//! Bad values one by one, and texts damaged at every byte.

use super::{SHOP, SMALLEST, bits, decode, read};
use crate::wire::*;

/// A change to the shop's file, and what the message has to hold: place, found, right.
const BAD: &[(&str, &str, &[&str])] = &[
    // Numbers.
    (r#""likely": 0.6"#, r#""likely": 1.5"#, &["regions.eu.traffic.likely", "1.5", "from 0 to 1"]),
    (r#""likely": 0.6"#, r#""likely": -0.1"#, &["regions.eu.traffic.likely", "-0.1", "from 0 to 1"]),
    (r#""likely": 0.6"#, r#""likely": 1e999"#, &["plan.regions[0].traffic", "1e999", "finite number"]),
    (r#""likely": 0.6"#, r#""likely": NaN"#, &["plan.regions[0].traffic", "NaN", "JSON"]),
    (r#""likely": 0.6"#, r#""likely": Infinity"#, &["plan.regions[0].traffic", "Infinity", "JSON"]),
    (r#""likely": 0.6"#, r#""likely": null"#, &["plan.regions[0].traffic.likely", "null", "a number"]),
    (r#""likely": 0.6"#, r#""likely": "6""#, &["plan.regions[0].traffic.likely", "\"6\"", "a number"]),
    (
        r#""likely": 0.1 }"#,
        r#""likely": 1e300 }"#,
        &["modes.region-loss.rate_per_year.likely", "1e", "to 1000000 a year"],
    ),
    (
        r#""likely": 180"#,
        r#""likely": -3"#,
        &["modes.region-loss.mitigate_minutes.likely", "-3", "from 0", "minutes"],
    ),
    (
        r#""low": 0.5, "likely": 2,"#,
        r#""low": 2.5, "likely": 2,"#,
        &["modes.bad-push.rate_per_year", "2.5, 2, 6", "low <= likely <= high"],
    ),
    (
        r#""low": 0.5, "likely": 2,"#,
        r#""likely": 2,"#,
        &["modes.bad-push.rate_per_year", "high without low", "both or neither"],
    ),
    (r#""spread": 1.2"#, r#""spread": 9"#, &["modes.region-loss.spread", "9", "from 0 to 3"]),
    (r#""objective": 0.999,"#, r#""objective": 1,"#, &["journeys.search.objective", "found 1", "below 1"]),
    (r#""objective": 0.999,"#, r#""objective": 99.9,"#, &["journeys.search.objective", "99.9", "0.9995"]),
    (r#""replicas": 4"#, r#""replicas": 0"#, &["components.web.replicas", "found 0", "from 1 to 64"]),
    (
        r#""replicas": 4"#,
        r#""replicas": 4000000000"#,
        &["components.web.replicas", "4000000000", "from 1 to 64"],
    ),
    (r#""replicas": 4"#, r#""replicas": -4"#, &["plan.components[0].replicas", "-4", "whole number"]),
    (r#""replicas": 4"#, r#""replicas": 4.5"#, &["plan.components[0].replicas", "4.5", "whole number"]),
    (r#""level": 2"#, r#""level": 0"#, &["practices.on-call.level", "found 0", "level from 1 to"]),
    (r#""level": 2"#, r#""level": 300"#, &["plan.practices[0].level", "300", "whole number"]),
    // Words.
    (r#""zonal""#, r#""lunar""#, &["components.web.placement", "lunar", "global, regional, zonal"]),
    (
        r#""expert" },
        "zones""#,
        r#""hearsay" },
        "zones""#,
        &["regions.us.capacity.basis", "hearsay", "measured, vendor-sla"],
    ),
    (
        r#""2026-11-01", "note": "load"#,
        r#""2026-02-30", "note": "load"#,
        &["regions.eu.traffic.date", "2026-02-30", "2026-11-24"],
    ),
    (r#""practice": "canary""#, r#""practice": "prayer""#, &["practices", "prayer", "canary"]),
    (r#""name": "Europe""#, r#""name": """#, &["regions.eu.name", "\"\"", "1 to 80 characters"]),
    (
        r#""name": "Europe""#,
        r#""name": "Eu\u0000rope""#,
        &["regions.eu.name", r"Eu\0rope", "control character"],
    ),
    // Identities.
    (r#""id": "web""#, r#""id": "Web""#, &["components[0].id", "Web", "a-z, 0-9 and -"]),
    (r#""id": "us","#, r#""id": "eu","#, &["regions.eu", "\"eu\" twice", "its own"]),
    (r#""id": "us-a""#, r#""id": "eu-a""#, &["regions.us.zones.eu-a", "twice", "its own"]),
    (
        r#"[{ "on": "web" }, { "on": "db" }]"#,
        r#"[{ "on": "db" }, { "on": "db" }]"#,
        &["journeys.checkout.needs.db", "twice", "its own"],
    ),
    (r#""practice": "canary""#, r#""practice": "on-call""#, &["practices.on-call", "twice", "its own"]),
    (
        r#""region": "eu","#,
        r#""region": "eu", "component": "db","#,
        &["modes.region-loss", "a component and a region", "one of them"],
    ),
    // What version 2 gained.
    (r#""retries": 2"#, r#""retries": 6"#, &["components.web.needs.db.retries", "6", "from 0 to 5"]),
    (r#""retries": 2"#, r#""retries": -1"#, &["components[0].needs[0].retries", "-1", "whole number"]),
    (r#""responders": 3"#, r#""responders": 0"#, &["responders", "found 0", "from 1 to 1000"]),
    (r#""warm-standby""#, r#""tepid-standby""#, &["queue.redundancy", "tepid-standby", "warm-standby"]),
    (
        r#""likely": 0.2, "high": 0.5"#,
        r#""likely": 0.2, "high": 1.5"#,
        &["queue.dormancy.high", "1.5", "to 1"],
    ),
    (
        r#""half_life_minutes": { "likely": 262980 }"#,
        r#""half_life": { "likely": 262980 }"#,
        &["plan.routing.failover.drill", "half_life", "half_life_minutes"],
    ),
    (
        r#""greek": {"#,
        r#""alpha": {}, "greek": {"#,
        &["modes.queue-overload", "greek and alpha", "one of them"],
    ),
    (r#""two": { "likely": 0.03 }"#, r#""two": { "likely": 3 }"#, &["archive-crash.alpha.two", "3", "to 1"]),
    // Shape.
    (r#""placement": "zonal","#, "", &["plan.components[0]", "missing field", "placement"]),
    (
        r#""placement": "zonal","#,
        r#""placement": "zonal", "colour": "red","#,
        &["plan.components[0]", "colour", "expected one of"],
    ),
    (
        r#""placement": "zonal","#,
        r#""placement": "zonal", "placement": "zonal","#,
        &["plan.components[0]", "duplicate field", "placement"],
    ),
    (r#""replicas": 4,"#, r#""replicas": 4"#, &["plan.components[0]", "found", "JSON"]),
    // Envelope.
    (r#""tenfold": 2"#, r#""tenfold": 0"#, &["tenfold", "version 0", "versions 1 to 2"]),
    (r#""tenfold": 2"#, r#""tenfold": "one""#, &["tenfold", "\"one\"", "whole number"]),
    (r#""tenfold": 2,"#, "", &["not a Tenfold plan", "without \"tenfold\"", "is needed"]),
];

#[test]
fn every_bad_value_is_refused_with_place_found_and_right() {
    for (good, bad, words) in BAD {
        assert!(SHOP.contains(good), "the file has no {good}");
        let message = read(&SHOP.replacen(good, bad, 1)).expect_err(bad).to_string();
        for word in *words {
            assert!(message.contains(word), "{bad}: {message:?} lacks {word:?}");
        }
    }
}

#[test]
fn deep_objects_and_long_lists_are_refused() {
    let deep = format!("{{\"tenfold\":1,\"plan\":{{\"name\":{}", "{\"name\":".repeat(1_000_000));
    assert!(read(&deep).is_err());
    let zone = r#"{"id":"z","name":"Z"},"#.repeat(300_000);
    let error =
        read(&SHOP.replacen(r#"{ "id": "eu-a""#, &format!(r#"{zone}{{ "id": "eu-a""#), 1)).unwrap_err();
    assert!(error.to_string().contains("regions.eu.zones: found 300002 items; at most 6"), "{error}");
}

/// Hands on the text cut, changed, lengthened and shortened at every byte.
fn damaged_at_every_byte(text: &str, mut check: impl FnMut(&str)) {
    for at in 0..text.len() {
        let (head, tail) = text.split_at(at);
        check(head);
        check(&format!("{head}{}", &tail[1..]));
        for other in ["A", "."] {
            check(&format!("{head}{other}{}", &tail[1..]));
            check(&format!("{head}{other}{tail}"));
        }
    }
}

#[test]
fn a_link_cut_or_changed_anywhere_never_gives_another_plan() {
    let plan = read(SMALLEST).unwrap();
    let link = encode(&plan);
    damaged_at_every_byte(&link, |link| {
        if let Ok(other) = decode(link) {
            assert_eq!(bits(&other), bits(&plan), "{link}");
        }
    });
}

#[test]
fn a_stored_plan_cut_or_changed_anywhere_never_gives_another_plan() {
    let plan = read(SMALLEST).unwrap();
    let stored = Stored { generation: 41, saved_at: Some("noon".to_owned()), plan, newer: None };
    damaged_at_every_byte(&write_stored(&stored), |text| {
        if let Ok(other) = read_stored(text) {
            assert_eq!(other, stored, "{text}");
        }
    });
}

#[test]
fn a_link_of_another_version_or_sort_says_so() {
    let error = decode("2.AAAA").unwrap_err();
    assert_eq!(error, WireError::UnknownVersion { found: 2, newest: 1 });
    for text in ["", "plan", "x.AAAA", "1", "-1.AAAA"] {
        assert!(matches!(decode(text), Err(WireError::NotAPlan { .. })), "{text}");
    }
    for text in ["1.", "1.AAAA", "1.AAAAAAAA", "1.****"] {
        let error = decode(text).unwrap_err();
        assert!(matches!(error, WireError::Damaged { .. }), "{text}: {error}");
    }
    assert!(matches!(decode(&"1".repeat(MAX_LINK + 1)), Err(WireError::TooLarge { .. })));
}

#[test]
fn a_flood_of_regions_or_a_region_twice_is_refused() {
    let good = write(&crate::model::templates::worked_example());
    let with = |regions: &str| {
        let key = "\"placement\": \"zonal\",";
        read(&good.replacen(key, &format!("{key} \"regions\": [{regions}],"), 1)).unwrap_err().to_string()
    };
    let flood = with(&vec!["\"a\""; 100_000].join(","));
    assert!(flood.contains("regions") && flood.contains("at most 8"), "{flood}");
    let twice = with("\"a\", \"a\"");
    assert!(twice.contains("regions") && twice.contains("twice"), "{twice}");
}
