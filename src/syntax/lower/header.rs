//! The loops and the condition of a declaration or a comprehension. In: their nodes. Out:
//! [`ForClause`]s and a condition. Never: what they run over.

use super::context::{Context, Node, Nodes, start};
use super::expr::expr;
use super::grammar::Rule;
use crate::syntax::ast::{Expr, ForClause};

/// `for x in xs for y in x.ys if c`. Leaves the height of the tallest part.
pub(super) fn header<'i>(
    cx: &mut Context<'i>,
    nodes: &mut Nodes<'i>,
) -> (Vec<ForClause>, Option<Expr>) {
    let mut clauses = Vec::new();
    let mut tallest = 0;
    while let Some(node) = nodes.take(cx, Rule::for_clause) {
        clauses.push(for_clause(cx, node));
        tallest = tallest.max(cx.height);
    }
    let condition = condition(cx, nodes);
    if condition.is_some() {
        tallest = tallest.max(cx.height);
    }
    cx.height = tallest;
    (clauses, condition)
}

/// `if c`
pub(super) fn condition<'i>(cx: &mut Context<'i>, nodes: &mut Nodes<'i>) -> Option<Expr> {
    let node = nodes.take(cx, Rule::if_clause)?;
    Some(expr(cx, &mut Nodes::of(node)))
}

fn for_clause<'i>(cx: &mut Context<'i>, node: Node<'i>) -> ForClause {
    let span = cx.span_of(&node);
    let mut nodes = Nodes::of(node);
    let mut names = Vec::new();
    loop {
        if let Some(node) = nodes.take(cx, Rule::binding) {
            names.push(cx.declared(&node));
        } else if let Some(missing) = nodes.take(cx, Rule::missing_name) {
            cx.expected(start(&missing), "a name", None);
            names.push(cx.no_name(start(&missing)));
        } else {
            break;
        }
    }
    let value = names.pop().unwrap_or_else(|| cx.no_name(0));
    let key = names.pop();
    if let Some(missing) = nodes.take(cx, Rule::missing_in) {
        cx.expected(start(&missing), "`in`", None);
    }
    let iterable = expr(cx, &mut nodes);
    let mut tallest = cx.height;
    let by = nodes.take(cx, Rule::by_clause);
    let by = by.map(|node| expr(cx, &mut Nodes::of(node)));
    if by.is_some() {
        tallest = tallest.max(cx.height);
    }
    cx.height = tallest;
    ForClause {
        key,
        value,
        iterable,
        by,
        span,
    }
}
