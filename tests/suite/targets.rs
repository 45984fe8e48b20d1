//! Which engine a stack is built for, and what each command makes of that.

use crate::folder::{Folder, code, stderr, stdout};
use serde_json::Value;

/// Builds for either engine: it makes nothing.
const NEUTRAL: &str = "param stage: string = \"dev\"\noutput shown = \"is ${stage}\"\n";
const TERRAFORM: &str = "resource note = terraform_data { input: \"kept\" }\n";
const SAYS_SO: &str = "stack { target: \"terraform\" }\n\
    resource note = terraform_data { input: \"kept\" }\n";

#[test]
fn the_command_line_goes_before_the_project_and_that_before_the_file() {
    let folder = Folder::with("main.infra", NEUTRAL);
    let engine = |arguments: &[&str]| {
        let output = folder.infra(arguments);
        match (code(&output), stdout(&output).contains("\"variable\"")) {
            (0, true) => "terraform",
            (0, false) => "cloudformation",
            _ => panic!("{}", stderr(&output)),
        }
    };
    let build = ["build", "main.infra", "--allow", "no-resource"];
    let asked = |target| [&build[..], &["--target", target]].concat();
    assert_eq!(engine(&build), "cloudformation");
    assert_eq!(engine(&asked("terraform")), "terraform");
    let said = format!("stack {{ target: \"terraform\" }}\n{NEUTRAL}");
    folder.write("main.infra", &said);
    assert_eq!(engine(&build), "terraform");
    folder.write(
        "infra.toml",
        "[stacks.main]\nfile = \"main.infra\"\ntarget = \"cloudformation\"\n",
    );
    let stack = ["build", "--allow", "no-resource"];
    assert_eq!(engine(&stack), "cloudformation");
    // A file that is a stack of the project is built as that stack is.
    assert_eq!(engine(&build), "cloudformation");
    assert_eq!(engine(&asked("terraform")), "terraform");
    // Two stacks that disagree say nothing of their file.
    folder.write(
        "infra.toml",
        "[stacks.main]\nfile = \"main.infra\"\ntarget = \"cloudformation\"\n\
         [stacks.other]\nfile = \"main.infra\"\n",
    );
    assert_eq!(engine(&build), "terraform");
}

#[test]
fn a_target_that_nobody_knows_is_refused() {
    let folder = Folder::with("main.infra", TERRAFORM);
    let output = folder.infra(&["build", "main.infra", "--target", "pulumi"]);
    assert_eq!(code(&output), 2);
    let output = folder.infra(&["build", "main.infra", "--target", "all"]);
    assert_eq!(code(&output), 2);
}

#[test]
fn a_folder_takes_a_configuration_under_a_name_that_terraform_reads() {
    let folder = Folder::with("main.infra", SAYS_SO);
    let output = folder.infra(&["build", "main.infra"]);
    let printed = stdout(&output);
    for out in ["live/main.tf.json", "live/"] {
        folder.write("live/keep", "");
        let output = folder.infra(&["build", "main.infra", "-o", out]);
        assert_eq!((code(&output), stderr(&output).as_str()), (0, ""));
        assert_eq!(folder.read("live/main.tf.json"), printed);
        std::fs::remove_file(folder.0.join("live/main.tf.json")).expect("the file is there");
    }
    // A folder may be new, and goes without a slash too.
    for (out, made) in [("new/live/", "new/live"), ("other", "other")] {
        let output = folder.infra(&["build", "main.infra", "-o", out]);
        assert_eq!((code(&output), stderr(&output).as_str()), (0, ""));
        assert_eq!(folder.read(&format!("{made}/main.tf.json")), printed);
    }
    folder.write(
        "infra.toml",
        "[stacks.main]\nfile = \"main.infra\"\nout = \"build/main/\"\n",
    );
    let output = folder.infra(&["build"]);
    assert_eq!((code(&output), stderr(&output).as_str()), (0, ""));
    assert_eq!(folder.read("build/main/main.tf.json"), printed);
    folder.write(
        "infra.toml",
        "[stacks.main]\nfile = \"main.infra\"\nout = \"build/\"\n\
         [stacks.other]\nfile = \"main.infra\"\nout = \"build/main.tf.json\"\n",
    );
    let output = folder.infra(&["build"]);
    assert_eq!(code(&output), 1);
    assert_eq!(
        stderr(&output),
        "error: two stacks write to `build/main.tf.json`\n"
    );
}

#[test]
fn terraform_reads_no_yaml() {
    let folder = Folder::with("main.infra", SAYS_SO);
    for more in [["--format", "yaml"], ["-o", "main.yaml"]] {
        let output = folder.infra(&[&["build", "main.infra"][..], &more].concat());
        assert_eq!(code(&output), 2);
        assert!(
            stderr(&output).starts_with("error: --format: Terraform reads JSON, not YAML\n"),
            "{}",
            stderr(&output)
        );
    }
    assert_eq!(folder.names(), ["main.infra"]);
}

