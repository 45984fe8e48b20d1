//! The files of a program: the stack, and all that it imports, directly or not. In: the stack's file.
//! Out: every file, parsed, each behind those that it imports, and what is wrong with the imports.
//! Never: a path that leaves the project, or what a file means.
//!
//! Whatever else is part of a program (files of policies) is loaded in the same way: it is another
//! file to begin with, see [`Loader::load`].

use super::cache::{Cache, Parsed};
use super::files::{Place, real};
use super::library;
use super::project::{Root, folder_of, near};
use super::{FileProblem, Files};
use crate::diag::{Code, Diagnostic, all_of, did_you_mean, nearest};
use crate::syntax::ast::{Import, ItemId, ItemKind};
use crate::template::is_template;
use crate::text::{FileId, Source, Sources, Span};
use rustc_hash::FxHashMap;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// A cycle is shown with this many of its files.
const SHOWN: usize = 8;

/// One file of a program.
#[derive(Debug, Clone)]
pub struct Loaded {
    pub parsed: Arc<Parsed>,
    /// Its imports that could be read.
    pub imports: Vec<(ItemId, FileId)>,
    /// Whether it is a part of the library inside the binary.
    pub is_library: bool,
}

impl Loaded {
    /// A file of which nothing could be read.
    pub fn empty(file: FileId) -> Loaded {
        let nothing = Arc::new(Source::new("", ""));
        Loaded {
            parsed: Arc::new(Parsed::of(file, nothing)),
            imports: Vec::new(),
            is_library: false,
        }
    }
}

/// Loads files and what they import, each once.
pub struct Loader<'a> {
    files: &'a Files,
    cache: &'a Cache,
    sources: &'a mut Sources,
    root: Root<'a>,
    states: FxHashMap<FileId, State>,
    /// Files by the paths that they have without links.
    real: FxHashMap<PathBuf, FileId>,
    opened: FxHashMap<FileId, Arc<Parsed>>,
    loaded: Vec<Loaded>,
    diagnostics: Vec<Diagnostic>,
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    /// On the path that leads to the current file.
    Open,
    Done,
}

/// A file on the path, and which of its imports comes next.
struct Step {
    file: FileId,
    is_library: bool,
    imports: Vec<(ItemId, FileId)>,
    next: usize,
    /// The import that leads here.
    at: Option<Span>,
}

