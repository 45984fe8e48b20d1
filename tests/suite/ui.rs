//! Every message as people see it: `tests/ui/<phase>/<slug>[-case].infra` is checked, and the
//! report must be `<slug>[-case].stderr`, to the letter. A template (`.yaml`, `.json`) is checked as well, where there
//! is no program of its name.
//!
//! A case may have options, separated by white space, in its first line (`// args: --target terraform`,
//! `# args: ...`) or
//! in `<slug>[-case].args`. A case that has no
//! program (a file that is not there) has its path among them; one that is a whole project has the
//! project in a folder of its name. What cases import stands in `tests/ui/<phase>/lib`.

use crate::harness::{Expected, files, files_with, infra, text};
use infra::diag::Code;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Codes that no case can show, each with the reason.
const WITHOUT_CASE: &[(Code, &str)] = &[
    (Code::FileTooLarge, "it takes a file of 64 MiB"),
    (
        Code::SchemaContains,
        "no published type asks for it by itself",
    ),
    (
        Code::SchemaDeprecated,
        "which properties are, changes with the schemas",
    ),
];

#[test]
fn reports_are_as_expected() {
    let mut expected = Expected::new();
    for case in cases() {
        let report = report(&case);
        if let Some(code) = code_of(&case) {
            let shown = report.lines().any(|line| line == code.as_str());
            if !shown {
                let case = case.display();
                expected.fail(format!("{case}: gives no `{}`\n{report}", code.as_str()));
            }
        } else {
            let case = case.display();
            expected.fail(format!("{case}: is not named after a code of its folder"));
        }
        expected.compare(&case.with_extension("stderr"), &report);
    }
    expected.finish("tests/ui", &[".stderr"]);
}

#[test]
fn every_code_has_a_case() {
    let shown: BTreeSet<Code> = cases().iter().filter_map(|case| code_of(case)).collect();
    let excused = |code: &Code| WITHOUT_CASE.iter().any(|(c, _)| c == code);
    let missing: Vec<&str> = Code::ALL
        .iter()
        .filter(|code| !shown.contains(code) && !excused(code))
        .map(|code| code.as_str())
        .collect();
    assert!(
        missing.is_empty(),
        "without a case in tests/ui: {missing:?}"
    );
}

#[test]
fn every_file_belongs_to_a_case() {
    let cases = cases();
    let strays: Vec<PathBuf> = files("tests/ui")
        .into_iter()
        .filter(|path| {
            let case = path.with_extension("");
            !cases.contains(&case) && !is_in_project(path) && !is_imported(path)
        })
        .collect();
    assert!(strays.is_empty(), "no case: {strays:?}");
}

/// Each case as its path without an ending.
fn cases() -> Vec<PathBuf> {
    let mut cases = files_with("tests/ui", ".infra");
    for ending in TEMPLATES {
        let is_alone = |path: &PathBuf| !path.with_extension("infra").exists();
        let templates = files_with("tests/ui", ending).into_iter();
        cases.extend(templates.filter(is_alone));
    }
    cases.retain(|path| !is_in_project(path));
    cases.extend(files_with("tests/ui", ".args"));
    cases.retain(|path| !is_imported(path));
    for case in &mut cases {
        case.set_extension("");
    }
    cases.sort();
    cases.dedup();
    cases
}

/// The endings of templates.
const TEMPLATES: [&str; 2] = [".yaml", ".json"];

/// What a case checks: its program, else its template.
fn program(case: &Path) -> PathBuf {
    let endings = ["infra", "yaml", "json"].iter();
    let mut programs = endings.map(|ending| case.with_extension(ending));
    let first = programs.find(|path| path.exists());
    first.unwrap_or_else(|| case.with_extension("infra"))
}

/// Whether a file is part of a case that is a project.
fn is_in_project(path: &Path) -> bool {
    let mut folders = path.ancestors().skip(1);
    folders.any(|folder| folder.with_extension("args").exists())
}

fn is_imported(path: &Path) -> bool {
    path.parent().is_some_and(|folder| folder.ends_with("lib"))
}

fn report(case: &Path) -> String {
    let program = program(case);
    let options = match std::fs::read_to_string(case.with_extension("args")) {
        Ok(options) => options,
        Err(_) => options_in(&program),
    };
    // The options may begin with another command.
    let words: Vec<&str> = options.split_whitespace().collect();
    let (command, options) = match words.split_first() {
        Some((&"test", rest)) => ("test", rest),
        _ => ("check", words.as_slice()),
    };
    let mut arguments = vec![command.to_owned()];
    if program.exists() {
        arguments.push(program.to_string_lossy().into_owned());
    }
    arguments.extend(options.iter().map(|word| (*word).to_owned()));
    let outcome = infra(arguments);
    text(&outcome.stdout) + &text(&outcome.stderr)
}

/// The options in the first line of a program.
fn options_in(program: &Path) -> String {
    let text = std::fs::read_to_string(program).unwrap_or_default();
    let first = text.lines().next().unwrap_or_default();
    first
        .strip_prefix("// args:")
        .or_else(|| first.strip_prefix("# args:"))
        .unwrap_or_default()
        .to_owned()
}

/// The code that a case is named after: `tests/ui/name/unknown-output.infra` shows
/// `name::unknown`.
fn code_of(case: &Path) -> Option<Code> {
    let phase = case.parent()?.file_name()?.to_str()?;
    let name = case.file_name()?.to_str()?;
    let named = Code::ALL.iter().copied().filter(|code| {
        let of_phase = code.as_str().strip_prefix(phase);
        let rest = name.strip_prefix(code.slug());
        of_phase.is_some_and(|slug| slug.starts_with("::"))
            && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    });
    named.max_by_key(|code| code.slug().len())
}
