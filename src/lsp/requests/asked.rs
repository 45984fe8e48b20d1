//! What a request is about. In: the address of a file, and a position or a range in it. Out: the program
//! that is looked at for it, and the place there. Never: a file that is not the client's.

use crate::ide::{Change, View};
use crate::lsp::convert::{Encoding, Lines, path_of};
use crate::lsp::router::{Answer, Failure};
use crate::lsp::server::Server;
use crate::session::Analysis;
use crate::text::{FileId, Span};
use lsp_types::{Position, Range, TextEdit, Uri};
use std::path::PathBuf;
use std::sync::Arc;

/// A file that is asked about, in a program that it is part of.
pub struct Asked {
    pub path: PathBuf,
    pub analysis: Arc<Analysis>,
    pub file: FileId,
    encoding: Encoding,
}

impl Asked {
    /// The file of an address. What the compiler does not look at (other languages' files) is refused.
    pub fn about(server: &mut Server, uri: &Uri) -> Answer<Asked> {
        let unknown = || Failure::refused(format!("`{}` is no file of a program", uri.as_str()));
        let path = path_of(uri).ok_or_else(unknown)?;
        if !server.workspace.is_looked_at(&path) {
            return Err(unknown());
        }
        let analysis = server.workspace.analysis_of(&path);
        let file = analysis.file_at(&path).ok_or_else(unknown)?;
        Ok(Asked {
            path,
            analysis,
            file,
            encoding: server.encoding,
        })
    }

    /// The file as the features of `ide` want it.
    pub fn view(&self) -> Answer<View<'_>> {
        let missing = || Failure::refused(format!("`{}` cannot be read", self.path.display()));
        View::of(&self.analysis, self.file).ok_or_else(missing)
    }

    pub fn offset(&self, position: Position) -> u32 {
        self.lines(self.file).offset(position)
    }

    pub fn span(&self, range: Range) -> Span {
        self.lines(self.file).span(self.file, range)
    }

    /// The range of a place in any file of the program.
    pub fn range(&self, span: Span) -> Range {
        self.lines(span.file).range(span)
    }

    /// Changes of the file itself.
    pub fn edits(&self, changes: Vec<Change>) -> Vec<TextEdit> {
        let lines = self.lines(self.file);
        let edit = |change: Change| TextEdit::new(lines.range(change.at), change.text);
        changes.into_iter().map(edit).collect()
    }

    /// The lines of a file of the program: for many places in it.
    pub fn lines(&self, file: FileId) -> Lines<'_> {
        Lines::new(&self.analysis.sources.get(file).text, self.encoding)
    }
}