impl<'a> Loader<'a> {
    pub fn new(
        files: &'a Files,
        cache: &'a Cache,
        sources: &'a mut Sources,
        stack: &'a Path,
    ) -> Loader<'a> {
        Loader {
            files,
            cache,
            sources,
            root: Root::new(stack, files),
            states: FxHashMap::default(),
            real: FxHashMap::default(),
            opened: FxHashMap::default(),
            loaded: Vec::new(),
            diagnostics: Vec::new(),
        }
    }

    /// Loads a file whose text is among the sources, and all that it imports.
    pub fn load(&mut self, file: FileId) {
        if self.states.contains_key(&file) {
            return;
        }
        let parsed = self.cache.parsed(file, self.sources);
        let imports = parsed.module.items.iter();
        if imports
            .clone()
            .any(|i| matches!(i.kind, ItemKind::Import(_)))
            && let Some(real) = real(Path::new(&parsed.source.path))
        {
            self.real.insert(real, file);
        }
        self.opened.insert(file, parsed);
        self.load_from(file, false);
    }

    /// Loads a file of the library, and all that it imports. Nothing where there is none.
    pub fn load_library(&mut self, path: &str) -> Option<FileId> {
        let (shown, text) = library::find(path)?;
        let file = self.open_library(shown, text);
        if !self.states.contains_key(&file) {
            self.load_from(file, true);
        }
        Some(file)
    }

    /// Loads what an opened file imports.
    fn load_from(&mut self, file: FileId, is_library: bool) {
        let mut path = vec![self.open(file, is_library, None)];
        while let Some(step) = path.last_mut() {
            let Some(parsed) = self.opened.get(&step.file).cloned() else {
                break;
            };
            let rest = parsed.module.items.get(step.next..).unwrap_or(&[]);
            let next = rest
                .iter()
                .enumerate()
                .find_map(|(skipped, item)| match &item.kind {
                    ItemKind::Import(import) => Some((skipped, item.id, import)),
                    _ => None,
                });
            let Some((skipped, item, import)) = next else {
                if let Some(done) = path.pop() {
                    self.close(done, parsed);
                }
                continue;
            };
            step.next += skipped + 1;
            let from = (step.file, step.is_library);
            let Some((target, is_library)) = self.target(from, import) else {
                continue;
            };
            match self.states.get(&target) {
                Some(State::Open) => {
                    self.report_cycle(&path, target, import.path.span);
                    continue;
                }
                Some(State::Done) => {}
                None => {
                    let step = self.open(target, is_library, Some(import.path.span));
                    if let Some(last) = path.last_mut() {
                        last.imports.push((item, target));
                    }
                    path.push(step);
                    continue;
                }
            }
            if let Some(last) = path.last_mut() {
                last.imports.push((item, target));
            }
        }
    }

    /// All files, each behind those that it imports, and what is wrong with the imports.
    pub fn finish(self) -> (Vec<Loaded>, Vec<Diagnostic>) {
        (self.loaded, self.diagnostics)
    }

    fn open(&mut self, file: FileId, is_library: bool, at: Option<Span>) -> Step {
        self.states.insert(file, State::Open);
        Step {
            file,
            is_library,
            imports: Vec::new(),
            next: 0,
            at,
        }
    }

    fn close(&mut self, step: Step, parsed: Arc<Parsed>) {
        self.states.insert(step.file, State::Done);
        self.loaded.push(Loaded {
            parsed,
            imports: step.imports,
            is_library: step.is_library,
        });
    }

    /// The file that an import names, opened. Nothing where it cannot be read, which is reported.
    fn target(&mut self, from: (FileId, bool), import: &Import) -> Option<(FileId, bool)> {
        let path = import.path.value.as_str();
        let at = import.path.span;
        if path.is_empty() {
            self.report_empty(at);
            return None;
        }
        if path.starts_with(library::PREFIX) {
            return self.in_library(path, at);
        }
        if from.1 {
            self.report_outside(path, at);
            return None;
        }
        let folder = folder_of(&self.sources.get(from.0).path);
        let Some(place) = self.root.place(&folder, path) else {
            self.report_outside(path, at);
            return None;
        };
        if is_template(path, "") {
            self.report_template(path, at);
            return None;
        }
        let place = plain(&place);
        let real = real(&place);
        if let Some(real) = &real
            && let Some(known) = self.real.get(real)
        {
            return Some((*known, false));
        }
        let bytes = match self.files.ordinary(&place) {
            Ok(bytes) => bytes,
            Err(problem) => {
                self.report_unread(&problem, &place, path, at);
                return None;
            }
        };
        let (file, wrong) = self.files.add(&place, bytes, self.sources);
        if let Some(real) = real {
            self.real.insert(real, file);
        }
        if !wrong.is_empty() {
            self.diagnostics.extend(wrong);
            return None;
        }
        if !self.opened.contains_key(&file) {
            let parsed = self.cache.parsed(file, self.sources);
            self.opened.insert(file, parsed);
        }
        Some((file, false))
    }

    fn in_library(&mut self, path: &str, at: Span) -> Option<(FileId, bool)> {
        let Some((shown, text)) = library::find(path) else {
            let message = format!("the library has no `{path}`");
            let mut diagnostic =
                Diagnostic::new(Code::FileNotFound, at, message).here("no part of the library");
            let all: Vec<&str> = library::paths().collect();
            let near = nearest(path, all.iter().copied(), 3);
            if let Some(help) = did_you_mean(&near) {
                diagnostic = diagnostic.help(help);
            } else if !all.is_empty() {
                diagnostic = diagnostic.help(format!("import one of {}", all_of(all)));
            }
            self.diagnostics.push(diagnostic);
            return None;
        };
        Some((self.open_library(shown, text), true))
    }

    fn open_library(&mut self, shown: &'static str, text: &'static str) -> FileId {
        let file = self.files.id(Place::Library(shown));
        if !self.opened.contains_key(&file) {
            let parsed = self.cache.library(file, || Source::new(shown, text));
            self.sources.set(file, parsed.source.clone());
            self.opened.insert(file, parsed);
        }
        file
    }

    /// Where the path is missing, or no known text, that has been reported.
    fn report_empty(&mut self, at: Span) {
        let written = self.sources.slice(at);
        if written.is_empty() || !written.trim_matches(['"', '\'']).trim().is_empty() {
            return;
        }
        let message = "expected the path of a file, found an empty text";
        self.diagnostics.push(
            Diagnostic::new(Code::FileNotFound, at, message)
                .here("names no file")
                .help("write the path from the folder of this file"),
        );
    }

    fn report_outside(&mut self, path: &str, at: Span) {
        let message = format!("`{path}` leads out of the project");
        self.diagnostics.push(
            Diagnostic::new(Code::FileOutside, at, message)
                .here("not below the project's folder")
                .help("import files of the project alone; an `infra.toml` marks its folder"),
        );
    }

    fn report_template(&mut self, path: &str, at: Span) {
        let message = format!("`{path}` is a template, which offers nothing to import");
        self.diagnostics.push(
            Diagnostic::new(Code::NameImport, at, message)
                .here("no module")
                .help("turn it into a program with `infra import`"),
        );
    }

    fn report_unread(&mut self, problem: &FileProblem, place: &Path, path: &str, at: Span) {
        let mut diagnostic =
            Diagnostic::new(problem.code(), at, problem.message(path)).here("imported here");
        if *problem == FileProblem::NotFound {
            let near = near(self.files, place, path);
            let near: Vec<&str> = near.iter().map(String::as_str).collect();
            diagnostic = match did_you_mean(&near) {
                Some(help) => diagnostic.help(help),
                None => diagnostic.help("write the path from the folder of this file"),
            };
        }
        if *problem == FileProblem::Directory {
            diagnostic = diagnostic.help("name a file in it");
        }
        self.diagnostics.push(diagnostic);
    }

    /// The error of files that import each other. `closing` is the import that leads back.
    fn report_cycle(&mut self, path: &[Step], target: FileId, closing: Span) {
        let from = path.iter().position(|s| s.file == target).unwrap_or(0);
        let cycle = path.get(from..).unwrap_or(&[]);
        let name = |file: FileId| self.sources.get(file).path.clone();
        let mut names: Vec<String> = cycle
            .iter()
            .take(SHOWN)
            .map(|s| format!("`{}`", name(s.file)))
            .collect();
        if cycle.len() > SHOWN {
            names.push(format!("{} more", cycle.len() - SHOWN));
        }
        names.push(format!("`{}`", name(target)));
        let message = match cycle.len() {
            1 => format!("`{}` imports itself", name(target)),
            _ => format!("files import each other: {}", names.join(" → ")),
        };
        let mut diagnostic =
            Diagnostic::new(Code::NameImportCycle, closing, message).here("closes the circle");
        for step in cycle.iter().skip(1).take(SHOWN) {
            if let Some(at) = step.at {
                diagnostic = diagnostic.label(at, format!("imports `{}`", name(step.file)));
            }
        }
        let help = "move what both need into a third file";
        self.diagnostics.push(diagnostic.help(help));
    }
}

/// A path without `.`, and without `..` behind the name of a folder.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for component in path.components() {
        let is_named = matches!(plain.components().next_back(), Some(Component::Normal(_)));
        match component {
            Component::CurDir => {}
            Component::ParentDir if is_named => {
                plain.pop();
            }
            other => plain.push(other),
        }
    }
    plain
}
