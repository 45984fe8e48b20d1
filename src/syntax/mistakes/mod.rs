//! What is said about text that cannot be read.
//!
//! In: a text and a place in it. Out: messages. Never: the grammar's rules, or the tree.

pub mod declarations;
mod found;
mod messages;

pub use found::{Found, after, end_of_mistake, ends_value, found, misindented};
pub use messages::*;
