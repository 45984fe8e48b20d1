//! `policy "title" for r in Type { ... }`: checked where it is written, whether or not a resource is
//! there to hold against it. Every property may be `null`: what was not set is part of the question.

use super::checker::{Checker, Origin};
use crate::diag::{Code, Diagnostic};
use crate::resolve::Binding;
use crate::syntax::ast::*;
use crate::types::{Type, TypeKey};

/// Stands for the type of every resource.
pub const ANY_RESOURCE: &str = "any";

impl<'a> Checker<'a> {
    pub fn policy(&mut self, item: &'a Item, policy: &'a Policy) {
        self.attributes(item);
        let title = &policy.title;
        // Where a title is missing altogether, that has been reported.
        if title.value.is_empty() && title.span.start < title.span.end {
            self.say(
                Diagnostic::new(Code::SyntaxExpected, title.span, "a policy needs a name")
                    .here("nobody could be exempt")
                    .help("say in a few words what must be so: `policy \"queues are encrypted\"`"),
            );
        }
        let is_any = policy.ty.base == ANY_RESOURCE && policy.ty.members.is_empty();
        let ty = match is_any {
            // A type of which nothing is known: whatever is read may be there.
            true => Type::Resource(TypeKey {
                name: ANY_RESOURCE.into(),
                index: None,
            }),
            false => self.named_resource(&policy.ty),
        };
        self.bind(ty, Origin::Param);
        self.in_policy = true;
        if let Some(condition) = &policy.condition {
            self.condition(condition, "the condition of the policy");
            self.assume(condition, true);
        }
        for statement in &policy.body {
            match &statement.kind {
                StatementKind::Require { condition, message } => {
                    self.condition(condition, "what is required");
                    self.message(message.as_ref());
                    // Where it does not hold, the lines after it are not looked at.
                    self.assume(condition, true);
                }
                StatementKind::Warn { condition, message } => {
                    self.condition(condition, "what is asked for");
                    self.message(message.as_ref());
                }
                StatementKind::Let(value) => self.local_let(value),
                StatementKind::Assert { condition, message } => {
                    self.infer(condition);
                    if let Some(message) = message {
                        self.infer(message);
                    }
                    let message = "a policy holds `require` and `warn`";
                    self.foreign_line(statement, message, "a rule or a test", "`require`");
                }
                StatementKind::Expect { .. } | StatementKind::Snapshot(_) => {
                    let message = "a policy holds `require` and `warn`";
                    self.foreign_line(statement, message, "a test", "`require`");
                }
                StatementKind::Error => {}
            }
        }
        self.in_policy = false;
    }

    /// Whether an expression is the resource that a policy is about.
    pub fn is_subject(&self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Paren(inner) => self.is_subject(inner),
            ExprKind::Name(_) => self.in_policy && self.names.binding(expr.id) == Binding::Local(0),
            _ => false,
        }
    }
}
