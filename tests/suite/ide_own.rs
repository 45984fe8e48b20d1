//! The template beside its source, instances written out, templates that are pasted, single tests, and what stands over
//! declarations.

use crate::ide::{Fixture, cases, drawn};
use infra::ide::{
    LensKind, NoExpansion, expansion, import_text, lenses, made, made_at, made_count, run_named,
    sources_at, uses_elsewhere,
};
use infra::syntax::ast::ItemId;

/// The lines of a text that a place covers, with what is covered between brackets.
fn marked(text: &str, marks: &[infra::text::Span]) -> String {
    let mut shown = text.to_owned();
    for mark in marks.iter().rev() {
        shown.insert(mark.end as usize, '»');
        shown.insert(mark.start as usize, '«');
    }
    shown
}

#[test]
fn what_the_source_makes_is_marked() {
    cases("template", |fixture| {
        fixture.ask(|view, offset| {
            let made = made(view.analysis);
            let marks = made_at(&made, view, offset);
            marked(&made.text, &marks)
        })
    });
}

#[test]
fn what_is_marked_leads_back_to_the_source() {
    let text = "//- /lib.infra\ncomponent Pair(name: string) {\n  resource one = AWS::SQS::Queue { QueueName: \"x-${name}\" }\n  output arn = one.Arn\n}\n//- /main.infra\nimport { Pair } from \"./lib.infra\"\nfn tags(team: string) = [{ Key: \"team\", Value: team }]\nresource pair = Pair { name: \"a\" }\nresource two = AWS::SQS::Queue { DelaySeconds: 7, Tags: tags(\"b\") }$0\n";
    let mut fixture = Fixture::new(text);
    let analysis = fixture.analysis();
    let made = made(&analysis);
    let places = |part: &str| {
        let offset = made.text.find(part).expect(part) as u32 + 1;
        let found = sources_at(&made, &analysis, offset);
        let shown = found.iter().map(|at| drawn(&analysis, *at));
        shown.collect::<String>()
    };
    assert_eq!(
        places("x-a"),
        "/lib.infra:2:47\n    resource one = AWS::SQS::Queue { QueueName: \"x-${name}\" }\n                                                ^^^^^^^^^^^\n/main.infra:3:10\n  resource pair = Pair { name: \"a\" }\n           ^^^^\n"
    );
    assert_eq!(
        places("7"),
        "/main.infra:4:48\n  resource two = AWS::SQS::Queue { DelaySeconds: 7, Tags: tags(\"b\") }\n                                                 ^\n"
    );
    let team = places("\"team\"");
    assert!(team.contains("/main.infra:2:"), "{team}");
    assert!(team.contains("tags(\"b\")"), "{team}");
}

#[test]
fn a_value_from_elsewhere_leads_back_to_its_property_too() {
    for target in ["", "stack { target: \"terraform\" }"] {
        let text = format!(
            "let named = \"a-b\"\nresource one = AWS::SQS::Queue {{ QueueName: named }}\n{target}\n"
        );
        let mut fixture = Fixture::new(&text);
        let analysis = fixture.analysis();
        let made = made(&analysis);
        let offset = made.text.find("a-b").expect("the value is there") as u32;
        let found = sources_at(&made, &analysis, offset);
        let texts = found.iter().map(|at| analysis.sources.slice(*at));
        assert_eq!(texts.collect::<Vec<_>>(), ["\"a-b\"", "named"]);
    }
}

#[test]
fn instances_are_written_out() {
    cases("expansion", |fixture| {
        let session = fixture.workspace.session().clone();
        fixture.ask(|view, offset| match expansion(&session, view, offset) {
            Ok(expansion) => format!("// {}\n{}", expansion.name, expansion.text),
            Err(none) => format!("{none:?}\n"),
        })
    });
}

