//! What is a warning in a template and an error in a program. In: the tree of a program that makes a template, and
//! what was found there. Out: the tree with an `@allow` before each resource that has such a thing. Never: what
//! is an error in both.

use super::templates::counts_less;
use crate::diag::{Code, Diagnostic, Severity};
use crate::syntax::ast::{
    Argument, Attribute, Expr, ExprId, ExprKind, Ident, Item, ItemKind, Module, TextLiteral,
    TextPart, TextStyle,
};
use crate::text::Span;

/// Nothing where there is nothing to allow.
pub(super) fn allowed(module: &Module, found: &[Diagnostic]) -> Option<Module> {
    let mut module = module.clone();
    let mut next = module.expr_count;
    for item in &mut module.items {
        for code in codes(item, found) {
            item.attributes
                .insert(0, allow(item.span.at_start(), code, next));
            next += 1;
        }
    }
    let is_changed = next > module.expr_count;
    module.expr_count = next;
    is_changed.then_some(module)
}

/// What is to be allowed before an item, each once.
fn codes(item: &Item, found: &[Diagnostic]) -> Vec<Code> {
    let mut codes = Vec::new();
    if !matches!(item.kind, ItemKind::Resource(_)) {
        return codes;
    }
    let inside = found.iter().filter(|d| item.span.contains(d.at));
    let lowered = |d: &&Diagnostic| {
        let is_lower = d.severity == Severity::Warning && d.code.severity() == Severity::Error;
        is_lower && counts_less(d.code)
    };
    for diagnostic in inside.filter(lowered) {
        if !codes.contains(&diagnostic.code) {
            codes.push(diagnostic.code);
        }
    }
    codes
}

/// `@allow("code")`
fn allow(at: Span, code: Code, id: u32) -> Attribute {
    let value = code.as_str().into();
    let text = TextLiteral {
        style: TextStyle::Quoted,
        parts: vec![TextPart::Text { value, span: at }],
    };
    Attribute {
        name: Ident {
            name: "allow".into(),
            span: at,
        },
        arguments: vec![Argument {
            name: None,
            value: Expr {
                id: ExprId(id),
                span: at,
                kind: ExprKind::Text(text),
            },
        }],
        span: at,
    }
}
