//! The real `terraform` over what is built for it: each program with a `main.tf.json`, and each example that
//! can be built for Terraform, is initialised, validated, planned and applied. The providers are the one of
//! `tests/provider`, which serves the schemas of the catalogue and makes up what a cloud would give.
//!
//! Beside a program may stand `terraform.tfvars`, for variables that have no default; folders with modules
//! that it calls; `looked-up.json`, what data sources give; and `expected-outputs.json`, what Terraform's outputs
//! must then be.
//!
//! Where `terraform` or the provider is not there, the tests say so and do nothing; under
//! `INFRA_TERRAFORM=required` they fail.

use crate::folder::{Folder, code, stderr, stdout};
use crate::harness::{Expected, files};
use crate::mirror::Mirror;
use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Mutex;

/// The machines that run this have two cores.
const AT_ONCE: usize = 2;

#[test]
fn terraform_takes_the_programs() {
    let Some(provider) = provider() else {
        return;
    };
    let mut cases: Vec<Case> = Vec::new();
    for golden in files("tests/programs") {
        if golden.ends_with("main.tf.json") {
            let folder = golden.parent().expect("a file has a folder").to_owned();
            let work = copy(&folder);
            cases.push(Case { folder, work });
        }
    }
    assert!(!cases.is_empty(), "there are programs for Terraform");
    let mut expected = Expected::new();
    for (case, result) in run_all(&provider, cases) {
        let outputs = case.folder.join("expected-outputs.json");
        match result {
            Err(message) => expected.fail(format!("{}:\n{message}", case.folder.display())),
            Ok(found) if outputs.exists() => expected.compare(&outputs, &found),
            Ok(_) => (),
        }
    }
    expected.finish("tests/programs", &["expected-outputs.json"]);
}

/// A configuration, and the folder in which Terraform works on it.
pub struct Case {
    pub folder: PathBuf,
    pub work: Folder,
}

/// The provider's binary; `None`, and why, where these tests cannot run.
#[allow(clippy::print_stderr, reason = "a test that was skipped says so")]
pub fn provider() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let provider = root.join("tests/provider/target/debug/terraform-provider-any");
    let has_terraform = Command::new("terraform").arg("version").output().is_ok();
    let missing = match (has_terraform, provider.exists()) {
        (true, true) => return Some(provider),
        (false, _) => "there is no `terraform` on this machine",
        (true, false) => "`cargo build --manifest-path tests/provider/Cargo.toml` was not run",
    };
    let required = std::env::var_os("INFRA_TERRAFORM").is_some_and(|value| value == "required");
    assert!(!required, "{missing}");
    eprintln!("skipped: {missing}");
    None
}

/// What Terraform reads of a folder. Where its state is to lie does not matter here.
fn copy(folder: &Path) -> Folder {
    let work = Folder::with(".keep", "");
    for file in files(&folder.to_string_lossy()) {
        let name = file.strip_prefix(folder).expect("a file below its folder");
        let text = std::fs::read(&file).expect("a file");
        work.write(&name.to_string_lossy(), &String::from_utf8_lossy(&text));
    }
    local_state(&work);
    work
}

fn local_state(work: &Folder) {
    let configuration: Value = serde_json::from_str(&work.read("main.tf.json")).expect("JSON");
    if configuration["terraform"].get("backend").is_some() {
        let local = json!({ "terraform": { "backend": { "local": {} } } });
        work.write("backend_override.tf.json", &local.to_string());
    }
}

/// The outputs of each, as JSON, or what Terraform said against it.
pub fn run_all(provider: &Path, cases: Vec<Case>) -> Vec<(Case, Result<String, String>)> {
    let mirror = Mirror::of(provider, cases.iter().map(|case| &case.work));
    let waiting = Mutex::new(cases.into_iter());
    let done = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                loop {
                    let next = waiting.lock().expect("no thread panics").next();
                    let Some(case) = next else { return };
                    let result = run(&case.work, &mirror);
                    let mut done = done.lock().expect("no thread panics");
                    done.push((case, result));
                }
            });
        }
    });
    let mut done = done.into_inner().expect("no thread panics");
    done.sort_by(|(a, _), (b, _)| a.folder.cmp(&b.folder));
    done
}

fn run(work: &Folder, mirror: &Mirror) -> Result<String, String> {
    let plugins = format!("-plugin-dir={}", mirror.folder.0.display());
    terraform(work, &["init", "-input=false", &plugins])?;
    terraform(work, &["validate"])?;
    terraform(work, &["plan", "-input=false", "-out=plan"])?;
    terraform(work, &["apply", "-input=false", "plan"])?;
    let outputs = terraform(work, &["output", "-json"])?;
    let outputs: Map<String, Value> =
        serde_json::from_str(&outputs).map_err(|e| format!("{e} in {outputs}"))?;
    let values = outputs.into_iter();
    let values = values.map(|(name, mut output)| (name, output["value"].take()));
    let values: Map<String, Value> = values.collect();
    serde_json::to_string_pretty(&values)
        .map(|text| text + "\n")
        .map_err(|e| e.to_string())
}

/// What it prints. It is given nothing of what this machine's user has set up.
fn terraform(work: &Folder, arguments: &[&str]) -> Result<String, String> {
    let mut command = Command::new("terraform");
    let own = std::env::vars_os().map(|(name, _)| name);
    for name in own.filter(|name| name.to_string_lossy().starts_with("TF_")) {
        command.env_remove(name);
    }
    let output: Output = command
        .args(arguments)
        .arg("-no-color")
        .current_dir(&work.0)
        .env("TF_IN_AUTOMATION", "1")
        .env("TF_CLI_CONFIG_FILE", "/dev/null")
        .env("TF_DISABLE_PLUGIN_TLS", "1")
        .env("CHECKPOINT_DISABLE", "1")
        .output()
        .expect("terraform runs");
    match code(&output) {
        0 => Ok(stdout(&output)),
        _ => Err(format!("terraform {}\n{}", arguments[0], stderr(&output))),
    }
}
