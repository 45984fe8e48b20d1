//! `output`: what the stack gives to the outside.

use super::ids::Namespace;
use super::state::Eval;
use crate::diag::{Code, Diagnostic};
use crate::graph::{Deferred, Identity, Output, Value, ValueKind, logical_id};
use crate::syntax::ast::{self, Item};
use crate::text::Span;

impl<'a> Eval<'a> {
    pub fn output(&mut self, item: &'a Item, output: &'a ast::Output) {
        let name = &output.name;
        let (made, condition) = self.filter(output.condition.as_ref());
        if !made {
            return;
        }
        let before = condition.as_ref().map(|c| self.assume(c, true));
        let value = self.expr(&output.value);
        if let Some(before) = before {
            self.retract(before);
        }
        let Some((value, absence)) = self.presence(value, name.span) else {
            return;
        };
        let condition = match (condition, absence) {
            (Some(own), Some(other)) => {
                let origin = self.origin(name.span);
                Some(self.and(vec![own, other], origin))
            }
            (own, other) => own.or(other),
        };
        let explicit = self.explicit_id(item);
        let id = match &explicit {
            Some(id) => id.clone(),
            None => logical_id([name.name.as_str()]),
        };
        self.take_id(Namespace::Output, &id, &name.name, name.span);
        let export = item.attribute("export").and_then(|a| a.arguments.first());
        let export = export.map(|argument| self.expr(&argument.value));
        let attributes = item.attribute("attributes");
        let attributes = attributes.and_then(|attribute| self.first(attribute));
        let description = self.description(item);
        self.graph.outputs.push(Output {
            name: name.name.clone(),
            logical_id: id,
            identity: Identity {
                path: vec![name.name.clone()],
                explicit,
            },
            value,
            condition,
            description,
            export,
            attributes,
            secret: item.attribute("secret").is_some(),
            origin: self.origin(name.span),
        });
    }

    /// What an output gives, and under which condition where it may be absent. `None` where it is
    /// not there at all.
    fn presence(&mut self, value: Value, at: Span) -> Option<(Value, Option<Value>)> {
        if value.is_null() {
            return None;
        }
        let origin = value.origin;
        let (present, condition) = match value.as_deferred() {
            Some(Deferred::If {
                condition,
                then,
                otherwise,
            }) if otherwise.is_null() => (then.clone(), Some(condition.clone())),
            Some(Deferred::If {
                condition,
                then,
                otherwise,
            }) if then.is_null() => {
                let opposite = self.not(condition.clone(), origin);
                (otherwise.clone(), Some(opposite))
            }
            _ => (value, None),
        };
        self.refuse_absence(&present, at);
        Some((present, condition))
    }

    /// An output is there or is not, by one condition.
    fn refuse_absence(&mut self, value: &Value, at: Span) {
        match &value.kind {
            // Each entry becomes an output of its own.
            ValueKind::Map(map) => {
                for entry in map.values() {
                    if !entry.is_null() {
                        self.presence(entry.clone(), at);
                    }
                }
            }
            ValueKind::Deferred(_) => {
                let mut leaves = Vec::new();
                let counted = self.leaves(value, &mut leaves).is_some();
                if counted && leaves.iter().any(Value::is_null) {
                    let message = "whether this output is there depends on several conditions";
                    self.report(
                        Diagnostic::new(Code::PhaseOptionalOutput, value.origin.span, message)
                            .here("may be `null`")
                            .label(at, "the output")
                            .help("say when it is there: `output name if condition = ...`"),
                    );
                }
            }
            _ => {}
        }
    }
}
