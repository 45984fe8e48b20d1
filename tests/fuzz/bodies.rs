//! What the fuzz targets do with a text. The suite runs the same over every program of the tests, so
//! that the targets cannot fall behind the library.

use infra::cli::{Findings, MessageFormat, Style, render};
use infra::session::{Files, Request, Session, analyse};
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
