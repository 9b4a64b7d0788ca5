//! What the stories stand on: a server for `dist/`, a browser, and a person's ways to use a page.

mod app;
mod driver;
mod page;
mod site;

use std::fmt::Display;
use std::future::Future;
use std::panic;
use std::path::{Path, PathBuf};

pub use app::{Headline, cli, scratch};
pub use page::Page;
pub use site::serving;

use driver::Driver;
use site::Site;

/// Runs a story in a browser of its own, then checks what holds for every story.
///
/// A story that fails leaves `target/screenshots/NAME-failed.png`.
/// The browser, its driver and the server end with it, however it ends.
pub fn in_browser<Story, Told>(name: &'static str, story: Story)
where
    Story: FnOnce(Page) -> Told,
    Told: Future<Output = ()> + 'static,
{
    let site = Site::of_dist();
    let driver = Driver::start(name, site.proxy());
    let runtime = must(tokio::runtime::Builder::new_current_thread().enable_all().build(), "tokio");
    let tasks = tokio::task::LocalSet::new();
    tasks.block_on(&runtime, async {
        let page = Page::new(&driver, site).await;
        let mut told = tokio::task::spawn_local(story(page.clone())).await;
        if told.is_ok() {
            let last = page.clone();
            told = tokio::task::spawn_local(async move { last.assert_clean().await }).await;
        } else {
            page.report_failure(name).await;
        }
        page.quit().await;
        if let Err(failed) = told {
            panic::resume_unwind(failed.into_panic());
        }
    });
}

/// The root of the repository.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A path that `cargo xtask test` hands over, or its usual place.
fn handed(variable: &str, usual: &[&str]) -> PathBuf {
    if let Some(path) = std::env::var_os(variable) {
        return PathBuf::from(path);
    }
    let found = usual.iter().map(|path| root().join(path)).find(|path| path.is_file());
    found
        .unwrap_or_else(|| panic!("{variable} is not set and {usual:?} is not there: run `cargo xtask test`"))
}

/// The value, or a failed test that says what was being done.
#[track_caller]
fn must<T, E: Display>(outcome: Result<T, E>, doing: &str) -> T {
    match outcome {
        Ok(value) => value,
        Err(error) => panic!("{doing}: {error}"),
    }
}
