//! The language server: what `ide` knows, in the Language Server Protocol.
//!
//! In: the messages of an editor. Out: its answers, and what is wrong with the files that it has open, as
//! soon as nothing else is to be done. Never: an answer of its own; and nothing of an editor's can stop it
//! but the end of the conversation.
//!
//! One thread answers, in the order of the messages, so that each answer is about the text that the editor
//! had when it asked. What was taken back (`$/cancelRequest`) before its turn is not worked on.

mod capabilities;
mod convert;
mod documents;
mod findings;
mod inbox;
mod library;
mod requests;
mod router;
mod server;

pub use server::{serve, serve_stdio};
