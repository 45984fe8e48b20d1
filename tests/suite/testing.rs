//! `infra test`: results in every format, snapshots, params in all combinations.

use crate::folder::{Folder, code, stderr, stdout};

const MAIN: &str = "\
param stage: \"dev\" | \"prod\" = \"dev\"
param large: bool = false

resource queue = AWS::SQS::Queue {
  QueueName: \"photos-${stage}\"
  DelaySeconds: if large then 60 else 0
}

test \"the name\" with { stage: \"prod\" } {
  assert queue.QueueName == \"photos-prod\"
  snapshot \"prod\"
}
";

const FAILS: &str = "\
resource queue = AWS::SQS::Queue {}
test \"passes\" { assert queue.QueueName == null }
test \"a < b & c\" { assert length(resources(AWS::SQS::Queue)) == 2, \"two\" }
";

#[test]
fn a_snapshot_is_accepted_and_then_held() {
    let folder = Folder::with("main.infra", MAIN);
    let output = folder.infra(&["test", "main.infra"]);
    assert_eq!(code(&output), 1);
    assert!(
        stdout(&output).contains("there is no snapshot"),
        "{}",
        stdout(&output)
    );
    assert_eq!(folder.names(), ["main.infra"]);
    let output = folder.infra(&["test", "main.infra", "--bless"]);
    assert_eq!((code(&output), stderr(&output).as_str()), (0, ""));
    assert!(
        folder
            .read("snapshots/main.prod.json")
            .contains("photos-prod")
    );
    let output = folder.infra(&["test", "main.infra"]);
    assert_eq!(code(&output), 0, "{}", stdout(&output));
    assert_eq!(stdout(&output), "main.infra\n  ✓ the name\n\n1 passed\n");
    // Another template: the difference is shown, and the file stays as it is.
    folder.write("main.infra", &MAIN.replace("then 60", "then 61"));
    let before = folder.read("snapshots/main.prod.json");
    let output = folder.infra(&["test", "main.infra"]);
    assert_eq!(code(&output), 1);
    let text = stdout(&output);
    assert!(
        text.contains("-             60,\n+             61,\n"),
        "{text}"
    );
    assert_eq!(folder.read("snapshots/main.prod.json"), before);
}

#[test]
fn a_test_that_fails_blesses_nothing() {
    let wrong = MAIN.replace("assert queue", "snapshot \"early\"\n  assert queue");
    let folder = Folder::with(
        "main.infra",
        &wrong.replace("== \"photos-prod\"", "== \"other\""),
    );
    let output = folder.infra(&["test", "main.infra", "--bless"]);
    assert_eq!(code(&output), 1);
    assert_eq!(folder.names(), ["main.infra"]);
}

#[test]
fn results_have_a_form_for_every_reader() {
    let folder = Folder::with("main.infra", FAILS);
    let output = folder.infra(&["test", "main.infra"]);
    assert_eq!(code(&output), 1);
    let text = stdout(&output);
    assert!(
        text.starts_with("main.infra\n  ✓ passes\n  ✗ a < b & c\n"),
        "{text}"
    );
    assert!(text.ends_with("\n1 failed, 1 passed\n"), "{text}");
    let output = folder.infra(&["test", "main.infra", "--format", "json"]);
    let text = stdout(&output);
    let lines: Vec<serde_json::Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert_eq!(lines[0]["passed"], true);
    assert_eq!(lines[1]["test"], "a < b & c");
    assert_eq!(lines[1]["messages"][0]["code"], "test::failed");
    assert_eq!(lines[1]["messages"][0]["line"], 3);
    let output = folder.infra(&["test", "main.infra", "--format", "junit"]);
    let text = stdout(&output);
    assert_eq!(code(&output), 1);
    assert!(text.contains("tests=\"2\" failures=\"1\""), "{text}");
    assert!(text.contains("<testcase name=\"a &lt; b &amp; c\" classname=\"main.infra\">"));
    assert!(text.contains("<failure type=\"test::failed\" message=\"two\">"));
}

