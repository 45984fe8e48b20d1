//! What only Terraform has a use for: `@provider`, `@lifecycle`, `@moved`, and its entries of `stack`.
//! In: what is written. Out: values of which everything is known that Terraform wants written out.

use super::state::Eval;
use crate::diag::{Code, Diagnostic};
use crate::graph::{Deferred, Presence, Value, ValueKind, ValueMap};
use crate::syntax::ast::{Argument, Attribute, Expr};

impl<'a> Eval<'a> {
    /// The entries `terraform` and `providers` of `stack`.
    pub fn settings_of_terraform(&mut self) {
        let other = &self.graph.settings.other;
        let (terraform, providers) = (other.get("terraform"), other.get("providers"));
        let (terraform, providers) = (terraform.cloned(), providers.cloned());
        if let Some(terraform) = terraform {
            self.known_throughout(&terraform, "what `terraform` says");
        }
        let Some(providers) = providers else { return };
        for one in configurations(&providers) {
            if let Some(alias) = one.as_map().and_then(|map| map.get("alias")) {
                let alias = alias.clone();
                self.must_be_known(&alias, alias.origin.span, "the alias of a provider");
            }
        }
    }

    fn known_throughout(&mut self, value: &Value, need: &str) {
        match &value.kind {
            ValueKind::List(items) => items.iter().for_each(|v| self.known_throughout(v, need)),
            ValueKind::Map(map) => map.values().for_each(|v| self.known_throughout(v, need)),
            _ => drop(self.must_be_known(value, value.origin.span, need)),
        }
    }

    /// The configuration that `@provider` names; of several, a map from what a module calls each, or a
    /// list.
    pub fn provider(&mut self, attribute: &'a Attribute, many: bool) -> Option<Value> {
        let at = attribute.span;
        let named = attribute.arguments.iter().any(|a| a.name.is_some());
        if named {
            let mut map = ValueMap::new();
            for argument in &attribute.arguments {
                let alias = self.alias(&argument.value)?;
                let name = match &argument.name {
                    Some(name) => name.name.clone(),
                    None => alias.as_text().cloned().unwrap_or_default(),
                };
                map.insert(name, alias);
            }
            return Some(Value::map(map, self.origin(at)));
        }
        match attribute.arguments.as_slice() {
            [Argument { value, .. }] if !many => self.alias(value),
            arguments => {
                let aliases = arguments.iter().map(|a| self.alias(&a.value));
                let aliases: Option<Vec<Value>> = aliases.collect();
                Some(Value::list(aliases?, self.origin(at)))
            }
        }
    }

    /// The alias of a provider is a name, not a value.
    fn alias(&mut self, written: &'a Expr) -> Option<Value> {
        if let Some(alias) = written.as_alias() {
            return Some(self.value(ValueKind::Text(alias), written.span));
        }
        let value = self.expr(written);
        match value.is_error() {
            true => None,
            false => self.must_be_known(&value, written.span, "the name of a provider"),
        }
    }

    /// What a resource was called before.
    pub fn moved(&mut self, attribute: &'a Attribute) -> Option<Value> {
        let argument = &attribute.arguments.first()?.value;
        let value = self.expr(argument);
        match value.is_error() {
            true => None,
            false => self.must_be_known(&value, argument.span, "where a resource comes from"),
        }
    }

    /// `@lifecycle({ ... })`. What replaces the resource is flat: each a resource, or what is read of
    /// one.
    pub fn lifecycle(&mut self, attribute: &'a Attribute) -> Option<Value> {
        let argument = &attribute.arguments.first()?.value;
        let at = argument.span;
        let value = self.expr(argument);
        if value.is_error() {
            return None;
        }
        let value = self.must_be_known(&value, at, "what `@lifecycle` says")?;
        let entries = value.as_map()?;
        let mut map = ValueMap::new();
        for (name, entry) in entries.iter().filter(|(_, entry)| !entry.is_null()) {
            let entry = match name.as_str() {
                "create_before_destroy" | "prevent_destroy" | "ignore_changes" => {
                    let need = format!("`{name}`");
                    self.must_be_known_deep(entry, entry.origin.span, &need)
                }
                "replace_triggered_by" => self.triggers(entry),
                "precondition" | "postcondition" => self.conditions(entry),
                _ => Some(entry.clone()),
            };
            if let Some(entry) = entry {
                map.insert(name.clone(), entry);
            }
        }
        Some(Value::map(map, value.origin))
    }

    /// The conditions of a resource, without those that are known to hold.
    fn conditions(&mut self, entry: &Value) -> Option<Value> {
        let need = "which conditions a resource has";
        let known = self.must_be_known(entry, entry.origin.span, need)?;
        let all: Vec<Value> = match known.as_list() {
            Some(list) => list.to_vec(),
            None => vec![known.clone()],
        };
        let mut kept = Vec::new();
        for one in all.iter().filter(|one| !one.is_null()) {
            let one = self.must_be_known(one, one.origin.span, need)?;
            let condition = one.as_map().and_then(|map| map.get("condition"));
            match condition.map(|condition| (&condition.kind, condition.origin.span)) {
                Some((ValueKind::Bool(true), _)) => {}
                Some((ValueKind::Bool(false), at)) => {
                    let diagnostic = Diagnostic::new(Code::EvalRule, at, "this never holds");
                    self.report(diagnostic.here("known to be false"));
                }
                _ => kept.push(one),
            }
        }
        match (kept.as_slice(), known.as_list()) {
            ([], _) => None,
            ([only], None) => Some(only.clone()),
            _ => Some(Value::list(kept, known.origin)),
        }
    }

    fn triggers(&mut self, triggers: &Value) -> Option<Value> {
        let at = triggers.origin.span;
        let known = self.must_be_known(triggers, at, "what replaces a resource")?;
        let mut flat = Vec::new();
        self.add_triggers(&known, &mut flat);
        Some(Value::list(flat, triggers.origin))
    }

    fn add_triggers(&mut self, value: &Value, flat: &mut Vec<Value>) {
        match &value.kind {
            ValueKind::Resource(..) => flat.push(value.clone()),
            ValueKind::Instance(..) => {
                let mut all = Vec::new();
                self.collect_resources(value, value.origin.span, &mut all);
                flat.extend(all.into_iter().map(|(id, origin)| {
                    Value::new(ValueKind::Resource(id, Presence::Guarded), origin)
                }));
            }
            ValueKind::List(items) => items.iter().for_each(|v| self.add_triggers(v, flat)),
            ValueKind::Map(map) => map.values().for_each(|v| self.add_triggers(v, flat)),
            ValueKind::Null | ValueKind::Error => {}
            ValueKind::Deferred(deferred) => match **deferred {
                Deferred::Prop { .. } | Deferred::Reference(_) => flat.push(value.clone()),
                _ => drop(self.wrong_kind(value, "a resource or what is read of one")),
            },
            _ => drop(self.wrong_kind(value, "a resource or what is read of one")),
        }
    }
}

/// The configurations of all providers.
fn configurations(providers: &Value) -> Vec<&Value> {
    let all = providers.as_map().into_iter().flat_map(ValueMap::values);
    let each = all.flat_map(|of_one| match of_one.as_list() {
        Some(list) => list.iter().collect(),
        None => vec![of_one],
    });
    each.collect()
}
