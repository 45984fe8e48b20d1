//! Pieces of source that are put elsewhere. In: expressions and where they go. Out: their text, with brackets where the
//! place needs them. Never: another meaning.

use super::scene::Scene;
use crate::syntax::ast::{Expr, ExprKind, Node, TextStyle};
use crate::text::Span;

/// The text of an expression, its lines as far left as those of what it stands in are.
pub fn dedented(scene: &Scene, at: Span) -> String {
    let line = scene.line_start(at).start as usize;
    let before = scene.view.text().get(line..at.start as usize).unwrap_or("");
    let indent = before.len() - before.trim_start().len();
    let text = scene.slice(at);
    // What stands in a text of several lines is left where it is, but as a whole.
    let mut lines = text.split('\n');
    let first = lines.next().unwrap_or("").to_owned();
    lines.fold(first, |text, line| {
        let blank = line.len() - line.trim_start_matches(' ').len();
        text + "\n" + line.get(indent.min(blank)..).unwrap_or(line)
    })
}

/// Whether an expression needs brackets to be a part of another one.
pub fn is_loose(expr: &Expr) -> bool {
    matches!(
        expr.kind,
        ExprKind::Binary { .. }
            | ExprKind::Unary { .. }
            | ExprKind::Range { .. }
            | ExprKind::If { .. }
            | ExprKind::Match { .. }
            | ExprKind::Int(i64::MIN..0)
    )
}

/// Whether what stands in this part binds tighter than an operator.
pub fn is_tight(around: &Node) -> bool {
    let Node::Expr(expr) = around else {
        return false;
    };
    matches!(
        expr.kind,
        ExprKind::Binary { .. }
            | ExprKind::Unary { .. }
            | ExprKind::Range { .. }
            | ExprKind::Field { .. }
            | ExprKind::Index { .. }
            | ExprKind::Call { .. }
            | ExprKind::Assume(_)
            | ExprKind::If { .. }
            | ExprKind::Match { .. }
    )
}

/// The text of an expression for a place inside another part.
pub fn placed(text: &str, expr: &Expr, around: Option<&Node>) -> String {
    match is_loose(expr) && around.is_some_and(is_tight) {
        true => format!("({text})"),
        false => text.to_owned(),
    }
}

/// What is to be replaced for a name, and by what: a plain text in a text becomes a part of it.
pub fn in_place_of(
    scene: &Scene,
    name: &Expr,
    value: &Expr,
    around: Option<&Node>,
) -> (Span, String) {
    let text = scene.slice(value.span);
    let joined = || {
        let Some(Node::Expr(whole)) = around else {
            return None;
        };
        let (ExprKind::Text(outer), ExprKind::Text(inner)) = (&whole.kind, &value.kind) else {
            return None;
        };
        let is_plain = outer.style == TextStyle::Quoted && inner.style == TextStyle::Quoted;
        let source = scene.view.text();
        let before = source.get(whole.span.start as usize..name.span.start as usize)?;
        let behind = source.get(name.span.end as usize..whole.span.end as usize)?;
        let opens = before.trim_end().strip_suffix("${")?.len();
        let closes = behind.len() - behind.trim_start().strip_prefix('}')?.len();
        let at = Span {
            start: whole.span.start + opens as u32,
            end: name.span.end + closes as u32,
            ..name.span
        };
        let part = text.strip_prefix('"')?.strip_suffix('"')?;
        is_plain.then(|| (at, part.to_owned()))
    };
    joined().unwrap_or_else(|| (name.span, placed(text, value, around)))
}
