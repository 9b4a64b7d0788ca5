//! What a person does with Tenfold itself: reads its headlines, goes to a view, opens a file, walks by keyboard.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use thirtyfour::{By, Key};

use super::{Page, must, root};

/// What a headline says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Headline {
    /// What it is called.
    pub name: String,
    /// Its value.
    pub value: String,
    /// What stands beside it.
    pub beside: String,
    /// What stands beneath it.
    pub beneath: String,
}

/// How many steps of the keyboard a thing may be away.
const STEPS: usize = 250;

/// How long heavy work may take.
const LONG: std::time::Duration = std::time::Duration::from_secs(60);

impl Page {
    /// Waits until everything that was done is painted.
    pub async fn painted(&self) {
        self.js_async("requestAnimationFrame(() => requestAnimationFrame(() => arguments[0](true)))").await;
    }

    /// The five headlines, from left to right, after everything that was done is painted.
    pub async fn headlines(&self) -> Vec<Headline> {
        self.painted().await;
        let found = self
            .js("const text = (item, part) => item.querySelector(part).textContent.replace(/\\s+/g, ' ').trim();
                 return [...document.querySelectorAll('.headline')].map((item) =>
                     ['h2', 'output', 'small', '.beneath'].map((part) => text(item, part)))")
            .await;
        let line = |parts: &Value| {
            let part = |i: usize| parts[i].as_str().unwrap_or_default().to_owned();
            Headline { name: part(0), value: part(1), beside: part(2), beneath: part(3) }
        };
        let lines: Vec<Headline> = found.as_array().into_iter().flatten().map(line).collect();
        assert_eq!(lines.len(), 5, "five headlines, not {lines:?}");
        lines
    }

    /// Waits until the forecast of the plan as it is has been worked out.
    pub async fn forecast(&self) {
        self.wait_for_long(
            "the forecast",
            "const ranges = [...document.querySelectorAll('.headline .range:not([hidden])')];
             return ranges.length === 3 && ranges.every((range) => range.dataset.state === 'fresh')",
        )
        .await;
    }

    /// Waits until this script returns true, for work that takes a while.
    pub async fn wait_for_long(&self, what: &str, script: &str) {
        let since = std::time::Instant::now();
        while self.js(script).await != json!(true) {
            assert!(since.elapsed() < LONG, "{what} was not there after {LONG:?}");
            tokio::time::sleep(std::time::Duration::from_millis(25)).await;
        }
    }

    /// What users get, with its nines: the first headline.
    pub async fn users_get(&self) -> String {
        let first = self.headlines().await.swap_remove(0);
        format!("{} ({})", first.value, first.beside)
    }

    /// What is spent in a month: the fourth headline.
    pub async fn cost_a_month(&self) -> String {
        self.headlines().await.swap_remove(3).value
    }

    /// Goes to a view by the navigation.
    pub async fn go(&self, view: &str) {
        self.driver().find(By::Css(".nav")).await.map_or_else(|e| panic!("no navigation: {e}"), drop);
        let button = format!("//nav//button[normalize-space()='{view}']");
        let button = must(self.driver().find(By::XPath(button)).await, view);
        must(button.click().await, view);
        self.painted().await;
        let here = self.js("return document.querySelector('.nav [aria-current=page]')?.textContent").await;
        assert_eq!(here, json!(view), "the view after its button was pressed");
    }

    /// Picks an item of the menu.
    pub async fn menu(&self, item: &str) {
        self.click("button", "Menu").await;
        self.click("button", item).await;
    }

    /// Presses a button of the row of segments with this label.
    pub async fn segment(&self, label: &str, button: &str) {
        let path = format!("//*[@role='group'][@aria-label='{label}']//button[normalize-space()='{button}']");
        let found = must(self.driver().find(By::XPath(path)).await, &format!("{label}: {button}"));
        must(found.scroll_into_view().await, label);
        must(found.click().await, &format!("pressing {button} of {label}"));
    }

    /// The text in the field with this label.
    pub async fn value_of(&self, label: &str) -> String {
        let field = self.get("field", label).await;
        must(field.value().await, label).unwrap_or_default()
    }

    /// Puts the cursor in a field with all of its text selected, so that typing replaces it.
    pub async fn begin_typing(&self, label: &str) {
        let field = self.get("field", label).await;
        must(field.send_keys(Key::Control + "a").await, label);
    }

    /// Runs this before anything else on every page that is opened from now on.
    pub async fn before_each_page(&self, script: &str) {
        let source = json!({ "source": script });
        let sent = self.driver().cdp().send_raw("Page.addScriptToEvaluateOnNewDocument", source).await;
        must(sent, "a script for every page");
    }

    // ---- files

    /// Opens a file, by mouse, with a stand-in for the dialog of the system, which no driver can reach.
    pub async fn open_file(&self, file: &Path) {
        self.stand_in_for_the_dialog().await;
        self.menu("Open file").await;
        self.choose_file(file).await;
    }

    /// Opens a file by a button that asks for one.
    pub async fn open_file_by(&self, button: &str, file: &Path) {
        self.stand_in_for_the_dialog().await;
        self.click("button", button).await;
        self.choose_file(file).await;
    }

    async fn stand_in_for_the_dialog(&self) {
        self.js("HTMLInputElement.prototype.click = function () {
                     if (this.type !== 'file') return;
                     document.getElementById('story-file')?.remove();
                     this.id = 'story-file';
                     document.body.append(this);
                 };")
            .await;
    }

    async fn choose_file(&self, file: &Path) {
        let input = must(self.driver().find(By::Id("story-file")).await, "the file dialog");
        must(input.send_keys(file.to_string_lossy().as_ref()).await, "choosing the file");
        self.js("document.getElementById('story-file').remove()").await;
    }

    /// Saves the open plan as a file by the menu; its text.
    pub async fn saved_file(&self, name: &str) -> String {
        self.menu("Save file").await;
        self.downloaded(name).await
    }

    // ---- the keyboard

    /// Walks forward with Tab until the focus is on the thing with this role and name.
    pub async fn tab_to(&self, role: &str, name: &str) {
        self.walk(role, name, || Key::Tab + "").await;
    }

    /// The same backward.
    pub async fn tab_back_to(&self, role: &str, name: &str) {
        self.walk(role, name, || Key::Shift + Key::Tab).await;
    }

    async fn walk(&self, role: &str, name: &str, step: impl Fn() -> thirtyfour::common::keys::TypingData) {
        let mut seen = Vec::new();
        for _ in 0..STEPS {
            let focus = self.focus().await;
            if focus.0 == role && (focus.1 == name || focus.1.starts_with(name)) {
                return;
            }
            seen.push(format!("{} {}", focus.0, focus.1.chars().take(30).collect::<String>()));
            self.press(step()).await;
        }
        panic!("the keyboard does not reach the {role} \"{name}\"; it was at {seen:#?}");
    }

    /// The kind and the name of what has the focus: `("field", "Replicas")`.
    pub async fn focus(&self) -> (String, String) {
        let args = vec![json!("focus"), json!("")];
        let found = must(self.driver().execute(include_str!("find.js"), args).await, "the focus");
        let part = |i: usize| found.json()[i].as_str().unwrap_or_default().to_owned();
        (part(0), part(1))
    }

    // ---- the worker

    /// From now on, keeps what the workers of the page say.
    pub async fn listen_to_workers(&self) {
        self.js("const make = window.tenfoldWorker;
                 window.heard = [];
                 window.tenfoldWorker = () => {
                     const worker = make();
                     window.heard.push('start');
                     worker.addEventListener('message', (event) => window.heard.push(String(event.data).slice(0, 5)));
                     return worker;
                 };")
            .await;
    }

    /// The beginnings of what was heard.
    pub async fn heard(&self) -> Vec<String> {
        let heard = self.js("return window.heard").await;
        heard.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    }
}

/// A path for a file of a story.
pub fn scratch(name: &str) -> PathBuf {
    let folder = root().join("target/e2e-files");
    must(std::fs::create_dir_all(&folder), "target/e2e-files");
    folder.join(name)
}

/// What the command line prints.
pub fn cli(arguments: &[&str]) -> String {
    let program = env!("CARGO_BIN_EXE_tenfold");
    let output = must(std::process::Command::new(program).args(arguments).output(), program);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    must(String::from_utf8(output.stdout), "its output")
}
