//! List and record literals, with spreads.

use super::state::Eval;
use crate::diag::{Code, Diagnostic};
use crate::graph::{Deferred, Keys, Origin, Value, ValueKind, ValueMap};
use crate::syntax::ast::{Expr, Ident, Key, ListEntry, RecordEntry};
use crate::text::{Name, Span};

/// The entries of a record of names alone.
fn fields(entries: &[RecordEntry]) -> impl Iterator<Item = (&Ident, &Expr)> {
    entries.iter().filter_map(|entry| match entry {
        RecordEntry::Field {
            key: Key::Name(name),
            value,
        } => Some((name, value)),
        _ => None,
    })
}

impl<'a> Eval<'a> {
    pub fn list_expr(&mut self, entries: &'a [ListEntry], span: Span) -> Value {
        if let [ListEntry::Spread(only)] = entries {
            let value = self.expr(only);
            if value.as_deferred().is_some() {
                return self.without_known(value);
            }
            return self.spread_into_list(Vec::new(), value, span);
        }
        let mut values = Vec::with_capacity(entries.len());
        for entry in entries {
            match entry {
                ListEntry::Item(item) => {
                    let value = self.expr(item);
                    if !value.is_null() {
                        values.push(value);
                    }
                }
                ListEntry::Spread(spread) => {
                    let spread = self.expr(spread);
                    let list = self.spread_into_list(values, spread, span);
                    match list.kind {
                        ValueKind::List(list) => {
                            values = std::sync::Arc::unwrap_or_clone(list).into_values();
                        }
                        _ => return self.error(span),
                    }
                }
            }
        }
        self.list(values, self.origin(span))
    }

    /// A property whose value was set is that value where a list or a map is put together.
    fn without_known(&self, value: Value) -> Value {
        match value.known() {
            Some(known) => known.clone(),
            None => value,
        }
    }

    fn spread_into_list(&mut self, mut values: Vec<Value>, spread: Value, span: Span) -> Value {
        let origin = self.origin(span);
        let spread = self.without_known(spread);
        match &spread.kind {
            ValueKind::List(list) => {
                if !self.reserve(list.len() as u64, "elements", span) {
                    return self.error(span);
                }
                values.extend(list.iter().cloned());
            }
            ValueKind::Null => {}
            ValueKind::Error => return self.error(span),
            _ => {
                // Each element is a choice of its own; what is missing in a branch is left out.
                let mut longest = 0;
                if !self.all_branches(&spread, &mut |branch| match &branch.kind {
                    ValueKind::List(list) => {
                        longest = longest.max(list.len());
                        true
                    }
                    _ => branch.is_null(),
                }) {
                    return self.unknown_shape(&spread, "list");
                }
                if !self.reserve(longest as u64, "elements", span) {
                    return self.error(span);
                }
                for index in 0..longest {
                    let element = self.over_branches(&spread, origin, &mut |_, branch| {
                        let element = branch.as_list().and_then(|l| l.get(index));
                        element.cloned().unwrap_or(Value::null(branch.origin))
                    });
                    values.extend(element);
                }
            }
        }
        self.list(values, origin)
    }

    pub fn record_expr(&mut self, entries: &'a [RecordEntry], expr: &'a Expr) -> Value {
        let plain = |entry: &RecordEntry| {
            matches!(
                entry,
                RecordEntry::Field {
                    key: Key::Name(_),
                    ..
                }
            )
        };
        if !entries.iter().all(plain) {
            return self.record_with_spreads(entries, expr.span);
        }
        if self.repeating {
            return self.shaped(entries, expr);
        }
        let values = fields(entries).map(|(_, value)| self.expr(value));
        let values = Vec::from_iter(values);
        let keys = Keys::new(fields(entries).map(|(name, _)| name.name.clone()));
        self.record(keys, values, expr.span)
    }

    fn record(&mut self, keys: Keys, values: Vec<Value>, span: Span) -> Value {
        match ValueMap::from_keys(keys, values) {
            Some(map) => self.map(map, self.origin(span)),
            // A key occurs twice, which has been reported.
            None => self.error(span),
        }
    }

    /// A record that may be made again: all of them share what is the same.
    fn shaped(&mut self, entries: &'a [RecordEntry], expr: &'a Expr) -> Value {
        if let Some(shape) = self.shape(expr.id) {
            let mut values = shape.fixed.clone();
            for place in &shape.open {
                if let (Some(slot), Some(RecordEntry::Field { value, .. })) =
                    (values.get_mut(*place), entries.get(*place))
                {
                    *slot = self.expr(value);
                }
            }
            return self.record(shape.keys.clone(), values, expr.span);
        }
        let values = fields(entries).map(|(_, value)| self.expr(value));
        let values = Vec::from_iter(values);
        let keys = Keys::new(fields(entries).map(|(name, _)| name.name.clone()));
        let written = fields(entries).map(|(_, expr)| expr);
        let written = Vec::from_iter(written.zip(&values));
        self.keep_shape(expr.id, keys.clone(), &written);
        self.record(keys, values, expr.span)
    }

