//! One file, as an editor shows it. In: an analysis. Out: what the features read. Never: an answer.

use crate::check::Types;
use crate::resolve::Names;
use crate::schema::Catalogue;
use crate::session::{Analysis, FileView};
use crate::syntax::ast::{ItemId, Module};
use crate::template::Template;
use crate::text::{FileId, Source, Sources, Span};

/// One file, as a part of a program.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// The program: the stack that reads the file, or the file itself where nothing imports it.
    pub analysis: &'a Analysis,
    pub file: FileId,
    pub source: &'a Source,
    pub module: &'a Module,
    pub names: &'a Names,
    pub types: &'a Types,
    /// Its imports that could be read, and what they lead to.
    pub imports: &'a [(ItemId, FileId)],
    pub is_library: bool,
    pub is_template: bool,
    /// What it holds, where it is a template that could be read.
    pub template: Option<&'a Template>,
}

impl<'a> View<'a> {
    /// A file of a program; `None` where the program does not read it.
    pub fn of(analysis: &'a Analysis, file: FileId) -> Option<View<'a>> {
        analysis.file(file).map(|found| View::new(analysis, found))
    }

    /// All files of a program, each behind those that it imports.
    pub fn all(analysis: &'a Analysis) -> impl Iterator<Item = View<'a>> {
        analysis.files().map(|found| View::new(analysis, found))
    }

    fn new(analysis: &'a Analysis, found: FileView<'a>) -> View<'a> {
        View {
            analysis,
            file: found.module.file,
            source: found.source,
            module: found.module,
            names: found.names,
            types: found.types,
            imports: found.imports,
            is_library: found.is_library,
            is_template: found.template.is_some(),
            template: found.template.and_then(Option::as_ref),
        }
    }

    pub fn text(&self) -> &'a str {
        &self.source.text
    }

    pub fn catalogue(&self) -> &'a Catalogue {
        self.analysis.catalogue()
    }

    pub fn sources(&self) -> &'a Sources {
        &self.analysis.sources
    }

    /// The text that a span covers, in any file of the program.
    pub fn slice(&self, span: Span) -> &'a str {
        self.analysis.sources.slice(span)
    }
}
