//! Whether two expressions are written alike and mean the same. Never evaluates.

use super::checker::Checker;
use crate::resolve::Binding;
use crate::syntax::ast::*;

/// Which variable here stands for a variable of another declaration, by slots.
pub type Slots = Vec<(u32, u32)>;

impl<'a> Checker<'a> {
    /// Whether `b` is the same expression as `a`. With `slots`, `b` is of another declaration, and
    /// its variables are translated.
    pub fn same(&self, a: &Expr, b: &Expr, slots: Option<&Slots>) -> bool {
        let same = |a: &Expr, b: &Expr| self.same(a, b, slots);
        match (&a.kind, &b.kind) {
            (ExprKind::Paren(a), _) => same(a, b),
            (_, ExprKind::Paren(b)) => same(a, b),
            (ExprKind::Name(x), ExprKind::Name(y)) => {
                let (bound_a, bound_b) = (self.names.binding(a.id), self.names.binding(b.id));
                match (bound_a, bound_b, slots) {
                    (Binding::Local(here), Binding::Local(there), Some(slots)) => {
                        slots.contains(&(there, here))
                    }
                    (Binding::None, _, _) => false,
                    _ => x == y && bound_a == bound_b,
                }
            }
            (ExprKind::Null, ExprKind::Null) => true,
            (ExprKind::Bool(a), ExprKind::Bool(b)) => a == b,
            (ExprKind::Int(a), ExprKind::Int(b)) => a == b,
            (ExprKind::Number(a), ExprKind::Number(b)) => a == b,
            (ExprKind::Text(a), ExprKind::Text(b)) => {
                a.parts.len() == b.parts.len()
                    && a.parts.iter().zip(&b.parts).all(|parts| match parts {
                        (TextPart::Text { value: a, .. }, TextPart::Text { value: b, .. }) => {
                            a == b
                        }
                        (TextPart::Expr(a), TextPart::Expr(b)) => same(a, b),
                        _ => false,
                    })
            }
            (ExprKind::List(a), ExprKind::List(b)) => {
                a.len() == b.len()
                    && a.iter().zip(b).all(|entries| match entries {
                        (ListEntry::Item(a), ListEntry::Item(b))
                        | (ListEntry::Spread(a), ListEntry::Spread(b)) => same(a, b),
                        _ => false,
                    })
            }
            (
                ExprKind::Field {
                    base: a, name: x, ..
                },
                ExprKind::Field {
                    base: b, name: y, ..
                },
            ) => x.name == y.name && same(a, b),
            (ExprKind::Index { base: a, index: x }, ExprKind::Index { base: b, index: y })
            | (ExprKind::Range { from: a, to: x }, ExprKind::Range { from: b, to: y }) => {
                same(a, b) && same(x, y)
            }
            (ExprKind::Assume(a), ExprKind::Assume(b)) => same(a, b),
            (ExprKind::Unary { op: p, operand: a }, ExprKind::Unary { op: q, operand: b }) => {
                p == q && same(a, b)
            }
            (
                ExprKind::Binary {
                    op: p,
                    left: a,
                    right: x,
                    ..
                },
                ExprKind::Binary {
                    op: q,
                    left: b,
                    right: y,
                    ..
                },
            ) => p == q && same(a, b) && same(x, y),
            (
                ExprKind::Call {
                    callee: f,
                    arguments: a,
                },
                ExprKind::Call {
                    callee: g,
                    arguments: b,
                },
            ) => {
                let name = |a: &Argument| a.name.as_ref().map(|n| n.name.clone());
                same(f, g)
                    && a.len() == b.len()
                    && a.iter()
                        .zip(b)
                        .all(|(a, b)| name(a) == name(b) && same(&a.value, &b.value))
            }
            _ => false,
        }
    }
}
