//! Risks: the catalogue is what the command line prints, people decide and change, and sheets go out and come in.

use serde_json::Value;

use crate::support::{cli, in_browser, scratch};

/// The rows as people read them: name, bad minutes, decision.
const ROWS: &str = "return [...document.querySelectorAll('.risks-table .risk')].map((row) => [
    row.querySelector('.risk-name').textContent.replace(/^\\d+\\. /, ''),
    row.querySelector('strong').textContent,
    row.querySelector('select').value,
])";

#[test]
fn the_catalogue_is_the_one_that_the_command_line_prints() {
    in_browser("risks-numbers", |page| async move {
        page.open("#view=risks").await;
        let plan = page.saved_file("web-shop-eu.tenfold.json").await;
        let file = scratch("risks-numbers.tenfold.json");
        std::fs::write(&file, plan).unwrap();
        let printed: Value =
            serde_json::from_str(&cli(&["risks", file.to_str().unwrap(), "--json"])).unwrap();
        let rows = page.js(ROWS).await;
        let rows = rows.as_array().unwrap();
        let risks = printed["risks"].as_array().unwrap();
        assert_eq!(rows.len(), risks.len());
        for (row, risk) in rows.iter().zip(risks) {
            assert_eq!(row[0], risk["name"]);
            let minutes = risk["bad_minutes_per_year"].as_f64().unwrap();
            assert_eq!(row[1], tenfold::quantity::text::duration(minutes));
            assert_eq!(row[2], "open");
        }
        page.assert_accessible().await;
    });
}

#[test]
fn what_is_accepted_leaves_the_budget_and_can_be_undone() {
    in_browser("risks-decide", |page| async move {
        page.open("#view=risks").await;
        let left = "return [...document.querySelectorAll('.risk-budgets tbody tr')][2].innerText";
        let before = page.js(left).await;
        page.choose("Decision on service event of Orders database", "accepted").await;
        page.painted().await;
        assert_ne!(page.js(left).await, before);
        page.choose("Decision", "accepted").await;
        page.painted().await;
        let rows = page.js(ROWS).await;
        assert_eq!(rows.as_array().unwrap().len(), 1);
        page.wait_for_text("1 of 27 risks").await;
        page.click("button", "Undo").await;
        assert_eq!(page.js(left).await, before);
        page.wait_for_text("No risk has these words and this decision.").await;
    });
}

#[test]
fn a_figure_typed_by_keyboard_stands_over_the_model_and_goes_back() {
    in_browser("risks-type", |page| async move {
        page.open("#view=risks").await;
        let first = page.js(ROWS).await[0].clone();
        let label = "Between failures of service event of Orders database";
        page.begin_typing(label).await;
        page.press("2 years").await;
        page.press(thirtyfour::Key::Enter).await;
        page.painted().await;
        page.wait_for_text("yours; the model says 83 d").await;
        let rows = page.js(ROWS).await;
        let changed = rows.as_array().unwrap().iter().find(|row| row[0] == first[0]).unwrap();
        assert_ne!(changed[1], first[1]);
        // What is no time changes nothing, and says why.
        page.fill(label, "often").await;
        page.wait_for_text("often").await;
        assert_eq!(page.value_of(label).await, "730 d 12 h");
        page.begin_typing(label).await;
        page.press(thirtyfour::Key::Backspace + "").await;
        page.press(thirtyfour::Key::Enter).await;
        page.painted().await;
        assert_eq!(page.js(ROWS).await[0], first);
    });
}

#[test]
fn a_risk_is_added_split_and_removed() {
    in_browser("risks-add", |page| async move {
        page.open("#view=risks").await;
        page.click("button", "Add a risk").await;
        page.fill("Name", "Fire in the office").await;
        page.fill("Note", "drill twice a year").await;
        page.painted().await;
        page.wait_for_text("28 risks").await;
        page.fill("Split off", "30 %").await;
        page.click("button", "Split").await;
        page.wait_for_text("29 risks").await;
        let rows = page.js(ROWS).await.to_string();
        assert!(rows.contains("Fire in the office, part two"), "{rows}");
        page.click("button", "Undo").await;
        page.wait_for_text("28 risks").await;
        page.click("button", "Remove this risk").await;
        page.wait_for_text("27 risks").await;
    });
}

#[test]
fn a_sheet_goes_out_and_comes_in_with_a_word_on_every_bad_line() {
    in_browser("risks-sheet", |page| async move {
        page.open("#view=risks").await;
        page.click("button", "Save as CSV").await;
        let sheet = page.downloaded("web-shop-eu.risks.csv").await;
        assert!(
            sheet.starts_with("Risk,ETTD (minutes),ETTR (minutes),Users affected (%),ETTF (days)"),
            "{sheet}"
        );
        let path = scratch("risks.csv");
        let more = format!("{sheet}=1+1,1,20,100,900\r\nnever,x,1,1,1\r\n");
        std::fs::write(&path, more).unwrap();
        page.open_file_by("Take in a CSV", &path).await;
        page.wait_for_text("28 risks read, 1 of them new or changed. 1 lines were not taken: line 30").await;
        let rows = page.js(ROWS).await.to_string();
        assert!(rows.contains("=1+1"), "{rows}");
        page.click("button", "Undo").await;
        page.wait_for_text("27 risks").await;
    });
}
