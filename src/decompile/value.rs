//! Values. In: nodes of a template. Out: expressions that come out as the same JSON. Never: a condition
//! (see `condition.rs`), or what a function means.

use super::build::field;
use super::function::function_of;
use super::state::Decompiler;
use super::{Form, literal};
use crate::syntax::ast::{Expr, ExprKind, ListEntry, TextLiteral, TextPart};
use crate::template::{Entry, Node, NodeKind};

impl Decompiler<'_> {
    /// A value in the best form that comes out the same.
    pub fn value(&mut self, node: &Node) -> Expr {
        if let Some(function) = function_of(node) {
            return self.function(node, function);
        }
        // Properties that are `null` are left out, and elements of lists.
        if node.kind == NodeKind::Null || self.asked(node) >= Form::Spelled {
            return self.raw(node);
        }
        match &node.kind {
            NodeKind::Text(text) => match self.dynamic_reference(node, text) {
                Some(reference) => reference,
                None => self.literal(node),
            },
            NodeKind::List(items) => {
                let items = items.iter();
                let items = items.map(|item| ListEntry::Item(self.value(item)));
                let items = items.collect();
                self.expr(node.span, ExprKind::List(items))
            }
            NodeKind::Map(entries) => {
                let entries = entries.iter();
                let fields = entries.map(|e| field(&e.key, e.key_span, self.entry(e)));
                let fields = fields.collect();
                self.record(node.span, fields)
            }
            _ => self.literal(node),
        }
    }

    /// The value of an entry. A loop has variables of its own, and no form where a value stands.
    fn entry(&mut self, entry: &Entry) -> Expr {
        match entry.key.starts_with("Fn::ForEach::") {
            true => self.raw(&entry.value),
            false => self.value(&entry.value),
        }
    }

    /// Data as it stands, functions too.
    pub fn literal(&mut self, node: &Node) -> Expr {
        let kind = match &node.kind {
            NodeKind::Null => ExprKind::Null,
            NodeKind::Bool(value) => ExprKind::Bool(*value),
            NodeKind::Int(value) => ExprKind::Int(*value),
            NodeKind::Number(value) => ExprKind::Number(*value),
            NodeKind::Text(text) => {
                let span = node.span;
                let value = text.clone();
                let parts = match text.is_empty() {
                    true => Vec::new(),
                    false => vec![TextPart::Text { value, span }],
                };
                let style = literal::style(text);
                ExprKind::Text(TextLiteral { style, parts })
            }
            NodeKind::List(items) => {
                let items = items.iter();
                let items = items.map(|item| ListEntry::Item(self.literal(item)));
                ExprKind::List(items.collect())
            }
            NodeKind::Map(entries) => {
                let entries = entries.iter();
                let fields = entries.map(|e| field(&e.key, e.key_span, self.literal(&e.value)));
                ExprKind::Record(fields.collect())
            }
        };
        self.expr(node.span, kind)
    }
}
