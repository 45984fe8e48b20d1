//! A template in the middle of a program, as a part of the program. In: a scene. Out: the change. Never: one that
//! makes something else than the template without saying so.

use super::scene::{Refactor, RefactorKind, Scene, edit};
use crate::ide::import_text;
use crate::template;
use crate::text::{FileId, Span};

/// The template that is selected, or that the whole file is.
pub fn pasted(scene: &Scene) -> Vec<Refactor> {
    let whole = Span::new(scene.view.file, 0, scene.view.text().len());
    let at = scene.selected().unwrap_or(whole);
    // A program is read as one; a template in it is not.
    if !scene
        .view
        .module
        .broken
        .iter()
        .any(|broken| touches(*broken, at))
    {
        return Vec::new();
    }
    let text = scene.slice(at);
    if !looks_like_template(text) {
        return Vec::new();
    }
    let Some(imported) = import_text(text, None) else {
        return Vec::new();
    };
    let title = match imported.differences.len() {
        0 if imported.is_whole => "write the template as infra".to_owned(),
        0 => "write what can be read of the template as infra".to_owned(),
        1 => "write the template as infra (1 difference)".to_owned(),
        count => format!("write the template as infra ({count} differences)"),
    };
    vec![Refactor::new(
        RefactorKind::Rewrite,
        title,
        vec![edit(at, imported.text.trim_end())],
    )]
}

fn touches(one: Span, other: Span) -> bool {
    one.start <= other.end && other.start <= one.end
}

fn looks_like_template(text: &str) -> bool {
    let begins = |line: &str| {
        let line = line.trim_start_matches(['"', ' ', '{']);
        line.starts_with("Resources") || line.starts_with("AWSTemplateFormatVersion")
    };
    text.lines().any(begins) && template::read(NO_FILE, text).0.is_some()
}

/// What is pasted is no file.
const NO_FILE: FileId = FileId(u32::MAX);
