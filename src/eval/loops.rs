//! What loops run over, and comprehensions: `[for x in xs if c: x]`, `{ for k, v in m: k => v }`.

use super::operators::count;
use super::state::Eval;
use crate::builtins::scalar_text;
use crate::diag::{Code, Diagnostic};
use crate::graph::{FrameKind, List, Value, ValueKind, ValueMap};
use crate::syntax::ast::{Expr, ExprKind, ForClause, ListFor, MapFor};
use crate::text::{Name, Span};
use std::sync::Arc;

/// What a loop runs over, known.
pub(super) enum Source {
    List(Arc<List>),
    Map(Arc<ValueMap>),
    /// Both ends included; never made a list of.
    Range(i64, i64),
}

impl Source {
    pub fn len(&self) -> u64 {
        match self {
            Source::List(list) => list.len() as u64,
            Source::Map(map) => map.len() as u64,
            Source::Range(first, last) => count(*first, *last),
        }
    }

    /// The key and the element of a pass; of a list its index and the element.
    pub fn pass(&self, index: usize, eval: &Eval, span: Span) -> Option<(Value, Value)> {
        let int = |i: i64| eval.value(ValueKind::Int(i), span);
        match self {
            Source::List(list) => Some((int(index as i64), list.get(index)?.clone())),
            Source::Map(map) => {
                let (key, value) = map.get_index(index)?;
                let key = Value::new(ValueKind::Text(key.clone()), value.origin);
                Some((key, value.clone()))
            }
            Source::Range(first, _) => {
                let number = int(first.wrapping_add(index as i64));
                Some((number.clone(), number))
            }
        }
    }

    /// Whether the keys of its passes are of its own, not places in a list.
    pub fn has_keys(&self) -> bool {
        !matches!(self, Source::List(_))
    }
}

impl<'a> Eval<'a> {
    /// Evaluates what a loop runs over. `None` where it is not known, which is reported.
    pub fn source(&mut self, iterable: &'a Expr) -> Option<Source> {
        let mut inner = iterable;
        while let ExprKind::Paren(next) = &inner.kind {
            inner = next;
        }
        let source = match &inner.kind {
            ExprKind::Range { from, to } => {
                let (first, last) = self.range_ends(from, to)?;
                Source::Range(first, last)
            }
            _ => {
                let value = self.expr(iterable);
                let ty = self.module.unit.types.expr(iterable.id);
                let value = self
                    .elements_read(&value, ty, iterable.span)
                    .unwrap_or(value);
                if value.is_error() {
                    return None;
                }
                let known = self.must_be_known(&value, iterable.span, "what a loop runs over")?;
                match known.kind {
                    ValueKind::List(list) => Source::List(list),
                    ValueKind::Map(map) => Source::Map(map),
                    ValueKind::Null => return None,
                    ValueKind::Resource(id, _) if self.graph.resource(id).each.is_some() => {
                        let key = self.error(iterable.span);
                        self.pass_of(id, &key, iterable.span);
                        return None;
                    }
                    _ => {
                        self.wrong_kind(&known, "a list or a map");
                        return None;
                    }
                }
            }
        };
        let passes = source.len();
        self.reserve(passes, "passes of a loop", iterable.span)
            .then_some(source)
    }

    pub fn list_for(&mut self, list: &'a ListFor, span: Span) -> Value {
        let mut values = Vec::new();
        let origin = self.origin(span);
        let whole = self.passes(&list.clauses, &mut |eval| {
            let (keep, condition) = eval.filter(list.condition.as_ref());
            if !keep {
                return;
            }
            let value = match condition {
                None => eval.expr(&list.body),
                Some(condition) => {
                    let value = eval.under(&condition, true, |eval| eval.expr(&list.body));
                    eval.make_if(condition, value, Value::null(origin), origin)
                }
            };
            if !value.is_null() {
                values.push(value);
            }
        });
        match whole {
            true => self.list(values, origin),
            false => self.error(span),
        }
    }

