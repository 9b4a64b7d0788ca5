//! Paying: prices to change, the ladder of nines found off the main thread, its rungs to apply.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use thirtyfour::{By, Key};

use crate::support::{Page, cli, in_browser, scratch};

/// How long a search for the ladder may take before the story gives up.
const SEARCH: Duration = Duration::from_secs(60);

/// Waits until no search goes on; the largest share of progress that was seen.
async fn found(page: &Page) -> f64 {
    let (since, mut most) = (Instant::now(), 0.0_f64);
    loop {
        let now = page
            .js("return [document.querySelector('progress')?.value ?? null, !!document.querySelector('.ladder-found')]")
            .await;
        match now[0].as_f64() {
            Some(share) => most = most.max(share),
            None if now[1] == json!(true) => return most,
            None => {}
        }
        assert!(since.elapsed() < SEARCH, "no ladder after {SEARCH:?}: {now}");
        tokio::time::sleep(Duration::from_millis(15)).await;
    }
}

async fn rungs(page: &Page) -> Vec<Vec<String>> {
    let rows = page
        .js("return [...document.querySelectorAll('.ladder-table tbody tr')].map((row) =>
                 [row.dataset.state, ...[...row.children].map((cell) => cell.innerText.trim())])")
        .await;
    let cell = |cell: &Value| cell.as_str().unwrap_or_default().to_owned();
    rows.as_array()
        .into_iter()
        .flatten()
        .map(|row| row.as_array().into_iter().flatten().map(cell).collect())
        .collect()
}

#[test]
fn a_price_moves_the_cost() {
    in_browser("prices", |page| async move {
        page.open("#view=cost").await;
        let start = page.cost_a_month().await;
        page.fill("Price a month of Web", "5k").await;
        let dear = page.cost_a_month().await;
        assert_ne!(dear, start);
        page.wait_for_text("expert").await;
        page.fill("Engineer", "22..25..30k").await;
        assert_ne!(page.cost_a_month().await, dear);
        page.click("button", "Undo").await;
        page.click("button", "Undo").await;
        assert_eq!(page.cost_a_month().await, start);
        page.choose("Currency", "€").await;
        assert!(page.cost_a_month().await.contains('€'));
    });
}

#[test]
fn the_ladder_is_found_in_the_worker_and_equals_that_of_the_command_line() {
    in_browser("ladder", |page| async move {
        page.open("#view=cost").await;
        page.fill("Hour of full outage", "1k").await;
        page.forecast().await;
        page.listen_to_workers().await;
        // The main thread goes on while the worker looks: its longest gap is kept.
        page.js("window.gap = 0; let last = performance.now();
                 const tick = () => { const now = performance.now(); window.gap = Math.max(window.gap, now - last); last = now; setTimeout(tick, 4); };
                 tick();")
            .await;
        page.js("window.gap = 0").await;
        page.click("button", "Find the ladder").await;
        let seen = found(&page).await;
        let heard = page.heard().await;
        assert_eq!((heard[0].as_str(), heard[1].as_str()), ("start", "ready"), "{heard:?}");
        assert!(heard.iter().any(|said| said.starts_with('p')), "progress: {heard:?}");
        assert!(heard.last().unwrap().starts_with('r'), "a reply: {heard:?}");
        println!(
            "ladder: {} messages of progress, {seen:.2} the most seen, longest gap {} ms",
            heard.iter().filter(|said| said.starts_with('p')).count(),
            page.js("return Math.round(window.gap)").await
        );

        let shown = rungs(&page).await;
        assert_eq!(shown.iter().filter(|row| row[0] == "here").count(), 1);
        page.wait_for_text("Stop line: beyond").await;
        page.wait_for_text("the rule of thumb, ten times a nine").await;
        assert!(shown.iter().any(|row| row[0] == "beyond"), "{shown:?}");

        let file = scratch("ladder.tenfold.json");
        std::fs::write(&file, page.saved_file("web-shop-eu.tenfold.json").await).unwrap();
        let told = cli(&["ladder", file.to_str().unwrap()]);
        for row in shown.iter().filter(|row| row[0] != "here") {
            let line = told.lines().find(|line| {
                line.contains(&format!(" {}  ", row[1])) && line.contains(&format!("{} a month", row[2]))
            });
            let line = line.unwrap_or_else(|| panic!("{row:?} is not in:\n{told}"));
            assert!(
                line.contains(&row[3]) && line.contains(&format!("{} a year", row[4])),
                "{row:?}: {line}"
            );
        }
        let steps: Value = serde_json::from_str(&cli(&["ladder", file.to_str().unwrap(), "--json"])).unwrap();
        assert_eq!(steps["steps"].as_array().unwrap().len(), shown.len() - 1);
    });
}

#[test]
fn a_rung_is_applied_and_undone() {
    in_browser("apply", |page| async move {
        page.open("#view=cost").await;
        let start = page.headlines().await;
        assert_eq!(start[4].value, "not looked for");
        page.tab_to("button", "Find the ladder").await;
        page.press("" + Key::Enter).await;
        found(&page).await;
        let with = page.headlines().await;
        assert!(
            with[4].value.contains(" $ ") && with[4].beneath.starts_with("a month for "),
            "{:?}",
            with[4]
        );
        let shown = rungs(&page).await;
        let row = shown.iter().rfind(|row| row[0] != "here" && !row[6].is_empty()).unwrap();
        page.tab_to("button", &format!("Apply {}", row[1])).await;
        page.press("" + Key::Enter).await;
        let applied = page.headlines().await;
        assert_eq!(
            (applied[0].value.as_str(), applied[3].value.as_str()),
            (row[1].as_str(), row[2].as_str())
        );
        page.wait_for_text("The plan has changed since this ladder was found").await;
        page.driver().find(By::Css(".toast .button")).await.unwrap().click().await.unwrap();
        assert_eq!(page.headlines().await, with);
        // The ladder is that of the open plan again, and in the report as well.
        page.go("Report").await;
        page.wait_for_text("The ladder of nines").await;
    });
}

#[test]
fn a_search_is_stopped_and_begun_again() {
    in_browser("cancel", |page| async move {
        page.open("#view=cost").await;
        page.forecast().await;
        page.listen_to_workers().await;
        page.js("document.addEventListener('click', (event) => {
                     if (event.target.textContent !== 'Find the ladder' || window.once) return;
                     window.once = true;
                     setTimeout(() => [...document.querySelectorAll('button')].find((b) => b.textContent === 'Cancel').click(), 20);
                 })")
            .await;
        page.click("button", "Find the ladder").await;
        page.wait_until("the end of the search", "return window.once && !document.querySelector('progress')")
            .await;
        assert!(!page.has("region", "The ladder, rung by rung").await);
        page.click("button", "Find the ladder").await;
        found(&page).await;
        let heard = page.heard().await;
        assert_eq!(heard.iter().filter(|said| *said == "start").count(), 2, "{heard:?}");
    });
}

