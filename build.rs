//! Linker arguments for the release Wasm file.

use std::env;

/// Drops names and debug sections from the release Wasm file, which makes `wasm-opt` unnecessary.
///
/// `target_features` stays: wasm-bindgen reads it.
/// For the same reason the profile must not say `strip = true`.
fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let wasm = env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "wasm32");
    let release = env::var("PROFILE").is_ok_and(|profile| profile == "release");
    if wasm && release {
        println!("cargo::rustc-link-arg-bins=--strip-all");
        println!("cargo::rustc-link-arg-bins=--keep-section=target_features");
    }
}
