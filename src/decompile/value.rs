//! Values. In: nodes of a template. Out: expressions.

use super::Form;
use super::build::field;
use super::state::Decompiler;
use crate::syntax::ast::{Expr, ExprKind, ListEntry};
use crate::template::{Node, NodeKind};

impl Decompiler<'_> {
    /// A value in the best form that comes out the same.
    pub fn value(&mut self, node: &Node) -> Expr {
        if let Some(entry) = node.single()
            && (entry.key.starts_with("Fn::") || entry.key == "Ref" || entry.key == "Condition")
        {
            return self.raw(node);
        }
        self.literal_with(node, Decompiler::value)
    }

    /// A condition.
    pub fn condition(&mut self, node: &Node) -> Expr {
        self.raw(node)
    }

    /// `raw(...)`
    pub fn raw(&mut self, node: &Node) -> Expr {
        self.wrote(node, Form::Raw);
        let callee = self.name(node.span, "raw");
        let literal = self.literal(node);
        self.call(node.span, callee, vec![literal])
    }

    /// Data as it stands, functions too.
    pub fn literal(&mut self, node: &Node) -> Expr {
        self.literal_with(node, Decompiler::literal)
    }

    fn literal_with(&mut self, node: &Node, value: fn(&mut Self, &Node) -> Expr) -> Expr {
        let kind = match &node.kind {
            NodeKind::Null => ExprKind::Null,
            NodeKind::Bool(value) => ExprKind::Bool(*value),
            NodeKind::Int(value) => ExprKind::Int(*value),
            NodeKind::Number(value) => ExprKind::Number(*value),
            NodeKind::Text(text) => return self.text(node.span, text.clone()),
            NodeKind::List(items) => {
                let items = items.iter().map(|item| ListEntry::Item(value(self, item)));
                ExprKind::List(items.collect())
            }
            NodeKind::Map(entries) => {
                let entries = entries.iter();
                let entries = entries.map(|e| field(&e.key, e.key_span, value(self, &e.value)));
                ExprKind::Record(entries.collect())
            }
        };
        self.expr(node.span, kind)
    }
}
