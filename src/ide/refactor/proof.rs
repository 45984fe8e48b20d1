//! The proof of a change. In: a scene and edits. Out: what the program makes after them, compared with what it made
//! before. Never: the files of the session; all of it is built in memory.

use super::scene::Scene;
use crate::diag::{Diagnostic, Edit, Severity};
use crate::session::{Analysis, Request, analyse};
use crate::text::{FileId, Span};
use std::path::Path;

/// What a change makes of a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Errors that were not there.
    Broken,
    /// Another template.
    Other,
    /// The same template, byte by byte but for the order of its keys.
    Same,
}

/// What edits of the file make of the program.
pub fn judge(scene: &Scene, edits: &[Edit]) -> Verdict {
    let before = scene.view.analysis;
    let Some(after) = built(scene, edits) else {
        return Verdict::Broken;
    };
    if errors(&after) > errors(before) {
        return Verdict::Broken;
    }
    match is_same(before.template(), after.template()) {
        true => Verdict::Same,
        false => Verdict::Other,
    }
}

/// Whether a program makes the same template with these edits, without a new error.
pub fn keeps(scene: &Scene, edits: &[Edit]) -> bool {
    judge(scene, edits) == Verdict::Same
}

/// The program with these edits, where they are all of this file.
pub fn built(scene: &Scene, edits: &[Edit]) -> Option<Analysis> {
    let text = applied(scene.view.text(), scene.view.file, edits)?;
    // A copy shares what was made of the other files, and keeps its own text of this one.
    let mut session = scene.session.clone();
    let path = Path::new(&scene.view.source.path);
    session.files.set(path, text);
    let request = Request {
        config: None,
        ..scene.view.analysis.request().clone()
    };
    Some(analyse(&session, request))
}

/// A text with edits; nothing where two of them are of one place.
pub fn applied(text: &str, file: FileId, edits: &[Edit]) -> Option<String> {
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by_key(|edit| (edit.at.start, edit.at.end));
    let mut made = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        let Span { start, end, .. } = edit.at;
        if edit.at.file != file {
            return None;
        }
        made.push_str(text.get(at..start as usize)?);
        made.push_str(&edit.text);
        at = end as usize;
    }
    made.push_str(text.get(at..)?);
    Some(made)
}

fn errors(analysis: &Analysis) -> usize {
    let is_error = |found: &&Diagnostic| found.severity == Severity::Error;
    analysis.diagnostics().iter().filter(is_error).count()
}

/// Whether two templates say the same: the order of keys says nothing.
fn is_same(one: &[u8], other: &[u8]) -> bool {
    if one == other {
        return true;
    }
    let read = |bytes: &[u8]| serde_json::from_slice::<serde_json::Value>(bytes).ok();
    match (read(one), read(other)) {
        (Some(one), Some(other)) => one == other,
        _ => false,
    }
}
