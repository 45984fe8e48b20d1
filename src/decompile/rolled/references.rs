//! What is read of a resource that became a pass of a loop. In: the old names, and how each is read now. Out: the
//! tree with the new ones. Never: a change to anything else.

use crate::syntax::ast::{
    Expr, ExprId, ExprKind, Item, TextLiteral, TextPart, TextStyle, Visitor, walk_expr,
};
use crate::text::{Name, Span};
use rustc_hash::FxHashMap;

/// A pass of a loop, by the loop's name and the key.
#[derive(Debug, Clone)]
pub struct Pass {
    pub name: Name,
    pub key: Key,
}

/// The key of a pass.
#[derive(Debug, Clone)]
pub enum Key {
    Number(i64),
    Text(Name),
}

/// Reads passes of loops instead of resources.
pub fn replace(items: &mut [Item], passes: &FxHashMap<Name, Pass>) {
    let mut replacer = Replacer { passes };
    items.iter_mut().for_each(|item| replacer.item(item));
}

struct Replacer<'a> {
    passes: &'a FxHashMap<Name, Pass>,
}

impl Visitor for Replacer<'_> {
    fn expr(&mut self, expr: &mut Expr) {
        if let ExprKind::Name(name) = &expr.kind
            && let Some(pass) = self.passes.get(name)
        {
            let span = expr.span;
            expr.kind = ExprKind::Index {
                base: Box::new(made(span, ExprKind::Name(pass.name.clone()))),
                index: Box::new(pass.key.expr(span)),
            };
            return;
        }
        walk_expr(self, expr);
    }
}

impl Key {
    /// The key as it is written.
    pub fn expr(&self, span: Span) -> Expr {
        match self {
            Key::Number(number) => made(span, ExprKind::Int(*number)),
            Key::Text(key) => text(span, key.clone()),
        }
    }
}

/// An expression that nobody wrote; it gets its number when all is done.
pub fn made(span: Span, kind: ExprKind) -> Expr {
    Expr {
        id: ExprId(u32::MAX),
        span,
        kind,
    }
}

pub fn text(span: Span, value: Name) -> Expr {
    texts(span, vec![TextPart::Text { value, span }])
}

pub fn texts(span: Span, parts: Vec<TextPart>) -> Expr {
    let style = TextStyle::Quoted;
    made(span, ExprKind::Text(TextLiteral { style, parts }))
}
