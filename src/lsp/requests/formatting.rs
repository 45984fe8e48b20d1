//! Formatting. In: a file. Out: edits. Never: another meaning.

use super::asked::Asked;
use crate::ide;
use crate::lsp::router::Answer;
use crate::lsp::server::Server;
use lsp_types::{DocumentFormattingParams, TextEdit};

pub fn document(
    server: &mut Server,
    params: DocumentFormattingParams,
) -> Answer<Option<Vec<TextEdit>>> {
    let asked = Asked::about(server, &params.text_document.uri)?;
    let view = asked.view()?;
    Ok((!view.is_template).then(|| asked.edits(ide::format(&view))))
}
