//! Values at a place of the provider's schema. In: what the user wrote for CloudFormation. Out: records
//! with the provider's names, texts, numbers and booleans as it wants them, free-form objects as texts of
//! JSON. What stands somewhere else in a schema than the schema says has been reported: it stays.

use super::counterpart::{Place, Shape};
use super::free::encoded;
use super::lower::{Lowering, Want};
use super::messages;
use crate::builtins::scalar_text;
use crate::graph::{Deferred, MatchArm, Value, ValueKind, ValueMap, is_same_expression};
use std::sync::Arc;

/// How CloudFormation begins to ask for a secret in a text.
const DYNAMIC: &str = "{{resolve:";

impl Lowering<'_> {
    /// A value in the provider's terms.
    pub fn value(&mut self, value: &Value, place: Place) -> Value {
        let shape = self.types.shape(place);
        let kind = match (&value.kind, shape) {
            (ValueKind::Deferred(deferred), _) => {
                return self.deferred(value, deferred, place, shape);
            }
            (ValueKind::List(_) | ValueKind::Map(_), Shape::Text) => self.once(value, Want::Json),
            (ValueKind::List(_), Shape::List(_) | Shape::Set(_))
            | (ValueKind::Map(_), Shape::Record | Shape::Map(_)) => {
                self.once(value, Want::At(place))
            }
            (ValueKind::Text(text), Shape::Text) => {
                if text.contains(DYNAMIC) {
                    let report = messages::dynamic(value.origin);
                    self.reports.add(report, value.origin);
                }
                return value.clone();
            }
            (ValueKind::Text(text), Shape::Number) => number(text).unwrap_or(value.kind.clone()),
            (ValueKind::Text(text), Shape::Bool) => match text.to_ascii_lowercase().as_str() {
                "true" => ValueKind::Bool(true),
                "false" => ValueKind::Bool(false),
                _ => value.kind.clone(),
            },
            (ValueKind::Int(_) | ValueKind::Number(_) | ValueKind::Bool(_), Shape::Text) => {
                scalar_text(value).map_or(value.kind.clone(), ValueKind::Text)
            }
            (ValueKind::List(_) | ValueKind::Map(_), Shape::Any) => return self.free(value),
            (ValueKind::List(_) | ValueKind::Map(_), _) => {
                let report = messages::misfit(value, self.types.get(place.ty), shape);
                self.reports.add(report, value.origin);
                ValueKind::Null
            }
            _ => return value.clone(),
        };
        Value::new(kind, value.origin)
    }

    /// A list or a map; one that several values share is lowered once.
    fn once(&mut self, value: &Value, want: Want) -> ValueKind {
        let key = shared_address(value).map(|address| (address, want));
        if let Some(kind) = key.and_then(|key| self.shared.get(&key)) {
            return kind.clone();
        }
        let kind = match want {
            Want::At(place) => self.structure(value, place),
            Want::Json => self.json(value),
            Want::Free => self.free(value).kind,
        };
        if let Some(key) = key {
            self.shared.insert(key, kind.clone());
        }
        kind
    }

    fn structure(&mut self, value: &Value, place: Place) -> ValueKind {
        match (&value.kind, self.types.shape(place)) {
            (ValueKind::List(list), Shape::List(node) | Shape::Set(node)) => {
                let place = Place { node, ..place };
                let elements = list.iter().map(|element| self.value(element, place));
                ValueKind::List(Arc::new(elements.collect()))
            }
            (ValueKind::Map(map), Shape::Map(node)) => {
                let place = Place { node, ..place };
                let values = map.values().map(|value| self.value(value, place)).collect();
                let map = ValueMap::from_keys(map.shared_keys().clone(), values);
                ValueKind::Map(Arc::new(map.unwrap_or_default()))
            }
            (ValueKind::Map(map), Shape::Record) => self.record(map, place),
            _ => value.kind.clone(),
        }
    }

    fn record(&mut self, record: &ValueMap, place: Place) -> ValueKind {
        let renamed = self.renamed(record, place);
        let mut values = Vec::with_capacity(renamed.keys.len());
        for ((property, value), node) in record.iter().zip(&renamed.places) {
            match node {
                Some(node) => values.push(self.value(
                    value,
                    Place {
                        node: *node,
                        ..place
                    },
                )),
                None if value.is_null() || value.is_error() => {}
                None => {
                    let counterpart = self.types.get(place.ty);
                    let report =
                        messages::no_property(value.origin, counterpart, place.node, property);
                    self.reports.add(report, value.origin);
                }
            }
        }
        let map = ValueMap::from_keys(renamed.keys.clone(), values);
        ValueKind::Map(Arc::new(map.unwrap_or_default()))
    }

    fn deferred(
        &mut self,
        value: &Value,
        deferred: &Deferred,
        place: Place,
        shape: Shape,
    ) -> Value {
        let key = shared_address(value).map(|address| (address, Want::At(place)));
        if let Some(kind) = key.and_then(|key| self.shared.get(&key)) {
            return Value::new(kind.clone(), value.origin);
        }
        let lowered = self.expression(value, deferred, place, shape);
        if let Some(key) = key {
            self.shared.insert(key, lowered.kind.clone());
        }
        lowered
    }

    fn expression(
        &mut self,
        value: &Value,
        deferred: &Deferred,
        place: Place,
        shape: Shape,
    ) -> Value {
        let expression = match deferred {
            Deferred::If {
                condition,
                then,
                otherwise,
            } => Deferred::If {
                condition: self.free(condition),
                then: self.value(then, place),
                otherwise: self.value(otherwise, place),
            },
            Deferred::Match {
                subject,
                arms,
                otherwise,
                domain,
            } => {
                let arms = arms.iter().map(|arm| MatchArm {
                    patterns: arm.patterns.clone(),
                    value: self.value(&arm.value, place),
                });
                Deferred::Match {
                    arms: arms.collect(),
                    subject: self.free(subject),
                    otherwise: otherwise.as_ref().map(|value| self.value(value, place)),
                    domain: domain.clone(),
                }
            }
            Deferred::Lookup {
                map,
                entries,
                keys,
                domain,
                default,
            } => {
                let lowered = self.leaves(entries, keys.len(), place);
                Deferred::Lookup {
                    // What the provider wants otherwise is not what the `let` holds.
                    map: map.filter(|_| is_same_expression(&lowered, entries)),
                    entries: lowered,
                    keys: keys.iter().map(|key| self.free(key)).collect(),
                    domain: domain.clone(),
                    default: default.as_ref().map(|value| self.value(value, place)),
                }
            }
            Deferred::Select { list, index } if list.as_list().is_some() => {
                let elements = list.as_list().unwrap_or_default().iter();
                let elements: Vec<Value> = elements.map(|e| self.value(e, place)).collect();
                Deferred::Select {
                    list: Value::list(elements, list.origin),
                    index: self.free(index),
                }
            }
            Deferred::Prop {
                resource,
                path,
                known,
            } => {
                let Some(read) = self.property(*resource, path, known.as_ref(), value.origin)
                else {
                    return value.clone();
                };
                let other = |from: Place| self.types.shape(from);
                let from = read.place.map(other);
                return match (from, shape, known) {
                    // An object where a text of JSON is wanted, or the other way round.
                    (Some(from), _, Some(known)) if !are_alike(from, shape) => {
                        self.value(known, place)
                    }
                    _ => read.value,
                };
            }
            _ => {
                let lowered = self.free(value);
                return match shape {
                    Shape::Text if self.is_structure(&lowered) => encoded(lowered),
                    Shape::Text => lowered,
                    _ if self.is_respelled(place) => self.spelled(lowered, place),
                    _ => lowered,
                };
            }
        };
        Value::deferred(expression, value.origin)
    }

    /// The values of a map that is looked up by this many keys.
    fn leaves(&mut self, entries: &Value, keys: usize, place: Place) -> Value {
        match entries.as_map() {
            Some(map) if keys > 0 => {
                let values = map
                    .values()
                    .map(|value| self.leaves(value, keys - 1, place));
                let values = values.collect();
                let map = ValueMap::from_keys(map.shared_keys().clone(), values);
                Value::map(map.unwrap_or_default(), entries.origin)
            }
            _ => self.value(entries, place),
        }
    }
}

