//! The text of a file to a template. In: a text. Out: the template as far as it was understood, and what is wrong
//! with the text. Never: whether its sections are right.

use super::mistakes::Mistakes;
use super::{Node, NodeKind, Template, json, yaml};
use crate::diag::Diagnostic;
use crate::text::FileId;

/// How deep lists and maps may stand in one another.
pub const NESTING_LIMIT: usize = 100;

/// From here on, whole numbers have more than 64 bits.
const FIRST_INEXACT: f64 = 9_223_372_036_854_775_808.0;

/// What a template has at its top.
pub const SECTIONS: &[&str] = &[
    "Resources",
    "Parameters",
    "Outputs",
    "Conditions",
    "Mappings",
    "Transform",
    "Rules",
    "Metadata",
    "Globals",
    "Hooks",
    "Description",
    "AWSTemplateFormatVersion",
];

/// Reads a template. Nothing comes out where the text is no YAML and no JSON, or is no template at all.
pub fn read(file: FileId, text: &str) -> (Option<Template>, Vec<Diagnostic>) {
    let mistakes = Mistakes { file };
    let (root, comments, mut diagnostics) = value(text, mistakes);
    let mistake = match &root {
        None => None,
        Some(root) => mistake_of_kind(root, mistakes),
    };
    if let Some(mistake) = mistake {
        diagnostics.push(*mistake);
        return (None, diagnostics);
    }
    if let Some(root) = &root {
        inexact(root, text, mistakes, &mut diagnostics);
    }
    let is_whole = diagnostics.is_empty();
    let template = root.map(|root| Template {
        file,
        root,
        comments,
        is_whole,
    });
    (template, diagnostics)
}

/// Reads JSON of any kind, as data; nothing where it is none.
pub fn read_json(file: FileId, text: &str) -> Option<Node> {
    let read = json::read(text, Mistakes { file });
    read.ok().map(|(root, _)| root)
}

type Value = (Option<Node>, Vec<super::Comment>, Vec<Diagnostic>);

/// JSON where a text begins as JSON does and is right; what is no JSON may be YAML.
fn value(text: &str, mistakes: Mistakes) -> Value {
    let start = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mistake = match start.trim_start().starts_with('{') {
        false => None,
        true => match json::read(text, mistakes) {
            Ok((root, diagnostics)) => return (Some(root), Vec::new(), diagnostics),
            Err(mistake) => Some(mistake),
        },
    };
    let document = yaml::read(text, mistakes);
    match (mistake, document.diagnostics.last()) {
        (Some(json), Some(_)) if document.root.is_none() && is_meant_as_json(text, &json) => {
            (None, Vec::new(), vec![*json])
        }
        _ => (document.root, document.comments, document.diagnostics),
    }
}

/// Whether a text that is neither JSON nor YAML is meant as JSON: its first key is in double quotes, or a comment of
/// other languages stands there, and it is not a comment of YAML that is wrong.
fn is_meant_as_json(text: &str, mistake: &Diagnostic) -> bool {
    let begin = text.strip_prefix('\u{feff}').unwrap_or(text);
    let first = begin.trim_start().strip_prefix('{').map(str::trim_start);
    let is_comment = text
        .get(mistake.at.start as usize..)
        .is_some_and(|rest| rest.starts_with('#'));
    first.is_some_and(|first| first.starts_with(['"', '/'])) && !is_comment
}

fn mistake_of_kind(root: &Node, mistakes: Mistakes) -> Option<Box<Diagnostic>> {
    let found = match &root.kind {
        NodeKind::Map(entries) => {
            let is_section = |key: &str| SECTIONS.contains(&key) || key.starts_with("Fn::");
            if entries.iter().any(|entry| is_section(&entry.key)) {
                return None;
            }
            let first = entries.first();
            let first = first.map(|entry| (entry.key.as_str(), entry.key_span));
            return Some(mistakes.no_section(first, root.span, SECTIONS));
        }
        NodeKind::Null if root.span.range().is_empty() => return Some(mistakes.empty()),
        NodeKind::Null => "nothing",
        NodeKind::List(_) => "a list",
        NodeKind::Text(_) => "a text",
        NodeKind::Bool(_) => "a boolean",
        NodeKind::Int(_) | NodeKind::Number(_) => "a number",
    };
    Some(mistakes.no_map(root.span, found))
}

/// Whole numbers that are kept as others, since they have more than 64 bits.
fn inexact(node: &Node, text: &str, mistakes: Mistakes, found: &mut Vec<Diagnostic>) {
    match &node.kind {
        NodeKind::Number(number) if number.abs() >= FIRST_INEXACT => {
            let written = text.get(node.span.range()).unwrap_or("");
            let is_fraction = |c: char| matches!(c, '.' | 'e' | 'E');
            if written.starts_with("0x") || !written.contains(is_fraction) {
                found.push(*mistakes.too_large(node.span, written));
            }
        }
        NodeKind::List(items) => (items.iter()).for_each(|i| inexact(i, text, mistakes, found)),
        NodeKind::Map(entries) => {
            let values = entries.iter().map(|entry| &entry.value);
            values.for_each(|value| inexact(value, text, mistakes, found));
        }
        _ => {}
    }
}

/// Whether a file is to be read as a template: by its name, and where that says nothing by its text.
pub fn is_template(path: &str, text: &str) -> bool {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let ending = name
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_ascii_lowercase());
    match ending.as_deref() {
        Some("yaml" | "yml" | "json" | "template") => true,
        Some("infra" | "toml" | "lock" | "md") => false,
        _ => {
            let begins = |line: &str| {
                let line = line.trim_start_matches(['"', '\u{feff}', ' ']);
                line.starts_with("AWSTemplateFormatVersion") || line.starts_with("Resources")
            };
            let text = text.trim_start_matches('\u{feff}');
            text.trim_start().starts_with('{') || text.lines().any(begins)
        }
    }
}