#[test]
fn all_targets_can_be_checked_at_once() {
    let folder = Folder::with("both.infra", NEUTRAL);
    folder.write("main.infra", TERRAFORM);
    let check = |file: &str, format: &str| {
        let output = folder.infra(&[
            "check",
            file,
            "--target",
            "all",
            "--allow",
            "no-resource",
            "--message-format",
            format,
        ]);
        (code(&output), stdout(&output))
    };
    assert_eq!(
        check("both.infra", "human"),
        (
            0,
            "both.infra: builds for CloudFormation\nboth.infra: builds for Terraform\n".to_owned()
        )
    );
    let (code, text) = check("main.infra", "short");
    assert_eq!(code, 1);
    assert_eq!(
        text,
        "main.infra:1:10: error[target::terraform]: `terraform_data` is Terraform's and cannot be \
         built for CloudFormation (for CloudFormation)\n\
         main.infra: 1 error is in the way of CloudFormation\n\
         main.infra: builds for Terraform\n"
    );
    let (_, text) = check("main.infra", "json");
    let lines: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).expect("a line is JSON"))
        .collect();
    assert_eq!(lines.len(), 3, "{text}");
    assert_eq!(lines[0]["target"], "cloudformation");
    assert_eq!(lines[0]["context"][0], "when built for CloudFormation");
    assert_eq!(
        (&lines[1]["builds"], &lines[1]["errors"]),
        (&false.into(), &1.into())
    );
    assert_eq!(
        (&lines[2]["builds"], &lines[2]["errors"]),
        (&true.into(), &0.into())
    );
    let (_, text) = check("main.infra", "sarif");
    let document: Value = serde_json::from_str(&text).expect("SARIF is JSON");
    let run = &document["runs"][0];
    assert_eq!(run["results"][0]["properties"]["target"], "cloudformation");
    assert_eq!(run["properties"]["targets"][1]["builds"], true);
    let (_, text) = check("main.infra", "github");
    assert!(
        text.contains("%0Awhen built for CloudFormation%0A"),
        "{text}"
    );
}

#[test]
fn json_has_no_name_that_terraform_reads_as_hcl() {
    let folder = Folder::with("main.infra", SAYS_SO);
    let output = folder.infra(&["build", "main.infra", "-o", "main.tf"]);
    assert_eq!(code(&output), 2);
    assert!(
        stderr(&output).starts_with("error: Terraform reads files that end with `.tf` as HCL\n"),
        "{}",
        stderr(&output)
    );
    assert_eq!(folder.names(), ["main.infra"]);
}

#[test]
fn stacks_of_one_file_go_by_their_names() {
    let folder = Folder::with("main.infra", "output shown = 1\n");
    let stacks = "[stacks.here]\nfile = \"main.infra\"\n[stacks.there]\nfile = \"main.infra\"\n";
    folder.write("infra.toml", stacks);
    let output = folder.infra(&["check", "--target", "all", "--allow", "no-resource"]);
    assert_eq!(
        stdout(&output),
        "here: builds for CloudFormation\nhere: builds for Terraform\n\
         there: builds for CloudFormation\nthere: builds for Terraform\n"
    );
}

#[test]
fn what_is_wrong_for_every_target_is_said_once() {
    let folder = Folder::with("main.infra", "output shown = nothing\n");
    let output = folder.infra(&["check", "main.infra", "--target", "all"]);
    assert_eq!(code(&output), 1);
    let text = stdout(&output);
    assert_eq!(text.matches("name::unknown").count(), 1, "{text}");
    assert!(text.contains("main.infra: 1 error is in the way of Terraform"));
}

#[test]
fn tests_run_for_the_target_of_their_stack() {
    let test = format!(
        "{SAYS_SO}test \"it is kept\" {{\n  assert note.input == \"kept\"\n  snapshot \"kept\"\n}}\n"
    );
    let folder = Folder::with("main.infra", &test);
    let output = folder.infra(&["test", "main.infra", "--bless"]);
    assert_eq!(code(&output), 0, "{}", stdout(&output));
    let snapshot = folder.read("snapshots/main.kept.tf.json");
    assert!(snapshot.contains("\"terraform_data\""), "{snapshot}");
    let output = folder.infra(&["test", "main.infra"]);
    assert_eq!(code(&output), 0, "{}", stdout(&output));
    let output = folder.infra(&["test", "main.infra", "--target", "cloudformation"]);
    assert_eq!(code(&output), 1);
    assert!(stdout(&output).contains("target::terraform"));
}

#[test]
fn a_program_of_two_stacks_is_tested_for_both_targets() {
    let folder = Folder::with(
        "infra.toml",
        "[stacks.here]\nfile = \"main.infra\"\ntarget = \"cloudformation\"\n\
         [stacks.there]\nfile = \"main.infra\"\ntarget = \"terraform\"\n",
    );
    folder.write(
        "main.infra",
        "fn double(x: int) -> int = x * 2\ntest \"doubles\" { assert double(2) == 4 }\n",
    );
    let output = folder.infra(&["test"]);
    assert_eq!(code(&output), 0, "{}", stdout(&output));
    assert_eq!(
        stdout(&output),
        "main.infra\n  ✓ doubles (CloudFormation)\n  ✓ doubles (Terraform)\n\n2 passed\n"
    );
}
