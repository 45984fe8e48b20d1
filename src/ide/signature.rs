//! Which call the cursor is in, and at which of its arguments. In: a file and a byte offset. Out: how the
//! function, or the component, is called. Never: anything between calls.

use super::callee::{Callee, Parameter, callee, component};
use super::complete::{Context, stand_in_at};
use super::{Path, View, path_at};
use crate::syntax::ast::{Expr, ExprKind, ItemKind, Key, Node, RecordEntry};
use crate::types::{Fit, Nodes, fit_in_schema};
use std::ops::Range;

/// The ways to call what is called here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signatures {
    pub ways: Vec<SignatureText>,
    /// The way that fits best, and the parameter that the cursor is at.
    pub active: usize,
    pub parameter: Option<usize>,
    pub doc: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureText {
    pub label: String,
    /// The parts of the label that are parameters.
    pub parameters: Vec<Range<usize>>,
}

pub fn signature(context: &Context, offset: u32) -> Option<Signatures> {
    let copy = stand_in_at(context, offset)?;
    let view = copy.view()?;
    let path = path_at(view.module, copy.offset);
    let (called, at) = innermost(&view, &path)?;
    let active = best_way(&view, &called, &at);
    let parameter = called
        .ways
        .get(active)
        .and_then(|way| place_in(&way.parameters, way.rest, &at));
    let ways = called.ways.iter().map(|way| {
        let (label, parameters) = way.label(&called);
        SignatureText { label, parameters }
    });
    Some(Signatures {
        ways: ways.collect(),
        active,
        parameter,
        doc: called.doc.clone(),
    })
}

/// What was given so far, and where the cursor is.
struct At<'a> {
    /// The name of the argument that the cursor is in.
    name: Option<&'a str>,
    index: usize,
    before: Vec<&'a Expr>,
}

/// The innermost call, or the braces of a component, around a place.
fn innermost<'a>(view: &View<'a>, path: &Path<'a>) -> Option<(Callee, At<'a>)> {
    for (above, node) in path.nodes.iter().enumerate().rev() {
        let below = path.nodes.get(above + 1);
        match node {
            Node::Expr(Expr {
                kind:
                    ExprKind::Call {
                        callee: function,
                        arguments,
                    },
                ..
            }) => {
                if function.span.end >= path.offset {
                    continue;
                }
                let index = match below {
                    Some(Node::Argument(one)) => {
                        arguments.iter().position(|other| std::ptr::eq(*one, other))
                    }
                    _ => None,
                };
                let index = index.unwrap_or(arguments.len());
                let name = arguments.get(index).and_then(|one| one.name.as_ref());
                let before = arguments.iter().take(index);
                let before = before
                    .filter(|one| one.name.is_none())
                    .map(|one| &one.value);
                let at = At {
                    name: name.map(|name| name.name.as_str()),
                    index,
                    before: before.collect(),
                };
                return Some((callee(view, function)?, at));
            }
            Node::Item(item) => {
                let ItemKind::Resource(resource) = &item.kind else {
                    continue;
                };
                let is_inside = matches!(below, Some(Node::Expr(body))
                    if std::ptr::eq(*body, &resource.body) && body.span.start < path.offset);
                if !is_inside {
                    continue;
                }
                let name = match path.nodes.get(above + 2) {
                    Some(Node::Entry(RecordEntry::Field {
                        key: Key::Name(key),
                        ..
                    })) => Some(key.name.as_str()),
                    _ => None,
                };
                let at = At {
                    name,
                    // Inputs have no order.
                    index: usize::MAX,
                    before: Vec::new(),
                };
                return Some((component(view, &resource.ty)?, at));
            }
            _ => {}
        }
    }
    None
}

/// The first way that takes what was given so far, with room for one more.
fn best_way(view: &View, called: &Callee, at: &At) -> usize {
    let nodes = Nodes::new(view.catalogue());
    let takes = |way: &super::callee::Way| {
        let has_room = way.rest || at.index < way.parameters.len() || at.index == usize::MAX;
        let fits = at
            .before
            .iter()
            .zip(&way.parameters)
            .all(|(given, parameter)| {
                let ty = view.types.expr(given.id);
                ty.is_error() || !matches!(fit_in_schema(ty, &parameter.ty, &nodes), Fit::Never(_))
            });
        has_room && fits
    };
    called.ways.iter().position(takes).unwrap_or(0)
}

fn place_in(parameters: &[Parameter], rest: bool, at: &At) -> Option<usize> {
    if let Some(name) = at.name {
        return parameters.iter().position(|one| one.name == name);
    }
    match at.index < parameters.len() {
        true => Some(at.index),
        false => parameters
            .len()
            .checked_sub(1)
            .filter(|_| rest && at.index != usize::MAX),
    }
}
