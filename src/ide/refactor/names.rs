//! Names for what has none yet. In: a view, and what a name should say. Out: a name that nothing else in the file
//! has. Never: a word of the language.

use crate::builtins::{self, Space};
use crate::ide::{Path, View};
use crate::syntax::ast::{Expr, ExprKind, Key, Node, RecordEntry};
use rustc_hash::FxHashSet;

const WORDS: &[&str] = &[
    "if", "then", "else", "match", "for", "in", "let", "true", "false", "null", "aws", "cfn",
    "with", "by",
];

/// A name that begins like this and is free: with a number behind it where it must be.
pub fn free(view: &View, wished: &str) -> String {
    let taken = taken(view);
    let is_free = |name: &str| {
        !taken.contains(name)
            && !WORDS.contains(&name)
            && builtins::find(Space::Global, name).is_none()
    };
    if is_free(wished) {
        return wished.to_owned();
    }
    let numbered = (2..).map(|number| format!("{wished}{number}"));
    let mut numbered = numbered.filter(|name| is_free(name));
    // Some number is free.
    numbered.next().unwrap_or_default()
}

/// All names that the file writes somewhere.
fn taken<'a>(view: &View<'a>) -> FxHashSet<&'a str> {
    let mut taken = FxHashSet::default();
    let mut note = |node: Node<'a>| match node {
        Node::Expr(Expr {
            kind: ExprKind::Name(name),
            ..
        }) => {
            taken.insert(name.as_str());
        }
        Node::Ident(ident) => {
            taken.insert(ident.name.as_str());
        }
        Node::TypeName(name) => {
            taken.insert(name.base.as_str());
        }
        _ => {}
    };
    for item in &view.module.items {
        Node::Item(item).walk(&mut |node| {
            // The keys of records name nothing.
            if !matches!(node, Node::Ident(_)) {
                note(node);
            }
        });
        Node::Item(item).walk(&mut |node| match node {
            Node::Item(_)
            | Node::Param(_)
            | Node::Clause(_)
            | Node::Let(_)
            | Node::ImportName(_) => {
                node.each_child(&mut |below| {
                    if let Node::Ident(_) = below {
                        note(below);
                    }
                });
            }
            _ => {}
        });
    }
    taken
}

/// What the innermost part of a way could be called: after the key or the argument that it is given to.
pub fn after_place(path: &Path) -> Option<String> {
    for node in path.nodes.iter().rev().skip(1) {
        let name = match node {
            Node::Entry(RecordEntry::Field {
                key: Key::Name(name),
                ..
            }) => &name.name,
            Node::Argument(one) => match &one.name {
                Some(name) => &name.name,
                None => continue,
            },
            Node::Expr(_) => continue,
            _ => return None,
        };
        return Some(lower_first(name)).filter(|name| is_name(name));
    }
    None
}

/// `QueueName` as `queueName`, `VPCId` as `vpcId`.
pub fn lower_first(name: &str) -> String {
    let capitals = name.chars().take_while(|c| c.is_ascii_uppercase()).count();
    let lowered = match capitals {
        0 | 1 => capitals,
        all if all == name.chars().count() => all,
        // The last capital begins the next word.
        more => more - 1,
    };
    let head: String = name.chars().take(lowered).collect();
    let rest = name.get(head.len()..).unwrap_or("");
    head.to_ascii_lowercase() + rest
}

pub fn upper_first(name: &str) -> String {
    let mut chars = name.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// Whether a text can be a name.
pub fn is_name(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|c| c.is_alphabetic() || c == '_')
        && chars.all(|c| c.is_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_give_names() {
        for (property, name) in [
            ("QueueName", "queueName"),
            ("VPCId", "vpcId"),
            ("ARN", "arn"),
            ("name", "name"),
            ("A", "a"),
        ] {
            assert_eq!(lower_first(property), name);
        }
    }
}