#[test]
fn a_filter_chooses_by_title() {
    let folder = Folder::with("main.infra", FAILS);
    let output = folder.infra(&["test", "main.infra", "--filter", "pass"]);
    assert_eq!(
        (code(&output), stdout(&output).as_str()),
        (0, "main.infra\n  ✓ passes\n\n1 passed\n")
    );
    let output = folder.infra(&["test", "main.infra", "--filter", "nothing"]);
    assert_eq!(code(&output), 2);
    assert!(
        stderr(&output).contains("no test has `nothing`"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn all_params_names_the_combination_that_fails() {
    let program = "\
param stage: \"dev\" | \"prod\" = \"dev\"
param fast: bool = false

resource queue = AWS::SQS::Queue {
  DelaySeconds: if stage == \"prod\" && fast then 5000 else 10
}

rule \"production is not fast\" {
  assert !(stage == \"prod\" && fast)
}
";
    let folder = Folder::with("main.infra", program);
    let output = folder.infra(&["test", "main.infra", "--all-params"]);
    assert_eq!(code(&output), 1);
    let text = stdout(&output);
    assert!(
        text.contains("✗ with stage = \"prod\", fast = true\n"),
        "{text}"
    );
    assert!(
        text.contains("✓ with stage = \"prod\", fast = false\n"),
        "{text}"
    );
    assert!(text.contains("schema::range"), "{text}");
    assert!(text.ends_with("1 failed, 3 passed\n"), "{text}");
}

#[test]
fn many_params_are_met_in_pairs() {
    let mut program = String::new();
    let mut names = String::new();
    for i in 0..12 {
        program.push_str(&format!("param p{i}: \"a\" | \"b\" | \"c\" = \"a\"\n"));
        names.push_str(&format!("-${{p{i}}}"));
    }
    program.push_str(&format!(
        "resource q = AWS::SQS::Queue {{ QueueName: \"q{names}\" }}\n"
    ));
    let folder = Folder::with("main.infra", &program);
    let output = folder.infra(&["test", "main.infra", "--all-params", "--format", "json"]);
    assert_eq!(code(&output), 0, "{}", stdout(&output));
    let text = stdout(&output);
    assert!(text.lines().count() < 64, "{}", text.lines().count());
    for pair in [
        "p0 = \\\"c\\\", p1 = \\\"b\\\"",
        "p10 = \\\"b\\\", p11 = \\\"c\\\"",
    ] {
        assert!(text.contains(pair), "{pair}\n{text}");
    }
}

#[test]
fn a_project_tests_the_programs_of_its_stacks_once() {
    let folder = Folder::with(
        "infra.toml",
        "policies = [\"rules.infra\"]\n[stacks.a]\nfile = \"a.infra\"\n\
         [stacks.b]\nfile = \"a.infra\"\n[stacks.c]\nfile = \"c.infra\"\n",
    );
    folder.write(
        "rules.infra",
        "policy \"named\" for q in AWS::SQS::Queue { require q.QueueName != null }\n",
    );
    folder.write("a.infra", FAILS);
    folder.write("c.infra", "output x = nowhere\n");
    let output = folder.infra(&["test"]);
    assert_eq!(code(&output), 1);
    let text = stdout(&output);
    assert!(
        text.contains("policy::violated"),
        "each test is a whole build: {text}"
    );
    assert!(text.contains("c.infra\n  ✗ cannot be tested\n"), "{text}");
    assert!(text.ends_with("3 failed\n"), "{text}");
}

#[test]
fn files_that_are_imported_are_tested_too() {
    let folder = Folder::with("infra.toml", "[stacks.a]\nfile = \"a.infra\"\n");
    let library = "fn twice(n: int) -> int = 2 * n\n\ntest \"twice\" { assert twice(2) == 4 }\n";
    folder.write("lib/numbers.infra", library);
    folder.write(
        "a.infra",
        "import { twice } from \"./lib/numbers.infra\"\n\
         resource q = AWS::SQS::Queue { DelaySeconds: twice(5) }\n\
         test \"ten\" { assert q.DelaySeconds == 10 }\n",
    );
    let output = folder.infra(&["test"]);
    assert_eq!(
        (code(&output), stderr(&output).as_str()),
        (0, ""),
        "{}",
        stdout(&output)
    );
    assert_eq!(
        stdout(&output),
        "a.infra\n  ✓ ten\nlib/numbers.infra\n  ✓ twice\n\n2 passed\n"
    );
}

/// Types of Terraform have no colons: a name alone is one where a type is wanted.
#[test]
fn tests_and_policies_ask_for_types_of_terraform() {
    let folder = Folder::with(
        "main.infra",
        "stack { target: \"terraform\" }
data image = aws_ami { owners: [\"self\"] }
module network from \"./network\" { zones: 3 }
resource queue for n in [\"a\", \"b\"] = aws_sqs_queue { name: n, max_message_size: 2048 }

policy \"named\" for q in aws_sqs_queue { require q.name != null, \"a name\" }
policy \"one owner\" for i in data.aws_ami { require length(i.owners ?? []) == 1, \"one\" }
policy \"small\" for q in aws_sqs_queue { warn q.max_message_size == 1024, \"not 1024\" }

test \"types\" {
  assert length(resources(aws_sqs_queue)) == 2
  assert length(resources(data.aws_ami)) == 1
  assert resources(aws_sqs_queue)[1].name == \"b\"
  assert network.zones == 3
}
test \"wrong\" { assert length(resources(aws_sqs_queue)) == 3 }
",
    );
    let output = folder.infra(&["test", "main.infra"]);
    let text = stdout(&output);
    assert!(
        text.contains("✓ types") && text.contains("✗ wrong"),
        "{text}"
    );
    let output = folder.infra(&["check", "main.infra"]);
    let text = stdout(&output);
    assert!(text.contains("small: not 1024"), "{text}");
    assert!(text.contains("and in 1 more pass"), "{text}");
    assert!(!text.contains("named: "), "{text}");
}

#[test]
fn a_program_without_tests_says_so() {
    let folder = Folder::with("main.infra", "resource queue = AWS::SQS::Queue {}\n");
    let output = folder.infra(&["test", "main.infra"]);
    assert_eq!((code(&output), stdout(&output).as_str()), (0, "no tests\n"));
}
