//! Requests to answers. In: a listener on the loopback. Out: the page, and what its program is compiled to,
//! for as long as the process lives. Never: an answer to a page of another site (`guard.rs`), or a body
//! beyond the limit.

use super::guard::{Refusal, check, check_json};
use super::page::page;
use super::workspace::{Example, Question, Workspace};
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, HeaderValue};
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use std::cell::RefCell;
use std::convert::Infallible;
use std::io;
use std::net::TcpListener;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

/// A program may have so many bytes; a template of the largest size has as many.
const BODY_LIMIT: usize = 1024 * 1024;

/// What every answer says of itself: nothing of it is kept, framed, or mixed with what is not of here.
const HEADERS: [(&str, &str); 5] = [
    (
        "content-security-policy",
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; img-src data:; \
         base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
    ("cross-origin-resource-policy", "same-origin"),
    ("referrer-policy", "no-referrer"),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
];

type Answer = Response<Full<Bytes>>;

struct Server {
    port: u16,
    page: Bytes,
    workspace: RefCell<Workspace>,
}

/// Answers requests, one after the other: compiling takes milliseconds.
pub fn serve(listener: TcpListener, examples: Vec<Example>) -> io::Result<()> {
    let port = listener.local_addr()?.port();
    listener.set_nonblocking(true)?;
    let workspace = Workspace::new(examples);
    let server = Rc::new(Server {
        port,
        page: page(&workspace.examples()).into(),
        workspace: RefCell::new(workspace),
    });
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .build()?;
    let tasks = tokio::task::LocalSet::new();
    runtime.block_on(tasks.run_until(async move {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        loop {
            // A connection that broke off before it was accepted is no reason to stop.
            let Ok((stream, _)) = listener.accept().await else {
                tokio::task::yield_now().await;
                continue;
            };
            let server = server.clone();
            tokio::task::spawn_local(async move {
                let answer = service_fn(|request| {
                    let server = server.clone();
                    async move { Ok::<_, Infallible>(answer(&server, request).await) }
                });
                let connection = hyper::server::conn::http1::Builder::new();
                // Whoever goes away in the middle wants no answer.
                let _ = connection
                    .serve_connection(TokioIo::new(stream), answer)
                    .await;
            });
        }
    }))
}

async fn answer(server: &Server, request: Request<Incoming>) -> Answer {
    if let Err(refusal) = check(request.headers(), server.port) {
        return refused(refusal);
    }
    match (request.method(), request.uri().path()) {
        (&Method::GET | &Method::HEAD, "/") => finished(
            StatusCode::OK,
            "text/html; charset=utf-8",
            server.page.clone(),
        ),
        (&Method::POST, "/compile") => match check_json(request.headers()) {
            Ok(()) => compiled(server, request).await,
            Err(refusal) => refused(refusal),
        },
        (_, "/") => not_allowed("GET, HEAD"),
        (_, "/compile") => not_allowed("POST"),
        _ => said(StatusCode::NOT_FOUND, "there is nothing of this name"),
    }
}

async fn compiled(server: &Server, request: Request<Incoming>) -> Answer {
    let body = Limited::new(request.into_body(), BODY_LIMIT)
        .collect()
        .await;
    let body = match body {
        Ok(body) => body.to_bytes(),
        Err(error) if error.is::<LengthLimitError>() => {
            let said_of = format!("a program may have {BODY_LIMIT} bytes");
            return said(StatusCode::PAYLOAD_TOO_LARGE, said_of);
        }
        Err(_) => return said(StatusCode::BAD_REQUEST, "the request breaks off"),
    };
    let question: Question = match serde_json::from_slice(&body) {
        Ok(question) => question,
        Err(error) => return said(StatusCode::BAD_REQUEST, error.to_string()),
    };
    let compile = || {
        let mut workspace = server.workspace.borrow_mut();
        workspace.answer(&question)
    };
    // A mistake of the compiler's own costs one answer, and not the page.
    match catch_unwind(AssertUnwindSafe(compile)) {
        Ok(answer) => finished(StatusCode::OK, "application/json", answer),
        Err(_) => said(
            StatusCode::INTERNAL_SERVER_ERROR,
            "the compiler failed on this program: a mistake of its own, worth a report",
        ),
    }
}

fn refused(refusal: Refusal) -> Answer {
    match refusal {
        Refusal::Host => said(
            StatusCode::FORBIDDEN,
            "this page has the names 127.0.0.1 and localhost alone",
        ),
        Refusal::Origin => said(StatusCode::FORBIDDEN, "pages of other sites may not ask"),
        Refusal::ContentType => said(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "expected application/json",
        ),
    }
}

fn not_allowed(allowed: &'static str) -> Answer {
    let mut answer = said(StatusCode::METHOD_NOT_ALLOWED, "another method is expected");
    let headers = answer.headers_mut();
    headers.insert(ALLOW, HeaderValue::from_static(allowed));
    answer
}

fn said(status: StatusCode, text: impl Into<String>) -> Answer {
    let text: String = text.into();
    finished(status, "text/plain; charset=utf-8", text + "\n")
}

fn finished(status: StatusCode, kind: &'static str, body: impl Into<Bytes>) -> Answer {
    let mut answer = Response::new(Full::new(body.into()));
    *answer.status_mut() = status;
    let headers = answer.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    answer
}
