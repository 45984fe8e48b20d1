//! `map[key]` with a key that only the deployment knows.

use super::state::Eval;
use crate::diag::{Code, Diagnostic};
use crate::graph::{Deferred, MapId, MatchArm, Value, ValueKind, ValueMap};
use crate::syntax::ast::Expr;
use crate::text::{Name, Span};
use crate::types::Literal;
use std::sync::Arc;

impl<'a> Eval<'a> {
    /// `base[key]`, where `base` is a known map.
    pub fn lookup(&mut self, base: &Value, key: &Value, at: Span) -> Value {
        let origin = self.origin(at);
        let ValueKind::Map(entries) = &base.kind else {
            return self.error(at);
        };
        if entries.is_empty() {
            self.report(
                Diagnostic::new(Code::EvalMissingKey, at, "an empty map has no entries")
                    .here("read here"),
            );
            return self.error(at);
        }
        // What is no data (resources, expressions) is chosen, not looked up.
        if !entries.values().all(|v| is_row(v) || is_data(v)) {
            let arm = |(key, value): (&Name, &Value)| MatchArm {
                patterns: vec![Literal::Text(key.clone())],
                value: value.clone(),
            };
            let choice = Deferred::Match {
                subject: key.clone(),
                arms: entries.iter().map(arm).collect(),
                otherwise: None,
                domain: None,
            };
            return self.deferred(choice, origin);
        }
        let noted = self.maps.get(&address(entries)).cloned();
        let whole = noted.as_ref().and_then(|(map, _)| {
            let map = self.graph.maps.get(map.0 as usize);
            map.map(|m| m.value.clone())
        });
        let (map, entries, keys) = match (noted, whole) {
            // The inner map of a two-level one, whose first key was known.
            (Some((map, Some(first))), Some(whole)) => {
                let first = Value::text(first, origin);
                (Some(map), whole, vec![first, key.clone()])
            }
            (noted, _) => (noted.map(|n| n.0), base.clone(), vec![key.clone()]),
        };
        let lookup = Deferred::Lookup {
            map,
            entries,
            keys,
            domain: None,
            default: None,
        };
        self.deferred(lookup, origin)
    }

    /// A further known key of a look-up. `None` where its entries are no maps.
    pub fn lookup_further(&mut self, lookup: &Deferred, name: &Name, at: Span) -> Option<Value> {
        let Deferred::Lookup {
            map,
            entries,
            keys,
            domain,
            default,
        } = lookup
        else {
            return None;
        };
        let rows = entries.as_map()?;
        if keys.len() != 1 || !rows.values().all(is_row) {
            return None;
        }
        if let Some((key, _)) = rows.iter().find(|(_, row)| !has_entry(row, name)) {
            let message = format!("no entry `{name}` under `{key}`");
            self.report(Diagnostic::new(Code::EvalMissingKey, at, message).here("read here"));
            return Some(self.error(at));
        }
        let keys = vec![
            keys.first()?.clone(),
            Value::text(name.clone(), self.origin(at)),
        ];
        let lookup = Deferred::Lookup {
            map: *map,
            entries: entries.clone(),
            keys,
            domain: domain.clone(),
            default: default.clone(),
        };
        Some(self.deferred(lookup, self.origin(at)))
    }

    /// A further deferred key of a look-up.
    pub fn lookup_by_deferred(&mut self, lookup: &Deferred, key: &Value, at: Span) -> Value {
        let Deferred::Lookup {
            map,
            entries,
            keys,
            domain,
            default,
        } = lookup
        else {
            return self.error(at);
        };
        let rows = entries.as_map();
        if keys.len() == 1 && rows.is_some_and(|rows| rows.values().all(is_row)) {
            let lookup = Deferred::Lookup {
                map: *map,
                entries: entries.clone(),
                keys: keys.iter().chain([key]).cloned().collect(),
                domain: domain.clone(),
                default: default.clone(),
            };
            return self.deferred(lookup, self.origin(at));
        }
        let select = Deferred::Select {
            list: Value::deferred(lookup.clone(), self.origin(at)),
            index: key.clone(),
        };
        self.deferred(select, self.origin(at))
    }

    /// `map[key] ?? default`: the look-up with its default, where it may need one.
    pub fn lookup_or(&mut self, left: &Value, lookup: &Deferred, right: &'a Expr) -> Value {
        let Deferred::Lookup {
            map,
            entries,
            keys,
            domain,
            default: None,
        } = lookup
        else {
            return left.clone();
        };
        let has = |literal: &Literal| match literal {
            Literal::Text(text) => entries.as_map().is_some_and(|m| m.contains_key(text)),
            _ => false,
        };
        if keys.len() == 1 && domain.as_ref().is_some_and(|all| all.iter().all(has)) {
            return left.clone();
        }
        let default = self.default_of(right);
        if default.is_error() {
            return default;
        }
        let lookup = Deferred::Lookup {
            map: *map,
            entries: entries.clone(),
            keys: keys.clone(),
            domain: domain.clone(),
            default: Some(default),
        };
        self.deferred(lookup, left.origin)
    }

    /// What stands behind `??`, which need not be taken.
    fn default_of(&mut self, right: &'a Expr) -> Value {
        self.open_branches += 1;
        let default = self.expr(right);
        self.open_branches -= 1;
        default
    }

    /// `map[key] ?? default` of a map that only the deployment knows.
    pub fn entry_or(&mut self, entries: Value, key: Value, right: &'a Expr, at: Span) -> Value {
        let default = self.default_of(right);
        if default.is_error() {
            return default;
        }
        let lookup = Deferred::Lookup {
            map: None,
            entries,
            keys: vec![key],
            domain: None,
            default: Some(default),
        };
        self.deferred(lookup, self.origin(at))
    }

    /// Notes a top-level `let` that holds a map which can be looked up.
    pub fn note_map(&mut self, map: MapId, entries: &Arc<ValueMap>) {
        self.maps.insert(address(entries), (map, None));
        for (key, row) in entries.iter() {
            if let ValueKind::Map(row) = &row.kind {
                self.maps.insert(address(row), (map, Some(key.clone())));
            }
        }
    }
}

/// Whether a map can be looked up by an engine: of scalars and lists of them, on one level or two.
pub(super) fn is_table(map: &ValueMap) -> bool {
    !map.is_empty() && (map.values().all(is_data) || map.values().all(is_row))
}

fn is_row(value: &Value) -> bool {
    match &value.kind {
        ValueKind::Map(map) => !map.is_empty() && map.values().all(is_data),
        _ => false,
    }
}

fn has_entry(row: &Value, name: &str) -> bool {
    row.as_map().is_some_and(|m| m.contains_key(name))
}

/// A known scalar, or a list of them.
fn is_data(value: &Value) -> bool {
    match &value.kind {
        ValueKind::List(list) => list.iter().all(is_scalar),
        _ => is_scalar(value),
    }
}

fn is_scalar(value: &Value) -> bool {
    matches!(
        value.kind,
        ValueKind::Bool(_) | ValueKind::Int(_) | ValueKind::Number(_) | ValueKind::Text(_)
    )
}

fn address(map: &Arc<ValueMap>) -> usize {
    Arc::as_ptr(map).addr()
}
