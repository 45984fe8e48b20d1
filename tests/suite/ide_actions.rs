//! Changes that keep what a program means: what is offered, and what it makes of the file. Each that does not say that
//! the template changes is built before and after. A case has the selection between two `$0`, or the cursor at one.

use crate::harness::{Expected, files_with};
use crate::ide::{CURSOR, Fixture, cases};
use infra::diag::{Edit, Severity};
use infra::ide::{Refactor, Scene, View, organize, refactors};
use infra::session::Analysis;
use infra::text::Span;
use std::sync::Arc;

/// A file with a selection.
struct Selected {
    fixture: Fixture,
    end: u32,
}

impl Selected {
    fn new(text: &str) -> Selected {
        let first = text.find(CURSOR).expect("a selection or a cursor");
        let rest = &text[first + CURSOR.len()..];
        let Some(length) = rest.find(CURSOR) else {
            let fixture = Fixture::new(text);
            let end = fixture.offset;
            return Selected { fixture, end };
        };
        let once = format!(
            "{}{CURSOR}{}{}",
            &text[..first],
            &rest[..length],
            &rest[length + CURSOR.len()..]
        );
        let fixture = Fixture::new(&once);
        let end = fixture.offset + length as u32;
        Selected { fixture, end }
    }

    fn refactors(&mut self) -> Vec<Refactor> {
        let end = self.end;
        let path = self.fixture.path.clone();
        let workspace = &self.fixture.workspace;
        let others = workspace.readers(&path).filter(|reader| **reader != path);
        let is_shared = others.count() > 0;
        let session = self.fixture.workspace.session().clone();
        self.fixture.ask(|view, start| {
            let selection = Span::new(view.file, start as usize, end as usize);
            refactors(&Scene {
                view: *view,
                session: &session,
                selection,
                is_shared,
            })
        })
    }

    fn after(&mut self, edits: &[Edit]) -> String {
        self.fixture.ask(|view, _| changed(view, edits))
    }

    /// The program with a change made.
    fn build(&mut self, edits: &[Edit]) -> Arc<Analysis> {
        let text = self.after(edits);
        let path = self.fixture.path.clone();
        let before = self
            .fixture
            .workspace
            .text(&path)
            .expect("the file is there");
        self.fixture.workspace.set(&path, &text);
        let analysis = self.fixture.analysis();
        self.fixture.workspace.set(&path, &before);
        analysis
    }
}

fn changed(view: &View, edits: &[Edit]) -> String {
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by_key(|edit| (edit.at.start, edit.at.end));
    let mut text = view.text().to_owned();
    for edit in edits.into_iter().rev() {
        text.replace_range(edit.at.range(), &edit.text);
    }
    text
}

fn template(analysis: &Analysis) -> serde_json::Value {
    serde_json::from_slice(analysis.template()).expect("a template is JSON")
}

fn errors(analysis: &Analysis) -> Vec<String> {
    let found = analysis.diagnostics().iter();
    let errors = found.filter(|found| found.severity == Severity::Error);
    errors.map(|found| found.message.clone()).collect()
}

/// Whether the title of a change says that another template comes out: a param is one more, a template is pasted, and
/// what lacks is added.
fn says_so(title: &str) -> bool {
    let words = ["template", "ids", "`param`", "missing", "allow"];
    words.iter().any(|word| title.contains(word))
}

#[test]
fn changes_keep_what_a_program_means() {
    let folder = "tests/ide/refactor";
    let mut expected = Expected::new();
    for case in files_with(folder, ".infra") {
        let text = std::fs::read_to_string(&case).expect("a case is text");
        let mut selected = Selected::new(&text);
        let before = selected.fixture.analysis();
        let mut shown = String::new();
        for refactor in selected.refactors() {
            let title = &refactor.title;
            let after = selected.build(&refactor.edits);
            let new = errors(&after).len() > errors(&before).len();
            assert!(!new, "{}: {title}: {:?}", case.display(), errors(&after));
            if !says_so(title) {
                assert_eq!(
                    template(&before),
                    template(&after),
                    "{}: {title}",
                    case.display()
                );
            }
            let text = selected.after(&refactor.edits);
            shown += &format!("## {title} ({:?})\n{text}\n", refactor.kind);
        }
        expected.compare(&case.with_extension("out"), &shown);
    }
    expected.finish(folder, &[".out"]);
}

#[test]
fn a_param_with_the_value_of_the_literal_makes_the_same() {
    let text = "resource q = AWS::SQS::Queue { DelaySeconds: $05$0 }\n";
    let mut selected = Selected::new(text);
    let before = template(&selected.fixture.analysis());
    let all = selected.refactors();
    let to_param = all.iter().find(|one| one.title.contains("param"));
    let edits = to_param.expect("it is offered").edits.clone();
    let after = template(&selected.build(&edits));
    let value = |template: &serde_json::Value| {
        template["Resources"]["Q"]["Properties"]["DelaySeconds"].clone()
    };
    assert_eq!(value(&before), 5);
    assert_eq!(value(&after), serde_json::json!({ "Ref": "DelaySeconds" }));
    assert_eq!(after["Parameters"]["DelaySeconds"]["Default"], 5);
}

#[test]
fn imports_are_put_in_order() {
    cases("organize", |fixture| {
        let sorted = fixture.ask(|view, _| changed(view, &organize(view)));
        let path = fixture.path.clone();
        fixture.workspace.set(&path, &sorted);
        let again = fixture.ask(|view, _| organize(view));
        assert_eq!(again, [], "{sorted}");
        sorted
    });
}

#[test]
fn changes_of_a_file_that_ends_anywhere_break_nothing_more() {
    for file in files_with("examples", "main.infra") {
        let whole = std::fs::read_to_string(&file).expect("an example is text");
        let end = (0..=whole.len() * 2 / 3)
            .rev()
            .find(|at| whole.is_char_boundary(*at));
        let text = &whole[..end.expect("there is a start")];
        let mut selected = Selected::new(&format!("{CURSOR}{text}"));
        let before = errors(&selected.fixture.analysis()).len();
        let length = text.len() as u32;
        for part in 1..8 {
            let start = length / 8 * part;
            for end in [start, start + 30, length] {
                selected.fixture.offset = start;
                selected.end = end.min(length);
                for refactor in selected.refactors() {
                    let after = errors(&selected.build(&refactor.edits)).len();
                    let title = &refactor.title;
                    assert!(
                        after <= before,
                        "{}: {start}-{end}: {title}",
                        file.display()
                    );
                }
            }
        }
    }
}
