//! Changes of several files, as the client can take them. In: places and texts. Out: one edit of the
//! workspace, with versions where the client wants them. Never: a file that no editor can open.

use super::{Encoding, Lines, uri_of};
use crate::lsp::documents::Documents;
use crate::session::Analysis;
use crate::text::{FileId, Span};
use lsp_types::{
    ClientCapabilities, DocumentChanges, OneOf, OptionalVersionedTextDocumentIdentifier,
    TextDocumentEdit, TextEdit, Uri, WorkspaceEdit,
};
use std::collections::BTreeMap;
use std::path::Path;

/// Changes of files of a program, file by file.
pub fn workspace_edit(
    analysis: &Analysis,
    documents: &Documents,
    client: &ClientCapabilities,
    encoding: Encoding,
    changes: impl IntoIterator<Item = (Span, String)>,
) -> WorkspaceEdit {
    let mut by_file: BTreeMap<FileId, Vec<(Span, String)>> = BTreeMap::new();
    for (at, text) in changes {
        by_file.entry(at.file).or_default().push((at, text));
    }
    let mut files: Vec<(Uri, Option<i32>, Vec<TextEdit>)> = Vec::new();
    for (file, changes) in by_file {
        let source = analysis.sources.get(file);
        let path = Path::new(&source.path);
        let Some(uri) = uri_of(path) else {
            continue;
        };
        let lines = Lines::new(&source.text, encoding);
        let edits = changes.into_iter();
        let edits = edits.map(|(at, text)| TextEdit::new(lines.range(at), text));
        let version = documents.get(path).map(|document| document.version);
        files.push((uri, version, edits.collect()));
    }
    let workspace = client.workspace.as_ref();
    let edit = workspace.and_then(|client| client.workspace_edit.as_ref());
    if edit.and_then(|client| client.document_changes) == Some(true) {
        let changed = files
            .into_iter()
            .map(|(uri, version, edits)| TextDocumentEdit {
                text_document: OptionalVersionedTextDocumentIdentifier { uri, version },
                edits: edits.into_iter().map(OneOf::Left).collect(),
            });
        return WorkspaceEdit {
            document_changes: Some(DocumentChanges::Edits(changed.collect())),
            ..WorkspaceEdit::default()
        };
    }
    let changed = files.into_iter().map(|(uri, _, edits)| (uri, edits));
    // The protocol's own table is keyed by addresses, whose text never changes.
    #[allow(clippy::mutable_key_type)]
    let changed = changed.collect();
    WorkspaceEdit::new(changed)
}
