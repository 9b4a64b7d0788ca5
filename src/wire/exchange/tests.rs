//! Sheets of risks: out and back without loss, and everything that people paste.

use proptest::prelude::*;

use super::risks::{RiskSheet, read, write};
use crate::analysis::{RiskCatalogue, analyse, risk_catalogue};
use crate::model::templates::{templates, worked_example};
use crate::model::{Decision, Edit, Id, Plan, RiskEntry, RiskKey, arbitrary};
use crate::quantity::Quantity;

const HEAD: &str = "Risk,ETTD (minutes),ETTR (minutes),Users affected (%),ETTF (days)\n";

fn catalogue(plan: &Plan) -> RiskCatalogue {
    risk_catalogue(plan, &analyse(plan)).unwrap()
}

/// The plan with every row of a sheet.
fn taken_in(plan: &Plan, sheet: &RiskSheet) -> Plan {
    let edits = sheet.edits(plan, &catalogue(plan));
    plan.apply(&Edit::Batch(edits)).unwrap()
}

fn entries(text: &str) -> Vec<RiskEntry> {
    let sheet = read(text).unwrap();
    assert_eq!(sheet.refused, []);
    sheet.rows.into_iter().map(|row| row.entry).collect()
}

fn refused(line: &str) -> String {
    let sheet = read(&format!("{HEAD}good,1,2,50,7\n{line}\nalso good,1,2,50,7\n")).unwrap();
    assert_eq!(sheet.rows.len(), 2, "{line}");
    assert_eq!(sheet.refused.len(), 1, "{line}");
    assert_eq!(sheet.refused[0].line, 3);
    sheet.refused[0].why.clone()
}

#[test]
fn a_sheet_of_any_template_taken_in_again_changes_nothing() {
    for template in templates() {
        let plan = (template.build)();
        let sheet = read(&write(&plan, &catalogue(&plan))).unwrap();
        assert_eq!((sheet.refused.len(), sheet.left_out.len()), (0, 0), "{}", template.key);
        assert_eq!(taken_in(&plan, &sheet), plan, "{}", template.key);
    }
}

#[test]
fn a_changed_cell_of_a_found_risk_is_what_somebody_typed() {
    let plan = worked_example();
    let found = catalogue(&plan);
    let first = &found.risks[0];
    let text = write(&plan, &found);
    let cell = format!(",{},", first.figures.detect_minutes);
    let row = text.lines().nth(1).unwrap();
    let changed = text.replacen(row, &row.replacen(&cell, ",123,", 1), 1);
    let plan = taken_in(&plan, &read(&changed).unwrap());
    let [entry] = plan.register.entries.as_slice() else { panic!("{:?}", plan.register.entries) };
    assert_eq!(entry.detect.as_ref().map(|t| t.likely().minutes()), Some(123.0));
    assert_eq!((&entry.mitigate, &entry.share, &entry.between), (&None, &None, &None));
    assert_eq!(entry.of, first.of);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_people_said_comes_back_to_the_bit(other in arbitrary::plan()) {
        let mut plan = worked_example();
        let modes: Vec<Id> = plan.modes.iter().map(|mode| mode.id).collect();
        for (index, mut entry) in other.register.entries.into_iter().enumerate() {
            // Entries of the sheet speak of what the plan has, or are whole by hand.
            entry.of = if index % 2 == 0 { vec![RiskKey::Modes(vec![modes[index]])] } else { Vec::new() };
            let words = |text: &mut String| *text = text.trim().to_owned();
            [&mut entry.name, &mut entry.person, &mut entry.note].into_iter().for_each(words);
            [&mut entry.symptom, &mut entry.consequence, &mut entry.impact].into_iter().for_each(words);
            let whole = entry.detect.is_some() && entry.mitigate.is_some() && entry.share.is_some();
            let between = entry.between.as_ref().is_none_or(|between| between.likely().get() > 0.0);
            if !between || entry.name.is_empty() || (entry.of.is_empty() && !(whole && entry.between.is_some())) {
                continue;
            }
            for estimate in [&mut entry.detect, &mut entry.mitigate, &mut entry.between].into_iter().flatten() {
                estimate.provenance.note = estimate.provenance.note.trim().to_owned();
            }
            if let Some(share) = &mut entry.share {
                share.provenance.note = share.provenance.note.trim().to_owned();
            }
            plan.register.entries.push(entry);
        }
        let text = write(&plan, &catalogue(&plan));
        let sheet = read(&text).unwrap();
        prop_assert_eq!(&sheet.refused, &vec![]);
        let back = taken_in(&plan, &sheet);
        for (was, is) in plan.register.entries.iter().zip(&back.register.entries) {
            prop_assert_eq!(format!("{is:?}"), format!("{was:?}"));
        }
        prop_assert_eq!(back.register.entries.len(), plan.register.entries.len());
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,200}", body in "[ -~\n]{0,200}") {
        let _ = read(&text);
        let sheet = read(&format!("{HEAD}{body}")).unwrap();
        prop_assert!(sheet.rows.len() + sheet.refused.len() <= body.len() + 1);
    }
}

