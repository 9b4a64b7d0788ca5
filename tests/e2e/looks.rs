//! How it looks: no accessibility violation and no sideways scroll, in every view, theme and width.

use crate::support::{Page, in_browser};

const SIZES: [(u32, u32); 2] = [(1280, 900), (360, 740)];
const THEMES: [&str; 2] = ["light", "dark"];

/// Checks what is open in both themes at both widths.
async fn looked_at(page: &Page, what: &str) {
    for (width, height) in SIZES {
        page.resize(width, height).await;
        page.painted().await;
        let wide = page
            .js("const root = document.scrollingElement;
                 if (root.scrollWidth <= innerWidth) return [];
                 const cut = (e) => e && (getComputedStyle(e).overflowX !== 'visible' && e !== document.body && e !== root || cut(e.parentElement));
                 return [...document.querySelectorAll('body *')]
                     .filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && (!cut(e.parentElement) || getComputedStyle(e).position === 'absolute'))
                     .slice(0, 6).map((e) => e.localName + '.' + e.getAttribute('class') + ' ' + Math.round(e.getBoundingClientRect().right)).concat(root.scrollWidth)")
            .await;
        assert_eq!(wide, serde_json::json!([]), "{what} scrolls sideways at {width}");
        for theme in THEMES {
            page.prefer_theme(theme).await;
            page.painted().await;
            println!("{what}, {width}, {theme}");
            page.assert_accessible().await;
        }
    }
    page.resize(1280, 900).await;
}

#[test]
fn start_and_design_are_accessible_and_fit() {
    in_browser("looks-design", |page| async move {
        page.open("#view=start").await;
        page.wait_for_text("bad a year").await;
        looked_at(&page, "Start").await;
        page.go("Design").await;
        looked_at(&page, "Design").await;
        page.click("button", "Web,").await;
        looked_at(&page, "Design with a component").await;
        page.click("button", "bad release of Web").await;
        page.click("button", "Minimal cut sets").await;
        looked_at(&page, "Design with a failure mode").await;
    });
}

#[test]
fn what_is_broken_what_matters_and_shared_fate_are_accessible_and_fit() {
    in_browser("looks-breaking", |page| async move {
        page.open("#view=start").await;
        page.click("button", "Use this: Three regions, active-active").await;
        page.click("button", "Zone A").await;
        page.click("button", "Break this").await;
        page.click("button", "Payment provider,").await;
        page.click("button", "Break this").await;
        page.segment("The colours tell", "Blast radius").await;
        page.click("button", "What matters most").await;
        looked_at(&page, "Design with things that are broken").await;
        for (width, height) in [(1440, 1300), (360, 1500)] {
            page.resize(width, height).await;
            for theme in THEMES {
                page.prefer_theme(theme).await;
                page.js("scrollTo(0, 0); document.querySelector('.main').scrollTo(0, 0)").await;
                page.painted().await;
                page.screenshot(&format!("broken-{width}-{theme}")).await;
            }
        }
        page.js("document.querySelector('.design-matters').scrollIntoView()").await;
        page.screenshot("matters-360-dark").await;
        page.resize(1280, 900).await;
        page.js("document.querySelector('.design-matters').scrollIntoView()").await;
        page.screenshot("matters-1280-dark").await;
        page.click("button", "Why shared fate leaves this").await;
        page.get("dialog", "Why shared fate leaves this").await;
        page.painted().await;
        page.screenshot("fate-1280-dark").await;
        looked_at(&page, "Why shared fate leaves this").await;
        page.resize(360, 740).await;
        page.screenshot("fate-360-dark").await;
    });
}

#[test]
fn operations_cost_and_report_are_accessible_and_fit() {
    in_browser("looks-views", |page| async move {
        page.open("#view=operations").await;
        looked_at(&page, "Operations").await;
        page.go("Risks").await;
        page.click("button", "1. ").await;
        looked_at(&page, "Risks").await;
        page.go("Promise").await;
        page.forecast().await;
        page.click("button", "What drives the range").await;
        page.wait_for_long("the drivers", "return !!document.querySelector('.drivers-found')").await;
        looked_at(&page, "Promise").await;
        page.go("Cost").await;
        page.click("button", "Find the ladder").await;
        page.wait_until("the ladder", "return !!document.querySelector('.ladder-found')").await;
        looked_at(&page, "Cost").await;
        page.go("Report").await;
        looked_at(&page, "Report").await;
    });
}

#[test]
fn dialogs_and_messages_are_accessible_and_fit() {
    in_browser("looks-dialogs", |page| async move {
        page.open("").await;
        for (button, title) in [
            ("Why users get this", "Why users get this"),
            ("Why this much of the budget", "Why this much of the budget"),
            ("Why it costs this much a month", "Why it costs this much a month"),
            ("Why the next half nine costs this", "Why the next half nine costs this"),
            ("Share", "Share this plan"),
            ("Add component", "Add a component"),
        ] {
            page.click("button", button).await;
            page.get("dialog", title).await;
            looked_at(&page, title).await;
            page.click("button", "Close").await;
        }
        page.fill("Name of the plan", "Kept").await;
        page.wait_for_text("Saved").await;
        page.menu("My plans").await;
        page.get("button", "Open Kept").await;
        looked_at(&page, "My plans").await;
        page.click("button", "Close").await;
        page.click("button", "Web,").await;
        page.fill("Replicas", "many").await;
        page.click("button", "Add journey").await;
        page.wait_for_text("There is no full answer yet").await;
        page.click("button", "Delete").await;
        looked_at(&page, "A message").await;
    });
}

#[test]
fn pictures_of_every_view() {
    in_browser("pictures", |page| async move {
        page.open("").await;
        for (width, height) in [(1440, 900), (390, 844)] {
            page.resize(width, height).await;
            for view in ["Start", "Design", "Operations", "Promise", "Cost", "Report"] {
                page.go(view).await;
                if view == "Cost" && !page.has("region", "The ladder, rung by rung").await {
                    page.click("button", "Find the ladder").await;
                    page.wait_until("the ladder", "return !!document.querySelector('.ladder-found')").await;
                }
                if view == "Promise" && !page.has("region", "What drives the range, input by input").await {
                    page.forecast().await;
                    page.click("button", "What drives the range").await;
                    page.wait_for_long("drivers", "return !!document.querySelector('.drivers-found')").await;
                }
                if view == "Start" {
                    page.wait_for_text("bad a year").await;
                }
                for theme in THEMES {
                    page.prefer_theme(theme).await;
                    page.painted().await;
                    page.screenshot(&format!("{}-{width}-{theme}", view.to_lowercase())).await;
                    if view == "Promise" {
                        page.js("document.querySelector('.promise-drivers').scrollIntoView()").await;
                        page.painted().await;
                        page.screenshot(&format!("drivers-{width}-{theme}")).await;
                        page.js("scrollTo(0, 0)").await;
                    }
                }
            }
        }
    });
}
