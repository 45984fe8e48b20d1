//! Functions and components. In: their nodes. Out: their parts of the tree. Never: types.

use super::context::{Context, Node, Nodes, start};
use super::expr::expr;
use super::grammar::Rule;
use super::items::{attribute, declared, equals, items};
use super::types;
use crate::syntax::ast::{Component, Fn, FnParam, ItemKind};

pub(super) fn function<'i>(cx: &mut Context<'i>, node: Node<'i>) -> Fn {
    let mut nodes = Nodes::of(node);
    let name = declared(cx, &mut nodes);
    let params = maybe_params(cx, &mut nodes);
    let result = types::maybe_type(cx, &mut nodes);
    equals(cx, &mut nodes);
    let body = expr(cx, &mut nodes);
    Fn {
        name,
        params,
        result,
        body,
    }
}

pub(super) fn component<'i>(cx: &mut Context<'i>, node: Node<'i>) -> ItemKind {
    let span = cx.span_of(&node);
    let mut nodes = Nodes::of(node);
    let name = declared(cx, &mut nodes);
    let params = maybe_params(cx, &mut nodes);
    let inner = match nodes.next(cx) {
        Some(node) if node.as_rule() == Rule::items => cx.deeper(span, |cx| items(cx, node)),
        Some(node) => {
            cx.expected(start(&node), "`{`", None);
            Some(Vec::new())
        }
        None => None,
    };
    match inner {
        Some(items) => ItemKind::Component(Component {
            name,
            params,
            items,
        }),
        None => ItemKind::Error { name: Some(name) },
    }
}

fn maybe_params<'i>(cx: &mut Context<'i>, nodes: &mut Nodes<'i>) -> Vec<FnParam> {
    let Some(node) = nodes.take(cx, Rule::fn_params) else {
        return Vec::new();
    };
    let open = start(&node) - 1;
    let mut nodes = Nodes::of(node);
    let mut params = Vec::new();
    while let Some(rule) = nodes.peek(cx) {
        if super::between(cx, &mut nodes, rule, open) {
            continue;
        }
        let Some(node) = nodes.next(cx) else { break };
        params.push(param(cx, node));
    }
    params
}

fn param<'i>(cx: &mut Context<'i>, node: Node<'i>) -> FnParam {
    let mut nodes = Nodes::of(node);
    let mut attributes = Vec::new();
    while let Some(node) = nodes.take(cx, Rule::attribute) {
        attributes.push(attribute(cx, node));
    }
    let name = declared(cx, &mut nodes);
    if let Some(missing) = nodes.take(cx, Rule::missing_colon) {
        cx.expected(start(&missing), "`:` behind the name", None);
    }
    let ty = types::maybe_type(cx, &mut nodes);
    let default = nodes.peek(cx).is_some().then(|| expr(cx, &mut nodes));
    FnParam {
        name,
        ty,
        default,
        attributes,
    }
}
