//! Functions of one value, and dynamic references: `base64`, `toJson`, what other stacks and stores hold. In:
//! their arguments. Out: calls, where something in them is left to the engine. Never: an encoding.

use super::Form;
use super::function::{function_of, is_deferred};
use super::state::Decompiler;
use crate::syntax::ast::Expr;
use crate::template::Node;
use crate::text::Name;

impl Decompiler<'_> {
    pub fn natural_base64(&mut self, node: &Node, argument: &Node) -> Option<Expr> {
        // A choice between texts would be encoded in its branches.
        let function = function_of(argument)?;
        let fits = function.key != "Fn::If";
        fits.then(|| self.global_call(node, "base64", &[argument]))
    }

    pub fn natural_to_json(&mut self, node: &Node, argument: &Node) -> Option<Expr> {
        let is_choice = function_of(argument).is_some_and(|function| function.key == "Fn::If");
        let fits = is_deferred(argument) && !is_choice;
        fits.then(|| self.global_call(node, "toJson", &[argument]))
    }

    pub fn natural_import(&mut self, node: &Node, argument: &Node) -> Option<Expr> {
        if argument.as_text().is_none() && function_of(argument).is_none() {
            return None;
        }
        let callee = self.member(node.span, "aws", "importValue");
        let name = self.value(argument);
        Some(self.call(node.span, callee, vec![name]))
    }

    pub fn natural_stack_output(&mut self, node: &Node, argument: &Node) -> Option<Expr> {
        let (stack, name) = (argument.get("StackName")?, argument.get("OutputName")?);
        if argument.as_map()?.len() != 2 {
            return None;
        }
        let callee = self.member(node.span, "aws", "stackOutput");
        let arguments = vec![self.value(stack), self.value(name)];
        Some(self.call(node.span, callee, arguments))
    }

    /// `aws.secret(...)` and `aws.ssm(...)`: a text that is a dynamic reference as a whole.
    pub fn dynamic_reference(&mut self, node: &Node, text: &str) -> Option<Expr> {
        let inner = text.strip_prefix("{{resolve:")?.strip_suffix("}}")?;
        if inner.contains(['{', '}']) {
            return None;
        }
        let (service, rest) = inner.split_once(':')?;
        let texts = match service {
            "secretsmanager" => match rest.split_once(":SecretString:") {
                // A version of a secret has no form of its own.
                Some((_, key)) if key.is_empty() || key.contains(':') => return None,
                Some((id, key)) => vec![id, key],
                None if rest.contains(":SecretString") => return None,
                None => vec![rest],
            },
            "ssm" | "ssm-secure" => vec![rest],
            _ => return None,
        };
        if texts.iter().any(|text| text.is_empty()) {
            return None;
        }
        self.wrote(node, Form::Natural);
        let function = match service {
            "secretsmanager" => "secret",
            _ => "ssm",
        };
        let callee = self.member(node.span, "aws", function);
        let texts = texts.into_iter();
        let mut arguments: Vec<Expr> = texts
            .map(|text| self.text(node.span, Name::from(text)))
            .collect();
        if service == "ssm-secure" {
            arguments.push(self.expr(node.span, crate::syntax::ast::ExprKind::Bool(true)));
        }
        Some(self.call(node.span, callee, arguments))
    }
}
