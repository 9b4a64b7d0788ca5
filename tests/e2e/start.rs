//! The page opens, and says so when it cannot.

use crate::support::{in_browser, serving};

#[test]
fn the_page_opens_and_is_accessible() {
    in_browser("start", |page| async move {
        page.open("").await;
        page.get("heading", "Design").await;
        for (width, height) in [(1280, 900), (360, 740)] {
            page.resize(width, height).await;
            for theme in ["light", "dark"] {
                page.prefer_theme(theme).await;
                page.assert_accessible().await;
                page.screenshot(&format!("start-{width}-{theme}")).await;
            }
        }
        assert!(page.site().requests().iter().all(|path| path.starts_with("/tenfold/")));
    });
}

#[test]
fn without_its_wasm_file_it_says_so_and_offers_the_plan() {
    in_browser("no-wasm", |page| async move {
        page.expect_console_errors();
        page.site().refuse(".wasm");
        page.goto("").await;
        page.get("dialog", "Tenfold could not start.").await;
        page.get("button", "Reload").await;
        page.assert_accessible().await;
        page.screenshot("crash-dialog").await;
        page.click("button", "Download my plan").await;
        page.wait_for_text("This browser holds no saved plan.").await;
        let fetched = page.site().requests().iter().filter(|path| path.as_str() == serving()).count();
        assert_eq!(fetched, 3, "opened, fetched past the cache and reloaded, once each");
    });
}

#[test]
fn when_the_app_panics_the_mirrored_plan_can_be_downloaded() {
    in_browser("panic", |page| async move {
        page.open("").await;
        page.js("localStorage.setItem('tenfold.mirror', '{\"name\":\"Shop\"}')").await;
        page.js("dispatchEvent(new CustomEvent('tenfold-panic', { detail: 'boom' }))").await;
        page.get("dialog", "Tenfold stopped.").await;
        page.click("button", "Download my plan").await;
        page.wait_for_text("Downloaded as tenfold-plan.json.").await;
        assert_eq!(page.downloaded("tenfold-plan.json").await, "{\"name\":\"Shop\"}");
        page.click("button", "Reload").await;
        page.get("heading", "Design").await;
    });
}
