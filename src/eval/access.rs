//! Reading parts of values: `a.b`, `a?.b`, `xs[0]`, `m["key"]`, `a ?? b`.

use super::state::Eval;
use crate::builtins::{from_json, scalar_text};
use crate::diag::{Code, Diagnostic, did_you_mean, nearest};
use crate::graph::{Deferred, List, MatchArm, Origin, Presence, Value, ValueKind, ValueMap};
use crate::resolve::Binding;
use crate::syntax::ast::{Expr, ExprKind, Ident};
use crate::text::{Name, Span};
use crate::types::{Literal, Type};
use std::sync::Arc;

/// How a part is read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Reading {
    /// `?.`: `null` gives `null`.
    pub optional: bool,
    /// Left of `??`: what is not there is `null`.
    pub lenient: bool,
    /// A field that a record leaves out is `null`, as its type says.
    pub partial: bool,
    pub at: Span,
}

impl<'a> Eval<'a> {
    pub fn field_expr(
        &mut self,
        base: &'a Expr,
        name: &'a Ident,
        optional: bool,
        expr: &'a Expr,
    ) -> Value {
        if let Some(value) = self.member_of_namespace(base, name, expr.span) {
            return value;
        }
        if let Binding::Item(decl) = self.module.unit.names.binding(expr.id) {
            return self.item_value(decl, expr.span);
        }
        let value = self.expr(base);
        let reading = Reading {
            optional,
            lenient: false,
            partial: self.may_be_missing(base),
            at: expr.span,
        };
        self.field(&value, name, reading, expr)
    }

    /// Whether a field that a value does not have is `null`: where its type says that it may be
    /// missing. The keys of a map, and of what has no type, must be there.
    fn may_be_missing(&self, base: &'a Expr) -> bool {
        let ty = self.module.unit.types.expr(base.id);
        let open = |t: &Type| matches!(t, Type::Map(_) | Type::Json | Type::Any);
        !ty.members().iter().any(open)
    }

    fn field(&mut self, base: &Value, name: &'a Ident, reading: Reading, expr: &'a Expr) -> Value {
        match &base.kind {
            ValueKind::Map(map) => match map.get(&name.name) {
                Some(value) => value.clone(),
                None => self.missing(map, &name.name, reading),
            },
            ValueKind::Resource(id, presence) => {
                self.read_resource(*id, *presence, name, reading, expr)
            }
            ValueKind::Instance(id, presence) => self.read_instance(*id, *presence, name, reading),
            ValueKind::Null if reading.optional || reading.lenient => {
                self.value(ValueKind::Null, reading.at)
            }
            ValueKind::Null => self.null_error(reading.at),
            ValueKind::Error => self.error(reading.at),
            ValueKind::Deferred(deferred) => {
                let deferred = deferred.clone();
                self.field_of_deferred(base, &deferred, name, reading, expr)
            }
            // A record that was written as JSON: a policy asks what it says.
            ValueKind::Text(text) if self.judging => match self.parsed(text, base.origin) {
                Some(record) => self.field(&record, name, reading, expr),
                None => self.value(ValueKind::Null, reading.at),
            },
            _ => self.wrong_kind(base, "a record"),
        }
    }

    /// The record that a text of JSON holds.
    fn parsed(&mut self, text: &str, origin: Origin) -> Option<Value> {
        let value = from_json(text, origin, self).ok()?;
        value.as_map().is_some().then_some(value)
    }

    fn field_of_deferred(
        &mut self,
        base: &Value,
        deferred: &Deferred,
        name: &'a Ident,
        reading: Reading,
        expr: &'a Expr,
    ) -> Value {
        let origin = self.origin(reading.at);
        match deferred {
            Deferred::Prop {
                resource,
                path,
                known,
            } => {
                let known = known.as_ref().and_then(|k| match &k.kind {
                    ValueKind::Map(map) => map.get(&name.name).cloned(),
                    _ => None,
                });
                let path = path.iter().cloned().chain([name.name.clone()]).collect();
                self.property(*resource, path, known, origin)
            }
            Deferred::Lookup { .. } => {
                if let Some(value) = self.lookup_further(deferred, &name.name, reading.at) {
                    return value;
                }
                let over = self.over_branches(base, origin, &mut |eval, branch| {
                    eval.field(branch, name, reading, expr)
                });
                over.unwrap_or_else(|| self.error(reading.at))
            }
            Deferred::If { .. } | Deferred::Match { .. } => {
                // A branch that is `null` is one where the checker found a guard.
                let over = self.over_branches(base, origin, &mut |eval, branch| {
                    eval.field(branch, name, reading, expr)
                });
                over.unwrap_or_else(|| self.error(reading.at))
            }
            _ => {
                let field = Deferred::Field {
                    base: base.clone(),
                    name: name.name.clone(),
                };
                let field = self.deferred(field, origin);
                match reading.optional {
                    true => self.unless_null(base, field, origin, |_| Value::null(origin)),
                    false => field,
                }
            }
        }
    }

