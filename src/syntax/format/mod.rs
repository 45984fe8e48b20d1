//! A tree as text, in the one style.
//!
//! In: a file's text and its tree. Out: the text as it should look: two spaces of indentation, at
//! most 100 columns where that can be helped, comments and blank lines (one at most) kept, texts
//! untouched. Where entries begin new lines is left to who wrote them; what was written on one line
//! stays there if it fits. Never: another meaning; what cannot be read is printed as it was written.

mod brackets;
mod collections;
mod entries;
mod expr;
mod items;
mod printer;
mod statements;
mod text;
mod types;

use super::ast::Module;
use printer::Printer;

/// How many columns a line should have at most.
const WIDTH: usize = 100;

/// The file's text in the one style. `module` is the tree of `text`.
pub fn format(text: &str, module: &Module) -> String {
    let mut printer = Printer::new(text, module);
    items::file(&mut printer, module);
    printer.finish()
}
