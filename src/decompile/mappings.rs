//! `Mappings`: each is a `let` that holds a map. In: an entry of the section. Out: the declaration, under `@id` where
//! nothing would put it into the template otherwise. Never: the look-ups.

use super::Form;
use super::build::ident;
use super::names::needs_id;
use super::state::Decompiler;
use crate::syntax::ast::{Item, ItemKind, Let};
use crate::template::{Entry, Node};

impl<'a> Decompiler<'a> {
    /// `None`: no `let` can say it.
    pub fn mapping(&mut self, entry: &'a Entry) -> Option<Item> {
        let rows = entry.value.as_map()?;
        if rows.is_empty() || !rows.iter().all(|row| is_row(&row.value)) {
            return None;
        }
        let name = self.names.mapping(&entry.key)?.name.clone();
        let span = entry.key_span;
        let value = self.literal(&entry.value);
        let kind = ItemKind::Let(Let {
            name: ident(name, span),
            ty: None,
            value,
        });
        Some(self.item(span.to(entry.value.span), Vec::new(), kind))
    }

    /// Puts `@id` before the mappings that nothing would bring into the template otherwise, once all has been
    /// written that may look them up.
    pub fn keep_mappings(&mut self, items: &mut [Item]) {
        let template = self.template;
        let entries = template.root.get("Mappings").and_then(Node::as_map);
        for entry in entries.unwrap_or_default() {
            let Some(named) = self.names.mapping(&entry.key).cloned() else {
                continue;
            };
            let is_own = |item: &&mut Item| match &item.kind {
                ItemKind::Let(own) => own.name.name == named.name,
                _ => false,
            };
            let Some(item) = items.iter_mut().find(is_own) else {
                continue;
            };
            let natural = self.asked(&entry.value) == Form::Natural
                && !needs_id(&named.name, &entry.key)
                && self.scope.looked_up.contains(&entry.key)
                && !self.scope.named_mappings.contains(&entry.key);
            let form = match natural {
                true => Form::Natural,
                false => {
                    let id = self.always_id(&entry.key, entry.key_span);
                    item.attributes.push(id);
                    Form::Spelled
                }
            };
            self.wrote(&entry.value, form);
        }
    }
}

/// Whether a row holds data alone.
fn is_row(row: &Node) -> bool {
    let is_data = |node: &Node| match node.as_list() {
        Some(items) => items.iter().all(is_scalar),
        None => is_scalar(node),
    };
    let entries = row.as_map().unwrap_or_default();
    !entries.is_empty() && entries.iter().all(|entry| is_data(&entry.value))
}

fn is_scalar(node: &Node) -> bool {
    node.as_map().is_none() && node.as_list().is_none()
}
