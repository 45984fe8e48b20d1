//! A program in the one style, as changes of its lines. In: a file. Out: what to replace. Never: a line that
//! stays as it is.

use super::View;
use crate::syntax;
use crate::text::Span;
use similar::{DiffTag, TextDiff};

/// A part of a file, and the text to be put in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub at: Span,
    pub text: String,
}

/// What makes the whole file look as it should.
pub fn format(view: &View) -> Vec<Change> {
    let before = view.text();
    let after = syntax::format(before, view.module);
    let diff = TextDiff::from_lines(before, after.as_str());
    let (old, new) = (starts(before), starts(&after));
    let place = |starts: &[usize], line: usize| starts.get(line).copied().unwrap_or(0);
    let changed = diff.ops().iter().filter(|op| op.tag() != DiffTag::Equal);
    let changes = changed.map(|op| {
        let (from, to) = (op.old_range(), op.new_range());
        let at = Span::new(view.file, place(&old, from.start), place(&old, from.end));
        let text = after.get(place(&new, to.start)..place(&new, to.end));
        let text = text.unwrap_or("").to_owned();
        Change { at, text }
    });
    changes.collect()
}

/// Where each line starts, and where the text ends.
fn starts(text: &str) -> Vec<usize> {
    let ends = text.split_inclusive('\n').scan(0, |at, line| {
        *at += line.len();
        Some(*at)
    });
    std::iter::once(0).chain(ends).collect()
}
