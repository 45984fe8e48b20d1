//! What must be known while compiling: the errors that name the place which needs it and the place
//! which makes it unknown.

use super::state::Eval;
use crate::builtins::kind_name;
use crate::diag::{Code, Diagnostic};
use crate::graph::{Deferred, Origin, ResourceId, Value, ValueKind};
use crate::text::Span;

impl Eval<'_> {
    /// The value, known at its outermost level; `need` says what wants it: `what a loop runs over`.
    /// What is not known is reported; `None` then.
    pub fn must_be_known(&mut self, value: &Value, at: Span, need: &str) -> Option<Value> {
        match value.known() {
            Some(known) if known.as_deferred().is_none() => Some(known.clone()),
            _ => {
                self.report_unknown(value, at, need);
                None
            }
        }
    }

    /// The value, known at every level.
    pub fn must_be_known_deep(&mut self, value: &Value, at: Span, need: &str) -> Option<Value> {
        let known = self.must_be_known(value, at, need)?;
        match first_deferred(&known) {
            None => Some(known),
            Some(unknown) => {
                let unknown = unknown.clone();
                self.report_unknown(&unknown, at, need);
                None
            }
        }
    }

    fn report_unknown(&mut self, value: &Value, at: Span, need: &str) {
        let message = format!("{need} must be known when compiling");
        let diagnostic = Diagnostic::new(Code::PhaseNeedsKnownValue, at, message)
            .here("only the deployment knows this")
            .help("take it from an `input`, a `let` or a literal");
        let mut diagnostic = self.with_cause(diagnostic, value);
        for (place, name) in self.way_to_unknown(at) {
            if !diagnostic.labels.iter().any(|label| label.at == place) {
                diagnostic = diagnostic.label(place, format!("through `{name}`"));
            }
        }
        self.report(diagnostic);
    }

    /// Adds the place that makes a value unknown.
    pub fn with_cause(&self, mut diagnostic: Diagnostic, value: &Value) -> Diagnostic {
        let Some((what, origin)) = cause(value) else {
            return diagnostic;
        };
        let (place, text) = match &what {
            Deferred::Param(id) => (
                self.graph.param(*id).origin.span,
                "a param is chosen when deploying".to_owned(),
            ),
            Deferred::Pseudo(pseudo) => {
                let text = format!("`aws.{}` is known when deploying", pseudo.name());
                (origin.span, text)
            }
            Deferred::Reference(id) => (origin.span, self.attribute_of(*id, "ref")),
            Deferred::Prop { resource, path, .. } => {
                (origin.span, self.attribute_of(*resource, &path.join(".")))
            }
            _ => (origin.span, "this is known when deploying".to_owned()),
        };
        if place != diagnostic.at {
            diagnostic = diagnostic.label(place, text);
        }
        // The chain of calls in which the unknown value was made, where it is another one.
        if origin.frame != self.frame {
            let places = crate::graph::places(&self.graph.frames, origin.frame);
            for (text, at) in places.take(2) {
                diagnostic = diagnostic.label(at, format!("made {text}"));
            }
        }
        diagnostic
    }

    fn attribute_of(&self, resource: ResourceId, path: &str) -> String {
        let name = &self.graph.resource(resource).name;
        format!("`{name}.{path}` is known when it is made")
    }

    /// The error of a value that is `null` where something is needed. The checker finds most of
    /// them; what comes out of `json` is found here.
    pub fn null_error(&mut self, at: Span) -> Value {
        self.report(
            Diagnostic::new(Code::EvalNull, at, "this is `null`")
                .here("a value is needed here")
                .help("read it with `?.`, or give another value with `??`"),
        );
        self.error(at)
    }

    pub fn not_a_text(&mut self, value: &Value) {
        self.wrong_kind(value, "a string, a number or a boolean");
    }

    pub fn not_a_condition(&mut self, value: &Value) -> Value {
        self.wrong_kind(value, "a boolean")
    }

    /// The error of a value of another kind than is wanted, which only an untyped value can be.
    pub fn wrong_kind(&mut self, value: &Value, wanted: &str) -> Value {
        let at = value.origin.span;
        if !value.is_error() {
            let message = format!("expected {wanted}, found {}", kind_name(value));
            let diagnostic = Diagnostic::new(Code::EvalMismatch, at, message);
            self.report(diagnostic.here("this comes from an untyped value"));
        }
        self.error(at)
    }
}

/// The first thing in an expression that is not known by itself, and where it was written.
fn cause(value: &Value) -> Option<(Deferred, Origin)> {
    let deferred = value.as_deferred()?;
    let mut found = None;
    let mut nearest = usize::MAX;
    deferred.operands(&mut |operand| {
        if let Some((depth, unknown)) = shallowest(operand)
            && depth < nearest
        {
            nearest = depth;
            found = cause(unknown);
        }
    });
    found.or_else(|| Some((deferred.clone(), value.origin)))
}

/// The deferred value that stands least deep in a value, and how deep. A list with deferred elements
/// is known: what makes it unknown stands above what its elements hold.
fn shallowest(value: &Value) -> Option<(usize, &Value)> {
    let mut level = vec![value];
    for depth in 0.. {
        let mut below = Vec::new();
        for value in level {
            match &value.kind {
                ValueKind::List(list) => below.extend(list.iter()),
                ValueKind::Map(map) => below.extend(map.values()),
                ValueKind::Deferred(_) => match value.known() {
                    Some(known) => below.push(known),
                    None => return Some((depth, value)),
                },
                _ => {}
            }
        }
        if below.is_empty() {
            break;
        }
        level = below;
    }
    None
}

/// The first deferred value in a value.
fn first_deferred(value: &Value) -> Option<&Value> {
    match &value.kind {
        ValueKind::List(list) => list.iter().find_map(first_deferred),
        ValueKind::Map(map) => map.values().find_map(first_deferred),
        ValueKind::Deferred(_) => match value.known() {
            Some(known) => first_deferred(known),
            None => Some(value),
        },
        _ => None,
    }
}
