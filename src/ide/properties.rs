//! Properties by their names, in the source and in the template: where a value was written elsewhere, the name still
//! tells what belongs to what. In: a declaration, or a part of the template, and names. Out: the part below that the
//! names lead to. Never: a guess past a name that is not there.

use crate::graph::terraform_name;
use crate::syntax::ast::{Expr, ExprKind, Key, RecordEntry};
use crate::template::{Node, NodeKind};
use crate::text::{Name, Span};

/// What the names lead to in the template, with its key: as far as they lead; nothing where they lead nowhere.
pub fn in_template(declaration: &Node, names: &[Name]) -> Option<Span> {
    let mut node = declaration.get(PROPERTIES).unwrap_or(declaration);
    let mut found = None;
    for name in names {
        let NodeKind::Map(entries) = &node.kind else {
            break;
        };
        let Some(entry) = entries.iter().find(|entry| is_same(name, &entry.key)) else {
            break;
        };
        found = Some(entry.key_span.to(entry.value.span));
        node = &entry.value;
    }
    found
}

/// What the keys of the template lead to in the braces of a declaration.
pub fn in_source(body: &Expr, keys: &[Name]) -> Option<Span> {
    let mut expr = body;
    let mut found = None;
    let keys = match keys.split_first() {
        Some((first, rest)) if first == PROPERTIES => rest,
        _ => keys,
    };
    for key in keys {
        let ExprKind::Record(entries) = &expr.kind else {
            break;
        };
        let value = entries.iter().find_map(|entry| match entry {
            RecordEntry::Field {
                key: Key::Name(name),
                value,
            } if is_same(&name.name, key) => Some(value),
            _ => None,
        });
        let Some(value) = value else {
            break;
        };
        found = Some(value.span);
        expr = value;
    }
    found
}

/// The keys that lead from a part of a template to a place in it.
pub fn keys_to(part: &Node, offset: u32) -> Vec<Name> {
    let mut keys = Vec::new();
    let mut node = part;
    while let NodeKind::Map(entries) = &node.kind {
        let holds = |start: u32, end: u32| start <= offset && offset <= end;
        let entry = entries
            .iter()
            .find(|entry| holds(entry.key_span.start, entry.value.span.end));
        let Some(entry) = entry else { break };
        keys.push(entry.key.clone());
        node = &entry.value;
    }
    keys
}

/// The part of a template that stands at a place with its key.
pub fn part_at(root: &Node, at: Span) -> Option<&Node> {
    let mut node = root;
    loop {
        let NodeKind::Map(entries) = &node.kind else {
            return None;
        };
        let entry = entries
            .iter()
            .find(|entry| entry.key_span.start <= at.start && at.end <= entry.value.span.end)?;
        node = &entry.value;
        if entry.key_span.start == at.start && entry.value.span.end == at.end {
            return Some(node);
        }
    }
}

/// What CloudFormation's template has between a resource and its properties.
const PROPERTIES: &str = "Properties";

/// Whether a property of the source is this one of the template.
fn is_same(name: &Name, key: &Name) -> bool {
    name == key || terraform_name([name.as_str()]) == *key
}