/// The address of what a value holds, where others hold it too.
pub(super) fn shared_address(value: &Value) -> Option<usize> {
    match &value.kind {
        ValueKind::List(list) if Arc::strong_count(list) > 1 => Some(Arc::as_ptr(list) as usize),
        ValueKind::Map(map) if Arc::strong_count(map) > 1 => Some(Arc::as_ptr(map) as usize),
        ValueKind::Deferred(deferred) if deferred.is_shared() => Some(deferred.address()),
        _ => None,
    }
}

/// Whether a value of one shape goes where another is wanted. The provider turns scalars into each other.
fn are_alike(from: Shape, to: Shape) -> bool {
    let is_scalar = |shape| matches!(shape, Shape::Text | Shape::Number | Shape::Bool);
    let is_list = |shape| matches!(shape, Shape::List(_) | Shape::Set(_));
    let is_map = |shape| matches!(shape, Shape::Record | Shape::Map(_));
    is_scalar(from) && is_scalar(to) || is_list(from) && is_list(to) || is_map(from) && is_map(to)
}

/// A number in quotes.
fn number(text: &str) -> Option<ValueKind> {
    if let Ok(int) = text.parse() {
        return Some(ValueKind::Int(int));
    }
    let number: f64 = text.parse().ok()?;
    number.is_finite().then_some(ValueKind::Number(number))
}
