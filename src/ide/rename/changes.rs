//! The changes that give something another name. In: a workspace, and what is to be renamed. Out: changes of
//! all files that name it. Never: a file of the library, or the name that an import gives it.

use super::identity::{Identity, identity};
use super::settings::settings;
use super::subject::{Subject, check_name};
use super::trial::{programs, trials};
use crate::ide::symbol::Symbol;
use crate::ide::{Change, View, Workspace, uses};
use crate::session::Analysis;
use crate::text::FileId;
use rustc_hash::FxHashSet;
use std::path::PathBuf;
use std::sync::Arc;

/// The changes of one file.
#[derive(Debug, Clone)]
pub struct FileChanges {
    pub path: PathBuf,
    /// A program that the file is part of, before the changes.
    pub analysis: Arc<Analysis>,
    pub file: FileId,
    /// In the order of the text.
    pub changes: Vec<Change>,
}

/// Something with another name.
#[derive(Debug, Clone)]
pub struct Renamed {
    pub files: Vec<FileChanges>,
    /// What becomes of the ids that come from the name.
    pub identity: Identity,
}

/// Gives something another name, everywhere.
pub fn rename(
    workspace: &mut Workspace,
    analysis: &Arc<Analysis>,
    subject: &Subject,
    name: &str,
) -> Result<Renamed, String> {
    check_name(name)?;
    let files = match name == subject.name {
        true => Vec::new(),
        false => {
            let mut files = files(workspace, analysis, subject, name);
            files.extend(settings(workspace, analysis, subject, name));
            files
        }
    };
    if files.is_empty() {
        return Ok(Renamed {
            files,
            identity: Identity::Same,
        });
    }
    let programs = programs(workspace, &files);
    let trials = trials(workspace, &programs, &files);
    if let Some(error) = trials.iter().find_map(|trial| trial.new_error(&files)) {
        return Err(error);
    }
    let mut seen = FxHashSet::default();
    for trial in &trials {
        if let Some(at) = trial.other_meaning(&files, &mut seen) {
            let source = trial.after.sources.get(at.file);
            let line = source.line_column(at.start).line;
            let path = &source.path;
            return Err(format!(
                "`{name}` would mean something else in line {line} of `{path}`"
            ));
        }
    }
    let identity = identity(workspace, analysis, subject, &programs, &trials, &files);
    Ok(Renamed { files, identity })
}

fn files(
    workspace: &mut Workspace,
    analysis: &Arc<Analysis>,
    subject: &Subject,
    name: &str,
) -> Vec<FileChanges> {
    let found = uses(workspace, analysis, &subject.symbol);
    let files = found.into_iter().filter_map(|file| {
        let view = file.view()?;
        if view.is_library {
            return None;
        }
        // Under another name of its own it stays what it is called.
        let own = file.uses.iter().filter(|one| one.symbol == subject.symbol);
        let changes = own.map(|one| Change {
            at: one.at,
            text: name.to_owned(),
        });
        let mut changes: Vec<Change> = changes.collect();
        plain_import(&view, subject, name, &mut changes);
        (!changes.is_empty()).then(|| FileChanges {
            changes,
            path: file.path.clone(),
            analysis: file.analysis.clone(),
            file: file.file,
        })
    });
    files.collect()
}

/// `A as A` is written `A`.
fn plain_import(view: &View, subject: &Subject, name: &str, changes: &mut [Change]) {
    let Symbol::Alias { at, .. } = subject.symbol else {
        return;
    };
    let before = view.text().get(..at.start as usize).unwrap_or_default();
    let own = before.trim_end().strip_suffix("as").map(str::trim_end);
    let Some(own) = own.filter(|own| own.ends_with(name)) else {
        return;
    };
    let start = own.len() - name.len();
    let is_whole = !own
        .get(..start)
        .and_then(|rest| rest.chars().next_back())
        .is_some_and(|c| c.is_alphanumeric() || c == '_');
    if let Some(change) = changes.iter_mut().find(|change| change.at == at)
        && is_whole
    {
        change.at.start = own.len() as u32;
        change.text.clear();
    }
}
