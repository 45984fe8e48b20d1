//! `Fn::If` as `if`. In: a condition's id and two values. Out: the choice, where evaluation would not decide
//! it. Never: a condition's own expression, but where it stands at its use.

use super::function::is_no_value;
use super::state::Decompiler;
use crate::syntax::ast::{Expr, ExprKind};
use crate::template::{Node, NodeKind};

impl Decompiler<'_> {
    pub fn natural_if(&mut self, node: &Node, argument: &Node) -> Option<Expr> {
        let [condition, then, otherwise] = argument.as_list()? else {
            return None;
        };
        let id = condition.as_text()?;
        self.names.condition(id)?;
        if self.holds(id).is_some() || is_one_value(then, otherwise) {
            return None;
        }
        let condition = Box::new(self.condition_use(id, condition)?);
        let then = self.under(id, true, |this| this.branch(then));
        let otherwise = self.under(id, false, |this| this.branch(otherwise));
        let kind = ExprKind::If {
            condition,
            then: Box::new(then),
            otherwise: Box::new(otherwise),
        };
        Some(self.expr(node.span, kind))
    }

    /// A value that may be absent.
    pub fn branch(&mut self, node: &Node) -> Expr {
        match is_no_value(node) {
            true => self.expr(node.span, ExprKind::Null),
            false => self.value(node),
        }
    }
}

/// Whether both branches are the same, so that there is nothing to choose.
fn is_one_value(then: &Node, otherwise: &Node) -> bool {
    match (&then.kind, &otherwise.kind) {
        (NodeKind::Map(_), _) => is_no_value(then) && is_no_value(otherwise),
        (NodeKind::List(_), _) => false,
        (then, otherwise) => then == otherwise,
    }
}
