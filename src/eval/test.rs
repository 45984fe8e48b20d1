//! `test`: what it fixes, before anything else is made, and what it asserts of the finished graph.
//! In: the lines of one test. Out: what does not hold, with the values that decided it; what is
//! expected to be wrong; which snapshots are to be compared. Never: a comparison of templates, which
//! is the session's.

use super::shown::shown;
use super::state::Eval;
use crate::diag::{Code, Diagnostic};
use crate::graph::{Presence, ResourceId, ResourceKind, Value, ValueKind};
use crate::syntax::ast::{
    Argument, BinaryOp, Expr, ExprKind, Key, ListEntry, RecordEntry, StatementKind, Test, UnaryOp,
};
use crate::text::{Name, Span};

/// What one test found.
#[derive(Debug, Default)]
pub struct TestRun {
    pub failures: Vec<Diagnostic>,
    pub expected: Vec<Expected>,
    pub snapshots: Vec<(Name, Span)>,
    /// Where an assertion stands that an error elsewhere has left without an answer.
    pub unanswered: Option<Span>,
}

/// `expect "code", "part of the message"`.
#[derive(Debug, Clone)]
pub struct Expected {
    pub code: Code,
    pub message: Option<Name>,
    pub at: Span,
}

impl<'a> Eval<'a> {
    /// Evaluates what a test fixes. Nothing else is there yet.
    pub fn fix(&mut self, test: &'a Test) {
        let Some(ExprKind::Record(entries)) = test.with.as_ref().map(|with| &with.kind) else {
            return;
        };
        for entry in entries {
            let RecordEntry::Field {
                key: Key::Name(name),
                value: written,
            } = entry
            else {
                continue;
            };
            let before = self.reports.len();
            let value = self.expr(written);
            let known = self.must_be_known_deep(&value, written.span, "what a test fixes");
            let silent = self.reports.len() == before && !self.is_failed(written);
            if silent && known.as_ref().is_none_or(has_error) {
                let message = format!("`{}` is fixed before anything else is made", name.name);
                self.report_plain(
                    Diagnostic::new(Code::TestFixed, written.span, message)
                        .here("reads what is made later")
                        .help("write the value out"),
                );
            }
            let value = known.unwrap_or_else(|| self.error(written.span));
            self.fixed.push((name.name.clone(), value));
        }
    }

    /// The value that is fixed for a param or an input.
    pub fn fixed_value(&self, name: &Name) -> Option<Value> {
        let mut fixed = self.fixed.iter().rev();
        fixed
            .find(|(other, _)| other == name)
            .map(|(_, value)| value.clone())
    }

    /// Runs the lines of a test, up to the first that does not hold.
    pub fn test(&mut self, test: &'a Test) -> TestRun {
        let mut run = TestRun::default();
        self.judging = true;
        let mark = self.assumptions.len();
        for statement in &test.body {
            match &statement.kind {
                StatementKind::Let(value) => {
                    let value = self.expr(&value.value);
                    self.locals.push(value);
                }
                StatementKind::Assert { condition, message } => {
                    let value = self.condition(condition);
                    match value.kind {
                        ValueKind::Bool(true) => continue,
                        ValueKind::Error => run.unanswered = Some(condition.span),
                        _ => {
                            let failure = self.failure(condition, &value, message.as_ref());
                            run.failures.push(failure);
                        }
                    }
                    break;
                }
                StatementKind::Expect { code, message } => {
                    // A code that is none has been reported.
                    run.expected
                        .extend(Code::parse(&code.value).map(|found| Expected {
                            code: found,
                            message: message.as_ref().map(|text| text.value.clone()),
                            at: code.span,
                        }));
                }
                StatementKind::Snapshot(name) => {
                    run.snapshots.push((name.value.clone(), name.span));
                }
                // Belongs elsewhere, which has been reported.
                StatementKind::Require { .. }
                | StatementKind::Warn { .. }
                | StatementKind::Error => {}
            }
        }
        self.retract(mark);
        self.locals.clear();
        self.judging = false;
        run
    }

    /// `resources(Type)`.
    pub fn resources_of(&mut self, arguments: &'a [Argument], at: Span) -> Value {
        let name = arguments.first().and_then(|a| a.value.as_type_name());
        let Some(name) = name.map(|name| name.resource_type().0) else {
            return self.error(at);
        };
        let origin = self.origin(at);
        let numbered = self.graph.resources.iter().zip(0..);
        let found = numbered.filter(|(resource, _)| {
            resource.kind != ResourceKind::Existing && resource.ty.name == name
        });
        let found = found.map(|(_, number)| {
            Value::new(
                ValueKind::Resource(ResourceId(number), Presence::Assumed),
                origin,
            )
        });
        Value::list(found.collect::<Vec<_>>(), origin)
    }

