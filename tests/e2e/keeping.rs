//! Keeping: saved by itself, several plans, files, and what happens where nothing can be kept.

use serde_json::json;
use thirtyfour::{By, Key};

use crate::support::{in_browser, scratch};

#[test]
fn saved_means_that_a_reload_brings_it_back() {
    in_browser("saved", |page| async move {
        page.open("").await;
        page.wait_for_text("Not changed yet").await;
        page.click("button", "Web,").await;
        page.fill("Replicas", "5").await;
        page.wait_for_text("Saved").await;
        let kept = page.headlines().await;
        page.reload().await;
        page.wait_until(
            "the plan",
            "return document.querySelector('.saved').textContent.startsWith('Saved')",
        )
        .await;
        assert_eq!(page.headlines().await, kept);
        page.click("button", "Web,").await;
        assert_eq!(page.value_of("Replicas").await, "5");
        // A second change goes to the same plan.
        page.fill("Replicas", "4").await;
        page.wait_for_text("Saved").await;
        page.menu("My plans").await;
        page.get("button", "Open Web shop, EU").await;
        assert_eq!(page.js("return document.querySelectorAll('dialog[open] li').length").await, 1);
    });
}

#[test]
fn a_change_right_before_leaving_is_not_lost() {
    in_browser("leaving", |page| async move {
        page.open("").await;
        page.fill("Name of the plan", "First").await;
        page.wait_for_text("Saved").await;
        page.begin_typing("Name of the plan").await;
        page.press("Second" + Key::Enter).await;
        page.reload().await;
        page.wait_until("the plan", "return document.querySelector('#plan-name').value === 'Second'").await;
    });
}

#[test]
fn several_plans_are_kept_opened_and_removed() {
    in_browser("two-plans", |page| async move {
        page.open("").await;
        page.fill("Name of the plan", "One").await;
        page.wait_for_text("Saved").await;
        let one = page.headlines().await;
        page.go("Start").await;
        page.click("button", "Use this: Single-zone monolith").await;
        page.fill("Name of the plan", "Two").await;
        page.wait_for_text("Saved").await;
        assert_ne!(page.headlines().await, one);
        page.go("Start").await;
        page.click("button", "One").await;
        page.wait_for_text("One is open").await;
        assert_eq!(page.headlines().await, one);
        page.menu("My plans").await;
        page.click("button", "Remove Two").await;
        page.click("button", "Remove for good Two").await;
        page.wait_until("one plan", "return document.querySelectorAll('dialog[open] li').length === 1").await;
        page.reload().await;
        page.wait_until("the plan", "return document.querySelector('#plan-name').value === 'One'").await;
    });
}

#[test]
fn a_saved_file_opens_as_the_same_plan() {
    in_browser("file", |page| async move {
        page.open("").await;
        page.fill("Name of the plan", "Filed").await;
        page.click("button", "Web,").await;
        page.fill("Replicas", "5").await;
        let kept = page.headlines().await;
        let text = page.saved_file("filed.tenfold.json").await;
        let file = scratch("filed.tenfold.json");
        std::fs::write(&file, &text).unwrap();
        page.go("Start").await;
        page.click("button", "Use this: Single-zone monolith").await;
        assert_ne!(page.headlines().await, kept);
        page.open_file(&file).await;
        page.wait_for_text("Filed is open").await;
        assert_eq!(page.headlines().await, kept);
        page.js("document.querySelector('#plan-name').focus()").await;
        std::fs::remove_file(&file).unwrap();
        // Saved again, it is the same to the last character.
        let other = page.driver().find(By::Css("#plan-name")).await.unwrap();
        other.send_keys(Key::Control + "s").await.unwrap();
        assert_eq!(page.downloaded("filed.tenfold (1).json").await, text);
    });
}