    /// What is read where a value is there, and something else where it is `null`.
    fn unless_null(
        &mut self,
        value: &Value,
        read: Value,
        origin: Origin,
        otherwise: impl FnOnce(&mut Self) -> Value,
    ) -> Value {
        let absent = self.is_null(value, origin);
        match absent.kind {
            ValueKind::Bool(true) => otherwise(self),
            ValueKind::Bool(false) => read,
            _ => {
                let there = self.not(absent, origin);
                let otherwise = self.under(&there, false, otherwise);
                self.make_if(there, read, otherwise, origin)
            }
        }
    }

    pub fn index_expr(&mut self, base: &'a Expr, index: &'a Expr, span: Span) -> Value {
        let reading = Reading {
            optional: false,
            lenient: false,
            partial: false,
            at: span,
        };
        self.index_reading(base, index, reading)
    }

    fn index_reading(&mut self, base: &'a Expr, index: &'a Expr, reading: Reading) -> Value {
        let value = self.expr(base);
        let key = self.expr(index);
        if value.is_error() || key.is_error() {
            return self.error(reading.at);
        }
        let value = self.index(&value, &key, reading);
        match value.as_deferred() {
            // All values of the key's type, for the target that lists them.
            Some(Deferred::Lookup {
                map,
                entries,
                keys,
                domain: None,
                default,
            }) if keys.len() == 1 => {
                let domain = self.domain(index.id);
                let lookup = Deferred::Lookup {
                    map: *map,
                    entries: entries.clone(),
                    keys: keys.clone(),
                    domain,
                    default: default.clone(),
                };
                self.deferred(lookup, value.origin)
            }
            _ => value,
        }
    }

    fn index(&mut self, base: &Value, key: &Value, reading: Reading) -> Value {
        let origin = self.origin(reading.at);
        match &base.kind {
            ValueKind::List(list) => self.index_list(base, list, key, reading),
            ValueKind::Map(map) => self.index_map(base, map, key, reading),
            ValueKind::Null if reading.lenient => self.value(ValueKind::Null, reading.at),
            ValueKind::Null => self.null_error(reading.at),
            ValueKind::Error => self.error(reading.at),
            ValueKind::Resource(id, _) => self.pass_of(*id, key, reading.at),
            ValueKind::Deferred(deferred) => match deferred.as_ref() {
                Deferred::If { .. } | Deferred::Match { .. } => {
                    let over = self.over_branches(base, origin, &mut |eval, branch| {
                        eval.index(branch, key, reading)
                    });
                    over.unwrap_or_else(|| self.error(reading.at))
                }
                Deferred::Lookup { .. } if key.known().and_then(Value::as_text).is_some() => {
                    let name = key.known().and_then(Value::as_text).cloned();
                    let deferred = deferred.clone();
                    name.and_then(|n| self.lookup_further(&deferred, &n, reading.at))
                        .unwrap_or_else(|| self.error(reading.at))
                }
                Deferred::Lookup { .. } if is_text_key(key) => {
                    let deferred = deferred.clone();
                    self.lookup_by_deferred(&deferred, key, reading.at)
                }
                Deferred::Prop {
                    resource,
                    path,
                    known: Some(known),
                } if self.has_parts(*resource, path, known, key) => {
                    let (resource, path, known) = (*resource, path.clone(), known.clone());
                    let element = self.index(&known, key, reading);
                    let step = key.known().and_then(scalar_text);
                    match (step, element.is_error()) {
                        (Some(step), false) => {
                            let path = path.iter().cloned().chain([step]).collect();
                            self.property(resource, path, Some(element), origin)
                        }
                        _ => element,
                    }
                }
                _ => self.select(base.clone(), key.clone(), reading.at),
            },
            _ => self.wrong_kind(base, "a list or a map"),
        }
    }

