//! The rules of the house that a reader can check and a compiler cannot: which folder may use
//! which, heads, lengths, and words that do not belong here.

use crate::harness::{files, files_with};
use std::path::{Path, PathBuf};

/// A folder may use only folders on lower floors, here in tenths. `docs/architecture.md` says why.
/// The built-in functions stand half a floor lower than the phases: `resolve` knows their names.
const FLOORS: &[(&str, u32)] = &[
    ("text", 10),
    ("diag", 20),
    ("types", 20),
    ("syntax", 30),
    ("schema", 30),
    ("template", 30),
    ("graph", 30),
    ("resolve", 40),
    ("builtins", 35),
    ("emit", 40),
    ("tags", 40),
    ("awscc", 40),
    ("decompile", 40),
    ("diagram", 40),
    ("check", 50),
    ("eval", 60),
    ("validate", 70),
    ("session", 80),
    ("ide", 90),
    ("lsp", 100),
    ("playground", 100),
    ("ide", 90),
    ("lsp", 100),
    ("playground", 100),
    ("cli", 110),
];

/// A longer file is two files.
const LINES: usize = 600;

/// Files that may be longer, each with the reason.
const LONG: &[(&str, &str)] = &[];

/// Crates and modules that only these places may name.
const ONLY_IN: &[(&str, &[&str])] = &[
    ("miette::", &["src/cli/report.rs"]),
    ("clap::", &["src/cli/"]),
    ("hyper::", &["src/playground/"]),
    ("tokio::", &["src/playground/server.rs"]),
    ("std::fs", &["src/cli/", "src/session/files.rs"]),
    ("std::env", &["src/cli/"]),
    ("std::process", &["src/cli/", "src/main.rs"]),
    ("TcpStream", &[]),
    ("UdpSocket", &[]),
    ("SystemTime", &[]),
    ("Instant::now", &[]),
];

#[test]
fn no_folder_uses_a_higher_one() {
    let mut wrong = Vec::new();
    for file in files_with("src", ".rs") {
        let Some((own, floor)) = floor_of(&file) else {
            continue;
        };
        for (line, text) in code(&file) {
            for (used, above) in FLOORS.iter().filter(|(used, _)| *used != own) {
                let used_here = text.contains(&format!("crate::{used}::"));
                if used_here && *above >= floor {
                    let place = format!("{}:{line}", file.display());
                    wrong.push(format!("{place}: `{own}` may not use `{used}`"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn crates_and_the_system_are_named_where_they_belong() {
    let mut wrong = Vec::new();
    for file in files_with("src", ".rs") {
        let path = file.to_string_lossy().into_owned();
        for (line, text) in code(&file) {
            for (word, places) in ONLY_IN {
                if text.contains(word) && !places.iter().any(|place| path.starts_with(place)) {
                    wrong.push(format!("{path}:{line}: `{word}` is for {places:?} alone"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_folder_has_a_floor() {
    for entry in std::fs::read_dir("src").expect("the sources") {
        let path = entry.expect("an entry of a folder").path();
        if path.is_dir() {
            assert!(
                floor_of(&path.join("mod.rs")).is_some(),
                "{}",
                path.display()
            );
        }
    }
}

#[test]
fn every_file_says_what_it_is() {
    let mut wrong = Vec::new();
    for file in rust_files() {
        if !read(&file).starts_with("//! ") {
            wrong.push(file);
        }
    }
    assert!(wrong.is_empty(), "without a `//!` head: {wrong:?}");
}

#[test]
fn no_file_is_too_long() {
    let mut wrong = Vec::new();
    for file in rust_files() {
        let lines = read(&file).lines().count();
        let excused = LONG.iter().any(|(path, _)| Path::new(path) == file);
        if lines > LINES && !excused {
            wrong.push(format!("{}: {lines} lines", file.display()));
        }
    }
    assert!(wrong.is_empty(), "over {LINES} lines: {wrong:?}");
}

#[test]
fn excuses_are_needed() {
    for (path, _) in LONG {
        let lines = read(Path::new(path)).lines().count();
        assert!(lines > LINES, "{path}: no longer too long");
    }
}

#[test]
fn front_doors_hold_no_logic() {
    // A `mod.rs` is a head, an entry and names; what is longer has a file of its own.
    for file in files_with("src", "mod.rs") {
        let lines = read(&file).lines().count();
        assert!(lines <= 120, "{}: {lines} lines", file.display());
    }
}

#[test]
fn nothing_is_left_for_later() {
    // Written in halves, so that this file does not find itself.
    let words = [
        ["TO", "DO"],
        ["FIX", "ME"],
        ["todo", "!("],
        ["unimplemented", "!("],
        ["/tm", "p/"],
        ["/wor", "k/"],
    ]
    .map(|halves| halves.concat());
    let mut wrong = Vec::new();
    let mut all = rust_files();
    all.extend(files_with("docs", ".md"));
    all.extend(files("grammar"));
    all.extend(files("examples"));
    all.extend(files_with("src/diag/pages", ".md"));
    all.extend(["README.md", "CHANGELOG.md", "Cargo.toml"].map(PathBuf::from));
    for file in all.iter().filter(|file| file.exists()) {
        for (index, line) in read(file).lines().enumerate() {
            for word in words.iter().filter(|word| line.contains(word.as_str())) {
                wrong.push(format!("{}:{}: `{word}`", file.display(), index + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The folder of a file of `src`, and its floor.
fn floor_of(file: &Path) -> Option<(&'static str, u32)> {
    let folder = file.strip_prefix("src").ok()?.components().next()?;
    let name = folder.as_os_str().to_str()?;
    FLOORS.iter().find(|(folder, _)| *folder == name).copied()
}

/// The lines of a file that are code, with their numbers; its tests at the end are none of the
/// house's business.
fn code(file: &Path) -> Vec<(usize, String)> {
    let text = read(file);
    let code = text.lines().take_while(|line| *line != "#[cfg(test)]");
    let code = code
        .enumerate()
        .filter(|(_, line)| !line.trim_start().starts_with("//"));
    code.map(|(index, line)| (index + 1, line.to_owned()))
        .collect()
}

fn rust_files() -> Vec<PathBuf> {
    let mut all = files_with("src", ".rs");
    all.extend(files_with("tests/suite", ".rs"));
    all.extend(files_with("tests/fuzz/fuzz_targets", ".rs"));
    all.extend(files_with("benches", ".rs"));
    all
}

fn read(file: &Path) -> String {
    std::fs::read_to_string(file).expect("a file of the project is text")
}
