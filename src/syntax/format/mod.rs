//! A tree as text, in the one style.
//!
//! In: a file's text and its tree; or a tree that nobody wrote, with the comments that belong to it. Out: the text as it should look: two spaces of indentation, at
//! most 100 columns where that can be helped, comments and blank lines (one at most) kept, texts
//! untouched. Where entries begin new lines is left to who wrote them; what was written on one line
//! stays there if it fits. Lines end as the first one
//! does. Never: another meaning; what cannot be read is printed as it was written.

mod brackets;
mod collections;
mod entries;
mod expr;
mod headers;
mod items;
mod parentheses;
mod printer;
mod remarks;
mod statements;
mod text;
mod types;
mod unwritten;

use super::ast::Module;
use crate::text::Span;
use printer::Printer;
use unwritten::Layout;

/// How many columns a line should have at most.
const WIDTH: usize = 100;

/// The file's text in the one style. `module` is the tree of `text`.
pub fn format(text: &str, module: &Module) -> String {
    let mut printer = Printer::new(text, module);
    items::file(&mut printer, module);
    with_ends_of(text, module, printer.finish())
}

/// Lines end as the first line of the text does; as they did, where they end in two ways and a part cannot be
/// read, which stays as it is.
fn with_ends_of(text: &str, module: &Module, printed: String) -> String {
    if !text.contains('\r') {
        return printed;
    }
    let is_mixed = text.matches('\n').count() > text.matches("\r\n").count();
    if is_mixed && !module.broken.is_empty() {
        return printed;
    }
    let unix = printed.replace("\r\n", "\n");
    let first = text.split_inclusive('\n').next();
    match first.is_some_and(|line| line.ends_with("\r\n")) {
        true => unix.replace('\n', "\r\n"),
        false => unix,
    }
}

/// A tree that was not parsed from a text of ours, as text in the one style. Its places are in `text`, and so
/// are the comments, with or without the signs that they begin with: each goes to what stands next to it there.
pub fn print(module: &Module, text: &str, comments: &[Span]) -> String {
    let mut module = module.clone();
    parentheses::add(&mut module);
    let layout = Layout::of(&mut module, text, comments);
    let mut printer = Printer::unwritten(&module, &layout);
    items::file(&mut printer, &module);
    printer.finish()
}
