//! Templates on the command line: `infra check` on them, `infra import` of them, what it writes, and that the proof
//! is true: what the program makes is held against the template by another reader of both.

use crate::folder::{Folder, code, stderr, stdout};
use serde_json::{Value, json};

/// A template in the spelling that people use.
const PHOTOS: &str = r#"# Photos of the shop.
AWSTemplateFormatVersion: "2010-09-09"
Parameters:
  Stage:
    Type: String
    AllowedValues: [dev, prod]
    Default: dev
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
Resources:
  Uploads:
    Type: AWS::S3::Bucket
    DeletionPolicy: Retain
    Properties:
      BucketName: !Sub "photos-${Stage}"
  Queue:
    Type: AWS::SQS::Queue
    Properties:
      DelaySeconds: !If [IsProd, 0, 30]
      Tags:
        - { Key: bucket, Value: !GetAtt Uploads.Arn }
Outputs:
  Url:
    Value: !Ref Queue
"#;

/// The same in JSON.
fn photos() -> Value {
    json!({
        "AWSTemplateFormatVersion": "2010-09-09",
        "Parameters": {
            "Stage": { "Type": "String", "AllowedValues": ["dev", "prod"], "Default": "dev" }
        },
        "Conditions": { "IsProd": { "Fn::Equals": [{ "Ref": "Stage" }, "prod"] } },
        "Resources": {
            "Uploads": {
                "Type": "AWS::S3::Bucket",
                "DeletionPolicy": "Retain",
                "Properties": { "BucketName": { "Fn::Sub": "photos-${Stage}" } }
            },
            "Queue": {
                "Type": "AWS::SQS::Queue",
                "Properties": {
                    "DelaySeconds": { "Fn::If": ["IsProd", 0, 30] },
                    "Tags": [{ "Key": "bucket", "Value": { "Fn::GetAtt": ["Uploads", "Arn"] } }]
                }
            }
        },
        "Outputs": { "Url": { "Value": { "Ref": "Queue" } } }
    })
}

/// A template with an error that CloudFormation has, too, and with a slip that this language alone finds.
const WRONG: &str = "\
Resources:
  Key:
    Type: AWS::KMS::Key
  Queue:
    Type: AWS::SQS::Queue
    Properties:
      DelaySecond: 5
      KmsMasterKeyId: !Ref Topic
      VisibilityTimeout: \"30\"
  Topic:
    Type: AWS::SNS::Topic
";

#[test]
fn a_program_makes_what_the_template_says() {
    let folder = Folder::with("template.yaml", PHOTOS);
    let imported = folder.infra(&["import", "template.yaml"]);
    assert_eq!(code(&imported), 0, "{}", stderr(&imported));
    assert_eq!(
        stderr(&imported),
        "equal: the program makes what `template.yaml` says: \
         2 resources, 1 parameter, 1 condition, 1 output\n"
    );
    let text = stdout(&imported);
    assert!(text.starts_with("// Photos of the shop.\n"), "{text}");
    assert!(
        text.contains("param stage: \"dev\" | \"prod\" = \"dev\""),
        "{text}"
    );
    folder.write("main.infra", &text);
    assert_eq!(built(&folder, "main.infra"), photos());
}

#[test]
fn json_and_standard_input_are_templates_too() {
    let folder = Folder::with("template.json", &photos().to_string());
    let from_file = folder.infra(&["import", "template.json"]);
    let from_input = folder.infra_reading(&["import", "-"], photos().to_string().as_bytes());
    assert_eq!(code(&from_input), 0, "{}", stderr(&from_input));
    assert_eq!(stdout(&from_file), stdout(&from_input));
    folder.write("main.infra", &stdout(&from_file));
    assert_eq!(built(&folder, "main.infra"), photos());
}

#[test]
fn a_program_is_written_to_a_file_or_a_folder() {
    let folder = Folder::with("template.yaml", PHOTOS);
    let printed = stdout(&folder.infra(&["import", "template.yaml"]));
    for (out, place) in [
        ("shop/photos", "shop/photos/main.infra"),
        ("new.infra", "new.infra"),
    ] {
        let output = folder.infra(&["import", "template.yaml", "-o", out]);
        assert_eq!(
            (code(&output), stdout(&output).as_str()),
            (0, ""),
            "{}",
            stderr(&output)
        );
        let said = format!("wrote {place}\nnext: infra build {place}\n");
        assert!(stderr(&output).ends_with(&said), "{}", stderr(&output));
        assert_eq!(folder.read(place), printed);
    }
}

