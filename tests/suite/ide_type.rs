//! What editors ask while one types and looks: completion, hover, help with calls. A case may have several
//! cursors; each is asked for alone.

use crate::harness::{Expected, files_with};
use crate::ide::{CURSOR, Fixture, drawn};
use infra::ide::{Completion, Completions, Context};
use infra::text::Span;

/// Runs all cases of a feature: each cursor of a case in a fixture of its own.
fn all_cursors(feature: &str, answer: impl Fn(&mut Fixture) -> String) {
    let folder = format!("tests/ide/{feature}");
    let mut expected = Expected::new();
    for case in files_with(&folder, ".infra") {
        let text = std::fs::read_to_string(&case).expect("a case is text");
        let answers: Vec<String> = one_cursor_each(&text)
            .iter()
            .map(|text| {
                let mut fixture = Fixture::new(text);
                let analysis = fixture.analysis();
                let file = analysis.file_at(&fixture.path).expect("the file is read");
                let at = fixture.offset as usize;
                let place = drawn(&analysis, Span::new(file, at, at));
                format!("{place}\n{}\n", answer(&mut fixture))
            })
            .collect();
        expected.compare(&case.with_extension("out"), &answers.join("\n"));
    }
    expected.finish(&folder, &[".out"]);
}

/// The text once for each of its cursors, without the others.
fn one_cursor_each(text: &str) -> Vec<String> {
    let parts: Vec<&str> = text.split(CURSOR).collect();
    assert!(parts.len() > 1, "a case has a cursor");
    let with_one = |at: usize| {
        let before = parts[..at].concat();
        let behind = parts[at..].concat();
        format!("{before}{CURSOR}{behind}")
    };
    (1..parts.len()).map(with_one).collect()
}

#[test]
fn hover_says_what_stands_there() {
    all_cursors("hover", |fixture| {
        let analysis = fixture.analysis();
        match fixture.ask(infra::ide::hover) {
            Some(found) => format!("{}{}\n", drawn(&analysis, found.at), found.text),
            None => "nothing\n".to_owned(),
        }
    });
}

/// So many items of a list are shown.
const SHOWN: usize = 12;

fn completions(fixture: &mut Fixture, snippets: bool) -> Completions {
    let analysis = fixture.analysis();
    let others = fixture.workspace.modules();
    let context = Context {
        session: fixture.workspace.session(),
        analysis: &analysis,
        file: analysis.file_at(&fixture.path).expect("the file is read"),
        others: &others,
        snippets,
    };
    let mut found = infra::ide::complete(&context, fixture.offset);
    found.items.sort_by_key(|item| item.rank);
    found
}

fn listed(fixture: &mut Fixture) -> String {
    let analysis = fixture.analysis();
    let found = completions(fixture, true);
    let place = |at: Span| {
        let source = analysis.sources.get(at.file);
        let (start, end) = (source.line_column(at.start), source.line_column(at.end));
        format!(
            "{}:{}..{}:{}",
            start.line, start.column, end.line, end.column
        )
    };
    let shown = |item: &Completion| {
        let detail = item.detail.as_deref().unwrap_or("");
        let mut text = format!("{} ({:?}) {detail}", item.label, item.kind);
        if let Some(insert) = &item.insert {
            text.push_str(&format!("\n    inserts {insert:?}"));
        }
        if let Some(at) = item.at.filter(|at| *at != found.at) {
            text.push_str(&format!("\n    replaces {}", place(at)));
        }
        for change in &item.also {
            text.push_str(&format!(
                "\n    and at {} {:?}",
                place(change.at),
                change.text
            ));
        }
        format!("{}\n", text.trim_end())
    };
    let more = if found.incomplete {
        ", and more to come"
    } else {
        ""
    };
    let count = found.items.len();
    // What brings its import along is shown, wherever it stands.
    let (first, rest) = found.items.split_at(count.min(SHOWN));
    let rest = rest.iter().filter(|item| !item.also.is_empty());
    let first: String = first.iter().chain(rest.take(SHOWN)).map(shown).collect();
    format!("{count} items for {}{more}\n{first}", place(found.at))
}

#[test]
fn completion_knows_what_may_stand_there() {
    all_cursors("complete", listed);
}

#[test]
fn who_knows_no_snippets_gets_none() {
    let text = "resource a = AWS::Lambda::Function {\n  $0\n}\n";
    let found = completions(&mut Fixture::new(text), false);
    assert!(found.items.iter().any(|item| item.label == "Role"));
    for item in &found.items {
        let inserted = item.insert.as_deref().unwrap_or("");
        assert!(!item.is_snippet && !inserted.contains('$'), "{item:?}");
    }
}

#[test]
fn a_call_shows_what_it_takes() {
    all_cursors("signature", |fixture| {
        let analysis = fixture.analysis();
        let context = Context {
            session: fixture.workspace.session(),
            analysis: &analysis,
            file: analysis.file_at(&fixture.path).expect("the file is read"),
            others: &[],
            snippets: false,
        };
        let Some(found) = infra::ide::signature(&context, fixture.offset) else {
            return "nothing\n".to_owned();
        };
        let mut text = String::new();
        for (at, way) in found.ways.iter().enumerate() {
            text.push_str(&format!("{}\n", way.label));
            let parameter = found.parameter.and_then(|at| way.parameters.get(at));
            if let Some(place) = parameter.filter(|_| at == found.active) {
                let indent = " ".repeat(place.start);
                text.push_str(&format!("{indent}{}\n", "^".repeat(place.len())));
            }
        }
        text + &found.doc + "\n"
    });
}

#[test]
fn wherever_one_asks_the_answer_is_about_that_place() {
    for case in ["broken", "instances", "iam", "items"] {
        let text = std::fs::read_to_string(format!("tests/ide/complete/{case}.infra"));
        let text = text.expect("a case is text").replace(CURSOR, "");
        let mut fixture = Fixture::new(&text);
        let analysis = fixture.analysis();
        let file = analysis.file_at(&fixture.path).expect("the file is read");
        let text = analysis.sources.get(file).text.clone();
        for offset in (0..=text.len()).step_by(23) {
            fixture.offset = offset as u32;
            let found = completions(&mut fixture, true);
            for at in found.items.iter().map(|item| item.at.unwrap_or(found.at)) {
                let place = &text[at.start as usize..at.end as usize];
                let is_around = at.start as usize <= offset && offset <= at.end as usize;
                assert!(
                    is_around && !place.contains('\n'),
                    "{case} {offset}: {at:?}"
                );
            }
            if let Some(found) = fixture.ask(infra::ide::hover) {
                let is_around = found.at.start <= fixture.offset && fixture.offset <= found.at.end;
                assert!(is_around, "{case} {offset}: {found:?}");
            }
            let context = Context {
                session: fixture.workspace.session(),
                analysis: &analysis,
                file,
                others: &[],
                snippets: false,
            };
            if let Some(found) = infra::ide::signature(&context, fixture.offset) {
                assert!(
                    found.active < found.ways.len(),
                    "{case} {offset}: {found:?}"
                );
            }
        }
    }
}
