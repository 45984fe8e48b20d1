//! Calls of gRPC that have one request and one answer. In: connections, and a function from a call's path
//! and request to its answer. Out: that answer; where the function has none, the status of gRPC that says
//! that there is no such call. Never: streams, compression, messages in pieces.

use bytes::{BufMut, Bytes, BytesMut};
use h2::server::SendResponse;
use h2::{Reason, RecvStream};
use http::{HeaderMap, HeaderValue, Request, Response};
use std::sync::Arc;
use tokio::net::{TcpListener, TcpStream};

/// A flag that says whether the message is compressed, and its length.
const PREFIX: usize = 5;
const OK: &str = "0";
const UNIMPLEMENTED: &str = "12";

pub async fn serve<F>(listener: TcpListener, answer: F) -> std::io::Result<()>
where
    F: Fn(&str, Bytes) -> Option<Vec<u8>> + Send + Sync + 'static,
{
    let answer = Arc::new(answer);
    loop {
        let (stream, _) = listener.accept().await?;
        let answer = answer.clone();
        tokio::spawn(async move {
            if let Err(error) = connection(stream, answer).await {
                eprintln!("connection: {error}");
            }
        });
    }
}

async fn connection<F>(stream: TcpStream, answer: Arc<F>) -> Result<(), h2::Error>
where
    F: Fn(&str, Bytes) -> Option<Vec<u8>> + Send + Sync + 'static,
{
    let mut calls = h2::server::handshake(stream).await?;
    while let Some(call) = calls.accept().await {
        let (request, respond) = call?;
        let answer = answer.clone();
        tokio::spawn(async move {
            if let Err(error) = call_one(request, respond, &*answer).await {
                eprintln!("call: {error}");
            }
        });
    }
    Ok(())
}

async fn call_one<F>(
    request: Request<RecvStream>,
    mut respond: SendResponse<Bytes>,
    answer: &F,
) -> Result<(), h2::Error>
where
    F: Fn(&str, Bytes) -> Option<Vec<u8>>,
{
    let path = request.uri().path().to_owned();
    let mut body = read(request.into_body()).await?;
    if body.len() < PREFIX {
        respond.send_reset(Reason::PROTOCOL_ERROR);
        return Ok(());
    }
    let mut response = Response::new(());
    let kind = HeaderValue::from_static("application/grpc");
    response.headers_mut().insert("content-type", kind);
    let mut stream = respond.send_response(response, false)?;
    let mut status = UNIMPLEMENTED;
    if let Some(message) = answer(&path, body.split_off(PREFIX)) {
        let mut framed = BytesMut::with_capacity(PREFIX + message.len());
        framed.put_u8(0);
        framed.put_u32(message.len() as u32);
        framed.put_slice(&message);
        stream.send_data(framed.freeze(), false)?;
        status = OK;
    }
    let mut trailers = HeaderMap::new();
    trailers.insert("grpc-status", HeaderValue::from_static(status));
    stream.send_trailers(trailers)
}

async fn read(mut body: RecvStream) -> Result<Bytes, h2::Error> {
    let mut all = BytesMut::new();
    while let Some(part) = body.data().await {
        let part = part?;
        all.put_slice(&part);
        body.flow_control().release_capacity(part.len())?;
    }
    Ok(all.freeze())
}
