//! `resource`, `existing` and `data`, and the `with` of an instance. In: their nodes. Out: their
//! parts of the tree. Never: what a type has.

use super::context::{Context, Node, Nodes, start};
use super::expr::{bracketed, end_of, expr, field_name};
use super::grammar::Rule;
use super::items::{attribute, body, declared, equals};
use super::{header, types};
use crate::syntax::ast::{Data, Existing, Expr, ExprKind, Resource, With, WithEntry};

pub(super) fn resource<'i>(cx: &mut Context<'i>, node: Node<'i>) -> Resource {
    let mut nodes = Nodes::of(node);
    let name = declared(cx, &mut nodes);
    let (loops, condition) = header::header(cx, &mut nodes);
    equals(cx, &mut nodes);
    let ty = types::type_ref(cx, &mut nodes);
    let body = body(cx, &mut nodes);
    let with = nodes.take(cx, Rule::with_block);
    let with = with.map(|node| with_block(cx, node));
    Resource {
        name,
        loops,
        condition,
        ty,
        body,
        with,
    }
}

pub(super) fn existing<'i>(cx: &mut Context<'i>, node: Node<'i>) -> Existing {
    let mut nodes = Nodes::of(node);
    let name = declared(cx, &mut nodes);
    equals(cx, &mut nodes);
    let ty = types::type_ref(cx, &mut nodes);
    let body = body(cx, &mut nodes);
    Existing { name, ty, body }
}

pub(super) fn data<'i>(cx: &mut Context<'i>, node: Node<'i>) -> Data {
    let mut nodes = Nodes::of(node);
    let name = declared(cx, &mut nodes);
    let (loops, condition) = header::header(cx, &mut nodes);
    equals(cx, &mut nodes);
    let ty = types::type_ref(cx, &mut nodes);
    let body = body(cx, &mut nodes);
    Data {
        name,
        loops,
        condition,
        ty,
        body,
    }
}

fn with_block<'i>(cx: &mut Context<'i>, node: Node<'i>) -> With {
    let span = cx.span(start(&node), end_of(cx, &node));
    // `with`, space and the brace are silent.
    let open = start(&node) + node.as_str().find('{').unwrap_or(0);
    let mut nodes = Nodes::of(node);
    let mut entries = Vec::new();
    while let Some(rule) = nodes.peek(cx) {
        if super::between(cx, &mut nodes, rule, open) {
            continue;
        }
        let Some(node) = nodes.next(cx) else { break };
        entries.extend(with_entry(cx, node));
    }
    With { entries, span }
}

fn with_entry<'i>(cx: &mut Context<'i>, node: Node<'i>) -> Option<WithEntry> {
    let mut nodes = Nodes::of(node);
    let mut attributes = Vec::new();
    while let Some(node) = nodes.take(cx, Rule::attribute) {
        attributes.push(attribute(cx, node));
    }
    let node = nodes.next(cx)?;
    if node.as_rule() != Rule::with_target {
        let help = "name an inner resource: `main: { ... }`";
        cx.expected(start(&node), "an entry", Some(help.to_owned()));
        return None;
    }
    let end = end_of(cx, &node);
    let target = target(cx, node)?;
    if let Some(wrong) = nodes.take(cx, Rule::wrong_colon) {
        cx.wrong(&wrong, ":", None);
    } else if let Some(missing) = nodes.take(cx, Rule::missing_colon) {
        cx.expected(start(&missing), "`:`", None);
    }
    let value = match nodes.take(cx, Rule::missing_value) {
        Some(_) => {
            cx.expected(end, "a value", None);
            cx.error_expr(end)
        }
        None => expr(cx, &mut nodes),
    };
    Some(WithEntry {
        attributes,
        target,
        value,
    })
}

/// `main`, `subnet["a"]`, `inner.main`
fn target<'i>(cx: &mut Context<'i>, node: Node<'i>) -> Option<Expr> {
    let mut nodes = Nodes::of(node);
    let first = nodes.next(cx)?;
    let ident = cx.ident(&first);
    cx.height = 1;
    let mut target = cx.expr(ident.span, ExprKind::Name(ident.name));
    while let Some(node) = nodes.next(cx) {
        let below = cx.height;
        let span = target.span.to(cx.span(start(&node), end_of(cx, &node)));
        let base = Box::new(target);
        target = if node.as_rule() == Rule::field {
            let kind = ExprKind::Field {
                base,
                name: field_name(cx, &node),
                optional: false,
            };
            cx.above(below, span, kind)
        } else {
            let index = Box::new(bracketed(cx, node));
            cx.above(below.max(cx.height), span, ExprKind::Index { base, index })
        };
    }
    Some(target)
}
