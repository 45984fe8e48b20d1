//! What a change is asked for: plain data, and what all changes ask of it. In: a view and a selection. Out: what
//! is selected. Never: an edit.

use crate::diag::Edit;
use crate::ide::{Path, View, path_at};
use crate::session::Session;
use crate::syntax::ast::{Expr, Item, Node};
use crate::text::Span;

/// Where a change is asked for.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    pub view: View<'a>,
    pub session: &'a Session,
    /// What is selected; empty at a cursor.
    pub selection: Span,
    /// Whether files that are not part of this program may read the file.
    pub is_shared: bool,
}

/// A change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refactor {
    pub title: String,
    pub kind: RefactorKind,
    pub edits: Vec<Edit>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefactorKind {
    /// It mends a finding, or silences it.
    Mend,
    Extract,
    Inline,
    Rewrite,
}

impl<'a> Scene<'a> {
    pub fn path(&self) -> Path<'a> {
        path_at(self.view.module, self.selection.start)
    }

    /// What is selected, without the blanks around it; nothing where that is nothing.
    pub fn selected(&self) -> Option<Span> {
        let text = self.view.slice(self.selection);
        let start = self.selection.start as usize + text.len() - text.trim_start().len();
        let end = start + text.trim().len();
        (start < end).then(|| Span::new(self.selection.file, start, end))
    }

    /// The expression that is selected as a whole, and the way to it.
    pub fn selected_expr(&self) -> Option<(Path<'a>, &'a Expr)> {
        let selected = self.selected()?;
        let mut path = path_at(self.view.module, selected.start);
        let is_it = |node: &Node| matches!(node, Node::Expr(expr) if expr.span == selected);
        let at = path.nodes.iter().position(is_it)?;
        let Some(Node::Expr(expr)) = path.nodes.get(at).copied() else {
            return None;
        };
        path.nodes.truncate(at + 1);
        Some((path, expr))
    }

    /// The items of the top level that are selected as a whole.
    pub fn selected_items(&self) -> Vec<&'a Item> {
        let Some(selected) = self.selected() else {
            return Vec::new();
        };
        let items = self.view.module.items.iter();
        let touched =
            items.filter(|item| item.span.start < selected.end && selected.start < item.span.end);
        let touched: Vec<&Item> = touched.collect();
        match touched.iter().all(|item| selected.contains(item.span)) {
            true => touched,
            false => Vec::new(),
        }
    }

    /// The innermost expressions at the cursor, from the inside out; those that hold all of a selection.
    pub fn around(&self) -> Vec<&'a Expr> {
        let path = self.path();
        let exprs = path.nodes.iter().rev().filter_map(|node| match node {
            Node::Expr(expr) => Some(*expr),
            _ => None,
        });
        exprs
            .filter(|expr| expr.span.contains(self.selection))
            .collect()
    }

    /// The item of the top level at the cursor.
    pub fn item(&self) -> Option<&'a Item> {
        let path = self.path();
        path.nodes.iter().find_map(|node| match node {
            Node::Item(item) => Some(*item),
            _ => None,
        })
    }

    pub fn slice(&self, span: Span) -> &'a str {
        self.view.slice(span)
    }

    /// The start of the line that a place is on.
    pub fn line_start(&self, at: Span) -> Span {
        let before = self.view.text().get(..at.start as usize).unwrap_or("");
        let start = before.rfind('\n').map_or(0, |end| end + 1);
        Span::new(at.file, start, start)
    }

    /// An item with the line breaks behind it.
    pub fn with_line_end(&self, at: Span) -> Span {
        let rest = self.view.text().get(at.end as usize..).unwrap_or("");
        let blank = rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
        let lines = rest.get(..blank).unwrap_or("");
        let end = match lines.rfind('\n') {
            Some(last) => at.end as usize + last + 1,
            None => at.end as usize + blank,
        };
        Span::new(at.file, at.start as usize, end)
    }
}

impl Refactor {
    pub fn new(kind: RefactorKind, title: impl Into<String>, edits: Vec<Edit>) -> Refactor {
        Refactor {
            title: title.into(),
            kind,
            edits,
        }
    }
}

/// A text in place of what stands somewhere.
pub fn edit(at: Span, text: impl Into<String>) -> Edit {
    Edit {
        at,
        text: text.into(),
    }
}