    fn index_list(&mut self, base: &Value, list: &List, key: &Value, reading: Reading) -> Value {
        let Some(known) = key.known().filter(|k| k.as_deferred().is_none()) else {
            let origin = self.origin(reading.at);
            let over =
                self.over_branches(key, origin, &mut |eval, key| eval.index(base, key, reading));
            return over.unwrap_or_else(|| self.select(base.clone(), key.clone(), reading.at));
        };
        let ValueKind::Int(index) = known.kind else {
            return self.wrong_kind(known, "an integer");
        };
        let element = usize::try_from(index).ok().and_then(|i| list.get(i));
        match element {
            Some(element) => element.clone(),
            None if reading.lenient => self.value(ValueKind::Null, reading.at),
            None => {
                let message = match list.len() {
                    0 => format!("no element {index} in an empty list"),
                    1 => format!("no element {index} in a list of 1 element"),
                    length => format!("no element {index} in a list of {length} elements"),
                };
                self.report(
                    Diagnostic::new(Code::EvalIndex, reading.at, message)
                        .here("read here; the first is 0")
                        .label(base.origin.span, "the list"),
                );
                self.error(reading.at)
            }
        }
    }

    fn index_map(&mut self, base: &Value, map: &ValueMap, key: &Value, reading: Reading) -> Value {
        let Some(known) = key.known().filter(|k| k.as_deferred().is_none()) else {
            let origin = self.origin(reading.at);
            let over = match key.as_deferred() {
                Some(Deferred::If { .. } | Deferred::Match { .. }) => {
                    self.over_branches(key, origin, &mut |eval, key| eval.index(base, key, reading))
                }
                _ => None,
            };
            return over.unwrap_or_else(|| self.lookup(base, key, reading.at));
        };
        // A loop's keys are texts, also where its elements are integers.
        let name = match scalar_text(known) {
            Some(name) => name,
            None => return self.wrong_kind(known, "a key"),
        };
        match map.get(&name) {
            Some(value) => value.clone(),
            None => self.missing(map, &name, reading),
        }
    }

    fn missing(&mut self, map: &ValueMap, key: &Name, reading: Reading) -> Value {
        if reading.lenient || reading.partial {
            return self.value(ValueKind::Null, reading.at);
        }
        let message = format!("no entry `{key}`");
        let mut diagnostic =
            Diagnostic::new(Code::EvalMissingKey, reading.at, message).here("read here");
        let keys = map.keys().map(|k| k.as_str());
        let near = nearest(key, keys.clone().take(1000), 3);
        let listed = || {
            let all: Vec<String> = keys.map(|k| format!("`{k}`")).collect();
            (1..=5)
                .contains(&all.len())
                .then(|| format!("the keys are {}", all.join(", ")))
        };
        if let Some(help) = did_you_mean(&near).or_else(listed) {
            diagnostic = diagnostic.help(help);
        }
        self.report(diagnostic);
        self.error(reading.at)
    }

    fn select(&mut self, list: Value, index: Value, at: Span) -> Value {
        let select = Deferred::Select { list, index };
        self.deferred(select, self.origin(at))
    }

    /// `left ?? right`. The right side is only looked at where it may be needed.
    pub fn coalesce(&mut self, left: &'a Expr, right: &'a Expr, span: Span) -> Value {
        let value = self.lenient(left);
        match self.deferred_entry(left, &value) {
            Some((entries, key)) => self.entry_or(entries, key, right, span),
            None => self.coalesce_value(&value, right, span),
        }
    }

    /// The map and the key of `map["key"]`, where only the deployment knows whether there is such an entry.
    fn deferred_entry(&self, read: &'a Expr, value: &Value) -> Option<(Value, Value)> {
        let (ExprKind::Index { base, .. } | ExprKind::Field { base, .. }) = &read.kind else {
            return None;
        };
        let of = self.module.unit.types.expr(base.id);
        match value.as_deferred().filter(|_| matches!(of, Type::Map(_)))? {
            Deferred::Field { base, name } => {
                Some((base.clone(), Value::text(name.clone(), value.origin)))
            }
            Deferred::Select { list, index } => Some((list.clone(), index.clone())),
            _ => None,
        }
    }

