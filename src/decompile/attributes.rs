//! What stands before a declaration: its id, its description, and the keys that nothing else says. In: entries of a
//! template. Out: attributes and documents. Never: which keys those are.

use super::build::{attribute, field};
use super::names::needs_id;
use super::state::Decompiler;
use crate::syntax::ast::{Attribute, Doc, Expr, Item, ItemKind};
use crate::template::Entry;
use crate::text::{Name, Span};

impl Decompiler<'_> {
    /// A declaration of an entry that is not filled in yet, and the attributes that it begins with.
    pub fn begun(&mut self, name: &str, entry: &Entry) -> (Item, Vec<Attribute>) {
        let span = entry.key_span;
        let id = self.id_attribute(name, &entry.key, span);
        let nothing = ItemKind::Error { name: None };
        let item = self.item(span.to(entry.value.span), Vec::new(), nothing);
        (item, id.into_iter().collect())
    }

    /// `@id("...")`, where the name gives another id.
    pub fn id_attribute(&mut self, name: &str, id: &Name, span: Span) -> Option<Attribute> {
        needs_id(name, id).then(|| self.always_id(id, span))
    }

    pub fn always_id(&mut self, id: &Name, span: Span) -> Attribute {
        let text = self.text(span, id.clone());
        attribute("id", span, vec![text])
    }

    /// An attribute of one value.
    pub fn attribute_of(&mut self, name: &'static str, entry: &Entry, value: Expr) -> Attribute {
        attribute(name, entry.key_span.to(entry.value.span), vec![value])
    }

    /// `@attributes({...})` of the keys that nothing else says.
    pub fn other_keys(&mut self, others: &[&Entry]) -> Option<Attribute> {
        let span = others.first()?.key_span;
        let mut entries = Vec::with_capacity(others.len());
        for entry in others {
            let value = self.value(&entry.value);
            entries.push(field(&entry.key, entry.key_span, value));
        }
        let record = self.record(span, entries);
        Some(attribute("attributes", span, vec![record]))
    }

    /// A description as `///`, else as `@description`. `false`: no text can say it.
    pub fn describe(&mut self, item: &mut Item, description: &Entry) -> bool {
        let Some(text) = description.value.as_text() else {
            return false;
        };
        if fits_doc(text) {
            item.doc = Some(Doc {
                text: text.to_string(),
                span: description.value.span,
            });
            return true;
        }
        let value = self.literal(&description.value);
        let attribute = self.attribute_of("description", description, value);
        item.attributes.push(attribute);
        true
    }
}

/// Whether the lines of a document say a text exactly.
fn fits_doc(text: &str) -> bool {
    let fits = |line: &str| line.trim_end() == line && !line.chars().any(char::is_control);
    !text.trim().is_empty() && text.split('\n').all(fits)
}
