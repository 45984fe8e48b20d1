//! What editors ask while one types and looks: hover. A case may have several cursors; each
//! is asked for alone.

use crate::harness::{Expected, files_with};
use crate::ide::{CURSOR, Fixture, drawn};
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
