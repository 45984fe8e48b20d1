//! From pest's pairs to the tree: the only place that knows the grammar's rules.
//!
//! In: a text. Out: its items, its comments and what is wrong with it. The grammar gives every
//! text a tree, in which `missing_*`, `wrong_*` and `stray_*` nodes stand for the mistakes; here
//! each becomes a message and a node of the tree that later phases pass over in silence. Never:
//! names, types or values.

mod collections;
mod context;
mod expr;
mod functions;
mod grammar;
mod header;
mod items;
mod number;
mod resources;
mod separators;
mod statements;
mod stray;
mod text;
mod types;

use crate::diag::Diagnostic;
use crate::syntax::ast::{Comment, Item};
use crate::text::{FileId, Span};
use context::{Context, Nodes};
use grammar::{Grammar, Rule};
use pest::Parser;
use separators::{between, rest};

pub use context::NESTING_LIMIT;

/// A text, lowered.
pub(super) struct Lowered {
    pub items: Vec<Item>,
    pub comments: Vec<Comment>,
    pub diagnostics: Vec<Diagnostic>,
    pub broken: Vec<Span>,
    pub expr_count: u32,
    pub item_count: u32,
    /// Whether the text ends with a document that documents nothing.
    pub dangling_doc: bool,
    /// Where a comment begins that takes in the rest of the text, for it is never closed.
    endless_comment: Option<usize>,
}

/// How many comments without an end are read as a line each: each takes a pass.
const CUT_COMMENTS: usize = 8;

/// How many pairs pest alone makes of a text: the floor that the benchmark measures parsing by.
#[doc(hidden)]
pub fn bare_parse(text: &str) -> usize {
    Grammar::parse(Rule::file, text).map_or(0, |pairs| pairs.len())
}

/// The items of a text that begins at `base` in its file; `None` where brackets stand too deep in
/// one another for the stack.
pub(super) fn lower(file: FileId, text: &str, base: usize) -> Option<Lowered> {
    let mut cut = Vec::new();
    let mut lowered = lower_cut(file, text, base, &cut)?;
    while let Some(at) = lowered.endless_comment
        && cut.len() < CUT_COMMENTS
    {
        // What follows a comment without an end is no comment, or the rest of the file would be
        // gone while one is typed. To the grammar it is one of a line.
        cut.push(at);
        let mut lines = text.to_owned();
        for at in &cut {
            lines.replace_range(*at..at + 2, "//");
        }
        lowered = lower_cut(file, &lines, base, &cut)?;
    }
    Some(lowered)
}

/// The items of a text in which comments without an end, at these offsets, are lines.
fn lower_cut(file: FileId, text: &str, base: usize, cut: &[usize]) -> Option<Lowered> {
    // The grammar has a tree for every text, so that only the stack can fail it.
    let mut pairs = Grammar::parse(Rule::file, text).ok()?;
    let mut cx = Context::new(file, text, base);
    cx.cut_comments = cut;
    let items = match pairs.next() {
        Some(node) => items::file(&mut cx, Nodes::of(node)),
        None => Vec::new(),
    };
    if !cx.comments.is_sorted_by_key(|c| c.span.start) {
        cx.comments.sort_by_key(|c| c.span.start);
    }
    cx.broken.sort_by_key(|span| (span.start, span.end));
    cx.diagnostics.sort_by_key(|d| (d.at.start, d.at.end));
    Some(Lowered {
        items,
        comments: cx.comments,
        diagnostics: cx.diagnostics,
        broken: cx.broken,
        expr_count: cx.expr_count,
        item_count: cx.item_count,
        dangling_doc: cx.dangling_doc,
        endless_comment: cx.endless_comment,
    })
}