    pub fn map_for(&mut self, map: &'a MapFor, span: Span) -> Value {
        let mut entries = ValueMap::new();
        let origin = self.origin(span);
        let whole = self.passes(&map.clauses, &mut |eval| {
            let (keep, condition) = eval.filter(map.condition.as_ref());
            if !keep {
                return;
            }
            let Some(key) = eval.entry_key(&map.key) else {
                return;
            };
            let value = match condition {
                None => eval.expr(&map.value),
                Some(condition) => {
                    let value = eval.under(&condition, true, |eval| eval.expr(&map.value));
                    eval.make_if(condition, value, Value::null(origin), origin)
                }
            };
            if let Some(first) = entries.insert(key.clone(), value) {
                eval.equal_entries(&key, map.key.span, &first);
            }
        });
        match whole {
            true => self.map(entries, origin),
            false => self.error(span),
        }
    }

    fn entry_key(&mut self, key: &'a Expr) -> Option<Name> {
        let value = self.expr(key);
        if value.is_error() {
            return None;
        }
        let known = self.must_be_known(&value, key.span, "the key of an entry")?;
        let text = scalar_text(&known);
        if text.is_none() {
            self.not_a_text(&known);
        }
        text
    }

    fn equal_entries(&mut self, key: &str, at: Span, first: &Value) {
        let message = format!("two passes give the key `{key}`");
        let mut diagnostic = Diagnostic::new(Code::IdDuplicateKey, at, message).here("given twice");
        let context = crate::graph::context(&self.graph.frames, first.origin.frame);
        if let Some(pass) = context.last() {
            diagnostic = diagnostic.label(first.origin.span, format!("first {pass}"));
        }
        self.report(diagnostic);
    }

    /// What a loop's `if` says of a pass: whether it is made at all, and under which condition.
    pub fn filter(&mut self, condition: Option<&'a Expr>) -> (bool, Option<Value>) {
        let Some(condition) = condition else {
            return (true, None);
        };
        let value = self.condition(condition);
        match value.kind {
            ValueKind::Bool(keep) => (keep, None),
            ValueKind::Error => (false, None),
            _ => match self.implied(&value) {
                Some(keep) => (keep, None),
                None => (true, Some(value)),
            },
        }
    }

    /// Runs `body` in every pass of nested clauses. False where one of them is not known.
    fn passes(&mut self, clauses: &'a [ForClause], body: &mut dyn FnMut(&mut Eval<'a>)) -> bool {
        let Some((clause, inner)) = clauses.split_first() else {
            body(self);
            return true;
        };
        let Some(source) = self.source(&clause.iterable) else {
            return false;
        };
        let depth = self.locals.len();
        let frame = self.frame;
        let repeating = std::mem::replace(&mut self.repeating, true);
        let mut whole = true;
        for index in 0..usize::try_from(source.len()).unwrap_or(usize::MAX) {
            let Some((key, value)) = source.pass(index, self, clause.iterable.span) else {
                break;
            };
            self.push_pass(clause, &key, &value);
            self.bind_pass(clause, key, value);
            whole &= self.passes(inner, body);
            self.locals.truncate(depth);
            self.frame = frame;
            if self.budget.is_spent() {
                whole = false;
                break;
            }
        }
        self.repeating = repeating;
        whole
    }

    /// Enters the frame of a pass: the key, or the element where no variable holds one.
    fn push_pass(&mut self, clause: &ForClause, key: &Value, value: &Value) {
        let (variable, shown) = match &clause.key {
            Some(name) => (name, key),
            None => (&clause.value, value),
        };
        self.push_frame(FrameKind::Pass {
            variable: variable.name.clone(),
            value: shown.clone(),
        });
    }

    /// Makes the variables of a clause.
    pub fn bind_pass(&mut self, clause: &ForClause, key: Value, value: Value) {
        if clause.key.is_some() {
            self.locals.push(key);
        }
        self.locals.push(value);
    }
}
