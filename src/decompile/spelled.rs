//! Functions as the template spells them, in the namespace `cfn`. In: a function with its argument. Out: the
//! call whose arguments stand in the same way, else `raw`. Never: another spelling.

use super::Form;
use super::build::ident;
use super::function::is_no_value;
use super::state::Decompiler;
use crate::syntax::ast::{Argument, Expr, ExprKind};
use crate::template::{Node, NodeKind};
use crate::text::Name;

/// How the arguments of a function stand in a template.
#[derive(Clone, Copy)]
enum Shape {
    /// One text.
    Text,
    /// One value.
    Value,
    /// Values in a list: at least, at most. The first of some is a text.
    List(usize, usize),
    TextFirst(usize, usize),
    /// One to ten conditions in a list.
    Conditions,
    /// Entries by these names, of which so many must be there.
    Entries(&'static [(&'static str, &'static str)], usize),
}

/// The name in `cfn` of a function, and how its arguments stand.
fn spelling(function: &str) -> Option<(&'static str, Shape)> {
    Some(match function {
        "Ref" => ("ref", Shape::Text),
        "Condition" => ("condition", Shape::Text),
        "Fn::RefAll" => ("refAll", Shape::Text),
        "Fn::GetAtt" => ("getAtt", Shape::TextFirst(2, 2)),
        "Fn::Sub" => ("sub", Shape::TextFirst(2, 2)),
        "Fn::Join" => ("join", Shape::List(2, 2)),
        "Fn::Split" => ("split", Shape::List(2, 2)),
        "Fn::Select" => ("select", Shape::List(2, 2)),
        "Fn::FindInMap" => ("findInMap", Shape::List(3, 4)),
        "Fn::If" => ("if", Shape::TextFirst(3, 3)),
        "Fn::Equals" => ("equals", Shape::List(2, 2)),
        "Fn::And" => ("and", Shape::Conditions),
        "Fn::Or" => ("or", Shape::Conditions),
        "Fn::Not" => ("not", Shape::Conditions),
        "Fn::Base64" => ("base64", Shape::Value),
        "Fn::ToJsonString" => ("toJsonString", Shape::Value),
        "Fn::Length" => ("length", Shape::Value),
        "Fn::GetAZs" => ("getAZs", Shape::Value),
        "Fn::ImportValue" => ("importValue", Shape::Value),
        "Fn::Cidr" => ("cidr", Shape::List(2, 3)),
        "Fn::Contains" => ("contains", Shape::List(2, 2)),
        "Fn::EachMemberEquals" => ("eachMemberEquals", Shape::List(2, 2)),
        "Fn::EachMemberIn" => ("eachMemberIn", Shape::List(2, 2)),
        "Fn::ValueOf" => ("valueOf", Shape::TextFirst(2, 2)),
        "Fn::ValueOfAll" => ("valueOfAll", Shape::TextFirst(2, 2)),
        "Fn::GetStackOutput" => (
            "getStackOutput",
            Shape::Entries(
                &[
                    ("StackName", "stack"),
                    ("OutputName", "output"),
                    ("Region", "region"),
                    ("RoleArn", "role"),
                ],
                2,
            ),
        ),
        "Fn::Transform" => (
            "transform",
            Shape::Entries(&[("Name", "name"), ("Parameters", "parameters")], 1),
        ),
        _ => return None,
    })
}

impl Shape {
    /// Whether an argument stands in this way.
    fn fits(self, argument: &Node) -> bool {
        let is_long = |min: usize, max: usize| {
            let items = argument.as_list();
            items.is_some_and(|items| (min..=max).contains(&items.len()))
        };
        match self {
            Shape::Text => argument.as_text().is_some(),
            Shape::Value => true,
            Shape::List(min, max) => is_long(min, max),
            Shape::TextFirst(min, max) => {
                let first = argument.as_list().and_then(<[Node]>::first);
                is_long(min, max) && first.is_some_and(|first| first.as_text().is_some())
            }
            Shape::Conditions => is_long(1, usize::MAX),
            Shape::Entries(names, needed) => {
                let is_known = |key: &str| names.iter().any(|(name, _)| *name == key);
                let has = |(name, _): &(&str, &str)| argument.get(name).is_some();
                let entries = argument.as_map();
                entries.is_some_and(|all| all.iter().all(|entry| is_known(&entry.key)))
                    && names.iter().take(needed).all(has)
            }
        }
    }
}

impl Decompiler<'_> {
    /// A function in the template's own spelling.
    pub fn spelled(&mut self, node: &Node) -> Expr {
        let Some(function) = node.single() else {
            return self.raw(node);
        };
        if is_no_value(node) {
            return self.no_value(node);
        }
        let argument = &function.value;
        // Both may take one text instead of a list.
        let is_text = matches!(function.key.as_str(), "Fn::GetAtt" | "Fn::Sub")
            && argument.as_text().is_some();
        let spelling = spelling(&function.key).filter(|(_, shape)| is_text || shape.fits(argument));
        let Some((name, shape)) = spelling else {
            return self.raw(node);
        };
        self.wrote(node, Form::Spelled);
        let arguments = match shape {
            _ if is_text => vec![self.literal(argument)],
            Shape::Text => vec![self.literal(argument)],
            Shape::Value if function.key == "Fn::GetAZs" && argument.kind == NodeKind::Null => {
                Vec::new()
            }
            Shape::Value => vec![self.value(argument)],
            Shape::Entries(names, _) => return self.by_entries(node, argument, name, names),
            Shape::Conditions => {
                let operands = argument.as_list().unwrap_or_default().iter();
                operands.map(|operand| self.condition(operand)).collect()
            }
            Shape::List(..) | Shape::TextFirst(..) => self.in_list(&function.key, argument),
        };
        self.note_name(&function.key, argument);
        let callee = self.member(node.span, "cfn", name);
        self.call(node.span, callee, arguments)
    }

