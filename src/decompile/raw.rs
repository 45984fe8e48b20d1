//! Data that goes into the template as it is: the last resort. In: nodes. Out: `raw(...)`. Never: a look at
//! what is in it, but for the names that it needs to be there.

use super::Form;
use super::state::Decompiler;
use crate::syntax::ast::Expr;
use crate::template::Node;

impl Decompiler<'_> {
    /// `raw(...)`
    pub fn raw(&mut self, node: &Node) -> Expr {
        self.wrote(node, Form::Raw);
        self.note_names(node);
        let callee = self.name(node.span, "raw");
        let literal = self.literal(node);
        self.call(node.span, callee, vec![literal])
    }

    /// Notes the conditions and mappings that data names by their ids.
    pub fn note_names(&mut self, node: &Node) {
        for entry in node.as_map().unwrap_or_default() {
            let first = entry.value.as_list().and_then(<[Node]>::first);
            let first = first.and_then(Node::as_text);
            match entry.key.as_str() {
                "Fn::If" => self.scope.named_conditions.extend(first.cloned()),
                "Fn::FindInMap" => self.scope.named_mappings.extend(first.cloned()),
                "Condition" => {
                    let name = entry.value.as_text().cloned();
                    self.scope.named_conditions.extend(name);
                }
                _ => {}
            }
        }
        let items = node.as_list().unwrap_or_default().iter();
        let values = node.as_map().unwrap_or_default().iter().map(|e| &e.value);
        for inner in items.chain(values) {
            self.note_names(inner);
        }
    }
}
