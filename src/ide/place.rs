//! What stands at a place. In: a tree and a byte offset. Out: the way from the whole file down to the
//! innermost part that holds it. Never: what that means.

use crate::syntax::ast::{Expr, Item, Module, Node};

/// The parts of a tree that hold a place, the outermost first.
#[derive(Debug, Clone)]
pub struct Path<'a> {
    pub nodes: Vec<Node<'a>>,
    pub offset: u32,
}

/// The way to a place. What ends just before it holds it too, where nothing begins there: a cursor
/// stands behind the name that it means.
pub fn path_at(module: &Module, offset: u32) -> Path<'_> {
    let mut nodes = vec![Node::Module(module)];
    let mut node = Node::Module(module);
    loop {
        let mut inside = None;
        let mut before = None;
        node.each_child(&mut |below| {
            let span = below.span();
            if span.start <= offset && offset < span.end {
                // Of parts that share a place the first one holds it: `a` of `a: a` written once.
                inside.get_or_insert(below);
            } else if span.end == offset {
                before = Some(below);
            }
        });
        match inside.or(before) {
            Some(below) => {
                nodes.push(below);
                node = below;
            }
            None => return Path { nodes, offset },
        }
    }
}

impl<'a> Path<'a> {
    /// The innermost part.
    pub fn last(&self) -> Option<Node<'a>> {
        self.nodes.last().copied()
    }

    /// The part so many steps above the innermost one.
    pub fn above(&self, steps: usize) -> Option<Node<'a>> {
        let at = self.nodes.len().checked_sub(steps + 1)?;
        self.nodes.get(at).copied()
    }

    /// The innermost item; one inside a component goes before the component.
    pub fn item(&self) -> Option<&'a Item> {
        self.nodes.iter().rev().find_map(|node| match node {
            Node::Item(item) => Some(*item),
            _ => None,
        })
    }

    /// The innermost expression.
    pub fn expr(&self) -> Option<&'a Expr> {
        self.nodes.iter().rev().find_map(|node| match node {
            Node::Expr(expr) => Some(*expr),
            _ => None,
        })
    }
}
