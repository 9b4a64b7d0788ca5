//! Texts of a newer version: read as far as they are understood, or refused for what is not.

use super::{SHOP, SMALLEST, bits};
use crate::wire::*;

/// The shop's file as version 7 might write it, with changes.
fn seven(changes: &[(&str, &str)]) -> String {
    let mut text = SHOP.replacen(r#""tenfold": 2"#, r#""tenfold": 7"#, 1);
    for (from, to) in changes {
        assert!(text.contains(from), "the file has no {from}");
        text = text.replacen(from, to, 1);
    }
    text
}

const ADDED: &[(&str, &str)] = &[
    (r#""tenfold": 7"#, r#""tenfold": 7, "made_by": { "name": "x" }"#),
    (r#""placement": "zonal","#, r#""placement": "zonal", "colour": "red", "replicas_2": [1, [2, {}]],"#),
    (r#""likely": 0.6"#, r#""likely": 0.6, "shape": null"#),
    (r#""practice": "canary""#, r#""practice": "canary", "since": "2027-01-01""#),
    (r#"{ "on": "db" }]"#, r#"{ "on": "db", "hedged": 2 }]"#),
];

#[test]
fn what_a_newer_version_added_is_left_out_and_listed() {
    let opened = read(&seven(ADDED)).unwrap();
    assert_eq!(bits(&opened.plan), bits(&super::read(SHOP).unwrap()));
    let newer = opened.newer.unwrap();
    assert_eq!((newer.version, newer.more), (7, 0));
    assert_eq!(
        newer.left_out,
        [
            "made_by",
            "regions.eu.traffic.shape",
            "practices.canary.since",
            "components.web.colour",
            "components.web.replicas_2",
            "journeys.checkout.needs.db.hedged",
        ]
    );
    assert_eq!(
        newer.to_string(),
        "version 7 is newer than this Tenfold, which reads versions 1 to 2; left out: made_by, \
         regions.eu.traffic.shape, practices.canary.since, components.web.colour, components.web.replicas_2, \
         journeys.checkout.needs.db.hedged"
    );
}

#[test]
fn a_newer_version_without_anything_new_is_the_same_plan() {
    for (text, version) in [(SHOP, 3), (SMALLEST, 999), (SMALLEST, u64::MAX)] {
        let text = text.replacen("\"tenfold\": 2", &format!("\"tenfold\": {version}"), 1);
        let Opened { plan, newer: Some(newer) } = read_bytes(text.as_bytes()).unwrap() else {
            panic!("{version}")
        };
        assert_eq!((newer.version, newer.left_out.len()), (version, 0));
        assert_eq!(bits(&read(&write(&plan)).unwrap().plan), bits(&plan));
        assert!(newer.to_string().contains("nothing that is not known"), "{newer}");
    }
}

#[test]
fn a_known_version_leaves_nothing_out() {
    assert_eq!(read(SHOP).unwrap().newer, None);
    for change in &ADDED[1..] {
        let text = seven(&[*change]).replacen("\"tenfold\": 7", "\"tenfold\": 2", 1);
        let message = read(&text).unwrap_err().to_string();
        assert!(message.contains("unknown field"), "{message}");
    }
}

#[test]
fn what_is_known_is_read_as_strictly_as_ever() {
    for (from, to, words) in [
        // A shape.
        (
            r#""replicas": 4"#,
            r#""replica": 4"#,
            &["plan.components[0]", "line", "missing field replicas"][..],
        ),
        (r#""replicas": 4"#, r#""replicas": "4""#, &["plan.components[0].replicas", "line", "whole number"]),
        (
            r#""replicas": 4"#,
            r#""replicas": 4, "replicas": 4"#,
            &["plan.components[0].replicas", "duplicate"],
        ),
        (r#""plan""#, r#""plans""#, &["missing field plan"]),
        // A value.
        (r#""replicas": 4"#, r#""replicas": 400"#, &["components.web.replicas", "400", "from 1 to 64"]),
        (r#""zonal""#, r#""lunar""#, &["components.web.placement", "lunar", "global, regional, zonal"]),
        (r#""practice": "canary""#, r#""practice": "prayer""#, &["practices.prayer", "canary"]),
        (r#""id": "us","#, r#""id": "eu","#, &["regions.eu", "twice"]),
    ] {
        let error = read(&seven(&[(from, to)])).expect_err(to);
        assert!(matches!(error, WireError::NotUnderstood { found: 7, newest: NEWEST, .. }), "{error}");
        let message = error.to_string();
        for word in
            ["tenfold", "found version 7", "reads versions 1 to 2", "newer Tenfold"].iter().chain(words)
        {
            assert!(message.contains(word), "{to}: {message:?} lacks {word:?}");
        }
    }
}

#[test]
fn a_flood_of_new_members_is_counted_and_its_names_are_cut() {
    let many: String = (0..300_000).map(|n| format!("\"n{n}\": {n},")).collect();
    let newer = read(&seven(&[(r#""placement""#, &format!("{many} \"placement\""))])).unwrap().newer.unwrap();
    assert_eq!((newer.left_out.len(), newer.more), (20, 299_980));
    assert_eq!(newer.left_out[19], "components.web.n19");
    assert!(newer.to_string().ends_with("components.web.n19 and 299980 more"), "{newer}");

    let long = format!("\"a\\n\\u202e{}\": 0, \"placement\"", "z".repeat(1 << 20));
    let newer = read(&seven(&[(r#""placement""#, &long)])).unwrap().newer.unwrap();
    assert_eq!(newer.left_out, [format!("components.web.a\\n\\u{{202e}}{}", "z".repeat(37))]);
}

#[test]
fn what_is_left_out_still_has_to_be_json() {
    for bad in ["1e999", "NaN", "\"", &"[".repeat(100_000)] {
        let error =
            read(&seven(&[(r#""placement""#, &format!("\"new\": {bad}, \"placement\""))])).unwrap_err();
        assert!(matches!(error, WireError::Unreadable { .. }), "{bad}: {error}");
    }
}

#[test]
fn links_and_stored_copies_of_a_newer_version_open_too() {
    let text = seven(ADDED);
    let opened = read(&text).unwrap();
    let stored = read_stored(&write_stored_file(9, None, &text)).unwrap();
    assert_eq!((stored.generation, &stored.plan, &stored.newer), (9, &opened.plan, &opened.newer));

    use base64::Engine;
    let mut bytes = super::checksum::crc32(text.as_bytes()).to_le_bytes().to_vec();
    bytes.extend(miniz_oxide::deflate::compress_to_vec(text.as_bytes(), 6));
    let link = format!("1.{}", base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes));
    assert_eq!(decode(&link).unwrap(), opened);
}
