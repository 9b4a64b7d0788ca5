//! Keeping: saved by itself, several plans, files, and what happens where nothing can be kept.

use serde_json::{Value, json};
use thirtyfour::{By, Key, WindowHandle};

use crate::support::{Page, in_browser, scratch};

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
        page.wait_until("one plan", "return document.querySelectorAll('dialog[open] li').length === 1").await;
        page.reload().await;
        page.wait_until("the plan", "return document.querySelector('#plan-name').value === 'One'").await;
    });
}

/// What the store holds, key by key.
async fn stored(page: &Page) -> Value {
    page.js_async(
        "const done = arguments[0];
         indexedDB.open('tenfold').onsuccess = ({ target: { result: database } }) => {
             const plans = database.transaction('plans').objectStore('plans');
             const keys = plans.getAllKeys();
             plans.getAll().onsuccess = ({ target: { result: texts } }) => {
                 database.close();
                 done(Object.fromEntries(texts.map((text, i) => [keys.result[i], text])));
             };
         };",
    )
    .await
}

/// Puts something into the store, past the app.
async fn store(page: &Page, key: &str, value: Value) {
    page.js_async(&format!(
        "const done = arguments[0];
         indexedDB.open('tenfold').onsuccess = ({{ target: {{ result: database }} }}) => {{
             const writing = database.transaction('plans', 'readwrite');
             writing.objectStore('plans').put({value}, '{key}');
             writing.oncomplete = () => {{ database.close(); done(true); }};
         }};"
    ))
    .await;
}

#[test]
fn a_removed_plan_comes_back_exactly_as_it_was() {
    in_browser("put-back", |page| async move {
        page.open("").await;
        page.fill("Name of the plan", "One").await;
        page.wait_for_text("Saved").await;
        page.go("Start").await;
        page.click("button", "Use this: Single-zone monolith").await;
        page.fill("Name of the plan", "Two").await;
        page.wait_for_text("Saved").await;
        store(&page, "torn", json!("{\"tenfold_stored\":1,\"generation\":7}\nhalf of a pl")).await;
        store(&page, "odd", json!(42)).await;
        let before = stored(&page).await;
        assert_eq!(before.as_object().unwrap().len(), 4);

        for (name, key) in
            [("One", None), ("Unreadable plan torn", Some("torn")), ("Unreadable plan odd", Some("odd"))]
        {
            page.menu("My plans").await;
            page.click("button", &format!("Remove {name}")).await;
            page.wait_for_text(&format!("{name} is removed from this browser.")).await;
            let without = stored(&page).await;
            assert_eq!(without.as_object().unwrap().len(), 3, "{without}");
            assert!(key.is_none_or(|key| without[key].is_null()));
            page.prefer_theme("light").await;
            page.assert_accessible().await;
            // The message is within reach of the keyboard although a dialog is open.
            page.tab_to("button", "Undo removal").await;
            page.press("" + Key::Enter).await;
            page.get("button", &format!("Remove {name}")).await;
            assert_eq!(stored(&page).await, before, "{name}");
            page.click("button", "Close").await;
        }
        assert_eq!(page.value_of("Name of the plan").await, "Two");
    });
}

