//! Parentheses in a tree that was not parsed. In: the tree. Out: the same, with parentheses where without them
//! it would be read as another one. Never: others.

use super::expr::{COMPARISON, op_precedence, precedence};
use crate::syntax::ast::{Expr, ExprId, ExprKind, Module, Visitor, walk_expr};

/// Puts parentheses around what needs them.
pub fn add(module: &mut Module) {
    module.items.iter_mut().for_each(|item| Adder.item(item));
}

struct Adder;

impl Visitor for Adder {
    fn expr(&mut self, expr: &mut Expr) {
        walk_expr(self, expr);
        match &mut expr.kind {
            ExprKind::Field { base, .. } | ExprKind::Index { base, .. } => wrap(base, 9),
            ExprKind::Call { callee: base, .. } | ExprKind::Assume(base) => wrap(base, 9),
            ExprKind::Unary { operand, .. } => wrap(operand, 8),
            ExprKind::Range { from, to } => {
                wrap(from, 6);
                wrap(to, 6);
            }
            ExprKind::Binary {
                op, left, right, ..
            } => {
                let level = op_precedence(*op);
                wrap(left, level + u8::from(level == COMPARISON));
                wrap(right, level + 1);
            }
            _ => {}
        }
    }
}

/// Puts an operand in parentheses if it binds less tightly than it must.
fn wrap(operand: &mut Expr, least: u8) {
    if precedence(operand) < least {
        let inside = Expr {
            id: ExprId(u32::MAX),
            span: operand.span,
            kind: ExprKind::Error,
        };
        let inside = std::mem::replace(operand, inside);
        operand.kind = ExprKind::Paren(Box::new(inside));
    }
}
