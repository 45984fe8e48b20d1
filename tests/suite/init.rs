//! `infra init`: projects that build, and files that stay.

use crate::folder::{Folder, code, stderr, stdout};
use crate::harness::{files, infra, text};
use infra::cli::EXAMPLES;

#[test]
fn a_new_project_checks_tests_and_builds() {
    let folder = Folder::with("notes.txt", "");
    let output = folder.infra(&["init", "photos"]);
    assert_eq!((code(&output), stderr(&output).as_str()), (0, ""));
    assert!(stdout(&output).contains("cd photos"), "{}", stdout(&output));
    for path in [
        "main.infra",
        "infra.toml",
        ".github/workflows/infra.yml",
        ".editorconfig",
    ] {
        assert!(folder.0.join("photos").join(path).is_file(), "{path}");
    }
    assert_works(&folder, "photos");
    let tested = folder.infra(&["test", "--project", "photos"]);
    assert!(
        stdout(&tested).ends_with("1 passed\n"),
        "{}",
        stdout(&tested)
    );
}

#[test]
fn every_example_makes_a_project() {
    for example in EXAMPLES {
        let folder = Folder::with("notes.txt", "");
        let output = folder.infra(&["init", "new", "--example", example.name]);
        assert_eq!(code(&output), 0, "{}: {}", example.name, stderr(&output));
        assert_works(&folder, "new");
    }
}

#[test]
fn every_example_is_embedded_whole() {
    let mut embedded: Vec<String> = EXAMPLES
        .iter()
        .flat_map(|e| {
            e.files
                .iter()
                .map(|(path, _)| format!("examples/{}/{path}", e.name))
        })
        .collect();
    embedded.sort();
    let mut there: Vec<String> = files("examples")
        .iter()
        .filter(|path| path.extension().is_none_or(|e| e != "md"))
        // What somebody has built in an example is no part of it.
        .filter(|path| !path.components().any(|step| step.as_os_str() == "build"))
        .map(|path| path.to_string_lossy().into_owned())
        .collect();
    there.sort();
    assert_eq!(embedded, there);
    let help = text(&infra(["init", "--help"]).stdout);
    for example in EXAMPLES {
        assert!(help.contains(example.name), "{}", example.name);
    }
}

#[test]
fn what_is_there_stays() {
    let folder = Folder::with("main.infra", "// mine\n");
    let output = folder.infra(&["init"]);
    assert_eq!((code(&output), stdout(&output).as_str()), (1, ""));
    assert!(
        stderr(&output).contains("`./main.infra` is there already"),
        "{}",
        stderr(&output)
    );
    assert_eq!(folder.names(), ["main.infra"]);
    let folder = Folder::with(".gitignore", "mine\n");
    let output = folder.infra(&["init"]);
    assert_eq!(code(&output), 0);
    assert!(
        stdout(&output).contains("kept ./.gitignore\n"),
        "{}",
        stdout(&output)
    );
    assert_eq!(folder.read(".gitignore"), "mine\n");
    // A second time everything is there.
    let before = folder.read("main.infra");
    assert_eq!(code(&folder.infra(&["init", "--example", "queues"])), 1);
    assert_eq!(folder.read("main.infra"), before);
}

#[test]
fn an_example_that_does_not_exist_is_named() {
    let folder = Folder::with("notes.txt", "");
    let output = folder.infra(&["init", "--example", "queue"]);
    assert_eq!(code(&output), 2);
    assert!(
        stderr(&output).contains("did you mean `queues`?"),
        "{}",
        stderr(&output)
    );
    assert_eq!(folder.names(), ["notes.txt"]);
}

fn assert_works(folder: &Folder, project: &str) {
    for command in [&["check", "--deny", "warnings"][..], &["test"], &["build"]] {
        let output = folder.infra(&[command, &["--project", project]].concat());
        let messages = stdout(&output) + &stderr(&output);
        assert_eq!(code(&output), 0, "{command:?}: {messages}");
        let says = messages.ends_with(" passed\n");
        assert_eq!(says, command == ["test"], "{command:?}: {messages}");
    }
    assert!(folder.0.join(project).join("build").is_dir());
}