#[test]
fn removing_the_open_plan_keeps_its_work_in_the_tab() {
    in_browser("remove-open", |page| async move {
        page.open("").await;
        page.fill("Name of the plan", "Open one").await;
        page.wait_for_text("Saved").await;
        let before = stored(&page).await;
        page.menu("My plans").await;
        page.wait_for_text("(open here)").await;
        page.click("button", "Remove Open one").await;
        page.wait_for_text("Open one is removed from this browser. It stays open here").await;
        page.screenshot("removed-open").await;
        page.wait_for_text("No plan is stored here yet.").await;
        page.click("button", "Close").await;
        page.wait_for_text("Removed, stored nowhere").await;
        // The message came along, and takes it back.
        page.click("button", "Undo removal").await;
        page.wait_for_text("Saved").await;
        assert_eq!(stored(&page).await, before);

        // Without it, the next change stores the plan again, once.
        page.menu("My plans").await;
        page.click("button", "Remove Open one").await;
        page.wait_for_text("No plan is stored here yet.").await;
        page.click("button", "Close").await;
        page.fill("Name of the plan", "Still here").await;
        page.wait_for_text("Saved").await;
        let again = stored(&page).await;
        assert_eq!(again.as_object().unwrap().len(), 1, "{again}");
        // What was removed is another state by now: it comes back beside.
        page.click("button", "Undo removal").await;
        page.menu("My plans").await;
        for name in ["Open Open one", "Open Still here"] {
            page.get("button", name).await;
        }
        page.press("" + Key::Escape).await;
        page.reload().await;
        page.wait_until("the plan", "return document.querySelector('#plan-name').value === 'Still here'")
            .await;
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
        let newer = good.replacen("\"tenfold\": 2", "\"tenfold\": 999", 1).replacen(
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

#[test]
fn a_plan_of_a_newer_version_is_read_and_only_a_copy_is_changed() {
    in_browser("newer", |page| async move {
        page.open("").await;
        let good = page.saved_file("web-shop-eu.tenfold.json").await;
        let newer = good.replacen("\"tenfold\": 2", "\"tenfold\": 999", 1).replacen(
            "\"routing\": {",
            "\"weather\": \"fair\",\n    \"routing\": {",
            1,
        );
        assert!(newer.contains("999") && newer.contains("weather"), "the file is as this story thinks it is");
        let file = scratch("newer.json");
        std::fs::write(&file, newer).unwrap();
        page.open_file(&file).await;
        std::fs::remove_file(&file).unwrap();
        page.wait_for_text("This plan is open to read only.").await;
        let said = page.text_of(".banner").await;
        assert!(said.contains("version 999") && said.contains("weather"), "{said}");
        let kept = page.headlines().await;

        // Neither a number nor a name changes it.
        page.click("button", "Web,").await;
        page.fill("Replicas", "9").await;
        page.wait_for_text("edit a copy of it").await;
        page.fill("Name of the plan", "Taken over").await;
        page.painted().await;
        assert_eq!(page.headlines().await, kept);
        assert_eq!(page.value_of("Name of the plan").await, "Web shop, EU");
        assert!(!page.text_of(".saved").await.contains("Saving"));

        page.click("button", "Edit a copy without it").await;
        page.fill("Name of the plan", "Taken over").await;
        page.wait_for_text("Saved").await;
        assert_eq!(page.value_of("Name of the plan").await, "Taken over");
        assert!(!page.has("button", "Edit a copy without it").await);
    });
}

/// A second tab on the same page; the first one stays open.
async fn second_tab(page: &Page) -> (WindowHandle, WindowHandle) {
    let first = page.driver().window().await.unwrap();
    let second = page.driver().new_tab().await.unwrap();
    page.driver().switch_to_window(second.clone()).await.unwrap();
    (first, second)
}

#[test]
fn what_another_tab_saved_is_told_and_both_states_are_kept() {
    in_browser("two-tabs", |page| async move {
        page.open("").await;
        page.fill("Name of the plan", "Shared").await;
        page.wait_for_text("Saved").await;
        let (first, second) = second_tab(&page).await;
        page.open("").await;
        page.wait_until("the plan", "return document.querySelector('#plan-name').value === 'Shared'").await;
        page.click("button", "Web,").await;
        page.fill("Replicas", "5").await;
        page.wait_for_text("Saved").await;
        let theirs = page.headlines().await;

        // The first tab hears of it by itself, and has copied nothing.
        page.driver().switch_to_window(first.clone()).await.unwrap();
        page.wait_for_text("Shared was saved meanwhile in another tab").await;
        page.wait_for_text("What you see here is as it was before.").await;
        assert_eq!(stored(&page).await.as_object().unwrap().len(), 1);
        for theme in ["light", "dark"] {
            page.prefer_theme(theme).await;
            page.assert_accessible().await;
            page.screenshot(&format!("banner-{theme}")).await;
        }
        page.resize(360, 740).await;
        page.assert_accessible().await;
        page.screenshot("banner-360").await;
        let wide = "return document.documentElement.scrollWidth > document.documentElement.clientWidth";
        assert_eq!(page.js(wide).await, json!(false), "nothing to scroll sideways");
        page.resize(1280, 900).await;
        // A change does not wait for a choice: it is stored as a copy.
        page.click("button", "Web,").await;
        page.fill("Replicas", "2").await;
        page.wait_for_text("Nothing is lost: what you see here is stored as a copy.").await;
        page.wait_for_text("Saved").await;
        let mine = page.headlines().await;
        assert_ne!(mine, theirs);
        assert_eq!(stored(&page).await.as_object().unwrap().len(), 2);
        page.driver().find(By::Css("#plan-name")).await.unwrap().focus().await.unwrap();
        page.tab_back_to("button", "Keep mine as a copy").await;
        page.press("" + Key::Enter).await;
        page.wait_until("no banner", "return !document.querySelector('.banner')").await;
        assert_eq!(page.value_of("Name of the plan").await, "Shared, copy");
        page.wait_for_text("Saved").await;

        // The other tab has nothing to be told, and finds its own again.
        page.driver().switch_to_window(second).await.unwrap();
        assert_eq!(page.js("return document.querySelectorAll('.banner').length").await, 0);
        assert_eq!(page.headlines().await, theirs);
        page.menu("My plans").await;
        page.click("button", "Open Shared, copy").await;
        page.wait_for_text("Shared, copy is open").await;
        assert_eq!(page.headlines().await, mine);
        page.menu("My plans").await;
        page.click("button", "Open Shared").await;
        page.wait_for_text("Shared is open").await;
        assert_eq!(page.headlines().await, theirs);
    });
}

#[test]
fn what_another_tab_saved_is_opened_and_the_way_back_is_kept() {
    in_browser("open-theirs", |page| async move {
        page.open("").await;
        page.fill("Name of the plan", "Shared").await;
        page.wait_for_text("Saved").await;
        let mine = page.headlines().await;
        let (first, second) = second_tab(&page).await;
        page.open("").await;
        page.wait_until("the plan", "return document.querySelector('#plan-name').value === 'Shared'").await;
        page.click("button", "Web,").await;
        page.fill("Replicas", "5").await;
        page.wait_for_text("Saved").await;
        let theirs = page.headlines().await;
        page.driver().switch_to_window(first).await.unwrap();
        page.click("button", "Open theirs").await;
        page.wait_for_text("Shared is open").await;
        assert_eq!(page.headlines().await, theirs);
        assert_eq!(page.js("return document.querySelectorAll('.banner').length").await, 0);
        page.click("button", "Go back").await;
        assert_eq!(page.headlines().await, mine);
        page.click("button", "Open theirs").await;
        page.wait_until("no banner", "return !document.querySelector('.banner')").await;
        // From here on both go on with one state: what is saved here is told there.
        page.click("button", "Web,").await;
        page.fill("Replicas", "6").await;
        page.wait_for_text("Saved").await;
        assert_eq!(stored(&page).await.as_object().unwrap().len(), 1);
        page.driver().switch_to_window(second).await.unwrap();
        page.wait_for_text("Shared was saved meanwhile in another tab").await;
    });
}

/// `window.full` lets every write fail; `window.tries` has their times.
const FLAKY: &str = "
    window.tries = [];
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...all) {
        if (!window.full) return put.apply(this, all);
        window.tries.push(performance.now());
        throw new DOMException('full', 'QuotaExceededError');
    };
";

/// Whether the browser would ask before the page is left.
async fn asks_before_leaving(page: &Page) -> bool {
    let asked = "const event = new Event('beforeunload', { cancelable: true });
                 dispatchEvent(event);
                 return event.defaultPrevented";
    page.js(asked).await == json!(true)
}

#[test]
fn a_refused_save_is_tried_again_until_it_works() {
    in_browser("retry", |page| async move {
        page.before_each_page(FLAKY).await;
        page.open("").await;
        page.js("window.full = true").await;
        page.fill("Name of the plan", "Once").await;
        page.get("button", "Not saved: download").await;
        page.wait_for_text("Next try ").await;
        assert!(asks_before_leaving(&page).await);
        // By itself, after growing pauses.
        page.wait_until("three tries", "return window.tries.length === 3").await;
        let gap = "const [a, b, c] = window.tries; return [b - a, c - b]";
        let gaps = page.js(gap).await;
        assert!(gaps[0].as_f64().unwrap() > 900.0 && gaps[1].as_f64().unwrap() > 1900.0, "{gaps}");
        page.screenshot("retry").await;
        page.js("window.full = false").await;
        page.wait_for_text("Saved").await;
        assert!(!page.has("button", "Not saved: download").await && !asks_before_leaving(&page).await);
        assert!(!page.text_of(".topbar").await.contains("Next try"));

        // At once, with the next edit.
        page.js("window.full = true; window.tries = []").await;
        page.fill("Name of the plan", "Twice").await;
        page.wait_until("three tries", "return window.tries.length === 3").await;
        page.js("window.full = false; window.since = performance.now()").await;
        page.fill("Name of the plan", "Three times").await;
        page.wait_for_text("Saved").await;
        let took = page.js("return performance.now() - window.since").await;
        assert!(took.as_f64().unwrap() < 3500.0, "the next try by itself was 4 s away: {took}");

        // At once, when the page is shown again; and a plan that was left meanwhile is saved as well.
        page.js("window.full = true; window.tries = []").await;
        page.fill("Name of the plan", "Four times").await;
        page.get("button", "Not saved: download").await;
        page.go("Start").await;
        page.click("button", "Use this: Single-zone monolith").await;
        page.fill("Name of the plan", "Another").await;
        page.wait_until("more tries", "return window.tries.length >= 3").await;
        page.get("button", "Not saved: download").await;
        page.js("window.full = false; document.dispatchEvent(new Event('visibilitychange'))").await;
        page.wait_for_text("Saved").await;
        page.menu("My plans").await;
        for name in ["Open Four times", "Open Another"] {
            page.get("button", name).await;
        }
        assert_eq!(page.js("return document.querySelectorAll('dialog[open] li').length").await, 2);
    });
}

#[test]
fn with_a_denied_database_a_reload_brings_the_plan_back_from_the_mirror() {
    in_browser("denied-mirror", |page| async move {
        page.before_each_page(DENIED).await;
        page.open("").await;
        page.fill("Name of the plan", "Mirrored").await;
        page.get("button", "Not saved: download").await;
        page.reload().await;
        page.wait_until("the plan", "return document.querySelector('#plan-name').value === 'Mirrored'").await;
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
fn runs_without_storage(name: &'static str, script: &'static str, from_the_start: bool) {
    in_browser(name, move |page| async move {
        page.before_each_page(script).await;
        page.open("").await;
        let start = page.headlines().await;
        if from_the_start {
            page.wait_for_text("This browser stores nothing for this page.").await;
            page.get("button", "Download the plan").await;
        }
        assert!(!asks_before_leaving(&page).await, "there is nothing to lose yet");
        page.click("button", "Web,").await;
        page.fill("Replicas", "2").await;
        assert_ne!(page.headlines().await[0], start[0]);
        page.click("button", "Not saved: download").await;
        let text = page.downloaded("web-shop-eu.tenfold.json").await;
        assert!(text.contains("\"tenfold\""));
        assert!(asks_before_leaving(&page).await);
        assert_eq!(page.has("button", "Download the plan").await, from_the_start);
        for theme in ["light", "dark"] {
            page.prefer_theme(theme).await;
            page.assert_accessible().await;
            page.screenshot(&format!("{name}-{theme}")).await;
        }
        page.resize(360, 740).await;
        page.screenshot(&format!("{name}-360")).await;
        let wide = "return document.documentElement.scrollWidth > document.documentElement.clientWidth";
        assert_eq!(page.js(wide).await, json!(false), "nothing to scroll sideways");
        page.resize(1280, 900).await;
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
    runs_without_storage("storage-blocked", BLOCKED, true);
}

#[test]
fn where_storage_does_not_exist_it_runs_and_offers_the_download() {
    runs_without_storage("storage-absent", ABSENT, true);
}

#[test]
fn with_a_denied_database_it_runs_and_offers_the_download() {
    runs_without_storage("storage-denied", DENIED, true);
}

#[test]
fn with_a_full_disk_it_runs_and_offers_the_download() {
    runs_without_storage("storage-full", FULL, false);
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