#[test]
fn sheets_of_others_are_understood() {
    let text =
        "Risk title;ETTD mins;Time to repair;% users;MTBF;Colour\nDisk full;\"5,5\";1.200,5;20%;30;red\n";
    let sheet = read(text).unwrap();
    assert_eq!(sheet.left_out, ["Colour"]);
    let entry = &sheet.rows[0].entry;
    let minutes = |time: &Option<crate::quantity::Estimate<crate::quantity::Duration>>| {
        time.as_ref().unwrap().likely().minutes()
    };
    assert_eq!(
        (entry.name.as_str(), minutes(&entry.detect), minutes(&entry.mitigate)),
        ("Disk full", 5.5, 1200.5)
    );
    assert_eq!((entry.share.as_ref().unwrap().likely().get(), minutes(&entry.between)), (0.2, 30.0 * 1440.0));
}

#[test]
fn units_in_heads_and_cells_count() {
    let text = "Risk,ETTD (hours),ETTR (s),Users affected (share),Incidents per year\nx,2,30,0.25,4\ny,3 d,5 min,1,12\n";
    let entries = entries(text);
    let minutes = |index: usize| {
        let entry = &entries[index];
        let of = |time: &Option<crate::quantity::Estimate<crate::quantity::Duration>>| {
            time.as_ref().unwrap().likely().minutes()
        };
        (
            of(&entry.detect),
            of(&entry.mitigate),
            entry.share.as_ref().unwrap().likely().get(),
            of(&entry.between),
        )
    };
    assert_eq!(minutes(0), (120.0, 0.5, 0.25, 131_490.0));
    assert_eq!(minutes(1).0, 4320.0);
    assert_eq!(minutes(1).1, 5.0);
}

#[test]
fn a_bad_line_is_told_with_its_reason_and_the_others_are_read() {
    for (line, words) in [
        (",1,2,50,7", &["Risk", "no name"][..]),
        ("x,often,2,50,7", &["ETTD", "often", "number"]),
        ("x,-1,2,50,7", &["ETTD", "-1", "at least 0"]),
        ("x,1,,50,7", &["ETTR", "nothing", "minutes"]),
        ("x,1,2,150,7", &["Users affected", "1.5"]),
        ("x,1,2,50,0", &["ETTF", "0"]),
        ("x,NaN,2,50,7", &["ETTD", "NaN"]),
        ("x,1e999,2,50,7", &["ETTD", "1e999"]),
        ("x,1,2,50,7,8,9", &["7 cells", "5 columns", "quotes"]),
    ] {
        let why = refused(line);
        for word in words {
            assert!(why.contains(word), "{word} in {why}");
        }
    }
    let sheet = read(&format!("{HEAD}good,1,2,50,7\n\"never closed,1,2,50,7\nx,1,2,50,7\n")).unwrap();
    assert_eq!((sheet.rows.len(), sheet.refused.len()), (1, 1));
    assert!(sheet.refused[0].why.contains("never closed"));
}

#[test]
fn wrong_columns_are_refused_with_the_right_ones() {
    for text in ["", "\n\n", "a,b,c\n1,2,3\n", "Risk,ETTD\nx,1\n"] {
        let error = read(text).unwrap_err().to_string();
        assert!(error.contains("ETTF (days)"), "{error}");
    }
}

#[test]
fn formulas_are_words_and_never_run() {
    let text = format!("{HEAD}=cmd|' /C calc'!A0,1,2,50,7\n\"'@SUM(1)\",1,2,50,7\n");
    let names: Vec<String> = entries(&text).into_iter().map(|entry| entry.name).collect();
    assert_eq!(names, ["=cmd|' /C calc'!A0", "@SUM(1)"]);
    let plan = taken_in(&worked_example(), &read(&text).unwrap());
    let out = write(&plan, &catalogue(&plan));
    for line in out.lines() {
        let starts = line.trim_start_matches('"');
        assert!(!starts.starts_with(['=', '+', '-', '@']), "{line}");
    }
    let again: Vec<String> = read(&out).unwrap().rows.into_iter().map(|row| row.entry.name).collect();
    assert!(names.iter().all(|name| again.contains(name)), "{again:?}");
}

#[test]
fn a_hundred_thousand_lines_give_as_many_risks_as_a_plan_holds() {
    let mut text = HEAD.to_owned();
    (0..100_000).for_each(|n| text.push_str(&format!("risk {n},1,2,50,7\n")));
    let sheet = read(&text).unwrap();
    assert_eq!((sheet.rows.len(), sheet.refused.len()), (5_000, 95_000));
    assert!(sheet.refused[0].why.contains("5000 risks at most"));
}

#[test]
fn decisions_and_dates_come_along() {
    let text = format!(
        "{},Decision,Decided by,Date,Note,Owner,Cause\nx,1,2,50,7,to fix,Ada,2026-11-24,\"soon, really\",us,data\n",
        HEAD.trim_end()
    );
    let entry = &entries(&text)[0];
    assert_eq!((entry.decision, entry.person.as_str()), (Decision::ToFix, "Ada"));
    assert_eq!(
        (entry.note.as_str(), entry.date.unwrap().to_string().as_str()),
        ("soon, really", "2026-11-24")
    );
    assert!(read(&text.replace("to fix", "later")).unwrap().refused[0].why.contains("watching"));
}
