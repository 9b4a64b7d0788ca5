//! The risk catalogue: its sums, what people say over it, and the published rows.

use proptest::prelude::*;

use crate::analysis::{RiskCatalogue, analyse, risk_catalogue};
use crate::model::templates::templates;
use crate::model::{Decision, Edit, Id, Plan, RiskEntry, RiskKey, arbitrary};
use crate::quantity::{Duration, Estimate, Probability, Quantity};
use crate::slo::Objective;

/// Sums of a hundred parts: a few units in the last place each.
const SUM: f64 = 1e-9;

fn catalogue(plan: &Plan) -> RiskCatalogue {
    risk_catalogue(plan, &analyse(plan)).expect("the service has an answer")
}

fn near(a: f64, b: f64, tolerance: f64) -> bool {
    (a - b).abs() <= tolerance * b.abs().max(1e-300)
}

fn point<Q: Quantity>(value: f64) -> Option<Estimate<Q>> {
    Some(Estimate::assumed(Q::new(value).unwrap()))
}

fn by_hand(name: &str, [detect, mitigate, share, days]: [f64; 4]) -> RiskEntry {
    RiskEntry {
        name: name.into(),
        detect: point(detect),
        mitigate: point(mitigate),
        share: point(share),
        between: point(days * 1440.0),
        ..RiskEntry::new(Id::from_name(name, |_| false), Vec::new())
    }
}

fn with(plan: &Plan, edits: impl IntoIterator<Item = Edit>) -> Plan {
    plan.apply(&Edit::Batch(edits.into_iter().collect())).unwrap()
}

fn set(entry: RiskEntry) -> Edit {
    Edit::SetRisk(Box::new(entry))
}

#[test]
fn the_risks_that_the_model_finds_add_up_to_what_users_lose() {
    for template in templates() {
        let plan = (template.build)();
        let catalogue = catalogue(&plan);
        assert!(catalogue.risks.len() > 4, "{}", template.key);
        assert!(near(catalogue.bad_minutes, catalogue.found_bad_minutes, SUM), "{}", template.key);
        for risk in &catalogue.risks {
            assert!(near(risk.figures.bad_minutes(), risk.bad_minutes, SUM), "{risk:?}");
            assert!(
                (0.0..=1.0).contains(&risk.figures.share) && risk.figures.between_minutes > 0.0,
                "{risk:?}"
            );
            assert!(risk.figures.detect_minutes >= 0.0 && risk.figures.mitigate_minutes >= 0.0, "{risk:?}");
            assert!(!risk.name.is_empty() && !risk.sentence.is_empty() && risk.entry.is_none());
        }
        let falling = catalogue.risks.windows(2).all(|pair| pair[0].bad_minutes >= pair[1].bad_minutes);
        assert!(falling, "{}", template.key);
    }
}

#[test]
fn one_mode_alone_shows_the_figures_that_it_has() {
    let plan = (templates()[0].build)();
    let analysis = analyse(&plan);
    let catalogue = risk_catalogue(&plan, &analysis).unwrap();
    let mut seen = 0;
    for risk in &catalogue.risks {
        let [RiskKey::Modes(modes)] = risk.of.as_slice() else { continue };
        let [mode] = modes.as_slice() else { continue };
        let answer = analysis.modes.iter().find(|answer| answer.id == *mode).unwrap();
        assert_eq!(risk.figures.detect_minutes, answer.parts.detect);
        let all = risk.figures.detect_minutes + risk.figures.mitigate_minutes;
        assert!(near(all, answer.minutes, SUM), "{risk:?}");
        assert!(near(risk.figures.per_year(), answer.occurrences_per_year, SUM), "{risk:?}");
        seen += 1;
    }
    assert!(seen > 4);
}

// "Bad minutes a year = (ETTD + ETTR) x users x 365 / ETTF": the published rows, whose year has 365 days.
#[test]
fn published_rows_of_the_risk_analysis_give_their_bad_minutes() {
    let plan = (templates()[0].build)();
    for (name, figures, expected, tolerance) in [
        ("deployment downtime", [0.0, 3.0, 1.0, 7.0], 156.0, 0.5),
        ("minor defect", [60.0, 60.0, 0.02, 21.0], 41.0, 1.0),
    ] {
        let plan = with(&plan, [set(by_hand(name, figures))]);
        let catalogue = catalogue(&plan);
        let row = catalogue.risks.iter().find(|risk| risk.name == name).unwrap();
        assert!((row.bad_minutes * 365.0 / 365.25 - expected).abs() <= tolerance, "{row:?}");
    }
}

#[test]
fn a_published_budget_of_99_5_per_cent_has_its_minutes_and_its_too_big() {
    let objective = Objective::new(Probability::new(0.995).unwrap()).unwrap();
    let plan = with(&(templates()[0].build)(), [Edit::SetRiskTarget(1, objective)]);
    let budget = catalogue(&plan).budgets[1];
    assert!(
        (budget.budget_minutes - 2629.8).abs() <= 0.01 && (budget.too_big_minutes - 657.45).abs() <= 0.01
    );
    assert!(budget.is_too_big(657.46) && !budget.is_too_big(657.44));
}