    fn in_list(&mut self, function: &str, argument: &Node) -> Vec<Expr> {
        match (function, argument.as_list().unwrap_or_default()) {
            ("Fn::If", [condition, then, otherwise]) => {
                // What is named by a text says nothing of what holds in the branches.
                let condition = self.literal(condition);
                vec![condition, self.branch(then), self.branch(otherwise)]
            }
            ("Fn::Sub", [text, variables]) => {
                let text = self.literal(text);
                vec![text, self.value(variables)]
            }
            (_, items) => items.iter().map(|item| self.value(item)).collect(),
        }
    }

    fn by_entries(
        &mut self,
        node: &Node,
        argument: &Node,
        name: &'static str,
        names: &[(&'static str, &'static str)],
    ) -> Expr {
        let mut arguments = Vec::new();
        // Behind one that is left out, the others are named.
        let mut whole = true;
        for (key, parameter) in names {
            match argument.get(key) {
                Some(value) => {
                    let name = (!whole).then(|| ident(*parameter, value.span));
                    let value = self.value(value);
                    arguments.push(Argument { name, value });
                }
                None => whole = false,
            }
        }
        let callee = Box::new(self.member(node.span, "cfn", name));
        self.expr(node.span, ExprKind::Call { callee, arguments })
    }

    /// Notes the condition or mapping that a function names by a text.
    fn note_name(&mut self, function: &str, argument: &Node) {
        let first = argument.as_list().and_then(<[Node]>::first);
        let first = first.and_then(Node::as_text);
        let only = match &argument.kind {
            NodeKind::Text(name) => Some(name),
            _ => None,
        };
        let add = |names: &mut rustc_hash::FxHashSet<Name>, name: Option<&Name>| {
            names.extend(name.cloned());
        };
        match function {
            "Fn::If" => add(&mut self.scope.named_conditions, first),
            "Condition" => add(&mut self.scope.named_conditions, only),
            "Fn::FindInMap" => add(&mut self.scope.named_mappings, first),
            _ => {}
        }
    }
}
