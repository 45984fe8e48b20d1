//! What each word of a file is, for its colours.
//!
//! In: a view of a file. Out: its tokens, in the order of the text, none on two lines and none over
//! another. Never: a colour, or silence about the whole parts of a broken file.

mod bound;
mod kinds;
mod tree;
mod words;

use super::View;
pub use kinds::{Modifiers, Token, TokenKind};

/// All tokens of a file.
pub fn tokens(view: &View) -> Vec<Token> {
    let named = tree::tokens(view);
    words::fill(view.text(), view.file, named)
}