#[test]
fn a_file_that_is_no_plan_is_refused_with_place_and_reason() {
    in_browser("bad-file", |page| async move {
        page.open("").await;
        page.fill("Name of the plan", "Untouched").await;
        let kept = page.headlines().await;
        let good = page.saved_file("untouched.tenfold.json").await;
        // A newer version opens, unless something that has to be known is not.
        let newer = good.replacen("\"tenfold\": 1", "\"tenfold\": 999", 1).replacen(
            "\"replicas\": ",
            "\"copies\": ",
            1,
        );
        let negative = good.replacen("\"replicas\": ", "\"replicas\": -", 1);
        assert!(
            newer.contains("999") && newer.contains("copies") && negative != good,
            "the file is as this story thinks it is:\n{}",
            &good[..200]
        );
        for (name, text, says) in [
            ("empty", String::new(), "not opened"),
            ("words", "Once upon a time".into(), "not opened"),
            ("other", "{\"name\":\"other\"}".into(), "not a Tenfold plan"),
            ("cut", good[..good.len() / 2].to_owned(), "line"),
            ("newer", newer, "found version 999"),
            ("negative", negative, "replicas"),
        ] {
            let file = scratch(&format!("{name}.json"));
            std::fs::write(&file, text).unwrap();
            page.open_file(&file).await;
            page.wait_for_text("This file was not opened.").await;
            let said = page.text_of(".toast.bad").await;
            assert!(said.contains(says), "{name}: {said}");
            println!("{name}: {}", said.replace('\n', " "));
            page.click("button", "Dismiss").await;
            page.painted().await;
            while page.has("button", "Dismiss").await {
                page.click("button", "Dismiss").await;
            }
            assert_eq!(page.headlines().await, kept, "{name}");
            assert_eq!(page.value_of("Name of the plan").await, "Untouched");
            std::fs::remove_file(&file).unwrap();
        }
    });
}

const BLOCKED: &str = "
    const refuse = { get() { throw new DOMException('blocked', 'SecurityError'); } };
    Object.defineProperty(window, 'localStorage', refuse);
    Object.defineProperty(window, 'sessionStorage', refuse);
    Object.defineProperty(window, 'indexedDB', refuse);
";
const ABSENT: &str = "
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB'])
        Object.defineProperty(window, name, { value: undefined });
";
const DENIED: &str = "
    IDBFactory.prototype.open = () => { throw new DOMException('denied', 'SecurityError'); };
";
const FULL: &str = "
    const full = () => { throw new DOMException('full', 'QuotaExceededError'); };
    IDBObjectStore.prototype.put = full;
    Storage.prototype.setItem = full;
";

/// The app runs, says that it cannot save, and hands the plan over.
fn runs_without_storage(name: &'static str, script: &'static str) {
    in_browser(name, move |page| async move {
        page.before_each_page(script).await;
        page.open("").await;
        let start = page.headlines().await;
        page.click("button", "Web,").await;
        page.fill("Replicas", "2").await;
        assert_ne!(page.headlines().await[0], start[0]);
        page.click("button", "Not saved: download").await;
        let text = page.downloaded("web-shop-eu.tenfold.json").await;
        assert!(text.contains("\"tenfold\""));
        page.menu("My plans").await;
        page.get("dialog", "My plans").await;
        page.press("" + Key::Escape).await;
        for view in ["Start", "Operations", "Cost", "Report", "Design"] {
            page.go(view).await;
        }
        page.menu("Colours: ").await;
        page.assert_accessible().await;
    });
}

#[test]
fn without_any_storage_it_runs_and_offers_the_download() {
    runs_without_storage("storage-blocked", BLOCKED);
}

#[test]
fn where_storage_does_not_exist_it_runs_and_offers_the_download() {
    runs_without_storage("storage-absent", ABSENT);
}

#[test]
fn with_a_denied_database_it_runs_and_offers_the_download() {
    runs_without_storage("storage-denied", DENIED);
}

#[test]
fn with_a_full_disk_it_runs_and_offers_the_download() {
    runs_without_storage("storage-full", FULL);
}

#[test]
fn the_theme_is_that_of_the_system_until_chosen_and_then_remembered() {
    in_browser("theme", |page| async move {
        page.open("").await;
        let background = "return getComputedStyle(document.body).backgroundColor";
        page.prefer_theme("dark").await;
        let dark = page.js(background).await;
        page.prefer_theme("light").await;
        let light = page.js(background).await;
        assert_ne!(dark, light, "the system's theme is followed");
        page.menu("Colours: system").await;
        page.click("button", "Colours: light").await;
        page.painted().await;
        assert_eq!(page.js(background).await, dark, "dark by choice");
        page.reload().await;
        assert_eq!(page.js(background).await, dark, "remembered");
        assert_eq!(page.js("return document.documentElement.dataset.theme").await, json!("dark"));
        page.menu("Colours: dark").await;
        page.painted().await;
        assert_eq!(page.js(background).await, light, "the system's again");
    });
}
