//! The real binary: exit codes, streams, formats, files that appear whole or not at all.

use crate::folder::{Folder, code, stderr, stdout};
use std::process::Stdio;

const GOOD: &str = "resource queue = AWS::SQS::Queue {}\n";
const WARNED: &str = "let unused = 1\nresource queue = AWS::SQS::Queue {}\n";
const WRONG: &str = "output url = nowhere.QueueUrl\n";

#[test]
fn a_clean_build_prints_the_template_and_nothing_else() {
    let folder = Folder::with("main.infra", GOOD);
    let output = folder.infra(&["build", "main.infra"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert_eq!(stderr(&output), "");
    let template: serde_json::Value = serde_json::from_str(&stdout(&output)).expect("JSON");
    assert_eq!(template["Resources"]["Queue"]["Type"], "AWS::SQS::Queue");
    assert!(stdout(&output).ends_with("}\n"));
}

#[test]
fn exit_codes_are_as_documented() {
    let folder = Folder::with("main.infra", WRONG);
    assert_eq!(code(&folder.infra(&["build", "main.infra"])), 1);
    assert_eq!(code(&folder.infra(&["check", "main.infra"])), 1);
    assert_eq!(code(&folder.infra(&["build", "missing.infra"])), 1);
    assert_eq!(code(&folder.infra(&["build"])), 2);
    assert_eq!(code(&folder.infra(&["bild", "main.infra"])), 2);
    assert_eq!(
        code(&folder.infra(&["build", "main.infra", "--deny", "nothing"])),
        2
    );
    assert_eq!(code(&folder.infra(&["explain", "nothing"])), 2);
    assert_eq!(code(&folder.infra(&["--help"])), 0);
    assert_eq!(code(&folder.infra(&["--version"])), 0);
}

#[test]
fn a_warning_fails_only_where_it_is_denied() {
    let folder = Folder::with("main.infra", WARNED);
    let allowed = folder.infra(&["build", "main.infra"]);
    assert_eq!(code(&allowed), 0);
    assert!(
        stderr(&allowed).contains("name::unused"),
        "{}",
        stderr(&allowed)
    );
    assert!(stdout(&allowed).contains("AWS::SQS::Queue"));
    for denied in ["warnings", "name::unused"] {
        let output = folder.infra(&["build", "main.infra", "--deny", denied]);
        assert_eq!(code(&output), 1);
        assert_eq!(stdout(&output), "", "nothing is written");
    }
    let silenced = folder.infra(&["build", "main.infra", "--allow", "name::unused"]);
    assert_eq!(stderr(&silenced), "");
    let silenced = ["--allow", "name::unused", "--deny", "warnings"];
    assert_eq!(
        code(&folder.infra(&[&["check", "main.infra"], &silenced[..]].concat())),
        0
    );
}

#[test]
fn an_error_cannot_be_allowed_away() {
    let folder = Folder::with("main.infra", WRONG);
    let output = folder.infra(&["build", "main.infra", "--allow", "name::unknown"]);
    assert_eq!(code(&output), 1);
    assert!(
        stderr(&output).contains("cannot be allowed"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn a_program_can_come_from_standard_input() {
    let folder = Folder::with("main.infra", GOOD);
    let expected = folder.infra(&["build", "main.infra"]);
    let output = folder.infra_reading(&["build", "-"], GOOD.as_bytes());
    assert_eq!(stdout(&output), stdout(&expected));
    let output = folder.infra_reading(
        &["check", "-", "--message-format", "short"],
        WRONG.as_bytes(),
    );
    assert!(
        stdout(&output).starts_with("<stdin>:1:14: error[name::unknown]"),
        "{}",
        stdout(&output)
    );
}

#[test]
fn the_output_file_is_replaced_as_a_whole() {
    let folder = Folder::with("main.infra", GOOD);
    let printed = stdout(&folder.infra(&["build", "main.infra"]));
    let output = folder.infra(&["build", "main.infra", "-o", "template.json"]);
    assert_eq!(
        (code(&output), stdout(&output).as_str()),
        (0, ""),
        "{}",
        stderr(&output)
    );
    assert_eq!(folder.read("template.json"), printed);
    assert_eq!(folder.names(), ["main.infra", "template.json"]);
    // With an error the old file stays as it is.
    folder.write("main.infra", WRONG);
    assert_eq!(
        code(&folder.infra(&["build", "main.infra", "-o", "template.json"])),
        1
    );
    assert_eq!(folder.read("template.json"), printed);
    assert_eq!(folder.names(), ["main.infra", "template.json"]);
}

#[test]
fn what_is_read_is_not_overwritten() {
    let folder = Folder::with("main.infra", GOOD);
    folder.write("inputs.yaml", "{}");
    for options in [
        &["-o", "main.infra"][..],
        &["-o", "./main.infra"],
        &["--source-map", "main.infra"],
        &["--inputs", "inputs.yaml", "-o", "inputs.yaml"],
        &["-o", "new.json", "--source-map", "new.json"],
    ] {
        let output = folder.infra(&[&["build", "main.infra"], options].concat());
        assert_eq!(code(&output), 2, "{options:?}: {}", stderr(&output));
    }
    assert_eq!(folder.read("main.infra"), GOOD);
    assert_eq!(folder.names(), ["inputs.yaml", "main.infra"]);
}

#[cfg(unix)]
#[test]
fn permissions_and_links_are_kept() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = Folder::with("main.infra", GOOD);
    folder.write("real.json", "old");
    let mode = std::fs::Permissions::from_mode(0o640);
    std::fs::set_permissions(folder.0.join("real.json"), mode).expect("permissions");
    symlink("real.json", folder.0.join("link.json")).expect("a link");
    let output = folder.infra(&["build", "main.infra", "-o", "link.json"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(folder.read("real.json").contains("AWS::SQS::Queue"));
    let link = folder.0.join("link.json");
    assert!(link.is_symlink());
    let mode = std::fs::metadata(link)
        .expect("the file")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o640);
}

#[test]
fn places_that_cannot_be_written_are_named() {
    let folder = Folder::with("main.infra", GOOD);
    std::fs::create_dir(folder.0.join("out")).expect("a folder");
    let output = folder.infra(&["build", "main.infra", "-o", "out"]);
    assert_eq!(code(&output), 1);
    assert!(
        stderr(&output).contains("found the folder `out`"),
        "{}",
        stderr(&output)
    );
    let output = folder.infra(&["build", "main.infra", "-o", "no/such/folder.json"]);
    assert_eq!(code(&output), 1);
    assert!(
        stderr(&output).contains("`no/such/folder.json`"),
        "{}",
        stderr(&output)
    );
    // Both files or none.
    let both = [
        "build",
        "main.infra",
        "-o",
        "a.json",
        "--source-map",
        "no/b.json",
    ];
    assert_eq!(code(&folder.infra(&both)), 1);
    assert_eq!(folder.names(), ["main.infra", "out"]);
}

#[test]
fn yaml_is_chosen_by_the_ending_or_the_option() {
    let folder = Folder::with("main.infra", GOOD);
    folder.infra(&["build", "main.infra", "-o", "template.yaml"]);
    let printed = folder.infra(&["build", "main.infra", "--format", "yaml"]);
    assert_eq!(folder.read("template.yaml"), stdout(&printed));
    assert!(
        stdout(&printed).contains("Type: AWS::SQS::Queue"),
        "{}",
        stdout(&printed)
    );
    folder.infra(&[
        "build",
        "main.infra",
        "-o",
        "other.yaml",
        "--format",
        "json",
    ]);
    assert!(folder.read("other.yaml").starts_with('{'));
}

#[test]
fn messages_have_a_form_for_every_reader() {
    let folder = Folder::with("main.infra", WRONG);
    let check =
        |format| stdout(&folder.infra(&["check", "main.infra", "--message-format", format]));
    assert!(check("short").starts_with("main.infra:1:14: error[name::unknown]: "));
    let github = check("github");
    assert!(
        github.starts_with("::error file=main.infra,line=1,endLine=1,col=14,"),
        "{github}"
    );
    for line in check("json").lines() {
        let message: serde_json::Value = serde_json::from_str(line).expect("JSON");
        assert_eq!(message["start"]["line"], 1);
        assert_eq!(message["file"], "main.infra");
    }
    let sarif: serde_json::Value = serde_json::from_str(&check("sarif")).expect("JSON");
    assert_eq!(sarif["version"], "2.1.0");
    let result = &sarif["runs"][0]["results"][0];
    assert_eq!(result["ruleId"], "name::unknown");
    assert_eq!(
        result["locations"][0]["physicalLocation"]["region"]["startColumn"],
        14
    );
}

#[test]
fn sarif_is_whole_where_nothing_was_found() {
    let folder = Folder::with("main.infra", GOOD);
    let output = folder.infra(&["check", "main.infra", "--message-format", "sarif"]);
    let sarif: serde_json::Value = serde_json::from_str(&stdout(&output)).expect("JSON");
    assert_eq!(sarif["runs"][0]["results"], serde_json::json!([]));
    assert_eq!(code(&output), 0);
}

#[test]
fn several_files_are_reported_in_their_order() {
    let folder = Folder::with("a.infra", GOOD);
    let names: Vec<String> = (0..20).map(|i| format!("{i:02}.infra")).collect();
    for name in &names {
        folder.write(name, WRONG);
    }
    let mut arguments = vec!["check", "--message-format", "short", "a.infra"];
    arguments.extend(names.iter().map(String::as_str));
    let output = folder.infra(&arguments);
    let text = stdout(&output);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), names.len());
    for (line, name) in lines.iter().zip(&names) {
        assert!(line.starts_with(name.as_str()), "{line}");
    }
    assert_eq!(code(&output), 1);
}

#[test]
fn what_is_not_shown_is_counted() {
    let folder = Folder::with("main.infra", "");
    let wrong: String = (0..120)
        .map(|i| format!("output o{i} = nowhere\n"))
        .collect();
    folder.write("main.infra", &wrong);
    let output = stdout(&folder.infra(&["check", "main.infra"]));
    assert!(
        output.ends_with("120 errors; 70 of them not shown (`--max-reports 0` shows all)\n"),
        "{output}"
    );
    let all = stdout(&folder.infra(&["check", "main.infra", "--max-reports", "0"]));
    assert!(all.ends_with("\n120 errors\n"));
    let short = folder.infra(&["check", "main.infra", "--message-format", "short"]);
    assert_eq!(stdout(&short).lines().count(), 120);
}

#[test]
fn completions_name_the_commands() {
    let folder = Folder::with("main.infra", GOOD);
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = folder.infra(&["completions", shell]);
        assert_eq!(code(&output), 0);
        for word in ["build", "explain", "source-map"] {
            assert!(stdout(&output).contains(word), "{shell}: {word}");
        }
    }
}

#[test]
fn help_is_the_same_by_both_ways() {
    let folder = Folder::with("main.infra", GOOD);
    for command in ["build", "check"] {
        let short = stdout(&folder.infra(&[command, "--help"]));
        let long = stdout(&folder.infra(&["help", command]));
        assert_eq!(short, long);
        assert!(
            short.contains(&format!("Usage: infra {command} ")),
            "{short}"
        );
    }
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_is_no_error() {
    let folder = Folder::with("main.infra", GOOD);
    let mut child = folder
        .command(&["explain"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the binary ends");
    assert_eq!((code(&output), stderr(&output).as_str()), (0, ""));
}
