//! What of a program is not as one would write it. In: its tree. Out: where it spells functions as the template
//! did, and where it takes JSON of the template. Never: what such an expression makes.

use crate::syntax::ast::{Expr, ExprKind, Module, Visitor, walk_expr};
use crate::text::Span;

/// Places in a program.
#[derive(Debug, Default)]
pub(super) struct Spelled {
    /// `cfn.join(...)`
    pub spelled: Vec<Span>,
    /// `raw({...})`
    pub raw: Vec<Span>,
}

pub(super) fn spelled(module: &Module) -> Spelled {
    let mut found = Spelled::default();
    // The walk is one that may change things.
    let mut items = module.items.clone();
    items.iter_mut().for_each(|item| found.item(item));
    found
}

impl Visitor for Spelled {
    fn expr(&mut self, expr: &mut Expr) {
        if let ExprKind::Call { callee, .. } = &expr.kind {
            match &callee.kind {
                ExprKind::Name(name) if name == "raw" => self.raw.push(expr.span),
                ExprKind::Field { base, .. } if is_name(base, "cfn") => {
                    self.spelled.push(expr.span);
                }
                _ => {}
            }
        }
        walk_expr(self, expr);
    }
}

fn is_name(expr: &Expr, name: &str) -> bool {
    matches!(&expr.kind, ExprKind::Name(written) if written == name)
}
