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

/// What makes a stretch of a file look as it should: all changes of its lines, and no other's.
pub fn format_range(view: &View, within: Span) -> Vec<Change> {
    let starts = view.source.line_starts();
    let line_start = starts.partition_point(|start| *start <= within.start);
    let start = line_start.checked_sub(1).and_then(|at| starts.get(at));
    let end = starts.iter().find(|start| **start >= within.end);
    let lines = Span {
        start: start.copied().unwrap_or(0),
        end: end.copied().unwrap_or(view.text().len() as u32),
        ..within
    };
    let changes = format(view).into_iter();
    let changes = changes.flat_map(|change| line_by_line(view, change));
    changes.filter(|one| lines.contains(one.at)).collect()
}

/// What makes the item look as it should that a sign has just ended: the brace before the place, or the line
/// above it. Never a change of the line that is being typed, but where the item ends there.
pub fn format_ended(view: &View, offset: u32, typed: &str) -> Vec<Change> {
    let before = view.text().get(..offset as usize).unwrap_or("");
    let end = match typed {
        "\n" => before.trim_end().len() as u32,
        _ => offset,
    };
    let items = &view.module.items;
    let Some(item) = items.iter().find(|item| item.span.end == end) else {
        return Vec::new();
    };
    let is_broken = |broken: &Span| item.span.contains(*broken);
    match view.module.broken.iter().any(is_broken) {
        true => Vec::new(),
        false => format_range(view, item.span),
    }
}

/// A change of several lines as one of each, where they are as many as before.
fn line_by_line(view: &View, change: Change) -> Vec<Change> {
    let old: Vec<&str> = view.slice(change.at).split_inclusive('\n').collect();
    let new: Vec<&str> = change.text.split_inclusive('\n').collect();
    if old.len() != new.len() {
        return vec![change];
    }
    let mut start = change.at.start as usize;
    let lines = old.into_iter().zip(new).map(|(old, new)| {
        let at = Span::new(view.file, start, start + old.len());
        start += old.len();
        Change {
            at,
            text: new.to_owned(),
        }
    });
    lines.collect()
}

/// Where each line starts, and where the text ends.
fn starts(text: &str) -> Vec<usize> {
    let ends = text.split_inclusive('\n').scan(0, |at, line| {
        *at += line.len();
        Some(*at)
    });
    std::iter::once(0).chain(ends).collect()
}
