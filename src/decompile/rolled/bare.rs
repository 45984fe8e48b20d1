//! Trees without their places, to be compared. In: a part of a tree. Out: the same without places and numbers; how
//! much it says. Never: a tree that anybody reads.

use crate::syntax::ast::{
    Expr, ExprId, ExprKind, Item, ItemId, Module, Visitor, walk_expr, walk_item,
};
use crate::text::{FileId, Span};

const NOWHERE: Span = Span {
    file: FileId(u32::MAX),
    start: 0,
    end: 0,
};

/// An expression without places and numbers.
pub fn bare(expr: &Expr) -> Expr {
    let mut expr = expr.clone();
    Bare.expr(&mut expr);
    expr
}

/// Whether two expressions say the same.
pub fn same(a: &Expr, b: &Expr) -> bool {
    std::mem::discriminant(&a.kind) == std::mem::discriminant(&b.kind) && bare(a) == bare(b)
}

struct Bare;

impl Visitor for Bare {
    fn expr(&mut self, expr: &mut Expr) {
        expr.id = ExprId(0);
        walk_expr(self, expr);
    }

    fn open(&mut self, span: &mut Span) {
        *span = NOWHERE;
    }
}

/// How many names and literals an expression has.
pub fn leaves(expr: &Expr) -> usize {
    let mut counter = Counter(0);
    counter.expr(&mut expr.clone());
    counter.0
}

struct Counter(usize);

impl Visitor for Counter {
    fn expr(&mut self, expr: &mut Expr) {
        self.0 += match &expr.kind {
            ExprKind::Null
            | ExprKind::Bool(_)
            | ExprKind::Int(_)
            | ExprKind::Number(_)
            | ExprKind::Name(_) => 1,
            // A line of a script is as much as a value.
            ExprKind::Text(text) => text.parts.len().max(1),
            _ => 0,
        };
        walk_expr(self, expr);
    }
}

/// Gives all expressions and items new numbers, in order.
pub fn renumber(module: &mut Module) {
    let mut numbers = Numbers { exprs: 0, items: 0 };
    module.items.iter_mut().for_each(|item| numbers.item(item));
    module.expr_count = numbers.exprs;
    module.item_count = numbers.items;
}

struct Numbers {
    exprs: u32,
    items: u32,
}

impl Visitor for Numbers {
    fn item(&mut self, item: &mut Item) {
        item.id = ItemId(self.items);
        self.items += 1;
        walk_item(self, item);
    }

    fn expr(&mut self, expr: &mut Expr) {
        expr.id = ExprId(self.exprs);
        self.exprs += 1;
        walk_expr(self, expr);
    }
}
