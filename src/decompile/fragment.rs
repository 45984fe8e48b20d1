//! What no declaration can say, which goes into the template as it is. In: entries of the template, with their
//! keys from its root on. Out: the one expression of `stack { template: raw({...}) }`. Never: what would come out
//! the same in another form.

use super::Form;
use super::build::field;
use super::state::Decompiler;
use crate::syntax::ast::Expr;
use crate::template::{Entry, Node, NodeKind};
use crate::text::{Name, Span};

/// What goes into the template as it is, in the order of the template.
#[derive(Debug, Default)]
pub struct Fragments {
    parts: Vec<Part>,
    /// Something in it means more than data.
    is_raw: bool,
}

#[derive(Debug)]
struct Part {
    /// The keys that lead to it, the outermost last.
    keys: Vec<(Name, Span)>,
    value: Expr,
}

impl Decompiler<'_> {
    /// Puts an entry of a section into the template as it is.
    pub fn fragment(&mut self, section: &Entry, entry: &Entry) {
        self.fragment_at(&[section, entry]);
    }

    /// Puts the last of these entries, each inside the one before, into the template as it is.
    pub fn fragment_at(&mut self, path: &[&Entry]) {
        let Some(entry) = path.last() else {
            return;
        };
        let is_raw = !is_plain(&entry.value);
        self.fragments.is_raw |= is_raw;
        let form = if is_raw {
            Form::Fragment
        } else {
            Form::Natural
        };
        self.wrote(&entry.value, form);
        self.note_names(&entry.value);
        let value = self.literal(&entry.value);
        let keys = path.iter().rev();
        let keys = keys.map(|entry| (entry.key.clone(), entry.key_span));
        self.fragments.parts.push(Part {
            keys: keys.collect(),
            value,
        });
    }

    /// `raw({ Resources: {...} })`, where there is anything to say.
    pub fn all_fragments(&mut self) -> Option<Expr> {
        let parts = std::mem::take(&mut self.fragments.parts);
        let at = parts.first()?.keys.last()?.1;
        let record = self.nested(at, parts);
        if !self.fragments.is_raw {
            return Some(record);
        }
        let callee = self.name(at, "raw");
        Some(self.call(at, callee, vec![record]))
    }

    /// A record of all parts, those of one key together.
    fn nested(&mut self, at: Span, parts: Vec<Part>) -> Expr {
        let mut groups: Vec<(Name, Span, Vec<Part>)> = Vec::new();
        for mut part in parts {
            let Some((key, span)) = part.keys.pop() else {
                // Nothing stands beside the whole.
                return part.value;
            };
            match groups.iter_mut().find(|(name, ..)| *name == key) {
                Some((.., group)) => group.push(part),
                None => groups.push((key, span, vec![part])),
            }
        }
        let mut fields = Vec::with_capacity(groups.len());
        for (key, span, group) in groups {
            let value = self.nested(span, group);
            fields.push(field(&key, span, value));
        }
        self.record(at, fields)
    }
}

/// Whether a value means what it says, with or without `raw`: nothing, or one scalar.
fn is_plain(node: &Node) -> bool {
    match &node.kind {
        NodeKind::Map(entries) => entries.is_empty(),
        NodeKind::List(items) => items.is_empty(),
        NodeKind::Null => false,
        _ => true,
    }
}
