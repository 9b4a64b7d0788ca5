//! Investing: practices move the numbers, and the gates say which of them binds.

use thirtyfour::{By, Key};

use crate::support::in_browser;

#[test]
fn a_practice_moves_the_headlines_and_goes_back() {
    in_browser("practices", |page| async move {
        page.open("#view=operations").await;
        let count = page.js("return document.querySelectorAll('.practice').length").await;
        assert!(count.as_u64().unwrap() >= 12, "{count} practices");
        let start = page.headlines().await;
        page.segment("Automated rollback", "on").await;
        let with = page.headlines().await;
        assert_ne!(with[0], start[0]);
        assert_ne!(with[1], start[1]);
        assert_ne!(with[3], start[3], "it costs");
        page.segment("Automated rollback", "off").await;
        assert_eq!(page.headlines().await, start);
        page.click("button", "Undo").await;
        assert_eq!(page.headlines().await, with);
        // By keyboard.
        page.segment("Automated rollback", "off").await;
        page.tab_to("button", "on").await;
        page.press(" ").await;
        let focus = page.js("return document.activeElement.parentElement.getAttribute('aria-label')").await;
        let now = page.headlines().await;
        assert_eq!(now, with, "{focus}");
        page.press(Key::Control + "z").await;
        assert_eq!(page.headlines().await, start);
    });
}

#[test]
fn every_practice_says_what_it_does_and_how_we_know() {
    in_browser("practice-sources", |page| async move {
        page.open("#view=operations").await;
        let silent = page
            .js("return [...document.querySelectorAll('.practice')].filter((practice) =>
                     ![...practice.querySelectorAll('.origin')].length ||
                     [...practice.querySelectorAll('.origin')].some((origin) => origin.textContent.length < 15)
                 ).map((practice) => practice.innerText)")
            .await;
        assert_eq!(silent, serde_json::json!([]));
    });
}

#[test]
fn the_binding_gate_asks_and_doing_it_opens_the_next() {
    in_browser("gates", |page| async move {
        page.open("#view=operations").await;
        let binding = "return [...document.querySelectorAll('.gates .gate')].find((g) => g.innerText.includes('binds'))?.querySelector('h3 span').textContent";
        let first = page.js(binding).await;
        assert!(first.is_string(), "a gate binds");
        page.wait_for_text("What binds is").await;
        for _ in 0..12 {
            let asks = page.driver().find_all(By::Css(".gates .gate")).await.unwrap();
            let mut done = true;
            for gate in asks {
                if gate.text().await.unwrap().contains("binds")
                    && let Ok(ask) = gate.find(By::Css("button.link")).await
                {
                    ask.scroll_into_view().await.unwrap();
                    ask.click().await.unwrap();
                    done = false;
                    break;
                }
            }
            page.painted().await;
            if done || page.js(binding).await != first {
                break;
            }
        }
        assert_ne!(page.js(binding).await, first, "what it asked for was done");
    });
}

#[test]
fn each_failure_shows_how_long_it_lasts() {
    in_browser("outages", |page| async move {
        page.open("#view=operations").await;
        let bars = page.js("return [...document.querySelectorAll('.outage-bar')].map((b) => b.getAttribute('aria-label'))").await;
        let bars = bars.as_array().unwrap();
        assert!(bars.len() > 5);
        for bar in bars {
            let says = bar.as_str().unwrap();
            assert!(
                ["detect ", "engage ", "diagnose ", "mitigate ", "verify "].iter().all(|p| says.contains(p)),
                "{says}"
            );
        }
    });
}
