//! What stands at a place, for people.
//!
//! In: a file and a byte offset. Out: a few lines of markdown, and what they are about. Never: anything about
//! text that has no meaning.

mod entry;
mod member;
mod name;
mod place;

pub use place::{Hover, hover};
