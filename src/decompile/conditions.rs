//! `Conditions`: each is a `let`, which always goes into the template under its name. In: an entry of the section.
//! Out: the declaration. Never: what a condition says.

use super::build::ident;
use super::state::Decompiler;
use crate::syntax::ast::{Item, ItemKind, Let};
use crate::template::Entry;

impl<'a> Decompiler<'a> {
    /// `None`: no `let` can say it.
    pub fn condition_let(&mut self, entry: &'a Entry) -> Option<Item> {
        let name = self.names.condition(&entry.key)?.name.clone();
        let span = entry.key_span;
        let value = self.condition(&entry.value);
        let id = self.id_attribute(&name, &entry.key, span);
        let kind = ItemKind::Let(Let {
            name: ident(name, span),
            ty: None,
            value,
        });
        let attributes = id.into_iter().collect();
        Some(self.item(span.to(entry.value.span), attributes, kind))
    }
}
