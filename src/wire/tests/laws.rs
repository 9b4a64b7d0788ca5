//! What holds for every plan and every released file.

use proptest::prelude::*;

use super::{SHOP, SMALLEST, bits, decode, read};
use crate::model::arbitrary;
use crate::wire::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_plan_reads_back_to_the_bit(plan in arbitrary::plan()) {
        let texts = [write(&plan), write_compact(&plan)];
        for text in texts {
            let back = read(&text).unwrap();
            prop_assert_eq!(&back, &plan);
            prop_assert_eq!(bits(&back), bits(&plan));
        }
        prop_assert_eq!(bits(&decode(&encode(&plan)).unwrap()), bits(&plan));
    }

    #[test]
    fn a_stored_plan_reads_back(plan in arbitrary::plan(), generation: u64, saved_at: Option<String>) {
        let stored = Stored { generation, saved_at, plan, newer: None };
        let text = write_stored(&stored);
        prop_assert_eq!(stored_generation(&text).unwrap(), generation);
        prop_assert_eq!(read_stored(&text).unwrap(), stored);
    }

    #[test]
    fn a_file_with_any_character_changed_is_refused_or_a_plan(at in 0..SHOP.len(), with in any::<char>()) {
        let mut text: Vec<char> = SHOP.chars().collect();
        text[at] = with;
        // Of a newer version, if it is the version that changed.
        if let Ok(Opened { plan, .. }) = crate::wire::read(&text.into_iter().collect::<String>()) {
            prop_assert_eq!(bits(&read(&write(&plan)).unwrap()), bits(&plan));
        }
    }
}

#[test]
fn every_plan_file_of_every_version_opens() {
    let folders = ["v1", "v2"].map(|version| format!("{}/tests/wire/{version}", env!("CARGO_MANIFEST_DIR")));
    let mut files = 0;
    for entry in folders.iter().flat_map(|folder| std::fs::read_dir(folder).unwrap()) {
        let path = entry.unwrap().path();
        let plan = read(&std::fs::read_to_string(&path).unwrap())
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert_eq!(bits(&read(&write(&plan)).unwrap()), bits(&plan), "{}", path.display());
        files += 1;
    }
    assert!(files >= 4);
}

#[test]
fn what_is_absent_is_neutral_and_not_written() {
    let plan = read(SMALLEST).unwrap();
    assert_eq!(
        plan.regions[0].capacity,
        crate::quantity::Estimate::assumed(crate::quantity::Probability::ONE)
    );
    let text = write_compact(&plan);
    for absent in
        ["capacity", "lesson", "components", "practices", "value_per_hour", "zone_traffic_gb", "schema"]
    {
        assert!(!text.contains(absent), "{absent}");
    }
    assert!(text.starts_with("{\"tenfold\":2,\"plan\":{"));
    assert!(write(&plan).starts_with("{\n  \"tenfold\": 2,\n  \"$schema\": \"tenfold.v2.schema.json\",\n"));
}