#[test]
fn the_next_best_step_is_taken_by_keyboard_and_undone() {
    in_browser("next", |page| async move {
        page.open("#view=cost").await;
        let start = page.headlines().await;
        page.tab_to("button", "Find the ladder").await;
        page.press("" + Key::Enter).await;
        found(&page).await;
        page.wait_for_text("Optimal among 31,850,496 designs").await;
        let first = page.text_of(".next-table tbody tr:first-child th").await;
        page.tab_to("button", &format!("Apply step: {first}")).await;
        page.press("" + Key::Enter).await;
        assert_ne!(page.headlines().await[0].value, start[0].value);
        page.wait_for_text("The plan has changed since this ladder was found").await;
        page.driver().find(By::Css(".toast .button")).await.unwrap().click().await.unwrap();
        assert_eq!(page.headlines().await[0].value, start[0].value);
        page.assert_accessible().await;
        page.screenshot("cost-frontier").await;
    });
}

#[test]
fn the_cheapest_way_follows_the_objective_that_is_typed() {
    in_browser("cheapest", |page| async move {
        page.open("#view=cost").await;
        page.click("button", "Find the ladder").await;
        found(&page).await;
        page.fill("Objective, percent", "99.9").await;
        page.wait_for_text("99.9 %: ").await;
        let file = scratch("cheapest.tenfold.json");
        std::fs::write(&file, page.saved_file("web-shop-eu.tenfold.json").await).unwrap();
        let told: Value = serde_json::from_str(&cli(&[
            "optimise",
            file.to_str().unwrap(),
            "--objective",
            "99.9",
            "--json",
        ]))
        .unwrap();
        let takes = told["design"]["takes"].as_array().unwrap().len();
        let listed = page.js("return document.querySelectorAll('.cheapest-way li').length").await;
        assert_eq!(listed, json!(takes));
        page.fill("Objective, percent", "99.9999").await;
        page.wait_for_text("99.9999 % is out of reach").await;
    });
}

#[test]
fn a_budget_below_the_cheapest_design_is_told() {
    in_browser("budget", |page| async move {
        page.open("#view=cost").await;
        page.js("document.querySelector('[aria-label=\"Levers, constraints and terms\"] summary').click()")
            .await;
        page.fill("Budget a month (empty: none)", "10").await;
        page.click("button", "Find the ladder").await;
        page.wait_for_text("the budget of 10 a month cannot be met").await;
        page.click("button", "Undo").await;
        page.click("button", "Find the ladder").await;
        found(&page).await;
    });
}
