//! What the fuzz targets do with a text. The suite runs the same over every program of the tests, so
//! that the targets cannot fall behind the library.

use infra::cli::{Findings, MessageFormat, Style, render};
use infra::diag::Diagnostic;
use infra::session::{Files, Request, Session, analyse};
use infra::syntax::ast::Module;
use infra::template::NodeKind;
use infra::text::FileId;

/// Reading a text ends, names no place outside of it, and never panics.
pub fn parse(text: &str) {
    let (_, diagnostics) = infra::syntax::parse(FileId(0), text);
    have_places(text, &diagnostics);
}

fn have_places(text: &str, diagnostics: &[Diagnostic]) {
    for diagnostic in diagnostics {
        let labels = diagnostic.labels.iter().map(|l| l.at);
        for at in labels.chain([diagnostic.at]) {
            assert!(text.get(at.range()).is_some(), "{diagnostic:?}");
        }
    }
}

/// Reading a template ends and never panics; what comes out is the template or a reason, and all of it has a
/// place in the text.
pub fn template(text: &str) {
    let (template, diagnostics) = infra::template::read(FileId(0), text);
    have_places(text, &diagnostics);
    let Some(template) = template else {
        assert!(!diagnostics.is_empty(), "no template and no reason");
        return;
    };
    have_places(text, &infra::template::check(&template));
    assert!(infra::template::differences(&template.root, &template.root).is_empty());
    for comment in &template.comments {
        let sign = comment.span.start.checked_sub(1);
        let sign = sign.and_then(|at| text.as_bytes().get(at as usize));
        assert_eq!(sign, Some(&b'#'), "{comment:?}");
    }
    let mut nodes = vec![&template.root];
    while let Some(node) = nodes.pop() {
        let written = text.get(node.span.range());
        assert!(written.is_some(), "{:?}", node.span);
        match &node.kind {
            NodeKind::List(items) => nodes.extend(items),
            NodeKind::Map(entries) => {
                nodes.extend(entries.iter().map(|entry| &entry.value));
                for entry in entries {
                    let key = text.get(entry.key_span.range());
                    assert!(key.is_some(), "{:?}", entry.key_span);
                }
            }
            // An empty place is an empty value, or a tag without one.
            NodeKind::Bool(_) | NodeKind::Int(_) | NodeKind::Number(_) => {
                assert_ne!(written, Some(""), "{:?}", node.span);
            }
            NodeKind::Null | NodeKind::Text(_) => {}
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
