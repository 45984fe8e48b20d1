//! Templates from graphs.
//!
//! In: a [`Graph`](crate::graph::Graph) and the catalogue. Out: bytes of a template, and the source map
//! of it. Never: syntax, checking, the disk, or a failure: what a target cannot say is found by its
//! plan and reported by `validate/target`.

pub mod cloudformation;
mod content;
mod guards;
mod json;
mod layout;
mod sourcemap;
mod stream;
mod target;
pub mod terraform;
mod writer;
mod yaml;

pub use layout::{Layout, Sizes};
pub use target::Target;
