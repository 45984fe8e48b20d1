//! Messages for programs: one JSON object a line. The format is documented in `docs/ci.md`. In: a
//! diagnostic with its sources. Out: a line. Never: a change of a key that is there.

use super::messages::{Findings, Standing, severity};
use crate::diag::{Diagnostic, Edit, Fix};
use crate::emit::Target;
use crate::text::{LineColumn, Sources, Span};
use serde::Serialize;

#[derive(Serialize)]
struct Message<'a> {
    code: &'a str,
    severity: &'a str,
    message: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
    labels: Vec<Text<'a>>,
    context: &'a [String],
    help: Option<&'a str>,
    fixes: Vec<Change<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<&'a str>,
}

#[derive(Serialize)]
struct Builds<'a> {
    stack: &'a str,
    target: &'a str,
    builds: bool,
    errors: usize,
    warnings: usize,
}

#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    start: Position,
    end: Position,
}

#[derive(Serialize)]
struct Position {
    line: u32,
    column: u32,
    /// In bytes of UTF-8 from the start of the file.
    offset: u32,
}

/// A label's text, or what an edit puts in.
#[derive(Serialize)]
struct Text<'a> {
    #[serde(flatten)]
    place: Place<'a>,
    text: &'a str,
}

#[derive(Serialize)]
struct Change<'a> {
    title: &'a str,
    edits: Vec<Text<'a>>,
}

/// Adds a diagnostic's line.
pub fn line(out: &mut String, found: &Findings<'_>, diagnostic: &Diagnostic) {
    let sources = found.sources;
    let message = Message {
        code: diagnostic.code.as_str(),
        severity: severity(diagnostic.severity),
        message: &diagnostic.message,
        place: place(sources, diagnostic.at),
        labels: diagnostic
            .labels
            .iter()
            .map(|l| text(sources, l.at, &l.text))
            .collect(),
        context: &diagnostic.context,
        help: diagnostic.help.as_deref(),
        fixes: diagnostic
            .fixes
            .iter()
            .map(|f| change(sources, f))
            .collect(),
        target: found.target.map(Target::as_str),
    };
    push(out, &message);
}

/// Adds a line that says whether a stack builds for a target.
pub fn standing(out: &mut String, standing: &Standing) {
    let line = Builds {
        stack: &standing.stack,
        target: standing.target.as_str(),
        builds: standing.errors == 0,
        errors: standing.errors,
        warnings: standing.warnings,
    };
    push(out, &line);
}

fn push(out: &mut String, line: &impl Serialize) {
    // Plain data of strings and numbers always has a JSON form.
    out.push_str(&serde_json::to_string(line).unwrap_or_default());
    out.push('\n');
}

fn change<'a>(sources: &'a Sources, fix: &'a Fix) -> Change<'a> {
    let edit = |e: &'a Edit| text(sources, e.at, &e.text);
    Change {
        title: &fix.title,
        edits: fix.edits.iter().map(edit).collect(),
    }
}

fn text<'a>(sources: &'a Sources, at: Span, text: &'a str) -> Text<'a> {
    let place = place(sources, at);
    Text { place, text }
}

fn place(sources: &Sources, at: Span) -> Place<'_> {
    Place {
        file: &sources.get(at.file).path,
        start: position(sources.start(at), at.start),
        end: position(sources.end(at), at.end),
    }
}

fn position(at: LineColumn, offset: u32) -> Position {
    Position {
        line: at.line,
        column: at.column,
        offset,
    }
}