#[test]
fn what_is_accepted_is_taken_from_every_budget() {
    let plan = (templates()[1].build)();
    let before = catalogue(&plan);
    let mut entry = before.risks[0].spoken(&plan);
    entry.decision = Decision::Accepted;
    let after = catalogue(&with(&plan, [set(entry)]));
    for (was, is) in before.budgets.iter().zip(after.budgets) {
        assert_eq!((was.accepted_minutes, was.unallocated_minutes), (0.0, was.budget_minutes));
        assert_eq!(is.accepted_minutes, before.risks[0].bad_minutes);
        assert_eq!(is.unallocated_minutes, is.budget_minutes - before.risks[0].bad_minutes);
    }
    assert_eq!(after.risks.len(), before.risks.len());
}

#[test]
fn a_typed_figure_stands_over_the_model_and_leaves_it_visible() {
    let plan = (templates()[1].build)();
    let before = catalogue(&plan).risks[0].clone();
    let mut entry = before.spoken(&plan);
    entry.between = point(before.figures.between_minutes * 2.0);
    let after = catalogue(&with(&plan, [set(entry.clone())]));
    let row = after.risks.iter().find(|risk| risk.entry == Some(entry.id)).unwrap();
    assert!(near(row.bad_minutes, before.bad_minutes / 2.0, SUM), "{row:?}");
    assert_eq!(row.found, Some(before.figures));
    assert!(near(after.bad_minutes, after.found_bad_minutes - before.bad_minutes / 2.0, SUM));
}

#[test]
fn a_risk_whose_modes_are_gone_says_so_and_counts_for_nothing() {
    let plan = (templates()[0].build)();
    let ghost = RiskKey::Modes(vec![Id::new("ghost").unwrap()]);
    let entry = RiskEntry::new(Id::new("k").unwrap(), vec![ghost]);
    let catalogue = catalogue(&with(&plan, [set(entry)]));
    let row = catalogue.risks.iter().find(|risk| risk.entry.is_some()).unwrap();
    assert!(row.gone && row.bad_minutes == 0.0 && row.name == "ghost", "{row:?}");
    assert!(near(catalogue.bad_minutes, catalogue.found_bad_minutes, SUM));
}

#[test]
fn a_second_risk_of_the_same_name_gets_an_identity_of_its_own() {
    let plan = with(&(templates()[0].build)(), [set(by_hand("Fire", [1.0, 2.0, 1.0, 900.0]))]);
    assert_eq!(plan.new_risk_id("Fire", &[]).as_str(), "fire-2");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn splitting_a_risk_keeps_the_sum_and_merging_brings_it_back(
        template in 0usize..6, row in 0usize..8, portion in 0.0..=1.0f64, typed in proptest::option::of(1.0..1e6f64),
    ) {
        let plan = (templates()[template].build)();
        let before = catalogue(&plan);
        let risk = &before.risks[row % before.risks.len()];
        let mut entry = risk.spoken(&plan);
        entry.between = typed.and_then(point::<Duration>);
        let plan = with(&plan, [set(entry.clone())]);
        let whole = catalogue(&plan);
        let split = with(&plan, [plan.split_risk(&entry, ["one", "two"], Probability::new(portion).unwrap())]);
        let halves = catalogue(&split);
        prop_assert_eq!(split.register.entries.len(), 2);
        if portion > 0.0 && portion < 1.0 {
            prop_assert!(near(halves.bad_minutes, whole.bad_minutes, SUM), "{} {}", halves.bad_minutes, whole.bad_minutes);
        }
        let [one, two] = [0, 1].map(|i| split.register.entries[i].clone());
        let merged = with(&split, split.merge_risks(&one, &two));
        prop_assert_eq!(merged.register.entries.len(), 1);
        prop_assert!(near(catalogue(&merged).bad_minutes, before.bad_minutes, SUM));
    }

    #[test]
    fn merging_two_risks_keeps_the_sum(template in 0usize..6, a in 0usize..8, b in 0usize..8) {
        let plan = (templates()[template].build)();
        let before = catalogue(&plan);
        let count = before.risks.len();
        let (a, b) = (&before.risks[a % count], &before.risks[b % count]);
        prop_assume!(a.of != b.of);
        let (first, second) = (a.spoken(&plan), b.spoken(&plan));
        let merged = with(&plan, plan.merge_risks(&first, &second));
        let after = catalogue(&merged);
        let row = after.risks.iter().find(|risk| risk.entry == Some(first.id)).unwrap();
        prop_assert!(near(row.bad_minutes, a.bad_minutes + b.bad_minutes, SUM));
        prop_assert!(near(row.figures.bad_minutes(), row.bad_minutes, SUM), "{row:?}");
        prop_assert!(near(after.bad_minutes, before.bad_minutes, SUM));
    }

    #[test]
    fn no_register_makes_a_number_that_is_none(plan in arbitrary::plan()) {
        if let Some(catalogue) = risk_catalogue(&plan, &analyse(&plan)) {
            prop_assert!(catalogue.bad_minutes.is_finite());
            for risk in &catalogue.risks {
                prop_assert!(risk.bad_minutes >= 0.0 && risk.bad_minutes.is_finite(), "{risk:?}");
                prop_assert!(!risk.figures.between_minutes.is_nan(), "{risk:?}");
            }
        }
    }
}
