//! Circles of resources that need each other. In: a template. Out: the ids of the resources in them. What is read
//! in a circle is spelled, so that the resources are looked at all the same.

use super::sub::{Piece, pieces};
use crate::template::{Entry, Node, NodeKind, Template};
use rustc_hash::{FxHashMap, FxHashSet};

type Edges<'a> = FxHashMap<&'a str, Vec<&'a str>>;

/// The resources in circles.
#[derive(Debug, Default)]
pub struct Circles<'a> {
    pub all: FxHashSet<&'a str>,
    /// Those in a circle through one of SAM, which makes several resources of one, of which each needs less: such a
    /// circle is none.
    pub through_sam: FxHashSet<&'a str>,
}

impl<'a> Circles<'a> {
    pub fn new(template: &'a Template) -> Circles<'a> {
        let resources = template.root.get("Resources").and_then(Node::as_map);
        let resources = resources.unwrap_or_default();
        let mut circles = Circles::default();
        let (needs, needed) = edges(resources);
        for entry in resources {
            let id = entry.key.as_str();
            let is_sam = is_sam(&entry.value);
            let is_known = match is_sam {
                true => circles.through_sam.contains(id),
                false => circles.all.contains(id),
            };
            if is_known || !needs.contains_key(id) || !needed.contains_key(id) {
                continue;
            }
            let below = reached(id, &needs);
            if !below.contains(id) {
                continue;
            }
            let above = reached(id, &needed);
            let circle = below.intersection(&above).copied();
            if is_sam {
                circles.through_sam.extend(circle.clone());
            }
            circles.all.extend(circle);
        }
        circles
    }
}

fn is_sam(resource: &Node) -> bool {
    let ty = resource.get("Type").and_then(Node::as_text);
    ty.is_some_and(|ty| ty.starts_with("AWS::Serverless::"))
}

/// What each resource needs, and by what it is needed: of those alone that are in a circle or between two.
fn edges(resources: &[Entry]) -> (Edges<'_>, Edges<'_>) {
    let declared: FxHashSet<&str> = resources.iter().map(|entry| entry.key.as_str()).collect();
    let mut all = Vec::new();
    let mut ids = Vec::new();
    for entry in resources {
        ids.clear();
        named(&entry.value, &mut ids);
        let needed = ids.iter().filter(|id| declared.contains(*id));
        all.extend(needed.map(|id| (entry.key.as_str(), *id)));
    }
    loop {
        let begin: FxHashSet<&str> = all.iter().map(|(from, _)| *from).collect();
        let end: FxHashSet<&str> = all.iter().map(|(_, to)| *to).collect();
        let before = all.len();
        all.retain(|(from, to)| begin.contains(to) && end.contains(from));
        if all.len() == before {
            break;
        }
    }
    let (mut needs, mut needed) = (Edges::default(), Edges::default());
    for (from, to) in all {
        needs.entry(from).or_default().push(to);
        needed.entry(to).or_default().push(from);
    }
    (needs, needed)
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