    /// `output("name")`; `null` where the output is not made.
    pub fn output_of(&mut self, arguments: &'a [Argument], at: Span) -> Value {
        let Some(argument) = arguments.first() else {
            return self.error(at);
        };
        let value = self.expr(&argument.value);
        let outputs = self.graph.outputs.iter();
        let found = outputs.filter(|output| value.as_text() == Some(&output.name));
        let found = found.map(|output| output.value.clone()).next();
        found.unwrap_or_else(|| self.value(ValueKind::Null, at))
    }

    fn is_failed(&self, expr: &Expr) -> bool {
        self.module.flags(expr.id) & super::state::FAILED != 0
    }

    /// What to say of an assertion that does not hold, or that nobody can decide.
    fn failure(
        &mut self,
        condition: &'a Expr,
        value: &Value,
        message: Option<&'a Expr>,
    ) -> Diagnostic {
        let said = message.map(|message| self.expr(message));
        let said = said.as_ref().and_then(|value| value.known()?.as_text());
        let said = said.map(ToString::to_string);
        if value.as_bool().is_none() {
            let message = "only the deployment knows whether this holds";
            let diagnostic = Diagnostic::new(Code::TestFailed, condition.span, message)
                .here("not known in the test")
                .help("fix what it depends on: `test \"...\" with { ... }`");
            return self.with_cause(diagnostic, value);
        }
        let message = said.unwrap_or_else(|| "this does not hold".to_owned());
        let diagnostic = Diagnostic::new(Code::TestFailed, condition.span, message);
        let mut diagnostic = self.explain_false(diagnostic, condition, true);
        // Both sides are underlined, rather than the whole.
        if let Some(first) = diagnostic.labels.first()
            && diagnostic
                .labels
                .iter()
                .all(|label| label.at != condition.span)
        {
            diagnostic.at = first.at;
        }
        diagnostic
    }

    /// Labels the parts of a condition that is (not) `holds`, with their values.
    fn explain_false(
        &mut self,
        diagnostic: Diagnostic,
        condition: &'a Expr,
        wanted: bool,
    ) -> Diagnostic {
        match &condition.kind {
            ExprKind::Paren(inner) => self.explain_false(diagnostic, inner, wanted),
            ExprKind::Unary {
                op: UnaryOp::Not,
                operand,
            } => self.explain_false(diagnostic, operand, !wanted),
            ExprKind::Binary {
                op: BinaryOp::And | BinaryOp::Or,
                left,
                right,
                ..
            } => {
                let is_to_blame = self.condition(left).as_bool() == Some(!wanted);
                let diagnostic = match is_to_blame {
                    true => self.explain_false(diagnostic, left, wanted),
                    false => diagnostic,
                };
                match self.condition(right).as_bool() == Some(!wanted) {
                    true => self.explain_false(diagnostic, right, wanted),
                    false => diagnostic,
                }
            }
            ExprKind::Binary { left, right, .. } => {
                let diagnostic = self.label_value(diagnostic, left);
                self.label_value(diagnostic, right)
            }
            ExprKind::Call { arguments, .. } => {
                let whole = diagnostic.label(condition.span, format!("is {}", !wanted));
                let arguments = arguments.iter();
                arguments.fold(whole, |d, argument| self.label_value(d, &argument.value))
            }
            _ => diagnostic.label(condition.span, format!("is {}", !wanted)),
        }
    }

    /// Says what an expression is, unless it says so itself.
    fn label_value(&mut self, diagnostic: Diagnostic, expr: &'a Expr) -> Diagnostic {
        if is_literal(expr) {
            return diagnostic;
        }
        let value = self.expr(expr);
        let text = format!("is {}", shown(&self.graph, &value));
        diagnostic.label(expr.span, text)
    }
}

fn is_literal(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Null
        | ExprKind::Bool(_)
        | ExprKind::Int(_)
        | ExprKind::Number(_)
        | ExprKind::TypeName(_) => true,
        ExprKind::Text(text) => {
            let is_text = |part: &_| matches!(part, crate::syntax::ast::TextPart::Text { .. });
            text.parts.iter().all(is_text)
        }
        ExprKind::Paren(inner) => is_literal(inner),
        ExprKind::List(entries) => entries.iter().all(|entry| match entry {
            ListEntry::Item(item) => is_literal(item),
            ListEntry::Spread(_) => false,
        }),
        ExprKind::Record(entries) => entries.iter().all(|entry| match entry {
            RecordEntry::Field {
                key: Key::Name(_),
                value,
            } => is_literal(value),
            _ => false,
        }),
        _ => false,
    }
}

fn has_error(value: &Value) -> bool {
    match &value.kind {
        ValueKind::Error => true,
        ValueKind::List(list) => list.iter().any(has_error),
        ValueKind::Map(map) => map.values().any(has_error),
        _ => false,
    }
}
