//! Anchors, and the aliases that stand for their values. In: an alias. Out: the value, as often as it is asked for
//! while it stays a template. Never: where an anchor is written.

use super::compose::Composer;
use crate::template::{Node, NodeKind};
use crate::text::Name;

/// How many values aliases may stand for, all in all.
pub const ALIAS_LIMIT: usize = 100_000;

/// What an anchor stands for.
pub struct Anchor {
    node: Node,
    /// The text of a scalar, as it is written: what it is as a key.
    key: Option<Name>,
    /// How many values it has in it.
    size: usize,
}

impl<'t> Composer<'t> {
    /// Remembers a value under its anchor, where it has one.
    pub(super) fn remember(&mut self, anchor: Option<&'t str>, node: &Node, key: Option<Name>) {
        if let Some(name) = anchor {
            let anchor = Anchor {
                node: node.clone(),
                key,
                size: size(node),
            };
            self.anchors.insert(name, Some(anchor));
        }
    }

    pub(super) fn alias(&mut self, name: &str, start: usize, end: usize) -> (Node, Option<Name>) {
        let span = self.mistakes.span(start, end);
        let null = Node {
            kind: NodeKind::Null,
            span,
        };
        let mistake = match self.anchors.get(name) {
            Some(Some(anchor)) if self.expanded + anchor.size <= ALIAS_LIMIT => {
                self.expanded += anchor.size;
                let node = Node {
                    kind: anchor.node.kind.clone(),
                    span,
                };
                return (node, anchor.key.clone());
            }
            Some(Some(_)) if self.expanded > ALIAS_LIMIT => None,
            Some(Some(_)) => {
                self.expanded = ALIAS_LIMIT + 1;
                Some(self.mistakes.too_many(start, end, ALIAS_LIMIT))
            }
            Some(None) => Some(self.mistakes.inside_itself(start, end, name)),
            None => {
                let known = self.anchors.keys().copied();
                Some(self.mistakes.unknown_alias(start, end, name, known))
            }
        };
        self.diagnostics.extend(mistake.map(|found| *found));
        (null, None)
    }
}

/// How many values a value has in it, itself among them.
fn size(node: &Node) -> usize {
    let inner: usize = match &node.kind {
        NodeKind::List(items) => items.iter().map(size).sum(),
        NodeKind::Map(entries) => entries.iter().map(|entry| size(&entry.value)).sum(),
        _ => 0,
    };
    1 + inner
}
