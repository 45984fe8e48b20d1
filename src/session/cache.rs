//! What a session that stays open need not do again: files whose text is the same are parsed no
//! more, and a file is resolved and checked anew only where its own text has changed, or what the
//! files that it imports offer. In: files. Out: shared results. Never: results that another order of
//! asking would make different.

use super::modules::Loaded;
use super::templates;
use crate::check::{self, Signatures, Types, check, signatures};
use crate::diag::Diagnostic;
use crate::resolve::{Imports, Names, Offers, offers, resolve};
use crate::schema::Catalogue;
use crate::syntax::ast::{ItemId, Module};
use crate::syntax::parse;
use crate::template::{Template, is_template};
use crate::text::{FileId, Source, Sources};
use crate::types::Schemas;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// The results of all files, by their ids.
#[derive(Debug, Default)]
pub struct Cache {
    parsed: Shelf<Parsed>,
    resolved: Shelf<Resolved>,
    checked: Shelf<Checked>,
}

/// How often each phase has run since the session was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Work {
    pub parsed: u64,
    pub resolved: u64,
    pub checked: u64,
}

/// A file's tree.
#[derive(Debug)]
pub struct Parsed {
    pub source: Arc<Source>,
    pub kind: Kind,
    pub module: Module,
    pub diagnostics: Vec<Diagnostic>,
    offers: OnceLock<Arc<Offers>>,
}

/// What a file is.
#[derive(Debug)]
pub enum Kind {
    Program,
    /// A template of CloudFormation. None of which nothing could be read.
    Template(Option<Template>),
}

/// What the names of a file mean, and what that was made from.
#[derive(Debug)]
pub struct Resolved {
    pub parsed: Arc<Parsed>,
    imports: Imports,
    pub names: Names,
    pub diagnostics: Vec<Diagnostic>,
}

/// The types of a file, and what they were made from.
#[derive(Debug)]
pub struct Checked {
    pub resolved: Arc<Resolved>,
    library: Vec<Arc<Signatures>>,
    /// The items that count; nothing for all of them.
    only: Option<FxHashSet<ItemId>>,
    pub types: Types,
    pub diagnostics: Vec<Diagnostic>,
    /// What the types were looked up in.
    catalogue: Arc<Catalogue>,
    signatures: OnceLock<Arc<Signatures>>,
}

/// The results of one phase.
#[derive(Debug)]
struct Shelf<T> {
    results: Mutex<FxHashMap<FileId, Arc<T>>>,
    made: AtomicU64,
}

impl<T> Default for Shelf<T> {
    fn default() -> Shelf<T> {
        Shelf {
            results: Mutex::default(),
            made: AtomicU64::new(0),
        }
    }
}

impl<T> Shelf<T> {
    fn get(&self, file: FileId) -> Option<Arc<T>> {
        let results = self.results.lock();
        // Nothing that holds the lock can panic.
        let results = results.unwrap_or_else(PoisonError::into_inner);
        results.get(&file).cloned()
    }

    fn set(&self, file: FileId, result: T) -> Arc<T> {
        self.made.fetch_add(1, Ordering::Relaxed);
        let result = Arc::new(result);
        let results = self.results.lock();
        let mut results = results.unwrap_or_else(PoisonError::into_inner);
        results.insert(file, result.clone());
        result
    }

    fn count(&self) -> u64 {
        self.made.load(Ordering::Relaxed)
    }
}

impl Cache {
    pub fn work(&self) -> Work {
        Work {
            parsed: self.parsed.count(),
            resolved: self.resolved.count(),
            checked: self.checked.count(),
        }
    }

    /// The tree of a file whose text is among the sources. They share the text that was parsed.
    pub fn parsed(&self, file: FileId, sources: &mut Sources) -> Arc<Parsed> {
        let before = self.parsed.get(file);
        if let Some(before) = &before
            && before.source.text == sources.get(file).text
        {
            sources.set(file, before.source.clone());
            return before.clone();
        }
        let Some(source) = sources.shared(file) else {
            // It is among the sources, as whoever asks has seen to.
            return self
                .parsed
                .set(file, Parsed::of(file, Arc::new(Source::new("", ""))));
        };
        let parsed = Parsed::of(file, source);
        // What offers the same leaves those who import it alone.
        if let Some(offered) = before.as_ref().and_then(|b| b.offers.get())
            && **offered == offers(&parsed.module)
        {
            // It is empty so far.
            let _ = parsed.offers.set(offered.clone());
        }
        self.parsed.set(file, parsed)
    }

    /// Sets the tree of a file, as long as it has this text.
    pub fn set_parsed(&self, file: FileId, source: Arc<Source>, module: Module) {
        let parsed = Parsed {
            source,
            kind: Kind::Program,
            module,
            diagnostics: Vec::new(),
            offers: OnceLock::new(),
        };
        self.parsed.set(file, parsed);
    }