#[test]
fn an_expansion_is_a_program() {
    let text = "component Pair(name: string) {\n  resource one = AWS::SQS::Queue { QueueName: name }\n  resource two = AWS::SQS::Queue { QueueName: one.QueueName }\n  output arn = one.Arn\n}\nresource p$0air = Pair { name: \"a\" }\n";
    let mut fixture = Fixture::new(text);
    let before = fixture.analysis().template().to_vec();
    let session = fixture.workspace.session().clone();
    let written = fixture.ask(|view, offset| expansion(&session, view, offset));
    let written = written.expect("it is an instance").text;
    let after = Fixture::new(&written).analysis().template().to_vec();
    let read = |bytes: &[u8]| serde_json::from_slice::<serde_json::Value>(bytes).expect("JSON");
    assert_eq!(read(&before)["Resources"], read(&after)["Resources"]);
}

#[test]
fn what_is_no_instance_has_no_expansion() {
    let mut fixture = Fixture::new("resource q$0 = AWS::SQS::Queue {}\n");
    let session = fixture.workspace.session().clone();
    let found = fixture.ask(|view, offset| expansion(&session, view, offset));
    assert_eq!(found, Err(NoExpansion::NoInstance));
}

#[test]
fn a_template_becomes_a_program() {
    let yaml = "Resources:\n  Queue:\n    Type: AWS::SQS::Queue\n    Properties:\n      QueueName: !Sub '${AWS::Region}-a'\n";
    let json = "{ \"Resources\": { \"Queue\": { \"Type\": \"AWS::SQS::Queue\", \"Properties\": { \"QueueName\": { \"Fn::Sub\": \"${AWS::Region}-a\" } } } } }";
    for text in [yaml, json] {
        let imported = import_text(text, Some("queues.json")).expect("it is a template");
        assert!(imported.is_equal(), "{:?}", imported.differences);
        assert!(
            imported.text.contains("\"${aws.region}-a\""),
            "{}",
            imported.text
        );
    }
    for text in ["", "a: 1\n", "let a = 1\n", "[1, 2]", "{"] {
        assert!(import_text(text, None).is_none(), "{text}");
    }
}

const TESTS: &str = "param stage: \"dev\" | \"prod\" = \"dev\"\nresource q = AWS::SQS::Queue { DelaySeconds: if stage == \"prod\" then 1 else 2 }\ntest \"prod is quick\" with { stage: \"prod\" } { assert q.DelaySeconds == 1 }\ntest \"dev is quick\" with { stage: \"dev\" } { assert q.DelaySeconds == 1, \"slow\" }\n";

#[test]
fn one_test_is_run() {
    let fixture = Fixture::new(TESTS);
    let session = fixture.workspace.session();
    let run = |name: &str| run_named(session, &fixture.path, name);
    let passed = run("prod is quick").expect("there is such a test");
    assert_eq!(
        (passed.passed, passed.output.as_str()),
        (true, "✓ prod is quick\n")
    );
    let failed = run("dev is quick").expect("there is such a test");
    assert!(!failed.passed);
    assert!(
        failed.output.starts_with("✗ dev is quick\n"),
        "{}",
        failed.output
    );
    assert!(failed.output.contains("main.infra:4:"), "{}", failed.output);
    assert_eq!(run("no such test"), None);
}

#[test]
fn lenses_stand_over_declarations() {
    cases("lenses", |fixture| {
        let path = fixture.path.clone();
        let (found, count) = fixture.ask(|view, _| {
            let found = lenses(view).into_iter();
            let found = found.map(|lens| (view.source.line_column(lens.at.start).line, lens.kind));
            (found.collect::<Vec<_>>(), made_count(view))
        });
        let mut shown = String::new();
        for (line, kind) in found {
            let text = match kind {
                LensKind::Resources => format!("{count} resources"),
                LensKind::Graph => "show graph".to_owned(),
                LensKind::Test(name) => format!("run test: {name}"),
                LensKind::Uses(item) => {
                    let used = uses_elsewhere(&mut fixture.workspace, &path, ItemId(item.0));
                    let places = used
                        .places
                        .iter()
                        .map(|(path, at)| format!(" {}:{}", path.display(), at.start));
                    format!("used by {}:{}", used.programs, places.collect::<String>())
                }
            };
            shown += &format!("{line}: {text}\n");
        }
        shown
    });
}
