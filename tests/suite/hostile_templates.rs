//! Templates that nobody writes: each is read, or refused with its reason at its place. None makes the binary
//! crash, hang or eat the memory.

use crate::hostile::survives;
use infra::template::read;
use infra::text::FileId;
use std::time::Duration;

const DEEP: usize = 10_000;
const RESOURCES: &str = "Resources: {}\n";

/// The code of the first diagnostic, and what stands at its place.
fn refused(text: &str) -> (&'static str, String) {
    let (_, diagnostics) = read(FileId(0), text);
    let first = diagnostics.first().expect("a diagnostic");
    let place = text.get(first.at.range()).expect("a place in the text");
    assert!(first.help.is_some(), "{first:?}");
    (first.code.as_str(), place.to_owned())
}

fn accepted(text: &str) {
    let (template, diagnostics) = read(FileId(0), text);
    assert!(
        template.is_some() && diagnostics.is_empty(),
        "{diagnostics:?}"
    );
}

#[test]
fn deep_nesting_is_refused() {
    for (open, close) in [
        ("[", "]"),
        ("{ a: ", " }"),
        ("- ", ""),
        ("? ", ""),
        ("- - k: ", ""),
    ] {
        let value = format!("{}x{}", open.repeat(DEEP), close.repeat(DEEP));
        for text in [
            format!("Metadata:\n  {value}\n{RESOURCES}"),
            open.repeat(DEEP),
        ] {
            let (code, _) = refused(&text);
            assert!(
                ["template::nesting", "template::syntax"].contains(&code),
                "{open}: {code}"
            );
            survives(&format!("{RESOURCES}{text}"));
        }
    }
    let block: String = (1..1_000)
        .map(|i| format!("{}a:\n", " ".repeat(i)))
        .collect();
    assert_eq!(
        refused(&format!("Metadata:\n{block}")).0,
        "template::nesting"
    );
    let json = format!("{{\"Resources\":{}{}}}", "[".repeat(DEEP), "]".repeat(DEEP));
    assert_eq!(refused(&json).0, "template::nesting");
    survives(&json);
    // As deep as is allowed, through all phases.
    let value = format!("{}x{}", "[".repeat(98), "]".repeat(98));
    survives(&format!("Metadata: {value}\nResources:\n  A: {value}\n"));
    let value = format!("{}x{}", "!If [a, b, ".repeat(49), "]".repeat(49));
    survives(&format!(
        "Resources:\n  A:\n    Type: {value}\n    Properties: {value}\n"
    ));
}

#[test]
fn what_explodes_is_refused() {
    let step = |i: usize| {
        format!(
            "  a{i}: &a{i} [{}]\n",
            vec![format!("*a{}", i - 1); 10].join(", ")
        )
    };
    let laughs: String = (1..12).map(step).collect();
    let text = format!("Metadata:\n  a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n{laughs}{RESOURCES}");
    assert_eq!(refused(&text), ("template::expansion", "*a3".to_owned()));
    assert!(survives(&text).time < Duration::from_secs(20));
    let step = |i: usize| {
        format!(
            "  a{i}: &a{i} {{ <<: [*a{p}, *a{p}], k{i}: *a{p}, l{i}: *a{p} }}\n",
            p = i - 1
        )
    };
    let merges: String = (1..40).map(step).collect();
    let text = format!("Metadata:\n  a0: &a0 {{ a: 1 }}\n{merges}{RESOURCES}");
    assert_eq!(refused(&text).0, "template::expansion");
}

#[test]
fn large_texts_are_read() {
    let large = 1_000_000;
    accepted(&format!("Resources: {}\n", "x".repeat(large)));
    accepted(&format!("Resources: {}\n", "x ".repeat(large / 2)));
    accepted(&format!("Resources: \"{}\"\n", "x\\n".repeat(large / 3)));
    accepted(&format!("Resources: |\n{}", "  x y\n".repeat(large / 6)));
    accepted(&format!("Resources: >\n{}", "  x y\n".repeat(large / 6)));
    accepted(&format!("{{\"Resources\":\"{}\"}}", "x".repeat(large)));
    let keys: String = (0..50_000).map(|i| format!("  k{i}: 1\n")).collect();
    accepted(&format!("Resources:\n{keys}"));
    assert_eq!(
        refused(&format!("{}: 1\n", "x".repeat(large))).0,
        "template::syntax"
    );
    for sign in [
        "\"",
        "'",
        "#",
        "\n",
        ": ",
        "? a\n: b\n",
        "*a ",
        "!",
        "[]",
        "{}",
        "\t",
        "%",
        "|\n",
        "-\n",
    ] {
        let text = sign.repeat(large / 10);
        read(FileId(0), &text);
        read(FileId(0), &format!("Resources: {text}"));
        read(FileId(0), &format!("{{\"Resources\": {text}"));
    }
}

