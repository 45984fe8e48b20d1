//! One source, two engines: every example and every program of the library's components builds for
//! Terraform too, or says why it cannot: then `tests/engines/<name>.stderr` is the report. Where a
//! `<name>.tf.json` stands there, it is what comes out. The real `terraform` takes them all.

use crate::folder::{Folder, code, stderr};
use crate::harness::{Expected, files_with, infra, text};
use crate::programs::copy_of;
use crate::terraform::{Case, provider, run_all};
use serde_json::{Map, Value};
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
    assert!(!of_projects().is_empty());
}

/// Variables that have no default get the values of `tests/engines/variables.json`.
#[test]
fn terraform_takes_what_builds_for_both() {
    let Some(provider) = provider() else {
        return;
    };
    let variables = std::fs::read_to_string("tests/engines/variables.json");
    let variables: Map<String, Value> =
        serde_json::from_str(&variables.expect("values of variables")).expect("JSON");
    let single = programs().into_iter().filter_map(|program| {
        let (configuration, _) = build(&program.stack);
        Some((program.name, configuration?))
    });
    let cases = single.chain(of_projects()).map(|(name, configuration)| {
        let read: Value = serde_json::from_str(&configuration).expect("JSON");
        let declared = read["variable"].as_object().into_iter().flatten();
        let open = declared.filter(|(_, variable)| variable.get("default").is_none());
        let values =
            open.filter_map(|(name, _)| Some((name.clone(), variables.get(name)?.clone())));
        let values: Map<String, Value> = values.collect();
        let work = Folder::with("main.tf.json", &configuration);
        work.write("terraform.tfvars.json", &Value::Object(values).to_string());
        let folder = PathBuf::from(name);
        Case { folder, work }
    });
    let refused = run_all(&provider, cases.collect()).into_iter();
    let refused = refused.filter_map(|(case, result)| {
        let message = result.err()?;
        Some(format!("{}:\n{message}", case.folder.display()))
    });
    assert_eq!(refused.collect::<Vec<_>>().join("\n"), "");
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

/// The configurations of all stacks of the examples that are projects, each with a name.
fn of_projects() -> Vec<(String, String)> {
    let mut all = Vec::new();
    for mark in files_with("examples", "infra.toml") {
        let project = mark.parent().expect("a file has a folder");
        let copy = copy_of(project);
        let built = copy.infra(&["build", "--target", "terraform"]);
        assert_eq!(code(&built), 0, "{}", stderr(&built));
        for file in files_with(&copy.0.join("build").to_string_lossy(), ".json") {
            let configuration = std::fs::read_to_string(&file).expect("a configuration");
            let name = file.strip_prefix(&copy.0).expect("a file below its folder");
            all.push((project.join(name).display().to_string(), configuration));
        }
    }
    all
}

/// The configuration, where there is one, and the report.
pub fn build(stack: &Path) -> (Option<String>, String) {
    let outcome = infra(["build", "--target", "terraform", &stack.to_string_lossy()]);
    let report = text(&outcome.stderr);
    let built = (outcome.code == 0).then(|| text(&outcome.stdout));
    (built, report)
}
