//! Formatting. In: a file, a range of it, or where something was typed. Out: edits. Never: another meaning.

use super::asked::Asked;
use crate::ide;
use crate::lsp::router::Answer;
use crate::lsp::server::Server;
use lsp_types::{
    DocumentFormattingParams, DocumentOnTypeFormattingParams, DocumentRangeFormattingParams,
    TextEdit,
};

pub fn document(
    server: &mut Server,
    params: DocumentFormattingParams,
) -> Answer<Option<Vec<TextEdit>>> {
    let asked = Asked::about(server, &params.text_document.uri)?;
    let view = asked.view()?;
    Ok((!view.is_template).then(|| asked.edits(ide::format(&view))))
}

pub fn range(
    server: &mut Server,
    params: DocumentRangeFormattingParams,
) -> Answer<Option<Vec<TextEdit>>> {
    let asked = Asked::about(server, &params.text_document.uri)?;
    let view = asked.view()?;
    let within = asked.span(params.range);
    Ok((!view.is_template).then(|| asked.edits(ide::format_range(&view, within))))
}

pub fn typed(
    server: &mut Server,
    params: DocumentOnTypeFormattingParams,
) -> Answer<Option<Vec<TextEdit>>> {
    let place = params.text_document_position;
    let asked = Asked::about(server, &place.text_document.uri)?;
    let view = asked.view()?;
    let offset = asked.offset(place.position);
    Ok((!view.is_template).then(|| asked.edits(ide::format_ended(&view, offset, &params.ch))))
}
