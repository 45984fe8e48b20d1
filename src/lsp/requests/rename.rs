//! Another name for something. In: a place, and a name. Out: the edits of all files; what keeps the ids of
//! resources is one that the client asks about, where it can. Never: an edit of a file of the library.

use super::asked::Asked;
use crate::ide::Change;
use crate::ide::rename::{self, FileChanges, Identity, Renamed, Subject};
use crate::lsp::convert::{Lines, uri_of};
use crate::lsp::library;
use crate::lsp::router::{Answer, Failure};
use crate::lsp::server::Server;
use lsp_types::{
    AnnotatedTextEdit, ChangeAnnotation, DocumentChanges, MessageType, OneOf,
    OptionalVersionedTextDocumentIdentifier, PrepareRenameResponse, RenameParams, TextDocumentEdit,
    TextDocumentPositionParams, TextEdit, WorkspaceEdit,
};
use std::collections::HashMap;

/// What clients call the edits that they are to ask about.
const IDENTITY: &str = "identity";

pub fn prepare(
    server: &mut Server,
    params: TextDocumentPositionParams,
) -> Answer<Option<PrepareRenameResponse>> {
    let (asked, subject) = subject(server, &params)?;
    Ok(Some(PrepareRenameResponse::RangeWithPlaceholder {
        range: asked.range(subject.at),
        placeholder: subject.name,
    }))
}

pub fn rename(server: &mut Server, params: RenameParams) -> Answer<Option<WorkspaceEdit>> {
    let (asked, subject) = subject(server, &params.text_document_position)?;
    let name = params.new_name.trim();
    let renamed = rename::rename(&mut server.workspace, &asked.analysis, &subject, name);
    let renamed = renamed.map_err(Failure::refused)?;
    if renamed.identity == Identity::Lost && !honors_annotations(server) {
        let said =
            format!("under the name `{name}` resources get other ids: they will be replaced");
        server.log(MessageType::WARNING, said);
    }
    Ok(Some(edit(server, renamed)))
}

/// What is to be renamed.
fn subject(server: &mut Server, at: &TextDocumentPositionParams) -> Answer<(Asked, Subject)> {
    let asked = Asked::about(server, &at.text_document.uri)?;
    if library::is_copy(&asked.path) {
        let message = "the library keeps its names: import them `as` others";
        return Err(Failure::refused(message));
    }
    let subject = rename::prepare(&asked.view()?, asked.offset(at.position));
    let subject = subject.map_err(Failure::refused)?;
    Ok((asked, subject))
}

fn honors_annotations(server: &Server) -> bool {
    let client = server.client.text_document.as_ref();
    let client = client.and_then(|client| client.rename.as_ref());
    let honors = client.and_then(|client| client.honors_change_annotations);
    honors.unwrap_or(false) && takes_versions(server)
}

fn takes_versions(server: &Server) -> bool {
    let client = server.client.workspace.as_ref();
    let client = client.and_then(|client| client.workspace_edit.as_ref());
    client
        .and_then(|client| client.document_changes)
        .unwrap_or(false)
}

fn edit(server: &Server, renamed: Renamed) -> WorkspaceEdit {
    let annotation = annotation(&renamed.identity).filter(|_| honors_annotations(server));
    let mut files = Vec::new();
    for file in &renamed.files {
        let Some(uri) = uri_of(&file.path) else {
            continue;
        };
        files.push((uri, file, edits(server, file, &renamed.identity)));
    }
    if !takes_versions(server) {
        let files = files.into_iter().map(|(uri, _, edits)| {
            let edits = edits.into_iter().map(|(edit, _)| edit);
            (uri, edits.collect())
        });
        // The table of the protocol; an address never changes.
        #[allow(clippy::mutable_key_type)]
        let changes: HashMap<_, _> = files.collect();
        return WorkspaceEdit::new(changes);
    }
    let documents = files.into_iter().map(|(uri, file, edits)| {
        let version = server.documents.get(&file.path);
        let edits =
            edits.into_iter().map(
                |(text_edit, is_asked)| match is_asked && annotation.is_some() {
                    true => OneOf::Right(AnnotatedTextEdit {
                        text_edit,
                        annotation_id: IDENTITY.to_owned(),
                    }),
                    false => OneOf::Left(text_edit),
                },
            );
        TextDocumentEdit {
            text_document: OptionalVersionedTextDocumentIdentifier {
                uri,
                version: version.map(|document| document.version),
            },
            edits: edits.collect(),
        }
    });
    WorkspaceEdit {
        changes: None,
        document_changes: Some(DocumentChanges::Edits(documents.collect())),
        change_annotations: annotation
            .map(|annotation| HashMap::from([(IDENTITY.to_owned(), annotation)])),
    }
}

/// The edits of a file, and of each whether the client is to ask about it.
fn edits(server: &Server, file: &FileChanges, identity: &Identity) -> Vec<(TextEdit, bool)> {
    let lines = Lines::new(&file.analysis.sources.get(file.file).text, server.encoding);
    let edit = |change: &Change| TextEdit::new(lines.range(change.at), change.text.clone());
    let is_lost = *identity == Identity::Lost;
    let own = file.changes.iter().map(|change| (edit(change), is_lost));
    let kept = match identity {
        Identity::Kept { at, change } if *at == file.path => Some((edit(change), true)),
        _ => None,
    };
    kept.into_iter().chain(own).collect()
}

fn annotation(identity: &Identity) -> Option<ChangeAnnotation> {
    let (label, description) = match identity {
        Identity::Same => return None,
        Identity::Kept { change, .. } => (
            format!("Keep the id: {}", change.text.trim()),
            "Under another id it is another resource: the one that is there is deleted.",
        ),
        Identity::Lost => (
            "Other ids".to_owned(),
            "Resources get other ids with the name: those that are there are deleted.",
        ),
    };
    Some(ChangeAnnotation {
        label,
        needs_confirmation: Some(true),
        description: Some(description.to_owned()),
    })
}
