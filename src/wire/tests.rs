//! Round trips to the bit, and everything that must be refused.

mod hostile;
mod laws;
mod newer;
#[cfg(feature = "schema")]
mod schema;

use proptest::prelude::*;

use super::*;
use crate::model::templates::templates;
use crate::model::{Edit, Plan};
use crate::quantity::{Date, Estimate, Provenance, Quantity, Rate};

/// Files of the corpus: one with everything, one with nothing that may be absent.
const SHOP: &str = include_str!("../../tests/wire/v2/shop.json");
const SMALLEST: &str = include_str!("../../tests/wire/v2/smallest.json");

/// The plan in a file of a known version.
fn read(text: &str) -> Result<Plan, WireError> {
    super::read(text).map(known)
}

/// The plan in a link to a known version.
fn decode(payload: &str) -> Result<Plan, WireError> {
    super::decode(payload).map(known)
}

fn known(opened: Opened) -> Plan {
    assert_eq!(opened.newer, None);
    opened.plan
}

/// Every digit, so that -0.0 differs from 0.0.
fn bits(plan: &Plan) -> String {
    format!("{plan:?}")
}

fn sample() -> Plan {
    (templates()[1].build)()
}

/// A plan with one number that no decimal of few digits gives.
fn odd_number() -> impl Strategy<Value = f64> {
    prop_oneof![
        0.0..1.0f64,
        1e-300..1e-290f64,
        Just(f64::MIN_POSITIVE),
        Just(5e-324),
        0.0..1e6f64,
        Just(0.1 + 0.2)
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_way_out_and_back_keeps_every_bit(template in 0usize..6, low in odd_number(), generation in any::<u64>(), note in "[ -~]{0,40}") {
        let mut plan = (templates()[template].build)();
        let high = (low * 2.0).min(1e6);
        let provenance = Provenance::dated(crate::quantity::Basis::Measured, Date::new(2026, 2, 28), note);
        plan.modes[0].rate = Estimate::range(Rate::new(low).unwrap(), Rate::new(high).unwrap(), Rate::new(high).unwrap(), provenance).unwrap();
        prop_assert_eq!(&read(&write(&plan)).unwrap(), &plan);
        prop_assert_eq!(&read(&write_compact(&plan)).unwrap(), &plan);
        prop_assert_eq!(&decode(&encode(&plan)).unwrap(), &plan);
        let bits = |p: &Plan| [p.modes[0].rate.low().get().to_bits(), p.modes[0].rate.high().get().to_bits()];
        prop_assert_eq!(bits(&decode(&encode(&plan)).unwrap()), bits(&plan));
        let stored = Stored { generation, saved_at: Some("2026-11-24T12:04".into()), plan, newer: None };
        prop_assert_eq!(read_stored(&write_stored(&stored)).unwrap(), stored);
    }

    #[test]
    fn no_text_makes_the_readers_panic(text in "\\PC{0,200}", bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = read(&text);
        let _ = decode(&text);
        let _ = read_stored(&text);
        let _ = read_bytes(&bytes);
        let _ = decode(&format!("1.{text}"));
    }
}

#[test]
fn a_template_in_a_link_cut_or_changed_is_refused_or_the_same_plan() {
    // Every byte of a small link is in `hostile`; a large one takes too long for that.
    let plan = sample();
    let link = encode(&plan);
    for at in (0..link.len()).step_by(41) {
        let cut = &link[..at];
        assert!(decode(cut).is_err(), "cut at {at}");
        let mut changed = link.clone().into_bytes();
        changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(changed).unwrap();
        if let Ok(other) = decode(&changed) {
            assert_eq!(other, plan, "changed at {at}");
        }
    }
}

#[test]
fn templates_fit_a_comfortable_link() {
    for template in templates() {
        let link = encode(&(template.build)());
        assert!(link.len() <= COMFORTABLE_LINK, "{}: {} characters", template.key, link.len());
    }
}

/// Changes one place of a good file, and expects words in the message.
fn refused(from: &str, to: &str, words: &[&str]) {
    let good = write(&sample());
    assert!(good.contains(from), "{from} is not in the file");
    let message = read(&good.replacen(from, to, 1)).expect_err(to).to_string();
    for word in words {
        assert!(message.contains(word), "{message:?} lacks {word:?}");
    }
}

#[test]
fn a_refusal_names_the_place_what_was_found_and_what_would_be_right() {
    refused("\"tenfold\": 2", "\"nothing\": 1", &["tenfold", "needed"]);
    refused("\"replicas\": 3", "\"replicas\": 0", &["components.", "replicas", "found 0", "1 to 64"]);
    refused("\"replicas\": 3", "\"replicas\": -1", &["replicas", "-1"]);
    refused("\"replicas\": 3", "\"replicas\": 2.5", &["replicas", "2.5"]);
    refused("\"replicas\": 3", "\"replica\": 3", &["replica", "unknown"]);
    refused("\"placement\": \"zonal\"", "\"placement\": \"orbital\"", &["placement", "orbital", "zonal"]);
    refused("\"likely\": ", "\"likely\": 1e999, \"x\": ", &["likely", "number out of range"]);
    refused("\"likely\": ", "\"likely\": -", &["likely", "-"]);
    refused("\"likely\": ", "\"likely\": NaN, \"x\": ", &["line 12", "NaN"]);
    refused("\"likely\": ", "\"likely\": null, \"x\": ", &["likely", "null"]);
    refused("\"id\": \"web\"", "\"id\": \"Web!\"", &["id", "Web!", "a-z"]);
    refused("\"objective\": ", "\"objective\": 1, \"x\": ", &["objective"]);
}

#[test]
fn other_texts_are_refused_for_what_they_are() {
    for (text, words) in [
        ("", "nothing"),
        ("[]", "needed"),
        ("hello", "hello"),
        ("{\"tenfold\": 1}", "plan"),
        ("{\"tenfold\": \"1\"}", "tenfold"),
        ("{\"tenfold\": 1, \"plan\": 3}", "plan"),
    ] {
        let message = read(text).expect_err(text).to_string();
        assert!(message.contains(words), "{text}: {message}");
    }
}

#[test]
fn a_duplicate_id_is_refused_where_it_stands() {
    let plan = sample();
    let (first, second) = (plan.components[0].id, plan.components[1].id);
    let text = write(&plan).replacen(&format!("\"id\": \"{second}\""), &format!("\"id\": \"{first}\""), 1);
    let message = read(&text).unwrap_err().to_string();
    assert!(message.contains(first.as_str()) && message.contains("twice"), "{message}");
}

#[test]
fn bombs_are_refused() {
    let deep = format!("{{\"tenfold\": 1, \"plan\": {}", "[".repeat(1_000_000));
    assert!(read(&deep).is_err());
    let long = format!("{{\"tenfold\": 1, \"plan\": \"{}\"", "a".repeat(MAX_BYTES));
    assert!(matches!(read(&long), Err(WireError::TooLarge { .. })));
    // 100 MB of spaces in a few hundred kilobytes would pass the cap on characters: the cap on bytes holds.
    use base64::Engine;
    let mut bytes = vec![0; 4];
    bytes.extend(miniz_oxide::deflate::compress_to_vec(&vec![b' '; 100 << 20], 6));
    let bomb = format!("1.{}", base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes));
    assert!(bomb.len() < MAX_LINK, "{}", bomb.len());
    assert!(matches!(decode(&bomb), Err(WireError::TooLarge { .. })));
}

#[test]
fn a_byte_order_mark_is_accepted() {
    let plan = sample();
    assert_eq!(read(&format!("\u{feff}{}", write(&plan))).unwrap(), plan);
}

#[test]
fn a_damaged_stored_copy_is_refused() {
    let text = write_stored(&Stored { generation: 7, saved_at: None, plan: sample(), newer: None });
    for at in [5, 20, text.len() / 2, text.len() - 3] {
        let mut bytes = text.clone().into_bytes();
        bytes[at] ^= 1;
        if let Ok(changed) = String::from_utf8(bytes) {
            assert!(read_stored(&changed).is_err(), "changed at {at}");
        }
        assert!(read_stored(&text[..at]).is_err());
    }
}

#[test]
fn a_half_finished_plan_can_be_kept() {
    // More needed than there are is a finding, not a reason to lose the plan.
    let plan = sample();
    let half = plan.apply(&Edit::SetNeeded(plan.components[0].id, 60)).unwrap();
    assert_eq!(read(&write(&half)).unwrap(), half);
}
