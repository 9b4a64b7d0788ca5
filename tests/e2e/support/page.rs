//! A page as a person uses it: things have roles and names, and take a moment to appear.

use std::cell::Cell;
use std::fs;
use std::path::PathBuf;
use std::rc::Rc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use thirtyfour::common::keys::TypingData;
use thirtyfour::{By, Key, WebDriver, WebElement};

use super::driver::Driver;
use super::site::Site;
use super::{handed, must, root};

/// How long a thing may take to appear.
const PATIENCE: Duration = Duration::from_secs(8);
const MOMENT: Duration = Duration::from_millis(25);

/// One browser window on the release page.
#[derive(Clone)]
pub struct Page {
    driver: WebDriver,
    site: Rc<Site>,
    downloads: PathBuf,
    errors_expected: Rc<Cell<bool>>,
}

impl Page {
    pub(super) async fn new(driver: &Driver, site: Site) -> Self {
        let session = WebDriver::new(driver.url(), driver.capabilities()).await;
        Self {
            driver: must(session, "the browser did not start"),
            site: Rc::new(site),
            downloads: driver.downloads(),
            errors_expected: Rc::new(Cell::new(false)),
        }
    }

    /// The browser itself, for what has no method here.
    pub fn driver(&self) -> &WebDriver {
        &self.driver
    }

    /// The server of this page: what was asked of it, and what it shall refuse.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// Errors in the console belong to this story.
    pub fn expect_console_errors(&self) {
        self.errors_expected.set(true);
    }

    // ---- going somewhere

    /// Opens the page with this after its address (`#view=cost`), and waits until the app runs.
    pub async fn open(&self, rest: &str) {
        self.goto(rest).await;
        self.started().await;
    }

    /// Opens the page with this after its address.
    pub async fn goto(&self, rest: &str) {
        must(self.driver.goto(format!("{}{rest}", self.site.url())).await, "opening the page");
    }

    /// Loads the page again and waits until the app runs.
    pub async fn reload(&self) {
        must(self.driver.refresh().await, "reloading");
        self.started().await;
    }

    async fn started(&self) {
        self.wait_until("the app to start", "return document.documentElement.dataset.boot === 'ready'").await;
    }

    // ---- finding

    /// The visible element with this role and name; `field` is any input by its label.
    pub async fn get(&self, role: &str, name: &str) -> WebElement {
        let since = Instant::now();
        loop {
            let args = vec![json!(role), json!(name)];
            let found =
                must(self.driver.execute(include_str!("find.js"), args).await, "looking for an element");
            let seen = found.json()["names"].clone();
            if seen.is_null() {
                return must(found.element(), "looking for an element");
            }
            assert!(since.elapsed() < PATIENCE, "no {role} named \"{name}\"; there are: {seen}");
            tokio::time::sleep(MOMENT).await;
        }
    }

    /// Whether such an element is there now.
    pub async fn has(&self, role: &str, name: &str) -> bool {
        let args = vec![json!(role), json!(name)];
        let found = must(self.driver.execute(include_str!("find.js"), args).await, "looking for an element");
        found.json()["names"].is_null()
    }

    /// The text a person sees in the first element for this selector.
    pub async fn text_of(&self, selector: &str) -> String {
        let element = must(self.driver.find(By::Css(selector)).await, selector);
        must(element.text().await, selector)
    }

    /// Waits until the page shows this text.
    pub async fn wait_for_text(&self, text: &str) {
        let script = format!("return document.body.innerText.includes({})", json!(text));
        self.wait_until(&format!("the text \"{text}\""), &script).await;
    }

    /// Waits until this script returns true.
    pub async fn wait_until(&self, what: &str, script: &str) {
        let since = Instant::now();
        while self.js(script).await != json!(true) {
            let waited = since.elapsed() >= PATIENCE;
            assert!(!waited, "waited in vain for {what}; the page shows:\n{}", self.text_of("body").await);
            tokio::time::sleep(MOMENT).await;
        }
    }

    // ---- doing

    /// Clicks the element with this role and name.
    pub async fn click(&self, role: &str, name: &str) {
        let element = self.get(role, name).await;
        if element.click().await.is_err() {
            // Something lies over it, as a message at the rim does: a person scrolls it to the middle.
            let middle = "arguments[0].scrollIntoView({ block: 'center' })";
            let args = vec![must(element.to_json(), name)];
            must(self.driver.execute(middle, args).await, name);
            must(element.click().await, &format!("clicking the {role} \"{name}\""));
        }
    }

    /// Replaces what stands in the field with this label, as typing does, and leaves the field.
    pub async fn fill(&self, label: &str, text: &str) {
        let field = self.get("field", label).await;
        must(field.send_keys(Key::Control + "a").await, label);
        must(field.send_keys(text).await, label);
        must(field.send_keys("" + Key::Tab).await, label);
    }

    /// Chooses the option with this text in the list with this label.
    pub async fn choose(&self, label: &str, option: &str) {
        let list = self.get("combobox", label).await;
        let options = must(list.find_all(By::Tag("option")).await, "options");
        let mut texts = Vec::new();
        for candidate in options {
            let text = must(candidate.text().await, "an option");
            if text.trim() == option {
                return must(candidate.click().await, "choosing");
            }
            texts.push(text);
        }
        panic!("\"{label}\" has no option \"{option}\"; it has {texts:?}");
    }

