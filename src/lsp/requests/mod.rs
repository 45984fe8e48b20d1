//! What an editor asks: one file a request, or a few that belong together. In: the server and the
//! parameters of a request. Out: the answer of `ide`, in the words of the protocol. Never: an answer of its
//! own.

mod actions;
mod asked;
mod calls;
mod completion;
mod definition;
mod folding;
mod formatting;
mod hints;
mod hover;
mod lenses;
mod links;
mod own;
mod references;
mod rename;
mod symbols;
mod tokens;

pub use hints::{configured, options as hint_options};
pub use tokens::SentTokens;

use super::router::Router;
use super::server::Server;
use lsp_server::{Request, Response};
use lsp_types::request;

/// Answers a request.
pub fn answer(server: &mut Server, request: Request) -> Option<Response> {
    Router::new(server, request)
        .on::<request::CallHierarchyIncomingCalls>(calls::incoming)
        .on::<request::CallHierarchyOutgoingCalls>(calls::outgoing)
        .on::<request::CallHierarchyPrepare>(calls::prepare)
        .on::<request::CodeActionRequest>(actions::actions)
        .on::<request::CodeLensRequest>(lenses::lenses)
        .on::<request::CodeLensResolve>(lenses::resolve)
        .on::<request::Completion>(completion::complete)
        .on::<request::DocumentHighlightRequest>(references::highlight)
        .on::<request::DocumentLinkRequest>(links::links)
        .on::<request::DocumentSymbolRequest>(symbols::document)
        .on::<request::FoldingRangeRequest>(folding::ranges)
        .on::<request::Formatting>(formatting::document)
        .on::<request::GotoDeclaration>(definition::declaration)
        .on::<request::GotoDefinition>(definition::definition)
        .on::<request::GotoImplementation>(references::implementation)
        .on::<request::GotoTypeDefinition>(definition::type_definition)
        .on::<request::HoverRequest>(hover::hover)
        .on::<request::InlayHintRequest>(hints::hints)
        .on::<request::OnTypeFormatting>(formatting::typed)
        .on::<request::PrepareRenameRequest>(rename::prepare)
        .on::<request::RangeFormatting>(formatting::range)
        .on::<request::References>(references::references)
        .on::<request::Rename>(rename::rename)
        .on::<request::ResolveCompletionItem>(completion::resolve)
        .on::<request::SelectionRangeRequest>(folding::selections)
        .on::<request::SemanticTokensFullDeltaRequest>(tokens::delta)
        .on::<request::SemanticTokensFullRequest>(tokens::full)
        .on::<request::SemanticTokensRangeRequest>(tokens::range)
        .on::<request::SignatureHelpRequest>(completion::signature_help)
        .on::<request::WorkspaceSymbolRequest>(symbols::workspace)
        .named("infra/expansion", own::expansion)
        .named("infra/graph", own::graph)
        .named("infra/import", own::import)
        .named("infra/runTest", own::test)
        .named("infra/source", own::source)
        .named("infra/template", own::template)
        .finish()
}
