//! Text to tree and back.
//!
//! In: the text of one file. Out: its [`ast::Module`] and what is wrong with it; and, for a tree,
//! its text in the one style. Never: names, types or values.

pub mod ast;
mod escapes;
mod format;
mod lower;
mod mistakes;
mod parse;
mod renumber;
mod stretches;

pub use escapes::escape_text;
pub use format::{format, print};
pub use lower::NESTING_LIMIT;
#[doc(hidden)]
pub use lower::bare_parse;
pub use parse::parse;