#[test]
fn nothing_is_written_over_unless_that_is_asked_for() {
    let folder = Folder::with("template.yaml", PHOTOS);
    folder.write("out/main.infra", "// mine\n");
    let output = folder.infra(&["import", "template.yaml", "-o", "out"]);
    assert_eq!(code(&output), 1);
    let said = "error: `out/main.infra` is there already (`--force` writes over it); nothing was written\n";
    assert!(stderr(&output).ends_with(said), "{}", stderr(&output));
    assert_eq!(folder.read("out/main.infra"), "// mine\n");
    let output = folder.infra(&["import", "template.yaml", "-o", "out", "--force"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(folder.read("out/main.infra").contains("resource uploads"));
}

#[test]
fn long_scripts_go_into_files() {
    let lines: String = (0..12).map(|i| format!("          print({i})\n")).collect();
    let template = format!(
        "Resources:\n  OrderHandler:\n    Type: AWS::Lambda::Function\n    Properties:\n      \
         Runtime: python3.12\n      Handler: index.handler\n      \
         Role: arn:aws:iam::123456789012:role/orders\n      Code:\n        ZipFile: |\n{lines}"
    );
    let folder = Folder::with("template.yaml", &template);
    let inline = folder.infra(&["import", "template.yaml", "-o", "inline"]);
    assert_eq!(code(&inline), 0, "{}", stderr(&inline));
    let beside = folder.infra(&["import", "template.yaml", "-o", "beside", "--extract-files"]);
    assert_eq!(code(&beside), 0, "{}", stderr(&beside));
    assert!(stderr(&beside).contains("equal: "), "{}", stderr(&beside));
    assert!(
        stderr(&beside).contains("wrote beside/order-handler.py\n"),
        "{}",
        stderr(&beside)
    );
    let program = folder.read("beside/main.infra");
    assert!(
        program.contains("ZipFile: file(\"order-handler.py\")"),
        "{program}"
    );
    assert!(
        folder
            .read("beside/order-handler.py")
            .ends_with("print(10)\nprint(11)\n")
    );
    assert_eq!(
        built(&folder, "beside/main.infra"),
        built(&folder, "inline/main.infra")
    );
    // A file that is there is as good as a program.
    folder.write("other/order-handler.py", "mine");
    let output = folder.infra(&["import", "template.yaml", "-o", "other", "--extract-files"]);
    assert_eq!(code(&output), 1);
    assert!(!folder.0.join("other/main.infra").exists());
    assert_eq!(folder.read("other/order-handler.py"), "mine");
}

#[test]
fn a_template_with_errors_is_imported_and_proved() {
    let folder = Folder::with("template.yaml", WRONG);
    let output = folder.infra(&["import", "template.yaml", "--message-format", "short"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let said = stderr(&output);
    assert!(
        said.contains("template.yaml:7:7: error[schema::unknown-property]"),
        "{said}"
    );
    assert!(said.contains("equal: "), "{said}");
    assert!(
        stdout(&output).contains("DelaySecond: 5"),
        "{}",
        stdout(&output)
    );
}

#[test]
fn what_a_template_is_warned_of_does_not_stop_its_program() {
    let text = include_str!("../import/allowed.yaml");
    let folder = Folder::with("template.yaml", text);
    let output = folder.infra(&["import", "template.yaml", "-o", "main.infra"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(stderr(&output).contains("iam::unknown-action"));
    let output = folder.infra(&["build", "main.infra"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
}

#[test]
fn nothing_is_proved_of_what_cannot_be_read() {
    for (line, found) in [
        ("Limit: 18446744073709551617", "template::number"),
        ("Limit: .inf", "template::number"),
        ("Limit: *unknown", "template::alias"),
        ("Limit: !Nope [1]", "template::unknown-tag"),
        ("Limit: 1\n  Limit: 2", "template::duplicate-key"),
    ] {
        let text =
            format!("Metadata:\n  {line}\nResources:\n  Queue: {{ Type: AWS::SQS::Queue }}\n");
        let folder = Folder::with("template.yaml", &text);
        let output = folder.infra(&["import", "template.yaml"]);
        let said = stderr(&output);
        assert_eq!(code(&output), 1, "{line}: {said}");
        assert!(said.contains(found), "{line}: {said}");
        assert!(said.contains("not proved: "), "{line}: {said}");
        assert!(stdout(&output).contains("AWS::SQS::Queue"), "{line}");
    }
}

#[test]
fn what_is_no_template_is_not_imported() {
    let folder = Folder::with("list.yaml", "- a\n");
    folder.write("main.infra", "resource queue = AWS::SQS::Queue {}\n");
    folder.write("tab.yaml", "Resources:\n\tQueue: {}\n");
    for file in ["list.yaml", "tab.yaml", "missing.yaml"] {
        let output = folder.infra(&["import", file, "-o", "out"]);
        assert_eq!((code(&output), stdout(&output).as_str()), (1, ""), "{file}");
        assert!(stderr(&output).contains("1 error"), "{}", stderr(&output));
    }
    let output = folder.infra(&["import", "main.infra"]);
    assert_eq!(code(&output), 2);
    assert!(
        stderr(&output).contains("found the program `main.infra`"),
        "{}",
        stderr(&output)
    );
    assert_eq!(folder.names(), ["list.yaml", "main.infra", "tab.yaml"]);
}

#[test]
fn templates_are_checked_where_they_stand() {
    let folder = Folder::with("template.yaml", WRONG);
    folder.write("photos.yaml", PHOTOS);
    let output = folder.infra(&[
        "check",
        "photos.yaml",
        "template.yaml",
        "--message-format",
        "short",
    ]);
    assert_eq!(code(&output), 1);
    let text = stdout(&output);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 3, "{text}");
    assert!(
        lines[0].starts_with("template.yaml:7:7: error[schema::unknown-property]: "),
        "{text}"
    );
    // Identifiers are texts to CloudFormation: only a warning.
    assert!(
        lines[1].starts_with("template.yaml:8:23: warning[relation::mismatch]: "),
        "{text}"
    );
    assert!(
        lines[2].starts_with("template.yaml:9:26: warning[schema::quoted]: "),
        "{text}"
    );
    let output = folder.infra(&["check", "photos.yaml"]);
    assert_eq!((code(&output), stdout(&output).as_str()), (0, ""));
}

#[test]
fn what_is_found_in_templates_can_be_allowed_and_denied() {
    let folder = Folder::with("template.yaml", WRONG);
    let check = |options: &[&str]| {
        let output = folder.infra(&[&["check", "template.yaml"], options].concat());
        (code(&output), stdout(&output))
    };
    let (code, text) = check(&["--allow", "schema::unknown-property"]);
    assert_eq!(code, 0, "{text}");
    let (code, _) = check(&["--allow", "schema::unknown-property", "--deny", "warnings"]);
    assert_eq!(code, 1);
    // Nothing is made of a template, so that nothing in it has to have a meaning.
    folder.write(
        "unknown.yaml",
        "Resources:\n  Q:\n    Type: AWS::SQS::Queue\nOutputs:\n  A:\n    Value: !Ref Qu\n",
    );
    let output = folder.infra(&["check", "unknown.yaml", "--allow", "name::unknown"]);
    assert_eq!(
        (crate::folder::code(&output), stdout(&output).as_str()),
        (0, "")
    );
}

#[test]
fn every_form_of_messages_has_the_lines_of_the_template() {
    let folder = Folder::with("template.yaml", WRONG);
    let check = |format| {
        let output = folder.infra(&["check", "template.yaml", "--message-format", format]);
        stdout(&output)
    };
    assert!(
        check("human").contains("[template.yaml:7:7]"),
        "{}",
        check("human")
    );
    assert!(check("github").starts_with("::error file=template.yaml,line=7,endLine=7,col=7,"));
    let first: Value =
        serde_json::from_str(check("json").lines().next().expect("a line")).expect("JSON");
    assert_eq!(
        (&first["file"], &first["start"]["line"]),
        (&json!("template.yaml"), &json!(7))
    );
    let sarif: Value = serde_json::from_str(&check("sarif")).expect("JSON");
    let place = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "template.yaml");
    assert_eq!(place["region"]["startLine"], 7);
}

#[test]
fn fixes_are_those_of_templates() {
    let folder = Folder::with("template.yaml", WRONG);
    let output = folder.infra(&["check", "template.yaml", "--message-format", "json"]);
    for line in stdout(&output).lines() {
        let message: Value = serde_json::from_str(line).expect("JSON");
        let fixes = message["fixes"].as_array().expect("a list");
        match message["code"].as_str() {
            Some("schema::quoted") => assert_eq!(fixes[0]["edits"][0]["text"], "30"),
            // The name of a property is the same in every language.
            Some("schema::unknown-property") => {
                assert_eq!(fixes[0]["edits"][0]["text"], "DelaySeconds");
            }
            _ => assert!(fixes.is_empty(), "{line}"),
        }
    }
}

#[test]
fn helps_are_those_of_templates() {
    let role = "    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement:
          - { Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: 'sts:AssumeRole' }
";
    let function = |role: &str| {
        format!(
            "    Type: AWS::Lambda::Function\n    Properties:\n      Role: {role}\n      \
             Code: {{ ZipFile: x }}\n      Handler: index.handler\n      Runtime: python3.12\n"
        )
    };
    let template = format!(
        "Parameters:\n  Stage: {{ Type: String }}\nConditions:\n  IsProd: !Equals [!Ref Stage, prod]\n\
         Resources:\n  Role:\n{role}  Other:\n    Condition: IsProd\n{role}  First:\n{}  Second:\n{}",
        function("!Ref Role"),
        function("!GetAtt Other.Arn"),
    );
    let folder = Folder::with("template.yaml", &template);
    let output = folder.infra(&["check", "template.yaml", "--message-format", "json"]);
    let messages = stdout(&output);
    let messages = messages
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    let helps: Vec<(Value, Value)> = messages
        .map(|message| (message["code"].clone(), message["help"].clone()))
        .collect();
    let expected = [
        (
            "relation::mismatch",
            "read `Arn` of `Role` with `Fn::GetAtt`",
        ),
        (
            "type::conditional-resource",
            "read it under `Fn::If`, or write the same `Condition` here",
        ),
    ];
    assert_eq!(
        helps,
        expected.map(|(code, help)| (json!(code), json!(help)))
    );
}

#[test]
fn commands_for_programs_refuse_templates() {
    let folder = Folder::with("template.yaml", PHOTOS);
    for command in ["build", "test"] {
        let output = folder.infra(&[command, "template.yaml"]);
        assert_eq!(
            (code(&output), stdout(&output).as_str()),
            (2, ""),
            "{command}"
        );
        let said = "found the template `template.yaml`";
        assert!(stderr(&output).contains(said), "{}", stderr(&output));
    }
    folder.write(
        "main.infra",
        "import { a } from \"./template.yaml\"\nlet b = a\n",
    );
    let output = folder.infra(&["check", "main.infra"]);
    assert!(
        stdout(&output).contains("`./template.yaml` is a template"),
        "{}",
        stdout(&output)
    );
}

#[test]
fn stacks_of_a_project_may_be_templates() {
    let folder = Folder::with(
        "infra.toml",
        "policies = [\"rules.infra\"]\n[stacks.old]\nfile = \"template.yaml\"\n\
         [stacks.new]\nfile = \"main.infra\"\nout = \"new.json\"\n",
    );
    folder.write("template.yaml", PHOTOS);
    folder.write(
        "main.infra",
        "resource queue = AWS::SQS::Queue { QueueName: \"a\" }\n",
    );
    let rule = "policy \"queues wait\" for q in AWS::SQS::Queue { require q.QueueName != null }\n";
    folder.write("rules.infra", rule);
    let output = folder.infra(&["check", "--message-format", "short"]);
    assert_eq!(code(&output), 1);
    assert!(
        stdout(&output).contains("template.yaml:16:3: error[policy::violated]"),
        "{}",
        stdout(&output)
    );
    folder.write(
        "rules.infra",
        "policy \"any\" for q in AWS::SQS::Queue { require true }\n",
    );
    let output = folder.infra(&["build"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(folder.read("new.json").contains("AWS::SQS::Queue"));
    let output = folder.infra(&["test"]);
    assert_eq!(code(&output), 0, "{}", stdout(&output));
}

/// What a program makes.
fn built(folder: &Folder, program: &str) -> Value {
    let output = folder.infra(&["build", program]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    serde_json::from_str(&stdout(&output)).expect("JSON")
}

#[test]
fn the_last_form_of_a_template_is_all_of_it_as_it_is() {
    use infra::decompile::{Form, Forms, Purpose, decompile};
    use infra::template::read;
    let (template, _) = read(infra::text::FileId(0), PHOTOS);
    let template = template.expect("a template");
    let asked = Forms::from_iter([(template.root.span, Form::Fragment)]);
    let tree = decompile(&template, Purpose::Keep, &asked);
    let program = infra::syntax::print(&tree.module, PHOTOS, &[]);
    assert!(!program.contains("resource uploads"), "{program}");
    let folder = Folder::with("main.infra", &program);
    assert_eq!(built(&folder, "main.infra"), photos());
}
