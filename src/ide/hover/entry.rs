//! Hover on keys and values: of properties, inputs, arguments. In: the way to them, and what is wanted on it.
//! Out: the page of the property. Never: what is wrong with the value.

use crate::ide::callee::{callee, component};
use crate::ide::docs::{self, code, paragraphs};
use crate::ide::fields::field_of;
use crate::ide::wanted::{component_of, target_of_with};
use crate::ide::{Path, View};
use crate::syntax::ast::{Expr, ExprKind, Ident, ItemKind, Key, Node, RecordEntry};
use crate::text::Name;
use crate::types::{Type, show_wanted};

/// The key of an entry.
pub fn key(view: &View, path: &Path, wants: &[Option<Type>], key: &Ident) -> Option<String> {
    let above = path.nodes.len().checked_sub(2)?;
    let want = wants.get(above)?.as_ref();
    entry_page(view, path, above, want, &key.name)
}

/// A value that is written out: what its property wants.
pub fn value(view: &View, path: &Path, wants: &[Option<Type>]) -> Option<String> {
    let at = path
        .nodes
        .iter()
        .rposition(|n| matches!(n, Node::Entry(_)))?;
    // Only what the entry itself holds, not what is deeper in its value.
    let is_near = path.nodes.len() - at <= 4;
    let Some(Node::Entry(RecordEntry::Field {
        key: Key::Name(key),
        ..
    })) = path.nodes.get(at).filter(|_| is_near)
    else {
        return None;
    };
    let want = wants.get(at)?.as_ref();
    entry_page(view, path, at, want, &key.name)
}

fn entry_page(
    view: &View,
    path: &Path,
    at: usize,
    want: Option<&Type>,
    name: &str,
) -> Option<String> {
    // What a test fixes, and what a component takes, is declared somewhere.
    let holder = path.nodes.get(..at)?.iter().rev();
    let mut records = 0;
    for node in holder {
        match node {
            Node::Entry(_) | Node::WithEntry(_) => break,
            Node::Expr(_) => records += 1,
            Node::Item(item) if records == 1 => match &item.kind {
                ItemKind::Test(_) => {
                    let decl = *view.names.top.get(name)?;
                    let item = crate::ide::items::item_of(view.module, decl)?;
                    return Some(docs::declaration(view, item));
                }
                ItemKind::Resource(resource) => {
                    if let Some(called) = component(view, &resource.ty) {
                        let way = called.ways.first()?;
                        let found = way.parameters.iter().find(|p| p.name == name)?;
                        let of = format!("An input of `{}`.", called.name);
                        return Some(paragraphs([code(&found.label()), of]));
                    }
                    break;
                }
                _ => break,
            },
            _ => {}
        }
    }
    let field = field_of(view.catalogue(), want?, name)?;
    if let Some((key, node)) = &field.owner {
        let steps = steps(path.nodes.get(..=at)?);
        let place = docs::place_of_property(&steps);
        let page = docs::property(view.catalogue(), key, *node, name, Some(&place));
        if page.is_some() {
            return page;
        }
    }
    Some(docs::field(view.catalogue(), &field))
}

/// The way to an entry from the braces of the resource, as schemas write it.
fn steps(nodes: &[Node]) -> Vec<Name> {
    let mut steps = Vec::new();
    for node in nodes {
        match node {
            Node::Entry(RecordEntry::Field {
                key: Key::Name(key),
                ..
            }) => steps.push(key.name.clone()),
            Node::Expr(expr) if is_list(expr) => steps.push("*".into()),
            Node::Item(_) | Node::WithEntry(_) => steps.clear(),
            _ => {}
        }
    }
    steps
}

fn is_list(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::List(_) | ExprKind::ListFor(_))
}

/// The name of an argument.
pub fn argument(view: &View, path: &Path, ident: &Ident) -> Option<String> {
    let Some(Node::Expr(call)) = path.above(2) else {
        return None;
    };
    let ExprKind::Call { callee: called, .. } = &call.kind else {
        return None;
    };
    let called = callee(view, called)?;
    let ways = called.ways.iter().flat_map(|way| &way.parameters);
    let found = ways.into_iter().find(|p| p.name == ident.name)?;
    Some(code(&found.label()))
}

/// What an entry of `with` names.
pub fn with_target(view: &View, path: &Path, expr: &Expr) -> Option<String> {
    let at = path
        .nodes
        .iter()
        .rposition(|node| matches!(node, Node::WithEntry(_)))?;
    let around = path.nodes.get(..at)?;
    let ty = target_of_with(view, around, expr)?;
    let name = match &expr.kind {
        ExprKind::Name(name) => name.clone(),
        _ => return None,
    };
    let item = around.iter().rev().find_map(|node| match node {
        Node::Item(item) => Some(*item),
        _ => None,
    })?;
    let inside = component_of(view.types.item(item.id));
    let inside = inside.map_or_else(String::new, |component| {
        format!("Inside of `{}`.", component.name)
    });
    let shown = show_wanted(&ty, view.catalogue());
    Some(paragraphs([code(&format!("{name}: {shown}")), inside]))
}
