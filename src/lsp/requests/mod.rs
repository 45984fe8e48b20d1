//! What an editor asks: one file a request, or a few that belong together. In: the server and the
//! parameters of a request. Out: the answer of `ide`, in the words of the protocol. Never: an answer of its
//! own.

mod asked;
mod formatting;
mod hover;

use super::router::Router;
use super::server::Server;
use lsp_server::{Request, Response};
use lsp_types::request;

/// Answers a request.
pub fn answer(server: &mut Server, request: Request) -> Option<Response> {
    Router::new(server, request)
        .on::<request::Formatting>(formatting::document)
        .on::<request::HoverRequest>(hover::hover)
        .finish()
}
