//! One file of an analysis, with all that is known of what is written there. In: an analysis. Out: its
//! files. Never: values; those are the program's.

use super::Analysis;
use super::cache::Kind;
use crate::check::{Signatures, Types};
use crate::diag::Diagnostic;
use crate::resolve::Names;
use crate::syntax::ast::{ItemId, Module};
use crate::template::Template;
use crate::text::{FileId, Source};
use std::sync::Arc;

/// A file as a part of a program.
#[derive(Debug, Clone, Copy)]
pub struct FileView<'a> {
    pub source: &'a Source,
    pub module: &'a Module,
    pub names: &'a Names,
    pub types: &'a Types,
    /// Its imports that could be read, and what they lead to.
    pub imports: &'a [(ItemId, FileId)],
    /// Whether it is a part of the library inside the binary. Only what the program needs of it has types.
    pub is_library: bool,
    /// The template that it is, where it is one and not a program; nothing in it where it could not be read.
    pub template: Option<&'a Option<Template>>,
    /// What is wrong with its text alone.
    pub unparsed: &'a [Diagnostic],
}

impl Analysis {
    /// A file of the program. `None` for one that it does not read.
    pub fn file(&self, file: FileId) -> Option<FileView<'_>> {
        self.files().find(|view| view.module.file == file)
    }

    /// What a file of the program says of its declarations to those who import it.
    pub fn signatures(&self, file: FileId) -> Option<Arc<Signatures>> {
        let mut files = self.checked().iter();
        let found = files.find(|checked| checked.resolved.parsed.module.file == file);
        found.map(|checked| checked.signatures())
    }

    /// All files of the program, each behind those that it imports: the stack last.
    pub fn files(&self) -> impl Iterator<Item = FileView<'_>> {
        let files = self.loaded().iter().zip(self.checked());
        files.map(|(loaded, checked)| {
            let parsed = &checked.resolved.parsed;
            FileView {
                source: &parsed.source,
                module: &parsed.module,
                names: &checked.resolved.names,
                types: &checked.types,
                imports: &loaded.imports,
                is_library: loaded.is_library,
                template: match &parsed.kind {
                    Kind::Program => None,
                    Kind::Template(template) => Some(template),
                },
                unparsed: &parsed.diagnostics,
            }
        })
    }
}
