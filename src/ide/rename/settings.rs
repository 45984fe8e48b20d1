//! Inputs that a project's settings choose. In: a workspace, and an input with its new name. Out: the changes of
//! the settings that name it. Never: a file of inputs; one that names it stands in the way of the new name.

use super::changes::FileChanges;
use super::subject::Subject;
use crate::ide::symbol::{Declarations, Symbol};
use crate::ide::{Change, Workspace};
use crate::session::Analysis;
use crate::syntax::ast::ItemKind;
use crate::text::{FileId, Span};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The keys `name` of `input = { name = ... }`, for the stacks that declare the input.
pub fn settings(
    workspace: &mut Workspace,
    analysis: &Arc<Analysis>,
    subject: &Subject,
    name: &str,
) -> Vec<FileChanges> {
    let Symbol::Declared(decl) = subject.symbol else {
        return Vec::new();
    };
    let item = Declarations::new(analysis).item(decl);
    if !item.is_some_and(|item| matches!(item.kind, ItemKind::Input(_))) {
        return Vec::new();
    }
    let program = PathBuf::from(&analysis.sources.get(decl.file).path);
    let analysis = workspace.analysis(&program);
    let mut keys = keys(&analysis, &program, &subject.name);
    keys.sort_by_key(|at| at.start);
    keys.dedup();
    let Some(file) = keys.first().map(|at: &Span| at.file) else {
        return Vec::new();
    };
    let changes = keys.into_iter().map(|at| Change {
        at,
        text: name.to_owned(),
    });
    vec![FileChanges {
        path: PathBuf::from(&analysis.sources.get(file).path),
        file,
        changes: changes.collect(),
        analysis,
    }]
}

fn keys(analysis: &Analysis, program: &Path, name: &str) -> Vec<Span> {
    let stacks = analysis.config().stacks.iter();
    let own = stacks.filter(|stack| stack.file == program);
    let inputs = own.flat_map(|stack| &stack.inputs);
    let inputs = inputs.filter(|(input, _)| input == name);
    let keys = inputs.filter_map(|(_, value)| {
        let at = value.origin.span;
        key_before(&analysis.sources.get(at.file).text, at.file, at.start, name)
    });
    keys.collect()
}

/// The key that stands before a value and its `=`.
fn key_before(text: &str, file: FileId, value: u32, name: &str) -> Option<Span> {
    let before = text.get(..value as usize)?.trim_end();
    let key = before.strip_suffix('=')?.trim_end();
    let key = key.trim_end_matches(['"', '\'']);
    key.ends_with(name)
        .then(|| Span::new(file, key.len() - name.len(), key.len()))
}
