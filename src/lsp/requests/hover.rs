//! Hover. In: a file and a position. Out: a few lines of markdown; plain text where the client asks for that.
//! Never: anything where nothing stands.

use super::asked::Asked;
use crate::ide;
use crate::lsp::convert::markup;
use crate::lsp::router::Answer;
use crate::lsp::server::Server;
use lsp_types::{Hover, HoverContents, HoverParams};

pub fn hover(server: &mut Server, params: HoverParams) -> Answer<Option<Hover>> {
    let at = params.text_document_position_params;
    let asked = Asked::about(server, &at.text_document.uri)?;
    let client = server.client.text_document.as_ref();
    let formats = client.and_then(|client| client.hover.as_ref()?.content_format.clone());
    let view = asked.view()?;
    let found = ide::hover(&view, asked.offset(at.position));
    Ok(found.map(|found| Hover {
        contents: HoverContents::Markup(markup(found.text, formats.as_deref())),
        range: Some(asked.range(found.at)),
    }))
}
