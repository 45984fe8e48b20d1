//! What the fuzz targets do with a text. The suite runs the same over every program of the tests, so
//! that the targets cannot fall behind the library.

use infra::cli::{Findings, MessageFormat, Style, render};
use infra::session::{Files, Request, Session, analyse};
use infra::syntax::ast::Module;
use infra::text::FileId;

/// Reading a text ends, names no place outside of it, and never panics.
pub fn parse(text: &str) {
    let (_, diagnostics) = infra::syntax::parse(FileId(0), text);
    for diagnostic in diagnostics {
        let labels = diagnostic.labels.iter().map(|l| l.at);
        for at in labels.chain([diagnostic.at]) {
            assert!(text.get(at.range()).is_some(), "{diagnostic:?}");
        }
    }
}

/// A text through all phases, to the template where there is one, and to every form of messages.
pub fn stack(text: &str) {
    let mut files = Files::default();
    files.set("main.infra", text);
    let session = Session::new(files);
    let request = Request {
        stack: "main.infra".into(),
        ..Request::default()
    };
    let analysis = analyse(&session, request);
    let style = Style {
        colour: true,
        width: 40,
    };
    for format in MessageFormat::ALL {
        render(*format, &[Findings::from(&analysis)], &[], || style, 0);
    }
    if !analysis.has_errors() {
        analysis.template();
    }
}

/// What is formatted has the same tree, the same comments and as many mistakes, and formatting it again
/// changes nothing.
pub fn format(text: &str) {
    if let Err(reason) = formatting(text) {
        panic!("{reason}");
    }
}

/// The same, for who wants to go on.
pub fn formatting(text: &str) -> Result<(), String> {
    let (module, diagnostics) = infra::syntax::parse(FileId(0), text);
    let printed = infra::syntax::format(text, &module);
    let (again, found) = infra::syntax::parse(FileId(0), &printed);
    if found.len() != diagnostics.len() {
        return Err(format!(
            "{} messages became {}\n{printed}",
            diagnostics.len(),
            found.len()
        ));
    }
    let (before, after) = (shape(text, &module), shape(&printed, &again));
    if before != after {
        return Err(format!("the tree changed\n{printed}\n{before}\n{after}"));
    }
    let twice = infra::syntax::format(&printed, &again);
    if twice != printed {
        return Err(format!("printing twice differs\n{printed}\n---\n{twice}"));
    }
    Ok(())
}

/// A tree without its places, and its comments.
pub fn shape(text: &str, module: &Module) -> String {
    let mut shape = without_spans(&format!("{:?}", module.items));
    for comment in &module.comments {
        let comment = text.get(comment.span.range()).unwrap_or("");
        shape.push('\n');
        shape.extend(comment.lines().map(str::trim));
    }
    shape
}

fn without_spans(debug: &str) -> String {
    let mut parts = debug.split("Span { ");
    let mut kept = parts.next().unwrap_or("").to_owned();
    for part in parts {
        kept.push_str(part.split_once('}').map_or(part, |(_, rest)| rest));
    }
    kept
}