#[test]
fn what_is_no_template_has_its_reason_at_its_place() {
    let table = [
        ("Resources: b\0c\n", "template::character", "\0"),
        ("{\"Resources\": \"a\0b\"}", "template::character", "\0"),
        ("Resources: \"\u{9f}\"\n", "template::character", "\u{9f}"),
        ("Resources: \"a \\d b\"\n", "template::syntax", "\\d"),
        ("Resources: \"\\x4\"\n", "template::syntax", "\\x4"),
        (
            "Resources: \"\\ud83d\\ude00\"\n",
            "template::syntax",
            "\\ud83d",
        ),
        (
            "Resources: \"\\U0011FFFF\"\n",
            "template::syntax",
            "\\U0011FFFF",
        ),
        (
            "{\"Resources\": \"\\ud83d\"}",
            "template::syntax",
            "\\ud83d",
        ),
        (
            "{\"Resources\": \"\\udc00\\ud800\"}",
            "template::syntax",
            "\\udc00",
        ),
        ("Resources: \"a", "template::syntax", "\""),
        ("Resources: 'a", "template::syntax", "'"),
        ("Resources: [a", "template::syntax", "["),
        ("{\"Resources\": {\"a\"", "template::syntax", "{"),
        ("Resources: |\n\ta\n", "template::tab", "\t"),
        ("Resources:\n  - a\n\t- b\n", "template::tab", "\t"),
        (
            "Resources:\n  &a A: 1\n  *a : 2\n",
            "template::duplicate-key",
            "*a",
        ),
        (
            "Metadata:\n  b: { <<: 3 }\nResources: {}\n",
            "template::merge",
            "3",
        ),
        (
            "Metadata:\n  b: { <<: !Ref x }\nResources: {}\n",
            "template::merge",
            "!Ref x",
        ),
        (
            "Metadata: &a\n  <<: *a\nResources: {}\n",
            "template::alias",
            "*a",
        ),
        ("Resources:\n  !Ref A: 1\n", "template::key", "!Ref"),
        ("Resources: !!set { a }\n", "template::unknown-tag", "!!set"),
        (
            "Resources: !!omap [a: 1]\n",
            "template::unknown-tag",
            "!!omap",
        ),
        (
            "Resources: !!binary aGk=\n",
            "template::unknown-tag",
            "!!binary",
        ),
        (
            "Resources: !!python/object:os.system [ls]\n",
            "template::unknown-tag",
            "!!python/object:os.system",
        ),
        ("Resources: !!int x\n", "template::unknown-tag", "!!int"),
        ("Resources:\n  ? [a, b]\n  : 1\n", "template::key", "[a, b]"),
        ("Resources:\n  ? - x\n  : 3\n", "template::key", "- x"),
        (
            "Resources: {}\n...\n%YAML 1.1\n---\nx\n",
            "template::documents",
            "%YA",
        ),
        ("Resources: [&a &b x]\n", "template::syntax", "&b"),
        (
            "%FOO bar\n---\nResources: {}\n",
            "template::syntax",
            "%FOO bar",
        ),
        ("\u{feff}", "template::empty", ""),
        ("---\n...\n", "template::empty", ""),
        ("null\n", "template::not-a-template", ""),
        ("{}\n", "template::not-a-template", "{}"),
        (
            "{\"Resources\": {\"a\": 1e999}}",
            "template::number",
            "1e999",
        ),
    ];
    for (text, code, place) in table {
        assert_eq!(refused(text), (code, place.to_owned()), "{text:?}");
    }
}

#[test]
fn what_is_odd_is_read() {
    for text in [
        "\u{feff}Resources: {}\n",
        "\u{feff}{\"Resources\": {}}",
        "{\n\t\"Resources\":\t{\n\t}\n}\n",
        "{ Resources: { a: 1, }, }",
        "{'Resources': {}}",
        "%YAML 1.1\n---\nResources: {}\n...\n",
        "%TAG !e! tag:yaml.org,2002:\n---\nResources: !e!str x\n",
        "Resources:\r\n  A: 1\r  B: 2\n  C: |\r\n    x\r\n    y\r  D: 4\u{2028}  E: 5\n",
        "Resources:\n  A:\t1\n  B: 2\t\n",
        "Resources:\n  &a A: 1\n  B: *a\n",
        "Resources: { ? a : b, c, \"d\":e }\n",
        "Resources:\n- a\n-\n- - b\n",
        "Resources: !<tag:yaml.org,2002:str> 5\n",
        "Resources: ! 5\n",
    ] {
        accepted(text);
    }
}
