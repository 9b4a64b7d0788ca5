//! What the browser tests need: a Chromium, its driver, and axe-core.

use std::env;
use std::fs;
use std::path::PathBuf;

use crate::command::{Task, cargo, on_path};
use crate::tools;

const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

const AXE: &str = "axe-core@4.14.1";
const AXE_INTEGRITY: &str =
    "sha512-FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==";

/// Runs the browser tests against the release page in `dist/`.
pub fn test() -> Result<(), String> {
    install_missing()?;
    let driver = driver().ok_or_else(advice)?;
    let browser = browser(&driver).ok_or_else(advice)?;
    let axe = axe()?;
    cargo(&["test", "--locked", "--no-default-features", "--features", "cli,e2e", "--test", "e2e"])
        .env("TENFOLD_BROWSER", browser)
        .env("TENFOLD_DRIVER", driver)
        .env("TENFOLD_AXE", axe)
        .run()
}

fn driver() -> Option<PathBuf> {
    let named = env::var_os("CHROMEWEBDRIVER").map(|folder| PathBuf::from(folder).join("chromedriver"));
    named.filter(|file| file.is_file()).or_else(|| on_path(&["chromedriver"]))
}

/// The browser that this driver speaks to: both must be of one version, so of one origin.
fn browser(driver: &std::path::Path) -> Option<PathBuf> {
    let mut names = BROWSERS;
    if env::var_os("CHROMEWEBDRIVER").is_some_and(|folder| driver.starts_with(folder)) {
        names.reverse();
    }
    on_path(&names)
}

/// axe-core's one file, fetched once and compared with the digest that npm gives for it.
fn axe() -> Result<PathBuf, String> {
    let folder = tools::folder().join("axe");
    let file = folder.join("package").join("axe.min.js");
    let done = folder.join(AXE);
    if file.is_file() && done.is_file() {
        return Ok(file);
    }
    let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
    fs::create_dir_all(&folder).map_err(failed)?;
    println!("{AXE} is missing: fetching it from npm into target/tools.");
    let printed = Task::new("npm").args(["pack", "--json", "--silent", AXE]).inside(&folder).read()?;
    if !printed.contains(AXE_INTEGRITY) {
        return Err(format!("npm's {AXE} is not the one these checks were written with: {printed}"));
    }
    let archive = format!("{}.tgz", AXE.replace('@', "-"));
    Task::new("tar").args(["-xzf", &archive]).inside(&folder).run()?;
    fs::write(done, AXE_INTEGRITY).map_err(failed)?;
    Ok(file)
}

/// On Debian as root: installs what is missing. Elsewhere that is the person's own decision.
fn install_missing() -> Result<(), String> {
    let mut packages = Vec::new();
    if on_path(&BROWSERS).is_none() {
        packages.push("chromium");
    }
    if driver().is_none() {
        packages.push("chromium-driver");
    }
    if on_path(&["npm"]).is_none() {
        packages.push("npm");
    }
    if packages.is_empty() {
        return Ok(());
    }
    if !is_debian_root() {
        return Err(format!("missing: {}. {}", packages.join(", "), advice()));
    }
    println!("Installing {} with apt-get (1 to 5 minutes, once).", packages.join(", "));
    apt(&["update"])?;
    let install = [&["install", "--yes", "--no-install-recommends"][..], &packages].concat();
    if apt(&install).is_ok() {
        return Ok(());
    }
    println!("That stopped half way: repairing, then once more.");
    let _ = Task::new("dpkg").args(["--configure", "-a"]).env("DEBIAN_FRONTEND", "noninteractive").run();
    let _ = apt(&["install", "--fix-broken", "--yes"]);
    apt(&install)
}

fn apt(words: &[&str]) -> Result<(), String> {
    Task::new("apt-get").args(words).env("DEBIAN_FRONTEND", "noninteractive").run()
}

fn is_debian_root() -> bool {
    let system = fs::read_to_string("/etc/os-release").unwrap_or_default();
    let debian = system.lines().any(|line| line == "ID=debian");
    debian && Task::new("id").args(["-u"]).read().is_ok_and(|id| id.trim() == "0")
}

fn advice() -> String {
    "The browser tests need Chromium (or Chrome), the chromedriver of the same version and npm on the PATH: \
     on Debian `sudo apt-get install chromium chromium-driver npm`, on macOS `brew install --cask chromium \
     chromedriver` and `brew install node`. Then run `cargo xtask test` again."
        .to_owned()
}
