//! From the name of a request to who answers it. In: a request. Out: one answer, whatever happens. Never: a
//! request without an answer, or the end of the server because of one.

use super::server::Server;
use lsp_server::{ErrorCode, Request, RequestId, Response};
use lsp_types::request;
use serde::de::DeserializeOwned;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Why there is no answer.
#[derive(Debug)]
pub struct Failure {
    pub code: i32,
    pub message: String,
}

impl Failure {
    /// The request asks for what cannot be done; the message says why, to people.
    pub fn refused(message: impl Into<String>) -> Failure {
        Failure {
            code: ErrorCode::RequestFailed as i32,
            message: message.into(),
        }
    }
}

/// What a request comes to.
pub type Answer<R> = Result<R, Failure>;

/// A request on its way to who answers it.
pub struct Router<'a> {
    server: &'a mut Server,
    request: Option<Request>,
    response: Option<Response>,
}

impl<'a> Router<'a> {
    pub fn new(server: &'a mut Server, request: Request) -> Router<'a> {
        Router {
            server,
            request: Some(request),
            response: None,
        }
    }

    /// Answers the request, if it is this one.
    pub fn on<R: request::Request>(
        self,
        answer: fn(&mut Server, R::Params) -> Answer<R::Result>,
    ) -> Router<'a>
    where
        R::Params: DeserializeOwned,
    {
        self.named(R::METHOD, answer)
    }

    /// Answers a request of our own, if it is this one.
    pub fn named<P: DeserializeOwned, T: serde::Serialize>(
        mut self,
        method: &str,
        answer: fn(&mut Server, P) -> Answer<T>,
    ) -> Router<'a> {
        let Some(request) = self.request.take_if(|request| request.method == method) else {
            return self;
        };
        let server = &mut *self.server;
        let params: P = match serde_json::from_value(request.params) {
            Ok(params) => params,
            Err(error) => {
                let message = format!("{method}: {error}");
                self.response = Some(failed(request.id, ErrorCode::InvalidParams, message));
                return self;
            }
        };
        // A mistake of ours costs one answer, and not the texts that the editor has.
        let answered = catch_unwind(AssertUnwindSafe(|| {
            let answer = answer(server, params)?;
            serde_json::to_value(answer).map_err(|error| Failure::refused(error.to_string()))
        }));
        self.response = Some(match answered {
            Ok(Ok(value)) => Response::new_ok(request.id, value),
            Ok(Err(failure)) => Response::new_err(request.id, failure.code, failure.message),
            Err(_) => {
                let message = format!("{method} ended with a mistake of the compiler's own");
                failed(request.id, ErrorCode::InternalError, message)
            }
        });
        self
    }

    /// The answer; that nobody knows the request, where that is so.
    pub fn finish(self) -> Option<Response> {
        let unknown = self.request.map(|request| {
            let message = format!("there is no request `{}`", request.method);
            failed(request.id, ErrorCode::MethodNotFound, message)
        });
        self.response.or(unknown)
    }
}

fn failed(id: RequestId, code: ErrorCode, message: String) -> Response {
    Response::new_err(id, code as i32, message)
}
