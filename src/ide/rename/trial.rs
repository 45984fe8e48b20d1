//! A program with changes that nobody has made yet. In: a workspace and changed texts. Out: whether every
//! name there stands for what it stood for, and whether something new is wrong. Never: a change of what the
//! editor has.

use super::changes::FileChanges;
use crate::diag::{Code, Severity};
use crate::ide::symbol::{Symbol, occurrences};
use crate::ide::workspace::analysis_in;
use crate::ide::{Change, View, Workspace};
use crate::session::{Analysis, Session};
use crate::text::{FileId, Span};
use rustc_hash::{FxHashMap, FxHashSet};
use std::path::PathBuf;
use std::sync::Arc;

/// A program as it is, and as it would be.
pub struct Trial {
    pub before: Arc<Analysis>,
    pub after: Analysis,
}

/// All programs that changed files are part of.
pub fn programs(workspace: &mut Workspace, files: &[FileChanges]) -> Vec<PathBuf> {
    let all = files.iter().flat_map(|file| workspace.programs(&file.path));
    let mut all: Vec<PathBuf> = all.collect();
    all.sort();
    all.dedup();
    all
}

/// Each of some programs with the changes.
pub fn trials(
    workspace: &mut Workspace,
    programs: &[PathBuf],
    files: &[FileChanges],
) -> Vec<Trial> {
    let mut session: Session = workspace.session().clone();
    for file in files {
        let text = &file.analysis.sources.get(file.file).text;
        session.files.set(&file.path, changed(text, &file.changes));
    }
    let trials = programs.iter().map(|program| Trial {
        before: workspace.analysis(program),
        after: analysis_in(&session, program),
    });
    trials.collect()
}

/// A text with changes, which stand in the order of the text and do not overlap.
pub fn changed(text: &str, changes: &[Change]) -> String {
    let mut made = String::with_capacity(text.len());
    let mut at = 0;
    for change in changes {
        made.push_str(text.get(at..change.at.start as usize).unwrap_or_default());
        made.push_str(&change.text);
        at = change.at.end as usize;
    }
    made.push_str(text.get(at..).unwrap_or_default());
    made
}

impl Trial {
    /// What is wrong with the changed program and was not before; of a file that stays as it is, with its path.
    pub fn new_error(&self, files: &[FileChanges]) -> Option<String> {
        let mut before: FxHashMap<Code, usize> = FxHashMap::default();
        let is_error = |severity: Severity| severity == Severity::Error;
        for found in self.before.diagnostics() {
            if is_error(found.severity) {
                *before.entry(found.code).or_default() += 1;
            }
        }
        let mut after: FxHashMap<Code, usize> = FxHashMap::default();
        for found in self.after.diagnostics() {
            if is_error(found.severity) {
                let count = after.entry(found.code).or_default();
                *count += 1;
                if *count > before.get(&found.code).copied().unwrap_or(0) {
                    let is_changed = files.iter().any(|file| file.file == found.at.file);
                    let path = &self.after.sources.get(found.at.file).path;
                    return Some(match is_changed {
                        true => found.message.clone(),
                        false => format!("{} (in `{path}`)", found.message),
                    });
                }
            }
        }
        None
    }

    /// The first place of the changed files where a name stands for something else than before, as it would
    /// be afterwards. `seen` holds the files that need no second look.
    pub fn other_meaning(
        &self,
        files: &[FileChanges],
        seen: &mut FxHashSet<FileId>,
    ) -> Option<Span> {
        let moved = Moved::new(files);
        for file in files {
            let (Some(before), Some(after)) = (
                View::of(&self.before, file.file),
                View::of(&self.after, file.file),
            ) else {
                continue;
            };
            if !seen.insert(file.file) {
                continue;
            }
            let (mut before, after) = (occurrences(&before), occurrences(&after));
            // What is taken away names nothing any more.
            let gone = file.changes.iter().filter(|change| change.text.is_empty());
            let gone: Vec<Span> = gone.map(|change| change.at).collect();
            before.retain(|one| !gone.iter().any(|gone| gone.contains(one.at)));
            let mut pairs = before.iter().zip(&after);
            let other = pairs.find(|(before, after)| {
                let symbol = moved.symbol(&before.symbol);
                moved.span(before.at) != after.at || !symbol.means(&after.symbol)
            });
            if let Some((_, after)) = other {
                return Some(after.at);
            }
            let rest = after.get(before.len()).or(after.last());
            if before.len() != after.len() {
                return rest.map(|one| one.at).or(Some(Span::new(file.file, 0, 0)));
            }
        }
        None
    }
}

/// Where places go when files change.
struct Moved<'a> {
    changes: FxHashMap<FileId, &'a [Change]>,
}

impl<'a> Moved<'a> {
    fn new(files: &'a [FileChanges]) -> Moved<'a> {
        let changes = files
            .iter()
            .map(|file| (file.file, file.changes.as_slice()));
        Moved {
            changes: changes.collect(),
        }
    }

    fn span(&self, at: Span) -> Span {
        let changes = self.changes.get(&at.file).copied().unwrap_or(&[]);
        let place = |offset: u32| {
            let before = changes.iter().filter(|change| change.at.start < offset);
            let moved = before.fold(i64::from(offset), |place, change| {
                place + change.text.len() as i64 - change.at.range().len() as i64
            });
            moved.max(0) as usize
        };
        Span::new(at.file, place(at.start), place(at.end))
    }

    fn symbol(&self, symbol: &Symbol) -> Symbol {
        match symbol {
            Symbol::Local(at) => Symbol::Local(self.span(*at)),
            Symbol::Parameter(at) => Symbol::Parameter(self.span(*at)),
            Symbol::Alias { at, decl } => Symbol::Alias {
                at: self.span(*at),
                decl: *decl,
            },
            Symbol::Import { at, file } => Symbol::Import {
                at: self.span(*at),
                file: *file,
            },
            other => other.clone(),
        }
    }
}
