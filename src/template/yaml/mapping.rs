//! The entries of a map, each key once, and the merge key. In: entries in the order of the text. Out: the entries
//! of a map. Never: what a key means.

use super::compose::Composer;
use crate::diag::Diagnostic;
use crate::template::{Entry, Node, NodeKind};
use crate::text::{Name, Span};
use rustc_hash::FxHashMap;

/// From so many entries on keys are looked up in a table.
const SMALL: usize = 12;

/// A map that is being read.
#[derive(Default)]
pub struct Mapping {
    entries: Vec<Entry>,
    index: FxHashMap<Name, usize>,
    /// What merge keys bring in, the strongest last.
    merged: Vec<Entry>,
}

impl Mapping {
    /// Adds an entry, or replaces the one that has the key. Gives that key then, and where it stood first.
    pub fn add(&mut self, key: Name, key_span: Span, value: Node) -> Option<(Name, Span)> {
        let found = self.find(&key);
        let entry = Entry {
            key,
            key_span,
            value,
        };
        if let Some(first) = found.and_then(|at| self.entries.get_mut(at)) {
            let first = std::mem::replace(first, entry);
            return Some((first.key, first.key_span));
        }
        if self.entries.len() >= SMALL {
            if self.index.is_empty() {
                let keys = self.entries.iter().map(|entry| entry.key.clone());
                self.index = keys.zip(0..).collect();
            }
            self.index.insert(entry.key.clone(), self.entries.len());
        }
        self.entries.push(entry);
        None
    }

    fn find(&self, key: &Name) -> Option<usize> {
        match self.index.is_empty() {
            true => self.entries.iter().position(|entry| entry.key == *key),
            false => self.index.get(key).copied(),
        }
    }

    /// The entries: merged ones first, as far as the map has no such key itself.
    pub fn finish(self) -> Vec<Entry> {
        if self.merged.is_empty() {
            return self.entries;
        }
        let mut all = Mapping::default();
        for entry in self.merged.into_iter().chain(self.entries) {
            all.add(entry.key, entry.key_span, entry.value);
        }
        all.entries
    }
}

impl Composer<'_> {
    /// `<<: value`, of which may have been said what is wrong. Gives what is wrong with it.
    pub(super) fn merge(
        &self,
        map: &mut Mapping,
        value: Node,
        key: Span,
        is_said: bool,
    ) -> Option<Box<Diagnostic>> {
        let is_written_map = |node: &Node| {
            let tagged = node
                .single()
                .is_some_and(|entry| self.is_tag(entry.key_span));
            matches!(node.kind, NodeKind::Map(_)) && !tagged
        };
        let is_right = match &value.kind {
            NodeKind::List(items) => items.iter().all(is_written_map),
            _ => is_written_map(&value),
        };
        match value.kind {
            NodeKind::Map(entries) if is_right => map.merged.extend(entries),
            NodeKind::List(items) if is_right => {
                // The first of a list is the strongest.
                for item in items.into_iter().rev() {
                    if let NodeKind::Map(entries) = item.kind {
                        map.merged.extend(entries);
                    }
                }
            }
            _ if is_said => {}
            _ => return Some(self.mistakes.merge(value.span, key)),
        }
        None
    }
}
