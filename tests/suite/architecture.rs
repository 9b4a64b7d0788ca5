//! Which way imports go.

use std::fs;
use std::path::{Path, PathBuf};

/// The rooms from left to right; those of one row do not import each other.
const ROWS: &[&[&str]] = &[
    &["quantity"],
    &["engine", "slo"],
    &["model"],
    &["analysis"],
    &["economics"],
    &["evidence"],
    &["wire", "report"],
    &["jobs"],
    &["ui"],
];

/// Imports that are against the order although the room stands left: each with its reason.
const BARRED: &[(&str, &str, &str)] =
    &[("model", "engine", "a plan knows nothing of what is computed from it")];

fn row(room: &str) -> Option<usize> {
    ROWS.iter().position(|row| row.contains(&room))
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("src is there") {
        let path = entry.expect("readable").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The rooms that a source names after `crate::`.
fn named(text: &str) -> Vec<(usize, String)> {
    let mut rooms = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let code = line.split("//").next().unwrap_or_default();
        for part in code.split("crate::").skip(1) {
            // `crate::{a::B, c}` names several rooms.
            let names = match part.strip_prefix('{') {
                Some(list) => list.split(',').map(str::trim).collect(),
                None => vec![part],
            };
            for name in names {
                let room = name.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
                rooms.push((number + 1, room));
            }
        }
    }
    rooms
}

#[test]
fn imports_run_from_right_to_left() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&src, &mut files);
    assert!(files.len() > 50, "found {} sources", files.len());
    let mut wrong = Vec::new();
    for file in files {
        let inside = file.strip_prefix(&src).expect("inside src");
        let first = inside.iter().next().expect("a name").to_string_lossy();
        let room = first.trim_end_matches(".rs").to_owned();
        let Some(own) = row(&room) else { continue };
        for (line, other) in named(&fs::read_to_string(&file).expect("text")) {
            let Some(theirs) = row(&other) else { continue };
            let barred = BARRED.iter().any(|(from, to, _)| *from == room && *to == other);
            if other != room && (theirs >= own || barred) {
                wrong.push(format!("{}:{line}: {room} imports {other}", inside.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_the_browser_rooms_name_web_sys() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&src, &mut files);
    let allowed = |path: &Path| path.starts_with(src.join("ui/browser")) || path == src.join("main.rs");
    for file in files.iter().filter(|file| !allowed(file)) {
        let text = fs::read_to_string(file).expect("text");
        let code = text.lines().map(|line| line.split("//").next().unwrap_or_default());
        for (number, line) in code.enumerate() {
            assert!(!line.contains("web_sys"), "{}:{}: {line}", file.display(), number + 1);
        }
    }
}

#[test]
fn markup_never_comes_from_strings() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&src, &mut files);
    for file in files {
        let text = fs::read_to_string(&file).expect("text");
        for word in ["inner_html", "set_inner_html", "insert_adjacent_html", "outer_html"] {
            let uses = text
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"))
                .any(|line| line.contains(word));
            assert!(!uses, "{} uses {word}", file.display());
        }
    }
}

#[test]
fn every_room_of_an_import_is_seen() {
    let rooms = |line| named(line).into_iter().map(|(_, room)| room).collect::<Vec<_>>();
    assert_eq!(rooms("use crate::{engine::Var, model};"), ["engine", "model"]);
    assert_eq!(rooms("let x = crate::wire::read(y); // crate::ui"), ["wire"]);
}
