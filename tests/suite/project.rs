//! Projects: `infra.toml`, and the commands that name no file.

use crate::folder::{Folder, code, stderr, stdout};

const GOOD: &str = "input name: string = \"none\"\n\
    resource queue = AWS::SQS::Queue { QueueName: name }\n";
const WRONG: &str = "input name: string = \"none\"\n\
    output named = name\noutput url = nowhere.QueueUrl\n";

const TWO: &str = "\
[stacks.photos]
file = \"photos.infra\"
out = \"build/photos.json\"
inputs = \"photos.yaml\"

[stacks.orders]
file = \"orders.infra\"
out = \"build/orders.yaml\"
input = { name = \"orders\" }
";

fn two() -> Folder {
    let folder = Folder::with("infra.toml", TWO);
    folder.write("photos.infra", GOOD);
    folder.write("photos.yaml", "name: photos");
    folder.write("orders.infra", GOOD);
    folder
}

#[test]
fn a_build_without_a_file_builds_all_stacks() {
    let folder = two();
    let output = folder.infra(&["build"]);
    assert_eq!((code(&output), stderr(&output).as_str()), (0, ""));
    assert_eq!(stdout(&output), "");
    assert!(
        folder
            .read("build/photos.json")
            .contains("\"QueueName\": \"photos\"")
    );
    assert!(
        folder
            .read("build/orders.yaml")
            .contains("QueueName: orders")
    );
}

#[test]
fn one_stack_can_be_chosen() {
    let folder = two();
    let output = folder.infra(&["build", "--stack", "orders", "--input", "name=other"]);
    assert_eq!((code(&output), stderr(&output).as_str()), (0, ""));
    assert!(
        folder
            .read("build/orders.yaml")
            .contains("QueueName: other")
    );
    assert!(!folder.0.join("build/photos.json").exists());
    let output = folder.infra(&["build", "--stack", "order"]);
    assert_eq!(code(&output), 2);
    assert!(
        stderr(&output).contains("did you mean `orders`?"),
        "{}",
        stderr(&output)
    );
    let output = folder.infra(&["build", "photos.infra", "--stack", "orders"]);
    assert_eq!(code(&output), 2);
}

#[test]
fn with_an_error_in_one_stack_nothing_is_written() {
    let folder = two();
    folder.write("orders.infra", WRONG);
    let output = folder.infra(&["build", "--message-format", "short"]);
    assert_eq!(code(&output), 1);
    assert!(
        stderr(&output).starts_with("orders.infra:3:14: error"),
        "{}",
        stderr(&output)
    );
    assert_eq!(
        folder.names(),
        ["infra.toml", "orders.infra", "photos.infra", "photos.yaml"]
    );
}

#[test]
fn a_check_looks_at_all_stacks_in_their_order() {
    let folder = two();
    folder.write("orders.infra", WRONG);
    folder.write("photos.infra", WRONG);
    let output = folder.infra(&["check", "--message-format", "short"]);
    assert_eq!(code(&output), 1);
    let text = stdout(&output);
    let files: Vec<&str> = text
        .lines()
        .filter_map(|line| line.split(':').next())
        .collect();
    assert_eq!(files, ["photos.infra", "orders.infra"], "{text}");
}

#[test]
fn a_project_is_found_from_a_folder_below() {
    let folder = two();
    folder.write("inner/notes.txt", "");
    let mut command = folder.command(&["check", "--message-format", "short"]);
    folder.write("orders.infra", WRONG);
    let output = command
        .current_dir(folder.0.join("inner"))
        .output()
        .expect("the binary runs");
    assert!(
        stdout(&output).starts_with("../orders.infra:3:14: error"),
        "{}",
        stdout(&output)
    );
    let output = folder.infra(&["check", "--project", "inner", "--message-format", "short"]);
    assert!(
        stdout(&output).starts_with("orders.infra:3:14: error"),
        "{}",
        stdout(&output)
    );
}

#[test]
fn the_levels_of_a_project_hold_for_every_stack() {
    let unused = "let unused = 1\nresource queue = AWS::SQS::Queue {}\n";
    let level = |level: &str| {
        let folder = Folder::with("infra.toml", &format!("[lint]\nunused = \"{level}\"\n"));
        folder.write("main.infra", unused);
        folder
    };
    let check = |folder: &Folder, more: &[&str]| {
        let output = folder.infra(&[&["check", "main.infra"], more].concat());
        (code(&output), stdout(&output).contains("name::unused"))
    };
    assert_eq!(check(&level("deny"), &[]), (1, true));
    assert_eq!(check(&level("warn"), &[]), (0, true));
    assert_eq!(check(&level("allow"), &[]), (0, false));
    // The command line has the last word.
    assert_eq!(check(&level("deny"), &["--allow", "unused"]), (0, false));
    assert_eq!(check(&level("allow"), &["--deny", "unused"]), (1, true));
    let folder = Folder::with("infra.toml", "[lint]\nwarnings = \"deny\"\n");
    folder.write("main.infra", unused);
    assert_eq!(check(&folder, &[]), (1, true));
}

#[test]
fn an_error_can_become_a_warning_where_it_could_be_allowed() {
    let folder = Folder::with("infra.toml", "[lint]\n\"schema::range\" = \"warn\"\n");
    folder.write(
        "main.infra",
        "resource q = AWS::SQS::Queue { DelaySeconds: 5000 }\n",
    );
    let output = folder.infra(&["check", "main.infra", "--message-format", "short"]);
    assert_eq!(code(&output), 0, "{}", stdout(&output));
    assert!(
        stdout(&output).contains("warning[schema::range]"),
        "{}",
        stdout(&output)
    );
    folder.write("infra.toml", "[lint]\n\"name::unknown\" = \"warn\"\n");
    folder.write("main.infra", WRONG);
    assert_eq!(code(&folder.infra(&["check", "main.infra"])), 1);
}

#[test]
fn a_wrong_project_fails_the_build_of_a_file_too() {
    let folder = Folder::with("infra.toml", "policy = []\n");
    folder.write("main.infra", GOOD);
    let output = folder.infra(&["build", "main.infra", "--message-format", "short"]);
    assert_eq!((code(&output), stdout(&output).as_str()), (1, ""));
    assert!(stderr(&output).starts_with("infra.toml:1:1: error[config::unknown-key]"));
}

const RULES: &str = "policy \"queues are encrypted\" for queue in AWS::SQS::Queue {\n\
    require queue.SqsManagedSseEnabled == true, \"encrypt it\"\n\
    warn queue.QueueName != null\n}\n";

#[test]
fn a_stack_cannot_drop_the_policies_of_its_project() {
    let folder = Folder::with("infra.toml", "policies = [\"platform/rules.infra\"]\n");
    folder.write("platform/rules.infra", RULES);
    folder.write("stacks/main.infra", GOOD);
    // By its name, from its folder, and from standard input.
    let output = folder.infra(&["check", "stacks/main.infra", "--message-format", "short"]);
    assert_eq!(code(&output), 1);
    assert!(
        stdout(&output).starts_with("stacks/main.infra:2:10: error[policy::violated]: queues are"),
        "{}",
        stdout(&output)
    );
    let mut command = folder.command(&["build", "main.infra"]);
    let output = command.current_dir(folder.0.join("stacks")).output();
    let output = output.expect("the binary runs");
    assert_eq!((code(&output), stdout(&output).as_str()), (1, ""));
    let output = folder.infra_reading(&["build", "-"], GOOD.as_bytes());
    assert_eq!((code(&output), stdout(&output).as_str()), (1, ""));
    // Neither the command line nor the levels of the project reach them.
    let output = folder.infra(&["check", "stacks/main.infra", "--allow", "policy::violated"]);
    assert_eq!(code(&output), 2);
    assert!(
        stderr(&output).contains("cannot be allowed"),
        "{}",
        stderr(&output)
    );
    let levels = "policies = [\"platform/rules.infra\"]\n[lint]\n\"policy::advice\" = \"allow\"\n";
    folder.write("infra.toml", levels);
    let output = folder.infra(&["check", "stacks/main.infra", "--message-format", "short"]);
    assert!(
        stdout(&output).contains("infra.toml:3:20: error[config::mismatch]"),
        "{}",
        stdout(&output)
    );
}

#[test]
fn exemptions_are_listed_in_every_format() {
    let folder = Folder::with("infra.toml", "policies = [\"rules.infra\"]\n");
    folder.write("rules.infra", RULES);
    folder.write(
        "main.infra",
        "@allow(\"queues are encrypted\", \"holds public data\")\n\
         resource news = AWS::SQS::Queue {}\n",
    );
    for format in ["human", "short", "json", "sarif", "github"] {
        let output = folder.infra(&["check", "main.infra", "--message-format", format]);
        assert_eq!(code(&output), 0, "{}", stdout(&output));
        let text = stdout(&output);
        assert!(text.contains("holds public data"), "{format}: {text}");
    }
}

#[test]
fn policies_of_a_stack_that_are_those_of_its_project_are_obeyed_once() {
    let folder = Folder::with("infra.toml", "policies = [\"main.infra\"]\n");
    folder.write("main.infra", &format!("{RULES}{GOOD}"));
    let output = folder.infra(&["check", "main.infra", "--message-format", "short"]);
    let text = stdout(&output);
    assert_eq!(text.matches("policy::violated").count(), 1, "{text}");
}

#[test]
fn without_a_project_a_file_is_needed() {
    let folder = Folder::with("main.infra", GOOD);
    let output = folder.infra(&["build"]);
    assert_eq!(code(&output), 2);
    assert!(
        stderr(&output).contains("expected a FILE"),
        "{}",
        stderr(&output)
    );
    folder.write("infra.toml", "");
    let output = folder.infra(&["check"]);
    assert_eq!(code(&output), 2);
    assert!(
        stderr(&output).contains("has no stacks"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn several_templates_need_places() {
    let folder = Folder::with(
        "infra.toml",
        "[stacks.a]\nfile = \"a.infra\"\n[stacks.b]\nfile = \"a.infra\"\nout = \"b.json\"\n",
    );
    folder.write("a.infra", GOOD);
    let output = folder.infra(&["build"]);
    assert_eq!(code(&output), 2);
    assert!(
        stderr(&output).contains("`a` has no `out`"),
        "{}",
        stderr(&output)
    );
    let output = folder.infra(&["build", "--stack", "a", "--minify"]);
    assert_eq!(code(&output), 0);
    assert!(
        stdout(&output).starts_with("{\"AWSTemplate"),
        "{}",
        stdout(&output)
    );
    assert_eq!(code(&folder.infra(&["build", "-o", "c.json"])), 2);
}

#[test]
fn what_is_read_is_never_written_over() {
    let read = [
        "infra.toml",
        "photos.yaml",
        "photos.infra",
        "lib/names.infra",
    ];
    for out in read {
        let folder = two();
        let text = TWO.replace("build/orders.yaml", out);
        folder.write("infra.toml", &text);
        folder.write("lib/names.infra", "fn named(name: string) = name\n");
        let program = format!("import {{ named }} from \"./lib/names.infra\"\n{GOOD}");
        folder.write(
            "photos.infra",
            &program.replace("QueueName: name", "QueueName: named(name)"),
        );
        let before = folder.read(out);
        let output = folder.infra(&["build"]);
        assert_eq!(code(&output), 1, "{out}: {}", stdout(&output));
        assert!(stderr(&output).contains(out), "{}", stderr(&output));
        assert_eq!(folder.read(out), before);
        assert!(!folder.0.join("build/photos.json").exists());
    }
}

#[cfg(unix)]
#[test]
fn no_link_leads_a_template_out_of_the_project() {
    let folder = Folder::with("project/infra.toml", &TWO.replace("photos.yaml", "in.yaml"));
    folder.write("project/photos.infra", GOOD);
    folder.write("project/in.yaml", "name: photos");
    folder.write("project/orders.infra", GOOD);
    folder.write("elsewhere/file", "mine");
    let link = folder.0.join("project/build");
    std::os::unix::fs::symlink(folder.0.join("elsewhere"), link).expect("a link");
    let output = folder.infra(&["build", "--project", "project"]);
    assert_eq!(code(&output), 1);
    assert!(
        stderr(&output).contains("leads out of the project"),
        "{}",
        stderr(&output)
    );
    assert!(!folder.0.join("elsewhere/photos.json").exists());
}

#[test]
fn a_project_of_many_stacks_is_read_in_no_time() {
    let stack = |i| format!("[stacks.s{i}]\nfile = \"photos.infra\"\nout = \"build/{i}.json\"\n");
    let folder = Folder::with("infra.toml", &(0..5_000).map(stack).collect::<String>());
    folder.write("photos.infra", GOOD);
    let start = std::time::Instant::now();
    let output = folder.infra(&["check", "--stack", "s4999"]);
    assert_eq!((code(&output), stderr(&output).as_str()), (0, ""));
    let took = start.elapsed();
    assert!(took.as_secs() < 5, "{took:?}");
}

#[cfg(unix)]
#[test]
fn what_has_no_end_is_not_read() {
    let folder = Folder::with("main.infra", "import { name } from \"./pipe\"\n");
    let pipe = folder.0.join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.is_ok_and(|status| status.success()));
    let output = folder.infra(&["check", "main.infra"]);
    assert_eq!(code(&output), 1);
    assert!(
        stdout(&output).contains("`./pipe` cannot be read: no ordinary file"),
        "{}",
        stdout(&output)
    );
    let resource = "resource queue = AWS::SQS::Queue { QueueName: file(\"pipe\") }\n";
    folder.write("main.infra", resource);
    let output = folder.infra(&["check", "main.infra"]);
    assert_eq!(code(&output), 1);
    assert!(
        stdout(&output).contains("no ordinary file"),
        "{}",
        stdout(&output)
    );
}
