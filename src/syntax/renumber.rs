//! New numbers for the expressions and items of a part of a file. In: the part, numbered from 0.
//! Out: the same, numbered from where it belongs. Never: anything else of the tree.

use super::ast::{Expr, Item, Visitor, walk_expr, walk_item};

/// How far the numbers go up.
struct Shift {
    exprs: u32,
    items: u32,
}

/// Adds to every number of these items.
pub fn items(items: &mut [Item], exprs: u32, by_items: u32) {
    let mut shift = Shift {
        exprs,
        items: by_items,
    };
    items.iter_mut().for_each(|item| shift.item(item));
}

impl Visitor for Shift {
    fn item(&mut self, item: &mut Item) {
        item.id.0 += self.items;
        walk_item(self, item);
    }

    fn expr(&mut self, expr: &mut Expr) {
        expr.id.0 += self.exprs;
        walk_expr(self, expr);
    }
}
