//! `Fn::Join`, `Fn::Split`, `Fn::Select`, `Fn::GetAZs` and `Fn::Length`. In: their arguments. Out: the functions
//! and operators of the language, where something in them is left to the engine: what is known would be
//! computed. Never: a look into what they are given.

use super::function::{function_of, is_deferred, is_no_value};
use super::state::Decompiler;
use crate::syntax::ast::{Expr, ExprKind};
use crate::template::{Node, NodeKind};

impl Decompiler<'_> {
    pub fn natural_join(&mut self, node: &Node, argument: &Node) -> Option<Expr> {
        let [separator, list] = argument.as_list()? else {
            return None;
        };
        separator.as_text()?;
        let fits = match list.as_list() {
            Some(items) => items.iter().all(is_element) && items.iter().any(is_deferred),
            None => gives_list(list),
        };
        fits.then(|| self.global_call(node, "join", &[separator, list]))
    }

    pub fn natural_split(&mut self, node: &Node, argument: &Node) -> Option<Expr> {
        let [separator, text] = argument.as_list()? else {
            return None;
        };
        separator.as_text()?;
        // A choice between texts would be split in its branches.
        let function = function_of(text)?;
        let fits = function.key != "Fn::If";
        fits.then(|| self.global_call(node, "split", &[separator, text]))
    }

    pub fn natural_select(&mut self, node: &Node, argument: &Node) -> Option<Expr> {
        let [index, list] = argument.as_list()? else {
            return None;
        };
        let NodeKind::Int(number) = index.kind else {
            return None;
        };
        if let Some(subnet) = self.cidr_subnet(node, number, list) {
            return Some(subnet);
        }
        if number < 0 || !gives_list(list) {
            return None;
        }
        let base = Box::new(self.value(list));
        let index = Box::new(self.literal(index));
        Some(self.expr(node.span, ExprKind::Index { base, index }))
    }

    /// `cidrSubnet(block, length, index)`, where a `Select` of `Fn::Cidr` is what that becomes.
    fn cidr_subnet(&mut self, node: &Node, index: i64, list: &Node) -> Option<Expr> {
        let cidr = list.single().filter(|entry| entry.key == "Fn::Cidr")?;
        let [block, count, bits] = cidr.value.as_list()? else {
            return None;
        };
        let (NodeKind::Int(count), NodeKind::Int(bits)) = (&count.kind, &bits.kind) else {
            return None;
        };
        let fits = (0..=255).contains(&index) && *count == index + 1 && (0..=32).contains(bits);
        function_of(block).filter(|_| fits)?;
        let callee = self.name(node.span, "cidrSubnet");
        let block = self.value(block);
        let length = self.expr(node.span, ExprKind::Int(32 - bits));
        let index = self.expr(node.span, ExprKind::Int(index));
        Some(self.call(node.span, callee, vec![block, length, index]))
    }

    pub fn natural_get_azs(&mut self, node: &Node, argument: &Node) -> Option<Expr> {
        let arguments = match argument.as_text() {
            Some(region) if region.is_empty() => Vec::new(),
            None if function_of(argument).is_none() => return None,
            _ => vec![self.value(argument)],
        };
        let callee = self.member(node.span, "aws", "availabilityZones");
        Some(self.call(node.span, callee, arguments))
    }

    pub fn natural_length(&mut self, node: &Node, argument: &Node) -> Option<Expr> {
        gives_list(argument).then(|| self.global_call(node, "length", &[argument]))
    }

    /// `name(arguments)`
    pub fn global_call(&mut self, node: &Node, name: &'static str, arguments: &[&Node]) -> Expr {
        let callee = self.name(node.span, name);
        let arguments = arguments.iter().map(|argument| self.value(argument));
        let arguments = arguments.collect();
        self.call(node.span, callee, arguments)
    }
}

/// What a list to be joined holds: texts, and what gives some.
fn is_element(node: &Node) -> bool {
    match &node.kind {
        NodeKind::Text(_) => true,
        _ => function_of(node).is_some() && !is_no_value(node),
    }
}

/// Whether a function gives a list that is no choice: a choice is made before anything is done with it.
fn gives_list(node: &Node) -> bool {
    function_of(node).is_some_and(|function| {
        matches!(
            function.key.as_str(),
            "Ref" | "Fn::Split" | "Fn::GetAZs" | "Fn::GetAtt" | "Fn::FindInMap" | "Fn::Cidr"
        )
    })
}
