//! One test of a file, by its name. In: a session, the file, the name. Out: whether it passed, and what there is
//! to say, as plain text. Never: a file that is written.

use crate::diag::Diagnostic;
use crate::session::{Request, Session, analyse, run_test, tests_of};
use crate::text::Sources;
use std::fmt::Write;
use std::path::Path;

/// What became of a test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tested {
    pub passed: bool,
    pub output: String,
}

/// Runs the test of a file that has this name; nothing where there is none.
pub fn run_named(session: &Session, file: &Path, name: &str) -> Option<Tested> {
    let request = Request {
        stack: file.to_owned(),
        ..Request::default()
    };
    let analysis = analyse(session, request.clone());
    let case = tests_of(&analysis).into_iter();
    let case = case.into_iter().find(|case| case.title == name)?;
    let result = run_test(session, &request, &case);
    let mut output = String::new();
    for failure in &result.failures {
        report(&mut output, &result.analysis.sources, failure);
    }
    let mut differs = false;
    for snapshot in &result.snapshots {
        if snapshot.before.as_ref() == Some(&snapshot.now) {
            continue;
        }
        differs = true;
        let path = snapshot.path.display();
        // Writing to a String cannot fail.
        let _ = match snapshot.before {
            Some(_) => writeln!(output, "the template is not as in `{path}`"),
            None => writeln!(output, "there is no snapshot `{path}` yet"),
        };
        output.push_str("  help: look at the template, and accept it with `infra test --bless`\n");
    }
    let passed = result.failures.is_empty() && !differs;
    let mark = if passed { '✓' } else { '✗' };
    Some(Tested {
        passed,
        output: format!("{mark} {name}\n{output}"),
    })
}

/// A finding on a few lines: what it is, where, and what its labels say there.
fn report(output: &mut String, sources: &Sources, found: &Diagnostic) {
    let place = |span| {
        let start = sources.start(span);
        let path = &sources.get(span.file).path;
        format!("{path}:{}:{}", start.line, start.column)
    };
    // Writing to a String cannot fail.
    let _ = writeln!(output, "{}: {}", found.code.as_str(), found.message);
    let _ = writeln!(output, "  at {}", place(found.at));
    let line = sources.get(found.at.file);
    let line = line.line(sources.start(found.at).line);
    let _ = writeln!(output, "    {}", line.trim());
    for label in &found.labels {
        let _ = match label.at == found.at {
            true => writeln!(output, "    {}", label.text),
            false => writeln!(output, "  {}: {}", place(label.at), label.text),
        };
    }
    for line in &found.context {
        let _ = writeln!(output, "  {line}");
    }
    if let Some(help) = &found.help {
        let _ = writeln!(output, "  help: {help}");
    }
}
