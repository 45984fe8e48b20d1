//! Circles through resources of SAM. In: a template. Out: the ids of the resources in such circles. SAM makes several
//! resources of one, of which each needs less, so that what looks like a circle is none.

use super::sub::{Piece, pieces};
use crate::template::{Node, NodeKind, Template};
use rustc_hash::{FxHashMap, FxHashSet};

type Edges<'a> = FxHashMap<&'a str, Vec<&'a str>>;

/// The resources that need each other by way of one of SAM.
pub fn through_sam(template: &Template) -> FxHashSet<&str> {
    let resources = template.root.get("Resources").and_then(Node::as_map);
    let resources = resources.unwrap_or_default();
    let is_sam = |node: &Node| {
        let ty = node.get("Type").and_then(Node::as_text);
        ty.is_some_and(|ty| ty.starts_with("AWS::Serverless::"))
    };
    let mut circular = FxHashSet::default();
    if !resources.iter().any(|entry| is_sam(&entry.value)) {
        return circular;
    }
    let (mut needs, mut needed) = (Edges::default(), Edges::default());
    for entry in resources {
        let mut ids = Vec::new();
        named(&entry.value, &mut ids);
        for id in ids {
            needs.entry(&entry.key).or_default().push(id);
            needed.entry(id).or_default().push(&entry.key);
        }
    }
    for entry in resources.iter().filter(|entry| is_sam(&entry.value)) {
        if circular.contains(entry.key.as_str()) {
            continue;
        }
        let below = reached(&entry.key, &needs);
        if below.contains(entry.key.as_str()) {
            let above = reached(&entry.key, &needed);
            circular.extend(below.intersection(&above).copied());
        }
    }
    circular
}

/// What is reached from an id in one step or more.
fn reached<'a>(from: &'a str, edges: &Edges<'a>) -> FxHashSet<&'a str> {
    let mut found = FxHashSet::default();
    let mut open = vec![from];
    while let Some(id) = open.pop() {
        for next in edges.get(id).into_iter().flatten() {
            if found.insert(*next) {
                open.push(next);
            }
        }
    }
    found
}

/// The ids that a value names.
fn named<'a>(node: &'a Node, ids: &mut Vec<&'a str>) {
    match &node.kind {
        NodeKind::List(items) => items.iter().for_each(|item| named(item, ids)),
        NodeKind::Map(entries) => {
            for entry in entries {
                match (entry.key.as_str(), &entry.value.kind) {
                    ("Ref" | "DependsOn", NodeKind::Text(id)) => ids.push(id),
                    ("DependsOn", NodeKind::List(items)) => {
                        ids.extend(items.iter().filter_map(|id| Some(id.as_text()?.as_str())));
                    }
                    ("Fn::GetAtt", NodeKind::List(items)) => {
                        let first = items.first().and_then(Node::as_text);
                        ids.extend(first.map(|id| id.as_str()));
                    }
                    ("Fn::Sub", NodeKind::Text(text)) => substituted(text, ids),
                    ("Fn::Sub", NodeKind::List(items)) => {
                        if let Some(text) = items.first().and_then(Node::as_text) {
                            substituted(text, ids);
                        }
                        items.iter().for_each(|item| named(item, ids));
                    }
                    _ => named(&entry.value, ids),
                }
            }
        }
        _ => {}
    }
}

fn substituted<'a>(text: &'a str, ids: &mut Vec<&'a str>) {
    for piece in pieces(text).unwrap_or_default() {
        if let Piece::Variable(variable) = piece {
            ids.extend(variable.trim().split('.').next());
        }
    }
}
