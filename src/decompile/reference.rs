//! `Ref` and `Fn::GetAtt`: params, resources and their attributes, pseudo parameters. In: ids. Out: names and
//! what is read of them. Never: whether an attribute exists.

use super::names::Kind;
use super::state::Decompiler;
use super::{Form, Purpose};
use crate::syntax::ast::{Expr, ExprKind};
use crate::template::Node;
use crate::text::{Name, Span};

impl Decompiler<'_> {
    pub fn natural_ref(&mut self, node: &Node, argument: &Node) -> Option<Expr> {
        self.reference(argument.as_text()?, node.span)
    }

    /// What `Ref` of an id gives; `None` where the source has no name for it.
    pub fn reference(&mut self, id: &Name, span: Span) -> Option<Expr> {
        if let Some(pseudo) = pseudo(id) {
            return Some(self.member(span, "aws", pseudo));
        }
        let variables = self.scope.variables.iter().rev();
        if let Some((_, name)) = variables.into_iter().find(|(variable, _)| variable == id) {
            let name = name.clone()?;
            return Some(self.name(span, name));
        }
        match self.names.thing(id)?.kind {
            Kind::Resource => {
                let resource = self.resource_read(id, span)?;
                Some(self.field(span, resource, "ref"))
            }
            _ => {
                let name = self.names.thing(id)?.name.clone();
                Some(self.name(span, name))
            }
        }
    }

    pub fn natural_get_att(&mut self, node: &Node, argument: &Node) -> Option<Expr> {
        let [id, attribute] = argument.as_list()? else {
            return None;
        };
        let at = attribute.span;
        self.attribute_read(id.as_text()?, attribute.as_text()?, node.span, at)
    }

    /// `resource.Attribute`; `None` where either has no name in the source.
    /// The name stands at `at`.
    pub fn attribute_read(
        &mut self,
        id: &str,
        attribute: &str,
        span: Span,
        at: Span,
    ) -> Option<Expr> {
        let steps = || attribute.split('.');
        if !steps().all(is_member) || attribute == "ref" {
            return None;
        }
        let mut read = self.resource_read(id, span)?;
        for step in steps() {
            read = self.field(span, read, step);
            if let ExprKind::Field { name, .. } = &mut read.kind {
                name.span = at;
            }
        }
        Some(read)
    }

    /// A resource of which something is read. One that may be absent is said to be there, where nothing
    /// around says so.
    fn resource_read(&mut self, id: &str, span: Span) -> Option<Expr> {
        if self.circles.all.contains(id) {
            return None;
        }
        let name = self.names.thing(id)?.name.clone();
        let resource = self.name(span, name);
        let template = self.template;
        let declared = template.root.get("Resources").and_then(|all| all.get(id));
        let condition = declared.and_then(|resource| resource.get("Condition")?.as_text());
        let is_there = condition.is_none_or(|condition| self.holds(condition) == Some(true));
        Some(match is_there || self.purpose == Purpose::Check {
            true => resource,
            false => self.expr(span, ExprKind::Assume(Box::new(resource))),
        })
    }

    /// `cfn.noValue`: where something must stand that is not there.
    pub fn no_value(&mut self, node: &Node) -> Expr {
        self.wrote(node, Form::Spelled);
        self.member(node.span, "cfn", "noValue")
    }

    /// `space.name`
    pub fn member(&mut self, span: Span, space: &'static str, name: &'static str) -> Expr {
        let space = self.name(span, space);
        self.field(span, space, name)
    }
}

/// The name in the namespace `aws` of a pseudo parameter.
pub fn pseudo(id: &str) -> Option<&'static str> {
    Some(match id {
        "AWS::Region" => "region",
        "AWS::AccountId" => "accountId",
        "AWS::Partition" => "partition",
        "AWS::StackName" => "stackName",
        "AWS::StackId" => "stackId",
        "AWS::URLSuffix" => "urlSuffix",
        "AWS::NotificationARNs" => "notificationArns",
        _ => return None,
    })
}

/// Whether a word can stand behind a dot.
pub fn is_member(word: &str) -> bool {
    let mut bytes = word.bytes();
    let first = bytes.next();
    first.is_some_and(|b| b.is_ascii_alphabetic() || b == b'_')
        && bytes.all(|b| b.is_ascii_alphanumeric() || b == b'_')
}
