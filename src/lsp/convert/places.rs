//! Places of a program in the words of the protocol, many at a time. In: an analysis. Out: ranges and
//! locations; each file is cut into lines once. Never: the place of a file that an editor cannot open.

use super::{Encoding, Lines};
use crate::lsp::library;
use crate::session::Analysis;
use crate::text::{FileId, Span};
use lsp_types::{Location, Range, Uri};
use rustc_hash::FxHashMap;

/// The places of one program.
pub struct Places<'a> {
    analysis: &'a Analysis,
    encoding: Encoding,
    lines: FxHashMap<FileId, Lines<'a>>,
}

impl<'a> Places<'a> {
    pub fn new(analysis: &'a Analysis, encoding: Encoding) -> Places<'a> {
        Places {
            analysis,
            encoding,
            lines: FxHashMap::default(),
        }
    }

    pub fn range(&mut self, at: Span) -> Range {
        let (analysis, encoding) = (self.analysis, self.encoding);
        let new = || Lines::new(&analysis.sources.get(at.file).text, encoding);
        self.lines.entry(at.file).or_insert_with(new).range(at)
    }

    /// The address of a file; of one of the library, that of a copy of it.
    pub fn address(&self, file: FileId) -> Option<Uri> {
        library::address(self.analysis, file)
    }

    pub fn location(&mut self, at: Span) -> Option<Location> {
        let uri = self.address(at.file)?;
        Some(Location::new(uri, self.range(at)))
    }
}
