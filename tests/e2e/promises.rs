//! What was promised: budgets, alerts, the policy, files for other tools and objectives from them.

use serde_json::Value;

use crate::support::{Page, cli, in_browser, scratch};

async fn rows(page: &Page, region: &str) -> Vec<Vec<String>> {
    let rows = page
        .js(&format!(
            "const text = (item) => item.textContent.replace(/\\s+/g, ' ').trim();
             return [...document.querySelector('[role=region][aria-label^=\"{region}\"]').querySelectorAll('tbody tr')]
                 .map((row) => [...row.children].map(text))"
        ))
        .await;
    serde_json::from_value(rows).unwrap()
}

/// The open plan as a file, for the command line.
async fn plan_file(page: &Page, name: &str) -> String {
    let file = scratch(name);
    std::fs::write(&file, page.saved_file("web-shop-eu.tenfold.json").await).unwrap();
    file.to_str().unwrap().to_owned()
}

#[test]
fn budgets_alerts_and_files_are_those_of_the_command_line() {
    in_browser("promises", |page| async move {
        page.open("#view=promise").await;
        page.wait_for_text("Objectives and budgets").await;
        // The alerts are of the hardest promise; an objective that is changed changes them.
        let windows = rows(&page, "Alert while both windows").await;
        assert_eq!(windows.iter().map(|row| row[3].as_str()).collect::<Vec<_>>(), ["14.4", "6", "3", "1"]);
        page.choose("Look at", "Checkout").await;
        page.wait_for_text("Alerts of Checkout").await;
        page.fill("Checkout", "99.99%").await;
        page.wait_for_text("no human can react, automate it").await;
        let json: Value = serde_json::from_str(&cli(&["alerts", "--objective", "99.99", "--json"])).unwrap();
        for lint in json["lints"].as_array().unwrap() {
            page.wait_for_text(lint["sentence"].as_str().unwrap()).await;
        }
        page.fill("Requests an hour", "10").await;
        page.wait_for_text("a single failing one burns at").await;
        page.fill("Requests an hour", "none").await;
        page.wait_for_text("a number above 0 is needed").await;
        page.fill("Requests an hour", " ").await;

        // The rows of one period are the rows of the command line's table.
        let plan = plan_file(&page, "promises.tenfold.json").await;
        let markdown = cli(&["export", "markdown", &plan]);
        let told: Vec<&str> = markdown.lines().collect();
        for period in ["28 days", "quarter", "year", "30 days"] {
            page.segment("Promised over", period).await;
            page.painted().await;
            for row in rows(&page, "Error budgets over").await {
                let of = |line: &&&str| {
                    line.starts_with(&format!("| {} |", row[0])) && line.contains(&format!("| {period} |"))
                };
                let line = told.iter().find(of).unwrap_or_else(|| panic!("{row:?} in {markdown}"));
                for cell in &row {
                    assert!(line.contains(&format!("| {cell} |")), "{row:?} against {line}");
                }
            }
        }

        // Files are those of the command line, to the letter.
        for (button, ending, format) in [
            ("OpenSLO", "openslo.yaml", "openslo"),
            ("Prometheus rules", "rules.yaml", "prometheus"),
            ("Markdown", "promises.md", "markdown"),
            ("CSV", "promises.csv", "csv"),
            ("Download the policy", "error-budget-policy.md", "policy"),
        ] {
            page.click("button", button).await;
            let found = page.downloaded(&format!("web-shop-eu.{ending}")).await;
            assert_eq!(found, cli(&["export", format, &plan]), "{format}");
        }
    });
}

#[test]
fn a_policy_is_changed_by_hand_and_written_anew() {
    in_browser("policy", |page| async move {
        page.open("#view=promise").await;
        page.wait_for_text("Objectives and budgets").await;
        let policy = |page: Page| async move {
            page.js("return document.querySelector('.promise-policy').value")
                .await
                .as_str()
                .unwrap()
                .to_owned()
        };
        assert!(policy(page.clone()).await.contains("kept over 30 days"));
        page.fill("Hours that count", "Mon-Fri 8-18").await;
        page.wait_until(
            "hours",
            "return document.querySelector('.promise-policy').value.includes('Mon-Fri 8-18 counts')",
        )
        .await;
        page.fill("Hours that count", "at night").await;
        page.wait_for_text("leave it blank for every hour").await;
        page.fill("Hours that count", " ").await;

        page.fill("Error-budget policy", "# Ours").await;
        page.wait_for_text("Your own text").await;
        // It is still there after another view, and follows the plan no more.
        page.go("Cost").await;
        page.go("Promise").await;
        page.segment("Promised over", "quarter").await;
        page.painted().await;
        assert_eq!(policy(page.clone()).await, "# Ours");
        page.click("button", "Write it anew from the plan").await;
        page.wait_until(
            "anew",
            "return document.querySelector('.promise-policy').value.includes('kept over a quarter')",
        )
        .await;
    });
}

#[test]
fn objectives_come_in_from_a_file_one_by_one() {
    in_browser("imported", |page| async move {
        page.open("#view=promise").await;
        page.wait_for_text("Objectives and budgets").await;
        let file = |name: &str, text: &str| {
            let path = scratch(name);
            std::fs::write(&path, text).unwrap();
            path
        };
        let sloth = "version: prometheus/v1\nservice: shop\nslos:\n  - name: checkout\n    objective: 97.5\n  \
                     - name: Search\n    objective: 99\n  - name: wrong\n    objective: 100\n";
        page.open_file_by("Take objectives from a file", &file("sloth.yaml", sloth)).await;
        page.wait_for_text("2 objectives were found").await;
        page.wait_for_text("wrong target").await;
        page.choose("Search: 99 %", "a new journey").await;
        page.click("button", "Take them over").await;
        page.wait_for_text("The objectives are taken over").await;
        assert_eq!(page.value_of("Checkout").await, "97.5 %");
        assert_eq!(page.value_of("Search").await, "99 %");
        page.click("button", "Undo").await;
        page.wait_until("undone", "return !document.body.textContent.includes('97.5')").await;

        page.open_file_by("Take objectives from a file", &file("bomb.yaml", "a: &a [x]\nb: [*a, *a]\n"))
            .await;
        page.wait_for_text("The file cannot be read: line 1").await;
    });
}

#[test]
fn the_promises_are_accessible_and_fit_and_are_worth_a_look() {
    in_browser("looks-promises", |page| async move {
        page.open("#view=promise").await;
        page.wait_for_text("Objectives and budgets").await;
        page.forecast().await;
        for (width, height) in [(1440, 1200), (390, 844)] {
            page.resize(width, height).await;
            for theme in ["light", "dark"] {
                page.prefer_theme(theme).await;
                page.painted().await;
                page.assert_accessible().await;
                for (place, id) in [
                    ("objectives", "promise-objectives"),
                    ("alerts", "promise-alerts"),
                    ("policy", "promise-policy"),
                    ("files", "promise-files"),
                ] {
                    page.js(&format!("document.getElementById('{id}').scrollIntoView()")).await;
                    page.painted().await;
                    page.screenshot(&format!("promises-{place}-{width}-{theme}")).await;
                }
            }
        }
    });
}
