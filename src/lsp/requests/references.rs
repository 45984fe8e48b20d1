//! Where something is named: in one file, in all of them, or as what is made of it. In: a place. Out: places.
//! Never: one in a file that an editor cannot open.

use super::asked::Asked;
use crate::ide::{self, Role, Symbol, Uses};
use crate::lsp::convert::Places;
use crate::lsp::router::Answer;
use crate::lsp::server::Server;
use lsp_types::request::{GotoImplementationParams, GotoImplementationResponse};
use lsp_types::{
    DocumentHighlight, DocumentHighlightKind, DocumentHighlightParams, Location, ReferenceParams,
    TextDocumentPositionParams,
};

pub fn references(server: &mut Server, params: ReferenceParams) -> Answer<Option<Vec<Location>>> {
    let with_declaration = params.context.include_declaration;
    let at = params.text_document_position;
    let Some((asked, symbol)) = symbol(server, &at)? else {
        return Ok(None);
    };
    let mut found = ide::uses(&mut server.workspace, &asked.analysis, &symbol);
    if !with_declaration {
        let is_use = |one: &ide::Occurrence| one.role != Role::Declaration;
        found.iter_mut().for_each(|file| file.uses.retain(is_use));
    }
    Ok(Some(locations(server, &found)))
}

pub fn implementation(
    server: &mut Server,
    params: GotoImplementationParams,
) -> Answer<Option<GotoImplementationResponse>> {
    let at = params.text_document_position_params;
    let Some((asked, symbol)) = symbol(server, &at)? else {
        return Ok(None);
    };
    let found = ide::instances(&mut server.workspace, &asked.analysis, &symbol);
    let locations = locations(server, &found);
    Ok((!locations.is_empty()).then_some(GotoImplementationResponse::Array(locations)))
}

pub fn highlight(
    server: &mut Server,
    params: DocumentHighlightParams,
) -> Answer<Option<Vec<DocumentHighlight>>> {
    let at = params.text_document_position_params;
    let Some((asked, symbol)) = symbol(server, &at)? else {
        return Ok(None);
    };
    let lines = asked.lines(asked.file);
    let found = ide::references(&asked.view()?, &symbol);
    let highlights = found.iter().map(|one| DocumentHighlight {
        range: lines.range(one.at),
        kind: Some(match one.role {
            Role::Read => DocumentHighlightKind::READ,
            Role::Declaration | Role::Write => DocumentHighlightKind::WRITE,
        }),
    });
    Ok(Some(highlights.collect()))
}

/// What is named at a place.
fn symbol(server: &mut Server, at: &TextDocumentPositionParams) -> Answer<Option<(Asked, Symbol)>> {
    let asked = Asked::about(server, &at.text_document.uri)?;
    let found = ide::symbol_at(&asked.view()?, asked.offset(at.position));
    Ok(found.map(|one| (asked, one.symbol)))
}

fn locations(server: &Server, found: &[Uses]) -> Vec<Location> {
    let files = found.iter().flat_map(|file| {
        let mut places = Places::new(&file.analysis, server.encoding);
        let locations = file.uses.iter().filter_map(|one| places.location(one.at));
        locations.collect::<Vec<_>>()
    });
    files.collect()
}
