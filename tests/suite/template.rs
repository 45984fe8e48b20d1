//! Templates as they are read: values, places, and where two of them differ.

use infra::template::{Node, NodeKind, differences, is_template, read};
use infra::text::FileId;
use serde_json::{Map, Value, json};

/// The value under `M` in the section `Metadata`, which must be read without an error.
fn metadata(text: &str) -> Value {
    let text = format!("Metadata:\n  M: {text}\n");
    let (template, diagnostics) = read(FileId(0), &text);
    assert!(diagnostics.is_empty(), "{text}: {diagnostics:?}");
    let root = template.expect("a template").root;
    let value = root.get("Metadata").and_then(|metadata| metadata.get("M"));
    plain(value.expect("the value"))
}

fn plain(node: &Node) -> Value {
    match &node.kind {
        NodeKind::Null => Value::Null,
        NodeKind::Bool(bool) => json!(bool),
        NodeKind::Int(int) => json!(int),
        NodeKind::Number(number) => json!(number),
        NodeKind::Text(text) => json!(text.as_str()),
        NodeKind::List(items) => items.iter().map(plain).collect(),
        NodeKind::Map(entries) => {
            let entries = entries.iter();
            Value::Object(Map::from_iter(entries.map(|entry| {
                let key = entry.key.to_string();
                (key, plain(&entry.value))
            })))
        }
    }
}

#[test]
fn plain_texts_are_what_yaml_1_1_says() {
    let table = [
        ("yes", json!(true)),
        ("No", json!(false)),
        ("ON", json!(true)),
        ("off", json!(false)),
        ("y", json!("y")),
        ("tRue", json!("tRue")),
        ("~", json!(null)),
        ("Null", json!(null)),
        ("", json!(null)),
        ("80", json!(80)),
        ("-1_000", json!(-1000)),
        ("0300", json!(192)),
        ("000400", json!(256)),
        ("08", json!("08")),
        ("012345678901", json!("012345678901")),
        ("0b101", json!(5)),
        ("0x1F", json!(31)),
        ("0o17", json!("0o17")),
        ("1:30", json!(90)),
        ("22:22", json!(1342)),
        ("1:60", json!("1:60")),
        ("1.", json!(1.0)),
        ("1.5", json!(1.5)),
        ("1.5e3", json!("1.5e3")),
        ("1.5e+3", json!(1500.0)),
        ("1e3", json!("1e3")),
        (".5", json!(0.5)),
        ("-.5", json!("-.5")),
        ("1:30.5", json!(90.5)),
        ("2010-09-09", json!("2010-09-09")),
        ("10.0.0.0/16", json!("10.0.0.0/16")),
        ("1.2.3", json!("1.2.3")),
        ("\"80\"", json!("80")),
        ("!!str 80", json!("80")),
        ("!!int \"80\"", json!(80)),
        ("9223372036854775807", json!(9223372036854775807_i64)),
    ];
    for (text, value) in table {
        assert_eq!(metadata(text), value, "{text}");
    }
}

#[test]
fn short_tags_are_their_long_form() {
    let table = [
        ("!Ref A", json!({ "Ref": "A" })),
        ("!Condition A", json!({ "Condition": "A" })),
        ("!Sub 80", json!({ "Fn::Sub": "80" })),
        ("!GetAtt A.B.C", json!({ "Fn::GetAtt": ["A", "B.C"] })),
        ("!GetAtt [A, B]", json!({ "Fn::GetAtt": ["A", "B"] })),
        ("{ Fn::GetAtt: A.B }", json!({ "Fn::GetAtt": "A.B" })),
        ("!GetAZs", json!({ "Fn::GetAZs": "" })),
        (
            "!If [A, !Ref B, yes]",
            json!({ "Fn::If": ["A", { "Ref": "B" }, true] }),
        ),
    ];
    for (text, value) in table {
        assert_eq!(metadata(text), value, "{text}");
    }
}

#[test]
fn files_are_templates_by_name_and_else_by_text() {
    assert!(is_template("a/b.yaml", ""));
    assert!(is_template("b.YML", ""));
    assert!(is_template("main.template", ""));
    assert!(!is_template("main.infra", "Resources: {}"));
    assert!(is_template("main", "# it\nResources: {}\n"));
    assert!(!is_template("main", "resource a = B {}\n"));
}

#[test]
fn numbers_are_equal_and_texts_are_not_numbers() {
    let node = |text: &str| {
        let text = format!("Resources: {text}\n");
        let (template, _) = read(FileId(0), &text);
        template.expect("a template").root
    };
    let lines = |a: &str, b: &str| -> Vec<String> {
        let (a, b) = (node(a), node(b));
        let found = differences(&a, &b);
        found.iter().map(|found| found.to_string()).collect()
    };
    assert!(lines("{ a: 1, b: [2] }", "{ b: [2], a: 1.0 }").is_empty());
    assert_eq!(
        lines(
            "{ a: 80, b: [1, 2], c: x }",
            "{ a: \"80\", b: [2], d/e: y }"
        ),
        [
            "/Resources/a: a number 80 / a text \"80\"",
            "/Resources/b: a list of 2 / a list of 1",
            "/Resources/b/0: 1 / 2",
            "/Resources/c: only in the first: \"x\"",
            "/Resources/d~1e: only in the second: \"y\"",
        ]
    );
}
