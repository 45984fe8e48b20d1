//! What holds for every program, tried on many: texts out of nothing, and real programs with a few
//! words changed. The same programs in every run; a failure names its seed.

use crate::harness::files_with;
use arbtest::arbitrary::{Result, Unstructured};
use arbtest::arbtest;
use infra::cli::{Findings, MessageFormat, Style, render};
use infra::session::{Analysis, Files, Request, Session, analyse};
use infra::text::Span;
use std::path::Path;

/// Words and signs of the language, and some that are none.
const WORDS: &[&str] = &[
    "param",
    "input",
    "let",
    "type",
    "fn",
    "component",
    "resource",
    "existing",
    "data",
    "output",
    "module",
    "stack",
    "rule",
    "policy",
    "test",
    "import",
    "from",
    "as",
    "for",
    "in",
    "by",
    "if",
    "then",
    "else",
    "match",
    "true",
    "false",
    "null",
    "with",
    "assert",
    "require",
    "warn",
    "a",
    "b",
    "x",
    "name",
    "queue",
    "aws",
    "cfn",
    "region",
    "raw",
    "int",
    "string",
    "list",
    "map",
    "json",
    "any",
    "bool",
    "number",
    "AWS::SQS::Queue",
    "AWS::SQS::Queue.Tag",
    "Custom::X",
    "QueueName",
    "Tags",
    "Key",
    "Value",
    "0",
    "1",
    "-1",
    "2.5",
    "1e9",
    "9223372036854775807",
    "\"a\"",
    "'b'",
    "\"${",
    "}\"",
    "\"x ${a} y\"",
    "\"\"\"",
    "'''",
    "/[a-z]+/",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "<",
    ">",
    ":",
    ",",
    ".",
    "..",
    "...",
    "=",
    "==",
    "!=",
    "=>",
    "->",
    "+",
    "-",
    "*",
    "/",
    "%",
    "!",
    "&&",
    "||",
    "|",
    "?",
    "?.",
    "??",
    "@",
    "@id",
    "@deferred",
    "@allow",
    "_",
    "$",
    "#",
    "\\",
    "\"",
    "'",
    "//",
    "/*",
    "*/",
    "///",
    "\n",
    "\n",
    "\n",
    "  ",
    "\t",
    "\r\n",
    "é",
    "🦀",
    "\u{0}",
    "\u{feff}",
    "\u{202e}",
];

#[test]
fn any_text_is_read_without_a_panic() {
    for_seeds(400, |u| {
        let mut text = String::new();
        for _ in 0..u.int_in_range(0..=60)? {
            if u.ratio(1, 20)? {
                text.push(u.arbitrary()?);
            } else {
                text.push_str(u.choose(WORDS)?);
            }
            if u.ratio(2, 3)? {
                text.push(' ');
            }
        }
        looks_sound(&text);
        Ok(())
    });
}

#[test]
fn a_changed_program_is_read_without_a_panic() {
    let programs = programs();
    for_seeds(600, |u| {
        looks_sound(&changed(u, &programs)?);
        Ok(())
    });
}

#[test]
fn a_changed_program_is_formatted() {
    let programs = programs();
    let seeds = std::env::var("INFRA_SEEDS").ok();
    let seeds = seeds.and_then(|count| count.parse().ok()).unwrap_or(400);
    for_seeds(seeds, |u| {
        let text = changed(u, &programs)?;
        crate::fuzzing::bodies::format(&text);
        Ok(())
    });
}

#[test]
fn the_order_of_declarations_changes_no_value() {
    let mut paths = files_with("examples", "main.infra");
    paths.push("tests/programs/components/main.infra".into());
    for path in paths {
        let program = std::fs::read_to_string(&path).expect("an example");
        let items = items(&program);
        let expected = template(&path, &items.concat());
        for_seeds(4, |u| {
            let mut shuffled = items.clone();
            for i in (1..shuffled.len()).rev() {
                shuffled.swap(i, u.int_in_range(0..=i)?);
            }
            assert_eq!(template(&path, &shuffled.concat()), expected);
            Ok(())
        });
    }
}

#[test]
fn the_order_inside_a_component_changes_no_value() {
    let inside = [
        "  let lower = \"${name}-lower\"\n",
        "  let upper = \"${lower}-upper\"\n",
        "  resource main if on = AWS::SQS::Queue { QueueName: upper }\n",
        "  resource dead for n in [lower, \"b\"] = AWS::SQS::Queue { QueueName: \"${n}-dead\" }\n",
        "  resource alarm if on = AWS::SNS::Topic { TopicName: main.QueueName }\n",
        "  output arns = { for n, d in dead: n => d.Arn }\n",
    ];
    let program = |inside: &[&str]| {
        let inside = inside.concat();
        format!(
            "param deployed: bool\ncomponent Queues(name: string, on: bool) {{\n{inside}}}\n\
             resource orders = Queues {{ name: \"orders\", on: deployed }}\noutput all = orders.arns\n"
        )
    };
    let path = Path::new("main.infra");
    let expected = template(path, &program(&inside));
    for_seeds(20, |u| {
        let mut shuffled = inside;
        for i in (1..shuffled.len()).rev() {
            shuffled.swap(i, u.int_in_range(0..=i)?);
        }
        assert_eq!(template(path, &program(&shuffled)), expected);
        Ok(())
    });
}

