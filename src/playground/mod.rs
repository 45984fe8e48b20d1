//! A page to try the language on: source on the left; template, messages and picture on the right.
//!
//! In: a listener on the loopback, and programs to begin with. Out: answers to the page that it serves,
//! each compiled by the one [`Session`](crate::session::Session). Never: a file of the disk, or an answer
//! to anything but the page itself.

mod guard;
mod page;
mod server;
mod workspace;

pub use server::serve;
pub use workspace::Example;
