use super::*;
use crate::model::{Edit, Severity, check};

#[test]
fn every_template_checks_without_a_finding() {
    for template in templates() {
        assert_eq!(check(&(template.build)()), [], "{}", template.key);
    }
}

#[test]
fn a_template_could_have_been_built_by_edits() {
    let start = worked_example();
    for template in templates() {
        let plan = (template.build)();
        assert_eq!(start.apply(&Edit::Replace(Box::new(plan.clone()))), Ok(plan), "{}", template.key);
    }
}

#[test]
fn scaling_a_template_never_brings_an_error() {
    for template in templates() {
        for regions in 1..=8 {
            for zones in 1..=6 {
                let edit = Edit::Batch(vec![Edit::ScaleRegions(regions), Edit::ScaleZones(zones)]);
                let plan = (template.build)().apply(&edit).unwrap();
                assert!(check(&plan).iter().all(|f| f.severity == Severity::Warning), "{}", template.key);
                assert_eq!(plan.regions.len(), regions as usize);
                assert!(plan.regions.iter().all(|r| r.zones.len() == zones as usize));
            }
        }
    }
}

#[test]
fn the_six_templates_are_found_by_their_keys_and_carry_their_lessons() {
    assert_eq!(templates().len(), 6);
    for entry in templates() {
        assert_eq!(template(entry.key).map(|t| t.key), Some(entry.key));
        assert_eq!((entry.build)().lesson, entry.lesson);
    }
    assert!(template("nonsense").is_none());
}

#[test]
fn a_template_is_built_the_same_every_time() {
    for template in templates() {
        assert_eq!((template.build)(), (template.build)());
    }
}
