//! One source, two engines: every example and every program of the library's components builds for
//! Terraform too, or says why it cannot: then `tests/engines/<name>.stderr` is the report. Where a
//! `<name>.tf.json` stands there, it is what comes out.

use crate::folder::{code, stderr};
use crate::harness::{Expected, files_with, infra, text};
use crate::programs::copy_of;
use std::path::{Path, PathBuf};

#[test]
fn examples_and_components_build_for_both_engines_or_say_why_not() {
    let mut expected = Expected::new();
    for program in programs() {
        let (configuration, report) = build(&program.stack);
        let [golden, reason] = ["tf.json", "stderr"].map(|ending| {
            let file = format!("{}.{ending}", program.name);
            Path::new("tests/engines").join(file)
        });
        match configuration {
            None => expected.compare(&reason, &report),
            Some(configuration) if golden.exists() => expected.compare(&golden, &configuration),
            Some(_) => (),
        }
    }
    expected.finish("tests/engines", &[".tf.json", ".stderr"]);
}

#[test]
fn projects_build_for_terraform() {
    for mark in files_with("examples", "infra.toml") {
        let project = mark.parent().expect("a file has a folder");
        let copy = copy_of(project);
        let built = copy.infra(&["build", "--target", "terraform"]);
        assert_eq!(code(&built), 0, "{}", stderr(&built));
    }
}

/// A stack that is there for CloudFormation.
pub struct Program {
    /// `example-queues`, `std-network-vpc`.
    pub name: String,
    pub stack: PathBuf,
}

pub fn programs() -> Vec<Program> {
    let stem = |path: &Path| {
        let stem = path.file_stem().and_then(|stem| stem.to_str());
        stem.expect("a name in UTF-8").to_owned()
    };
    let examples = files_with("examples", "main.infra").into_iter();
    let examples = examples.map(|stack| {
        let folder = stack.parent().expect("a file has a folder");
        Program {
            name: format!("example-{}", stem(folder)),
            stack,
        }
    });
    let library = files_with("tests/std", ".infra").into_iter();
    let library = library.map(|stack| Program {
        name: format!("std-{}", stem(&stack)),
        stack,
    });
    examples.chain(library).collect()
}

/// The configuration, where there is one, and the report.
pub fn build(stack: &Path) -> (Option<String>, String) {
    let outcome = infra(["build", "--target", "terraform", &stack.to_string_lossy()]);
    let report = text(&outcome.stderr);
    let built = (outcome.code == 0).then(|| text(&outcome.stdout));
    (built, report)
}