    /// Presses keys where the focus is: `Key::Tab`, `Key::Control + "z"`, `"?"`.
    pub async fn press(&self, keys: impl Into<TypingData>) {
        let focused = must(self.driver.active_element().await, "the focused element");
        must(focused.send_keys(keys).await, "pressing keys");
    }

    /// Runs a script; what it returns.
    pub async fn js(&self, script: &str) -> Value {
        must(self.driver.execute(script, Vec::new()).await, script).json().clone()
    }

    /// Runs a script that calls `arguments[0]` with its answer.
    pub async fn js_async(&self, script: &str) -> Value {
        must(self.driver.execute_async(script, Vec::new()).await, script).json().clone()
    }

    /// The text of a file that the page has offered for download.
    pub async fn downloaded(&self, name: &str) -> String {
        must(String::from_utf8(self.downloaded_bytes(name).await), name)
    }

    /// The bytes of such a file.
    pub async fn downloaded_bytes(&self, name: &str) -> Vec<u8> {
        let (since, mut before) = (Instant::now(), Vec::new());
        loop {
            match fs::read(self.downloads.join(name)) {
                // A file that is being written grows from nothing: it is whole when it grows no more.
                Ok(bytes) if !bytes.is_empty() && bytes == before => return bytes,
                Ok(bytes) => before = bytes,
                Err(error) => assert!(since.elapsed() < PATIENCE, "{name} was not downloaded: {error}"),
            }
            tokio::time::sleep(MOMENT).await;
        }
    }

    // ---- looking

    /// Gives the page this width and height in CSS pixels; narrower than a window can be.
    pub async fn resize(&self, width: u32, height: u32) {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        must(self.driver.cdp().send_raw("Emulation.setDeviceMetricsOverride", size).await, "resizing");
    }

    /// Lets the system ask for a `light` or `dark` theme.
    pub async fn prefer_theme(&self, theme: &str) {
        let media = json!({ "features": [{ "name": "prefers-color-scheme", "value": theme }] });
        must(self.driver.cdp().send_raw("Emulation.setEmulatedMedia", media).await, "the system's theme");
    }

    /// Saves a picture as `target/screenshots/NAME.png`.
    pub async fn screenshot(&self, name: &str) {
        let folder = root().join("target/screenshots");
        must(fs::create_dir_all(&folder), "target/screenshots");
        must(self.driver.screenshot(&folder.join(format!("{name}.png"))).await, "a screenshot");
    }

    /// Fails when axe-core finds a violation, with what it says about each.
    pub async fn assert_accessible(&self) {
        let axe = handed("TENFOLD_AXE", &["target/tools/axe/package/axe.min.js"]);
        let source = must(fs::read_to_string(&axe), "axe-core (run `cargo xtask test`)");
        self.js(&source).await;
        let found = self
            .js_async(
                "const done = arguments[0];
                 axe.run(document, { resultTypes: ['violations'] }).then(
                     (report) => done(report.violations.map((violation) =>
                         violation.id + ' (' + violation.impact + '): ' + violation.help + '\\n' +
                         violation.nodes.map((node) => '    ' + node.target.join(' ') + '\\n      ' +
                             node.failureSummary.replace(/\\n/g, '\\n      ')).join('\\n')
                     )),
                     (error) => done(['axe did not run: ' + error]),
                 );",
            )
            .await;
        let found = found.as_array().cloned().unwrap_or_else(|| vec![json!("axe gave no report")]);
        let lines: Vec<&str> = found.iter().filter_map(Value::as_str).collect();
        assert!(lines.is_empty(), "{} accessibility violations:\n{}", lines.len(), lines.join("\n"));
    }

    // ---- what holds for every story

    pub(super) async fn assert_clean(&self) {
        let foreign = self.site.foreign();
        assert!(foreign.is_empty(), "requests left the origin: {foreign:?}");
        let elsewhere = self.js("return performance.getEntriesByType('resource').map((entry) => entry.name)
                 .filter((name) => new URL(name).origin !== location.origin && !name.startsWith('data:'))");
        let elsewhere = elsewhere.await;
        assert!(
            self.errors_expected.get() || elsewhere == json!([]),
            "requests left the origin: {elsewhere}"
        );
        let log = must(self.driver.browser_log().await, "the console");
        let errors: Vec<String> =
            log.into_iter().filter(|entry| entry.level == "SEVERE").map(|entry| entry.message).collect();
        assert!(
            self.errors_expected.get() || errors.is_empty(),
            "errors in the console:\n{}",
            errors.join("\n")
        );
    }

    pub(super) async fn report_failure(&self, name: &str) {
        let file = root().join("target/screenshots").join(format!("{name}-failed.png"));
        let _ = fs::create_dir_all(root().join("target/screenshots"));
        let _ = self.driver.screenshot(&file).await;
        for entry in self.driver.browser_log().await.unwrap_or_default() {
            eprintln!("console {}: {}", entry.level, entry.message);
        }
        eprintln!("picture: {}", file.display());
    }

    pub(super) async fn quit(self) {
        let _ = self.driver.quit().await;
    }
}
