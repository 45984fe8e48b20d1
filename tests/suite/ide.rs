//! What editors ask: `tests/ide/<feature>/<case>.infra` holds files (a line `//- /path` begins each; without
//! one it is all `/main.infra`), of which one has the cursor, `$0`; the answer is in `<case>.out`.

use crate::harness::{Expected, files_with};
use infra::ide::{View, Workspace};
use infra::session::Analysis;
use infra::text::Span;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where the cursor stands in a case.
pub const CURSOR: &str = "$0";

/// The files of a case, open in an editor.
pub struct Fixture {
    pub workspace: Workspace,
    /// The file with the cursor; the last one where there is none.
    pub path: PathBuf,
    pub offset: u32,
}

impl Fixture {
    pub fn new(text: &str) -> Fixture {
        let mut files: Vec<(PathBuf, String)> = Vec::new();
        for line in text.split_inclusive('\n') {
            match line.strip_prefix("//- ") {
                Some(path) => files.push((PathBuf::from(path.trim()), String::new())),
                None => {
                    if files.is_empty() {
                        files.push((PathBuf::from("/main.infra"), String::new()));
                    }
                    let last = files.last_mut().expect("there is a file");
                    last.1.push_str(line);
                }
            }
        }
        let mut workspace = Workspace::default();
        let (mut at, mut offset) = (files.len() - 1, 0);
        for (index, (path, text)) in files.iter_mut().enumerate() {
            if let Some(cursor) = text.find(CURSOR) {
                text.replace_range(cursor..cursor + CURSOR.len(), "");
                (at, offset) = (index, cursor as u32);
            }
            workspace.open(path, text);
        }
        while workspace.next_stale().is_some() {}
        workspace.look_everywhere();
        Fixture {
            workspace,
            path: files[at].0.clone(),
            offset,
        }
    }

    /// The program that the file with the cursor is looked at in.
    pub fn analysis(&mut self) -> Arc<Analysis> {
        self.workspace.analysis_of(&self.path)
    }

    /// Asks something about the file with the cursor.
    pub fn ask<T>(&mut self, of: impl Fn(&View, u32) -> T) -> T {
        let analysis = self.analysis();
        let file = analysis.file_at(&self.path).expect("the file is read");
        let view = View::of(&analysis, file).expect("the file is a part of the program");
        of(&view, self.offset)
    }
}

/// Runs all cases of a feature.
pub fn cases(feature: &str, answer: impl Fn(&mut Fixture) -> String) {
    let folder = format!("tests/ide/{feature}");
    let mut expected = Expected::new();
    for case in files_with(&folder, ".infra") {
        let text = std::fs::read_to_string(&case).expect("a case is text");
        let answer = answer(&mut Fixture::new(&text));
        expected.compare(&case.with_extension("out"), &answer);
    }
    expected.finish(&folder, &[".out"]);
}

/// A place as `path:line:column` with the line, and the place underlined in it.
pub fn drawn(analysis: &Analysis, at: Span) -> String {
    let source = analysis.sources.get(at.file);
    let start = source.line_column(at.start);
    let line = source.line(start.line);
    let end = source.line_column(at.end);
    let columns = match end.line == start.line {
        true => end.column - start.column,
        false => line.chars().count() as u32 + 1 - start.column,
    };
    let indent = " ".repeat(start.column as usize - 1);
    let mark = "^".repeat((columns as usize).max(1));
    format!(
        "{}:{}:{}\n  {line}\n  {indent}{mark}\n",
        shown(Path::new(&source.path)),
        start.line,
        start.column
    )
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

#[test]
fn formatting_changes_what_looks_otherwise() {
    cases("format", |fixture| {
        let analysis = fixture.analysis();
        let changes = fixture.ask(|view, _| infra::ide::format(view));
        let shown = changes.iter().map(|change| {
            let lines = change.text.lines().map(|line| format!("  > {line}\n"));
            drawn(&analysis, change.at) + &lines.collect::<String>()
        });
        shown.collect()
    });
}
