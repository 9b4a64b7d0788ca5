//! Without a network: the page as it was last, the plan as it was saved, and a new build all or nothing.

use serde_json::{Value, json};

use crate::support::{Page, in_browser, serving};

/// The builds that are kept whole: the names of their caches.
async fn builds(page: &Page) -> Vec<String> {
    let found = page
        .js_async(
            "const done = arguments[0];
             (async () => {
                 const whole = [];
                 for (const name of await caches.keys())
                     if (await (await caches.open(name)).match(new URL('./', document.baseURI))) whole.push(name);
                 return whole;
             })().then(done);",
        )
        .await;
    found.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Waits until these many builds are kept, one of them with this name in it.
async fn kept(page: &Page, count: usize, name: &str) {
    let mut seen = Vec::new();
    for _ in 0..300 {
        seen = builds(page).await;
        if seen.len() == count && seen.iter().any(|build| build.contains(name)) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("waited in vain for {count} builds, one with {name}: {seen:?}");
}

/// The name of the page's first style file, which stands for its build.
async fn style_of(page: &Page) -> String {
    let name = page.js("return document.querySelector('link[rel=stylesheet]').href.split('/').pop()").await;
    name.as_str().unwrap().to_owned()
}

#[test]
fn after_one_visit_it_opens_without_a_network_with_the_plan() {
    in_browser("offline", |page| async move {
        page.expect_console_errors(); // each try to reach the network is one
        page.open("").await;
        page.fill("Name of the plan", "On the train").await;
        page.wait_for_text("Saved").await;
        let style = style_of(&page).await;
        kept(&page, 1, &style).await;
        let there = page.headlines().await;
        page.site().be_silent(true);
        let asked = page.site().requests().len();
        for rest in ["", "index.html", "?from=mail#view=cost"] {
            page.driver().goto("about:blank").await.unwrap();
            page.open(rest).await;
            page.wait_until(
                "the plan",
                "return document.querySelector('#plan-name').value === 'On the train'",
            )
            .await;
            assert_eq!(page.headlines().await, there);
        }
        // Its workers start as well, and what is changed is saved.
        let worker = "const worker = window.tenfoldWorker();
                      worker.onmessage = (event) => arguments[0](event.data);
                      worker.onerror = (event) => arguments[0]('error: ' + event.message);";
        assert_eq!(page.js_async(worker).await, json!("ready"));
        page.fill("Name of the plan", "Still on the train").await;
        page.wait_for_text("Saved").await;
        page.reload().await;
        page.wait_until(
            "the plan",
            "return document.querySelector('#plan-name').value === 'Still on the train'",
        )
        .await;
        assert_eq!(page.site().requests().len(), asked, "nothing was answered meanwhile");
    });
}

#[test]
fn a_new_build_takes_the_place_of_the_old_one_only_when_it_is_whole() {
    in_browser("new-build", |page| async move {
        page.expect_console_errors();
        page.open("").await;
        let old = style_of(&page).await;
        let new = "layers-0123456789abcdef.css";
        assert!(old.starts_with("layers-"), "{old}");
        kept(&page, 1, &old).await;

        // Half published: the page opens, and is not kept.
        page.site().publish(&old, new);
        page.site().refuse("icon.svg");
        page.reload().await;
        assert_eq!(style_of(&page).await, new);
        page.painted().await;
        kept(&page, 1, &old).await;
        page.site().be_silent(true);
        page.reload().await;
        assert_eq!(style_of(&page).await, old, "the old build, whole");
        assert_eq!(
            page.js("return getComputedStyle(document.querySelector('.topbar')).display").await,
            "flex"
        );

        // Published: the old one goes.
        page.site().be_silent(false);
        page.site().refuse_nothing();
        page.reload().await;
        assert_eq!(style_of(&page).await, new);
        kept(&page, 1, new).await;
        page.site().be_silent(true);
        page.reload().await;
        assert_eq!(style_of(&page).await, new);
    });
}

#[test]
fn only_what_is_of_this_page_is_kept() {
    in_browser("kept-files", |page| async move {
        page.open("").await;
        kept(&page, 1, &style_of(&page).await).await;
        let urls = page
            .js_async(
                "const done = arguments[0];
                 caches.keys()
                     .then((names) => caches.open(names[0]))
                     .then((cache) => cache.keys())
                     .then((requests) => done(requests.map((request) => request.url)));",
            )
            .await;
        let urls: Vec<&str> = urls.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        assert!(urls.iter().all(|url| url.starts_with(&page.site().url())), "{urls:?}");
        for ending in [serving(), "boot.js", ".wasm", ".css", "icon.svg"] {
            assert!(urls.iter().any(|url| url.ends_with(ending)), "no {ending} in {urls:?}");
        }
        let scope = "navigator.serviceWorker.ready.then((kept) => arguments[0](kept.scope))";
        assert_eq!(page.js_async(scope).await, json!(page.site().url()));
    });
}