    fn coalesce_value(&mut self, left: &Value, right: &'a Expr, span: Span) -> Value {
        let origin = self.origin(span);
        match &left.kind {
            ValueKind::Null => self.expr(right),
            ValueKind::Resource(_, Presence::Guarded)
            | ValueKind::Instance(_, Presence::Guarded) => {
                let Some(condition) = self.condition_of(left) else {
                    return left.clone();
                };
                match self.implied(&condition) {
                    Some(true) => left.clone(),
                    Some(false) => self.expr(right),
                    None => {
                        let present = self.assumed(left.clone(), left.origin.span);
                        let other = self.under(&condition, false, |eval| eval.expr(right));
                        self.make_if(condition, present, other, origin)
                    }
                }
            }
            ValueKind::Deferred(deferred) => match deferred.as_ref() {
                Deferred::Prop { resource, path, .. } => {
                    match self.gives_nothing(*resource, path) && left.known().is_none() {
                        true => self.expr(right),
                        false => left.clone(),
                    }
                }
                Deferred::Lookup { entries, .. } if !has_null(entries) => {
                    let deferred = deferred.clone();
                    self.lookup_or(left, &deferred, right)
                }
                Deferred::Match {
                    subject,
                    arms,
                    otherwise: None,
                    domain,
                } if !covers(arms, domain) && !arms.iter().any(|a| a.value.is_null()) => {
                    let (subject, arms) = (subject.clone(), arms.clone());
                    let domain = domain.clone();
                    self.open_branches += 1;
                    let otherwise = Some(self.expr(right));
                    self.open_branches -= 1;
                    let choice = Deferred::Match {
                        subject,
                        arms,
                        otherwise,
                        domain,
                    };
                    self.deferred(choice, origin)
                }
                Deferred::If { .. } | Deferred::Match { .. } | Deferred::Lookup { .. } => {
                    let over = self.over_branches(left, origin, &mut |eval, branch| {
                        eval.coalesce_value(branch, right, span)
                    });
                    over.unwrap_or_else(|| left.clone())
                }
                // A field that a record may lack.
                Deferred::Field { .. } => {
                    self.unless_null(left, left.clone(), origin, |eval| eval.expr(right))
                }
                _ => left.clone(),
            },
            _ => left.clone(),
        }
    }

    /// Evaluates what stands left of `??`: an entry that is not there is `null`.
    fn lenient(&mut self, expr: &'a Expr) -> Value {
        let mut inner = expr;
        while let ExprKind::Paren(next) = &inner.kind {
            inner = next;
        }
        let reading = |optional| Reading {
            optional,
            lenient: true,
            partial: false,
            at: inner.span,
        };
        if self.module.flags(inner.id) & super::state::FAILED != 0 {
            return self.error(expr.span);
        }
        match &inner.kind {
            ExprKind::Index { base, index } => self.index_reading(base, index, reading(false)),
            ExprKind::Field {
                base,
                name,
                optional,
            } if self.member_of_namespace(base, name, inner.span).is_none()
                && !matches!(self.module.unit.names.binding(inner.id), Binding::Item(_)) =>
            {
                let value = self.expr(base);
                self.field(&value, name, reading(*optional), inner)
            }
            _ => self.expr(expr),
        }
    }
}

/// Whether arms take every value that a subject can have. Not known counts as yes where a `match`
/// was written, which the checker looks at; look-ups have no domain then.
fn covers(arms: &[MatchArm], domain: &Option<Arc<[Literal]>>) -> bool {
    let taken = |literal: &Literal| arms.iter().any(|a| a.patterns.contains(literal));
    domain.as_ref().is_some_and(|all| all.iter().all(taken))
}

/// Whether a deferred key is one of a map, not of a list.
fn is_text_key(key: &Value) -> bool {
    !matches!(key.kind, ValueKind::Int(_))
}

fn has_null(entries: &Value) -> bool {
    match &entries.kind {
        ValueKind::Map(map) => map.values().any(has_null),
        other => matches!(other, ValueKind::Null),
    }
}