    /// The tree of a file that never changes.
    pub fn library(&self, file: FileId, source: impl FnOnce() -> Source) -> Arc<Parsed> {
        match self.parsed.get(file) {
            Some(parsed) => parsed,
            None => self.parsed.set(file, Parsed::of(file, Arc::new(source()))),
        }
    }

    /// What the names of a file mean. `of` finds the files that it imports.
    pub fn resolved(
        &self,
        loaded: &Loaded,
        of: impl Fn(FileId) -> Option<Arc<Parsed>>,
    ) -> Arc<Resolved> {
        let file = loaded.parsed.module.file;
        let imports = loaded.imports.iter();
        let imports: Imports = imports
            .filter_map(|(item, target)| Some((*item, of(*target)?.offers())))
            .collect();
        if let Some(before) = self.resolved.get(file)
            && Arc::ptr_eq(&before.parsed, &loaded.parsed)
            && before.imports.len() == imports.len()
            && imports.iter().all(|(item, offers)| {
                let other = before.imports.get(item);
                other.is_some_and(|other| Arc::ptr_eq(other, offers))
            })
        {
            return before;
        }
        let (names, diagnostics) = resolve(&loaded.parsed.module, &imports);
        let resolved = Resolved {
            parsed: loaded.parsed.clone(),
            imports,
            names,
            diagnostics,
        };
        self.resolved.set(file, resolved)
    }

    /// The types of a file. `library` is what the files that it imports offer.
    pub fn checked(
        &self,
        resolved: &Arc<Resolved>,
        library: Vec<Arc<Signatures>>,
        only: Option<&FxHashSet<ItemId>>,
        catalogue: &Arc<Catalogue>,
    ) -> Arc<Checked> {
        let schemas: &dyn Schemas = &**catalogue;
        let file = resolved.parsed.module.file;
        let before = self.checked.get(file);
        let mut only = only.cloned();
        if let Some(before) = &before
            && Arc::ptr_eq(&before.catalogue, catalogue)
            && Arc::ptr_eq(&before.resolved, resolved)
            && before.library.len() == library.len()
            && library
                .iter()
                .zip(&before.library)
                .all(|(l, r)| Arc::ptr_eq(l, r))
        {
            let enough = match (&before.only, &only) {
                (None, _) => true,
                (Some(_), None) => false,
                (Some(have), Some(want)) => want.is_subset(have),
            };
            if enough {
                return before.clone();
            }
            // Who needs the others will come again.
            if let (Some(have), Some(want)) = (&before.only, &mut only) {
                want.extend(have);
            }
        }
        let source = check::Source {
            module: &resolved.parsed.module,
            names: &resolved.names,
            library: &library,
            only: only.as_ref(),
        };
        let (types, diagnostics) = check(source, schemas);
        let checked = Checked {
            resolved: resolved.clone(),
            library,
            only,
            types,
            diagnostics,
            catalogue: catalogue.clone(),
            signatures: OnceLock::new(),
        };
        if let Some(said) = before.as_ref().and_then(|b| b.signatures.get()) {
            let made = checked.signatures();
            if *made == **said {
                let checked = Checked {
                    signatures: OnceLock::from(said.clone()),
                    ..checked
                };
                return self.checked.set(file, checked);
            }
        }
        self.checked.set(file, checked)
    }
}

impl Parsed {
    pub fn of(file: FileId, source: Arc<Source>) -> Parsed {
        let (kind, module, diagnostics) = match is_template(&source.path, &source.text) {
            true => {
                let (template, module, diagnostics) = templates::tree(file, &source);
                (Kind::Template(template), module, diagnostics)
            }
            false => {
                let (module, diagnostics) = parse(file, &source.text);
                (Kind::Program, module, diagnostics)
            }
        };
        Parsed {
            source,
            kind,
            module,
            diagnostics,
            offers: OnceLock::new(),
        }
    }

    /// What the file offers to those who import it.
    pub fn offers(&self) -> Arc<Offers> {
        let offered = self.offers.get_or_init(|| Arc::new(offers(&self.module)));
        offered.clone()
    }
}

impl Checked {
    /// What the file offers, with types.
    pub fn signatures(&self) -> Arc<Signatures> {
        let schemas: &dyn Schemas = &*self.catalogue;
        let made = self.signatures.get_or_init(|| {
            let source = check::Source {
                module: &self.resolved.parsed.module,
                names: &self.resolved.names,
                library: &self.library,
                only: self.only.as_ref(),
            };
            Arc::new(signatures(source, &self.types, schemas))
        });
        made.clone()
    }
}
