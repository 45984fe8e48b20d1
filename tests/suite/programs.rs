//! Whole programs: `tests/programs/<name>/main.infra` must build for each target whose golden stands
//! beside it: CloudFormation's `template.json` (and, where they are there, `template.yaml`,
//! `template.min.json` and `source-map.json`), Terraform's `main.tf.json`. What is said on the way is in
//! `messages.stderr` and `messages.terraform.stderr`. Options stand in `args`, separated by white
//! space. The examples that people copy must build without a word; those
//! that are projects (they have an `infra.toml`) in all their stacks, and their tests must pass.

use crate::folder::{Folder, code, stderr, stdout};
use crate::harness::{Expected, files, files_with, infra, text};
use std::path::{Path, PathBuf};

#[test]
fn programs_build_to_their_templates() {
    let mut expected = Expected::new();
    for folder in folders("tests/programs") {
        let for_terraform = folder.join("main.tf.json").exists();
        if for_terraform {
            let options = ["--target", "terraform"];
            let files = ["main.tf.json", "messages.terraform.stderr"];
            builds(&folder, &options, files, &mut expected);
        }
        if for_terraform && !folder.join("template.json").exists() {
            continue;
        }
        let options = ["--target", "cloudformation"];
        let files = ["template.json", "messages.stderr"];
        builds(&folder, &options, files, &mut expected);
        let others: [(&str, &[&str]); 2] = [
            ("template.yaml", &["--format", "yaml"]),
            ("template.min.json", &["--minify"]),
        ];
        for (file, options) in others {
            if folder.join(file).exists() {
                expected.compare(&folder.join(file), &build(&folder, options).0);
            }
        }
        if folder.join("source-map.json").exists() {
            let map = source_map(&folder);
            expected.compare(&folder.join("source-map.json"), &map);
        }
    }
    let endings = [
        "template.json",
        ".min.json",
        "source-map.json",
        "template.yaml",
        ".stderr",
    ];
    expected.finish("tests/programs", &endings);
}

/// Holds what comes out against the template and the messages beside a program.
fn builds(folder: &Path, options: &[&str], files: [&str; 2], expected: &mut Expected) {
    let [template_file, messages_file] = files.map(|file| folder.join(file));
    let (template, messages) = build(folder, options);
    if template.is_empty() {
        let program = folder.display();
        expected.fail(format!("{program}: does not build\n{messages}"));
        return;
    }
    expected.compare(&template_file, &template);
    if !messages.is_empty() || messages_file.exists() {
        expected.compare(&messages_file, &messages);
    }
}

#[test]
fn examples_build_without_a_word() {
    let examples = folders("examples");
    assert!(!examples.is_empty(), "there are examples");
    for folder in examples {
        let (template, messages) = build(&folder, &[]);
        assert_eq!(messages, "", "{}", folder.display());
        assert!(!template.is_empty(), "{}", folder.display());
    }
}

#[test]
fn examples_that_are_projects_build_without_a_word() {
    let marks = files_with("examples", "infra.toml");
    assert!(!marks.is_empty(), "there are projects");
    for mark in marks {
        let project = mark.parent().expect("a file has a folder");
        let copy = copy_of(project);
        let built = copy.infra(&["build"]);
        assert_eq!(code(&built), 0, "{}", stderr(&built));
        assert_eq!(stderr(&built), "", "{}", project.display());
        let templates = files(&copy.0.join("build").to_string_lossy());
        assert!(!templates.is_empty(), "{}", project.display());
        let tested = copy.infra(&["test"]);
        assert_eq!(code(&tested), 0, "{}", stdout(&tested));
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    for folder in folders("examples") {
        for options in [&[][..], &["--format", "yaml"], &["--minify"]] {
            let (first, _) = build(&folder, options);
            let (second, _) = build(&folder, options);
            assert_eq!(first, second, "{}", folder.display());
        }
    }
}

/// A project, where its templates may be written.
pub fn copy_of(project: &Path) -> Folder {
    let copy = Folder::with(".keep", "");
    for path in files(&project.to_string_lossy()) {
        let name = path.strip_prefix(project).expect("a file below its folder");
        let text = std::fs::read_to_string(&path).expect("a file of an example");
        copy.write(&name.to_string_lossy(), &text);
    }
    copy
}

/// The template and the messages.
fn build(folder: &Path, options: &[&str]) -> (String, String) {
    let outcome = infra(arguments(folder, options));
    (text(&outcome.stdout), text(&outcome.stderr))
}

fn source_map(folder: &Path) -> String {
    let file = std::env::temp_dir().join(format!("infra-map-{}.json", std::process::id()));
    let path = file.to_string_lossy().into_owned();
    let outcome = infra(arguments(folder, &["--source-map", &path]));
    assert_eq!(outcome.code, 0, "{}", text(&outcome.stderr));
    let map = std::fs::read_to_string(&file).expect("a source map was written");
    std::fs::remove_file(&file).expect("a temporary file can be removed");
    map
}

fn arguments(folder: &Path, options: &[&str]) -> Vec<String> {
    let main = folder.join("main.infra");
    let mut arguments = vec!["build".to_owned(), main.to_string_lossy().into_owned()];
    let own = std::fs::read_to_string(folder.join("args")).unwrap_or_default();
    arguments.extend(own.split_whitespace().map(str::to_owned));
    arguments.extend(options.iter().map(|o| (*o).to_owned()));
    arguments
}

fn folders(parent: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(parent).into_iter().flatten();
    let mut folders: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry of a folder").path())
        .filter(|path| path.join("main.infra").exists())
        .collect();
    folders.sort();
    folders
}
