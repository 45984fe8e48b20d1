//! Completion, the pages of its items, and help with calls. In: a file and a position. Out: items, with what the
//! client can do about them. Never: a page before somebody wants to read it, where the client can ask for it
//! then.

use super::asked::Asked;
use crate::ide::{self, Context, Subject, subject_page};
use crate::lsp::convert::{self, markup};
use crate::lsp::router::{Answer, Failure};
use crate::lsp::server::Server;
use lsp_types::{
    CompletionItem, CompletionParams, CompletionResponse, Documentation, MarkupKind, SignatureHelp,
    SignatureHelpParams,
};
use std::path::PathBuf;

pub fn complete(
    server: &mut Server,
    params: CompletionParams,
) -> Answer<Option<CompletionResponse>> {
    let at = params.text_document_position;
    let asked = Asked::about(server, &at.text_document.uri)?;
    if is_other_language(&asked) {
        return Ok(None);
    }
    let client = convert::CompletionClient::of(&server.client);
    let others = server.workspace.modules();
    let context = context(server, &asked, &others, client.snippets);
    let found = ide::complete(&context, asked.offset(at.position));
    let uri = at.text_document.uri;
    Ok(Some(convert::completions(
        found,
        &asked.lines(asked.file),
        &uri,
        &client,
    )))
}

/// The page of an item.
pub fn resolve(server: &mut Server, mut item: CompletionItem) -> Answer<CompletionItem> {
    let Some(about) = item.data.clone() else {
        return Ok(item);
    };
    let data: convert::CompletionData =
        serde_json::from_value(about).map_err(|error| Failure::refused(error.to_string()))?;
    let asked = Asked::about(server, &data.uri)?;
    let catalogue = asked.analysis.catalogue();
    let subject: Option<Subject> = data.subject(catalogue);
    let page = subject.and_then(|subject| subject_page(catalogue, &subject));
    let formats = convert::CompletionClient::of(&server.client).formats;
    item.documentation =
        page.map(|page| Documentation::MarkupContent(markup(page, formats.as_deref())));
    Ok(item)
}

pub fn signature_help(
    server: &mut Server,
    params: SignatureHelpParams,
) -> Answer<Option<SignatureHelp>> {
    let at = params.text_document_position_params;
    let asked = Asked::about(server, &at.text_document.uri)?;
    if is_other_language(&asked) {
        return Ok(None);
    }
    let context = context(server, &asked, &[], false);
    let found = ide::signature(&context, asked.offset(at.position));
    let client = server.client.text_document.as_ref();
    let client = client.and_then(|client| client.signature_help.as_ref());
    let formats: Option<Vec<MarkupKind>> = client
        .and_then(|client| client.signature_information.as_ref())
        .and_then(|information| information.documentation_format.clone());
    Ok(found.map(|found| convert::signature_help(found, formats.as_deref())))
}

/// Templates have editors of their own for what may be written in them.
fn is_other_language(asked: &Asked) -> bool {
    asked.analysis.is_template()
}

fn context<'a>(
    server: &'a Server,
    asked: &'a Asked,
    others: &'a [PathBuf],
    snippets: bool,
) -> Context<'a> {
    Context {
        session: server.workspace.session(),
        analysis: &asked.analysis,
        file: asked.file,
        others,
        snippets,
    }
}
