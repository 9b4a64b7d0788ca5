//! The page and the command line give the same numbers for the same plan: every template, number by number.

use serde_json::Value;
use tenfold::model::Choice;
use tenfold::model::templates::{Template, templates};
use tenfold::quantity::{Probability, Quantity, Unavailability, text};
use tenfold::wire::results::EvaluateOutput;

use crate::support::{Page, cli, in_browser, scratch};

async fn texts(page: &Page, script: &str) -> Vec<Vec<String>> {
    let rows = page
        .js(&format!(
            "const text = (item) => item.textContent.replace(/\\s+/g, ' ').trim();
             return [...document.querySelectorAll('{script}')].map((row) => [...row.children].map(text))"
        ))
        .await;
    let row = |row: &Value| {
        row.as_array().into_iter().flatten().map(|c| c.as_str().unwrap_or_default().to_owned()).collect()
    };
    rows.as_array().into_iter().flatten().map(row).collect()
}

async fn compare(page: &Page, template: &'static Template) {
    let plan = (template.build)();
    page.go("Start").await;
    page.click("button", &format!("Use this: {}", template.name)).await;
    page.wait_for_text(&format!("{} is open", plan.name)).await;
    let name = format!("{}.tenfold.json", tenfold::model::Id::from_name(&plan.name, |_| false));
    let file = scratch(&format!("{}.json", template.key));
    std::fs::write(&file, page.saved_file(&name).await).unwrap();
    let path = file.to_str().unwrap();
    let told: EvaluateOutput = serde_json::from_str(&cli(&["evaluate", path, "--json"])).unwrap();
    let said = cli(&["evaluate", path]);
    let what = template.key;

    let headlines = page.headlines().await;
    let u = Unavailability::clamped(told.service.unavailability);
    assert_eq!(headlines[0].value, text::percent_available(u), "{what}");
    assert_eq!(headlines[0].beside, text::nines(u), "{what}");
    assert_eq!(headlines[1].value, text::duration(told.service.bad_minutes_per_year), "{what}");
    let outages = text::rate(told.service.outages_per_year);
    let length = text::duration(told.service.mean_outage_minutes.unwrap());
    assert!(
        headlines[1].beneath.contains(&format!("outages {outages}, {length} each")),
        "{what}: {:?}",
        headlines[1]
    );
    let cost = text::money(told.cost_per_month, plan.prices.currency.name());
    assert_eq!(headlines[3].value, cost, "{what}");

    let rows = texts(page, ".design-journeys tbody tr").await;
    assert_eq!(rows.len(), told.journeys.len(), "{what}");
    for (row, journey) in rows.iter().zip(&told.journeys) {
        let u = Unavailability::clamped(journey.unavailability);
        let spent = journey.budget_spent.unwrap();
        assert_eq!(row[0], journey.name, "{what}");
        assert_eq!(row[3], text::percent_available(u), "{what}: {}", row[0]);
        assert_eq!(row[4], text::nines(u), "{what}: {}", row[0]);
        assert_eq!(row[5], text::budget_spent(spent), "{what}: {}", row[0]);
        assert!(row[6].ends_with(if spent <= 1.0 { "kept" } else { "broken" }), "{what}: {row:?}");
    }

    let causes = texts(page, ".causes > li").await;
    assert_eq!(causes.len(), 6, "{what}");
    for cause in &causes {
        let (minutes, share) = cause[2].split_once("/yr · ").unwrap();
        let line = said.lines().find(|line| line.contains(&cause[0]));
        let line = line.unwrap_or_else(|| panic!("{what}: {cause:?} is not in\n{said}"));
        assert!(line.contains(&format!("{minutes} a year")), "{what}: {cause:?}: {line}");
        assert!(line.trim_start().starts_with(share), "{what}: {cause:?}: {line}");
    }

    page.click("button", "Minimal cut sets").await;
    page.get("region", "Minimal cut sets").await;
    let sets = texts(page, ".design-cut-sets tbody tr").await;
    assert!(!sets.is_empty(), "{what}");
    for (row, set) in sets.iter().zip(&told.cut_sets) {
        assert_eq!(row[0], set.events.join(" + "), "{what}");
        assert_eq!(row[2], text::share(Probability::clamped(set.share)), "{what}: {}", row[0]);
    }

    page.go("Operations").await;
    let gates = texts(page, ".gate h3").await;
    for (row, gate) in gates.iter().zip(&told.gates) {
        let state = if gate.met {
            "met"
        } else if gate.binds {
            "binds"
        } else {
            "open"
        };
        assert!(
            row[0].to_lowercase().contains(&gate.gate) && row[1].ends_with(state),
            "{what}: {row:?} {gate:?}"
        );
    }
    std::fs::remove_file(&file).unwrap();
}

#[test]
fn for_every_template_the_page_and_the_command_line_agree() {
    in_browser("numbers", |page| async move {
        page.open("").await;
        for template in templates() {
            compare(&page, template).await;
        }
    });
}
