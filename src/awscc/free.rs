//! Values of which no schema says what they should be: expressions, outputs, documents of JSON. In: a value.
//! Out: the same, with what it reads of resources in the provider's terms. Never: other keys than the user
//! wrote.

use super::lower::{Lowering, Want};
use super::values::shared_address;
use crate::builtins::to_json;
use crate::graph::{DOCUMENT, Deferred, Keys, List, Value, ValueKind, ValueMap};
use crate::types::{Schemas, Type};
use std::sync::Arc;

impl Lowering<'_> {
    /// The value with all that it reads.
    pub fn free(&mut self, value: &Value) -> Value {
        self.changed(value).unwrap_or_else(|| value.clone())
    }

    /// The value, where it reads something that is otherwise in the provider.
    fn changed(&mut self, value: &Value) -> Option<Value> {
        if !matches!(
            value.kind,
            ValueKind::List(_) | ValueKind::Map(_) | ValueKind::Deferred(_)
        ) {
            return None;
        }
        let key = shared_address(value).map(|address| (address, Want::Free));
        if let Some(kind) = key.and_then(|key| self.shared.get(&key)) {
            return Some(Value::new(kind.clone(), value.origin));
        }
        let changed = match &value.kind {
            ValueKind::List(list) => self.changed_list(list).map(|list| {
                let list = ValueKind::List(Arc::new(list));
                Value::new(list, value.origin)
            }),
            ValueKind::Map(map) => {
                let map = self.changed_map(map);
                map.map(|map| Value::map(map, value.origin))
            }
            ValueKind::Deferred(deferred) => self.changed_expression(value, deferred),
            _ => None,
        };
        if let Some(key) = key {
            let kind = changed.as_ref().map_or(&value.kind, |value| &value.kind);
            self.shared.insert(key, kind.clone());
        }
        changed
    }

    fn changed_list(&mut self, list: &[Value]) -> Option<List> {
        let mut new: Option<Vec<Value>> = None;
        for (i, element) in list.iter().enumerate() {
            let changed = self.changed(element);
            if let Some(new) = &mut new {
                new.push(changed.unwrap_or_else(|| element.clone()));
            } else if let Some(changed) = changed {
                let mut all = Vec::with_capacity(list.len());
                all.extend_from_slice(list.get(..i).unwrap_or_default());
                all.push(changed);
                new = Some(all);
            }
        }
        new.map(List::from)
    }

    fn changed_map(&mut self, map: &ValueMap) -> Option<ValueMap> {
        let changed = self.changed_list(map.values().as_slice())?;
        ValueMap::from_keys(map.shared_keys().clone(), changed.into_values())
    }

    fn changed_expression(&mut self, value: &Value, deferred: &Deferred) -> Option<Value> {
        match deferred {
            Deferred::Reference(resource) => {
                let read = self.reference(*resource, value.origin)?;
                Some(read.value)
            }
            Deferred::Prop {
                resource,
                path,
                known,
            } => self.free_property(*resource, path, known.as_ref(), value.origin),
            Deferred::Lookup {
                map: Some(_),
                entries,
                ..
            } => {
                let changed = deferred.map_operands(&mut |operand| self.changed(operand))?;
                let changed = match changed {
                    // The `let` holds what it held before.
                    Deferred::Lookup {
                        entries: now,
                        keys,
                        domain,
                        default,
                        map,
                    } => Deferred::Lookup {
                        map: map.filter(|_| crate::graph::is_same_expression(&now, entries)),
                        entries: now,
                        keys,
                        domain,
                        default,
                    },
                    other => other,
                };
                Some(Value::deferred(changed, value.origin))
            }
            // Goes into the template as it is.
            Deferred::Raw(_) => None,
            _ => {
                let changed = deferred.map_operands(&mut |operand| self.changed(operand))?;
                Some(Value::deferred(changed, value.origin))
            }
        }
    }

    /// A document as a text of JSON: the text itself where all is known.
    pub fn json(&mut self, document: &Value) -> ValueKind {
        let mut known = true;
        let document = self.document(document, &mut known);
        if known && let Ok(text) = to_json(&document) {
            return ValueKind::Text(text.into());
        }
        encoded(document).kind
    }

    /// A document without what is `null`, which CloudFormation leaves out too.
    fn document(&mut self, value: &Value, known: &mut bool) -> Value {
        match &value.kind {
            ValueKind::List(list) => {
                let elements = list.iter().filter(|element| !element.is_null());
                let elements = elements.map(|element| self.document(element, known));
                Value::list(elements.collect::<List>(), value.origin)
            }
            ValueKind::Map(map) => {
                let is_whole = !map.values().any(Value::is_null);
                let there = map.iter().filter(|(_, value)| !value.is_null());
                let values = there.clone().map(|(_, value)| self.document(value, known));
                let values: Vec<Value> = values.collect();
                let keys = match is_whole {
                    true => map.shared_keys().clone(),
                    false => Keys::unique(there.map(|(key, _)| key.clone()).collect()),
                };
                let map = ValueMap::from_keys(keys, values);
                Value::map(map.unwrap_or_default(), value.origin)
            }
            ValueKind::Deferred(_) => match self.free(value) {
                free @ Value {
                    kind: ValueKind::List(_) | ValueKind::Map(_),
                    ..
                } => self.document(&free, known),
                free => {
                    *known &= free.as_deferred().is_none();
                    free
                }
            },
            _ => value.clone(),
        }
    }

    /// Whether a value is certainly a list or a map.
    pub fn is_structure(&self, value: &Value) -> bool {
        match &value.kind {
            ValueKind::List(_) | ValueKind::Map(_) => true,
            ValueKind::Deferred(deferred) => match &**deferred {
                Deferred::Split { .. } | Deferred::AvailabilityZones(_) => true,
                Deferred::Param(param) => self.is_structured(&self.graph.param(*param).ty),
                _ => false,
            },
            _ => false,
        }
    }

    fn is_structured(&self, ty: &Type) -> bool {
        match ty {
            Type::List(_) | Type::Map(_) | Type::Record(_) => true,
            Type::Named(key, node) => match self.catalogue.expand(key, *node) {
                Type::Named(..) => false,
                ty => self.is_structured(&ty),
            },
            Type::Union(members) => members.iter().any(|ty| self.is_structured(ty)),
            _ => false,
        }
    }

    /// Whether a value is a list or a map, or is one of these by a choice.
    pub fn may_be_structure(&self, value: &Value) -> bool {
        match value.as_deferred() {
            Some(Deferred::If {
                then, otherwise, ..
            }) => self.may_be_structure(then) || self.may_be_structure(otherwise),
            Some(Deferred::Match {
                arms, otherwise, ..
            }) => {
                let arms = arms.iter().map(|arm| &arm.value);
                arms.chain(otherwise)
                    .any(|value| self.may_be_structure(value))
            }
            Some(Deferred::Prop {
                known: Some(known), ..
            }) => self.may_be_structure(known),
            _ => self.is_structure(value),
        }
    }
}

/// A document that the deployment turns into a text of JSON.
pub(super) fn encoded(document: Value) -> Value {
    let origin = document.origin;
    let call = Deferred::Call {
        function: DOCUMENT,
        arguments: vec![document],
    };
    Value::deferred(call, origin)
}
