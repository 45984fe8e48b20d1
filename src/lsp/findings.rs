//! What the editor was told of each file. In: the findings of one program after the other. Out: for each
//! file whose findings have changed, all of them. Never: the same finding twice, where two programs share
//! a file.

use super::convert::Converted;
use lsp_types::Diagnostic;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The findings of all programs.
#[derive(Debug, Default)]
pub struct Told {
    by_program: BTreeMap<PathBuf, Converted>,
    /// The programs that have looked at a file.
    programs: BTreeMap<PathBuf, BTreeSet<PathBuf>>,
    /// What the editor shows.
    told: BTreeMap<PathBuf, Vec<Diagnostic>>,
}

impl Told {
    /// Sets what was found in a program. Gives the files whose findings are others now.
    pub fn set(&mut self, program: &Path, found: Converted) -> Vec<(PathBuf, Vec<Diagnostic>)> {
        for file in found.keys() {
            let programs = self.programs.entry(file.clone()).or_default();
            programs.insert(program.to_owned());
        }
        let before = self.by_program.insert(program.to_owned(), found);
        self.news_of(program, before)
    }

    /// The program is none any more.
    pub fn forget(&mut self, program: &Path) -> Vec<(PathBuf, Vec<Diagnostic>)> {
        let before = self.by_program.remove(program);
        self.news_of(program, before)
    }

    /// Whether a program has looked at a file.
    pub fn knows(&self, program: &Path, file: &Path) -> bool {
        let found = self.by_program.get(program);
        found.is_some_and(|found| found.contains_key(file))
    }

    /// What the client was told of a file.
    pub fn of(&self, file: &Path) -> &[Diagnostic] {
        self.told.get(file).map_or(&[][..], Vec::as_slice)
    }

    /// Whether anything was told of a program.
    pub fn has(&self, program: &Path) -> bool {
        self.by_program.contains_key(program)
    }

    fn news_of(
        &mut self,
        program: &Path,
        before: Option<Converted>,
    ) -> Vec<(PathBuf, Vec<Diagnostic>)> {
        let now = self.by_program.get(program).into_iter();
        let files = now.chain(&before).flat_map(BTreeMap::keys);
        let files: BTreeSet<PathBuf> = files.cloned().collect();
        let mut news = Vec::new();
        for file in files {
            if !self.knows(program, &file)
                && let Some(programs) = self.programs.get_mut(&file)
            {
                programs.remove(program);
            }
            let found = self.found_in(&file);
            if self.of(&file) != found {
                match found.is_empty() {
                    true => self.told.remove(&file),
                    false => self.told.insert(file.clone(), found.clone()),
                };
                news.push((file, found));
            }
        }
        news
    }

    /// All that any program has found in a file.
    fn found_in(&self, file: &Path) -> Vec<Diagnostic> {
        let mut found: Vec<Diagnostic> = Vec::new();
        for program in self.programs.get(file).into_iter().flatten() {
            let all = self.by_program.get(program);
            for one in all.and_then(|all| all.get(file)).into_iter().flatten() {
                if !found.contains(one) {
                    found.push(one.clone());
                }
            }
        }
        found
    }
}
