//! Reading: the ruler, the reasons behind each headline, causes, cut sets and journeys.

use serde_json::json;
use thirtyfour::Key;

use crate::support::in_browser;

#[test]
fn the_ruler_says_in_words_what_it_draws() {
    in_browser("ruler", |page| async move {
        page.open("").await;
        for (width, class) in [(1280, "widest"), (700, "wide"), (360, "narrow")] {
            page.resize(width, 800).await;
            page.painted().await;
            let drawn = page
                .js("const seen = [...document.querySelectorAll('svg.ruler')].filter((r) => r.checkVisibility());
                     return seen.map((r) => [r.getAttribute('role'), r.getAttribute('aria-label'), r.getAttribute('class')])")
                .await;
            assert_eq!(drawn.as_array().unwrap().len(), 1, "one ruler at {width}: {drawn}");
            assert_eq!(drawn[0][0], "img");
            assert!(drawn[0][2].as_str().unwrap().contains(class), "at {width}: {drawn}");
            let says = drawn[0][1].as_str().unwrap();
            let users = page.headlines().await.swap_remove(0).value;
            for part in
                ["from one nine", "to six", &format!("users get {users}"), "Checkout promises", "gate"]
            {
                assert!(says.contains(part), "{part} in {says}");
            }
        }
    });
}

#[test]
fn every_headline_has_its_reasons() {
    in_browser("why", |page| async move {
        page.open("").await;
        let headlines = page.headlines().await;
        let budget = headlines[2].value.trim_end_matches("spends ").to_owned();
        for (name, formula, value) in [
            ("Why users get this", "nines = -log10(unavailability)", headlines[0].value.as_str()),
            ("Why so many bad minutes", "mean outage = bad minutes / outages", headlines[1].value.as_str()),
            (
                "Why this much of the budget",
                "budget spent = unavailability / (100 % - objective)",
                budget.as_str(),
            ),
        ] {
            page.click("button", name).await;
            page.get("dialog", name).await;
            let says = page.text_of("dialog[open]").await;
            for part in [
                formula,
                value,
                "unavailability = structure + failover + reserve",
                "525,960 minutes",
                "The inputs that matter most",
                "By cause",
                "By owner",
                "By component",
            ] {
                assert!(says.contains(part), "{name}: {part} in:\n{says}");
            }
            let sources = page
                .js("return [...document.querySelectorAll('dialog[open] tbody tr small')].map((s) => s.textContent)")
                .await;
            assert!(sources.as_array().is_some_and(|s| s.len() > 8), "{sources}");
            page.press("" + Key::Escape).await;
            page.painted().await;
            assert!(!page.has("dialog", name).await);
            assert_eq!(page.focus().await.1, name, "the focus goes back");
        }
        page.click("button", "Why users get this").await;
        page.click("button", "outage of Payment provider").await;
        page.get("field", "Happens").await;
    });
}

#[test]
fn the_headlines_about_money_have_their_reasons() {
    in_browser("why-money", |page| async move {
        page.open("").await;
        let cost = page.headlines().await[3].value.clone();
        let name = "Why it costs this much a month";
        page.click("button", name).await;
        page.get("dialog", name).await;
        let says = page.text_of("dialog[open]").await;
        for part in [
            "cost a month = infrastructure + traffic + people + practices",
            &format!("{cost} = "),
            "seats \u{d7} 25 % of an engineer",
            "The inputs that matter most",
            "published, 20",
            "By kind",
            "By component",
        ] {
            assert!(says.contains(part), "{part} in:\n{says}");
        }
        page.press("" + Key::Escape).await;
        page.painted().await;
        assert_eq!(page.focus().await.1, name, "the focus goes back");
        page.click("button", name).await;
        page.click("button", "The lines of the cost").await;
        page.get("region", "Cost a month, line by line").await;
        assert!(!page.has("dialog", name).await);

        let name = "Why the next half nine costs this";
        page.click("button", name).await;
        let says = page.text_of("dialog[open]").await;
        assert!(says.contains("It is not known") && says.contains("Find the ladder"), "{says}");
        page.click("button", "The ladder of nines").await;
        page.click("button", "Find the ladder").await;
        page.wait_until("the ladder", "return !!document.querySelector('.ladder-found')").await;
        let next = page.headlines().await[4].value.clone();
        page.click("button", name).await;
        page.get("dialog", name).await;
        let says = page.text_of("dialog[open]").await;
        for part in [
            "The cheapest design found that gives",
            &format!("{next} = "),
            "the rule of thumb says 10x",
            "What the step takes from here",
        ] {
            assert!(says.contains(part), "{part} in:\n{says}");
        }
    });
}

#[test]
fn causes_cut_sets_and_journeys_are_told() {
    in_browser("causes", |page| async move {
        page.open("").await;
        let causes =
            page.js("return [...document.querySelectorAll('.causes > li')].map((c) => c.innerText)").await;
        let causes = causes.as_array().unwrap().clone();
        assert_eq!(causes.len(), 6);
        assert!(causes.iter().all(|c| c.as_str().unwrap().contains("/yr")), "{causes:?}");
        page.click("button", "Show all").await;
        page.painted().await;
        let all = page.js("return document.querySelectorAll('.causes > li').length").await;
        assert!(all.as_u64().unwrap() > 6);

        page.click("button", "Minimal cut sets").await;
        page.get("region", "Minimal cut sets").await;
        let rows = page.js("return document.querySelectorAll('.design-cut-sets tbody tr').length").await;
        assert!(rows.as_u64().unwrap() > 5, "{rows}");

        let table = page.text_of(".design-journeys").await;
        for part in ["Browse", "Checkout", "99.9 %", "99.95 %", "nines", "kept", "broken"] {
            assert!(table.contains(part), "{part} in {table}");
        }
        // Looking at one journey shows what spends its own budget.
        let before = page.text_of(".causes").await;
        page.choose("Journey", "Checkout").await;
        page.painted().await;
        assert_ne!(page.text_of(".causes").await, before);
        page.click("button", "Checkout").await;
        page.get("field", "Objective").await;
        let row = page
            .js("return document.querySelector('.design-journeys [data-selected=true] th').innerText")
            .await;
        assert_eq!(row, json!("Checkout"));
    });
}