    fn record_with_spreads(&mut self, entries: &'a [RecordEntry], span: Span) -> Value {
        let origin = self.origin(span);
        if let [RecordEntry::Spread(only)] = entries {
            let value = self.expr(only);
            let value = self.without_known(value);
            // One choice around the whole, or what only the engine knows.
            if value.as_deferred().is_some() {
                return value;
            }
            let mut map = ValueMap::new();
            return match self.spread_into_map(&mut map, &value, origin) {
                true => self.map(map, origin),
                false => self.error(span),
            };
        }
        let mut map = ValueMap::with_capacity(entries.len());
        let mut whole = true;
        for entry in entries {
            match entry {
                RecordEntry::Field { key, value } => {
                    let key = match key {
                        Key::Name(name) => Some(name.name.clone()),
                        Key::Computed(key) => self.computed_key(key),
                    };
                    let value = self.expr(value);
                    match key {
                        Some(key) => drop(map.insert(key, value)),
                        None => whole = false,
                    }
                }
                RecordEntry::Spread(spread) => {
                    let spread = self.expr(spread);
                    whole &= self.spread_into_map(&mut map, &spread, origin);
                }
                RecordEntry::Error(_) => whole = false,
            }
        }
        match whole && self.reserve(map.len() as u64, "entries", span) {
            true => self.map(map, origin),
            false => self.error(span),
        }
    }

    fn computed_key(&mut self, key: &'a Expr) -> Option<Name> {
        let value = self.expr(key);
        let known = self.must_be_known(&value, key.span, "the key of an entry")?;
        let text = crate::builtins::scalar_text(&known);
        if text.is_none() && !known.is_error() {
            self.not_a_text(&known);
        }
        text
    }

    /// Sets all entries of a spread. False where that could not be done, which is reported.
    fn spread_into_map(&mut self, map: &mut ValueMap, spread: &Value, origin: Origin) -> bool {
        let spread = self.without_known(spread.clone());
        match &spread.kind {
            ValueKind::Map(entries) => {
                map.extend(entries.iter().map(|(k, v)| (k.clone(), v.clone())));
                return true;
            }
            ValueKind::Null => return true,
            ValueKind::Error => return false,
            _ => {}
        }
        let mut keys: Vec<Name> = Vec::new();
        let known = self.all_branches(&spread, &mut |branch| match &branch.kind {
            ValueKind::Map(entries) => {
                keys.extend(entries.keys().cloned());
                true
            }
            _ => branch.is_null(),
        });
        if !known {
            self.unknown_shape(&spread, "record");
            return false;
        }
        for key in Keys::new(keys).names() {
            let before = map.get(key).cloned();
            let value = self.over_branches(&spread, origin, &mut |_, branch| {
                let set = branch.as_map().and_then(|m| m.get(key)).cloned();
                set.or_else(|| before.clone())
                    .unwrap_or(Value::null(branch.origin))
            });
            if let Some(value) = value {
                map.insert(key.clone(), value);
            }
        }
        true
    }

    /// Looks at everything that a choice may give. False where the value is no choice, or `look` says
    /// so of a branch.
    fn all_branches(&self, value: &Value, look: &mut dyn FnMut(&Value) -> bool) -> bool {
        let is_choice = matches!(
            value.as_deferred(),
            Some(Deferred::If { .. } | Deferred::Match { .. })
        );
        let mut leaves = Vec::new();
        is_choice && self.leaves(value, &mut leaves).is_some() && leaves.iter().all(look)
    }

    /// The error of a spread beside other entries of which only the deployment knows what is in it.
    fn unknown_shape(&mut self, spread: &Value, what: &str) -> Value {
        if spread.is_error() {
            return spread.clone();
        }
        let at = spread.origin.span;
        let joined = match what {
            "list" => "flatten([..., [...]])",
            _ => "merge(..., { ... })",
        };
        let message = format!("what this {what} holds is only known when deploying");
        let diagnostic = Diagnostic::new(Code::PhaseUnknownShape, at, message)
            .here("spread beside other entries")
            .help(format!(
                "let it stand alone, spread an `if` of two {what}s, or for Terraform write `{joined}`"
            ));
        let diagnostic = self.with_cause(diagnostic, spread);
        self.report(diagnostic);
        self.error(at)
    }
}
