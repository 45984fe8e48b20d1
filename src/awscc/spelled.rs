//! Records that only the deployment knows, in the user's spelling, where the provider has names of its own.
//! In: an expression that gives one, and its type where a param says it. Out: a record whose fields are read
//! of it one by one. Never: a guess of which fields there are: where nobody says, that is reported.

use super::counterpart::{Place, Shape};
use super::lower::Lowering;
use super::messages;
use crate::graph::{Deferred, Value, ValueMap};
use crate::types::{RecordType, Schemas, Type};
use std::sync::Arc;

impl Lowering<'_> {
    /// What an expression gives, at a place that has names of the provider's.
    pub fn spelled(&mut self, value: Value, place: Place) -> Value {
        match value.as_deferred() {
            // Goes into the template as it is, or has been reported.
            None | Some(Deferred::Raw(_) | Deferred::Intrinsic { .. }) => return value,
            Some(_) => {}
        }
        let ty = self.type_of(&value);
        if let Some(named) = ty.and_then(|ty| self.named(&value, &ty, place)) {
            return named;
        }
        let report = messages::unspelled(value.origin);
        self.reports.add(report, value.origin);
        value
    }

    /// The type of a param, or of a field of one.
    fn type_of(&self, value: &Value) -> Option<Type> {
        match value.as_deferred()? {
            Deferred::Param(param) => Some(self.graph.param(*param).ty.clone()),
            Deferred::Field { base, name } => {
                let ty = self.type_of(base)?;
                let record = self.record_type(&ty)?;
                let field = record.fields.iter().find(|field| field.name == *name)?;
                Some(field.ty.clone())
            }
            _ => None,
        }
    }

    /// The fields of a type, be it optional or not.
    fn record_type(&self, ty: &Type) -> Option<Arc<RecordType>> {
        match ty {
            Type::Record(record) => Some(record.clone()),
            Type::Named(key, node) => match self.catalogue.expand(key, *node) {
                Type::Record(record) => Some(record),
                _ => None,
            },
            Type::Union(members) => {
                let mut others = members.iter().filter(|member| **member != Type::Null);
                let only = others.next().filter(|_| others.next().is_none())?;
                self.record_type(only)
            }
            _ => None,
        }
    }

    /// The same value with the provider's names, each field read of `base`.
    fn named(&mut self, base: &Value, ty: &Type, place: Place) -> Option<Value> {
        if !self.is_respelled(place) || self.types.shape(place) == Shape::Text {
            return Some(base.clone());
        }
        let Shape::Record = self.types.shape(place) else {
            return None;
        };
        let record = self.record_type(ty)?;
        let mut entries = ValueMap::with_capacity(record.fields.len());
        for field in &record.fields {
            let counterpart = self.types.get(place.ty);
            let attribute = counterpart.attribute(place.node, &field.name);
            let node = counterpart.target.node(place.node)?;
            // What the provider lacks nobody has to give.
            let Some(node) = node.property(&attribute).map(|property| property.node) else {
                continue;
            };
            let read = Deferred::Field {
                base: base.clone(),
                name: field.name.clone(),
            };
            let read = Value::deferred(read, base.origin);
            let optional = match field.optional {
                true => field.ty.clone().optional(),
                false => field.ty.clone(),
            };
            let value = self.named(&read, &optional, Place { node, ..place })?;
            entries.insert(attribute, value);
        }
        let record = Value::map(entries, base.origin);
        Some(match ty.is_optional() {
            true => unless_null(base, record),
            false => record,
        })
    }
}

fn unless_null(base: &Value, value: Value) -> Value {
    let null = Value::null(base.origin);
    let is_null = Deferred::Equals(base.clone(), null.clone());
    let choice = Deferred::If {
        condition: Value::deferred(is_null, base.origin),
        then: null,
        otherwise: value,
    };
    Value::deferred(choice, base.origin)
}