/// Runs a property with the same seeds each time.
fn for_seeds(count: u64, mut property: impl FnMut(&mut Unstructured<'_>) -> Result<()>) {
    for seed in 0..count {
        // The lower half is the size, in bytes, of what a case may draw from.
        let random = ((seed + 1).wrapping_mul(0x9E37_79B9)) << 32;
        arbtest(&mut property).seed(random | 0x1000).run();
    }
}

/// A program with a few words moved, doubled, lost or replaced.
fn changed(u: &mut Unstructured<'_>, programs: &[String]) -> Result<String> {
    let mut words = words(u.choose(programs)?);
    for _ in 0..u.int_in_range(1..=4)? {
        if words.is_empty() {
            break;
        }
        let at = u.choose_index(words.len())?;
        let other = u.choose_index(words.len())?;
        match u.int_in_range(0..=5)? {
            0 => drop(words.remove(at)),
            1 => words.insert(at, words[at].clone()),
            2 => words.swap(at, other),
            3 => words[at] = words[other].clone(),
            4 => words.insert(at, (*u.choose(WORDS)?).to_owned()),
            _ => words.truncate(at),
        }
    }
    Ok(words.concat())
}

/// Looks at everything, and at every place that is named.
fn looks_sound(text: &str) {
    let session = session(text);
    let analysis = analyse(&session, request());
    for diagnostic in analysis.diagnostics() {
        let labels = diagnostic.labels.iter().map(|l| l.at);
        let edits = diagnostic
            .fixes
            .iter()
            .flat_map(|f| f.edits.iter().map(|e| e.at));
        for at in [diagnostic.at].into_iter().chain(labels).chain(edits) {
            assert!(is_inside(&analysis, at), "{diagnostic:?}\n{text}");
        }
        assert!(!diagnostic.message.contains('\n'), "{diagnostic:?}\n{text}");
    }
    let style = Style {
        colour: true,
        width: 40,
    };
    for format in MessageFormat::ALL {
        render(*format, &[Findings::from(&analysis)], &[], || style, 0);
    }
}

fn is_inside(analysis: &Analysis, at: Span) -> bool {
    let text = &analysis.sources.get(at.file).text;
    at.start <= at.end && text.get(at.range()).is_some()
}

/// The template of an example whose text is this; the files beside it are there.
fn template(path: &Path, text: &str) -> serde_json::Value {
    let mut files = Files::default();
    files.set(path, text);
    let request = Request {
        stack: path.to_owned(),
        ..Request::default()
    };
    let session = Session::new(files);
    let analysis = analyse(&session, request);
    assert!(
        !analysis.has_errors(),
        "{:?}\n{text}",
        analysis.diagnostics()
    );
    let template = analysis.template();
    serde_json::from_slice(template).expect("a template is JSON")
}

fn session(text: &str) -> Session {
    let mut files = Files::default();
    files.set("main.infra", text);
    Session::new(files)
}

fn request() -> Request {
    Request {
        stack: "main.infra".into(),
        ..Request::default()
    }
}

/// The text of each item, with its line breaks.
fn items(text: &str) -> Vec<String> {
    let session = session(text);
    let analysis = analyse(&session, request());
    let module = analysis.module();
    let texts = module
        .items
        .iter()
        .map(|item| analysis.sources.slice(item.span));
    texts.map(|text| format!("{text}\n\n")).collect()
}

fn examples() -> Vec<String> {
    let paths = files_with("examples", "main.infra");
    paths
        .iter()
        .map(|p| std::fs::read_to_string(p).expect("an example"))
        .collect()
}

/// The examples, and everything that the tests know to be wrong.
fn programs() -> Vec<String> {
    let mut programs = examples();
    let paths = [
        files_with("tests/ui", ".infra"),
        files_with("tests/programs", ".infra"),
    ];
    let texts = paths
        .iter()
        .flatten()
        .filter_map(|p| std::fs::read_to_string(p).ok());
    programs.extend(texts);
    programs
}

/// A text in pieces: words, signs and white space.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut last = None;
    for c in text.chars() {
        let kind = if c.is_alphanumeric() || c == '_' {
            Some(0)
        } else if c.is_whitespace() {
            Some(1)
        } else {
            None
        };
        match words.last_mut() {
            Some(word) if kind.is_some() && kind == last => word.push(c),
            _ => words.push(c.to_string()),
        }
        last = kind;
    }
    words
}
