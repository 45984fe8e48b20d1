//! `@allow` of what was found. In: a scene. Out: for each finding that can be silenced, the attribute on its
//! declaration, with a place for the reason. Never: for an error that leaves the program without a meaning.

use super::scene::{Refactor, RefactorKind, Scene, edit};
use crate::diag::{Diagnostic, Severity};
use crate::session::is_of_policies;
use crate::syntax::ast::{Item, ItemKind};

/// What stands for the reason until somebody writes one.
const REASON: &str = "say why this is meant";

/// The findings at the selection that can be silenced.
pub fn allow(scene: &Scene) -> Vec<Refactor> {
    if scene.view.is_template {
        return Vec::new();
    }
    let found = scene.view.analysis.diagnostics().iter();
    let here = found.filter(|found| {
        let at = found.at;
        at.file == scene.selection.file
            && at.start <= scene.selection.end
            && scene.selection.start <= at.end
    });
    let mut offered: Vec<Refactor> = Vec::new();
    for found in here.filter(|found| found.severity != Severity::Error) {
        if let Some(refactor) = on_declaration(scene, found)
            && !offered.contains(&refactor)
        {
            offered.push(refactor);
        }
    }
    offered
}

fn on_declaration(scene: &Scene, found: &Diagnostic) -> Option<Refactor> {
    // A policy is silenced by its title, which the finding does not tell.
    if is_of_policies(found.code) {
        return None;
    }
    let about = found.subject.unwrap_or(found.at);
    let item = innermost(&scene.view.module.items, about)?;
    let code = found.code.as_str();
    let start = scene.line_start(item.span);
    let indent = scene
        .view
        .text()
        .get(start.start as usize..item.span.start as usize);
    let indent = indent.filter(|text| text.trim().is_empty())?;
    // Behind the document, where one stands.
    let behind = item
        .doc
        .as_ref()
        .map(|doc| scene.with_line_end(doc.span).end);
    let at = match behind {
        Some(behind) => scene.line_start(crate::text::Span {
            start: behind,
            end: behind,
            ..item.span
        }),
        None => start,
    };
    let text = format!("{indent}@allow(\"{code}\", \"{REASON}\")\n");
    Some(Refactor::new(
        RefactorKind::Mend,
        format!("allow `{code}` here"),
        vec![edit(at, text)],
    ))
}

/// The item that holds a place and can carry attributes; one inside a component goes first.
fn innermost(items: &[Item], about: crate::text::Span) -> Option<&Item> {
    let item = items.iter().find(|item| item.span.contains(about))?;
    match &item.kind {
        ItemKind::Component(component) => innermost(&component.items, about).or(Some(item)),
        ItemKind::Import(_)
        | ItemKind::Stack(_)
        | ItemKind::Test(_)
        | ItemKind::Policy(_)
        | ItemKind::Error { .. } => None,
        _ => Some(item),
    }
}
