//! Tables of contents: of a file, and of all. In: a file, or a part of a name. Out: symbols. Never: a tree for
//! a client that takes lists.

use super::asked::Asked;
use crate::ide;
use crate::lsp::convert::{Lines, symbol_kind, symbol_list, symbol_tags, symbol_tree, uri_of};
use crate::lsp::router::Answer;
use crate::lsp::server::Server;
use lsp_types::{
    DocumentSymbolParams, DocumentSymbolResponse, Location, OneOf, WorkspaceSymbol,
    WorkspaceSymbolParams, WorkspaceSymbolResponse,
};

pub fn document(
    server: &mut Server,
    params: DocumentSymbolParams,
) -> Answer<Option<DocumentSymbolResponse>> {
    let uri = params.text_document.uri;
    let asked = Asked::about(server, &uri)?;
    let parts = ide::outline(&asked.view()?);
    let lines = asked.lines(asked.file);
    let client = server.client.text_document.as_ref();
    let client = client.and_then(|client| client.document_symbol.as_ref());
    let takes_trees = client.and_then(|client| client.hierarchical_document_symbol_support);
    Ok(Some(match takes_trees.unwrap_or(false) {
        true => DocumentSymbolResponse::Nested(symbol_tree(parts, &lines)),
        false => DocumentSymbolResponse::Flat(symbol_list(&parts, &uri, &lines)),
    }))
}

pub fn workspace(
    server: &mut Server,
    params: WorkspaceSymbolParams,
) -> Answer<Option<WorkspaceSymbolResponse>> {
    let encoding = server.encoding;
    let found = ide::search(&mut server.workspace, &params.query);
    let symbols = found.into_iter().filter_map(|found| {
        let lines = Lines::new(&found.file.source.text, encoding);
        let location = Location::new(uri_of(&found.path)?, lines.range(found.part.at));
        Some(WorkspaceSymbol {
            name: found.part.name,
            kind: symbol_kind(found.part.kind),
            tags: symbol_tags(found.part.is_deprecated),
            container_name: found.around,
            location: OneOf::Left(location),
            data: None,
        })
    });
    Ok(Some(WorkspaceSymbolResponse::Nested(symbols.collect())))
}
