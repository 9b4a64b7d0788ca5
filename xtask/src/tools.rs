//! The tools that build the page: the Wasm target, wasm-bindgen and Trunk.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use crate::command::{Task, cargo, root};

/// The newest Trunk that builds with the pinned toolchain.
const TRUNK: &str = "0.21.14";
const TARGET: &str = "wasm32-unknown-unknown";

/// Tools need not be fast but soon there: this builds them in a third of the time.
const QUICK_BUILD: [(&str, &str); 3] = [
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1"),
];

/// The folder of all tools: inside the repository, never committed.
pub fn folder() -> PathBuf {
    root().join("target").join("tools")
}

/// Makes sure that the toolchain, wasm-bindgen and Trunk are there; builds what is missing.
pub fn ready() -> Result<(), String> {
    target(TARGET)?;
    components()?;
    wasm_bindgen()?;
    trunk()?;
    // Half a gigabyte that nothing needs once the tools are built.
    let _ = fs::remove_dir_all(build_folder());
    Ok(())
}

/// Trunk, with our wasm-bindgen first on its path.
pub fn trunk_task(arguments: &[&str]) -> Result<Task, String> {
    let bin = folder().join("bin");
    let path = env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(bin.clone()).chain(env::split_paths(&path));
    let path: OsString = env::join_paths(folders).map_err(|error| format!("PATH: {error}"))?;
    // Trunk reads NO_COLOR=1 as a bad value for one of its own options.
    Ok(Task::new(program("trunk")).args(arguments).env("PATH", path).without_env("NO_COLOR"))
}

fn program(name: &str) -> PathBuf {
    folder().join("bin").join(format!("{name}{}", env::consts::EXE_SUFFIX))
}

fn build_folder() -> PathBuf {
    folder().join("build")
}

/// Makes sure that the toolchain can build for a target.
pub fn target(name: &str) -> Result<(), String> {
    let sysroot = Task::new("rustc").args(["--print", "sysroot"]).read()?;
    if PathBuf::from(sysroot.trim()).join("lib/rustlib").join(name).is_dir() {
        return Ok(());
    }
    println!("The {name} target is missing: adding it with rustup (a minute at most).");
    Task::new("rustup").args(["target", "add", name]).run()
}

fn components() -> Result<(), String> {
    let there = |name: &str| cargo(&[name, "--version"]).read().is_ok();
    if there("fmt") && there("clippy") {
        return Ok(());
    }
    println!("rustfmt or clippy is missing: adding them with rustup (a minute at most).");
    Task::new("rustup").args(["component", "add", "rustfmt", "clippy"]).run()
}

fn wasm_bindgen() -> Result<(), String> {
    let wanted = locked_version("wasm-bindgen")?;
    if has_version("wasm-bindgen", &wanted) {
        return Ok(());
    }
    println!("wasm-bindgen {wanted} is missing: building it into target/tools (1 to 3 minutes, once).");
    let clock = Instant::now();
    let package = ["build", "--locked", "--release", "--package", "tenfold-wasm-bindgen"];
    quick(cargo(&package)).run()?;
    fs::create_dir_all(folder().join("bin")).map_err(|error| format!("target/tools/bin: {error}"))?;
    for name in ["wasm-bindgen", "wasm-bindgen-test-runner"] {
        let built = build_folder().join("release").join(format!("{name}{}", env::consts::EXE_SUFFIX));
        fs::copy(&built, program(name)).map_err(|error| format!("{}: {error}", built.display()))?;
    }
    println!("wasm-bindgen is built ({} s).", clock.elapsed().as_secs());
    Ok(())
}

fn trunk() -> Result<(), String> {
    if has_version("trunk", TRUNK) {
        return Ok(());
    }
    println!("Trunk {TRUNK} is missing: building it into target/tools (4 to 8 minutes, once).");
    let clock = Instant::now();
    let crate_version = format!("trunk@{TRUNK}");
    let install = ["install", "--locked", "--force", "--no-default-features", &crate_version, "--root"];
    quick(cargo(&install).args([folder()])).run()?;
    println!("Trunk is built ({} s).", clock.elapsed().as_secs());
    Ok(())
}

fn quick(task: Task) -> Task {
    let task = QUICK_BUILD.iter().fold(task, |task, (name, value)| task.env(name, value));
    task.env("CARGO_TARGET_DIR", build_folder())
}

fn has_version(name: &str, wanted: &str) -> bool {
    let printed = Task::new(program(name)).args(["--version"]).read().unwrap_or_default();
    printed.split_whitespace().any(|word| word == wanted)
}

fn locked_version(package: &str) -> Result<String, String> {
    let lock =
        fs::read_to_string(root().join("Cargo.lock")).map_err(|error| format!("Cargo.lock: {error}"))?;
    version_in(&lock, package).ok_or_else(|| format!("Cargo.lock names no package `{package}`"))
}

fn version_in(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    let version = lines.nth(1)?.strip_prefix("version = \"")?;
    version.strip_suffix('"').map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::version_in;

    const LOCK: &str = "[[package]]\nname = \"a-b\"\nversion = \"1.0.0\"\n\n\
                        [[package]]\nname = \"a\"\nversion = \"2.3.4\"\n";

    #[test]
    fn a_locked_version_is_found_by_the_whole_name() {
        assert_eq!(version_in(LOCK, "a").as_deref(), Some("2.3.4"));
        assert_eq!(version_in(LOCK, "b"), None);
    }
}
