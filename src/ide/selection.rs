//! What a selection grows to. In: a view and a place. Out: the places around it, the innermost first, each
//! holding the one before. Never: none; there is always the whole file.

use super::{View, path_at};
use crate::syntax::ast::{Expr, ExprKind, Item, Node};
use crate::text::Span;

/// The word at a place, the expression that holds it, and so on up to the file.
pub fn selections(view: &View, offset: u32) -> Vec<Span> {
    let path = path_at(view.module, offset);
    let whole = Span::new(view.file, 0, view.text().len());
    let mut around = vec![whole];
    for node in path.nodes.iter().skip(1) {
        around.push(node.span());
        match node {
            Node::Item(item) => around.extend(declaration(view, item)),
            Node::Expr(expr) => around.extend(inside(view, expr)),
            _ => {}
        }
    }
    let comments = view.module.comments.iter();
    let comment = comments.map(|comment| comment.span);
    around.extend(comment.filter(|at| at.start <= offset && offset <= at.end));
    around.extend(word(view, offset));
    let mut selections: Vec<Span> = Vec::new();
    for at in around {
        let holds = at.start <= offset && offset <= at.end;
        let is_less = selections
            .last()
            .is_none_or(|last| last.contains(at) && *last != at);
        if holds && is_less {
            selections.push(at);
        }
    }
    selections.reverse();
    selections
}

/// An item without what stands before it.
fn declaration(view: &View, item: &Item) -> Option<Span> {
    let doc = item.doc.iter().map(|doc| doc.span.end);
    let attributes = item.attributes.iter().map(|one| one.span.end);
    let behind = doc.chain(attributes).max()?;
    let rest = view.text().get(behind as usize..item.span.end as usize)?;
    let start = behind as usize + rest.len() - rest.trim_start().len();
    Some(Span::new(view.file, start, item.span.end as usize))
}

/// What stands between the brackets, or the quotes, of an expression.
fn inside(view: &View, expr: &Expr) -> Option<Span> {
    let width = match &expr.kind {
        ExprKind::Text(_) => {
            let text = view.slice(expr.span);
            match text.starts_with("\"\"\"") || text.starts_with("'''") {
                true => 3,
                false => 1,
            }
        }
        ExprKind::Record(_)
        | ExprKind::List(_)
        | ExprKind::ListFor(_)
        | ExprKind::MapFor(_)
        | ExprKind::Block { .. }
        | ExprKind::Paren(_) => 1,
        _ => return None,
    };
    let inner = expr.span.range();
    let inner = inner.start + width..inner.end.checked_sub(width)?;
    let text = view.text().get(inner.clone())?;
    let start = inner.start + text.len() - text.trim_start().len();
    let end = inner.end - (text.len() - text.trim_end().len());
    (start < end).then(|| Span::new(view.file, start, end))
}

/// The word at a place.
fn word(view: &View, offset: u32) -> Option<Span> {
    let (before, behind) = view.text().split_at_checked(offset as usize)?;
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let start = before.trim_end_matches(is_part).len();
    let end = offset as usize + behind.len() - behind.trim_start_matches(is_part).len();
    (start < end).then(|| Span::new(view.file, start, end))
}
